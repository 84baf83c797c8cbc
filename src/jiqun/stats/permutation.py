"""Kd under the null: the plants of an industry drawn at random from all sites.

Simulation number s of a seed is always the same, whatever the threads: it has its own random
stream, made from the seed and s. Simulations are counted pair by pair in bins of about an
eighth of the bandwidth (error about 1e-5), or by FFT on a grid where that is faster.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from jiqun.stats.arguments import Codes, Floats, Singles
from jiqun.stats.autocorrelation import Grid, grid_fits, grid_for, ring_bandwidth, ring_density
from jiqun.stats.compilation import over_blocks
from jiqun.stats.distance_density import density_of_pairs
from jiqun.stats.pairs import Points, growing_counts, pair_mass, pair_moments, pair_weights
from jiqun.stats.smoothing import (
    REACH_IN_BANDWIDTHS,
    bandwidth_of_counts,
    bandwidths_of_rows,
    kernel_of_counts,
    kernel_of_rows,
)

BINS_A_BANDWIDTH = 8
COARSEST = 2.5  # bins a bandwidth below which a simulation is summed exactly instead
FEW_POINTS = 64  # summed pair by pair
TOGETHER = 64  # simulations of few points
DIRECT_BELOW = 8_000  # points below which counting pairs beats the FFT
NANOSECONDS_A_PAIR = 1.2
NANOSECONDS_A_CELL = 40.0


def stream(seed: int, simulation: int) -> np.random.Generator:
    """Return the random stream of one simulation."""
    return np.random.default_rng([seed, simulation])


@dataclass(frozen=True)
class Null:
    """How to simulate Kd for one number of plants among given sites.

    Parameters
    ----------
    sites
        All sites, without weights.
    r
        Distances, km.
    bandwidth
        Given, or re-estimated in each simulation.
    rough
        About what the bandwidth will be.
    size
        How many plants.
    weights
        Their weights, put on the sites at random; none when all count alike.
    grid
        The grid, if the FFT is to be used.
    """

    sites: Points
    r: Floats
    bandwidth: float | None
    rough: float
    size: int
    weights: Floats | None = None
    grid: Grid | None = None

    def curve(self, seed: int, simulation: int) -> Floats:
        """Return Kd of one simulation."""
        return self.density(self.sites.chosen(self.drawn(seed, simulation)))

    def drawn(self, seed: int, simulation: int) -> Codes:
        """Return the sites of one simulation."""
        draw = stream(seed, simulation)
        return draw.choice(self.sites.count, self.size, replace=False)

    def density(self, which: Points) -> Floats:
        """Return Kd of drawn sites, by the estimator of this null."""
        weighted = Points(which.place, self.weights)
        if self.grid is not None:
            return self._by_grid(self.grid, weighted)
        if self.size <= FEW_POINTS:
            return density_of_pairs(weighted, None, self.r, self.bandwidth, threads=1).k
        reach, bins = self.bins()
        if self.weights is None:
            sizes = np.array([self.size])
            place = which.place.astype(np.float32)
            counts = growing_counts(place, sizes, bins / reach, bins)[0].astype(np.float64)
            masses = counts
        else:
            counts = pair_moments(weighted, None, reach, bins, False, 1)[:, 0].copy()
            masses = pair_moments(weighted, None, reach, bins, True, 1)[:, 0].copy()
        h = self.bandwidth or self.estimated(counts, reach / bins)
        if reach / bins * COARSEST > h:
            return density_of_pairs(weighted, None, self.r, self.bandwidth, threads=1).k
        return np.asarray(kernel_of_counts(masses, reach / bins, self.r, h)) / pair_mass(weighted)

    def bins(self) -> tuple[float, int]:
        """Return how far to count, and into how many bins."""
        farthest = float(self.r[-1])
        reach = farthest + REACH_IN_BANDWIDTHS * self.rough
        if self.bandwidth is None:
            reach = max(reach, 2.0 * farthest)
        return reach, max(1, int(np.ceil(reach / self.rough * BINS_A_BANDWIDTH)))

    def estimated(self, counts: Floats, width: float) -> float:
        """Return the bandwidth of counts of the distances up to twice the farthest r."""
        within = round(2.0 * float(self.r[-1]) / width)
        return bandwidth_of_counts(counts[:within], width)

    def _by_grid(self, grid: Grid, which: Points) -> Floats:
        cells = grid.cell_of(which)
        fixed = self.bandwidth is not None
        counts = grid.counts(cells, which.weights if fixed else None)
        h = self.bandwidth or ring_bandwidth(counts, grid, float(self.r[-1]))
        if which.weights is not None and not fixed:
            counts = grid.counts(cells, which.weights)
        return ring_density(counts, grid, self.r, h) / pair_mass(which)


def simulated(null: Null, simulations: int, seed: int, threads: int | None) -> Floats:
    """Return the curves of all simulations (simulations x distances)."""
    if null.grid is None and null.size <= FEW_POINTS:
        return _simulated_together(null, simulations, seed, threads)
    return np.stack(over_blocks(lambda s: null.curve(seed, s), simulations, threads))


def _simulated_together(null: Null, simulations: int, seed: int, threads: int | None) -> Floats:
    """Return the curves of few points, many simulations at a time: one is too little for NumPy."""
    masses = pair_weights(Points(null.sites.place[:, : null.size], null.weights))

    def work(block: int) -> Floats:
        numbers = range(block * TOGETHER, min((block + 1) * TOGETHER, simulations))
        distances = null.sites.distances_among(np.stack([null.drawn(seed, s) for s in numbers]))
        if null.bandwidth is None:
            h = bandwidths_of_rows(distances, 2.0 * float(null.r[-1]))
        else:
            h = np.full(len(distances), null.bandwidth)
        return kernel_of_rows(distances, masses, null.r, h)

    curves = np.concatenate(over_blocks(work, -(-simulations // TOGETHER), threads))
    return curves / pair_mass(Points(null.sites.place[:, : null.size], null.weights))


def simulated_sizes(nulls: list[Null], simulations: int, seed: int, threads: int | None) -> Singles:
    """Return curves of several sizes (sizes x simulations x distances) from shared permutations.

    Under the null an industry's curve depends on its number of plants only. The first n sites
    of a random permutation are n plants at random: one pass over a growing set of sites serves
    all sizes. Curves of different sizes are therefore not independent of each other; each size
    on its own is drawn as it should be.

    Parameters
    ----------
    nulls
        One a size, sizes rising, without weights; those with a grid go by FFT.
    simulations, seed, threads
        As elsewhere.
    """
    direct = [k for k, null in enumerate(nulls) if null.grid is None]
    result = np.empty((len(nulls), simulations, len(nulls[0].r)), dtype=np.float32)

    def work(s: int) -> None:
        sites = nulls[0].sites
        order = stream(seed, s).choice(sites.count, nulls[-1].size, replace=False)
        if direct:
            _direct_sizes([nulls[k] for k in direct], order, result[: len(direct), s])
        for k in range(len(direct), len(nulls)):
            result[k, s] = nulls[k].density(sites.chosen(order[: nulls[k].size]))

    over_blocks(work, simulations, threads)
    return result


def _direct_sizes(nulls: list[Null], order: Codes, out: Singles) -> None:
    """Write the curves of the sizes counted pair by pair, smallest first."""
    finest = min(nulls, key=lambda null: null.rough)
    reach = max(null.bins()[0] for null in nulls)
    bins = max(1, int(np.ceil(reach / finest.rough * BINS_A_BANDWIDTH)))
    width = reach / bins
    sizes = np.array([null.size for null in nulls])
    place = nulls[0].sites.place[:, order[: sizes[-1]]].astype(np.float32)
    counts = np.cumsum(growing_counts(place, sizes, bins / reach, bins), axis=0)
    for k, null in enumerate(nulls):
        if null.size <= FEW_POINTS:
            out[k] = null.density(null.sites.chosen(order[: null.size]))
            continue
        factor = max(1, int(null.rough / BINS_A_BANDWIDTH / width))
        wide = _merged(counts[k], factor)
        h = null.bandwidth or null.estimated(wide, width * factor)
        if width * factor * COARSEST > h:
            out[k] = null.density(null.sites.chosen(order[: null.size]))
            continue
        pairs = null.size * (null.size - 1) / 2.0
        out[k] = np.asarray(kernel_of_counts(wide, width * factor, null.r, h)) / pairs


def _merged(counts: Any, factor: int) -> Floats:
    whole = -(-len(counts) // factor) * factor
    padded = np.zeros(whole)
    padded[: len(counts)] = counts
    return np.asarray(padded.reshape(-1, factor).sum(axis=1))


def fastest_nulls(
    sites: Points, r: Floats, sizes: list[int], bandwidth: float | None, rough: list[float]
) -> list[Null]:
    """Return the nulls of several rising sizes, with a grid where the FFT will be faster."""
    grids: list[Grid | None] = [None] * len(sizes)
    cost = np.full(len(sizes), np.inf)
    for k, (size, h) in enumerate(zip(sizes, rough, strict=True)):
        if size > DIRECT_BELOW and not sites.on_sphere and grid_fits(sites, float(r[-1]), h):
            grid = grid_for(sites, float(r[-1]), h)
            grids[k] = grid
            cost[k] = NANOSECONDS_A_CELL * grid.padded[0] * grid.padded[1]
    counted = np.concatenate([[0.0], NANOSECONDS_A_PAIR * np.array(sizes, dtype=float) ** 2 / 2])
    by_fft = np.concatenate([np.cumsum(cost[::-1])[::-1], [0.0]])
    direct = int(np.argmin(counted + by_fft))
    return [
        Null(sites, r, bandwidth, rough[k], sizes[k], None, grids[k] if k >= direct else None)
        for k in range(len(sizes))
    ]
