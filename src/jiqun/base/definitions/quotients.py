"""Rates of one filing, their sums taken apart once for each year.

Thousands of filings are held against a range, or against each other, by them. The evaluator reads
the same, and says more: status, and which cells are missing.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from jiqun.base.definitions.entries import Indicator
from jiqun.base.definitions.evaluator import Filed, read, scales
from jiqun.base.definitions.factors import factor_in_year
from jiqun.base.definitions.grammar import Term, Terms, terms_in
from jiqun.base.definitions.readings import EXACT, NOUGHT, Fraction
from jiqun.base.forms import existed
from jiqun.base.quantities import Quantity, Status

Cells = Mapping[str, Quantity]
RATES = ("ratio_of_sums", "per")


def quotient(figure: Indicator, cells: Cells, year: int) -> Fraction | None:
    """Return what a figure is in one filing, exactly and in the figure's unit.

    Parameters
    ----------
    figure
        What to read; of rates the sums are not taken apart anew.
    cells
        The filing's cells by field.
    year
        The data year.

    Returns
    -------
    Fraction or None
        The same as the point of the evaluator's reading: None where a cell is not known, or where
        it would be divided by nought.

    Examples
    --------
    >>> from jiqun.base.definitions import indicators
    >>> filed = {"rd_spend_total": Decimal(30), "revenue_total": Decimal(600)}
    >>> cells = {name: Quantity.of(value) for name, value in filed.items()}
    >>> quotient(indicators()["rd_intensity"], cells, 2022)
    Fraction(numerator=Decimal('30'), denominator=Decimal('600'))
    """
    sides = _sides(figure, year)
    if sides is None:
        return read(figure, Filed({year: cells}), (year,)).point
    above, below = sides
    divisor = _total(below, cells)
    if not divisor:
        return None
    divided = _total(above, cells)
    if divided is None:
        return None
    if divisor < 0:
        return Fraction(EXACT.minus(divided), EXACT.minus(divisor))
    return Fraction(divided, divisor)


class _Part(NamedTuple):
    """A term as it is in one year."""

    field: str
    factor: Decimal | None
    minus: bool
    existed: bool


class _Side(NamedTuple):
    """A sum as it is in one year, and what it is multiplied by to fit the unit."""

    parts: tuple[_Part, ...]
    scale: Decimal
    not_applicable_is_zero: bool


@cache
def _sides(figure: Indicator, year: int) -> tuple[_Side, _Side] | None:
    """Return numerator and denominator of a rate; None where a sum or a factor is not known."""
    definition = figure.definition
    if definition.form not in RATES:
        return None
    above, below = (terms_in(of, year) for of in (definition.numerator, definition.denominator))
    known = all(_factor(term, year) is not None for term in above + below if term.factor)
    if not (above and below and known):
        return None
    scale, scale_below = scales(figure)
    return _side(figure, above, year, scale), _side(figure, below, year, scale_below)


def _side(figure: Indicator, terms: Terms, year: int, scale: Decimal) -> _Side:
    parts = (
        _Part(term.field, _factor(term, year), term.minus, existed(term.field, year))
        for term in terms
    )
    return _Side(tuple(parts), scale, figure.not_applicable_is_zero)


def _factor(term: Term, year: int) -> Decimal | None:
    return factor_in_year(term.factor, year) if term.factor else None


def _total(side: _Side, cells: Cells) -> Decimal | None:
    total = NOUGHT
    for name, factor, minus, there in side.parts:
        cell = cells.get(name)
        if cell is None or cell.value is None:
            none = cell.status is Status.NOT_APPLICABLE if cell else not there
            if none and side.not_applicable_is_zero:
                continue
            return None
        value = cell.value if factor is None else EXACT.multiply(cell.value, factor)
        total = EXACT.subtract(total, value) if minus else EXACT.add(total, value)
    return EXACT.multiply(total, side.scale)
