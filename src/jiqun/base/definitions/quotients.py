"""Rates and growth of one filing, their sums taken apart once for each year.

Thousands of filings are held against a range, or against each other, by them. The evaluator reads
the same, and says more: status, and which cells are missing.
"""

import math
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from jiqun.base.definitions.entries import Indicator
from jiqun.base.definitions.evaluator import Filed, read, scales
from jiqun.base.definitions.factors import factor_in_year
from jiqun.base.definitions.grammar import Terms, terms_in
from jiqun.base.definitions.readings import EXACT, NOUGHT, ONE, Fraction
from jiqun.base.forms import existed
from jiqun.base.quantities import Quantity, Status

Cells = Mapping[str, Quantity]
Point = Fraction | None
RATES = ("ratio_of_sums", "per")
NOTHING: Cells = {}


def quotient(figure: Indicator, cells: Cells, year: int, before: Cells = NOTHING) -> Point:
    """Return what a figure is in one filing, exactly and in the figure's unit.

    Parameters
    ----------
    figure
        What to read; of rates and growth the sums are not taken apart anew.
    cells
        The filing's cells by field.
    year
        The data year.
    before
        What is known of the year before, for growth.

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
        return read(figure, Filed({year: cells}, {year: before}), (year,)).point
    above, below = sides
    divisor = _total(below, before if below.before else cells)
    if not divisor:
        return None
    divided = _total(above, cells)
    if divided is None:
        return None
    if divisor < 0:
        return Fraction(EXACT.minus(divided), EXACT.minus(divisor))
    return Fraction(divided, divisor)


class Glance(NamedTuple):
    """A rate in floating point, to see at a glance that it lies well within its plausible range.

    Thousands of filings are asked for dozens of rates each, and nearly all are plausible: only
    what may not be is divided exactly.
    """

    above: tuple[tuple[str, float], ...]
    below: tuple[tuple[str, float], ...]
    low: float
    high: float

    def within(self, numbers: Mapping[str, float]) -> bool:
        """Tell whether the rate surely lies within; False where it has to be asked exactly.

        Parameters
        ----------
        numbers
            The filing's figures that are known.
        """
        above = below = 0.0
        for name, factor in self.above:
            if (number := numbers.get(name)) is None:
                return False
            above += number * factor
        for name, factor in self.below:
            if (number := numbers.get(name)) is None:
                return False
            below += number * factor
        return below > 0 and self.low < above / below < self.high


NEARLY = Decimal("1e-9")
"""Far more than floating point errs in a sum of a few cells."""


def glance(figure: Indicator, year: int) -> Glance | None:
    """Return a rate as it is looked at first in one year; None where it is always asked exactly.

    Examples
    --------
    >>> from jiqun.base.definitions import indicators
    >>> at = glance(indicators()["rd_intensity"], 2022)
    >>> at is not None and at.within({"rd_spend_total": 30.0, "revenue_total": 600.0})
    True
    """
    sides, (low, high) = _sides(figure, year), figure.plausible
    if sides is None or not all(map(_is_plain, sides)):
        return None
    above, below = (
        tuple((part.field, float((part.factor or ONE) * side.scale)) for part in side.parts)
        for side in sides
    )
    least = -math.inf if low is None else float(low + abs(low) * NEARLY)
    most = math.inf if high is None else float(high - abs(high) * NEARLY)
    return Glance(above, below, least, most)


def _is_plain(side: "_Side") -> bool:
    """Whether a sum only adds, by factors that are known: then floating point is near."""
    added = all(part.factor is not None and not part.minus for part in side.parts)
    return bool(side.parts) and added and not side.before


class _Part(NamedTuple):
    """A term as it is in one year; the factor is None where it is not known."""

    field: str
    factor: Decimal | None
    minus: bool
    existed: bool


class _Side(NamedTuple):
    """A sum as it is in one year, and what it is multiplied by to fit the unit."""

    parts: tuple[_Part, ...]
    scale: Decimal
    not_applicable_is_zero: bool
    before: bool = False


@cache
def _sides(figure: Indicator, year: int) -> tuple[_Side, _Side] | None:
    """Return the numerator and denominator of a rate or of growth; None for what is neither."""
    definition, (above, below) = figure.definition, scales(figure)
    if definition.form in RATES:
        of = definition.denominator
        return _side(figure, definition.numerator, year, above), _side(figure, of, year, below)
    if definition.form == "growth_of":
        terms = definition.numerator
        return _side(figure, terms, year, above), _side(figure, terms, year, below, back=1)
    return None


def _side(figure: Indicator, terms: Terms, year: int, scale: Decimal, *, back: int = 0) -> _Side:
    then = year - back
    parts = (
        _Part(
            term.field,
            factor_in_year(term.factor, then) if term.factor else ONE,
            term.minus,
            existed(term.field, then),
        )
        for term in terms_in(terms, year)
    )
    zero = figure.not_applicable_is_zero
    return _Side(tuple(parts), ONE if scale == 1 else scale, zero, before=bool(back))


def _total(side: _Side, cells: Cells) -> Decimal | None:
    """Add up a sum; of the year before only numbers are given."""
    if not side.parts:
        return None
    total = NOUGHT
    for name, factor, minus, there in side.parts:
        cell = cells.get(name)
        if cell is None or cell.value is None:
            none = not there
            if cell is not None and not side.before:
                none = cell.status is Status.NOT_APPLICABLE
            if none and side.not_applicable_is_zero:
                continue
            return None
        if factor is None:
            return None
        value = cell.value if factor is ONE else EXACT.multiply(cell.value, factor)
        total = EXACT.subtract(total, value) if minus else EXACT.add(total, value)
    return total if side.scale is ONE else EXACT.multiply(total, side.scale)
