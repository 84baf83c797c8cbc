"""What links came to in a year, counted for closing it: pure, from rows somebody gathers.

Nothing of the yearly filing follows: its rates of waste used ask what a cluster generated and used
in all, and links say what went between two firms.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from jiqun.base.readers import PUBLIC
from jiqun.disclosure.firms import enough_firms

TONNES = "吨"


@dataclass(frozen=True, slots=True)
class Moved:
    """A finished link: who gave and who received, and how much, in what."""

    giver: str
    receiver: str
    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What a year's links came to; None where fewer than three firms gave, or received."""

    finished: int | None
    tonnes: Decimal | None


def counted(links: Iterable[Moved]) -> Counted:
    """Return how many links were finished, and how many tonnes they moved.

    Examples
    --------
    >>> three = [Moved(giver, "x" + giver, Decimal(10), "吨") for giver in "abc"]
    >>> counted(three)
    Counted(finished=3, tonnes=Decimal('30'))
    >>> counted(three[:2]), counted([*three[:2], Moved("a", "z", Decimal(9), "吨")]).tonnes
    (Counted(finished=None, tonnes=None), None)
    """
    rows = list(links)
    weighed = [row for row in rows if row.unit == TONNES]
    return Counted(
        len(rows) if _told(rows) else None,
        sum((row.amount for row in weighed), Decimal(0)) if _told(weighed) else None,
    )


def _told(rows: list[Moved]) -> bool:
    givers, receivers = {row.giver for row in rows}, {row.receiver for row in rows}
    return enough_firms(min(len(givers), len(receivers)), PUBLIC)
