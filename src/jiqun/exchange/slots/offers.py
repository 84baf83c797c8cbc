"""What a firm or institution offers, read from its form with everything wrong at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jiqun.base.codes import regions
from jiqun.base.credit_codes import is_credit_code
from jiqun.base.errors import Problem, Where
from jiqun.exchange.slots.details import read_details
from jiqun.exchange.slots.kinds import Kind, kind_named, slot_kinds
from jiqun.exchange.slots.lots import read_lot
from jiqun.exchange.slots.opening import Opening, read_opening
from jiqun.exchange.slots.terms import Terms, read_count, read_terms
from jiqun.exchange.wording import read_county, read_names, read_texts

MOST_NAMED = 200
"""Firms an offer may name; ours."""
TEXTS = ("about", "certificates", "limits")


@dataclass(frozen=True, slots=True)
class Offering:
    """What is offered.

    Parameters
    ----------
    kind, name, firm
        What, how it is called, and how who offers it calls itself.
    texts
        What it can do, its certificates, and its limits (sizes, materials, who may work it).
    details
        What it says by the fields of its kind.
    county
        Where it stands, by its code.
    audience, named
        Whom it is open to; the credit codes of firms where they are named.
    centre
        Whether it is a shared centre, which reports how far it is used.
    seats
        How many may have one slot at once.
    terms, opening
        What it costs, and when it is open.
    """

    kind: str
    name: str
    firm: str
    texts: Mapping[str, str]
    details: Mapping[str, str]
    county: str
    audience: str
    named: tuple[str, ...]
    centre: bool
    seats: int
    terms: Terms
    opening: Opening


def read_offering(
    said: Mapping[str, str], owner: str, before: Opening | None, now: date
) -> tuple[Offering, list[Problem]]:
    """Read an offer as its form says it.

    Parameters
    ----------
    said
        The form's fields as texts.
    owner
        The credit code of who offers: it is not named among those it is open to.
    before
        When it is open now, where it is there already; None of a new one.
    now
        The day.

    Examples
    --------
    >>> said = {"kind": "machine", "name": "五轴加工中心", "firm": "示例机械", "county": "330106",
    ...     "audience": "all", "minutes": "60", "open_0": "08:00-17:00", "price": "120"}
    >>> today = date(2026, 9, 1)
    >>> offering, problems = read_offering(said, "91330106MA2800000X", None, today)
    >>> offering.terms.price, problems
    (Decimal('120.00'), [])
    >>> wrong = said | {"kind": "yacht", "county": "330100", "audience": "named", "price": "dear"}
    >>> [problem.code for problem in read_offering(wrong, "91330106MA2800000X", None, today)[1]]
    ['slots.no_kind', 'exchange.no_county', 'slots.nobody_named', 'slots.no_price']
    """
    problems: list[Problem] = []
    known, audience = slot_kinds(), said.get("audience", "")
    kind = kind_named(said.get("kind", ""))
    if kind.id not in known.kinds:
        problems.append(Problem("slots.no_kind", Where(field="kind")))
    name, firm = read_names(said, ("name", "firm"), problems)
    texts = dict.fromkeys(TEXTS, "") | read_texts(said, kind.texts, problems)
    details, faults = read_details(kind, said)
    problems += faults
    county = read_county(said, problems)
    if audience not in known.audiences:
        problems.append(Problem("slots.no_audience", Where(field="audience")))
    named = _named(said.get("named", ""), owner, problems) if audience == "named" else ()
    if audience == "named" and not named and not said.get("named", "").strip():
        problems.append(Problem("slots.nobody_named", Where(field="named")))
    terms, opening = _asks(kind, said, problems), _opening(kind, said, before, now, problems)
    found = Offering(
        *(kind.id, name, firm, texts, details, county, audience, named),
        kind.centre and bool(said.get("centre")),
        _seats(kind, said, problems),
        terms,
        opening,
    )
    return found, problems


def _asks(kind: Kind, said: Mapping[str, str], problems: list[Problem]) -> Terms:
    """Read the terms; a kind without trial orders has none, whatever is said."""
    trials = {} if kind.trials else {"trial_slots": "", "trial_price": ""}
    terms, faults = read_terms({**said, **trials})
    problems += faults
    return terms


def _opening(
    kind: Kind, said: Mapping[str, str], before: Opening | None, now: date, problems: list[Problem]
) -> Opening:
    if kind.by_lot:
        opening, faults = read_lot(said, now, before.last_day if before else None)
    else:
        opening, faults = read_opening(said, before.minutes if before else None)
    problems += faults
    return opening


def _seats(kind: Kind, said: Mapping[str, str], problems: list[Problem]) -> int:
    if kind.seats is None:
        return 1
    return read_count(said, "seats", kind.seats.most, "slots.no_seats", problems)


def _named(written: str, owner: str, problems: list[Problem]) -> tuple[str, ...]:
    codes = list(dict.fromkeys(re.split(r"[\s,，;；、]+", written.upper().strip())))
    wrong = [code for code in codes if code and not is_credit_code(code)]
    if wrong:
        details = {"said": "、".join(wrong[:5]), "said_en": ", ".join(wrong[:5])}
        problems.append(Problem("slots.no_credit_code", Where(field="named"), details))
    if owner in codes:
        problems.append(Problem("slots.names_itself", Where(field="named")))
    if len(codes) > MOST_NAMED:
        problems.append(Problem("slots.named_enough", Where(field="named"), {"most": MOST_NAMED}))
    return tuple(code for code in codes if is_credit_code(code))


def registered_in(credit_code: str) -> str:
    """Return the county a credit code says it was registered in; empty where it names none.

    The third to eighth characters are the registration authority's place (GB 32100-2015, 4.3): of
    firms registered with a province or a city no county is told.

    Examples
    --------
    >>> registered_in("91330106MA2800000X"), registered_in("91330000MA2800000X")
    ('330106', '')
    """
    place = credit_code[2:8]
    return place if regions().county(place) is not None else ""


def province_of_firm(credit_code: str) -> str:
    """Return the two digits of the province a firm is registered in.

    Examples
    --------
    >>> province_of_firm("91330106MA2800000X")
    '33'
    """
    return credit_code[2:4]
