"""What is recorded of a joint project: money, people, steps done, and results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiqun.base.days import DayFault, read_day
from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.base.numerals import NumeralFault, read_numeral
from jiqun.base.texts import read_text
from jiqun.exchange.challenges.publishing import read_yuan
from jiqun.exchange.cooperation.kinds import PATENT, STANDARD, cooperation
from jiqun.exchange.cooperation.numbers import (
    CANNOT_TELL,
    WRONG,
    Read,
    key_of,
    read_patent,
    read_standard,
)
from jiqun.exchange.wording import LONGEST_NAME

PROMISED, PAID, PEOPLE, STEP = "promised", "paid", "people", "step"
MONEY = (PROMISED, PAID)
TITLES = {
    PROMISED: Bilingual("承诺出资", "Money promised"),
    PAID: Bilingual("实际支付", "Money paid"),
    PEOPLE: Bilingual("派出人员", "People sent"),
    STEP: Bilingual("完成一个步骤", "Step done"),
}
ROLES = {
    "led": Bilingual("主持", "led"),
    "joined": Bilingual("参与", "joined"),
}
"""What part in a standard the owners had."""
YEARS = range(2015, 2061)
MOST_PERSONS, MOST_MONTHS = 10_000, Decimal(120_000)
"""Bounds against slips; ours."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something recorded of a project.

    Parameters
    ----------
    kind
        Money promised or paid, people, a step, or a kind of result.
    title
        What it is, in words.
    year
        In which it was promised, paid or worked; of a result, of its day.
    amount
        Yuan.
    persons, months
        Heads, and person-months; no names are kept.
    level, number, key, check
        Of a result: its level, its number as written, the same however it is written, and
        whether that can be right.
    also, also_key
        Of a patent the other of its two numbers, the application's and the publication's, as
        written and the same however it is written: partners alone can say that both are of one.
    role
        The owners' part in a standard.
    day
        When it was granted, issued, recognised or delivered; of a step, when it was done.
    owners
        Credit codes of the partners whose it is.
    """

    kind: str
    title: str
    year: int
    amount: Decimal | None = None
    persons: int | None = None
    months: Decimal | None = None
    level: str = ""
    number: str = ""
    key: str = ""
    check: str = ""
    role: str = ""
    day: date | None = None
    owners: tuple[str, ...] = ()
    also: str = ""
    also_key: str = ""


def read_entry(
    said: Mapping[str, str], allowed: Iterable[str], partners: Iterable[str], today: date
) -> tuple[Entry, list[Problem]]:
    """Read what a partner records.

    Parameters
    ----------
    said
        The form's fields as texts; ``owners`` are credit codes with blanks between.
    allowed
        The results the kind of project may bring.
    partners
        Credit codes of the partners.
    today
        What happened is not after it.

    Examples
    --------
    >>> said = {"entry": "patent", "title": "齿形", "number": "ZL200410016940.6",
    ...     "level": "invention", "day": "2026-05-01", "owners": "a"}
    >>> entry, problems = read_entry(said, ["patent"], ["a", "b"], date(2026, 6, 1))
    >>> entry.year, entry.key, entry.check, problems
    (2026, '200410016940.6', 'sound', [])
    >>> wrong = said | {"number": "ZL200410016940.7", "owners": "c", "day": "2027-01-01"}
    >>> [fault.code for fault in read_entry(wrong, ["patent"], ["a"], date(2026, 6, 1))[1]]
    ['cooperation.day_ahead', 'cooperation.number_wrong', 'cooperation.no_owners']
    """
    problems: list[Problem] = []
    kind, results = said.get("entry", ""), cooperation().results
    if kind not in TITLES and (kind not in results or kind not in allowed):
        return Entry(kind, "", 0), [Problem("cooperation.no_entry", Where(field="entry"))]
    title, faults = read_text(said.get("title", ""), Where(field="title"), longest=LONGEST_NAME)
    problems += faults
    if not title and kind not in (*MONEY, PEOPLE):
        problems.append(Problem("cooperation.title_missing", Where(field="title")))
    if kind in MONEY:
        amount = read_yuan(said.get("amount", ""), "amount", problems)
        return Entry(kind, title, _year(said, today, kind, problems), amount), problems
    if kind == PEOPLE:
        year = _year(said, today, kind, problems)
        persons, months = _persons(said, problems), _months(said, problems)
        return Entry(kind, title, year, persons=persons, months=months), problems
    day = _day(said, today, problems)
    year = day.year if day else 0
    if kind == STEP:
        return Entry(kind, title, year, day=day), problems
    return _result(kind, title, day, said, set(partners), problems), problems


def _result(
    kind: str,
    title: str,
    day: date | None,
    said: Mapping[str, str],
    partners: set[str],
    problems: list[Problem],
) -> Entry:
    level, role = said.get("level", ""), said.get("role", "") if kind == STANDARD else ""
    if level not in cooperation().results[kind].levels:
        problems.append(Problem("cooperation.no_level", Where(field="level")))
    if kind == STANDARD and role not in ROLES:
        problems.append(Problem("cooperation.no_role", Where(field="role")))
    number, read = _number(kind, level, said, problems)
    also, also_key = _also(kind, read, said, problems)
    owners = tuple(dict.fromkeys(said.get("owners", "").split()))
    if not owners or not partners.issuperset(owners):
        problems.append(Problem("cooperation.no_owners", Where(field="owners")))
    return Entry(
        kind,
        title,
        day.year if day else 0,
        level=level,
        number=number,
        key=read.key,
        check=read.check,
        role=role,
        day=day,
        owners=owners,
        also=also,
        also_key=also_key,
    )


def _number(
    kind: str, level: str, said: Mapping[str, str], problems: list[Problem]
) -> tuple[str, Read]:
    """Read a result's number; a patent and a standard must have one."""
    at = Where(field="number")
    number, faults = read_text(said.get("number", ""), at, longest=LONGEST_NAME)
    problems += faults
    if kind not in (PATENT, STANDARD):
        return number, Read(key_of(number), "", CANNOT_TELL if number else "")  # type: ignore[arg-type]
    if not number:
        problems.append(Problem("cooperation.number_missing", at))
    read = read_patent(number) if kind == PATENT else read_standard(number)
    if read.check == WRONG:
        problems.append(Problem("cooperation.number_wrong", at, {"said": number}))
    elif read.level and level and read.level != level:
        titles = cooperation().results[kind].levels
        says, chosen = titles[read.level], titles.get(level, titles[read.level])
        details = {"said": number, "says": says.zh, "says_en": says.en}
        details |= {"level": chosen.zh, "level_en": chosen.en}
        problems.append(Problem("cooperation.number_of_another", at, details))
    return number, read


def _also(
    kind: str, read: Read, said: Mapping[str, str], problems: list[Problem]
) -> tuple[str, str]:
    """Read the other number of a patent: of the other sort, and of the same kind of patent."""
    at = Where(field="also")
    written, faults = read_text(said.get("also", ""), at, longest=LONGEST_NAME)
    problems += faults
    if kind != PATENT or not written:
        return "", ""
    also = read_patent(written)
    if also.check == WRONG:
        problems.append(Problem("cooperation.number_wrong", at, {"said": written}))
    elif also.key == read.key:
        return "", ""
    elif CANNOT_TELL not in (also.check, read.check) and (
        also.check == read.check or also.level != read.level
    ):
        problems.append(Problem("cooperation.also_of_another", at, {"said": written}))
    return written, also.key


def _year(said: Mapping[str, str], today: date, kind: str, problems: list[Problem]) -> int:
    written = said.get("year", "").strip()
    year = int(written) if written.isascii() and written.isdecimal() and len(written) == 4 else 0
    late = kind != PROMISED and year > today.year
    if year not in YEARS or late:
        problems.append(Problem("cooperation.no_year", Where(field="year"), {"said": written[:20]}))
    return year


def _day(said: Mapping[str, str], today: date, problems: list[Problem]) -> date | None:
    at = Where(field="day")
    try:
        day = read_day(said.get("day", "").strip())
    except DayFault:
        day = None
    if day is None or day.year not in range(1985, YEARS.stop):  # the patent law's first year
        problems.append(Problem("cooperation.no_day", at))
        return None
    if day > today:
        problems.append(Problem("cooperation.day_ahead", at))
    return day


def _persons(said: Mapping[str, str], problems: list[Problem]) -> int:
    written = said.get("persons", "").strip()
    known = written.isascii() and written.isdecimal() and len(written) < 6
    persons = int(written) if known else 0
    if not 0 < persons <= MOST_PERSONS:
        problems.append(Problem("cooperation.no_persons", Where(field="persons")))
    return persons


def _months(said: Mapping[str, str], problems: list[Problem]) -> Decimal | None:
    written = said.get("months", "").strip()
    try:
        months = read_numeral(written, "").value if written else Decimal()
    except NumeralFault:
        months = Decimal()
    if not 0 < months <= MOST_MONTHS or months != months.quantize(Decimal("0.1")):
        problems.append(Problem("cooperation.no_months", Where(field="months")))
        return None
    return months
