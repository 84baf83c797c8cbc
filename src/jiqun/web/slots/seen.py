"""An offer, its calendar and a booking as one reader sees them on a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.utils import timezone

from jiqun.base.days import CHINA
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.chains.distances import Way, way_between
from jiqun.exchange.slots.kinds import slot_kinds
from jiqun.exchange.slots.opening import Day, closed_to, days_from, window
from jiqun.web.casework.clocks import today
from jiqun.web.slots.models import Offer, Slot
from jiqun.workflow.calendars import calendars

DAYS = 14
"""Days of a calendar on one page."""
WEEKDAYS = (
    Bilingual("周一", "Mon"),
    Bilingual("周二", "Tue"),
    Bilingual("周三", "Wed"),
    Bilingual("周四", "Thu"),
    Bilingual("周五", "Fri"),
    Bilingual("周六", "Sat"),
    Bilingual("周日", "Sun"),
)


@dataclass(frozen=True)
class ShownSlot:
    """A slot on a page: when, and whether it can be booked, is taken, or neither."""

    starts: datetime
    ends: datetime
    state: str

    @property
    def value(self) -> str:
        """How the form names it."""
        return self.starts.isoformat()

    @property
    def hours(self) -> str:
        """From when until when; a whole day by no hours."""
        if self.ends - self.starts == timedelta(days=1):
            return ""
        end = "24:00" if self.ends.date() > self.starts.date() else f"{self.ends:%H:%M}"
        return f"{self.starts:%H:%M}–{end}"


@dataclass(frozen=True)
class ShownDay:
    """A day on a page."""

    day: Day
    slots: tuple[ShownSlot, ...]

    @property
    def weekday(self) -> Bilingual:
        """Its weekday."""
        return WEEKDAYS[self.day.day.weekday()]

    @property
    def free(self) -> int:
        """How many of its slots can be booked."""
        return sum(slot.state == "free" for slot in self.slots)


class SeenOffer:
    """An offer as a reader sees it.

    Parameters
    ----------
    offer
        The row.
    reader
        Who looks.
    from_county
        Where the reader is; empty where that is not known.
    """

    def __init__(self, offer: Offer, reader: Reader, from_county: str = "") -> None:
        self.row, self.reader, self.from_county = offer, reader, from_county

    @property
    def kind(self) -> Bilingual:
        """What it is; a kind the catalogue has no more by its code."""
        known = slot_kinds().kinds.get(self.row.kind)
        return known.title if known else Bilingual(self.row.kind, self.row.kind)

    @property
    def audience(self) -> Bilingual:
        """Whom it is open to."""
        return slot_kinds().audiences[self.row.audience]

    @property
    def own(self) -> bool:
        """Whether the reader offers it."""
        return self.reader.office is Office.FIRM and self.row.credit_code == self.reader.credit_code

    @property
    def shows_price(self) -> bool:
        """Whether the reader is told what it costs: those it is open to, and its owner."""
        return self.reader.office is Office.FIRM

    @property
    def way(self) -> Way | None:
        """How far it is, county to county; None where that is not known."""
        return way_between(self.from_county, self.row.county) if self.from_county else None

    def days(self, first: date) -> list[ShownDay]:
        """Return the days of a page of its calendar."""
        opening = self.row.calendar
        taken = self._taken(first, first + timedelta(days=DAYS))
        last = first + timedelta(days=DAYS - 1)
        return [self._day(day, taken) for day in days_from(opening, first, last, calendars())]

    @cached_property
    def first_free(self) -> datetime | None:
        """The first slot that can be booked; None where there is none."""
        if self.row.broken or not self.row.open:
            return None
        opening, (moment, last) = self.row.calendar, window(self.row.calendar, timezone.now())
        taken = self._taken(moment.date(), last + timedelta(days=1))
        return next(
            (
                start
                for day in days_from(opening, moment.date(), last, calendars())
                for start in day.starts
                if start >= moment and start not in taken
            ),
            None,
        )

    def _taken(self, first: date, until: date) -> frozenset[datetime]:
        span = (datetime.combine(day, time(), CHINA) for day in (first, until))
        rows = Slot.objects.filter(offer=self.row, starts__range=tuple(span))
        return frozenset(rows.values_list("starts", flat=True))

    def _day(self, day: Day, taken: frozenset[datetime]) -> ShownDay:
        opening, now = self.row.calendar, timezone.now()
        slots = []
        for start in day.starts:
            state = "taken" if start in taken else "free"
            if state == "free" and closed_to(start, opening, now, calendars()):
                state = "shut"
            slots.append(ShownSlot(start, start + self.row.length, state))
        return ShownDay(day, tuple(slots))


def nearest_first(offers: Iterable[SeenOffer]) -> list[SeenOffer]:
    """Return offers by distance; those of which it is not known come last."""

    def far(seen: SeenOffer) -> tuple[bool, float]:
        way = seen.way
        return (way is None, way.kilometres if way else 0.0)

    return sorted(offers, key=far)


def first_day(asked: date | None, offer: Offer) -> date:
    """Return the first day of a calendar's page: as asked, inside what can be booked."""
    last = window(offer.calendar, timezone.now())[1]
    return min(max(asked or today(), today()), max(last, today()))
