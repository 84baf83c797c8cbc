"""How far a value lies behind others, in the others' own spread; for many clusters at once.

Robust, so that one odd cluster among the others moves little: the median, and the median absolute
deviation in the units of a standard deviation. A value among the others that is not known may be
anything; the furthest a value could lie behind is worked out too.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from jiqun.filings.peer_rules import NORMAL_MAD, NORMAL_MEAN_DEVIATION, peer_rules

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]
Integers: TypeAlias = NDArray[np.int64]


class Spread(NamedTuple):
    """Where each row's others lie.

    Parameters
    ----------
    known, unknown
        How many of them have a value, and how many have one that nobody knows.
    middle, scale
        Their median and robust standard deviation.
    """

    known: Integers
    unknown: Integers
    middle: Floats
    scale: Floats


def spread(others: Floats, unknown: Integers) -> Spread:
    """Return where the others of each row lie.

    Parameters
    ----------
    others
        One row a cluster, one column an other; NaN where there is none, or no value.
    unknown
        A row's others whose value exists and is not known.

    Examples
    --------
    >>> found = spread(np.array([[1.0, 2.0, 3.0, 4.0, 5.0, np.nan]]), np.array([0]))
    >>> float(found.middle[0]), round(float(found.scale[0]), 4)
    (3.0, 1.788)
    """
    ordered = np.sort(others, axis=1)
    known = np.isfinite(ordered).sum(axis=1)
    middle = _median(ordered, known)
    apart = np.sort(np.abs(ordered - middle[:, None]), axis=1)
    scale = _scale(_median(apart, known), apart, known)
    return Spread(known, unknown, middle, scale)


def behind(own: Floats, found: Spread) -> Floats:
    """Return how far values lie below the middle of the others, in robust standard deviations.

    Parameters
    ----------
    own
        One value a row, the larger the better.
    found
        Where the others lie.

    Returns
    -------
    array
        Above nought below the middle; infinite where the others are all equal and the value is
        less; NaN where there is nothing to compare.

    Notes
    -----
    ``(median - value) / (s * sqrt(1 + pi / 2n))`` with ``s = 1.4826 b_n MAD``: the median of
    ``n`` normal values is itself off by ``pi / 2n`` of their variance.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        distance = found.middle - own
        unsure = np.sqrt(1 + np.pi / (2 * np.maximum(found.known, 1)))
        apart = distance / (found.scale * unsure)
    apart = np.where((found.scale == 0) & (distance == 0), 0.0, apart)
    return np.where(np.isfinite(own) & (found.known > 0), apart, np.nan)


def furthest_behind(own: Floats, others: Floats, unknown: Integers) -> Floats:
    """Return the furthest behind a value could lie, whatever the unknown others are.

    Parameters
    ----------
    own, others, unknown
        As of :func:`spread` and :func:`behind`.

    Returns
    -------
    array
        Never less than :func:`behind` would find, were all of them known.

    Notes
    -----
    Of ``n`` others of which ``m`` are unknown, the median lies between those of the cases that all
    unknown are least and that all are most; every deviation is at least its distance from that
    range, and an unknown one may be nought. So the greatest distance over the least scale bounds
    it from above.

    Examples
    --------
    >>> others = np.array([[2.0, 3.0, 4.0, 5.0, np.nan]])
    >>> whole = np.array([[2.0, 3.0, 4.0, 5.0, 9.0]])
    >>> none = np.array([0])
    >>> most = furthest_behind(np.array([1.0]), others, np.array([1]))
    >>> bool(most[0] >= behind(np.array([1.0]), spread(whole, none))[0])
    True
    """
    ordered = np.sort(others, axis=1)
    known = np.isfinite(ordered).sum(axis=1)
    every = known + unknown
    low = _median(ordered, every, shift=unknown)
    high = _median(ordered, every)
    gap = np.maximum(np.maximum(low[:, None] - ordered, ordered - high[:, None]), 0.0)
    gaps = np.sort(gap, axis=1)
    least = _median(gaps, every, shift=unknown, below=0.0)
    scale = NORMAL_MAD * _correction(every) * least
    with np.errstate(divide="ignore", invalid="ignore"):
        unsure = np.sqrt(1 + np.pi / (2 * np.maximum(every, 1)))
        apart = (high - own) / (scale * unsure)
    # A deviation of nought has another estimate in its place, which is not bounded here.
    apart = np.where((scale == 0) & (high > own), np.inf, apart)
    apart = np.where(high <= own, 0.0, apart)  # at the middle or above it, whatever the scale
    exact = behind(own, spread(others, unknown))
    return np.where(unknown == 0, exact, np.where(np.isfinite(own), apart, np.nan))


def _median(
    ordered: Floats, count: Integers, shift: Integers | None = None, below: float = -np.inf
) -> Floats:
    """Return the median of each row's first ``count`` values, ``shift`` unseen ones before them.

    What lies past the values that are known is infinite.
    """
    moved = np.zeros_like(count) if shift is None else shift
    ends = [_at(ordered, place - moved, below) for place in ((count - 1) // 2, count // 2)]
    with np.errstate(invalid="ignore"):
        middle: Floats = (ends[0] + ends[1]) / 2
    return np.where(count > 0, middle, np.nan)


def _at(ordered: Floats, place: Integers, below: float) -> Floats:
    """Return a value of each row; beyond the known ones infinity, before the first ``below``."""
    width = ordered.shape[1]
    if width == 0:
        return np.full(len(place), np.nan)
    inside = np.clip(place, 0, width - 1)
    found = np.take_along_axis(ordered, inside[:, None], axis=1)[:, 0]
    found = np.where((place >= width) | ~np.isfinite(found), np.inf, found)
    return np.where(place < 0, below, found)


def _scale(deviation: Floats, apart: Floats, known: Integers) -> Floats:
    """Return the robust standard deviation; where half are equal, by the mean deviation."""
    scale = NORMAL_MAD * _correction(known) * deviation
    total = np.where(np.isfinite(apart), apart, 0.0).sum(axis=1)
    mean = total / np.maximum(known, 1)
    return np.where(scale == 0, NORMAL_MEAN_DEVIATION * mean, scale)


def _correction(count: Integers) -> Floats:
    """Return what makes the median absolute deviation of so many values unbiased."""
    factors = np.array([1.0, 1.0, *peer_rules().factors])
    large = count / np.maximum(count - 0.8, 0.2)
    inside = np.clip(count, 0, len(factors) - 1)
    return np.where(count < len(factors), factors[inside], large)
