"""An offer, its calendar and a booking as one reader sees them on a page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.utils import timezone

from jiqun.base.credit_codes import is_institution
from jiqun.base.days import CHINA
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.chains.distances import Way, way_between
from jiqun.exchange.matching.facts import Offer as Matched
from jiqun.exchange.slots.details import shown_details
from jiqun.exchange.slots.kinds import Family, Kind, slot_kinds
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
    """A slot on a page: when, whether it can be booked, is taken, or neither, and seats left."""

    starts: datetime
    ends: datetime
    state: str
    left: int = 0

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

    @cached_property
    def kind(self) -> Kind:
        """What it is."""
        return self.row.sort

    @property
    def family(self) -> Family:
        """The family its kind belongs to, which has a page of its own."""
        return slot_kinds().families[self.kind.family]

    @property
    def details(self) -> list[tuple[Bilingual, Bilingual]]:
        """What it says by the fields of its kind."""
        return shown_details(self.kind, self.row.details)

    @property
    def by_institution(self) -> bool:
        """Whether an institution offers it, by its credit code."""
        return is_institution(self.row.credit_code)

    def matched(self, wanted: Iterable[date] = ()) -> Matched:
        """Return it as the matcher takes it, with the days it is free among those wanted."""
        row, details = self.row, " ".join(value.zh for _, value in self.details)
        days = sorted(wanted)
        free = frozenset(day.toordinal() for day in days if self._is_free(day)) if days else None
        return Matched(
            str(row.pk),
            self.family.market,
            firm=row.credit_code,
            kind=row.kind,
            text=f"{row.name}\n{row.about}\n{details}",
            county=row.county,
            price=row.asks.price if not self.kind.owner_pays else None,
            free=free,
        )

    def _is_free(self, day: date) -> bool:
        [shown] = self._days(day, day)
        return shown.free > 0

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
        """Return the days of a page of its calendar; of an offer by lot, its one day."""
        lot_day = self.row.calendar.lot_day
        if lot_day:
            return self._days(lot_day, lot_day)
        return self._days(first, first + timedelta(days=DAYS - 1))

    def _days(self, first: date, last: date) -> list[ShownDay]:
        opening, taken = self.row.calendar, self._taken(first, last + timedelta(days=1))
        return [self._day(day, taken) for day in days_from(opening, first, last, calendars())]

    @cached_property
    def first_free(self) -> datetime | None:
        """The first slot that can be booked; None where there is none."""
        if self.row.broken or not self.row.open:
            return None
        opening, now = self.row.calendar, timezone.now()
        moment, last = window(opening, now)
        if opening.lot_day:
            moment, last = midnight(opening.lot_day), opening.lot_day
        taken = self._taken(moment.date(), last + timedelta(days=1))
        return next(
            (
                start
                for day in days_from(opening, moment.date(), last, calendars())
                for start in day.starts
                if start >= moment
                and taken[start] < self.row.seats
                and not closed_to(start, opening, now, calendars())
            ),
            None,
        )

    def _taken(self, first: date, until: date) -> Counter[datetime]:
        """Return how many seats of slots are taken."""
        rows = Slot.objects.filter(offer=self.row, starts__range=(midnight(first), midnight(until)))
        return Counter(rows.values_list("starts", flat=True))

    def _day(self, day: Day, taken: Counter[datetime]) -> ShownDay:
        opening, now = self.row.calendar, timezone.now()
        slots = []
        for start in day.starts:
            left = max(self.row.seats - taken[start], 0)
            state = "free" if left else "taken"
            if left and closed_to(start, opening, now, calendars()):
                state = "shut"
            slots.append(ShownSlot(start, start + self.row.length, state, left))
        return ShownDay(day, tuple(slots))


def midnight(day: date) -> datetime:
    """Return when a day begins in China."""
    return datetime.combine(day, time(), CHINA)


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
