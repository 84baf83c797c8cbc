"""Share an exact whole number out by weights, within bounds: the largest remainder method.

Calibration by allotment is exact by construction: what is shared out adds up to the total, so no
draw has to be rejected and no figure patched afterwards.
"""

from __future__ import annotations

from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import ArrayLike, NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

HALVINGS = 90  # of the search for the scale: below one part in 10^20


def stream(seed: int, topic: str) -> np.random.Generator:
    """Return a random stream of its own for a topic, so that topics do not shift each other.

    Examples
    --------
    >>> int(stream(1, "a").integers(100)) == int(stream(1, "a").integers(100))
    True
    """
    return np.random.default_rng([seed, crc32(topic.encode())])


def allot(total: int, weights: ArrayLike, low: ArrayLike = 0, high: Any = None) -> IntArray:
    """Share a total out by weights, every share within its bounds.

    Parameters
    ----------
    total
        What the shares add up to.
    weights
        Shape ``(n,)``, positive.
    low, high
        Whole numbers or shape ``(n,)``; without ``high`` a share may be the whole total.

    Returns
    -------
    numpy.ndarray
        Shape ``(n,)``, whole numbers. Each is the weight times one common factor, cut to its
        bounds and rounded down or up; the largest remainders are rounded up, the first of equals
        first.

    Raises
    ------
    ValueError
        If no shares within the bounds add up to the total.

    Examples
    --------
    >>> allot(10, [1, 1, 2]).tolist(), allot(10, [1, 1, 2], high=[9, 9, 4]).tolist()
    ([3, 2, 5], [3, 3, 4])
    """
    weight = np.asarray(weights, dtype=float)
    least = np.broadcast_to(np.asarray(low, dtype=np.int64), weight.shape)
    most = np.broadcast_to(np.asarray(total if high is None else high, np.int64), weight.shape)
    if (most < least).any() or not least.sum() <= total <= most.sum() or (weight <= 0).any():
        msg = f"no shares within the bounds add up to {total}: {least.sum()} to {most.sum()}"
        raise ValueError(msg)
    shares = np.clip(_factor(total, weight, least, most) * weight, least, most)
    return _rounded(total, shares, most)


def _factor(total: int, weight: FloatArray, least: IntArray, most: IntArray) -> float:
    """Find the largest factor whose shares do not add up to more than the total."""
    below, above = 0.0, float((most / weight).max()) + 1.0
    for _ in range(HALVINGS):
        middle = (below + above) / 2
        if np.clip(middle * weight, least, most).sum() <= total:
            below = middle
        else:
            above = middle
    return below


def _rounded(total: int, shares: FloatArray, most: IntArray) -> IntArray:
    whole = np.floor(shares).astype(np.int64)
    for _ in range(2):  # a second round only where a bound left no room in the first
        rest = total - int(whole.sum())
        order = np.argsort(-(shares - whole) + 2.0 * (whole >= most), kind="stable")
        whole[order[:rest]] += 1
        if total == whole.sum() and (whole <= most).all():
            return whole
    msg = f"shares of {total} could not be rounded within their bounds"
    raise ValueError(msg)


def best(count: int, score: FloatArray) -> BoolArray:
    """Mark the places with the highest scores.

    Examples
    --------
    >>> best(2, np.array([0.3, 0.9, 0.5])).tolist()
    [False, True, True]
    """
    marked = np.zeros(score.shape, dtype=bool)
    marked[np.argsort(-score, kind="stable")[:count]] = True
    return marked
