"""What happened in a year, out of the rows of the exchange and the ladder.

Every row is read, also those no reader sees: what leaves here is counted and gated first.
"""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from jiqun.base.days import CHINA
from jiqun.base.readers import Reader
from jiqun.clusters import Profile
from jiqun.clusters.roster_store import RosterStore
from jiqun.clusters.roster_ties import year_end
from jiqun.disclosure.firms import enough_firms
from jiqun.exchange.levels import Levelled
from jiqun.exchange.maturity.answers import read_answers
from jiqun.exchange.maturity.standing import standing
from jiqun.exchange.outcomes import Booked, Happened, Requested
from jiqun.exchange.slots.kinds import kind_named
from jiqun.web.byproducts.feeding import linked_in, moved_in
from jiqun.web.byproducts.models import Deal
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.cooperation.feeding import begun_in, results_in
from jiqun.web.filing.known import sees
from jiqun.web.grants.feeding import granted_in
from jiqun.web.ladder.models import Assessment
from jiqun.web.slots.models import ACCEPTED, DONE, Booking
from jiqun.web.solutions.models import Request
from jiqun.workspace import Workspace

Asked = TypeVar("Asked", Request, Deal)
STANDS = ("accepted", "disputed")
"""States in which a booking that is over ought to say what was used."""


def happened(year: int, firms: Collection[str]) -> Happened:
    """Return what some firms did in a year, as it stands now."""
    own = frozenset(firms)
    with seen_whole():
        bookings = _begun(Booking.objects.select_related("offer"), year)
        requests = _asked(Request.objects.all(), year).values_list("asker", "state")
        return Happened(
            tuple(_booked(row) for row in bookings if own & {row.owner, row.renter}),
            tuple(Requested(by, state == "finished") for by, state in requests if by in own),
            tuple(_levels(year, own)),
            tuple(begun_in(year)),
            tuple(results_in(year)),
            granted_in(year),
            tuple(linked_in(year)),
            tuple(moved_in(year)),
        )


def took_part(year: int) -> frozenset[str]:
    """Return every firm that booked, shared, granted, linked, asked or answered for a year."""
    with seen_whole():
        bookings = _begun(Booking.objects.all(), year)
        kept = (
            bookings.values_list("owner", flat=True),
            bookings.values_list("renter", flat=True),
            _asked(Request.objects.all(), year).values_list("asker", flat=True),
            Assessment.objects.filter(year=year).values_list("credit_code", flat=True),
        )
        joint = [code for project in begun_in(year) for code in project.firms]
        shared = [grant.firm for grant in granted_in(year)]
        linked = [code for link in linked_in(year) for code in link.firms]
        others = {*joint, *shared, *linked}
        return frozenset(code for codes in kept for code in codes.distinct()) | others


def bookings_of(year: int, reader: Reader) -> QuerySet[Booking]:
    """Return the bookings a reader sees whose first slot begins in a year in China."""
    return _begun(Booking.objects.for_reader(reader), year)


def requests_of(year: int, reader: Reader) -> QuerySet[Request]:
    """Return the requests for solutions a reader sees that were asked in a year."""
    return _asked(Request.objects.for_reader(reader), year)


def links_of(year: int, reader: Reader) -> QuerySet[Deal]:
    """Return the circular links a reader sees that were asked for in a year."""
    return _asked(Deal.objects.for_reader(reader), year)


def firms_of(workspace: Workspace, profile: Profile, year: int, reader: Reader) -> frozenset[str]:
    """Return the firms that stand in a cluster's list at a year's end, to who sees the cluster."""
    if not sees(reader, profile):
        return frozenset()
    end = year_end(year)
    listed = RosterStore(workspace).firms(profile.id)
    return frozenset(firm.credit_code for firm in listed if firm.inside(end))


def in_no_list(workspace: Workspace, codes: Collection[str], year: int, reader: Reader) -> str:
    """Return whether firms stand in no cluster's list at a year's end: none, few or enough of them.

    No number: from day to day it would tell of each further firm that it takes part.
    """
    end = year_end(year)
    known = RosterStore(workspace).firms_with(codes)
    number = len({*codes} - {firm.credit_code for firm in known if firm.inside(end)})
    return ("enough" if enough_firms(number, reader) else "few") if number else "none"


def _begun(rows: QuerySet[Booking], year: int) -> QuerySet[Booking]:
    first, after = _bounds(year)
    return rows.filter(starts__gte=first, starts__lt=after)


def _asked(rows: QuerySet[Asked], year: int) -> QuerySet[Asked]:
    first, after = _bounds(year)
    return rows.filter(opened__gte=first, opened__lt=after)


def _booked(row: Booking) -> Booked:
    used, kind = row.reached >= DONE, kind_named(row.offer.kind)
    unsaid = row.hours_used is None and (used or row.state in STANDS)
    return Booked(
        row.owner,
        row.renter,
        accepted=row.reached >= ACCEPTED,
        used=used,
        hours=row.hours_used if used else None,
        unrecorded=unsaid and row.ends < timezone.now(),
        family=kind.family,
        seats=row.seats,
        by_lot=kind.by_lot,
    )


def _levels(year: int, firms: Collection[str]) -> Iterator[Levelled]:
    """Yield where firms stand by their last answers for the year, and for years before."""
    rows = Assessment.objects.filter(year__lte=year).order_by("at", "pk")
    last: dict[str, dict[int, int]] = {}
    for key, firm, of in rows.values_list("pk", "credit_code", "year"):
        if firm in firms:
            last.setdefault(firm, {})[of] = key
    for firm, by_year in last.items():
        if year not in by_year:
            continue
        kept = Assessment.objects.in_bulk([by_year[of] for of in sorted(by_year)[-2:]])
        now = kept.pop(by_year[year])
        low, high = _span(now)
        before = [_span(row) for row in kept.values()]
        yield Levelled(firm, low, high, before[0] if before else None, shared=now.shared)


def _span(row: Assessment) -> tuple[int, int]:
    found = standing(read_answers(row.said)[0])
    return found.low, found.high


def _bounds(year: int) -> tuple[datetime, datetime]:
    return datetime(year, 1, 1, tzinfo=CHINA), datetime(year + 1, 1, 1, tzinfo=CHINA)
