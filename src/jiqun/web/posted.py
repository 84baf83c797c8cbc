"""Numbers, days and texts as a form or an address says them, which anybody may write."""

from datetime import date

from django.http import HttpRequest

from jiqun.base.days import DayFault, read_day
from jiqun.base.errors import Problem, Where

LONGEST = 18
"""Digits: what every column of the database that holds a number can be asked for."""


def number_in(said: str, digits: int = LONGEST) -> int | None:
    """Return a whole number as somebody wrote it; None where it is none, or an endless one.

    Parameters
    ----------
    said
        As written, full-width digits too.
    digits
        How many it may have.

    Examples
    --------
    >>> number_in("12"), number_in("１２"), number_in("-1"), number_in("1" * 5000), number_in("²")
    (12, 12, None, None, None)
    """
    said = said.strip()
    return int(said) if len(said) <= digits and said.isdecimal() else None


def day_in(said: str, field: str, faults: list[Problem] | None = None) -> date | None:
    """Return a day as somebody wrote it; None where nothing is written, or no day.

    Parameters
    ----------
    said
        As written: 2026-06-15, 2026年6月15日, 2026/6/15.
    field
        Where, for messages.
    faults
        Takes the problem where what is written is no day.

    Examples
    --------
    >>> day_in("2026年6月15日", "due"), day_in("", "due"), day_in("2026-02-30", "due")
    (datetime.date(2026, 6, 15), None, None)
    >>> faults = []
    >>> day_in("2026-02-30", "due", faults), faults[0].what("en")
    (None, '“2026-02-30” is no day of the calendar, or only a month or a year.')
    """
    try:
        return read_day(said.strip())
    except DayFault:
        if faults is not None:
            faults.append(Problem("web.no_day", Where(field=field), {"text": said.strip()}))
        return None


def holds_null(request: HttpRequest) -> bool:
    """Tell whether an address or a form holds a NUL, which no keyboard types and no text keeps."""
    match = request.resolver_match
    said = [str(part) for part in (*match.args, *match.kwargs.values())] if match else []
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            said += [name, *values]
    return any("\0" in text for text in said)
