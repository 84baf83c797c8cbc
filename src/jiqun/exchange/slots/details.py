"""What an offer says by the fields of its kind: read, kept as texts, and shown."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.base.numerals import NumeralFault, read_numeral
from jiqun.base.texts import read_text
from jiqun.exchange.slots.kinds import Field, Kind

PREFIX = "of_"
"""How a form's names of such fields begin."""
LONGEST = 300
"""Characters of a text; ours."""
DECIMALS = Decimal("0.001")


def read_details(kind: Kind, said: Mapping[str, str]) -> tuple[dict[str, str], list[Problem]]:
    """Read what an offer says by the fields of its kind, everything wrong at once.

    Parameters
    ----------
    kind
        What is offered.
    said
        The form's fields as texts.

    Returns
    -------
    dict
        What is said, by field; what is left empty is not there.

    Examples
    --------
    >>> from jiqun.exchange.slots.kinds import kind_named
    >>> said = {"of_field_of_work": "设计评审", "of_days_a_week": "１.5", "of_where": "moon"}
    >>> found, problems = read_details(kind_named("post"), said)
    >>> found
    {'field_of_work': '设计评审', 'days_a_week': '1.5'}
    >>> [(problem.code, problem.where.field) for problem in problems]
    [('slots.detail_missing', 'of_qualification'), ('slots.no_choice', 'of_where')]
    """
    found, problems = dict[str, str](), list[Problem]()
    for field in kind.fields:
        written = said.get(PREFIX + field.id, "").strip()
        if written:
            text, faults = _read(field, written)
            problems += faults
            found |= {field.id: text} if text else {}
        elif field.required:
            problems.append(_problem("slots.detail_missing", field))
    return found, problems


def said_details(details: Mapping[str, str]) -> dict[str, str]:
    """Return what a form shows of details: the inverse of :func:`read_details`."""
    return {PREFIX + name: text for name, text in details.items()}


def shown_details(kind: Kind, details: Mapping[str, str]) -> list[tuple[Bilingual, Bilingual]]:
    """Return titles and values in words, in the order of the kind.

    Examples
    --------
    >>> from jiqun.exchange.slots.kinds import kind_named
    >>> shown = shown_details(kind_named("post"), {"days_a_week": "1.5", "where": "remote"})
    >>> [(title.en, value.en) for title, value in shown]
    [('days a week', '1.5 days'), ('where', 'remote')]
    """
    return [
        (field.title, _shown(field, details[field.id]))
        for field in kind.fields
        if field.id in details
    ]


def worded(kind: Kind, details: Mapping[str, str]) -> dict[str, str]:
    """Return the details that are somebody's own words, which the event log only commits to.

    Examples
    --------
    >>> from jiqun.exchange.slots.kinds import kind_named
    >>> worded(kind_named("post"), {"field_of_work": "设计评审", "where": "remote"})
    {'field_of_work': '设计评审'}
    """
    texts = {field.id for field in kind.fields if field.type == "text"}
    return {name: text for name, text in details.items() if name in texts}


def _read(field: Field, written: str) -> tuple[str, list[Problem]]:
    if field.type == "number":
        number = _number(field, written)
        return ("", [_bounds(field, written)]) if number is None else (f"{number:f}", [])
    if field.type == "choice":
        known = written in (field.choices or {})
        return (written, []) if known else ("", [_problem("slots.no_choice", field)])
    text, problems = read_text(written, Where(field=PREFIX + field.id), longest=LONGEST, lines=True)
    return text, list(problems)


def _number(field: Field, written: str) -> Decimal | None:
    try:
        found = read_numeral(written, field.unit.zh if field.unit else "").value
    except NumeralFault:
        return None
    if not found.is_finite() or not field.least <= found <= field.most:
        return None
    return found if found == found.quantize(DECIMALS) else None


def _bounds(field: Field, written: str) -> Problem:
    bounds = {"least": f"{field.least:f}", "limit": f"{field.most:f}", "said": written[:40]}
    return _problem("slots.no_number", field, **bounds)


def _problem(code: str, field: Field, **details: str) -> Problem:
    titles = {"title": field.title.zh, "title_en": field.title.en}
    return Problem(code, Where(field=PREFIX + field.id), {**titles, **details})


def _shown(field: Field, said: str) -> Bilingual:
    if field.choices is not None:
        return field.choices.get(said, Bilingual(said, said))
    if field.unit is not None:
        return Bilingual(f"{said} {field.unit.zh}", f"{said} {field.unit.en}")
    return Bilingual(said, said)
