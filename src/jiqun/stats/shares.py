"""Shares along an axis of a table, and sums over them."""

import numpy as np

from jiqun.stats.arguments import Floats
from jiqun.stats.refusal import ArgumentRefused


def shares(cells: Floats, axis: int) -> Floats:
    """Return shares along an axis; an empty line gives missing."""
    total = cells.sum(axis=axis, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(cells / total)


def shares_of_whole(cells: Floats, axis: int) -> Floats:
    """Return the shares of everything along an axis: the common mix, or the common spread."""
    total = cells.sum()
    if total == 0:
        raise ArgumentRefused("place_by_industry", "is all zero", "give some amounts")
    return np.asarray(cells.sum(axis=1 - axis, keepdims=True) / total)


def gaps_from_whole(cells: Floats, axis: int) -> Floats:
    """Return Krugman's sum of absolute gaps of each line's shares from those of everything."""
    return np.asarray(np.abs(shares(cells, axis) - shares_of_whole(cells, axis)).sum(axis=axis))


def squared_shares(cells: Floats, axis: int) -> Floats:
    """Return Herfindahl's sum of squared shares of each line."""
    return np.asarray(np.square(shares(cells, axis)).sum(axis=axis))
