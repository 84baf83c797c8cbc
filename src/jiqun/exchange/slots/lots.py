"""Offers by lot: one day of delivery or beginning, and a last day to ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from jiqun.base.days import DayFault, read_day
from jiqun.base.errors import Problem, Where
from jiqun.exchange.slots.opening import WHOLE_DAY, Opening

FAR = 3650
"""Days ahead a lot's day may be at most; ours."""


def read_lot(
    said: Mapping[str, str], now: date, kept: date | None
) -> tuple[Opening, list[Problem]]:
    """Read the two days of an offer by lot, as a form says them.

    Parameters
    ----------
    said
        ``last_day`` to ask, and ``lot_day``, of delivery or beginning.
    now
        The day.
    kept
        The last day to ask that an offer has already, which may be over; None of a new one.

    Examples
    --------
    >>> said = {"last_day": "2026-12-20", "lot_day": "2027年3月31日"}
    >>> opening, problems = read_lot(said, date(2026, 12, 1), None)
    >>> opening.lot_day, opening.last_day, problems
    (datetime.date(2027, 3, 31), datetime.date(2026, 12, 20), [])
    >>> said = {"last_day": "2026-12-20", "lot_day": "2026-12-01"}
    >>> [problem.code for problem in read_lot(said, date(2026, 12, 21), None)[1]]
    ['slots.last_day_over', 'slots.day_before_last']
    """
    problems: list[Problem] = []
    last, day = (_day(said, field, problems) for field in ("last_day", "lot_day"))
    if last and last < now and last != kept:
        problems.append(Problem("slots.last_day_over", Where(field="last_day")))
    if last and day and day <= last:
        problems.append(Problem("slots.day_before_last", Where(field="lot_day")))
    day, last = day or now, last or now
    return Opening(WHOLE_DAY, {}, {day: (0, WHOLE_DAY)}, advance=FAR, last_day=last), problems


def said_lot(opening: Opening) -> dict[str, str]:
    """Return what a form shows of the days of a lot: the inverse of :func:`read_lot`."""
    days = {"last_day": opening.last_day, "lot_day": opening.lot_day}
    return {name: day.isoformat() if day else "" for name, day in days.items()}


def _day(said: Mapping[str, str], field: str, problems: list[Problem]) -> date | None:
    written = said.get(field, "").strip()
    try:
        found = read_day(written)
    except DayFault:
        found = None
    if found is None:
        problems.append(Problem("slots.no_last_day", Where(field=field), {"said": written[:40]}))
    return found
