"""Read the form as a page sends it, and write what was kept back into it.

An empty field is not known; that there was none of something is a tick of its own.
"""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from jiqun.base.errors import Problem, Where
from jiqun.exchange.carbon.factors import factor_table

ROWS = range(1, 5)
"""Lines of electricity and of contracts on the page."""
POWER = ("place", "kwh", "doubt")
CONTRACT = ("kwh", "factor", "evidence")
NONE = {"electricity": "no_electricity", "contracts": "no_contracts", "heat": "no_heat"}
"""The tick that says there was none, by what there was none of."""
_KEYS = {"doubt": "uncertainty"}


def activity_in(posted: QueryDict, year: Any) -> dict[str, Any]:
    """Return what a page sends as a file of ``jiqun carbon account`` has it."""
    ticked = {part for part, name in NONE.items() if posted.get(name)}
    said: dict[str, Any] = {"year": year, "no_other_fuels": bool(posted.get("no_other_fuels"))}
    fuels = {name: _fuel(name, posted) for name in factor_table().fuels}
    burnt = {name: fuel for name, fuel in fuels.items() if fuel}
    if burnt or said["no_other_fuels"]:
        said["fuels"] = burnt
    for part, start, names in (("electricity", "e", POWER), ("contracts", "c", CONTRACT)):
        rows = [_row(start, number, names, posted) for number in ROWS]
        typed = [row for row in rows if row]
        if typed or part in ticked:
            said[part] = typed
    heat = _heat(posted)
    if heat or "heat" in ticked:
        said["heat"] = heat or {"gj": "0"}
    return said


def contradictions(posted: QueryDict) -> list[Problem]:
    """Return where a page says both that there was none and how much there was."""
    said = activity_in(posted, 0)
    some = {
        "electricity": bool(said.get("electricity")),
        "contracts": bool(said.get("contracts")),
        "heat": bool(_heat(posted)),
    }
    return [
        Problem("carbon.none_and_some", Where(field=part))
        for part, name in NONE.items()
        if posted.get(name) and some[part]
    ]


def fields_of(said: Mapping[str, Any]) -> dict[str, str]:
    """Return what was kept as the page's fields have it: the inverse of :func:`activity_in`."""
    found: dict[str, str] = {"no_other_fuels": "1" if said.get("no_other_fuels") else ""}
    for name, fuel in (said.get("fuels") or {}).items():
        found[f"f_{name}"] = fuel.get("amount", "")
        found[f"u_{name}"] = fuel.get("unit", "")
        found[f"d_{name}"] = fuel.get("uncertainty", "")
    for part, start, names in (("electricity", "e", POWER), ("contracts", "c", CONTRACT)):
        if said.get(part) == []:
            found[NONE[part]] = "1"
        for number, row in enumerate(said.get(part) or (), 1):
            found |= {f"{start}{number}_{name}": row.get(_key(name), "") for name in names}
    heat = said.get("heat") or {}
    if heat == {"gj": "0"}:
        return {**found, "no_heat": "1"}
    own = heat.get("factor") or {}
    kept = {
        "h_gj": heat.get("gj"),
        "h_doubt": heat.get("uncertainty"),
        "h_factor": own.get("value"),
        "h_source": own.get("source"),
    }
    return {**found, **{name: text or "" for name, text in kept.items()}}


def _key(name: str) -> str:
    return _KEYS.get(name, name)


def _fuel(name: str, posted: QueryDict) -> dict[str, str]:
    amount, doubt = (_text(posted, f"{start}_{name}") for start in ("f", "d"))
    if not amount and not doubt:
        return {}
    said = {"amount": amount, "uncertainty": doubt}
    if _text(posted, f"u_{name}") == "tce":
        said["unit"] = "tce"
    return {key: text for key, text in said.items() if text}


def _row(start: str, number: int, names: tuple[str, ...], posted: QueryDict) -> dict[str, str]:
    typed = {_key(name): _text(posted, f"{start}{number}_{name}") for name in names}
    return {key: text for key, text in typed.items() if text}


def _heat(posted: QueryDict) -> dict[str, Any]:
    said: dict[str, Any] = {
        "gj": _text(posted, "h_gj"),
        "uncertainty": _text(posted, "h_doubt"),
    }
    own = {"value": _text(posted, "h_factor"), "source": _text(posted, "h_source")}
    if any(own.values()):
        said["factor"] = own
    return {key: part for key, part in said.items() if part}


def _text(posted: QueryDict, name: str) -> str:
    return posted.get(name, "").strip()
