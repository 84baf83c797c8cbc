"""From binned distances to a bandwidth and a density: Silverman's rule, a Gaussian kernel.

The kernel is reflected at 0, so that no mass falls on negative distances.
"""

import math
from typing import Any

import numpy as np

from jiqun.base.plurals import counted
from jiqun.stats.arguments import Floats
from jiqun.stats.compilation import compiled
from jiqun.stats.pairs import Points, distances_between
from jiqun.stats.refusal import ArgumentRefused

REACH_IN_BANDWIDTHS = 9.0  # beyond this a Gaussian is below 3e-18 of its top
SQRT_2PI = math.sqrt(2.0 * math.pi)
HELD_AT_ONCE = 1 << 15  # numbers of a table that stays in fast memory


def silverman(spread: float, quartiles: float, count: float, first: float = 1.0) -> float:
    """Return Silverman's rule of thumb as R's ``bw.nrd0`` has it.

    Parameters
    ----------
    spread
        Standard deviation (n - 1 in the denominator).
    quartiles
        Interquartile range.
    count
        How many values.
    first
        The first value, which R takes when all are alike.

    References
    ----------
    Silverman, B. W. (1986). Density Estimation. Chapman and Hall, p. 48, equation 3.31.

    Examples
    --------
    >>> round(silverman(2.0, 2.0, 100), 6)
    0.534771
    """
    smaller = min(spread, quartiles / 1.34) or spread or abs(first) or 1.0
    return float(0.9 * smaller * count**-0.2)


def bandwidth_of_values(distances: Floats) -> float:
    """Return Silverman's bandwidth of distances that are all at hand."""
    if len(distances) < 2:
        raise ArgumentRefused(
            "bandwidth",
            f"cannot be estimated from {counted(len(distances), 'distance')} in reach",
            "give one, or more points or larger distances",
        )
    low, high = np.quantile(distances, [0.25, 0.75])
    return silverman(
        float(np.std(distances, ddof=1)), float(high - low), len(distances), float(distances[0])
    )


def bandwidth_of_moments(moments: Floats, width: float, a: Points, b: Points | None) -> float:
    """Return Silverman's bandwidth, exactly, from binned moments of the distances.

    The quartiles are looked for among the distances again only where the bins cannot tell
    whether they matter.
    """
    count = float(moments[:, 0].sum())
    if count < 2:
        return bandwidth_of_values(np.zeros(int(count)))
    spread = _spread(moments, width, count)
    below = np.concatenate([[0.0], np.cumsum(moments[:, 0])])
    top_of_first = int(np.searchsorted(below, np.floor(0.25 * (count - 1)) + 1, "right"))
    foot_of_third = int(np.searchsorted(below, np.floor(0.75 * (count - 1)), "right")) - 1
    if (foot_of_third - top_of_first) * width / 1.34 > spread:
        return silverman(spread, math.inf, count)
    edges = [_order_statistic(q, count, below, width, a, b) for q in (0.25, 0.75)]
    return silverman(spread, edges[1] - edges[0], count)


def _spread(moments: Floats, width: float, count: float) -> float:
    centre = (np.arange(len(moments)) + 0.5) * width
    mean = float((centre @ moments[:, 0] + width * moments[:, 1].sum()) / count)
    off = centre - mean
    squares = off**2 @ moments[:, 0] + 2.0 * width * (off @ moments[:, 1])
    squares += width**2 * moments[:, 2].sum()
    return math.sqrt(max(float(squares), 0.0) / (count - 1.0))


def _order_statistic(
    q: float, count: float, below: Floats, width: float, a: Points, b: Points | None
) -> float:
    """Return the type-7 quantile of all distances in reach."""
    place = q * (count - 1.0)
    lower = math.floor(place)
    upper = min(lower + 1, int(count) - 1)
    first = int(np.searchsorted(below, lower, "right")) - 1
    last = int(np.searchsorted(below, upper, "right"))
    margin = 1e-9 * width  # so that rounding at a bin's edge loses no distance
    low, high = first * width - margin, last * width + margin
    near = distances_between(a, b, low, high)
    start = int(below[first]) - int(np.sum(near < first * width))
    value = near[lower - start] + (place - lower) * (near[upper - start] - near[lower - start])
    return float(value)


@compiled
def kernel_of_moments(moments: Any, width: float, r: Any, h: float) -> Any:
    """Return the reflected Gaussian sum at each r from binned moments (third-order expansion).

    With bins of h/60 the remainder is below 6e-10 of the kernel's top a pair.
    """
    result = np.zeros(len(r))
    step = width / h
    reach = REACH_IN_BANDWIDTHS * h
    for j in range(len(r)):
        total = 0.0
        for side in (1.0, -1.0):
            at = side * r[j]
            first = max(0, int((at - reach) / width))
            last = min(len(moments), int((at + reach) / width) + 1)
            for b in range(first, last):
                z = (at - (b + 0.5) * width) / h
                inside = moments[b, 0] + step * (
                    moments[b, 1] * z
                    + step
                    * (
                        moments[b, 2] * (z * z - 1.0) / 2.0
                        + step * moments[b, 3] * (z * z - 3.0) * z / 6.0
                    )
                )
                total += math.exp(-0.5 * z * z) * inside
        result[j] = total / (SQRT_2PI * h)
    return result


def kernel_of_values(distances: Floats, masses: Floats | None, r: Floats, h: float) -> Floats:
    """Return the reflected Gaussian sum at each r, value by value (values in any order)."""
    return np.asarray(kernel_of_rows(distances[None, :], masses, r, np.array([h]))[0])


def kernel_of_rows(distances: Floats, masses: Floats | None, r: Floats, h: Floats) -> Floats:
    """Return such sums of each row (rows x r), each with a bandwidth of its own.

    Left to NumPy: for values so few, loading compiled code takes longer than the sum.

    Parameters
    ----------
    distances
        Rows x values.
    masses
        One a value, the same in every row; all alike when not given.
    r
        Distances at which the sums are wanted.
    h
        One a row.
    """
    result = np.empty((len(distances), len(r)))
    step = max(1, HELD_AT_ONCE // max(1, distances.size))
    for first in range(0, len(r), step):
        at = r[None, first : first + step, None]
        heights = _bell(at - distances[:, None], h) + _bell(at + distances[:, None], h)
        total = heights.sum(axis=2) if masses is None else heights @ masses
        result[:, first : first + step] = total / (SQRT_2PI * h[:, None])
    return result


def _bell(away: Floats, h: Floats) -> Floats:
    """Return the height of each row's Gaussian, over its top, at distances from its middle."""
    away /= h[:, None, None]
    away *= away
    away *= -0.5
    return np.asarray(np.exp(away, out=away))


def bandwidths_of_rows(distances: Floats, reach: float) -> Floats:
    """Return Silverman's bandwidth of the distances in reach, row by row.

    As :func:`bandwidth_of_values` up to rounding.
    """
    near = distances <= reach
    count = near.sum(axis=1)
    if count.min() < 2:
        fewest = int(count.argmin())
        bandwidth_of_values(distances[fewest][near[fewest]])
    kept = np.where(near, distances, 0.0)
    mean = kept.sum(axis=1) / count
    squares = np.where(near, distances - mean[:, None], 0.0) ** 2
    spread = np.sqrt(squares.sum(axis=1) / (count - 1))
    ordered = np.sort(np.where(near, distances, np.inf), axis=1)
    low, high = (_quantile_of_rows(ordered, count, share) for share in (0.25, 0.75))
    first = distances[np.arange(len(distances)), near.argmax(axis=1)]
    pairs = zip(spread, high - low, count, first, strict=True)
    return np.array([silverman(*(float(number) for number in row)) for row in pairs])


def _quantile_of_rows(ordered: Floats, count: Floats, share: float) -> Floats:
    """Return the type-7 quantile of the first values of each row, which are sorted."""
    place = share * (count - 1.0)
    lower = np.floor(place).astype(np.int64)
    rows = np.arange(len(ordered))
    below, above = ordered[rows, lower], ordered[rows, np.minimum(lower + 1, count - 1)]
    return np.asarray(below + (above - below) * (place - lower))


@compiled
def kernel_of_counts(counts: Any, width: float, r: Any, h: float) -> Any:
    """Return the reflected Gaussian sum at each r from counts in bins of about h/8.

    Binning widens a density by width²/12 (Sheppard); the kernel is narrowed by as much.
    Neighbouring Gaussians are had from each other by two multiplications.
    """
    narrow = math.sqrt(h * h - width * width / 12.0)
    reach = 6.0 * narrow
    step = width / narrow
    shrink = math.exp(-step * step)
    result = np.zeros(len(r))
    for j in range(len(r)):
        total = 0.0
        for side in (1.0, -1.0):
            at = side * r[j]
            first = max(0, int((at - reach) / width))
            last = min(len(counts), int((at + reach) / width) + 1)
            z = (at - (first + 0.5) * width) / narrow
            height = math.exp(-0.5 * z * z)
            ratio = math.exp(z * step - 0.5 * step * step)
            for b in range(first, last):
                total += height * counts[b]
                height *= ratio
                ratio *= shrink
        result[j] = total / (SQRT_2PI * narrow)
    return result


def bandwidth_of_counts(counts: Floats, width: float) -> float:
    """Return Silverman's bandwidth from counts in narrow bins (quartiles interpolated)."""
    count = float(counts.sum())
    if count < 2:
        return bandwidth_of_values(np.zeros(int(count)))
    centre = (np.arange(len(counts)) + 0.5) * width
    mean = float(centre @ counts) / count
    variance = float((centre - mean) ** 2 @ counts) / (count - 1.0) - width**2 / 12.0
    below = np.concatenate([[0.0], np.cumsum(counts)])
    edges = np.arange(len(counts) + 1) * width
    low, high = np.interp([0.25 * count, 0.75 * count], below, edges)
    return silverman(math.sqrt(max(variance, 0.0)), float(high - low), count)
