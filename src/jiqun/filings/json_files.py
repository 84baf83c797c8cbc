"""Read filings from JSON: one filing, or a list of them."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from jiqun.base.errors import Problem, Where
from jiqun.filings.raw import RawCell, RawFile, RawFiling

LARGEST_FILE = 256 * 1024 * 1024
KEYS = ("form", "form_version", "year", "cluster", "values", "previous")
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
    read = RawFile(path.name)
    try:
        said = _parsed(path)
    except UnicodeDecodeError:
        read.problems.append(Problem("filings.not_utf8", Where(file=path.name)))
        return read
    except (ValueError, InvalidOperation, RecursionError) as fault:
        line = getattr(fault, "lineno", None)
        details = {"reason": getattr(fault, "msg", "") or type(fault).__name__}
        read.problems.append(Problem("filings.not_json", Where(path.name, line), details))
        return read
    for one in said if isinstance(said, list) else [said]:
        read.filings.append(_filing(one, path.name))
    if not read.filings:
        read.problems.append(Problem("filings.empty_file", Where(file=path.name)))
    return read


def _parsed(path: Path) -> Any:
    text = path.read_bytes().decode("utf-8-sig")
    return json.loads(
        text,
        parse_float=Decimal,
        parse_constant=str,  # NaN and Infinity become words, and are refused as no numbers
        object_pairs_hook=_once,
    )


class _Twice(dict[str, Any]):
    """An object in which a key was written twice."""

    twice: str = ""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = _Twice(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        found.twice = next(key for key in keys if keys.count(key) > 1)
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
        profile=cluster if isinstance(cluster, Mapping) else {},
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
    found.previous = _cells(said.get("previous") or {}, "previous", found)
    if getattr(said, "twice", ""):
        found.problems.append(Problem("filings.field_twice", found.where(said.twice)))  # type: ignore[attr-defined]  # only _Twice has it
    return found


def _cells(said: Any, part: str, filing: RawFiling) -> dict[str, RawCell]:
    if not isinstance(said, Mapping):
        filing.problems.append(Problem("filings.not_cells", filing.where(part)))
        return {}
    if getattr(said, "twice", ""):
        filing.problems.append(Problem("filings.field_twice", filing.where(said.twice)))  # type: ignore[attr-defined]  # only _Twice has it
    return {str(name): RawCell(value) for name, value in said.items()}
