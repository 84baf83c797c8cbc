"""The accepted filings of a recognised cluster: when they came, and what they say."""

from datetime import date
from functools import cached_property

from django.db.models import Min
from django.utils import timezone

from jiqun.base.readers import Reader
from jiqun.clusters import Profile
from jiqun.clusters.joined import recognition_named
from jiqun.recognition.watch import Filed
from jiqun.rules.facts import Facts, facts_of_submissions
from jiqun.web.casework.past import SUBMIT, day_of, events_under
from jiqun.web.filing.known import known_clusters
from jiqun.web.filing.models import Case
from jiqun.web.recognised.models import Recognition
from jiqun.workspace import Submission, Workspace
from jiqun.workspace.journal import FILING
from jiqun.workspace.past import accepted_on, entries


class Filings:
    """The filings of one recognition, for who sees the cluster in full.

    Parameters
    ----------
    recognition
        As its reader sees it.
    workspace, reader
        Where the filings are, and who asks.
    on
        A past day: what the journal and the log had when it ended; None for what stands.
    """

    def __init__(
        self,
        recognition: Recognition,
        workspace: Workspace,
        reader: Reader,
        on: date | None = None,
    ) -> None:
        self._recognition, self._workspace, self._on = recognition, workspace, on
        self.cluster = _filed_as(recognition, workspace, reader)
        found = self._now() if on is None else self._then(on)
        self.recorded = found is not None
        """Whether the journal reaches back to the day."""
        self._accepted = found or {}

    def _now(self) -> dict[int, Submission]:
        accepted = self._workspace.accepted()
        return {year: accepted[self.cluster, year] for year in accepted.years(self.cluster)}

    def _then(self, on: date) -> dict[int, Submission] | None:
        return accepted_on(self._workspace, self.cluster, on)

    @property
    def facts(self) -> Facts:
        """Their figures."""
        found = facts_of_submissions(self._accepted.values())
        return found.get(self.cluster) or Facts(self.cluster, self._recognition.county)

    @property
    def days(self) -> dict[int, date]:
        """The day each data year was first handed in, or else first imported."""
        if self._on is not None:
            return self._days_then(self._on)
        handed = (
            Case.objects.filter(cluster=self.cluster)
            .annotate(first=Min("submissions__at"))
            .values_list("year", "first")
        )
        found = {year: timezone.localtime(at).date() for year, at in handed if at}
        missing = self._accepted.keys() - found.keys()
        return {**self._imported(), **found} if missing else found

    def _days_then(self, on: date) -> dict[int, date]:
        """Return the same as the event log and the journal had it when a day ended."""
        imported = {year: day for year, day in self._imported().items() if day <= on}
        handed = dict[int, date]()
        for event in events_under(f"{Case.about}:{self.cluster}/", on).filter(verb=SUBMIT):
            handed.setdefault(int(event.subject.rpartition("/")[2]), day_of(event))
        return {**imported, **handed}

    @cached_property
    def of_validity(self) -> list[Filed]:
        """Those of the recognition's years and the one before, as the watch sees them.

        Of one without a known day it is the year's end.
        """
        since, days = self._recognition.since, self.days
        first = since.year - 1 if since else 0
        return [
            Filed(year, days.get(year, date(year, 12, 31)), _profile(submission))
            for year, submission in self._accepted.items()
            if year >= first
        ]

    def _imported(self) -> dict[int, date]:
        """Return the day each data year was first accepted, as the workspace's journal has it."""
        found = dict[int, date]()
        for day, entry in entries(self._workspace):
            if day and (entry["kind"], entry["cluster"]) == (FILING, self.cluster):
                found.setdefault(int(entry["year"]), day)
        return found


def _profile(submission: Submission) -> Profile:
    return Profile.of(submission.document["cluster"])


def _filed_as(recognition: Recognition, workspace: Workspace, reader: Reader) -> str:
    """Return the id a recognised cluster files under: its own, or one of the same name there."""
    if not recognition.known or workspace.accepted().years(recognition.cluster):
        return recognition.cluster
    for known in known_clusters(workspace, reader):
        profile = known.profile
        found = recognition_named(profile.id, profile.county_codes[0], profile.name)
        if found and found.id == recognition.cluster and not profile.demo:
            return profile.id
    return recognition.cluster
