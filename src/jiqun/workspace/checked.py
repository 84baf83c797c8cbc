"""Files held against what they were made from, and the memory of which were found right.

A workspace's folder can be written to by more than this program. What is read is therefore checked:
documents against the hashes in their headers, tables against their documents, a vintage against its
own hash. A file that looks as it did when it was found right (size, times, number on the disk) is
not checked again. The memory is a cache and no evidence: ``doctor --deep`` and ``audit verify`` ask
it nothing.
"""

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from jiqun.base.errors import Problem, Refused

MEMORY = ".checked.json"
Look = list[int]


def refuse_unless_right(
    folder: Path, files: Sequence[Path], problems: Callable[[], Iterable[Problem]], way: str = ""
) -> None:
    """Check files that do not look as they did when they were found right.

    Parameters
    ----------
    folder
        The workspace; the memory lies in it where it can be written.
    files
        What is about to be read.
    problems
        Checks them and returns what is wrong.
    way
        Which check it is, where files can be held against more than one thing.

    Raises
    ------
    Refused
        With everything found wrong.
    """
    known = _memory(folder)
    looks = {_name(folder, file, way): _look(file) for file in files}
    if all(look is not None and known.get(name) == look for name, look in looks.items()):
        return
    if found := list(problems()):
        raise Refused(found)
    _keep(folder, {**known, **looks})


def remember(folder: Path, files: Sequence[Path], ways: Sequence[str] = ("",)) -> None:
    """Remember files just written from what they are checked against."""
    looks = {_name(folder, file, way): _look(file) for file in files for way in ways}
    if looks:
        _keep(folder, {**_memory(folder), **looks})


def _name(folder: Path, file: Path, way: str) -> str:
    return f"{file.relative_to(folder).as_posix()} {way}".rstrip()


def _look(file: Path) -> Look | None:
    """Return what changes when a file does: the time of change cannot be set back."""
    try:
        seen = file.stat()
    except OSError:
        return None
    return [seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino]


def _memory(folder: Path) -> dict[str, Any]:
    try:
        said = json.loads((folder / MEMORY).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _keep(folder: Path, looks: dict[str, Any]) -> None:
    """Write the memory where that is possible; what was forgotten is only checked once more."""
    there = {name: look for name, look in looks.items() if look and _is_there(folder, name)}
    with contextlib.suppress(OSError):
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=f"{MEMORY}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(there, file)
        Path(temporary).replace(folder / MEMORY)


def _is_there(folder: Path, name: str) -> bool:
    return (folder / name.partition(" ")[0]).exists()
