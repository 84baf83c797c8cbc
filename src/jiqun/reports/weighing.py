"""What a report's third and fourth part rest on: the diagnosis, as its reader may be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiqun.base.errors import NotFound
from jiqun.diagnosis.diagnose import diagnose
from jiqun.diagnosis.tallies import fittings, tallies
from jiqun.disclosure import Compared
from jiqun.reports.sources import clusters, responses_of

if TYPE_CHECKING:
    from jiqun.diagnosis.diagnose import Diagnosis
    from jiqun.diagnosis.findings import Finding
    from jiqun.diagnosis.tallies import Fitting, Members, Tally, Tells
    from jiqun.disclosure import Edition
    from jiqun.reports.coverage import Coverage


@dataclass(frozen=True)
class Weighed:
    """The diagnosis of what a report covers.

    Parameters
    ----------
    tallies, fittings
        Of several clusters: how many have each finding, and how many each measure fits.
    own
        Of one cluster: its diagnosis; None of several, or where there is none for the reader.
    """

    tallies: tuple[Tally, ...] = ()
    fittings: tuple[Fitting, ...] = ()
    own: Diagnosis | None = None


def weigh(edition: Edition, year: int, coverage: Coverage) -> Weighed:
    """Diagnose what a report covers.

    Of the nation every cluster is diagnosed in full, and what is counted goes through the rule of
    three. Of a province only what the reader sees of each cluster is counted, and of one cluster
    nothing else is told.

    Parameters
    ----------
    edition
        The report's; it knows its reader.
    year, coverage
        Of the report.
    """
    snapshot, reader = edition.snapshot, edition.reader
    if coverage.level == "cluster":
        return Weighed(own=_own(edition, year, coverage.key))
    if not coverage.national or reader.sees_everything:
        found = diagnose(snapshot, reader, year)
        covered = [said for said in found if coverage.holds(said.cluster)]
        return _counted(covered, None, _members(edition, year))
    every = frozenset(profile.cluster_id for profile in clusters(snapshot, snapshot.years()))
    found = diagnose(snapshot, reader, year, opened=every)
    compared = Compared(snapshot, reader)

    def tells(finding: Finding, cluster: str) -> bool:
        return compared.tells(finding.figures, finding.fields, cluster)

    return _counted(found, tells, _members(edition, year))


def _own(edition: Edition, year: int, cluster: str) -> Diagnosis | None:
    try:
        responses = responses_of(edition)
        (found,) = diagnose(edition.snapshot, edition.reader, year, cluster, responses=responses)
    except NotFound:
        return None
    return found if found.findings else None


def _counted(found: list[Diagnosis], tells: Tells | None, members: Members) -> Weighed:
    return Weighed(tuple(tallies(found, tells, members)), tuple(fittings(found, tells)))


def _members(edition: Edition, year: int) -> Members:
    """Return where each cluster belongs, as far as a finding can be frequent there."""
    return {
        profile.cluster_id: {"macro_region": profile.macro_region, "sector": profile.sector}
        for profile in clusters(edition.snapshot, [year])
    }
