"""The industries a county does not have: how near, how complex, how crowded, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from math import ceil
from typing import Any

import pandas as pd

from jiqun.base.language import Bilingual
from jiqun.planning.crowding import Crowding, StrongPlace, Surroundings
from jiqun.planning.landscape import own_of, row_of
from jiqun.planning.leads import Index, Leads
from jiqun.planning.settings import settings
from jiqun.stats.capabilities import Complexity


class Road(Enum):
    """Where an option stands on the two axes.

    Balland, P.-A., Boschma, R., Crespo, J., Rigby, D. L. (2019). Smart specialization policy in
    the European Union. Regional Studies 53(9), 1252-1268 (relatedness and complexity).
    """

    NEAR_COMPLEX = Bilingual("近而复杂", "near and complex")
    NEAR_SIMPLE = Bilingual("近而简单", "near and simple")
    FAR_COMPLEX = Bilingual("远而复杂", "far and complex")
    FAR_SIMPLE = Bilingual("远而简单", "far and simple")

    @property
    def code(self) -> str:
        """The road as files for programs say it."""
        return self.name.lower()

    @property
    def near(self) -> bool:
        """Whether the county has much of what goes with it."""
        return self in (Road.NEAR_COMPLEX, Road.NEAR_SIMPLE)


@dataclass(frozen=True, slots=True)
class Reason:
    """An industry of the county that goes with an option.

    Parameters
    ----------
    industry, firms
        Which, and how many firms of it the county has.
    proximity
        Of counties with the rarer or the commoner of the two, at least this share has both.
    """

    industry: str
    firms: int
    proximity: float


@dataclass(frozen=True, slots=True)
class Option:
    """An industry a county does not have.

    Parameters
    ----------
    industry
        Its code.
    firms, quotient
        What is there already: firms, and the shrunken location quotient.
    density, density_rank
        The share of its proximity to all industries that the county has, 0 to 1; and its place
        among the county's options, 1 for the nearest.
    complexity, complexity_rank, gain
        PCI, its place among the options, and what it would add to the county's outlook.
    road
        Where it stands on the two axes.
    nearby
        The other counties that have it, each over its distance in km.
    because
        The industries of the county that go with it, the closest first.
    crowding, nearest
        Who has it already, and who of them is nearest.
    if_lead
        The differentiation index the county would have, did it lead with it.
    """

    industry: str
    firms: int
    quotient: float
    density: float
    density_rank: int
    complexity: float
    complexity_rank: int
    gain: float
    road: Road
    nearby: float
    because: tuple[Reason, ...]
    crowding: Crowding
    nearest: tuple[StrongPlace, ...]
    if_lead: Index

    @property
    def related(self) -> bool:
        """Whether anything of the county goes with it; what nothing does is no option for it."""
        return self.density > 0

    @property
    def distance(self) -> float:
        """How far it is from what the county has, 0 to 1: what density leaves."""
        return 1.0 - self.density


BY: dict[str, Callable[[Option], float]] = {
    "density": lambda option: option.density,
    "complexity": lambda option: option.complexity,
    "gain": lambda option: option.gain,
    "nearby": lambda option: option.nearby,
    "foothold": lambda option: option.quotient,
}
"""What options may be put in order by, the highest first."""


def ordered(options: Sequence[Option], by: str) -> list[Option]:
    """Return options in an order; of equals the nearer, then the lower code.

    Parameters
    ----------
    options
        Of a county.
    by
        A key of ``BY``.
    """
    return sorted(options, key=lambda option: (-BY[by](option), -option.density, option.industry))


def options_of(surroundings: Surroundings, leads: Leads) -> list[Option]:
    """Return the industries a county does not have, the nearest first.

    Parameters
    ----------
    surroundings
        Of a county the register tells of, and that has something.
    leads
        What counties lead with.

    Returns
    -------
    list of Option
        Industries without a complexity are left out: nobody can tell what they go with. Empty where
        the register is too small for complexity.
    """
    scape, county = surroundings.scape, surroundings.county
    worked = scape.complexity
    if worked is None or scape.density is None:
        return []
    density, pci = row_of(scape.density, county), worked.pci
    open_ = ~row_of(scape.has, county).to_numpy(dtype=bool) & pci.notna() & density.notna()
    of = _Numbers(
        row_of(scape.firms, county),
        row_of(scape.quotient, county),
        density[open_],
        pci[open_],
        row_of(worked.cog, county),
        float(pci.median()),
    )
    made = [_option(industry, of, surroundings, leads, worked) for industry in of.density.index]
    return ordered(made, "density")


@dataclass(frozen=True)
class _Numbers:
    """A county's numbers by industry; density and complexity of what it does not have."""

    firms: pd.Series[Any]
    quotient: pd.Series[Any]
    density: pd.Series[Any]
    complexity: pd.Series[Any]
    gain: pd.Series[Any]
    half: float
    """The complexity that half of all industries have."""

    @cached_property
    def near(self) -> pd.Series[Any]:
        return _ranks(self.density)

    @cached_property
    def hard(self) -> pd.Series[Any]:
        return _ranks(self.complexity)


def _option(
    industry: str, of: _Numbers, surroundings: Surroundings, leads: Leads, worked: Complexity
) -> Option:
    # Ties count together, but what goes with nothing of the county is near to nothing of it.
    among = of.near[industry] <= ceil(settings().near * len(of.near))
    near = bool(among and of.density[industry] > 0)
    return Option(
        industry,
        int(of.firms[industry]),
        float(of.quotient[industry]),
        float(of.density[industry]),
        int(of.near[industry]),
        float(of.complexity[industry]),
        int(of.hard[industry]),
        float(of.gain[industry]),
        _road(near=near, hard=of.complexity[industry] >= of.half),
        surroundings.pull(industry),
        _because(surroundings, worked, industry),
        surroundings.crowding(industry),
        surroundings.nearest(industry),
        leads.index(surroundings.county, industry),
    )


def _ranks(values: pd.Series[Any]) -> pd.Series[Any]:
    return values.rank(ascending=False, method="min").astype(int)


def _road(*, near: bool, hard: bool) -> Road:
    if near:
        return Road.NEAR_COMPLEX if hard else Road.NEAR_SIMPLE
    return Road.FAR_COMPLEX if hard else Road.FAR_SIMPLE


def _because(surroundings: Surroundings, worked: Complexity, industry: str) -> tuple[Reason, ...]:
    scape, county = surroundings.scape, surroundings.county
    close, firms = worked.proximity[industry], row_of(scape.firms, county)
    own = [(float(close[name]), name) for name in own_of(scape, county)]
    related = sorted((pair for pair in own if pair[0] > 0), key=lambda pair: (-pair[0], pair[1]))
    return tuple(
        Reason(name, int(firms[name]), near) for near, name in related[: settings().reasons]
    )
