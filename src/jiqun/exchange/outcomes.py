"""What a year came to for a cluster: bookings, solutions and levels counted by firm.

A firm belongs to a cluster by its credit code. What is counted is kept for good, so it is held to
the rule of three before it is: a number of fewer than three firms is missing, with its reason, and
no answer of a single firm follows from what is told. Nought is a number and is told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from jiqun.base.canonical import decimal_text
from jiqun.base.language import Bilingual
from jiqun.base.readers import PUBLIC
from jiqun.disclosure.firms import enough_firms, groups_told

LADDER = ("ladder_none", "ladder_level_1", "ladder_level_2", "ladder_level_3", "ladder_level_4")
OPEN = "ladder_open"
OF_THE_LADDER = ("ladder_firms", *LADDER, OPEN, "ladder_twice", "ladder_risen")
"""Fields counted once, by the first close: what changes by one firm tells of that firm."""
HOURS = "slot_hours_used"
"""Told by a close alone, and kept once it is a number: one more booking would tell its hours."""
WITHHELD = Bilingual(
    "不予显示：涉及企业不足三家", "withheld: fewer than three firms stand behind it"
)
FOLLOWS = Bilingual(
    "不予显示：由合计可推出不足三家企业的情况",
    "withheld: what fewer than three firms answered would follow from the total",
)
UNRECORDED = Bilingual(
    "未知：有已结束的预订未登记使用小时",
    "not known: bookings are over whose hours nobody recorded",
)


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking of slots that begins in the year.

    Parameters
    ----------
    owner, renter
        Credit codes.
    accepted, used
        Whether it was accepted at some time, and whether it was used.
    hours
        As the owner recorded them; None where nobody did.
    unrecorded
        Whether it is over, was not called off, and nobody said what was used.
    family
        Of its kind: sharing, talent or openness.
    seats
        How many of each slot.
    by_lot
        Whether its kind is had by the lot, as an order is.
    """

    owner: str
    renter: str
    accepted: bool = False
    used: bool = False
    hours: Decimal | None = None
    unrecorded: bool = False
    family: str = "sharing"
    seats: int = 1
    by_lot: bool = False


@dataclass(frozen=True, slots=True)
class Requested:
    """A request for a digital solution, asked in the year."""

    firm: str
    finished: bool = False


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


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened in a year, as the rooms of the exchange keep it."""

    bookings: tuple[Booked, ...] = ()
    requests: tuple[Requested, ...] = ()
    levels: tuple[Levelled, ...] = ()


Behind = Mapping[str, Decimal]
"""By credit code what each firm adds to a number."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A cell of the year: its number, or why there is none; and how many firms stand behind it.

    Parameters
    ----------
    value
        None where it is missing.
    firms
        How many.
    why
        It is missing.
    behind
        What each firm adds, of what may be counted again; to be kept beside it, never to be shown.
    """

    value: Decimal | None
    firms: int
    why: Bilingual | None = None
    behind: Behind = field(default_factory=dict, compare=False, repr=False)

    def record(self) -> dict[str, str]:
        """Return what is filed: a number, or a missing one with its reason in both languages.

        Examples
        --------
        >>> Counted(Decimal("4.50"), 3).record()["said"]
        '4.5'
        >>> Counted(None, 2, WITHHELD).record()["status"]
        'missing'
        """
        if self.value is not None:
            return {"said": decimal_text(self.value), "status": "", "reason": ""}
        return {"said": "", "status": "missing", "reason": both(self.why or WITHHELD)}


@dataclass(frozen=True, slots=True)
class _Market:
    """The fields that a family of kinds is counted in.

    Parameters
    ----------
    asked, dealt, finished
        Bookings.
    amount
        What was used of it, and how much a booking that was used adds; None: nothing.
    booking, sharing
        Firms.
    """

    asked: str
    dealt: str
    finished: str
    amount: str
    adds: Callable[[Booked], Decimal | None]
    booking: str
    sharing: str


_MARKETS: Mapping[str, _Market] = {
    "sharing": _Market(
        "slots_asked", "slots_dealt", "slots_finished",
        HOURS, lambda row: row.hours or Decimal(),
        "firms_booking", "firms_sharing",
    ),
    "talent": _Market(
        "talent_asked", "talent_dealt", "talent_finished",
        "talent_people", lambda row: Decimal(row.seats),
        "firms_booking_talent", "firms_sharing_talent",
    ),
    "openness": _Market(
        "openness_asked", "openness_dealt", "openness_finished",
        "openness_lots", lambda row: Decimal(row.seats) if row.by_lot else None,
        "firms_booking_openness", "firms_sharing_openness",
    ),
}  # fmt: skip


def outcomes_of(firms: Collection[str], happened: Happened) -> dict[str, Counted]:
    """Count what a year came to for the firms of a cluster.

    Parameters
    ----------
    firms
        Credit codes of the firms that stand in its list at the year's end.
    happened
        What is of others alone is passed over.

    Returns
    -------
    dict
        A cell for every field of the form ``exchange-outcomes``.

    Examples
    --------
    >>> asked = tuple(Booked("owner", firm, accepted=True) for firm in "abc")
    >>> found = outcomes_of({"a", "b", "c"}, Happened(asked))
    >>> found["slots_asked"].value, found["slots_finished"].value, found["firms_sharing"].value
    (Decimal('3'), Decimal('0'), Decimal('0'))
    >>> outcomes_of({"a", "b"}, Happened(asked))["slots_asked"].why.en
    'withheld: fewer than three firms stand behind it'
    """
    inside = frozenset(firms)
    found: dict[str, Counted] = {}
    for family, market in _MARKETS.items():
        found |= _market(inside, [row for row in happened.bookings if row.family == family], market)
    return {
        **found,
        **_solutions(inside, happened.requests),
        **_ladder([row for row in happened.levels if row.firm in inside]),
    }


def both(why: Bilingual) -> str:
    """Return why a number is missing as it is filed.

    Examples
    --------
    >>> both(Bilingual("未知", "not known"))
    '未知 / not known'
    """
    return f"{why.zh} / {why.en}"


def _market(firms: frozenset[str], rows: Iterable[Booked], market: _Market) -> dict[str, Counted]:
    """Count bookings by who asked for them, and who shared by who owns."""
    rows = list(rows)
    own = [row for row in rows if row.renter in firms]
    accepted, used = [row for row in own if row.accepted], [row for row in own if row.used]
    adding = [(row.renter, market.adds(row)) for row in used]
    amount = [(firm, adds) for firm, adds in adding if adds is not None]
    hours = market.amount == HOURS
    unrecorded = [row.renter for row in own if row.unrecorded] if hours else []
    told = _told([*amount, *((firm, Decimal()) for firm in unrecorded)])
    if told.why is None and unrecorded:
        told = Counted(None, told.firms, UNRECORDED)
    return {
        market.asked: _cases(row.renter for row in own),
        market.dealt: _cases(row.renter for row in accepted),
        market.finished: _cases(row.renter for row in used),
        market.amount: told,
        market.booking: _firms(row.renter for row in accepted),
        market.sharing: _firms(row.owner for row in rows if row.owner in firms and row.accepted),
    }


def _solutions(firms: frozenset[str], requests: Iterable[Requested]) -> dict[str, Counted]:
    own = [row for row in requests if row.firm in firms]
    finished = [row for row in own if row.finished]
    return {
        "solutions_asked": _cases(row.firm for row in own),
        "solutions_finished": _cases(row.firm for row in finished),
        "firms_with_solution": _firms(row.firm for row in finished),
    }


def _ladder(levels: list[Levelled]) -> dict[str, Counted]:
    """Count firms by level; what a county is told by the firms themselves protects nobody else."""
    twice = [row for row in levels if row.comparable]
    risen = [row for row in twice if row.risen]
    rose = _safe(twice, lambda row: "risen" if row.risen else "other", ("risen", "other"))
    groups = _safe(levels, lambda row: row.group, (*LADDER, OPEN))
    found = {"ladder_firms": _firms(row.firm for row in levels)}
    for name in (*LADDER, OPEN):
        number = sum(row.group == name for row in levels)
        found[name] = _group(number, told=name in groups, among=len(levels))
    found["ladder_twice"] = _firms(row.firm for row in twice)
    found["ladder_risen"] = _group(len(risen), told="risen" in rose, among=len(twice))
    return found


def _safe(
    levels: list[Levelled], group: Callable[[Levelled], str], names: Iterable[str]
) -> frozenset[str]:
    """Return the groups whose number may be told, also to who knows what some firms share."""
    told = frozenset(names)
    for rows in (levels, [row for row in levels if not row.shared]):
        counts = dict.fromkeys(names, 0)
        for row in rows:
            counts[group(row)] += 1
        told &= groups_told(counts, PUBLIC) if rows else told
    return told


def _group(number: int, *, told: bool, among: int) -> Counted:
    if told:
        return Counted(Decimal(number), among)
    return Counted(None, among, FOLLOWS if enough_firms(among, PUBLIC) else WITHHELD)


def _cases(firms: Iterable[str]) -> Counted:
    """Count cases, by the firms they are of."""
    return _told((firm, Decimal(1)) for firm in firms)


def _firms(firms: Iterable[str]) -> Counted:
    return _cases(set(firms))


def _told(adding: Iterable[tuple[str, Decimal]]) -> Counted:
    """Return a sum where no firm, or enough of them, stand behind it."""
    behind: dict[str, Decimal] = {}
    for firm, adds in adding:
        behind[firm] = behind.get(firm, Decimal()) + adds
    if behind and not enough_firms(len(behind), PUBLIC):
        return Counted(None, len(behind), WITHHELD, behind)
    return Counted(sum(behind.values(), Decimal()), len(behind), behind=behind)
