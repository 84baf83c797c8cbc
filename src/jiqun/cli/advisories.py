"""Known faults of packages, from advisories brought along in the format of osv.dev."""

from __future__ import annotations

import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from jiqun.base.errors import NotFound, Problem, Refused, Where
from jiqun.cli.dependencies import PYTHON, Package

Advisory = dict[str, Any]
Documents = Iterable[tuple[str, bytes]]
COMPARED = ("ECOSYSTEM", "SEMVER")
"""Kinds of ranges that are over versions; the others are over commits."""
LARGEST = 16 * 2**20
"""Bytes of one advisory; osv.dev's longest has some hundred thousand."""


@dataclass(frozen=True, slots=True)
class Known:
    """A known fault of a package in use.

    Parameters
    ----------
    package
        Which.
    ids
        The fault's names: of one fault that several lists know, all of them.
    summary
        What it is, in the advisory's own words.
    fixed
        Versions in which it is mended, oldest first.
    certain
        False where the package's version could not be compared.
    """

    package: Package
    ids: tuple[str, ...]
    summary: str
    fixed: tuple[str, ...]
    certain: bool = True


def read_advisories(path: Path) -> tuple[list[Advisory], list[Problem]]:
    """Return the advisories of a file, a folder or a zip, and a problem for each that is none.

    Parameters
    ----------
    path
        One advisory, a list of them, a folder of such files, or osv.dev's ``all.zip``.

    Raises
    ------
    NotFound
        Where there is nothing.
    Refused
        Where the zip cannot be read, or nothing in it is an advisory.
    """
    if not path.exists():
        raise NotFound(Problem("dependencies.no_file", Where(file=str(path))))
    found: list[Advisory] = []
    problems: list[Problem] = []
    try:
        for name, content in _documents(path):
            try:
                found += _advisories(content)
            except (ValueError, RecursionError):
                problems.append(Problem("dependencies.no_advisory", Where(file=name)))
    except (zipfile.BadZipFile, OSError, RuntimeError):
        problems.append(Problem("dependencies.no_advisory", Where(file=str(path))))
    if not found:
        raise Refused(problems or [Problem("dependencies.no_advisory", Where(file=str(path)))])
    return found, problems


def known_faults(packages: Iterable[Package], advisories: Iterable[Advisory]) -> list[Known]:
    """Return the faults that are known of packages, each once whatever its names.

    Parameters
    ----------
    packages
        Installed or locked.
    advisories
        Of osv.dev's schema; one that was withdrawn says nothing.
    """
    about: dict[tuple[str, str], list[tuple[Advisory, dict[str, Any]]]] = defaultdict(list)
    for advisory in advisories:
        if not advisory.get("withdrawn"):
            for affected in advisory["affected"]:
                about[_key(affected)].append((advisory, affected))
    found: list[Known] = []
    for package in packages:
        told = about.get((package.ecosystem, package.name), ())
        known = [_known(package, advisory, affected) for advisory, affected in told]
        found += _each_once([fault for fault in known if fault])
    return found


def _documents(path: Path) -> Documents:
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield str(file), _bounded(file)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for entry in packed.infolist():
                if entry.filename.endswith(".json") and entry.file_size <= LARGEST:
                    yield f"{path}/{entry.filename}", packed.read(entry)
    else:
        yield str(path), path.read_bytes()


def _bounded(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() and file.stat().st_size <= LARGEST else b""


def _advisories(content: bytes) -> Iterator[Advisory]:
    said = json.loads(content)
    for advisory in said if isinstance(said, list) else [said]:
        if not isinstance(advisory, dict) or not isinstance(advisory.get("id"), str):
            raise ValueError("no advisory")
        affected = advisory.get("affected") or []
        plain = [package for package in affected if isinstance(package.get("package"), dict)]
        yield {**advisory, "affected": plain}


def _key(affected: dict[str, Any]) -> tuple[str, str]:
    said = affected["package"]
    ecosystem, name = str(said.get("ecosystem", "")), str(said.get("name", ""))
    return ecosystem, canonicalize_name(name) if ecosystem == PYTHON else name


def _known(package: Package, advisory: Advisory, affected: dict[str, Any]) -> Known | None:
    ids = tuple(dict.fromkeys([advisory["id"], *(advisory.get("aliases") or ())]))
    ranges = [span for span in affected.get("ranges", ()) if span.get("type") in COMPARED]
    fixed = tuple(
        event["fixed"] for span in ranges for event in span.get("events", ()) if "fixed" in event
    )
    summary = str(advisory.get("summary") or advisory.get("details") or "").partition("\n")[0]
    if package.version in affected.get("versions", ()):
        return Known(package, ids, summary, fixed)
    try:
        hit = any(within(package.version, span.get("events", ())) for span in ranges)
    except (InvalidVersion, TypeError, AttributeError):
        return Known(package, ids, summary, fixed, certain=False)
    return Known(package, ids, summary, fixed) if hit else None


def within(version: str, events: Iterable[dict[str, str]]) -> bool:
    """Tell whether a version lies in a range of osv.dev's events.

    Raises
    ------
    InvalidVersion
        Where the version or an event's cannot be compared.

    Examples
    --------
    >>> events = [{"introduced": "0"}, {"fixed": "1.10"}, {"introduced": "2.0rc1"}]
    >>> [within(version, events) for version in ("1.9", "1.10", "2.0")]
    [True, False, True]
    >>> within("1.5", [{"introduced": "1.0"}, {"last_affected": "1.4"}])
    False
    """
    asked, affected = Version(version), False
    told = [(kind, said) for event in events for kind, said in event.items() if said != "*"]
    for kind, said in sorted(told, key=lambda event: Version(event[1])):
        if kind == "introduced" and asked >= Version(said):
            affected = True
        elif (kind in ("fixed", "limit") and asked >= Version(said)) or (
            kind == "last_affected" and asked > Version(said)
        ):
            affected = False
    return affected


def _each_once(faults: list[Known]) -> list[Known]:
    """Join faults that share a name: lists give one fault names of their own."""
    joined: list[Known] = []
    for fault in faults:
        same = next((known for known in joined if set(known.ids) & set(fault.ids)), None)
        if same is None:
            joined.append(fault)
            continue
        ids = tuple(dict.fromkeys([*same.ids, *fault.ids]))
        fixed = tuple(dict.fromkeys([*same.fixed, *fault.fixed]))
        certain = same.certain or fault.certain
        joined[joined.index(same)] = Known(same.package, ids, same.summary, fixed, certain)
    return joined
