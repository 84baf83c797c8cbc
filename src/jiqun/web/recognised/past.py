"""Recognitions and the papers about them on a past day, from the log and the journal alone."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from jiqun.base.language import Bilingual
from jiqun.recognition.duties import Duty, duties
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.past import Past, events_until, past_of, stood
from jiqun.web.casework.seen import Looked
from jiqun.web.casework.telling import COLUMNS
from jiqun.web.recognised.filed import Filings
from jiqun.web.recognised.models import WRITERS, Appeal, ChangeReport, Paper, Recognition, Review
from jiqun.web.recognised.register import Entry, Taken, entry_of, taken
from jiqun.web.recognised.shown import KEPT, SeenPaper
from jiqun.workspace import Workspace

REGISTER, ENTER_KNOWN = "register", "enter_known"
"""What the log says of the catalogue's clusters: of all of them, by one event."""
KINDS: dict[str, type[Paper]] = {"reports": ChangeReport, "reviews": Review, "appeals": Appeal}


class PastRecognition:
    """A recognition as everybody saw it when a past day ended.

    Parameters
    ----------
    row
        As it stood then.
    past
        What the log says of it.
    on
        The day.
    """

    def __init__(self, row: Recognition, past: Past, on: date) -> None:
        self.row, self.past, self.on = row, past, on

    @property
    def entry(self) -> Entry:
        """What the register said of it."""
        return entry_of(self.row, self.on)

    @property
    def taken(self) -> list[Taken]:
        """The steps everybody knew of."""
        return [step for step in taken(self.entry) if step.day <= self.on]

    @property
    def withheld(self) -> frozenset[str]:
        """The texts that were erased since."""
        return _withheld(self.past)


class SeenPastPaper(SeenPaper):
    """A paper as one reader saw it when a past day ended.

    Parameters
    ----------
    case
        As it stood then.
    past
        What the log says of it.
    doer, workspace
        Who looks, and where the filings are.
    """

    verdict = None  # what the facts say of a review is reckoned, and kept nowhere

    def __init__(self, case: Paper, past: Past, doer: Doer, workspace: Workspace) -> None:
        super().__init__(case, doer, workspace)
        self.past = past

    @property
    def withheld(self) -> frozenset[str]:
        """The texts that were erased since."""
        return _withheld(self.past)

    @property
    def left(self) -> list[tuple[Bilingual, str, bool]]:
        """Texts that steps left on it, and whether each was erased since."""
        found = ((name, title, getattr(self.case, name, "")) for name, title in KEPT.items())
        gone = self.withheld
        return [(title, text, name in gone) for name, title, text in found if text or name in gone]

    @property
    def said_withheld(self) -> bool:
        """Whether what the reader saw of its fields was erased since."""
        shown = "said" if self.doer.reader.office in WRITERS else "handed"
        return shown in self.withheld


class SeenPastRecognition(Looked[Recognition]):
    """What an office of a recognition saw besides when a past day ended.

    Parameters
    ----------
    then
        The recognition of that day.
    doer, workspace
        Who looks, and where the filings are.
    """

    def __init__(self, then: PastRecognition, doer: Doer, workspace: Workspace) -> None:
        super().__init__(then.row, doer)
        self.then, self._workspace = then, workspace

    @cached_property
    def duties(self) -> list[Duty]:
        """The yearly filings it asked for up to that day, the last first."""
        on, row = self.then.on, self.case
        days = Filings(row, self._workspace, self.doer.reader).days_on(on)
        return duties(row.rules, row.held(on), days, on)[::-1]

    @cached_property
    def papers(self) -> dict[str, list[SeenPastPaper]]:
        """The papers there were that the reader saw, by kind."""
        return {kind: list(self._papers(model)) for kind, model in KINDS.items()}

    def _papers(self, model: type[Paper]) -> Iterator[SeenPastPaper]:
        own = model.objects.of_places(self.doer.reader).filter(recognition_id=self.case.pk)
        for paper in own.select_related("definition", "recognition"):
            seen = paper_on(paper, self.then.on, self.doer, self._workspace)
            if seen is not None:
                yield seen


def recognition_on(row: Recognition, on: date) -> PastRecognition | None:
    """Return a recognition as it stood when a day ended; None where it was on no list yet."""
    past = past_of(row, on, _entered(row, on) if row.known else None)
    return PastRecognition(stood(row, past), past, on) if past else None


def _entered(row: Recognition, on: date) -> Past | None:
    """Return what the log said of a cluster of the catalogue before an office did anything."""
    found: Past | None = None
    for event in events_until((REGISTER,), on).filter(verb=ENTER_KNOWN):
        told = json.loads(event.said).get("rows", {}).get(row.subject)
        if told is not None:
            workflow = row.standing.workflow
            state = workflow.opening.target
            found = found or Past(state, workflow.states[state].holder(row.standing.parties))
            found.columns |= told[COLUMNS]
    return found


def paper_on(paper: Paper, on: date, doer: Doer, workspace: Workspace) -> SeenPastPaper | None:
    """Return a paper as a reader saw it when a day ended; None where they saw nothing of it."""
    past = past_of(paper, on)
    if past is None:
        return None
    then = stood(paper, past)
    begun = then.state != "draft" or then.handed_on is not None
    if not begun and doer.reader.office not in WRITERS:
        return None
    return SeenPastPaper(then, past, doer, workspace)


def _withheld(past: Past) -> frozenset[str]:
    return frozenset(name for name, text in past.texts.items() if text is None)
