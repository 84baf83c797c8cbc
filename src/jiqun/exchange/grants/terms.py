"""What a request for a field says, and what a grant narrows it to: never more than was asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jiqun.base.errors import Problem, Where
from jiqun.exchange.grants.fields import sharing
from jiqun.exchange.grants.moments import MomentFault, read_moment, read_month

LAST_YEAR = 2100
"""A later end is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A field, a purpose, a time, and from which month on its values are read.

    Parameters
    ----------
    field, purpose
        By name.
    since, until
        The last moment is not part of it.
    first_month
        As ``2026-01``; empty: every month there is.
    """

    field: str
    purpose: str
    since: datetime | None
    until: datetime | None
    first_month: str = ""


def read_terms(said: Mapping[str, str], now: datetime, problems: list[Problem]) -> Terms:
    """Read what is asked for.

    Parameters
    ----------
    said
        ``field``, ``purpose``, ``since`` (empty: at once), ``until`` (a day is included) and
        ``first_month``.
    now
        The moment.
    problems
        Takes everything that is wrong.

    Examples
    --------
    >>> from jiqun.base.days import CHINA
    >>> problems, now = [], datetime(2026, 1, 5, 12, tzinfo=CHINA)
    >>> asked = {"field": "yield", "purpose": "audit", "since": "", "until": "2026-01-31"}
    >>> terms = read_terms(asked, now, problems)
    >>> terms.until.isoformat(), terms.since == now, problems
    ('2026-02-01T00:00:00+08:00', True, [])
    >>> _ = read_terms({"field": "x", "until": "2026-01-04"}, now, problems)
    >>> [problem.code for problem in problems]
    ['grants.no_such_field', 'grants.no_such_purpose', 'grants.ends_before']
    """
    field, purpose = said.get("field", ""), said.get("purpose", "")
    if field not in sharing().fields:
        problems.append(Problem("grants.no_such_field", Where(field="field")))
    if purpose not in sharing().purposes:
        problems.append(Problem("grants.no_such_purpose", Where(field="purpose")))
    since = _moment(said, "since", problems) if said.get("since", "").strip() else now
    until = _moment(said, "until", problems, end=True)
    if since and until and until <= max(since, now):
        problems.append(Problem("grants.ends_before", Where(field="until")))
    return Terms(field, purpose, since, until, _month(said, problems))


def narrowed(
    before: Terms, said: Mapping[str, str], now: datetime, problems: list[Problem]
) -> Terms:
    """Return terms that a firm narrows: what it leaves empty stays, and nothing gets wider.

    Parameters
    ----------
    before
        As asked for, or as granted.
    said
        ``until`` and ``first_month``, as far as they are said.
    now
        The moment.
    problems
        Takes what is wrong.

    Examples
    --------
    >>> from jiqun.base.days import CHINA
    >>> now, problems = datetime(2026, 1, 5, tzinfo=CHINA), []
    >>> before = Terms("yield", "audit", now, datetime(2026, 3, 1, tzinfo=CHINA))
    >>> narrowed(before, {"until": "2026-01-31"}, now, problems).until.isoformat(), problems
    ('2026-02-01T00:00:00+08:00', [])
    >>> _ = narrowed(before, {"until": "2026-12-31"}, now, problems)
    >>> [problem.code for problem in problems]
    ['grants.wider']
    """
    until, first = before.until, before.first_month
    if said.get("until", "").strip():
        until = _moment(said, "until", problems, end=True)
        if until and before.until and until > before.until:
            problems.append(Problem("grants.wider", Where(field="until")))
        elif until and until <= max(before.since or now, now):
            problems.append(Problem("grants.ends_before", Where(field="until")))
    if said.get("first_month", "").strip():
        first = _month(said, problems)
        if first and first < before.first_month:
            problems.append(Problem("grants.wider", Where(field="first_month")))
    return Terms(before.field, before.purpose, before.since, until, first)


def _moment(
    said: Mapping[str, str], name: str, problems: list[Problem], *, end: bool = False
) -> datetime | None:
    try:
        at = read_moment(said.get(name, ""), end=end)
    except MomentFault:
        written = said.get(name, "").strip()[:40]
        code, details = ("no_day", {"said": written}) if written else ("day_missing", {})
        problems.append(Problem(f"grants.{code}", Where(field=name), details))
        return None
    if not 2000 <= at.year <= LAST_YEAR:
        problems.append(Problem("grants.no_day", Where(field=name), {"said": said[name][:40]}))
        return None
    return at


def _month(said: Mapping[str, str], problems: list[Problem]) -> str:
    text = said.get("first_month", "").strip()
    try:
        return read_month(text) if text else ""
    except MomentFault:
        place = Where(field="first_month")
        problems.append(Problem("grants.no_month", place, {"said": text[:40]}))
        return ""
