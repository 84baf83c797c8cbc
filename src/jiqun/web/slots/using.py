"""How far shared centres are used in a time: a firm's own, and a county's together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils import timezone

from jiqun.base.days import CHINA
from jiqun.base.readers import Reader
from jiqun.disclosure.firms import enough_firms
from jiqun.exchange.slots.use import Break, Use, hours_open
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.slots.models import Booking, Offer, Slot
from jiqun.workflow.calendars import calendars

NOTHING = Use(Decimal(), Decimal(), Decimal())
NUMBERS = ("open", "booked", "used", "unrecorded", "unsure")
"""Of a use, as a county is told them."""


@dataclass(frozen=True)
class Together:
    """What shared centres of a county are used together; None where it is withheld.

    Parameters
    ----------
    centres, firms
        How many there are, and of how many firms.
    use
        Withheld where a firm's own could be told from it.
    behind
        By number, what each firm adds to it: the owner, and who booked. Never to be shown.
    """

    centres: int
    firms: int
    use: Use | None
    behind: Mapping[str, Mapping[str, Decimal]]


def used_together(offers: Iterable[Offer], first: date, last: date, reader: Reader) -> Together:
    """Return how far centres are used together, where enough firms stand behind it.

    A number of few firms is withheld by who stands behind it in that time: whose centres were open,
    and whose were booked. Times that overlap are not for one reader: a difference is of few, too.
    """
    rows = list(offers)
    firms = {row.credit_code for row in rows}
    with seen_whole():  # the hours of bookings a county does not see, of which it is told the sum
        uses = [(row.credit_code, use_of(row, first, last)) for row in rows]
        parts = {**_by_owner(uses), **_by_renter(rows, first, last)}
    opened = {firm for firm, use in uses if use.open}
    booked = {firm for firm, use in uses if use.booked or use.used or use.unrecorded}
    behind = (firms, *(some for some in (opened, booked) if some))
    told = all(enough_firms(len(some), reader) for some in behind)
    use = sum((use for _, use in uses), NOTHING) if told else None
    return Together(len(rows), len(firms), use, parts)


def _by_owner(uses: Iterable[tuple[str, Use]]) -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = {number: {} for number in NUMBERS}
    for firm, use in uses:
        for number, by_firm in found.items():
            by_firm[firm] = by_firm.get(firm, Decimal()) + Decimal(getattr(use, number))
    return found


def _by_renter(rows: Iterable[Offer], first: date, last: date) -> dict[str, dict[str, Decimal]]:
    """Return what each firm booked and used of some offers, and how much of it is not known."""
    begin, end = _bounds(first, last)
    bookings = Booking.objects.filter(offer__in=list(rows), starts__gte=begin, starts__lt=end)
    booked: dict[str, Decimal] = {}
    used: dict[str, Decimal] = {}
    lengths = {row.pk: row.opening["minutes"] for row in rows}
    counted = bookings.annotate(held=Count("slots"))
    for renter, offer, held, hours in counted.values_list("renter", "offer", "held", "hours_used"):
        booked[renter] = booked.get(renter, Decimal()) + lengths[offer] * held
        used[renter] = used.get(renter, Decimal()) + (hours or Decimal())
    return {"booked_by": booked, "used_by": used}


def use_of(offer: Offer, first: date, last: date) -> Use:
    """Return how far an offer was used from one day to another, both included.

    A booking counts with all its slots, each by its seats, on the day it begins. One that is over
    and has no hours is not known; where nobody came no hour was used.
    """
    made = timezone.localtime(offer.made).date()
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    opened, unsure = hours_open(
        [day for day in days if day >= made],
        offer.calendar,
        offer.openings_before,
        _breaks(offer),
        calendars(),
    )
    begin, end = _bounds(first, last)
    bookings = Booking.objects.filter(offer=offer, starts__gte=begin, starts__lt=end)
    slots = Slot.objects.filter(booking__in=bookings).count()
    held = bookings.filter(slots__isnull=False).distinct()
    over = held.filter(ends__lt=timezone.now(), hours_used=None).exclude(state="no_show")
    return Use(
        opened * offer.seats,
        Decimal(offer.opening["minutes"] * slots) / 60,
        bookings.aggregate(hours=Sum("hours_used"))["hours"] or Decimal(),
        over.filter(~Q(state="pending")).count(),
        unsure,
    )


def _bounds(first: date, last: date) -> tuple[datetime, datetime]:
    begin, end = (datetime.combine(day, time(), CHINA) for day in (first, last + timedelta(days=1)))
    return begin, end


def _breaks(offer: Offer) -> list[Break]:
    return [
        (
            datetime.fromisoformat(said["since"]),
            datetime.fromisoformat(said["until"]) if said["until"] else None,
        )
        for said in offer.breaks
    ]
