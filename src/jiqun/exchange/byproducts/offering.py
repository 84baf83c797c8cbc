"""A by-product or a want as its form says it, read with everything wrong at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiqun.base.days import DayFault, read_day
from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.base.numerals import NumeralFault, read_numeral
from jiqun.exchange.byproducts.hazard import NOT_HAZARDOUS, UNKNOWN, class_of
from jiqun.exchange.wording import read_county, read_names, read_texts

OFFER, WANT = "offer", "want"
SIDES = {OFFER: Bilingual("副产物", "by-product"), WANT: Bilingual("需求", "want")}
UNITS = ("吨", "立方米", "吉焦")
PERIODS = {
    "once": Bilingual("一次性", "once"),
    "month": Bilingual("每月", "a month"),
    "year": Bilingual("每年", "a year"),
}
TEXTS = ("quality", "treatment", "permit")
MOST = Decimal(10) ** 11
_APART = re.compile(r"[\s,，;；、]+")


@dataclass(frozen=True, slots=True)
class Listing:
    """A by-product that is offered, or one that is wanted.

    Parameters
    ----------
    side
        ``offer`` or ``want``.
    name, firm
        What it is, and how the firm calls itself.
    texts
        Its quality; the treatment it needs; the receiver's permit by its number.
    hazard
        The class of what is offered; ``none`` or ``unknown``.
    permitted
        The classes the receiver's permit names.
    amount, unit, period
        How much, in what, and how often; the amount is None where it is not said.
    price
        Yuan a unit: what the giver asks or the receiver pays; below nought the other way round.
    treatment_cost
        Yuan a unit; None where it is not said.
    county
        Where it is, whose office looks at it.
    permit_until
        The last day of the receiver's permit.
    """

    side: str
    name: str
    firm: str
    texts: Mapping[str, str]
    hazard: str
    permitted: tuple[str, ...]
    amount: Decimal | None
    unit: str
    period: str
    price: Decimal | None
    treatment_cost: Decimal | None
    county: str
    permit_until: date | None = None


def read_listing(said: Mapping[str, str]) -> tuple[Listing, list[Problem]]:
    """Read what is offered or wanted, as its form says it.

    Examples
    --------
    >>> said = {"side": "offer", "name": "脱硫石膏", "firm": "甲", "hazard": "none", "unit": "吨",
    ...     "period": "month", "amount": "200", "price": "-30", "county": "330106"}
    >>> found, problems = read_listing(said)
    >>> found.price, found.treatment_cost, problems
    (Decimal('-30'), None, [])
    >>> wrong = said | {"hazard": "HW99", "amount": "much", "unit": "车"}
    >>> [problem.code for problem in read_listing(wrong)[1]]
    ['byproducts.no_unit', 'byproducts.no_hazard', 'byproducts.no_amount']
    """
    problems: list[Problem] = []
    side = _one_of(said, "side", SIDES, "no_side", problems)
    name, firm = read_names(said, ("name", "firm"), problems)
    texts = read_texts(said, TEXTS, problems)
    unit = _one_of(said, "unit", UNITS, "no_unit", problems)
    period = _one_of(said, "period", PERIODS, "no_period", problems)
    hazard = class_of(said.get("hazard", "") or UNKNOWN) if side != WANT else NOT_HAZARDOUS
    if hazard is None:
        problems.append(_told("no_hazard", "hazard", said.get("hazard", "")))
    permitted, until = _permit(said, texts["permit"], problems) if side == WANT else ((), None)
    amount = read_number(said, "amount", "no_amount", problems)
    price = read_number(said, "price", "no_price", problems, below=True)
    cost = read_number(said, "treatment_cost", "no_price", problems)
    county = read_county(said, problems)
    found = Listing(
        side, name, firm, texts, hazard or UNKNOWN, permitted, amount, unit, period, price, cost,
        county, until,
    )  # fmt: skip
    return found, problems


def read_number(
    said: Mapping[str, str], field: str, code: str, problems: list[Problem], *, below: bool = False
) -> Decimal | None:
    """Return a number of a field, of nought or more unless it may be below; None: not said."""
    text = said.get(field, "").strip()
    if not text:
        return None
    try:
        number: Decimal | None = read_numeral(text, "").value
    except NumeralFault:
        number = None
    least = -MOST if below else Decimal(0)
    cents = number is not None and number == number.quantize(Decimal("0.0001"))
    if number is None or not least <= number < MOST or not cents:
        problems.append(_told(code, field, text))
        return None
    return number


def read_classes(said: str, problems: list[Problem]) -> tuple[str, ...]:
    """Return the hazard classes a permit names, each by itself or by a waste code.

    Examples
    --------
    >>> problems = []
    >>> read_classes("HW08、900-250-12 HW00", problems), len(problems)
    (('HW08', 'HW12'), 1)
    """
    names = list(dict.fromkeys(filter(None, _APART.split(said.strip()))))[:100]
    found = [(name, class_of(name)) for name in names]
    wrong = [name for name, known in found if known in (None, NOT_HAZARDOUS, UNKNOWN)]
    if wrong:
        problems.append(_told("no_hazard", "permitted", " ".join(wrong[:5])))
    return tuple(
        dict.fromkeys(known for name, known in found if known is not None and name not in wrong)
    )


def _permit(
    said: Mapping[str, str], number: str, problems: list[Problem]
) -> tuple[tuple[str, ...], date | None]:
    """Return the classes of a receiver's permit and its last day; both are said, or neither."""
    classes, written = read_classes(said.get("permitted", ""), problems), said.get("permit_until")
    if classes and not number:
        problems.append(_told("no_permit_number", "permit", ""))
    try:
        until = read_day((written or "").strip())
    except DayFault:
        until = None
    if until is None and (classes or written):
        problems.append(_told("no_permit_day", "permit_until", written or ""))
    return classes, until


def _one_of(
    said: Mapping[str, str], field: str, known: object, code: str, problems: list[Problem]
) -> str:
    text = said.get(field, "")
    if text not in known:  # type: ignore[operator]  # a tuple or a mapping
        problems.append(_told(code, field, text))
    return text


def _told(code: str, field: str, said: str) -> Problem:
    return Problem(f"byproducts.{code}", Where(field=field), {"said": said[:40]})
