"""What a firm offers by the slot, read from its form with everything wrong at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from jiqun.base.codes import regions
from jiqun.base.credit_codes import CREDIT_LENGTH, of_alphabet
from jiqun.base.errors import Problem, Where
from jiqun.base.texts import read_text
from jiqun.exchange.slots.kinds import slot_kinds
from jiqun.exchange.slots.opening import Opening, read_opening
from jiqun.exchange.slots.terms import Terms, read_terms

LONGEST_NAME, LONGEST_TEXT = 100, 1000
MOST_NAMED = 200
"""Firms an offer may name; ours."""
TEXTS = ("about", "certificates", "limits")


@dataclass(frozen=True, slots=True)
class Offering:
    """What a firm offers.

    Parameters
    ----------
    kind, name, firm
        What, how it is called, and how the firm calls itself.
    texts
        What it can do, its certificates, and its limits (sizes, materials, who may work it).
    county
        Where it stands, by its code.
    audience, named
        Whom it is open to; the credit codes of firms where they are named.
    centre
        Whether it is a shared centre, which reports how far it is used.
    terms, opening
        What it costs, and when it is open.
    """

    kind: str
    name: str
    firm: str
    texts: Mapping[str, str]
    county: str
    audience: str
    named: tuple[str, ...]
    centre: bool
    terms: Terms
    opening: Opening


def read_offering(
    said: Mapping[str, str], owner: str, minutes: int | None
) -> tuple[Offering, list[Problem]]:
    """Read an offer as its form says it.

    Parameters
    ----------
    said
        The form's fields as texts.
    owner
        The credit code of the firm that offers: it is not named among those it is open to.
    minutes
        How long its slots last where it is there already; None of a new one.

    Examples
    --------
    >>> said = {"kind": "machine", "name": "五轴加工中心", "firm": "示例机械", "county": "330106",
    ...     "audience": "all", "minutes": "60", "open_0": "08:00-17:00", "price": "120"}
    >>> offering, problems = read_offering(said, "91330106MA2800000X", None)
    >>> offering.terms.price, problems
    (Decimal('120.00'), [])
    >>> wrong = said | {"kind": "yacht", "county": "330100", "audience": "named", "price": "dear"}
    >>> [problem.code for problem in read_offering(wrong, "91330106MA2800000X", None)[1]]
    ['slots.no_kind', 'slots.no_county', 'slots.nobody_named', 'slots.no_price']
    """
    problems: list[Problem] = []
    known = slot_kinds()
    kind, audience = said.get("kind", ""), said.get("audience", "")
    if kind not in known.kinds:
        problems.append(Problem("slots.no_kind", Where(field="kind")))
    name = _needed(said, "name", problems)
    firm = _needed(said, "firm", problems)
    texts = {field: _text(said, field, problems) for field in TEXTS}
    county = said.get("county", "")
    if regions().county(county) is None:
        problems.append(Problem("slots.no_county", Where(field="county")))
    if audience not in known.audiences:
        problems.append(Problem("slots.no_audience", Where(field="audience")))
    named = _named(said.get("named", ""), owner, problems) if audience == "named" else ()
    if audience == "named" and not named and not said.get("named", "").strip():
        problems.append(Problem("slots.nobody_named", Where(field="named")))
    terms, faults = read_terms(said)
    opening, more = read_opening(said, minutes)
    centre = bool(said.get("centre"))
    found = Offering(kind, name, firm, texts, county, audience, named, centre, terms, opening)
    return found, [*problems, *faults, *more]


def _needed(said: Mapping[str, str], field: str, problems: list[Problem]) -> str:
    text, faults = read_text(said.get(field, ""), Where(field=field), longest=LONGEST_NAME)
    problems += faults
    if not text and not faults:
        problems.append(Problem(f"slots.{field}_missing", Where(field=field)))
    return text


def _text(said: Mapping[str, str], field: str, problems: list[Problem]) -> str:
    at = Where(field=field)
    text, faults = read_text(said.get(field, ""), at, longest=LONGEST_TEXT, lines=True)
    problems += faults
    return text


def _named(written: str, owner: str, problems: list[Problem]) -> tuple[str, ...]:
    codes = list(dict.fromkeys(re.split(r"[\s,，;；、]+", written.upper().strip())))
    wrong = [code for code in codes if code and not _is_code(code)]
    if wrong:
        details = {"said": "、".join(wrong[:5]), "said_en": ", ".join(wrong[:5])}
        problems.append(Problem("slots.no_credit_code", Where(field="named"), details))
    if owner in codes:
        problems.append(Problem("slots.names_itself", Where(field="named")))
    if len(codes) > MOST_NAMED:
        problems.append(Problem("slots.named_enough", Where(field="named"), {"most": MOST_NAMED}))
    return tuple(code for code in codes if _is_code(code))


def _is_code(code: str) -> bool:
    return len(code) == CREDIT_LENGTH and of_alphabet(code)


def registered_in(credit_code: str) -> str:
    """Return the county a firm's code says it was registered in; empty where it names none.

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
