"""Deals of the exchange that a measure can name: each room declares its own, none knows another.

Whether a number is of a deal is never told: a list of numbers that are would be one of what single
firms do. What came of the deals a measure names is told by the rule of hit rates: counted once
three firms stand behind it, and anew once the results of three have changed.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jiqun.base.language import Bilingual
from jiqun.exchange.matching.hit_rates import HitRate, Outcome
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.exchange.markets import Market
from jiqun.web.exchange.telling import told


@dataclass(frozen=True)
class Deal:
    """A deal: its number, the firms it is between, and how far it came: 0 to 3."""

    number: int
    firms: frozenset[str]
    reached: int


@dataclass(frozen=True)
class Deals:
    """The deals of a room.

    Parameters
    ----------
    id, title
        As a measure names them, and in words.
    among
        Returns the deals of some numbers.
    """

    id: str
    title: Bilingual
    among: Callable[[Collection[int]], Iterable[Deal]]


_DEALS: dict[str, Deals] = {}


def register_deals(deals: Deals) -> None:
    """Name the deals of a room; called by its app when it is ready."""
    _DEALS[deals.id] = deals


def deals_there_are() -> Mapping[str, Deals]:
    """Return the rooms that have deals, in the order they are installed in."""
    return dict(_DEALS)


def rate_of(
    measure: str, named: Mapping[str, Collection[int]], firms: Collection[str], day: date
) -> HitRate | None:
    """Return what came of the deals a measure names, as it is told on a day; None: not yet.

    Parameters
    ----------
    measure
        The cluster, and the number under which the measure was recorded.
    named
        By room the numbers.
    firms
        Those in the cluster's list: deals of others alone do not count.
    day
        Today.
    """
    # A room is counted by itself: of some rooms everybody knows what came of a deal, and two such
    # beside one of another room would tell of that one.
    key = f"rooms:{hashlib.sha256(measure.encode()).hexdigest()[:24]}"
    title = Bilingual(key, key)

    def outcomes() -> list[Outcome]:
        return [
            Outcome(f"{room}:{deal.number}", firm, room, deal.reached)
            for room, deals in _DEALS.items()
            for deal in deals.among(frozenset(named.get(room, ())))
            for firm in sorted(deal.firms & {*firms})[:1]
        ]

    with seen_whole():
        rate = told(Market(key, title, title, "exchange", outcomes, chosen=True), day)
    return rate.all if rate else None
