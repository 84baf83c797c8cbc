"""How far shared centres are used in a time: a firm's own, and a county's together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q, Sum
from django.utils import timezone

from jiqun.base.days import CHINA
from jiqun.base.readers import Reader
from jiqun.disclosure.firms import enough_firms
from jiqun.exchange.slots.use import Break, Use, hours_open
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.slots.models import Booking, Offer, Slot
from jiqun.workflow.calendars import calendars

NOTHING = Use(Decimal(), Decimal(), Decimal())


@dataclass(frozen=True)
class Together:
    """What shared centres of a county are used together; None where it is withheld.

    Parameters
    ----------
    centres, firms
        How many there are, and of how many firms.
    use
        Withheld where a firm's own could be told from it.
    """

    centres: int
    firms: int
    use: Use | None


def used_together(offers: Iterable[Offer], first: date, last: date, reader: Reader) -> Together:
    """Return how far centres are used together, where they are of enough firms."""
    rows = list(offers)
    firms = len({row.credit_code for row in rows})
    if not enough_firms(firms, reader):
        return Together(len(rows), firms, None)
    with seen_whole():  # the hours of bookings a county does not see, of which it is told the sum
        uses = [use_of(row, first, last) for row in rows]
    return Together(len(rows), firms, sum(uses, NOTHING))


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
    ends = (datetime.combine(day, time(), CHINA) for day in (first, last + timedelta(days=1)))
    begin, end = ends
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


def _breaks(offer: Offer) -> list[Break]:
    return [
        (
            datetime.fromisoformat(said["since"]),
            datetime.fromisoformat(said["until"]) if said["until"] else None,
        )
        for said in offer.breaks
    ]
