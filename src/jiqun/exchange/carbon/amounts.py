"""Parts of a firm's activity, read one by one: amounts, percentages, places, factors of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Where, errors_only
from jiqun.base.json_inputs import twice_in
from jiqun.base.numerals import NumeralFault, read_numeral
from jiqun.base.texts import read_text

MOST_PERCENT = Decimal(1000)
MOST_ROWS = 200
LONGEST = 200
SHOWN = 60


@dataclass(frozen=True, slots=True)
class OwnFactor:
    """A factor a firm states itself: measured, or its supplier's.

    Parameters
    ----------
    value
        kgCO2 a unit.
    source
        What shows it: a report, a certificate, a contract.
    uncertainty
        In percent; None where it is not stated.
    """

    value: Decimal
    source: str
    uncertainty: Decimal | None = None


def told(code: str, place: Where, at: str, said: Any, **details: str) -> Problem:
    """Return a problem with a part of an activity."""
    shown = str(said)[:SHOWN]
    where = Where(file=place.file, field=at)
    return Problem(f"carbon.{code}", where, {"said": shown, **details})


def keys_of(
    said: Mapping[str, Any], known: Iterable[str], place: Where, at: str, problems: list[Problem]
) -> None:
    """Tell of keys that an object does not have, and of those written twice."""
    before, names = (f"{at}/" if at else ""), tuple(known)
    for key in said:
        if key not in names:
            problems.append(
                told("key_unknown", place, f"{before}{key}", key, known=", ".join(names))
            )
    problems += [told("key_twice", place, f"{before}{key}", key) for key in twice_in(said)]


def read_amount(
    said: Any, unit: str, place: Where, at: str, problems: list[Problem], *, known: bool = False
) -> Decimal | None:
    """Return an amount of nought or more; None where it is not known, which may be refused.

    Examples
    --------
    >>> problems = []
    >>> read_amount("1.2万千瓦时", "千瓦时", Where(), "kwh", problems), problems
    (Decimal('12000'), [])
    >>> read_amount(None, "吨", Where(), "t", problems)
    >>> read_amount("many", "吨", Where(), "t", problems)
    >>> [problem.code for problem in problems]
    ['carbon.bad_amount']
    """
    if said is None or (isinstance(said, str) and not said.strip()):
        if known:
            problems.append(told("amount_missing", place, at, ""))
        return None
    number = _number(said, unit)
    if number is None or number < 0:
        problems.append(told("bad_amount", place, at, said))
        return None
    return number


def read_percent(said: Any, place: Where, at: str, problems: list[Problem]) -> Decimal | None:
    """Return an uncertainty in percent; None where none is stated."""
    if said is None or said == "":
        return None
    number = _number(said, "%")
    if number is None or not 0 <= number <= MOST_PERCENT:
        problems.append(told("bad_uncertainty", place, f"{at}/uncertainty", said))
        return None
    return number


def read_factor(said: Any, place: Where, at: str, problems: list[Problem]) -> OwnFactor | None:
    """Return a factor of a firm's own; None where it states none."""
    if said is None:
        return None
    if not isinstance(said, Mapping):
        problems.append(told("bad_factor", place, at, said))
        return None
    keys_of(said, ("value", "source", "uncertainty"), place, at, problems)
    value = read_amount(said.get("value"), "", place, f"{at}/value", problems, known=True)
    source = read_text_of(said.get("source"), place, f"{at}/source", problems)
    doubt = read_percent(said.get("uncertainty"), place, at, problems)
    return None if value is None else OwnFactor(value, source, doubt)


def read_place(said: Any, place: Where, at: str, problems: list[Problem]) -> str:
    """Return a region by its code: of a county, a prefecture or a province."""
    code = said if isinstance(said, str) else ""
    if regions().get(code) is None:
        problems.append(told("no_place", place, f"{at}/place", said))
        return ""
    return code


def read_text_of(said: Any, place: Where, at: str, problems: list[Problem]) -> str:
    """Return what shows a factor or a contract: it must be there."""
    if not isinstance(said, str):
        problems.append(told("no_evidence", place, at, said))
        return ""
    text, faults = read_text(said, Where(file=place.file, field=at), longest=LONGEST)
    problems += errors_only(faults)
    if not text and not errors_only(faults):
        problems.append(told("no_evidence", place, at, ""))
    return text


def read_objects(
    said: Any, place: Where, at: str, keys: tuple[str, ...], problems: list[Problem]
) -> list[tuple[str, Mapping[str, Any]]] | None:
    """Return a list's objects with where they stand; None where nothing is said."""
    if said is None:
        return None
    if not isinstance(said, list):
        problems.append(told("not_a_list", place, at, said))
        return None
    if len(said) > MOST_ROWS:
        problems.append(told("too_many", place, at, len(said), most=str(MOST_ROWS)))
        return None
    found = []
    for number, row in enumerate(said, 1):
        here = f"{at}/{number}"
        if isinstance(row, Mapping):
            keys_of(row, keys, place, here, problems)
            found.append((here, row))
        else:
            problems.append(told("not_an_object", place, here, row))
    return found


def _number(said: Any, unit: str) -> Decimal | None:
    if isinstance(said, bool) or not isinstance(said, (str, int, Decimal)):
        return None
    try:
        return read_numeral(f"{said:f}" if isinstance(said, Decimal) else str(said), unit).value
    except (NumeralFault, ValueError):
        return None
