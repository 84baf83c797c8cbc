"""Comparable clusters: who they are, by a stated rule, and where a cluster stands among them.

A cluster's peers are the nearest at the first step below at which there are five or more. How far
two clusters are apart is a weighted mean of three parts (Gower 1971): another sector, another
macro-region, and how many times larger one is. The steps and the weights are ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiqun.base.language import Bilingual
from jiqun.diagnosis.board import Board
from jiqun.diagnosis.spread import Flags, Floats, Integers

FEWEST = 5
"""Fewer peers than this say nothing."""
MOST = 30
"""The nearest so many are taken."""
SIZE_WITHIN = np.log(4.0)
"""Clusters of a comparable size: neither has more than four times the other's enterprises."""
SIZE_SPAN = np.log(10.0)
"""Ten times as large, or more, is as far apart in size as clusters can be."""
WEIGHTS = {"sector": 4.0, "size": 2.0, "region": 1.0}


@dataclass(frozen=True, slots=True)
class Step:
    """A step of widening: what peers must have in common."""

    id: str
    title: Bilingual
    sector: bool
    region: bool
    size: bool


STEPS = (
    Step(
        "near",
        Bilingual("同行业、同区域、规模相近", "same sector and macro-region, similar size"),
        sector=True,
        region=True,
        size=True,
    ),
    Step(
        "sector",
        Bilingual("同行业、规模相近", "same sector, similar size"),
        sector=True,
        region=False,
        size=True,
    ),
    Step(
        "sector_any_size",
        Bilingual("同行业", "same sector"),
        sector=True,
        region=False,
        size=False,
    ),
    Step(
        "region",
        Bilingual("其他行业、同区域、规模相近", "any sector, same macro-region, similar size"),
        sector=False,
        region=True,
        size=True,
    ),
    Step("any", Bilingual("全部集群", "all clusters"), sector=False, region=False, size=False),
)


@dataclass(frozen=True)
class Peers:
    """Every cluster's peers.

    Parameters
    ----------
    places
        One row a cluster, its peers' places, nearest first; -1 where there is none further.
    step
        Which of :data:`STEPS` was needed; -1 where even the last finds too few, or the cluster's
        own size is not known.
    counts
        How many clusters there are at each step.
    """

    places: Integers
    step: Integers
    counts: Integers

    @property
    def known(self) -> Flags:
        """Which clusters have peers enough to be compared with."""
        return self.step >= 0


def choose(board: Board) -> Peers:
    """Choose every cluster's peers; ties go by id.

    A cluster that the nation recognised is compared with such clusters alone; one that only a
    province did, with these and its own province's. One whose size is not known has no peers: which
    they are would depend on it.
    """
    number = len(board.keys)
    places = np.full((number, MOST), -1, np.int64)
    step = np.full(number, -1, np.int64)
    counts = np.zeros((number, len(STEPS)), np.int64)
    apart = _Apart.of(board)
    for cluster in range(number):
        near, far = apart.masks(cluster), apart.distance(cluster)
        counts[cluster] = near.sum(axis=1)
        enough = np.flatnonzero(counts[cluster] >= FEWEST)
        if len(enough) and np.isfinite(board.size[cluster]):
            step[cluster] = enough[0]
            found = np.flatnonzero(near[enough[0]])
            found = found[np.argsort(far[found], kind="stable")][:MOST]
            places[cluster, : len(found)] = found
    width = max(int((places >= 0).sum(axis=1).max(initial=0)), 1)
    return Peers(places[:, :width], step, counts)


def nearest(board: Board, cluster: int, among: Flags) -> Integers:
    """Return those of some clusters that are comparable with one, nearest first.

    Parameters
    ----------
    board
        The clusters.
    cluster
        The place of the one.
    among
        Which of them may be taken; at most :data:`MOST` are.
    """
    apart = _Apart.of(board)
    found = np.flatnonzero(among & apart.masks(cluster)[-1])
    return found[np.argsort(apart.distance(cluster)[found], kind="stable")][:MOST]


@dataclass(frozen=True)
class _Apart:
    """What clusters have in common, as numbers."""

    sector: Integers
    region: Integers
    province: Integers
    size: Floats
    national: Flags

    @classmethod
    def of(cls, board: Board) -> _Apart:
        sector, region, province = (
            np.unique(np.array(said, dtype=str), return_inverse=True)[1]
            for said in (board.sectors, board.regions, board.provinces)
        )
        return cls(sector, region, province, board.size, board.national)

    def masks(self, cluster: int) -> Flags:
        """Return who is comparable with a cluster, one row a step."""
        same_sector, same_region = (said == said[cluster] for said in (self.sector, self.region))
        ratio = np.abs(self.size - self.size[cluster])
        allowed = np.isfinite(self.size) & self._counted_with(cluster)
        allowed[cluster] = False
        return np.array(
            [
                allowed
                & (same_sector | (not step.sector))
                & (same_region | (not step.region))
                & ((ratio <= SIZE_WITHIN) | (not step.size))
                for step in STEPS
            ]
        )

    def distance(self, cluster: int) -> Floats:
        """Return how far clusters are from one, from 0 to 1."""
        size = np.minimum(np.abs(self.size - self.size[cluster]) / SIZE_SPAN, 1.0)
        parts = {
            "sector": self.sector != self.sector[cluster],
            "size": np.where(np.isfinite(size), size, 1.0),
            "region": self.region != self.region[cluster],
        }
        whole: Floats = sum(
            (WEIGHTS[name] * part for name, part in parts.items()), np.zeros(len(size))
        )
        return whole / sum(WEIGHTS.values())

    def _counted_with(self, cluster: int) -> Flags:
        if self.national[cluster]:
            return self.national.copy()
        own: Flags = self.province == self.province[cluster]
        return self.national | own


@dataclass(frozen=True)
class Standing:
    """Where clusters stand among their peers in a figure, 0 the worst and 1 the best.

    Parameters
    ----------
    percentile
        The share of peers that are worse, those that are equal counted half.
    low, high
        Where that share lies among clusters like these with 95 % confidence (Clopper and Pearson
        1934, exact binomial): of five peers it is a wide range.
    peers
        Peers with a value.
    """

    percentile: Floats
    low: Floats
    high: Floats
    peers: Integers


def standing(own: Floats, others: Floats, confidence: float = 0.95) -> Standing:
    """Return where values stand among others.

    Parameters
    ----------
    own
        One a row, the larger the better.
    others
        NaN where there is none.

    Examples
    --------
    >>> found = standing(np.array([2.0]), np.array([[1.0, 3.0, 4.0, 5.0, np.nan]]))
    >>> float(found.percentile[0]), int(found.peers[0])
    (0.25, 4)
    >>> round(float(found.low[0]), 3), round(float(found.high[0]), 3)
    (0.006, 0.806)
    """
    from scipy.special import betaincinv

    known = np.isfinite(others).sum(axis=1)
    worse = (others < own[:, None]).sum(axis=1)
    equal = (others == own[:, None]).sum(axis=1)
    tail = (1 - confidence) / 2
    some = np.isfinite(own) & (known > 0)
    most = worse + equal
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (worse + equal / 2) / known
        low = betaincinv(np.maximum(worse, 1), known - worse + 1, tail)
        high = betaincinv(most + 1, np.maximum(known - most, 1), 1 - tail)
    low = np.where(worse == 0, 0.0, low)
    high = np.where(most == known, 1.0, high)
    share, low, high = (np.where(some, part, np.nan) for part in (share, low, high))
    return Standing(share, low, high, known)
