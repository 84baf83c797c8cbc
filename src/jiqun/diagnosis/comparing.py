"""Clusters held against their peers: in a figure of a year, or in how it grew over several."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from jiqun.base.definitions import indicators
from jiqun.diagnosis.comparison import comparison
from jiqun.diagnosis.outcomes import ABSENT, PRESENT, UNKNOWN, Case, Outcome, Shown
from jiqun.diagnosis.peers import standing
from jiqun.diagnosis.signals import BehindPeers, GrownLess, named_in
from jiqun.diagnosis.spread import Flags, Floats, Integers, behind, furthest_behind, spread

Comparing: TypeAlias = BehindPeers | GrownLess
DIGITS = 12
"""Behind the point, of a logarithm that counts as told apart from another."""


@dataclass(frozen=True)
class _Compared:
    """A figure of a year turned so that more is better, of clusters and their groups."""

    shown: tuple[Shown, ...]
    better: Floats
    group: Floats
    lacking: Flags
    absent: Flags


def _compared(signal: Comparing, case: Case, year: int) -> _Compared | None:
    name = named_in(signal.figure, year)
    if name is None:
        return None
    if isinstance(signal, GrownLess):
        return _grown(signal, case, name, year)
    series = case.board.series[name, year]
    side = signal.side
    if side == "worse":
        side = "high" if indicators()[name].direction == "lower_is_better" else "low"
    values = series.values
    if signal.scale == "log":
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.where(values >= 0, np.log(np.maximum(values, 1e-300)), np.nan)
    better = -values if side == "high" else values
    stands = Shown(name, year, series, lower_is_better=side == "high")
    return _turned(case, (stands,), better, series.absent & series.asked)


def _grown(signal: GrownLess, case: Case, name: str, year: int) -> _Compared | None:
    """Return growth compounded over years, as a logarithm a year; of nought there is none."""
    before = year - signal.years
    if named_in(signal.figure, before) != name:
        return None
    now, then = (case.board.series[name, when] for when in (year, before))
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = np.log(np.maximum(now.values, 1e-300)) - np.log(np.maximum(then.values, 1e-300))
    # Equal growth of unequal amounts differs in the last digit, which is no spread of the peers'.
    growth = np.where(then.values > 0, np.round(grown / signal.years, DIGITS), np.nan)
    shown = (Shown(name, year, now), Shown(name, before, then))
    none = (now.absent & now.asked) | (then.absent & then.asked)
    return _turned(case, shown, growth, none)


def _turned(case: Case, shown: tuple[Shown, ...], better: Floats, absent: Flags) -> _Compared:
    members = case.members
    group = np.where(members >= 0, better[members], np.nan)
    lacking = np.isnan(better) & ~absent
    return _Compared(shown, better, group, (members >= 0) & lacking[members], absent)


def behind_in(signal: Comparing, case: Case, year: int) -> Outcome:
    """Return whether clusters lie far behind their peers in a year."""
    number = len(case.board.keys)
    compared = _compared(signal, case, year)
    if compared is None:
        return Outcome(np.full(number, UNKNOWN), np.zeros(number), np.zeros(number))
    others, unknown = compared.group[:, 1:], compared.lacking[:, 1:].sum(axis=1)
    verdict, apart = _judged(signal, compared.better, others, unknown, exact=False)
    verdict = np.where(case.peers.known, verdict, UNKNOWN)
    none = compared.absent
    verdict = np.where(none, ABSENT, verdict)
    stands = standing(compared.better, others)
    severity = np.where(verdict == PRESENT, np.clip(apart / comparison().furthest, 0, 1), 0.0)
    sure = _confidence(stands.peers, unknown, case)
    sure = np.where(none, 1.0, np.where(verdict == UNKNOWN, 0.0, sure))
    shown = compared.shown
    if isinstance(signal, BehindPeers):
        shown = tuple(replace(part, standing=stands) for part in shown)
    return Outcome(verdict, severity, sure, shown)


def _judged(
    signal: Comparing, own: Floats, others: Floats, unknown: Integers, *, exact: bool
) -> tuple[Integers, Floats]:
    """Return whether values lie far behind, and how far; exact leaves out what is unknown."""
    rules = comparison()
    cutoff = rules.far if signal.distance is None else float(signal.distance)
    found = spread(others, unknown)
    apart = behind(own, found)
    most = apart if exact else furthest_behind(own, others, unknown)
    told = np.isfinite(own) & (found.known >= rules.fewest_peers)
    with np.errstate(invalid="ignore"):
        far, near = told & (apart >= cutoff), told & (most < cutoff)
    return np.where(far, PRESENT, np.where(near, ABSENT, UNKNOWN)), np.nan_to_num(apart, posinf=99)


def _confidence(peers: Integers, unknown: Integers, case: Case) -> Floats:
    """Return how much a comparison rests on: coverage, peers and years, each at most 1."""
    rules = comparison()
    coverage = peers / np.maximum(peers + unknown, 1)
    many = np.sqrt(np.minimum(peers / rules.full_peers, 1.0))
    years = np.sqrt(np.minimum(case.board.years_filed / rules.full_years, 1.0))
    sure: Floats = coverage * many * years
    return sure


def swapped(signal: Comparing, case: Case, year: int) -> Integers:
    """Return the answer with each member of a group in the place of the cluster."""
    shape = case.members.shape
    compared = _compared(signal, case, year)
    if compared is None:
        return np.full(shape, UNKNOWN)
    found = np.full(shape, UNKNOWN)
    nothing = np.zeros(shape[0], np.int64)
    for member in range(shape[1]):
        others = np.delete(compared.group, member, axis=1)
        found[:, member], _ = _judged(
            signal, compared.group[:, member], others, nothing, exact=True
        )
    return np.where(case.peers.known[:, None], found, UNKNOWN)
