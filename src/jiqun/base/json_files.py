"""JSON for people and programs: indented by one space, as ``json.dumps(indent=1)`` writes it.

Python indents with slow code of its own; here whatever holds no further lists or objects, nearly
all there is to write, goes through the quick one.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What JSON can say."""
Record: TypeAlias = "dict[str, Json]"
"""An object under way."""
BRANCHES = (dict, list, tuple)
Other: TypeAlias = Callable[[Any], Any] | None
"""What is written for a value that JSON has no word for; None where there may be no such value."""


def indented_json(content: Any, other: Other = None, levels: int | None = None) -> str:
    """Write a content as JSON indented by one space.

    Parameters
    ----------
    content
        The content.
    other
        What makes something of a value that JSON has no word for.
    levels
        How many levels of lists and objects are indented; what lies deeper stands in one line each.
        None indents them all.

    Raises
    ------
    TypeError
        Where there is such a value, and nothing makes anything of it.

    Examples
    --------
    >>> content = {"names": ["a", {"zh": "集群"}], "none": []}
    >>> indented_json(content) == json.dumps(content, ensure_ascii=False, indent=1)
    True
    >>> print(indented_json({"names": [{"zh": "集群"}]}, levels=2))
    {
     "names": [
      {"zh": "集群"}
     ]
    }
    """
    return _Writing(other, levels).written(content, 0)


@dataclass(frozen=True)
class _Writing:
    """How deep lists and objects are indented, and how values JSON has no word for are written."""

    other: Other
    levels: int | None

    def written(self, content: Any, depth: int) -> str:
        if depth == self.levels:
            return _line(self.other).encode(content)
        encode = _encoder(depth, self.other).encode
        if not isinstance(content, BRANCHES) or not content:
            return encode(content)
        deep = self.levels is None or depth + 1 < self.levels
        if deep and not isinstance(content, dict) and _flat_objects(content):
            return self._table(content, depth)
        line = "\n" + " " * (depth + 1)
        values = content.values() if isinstance(content, dict) else content
        if any(isinstance(value, BRANCHES) for value in values):
            parts = f",{line}".join(self._parts(content, depth + 1))
            opening, closing = "{}" if isinstance(content, dict) else "[]"
        else:
            flat = encode(content)
            opening, parts, closing = flat[0], flat[1:-1], flat[-1]
        return f"{opening}{line}{parts}{line[:-1]}{closing}"

    def _table(self, rows: Sequence[dict[str, Any]], depth: int) -> str:
        """Write a list of flat objects in one go; no text of them holds a line break as it is."""
        outer, row, cell = ("\n" + " " * (depth + more) for more in range(3))
        written = _encoder(depth + 1, self.other).encode(rows)[2:-2]
        between = f"{row}}},{row}{{{cell}"
        return f"[{row}{{{cell}{written.replace(f'}},{cell}{{', between)}{row}}}{outer}]"

    def _parts(self, content: Any, depth: int) -> list[str]:
        """Write the items of a list, or the keys and values of an object."""
        if not isinstance(content, dict):
            return [self.written(value, depth) for value in content]
        return [f"{_key(name)}: {self.written(value, depth)}" for name, value in content.items()]


def _flat_objects(content: Sequence[Any]) -> bool:
    """Tell whether a list holds objects alone, none empty, and these no lists or objects."""
    if not all(isinstance(row, dict) and row for row in content):
        return False
    kinds = {type(value) for row in content for value in row.values()}
    return not any(issubclass(kind, BRANCHES) for kind in kinds)


def _key(name: Any) -> str:
    """Write an object's key; one that is no text is written as such, in quotes."""
    written = _encoder(0, None).encode(name)
    return written if isinstance(name, str) else f'"{written}"'


@cache
def _line(other: Other) -> json.JSONEncoder:
    """Return what writes a list or an object in one line."""
    return json.JSONEncoder(ensure_ascii=False, default=other)


@cache
def _encoder(depth: int, other: Other) -> json.JSONEncoder:
    """Return what writes the items of a list or an object at a depth, one a line."""
    line = ",\n" + " " * (depth + 1)
    return json.JSONEncoder(ensure_ascii=False, separators=(line, ": "), default=other)
