"""Read filings from JSON: one filing, or a list of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jiqun.base.errors import Problem, Where
from jiqun.base.inputs import enough, too_many
from jiqun.base.json_inputs import parsed_json, twice_in
from jiqun.filings.filer import PARTS
from jiqun.filings.raw import FILER, MOST_FILINGS, RawCell, RawFile, RawFiling

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
    said, problem = parsed_json(path)
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
    twice = set(twice_in(said))
    (filing.unread if part == "values" else filing.unread_previous).update(twice)
    return {name: RawCell(value) for name, value in said.items() if name not in twice}


def _twice(said: Any, filing: RawFiling) -> list[Problem]:
    """Report a key written twice in one object: the second would silently replace the first."""
    return [Problem("filings.field_twice", filing.where(key)) for key in twice_in(said)]
