"""Pair distances of very many points at once: autocorrelation on a grid by FFT.

Points fall into square cells; the autocorrelation of the counts tells how many pairs lie at
each displacement of cells, and displacements are gathered into narrow rings. The time depends
on the window and the cell, not on the number of points.

Rounding a point to its cell's centre adds to a displacement a variance of cell²/6 along each
axis. The kernel is narrowed by as much, and ring radii are moved by the mean effect across
the line of sight, so that the estimate is right on average over positions of the grid; what
remains is noise, estimated in :meth:`Grid.error`.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from jiqun.stats.arguments import Codes, Floats
from jiqun.stats.compilation import compiled
from jiqun.stats.pairs import Points, pair_mass
from jiqun.stats.refusal import ArgumentRefused
from jiqun.stats.smoothing import silverman

CELLS_A_BANDWIDTH = 1.5
RINGS_A_CELL = 4
MOST_CELLS = 1 << 24
MEAN_DISTANCE_IN_CELL = 0.5214054331647207  # of two random points of a unit square


@dataclass(frozen=True)
class Grid:
    """A window cut into square cells, padded so that no pair in reach wraps around.

    Parameters
    ----------
    left, bottom
        The window's corner, km.
    cell
        Side of a cell, km.
    columns, rows
        Cells of the window.
    lag
        The largest displacement of interest, in cells.
    points
        For how many points it was made.
    """

    left: float
    bottom: float
    cell: float
    columns: int
    rows: int
    lag: int
    points: int

    @cached_property
    def padded(self) -> tuple[int, int]:
        """Rows and columns of the transform."""
        from scipy import fft

        return (
            int(fft.next_fast_len(self.rows + self.lag, real=True)),
            int(fft.next_fast_len(self.columns + self.lag, real=True)),
        )

    @cached_property
    def rings(self) -> tuple[Any, Floats]:
        """The ring of each displacement (rows 0 … lag, columns -lag … lag) and the rings' radii."""
        step = np.arange(-self.lag, self.lag + 1, dtype=np.float64)
        length = np.hypot(np.arange(self.lag + 1)[:, None], step[None, :])
        ring = (length * RINGS_A_CELL).astype(np.int32)
        last = self.lag * RINGS_A_CELL
        ring[length > self.lag] = last
        ring[0, : self.lag + 1] = last  # each unordered pair once; (0, 0) is counted apart
        radius = length - 1.0 / (12.0 * np.maximum(length, 1.0))
        count = np.bincount(ring.ravel(), minlength=last + 1)[:last]
        total = np.bincount(ring.ravel(), radius.ravel(), minlength=last + 1)[:last]
        mean = np.where(count > 0, total / np.maximum(count, 1), (np.arange(last) + 0.5) / 4.0)
        mean[0] = MEAN_DISTANCE_IN_CELL
        return ring, mean * self.cell

    def cell_of(self, which: Points) -> Codes:
        """Return the flat position of each point's cell in the window."""
        column = ((which.place[0] - self.left) / self.cell).astype(np.int64)
        row = ((which.place[1] - self.bottom) / self.cell).astype(np.int64)
        return np.asarray(row * self.columns + column)

    def counts(self, cells: Codes, weights: Floats | None) -> Floats:
        """Return the mass of pairs in each ring, given each point's cell and weight."""
        from scipy import fft

        filled = np.bincount(cells, weights, self.rows * self.columns).astype(np.float32)
        spectrum = fft.rfft2(filled.reshape(self.rows, self.columns), s=self.padded)
        power = np.square(spectrum.real) + np.square(spectrum.imag)
        pairs = fft.irfft2(power, s=self.padded)
        squares = float(len(cells)) if weights is None else float(np.sum(weights**2))
        ring, _ = self.rings
        sums = np.asarray(_ring_sums(pairs, ring, self.lag, self.lag * RINGS_A_CELL))
        sums[0] = max(float(pairs[0, 0]) - squares, 0.0) / 2.0
        return sums

    def error(self, bandwidth: float) -> float:
        """Return a rough size of the grid's error relative to the curve's top."""
        return 2e-3 * (self.cell / bandwidth) ** 2 * max(1.0, 1e4 / self.points)


@compiled
def _ring_sums(pairs: Any, ring: Any, lag: int, last: int) -> Any:
    sums = np.zeros(last + 1)
    columns = pairs.shape[1]
    for row in range(lag + 1):
        for step in range(-lag, lag + 1):
            column = step if step >= 0 else step + columns
            sums[ring[row, step + lag]] += pairs[row, column]
    return sums[:last]


def grid_for(which: Points, farthest: float, bandwidth: float) -> Grid:
    """Return a grid fine enough for a bandwidth, reaching to twice the farthest distance."""
    left, bottom = which.place.min(axis=1)
    columns, rows, lag, cell = _extent(which, farthest, bandwidth)
    if not grid_fits(which, farthest, bandwidth):
        raise ArgumentRefused(
            "exact",
            f"False needs {columns + lag} x {rows + lag} cells of {cell:.3g} km",
            "use exact=True, a larger bandwidth or smaller distances",
        )
    return Grid(float(left), float(bottom), cell, columns, rows, lag, which.count)


def grid_fits(which: Points, farthest: float, bandwidth: float) -> bool:
    """Tell whether the grid for a bandwidth has few enough cells."""
    columns, rows, lag, _ = _extent(which, farthest, bandwidth)
    return (columns + lag) * (rows + lag) <= MOST_CELLS


def _extent(which: Points, farthest: float, bandwidth: float) -> tuple[int, int, int, float]:
    width, height = np.ptp(which.place, axis=1)
    cell = bandwidth / CELLS_A_BANDWIDTH
    reach = max(2.0 * farthest, farthest + 6.0 * bandwidth)
    return int(width / cell) + 1, int(height / cell) + 1, math.ceil(reach / cell) + 1, cell


def grid_density(
    grid: Grid, which: Points, r: Floats, bandwidth: float | None
) -> tuple[Floats, float]:
    """Return Kd of points on a grid, and the bandwidth used."""
    cells = grid.cell_of(which)
    counts = grid.counts(cells, None if bandwidth is None else which.weights)
    h = bandwidth or ring_bandwidth(counts, grid, float(r[-1]))
    if bandwidth is None and which.weights is not None:
        counts = grid.counts(cells, which.weights)
    return ring_density(counts, grid, r, h) / pair_mass(which), h


def ring_bandwidth(counts: Floats, grid: Grid, farthest: float) -> float:
    """Return Silverman's bandwidth of the distances up to twice the farthest."""
    _, radius = grid.rings
    kept = radius <= 2.0 * farthest
    weight, at = np.maximum(counts[kept], 0.0), radius[kept]
    count = float(weight.sum())
    mean = float(at @ weight) / count
    variance = float((at - mean) ** 2 @ weight) / (count - 1.0) - grid.cell**2 / 6.0
    below = (np.cumsum(weight) - 0.5 * weight) / count
    low, high = np.interp([0.25, 0.75], below, at)
    return silverman(math.sqrt(max(variance, 0.0)), float(high - low), count)


def ring_density(counts: Floats, grid: Grid, r: Floats, h: float) -> Floats:
    """Return the reflected Gaussian sums at each r from ring counts."""
    narrow = math.sqrt(h * h - grid.cell**2 / 6.0)
    _, radius = grid.rings
    return np.asarray(_ring_kernel(counts, radius, r, narrow))


@compiled
def _ring_kernel(counts: Any, radius: Any, r: Any, h: float) -> Any:
    result = np.zeros(len(r))
    for j in range(len(r)):
        total = 0.0
        first = np.searchsorted(radius, r[j] - 6.0 * h)
        for b in range(first, len(radius)):
            if radius[b] > r[j] + 6.0 * h:
                break
            z = (r[j] - radius[b]) / h
            far = (r[j] + radius[b]) / h
            total += counts[b] * (math.exp(-0.5 * z * z) + math.exp(-0.5 * far * far))
        result[j] = total / (2.5066282746310002 * h)
    return result
