"""JSON for people and programs: indented by one space, as ``json.dumps(indent=1)`` writes it.

Python indents with slow code of its own; here whatever holds no further lists or objects, nearly
all there is to write, goes through the quick one.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What JSON can say."""
Record: TypeAlias = "dict[str, Json]"
"""An object under way."""
BRANCHES = (dict, list, tuple)


def indented_json(content: Any) -> str:
    """Write a content as JSON indented by one space; keys of objects are texts.

    Examples
    --------
    >>> content = {"names": ["a", {"zh": "集群"}], "none": []}
    >>> indented_json(content) == json.dumps(content, ensure_ascii=False, indent=1)
    True
    """
    return _written(content, 0)


def _written(content: Any, depth: int) -> str:
    if not isinstance(content, BRANCHES) or not content:
        return _encoder(depth).encode(content)
    if not isinstance(content, dict) and _flat_objects(content):
        return _table(content, depth)
    line = "\n" + " " * (depth + 1)
    values = content.values() if isinstance(content, dict) else content
    if any(isinstance(value, BRANCHES) for value in values):
        parts = f",{line}".join(_parts(content, depth + 1))
        opening, closing = "{}" if isinstance(content, dict) else "[]"
    else:
        flat = _encoder(depth).encode(content)
        opening, parts, closing = flat[0], flat[1:-1], flat[-1]
    return f"{opening}{line}{parts}{line[:-1]}{closing}"


def _flat_objects(content: Sequence[Any]) -> bool:
    """Tell whether a list holds objects alone, none empty, and these no lists or objects."""
    if not all(isinstance(row, dict) and row for row in content):
        return False
    kinds = {type(value) for row in content for value in row.values()}
    return not any(issubclass(kind, BRANCHES) for kind in kinds)


def _table(rows: Sequence[dict[str, Any]], depth: int) -> str:
    """Write a list of flat objects in one go; no text of them holds a line break as it is."""
    outer, row, cell = ("\n" + " " * (depth + more) for more in range(3))
    written = _encoder(depth + 1).encode(rows)[2:-2]
    between = f"{row}}},{row}{{{cell}"
    return f"[{row}{{{cell}{written.replace(f'}},{cell}{{', between)}{row}}}{outer}]"


def _parts(content: Any, depth: int) -> list[str]:
    """Write the items of a list, or the keys and values of an object."""
    if not isinstance(content, dict):
        return [_written(value, depth) for value in content]
    key = _encoder(0).encode
    return [f"{key(name)}: {_written(value, depth)}" for name, value in content.items()]


@cache
def _encoder(depth: int) -> json.JSONEncoder:
    """Return what writes the items of a list or an object at a depth, one a line."""
    line = ",\n" + " " * (depth + 1)
    return json.JSONEncoder(ensure_ascii=False, separators=(line, ": "))
