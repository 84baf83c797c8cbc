"""Definitions as a table of terms: what the engine joins to the cells.

However many indicators there are, the engine's expression stays one and the same; an indicator is
rows of this table.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import pyarrow as pa

from jiqun.base.definitions import Definition, Indicator, Predicate, Term, factors
from jiqun.base.forms import YEARLY, family
from jiqun.base.units import conversion, units
from jiqun.workspace.tables import CELL_VALUE

EVERY_CLUSTER = "cluster"
"""A field every filing has, worth 1: clusters are counted by summing it."""

TERMS = pa.schema(
    [
        ("indicator", pa.string()),
        ("part", pa.int32()),
        ("side", pa.string()),
        ("sides", pa.int32()),
        ("needed", pa.int32()),
        ("year", pa.int32()),
        ("period", pa.string()),
        ("field", pa.string()),
        ("factor", CELL_VALUE),
        ("na_is_zero", pa.bool_()),
    ]
)

PREDICATES = pa.schema(
    [
        ("indicator", pa.string()),
        ("part", pa.int32()),
        ("parts", pa.int32()),
        ("comparison", pa.string()),
        ("threshold", CELL_VALUE),
        ("of_a_sum", pa.bool_()),
    ]
)


@dataclass(frozen=True, slots=True)
class Side:
    """One linear form of a definition, at one of its places."""

    part: int
    side: str
    terms: tuple[tuple[Term, Decimal], ...]
    period: str = "current"


def term_table(indicators: Iterable[Indicator], years: Iterable[int]) -> pa.Table:
    """Return one row for each term of each indicator in each data year.

    Parameters
    ----------
    indicators
        Of the catalogue; named functions have no terms.
    years
        Data years; a dated factor unknown in one leaves ``factor`` null there.
    """
    rows = [
        {
            "indicator": one.figure,
            "part": side.part,
            "side": side.side,
            "sides": sum(1 for other in every if other.part == side.part),
            "needed": len(side.terms),
            "year": year,
            "period": side.period,
            "field": term.field,
            "factor": _factor(term, times, year - (side.period == "previous")),
            "na_is_zero": one.not_applicable_is_zero,
        }
        for one in indicators
        for every in [list(sides(one.definition))]
        for side in every
        for term, times in side.terms
        for year in years
    ]
    return pa.Table.from_pylist(rows, schema=TERMS)


def predicate_table(indicators: Iterable[Indicator]) -> pa.Table:
    """Return one row for each comparison of each indicator that has some."""
    rows = [
        {
            "indicator": one.figure,
            "part": part,
            "parts": len(one.definition.predicates),
            "comparison": predicate.comparison,
            "threshold": Decimal(0) if predicate.of else predicate.threshold,
            "of_a_sum": bool(predicate.of),
        }
        for one in indicators
        for part, predicate in enumerate(one.definition.predicates)
    ]
    return pa.Table.from_pylist(rows, schema=PREDICATES)


def sides(definition: Definition) -> Iterator[Side]:
    """Yield the linear forms a definition comes down to."""
    if definition.predicates:
        for part, predicate in enumerate(definition.predicates):
            yield from _compared(part, predicate)
        return
    if definition.form == "count_of_clusters":
        counted = EVERY_CLUSTER
        if definition.macro_region:
            counted = f"{EVERY_CLUSTER}:{definition.macro_region}"
        yield Side(0, "numerator", ((Term(counted), Decimal(1)),))
    elif definition.numerator:
        yield Side(0, "numerator", _plain(definition.numerator))
        if definition.form == "growth_of":
            yield Side(0, "denominator", _plain(definition.numerator), "previous")
        elif definition.denominator:
            yield Side(0, "denominator", _plain(definition.denominator))


def unit_of(terms: tuple[Term, ...]) -> str:
    """Return the unit a linear form comes out in.

    Raises
    ------
    ValueError
        Where its terms come out in different units.
    """
    found = {_unit(term) for term in terms}
    if len(found) != 1:
        raise ValueError(f"terms in different units: {', '.join(sorted(found))}")
    return found.pop()


@cache
def scales(one: Indicator) -> tuple[Decimal, Decimal]:
    """Return what numerator and denominator are multiplied by to fit the indicator's unit.

    Raises
    ------
    ValueError
        Where they measure something else than the unit says.
    """
    definition = one.definition
    if definition.form in ("sum", "weighted_sum"):
        return conversion(unit_of(definition.numerator), one.unit), Decimal(1)
    if definition.form == "per":
        top, _, bottom = one.unit.partition("/")
        above = conversion(unit_of(definition.numerator), top)
        return above, conversion(unit_of(definition.denominator), bottom)
    if definition.form == "ratio_of_sums":
        base = unit_of(definition.denominator)
        return conversion(unit_of(definition.numerator), base), Decimal(1)
    return Decimal(1), Decimal(1)


def _unit(term: Term) -> str:
    if term.factor:
        return factors()[term.factor].unit_to
    return family(YEARLY).fields[term.field].unit


def _plain(terms: tuple[Term, ...]) -> tuple[tuple[Term, Decimal], ...]:
    return tuple((term, Decimal(1)) for term in terms)


def _compared(part: int, predicate: Predicate) -> Iterator[Side]:
    """Fold ``value > share x of`` into ``value - share x of > 0``, which stays exact."""
    share = -predicate.threshold
    folded = _plain(predicate.value) + tuple((term, share) for term in predicate.of)
    yield Side(part, "numerator", folded)
    if predicate.of:
        yield Side(part, "denominator", _plain(predicate.of))


def _factor(term: Term, times: Decimal, year: int) -> Decimal | None:
    sign = Decimal(-1) if term.minus else Decimal(1)
    if not term.factor:
        return sign * times
    dated = factors()[term.factor].in_year(year)
    return None if dated is None else sign * times * dated


def known_unit(unit: str) -> bool:
    """Tell whether a unit, or each side of a quotient of two, is in the catalogue.

    Examples
    --------
    >>> known_unit("万元/人"), known_unit("bushels")
    (True, False)
    """
    top, _, bottom = unit.partition("/")
    return unit in units() or (top in units() and bottom in units())
