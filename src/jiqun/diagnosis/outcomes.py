"""A signal's answer for every cluster, and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from jiqun.base.language import Bilingual
from jiqun.diagnosis.board import Board, Series
from jiqun.diagnosis.peers import Peers, Standing
from jiqun.diagnosis.spread import Flags, Floats, Integers

ABSENT, UNKNOWN, PRESENT = 0, 1, 2
"""In this order, so that the greatest of several is "any of them" and the least "all of them"."""


@dataclass(frozen=True)
class Shown:
    """What a signal rests on: a figure or field of a year, and where the clusters stand in it.

    Parameters
    ----------
    name, year, series
        Which, and its values.
    standing
        Where each cluster stands among its peers, by their own values; None where none is compared.
    lower_is_better
        Which side of a comparison is the worse.
    """

    name: str
    year: int
    series: Series
    standing: Standing | None = None
    lower_is_better: bool = False


@dataclass(frozen=True)
class Outcome:
    """A signal's answer for every cluster.

    Parameters
    ----------
    verdict, severity, confidence
        One each; severity and confidence from 0 to 1.
    shown
        What it rests on.
    missed
        By place, the criteria of a programme that a cluster does not meet.
    """

    verdict: Integers
    severity: Floats
    confidence: Floats
    shown: tuple[Shown, ...] = ()
    missed: Mapping[int, tuple[Bilingual, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """A board and its peers."""

    board: Board
    peers: Peers

    @property
    def members(self) -> Integers:
        """Each cluster with its peers: one row a cluster, itself first; -1 where there is none."""
        own = np.arange(len(self.board.keys), dtype=np.int64)[:, None]
        return np.concatenate([own, self.peers.places], axis=1)


def settled(present: Flags, absent: Flags, severity: Floats, shown: tuple[Shown, ...]) -> Outcome:
    """Return an answer that rests on the cluster's own facts alone: where it is known, it is."""
    verdict = np.where(present, PRESENT, np.where(absent, ABSENT, UNKNOWN))
    told = (verdict != UNKNOWN).astype(float)
    return Outcome(verdict, np.where(present, np.clip(severity, 0, 1), 0.0), told, shown)
