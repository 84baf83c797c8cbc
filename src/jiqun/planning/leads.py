"""Lead industries: what a county's register and its recognised clusters say it leads with.

The differentiation index is 1 over itself and its look-alikes: counties of the same lead industry,
each counted by how alike its mix of industries is, those of other provinces by half. One twin in
the province gives 1/2, nobody 1. It is ours; likeness is the overlap of Krugman (1991), and what it
is held against is the convergence of regional plans (产业同构, 同质化).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from jiqun.clusters.recognised import Recognised, recognised
from jiqun.planning.landscape import Landscape, row_of
from jiqun.planning.settings import settings
from jiqun.registry.industries import classifier

RECOGNISED, REGISTER, ASKED = "recognised", "register", "asked"
Named = Mapping[str, tuple[str, ...]]
"""By county, the industries its recognised clusters name."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A county of the same lead industry.

    Parameters
    ----------
    county
        Its code.
    alike
        The overlap of the two mixes of industries, 0 to 1; None where the register tells too
        little of it.
    same_province, by_register, by_recognition
        Whether it lies in the same province, and what says that it leads with the industry.
    """

    county: str
    alike: float | None
    same_province: bool
    by_register: bool
    by_recognition: bool


@dataclass(frozen=True, slots=True)
class Index:
    """The differentiation index: a range where the likeness of some look-alikes is not known."""

    low: float
    high: float


@dataclass(frozen=True)
class Differentiation:
    """How far a county's lead industry stands apart.

    Parameters
    ----------
    industry, basis
        The lead industry, and what says so: a recognised cluster, the register, or who asked.
    index
        0 to 1.
    look_alikes
        Counties of the same lead industry, the most alike first; those of which nobody can tell
        last.
    """

    industry: str
    basis: str
    index: Index
    look_alikes: tuple[LookAlike, ...]

    @property
    def in_province(self) -> int:
        """How many look-alikes lie in the same province."""
        return sum(other.same_province for other in self.look_alikes)


@dataclass(frozen=True)
class Leads:
    """The lead industries of all counties.

    Parameters
    ----------
    scape
        What the register tells.
    named
        What recognised clusters name; nothing beside a register of made-up firms.
    """

    scape: Landscape
    named: Named

    @cached_property
    def by_register(self) -> Mapping[str, str]:
        """The lead industry of each county by the register, where it has one."""
        return dict(self.scape.lead.dropna())

    @cached_property
    def holders(self) -> Mapping[str, frozenset[str]]:
        """By industry, the counties that lead with it, by the register or by recognition."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for county, industry in self.by_register.items():
            found[industry].add(county)
        for county, industries in self.named.items():
            for industry in industries:
                found[industry].add(county)
        return {industry: frozenset(counties) for industry, counties in found.items()}

    def of(self, county: str) -> tuple[str, str] | None:
        """Return a county's lead industry and what says so; None where nothing does.

        A recognised cluster says it before the register does.
        """
        told = [name for name in self.named.get(county, ()) if name in self.scape.firms.columns]
        if told:
            return told[0], RECOGNISED
        lead = self.by_register.get(county)
        return None if lead is None else (lead, REGISTER)

    def differentiation(self, county: str, industry: str = "") -> Differentiation | None:
        """Return how far a lead industry stands apart: the county's own, or one it might plan.

        Parameters
        ----------
        county
            One the register tells of.
        industry
            A code; the county's own lead industry when not given.

        Returns
        -------
        Differentiation or None
            None where nothing says what the county leads with.
        """
        lead = (industry, ASKED) if industry else self.of(county)
        if lead is None:
            return None
        others = self._look_alikes(county, lead[0])
        return Differentiation(*lead, self._index(others), tuple(others))

    def index(self, county: str, industry: str) -> Index:
        """Return the index a county would have, did it lead with an industry."""
        return self._index(self._look_alikes(county, industry))

    def _look_alikes(self, county: str, industry: str) -> list[LookAlike]:
        found = []
        alike = row_of(self.scape.alike, county)
        for other in self.holders.get(industry, frozenset()) - {county}:
            known = other in self.scape.firms.index
            found.append(
                LookAlike(
                    other,
                    float(alike[other]) if known else None,
                    other[:2] == county[:2],
                    self.by_register.get(other) == industry,
                    industry in self.named.get(other, ()),
                )
            )
        return sorted(
            found, key=lambda other: (-(-1 if other.alike is None else other.alike), other.county)
        )

    @staticmethod
    def _index(others: list[LookAlike]) -> Index:
        elsewhere = settings().weight_elsewhere
        known = unknown = 0.0
        for other in others:
            weight = 1.0 if other.same_province else elsewhere
            if other.alike is None:
                unknown += weight
            else:
                known += weight * other.alike
        return Index(1.0 / (1.0 + known + unknown), 1.0 / (1.0 + known))


def named_leads(digits: int) -> Named:
    """Return, by county, the industries that recognised clusters name, as deep as they are read.

    A cluster's product is looked up in the lexicon; where that gives no industry of the division
    its source states, the cluster names a division at most, and is not counted.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for cluster in recognised().values():
        industry = industry_named(cluster)[:digits]
        if len(industry) == digits and industry not in found[cluster.county_code]:
            found[cluster.county_code].append(industry)
    return {county: tuple(industries) for county, industries in found.items() if industries}


def industry_named(cluster: Recognised) -> str:
    """Return the industry a recognised cluster's product is of, as deep as it is sure.

    Examples
    --------
    >>> industry_named(recognised()["410783-mqsqzjx"])
    '343'
    """
    return _industry(cluster.product, cluster.industry)


@cache
def _industry(product: str, stated: str) -> str:
    match = classifier().products.find(product)
    if match is None or not match.code.startswith(stated[:2]):
        return stated
    return max(match.code, stated, key=len)
