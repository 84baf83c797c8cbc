"""When a service is to be given, as an appointment says it, and what may not be done before."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from jiqun.base.days import CHINA
from jiqun.base.errors import Problem, Where

FURTHEST = timedelta(days=366)
"""A later appointment is a slip of the pen; ours."""


def read_start(said: str, today: date, problems: list[Problem]) -> datetime | None:
    """Read when a service begins: a day and a time in China, today or later.

    Parameters
    ----------
    said
        As ``2026-03-02T09:30``.
    today
        The day in China.
    problems
        Takes what is wrong.

    Examples
    --------
    >>> problems, today = [], date(2026, 3, 2)
    >>> read_start("2026-03-02T09:30", today, problems).isoformat(), problems
    ('2026-03-02T09:30:00+08:00', [])
    >>> for said in ("", "soon", "2026-03-01T09:30", "2030-01-01T09:00"):
    ...     _ = read_start(said, today, problems)
    >>> [problem.code for problem in problems]
    ['services.no_start', 'services.no_start', 'services.start_past', 'services.start_far']
    """
    try:
        start = datetime.fromisoformat(said.strip())
        start = start.astimezone(CHINA) if start.tzinfo else start.replace(tzinfo=CHINA)
    except (ValueError, OverflowError):
        problems.append(Problem("services.no_start", Where(field="starts"), {"said": said[:40]}))
        return None
    if start.date() < today:
        problems.append(Problem("services.start_past", Where(field="starts")))
    elif start.date() > today + FURTHEST:
        problems.append(Problem("services.start_far", Where(field="starts")))
    return start


def too_early(starts: datetime | None, today: date) -> bool:
    """Tell whether the day a service was appointed for is still to come.

    Examples
    --------
    >>> start = datetime(2026, 3, 2, 9, 30, tzinfo=CHINA)
    >>> [too_early(start, date(2026, 3, day)) for day in (1, 2)]
    [True, False]
    """
    return starts is not None and today < starts.astimezone(CHINA).date()
