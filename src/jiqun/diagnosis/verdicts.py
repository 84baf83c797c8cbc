"""Signals asked of all clusters of a board at once.

Three answers. What is not known may be anything: a signal is present, or absent, only where every
possible value says so of the cluster's own cells; of a peer that filed no value, only "absent" is
held to that, and whether somebody lies far behind is told by the peers that did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch

import numpy as np

from jiqun.base.definitions import indicators
from jiqun.diagnosis.board import Board, Links, Series
from jiqun.diagnosis.comparison import comparison
from jiqun.diagnosis.peers import Peers, Standing, standing
from jiqun.diagnosis.signals import (
    AllOf,
    AnyOf,
    BehindPeers,
    ChainLinks,
    CountAtLeast,
    CountBelow,
    Duplicated,
    FewerOf,
    MissingShare,
    NoFirmsList,
    PeersFewer,
    Signal,
    YearsFewer,
    named_in,
)
from jiqun.diagnosis.spread import Flags, Floats, Integers, behind, furthest_behind, spread

ABSENT, UNKNOWN, PRESENT = 0, 1, 2
"""In this order, so that the greatest of several is "any of them" and the least "all of them"."""


@dataclass(frozen=True)
class Shown:
    """What a signal rests on: a figure or field of a year, and where the clusters stand in it."""

    name: str
    year: int
    series: Series
    standing: Standing | None = None


@dataclass(frozen=True)
class Outcome:
    """A signal's answer for every cluster; severity and confidence from 0 to 1."""

    verdict: Integers
    severity: Floats
    confidence: Floats
    shown: tuple[Shown, ...] = ()


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


@singledispatch
def outcome(signal: Signal, case: Case) -> Outcome:  # noqa: ARG001  # told apart by the signal
    """Return a signal's answer for every cluster of a case."""
    raise TypeError(signal)


def group_verdicts(signal: Signal, case: Case) -> Integers:
    """Return what the answer would be if each member of a peer group stood in the cluster's place.

    Returns
    -------
    array
        One row a cluster, one column a member of its group, itself first.
    """
    if isinstance(signal, AllOf | AnyOf):
        parts = [group_verdicts(part, case) for part in signal.parts]
        joined = np.minimum if isinstance(signal, AllOf) else np.maximum
        both: Integers = joined.reduce(parts)
        return both
    if isinstance(signal, BehindPeers):
        years = [_swapped(signal, case, year) for year in _years(signal, case)]
        running: Integers = np.minimum.reduce(years)
        return running
    found = outcome(signal, case).verdict
    return np.where(case.members >= 0, found[case.members], UNKNOWN)


@outcome.register
def _(signal: BehindPeers, case: Case) -> Outcome:
    years = [_behind_in(signal, case, year) for year in _years(signal, case)]
    return _all(years)


@outcome.register
def _(signal: AllOf, case: Case) -> Outcome:
    return _all([outcome(part, case) for part in signal.parts])


@outcome.register
def _(signal: AnyOf, case: Case) -> Outcome:
    return _any([outcome(part, case) for part in signal.parts])


@outcome.register
def _(signal: FewerOf, case: Case) -> Outcome:
    shown, least, most = _counted(signal.flags, case)
    share = np.clip((signal.than - least) / signal.than, 0, 1)
    return _settled(most < signal.than, least >= signal.than, share, shown)


@outcome.register
def _(signal: CountBelow, case: Case) -> Outcome:
    shown, least, most = _counted(signal.fields, case, bounded=False)
    below = float(signal.below)
    share = np.clip((below - least) / below, 0, 1)
    return _settled(most < below, least >= below, share, shown)


@outcome.register
def _(signal: CountAtLeast, case: Case) -> Outcome:
    shown, least, most = _counted(signal.fields, case, bounded=False)
    bar = float(signal.at_least)
    return _settled(least >= bar, most < bar, np.ones_like(least), shown)


@outcome.register
def _(signal: Duplicated, case: Case) -> Outcome:
    board = case.board
    places = board.provinces if signal.within == "province" else board.regions
    classes = [industry[: signal.digits] for industry in board.industries]
    number = len(board.keys)
    # How many clusters of a place begin their code so; a shorter code may go on in any way.
    beginnings = Counter(
        (place, kind[:length])
        for place, kind in zip(places, classes, strict=True)
        for length in range(len(kind) + 1)
    )
    whole = Counter(zip(places, classes, strict=True))
    same, unsure = np.zeros(number, bool), np.zeros(number, bool)
    for cluster, at in enumerate(zip(places, classes, strict=True)):
        place, kind = at
        full = len(kind) == signal.digits
        same[cluster] = full and whole[at] > 1
        shorter = sum(whole[place, kind[:length]] for length in range(len(kind)))
        unsure[cluster] = shorter > 0 or (not full and beginnings[at] > 1)
    return _settled(same, ~same & ~unsure, np.ones(number), ())


@outcome.register
def _(signal: ChainLinks, case: Case) -> Outcome:
    found = [case.board.links.get(key) for key in case.board.keys]
    counts = np.array([np.nan if links is None else getattr(links, signal.kind) for links in found])
    whole = np.array([_whole(links) for links in found])
    with np.errstate(invalid="ignore"):
        present, absent = counts >= signal.at_least, counts < signal.at_least
    return _settled(present, absent, np.nan_to_num(counts / whole), ())


@outcome.register
def _(signal: MissingShare, case: Case) -> Outcome:
    share = case.board.missing / max(case.board.read, 1)
    present = share > float(signal.above)
    return _settled(present, ~present, share, ())


@outcome.register
def _(signal: YearsFewer, case: Case) -> Outcome:
    present = case.board.years_filed < signal.than
    return _settled(present, ~present, 1 - case.board.years_filed / signal.than, ())


@outcome.register
def _(signal: PeersFewer, case: Case) -> Outcome:
    step = [step.id for step in comparison().steps].index(signal.step)
    counts = case.peers.counts[:, step]
    present = counts < signal.than
    return _settled(present, ~present, 1 - counts / signal.than, ())


@outcome.register
def _(_: NoFirmsList, case: Case) -> Outcome:
    number = len(case.board.keys)
    if case.board.listed is None:
        nobody = np.zeros(number, bool)
        return _settled(nobody, nobody, np.zeros(number), ())
    listed = np.array([key in case.board.listed for key in case.board.keys], bool)
    return _settled(~listed, listed, np.ones(number), ())


def _whole(links: Links | None) -> float:
    return np.nan if links is None or links.links == 0 else float(links.links)


def _settled(present: Flags, absent: Flags, severity: Floats, shown: tuple[Shown, ...]) -> Outcome:
    """Return an answer that rests on the cluster's own facts alone: where it is known, it is."""
    verdict = np.where(present, PRESENT, np.where(absent, ABSENT, UNKNOWN))
    told = (verdict != UNKNOWN).astype(float)
    return Outcome(verdict, np.where(present, np.clip(severity, 0, 1), 0.0), told, shown)


def _counted(
    names: Sequence[str], case: Case, *, bounded: bool = True
) -> tuple[tuple[Shown, ...], Floats, Floats]:
    """Return the least and the most that fields add up to; flags are bounded by one each.

    Of fields some of which hand over to others, those that exist in the year are added up.
    """
    year, number = case.board.year, len(case.board.keys)
    asked = [name for name in names if case.board.series[name, year].asked] or names
    shown = tuple(Shown(name, year, case.board.series[name, year]) for name in asked)
    least, most = np.zeros(number), np.zeros(number)
    for field in shown:
        values, series = field.series.values, field.series
        open_ended = np.isnan(values) & ~(series.absent & series.asked)
        least += np.nan_to_num(values)
        most += np.where(open_ended, 1.0 if bounded else np.inf, np.nan_to_num(values))
    return shown, least, most


def _all(parts: Sequence[Outcome]) -> Outcome:
    verdict = np.minimum.reduce([part.verdict for part in parts])
    severity = np.minimum.reduce([part.severity for part in parts])
    return _joined(parts, verdict, np.where(verdict == PRESENT, severity, 0.0), deciding=ABSENT)


def _any(parts: Sequence[Outcome]) -> Outcome:
    verdict = np.maximum.reduce([part.verdict for part in parts])
    severity = np.maximum.reduce([part.severity for part in parts])
    return _joined(parts, verdict, np.where(verdict == PRESENT, severity, 0.0), deciding=PRESENT)


def _joined(
    parts: Sequence[Outcome], verdict: Integers, severity: Floats, *, deciding: int
) -> Outcome:
    """Join parts: one that decides alone lends its confidence, else the least certain does."""
    surest = np.maximum.reduce(
        [np.where(part.verdict == verdict, part.confidence, 0.0) for part in parts]
    )
    least = np.minimum.reduce([part.confidence for part in parts])
    confidence = np.where(verdict == deciding, surest, least)
    shown = tuple(shown for part in parts for shown in part.shown)
    return Outcome(verdict, severity, np.where(verdict == UNKNOWN, 0.0, confidence), shown)


def _years(signal: BehindPeers, case: Case) -> range:
    return range(case.board.year, case.board.year - signal.years, -1)


@dataclass(frozen=True)
class _Compared:
    """A figure of a year turned so that more is better, of clusters and their groups."""

    name: str
    year: int
    series: Series
    better: Floats
    group: Floats
    lacking: Flags


def _compared(signal: BehindPeers, case: Case, year: int) -> _Compared | None:
    name = named_in(signal.figure, year)
    if name is None:
        return None
    series = case.board.series[name, year]
    side = signal.side
    if side == "worse":
        side = "high" if indicators()[name].direction == "lower_is_better" else "low"
    values = series.values
    if signal.scale == "log":
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.where(values >= 0, np.log(np.maximum(values, 1e-300)), np.nan)
    better = -values if side == "high" else values
    members = case.members
    group = np.where(members >= 0, better[members], np.nan)
    lacking = np.isnan(values) & ~(series.absent & series.asked)
    return _Compared(name, year, series, better, group, (members >= 0) & lacking[members])


def _behind_in(signal: BehindPeers, case: Case, year: int) -> Outcome:
    number = len(case.board.keys)
    compared = _compared(signal, case, year)
    if compared is None:
        return Outcome(np.full(number, UNKNOWN), np.zeros(number), np.zeros(number))
    others, unknown = compared.group[:, 1:], compared.lacking[:, 1:].sum(axis=1)
    verdict, apart = _judged(signal, compared.better, others, unknown, exact=False)
    verdict = np.where(case.peers.known, verdict, UNKNOWN)
    none = compared.series.absent & compared.series.asked
    verdict = np.where(none, ABSENT, verdict)
    stands = standing(compared.better, others)
    severity = np.where(verdict == PRESENT, np.clip(apart / comparison().furthest, 0, 1), 0.0)
    sure = _confidence(stands.peers, unknown, case)
    sure = np.where(none, 1.0, np.where(verdict == UNKNOWN, 0.0, sure))
    shown = (Shown(compared.name, year, compared.series, stands),)
    return Outcome(verdict, severity, sure, shown)


def _judged(
    signal: BehindPeers, own: Floats, others: Floats, unknown: Integers, *, exact: bool
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


def _swapped(signal: BehindPeers, case: Case, year: int) -> Integers:
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
