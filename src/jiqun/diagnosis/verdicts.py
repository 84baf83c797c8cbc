"""Signals asked of all clusters of a board at once.

Three answers. What is not known may be anything: a signal is present, or absent, only where every
possible value says so of the cluster's own cells; of a peer that filed no value, only "absent" is
held to that, and whether somebody lies far behind is told by the peers that did.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import singledispatch

import numpy as np

from jiqun.diagnosis.board import Board, Links
from jiqun.diagnosis.comparing import behind_in, swapped
from jiqun.diagnosis.comparison import comparison
from jiqun.diagnosis.outcomes import ABSENT, PRESENT, UNKNOWN, Case, Outcome, Shown, settled
from jiqun.diagnosis.ruled import failing
from jiqun.diagnosis.signals import (
    AllOf,
    AnyOf,
    BehindPeers,
    ChainLinks,
    CountAtLeast,
    CountBelow,
    Duplicated,
    FailsRule,
    FewerOf,
    GrownLess,
    MissingShare,
    NoFirmsList,
    NotSpecialised,
    PeersFewer,
    Signal,
    YearsFewer,
)
from jiqun.diagnosis.spread import Flags, Floats, Integers


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
        years = [swapped(signal, case, year) for year in _years(signal, case)]
        running: Integers = np.minimum.reduce(years)
        return running
    if isinstance(signal, GrownLess):
        return swapped(signal, case, case.board.year)
    found = outcome(signal, case).verdict
    return np.where(case.members >= 0, found[case.members], UNKNOWN)


@outcome.register
def _(signal: BehindPeers, case: Case) -> Outcome:
    years = [behind_in(signal, case, year) for year in _years(signal, case)]
    return _all(years)


@outcome.register
def _(signal: GrownLess, case: Case) -> Outcome:
    return behind_in(signal, case, case.board.year)


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
    return settled(most < signal.than, least >= signal.than, share, shown)


@outcome.register
def _(signal: CountBelow, case: Case) -> Outcome:
    shown, least, most = _counted(signal.fields, case, bounded=False)
    below = float(signal.below)
    lacking = np.clip((below - least) / below, 0, 1)
    having = _having(least >= below, most < below, case)
    return settled(most < below, least >= below, lacking * having, shown)


def _having(having: Flags, lacking: Flags, case: Case) -> Floats:
    """Return the share of peers that have enough: what nearly all lack is no grave lack of one.

    Of those it can be told of; where there is none, or no peers, it is one.
    """
    peers = case.peers.places
    there = peers >= 0
    with_it = (having[peers] & there).sum(axis=1)
    told = with_it + (lacking[peers] & there).sum(axis=1)
    share: Floats = np.where(told > 0, with_it / np.maximum(told, 1), 1.0)
    return share


@outcome.register
def _(signal: CountAtLeast, case: Case) -> Outcome:
    shown, least, most = _counted(signal.fields, case, bounded=False)
    bar = float(signal.at_least)
    return settled(least >= bar, most < bar, np.ones_like(least), shown)


def same_trade(signal: Duplicated, board: Board) -> list[tuple[int, ...]]:
    """Return of each cluster who else of its place is of its class, where codes are deep enough.

    Parameters
    ----------
    signal
        How near, and how deep.
    board
        The clusters.
    """
    places, classes = _trades(signal, board)
    kinds = list(zip(places, classes, strict=True))
    alike = defaultdict[tuple[str, str], list[int]](list)
    for place, kind in enumerate(kinds):
        if len(kind[1]) == signal.digits:
            alike[kind].append(place)
    return [
        tuple(other for other in alike.get(kind, ()) if other != place)
        for place, kind in enumerate(kinds)
    ]


def _trades(signal: Duplicated, board: Board) -> tuple[Sequence[str], list[str]]:
    places = board.provinces if signal.within == "province" else board.regions
    return places, [industry[: signal.digits] for industry in board.industries]


@outcome.register
def _(signal: Duplicated, case: Case) -> Outcome:
    board = case.board
    places, classes = _trades(signal, board)
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
    return settled(same, ~same & ~unsure, np.ones(number), ())


@outcome.register
def _(signal: ChainLinks, case: Case) -> Outcome:
    found = [case.board.links.get(key) for key in case.board.keys]
    counts = np.array([np.nan if links is None else getattr(links, signal.kind) for links in found])
    whole = np.array([_whole(links) for links in found])
    with np.errstate(invalid="ignore"):
        present, absent = counts >= signal.at_least, counts < signal.at_least
    return settled(present, absent, np.nan_to_num(counts / whole), ())


@outcome.register
def _(signal: MissingShare, case: Case) -> Outcome:
    share = case.board.missing / max(case.board.read, 1)
    present = share > float(signal.above)
    return settled(present, ~present, share, ())


@outcome.register
def _(signal: YearsFewer, case: Case) -> Outcome:
    present = case.board.years_filed < signal.than
    return settled(present, ~present, 1 - case.board.years_filed / signal.than, ())


@outcome.register
def _(signal: PeersFewer, case: Case) -> Outcome:
    steps = comparison().steps
    step = [step.id for step in steps].index(signal.step)
    counts = case.peers.counts[:, step]
    present = counts < signal.than
    # Who is of a similar size to a cluster whose own is not known, nobody can tell.
    told = np.isfinite(case.board.size) | (not steps[step].size)
    return settled(told & present, told & ~present, 1 - counts / signal.than, ())


@outcome.register
def _(_: NoFirmsList, case: Case) -> Outcome:
    number = len(case.board.keys)
    if case.board.listed is None:
        nobody = np.zeros(number, bool)
        return settled(nobody, nobody, np.zeros(number), ())
    listed = np.array([key in case.board.listed for key in case.board.keys], bool)
    return settled(~listed, listed, np.ones(number), ())


@outcome.register
def _(signal: FailsRule, case: Case) -> Outcome:
    return failing(signal.programme, case)


@outcome.register
def _(_: NotSpecialised, case: Case) -> Outcome:
    found = [case.board.specialised.get(key) for key in case.board.keys]
    among = [None if said is None else said.among for said in found]
    others = np.array([0.0 if said is None else said.others for said in found])
    present = np.array([answer is False for answer in among], bool)
    absent = np.array([answer is True for answer in among], bool)
    return settled(present, absent, others, ())


def _whole(links: Links | None) -> float:
    return np.nan if links is None or links.links == 0 else float(links.links)


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
    missed = {place: titles for part in parts for place, titles in part.missed.items()}
    return Outcome(verdict, severity, np.where(verdict == UNKNOWN, 0.0, confidence), shown, missed)


def _years(signal: BehindPeers, case: Case) -> range:
    return range(case.board.year, case.board.year - signal.years, -1)
