"""Recognitions and the papers about them on a past day, from the log and the journal alone."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.recognition import reviews
from jiqun.recognition.duties import Duty, duties
from jiqun.recognition.watch import Found, Kind, watch
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.past import Past, events_until, past_of, pasts_of, stood
from jiqun.web.casework.seen import Looked
from jiqun.web.casework.telling import COLUMNS
from jiqun.web.recognised.filed import Filings
from jiqun.web.recognised.models import WRITERS, Appeal, ChangeReport, Paper, Recognition, Review
from jiqun.web.recognised.register import Entry, Taken, entry_of, taken
from jiqun.web.recognised.reporting import watched_of
from jiqun.web.recognised.reviewing import rules_mark, verdict
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
    on
        The day.
    recognition
        What it was about, as it stood then.
    """

    def __init__(
        self,
        case: Paper,
        past: Past,
        doer: Doer,
        workspace: Workspace,
        on: date,
        recognition: Recognition,
    ) -> None:
        super().__init__(case, doer, workspace)
        self.past, self.on, self._then = past, on, recognition

    @cached_property
    def verdict(self) -> "reviews.Review | Problem | None":
        """What the facts said of a review that day; a problem where nobody recorded enough.

        It is reckoned anew from the filings accepted by then, by the rules it went by then: where
        the catalogue has others now, or the log did not say which they were, there is none.
        """
        if not isinstance(self.case, Review):
            return None
        self.case.recognition = self._then
        filings = Filings(self._then, self._workspace, self.doer.reader, self.on)
        if not filings.recorded or not self.past.rules:
            return Problem("recognised.not_recorded_then")
        if self.past.rules != rules_mark(self._then):
            return Problem("recognised.rules_changed_since")
        return verdict(self.case, filings, self.on)

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
    def filings(self) -> Filings:
        """The cluster's filings as they stood that day."""
        return Filings(self.case, self._workspace, self.doer.reader, self.then.on)

    @cached_property
    def duties(self) -> list[Duty]:
        """The yearly filings it asked for up to that day, the last first."""
        on, row = self.then.on, self.case
        return duties(row.rules, row.held(on), self.filings.days, on)[::-1]

    @property
    def compared(self) -> bool:
        """Whether there were two filings to compare."""
        return len(self.filings.of_validity) > 1

    @cached_property
    def _reports(self) -> list[tuple[ChangeReport, Past]]:
        """The reports of changes there were, each as it stood with what the log says of it."""
        rows = ChangeReport.objects.filter(recognition_id=self.case.pk)
        every = list(rows.select_related("definition"))
        pasts = pasts_of(every, self.then.on)
        return [
            (stood(report, past), past)
            for report in every
            if (past := pasts.get(report.subject)) is not None
        ]

    @cached_property
    def unwatched(self) -> frozenset[str]:
        """The matters of reports of which words were erased since: nobody can tell of them."""
        erased = (report for report, past in self._reports if past.texts.get("handed", "") is None)
        return frozenset(report.matter for report in erased)

    @cached_property
    def watched(self) -> list[Found]:
        """What the watch found between the filings there were, but for matters nobody can tell.

        Grounds of revocation and the time to report are those the catalogue has now.
        """
        reports = watched_of(report for report, _ in self._reports)
        filings = self.filings
        found = watch(self.case.rules, filings.facts, filings.of_validity, reports)
        return [
            finding
            for finding in found
            if finding.kind is Kind.INCIDENT or finding.what not in self.unwatched
        ]

    @cached_property
    def papers(self) -> dict[str, list[SeenPastPaper]]:
        """The papers there were that the reader saw, by kind."""
        return {kind: list(self._papers(model)) for kind, model in KINDS.items()}

    def _papers(self, model: type[Paper]) -> Iterator[SeenPastPaper]:
        own = model.objects.of_places(self.doer.reader).filter(recognition_id=self.case.pk)
        for paper in own.select_related("definition", "recognition"):
            seen = paper_on(paper, self.then.on, self.doer, self._workspace, self.case)
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


def paper_on(
    paper: Paper, on: date, doer: Doer, workspace: Workspace, about: Recognition | None = None
) -> SeenPastPaper | None:
    """Return a paper as a reader saw it when a day ended; None where they saw nothing of it.

    Parameters
    ----------
    paper
        The paper.
    on
        The day.
    doer, workspace
        Who looks, and where the filings are.
    about
        What it is about, as it stood then; None to look.
    """
    past = past_of(paper, on)
    if past is None:
        return None
    then = stood(paper, past)
    begun = then.state != "draft" or then.handed_on is not None
    if not begun and doer.reader.office not in WRITERS:
        return None
    if about is None:
        known = recognition_on(paper.recognition, on)
        about = known.row if known else paper.recognition
    return SeenPastPaper(then, past, doer, workspace, on, about)


def _withheld(past: Past) -> frozenset[str]:
    return frozenset(name for name, text in past.texts.items() if text is None)
