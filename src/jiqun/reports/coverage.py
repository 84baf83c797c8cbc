"""What a report covers: the nation, one province or one cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from jiqun.base.codes import regions
from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.base.json_files import Record
from jiqun.base.language import Bilingual
from jiqun.base.names import level_name, region_name
from jiqun.reports.sources import Profile, clusters

if TYPE_CHECKING:
    from jiqun.disclosure import Edition
    from jiqun.indicators import Figure

Covered = Literal["nation", "province", "cluster"]
NATION = "CN"
PROVINCE = "province"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a report is of.

    Parameters
    ----------
    level, key
        As figures have them: ``nation`` and ``CN``, ``province`` and ``330000``, ``cluster`` and
        its id.
    name
        In both languages.
    province
        The province a cluster lies in; of a province its own code; empty for the nation.
    counties
        By cluster covered, the county that files for it; of the nation none is named, and all are.
    demo
        Whether any cluster covered is fictional; of the nation the snapshot says it.
    """

    level: Covered
    key: str
    name: Bilingual
    province: str = ""
    counties: tuple[tuple[str, str], ...] = ()
    demo: bool = False

    @property
    def national(self) -> bool:
        """Whether every cluster is covered."""
        return self.level == "nation"

    @property
    def follows(self) -> str:
        """The outline a report of it follows: of one cluster it is a check-up."""
        return "checkup" if self.level == "cluster" else "development"

    def holds(self, cluster: str) -> bool:
        """Tell whether a cluster is covered."""
        return self.national or any(cluster == covered for covered, _ in self.counties)

    def is_of(self, figure: Figure) -> bool:
        """Tell whether a figure is that of all that is covered."""
        return (figure.level, figure.key) == (self.level, self.key)

    @property
    def yardsticks(self) -> list[tuple[str, str]]:
        """Level and key of what its figures are set beside: the province, the nation."""
        wider = [(PROVINCE, self.province)] if self.level == "cluster" else []
        return [] if self.national else [*wider, ("nation", NATION)]


NATIONWIDE = Coverage("nation", NATION, level_name("nation", NATION))
"""Every cluster."""


def coverage_of(edition: Edition, year: int, region: str, cluster: str) -> Coverage:
    """Return what a report is asked to cover.

    Parameters
    ----------
    edition, year
        What it is made from.
    region
        A province's code; empty where none is asked for.
    cluster
        A cluster's id; empty where none is asked for.

    Raises
    ------
    NotFound
        Where there is no such region or cluster, or nothing was filed there for the year.
    Refused
        Where both are asked for, or the region is no province.
    """
    if region and cluster:
        raise Refused([Problem("reports.two_coverages")])
    if cluster:
        return _of_cluster(edition, year, cluster)
    return _of_province(edition, year, region) if region else NATIONWIDE


def _of_province(edition: Edition, year: int, code: str) -> Coverage:
    region = regions().get(code)
    if region is None:
        details: Record = {"code": code}
        raise NotFound(Problem("reports.unknown_region", details=details))
    if region.level != PROVINCE:
        raise Refused([Problem("reports.no_province", details=_named(code))])
    covered = [
        profile
        for profile in clusters(edition.snapshot, edition.snapshot.years())
        if profile.province_code == code
    ]
    if all(profile.province_code != code for profile in clusters(edition.snapshot, [year])):
        details = {**_named(code), "year": year}
        raise NotFound(Problem("reports.nothing_filed", details=details))
    return _covering("province", code, level_name(PROVINCE, code), covered)


def _of_cluster(edition: Edition, year: int, cluster: str) -> Coverage:
    filed = {profile.cluster_id: profile for profile in clusters(edition.snapshot, [year])}
    if cluster not in filed:
        details = {"cluster": cluster, "year": year}
        raise NotFound(Problem("reports.no_cluster", details=details))
    profile = filed[cluster]
    return _covering("cluster", cluster, Bilingual(profile.name, profile.name), [profile])


def _covering(level: Covered, key: str, name: Bilingual, covered: list[Profile]) -> Coverage:
    return Coverage(
        level=level,
        key=key,
        name=name,
        province=covered[0].province_code,
        counties=tuple((profile.cluster_id, profile.county_code) for profile in covered),
        demo=any(profile.demo for profile in covered),
    )


def _named(code: str) -> dict[str, str]:
    name = region_name(code)
    return {"code": code, "name": name.zh, "name_en": name.en}
