"""Where the firms of a cluster stand on the digital ladder, counted for a closed year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

from jiqun.base.readers import PUBLIC
from jiqun.disclosure.firms import enough_firms, groups_told
from jiqun.exchange.counting import FOLLOWS, WITHHELD, Counted, told_firms

LADDER = ("ladder_none", "ladder_level_1", "ladder_level_2", "ladder_level_3", "ladder_level_4")
OPEN = "ladder_open"
BELOW_2, FROM_2 = "ladder_below_2", "ladder_from_2"
HALVES = {BELOW_2: LADDER[:2], FROM_2: LADDER[2:], OPEN: (OPEN,)}
"""What the groups add up to; a level that is a range is on neither side."""
OF_THE_LADDER = (
    "ladder_firms", BELOW_2, FROM_2, *LADDER, OPEN, "ladder_twice", "ladder_risen"
)  # fmt: skip
"""Fields counted once, by the first close: what changes by one firm tells of that firm."""


@dataclass(frozen=True, slots=True)
class Levelled:
    """Where a firm stands on the ladder by its last answers for the year.

    Parameters
    ----------
    firm
        Its credit code.
    low, high
        The level, 0 for none: the least and the most it can be.
    before
        The same by its last answers for an earlier year; None where there are none.
    shared
        Whether it shares its level with a county.
    """

    firm: str
    low: int
    high: int
    before: tuple[int, int] | None = None
    shared: bool = False

    @property
    def group(self) -> str:
        """The field it counts in."""
        return LADDER[self.low] if self.low == self.high else OPEN

    @property
    def comparable(self) -> bool:
        """Whether both levels are known."""
        known = self.low == self.high and self.before is not None
        return known and self.before is not None and self.before[0] == self.before[1]

    @property
    def risen(self) -> bool:
        """Whether it stands higher than before."""
        return self.comparable and self.before is not None and self.low > self.before[1]


def levels_counted(levels: Collection[Levelled]) -> dict[str, Counted]:
    """Count firms by level; what a county is told by the firms themselves protects nobody else.

    Parameters
    ----------
    levels
        Of the firms of one cluster.

    Returns
    -------
    dict
        A number for each field of the ladder, where it may be told.

    Examples
    --------
    >>> levels = [Levelled(firm, low=2, high=2) for firm in "abc"]
    >>> found = levels_counted([*levels, *(Levelled(firm, low=0, high=0) for firm in "defg")])
    >>> found["ladder_from_2"].value, found["ladder_none"].value, found["ladder_level_3"].value
    (Decimal('3'), Decimal('4'), Decimal('0'))
    """
    twice = [row for row in levels if row.comparable]
    rose = _safe(twice, lambda row: "risen" if row.risen else "other", ("risen", "other"))
    told, counts = _told(levels), Counter(row.group for row in levels)
    sums = {BELOW_2: LADDER[:2], FROM_2: LADDER[2:]}
    numbers = {name: sum(counts[group] for group in of) for name, of in sums.items()}
    numbers |= {name: counts[name] for name in (*LADDER, OPEN)}
    return {
        "ladder_firms": told_firms(row.firm for row in levels),
        **{
            name: _group(number, told=name in told, among=len(levels))
            for name, number in numbers.items()
        },
        "ladder_twice": told_firms(row.firm for row in twice),
        "ladder_risen": _group(
            sum(row.risen for row in twice), told="risen" in rose, among=len(twice)
        ),
    }


def _told(levels: Collection[Levelled]) -> frozenset[str]:
    """Return the halves and groups whose numbers may be told together.

    Groups are held against the total they are known to add up to: that of their half where it is
    told, and that of all halves that are not, which follows from the others.
    """
    side = {group: half for half, groups in HALVES.items() for group in groups}
    told = _safe(levels, lambda row: side[row.group], HALVES)
    hidden = [group for group, half in side.items() if half not in told]
    parts = [groups for half, groups in HALVES.items() if half in told]
    for part in (*parts, hidden):
        inside = [row for row in levels if row.group in part]
        told |= _safe(inside, lambda row: row.group, part) - {OPEN}
    return told


def _safe(
    levels: Collection[Levelled], group: Callable[[Levelled], str], names: Collection[str]
) -> frozenset[str]:
    """Return the groups whose number may be told, also to who knows what some firms share."""
    told = frozenset(names)
    for rows in (list(levels), [row for row in levels if not row.shared]):
        counts = dict.fromkeys(names, 0)
        for row in rows:
            counts[group(row)] += 1
        told &= groups_told(counts, PUBLIC) if rows else told
    return told


def _group(number: int, *, told: bool, among: int) -> Counted:
    if told:
        return Counted(Decimal(number), among)
    return Counted(None, among, FOLLOWS if enough_firms(among, PUBLIC) else WITHHELD)
