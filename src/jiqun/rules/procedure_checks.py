"""What can be wrong with a procedure beyond its schema."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from jiqun.base.canonical import decimal_text
from jiqun.base.catalogue import Entry
from jiqun.base.errors import Problem
from jiqun.base.schema_faults import unknown_name
from jiqun.workflow.loading import workflows

WHOLE = Decimal(100)


def procedure_faults(entry: Entry) -> Iterator[Problem]:
    """Yield what is named twice, weights that do not make 100, names that nothing defines.

    Parameters
    ----------
    entry
        A programme's file that fits the schema.
    """
    said = entry.content.get("life", {}).get("procedure", {})
    ids = [category["id"] for category in said.get("scoring", {}).get("categories", ())]
    if ids:
        yield from _weights(entry, said["scoring"]["categories"])
    headings = [heading["id"] for heading in said.get("evidence", {}).get("headings", ())]
    yield from _twice(entry, ids, ("scoring", "categories"), "rules.category_twice")
    yield from _twice(entry, headings, ("evidence", "headings"), "rules.heading_twice")
    for number, key in enumerate(said.get("ties", {}).get("order", ())):
        name = key.get("higher_score_in")
        if name is not None and name not in ids:
            place = ("life", "procedure", "ties", "order", number)
            yield unknown_name(entry.where(*place), name, "category", ", ".join(ids) or "-")
    yield from _deadlines(entry, said.get("deadlines", {}))


def _twice(entry: Entry, names: list[str], part: tuple[str, str], code: str) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name in names[:number]:
            place = entry.where("life", "procedure", *part, number)
            yield Problem(code, place, {"name": name})


def _weights(entry: Entry, categories: list[Mapping[str, str]]) -> Iterator[Problem]:
    total = sum((Decimal(category["weight"]) for category in categories), Decimal(0))
    if total != WHOLE:
        place = entry.where("life", "procedure", "scoring", "categories")
        yield Problem("rules.weights_not_100", place, {"value": decimal_text(total)})


def _deadlines(entry: Entry, deadlines: Mapping[str, Any]) -> Iterator[Problem]:
    for name, said in deadlines.items():
        place = ("life", "procedure", "deadlines", name)
        if name not in _slots_of_deadlines():
            known = ", ".join(_slots_of_deadlines())
            yield unknown_name(entry.where(*place), name, "deadline", known)
            continue
        for slot in said["working_days"]:
            if slot not in _slots_of_deadlines()[name]:
                known = ", ".join(sorted(_slots_of_deadlines()[name]))
                yield unknown_name(entry.where(*place, "working_days", slot), slot, "slot", known)


@cache
def _slots_of_deadlines() -> dict[str, frozenset[str]]:
    """Return who may be given days by which deadline, over the tables of recognition."""
    found: dict[str, frozenset[str]] = {}
    for table in workflows().values():
        if "authority" in table.slots:
            for name, deadline in table.deadlines.items():
                found[name] = found.get(name, frozenset()) | deadline.working_days.keys()
    return found
