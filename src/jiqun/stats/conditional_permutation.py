"""Each place's own deals: its value is kept, those of the others are dealt over its neighbours.

A place has random numbers of its own, made from the seed and its position, so that neither the
threads nor the other places change what it draws.
"""

from typing import Any

import numpy as np

from jiqun.stats import arguments
from jiqun.stats.arguments import Codes, Floats
from jiqun.stats.compilation import compiled, over_blocks
from jiqun.stats.spatial_weights import SpatialWeights

PLACES_A_BLOCK = 64
STEP = np.uint64(0x9E3779B97F4A7C15)


def conditional_p(
    values: Floats,
    w: SpatialWeights,
    lag: Floats,
    simulations: int,
    seed: int,
    threads: int | None,
) -> Floats:
    """Return the two-sided p-value of each place's lag when the other values are dealt anew."""
    simulations = arguments.whole(simulations, "simulations", 0)
    seed = arguments.whole(seed, "seed", 0)
    count = len(values)
    if simulations == 0:
        return np.full(count, np.nan)
    starts, data = w.matrix.indptr.astype(np.int64), w.matrix.data
    slack = arguments.TOLERANCE * float(np.abs(values).max())

    def work(block: int) -> Codes:
        first, last = block * PLACES_A_BLOCK, min((block + 1) * PLACES_A_BLOCK, count)
        with np.errstate(over="ignore"):  # numbers that run round, where nothing is compiled
            found = _as_far_out(values, starts, data, lag, slack, first, last, seed, simulations)
        return np.asarray(found)

    fewer = np.concatenate(over_blocks(work, -(-count // PLACES_A_BLOCK), threads))
    p = np.minimum(1.0, 2.0 * (fewer + 1.0) / (simulations + 1.0))
    return np.where(w.islands, np.nan, p)


@compiled
def _mixed(state: Any) -> Any:
    """Return the random number of a state (Steele, Lea and Flood's SplitMix64)."""
    z = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@compiled
def _dealt_sum(others: Any, near: Any, state: Any, swapped: Any) -> float:
    """Return the weighted sum of values dealt to a place's neighbours, all different ones.

    As many values as there are neighbours are swapped to the front, and back again.
    """
    low = np.uint64(32)
    total = 0.0
    for j in range(len(near)):
        left = np.uint64(len(others) - j)
        random = _mixed(state + np.uint64(j) * STEP)
        at = j + np.int64(((random >> low) * left) >> low)
        swapped[j] = at
        others[j], others[at] = others[at], others[j]
        total += near[j] * others[j]
    for j in range(len(near) - 1, -1, -1):
        at = swapped[j]
        others[j], others[at] = others[at], others[j]
    return total


@compiled
def _as_far_out(
    values: Any,
    starts: Any,
    weights: Any,
    lag: Any,
    slack: float,
    first: int,
    last: int,
    seed: int,
    simulations: int,
) -> Any:
    """Count, for some places, the deals at least as far out as the lag, on the rarer side."""
    found = np.zeros(last - first, dtype=np.int64)
    others = np.empty(len(values) - 1)  # all values but the place's own
    others[:first] = values[:first]
    others[first:] = values[first + 1 :]
    swapped = np.empty(len(values), dtype=np.int64)
    for i in range(first, last):
        if i > first:
            others[i - 1] = values[i - 1]
        near = weights[starts[i] : starts[i + 1]]
        room = slack * near.sum()
        state = _mixed(np.uint64(seed) * STEP + np.uint64(i + 1)) * STEP
        above, below = 0, 0
        for _ in range(simulations):
            total = _dealt_sum(others, near, state, swapped)
            state += np.uint64(len(near)) * STEP
            above += total >= lag[i] - room
            below += total <= lag[i] + room
        found[i - first] = min(above, below)
    return found


def adjusted_for_many(p: Floats) -> Floats:
    """Return Benjamini and Hochberg's p-values of many tests; what is missing is no test.

    Examples
    --------
    >>> adjusted_for_many(np.array([0.01, 0.04, np.nan, 0.03])).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known], kind="stable")]
    scaled = p[order] * len(order) / np.arange(1, len(order) + 1)
    result = np.full(len(p), np.nan)
    result[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return result
