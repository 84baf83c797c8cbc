"""The files of a publication: parts first, then the one manifest that names them with their hashes.

A part that the manifest does not name, or that is not what it was written as, is not there: it is
made again. The hashes are over the files' bytes, and only tell damage; what a publication says is
told by the hashes of what it is made from.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from jiqun.base.canonical import canonical_json
from jiqun.base.files import make_folder, write_atomically

MANIFEST = "manifest.json"
FORMAT = 1
OLD = 86_400.0
"""Seconds after which what another program or catalogue published of the same is swept away."""
Look = tuple[int, int, int, int]


def whole(folder: Path, names: Iterable[str]) -> bool:
    """Tell whether all of some parts are there as they were written."""
    known = _parts(folder)
    return all(_digest(folder / name) == known.get(name, "") for name in names)


def read(folder: Path, name: str) -> bytes | None:
    """Return a part's content; None where it is not there, or not as it was written."""
    with suppress(OSError):
        content = (folder / name).read_bytes()
        if hashlib.sha256(content).hexdigest() == _parts(folder).get(name):
            return content
    return None


def write(
    folder: Path, parts: Mapping[str, Callable[[Path], None]], record: Mapping[str, Any]
) -> None:
    """Write parts, then the manifest that says what the publication holds.

    Parameters
    ----------
    folder
        The publication's; its lock is held by whoever writes.
    parts
        What writes each part, by file name.
    record
        What the publication is made from.
    """
    make_folder(folder)
    for name, made in parts.items():
        made(folder / name)
    digests = {name: _digest(folder / name) for name in parts}
    manifest = {**record, "format": FORMAT, "parts": {**_parts(folder), **digests}}
    write_atomically(folder / MANIFEST, canonical_json(manifest) + b"\n")


def sweep(folder: Path, edition: str) -> None:
    """Remove what was published of the same edition long ago, from another catalogue or program."""
    for other in folder.parent.glob(f"{edition}-*"):
        manifest = other / MANIFEST
        with suppress(OSError):
            if other != folder and time.time() - manifest.stat().st_mtime > OLD:
                shutil.rmtree(other, ignore_errors=True)


def look(path: Path) -> Look | None:
    """Return what changes when a file does; None where there is none."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino


def _parts(folder: Path) -> dict[str, str]:
    """Return the parts a manifest names; a manifest that cannot be read names none."""
    try:
        said = json.loads((folder / MANIFEST).read_bytes())
        return dict(said["parts"]) if said["format"] == FORMAT else {}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def _digest(path: Path) -> str | None:
    seen = look(path)
    return None if seen is None else _digest_of(path, seen)


@lru_cache(maxsize=256)
def _digest_of(path: Path, _: Look) -> str | None:
    """Return the hash of a file's bytes; a file that looks as it did is not read again."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
