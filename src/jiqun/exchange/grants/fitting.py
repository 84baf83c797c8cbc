"""Purposes that want data, held against firms' data by the one matcher, with reasons in words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jiqun.base.codes import industries
from jiqun.base.errors import Problem, Where
from jiqun.exchange.grants.fields import BENCHMARK, purpose_named, sharing
from jiqun.exchange.grants.moments import MomentFault, read_month
from jiqun.exchange.grants.terms import LAST_YEAR, read_terms
from jiqun.exchange.matching.facts import Need, Offer
from jiqun.exchange.matching.told import Fits, told_fits
from jiqun.exchange.wording import read_county, read_names, read_texts

MARKET = "data"
FIRST_YEAR = 2000
_APART = re.compile(r"[\s,，、;；]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants data for: from whom, of which fields, until when.

    Parameters
    ----------
    name, wish
        What who asks is called, empty for an office; and in words what for.
    fields, purpose
        By name.
    industry, county
        Of the firms it asks; empty: of any.
    first_month
        From which month on; empty: every month there is.
    until
        When grants to it end.
    """

    name: str
    wish: str
    fields: tuple[str, ...]
    purpose: str
    industry: str
    county: str
    first_month: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Card:
    """What a firm lets be known of its data: never a value.

    Parameters
    ----------
    name, about
        Of the firm, and of its data in its own words.
    fields
        By name.
    industry, county
        What it makes and where it is.
    first_month
        From which month on it has readings; empty: not said.
    """

    name: str
    about: str
    fields: tuple[str, ...]
    industry: str
    county: str
    first_month: str


def read_wanted(
    said: Mapping[str, str], now: datetime, problems: list[Problem], *, names_itself: bool
) -> Wanted:
    """Read what somebody wants data for.

    Parameters
    ----------
    said
        ``name``, ``wish``, ``fields`` (between blanks), ``purpose``, ``industry``, ``county``,
        ``first_month`` and ``until``.
    now
        The moment.
    problems
        Takes everything that is wrong.
    names_itself
        Whether who asks says what it is called.

    Examples
    --------
    >>> from jiqun.base.days import CHINA
    >>> problems, now = [], datetime(2026, 1, 5, tzinfo=CHINA)
    >>> asked = {"fields": "yield load", "purpose": "quality", "until": "2026-03-31"}
    >>> wanted = read_wanted(asked, now, problems, names_itself=False)
    >>> wanted.fields, wanted.industry, problems
    (('yield', 'load'), '', [])
    >>> _ = read_wanted({"industry": "99999"}, now, problems, names_itself=False)
    >>> [problem.code for problem in problems]
    ... # doctest: +NORMALIZE_WHITESPACE
    ['grants.no_such_field', 'grants.no_such_purpose', 'grants.day_missing', 'grants.no_industry']
    """
    fields = _fields(said, problems)
    first_field = fields[0] if fields else next(iter(sharing().fields))
    terms = read_terms({**said, "since": "", "field": first_field}, now, problems)
    if terms.purpose == BENCHMARK:
        problems.append(Problem("grants.benchmark_is_joined", Where(field="purpose")))
    name = read_names(said, ("name",), problems)[0] if names_itself else ""
    wish = read_texts(said, ("wish",), problems)["wish"]
    county = read_county(said, problems) if said.get("county", "") else ""
    industry = _industry(said, problems)
    return Wanted(
        name, wish, fields, terms.purpose, industry, county, terms.first_month, terms.until
    )


def read_card(said: Mapping[str, str], problems: list[Problem]) -> Card:
    """Read what a firm lets be known of its data.

    Parameters
    ----------
    said
        ``name``, ``about``, ``fields`` (between blanks), ``industry``, ``county`` and
        ``first_month``.
    problems
        Takes everything that is wrong.

    Examples
    --------
    >>> problems = []
    >>> said = {"name": "甲公司", "fields": "yield", "county": "330106", "first_month": "2026-01"}
    >>> read_card(said, problems).fields, problems
    (('yield',), [])
    """
    name = read_names(said, ("name",), problems)[0]
    about = read_texts(said, ("about",), problems)["about"]
    fields, industry = _fields(said, problems), _industry(said, problems)
    county = read_county(said, problems)
    return Card(name, about, fields, industry, county, _month(said, problems))


def need_of(key: str, by: str, wanted: Wanted, today: date) -> Need:
    """Return a purpose as the matcher takes it.

    Parameters
    ----------
    key, by
        Its name, and the credit code of a firm that asks.
    wanted
        What it wants.
    today
        Months until today are wanted, from its first one on.
    """
    return Need(
        key,
        MARKET,
        firm=by,
        text=f"{purpose_named(wanted.purpose).title.zh}\n{wanted.wish}",
        industry=wanted.industry,
        county=wanted.county,
        wanted=_months(wanted.first_month, today),
        terms=frozenset(wanted.fields),
    )


def offer_of(
    key: str, firm: str, card: Card, today: date, months: frozenset[int] | None = None
) -> Offer:
    """Return a firm's data as the matcher takes them.

    Parameters
    ----------
    key, firm
        Its name, and the firm's credit code.
    card
        What the firm says of its data.
    today
        It has readings until today, where it says from when.
    months
        Those it has readings of, where that is known: to the firm itself alone.
    """
    return Offer(
        key,
        MARKET,
        firm=firm,
        text=card.about,
        serves=(card.industry,) if card.industry else None,
        county=card.county,
        terms=frozenset(card.fields) or None,
        free=_months(card.first_month, today) if months is None else months,
    )


def month_number(month: str) -> int:
    """Return a month's number, as the matcher numbers times.

    Examples
    --------
    >>> month_number("2026-01") - month_number("2025-12")
    1
    """
    return 12 * int(month[:4]) + int(month[5:7])


def fits(need: Need, offers: Sequence[Offer], most: int) -> Fits:
    """Return which firms' data fit a purpose, and why; fields are called as the catalogue does.

    Examples
    --------
    >>> need = Need("n", MARKET, terms=frozenset({"yield", "load"}))
    >>> offers = [Offer("a", MARKET, terms=frozenset({"yield"})),
    ...           Offer("b", MARKET, terms=frozenset({"energy"}))]
    >>> found = fits(need, offers, 5)
    >>> found.fitting[0].why[0].en, found.outside[0].why[0].en
    ('has 1 of the 2 asked for: yield', 'has none of the fields')
    """
    names = {field.id: field.title for field in sharing().fields.values()}
    return told_fits(need, offers, most, names)


def _months(first: str, today: date) -> frozenset[int] | None:
    """Return months until today, or a first one that is still to come."""
    if not first:
        return None
    begins = month_number(first)
    return frozenset(range(begins, max(begins, 12 * today.year + today.month) + 1))


def _fields(said: Mapping[str, str], problems: list[Problem]) -> tuple[str, ...]:
    listed = dict.fromkeys(filter(None, _APART.split(said.get("fields", ""))))
    known = tuple(name for name in sharing().fields if name in listed)
    if not known or len(known) < len(listed):
        problems.append(Problem("grants.no_such_field", Where(field="fields")))
    return known


def _industry(said: Mapping[str, str], problems: list[Problem]) -> str:
    """Read a division of GB/T 4754 or a deeper code; empty where none is said."""
    code = said.get("industry", "").strip()
    if code and (code not in industries() or not code.isdecimal()):
        details = {"said": code[:40]}
        problems.append(Problem("grants.no_industry", Where(field="industry"), details))
        return ""
    return code


def _month(said: Mapping[str, str], problems: list[Problem]) -> str:
    text = said.get("first_month", "").strip()
    try:
        month = read_month(text) if text else ""
    except MomentFault:
        month = ""
    if text and not (month and FIRST_YEAR <= int(month[:4]) <= LAST_YEAR):
        place = Where(field="first_month")
        problems.append(Problem("grants.no_month", place, {"said": text[:40]}))
        return ""
    return month
