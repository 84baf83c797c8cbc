"""How often a market leads to something: accepted, agreed, finished; by the size of firms too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiqun.base.readers import PUBLIC
from jiqun.disclosure.firms import enough_firms

SIZE_UNKNOWN = "unknown"
STAGES = ("accepted", "dealt", "finished")
Counted = Mapping[str, Mapping[str, int]]
"""By size class, how far each request came that is counted."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a request came.

    Parameters
    ----------
    request
        Its name in its market.
    firm
        The credit code of who asked.
    size
        The firm's size class; ``unknown`` where it is not said.
    reached
        How many of accepted, dealt and finished it reached: 0 to 3. A request that was withdrawn,
        refused or cancelled keeps what it reached before.
    """

    request: str
    firm: str
    size: str
    reached: int


@dataclass(frozen=True, slots=True)
class HitRate:
    """Shares of requests that came so far, of so many that were answered or taken back.

    Parameters
    ----------
    asked
        The requests counted.
    shares
        By stage, 0 to 1.
    """

    asked: int
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class MarketRate:
    """The hit rate of a market: of the sizes that are told together (None: of none), and each."""

    all: HitRate | None
    by_size: Mapping[str, HitRate]


Parts = Mapping[str, Mapping[str, Mapping[str, int]]]
"""By size class and firm, how far each of its requests came."""


def parts_of(outcomes: Iterable[Outcome]) -> Parts:
    """Return what each firm adds to what is told of its size class.

    Examples
    --------
    >>> parts_of([Outcome("7", "a", "small", 2), Outcome("9", "a", "small", 0)])
    {'small': {'a': {'7': 2, '9': 0}}}
    """
    found: dict[str, dict[str, dict[str, int]]] = {}
    for outcome in outcomes:
        firms = found.setdefault(outcome.size, {})
        firms.setdefault(outcome.firm, {})[outcome.request] = outcome.reached
    return found


def tellable_after(parts: Parts, earlier: Iterable[Parts]) -> frozenset[str]:
    """Return the size classes that differ from each earlier telling by no firm or three at least.

    What a market counts only ever comes further, so that no telling comes back to one of before;
    where somebody chooses what is counted, one could, but for one firm.

    Parameters
    ----------
    parts
        What would be told now.
    earlier
        Everything told before.

    Examples
    --------
    >>> first, now = ({"small": {firm: {firm: 1} for firm in firms}} for firms in ("abc", "abcd"))
    >>> other = {"small": {firm: {firm: 1} for firm in "xyz"}}
    >>> sorted(tellable_after(now, [other])), sorted(tellable_after(now, [first, other]))
    (['small'], [])
    """
    told = [dict(of) for of in earlier]
    return frozenset(
        size
        for size, now in parts.items()
        if all(size not in of or _apart(now, of[size]) for of in told)
    )


def _apart(now: Mapping[str, object], before: Mapping[str, object]) -> bool:
    changed = [firm for firm in {*now, *before} if now.get(firm) != before.get(firm)]
    return not changed or enough_firms(len(changed), PUBLIC)


def counted_next(
    before: Counted, outcomes: Iterable[Outcome], among: frozenset[str] | None = None
) -> Counted:
    """Return which outcomes are counted from now on.

    A size class is counted anew once the outcomes of three firms in it have changed, and stays as
    it was until then. So neither what is told nor how it differs from what was told earlier is of
    fewer than three firms; and as all is the sum of the classes that are told, nothing follows
    about the others.

    Parameters
    ----------
    before
        What was counted last.
    outcomes
        Of all requests of a market that are not still waiting for their first answer.
    among
        The size classes that may be counted anew at all; None: every one.

    Examples
    --------
    >>> told = [Outcome(str(firm), str(firm), "small", firm % 4) for firm in range(3)]
    >>> counted_next({}, told[:2]), counted_next({}, told)
    ({}, {'small': {'0': 0, '1': 1, '2': 2}})
    >>> counted_next({"small": {"0": 0, "1": 1}}, told)
    {'small': {'0': 0, '1': 1}}
    """
    by_size: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_size[outcome.size].append(outcome)
    counted = dict(before)
    for size, group in by_size.items():
        if among is not None and size not in among:
            continue
        if enough_firms(len(_changed(counted.get(size, {}), group)), PUBLIC):
            counted[size] = {outcome.request: outcome.reached for outcome in group}
    return counted


def reached_in(counted: Counted) -> dict[str, list[int]]:
    """Return by size class how many requests came how far, from 0 to all stages.

    Examples
    --------
    >>> reached_in({"small": {"1": 3, "2": 0, "3": 3}})
    {'small': [1, 0, 0, 2]}
    """
    return {
        size: [list(requests.values()).count(far) for far in range(len(STAGES) + 1)]
        for size, requests in counted.items()
    }


def hit_rates(reached: Mapping[str, Sequence[int]]) -> MarketRate:
    """Return what a market led to.

    Parameters
    ----------
    reached
        As :func:`reached_in` returns it.

    Examples
    --------
    >>> rate = hit_rates({"small": [2, 1, 0, 1], "micro": [0, 0, 2, 2]})
    >>> rate.all.asked, rate.all.shares
    (8, {'accepted': 0.75, 'dealt': 0.625, 'finished': 0.375})
    >>> rate.by_size["small"].shares["accepted"], hit_rates({}).all
    (0.5, None)
    """
    together = [sum(counts) for counts in zip(*reached.values(), strict=True)]
    return MarketRate(
        _rate(together) if together else None,
        {size: _rate(counts) for size, counts in reached.items()},
    )


def _changed(before: Mapping[str, int], group: Iterable[Outcome]) -> set[str]:
    """Return the firms of requests that are new, or came further than when they were counted."""
    return {outcome.firm for outcome in group if before.get(outcome.request) != outcome.reached}


def _rate(counts: Sequence[int]) -> HitRate:
    asked = sum(counts)
    return HitRate(asked, {stage: sum(counts[at:]) / asked for at, stage in enumerate(STAGES, 1)})
