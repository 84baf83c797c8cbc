"""How far a shared machine is used: hours booked and used over the hours it was open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from jiqun.exchange.slots.opening import Opening, day_of
from jiqun.workflow.calendars import Calendars

HOUR = Decimal(60)


@dataclass(frozen=True, slots=True)
class Use:
    """How far machines were used in a time.

    Parameters
    ----------
    open, booked
        Hours.
    used
        Hours that owners recorded.
    unrecorded
        Bookings that are over and of which no hours are recorded: they are not known, not nought.
    unsure
        Days whose holidays are not known and matter.
    """

    open: Decimal
    booked: Decimal
    used: Decimal
    unrecorded: int = 0
    unsure: int = 0

    def __add__(self, other: Use) -> Use:
        """Return both together: shares are of sums."""
        return Use(
            self.open + other.open,
            self.booked + other.booked,
            self.used + other.used,
            self.unrecorded + other.unrecorded,
            self.unsure + other.unsure,
        )

    @property
    def booked_share(self) -> Decimal | None:
        """Hours booked in % of those open, at one decimal; None where it never was open.

        Examples
        --------
        >>> Use(Decimal(30), Decimal(10), Decimal(9)).booked_share
        Decimal('33.3')
        """
        return _share(self.booked, self.open)

    @property
    def used_share(self) -> Decimal | None:
        """Hours used in % of those open; None too where hours of a booking are missing.

        Examples
        --------
        >>> Use(Decimal(30), Decimal(10), Decimal(9), unrecorded=1).used_share is None
        True
        """
        return None if self.unrecorded else _share(self.used, self.open)


def _share(part: Decimal, whole: Decimal) -> Decimal | None:
    return (100 * part / whole).quantize(Decimal("0.1")) if whole else None


def opening_on(day: date, now: Opening, before: Sequence[Mapping[str, Any]]) -> Opening:
    """Return the opening that held on a day.

    Parameters
    ----------
    day
        Which.
    now
        That of now.
    before
        Earlier ones, oldest first: ``until``, the day it was changed, from which the next holds,
        and ``opening``.

    Examples
    --------
    >>> new, old = Opening(60, {}), Opening(60, {0: (480, 540)})
    >>> before = [{"until": "2026-09-07", "opening": old.record()}]
    >>> opening_on(date(2026, 9, 6), new, before) == old, opening_on(date(2026, 9, 7), new, before)
    (True, Opening(minutes=60, hours={}, exceptions={}, rests=False, lead=0, ...))
    """
    for said in before:
        if day < date.fromisoformat(said["until"]):
            return Opening.of(said["opening"])
    return now


Break = tuple[datetime, datetime | None]
"""When a machine was out of order; None: it still is."""


def hours_open(
    days: Iterable[date],
    now: Opening,
    before: Sequence[Mapping[str, Any]],
    breaks: Sequence[Break],
    calendars: Calendars,
) -> tuple[Decimal, int]:
    """Return how many hours a machine was open on some days, and how many days are unsure.

    A slot that a breakdown touches is not open.

    Examples
    --------
    >>> from jiqun.base.days import CHINA
    >>> week = [date(2026, 9, 7) + timedelta(days=number) for number in range(7)]
    >>> opening = Opening(60, {0: (480, 720), 1: (480, 720)})
    >>> broke = datetime(2026, 9, 8, 10, 30, tzinfo=CHINA)
    >>> hours_open(week, opening, (), [(broke, None)], {})
    (Decimal('6'), 0)
    """
    minutes = unsure = 0
    for day in days:
        opening = opening_on(day, now, before)
        found = day_of(opening, day, calendars)
        unsure += found.unsure
        length = timedelta(minutes=opening.minutes)
        working = [start for start in found.starts if not _broken(start, start + length, breaks)]
        minutes += opening.minutes * len(working)
    return minutes / HOUR, unsure


def _broken(start: datetime, end: datetime, breaks: Sequence[Break]) -> bool:
    return any(since < end and (until is None or until > start) for since, until in breaks)
