"""What solvers are told of challenges as a whole: quarter by quarter, once a quarter is over.

A quarter that is over gets no more proposals, so that nobody learns from one day to the next how
many there were for a single challenge; and it is told from three owners and three solvers on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from jiqun.base.readers import PUBLIC
from jiqun.disclosure.firms import enough_firms


@dataclass(frozen=True, slots=True)
class Answered:
    """A challenge whose proposals were opened.

    Parameters
    ----------
    opened
        The day in China.
    owner
        Who posed it.
    solvers
        The firms that proposed.
    chosen
        Whether one was chosen.
    """

    opened: date
    owner: str
    solvers: frozenset[str]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Quarter:
    """What is told of a quarter.

    Parameters
    ----------
    year, quarter
        Which.
    challenges
        How many were opened.
    proposals
        Proposals a challenge, to one decimal.
    chosen
        The share of which one was chosen, 0 to 1.
    """

    year: int
    quarter: int
    challenges: int
    proposals: Decimal
    chosen: Decimal


def quarters(answered: Iterable[Answered], today: date) -> list[Quarter]:
    """Return the quarters that are over and may be told, the last first.

    Examples
    --------
    >>> three = [Answered(date(2026, 5, day), f"o{day}", frozenset({f"s{day}", "s"}), day == 1)
    ...          for day in (1, 2, 3)]
    >>> [(told.quarter, str(told.proposals), str(told.chosen)[:4])
    ...  for told in quarters(three, date(2026, 7, 1))]
    [(2, '2.0', '0.33')]
    >>> quarters(three, date(2026, 6, 30)), quarters(three[:2], date(2026, 7, 1))
    ([], [])
    """
    found: dict[tuple[int, int], list[Answered]] = defaultdict(list)
    for challenge in answered:
        found[_quarter(challenge.opened)].append(challenge)
    now = _quarter(today)
    told = [(when, group) for when, group in found.items() if when < now and _may_be_told(group)]
    return [_summed(when, group) for when, group in sorted(told, reverse=True)]


def _may_be_told(group: list[Answered]) -> bool:
    owners = {challenge.owner for challenge in group}
    solvers = frozenset[str]().union(*(challenge.solvers for challenge in group))
    return enough_firms(len(owners), PUBLIC) and enough_firms(len(solvers), PUBLIC)


def _summed(when: tuple[int, int], group: list[Answered]) -> Quarter:
    count = Decimal(len(group))
    proposals = Decimal(sum(len(challenge.solvers) for challenge in group)) / count
    rounded = proposals.quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    chosen = Decimal(sum(challenge.chosen for challenge in group)) / count
    return Quarter(*when, len(group), rounded, chosen)


def _quarter(day: date) -> tuple[int, int]:
    return day.year, (day.month + 2) // 3
