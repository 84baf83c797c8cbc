"""What a firm burnt and bought in a year, read: everything wrong at once, and nothing guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jiqun.base.credit_codes import check_character, of_alphabet
from jiqun.base.errors import Problem, Where
from jiqun.base.json_inputs import read_json_input, twice_in
from jiqun.exchange.carbon.amounts import (
    OwnFactor,
    keys_of,
    read_amount,
    read_factor,
    read_objects,
    read_percent,
    read_place,
    read_text_of,
    told,
)
from jiqun.exchange.carbon.factors import factor_table

if TYPE_CHECKING:
    from pathlib import Path

KEYS = ("credit_code", "year", "fuels", "no_other_fuels", "electricity", "contracts", "heat")
FIRST_YEAR, LAST_YEAR = 2019, 2100
"""The platform's own form begins in 2019; the last is a bound against slips of the hand."""
CREDIT_LENGTH = 18
COAL_EQUIVALENT = "tce"


@dataclass(frozen=True, slots=True)
class Burnt:
    """A fuel burnt: how much (None: not known), in its own unit or as standard coal."""

    fuel: str
    amount: Decimal | None
    in_coal: bool = False
    uncertainty: Decimal | None = None
    own: OwnFactor | None = None


@dataclass(frozen=True, slots=True)
class Bought:
    """Electricity bought and used at a place, in kWh; None where it is not known."""

    place: str
    kwh: Decimal | None
    uncertainty: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """Electricity covered by a green certificate or a contract, with what it emits by it."""

    kwh: Decimal
    factor: OwnFactor


@dataclass(frozen=True, slots=True)
class Heat:
    """Heat bought, in GJ (None: not known), with its supplier's measured factor where there is."""

    gj: Decimal | None
    uncertainty: Decimal | None = None
    own: OwnFactor | None = None


@dataclass(frozen=True)
class Activity:
    """What a firm did in a year. What is not said is not known, which is not nought.

    Parameters
    ----------
    credit_code, year
        Whose, and of which year.
    fuels
        Burnt; None where it is not said what was.
    no_other_fuels
        Whether the firm says that it burnt nothing else: only then is their sum its scope 1.
    electricity
        By place; an empty one says that none was bought, None that nobody knows.
    contracts
        The same of certificates and contracts.
    heat
        None where it is not known.
    """

    credit_code: str = ""
    year: int = 0
    fuels: tuple[Burnt, ...] | None = None
    no_other_fuels: bool = False
    electricity: tuple[Bought, ...] | None = None
    contracts: tuple[Contract, ...] | None = None
    heat: Heat | None = field(default=None)


def read_activity_file(path: Path) -> Activity:
    """Read a firm's activity from a JSON file.

    Raises
    ------
    Refused
        With everything wrong with it.
    """
    return read_json_input(path, read_activity)


def read_activity(said: Any, where: Where | None = None) -> tuple[Activity, list[Problem]]:
    """Read a firm's activity.

    Parameters
    ----------
    said
        ``{"year": 2025, "fuels": {"diesel": "12.5"}, "no_other_fuels": true, "electricity":
        [{"place": "330106", "kwh": "120000"}], "contracts": [], "heat": {"gj": "0"}}``.
    where
        What it stands in, for the problems.

    Examples
    --------
    >>> activity, problems = read_activity({"year": 2025, "fuels": {"diesel": "12.5"}})
    >>> activity.fuels[0].amount, activity.electricity, problems
    (Decimal('12.5'), None, [])
    >>> wrong = {"year": 1, "fuels": {"wood": 1}, "electricity": [{"place": "x", "kwh": -1}]}
    >>> [problem.code for problem in read_activity(wrong)[1]]
    ['carbon.bad_year', 'carbon.no_fuel', 'carbon.no_place', 'carbon.bad_amount']
    """
    place, problems = where or Where(), list[Problem]()
    if not isinstance(said, Mapping):
        return Activity(), [Problem("carbon.not_activity", place)]
    keys_of(said, KEYS, place, "", problems)
    activity = Activity(
        _credit_code(said.get("credit_code"), place, problems),
        _year(said.get("year"), place, problems),
        _fuels(said.get("fuels"), place, problems),
        _flag(said.get("no_other_fuels"), place, problems),
        _electricity(said.get("electricity"), place, problems),
        _contracts(said.get("contracts"), place, problems),
        _heat(said.get("heat"), place, problems),
    )
    problems += _beyond(activity, place)
    return activity, problems


def _credit_code(said: Any, place: Where, problems: list[Problem]) -> str:
    if said is None or said == "":
        return ""
    code = str(said).strip().upper()
    right = len(code) == CREDIT_LENGTH and of_alphabet(code)
    if not isinstance(said, str) or not right or check_character(code[:-1]) != code[-1]:
        problems.append(told("bad_credit_code", place, "credit_code", said))
        return ""
    return code


def _year(said: Any, place: Where, problems: list[Problem]) -> int:
    whole = isinstance(said, int) and not isinstance(said, bool)
    if not whole or not FIRST_YEAR <= said <= LAST_YEAR:
        bounds = {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}
        problems.append(told("bad_year", place, "year", said, **bounds))
        return 0
    return int(said)


def _flag(said: Any, place: Where, problems: list[Problem]) -> bool:
    if said is not None and not isinstance(said, bool):
        problems.append(told("not_a_flag", place, "no_other_fuels", said))
    return said is True


def _fuels(said: Any, place: Where, problems: list[Problem]) -> tuple[Burnt, ...] | None:
    if said is None:
        return None
    if not isinstance(said, Mapping):
        problems.append(told("not_an_object", place, "fuels", said))
        return None
    problems += [told("key_twice", place, f"fuels/{key}", key) for key in twice_in(said)]
    known = factor_table().fuels
    names = {"known": ", ".join(known)}
    for name in said:
        if name not in known:
            problems.append(told("no_fuel", place, f"fuels/{name}", name, **names))
    return tuple(
        _burnt(name, burnt, place, problems) for name, burnt in said.items() if name in known
    )


def _burnt(name: str, said: Any, place: Where, problems: list[Problem]) -> Burnt:
    at, unit = f"fuels/{name}", factor_table().fuels[name].unit
    if not isinstance(said, Mapping):
        return Burnt(name, read_amount(said, unit, place, at, problems))
    keys_of(said, ("amount", "unit", "uncertainty", "factor"), place, at, problems)
    own_unit = {"吨": "t", "立方米": "m3"}[unit]
    wanted = said.get("unit", own_unit)
    if wanted not in (own_unit, COAL_EQUIVALENT):
        units = {"known": f"{own_unit}, {COAL_EQUIVALENT}"}
        problems.append(told("bad_unit", place, f"{at}/unit", wanted, **units))
    in_coal = wanted == COAL_EQUIVALENT
    return Burnt(
        name,
        read_amount(said.get("amount"), "吨标准煤" if in_coal else unit, place, at, problems),
        in_coal,
        read_percent(said.get("uncertainty"), place, at, problems),
        read_factor(said.get("factor"), place, f"{at}/factor", problems),
    )


def _electricity(said: Any, place: Where, problems: list[Problem]) -> tuple[Bought, ...] | None:
    rows = read_objects(said, place, "electricity", ("place", "kwh", "uncertainty"), problems)
    if rows is None:
        return None
    found = tuple(
        Bought(
            read_place(row.get("place"), place, at, problems),
            read_amount(row.get("kwh"), "千瓦时", place, f"{at}/kwh", problems),
            read_percent(row.get("uncertainty"), place, at, problems),
        )
        for at, row in rows
    )
    codes = [row.place for row in found if row.place]
    problems += [
        told("place_twice", place, "electricity", code)
        for code in dict.fromkeys(codes)
        if codes.count(code) > 1
    ]
    return found


def _contracts(said: Any, place: Where, problems: list[Problem]) -> tuple[Contract, ...] | None:
    keys = ("kwh", "factor", "evidence", "uncertainty")
    rows = read_objects(said, place, "contracts", keys, problems)
    if rows is None:
        return None
    found = []
    for at, row in rows:
        kwh = read_amount(row.get("kwh"), "千瓦时", place, f"{at}/kwh", problems, known=True)
        emits = read_amount(row.get("factor"), "", place, f"{at}/factor", problems, known=True)
        evidence = read_text_of(row.get("evidence"), place, f"{at}/evidence", problems)
        doubt = read_percent(row.get("uncertainty"), place, at, problems)
        if kwh is not None and emits is not None:
            found.append(Contract(kwh, OwnFactor(emits, evidence, doubt)))
    return tuple(found)


def _heat(said: Any, place: Where, problems: list[Problem]) -> Heat | None:
    if said is None:
        return None
    if not isinstance(said, Mapping):
        problems.append(told("not_an_object", place, "heat", said))
        return None
    keys_of(said, ("gj", "uncertainty", "factor"), place, "heat", problems)
    return Heat(
        read_amount(said.get("gj"), "吉焦", place, "heat/gj", problems),
        read_percent(said.get("uncertainty"), place, "heat", problems),
        read_factor(said.get("factor"), place, "heat/factor", problems),
    )


def _beyond(activity: Activity, place: Where) -> list[Problem]:
    """Return that more is covered by contracts than was bought, where both are known."""
    bought = [row.kwh for row in activity.electricity or ()]
    if activity.electricity is None or activity.contracts is None or None in bought:
        return []
    total = sum((kwh for kwh in bought if kwh is not None), Decimal(0))
    covered = sum((contract.kwh for contract in activity.contracts), Decimal(0))
    if covered <= total:
        return []
    return [told("contracts_beyond", place, "contracts", covered, bought=str(total))]
