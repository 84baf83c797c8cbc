"""Definitions as a table of terms: what the engine joins to the cells.

However many indicators there are, the engine's expression stays one and the same; an indicator is
rows of this table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from jiqun.base.arrow import pa
from jiqun.base.canonical import decimal_text
from jiqun.base.definitions import (
    Definition,
    Indicator,
    Predicate,
    Term,
    Terms,
    factor_in_year,
    terms_in,
)
from jiqun.base.forms import existed
from jiqun.workspace.columns import Row, table_of
from jiqun.workspace.tables import cell_value

EVERY_CLUSTER = "cluster"
"""A field every filing has, worth 1: clusters are counted by summing it."""


@cache
def terms_schema() -> pa.Schema:
    """Return the columns of the table of terms."""
    return pa.schema(
        [
            ("indicator", pa.string()),
            ("part", pa.int32()),
            ("side", pa.string()),
            ("sides", pa.int32()),
            ("needed", pa.int32()),
            ("year", pa.int32()),
            ("period", pa.string()),
            ("field", pa.string()),
            ("factor", cell_value()),
            ("na_is_zero", pa.bool_()),
        ]
    )


@cache
def predicates_schema() -> pa.Schema:
    """Return the columns of the table of comparisons."""
    return pa.schema(
        [
            ("indicator", pa.string()),
            ("part", pa.int32()),
            ("parts", pa.int32()),
            ("comparison", pa.string()),
            ("threshold", cell_value()),
            ("of_a_sum", pa.bool_()),
        ]
    )


@cache
def absences_schema() -> pa.Schema:
    """Return the columns of the table of fields that did not exist."""
    return pa.schema([("year", pa.int32()), ("period", pa.string()), ("field", pa.string())])


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
    rows: list[Row] = [
        {
            "indicator": indicator.figure,
            "part": side.part,
            "side": side.side,
            "sides": sum(1 for other in every if other.part == side.part),
            "needed": len(side.terms),
            "year": year,
            "period": side.period,
            "field": term.field,
            "factor": _factor(term, times, year - (side.period == "previous")),
            "na_is_zero": indicator.not_applicable_is_zero,
        }
        for indicator in indicators
        for year in years
        for every in [list(sides(indicator.definition, year))]
        for side in every
        for term, times in side.terms
    ]
    return table_of(rows, terms_schema())


def absence_table(indicators: Iterable[Indicator], years: Iterable[int]) -> pa.Table:
    """Return the fields of indicators that did not exist, for each year and the year before it."""
    named = sorted({name for indicator in indicators for name in indicator.definition.fields})
    rows: list[Row] = [
        {"year": year, "period": period, "field": name}
        for year in years
        for period, asked in (("current", year), ("previous", year - 1))
        for name in named
        if not existed(name, asked)
    ]
    return table_of(rows, absences_schema())


def predicate_table(indicators: Iterable[Indicator]) -> pa.Table:
    """Return one row for each comparison of each indicator that has some."""
    rows: list[Row] = [
        {
            "indicator": indicator.figure,
            "part": part,
            "parts": len(indicator.definition.predicates),
            "comparison": predicate.comparison,
            "threshold": "0" if predicate.of else decimal_text(predicate.threshold),
            "of_a_sum": bool(predicate.of),
        }
        for indicator in indicators
        for part, predicate in enumerate(indicator.definition.predicates)
    ]
    return table_of(rows, predicates_schema())


def sides(definition: Definition, year: int) -> Iterator[Side]:
    """Yield the linear forms a definition comes down to in a data year."""
    if definition.predicates:
        for part, predicate in enumerate(definition.predicates):
            yield from _compared(part, predicate, year)
        return
    if definition.form == "count_of_clusters":
        counted = EVERY_CLUSTER
        if definition.macro_region:
            counted = f"{EVERY_CLUSTER}:{definition.macro_region}"
        yield Side(0, "numerator", ((Term(counted), Decimal(1)),))
    elif definition.numerator:
        yield Side(0, "numerator", _plain(definition.numerator, year))
        if definition.form == "growth_of":
            yield Side(0, "denominator", _plain(definition.numerator, year), "previous")
        elif definition.denominator:
            yield Side(0, "denominator", _plain(definition.denominator, year))


def _plain(terms: Terms, year: int) -> tuple[tuple[Term, Decimal], ...]:
    return tuple((term, Decimal(1)) for term in terms_in(terms, year))


def _compared(part: int, predicate: Predicate, year: int) -> Iterator[Side]:
    """Fold ``value > share x of`` into ``value - share x of > 0``, which stays exact."""
    share = -predicate.threshold
    folded = tuple((term, share) for term in terms_in(predicate.of, year))
    yield Side(part, "numerator", _plain(predicate.value, year) + folded)
    if predicate.of:
        yield Side(part, "denominator", _plain(predicate.of, year))


def _factor(term: Term, times: Decimal, year: int) -> str | None:
    """Return what a cell is multiplied by, as text; None where the year's is not known."""
    sign = Decimal(-1) if term.minus else Decimal(1)
    if not term.factor:
        return decimal_text(sign * times)
    dated = factor_in_year(term.factor, year)
    return None if dated is None else decimal_text(sign * times * dated)
