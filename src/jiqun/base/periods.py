"""Dated values: what a number was on a day, and in which years a thing existed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value in force from a day on, until the next one of its list replaces it."""

    since: date
    value: Decimal | None
    source: str


def in_force(values: Sequence[DatedValue], on: date) -> DatedValue | None:
    """Return the value in force on a day, or None before the first.

    Parameters
    ----------
    values
        In any order; a value of None is a repeal.
    on
        The day.

    Examples
    --------
    >>> history = [DatedValue(date(2021, 1, 1), Decimal("0.5568"), "S70"),
    ...            DatedValue(date(2022, 1, 1), Decimal("0.5366"), "S70")]
    >>> in_force(history, date(2021, 12, 31)).value, in_force(history, date(2020, 1, 1))
    (Decimal('0.5568'), None)
    """
    past = [value for value in values if value.since <= on]
    return max(past, key=lambda one: one.since) if past else None
