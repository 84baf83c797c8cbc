"""What a report's third and fourth part rest on: the diagnosis, as its reader may be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiqun.base.errors import NotFound
from jiqun.chains.loading import chains
from jiqun.clusters.joined import recognition_named
from jiqun.diagnosis.board import NOTHING_OUTSIDE
from jiqun.diagnosis.diagnose import completed, diagnose, told
from jiqun.diagnosis.judged import judged_year
from jiqun.diagnosis.tallies import fittings, tallies
from jiqun.diagnosis.telling import shows
from jiqun.disclosure import Compared
from jiqun.reports.sources import clusters, responses_of

if TYPE_CHECKING:
    from jiqun.chains.chain import Chain
    from jiqun.diagnosis.diagnose import Diagnosis
    from jiqun.diagnosis.findings import Finding
    from jiqun.diagnosis.tallies import Fitting, Members, Tally
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
    chain
        Of one recognised cluster: the chain of its lead industry, where one is mapped.
    """

    tallies: tuple[Tally, ...] = ()
    fittings: tuple[Fitting, ...] = ()
    own: Diagnosis | None = None
    chain: Chain | None = None


def weigh(edition: Edition, year: int, coverage: Coverage) -> Weighed:
    """Diagnose what a report covers.

    Of the nation every cluster's findings are counted in full, through the rule of three. Of a
    province only what the reader sees of each cluster is counted; and measures are always those
    that follow from what the reader sees.

    Parameters
    ----------
    edition
        The report's; it knows its reader.
    year, coverage
        Of the report.
    """
    snapshot, reader = edition.snapshot, edition.reader
    if coverage.level == "cluster":
        own = _own(edition, year, coverage.key)
        return Weighed(own=own, chain=_chain(edition, year, coverage.key))
    compared = Compared(snapshot, reader)
    judged = judged_year(compared, year, NOTHING_OUTSIDE)
    every_seen = completed(told(compared, judged), compared, year, ())
    seen = [said for said in every_seen if coverage.holds(said.cluster)]
    members = _members(edition, year)
    if not coverage.national or compared.in_full:
        return Weighed(tuple(tallies(seen, None, members)), tuple(fittings(seen)))
    every = frozenset(profile.cluster_id for profile in clusters(snapshot, snapshot.years()))
    found = told(Compared(snapshot, reader, every), judged)

    def tells(finding: Finding, cluster: str) -> bool:
        return shows(compared, finding, cluster)

    return Weighed(tuple(tallies(found, tells, members)), tuple(fittings(seen)))


def _own(edition: Edition, year: int, cluster: str) -> Diagnosis | None:
    try:
        responses = responses_of(edition)
        (found,) = diagnose(edition.snapshot, edition.reader, year, cluster, responses=responses)
    except NotFound:
        return None
    return found if found.findings else None


def _chain(edition: Edition, year: int, cluster: str) -> Chain | None:
    """Return the chain of a cluster's lead industry; a made-up cluster has none."""
    for profile in clusters(edition.snapshot, [year]):
        if profile.cluster_id == cluster and not profile.demo:
            known = recognition_named(cluster, profile.county_code, profile.name)
            mapped = (chain for chain in chains().values() if known and known.id in chain.clusters)
            return next(mapped, None)
    return None


def _members(edition: Edition, year: int) -> Members:
    """Return where each cluster belongs, as far as a finding can be frequent there."""
    return {
        profile.cluster_id: {"macro_region": profile.macro_region, "sector": profile.sector}
        for profile in clusters(edition.snapshot, [year])
    }
