"""Circles near their places, moved apart until none covers another (a Dorling cartogram).

Source: D. Dorling, *Area Cartograms: Their Use and Creation*, Concepts and Techniques in Modern
Geography 59, 1996.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import hypot, sqrt

Point = tuple[float, float]
ROUNDS = 400
LARGEST, SMALLEST = 1.75, 1.35
"""Radii in degrees: of the largest number, and the least that leaves room for a name."""


def moved_apart(places: Sequence[Point], sizes: Sequence[float]) -> list[Point]:
    """Move points apart until circles around them no longer overlap.

    Parameters
    ----------
    places
        Longitude and latitude, in degrees.
    sizes
        One number a place; a circle's area follows it.

    Returns
    -------
    list of Point
        In the order given, rounded to a hundredth of a degree.

    Examples
    --------
    >>> moved_apart([(116.4, 39.9), (117.2, 39.1)], [4, 3])
    [(115.65, 40.65), (117.95, 38.35)]
    """
    radii = [max(LARGEST * sqrt(size / max(sizes)), SMALLEST) for size in sizes]
    spots = [list(place) for place in places]
    for _ in range(ROUNDS):
        settled = True
        for one, other in combinations(range(len(spots)), 2):
            settled &= _push(spots[one], spots[other], radii[one] + radii[other])
        if settled:
            break
    return [(round(x, 2), round(y, 2)) for x, y in spots]


def _push(one: list[float], other: list[float], wanted: float) -> bool:
    """Move two points apart by half of what is wanting; tell whether nothing was."""
    x, y = other[0] - one[0], other[1] - one[1]
    apart = hypot(x, y)
    if apart >= wanted - 1e-9:
        return True
    if apart == 0:
        x, y, apart = 1.0, 0.0, 1.0
    step = (wanted - apart) / 2 / apart
    for point, sign in ((one, -1), (other, 1)):
        point[0] += sign * x * step
        point[1] += sign * y * step
    return False
