"""Deadlines in working days, with arithmetic that can be read.

The day a deadline starts is not counted; counting begins on the day after (Civil Code, article
201). A pause covers its first day and ends before the day work goes on: these days are not
counted. An extension adds working days. Nothing is stored that the calendars decide: a new public
holiday moves every deadline that is open, and none that was met.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from typing import Literal

from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.workflow.calendars import Calendars

PAUSED = Bilingual("暂停计时", "paused")
Answer = Literal["due", "paused", "cannot_tell", "not_configured"]


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that are not counted: from the first until work goes on, open while that is None."""

    since: date
    until: date | None
    reason: str

    def covers(self, day: date) -> bool:
        """Tell whether a day is not counted for this pause."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Extension:
    """Working days added, and why."""

    working_days: int
    reason: str


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One day of the arithmetic: its number where it is counted, else None, and what it is."""

    day: date
    number: int | None
    what: Bilingual


@dataclass(frozen=True, slots=True)
class Reckoning:
    """When a deadline ends, and how that was found.

    Parameters
    ----------
    answer
        ``due``; ``paused``: not before work goes on; ``cannot_tell``: a year has no calendar;
        ``not_configured``: no number of days is known.
    due
        The last day, for the answer ``due`` only.
    days
        Every day looked at, in order.
    left
        Working days still to count, for the other answers.
    missing_year, known_years
        The year without a calendar, and those that have one.
    """

    answer: Answer
    due: date | None
    days: tuple[CountedDay, ...]
    left: int = 0
    missing_year: int | None = None
    known_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline that runs, or did.

    Parameters
    ----------
    started
        The day it began.
    working_days
        Its length; None is not configured.
    pauses, extensions
        What changed it, in order.
    stopped
        What it had come to when it was stopped; no later calendar changes that.

    Examples
    --------
    >>> from jiqun.workflow.calendars import calendars
    >>> clock = Clock(date(2025, 9, 26), 5)
    >>> [(counted.day.day, counted.number) for counted in reckon(clock, calendars()).days][:5]
    [(27, None), (28, 1), (29, 2), (30, 3), (1, None)]
    >>> reckon(clock, calendars()).due
    datetime.date(2025, 10, 10)
    """

    started: date
    working_days: int | None
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    stopped: Reckoning | None = None

    @property
    def length(self) -> int | None:
        """Its working days with every extension; None where they are not configured."""
        if self.working_days is None:
            return None
        return self.working_days + sum(extension.working_days for extension in self.extensions)

    @property
    def is_paused(self) -> bool:
        """Whether a pause is open."""
        return bool(self.pauses) and self.pauses[-1].until is None


def reckon(clock: Clock, calendars: Calendars) -> Reckoning:
    """Find the last day of a deadline, counting from the day after it started.

    Parameters
    ----------
    clock
        The deadline; one that was stopped gives what it had come to.
    calendars
        The calendars known now.
    """
    if clock.stopped is not None:
        return clock.stopped
    length = clock.length
    if length is None:
        return Reckoning("not_configured", None, ())
    days: list[CountedDay] = []
    counted = 0
    for day in (clock.started + timedelta(days=number) for number in count(1)):
        if clock.is_paused and clock.pauses[-1].covers(day):
            return Reckoning("paused", None, tuple(days), length - counted)
        calendar = calendars.get(day.year)
        if calendar is None:
            known = tuple(sorted(calendars))
            return Reckoning("cannot_tell", None, tuple(days), length - counted, day.year, known)
        worked, what = calendar.kind(day)
        if any(pause.covers(day) for pause in clock.pauses):
            worked, what = False, PAUSED
        counted += worked
        days.append(CountedDay(day, counted if worked else None, what))
        if counted >= length:
            return Reckoning("due", day, tuple(days))
    raise AssertionError("days never end")


def over_on(clocks: Mapping[str, Clock], calendars: Calendars, on: date) -> dict[str, bool | None]:
    """Tell of each deadline whether its last day is past; None where that is not known.

    Where a year has no calendar yet the last day is not known, but it is no earlier than if every
    day of that year were a working day: until then the deadline is not over.

    Examples
    --------
    >>> from jiqun.workflow.calendars import calendars
    >>> notice = {"notice": Clock(date(2025, 4, 25), 1), "review": Clock(date(2025, 4, 25), None)}
    >>> over_on(notice, calendars(), date(2025, 4, 28))
    {'notice': True, 'review': None}
    """
    return {name: _over(clock, reckon(clock, calendars), on) for name, clock in clocks.items()}


def _over(clock: Clock, found: Reckoning, on: date) -> bool | None:
    if found.due is not None:
        return on > found.due
    if found.answer == "paused":
        return False
    if found.answer == "cannot_tell":
        last = found.days[-1].day if found.days else clock.started
        return False if on <= last + timedelta(days=found.left) else None
    return None


def paused(clock: Clock, on: date, reason: str) -> Clock:
    """Pause a deadline from a day on.

    Raises
    ------
    Refused
        Where it was stopped, is paused already, the day is before the last change, or no reason is
        given.
    """
    _changeable(clock, on, reason, pausing=True)
    return replace(clock, pauses=(*clock.pauses, Pause(on, None, reason)))


def resumed(clock: Clock, on: date) -> Clock:
    """Let a paused deadline run on; the day itself is counted.

    Raises
    ------
    Refused
        Where it is not paused, or the day is before the pause.
    """
    if not clock.is_paused or on < clock.pauses[-1].since:
        raise Refused([Problem("workflow.not_paused", details={"day": on})])
    return replace(clock, pauses=(*clock.pauses[:-1], replace(clock.pauses[-1], until=on)))


def extended(clock: Clock, working_days: int, reason: str) -> Clock:
    """Add working days to a deadline.

    Raises
    ------
    Refused
        Where it was stopped, the number is not above nought, or no reason is given.
    """
    _changeable(clock, clock.started, reason)
    if working_days < 1:
        raise Refused([Problem("workflow.no_extension", details={"value": working_days})])
    return replace(clock, extensions=(*clock.extensions, Extension(working_days, reason)))


def stopped(clock: Clock, calendars: Calendars) -> Clock:
    """Stop a deadline: what it has come to is kept, whatever calendars say later.

    Parameters
    ----------
    clock
        The deadline.
    calendars
        The calendars known on the day.
    """
    return replace(clock, stopped=reckon(clock, calendars))


def reopened(clock: Clock) -> Clock:
    """Let a deadline run as if it had not been stopped."""
    return replace(clock, stopped=None)


def moved(clock: Clock, before: Calendars, after: Calendars) -> tuple[date, date] | None:
    """Return the old and the new last day where a change of calendars moves an open deadline."""
    old, new = reckon(clock, before).due, reckon(clock, after).due
    return (old, new) if old and new and old != new else None


def arithmetic(reckoning: Reckoning) -> Iterator[Bilingual]:
    """Say every day of a reckoning in a line: counted with its number, or skipped and why.

    Examples
    --------
    >>> from jiqun.workflow.calendars import calendars
    >>> reckoning = reckon(Clock(date(2025, 4, 25), 1), calendars())
    >>> [line.in_("en") for line in arithmetic(reckoning)]
    ['2025-04-26 not counted: weekend', '2025-04-27 day 1: weekend worked instead']
    """
    for counted in reckoning.days:
        if counted.number is None:
            yield Bilingual(
                f"{counted.day} 不计：{counted.what.zh}",
                f"{counted.day} not counted: {counted.what.en}",
            )
        else:
            yield Bilingual(
                f"{counted.day} 第 {counted.number} 日：{counted.what.zh}",
                f"{counted.day} day {counted.number}: {counted.what.en}",
            )


def _changeable(clock: Clock, on: date, reason: str, *, pausing: bool = False) -> None:
    problems = []
    if clock.stopped is not None or (pausing and clock.is_paused):
        problems.append(Problem("workflow.clock_stands"))
    last = max([clock.started, *(pause.until for pause in clock.pauses if pause.until)])
    if on < last:
        problems.append(Problem("workflow.too_early", details={"day": on, "last": last}))
    if not reason.strip():
        problems.append(Problem("workflow.clock_reason"))
    if problems:
        raise Refused(problems)
