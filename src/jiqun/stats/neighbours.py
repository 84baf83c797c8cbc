"""Counting the neighbours of points within each of many distances, cell by cell."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from jiqun.stats import in_numpy
from jiqun.stats.arguments import Floats
from jiqun.stats.compilation import compiled, compiled_or, over_blocks
from jiqun.stats.pairs import BUFFER, Points, fill_distances

BLOCKS = 64
POINTS_A_SEGMENT = 48  # about as many points as make a run of distances worth vectorising
LONGEST_LOOKUP = 1 << 16


@dataclass(frozen=True)
class Cells:
    """Points in order of square cells, so that a neighbourhood is a few runs of points.

    Parameters
    ----------
    order
        Positions of the points in order of cell, row by row.
    place
        Their coordinates in that order.
    starts
        Where each cell starts, row-major, with one more at the end.
    rows, columns, side, left, bottom
        The grid (one cell on the sphere).
    """

    order: Any
    place: Floats
    starts: Any
    rows: int
    columns: int
    side: float
    left: float
    bottom: float

    @property
    def grid(self) -> tuple[Any, int, int, float, float, float]:
        """All but the points, as kernels take it."""
        return self.starts, self.rows, self.columns, self.side, self.left, self.bottom


def cells_of(which: Points, farthest: float) -> Cells:
    """Sort points into cells suited to a farthest distance."""
    if which.on_sphere or which.count == 0:
        starts = np.array([0, which.count])
        return Cells(np.arange(which.count), which.place, starts, 1, 1, np.inf, 0.0, 0.0)
    left, bottom = which.place.min(axis=1)
    width, height = (float(side) for side in np.ptp(which.place, axis=1))
    run = POINTS_A_SEGMENT * max(width * height, 1e-12) / (2.0 * max(farthest, 1e-9) * which.count)
    side = max(farthest / 8.0, min(run, farthest), width / 2000.0, height / 2000.0, 1e-9)
    columns, rows = int(width / side) + 1, int(height / side) + 1
    column = ((which.place[0] - left) / side).astype(np.int64)
    row = ((which.place[1] - bottom) / side).astype(np.int64)
    cell = row * columns + column
    order = np.argsort(cell, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(cell, minlength=rows * columns))])
    place = np.ascontiguousarray(which.place[:, order])
    return Cells(order, place, starts, rows, columns, side, float(left), float(bottom))


def radius_lookup(r: Floats) -> tuple[Any, float]:
    """Return a table from a distance times a scale to the first r it may still be within."""
    gap = float(np.diff(r).min()) if len(r) > 1 else max(float(r[-1]), 1e-9)
    width = max(gap / 2.0, float(r[-1]) / LONGEST_LOOKUP, 1e-9)
    count = int(r[-1] / width) + 2
    edges = np.arange(count) * width * (1.0 - 1e-12)
    return np.searchsorted(r, edges).astype(np.uint32), 1.0 / width


def neighbour_ratios(
    which: Points,
    masses: Floats,
    references: Any,
    totals: Floats,
    r: Floats,
    threads: int | None = None,
) -> tuple[Floats, Floats]:
    """Return sums over reference points of local and of global ratios, at each r.

    Parameters
    ----------
    which
        All points.
    masses
        Points x 2: a point's mass in the denominator (everybody) and in the numerator.
    references
        Positions of the reference points.
    totals
        The masses' two sums.
    r
        Distances.
    threads
        How many threads.

    Returns
    -------
    tuple of arrays
        At each r, over references with a neighbour in the denominator: the sum of local
        ratios and the sum of global ones. A point is not its own neighbour.
    """
    cells = cells_of(which, float(r[-1]))
    rank = np.empty(which.count, dtype=np.int64)
    rank[cells.order] = np.arange(which.count)
    centres = np.sort(rank[references])
    lookup, scale = radius_lookup(r)
    edges = np.append(r, np.inf)
    sorted_masses = np.ascontiguousarray(masses[cells.order])
    cuts = np.linspace(0, len(centres), min(BLOCKS, max(len(centres), 1)) + 1).astype(np.int64)

    def work(block: int) -> Floats:
        sums = _ratio_sums(
            cells.place,
            cells.grid,
            sorted_masses,
            centres[cuts[block] : cuts[block + 1]],
            totals,
            edges,
            lookup,
            scale,
        )
        return np.asarray(sums)

    parts = over_blocks(work, len(cuts) - 1, threads)
    local, overall = sum(parts[1:], parts[0])
    return local, overall


@compiled
def _ratio_sums(
    place: Any,
    grid: Any,
    masses: Any,
    centres: Any,
    totals: Any,
    edges: Any,
    lookup: Any,
    scale: float,
) -> Any:
    count = len(edges) - 1
    sums = np.zeros((2, count))
    for at in range(len(centres)):
        i = centres[at]
        found = _masses_within(place, grid, masses, i, edges, lookup, scale)
        everybody, wanted = 0.0, 0.0
        share = (totals[1] - masses[i, 1]) / (totals[0] - masses[i, 0])
        for b in range(count):
            everybody += found[b, 0]
            wanted += found[b, 1]
            if everybody > 0.0:
                sums[0, b] += wanted / everybody
                sums[1, b] += share
    return sums


@compiled
def cells_about(place: Any, grid: Any, i: int, farthest: float) -> Any:
    """Return first, own and last row, first and last column of the cells about a point."""
    _, rows, columns, side, left, bottom = grid
    if rows * columns == 1:
        return 0, 0, 0, 0, 0
    x, y = place[0, i] - left, place[1, i] - bottom
    return (
        max(0, int((y - farthest) / side)),
        int(y / side),
        min(rows - 1, int((y + farthest) / side)),
        max(0, int((x - farthest) / side)),
        min(columns - 1, int((x + farthest) / side)),
    )


@compiled
def _masses_within(
    place: Any,
    grid: Any,
    masses: Any,
    i: int,
    edges: Any,
    lookup: Any,
    scale: float,
) -> Any:
    """Return the two masses between each distance and the one before, without point i itself."""
    count = len(edges) - 1
    found = np.zeros((count + 1, 2))
    starts, _, columns, _, _, _ = grid
    row0, _, row1, column0, column1 = cells_about(place, grid, i, edges[count - 1])
    for row in range(row0, row1 + 1):
        first = starts[row * columns + column0]
        last = starts[row * columns + column1 + 1]
        if first <= i < last:
            _add_masses(place, masses, i, first, i, edges, lookup, scale, found)
            _add_masses(place, masses, i, i + 1, last, edges, lookup, scale, found)
        else:
            _add_masses(place, masses, i, first, last, edges, lookup, scale, found)
    return found


@compiled_or(in_numpy.find_places)
def _find_places(
    gaps: Any, many: int, edges: Any, lookup: Any, scale: float, index: Any, place_of: Any
) -> None:
    """Find the first of the edges each distance is within; the two last arguments are room."""
    top = float(len(lookup) - 1)
    for k in range(many):
        index[k] = np.uint32(np.int32(min(gaps[k] * scale, top)))
    for k in range(many):
        b = lookup[index[k]]
        place_of[k] = b + np.uint32(gaps[k] > edges[b])
    if len(lookup) >= LONGEST_LOOKUP:  # several edges share a cell of the table
        for k in range(many):
            while gaps[k] > edges[place_of[k]]:
                place_of[k] += np.uint32(1)


@compiled_or(in_numpy.add_masses)
def _add_masses(
    place: Any,
    masses: Any,
    i: int,
    first: int,
    last: int,
    edges: Any,
    lookup: Any,
    scale: float,
    found: Any,
) -> None:
    gaps = np.empty(BUFFER)
    index = np.empty(BUFFER, dtype=np.uint32)
    place_of = np.empty(BUFFER, dtype=np.uint32)
    for start in range(first, last, BUFFER):
        many = min(BUFFER, last - start)
        fill_distances(place, i, place, start, many, edges[len(edges) - 2], gaps)
        _find_places(gaps, many, edges, lookup, scale, index, place_of)
        for k in range(many):
            b = place_of[k]
            found[b, 0] += masses[start + k, 0]
            found[b, 1] += masses[start + k, 1]


def ordered_pairs_within(which: Points, r: Floats, threads: int | None = None) -> Floats:
    """Return how many ordered pairs are at most each r apart."""
    cells = cells_of(which, float(r[-1]))
    lookup, scale = radius_lookup(r)
    edges = np.append(r, np.inf)
    cuts = np.linspace(0, which.count, min(BLOCKS, which.count) + 1).astype(np.int64)

    def work(block: int) -> Floats:
        counts = _pair_counts(
            cells.place,
            cells.grid,
            cuts[block],
            cuts[block + 1],
            edges,
            lookup,
            scale,
        )
        return np.asarray(counts)

    parts = over_blocks(work, len(cuts) - 1, threads)
    return np.asarray(np.cumsum(2.0 * sum(parts[1:], parts[0])[:-1]))


@compiled
def _pair_counts(
    place: Any,
    grid: Any,
    first: int,
    last: int,
    edges: Any,
    lookup: Any,
    scale: float,
) -> Any:
    """Count pairs (i, j) with j after i in order of cells."""
    starts, _, columns, _, _, _ = grid
    count = len(edges) - 1
    found = np.zeros(count + 1, dtype=np.int64)
    farthest = edges[count - 1]
    for i in range(first, last):
        _, own, last_row, column0, column1 = cells_about(place, grid, i, farthest)
        for row in range(own, last_row + 1):
            start = max(i + 1, starts[row * columns + column0])
            stop = starts[row * columns + column1 + 1]
            _add_counts(place, i, start, stop, edges, lookup, scale, found)
    return found


@compiled_or(in_numpy.add_counts)
def _add_counts(
    place: Any, i: int, first: int, last: int, edges: Any, lookup: Any, scale: float, found: Any
) -> None:
    gaps = np.empty(BUFFER)
    index = np.empty(BUFFER, dtype=np.uint32)
    place_of = np.empty(BUFFER, dtype=np.uint32)
    for start in range(first, last, BUFFER):
        many = min(BUFFER, last - start)
        fill_distances(place, i, place, start, many, edges[len(edges) - 2], gaps)
        _find_places(gaps, many, edges, lookup, scale, index, place_of)
        for k in range(many):
            found[place_of[k]] += 1
