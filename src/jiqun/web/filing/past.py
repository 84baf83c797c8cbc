"""A filing as it was on a past day, from the event log alone.

What is shown is the cluster, where it stood and what its cells said. The list of firms, questions
and files are not rebuilt.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.past import Past, PastCell, past_of, stood
from jiqun.web.filing.models import Case, Cell, Evidence, Question
from jiqun.web.filing.seen import Seen


class SeenPastCase(Seen):
    """A filing as one reader saw it when a past day ended.

    Parameters
    ----------
    case
        As it stood then.
    past
        What the log says of it.
    doer
        Who looks.
    """

    questions: list[Question] = []  # noqa: RUF012  # these three are not rebuilt
    evidence: list[Evidence] = []  # noqa: RUF012
    warnings: list[dict[str, Any]] = []  # noqa: RUF012

    def __init__(self, case: Case, past: Past, doer: Doer) -> None:
        super().__init__(case, doer)
        self.past = past

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
        drafts = self.case.shows_draft_to(self.doer.reader)
        return self.past.cells if drafts else self.past.handed or {}


def seen_on(case: Case, on: date, doer: Doer) -> SeenPastCase | None:
    """Return what a reader saw of a filing when a day ended; None where it was not open yet."""
    past = past_of(case, on)
    return SeenPastCase(stood(case, past), past, doer) if past else None


def _cell(case: Case, name: str, cell: PastCell) -> Cell:
    period, _, field = name.partition(".")
    content = {part: cell.content.get(part, "") for part in Cell.longest}
    kept = {"version": cell.version, "confirmed": cell.content.get("confirmed", True)}
    return Cell(case=case, period=period, field=field, **kept, **content)
