"""What a year came to for a cluster: bookings, solutions and levels counted by firm.

A firm belongs to a cluster by its credit code. What is counted is kept for good, so it is held to
the rule of three before it is: a number of fewer than three firms is missing, with its reason, and
no answer of a single firm follows from what is told. Nought is a number and is told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jiqun.base.language import Bilingual
from jiqun.exchange.byproducts.outcomes import Linked, Moved, links_counted
from jiqun.exchange.cooperation.closed import Begun, projects_counted
from jiqun.exchange.cooperation.counting import Brought
from jiqun.exchange.counting import Counted, told_cases, told_firms, told_sum
from jiqun.exchange.grants.yearly import Granted, grants_counted
from jiqun.exchange.levels import Levelled, levels_counted

HOURS = "slot_hours_used"
"""Told by a close alone, and kept once it is a number: one more booking would tell its hours."""
UNRECORDED = Bilingual(
    "未知：有已结束的预订未登记使用小时",
    "not known: bookings are over whose hours nobody recorded",
)
NOT_THEN = Bilingual(
    "未知：该年度首次结账时尚无此项，为保护个别企业不补计",
    "not known: it was not counted when the year was first closed, and is not counted later",
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
class Happened:
    """What happened in a year, as the rooms of the exchange keep it."""

    bookings: tuple[Booked, ...] = ()
    requests: tuple[Requested, ...] = ()
    levels: tuple[Levelled, ...] = ()
    projects: tuple[Begun, ...] = ()
    results: tuple[Brought, ...] = ()
    grants: tuple[Granted, ...] = ()
    links: tuple[Linked, ...] = ()
    moved: tuple[Moved, ...] = ()


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
        **projects_counted(inside, happened.projects, happened.results),
        **grants_counted(inside, happened.grants),
        **links_counted(inside, happened.links, happened.moved),
        **levels_counted([row for row in happened.levels if row.firm in inside]),
    }


def _market(firms: frozenset[str], rows: Iterable[Booked], market: _Market) -> dict[str, Counted]:
    """Count bookings by who asked for them, and who shared by who owns."""
    rows = list(rows)
    own = [row for row in rows if row.renter in firms]
    accepted, used = [row for row in own if row.accepted], [row for row in own if row.used]
    sharing = (row.owner for row in rows if row.owner in firms and row.accepted)
    adding = [(row.renter, market.adds(row)) for row in used]
    amount = [(firm, adds) for firm, adds in adding if adds is not None]
    hours = market.amount == HOURS
    unrecorded = [row.renter for row in own if row.unrecorded] if hours else []
    told = told_sum([*amount, *((firm, Decimal()) for firm in unrecorded)])
    if told.why is None and unrecorded:
        told = Counted(None, told.firms, UNRECORDED)
    return {
        market.asked: told_cases(row.renter for row in own),
        market.dealt: told_cases(row.renter for row in accepted),
        market.finished: told_cases(row.renter for row in used),
        market.amount: told,
        market.booking: told_firms(row.renter for row in accepted),
        market.sharing: told_firms(sharing),
    }


def _solutions(firms: frozenset[str], requests: Iterable[Requested]) -> dict[str, Counted]:
    own = [row for row in requests if row.firm in firms]
    finished = [row for row in own if row.finished]
    return {
        "solutions_asked": told_cases(row.firm for row in own),
        "solutions_finished": told_cases(row.firm for row in finished),
        "firms_with_solution": told_firms(row.firm for row in finished),
    }
