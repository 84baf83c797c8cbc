"""A figure: a number that can be opened down to what it was made from."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import NamedTuple

from jiqun.base.canonical import decimal_text
from jiqun.base.quantities import Status

DIVISION = Context(prec=28, rounding=ROUND_HALF_EVEN)
"""The one division of a figure: 28 significant digits, half-even."""


class Figure(NamedTuple):
    """One indicator at one place for one year.

    Parameters
    ----------
    id, indicator
        ``rd_intensity`` and ``innovation/rd_intensity``.
    level, key
        ``nation`` with key ``CN``; ``macro_region`` ``east``; ``province`` ``330000``; ``sector``
        ``electronics``; ``cluster`` its id.
    year
        The data year.
    value, unit, status
        None where there is none, with the status saying why.
    numerator, denominator
        What was divided (a sum has no denominator), in the units the figure's unit is made of.
    reporting, expected, not_applicable
        Clusters that entered, clusters that filed, clusters for which the figure does not exist.
    method
        How it was made, a word of the grammar (``like_for_like`` for growth).
    previous
        The same figure a year before.
    """

    id: str
    indicator: str
    level: str
    key: str
    year: int
    value: Decimal | None
    unit: str
    status: Status
    numerator: Decimal | None
    denominator: Decimal | None
    reporting: int
    expected: int
    not_applicable: int
    method: str
    previous: Decimal | None = None

    def record(self) -> dict[str, str | int | None]:
        """Return the figure as JSON holds it: decimals as text."""
        return {
            "level": self.level,
            "key": self.key,
            "id": self.id,
            "indicator": self.indicator,
            "year": self.year,
            "value": text(self.value),
            "unit": self.unit,
            "status": str(self.status),
            "numerator": text(self.numerator),
            "denominator": text(self.denominator),
            "previous": text(self.previous),
            "reporting": self.reporting,
            "expected": self.expected,
            "not_applicable": self.not_applicable,
            "method": self.method,
        }


def text(number: Decimal | None) -> str | None:
    """Write a number as canonical text, or None.

    Examples
    --------
    >>> text(Decimal("0.1730")), text(None)
    ('0.173', None)
    """
    return None if number is None else decimal_text(number)


def quotient(numerator: Decimal, denominator: Decimal) -> Decimal | None:
    """Divide once, to 28 significant digits, half-even; None where there is nothing to divide by.

    Examples
    --------
    >>> quotient(Decimal(2), Decimal(3))
    Decimal('0.6666666666666666666666666667')
    >>> quotient(Decimal(2), Decimal(0)) is None
    True
    """
    return None if denominator == 0 else DIVISION.divide(numerator, denominator)
