"""The watch from filing to filing: incidents, and major changes that nobody reported.

A change is seen where two filings state different things; where one of them states nothing, nobody
can tell. Whether a report came in time is told only where the programme says how long it has.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from jiqun.clusters.profile import Profile
from jiqun.rules.facts import Facts
from jiqun.rules.life import change_report_due, grounds
from jiqun.rules.programmes import Programme

Matter = Literal["lead_industry", "perimeter", "operator"]
MATTERS: tuple[Matter, ...] = ("lead_industry", "perimeter", "operator")


class Kind(StrEnum):
    """What the watch finds."""

    INCIDENT = "incident"
    UNREPORTED_CHANGE = "unreported_change"
    LATE_REPORT = "late_report"
    CANNOT_TELL = "cannot_tell"
    """A filing does not state what would have to be compared."""


@dataclass(frozen=True, slots=True)
class Change:
    """What two filings state differently; ``known`` is False where one of them states nothing."""

    matter: Matter
    was: str
    now: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """A change that was reported: what, since when it is so, and the day of the report."""

    matter: Matter
    changed: date
    reported: date


@dataclass(frozen=True, slots=True)
class Filed:
    """A filing as the watch sees it: its data year, the day, the profile it states."""

    year: int
    on: date
    profile: Profile


@dataclass(frozen=True, slots=True)
class Found:
    """A finding.

    Parameters
    ----------
    kind
        What was found.
    year
        The data year of the filing that shows it.
    what
        The ground of revocation, or the matter that changed.
    was, now
        What the filings state; empty for incidents.
    """

    kind: Kind
    year: int
    what: str
    was: str = ""
    now: str = ""


def changes(before: Profile, after: Profile) -> list[Change]:
    """Return what two filings' profiles state differently.

    Examples
    --------
    >>> first = Profile("c", "示例", ("330106",), "electronics", "39", "甲中心")
    >>> second = Profile("c", "示例", ("330106", "330105"), "electronics", "39", "")
    >>> [(change.matter, change.known) for change in changes(first, second)]
    [('perimeter', True), ('operator', False)]
    """
    found = []
    for matter in MATTERS:
        was, now = _stated(before, matter), _stated(after, matter)
        if was != now:
            found.append(Change(matter, was, now, known=bool(was and now)))
    return found


def watch(
    programme: Programme,
    facts: Facts,
    filings: Sequence[Filed],
    reports: Iterable[Report] = (),
) -> list[Found]:
    """Look at a cluster's filings one after the other.

    Parameters
    ----------
    programme
        Whose grounds of revocation and duty to report hold.
    facts
        The figures of its filings.
    filings
        Its filings while it was recognised, in any order.
    reports
        The changes it reported.

    Returns
    -------
    list of Found
        By year; nothing is decided by it, a person looks.
    """
    told, ordered = list(reports), sorted(filings, key=lambda filing: filing.year)
    found = [incident for filing in ordered for incident in _incidents(programme, facts, filing)]
    for before, after in pairwise(ordered):
        for change in changes(before.profile, after.profile):
            found += _judged(change, before, after, told)
    found += _late(programme, told)
    return sorted(found, key=lambda finding: (finding.year, finding.kind, finding.what))


def _incidents(programme: Programme, facts: Facts, filing: Filed) -> Iterator[Found]:
    for ground in grounds(programme, facts, filing.year):
        if ground.present:
            yield Found(Kind.INCIDENT, filing.year, ground.id)


def _judged(
    change: Change, before: Filed, after: Filed, reports: Iterable[Report]
) -> Iterator[Found]:
    """Yield a change that no report covers: one made after the earlier filing's year began."""
    covered = any(
        report.matter == change.matter
        and date(before.year, 1, 1) <= report.changed
        and report.reported <= after.on
        for report in reports
    )
    if not covered:
        kind = Kind.UNREPORTED_CHANGE if change.known else Kind.CANNOT_TELL
        yield Found(kind, after.year, change.matter, change.was, change.now)


def _late(programme: Programme, reports: Iterable[Report]) -> Iterator[Found]:
    for report in reports:
        due = change_report_due(programme, report.changed)
        if due is not None and report.reported > due:
            days = f"{report.changed} – {report.reported}"
            yield Found(Kind.LATE_REPORT, report.changed.year, report.matter, days)


def _stated(profile: Profile, matter: Matter) -> str:
    """Return what a profile states: of the perimeter every county, in whichever order."""
    if matter == "perimeter":
        return ", ".join(sorted(profile.county_codes))
    if matter == "operator":
        return "".join(profile.operator.split())
    return f"{profile.sector}/{profile.industry}" if profile.industry else ""
