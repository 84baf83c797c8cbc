"""What a report's third and fourth part rest on: the diagnosis, as its reader may be told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from jiqun.base.errors import NotFound
from jiqun.chains.loading import chains
from jiqun.clusters.joined import recognition_named
from jiqun.diagnosis.board import NOTHING_OUTSIDE, Outside, Specialised
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
class Beside:
    """What is known of the one cluster a report is of beside the filings of its vintage.

    Parameters
    ----------
    specialised
        What the register shows of its county; told to the offices of its place.
    firms
        How many firms of its counties stand on each link of its chain, None where nobody can tell;
        None altogether where no register was asked.
    """

    specialised: Mapping[str, Specialised] = field(default_factory=dict)
    firms: Mapping[str, int | None] | None = None


NOTHING_BESIDE = Beside()


class Chance(NamedTuple):
    """How often several clusters are far behind their peers, and how often chance alone is."""

    clusters: int
    found: int
    expected: float

    @classmethod
    def of(cls, found: Sequence[Diagnosis]) -> Chance:
        """Add up what clusters have."""
        return cls(
            len(found),
            sum(said.by_peers for said in found),
            sum(said.expected_by_chance for said in found),
        )


@dataclass(frozen=True)
class Weighed:
    """The diagnosis of what a report covers.

    Parameters
    ----------
    year
        The data year.
    tallies, fittings
        Of several clusters: how many have each finding, and how many each measure fits.
    chance
        Of several clusters that the reader sees in full: how often they are far behind their peers.
    own
        Of one cluster: its diagnosis; None of several, or where there is none for the reader.
    chain
        Of one recognised cluster: the chain of its lead industry, where one is mapped.
    firms
        What its counties have of that, as of :class:`Beside`.
    """

    year: int = 0
    tallies: tuple[Tally, ...] = ()
    chance: Chance | None = None
    fittings: tuple[Fitting, ...] = ()
    own: Diagnosis | None = None
    chain: Chain | None = None
    firms: Mapping[str, int | None] | None = None


def weigh(
    edition: Edition, year: int, coverage: Coverage, beside: Beside = NOTHING_BESIDE
) -> Weighed:
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
    beside
        What is known of one cluster beside its filings.
    """
    snapshot, reader = edition.snapshot, edition.reader
    if coverage.level == "cluster":
        own = _own(edition, year, coverage.key, beside)
        on_map = mapped(edition, year, coverage.key)
        return Weighed(year, own=own, chain=on_map and on_map.chain, firms=beside.firms)
    compared = Compared(snapshot, reader)
    judged = judged_year(compared, year, NOTHING_OUTSIDE)
    every_seen = completed(told(compared, judged), compared, year, ())
    seen = [said for said in every_seen if coverage.holds(said.cluster)]
    members = _members(edition, year)
    if not coverage.national or compared.in_full:
        chance = Chance.of(seen) if compared.in_full else None
        counted = tuple(tallies(seen, None, members))
        return Weighed(year, counted, chance, tuple(fittings(seen)))
    every = frozenset(profile.cluster_id for profile in clusters(snapshot, snapshot.years()))
    found = told(Compared(snapshot, reader, every), judged)

    def tells(finding: Finding, cluster: str) -> bool:
        return shows(compared, finding, cluster)

    counted = tuple(tallies(found, tells, members))
    return Weighed(year, counted, fittings=tuple(fittings(seen)))


def _own(edition: Edition, year: int, cluster: str, beside: Beside) -> Diagnosis | None:
    snapshot, reader, responses = edition.snapshot, edition.reader, responses_of(edition)
    outside = Outside(specialised=beside.specialised)
    try:
        (found,) = diagnose(snapshot, reader, year, cluster, outside=outside, responses=responses)
    except NotFound:
        return None
    return found if found.findings else None


class Mapped(NamedTuple):
    """The chain of a cluster's lead industry, and the county it was recognised in."""

    chain: Chain
    county: str


def mapped(edition: Edition, year: int, cluster: str) -> Mapped | None:
    """Return the chain of a cluster's lead industry; None of a made-up cluster, or an unmapped one.

    Parameters
    ----------
    edition, year
        What the reader sees, and the data year.
    cluster
        Its id.
    """
    for profile in clusters(edition.snapshot, [year]):
        if profile.cluster_id == cluster and not profile.demo:
            known = recognition_named(cluster, profile.county_code, profile.name)
            found = (chain for chain in chains().values() if known and known.id in chain.clusters)
            chain = next(found, None)
            return Mapped(chain, known.county_code) if known and chain else None
    return None


def _members(edition: Edition, year: int) -> Members:
    """Return where each cluster belongs, as far as a finding can be frequent there."""
    return {
        profile.cluster_id: {"macro_region": profile.macro_region, "sector": profile.sector}
        for profile in clusters(edition.snapshot, [year])
    }
