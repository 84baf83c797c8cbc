"""Where a value stands among others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def places(values: Sequence[Decimal], *, lower_is_better: bool) -> list[int]:
    """Return each value's place among all of them, in their order.

    Parameters
    ----------
    values
        What is ranked.
    lower_is_better
        Whether the smallest is the best.

    Examples
    --------
    >>> places([Decimal(1), Decimal(2), Decimal(2), Decimal(3)], lower_is_better=False)
    [4, 2, 2, 1]
    """
    order = sorted(range(len(values)), key=values.__getitem__, reverse=not lower_is_better)
    found, place, last = [0] * len(values), 0, None
    for number, at in enumerate(order, start=1):
        if values[at] != last:
            place, last = number, values[at]
        found[at] = place
    return found


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
    held = list(values.values())
    middle = median(held)
    ranked = zip(values, places(held, lower_is_better=lower_is_better), strict=True)
    return {key: Standing(place, len(held), middle) for key, place in ranked}
