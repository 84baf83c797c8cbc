"""The kernels of edge correction in NumPy and SciPy, for where Numba is not installed.

Each takes and does what the kernel it stands in for does, all pairs of a block at once; sums may
differ in their last bits.
"""

from typing import Any

import numpy as np

FULL = 2.0 * np.pi


def close_pairs(place: Any, grid: Any, begin: int, end: int, farthest: float) -> Any:
    """Stand in for ``edge_correction._close_pairs``, by a tree of the points."""
    del grid
    from scipy.spatial import cKDTree

    own, rest = cKDTree(place[:, begin:end].T), cKDTree(place[:, begin:].T)
    reach = farthest * (1.0 + 1e-9)  # the tree rounds otherwise: it decides nothing
    lists = own.query_ball_tree(rest, reach)
    counts = np.fromiter((len(found) for found in lists), dtype=np.int64, count=len(lists))
    first = np.repeat(np.arange(begin, end), counts)
    second = np.fromiter((at for found in lists for at in found), np.int64, counts.sum()) + begin
    later = second > first
    first, second = first[later], second[later]
    order = np.lexsort((second, first))
    first, second = first[order], second[order]
    gap = place[:, first] - place[:, second]
    distance = np.sqrt(gap[0] * gap[0] + gap[1] * gap[1])
    near = distance <= farthest
    return first[near], second[near], distance[near]


def counted(distance: Any, weights: Any, edges: Any, lookup: Any, scale: float) -> Any:
    """Stand in for ``edge_correction._counted``."""
    del lookup, scale
    return np.bincount(np.searchsorted(edges, distance), weights, len(edges))[:-1]


def counted_from_within(
    first: Any,
    second: Any,
    distance: Any,
    depth: Any,
    too_far: Any,
    edges: Any,
    lookup: Any,
    scale: float,
) -> Any:
    """Stand in for ``edge_correction._counted_from_within``."""
    del lookup, scale
    at, found = np.searchsorted(edges, distance), np.zeros(len(edges))
    for centre in (first, second):
        seen = distance <= depth[centre]
        found += np.bincount(at[seen], minlength=len(edges))
        found -= np.bincount(too_far[centre[seen]], minlength=len(edges))
    return found[:-1]


def overlaps(
    place: Any, first: Any, second: Any, sides: Any, is_rectangle: bool, width: float, height: float
) -> Any:
    """Stand in for ``edge_correction._overlaps``."""
    dx, dy = place[:, second] - place[:, first]
    if is_rectangle:
        return (width - np.abs(dx)) * (height - np.abs(dy))
    total = np.zeros(len(dx))
    for side in sides:
        for other in sides:
            total += _overlap_of_sides(side, other, dx, dy)
    return total


def _overlap_of_sides(side: Any, other: Any, dx: Any, dy: Any) -> Any:
    """Return the area below a side and another that is moved, for each displacement."""
    low = np.maximum(min(side[0], side[2]), min(other[0], other[2]) + dx)
    high = np.minimum(max(side[0], side[2]), max(other[0], other[2]) + dx)
    met = low < high
    if not met.any():
        return 0.0
    dx, dy, low, high = dx[met], dy[met], low[met], high[met]
    left = _height(side, low), _height(other, low - dx) + dy
    right = _height(side, high), _height(other, high - dx) + dy
    area = np.zeros(len(met))
    area[met] = _below_both(*left, *right) * (high - low)
    return area if (other[2] < other[0]) == (side[2] < side[0]) else -area


def _height(side: Any, x: Any) -> Any:
    x0, y0, x1, y1 = side
    return y0 + (x - x0) * (y1 - y0) / (x1 - x0)


def _below_both(a: Any, c: Any, b: Any, d: Any) -> Any:
    """Return the mean heights below two lines, from a to b and from c to d."""
    left, right = a - c, b - d
    ends = np.minimum(a, c), np.minimum(b, d)
    crossing = left * right < 0.0
    part = np.where(crossing, left / np.where(crossing, left - right, 1.0), 0.0)
    middle = a + part * (b - a)
    crossed = (part * (ends[0] + middle) + (1.0 - part) * (middle + ends[1])) / 2.0
    return np.where(crossing, crossed, (ends[0] + ends[1]) / 2.0)


def seen_shares(
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
    """Stand in for ``edge_correction._seen_shares``."""
    found = np.zeros(len(first))
    for centre in (first, second):
        seen = np.full(len(first), FULL)
        cut = distance > depth[centre]
        (x, y), r = place[:, centre[cut]], distance[cut]
        if is_rectangle:
            seen[cut] -= _beyond_rectangle(x, y, width, height, r)
        else:
            seen[cut] = _within_polygon(x, y, sides, r)
        found += FULL / seen
    return found


def _beyond_rectangle(x: Any, y: Any, width: float, height: float, r: Any) -> Any:
    gaps = (x, y, width - x, height - y)
    angle = np.zeros(len(r))
    for side in range(4):
        a, b = gaps[side], gaps[(side + 1) % 4]
        half, other = (np.arccos(np.minimum(gap / r, 1.0)) for gap in (a, b))
        angle += np.where(a < r, 2.0 * half, 0.0)
        angle -= np.where(a * a + b * b < r * r, half + other - np.pi / 2.0, 0.0)
    return angle


def _within_polygon(x: Any, y: Any, sides: Any, r: Any) -> Any:
    total = np.zeros(len(r))
    for side in sides:
        x0, y0, x1, y1 = side[0] - x, side[1] - y, side[2] - x, side[3] - y
        along, up = side[2] - side[0], side[3] - side[1]
        length = along * along + up * up
        starts, ends = x0 * x0 + y0 * y0 < r * r, x1 * x1 + y1 * y1 < r * r
        middle = -(x0 * along + y0 * up) / length
        across = (x0 * up - y0 * along) / np.sqrt(length)
        missed = (np.abs(across) >= r) | (middle <= 0.0) | (middle >= 1.0)
        left_out = (starts & ends) | ((starts == ends) & missed)
        half = np.sqrt(np.maximum(0.0, r * r - across * across) / length)
        enters = np.arctan2(y0 + (middle - half) * up, x0 + (middle - half) * along)
        leaves = np.arctan2(y0 + (middle + half) * up, x0 + (middle + half) * along)
        total += np.where(left_out | starts, 0.0, enters)
        total -= np.where(left_out | ends, 0.0, leaves)
    total %= FULL
    return np.where(total > 0.0, total, FULL)


def spread(distance: Any, weights: Any, r: Any, h: float) -> Any:
    """Stand in for ``second_order._spread``."""
    found = np.zeros(len(r))
    for at, centre in enumerate(r):
        u = (centre - distance) / h
        kernel = np.where(u < 1.0, np.maximum(0.0, 1.0 - u * u), 0.0)
        found[at] = float(weights @ kernel) * 0.75 / h
    return found


def depths(x: Any, y: Any, sides: Any) -> Any:
    """Stand in for ``windows._depths``."""
    found = np.full(len(x), np.inf)
    for x0, y0, x1, y1 in sides:
        along, up = x1 - x0, y1 - y0
        part = ((x - x0) * along + (y - y0) * up) / (along * along + up * up)
        part = np.clip(part, 0.0, 1.0)
        found = np.minimum(found, np.hypot(x - x0 - part * along, y - y0 - part * up))
    return found


def inside(x: Any, y: Any, sides: Any) -> Any:
    """Stand in for ``windows._inside``."""
    found = np.zeros(len(x), dtype=np.bool_)
    for x0, y0, x1, y1 in sides:
        if x0 != x1:
            above = y0 + (x - x0) * (y1 - y0) / (x1 - x0) > y
            found ^= ((x0 <= x) != (x1 <= x)) & above
    return found
