"""Read filings from JSON: one filing, or a list of them."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import MEGABYTE, enough, read_input, too_many
from jiqun.filings.filer import PARTS
from jiqun.filings.raw import FILER, MOST_FILINGS, RawCell, RawFile, RawFiling

LARGEST_JSON = 64 * MEGABYTE
MOST_PARTS = 2_000_000
"""Objects, lists and values of a file: each takes a hundred bytes of memory, however short."""
LONGEST_WHOLE = 40
SURROGATE = re.compile("[\ud800-\udfff]")
HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""How JSON writes a surrogate; UTF-8 has none."""
KEYS = ("form", "form_version", "year", "cluster", "values", "previous", FILER)
REQUIRED = ("form", "form_version", "year", "cluster", "values")


def read_json(path: Path) -> RawFile:
    """Read a JSON file of one filing or a list of filings.

    Parameters
    ----------
    path
        The file; UTF-8, with or without a byte-order mark.

    Returns
    -------
    RawFile
        What it says, or the problem that kept it from being read.
    """
    said, problem = _parsed(path)
    if problem is not None:
        return RawFile(path.name, problems=[problem])
    filings = said if isinstance(said, list) else [said]
    if len(filings) > MOST_FILINGS:
        problem = too_many(path.name, len(filings), MOST_FILINGS, "份填报", "filings")
        return RawFile(path.name, problems=[problem])
    read = RawFile(path.name)
    faults: list[Problem] = []
    for written in filings:
        if more := enough(path.name, faults):
            return RawFile(path.name, read.filings, more)
        filing = _filing(written, path.name)
        read.filings.append(filing)
        faults += filing.problems
    return read


def _parsed(path: Path) -> tuple[Any, Problem | None]:
    """Return what a file says, or why it says nothing."""
    place = Where(file=path.name)
    try:
        text = _content(path).decode("utf-8-sig")
        said = _loaded(text) if text.strip() else []
        half = _half_a_character(said) if HALF.search(text) else ""
    except Refused as refused:
        return None, refused.problems[0]
    except (ValueError, RecursionError) as fault:
        return None, _unparsed(fault, place)
    if said == []:
        return None, Problem("filings.empty_file", place)
    if half:
        return None, Problem("filings.half_a_character", place, {"place": half})
    return said, None


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


def _half_a_character(said: Any) -> str:
    """Return a text that no file can hold: the one half of a surrogate pair."""
    rest = [said]
    while rest:
        one = rest.pop()
        if isinstance(one, dict):
            rest += (*one.keys(), *one.values())
        elif isinstance(one, list):
            rest += one
        elif isinstance(one, str) and SURROGATE.search(one):
            return one
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


def _filing(said: Any, file: str) -> RawFiling:
    if not isinstance(said, Mapping):
        found = RawFiling(file, "", None)
        found.problems.append(Problem("filings.not_a_filing", Where(file=file)))
        return found
    cluster = said.get("cluster")
    cluster_id = str(cluster.get("id", "")) if isinstance(cluster, Mapping) else ""
    found = RawFiling(
        file,
        cluster_id,
        said.get("year"),
        profile=cluster or {},
        form=str(said.get("form", "")),
        form_version=str(said.get("form_version", "")),
    )
    found.problems += [
        Problem("filings.key_missing", found.where(key), {"key": key})
        for key in REQUIRED
        if key not in said
    ]
    found.problems += [
        Problem("filings.key_unknown", found.where(key), {"key": key, "known": ", ".join(KEYS)})
        for key in said
        if key not in KEYS
    ]
    found.values = _cells(said.get("values", {}), "values", found)
    before = said.get("previous")
    found.previous = _cells({} if before is None else before, "previous", found)
    found.filer = _filer(said.get(FILER), found)
    for part in (said, cluster):
        found.problems += _twice(part, found)
    return found


def _filer(said: Any, filing: RawFiling) -> dict[str, Any]:
    """Return who filled a filing in, as said."""
    known = {"known": ", ".join(PARTS)}
    if said is None:
        return {}
    if not isinstance(said, Mapping):
        filing.problems.append(Problem("filer.not_a_filer", filing.where(FILER), known))
        return {}
    filing.problems += [
        Problem("filer.unknown", filing.where(f"{FILER}/{key}"), {**known, "key": key})
        for key in said
        if key not in PARTS
    ]
    return dict(said)


def _cells(said: Any, part: str, filing: RawFiling) -> dict[str, RawCell]:
    if not isinstance(said, Mapping):
        filing.problems.append(Problem("filings.not_cells", filing.where(part)))
        return {}
    for block in (said, *said.values()):
        filing.problems += _twice(block, filing)
    twice = {key for part in (said,) if isinstance(part, _Twice) for key in part.twice}
    (filing.unread if part == "values" else filing.unread_previous).update(twice)
    return {name: RawCell(value) for name, value in said.items() if name not in twice}


def _twice(said: Any, filing: RawFiling) -> list[Problem]:
    """Report a key written twice in one object: the second would silently replace the first."""
    if not isinstance(said, _Twice):
        return []
    return [Problem("filings.field_twice", filing.where(key)) for key in said.twice]
