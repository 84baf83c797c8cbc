"""Where a value stands among others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

FEWEST = 2
"""A value by itself has no place."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A value's place among others.

    Parameters
    ----------
    place, of
        1 is the best, or the largest where the indicator has no better side; equals share a place.
    middle
        The median.
    """

    place: int
    of: int
    middle: Decimal


def standings(values: Mapping[str, Decimal], *, lower_is_better: bool) -> dict[str, Standing]:
    """Return each value's place among all of them; nothing where there are fewer than two.

    Parameters
    ----------
    values
        By whose they are.
    lower_is_better
        Whether the smallest is the best.

    Examples
    --------
    >>> values = {"a": Decimal(1), "b": Decimal(2), "c": Decimal(2), "d": Decimal(3)}
    >>> standings(values, lower_is_better=False)["b"]
    Standing(place=2, of=4, middle=Decimal('2'))
    """
    if len(values) < FEWEST:
        return {}
    ordered = sorted(values.values())
    middle, of = median(ordered), len(ordered)

    def ahead(value: Decimal) -> int:
        return bisect_left(ordered, value) if lower_is_better else of - bisect_right(ordered, value)

    return {key: Standing(ahead(value) + 1, of, middle) for key, value in values.items()}
