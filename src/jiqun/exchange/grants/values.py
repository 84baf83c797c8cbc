"""What readings come to: a month's value by the field's own way, and where there is none, why.

Sums come from the database as whole ten-thousandths; the one division happens here, in decimals. A
month's value says how many readings it rests on, and how many were missing or not applicable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from jiqun.exchange.grants.fields import Field
from jiqun.exchange.grants.reading import SCALE

DIGITS = 28
TOLD_DIGITS = 4
"""Of a ratio: from a quotient with all its digits the two numbers it is made of can be found."""
ZERO, NOTHING_BELOW = "zero", "nothing_below"


@dataclass(frozen=True, slots=True)
class Sums:
    """What a month's readings of a field add up to.

    Parameters
    ----------
    month
        As ``2026-01``; a year's as ``2026``.
    value, base
        Sums in ten-thousandths over the readings that say something.
    reported, missing, not_applicable
        How many readings say something, say nothing, or cannot.
    """

    month: str
    value: int = 0
    base: int = 0
    reported: int = 0
    missing: int = 0
    not_applicable: int = 0


@dataclass(frozen=True, slots=True)
class Value:
    """A field's value in a month or a year.

    Parameters
    ----------
    month
        As ``2026-01``; a year's as ``2026``.
    value
        None where there is none.
    status
        ``reported``, ``zero``, ``missing``, ``not_applicable``, or ``nothing_below``: a ratio
        over nothing.
    reported, missing, not_applicable
        Readings.
    """

    month: str
    value: Decimal | None
    status: str
    reported: int
    missing: int
    not_applicable: int


def value_of(field: Field, sums: Sums) -> Value:
    """Return what a month's readings come to.

    Parameters
    ----------
    field
        How its value is made.
    sums
        What the readings add up to.

    Examples
    --------
    >>> from jiqun.exchange.grants.fields import sharing
    >>> fields = sharing().fields
    >>> value_of(fields["yield"], Sums("2026-01", 970_000, 1_000_000, 1)).value
    Decimal('97.00')
    >>> value_of(fields["yield"], Sums("2026-01", 0, 0, 1)).status
    'nothing_below'
    >>> value_of(fields["load"], Sums("2026-01", 1_200_000, 0, 2)).value
    Decimal('60')
    >>> value_of(fields["electricity"], Sums("2026-01", missing=3)).status
    'missing'
    """
    counts = (sums.reported, sums.missing, sums.not_applicable)
    if not sums.reported:
        status = "missing" if sums.missing or not sums.not_applicable else "not_applicable"
        return Value(sums.month, None, status, *counts)
    if field.made == "ratio" and not sums.base:
        return Value(sums.month, None, NOTHING_BELOW, *counts)
    with localcontext() as context:
        context.prec = DIGITS
        value = _made(field, sums)
    return Value(sums.month, value, "reported" if value else ZERO, *counts)


def added(year: str, months: Iterable[Sums]) -> Sums:
    """Return what the months of a year add up to together.

    Examples
    --------
    >>> added("2026", [Sums("2026-01", 5, 0, 1), Sums("2026-02", 7, 0, 2, missing=1)])
    Sums(month='2026', value=12, base=0, reported=3, missing=1, not_applicable=0)
    """
    parts = ("value", "base", "reported", "missing", "not_applicable")
    listed = list(months)
    return Sums(year, *(sum(getattr(month, part) for month in listed) for part in parts))


def _made(field: Field, sums: Sums) -> Decimal:
    if field.made == "sum":
        return Decimal(sums.value) / SCALE
    if field.made == "mean":
        return Decimal(sums.value) / SCALE / sums.reported
    share = Decimal(sums.value) / sums.base
    told = 100 * share if field.part_of_whole else share
    return Context(prec=TOLD_DIGITS, rounding=ROUND_HALF_UP).plus(told)
