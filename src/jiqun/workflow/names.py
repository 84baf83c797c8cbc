"""Names that a workflow file uses and does not define, each with its line."""

from collections.abc import Iterator, Mapping
from typing import Any

from jiqun.base.catalogue import Entry
from jiqun.base.errors import Problem
from jiqun.base.parsing import Place
from jiqun.workflow.definitions import HOLDER

KINDS = {
    "from": "state",
    "to": "state",
    "verb": "verb",
    "by": "slot",
    "when": "slot",
    "holder": "slot",
    "endorsed": "slot",
    "working_days": "slot",
    "stops": "deadline",
    "starts": "deadline",
    "reopens": "deadline",
    "until": "deadline",
    "after": "deadline",
}
"""What each key of a workflow file names."""

WORDS = {
    "state": ("状态", "state"),
    "verb": ("动作", "verb"),
    "slot": ("席位", "slot"),
    "deadline": ("期限", "deadline"),
}


def unknown_names(entry: Entry) -> Iterator[Problem]:
    """Yield every state, verb, slot and deadline that is named and not defined.

    Parameters
    ----------
    entry
        A file that fits the schema.
    """
    said = entry.content
    known = {kind: set(said[f"{kind}s"]) for kind in WORDS}
    options = said.get("options", {})
    for name in options.keys() & known["slot"]:
        yield Problem("workflow.option_is_slot", entry.where("options", name), {"name": name})
    for place, kind, name in _named(said):
        fits = name in known[kind] or (name == HOLDER and place[-2:-1] == ("by",))
        if not fits and not (name in options and place[-2:-1] == ("when",)):
            zh, en = WORDS[kind]
            details = {
                "name": name,
                "kind": zh,
                "kind_en": en,
                "known": ", ".join(said[f"{kind}s"]),
            }
            yield Problem("workflow.unknown_name", entry.where(*place), details)


def _named(said: Mapping[str, Any]) -> Iterator[tuple[Place, str, str]]:
    """Yield the place, the kind and the name of everything a file refers to."""
    for name, deadline in said["deadlines"].items():
        yield from _uses(deadline, ("deadlines", name))
    for name, state in said["states"].items():
        yield from _uses(state, ("states", name))
        for number, slot in enumerate(state.get("cells", {}).get("to", ())):
            yield ("states", name, "cells", "to", number), "slot", slot
    yield from _uses(said["opening"], ("opening",))
    for number, step in enumerate(said["transitions"]):
        yield from _uses(step, ("transitions", number))


def _uses(part: Mapping[str, Any], at: Place) -> Iterator[tuple[Place, str, str]]:
    for key, kind in KINDS.items():
        used = part.get(key, ())
        if isinstance(used, str):
            yield (*at, key), kind, used
        else:
            places = used if isinstance(used, Mapping) else range(len(used))
            for place, name in zip(places, used, strict=True):
                yield (*at, key, place), kind, name
