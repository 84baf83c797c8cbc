"""What is not seen beyond the window's edge: each pair counts for those like it that are cut off.

``translation``: a pair weighs A / |W ∩ (W + x_i - x_j)|. ``isotropic``: one over the share of the
circle about i through j that lies in the window. ``border``: only points at least r from the edge
are centres. All are computed from the window's corners, side by side, not on a grid of pixels.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from jiqun.stats import edges_in_numpy as in_numpy
from jiqun.stats.arguments import Codes, Floats
from jiqun.stats.compilation import compiled, compiled_or, over_blocks
from jiqun.stats.neighbours import BLOCKS, cells_about, cells_of, radius_lookup
from jiqun.stats.pairs import Points
from jiqun.stats.windows import Window

POINTS_A_BLOCK = 512
CORRECTIONS = ("none", "translation", "isotropic", "border")


@dataclass(frozen=True)
class ClosePairs:
    """Pairs of points not too far apart.

    Parameters
    ----------
    place
        All points, two rows, from the window's corner.
    first, second
        Positions in it.
    distance
        Of each pair, km.
    depth
        How far each point is from the window's edge, km.
    """

    place: Floats
    first: Codes
    second: Codes
    distance: Floats
    depth: Floats

    def weights(self, window: Window, correction: str) -> Floats:
        """Return what each pair counts for, both ways round together."""
        if correction == "none":
            return np.full(len(self.distance), 2.0)
        how = self.place, self.first, self.second, window.from_corner, window.is_rectangle
        if correction == "translation":
            return np.asarray(2.0 * window.area / _overlaps(*how, *window.extent))
        return np.asarray(_seen_shares(*how, *window.extent, self.distance, self.depth))

    def counted(self, r: Floats, weights: Floats) -> Floats:
        """Return the weights of pairs added up at the first r that is not below their distance."""
        lookup, scale = radius_lookup(r)
        return np.asarray(_counted(self.distance, weights, np.append(r, np.inf), lookup, scale))

    def counted_from_within(self, r: Floats) -> Floats:
        """Return changes, at each r, of the pairs up to r whose centre is r from the edge."""
        lookup, scale = radius_lookup(r)
        too_far = np.searchsorted(r, self.depth, side="right")  # the first r beyond the edge
        pairs = self.first, self.second, self.distance, self.depth, too_far
        return np.asarray(_counted_from_within(*pairs, np.append(r, np.inf), lookup, scale))


def over_close_pairs(
    which: Points,
    window: Window,
    farthest: float,
    compute: Callable[[ClosePairs], Floats],
    threads: int | None,
) -> Floats:
    """Return the sum of what is computed of blocks of pairs at most so far apart.

    Blocks depend on the points only, and only some are held at a time.
    """
    moved = Points(which.place - np.array(window.corner)[:, None], None)
    cells = cells_of(moved, farthest)
    blocks = min(BLOCKS, -(-which.count // POINTS_A_BLOCK))
    cuts = np.linspace(0, which.count, blocks + 1).astype(np.int64)
    depth = window.depth(which.place)[cells.order]

    def work(block: int) -> Floats:
        found = _close_pairs(cells.place, cells.grid, cuts[block], cuts[block + 1], farthest)
        first, second, distance = found
        return compute(ClosePairs(cells.place, first, second, distance, depth))

    parts = over_blocks(work, len(cuts) - 1, threads)
    return np.asarray(sum(parts[1:], parts[0]))


@compiled_or(in_numpy.close_pairs)
def _close_pairs(place: Any, grid: Any, begin: int, end: int, farthest: float) -> Any:
    """Return the pairs (i, j), j after i in order of cells, at most so far apart."""
    starts, _, columns, _, _, _ = grid
    room = 1
    for i in range(begin, end):
        _, own, last_row, column0, column1 = cells_about(place, grid, i, farthest)
        for row in range(own, last_row + 1):
            start = max(i + 1, starts[row * columns + column0])
            room += max(0, starts[row * columns + column1 + 1] - start)
    first, second = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    distance = np.empty(room)
    count = 0
    for i in range(begin, end):
        _, own, last_row, column0, column1 = cells_about(place, grid, i, farthest)
        for row in range(own, last_row + 1):
            start = max(i + 1, starts[row * columns + column0])
            for j in range(start, starts[row * columns + column1 + 1]):
                dx, dy = place[0, i] - place[0, j], place[1, i] - place[1, j]
                gap = math.sqrt(dx * dx + dy * dy)
                first[count] = i  # written first, kept if near
                second[count] = j
                distance[count] = gap
                count += gap <= farthest
    return first[:count], second[:count], distance[:count]


@compiled_or(in_numpy.counted)
def _counted(distance: Any, weights: Any, edges: Any, lookup: Any, scale: float) -> Any:
    found = np.zeros(len(edges))
    top = len(lookup) - 1
    for k in range(len(distance)):
        at = lookup[min(int(distance[k] * scale), top)]
        while distance[k] > edges[at]:
            at += 1
        found[at] += weights[k]
    return found[: len(edges) - 1]


@compiled_or(in_numpy.counted_from_within)
def _counted_from_within(
    first: Any,
    second: Any,
    distance: Any,
    depth: Any,
    too_far: Any,
    edges: Any,
    lookup: Any,
    scale: float,
) -> Any:
    found = np.zeros(len(edges))
    top = len(lookup) - 1
    for k in range(len(distance)):
        gap, one, other = distance[k], first[k], second[k]
        if gap <= depth[one] or gap <= depth[other]:
            at = lookup[min(int(gap * scale), top)]
            while gap > edges[at]:
                at += 1
            if gap <= depth[one]:
                found[at] += 1.0
                found[too_far[one]] -= 1.0
            if gap <= depth[other]:
                found[at] += 1.0
                found[too_far[other]] -= 1.0
    return found[: len(edges) - 1]


@compiled_or(in_numpy.overlaps)
def _overlaps(
    place: Any, first: Any, second: Any, sides: Any, is_rectangle: bool, width: float, height: float
) -> Any:
    """Return the area of the window and its copy moved by each pair's displacement."""
    found = np.empty(len(first))
    for k in range(len(first)):
        dx = place[0, second[k]] - place[0, first[k]]
        dy = place[1, second[k]] - place[1, first[k]]
        if is_rectangle:
            found[k] = (width - abs(dx)) * (height - abs(dy))
        else:
            found[k] = _overlap(sides, dx, dy)
    return found


@compiled
def _overlap(sides: Any, dx: float, dy: float) -> float:
    """Return the area of a polygon and its copy moved, as sums over the areas below sides.

    A polygon is the sum of the areas below its sides, those that run to the left added and the
    others taken away; so is the overlap of two, of the areas below both of two sides.
    """
    total = 0.0
    for s in range(len(sides)):
        for t in range(len(sides)):
            low = max(min(sides[s, 0], sides[s, 2]), min(sides[t, 0], sides[t, 2]) + dx)
            high = min(max(sides[s, 0], sides[s, 2]), max(sides[t, 0], sides[t, 2]) + dx)
            if low < high:
                a, b = _height(sides, s, low), _height(sides, s, high)
                c, d = _height(sides, t, low - dx) + dy, _height(sides, t, high - dx) + dy
                same = (sides[s, 2] < sides[s, 0]) == (sides[t, 2] < sides[t, 0])
                area = _below_both(a, b, c, d) * (high - low)
                total += area if same else -area
    return total


@compiled
def _height(sides: Any, s: int, x: float) -> float:
    """Return how high a side is at x."""
    x0, y0, x1, y1 = sides[s]
    return float(y0 + (x - x0) * (y1 - y0) / (x1 - x0))


@compiled
def _below_both(a: float, b: float, c: float, d: float) -> float:
    """Return the mean height below two lines, one from a to b and one from c to d."""
    left, right = a - c, b - d
    if left * right >= 0.0:
        return (min(a, c) + min(b, d)) / 2.0
    part = left / (left - right)  # where they cross
    middle = a + part * (b - a)
    return (part * (min(a, c) + middle) + (1.0 - part) * (middle + min(b, d))) / 2.0


@compiled_or(in_numpy.seen_shares)
def _seen_shares(
    place: Any,
    first: Any,
    second: Any,
    sides: Any,
    is_rectangle: bool,
    width: float,
    height: float,
    distance: Any,
    depth: Any,
) -> Any:
    """Return, of each pair, one over the shares seen of the circles about either, added."""
    found = np.empty(len(first))
    for k in range(len(first)):
        weight = 0.0
        for i in (first[k], second[k]):
            seen = 2.0 * math.pi
            if distance[k] > depth[i]:
                x, y = place[0, i], place[1, i]
                if is_rectangle:
                    seen -= _beyond_rectangle(x, y, width, height, distance[k])
                else:
                    seen = _within_polygon(x, y, sides, distance[k])
            weight += 2.0 * math.pi / seen
        found[k] = weight
    return found


@compiled
def _beyond_rectangle(x: float, y: float, width: float, height: float, r: float) -> float:
    """Return the angle of a circle beyond a rectangle: arcs beyond its sides, corners once."""
    gaps = (x, y, width - x, height - y)
    angle = 0.0
    for side in range(4):
        a, b = gaps[side], gaps[(side + 1) % 4]
        if a < r:
            angle += 2.0 * math.acos(a / r)
        if a * a + b * b < r * r:
            angle -= math.acos(a / r) + math.acos(b / r) - math.pi / 2.0
    return angle


@compiled
def _within_polygon(x: float, y: float, sides: Any, r: float) -> float:
    """Return the angle of a circle within polygons.

    Where a side leaves the disc the circle enters the window, where one comes in it leaves it
    (the inside is on the left). A corner just on the circle counts as outside the disc, so that
    every side is cut an even or odd number of times as its ends say.
    """
    total = 0.0
    for s in range(len(sides)):
        x0, y0 = sides[s, 0] - x, sides[s, 1] - y
        along, up = sides[s, 2] - sides[s, 0], sides[s, 3] - sides[s, 1]
        x1, y1 = sides[s, 2] - x, sides[s, 3] - y
        starts_in, ends_in = x0 * x0 + y0 * y0 < r * r, x1 * x1 + y1 * y1 < r * r
        if starts_in and ends_in:
            continue
        length = along * along + up * up
        middle = -(x0 * along + y0 * up) / length
        across = (x0 * up - y0 * along) / math.sqrt(length)
        if starts_in == ends_in and (abs(across) >= r or not 0.0 < middle < 1.0):
            continue
        half = math.sqrt(max(0.0, r * r - across * across) / length)
        if not starts_in:
            total += math.atan2(y0 + (middle - half) * up, x0 + (middle - half) * along)
        if not ends_in:
            total -= math.atan2(y0 + (middle + half) * up, x0 + (middle + half) * along)
    total %= 2.0 * math.pi
    return total if total > 0.0 else 2.0 * math.pi
