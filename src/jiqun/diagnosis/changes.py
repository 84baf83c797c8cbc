"""How clusters' figures moved between two years, as a reader may be told it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

import numpy as np

from jiqun.base.definitions import every_indicator
from jiqun.diagnosis.board import Board, board_of
from jiqun.diagnosis.spread import Floats
from jiqun.disclosure import Compared

RATIO = "ratio"
"""Figures in this unit are compared by difference; all others by how many times they grew."""
DIGITS = 12
"""Behind the point: equal changes of unequal values differ in the last digit alone."""


class Between(NamedTuple):
    """An indicator, and the two years between which it moved."""

    figure: str
    before: int
    year: int

    def moved(self, compared: Compared) -> tuple[Board, Floats, Floats]:
        """Return who filed before, the levels then and the changes since, as they are compared.

        Parameters
        ----------
        compared
            What may be compared; the same whoever reads.
        """
        years = (self.before, self.year)
        board = board_of(compared, self.before, [(self.figure, year) for year in years], [])
        levels, now = (board.series[self.figure, year].values for year in years)
        if every_indicator()[self.figure].unit == RATIO:
            return board, levels, np.round(now - levels, DIGITS)
        with np.errstate(divide="ignore", invalid="ignore"):
            levels, now = (np.where(values > 0, np.log(values), np.nan) for values in (levels, now))
        return board, levels, np.round(now - levels, DIGITS)


@dataclass(frozen=True)
class Others:
    """Levels before and changes since, as far as a reader may be told of what they come to.

    Parameters
    ----------
    levels, changes
        Of every cluster; where the reader does not see all of them the means of blocks, NaN where
        there is no block.
    exact
        Whether they are the clusters' own.
    wider
        By how many times clusters are further apart than their blocks, over the whole nation.
    """

    levels: Floats
    changes: Floats
    exact: bool
    wider: float


def told_of(
    compared: Compared, between: Between, keys: Sequence[str], levels: Floats, changes: Floats
) -> Others:
    """Return what others are told by: two matched sets that differ by one could be subtracted.

    Parameters
    ----------
    compared, between
        What may be compared for the reader, and what moved.
    keys, levels, changes
        The clusters, and what :meth:`Between.moved` says of them.
    """
    known = {key for key, change in zip(keys, changes, strict=True) if np.isfinite(change)}
    if compared.sees_all(between.figure, known):
        return Others(levels, changes, exact=True, wider=1.0)
    stood = _blurred(compared, between, keys, levels, "level")
    moved = _blurred(compared, between, keys, changes, "change")
    there = np.isfinite(moved)
    narrow = float(moved[there].std()) if there.any() else 0.0
    wider = float(changes[there].std()) / narrow if narrow > 0 else np.nan
    return Others(stood, moved, exact=False, wider=float(f"{wider:.2g}"))


def _blurred(
    compared: Compared,
    between: Between,
    keys: Sequence[str],
    values: Floats,
    kind: Literal["level", "change"],
) -> Floats:
    """Return the means of blocks of values; of a province's own the value, where it is seen."""

    def derived(of: Compared) -> dict[str, Decimal]:
        board, levels, changes = between.moved(of)
        return _known(board.keys, levels if kind == "level" else changes)

    year = between.before if kind == "level" else between.year
    said = kind if kind == "level" else f"{kind} since {between.before}"
    found = compared.stand_ins_of(between.figure, year, said, derived)
    seen = {key: value for key, value in _known(keys, values).items() if key not in found.hidden}
    stands = seen | dict(found.values)
    return np.array([float(stands.get(key, "nan")) for key in keys], np.float64)


def _known(keys: Sequence[str], values: Floats) -> dict[str, Decimal]:
    return {
        key: Decimal(repr(float(value)))
        for key, value in zip(keys, values, strict=True)
        if np.isfinite(value)
    }
