"""A filing as it was on a past day, from the event log and the journal of acceptances alone."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.past import Past, PastCell, past_of, stood
from jiqun.web.casework.past_files import PastFile
from jiqun.web.filing.models import Case, Cell, Evidence, FirmLine, Question
from jiqun.web.filing.past_lists import PastLists, PastThread, lists_on, stored_on
from jiqun.web.filing.seen import Seen
from jiqun.workspace import Workspace


class SeenPastCase(Seen):
    """A filing as one reader saw it when a past day ended.

    Parameters
    ----------
    case
        As it stood then.
    past
        What the log says of it.
    beside
        What stood beside its cells then.
    doer
        Who looks.
    stored
        The list of firms stored for its cluster then; None where nobody knows.
    """

    questions: list[Question] = []  # noqa: RUF012  # rows of now: `threads` has those of the day
    evidence: list[Evidence] = []  # noqa: RUF012  # as `files`
    warnings: list[dict[str, Any]] = []  # noqa: RUF012  # not rebuilt

    def __init__(
        self,
        case: Case,
        past: Past,
        beside: PastLists,
        doer: Doer,
        stored: list[FirmLine] | None = None,
    ) -> None:
        super().__init__(case, doer)
        self.past, self.beside, self._stored = past, beside, stored

    @property
    def writes(self) -> bool:
        """Whether the reader is one of those who write it."""
        return self.case.shows_draft_to(self.doer.reader)

    @property
    def threads(self) -> list[PastThread]:
        """The questions there were, in the order they were asked."""
        return [self.beside.threads[number] for number in sorted(self.beside.threads)]

    @property
    def files(self) -> list[PastFile]:
        """The files the reader saw."""
        return self.beside.files_of(drafts=self.writes)

    @property
    def lines(self) -> list[FirmLine] | None:
        """The list of firms the reader saw, with what firms supplied; None where nobody knows.

        For writers it is the draft's, or the stored one that stood for it beside the firms that
        were asked; for others what was handed in.
        """
        beside = self.beside
        if not self.writes:
            return (beside.handed or []) if beside.handed_known else None
        if beside.listed or not beside.known:
            return beside.lines if beside.known else None
        if self._stored is None:
            return None
        asked = {line.credit_code for line in beside.lines}
        return beside.lines + [line for line in self._stored if line.credit_code not in asked]

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """The cells the reader saw: the draft for its writers, what was submitted for others."""
        return {name: _cell(self.case, name, cell) for name, cell in self._shown.items()}

    @property
    def withheld(self) -> frozenset[str]:
        """The cells, and the reason, of which words were erased since."""
        gone = {name for name, cell in self._shown.items() if cell.withheld}
        return frozenset(gone | {name for name, text in self.past.texts.items() if text is None})

    @property
    def _shown(self) -> Mapping[str, PastCell]:
        return self.past.cells if self.writes else self.past.handed or {}


def seen_on(case: Case, on: date, doer: Doer, workspace: Workspace) -> SeenPastCase | None:
    """Return what a reader saw of a filing when a day ended; None where it was not open yet."""
    past = past_of(case, on)
    if past is None:
        return None
    then = stood(case, past)
    writes = then.shows_draft_to(doer.reader)
    stored = stored_on(then, workspace, on, doer) if writes else []
    return SeenPastCase(then, past, lists_on(case, on), doer, stored)


def _cell(case: Case, name: str, cell: PastCell) -> Cell:
    period, _, field = name.partition(".")
    content = {part: cell.content.get(part, "") for part in Cell.longest}
    kept = {"version": cell.version, "confirmed": cell.content.get("confirmed", True)}
    return Cell(case=case, period=period, field=field, **kept, **content)
