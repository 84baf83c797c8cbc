"""The window points were seen in: a rectangle, or polygons with holes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from jiqun.stats import arguments
from jiqun.stats import edges_in_numpy as in_numpy
from jiqun.stats.arguments import Floats
from jiqun.stats.compilation import compiled, compiled_or
from jiqun.stats.refusal import ArgumentRefused, Flags


@dataclass(frozen=True)
class Window:
    """A window in the plane, km.

    Parameters
    ----------
    sides
        Sides x 4: from x, y to x, y, the inside on the left.
    is_rectangle
        Whether it is a rectangle along the axes.
    """

    sides: Floats
    is_rectangle: bool

    @property
    def corner(self) -> tuple[float, float]:
        """The lower left corner of the rectangle about it."""
        return float(self.sides[:, 0].min()), float(self.sides[:, 1].min())

    @property
    def extent(self) -> tuple[float, float]:
        """Width and height of the rectangle about it, km."""
        return float(np.ptp(self.sides[:, 0])), float(np.ptp(self.sides[:, 1]))

    @cached_property
    def area(self) -> float:
        """Its area, km²."""
        return _area(self.sides - np.tile(self.corner, 2))

    @cached_property
    def from_corner(self) -> Floats:
        """The sides with the lower left corner at 0."""
        return np.ascontiguousarray(self.sides - np.tile(self.corner, 2))

    def holds(self, place: Floats) -> Flags:
        """Tell which points (two rows) lie inside or on the boundary."""
        inside = np.asarray(_inside(place[0], place[1], self.sides))
        depth = self.depth(place)
        return inside | (depth <= arguments.TOLERANCE * max(self.extent))

    def depth(self, place: Floats) -> Floats:
        """Return how far each point is from the boundary, km."""
        return np.asarray(_depths(place[0], place[1], self.sides))


def rectangle(left: float, bottom: float, right: float, top: float) -> Window:
    """Return a rectangular window.

    Parameters
    ----------
    left, bottom, right, top
        Its sides, km.

    Returns
    -------
    Window
        With ``area`` and ``holds``.

    Raises
    ------
    ArgumentRefused
        If it has no width or no height.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> st.rectangle(0, 0, 20, 10).area
    200.0
    """
    corners = arguments.vector([left, bottom, right, top], "window")
    if not (corners[0] < corners[2] and corners[1] < corners[3]):
        what = f"from {left}, {bottom} to {right}, {top} has no area"
        raise ArgumentRefused("window", what, "give left, bottom, right, top")
    left, bottom, right, top = corners.tolist()
    ring = np.array([[left, bottom], [right, bottom], [right, top], [left, top]])
    return Window(_sides(ring), is_rectangle=True)


def polygon(outline: Any, holes: Sequence[Any] = ()) -> Window:
    """Return a window bounded by polygons.

    Parameters
    ----------
    outline
        *n* x 2 corners in order, either way round, km; or whatever has ``__geo_interface__``
        (shapely's Polygon and MultiPolygon), in km too.
    holes
        Outlines of what does not belong to it.

    Returns
    -------
    Window
        With ``area`` and ``holds``.

    Raises
    ------
    ArgumentRefused
        If an outline has fewer than three corners or no area, sides cross, or holes leave
        nothing.

    Examples
    --------
    >>> import jiqun.stats as st
    >>> st.polygon([(0, 0), (10, 0), (0, 10)], holes=[[(1, 1), (2, 1), (2, 2), (1, 2)]]).area
    49.0
    """
    rings = [(outline, False), *((hole, True) for hole in holes)]
    shape = getattr(outline, "__geo_interface__", None)
    if shape is not None:
        parts = {"Polygon": [shape.get("coordinates")], "MultiPolygon": shape.get("coordinates")}
        if shape.get("type") not in parts:
            raise ArgumentRefused("outline", f"is a {shape.get('type')}", "give a polygon")
        rings = [(ring, at > 0) for part in parts[shape["type"]] for at, ring in enumerate(part)]
    sides = np.concatenate([_ring(ring, hole) for ring, hole in rings])
    _refuse_crossing(sides)
    window = Window(sides, is_rectangle=False)
    if window.area <= 0:
        raise ArgumentRefused("holes", "leave nothing of the window", "give fewer")
    return window


def seen_in(window: Any) -> Window | None:
    """Return a window as it is, and whatever has ``__geo_interface__`` (shapely's) as one.

    Raises
    ------
    ArgumentRefused
        If it is neither.
    """
    if window is None or isinstance(window, Window):
        return window
    if hasattr(window, "__geo_interface__"):
        return polygon(window)
    what = f"is of type {type(window).__name__}"
    raise ArgumentRefused("window", what, "give rectangle(...) or polygon(...)")


def _ring(corners: Any, hole: bool) -> Floats:
    """Return the sides of an outline, its inside on the left; of a hole on the right."""
    ring = np.asarray(corners, dtype=np.float64)
    name = "holes" if hole else "outline"
    if ring.ndim != 2 or ring.shape[1] != 2 or not np.isfinite(ring).all():
        raise ArgumentRefused(name, "is no list of corners", "give pairs of x and y, km")
    ring = ring[
        np.any(ring != np.roll(ring, 1, axis=0), axis=1)
    ]  # corners said twice, the last too
    if len(ring) > 3:
        _refuse_crossing(_sides(ring))
    if len(ring) < 3 or _area(_sides(ring)) == 0:
        raise ArgumentRefused(name, "has no area", "give three corners or more")
    turned = _area(_sides(ring)) < 0
    return _sides(ring[::-1] if turned != hole else ring)


def _refuse_crossing(sides: Floats) -> None:
    crossing = int(_first_crossing(sides))
    if crossing >= 0:
        spot = ", ".join(f"{value:g}" for value in sides[crossing, :2])
        what = f"the side from ({spot}) crosses another"
        raise ArgumentRefused("outline", what, "give corners in their order, rings apart")


def _sides(ring: Floats) -> Floats:
    return np.ascontiguousarray(np.concatenate([ring, np.roll(ring, -1, axis=0)], axis=1))


def _area(sides: Floats) -> float:
    x0, y0, x1, y1 = sides.T
    return float(0.5 * np.sum((x0 - x1) * (y0 + y1)))


@compiled_or(in_numpy.inside)
def _inside(x: Any, y: Any, sides: Any) -> Any:
    """Tell which points lie inside: a ray upwards leaves the window as often as it enters."""
    found = np.zeros(len(x), dtype=np.bool_)
    for i in range(len(x)):
        for s in range(len(sides)):
            x0, y0, x1, y1 = sides[s]
            if (x0 <= x[i]) != (x1 <= x[i]) and y0 + (x[i] - x0) * (y1 - y0) / (x1 - x0) > y[i]:
                found[i] = not found[i]
    return found


@compiled_or(in_numpy.depths)
def _depths(x: Any, y: Any, sides: Any) -> Any:
    found = np.full(len(x), np.inf)
    for i in range(len(x)):
        for s in range(len(sides)):
            x0, y0, x1, y1 = sides[s]
            along, up = x1 - x0, y1 - y0
            part = ((x[i] - x0) * along + (y[i] - y0) * up) / (along * along + up * up)
            part = min(1.0, max(0.0, part))
            found[i] = min(found[i], np.hypot(x[i] - x0 - part * along, y[i] - y0 - part * up))
    return found


@compiled
def _turn(sides: Any, s: int, x: float, y: float) -> float:
    """Return on which side of a side a point lies: above 0 on the left."""
    along, up = sides[s, 2] - sides[s, 0], sides[s, 3] - sides[s, 1]
    return float(along * (y - sides[s, 1]) - up * (x - sides[s, 0]))


@compiled
def _first_crossing(sides: Any) -> int:
    """Return the first side that another crosses, or -1."""
    for s in range(len(sides)):
        for t in range(s + 1, len(sides)):
            ends = _turn(sides, s, sides[t, 0], sides[t, 1]) * _turn(
                sides, s, sides[t, 2], sides[t, 3]
            )
            other = _turn(sides, t, sides[s, 0], sides[s, 1]) * _turn(
                sides, t, sides[s, 2], sides[s, 3]
            )
            if ends < 0.0 and other < 0.0:
                return s
    return -1
