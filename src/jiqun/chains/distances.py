"""How far counties lie from each other, by the points the list of regions has of them."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from jiqun.base.codes import regions
from jiqun.stats.earth import EARTH_RADIUS_KM


class Way(NamedTuple):
    """A great-circle distance, and whether a point of it is only the prefecture's."""

    kilometres: float
    approximate: bool


def way_between(one: str, other: str) -> Way | None:
    """Return how far two counties lie apart, None where a point is not known.

    Examples
    --------
    >>> way = way_between("410225", "410222")
    >>> round(way.kilometres), way.approximate, way_between("410225", "000000")
    (50, False, None)
    """
    start, end = regions().point(one), regions().point(other)
    if start is None or end is None:
        return None
    (east, north, rough), (other_east, other_north, other_rough) = start, end
    up, along = radians(other_north - north), radians(other_east - east)
    chord = sin(up / 2) ** 2 + cos(radians(north)) * cos(radians(other_north)) * sin(along / 2) ** 2
    return Way(2 * EARTH_RADIUS_KM * asin(min(sqrt(chord), 1.0)), rough or other_rough)
