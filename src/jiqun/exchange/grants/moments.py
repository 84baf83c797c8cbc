"""Moments as people and machines write them: read to the second, in China unless they say where."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone

from jiqun.base.days import CHINA

_MOMENT = re.compile(
    r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?"
    r"(?:(?:(?<=日)|[T ])[T ]*(\d{1,2})(?::|时)(\d{2})分?(?::?(\d{2})(?:[.,](\d{1,9}))?秒?)?)?"
    r" *(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
_MONTH = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})月?", re.ASCII)


class MomentFault(ValueError):
    """What was written is no moment, or could be more than one."""


def read_moment(said: str, *, end: bool = False) -> datetime:
    """Read a moment.

    Parameters
    ----------
    said
        A day, or a day and a time, with or without an offset; without one it is China's.
    end
        Whether a day alone means that it is still included: the moment is the next midnight.

    Raises
    ------
    MomentFault
        Where it is none: no day of the calendar, a spreadsheet's number, seconds since 1970.

    Examples
    --------
    >>> read_moment("2026-01-05 08:30").isoformat(), read_moment("2026/1/5T00:30:00Z").isoformat()
    ('2026-01-05T08:30:00+08:00', '2026-01-05T00:30:00+00:00')
    >>> read_moment("2026年1月5日", end=True).isoformat()
    '2026-01-06T00:00:00+08:00'
    >>> read_moment("46027.35")
    Traceback (most recent call last):
    jiqun.exchange.grants.moments.MomentFault: 46027.35
    """
    found = _MOMENT.fullmatch(unicodedata.normalize("NFKC", said).strip())
    if found is None or (found[4] is None and found[8] is not None):
        raise MomentFault(said)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None:
            return datetime.combine(day + timedelta(days=1 if end else 0), time(), CHINA)
        clock = time(int(found[4]), int(found[5]), int(found[6] or 0), _micro(found[7]))
        return datetime.combine(day, clock, _offset(found[8]))
    except (ValueError, OverflowError) as fault:
        raise MomentFault(said) from fault


def read_month(said: str) -> str:
    """Read a month, as ``2026-01``.

    Raises
    ------
    MomentFault
        Where it is none.

    Examples
    --------
    >>> read_month("2026年1月"), read_month("2026-12")
    ('2026-01', '2026-12')
    """
    found = _MONTH.fullmatch(unicodedata.normalize("NFKC", said).strip())
    if found is None or not 1 <= int(found[2]) <= 12 or found[1] < "2000":
        raise MomentFault(said)
    return f"{found[1]}-{int(found[2]):02}"


def month_of(at: datetime) -> str:
    """Return the month in China that a moment lies in.

    Examples
    --------
    >>> month_of(read_moment("2026-01-31T16:00:00Z"))
    '2026-02'
    """
    return f"{at.astimezone(CHINA):%Y-%m}"


def _micro(said: str | None) -> int:
    return int((said or "").ljust(6, "0")[:6])


def _offset(said: str | None) -> timezone:
    if said is None:
        return CHINA
    if said.upper() == "Z":
        return UTC
    hours, minutes = int(said[1:3]), int(said[-2:])
    if minutes > 59:
        raise ValueError(said)
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if said[0] == "-" else span)
