"""Figures from cells: what the engine adds up in DECIMAL, divided once in Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from jiqun.base.definitions import LEVELS, Indicator, indicators
from jiqun.base.json_files import Record
from jiqun.indicators import expressions, functions
from jiqun.indicators.figures import Figure
from jiqun.indicators.numbers import ZERO, method_of, number_of
from jiqun.indicators.sums import Counted, Place, Sums
from jiqun.indicators.terms import absence_table, predicate_table, term_table

if TYPE_CHECKING:
    from jiqun.workspace import Snapshot


class Forms(NamedTuple):
    """Of what the table of forms has every cluster's numerators and denominators."""

    indicators: frozenset[Indicator]
    years: frozenset[int]


def compute(
    snapshot: Snapshot,
    years: Sequence[int],
    levels: Sequence[str] = LEVELS,
    only: Iterable[str] | None = None,
) -> list[Figure]:
    """Compute figures.

    Parameters
    ----------
    snapshot
        The submissions that count.
    years
        The data years.
    levels
        Of nation, macro_region, province, sector, cluster.
    only
        Figure ids; every indicator of the catalogue by default.

    Returns
    -------
    list of Figure
        Sorted by year, level (in the order above), key and catalogue order; without ``previous``,
        which :func:`beside` adds.
    """
    names = indicators() if only is None else set(only)
    chosen = [
        indicator
        for name, indicator in indicators().items()
        if name in names and not set(levels).isdisjoint(indicator.levels)
    ]
    totals = _totals(snapshot, chosen, years, levels)
    places = _places(snapshot, years, levels)
    return [
        _figure(indicator, place, totals, filed)
        for place, filed in sorted(places.items(), key=_order)
        for indicator in chosen
        if place[1] in indicator.levels
    ]


def beside(current: Iterable[Figure], before: Iterable[Figure]) -> list[Figure]:
    """Put last year's value beside this year's figures.

    Parameters
    ----------
    current
        Figures of a year.
    before
        Figures of the year before, already withheld where they must be.
    """
    values = {(figure.id, figure.level, figure.key): figure.value for figure in before}
    return [
        figure._replace(previous=values.get((figure.id, figure.level, figure.key)))
        for figure in current
    ]


def enterprises(
    snapshot: Snapshot, years: Sequence[int], levels: Sequence[str] = LEVELS
) -> dict[Place, int]:
    """Return how many enterprises stand behind each year, level and key, as far as filed."""
    found = snapshot.rows_of(Counted, expressions.firms, years=years, levels=levels)
    return {counted.place: int(counted.number) for counted in found}


def _order(place: tuple[Place, int]) -> tuple[int, int, str]:
    (year, level, key), _ = place
    return year, LEVELS.index(level), key


def _figure(
    indicator: Indicator, place: Place, totals: Mapping[tuple[str, Place], Sums], filed: int
) -> Figure:
    """Make one figure from its sums."""
    year, level, key = place
    if indicator.definition.form == "function":
        return functions.figure(indicator, level, key, year)
    found = totals.get((indicator.figure, place)) or Sums(indicator.figure, level, key, year)
    number = number_of(indicator, found, filed)
    return Figure(
        id=indicator.figure,
        indicator=indicator.id,
        level=level,
        key=key,
        year=year,
        value=number.value,
        unit=indicator.unit,
        status=number.status,
        numerator=number.numerator,
        denominator=number.denominator,
        reporting=found.reporting,
        expected=filed,
        not_applicable=found.not_applicable,
        method=method_of(indicator),
    )


def _places(snapshot: Snapshot, years: Sequence[int], levels: Sequence[str]) -> dict[Place, int]:
    """Return how many clusters filed, for every year, level and key."""
    found = snapshot.rows_of(Counted, expressions.filing, years=years, levels=levels)
    return {counted.place: int(counted.number) for counted in found}


def _totals(
    snapshot: Snapshot, chosen: list[Indicator], years: Sequence[int], levels: Sequence[str]
) -> dict[tuple[str, Place], Sums]:
    """Return numerator, denominator and coverage for every figure, level, key and year."""
    only = ready_forms(snapshot, chosen, years)
    lacking = {
        level: [indicator.figure for indicator in chosen if level not in indicator.levels]
        for level in levels
    }
    asked: Record = {"years": years, "levels": levels, "only": only, "lacking": lacking}
    summed = snapshot.rows_of(Sums, expressions.summed, **asked)
    found = {(sums.indicator, sums.place): sums for sums in summed}
    uneven = [
        indicator.figure for indicator in chosen if indicator.definition.form == "concentration_of"
    ]
    if uneven:
        asked["only"] = uneven
        _add_values(snapshot.rows_of(Sums, expressions.alone, **asked), found)
    return found


def ready_forms(
    snapshot: Snapshot, chosen: list[Indicator], years: Sequence[int]
) -> list[str] | None:
    """Let the table of forms have those of some indicators, made anew only where it lacks any.

    Returns
    -------
    list of str or None
        The figures to take from it; None where it has no others.
    """
    made: Forms | None = snapshot.made.get("forms")
    wanted = frozenset(chosen)
    if made is None or not (wanted <= made.indicators and made.years.issuperset(years)):
        snapshot.hold("terms", term_table(chosen, years))
        snapshot.hold("predicates", predicate_table(chosen))
        snapshot.hold("absences", absence_table(chosen, years))
        snapshot.keep("forms", expressions.cluster_forms, years=years)
        made = snapshot.made["forms"] = Forms(wanted, frozenset(years))
    return None if wanted == made.indicators else sorted(indicator.figure for indicator in wanted)


def _add_values(alone: Iterable[Sums], found: dict[tuple[str, Place], Sums]) -> None:
    """Add each cluster's value to the sums of figures that say how unevenly they lie."""
    values: dict[tuple[str, Place], list[Decimal]] = defaultdict(list)
    for of_cluster in alone:
        values[of_cluster.indicator, of_cluster.place].append(of_cluster.numerator or ZERO)
    for at, numbers in values.items():
        found[at] = found[at]._replace(values=tuple(sorted(numbers, reverse=True)))
