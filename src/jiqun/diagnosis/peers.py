"""Comparable clusters: who they are, by a stated rule, and where a cluster stands among them.

What peers must have in common is widened step by step while they are fewer than wanted; the sector
is left only where it has too few to compare with at all. How far two clusters are apart is a
weighted mean (Gower 1971) of another sector, another macro-region, how many times larger one is,
and how many years lie between their recognitions; what is not known of one of them leaves the mean.
Steps, weights and numbers are the catalogue's (:mod:`jiqun.diagnosis.comparison`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from jiqun.diagnosis.binomial import least_share
from jiqun.diagnosis.board import Board
from jiqun.diagnosis.comparison import Comparison, comparison
from jiqun.diagnosis.spread import Flags, Floats, Integers


@dataclass(frozen=True)
class Peers:
    """Every cluster's peers.

    Parameters
    ----------
    places
        One row a cluster, its peers' places, nearest first; -1 where there is none further.
    step
        Which of the catalogue's steps was needed; -1 where even the last finds too few, or the
        cluster's own size is not known.
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


def choose(board: Board, power: int = 1) -> Peers:
    """Choose every cluster's peers; ties go by id.

    Parameters
    ----------
    board
        The clusters.
    power
        Of the parts of the distance: 1 is Gower's weighted mean, 2 the weighted root mean square,
        by which one large difference counts for more than several small ones.

    Returns
    -------
    Peers
        Of every cluster.

    Notes
    -----
    A cluster that the nation recognised is compared with such clusters alone; one that only a
    province did, with these and its own province's. One whose size is not known has no peers: which
    they are would depend on it.
    """
    rules, number = comparison(), len(board.keys)
    places = np.full((number, rules.most_peers), -1, np.int64)
    step = np.full(number, -1, np.int64)
    counts = np.zeros((number, len(rules.steps)), np.int64)
    apart = _Apart.of(board, rules)
    for cluster in range(number):
        near = apart.masks(cluster)
        counts[cluster] = near.sum(axis=1)
        taken = _step(counts[cluster], rules)
        if taken >= 0 and np.isfinite(board.size[cluster]):
            step[cluster] = taken
            found = np.flatnonzero(near[taken])
            far = apart.distance(cluster, found, power)
            found = found[np.argsort(far, kind="stable")][: rules.most_peers]
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
        Which of them may be taken, at most as many as peers are.
    """
    rules = comparison()
    apart = _Apart.of(board, rules)
    found = np.flatnonzero(among & apart.masks(cluster)[-1])
    ordered = np.argsort(apart.distance(cluster, found), kind="stable")
    return found[ordered][: rules.most_peers]


def of_the_sector(board: Board) -> Integers:
    """Return everybody of each cluster's sector it may be compared with, however many and large.

    Returns
    -------
    array
        One row a cluster; -1 where there is none further.
    """
    apart = _Apart.of(board, comparison())
    same = [
        np.flatnonzero(apart.masks(cluster)[-1] & (apart.sector == apart.sector[cluster]))
        for cluster in range(len(board.keys))
    ]
    found = np.full((len(same), max(map(len, same), default=0) or 1), -1, np.int64)
    for cluster, peers in enumerate(same):
        found[cluster, : len(peers)] = peers
    return found


def _step(counts: Integers, rules: Comparison) -> int:
    """Return the first step with as many as are wanted, or as there are; -1 with too few.

    Steps that leave the sector are asked only where no other has enough.
    """
    own = np.array([step.sector for step in rules.steps])
    for asked in (np.flatnonzero(own), np.arange(len(counts))):
        most = counts[asked].max(initial=0)
        if most >= rules.fewest_peers:
            return int(asked[counts[asked] >= min(most, rules.wanted_peers)][0])
    return -1


@dataclass(frozen=True)
class _Apart:
    """What clusters have in common, as numbers."""

    sector: Integers
    region: Integers
    province: Integers
    size: Floats
    recognised: Floats
    national: Flags
    rules: Comparison

    @classmethod
    def of(cls, board: Board, rules: Comparison) -> _Apart:
        sector, region, province = (
            np.unique(np.array(said, dtype=str), return_inverse=True)[1]
            for said in (board.sectors, board.regions, board.provinces)
        )
        return cls(sector, region, province, board.size, board.recognised, board.national, rules)

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
                & ((ratio <= np.log(self.rules.size_within)) | (not step.size))
                for step in self.rules.steps
            ]
        )

    def distance(self, cluster: int, others: Integers, power: int = 1) -> Floats:
        """Return how far others are from a cluster, from 0 to 1."""
        rules = self.rules
        size = np.abs(self.size[others] - self.size[cluster]) / np.log(rules.size_span)
        age = np.abs(self.recognised[others] - self.recognised[cluster]) / rules.age_span
        parts = (
            (rules.weight_sector, (self.sector[others] != self.sector[cluster]).astype(float)),
            (rules.weight_size, np.minimum(size, 1.0)),
            (rules.weight_region, (self.region[others] != self.region[cluster]).astype(float)),
            (rules.weight_age, np.minimum(age, 1.0)),
        )
        far = ((weight, np.nan_to_num(part) ** power) for weight, part in parts)
        whole = sum((weight * part for weight, part in far), np.zeros(len(size)))
        known = sum((weight * np.isfinite(part) for weight, part in parts), np.zeros(len(size)))
        apart: Floats = (whole / known) ** (1 / power)
        return apart

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


@dataclass(frozen=True)
class Counted:
    """How many of others are worse than a value, are its equals, and have a value at all."""

    worse: Integers
    equal: Integers
    known: Integers

    @classmethod
    def of(cls, own: Floats, others: Floats) -> Counted:
        """Count the others of each row; arguments as of :func:`standing`."""
        worse, equal = others < own[:, None], others == own[:, None]
        return cls(*(part.sum(axis=1) for part in (worse, equal, np.isfinite(others))))

    def share(self, own: Floats) -> Floats:
        """Return the share that is worse, equals counted half; NaN of nothing."""
        with np.errstate(invalid="ignore", divide="ignore"):
            share = (self.worse + self.equal / 2) / self.known
        return np.where(np.isfinite(own) & (self.known > 0), share, np.nan)

    def standing(self, own: Floats, confidence: float = 0.95) -> Standing:
        """Return where the values stand, with the interval of each."""
        there = np.isfinite(own)
        low = least_share(self.worse, self.known, confidence)
        misses = self.known - self.worse - self.equal
        high = 1 - least_share(misses, self.known, confidence)
        low, high = (np.where(there, end, np.nan) for end in (low, high))
        return Standing(self.share(own), low, high, self.known)


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
    return Counted.of(own, others).standing(own, confidence)
