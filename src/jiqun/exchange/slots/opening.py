"""When a machine is open, slot by slot, in China's time.

Slots begin at whole multiples of their length after midnight. An offer keeps its length for good,
so two of its slots are the same or apart: one row a slot is enough to keep bookings apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from jiqun.base.days import CHINA, DayFault, read_day
from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.exchange.slots.kinds import slot_kinds
from jiqun.workflow.calendars import Calendars

Hours = tuple[int, int]
"""From, until: minutes after midnight."""
WHOLE_DAY = 24 * 60
LONGEST_LEAD = 24 * 90
"""Hours; ours."""
LONGEST_ADVANCE = 365
"""Days; ours."""
MOST_EXCEPTIONS = 200
CLOSED = frozenset(("休", "停", "关", "closed", "off"))
_SPAN = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~～至]\s*(\d{1,2})[:：](\d{2})")


@dataclass(frozen=True, slots=True)
class Opening:
    """When a machine can be booked.

    Parameters
    ----------
    minutes
        How long a slot lasts.
    hours
        By weekday, 0 for Monday; a day that is not there is closed.
    exceptions
        Days with hours of their own; None is closed.
    rests
        Whether it is closed on public holidays.
    lead
        Hours a booking must be ahead of its slot at least.
    advance
        Days it may be ahead at most.
    last_day
        Of an offer by lot, the last day to ask; None of one by time.
    """

    minutes: int
    hours: Mapping[int, Hours]
    exceptions: Mapping[date, Hours | None] = field(default_factory=dict)
    rests: bool = False
    lead: int = 0
    advance: int = 30
    last_day: date | None = None

    @property
    def lot_day(self) -> date | None:
        """Of an offer by lot, its one day: of delivery, or of beginning."""
        return next(iter(self.exceptions)) if self.last_day else None

    def record(self) -> dict[str, Any]:
        """Return it as plain data: the inverse of :meth:`of`.

        Examples
        --------
        >>> opening = Opening(60, {0: (480, 1020)}, {date(2026, 10, 1): None}, rests=True)
        >>> Opening.of(opening.record()) == opening
        True
        """
        return {
            "minutes": self.minutes,
            "hours": {str(day): list(hours) for day, hours in self.hours.items()},
            "exceptions": {
                day.isoformat(): list(hours) if hours else None
                for day, hours in self.exceptions.items()
            },
            "rests": self.rests,
            "lead": self.lead,
            "advance": self.advance,
            **({"last_day": self.last_day.isoformat()} if self.last_day else {}),
        }

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Opening:
        """Return what :meth:`record` wrote."""
        return cls(
            said["minutes"],
            {int(day): (hours[0], hours[1]) for day, hours in said["hours"].items()},
            {
                date.fromisoformat(day): (hours[0], hours[1]) if hours else None
                for day, hours in said["exceptions"].items()
            },
            said["rests"],
            said["lead"],
            said["advance"],
            date.fromisoformat(said["last_day"]) if said.get("last_day") else None,
        )


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a machine's calendar.

    Parameters
    ----------
    day
        Which.
    starts
        When its slots begin.
    why
        Why it is closed, or has other hours than the weekday; None where there is nothing to say.
    unsure
        Whether its holidays are not known, which matters to this machine.
    """

    day: date
    starts: tuple[datetime, ...]
    why: Bilingual | None = None
    unsure: bool = False


EXCEPTION = Bilingual("另行安排", "by exception")


def day_of(opening: Opening, day: date, calendars: Calendars) -> Day:
    """Return a machine's slots of a day.

    Parameters
    ----------
    opening
        When it is open.
    day
        Which day, in China.
    calendars
        Working days by year; a year that is not there is not guessed: the day stays open and says
        that its holidays are not known.

    Examples
    --------
    >>> from jiqun.workflow.calendars import calendars
    >>> opening = Opening(120, {3: (8 * 60, 17 * 60)}, rests=True)
    >>> [start.strftime("%H:%M") for start in day_of(opening, date(2026, 9, 3), {}).starts]
    ['08:00', '10:00', '12:00', '14:00']
    >>> day_of(opening, date(2026, 10, 1), calendars()).starts
    ()
    >>> day_of(opening, date(2099, 1, 1), calendars()).unsure
    True
    """
    if day in opening.exceptions:
        return Day(day, _starts(opening, day, opening.exceptions[day]), EXCEPTION)
    hours = opening.hours.get(day.weekday())
    if not opening.rests or hours is None:
        return Day(day, _starts(opening, day, hours))
    calendar = calendars.get(day.year)
    if calendar is None:
        return Day(day, _starts(opening, day, hours), unsure=True)
    holiday = calendar.holidays.get(day)
    if holiday is not None:
        return Day(day, (), holiday)
    return Day(day, _starts(opening, day, hours))


def _starts(opening: Opening, day: date, hours: Hours | None) -> tuple[datetime, ...]:
    if hours is None:
        return ()
    first = -(-hours[0] // opening.minutes) * opening.minutes
    midnight = datetime.combine(day, time(), CHINA)
    return tuple(
        midnight + timedelta(minutes=minute)
        for minute in range(first, hours[1] - opening.minutes + 1, opening.minutes)
    )


def days_from(opening: Opening, first: date, last: date, calendars: Calendars) -> Iterator[Day]:
    """Yield the days of a machine from one to another, both included."""
    for number in range((last - first).days + 1):
        yield day_of(opening, first + timedelta(days=number), calendars)


def window(opening: Opening, now: datetime) -> tuple[datetime, date]:
    """Return the first moment at which a slot may begin, and the last day that can be booked.

    Examples
    --------
    >>> opening = Opening(60, {}, lead=24, advance=30)
    >>> first, last = window(opening, datetime(2026, 9, 1, 9, 0, tzinfo=CHINA))
    >>> first.isoformat(), last.isoformat()
    ('2026-09-02T09:00:00+08:00', '2026-10-01')
    """
    here = now.astimezone(CHINA)
    return here + timedelta(hours=opening.lead), here.date() + timedelta(days=opening.advance)


def closed_to(start: datetime, opening: Opening, now: datetime, calendars: Calendars) -> str:
    """Return the code of why a slot cannot be booked; empty where it can.

    Examples
    --------
    >>> opening = Opening(60, {1: (480, 1020)}, lead=24)
    >>> now = datetime(2026, 9, 1, 9, 0, tzinfo=CHINA)
    >>> [closed_to(now + timedelta(hours=hours), opening, now, {}) for hours in (1, 168, 9999)]
    ['slots.too_soon', '', 'slots.too_far']
    >>> closed_to(now + timedelta(hours=24), opening, now, {})
    'slots.not_open'
    """
    first, last = window(opening, now)
    here = start.astimezone(CHINA)
    if opening.last_day and now.astimezone(CHINA).date() > opening.last_day:
        return "slots.asking_over"
    if here < first and not opening.last_day:
        return "slots.too_soon"
    if here.date() > last:
        return "slots.too_far"
    return "" if here in day_of(opening, here.date(), calendars).starts else "slots.not_open"


def read_opening(said: Mapping[str, str], minutes: int | None) -> tuple[Opening, list[Problem]]:
    """Read when a machine is open, as a form says it.

    Parameters
    ----------
    said
        ``minutes``, ``open_0`` to ``open_6`` (Monday first, empty is closed), ``exceptions`` (a day
        and its hours a line), ``rests``, ``lead``, ``advance``.
    minutes
        The length an offer has already; None of a new one.

    Examples
    --------
    >>> opening, problems = read_opening(
    ...     {"minutes": "60", "open_0": "8:00-17:00", "exceptions": "2026-10-01 休", "lead": "24"},
    ...     None)
    >>> opening.hours, opening.exceptions, problems
    ({0: (480, 1020)}, {datetime.date(2026, 10, 1): None}, [])
    >>> [problem.code for problem in read_opening({"minutes": "50", "open_0": "8-9"}, None)[1]]
    ['slots.no_length', 'slots.no_hours']
    """
    problems: list[Problem] = []
    length = minutes or _whole(said.get("minutes", ""), WHOLE_DAY)
    if length not in slot_kinds().lengths:
        problems.append(Problem("slots.no_length", Where(field="minutes")))
        length = WHOLE_DAY
    hours = dict[int, Hours]()
    for day in range(7):
        written = said.get(f"open_{day}", "").strip()
        if written and not _is_closed(written):
            found = _hours(written)
            if found is None:
                at = Where(field=f"open_{day}")
                problems.append(Problem("slots.no_hours", at, {"said": written}))
            else:
                hours[day] = found
    exceptions = _exceptions(said.get("exceptions", ""), problems)
    lead = _limit(said, "lead", 0, LONGEST_LEAD, problems)
    advance = _limit(said, "advance", 30, LONGEST_ADVANCE, problems)
    opening = Opening(length, hours, exceptions, bool(said.get("rests")), lead, advance)
    if not problems and not any(_starts(opening, date(2026, 1, 1), span) for span in _all(opening)):
        problems.append(Problem("slots.never_open", Where(field="open_0")))
    return opening, problems


def said_hours(hours: Hours | None) -> str:
    """Say hours as a form takes them.

    Examples
    --------
    >>> said_hours((480, 1440)), said_hours(None)
    ('08:00-24:00', '')
    """
    if hours is None:
        return ""
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in hours)


def said_opening(opening: Opening) -> dict[str, str]:
    """Return what a form shows of an opening: the inverse of :func:`read_opening`."""
    lines = [
        f"{day.isoformat()} {said_hours(hours) or '休'}"
        for day, hours in sorted(opening.exceptions.items())
    ]
    return {
        "minutes": str(opening.minutes),
        **{f"open_{day}": said_hours(opening.hours.get(day)) for day in range(7)},
        "exceptions": "\n".join(lines),
        "rests": "yes" if opening.rests else "",
        "lead": str(opening.lead),
        "advance": str(opening.advance),
    }


def _all(opening: Opening) -> list[Hours | None]:
    return [*opening.hours.values(), *opening.exceptions.values()]


def _is_closed(written: str) -> bool:
    return written.strip().lower() in CLOSED


def _hours(written: str) -> Hours | None:
    match = _SPAN.fullmatch(written.strip())
    if match is None:
        return None
    parts = [int(part) for part in match.groups()]
    start, end = parts[0] * 60 + parts[1], parts[2] * 60 + parts[3]
    sound = parts[1] < 60 and parts[3] < 60 and start < end <= WHOLE_DAY
    return (start, end) if sound else None


def _exceptions(written: str, problems: list[Problem]) -> dict[date, Hours | None]:
    found = dict[date, Hours | None]()
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if len(lines) > MOST_EXCEPTIONS:
        details = {"most": MOST_EXCEPTIONS}
        problems.append(Problem("slots.exceptions_enough", Where(field="exceptions"), details))
        return found
    for line in lines:
        day, _, rest = line.partition(" ")
        hours = None if _is_closed(rest) else _hours(rest)
        read = _day(day)
        if read is None or (hours is None and not _is_closed(rest)):
            problems.append(
                Problem("slots.no_exception", Where(field="exceptions"), {"said": line})
            )
        else:
            found[read] = hours
    return found


def _day(written: str) -> date | None:
    try:
        return read_day(written)
    except DayFault:
        return None


def _limit(
    said: Mapping[str, str], name: str, usual: int, most: int, problems: list[Problem]
) -> int:
    written = said.get(name, "").strip()
    found = usual if not written else _whole(written, most)
    if found is None:
        details = {"said": written, "most": most}
        problems.append(Problem(f"slots.no_{name}", Where(field=name), details))
        return usual
    return found


def _whole(written: str, most: int) -> int | None:
    plain = written.strip()
    if not plain.isdecimal() or len(plain) > 6 or int(plain) > most:
        return None
    return int(plain)
