"""How many findings there would be by chance alone, a cluster's values dealt among its peers."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np

from jiqun.diagnosis.outcomes import PRESENT
from jiqun.diagnosis.spread import Floats, Integers

PERMUTATIONS = 1000
DEVIATIONS = 2
"""A count is more than chance makes where it lies so many of chance's own deviations above it."""


def expected_by_chance(groups: Sequence[Integers], members: Integers, seed: int = 0) -> Floats:
    """Return how many findings each cluster would have, its group's values dealt out anew.

    Within each cluster and its peers the values of each finding are dealt out at random, and it is
    counted how many findings the cluster has then; the mean over a thousand deals.

    Parameters
    ----------
    groups
        A finding each: the answers with every member of a group in the cluster's place, of
        :func:`jiqun.diagnosis.verdicts.group_verdicts`.
    members
        The groups: one row a cluster, -1 where there is no further member.
    seed
        Of the deals; the same seed, the same numbers.

    Examples
    --------
    >>> always = np.full((1, 3), PRESENT)
    >>> float(expected_by_chance([always, always], np.array([[0, 1, 2]]))[0])
    2.0
    """
    clusters = np.arange(len(members))
    sizes = (members >= 0).sum(axis=1)
    # Members stand to the left, so that any place below a group's size is one of them.
    draws = np.random.default_rng(seed)
    found = np.zeros(len(members))
    for answers in groups:
        dealt = (draws.random((PERMUTATIONS, len(members))) * sizes).astype(np.int64)
        found += (answers[clusters, dealt] == PRESENT).mean(axis=0)
    return found


def beyond(found: int, expected: float) -> bool:
    """Tell whether a count is more than chance makes.

    Chance's own deviation is taken as that of a Poisson count, which is too wide rather than too
    narrow: rare things that exclude each other spread less.

    Examples
    --------
    >>> beyond(16, 9.0), beyond(15, 9.0)
    (True, False)
    """
    return found > expected + DEVIATIONS * sqrt(expected)
