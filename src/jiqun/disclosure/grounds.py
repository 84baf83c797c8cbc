"""What disclosure rests on: which clusters stand behind a figure, and which sums it shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from jiqun.base.definitions import Indicator, indicators
from jiqun.base.readers import Reader
from jiqun.disclosure.subtraction import Group
from jiqun.indicators import ClusterColumns, Figure, enterprises
from jiqun.indicators.terms import Side, sides
from jiqun.workspace.questions import filed_headers

if TYPE_CHECKING:
    from jiqun.workspace import Snapshot

NATION = "CN"
Asked = tuple[str, int]
"""A figure's id and a data year."""
Sum = tuple[object, ...]
"""What is added up, in which year: figures that add up the same can be subtracted."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cluster of a year counts.

    Parameters
    ----------
    county_code
        The county that files for it.
    keys
        Its key at each level.
    firms
        Enterprises in it; None where it did not say.
    """

    county_code: str
    keys: Mapping[str, str]
    firms: int | None


@dataclass(frozen=True)
class Grounds:
    """The clusters that filed, by data year and id."""

    places: Mapping[int, Mapping[str, Place]]

    @cached_property
    def _counted(self) -> Mapping[tuple[int, str, str], Group]:
        """The clusters that count at each year, level and key."""
        found: dict[tuple[int, str, str], set[str]] = defaultdict(set)
        for year, places in self.places.items():
            for cluster, place in places.items():
                for level, key in place.keys.items():
                    found[year, level, key].add(cluster)
        return {place: frozenset(clusters) for place, clusters in found.items()}

    def known_to(self, reader: Reader) -> Group:
        """Return the clusters a reader sees in full."""
        return frozenset(
            cluster
            for of_year in self.places.values()
            for cluster, place in of_year.items()
            if reader.sees_cluster(cluster, place.county_code)
        )

    def behind(self, year: int, level: str, key: str, reporting: Group) -> Group:
        """Return those of some clusters that count at a level's key."""
        return reporting & self._counted.get((year, level, key), frozenset())

    def firmless(self) -> Group:
        """Return the clusters that say they have no enterprise: they hide no other."""
        return frozenset(
            cluster
            for of_year in self.places.values()
            for cluster, place in of_year.items()
            if place.firms == 0
        )

    def firms(self, year: int, group: Group) -> int:
        """Return the enterprises behind a group; a cluster that did not say counts as one."""
        places = self.places.get(year, {})
        counted = (places[cluster].firms for cluster in group)
        return sum(1 if firms is None else firms for firms in counted)


def grounds_of(snapshot: Snapshot, years: Sequence[int]) -> Grounds:
    """Read the clusters of some years."""
    firms = enterprises(snapshot, years, ["cluster"])
    found: dict[int, dict[str, Place]] = {}
    for row in snapshot.rows(filed_headers, years=years):
        cluster, year = row["cluster_id"], row["year"]
        keys = {
            "nation": NATION,
            "macro_region": row["macro_region"],
            "province": row["province_code"],
            "sector": row["sector"],
            "cluster": cluster,
        }
        place = Place(row["county_code"], keys, firms.get((year, "cluster", cluster)))
        found.setdefault(year, {})[cluster] = place
    return Grounds(found)


def reporting(figures: Iterable[Figure], grounds: Grounds) -> dict[Asked, Group]:
    """Return the clusters that enter each figure of each year.

    They are read from the figures of single clusters; a figure that does not exist of a single
    cluster is taken to rest on all that filed.
    """
    entering: dict[Asked, set[str]] = {}
    seen: set[Asked] = set()
    for figure in figures:
        asked = (figure.id, figure.year)
        seen.add(asked)
        if figure.level == "cluster":
            entering.setdefault(asked, set())
            if figure.reporting:
                entering[asked].add(figure.key)
    return {
        asked: frozenset(entering.get(asked, grounds.places.get(asked[1], {}))) for asked in seen
    }


def entering(columns: ClusterColumns, grounds: Grounds) -> dict[Asked, Group]:
    """Return the clusters that enter each figure of each year, as :func:`reporting` does.

    Parameters
    ----------
    columns
        The figures of single clusters.
    grounds
        The clusters that filed.
    """
    return {
        (name, year): columns.entering(entry, year)
        if "cluster" in entry.levels
        else frozenset(places)
        for name, entry in indicators().items()
        for year, places in grounds.places.items()
    }


def sums_of(entry: Indicator, year: int) -> list[Sum]:
    """Return what a figure of a year adds up: its numerator, and its denominator where it has one.

    Examples
    --------
    >>> from jiqun.base.definitions import indicators
    >>> growth, total = indicators()["output_growth"], indicators()["output_total"]
    >>> sums_of(growth, 2022)[0] == sums_of(total, 2022)[0]
    True
    >>> sums_of(growth, 2022)[1] == sums_of(total, 2021)[0]
    True
    """
    definition = entry.definition
    if definition.predicates or definition.form == "function":
        return [(entry.figure, year)]
    found = [_sum(side, year) for side in sides(definition, year)]
    if definition.form == "concentration_of":
        return [(entry.figure, year), *found]
    return found


def plain_sum(field: str, year: int) -> Sum:
    """Return what a field's total of a year adds up.

    Examples
    --------
    >>> from jiqun.base.definitions import indicators
    >>> sums_of(indicators()["output_total"], 2022) == [plain_sum("output_total", 2022)]
    True
    """
    return (year, (field, "", False, "1"))


def _sum(side: Side, year: int) -> Sum:
    terms = sorted((term.field, term.factor, term.minus, str(times)) for term, times in side.terms)
    return (year - (side.period == "previous"), *terms)
