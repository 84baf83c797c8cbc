"""The one door for JSON that people hand in: within a size, numbers exact, no key written twice.

Numbers are read as they are written (``Decimal``, or ``int`` where they are whole), so that nothing
is lost in a binary fraction; an object in which a key stands twice remembers which.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import MEGABYTE, read_input, too_many

Read = TypeVar("Read")
LARGEST_JSON = 64 * MEGABYTE
MOST_PARTS = 2_000_000
"""Objects, lists and values of a file: each takes a hundred bytes of memory, however short."""
LONGEST_WHOLE = 40
SURROGATE = re.compile("[\ud800-\udfff]")
HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""How JSON writes a surrogate; UTF-8 has none."""


def parsed_json(path: Path) -> tuple[Any, Problem | None]:
    """Return what a JSON file says, or why it says nothing.

    Parameters
    ----------
    path
        The file; UTF-8, with or without a byte-order mark.

    Returns
    -------
    content
        Objects, lists, texts, exact numbers; None where there is a problem.
    Problem or None
        Why it could not be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "said.json"
    ...     _ = path.write_text('{"share": 0.10, "share": 0.20}')
    ...     said, problem = parsed_json(path)
    >>> said, twice_in(said), problem
    ({'share': Decimal('0.20')}, ('share',), None)
    """
    place = Where(file=path.name)
    try:
        text = _content(path).decode("utf-8-sig")
        said = _loaded(text) if text.strip() else []
        half = half_a_character(said) if HALF.search(text) else ""
    except Refused as refused:
        return None, refused.problems[0]
    except (ValueError, RecursionError) as fault:
        return None, _unparsed(fault, place)
    if said == []:
        return None, Problem("filings.empty_file", place)
    if half:
        return None, Problem("filings.half_a_character", place, {"place": half})
    return said, None


def read_json_input(path: Path, read: Callable[[Any, Where], tuple[Read, list[Problem]]]) -> Read:
    """Read what a JSON file says by a reader of its own.

    Parameters
    ----------
    path
        The file.
    read
        Turns what the file says into what is wanted, and tells everything wrong with it.

    Raises
    ------
    Refused
        With everything wrong with it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "said.json"
    ...     _ = path.write_text('{"year": 2026}')
    ...     read_json_input(path, lambda said, where: (said["year"], []))
    2026
    """
    said, problem = parsed_json(path)
    if problem is not None:
        raise Refused([problem])
    found, problems = read(said, Where(file=path.name))
    if problems:
        raise Refused(problems)
    return found


def _content(path: Path) -> bytes:
    """Read a file whose values, once taken apart, still fit in memory."""
    content = read_input(path, LARGEST_JSON)
    parts = sum(map(content.count, (b",", b"[", b"{")))
    if parts > MOST_PARTS:
        raise Refused([too_many(path.name, parts, MOST_PARTS, "个数据项", "values")])
    return content


def _unparsed(fault: ValueError | RecursionError, place: Where) -> Problem:
    """Say why a text is no JSON."""
    if isinstance(fault, UnicodeDecodeError):
        return Problem("filings.json_not_utf8", place)
    if isinstance(fault, json.JSONDecodeError):
        where = replace(place, line=fault.lineno)
        return Problem("filings.not_json", where, {"reason": fault.msg})
    return Problem("filings.nested_too_deep", place)


def _loaded(text: str) -> Any:
    return json.loads(
        text,
        parse_float=_number,
        parse_int=_whole,
        parse_constant=Decimal,  # NaN and Infinity are no texts, and are refused as no numbers
        object_pairs_hook=_once,
    )


def _whole(text: str) -> Any:
    """Read a whole number exactly."""
    return int(text) if len(text) < LONGEST_WHOLE else _number(text)


def _number(text: str) -> Any:
    """Read a number exactly; one beyond all bounds stays text, and is refused as its cell."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def half_a_character(said: Any) -> str:
    """Return a text that no file can hold: the one half of a surrogate pair.

    Examples
    --------
    >>> half_a_character({"name": "whole"}), half_a_character([chr(0xD800)]) == chr(0xD800)
    ('', True)
    """
    rest = [said]
    while rest:
        part = rest.pop()
        if isinstance(part, dict):
            rest += (*part.keys(), *part.values())
        elif isinstance(part, list):
            rest += part
        elif isinstance(part, str) and SURROGATE.search(part):
            return part
    return ""


class _Twice(dict[str, Any]):
    """An object in which a key was written twice."""

    twice: tuple[str, ...] = ()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = _Twice(pairs)
    if len(found) < len(pairs):
        counted = Counter(key for key, _ in pairs)
        found.twice = tuple(key for key, count in counted.items() if count > 1)
    return found


def twice_in(said: Any) -> tuple[str, ...]:
    """Return the keys that were written twice in an object: the second silently replaces the first.

    Examples
    --------
    >>> twice_in({"a": 1})
    ()
    """
    return said.twice if isinstance(said, _Twice) else ()
