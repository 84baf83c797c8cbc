"""What happened in a year, out of the rows of the exchange and the ladder.

Every row is read, also those no reader sees: what leaves here is counted and gated first.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from jiqun.base.days import CHINA
from jiqun.base.readers import Reader
from jiqun.clusters.roster_store import RosterStore
from jiqun.clusters.roster_ties import year_end
from jiqun.exchange.closing import Booked, Happened, Levelled, Requested
from jiqun.exchange.maturity.answers import read_answers
from jiqun.exchange.maturity.standing import standing
from jiqun.exchange.slots.kinds import slot_kinds
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.ladder.models import Assessment
from jiqun.web.slots.models import ACCEPTED, DONE, Booking
from jiqun.web.solutions.models import Request
from jiqun.workspace import Workspace

STANDS = ("accepted", "disputed")
"""States in which a booking that is over ought to say what was used."""


def happened(year: int) -> Happened:
    """Return what happened in a year, of all firms, as it stands now."""
    with seen_whole():
        return Happened(
            tuple(map(_booked, _begun(Booking.objects.all(), year))),
            tuple(
                Requested(row.asker, row.state == "finished")
                for row in _asked(Request.objects.all(), year)
            ),
            tuple(_levels(year)),
        )


def bookings_of(year: int, reader: Reader) -> QuerySet[Booking]:
    """Return the bookings a reader sees whose first slot begins in a year in China."""
    return _begun(Booking.objects.for_reader(reader), year)


def requests_of(year: int, reader: Reader) -> QuerySet[Request]:
    """Return the requests for solutions a reader sees that were asked in a year."""
    return _asked(Request.objects.for_reader(reader), year)


def lists_at_the_end(
    workspace: Workspace, year: int, happened: Happened, reader: Reader
) -> Mapping[str, frozenset[str]]:
    """Return by cluster the firms that had a part in a year and stand in its list at its end."""
    del reader  # of every cluster, to tell who stands in none; what is shown of it is counted
    end = year_end(year)
    found: dict[str, set[str]] = {}
    for firm in RosterStore(workspace).firms_with(happened.firms):
        if firm.inside(end):
            found.setdefault(firm.cluster_id, set()).add(firm.credit_code)
    return {cluster: frozenset(codes) for cluster, codes in found.items()}


def _begun(rows: QuerySet[Booking], year: int) -> QuerySet[Booking]:
    first, after = _bounds(year)
    shared = slot_kinds().of("sharing")  # the form counts machines; talent and orders are apart
    return rows.filter(starts__gte=first, starts__lt=after, offer__kind__in=shared)


def _asked(rows: QuerySet[Request], year: int) -> QuerySet[Request]:
    first, after = _bounds(year)
    return rows.filter(opened__gte=first, opened__lt=after)


def _booked(row: Booking) -> Booked:
    used = row.reached >= DONE
    unsaid = row.hours_used is None and (used or row.state in STANDS)
    return Booked(
        row.owner,
        row.renter,
        accepted=row.reached >= ACCEPTED,
        used=used,
        hours=row.hours_used if used else None,
        unrecorded=unsaid and row.ends < timezone.now(),
    )


def _levels(year: int) -> Iterator[Levelled]:
    """Yield where each firm stands by its last answers for the year, and for years before."""
    rows = Assessment.objects.filter(year__lte=year).order_by("at", "pk")
    last: dict[str, dict[int, Assessment]] = {}
    for row in rows:
        last.setdefault(row.credit_code, {})[row.year] = row
    for firm, by_year in last.items():
        if year in by_year:
            before = [by_year[earlier] for earlier in sorted(by_year) if earlier < year]
            low, high = _span(by_year[year])
            earlier = _span(before[-1]) if before else None
            yield Levelled(firm, low, high, earlier, shared=by_year[year].shared)


def _span(row: Assessment) -> tuple[int, int]:
    found = standing(read_answers(row.said)[0])
    return found.low, found.high


def _bounds(year: int) -> tuple[datetime, datetime]:
    return datetime(year, 1, 1, tzinfo=CHINA), datetime(year + 1, 1, 1, tzinfo=CHINA)
