"""How crowded an industry is already: who has it, how fast it fills, how far the nearest are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

import pandas as pd

from jiqun.base.language import Bilingual
from jiqun.chains.distances import Way, way_between
from jiqun.planning.landscape import Landscape
from jiqun.planning.register import Register
from jiqun.planning.settings import settings

AT_LEAST_KM = 10.0
"""Counties nearer than this pull as if they were so far off: a point stands for a whole county."""


class Trend(Enum):
    """How entries go, beside those of all makers."""

    RISING = Bilingual("升", "rising")
    STEADY = Bilingual("平", "steady")
    FALLING = Bilingual("降", "falling")
    UNKNOWN = Bilingual("说不清", "cannot tell")

    @property
    def code(self) -> str:
        """The state as files for programs say it."""
        return "cannot_tell" if self is Trend.UNKNOWN else self.name.lower()


@dataclass(frozen=True, slots=True)
class Crowding:
    """How many have an industry, among the counties a register tells of.

    Parameters
    ----------
    counties, in_province
        Other counties that have it: all, and those of the county's province.
    firms
        Firms of the industry in all counties that are told.
    firms_per_county
        The median of the other counties that have it; None where none has.
    entries, entries_before
        Firms registered in the last years of the register, and in as many years before; None where
        no year is known.
    trend
        Of entries, beside those of all makers.
    """

    counties: int
    in_province: int
    firms: int
    firms_per_county: float | None
    entries: int | None
    entries_before: int | None
    trend: Trend


@dataclass(frozen=True, slots=True, order=True)
class StrongPlace:
    """A county that has an industry, and how far off it lies.

    Parameters
    ----------
    kilometres, approximate
        Between the counties' points, and whether a point is only the prefecture's.
    county, firms, same_province
        Which, with how many firms of the industry, and whether in the same province.
    """

    kilometres: float
    approximate: bool
    county: str
    firms: int
    same_province: bool


@dataclass(frozen=True)
class Entries:
    """Firms by industry that were registered in the last years, and in as many before.

    Parameters
    ----------
    last, before
        By industry; empty where no year is known.
    """

    last: pd.Series
    before: pd.Series

    @classmethod
    def of(cls, register: Register) -> Entries:
        """Count the entries of a register."""
        end, span = register.coverage.last_year, settings().trend_years
        years = register.cells["year"]
        if end is None:
            return cls(pd.Series(dtype="int64"), pd.Series(dtype="int64"))

        def within(first: int, last: int) -> pd.Series:
            cells = register.cells[years.between(first, last).fillna(value=False)]
            return cells.groupby("industry")["firms"].sum()

        return cls(within(end - span + 1, end), within(end - 2 * span + 1, end - span))

    def of_industry(self, industry: str) -> tuple[int | None, int | None, Trend]:
        """Return an industry's entries and how they go."""
        if self.last.empty and self.before.empty:
            return None, None, Trend.UNKNOWN
        last, before = int(self.last.get(industry, 0)), int(self.before.get(industry, 0))
        return last, before, self._trend(last, before)

    def _trend(self, last: int, before: int) -> Trend:
        wanted = settings()
        everywhere = float(self.before.sum())
        if last + before < wanted.fewest_entries or everywhere == 0:
            return Trend.UNKNOWN
        expected = before * float(self.last.sum()) / everywhere
        if last >= expected * wanted.trend_beyond:
            return Trend.RISING
        return Trend.FALLING if last * wanted.trend_beyond <= expected else Trend.STEADY


@dataclass(frozen=True)
class Surroundings:
    """What the other counties of a register have, seen from one.

    Parameters
    ----------
    county
        From which it is seen.
    scape
        What the register tells.
    entries
        By founding year.
    """

    county: str
    scape: Landscape
    entries: Entries

    @cached_property
    def others(self) -> pd.DataFrame:
        """Which other county has which industry."""
        return self.scape.has.drop(index=self.county, errors="ignore")

    @cached_property
    def ways(self) -> Mapping[str, Way]:
        """How far each other county lies, of those whose point is known."""
        found = {other: way_between(self.county, other) for other in self.others.index}
        return {other: way for other, way in found.items() if way is not None}

    def holders(self, industry: str) -> list[str]:
        """Return the other counties that have an industry."""
        column = self.others[industry]
        return list(column.index[column])

    def crowding(self, industry: str) -> Crowding:
        """Return how crowded an industry is."""
        held = self.holders(industry)
        firms = self.scape.firms[industry]
        last, before, trend = self.entries.of_industry(industry)
        return Crowding(
            len(held),
            sum(other[:2] == self.county[:2] for other in held),
            int(firms.sum()),
            float(firms[held].median()) if held else None,
            last,
            before,
            trend,
        )

    def nearest(self, industry: str) -> tuple[StrongPlace, ...]:
        """Return the nearest other counties that have an industry."""
        places = sorted(self._places(industry))
        return tuple(places[: settings().strong_places])

    def _places(self, industry: str) -> Iterator[StrongPlace]:
        firms = self.scape.firms[industry]
        for other in self.holders(industry):
            if other in self.ways:
                way = self.ways[other]
                yield StrongPlace(
                    round(way.kilometres, 1),
                    way.approximate,
                    other,
                    int(firms[other]),
                    other[:2] == self.county[:2],
                )

    def pull(self, industry: str) -> float:
        """Return the other counties that have an industry, each over its distance in km.

        The gravity of what is nearby. Boschma, R., Martín, V., Minondo, A. (2017). Neighbour
        regions as the source of new industries. Papers in Regional Science 96(2), 227-245.
        """
        ways = [self.ways[other] for other in self.holders(industry) if other in self.ways]
        return sum(1.0 / max(way.kilometres, AT_LEAST_KM) for way in ways)
