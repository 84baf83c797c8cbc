"""What a cluster's filings say of a figure: a range of exact fractions, usually one point."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import NamedTuple

from jiqun.base.quantities import Status

EXACT = Context(prec=400)
"""Wide enough that no product of cells, factors and thresholds is ever rounded."""
WIDE = Context(prec=60)
DIVISION = Context(prec=28, rounding=ROUND_HALF_EVEN)
"""The one division of a figure: 28 significant digits, half-even."""
ONE, NOUGHT = Decimal(1), Decimal(0)


class Fraction(NamedTuple):
    """An exact quotient; the denominator is above nought."""

    numerator: Decimal
    denominator: Decimal = ONE

    def within(self, low: Decimal | None, high: Decimal | None) -> bool:
        """Tell whether the quotient lies between two bounds, both of them in, without dividing.

        Examples
        --------
        >>> Fraction(Decimal(1), Decimal(3)).within(Decimal("0.3"), None)
        True
        """
        above, below = self
        return (low is None or EXACT.multiply(low, below) <= above) and (
            high is None or EXACT.multiply(high, below) >= above
        )


class Reading(NamedTuple):
    """What one cluster's filings say of a figure, in the figure's unit.

    Parameters
    ----------
    low, high
        The exact bounds, the same where the figure is known; None where there is none. Of compound
        growth they bound the factor of all years together.
    status
        Missing also where the filings only bound the figure.
    numerator, denominator
        What is divided, or was added up; the denominator is None where the form has none.
    missing
        The cells that are not known, as ``2020.output_total``.
    intervals
        Over how many years a compound growth runs; 0 where the figure is none.
    """

    low: Fraction | None
    high: Fraction | None
    status: Status
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    missing: tuple[str, ...] = ()
    intervals: int = 0

    @property
    def point(self) -> Fraction | None:
        """The exact value, where it is one."""
        return self.low if self.low is not None and self.low == self.high else None

    @property
    def value(self) -> Decimal | None:
        """The value, where it is one: divided once, 28 significant digits, half-even."""
        if self.point is None or self.numerator is None or self.denominator is None:
            return self.point.numerator if self.point else None
        if self.intervals > 1:
            return DIVISION.plus(decimal_value(self.point, self.intervals))
        value = DIVISION.divide(self.numerator, self.denominator)
        return DIVISION.subtract(value, ONE) if self.intervals else value


def decimal_value(end: Fraction, intervals: int = 0) -> Decimal:
    """Return an end of a reading in 60 digits; of growth the compound rate a year.

    Examples
    --------
    >>> decimal_value(Fraction(Decimal(121), Decimal(100)), 2)
    Decimal('0.1')
    """
    quotient = WIDE.divide(end.numerator, end.denominator)
    if not intervals:
        return quotient
    if intervals == 2:  # the square root is exact where there is one
        quotient = WIDE.sqrt(quotient)
    elif intervals > 1 and quotient:
        quotient = WIDE.power(quotient, WIDE.divide(ONE, Decimal(intervals)))
    return WIDE.subtract(quotient, ONE)
