"""The exact interval of a share, without the second that importing a library for it costs."""

from __future__ import annotations

from functools import cache
from math import lgamma

import numpy as np

from jiqun.diagnosis.spread import Floats, Integers

HALVINGS = 55
"""After as many a number from 0 to 1 is known as exactly as it can be written."""


def least_share(hits: Integers, of: Integers, confidence: float = 0.95) -> Floats:
    """Return the lower end of the interval of a share (Clopper and Pearson 1934).

    The upper end is that of the misses: ``1 - least_share(of - hits, of)``.

    Parameters
    ----------
    hits, of
        How many of how many; NaN comes of none.
    confidence
        That both ends together hold the share; each leaves out half of the rest.

    Returns
    -------
    array
        The share with which so many hits or more come in ``(1 - confidence) / 2`` of all cases.

    Examples
    --------
    >>> least_share(np.array([1, 0]), np.array([4, 4])).round(3).tolist()
    [0.006, 0.0]
    """
    least = np.full(len(of), np.nan)
    for number in np.unique(of[of > 0]).tolist():
        rows = of == number
        least[rows] = _least(number, (1 - confidence) / 2)[hits[rows]]
    return least


@cache
def _least(of: int, tail: float) -> Floats:
    """Return the lower end of every number of hits, halving what it may be until it is known."""
    hits = np.arange(of + 1)
    ways = np.array([lgamma(of + 1) - lgamma(hit + 1) - lgamma(of - hit + 1) for hit in hits])
    low, high = np.zeros(of), np.ones(of)
    at_least = hits[None, :] >= hits[1:, None]
    for _ in range(HALVINGS):
        share = ((low + high) / 2)[:, None]
        chances = np.exp(ways + hits * np.log(share) + (of - hits) * np.log1p(-share))
        above = np.where(at_least, chances, 0.0).sum(axis=1) > tail
        low, high = np.where(above, low, share[:, 0]), np.where(above, share[:, 0], high)
    return np.concatenate([[0.0], (low + high) / 2])
