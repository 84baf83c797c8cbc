"""Who reads: an office or the public, and what it covers. Query sets and disclosure ask the same.

No function has a default reader: whoever asks says for whom, and the command line says the nation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, Literal

from jiqun.base.codes import regions
from jiqun.base.csv_files import catalogue_rows
from jiqun.base.language import Bilingual


class Office(StrEnum):
    """What a reader is; administrators keep the installation and see no figures by it."""

    PUBLIC = "public"
    NATION = "nation"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    AGENCY = "agency"
    FIRM = "firm"
    EXPERT = "expert"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads, and what they may read in full.

    Parameters
    ----------
    office
        What they are.
    within, without
        The regions they cover, as region codes without their trailing zeros, and those inside them
        that they do not: Zhejiang without Ningbo. The nation covers the empty code.
    clusters
        Clusters they serve, by id: a promotion agency's own.
    credit_code
        The firm they speak for; empty for everybody else.
    cases
        Cases assigned to them, by id: an expert's.

    Examples
    --------
    >>> zhejiang = reader_named("330000")
    >>> zhejiang.covers("330106"), zhejiang.covers("330203"), zhejiang.covers("110108")
    (True, False, False)
    >>> PUBLIC.covers("330106"), NATION.covers("330106")
    (False, True)
    """

    office: Office
    within: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    clusters: frozenset[str] = frozenset()
    credit_code: str = ""
    cases: frozenset[str] = frozenset()

    def covers(self, region_code: str) -> bool:
        """Tell whether a place lies in what the reader covers."""
        return region_code.startswith(self.within) and not region_code.startswith(self.without)

    def sees_cluster(self, cluster_id: str, county_code: str) -> bool:
        """Tell whether the reader sees a cluster's own figures in full.

        Parameters
        ----------
        cluster_id
            The cluster.
        county_code
            The county that files for it; a county that only shares the perimeter does not see all.
        """
        return cluster_id in self.clusters or self.covers(county_code)

    @property
    def name(self) -> str:
        """How an edition names its reader: the prefix of what they cover, or else their office."""
        return self.within[0] if any(self.within) else str(self.office)

    @property
    def audience(self) -> "Reader":
        """Whose edition the reader reads: who sees no cluster in full reads the public's.

        Examples
        --------
        >>> Reader(Office.FIRM, credit_code="91330106MA2800000X").audience == PUBLIC
        True
        """
        if not self.within and not self.clusters:
            return PUBLIC
        return replace(self, credit_code="", cases=frozenset())

    def record(self) -> dict[str, Any]:
        """Return the reader as plain data, for another process: the inverse of :meth:`of`."""
        return {
            "office": str(self.office),
            "within": list(self.within),
            "without": list(self.without),
            "clusters": sorted(self.clusters),
            "credit_code": self.credit_code,
            "cases": sorted(self.cases),
        }

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> "Reader":
        """Return the reader of a record.

        Examples
        --------
        >>> Reader.of(reader_named("330000").record()) == reader_named("330000")
        True
        """
        return cls(
            Office(said["office"]),
            tuple(said["within"]),
            tuple(said["without"]),
            frozenset(said["clusters"]),
            said["credit_code"],
            frozenset(said["cases"]),
        )

    @property
    def sees_everything(self) -> bool:
        """Whether nothing is withheld from the reader: the nation alone."""
        return self.office is Office.NATION and "" in self.within and not self.without


PUBLIC = Reader(Office.PUBLIC)
NATION = Reader(Office.NATION, within=("",))


def reader_named(said: str) -> Reader:
    """Return the reader of a name: ``public``, ``nation``, or an office by its region code.

    Parameters
    ----------
    said
        The name.

    Raises
    ------
    ValueError
        Where it is none of these.

    Examples
    --------
    >>> reader_named("330100")
    Reader(office=<Office.PREFECTURE: 'prefecture'>, within=('3301',), without=(), ...)
    >>> reader_named("330200").office, reader_named("442000").office
    (<Office.PROVINCE: 'province'>, <Office.COUNTY: 'county'>)
    """
    if said == "public":
        return PUBLIC
    if said == "nation":
        return NATION
    if said in own_quota():
        return Reader(Office.PROVINCE, within=(own_quota()[said].prefix,))
    region = regions().get(said)
    if region is None:
        raise ValueError(said)
    if region.level == "province":
        apart = tuple(quota.prefix for quota in own_quota().values() if quota.province_code == said)
        return Reader(Office.PROVINCE, within=(said[:2],), without=apart)
    if region.level == "prefecture":
        return Reader(Office.PREFECTURE, within=(said[:4],))
    return Reader(Office.COUNTY, within=(said,))


@dataclass(frozen=True, slots=True)
class OwnQuota:
    """A city or corps that stands in the province's place: it recommends by a quota of its own.

    Parameters
    ----------
    code
        Its code in GB/T 2260. The corps has none: it goes by the heading its cities stand under.
    name
        In both languages.
    kind
        What a call's quotas name it as.
    province_code
        The province it lies in.
    prefix
        The county codes it covers begin with it.
    """

    code: str
    name: Bilingual
    kind: Literal["separately_planned_city", "corps"]
    province_code: str
    prefix: str


@cache
def own_quota() -> dict[str, OwnQuota]:
    """Return the separately planned cities and the corps by code, read once.

    Examples
    --------
    >>> own_quota()["330200"].name.zh, own_quota()["659000"].kind
    ('宁波市', 'corps')
    """
    return {
        row["code"]: OwnQuota(
            row["code"],
            Bilingual(row["name"], row["en"]),
            row["kind"],  # type: ignore[arg-type]  # a closed list, tested
            row["province_code"],
            row["covers"],
        )
        for row in catalogue_rows("codes", "own_quota.csv")
    }
