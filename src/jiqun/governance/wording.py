"""Texts and days of the promotion body as its forms say them, alike in every part of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from jiqun.base.credit_codes import is_credit_code
from jiqun.base.days import DayFault, read_day
from jiqun.base.errors import Problem, Where, errors_only
from jiqun.base.texts import read_text

LONGEST_NAME, LONGEST_TEXT, LONGEST_LAW = 100, 2000, 20000
"""Characters of a name, of a text, of statutes or minutes; ours."""


def read_name(said: Mapping[str, str], field: str, problems: list[Problem]) -> str:
    """Read a text of one line that must be there.

    Examples
    --------
    >>> problems = []
    >>> read_name({"name": " 示例协会 "}, "name", problems), read_name({}, "title", problems)
    ('示例协会', '')
    >>> [problem.code for problem in problems]
    ['governance.name_missing']
    """
    text, faults = read_text(said.get(field, ""), Where(field=field), longest=LONGEST_NAME)
    problems += faults
    if not text and not errors_only(faults):
        problems.append(Problem("governance.name_missing", Where(field=field)))
    return text


def read_words(
    said: Mapping[str, str],
    field: str,
    problems: list[Problem],
    *,
    longest: int = LONGEST_TEXT,
    needed: bool = True,
) -> str:
    """Read a text of many lines.

    Examples
    --------
    >>> problems = []
    >>> read_words({}, "text", problems), [problem.code for problem in problems]
    ('', ['governance.text_missing'])
    """
    at = Where(field=field)
    text, faults = read_text(said.get(field, ""), at, longest=longest, lines=True)
    problems += faults
    if needed and not text and not errors_only(faults):
        problems.append(Problem("governance.text_missing", at))
    return text


def read_date(
    said: Mapping[str, str], field: str, problems: list[Problem], *, needed: bool = True
) -> date | None:
    """Read a whole day.

    Examples
    --------
    >>> problems = []
    >>> read_date({"day": "2026-03-01"}, "day", problems)
    datetime.date(2026, 3, 1)
    >>> read_date({"day": "2026"}, "day", problems), [problem.code for problem in problems]
    (None, ['governance.no_day'])
    """
    written = said.get(field, "").strip()
    if not written and not needed:
        return None
    try:
        day = read_day(written)
    except DayFault:
        day = None
    if day is None:
        problems.append(Problem("governance.no_day", Where(field=field), {"said": written[:40]}))
    return day


def read_code(said: Mapping[str, str], field: str, problems: list[Problem]) -> str:
    """Read the credit code of a firm or an organisation.

    Examples
    --------
    >>> problems = []
    >>> read_code({"code": " 91330110ma28000011 "}, "code", problems)
    '91330110MA28000011'
    >>> read_code({}, "code", problems), [problem.code for problem in problems]
    ('', ['governance.no_code'])
    """
    written = re.sub(r"\s+", "", said.get(field, "")).upper()
    if not is_credit_code(written):
        problems.append(Problem("governance.no_code", Where(field=field), {"said": written[:40]}))
    return written


def read_number(
    said: Mapping[str, str], field: str, least: int, most: int, problems: list[Problem]
) -> int:
    """Read a whole number between two others.

    Examples
    --------
    >>> problems = []
    >>> read_number({"quorum": "50"}, "quorum", 1, 100, problems)
    50
    >>> read_number({"quorum": "0"}, "quorum", 1, 100, problems)
    0
    >>> problems[0].code
    'governance.no_number'
    """
    written = said.get(field, "").strip()
    known = written.isascii() and written.isdecimal() and len(written) < 6
    if not known or not least <= int(written) <= most:
        told = {"said": written[:40], "least": least, "most": most}
        problems.append(Problem("governance.no_number", Where(field=field), told))
        return 0
    return int(written)


def read_choice(
    said: Mapping[str, str], field: str, known: Mapping[str, object], problems: list[Problem]
) -> str:
    """Read one of a closed list.

    Examples
    --------
    >>> problems = []
    >>> read_choice({"kind": "firm"}, "kind", {"firm": ""}, problems)
    'firm'
    >>> read_choice({}, "kind", {"firm": ""}, problems), problems[0].code
    ('', 'governance.no_choice')
    """
    chosen = said.get(field, "")
    if chosen not in known:
        problems.append(Problem("governance.no_choice", Where(field=field)))
        return ""
    return chosen
