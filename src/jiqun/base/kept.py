"""What the program works out from itself alone, kept for its next start.

As Python keeps its modules compiled, and by a stricter rule: where any file of the package, or of
a library the result rests on, is another than it was (its size, its times, its number on the
disk), nothing kept before is looked at. What is kept lies in the user's own cache. Where there is
none, or others can write to it, everything is made anew, slower and the same.
"""

import contextlib
import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path

from jiqun.base.files import write_atomically
from jiqun.base.shipped import CATALOGUE

STARTED = time.time()
SETTLED = 5
"""Seconds a file stood unchanged before the program started; else it may not be what was loaded."""
LIBRARIES = ("duckdb", "ibis", "jsonschema_rs", "pypinyin", "sqlglot", "yaml")
"""What compiles statements, reads the catalogue, and names aloud."""
MOST_PROGRAMS = 16
"""States of the program of which something is kept; the ones longest unused go."""


def kept(name: str, make: Callable[[], str]) -> str:
    """Return a text worked out from the program's own files, made once for each state of them.

    Parameters
    ----------
    name
        What the text is, with everything it is made of beside the program.
    make
        Makes it where it is not kept.

    Examples
    --------
    >>> kept("an example", lambda: "集群")
    '集群'
    """
    folder = _folder(os.environ.get("XDG_CACHE_HOME", ""))
    if folder is None:
        return make()
    path = folder / _hash(name.encode())
    text = _read(path)
    if text is None:
        text = make()
        with contextlib.suppress(OSError):
            content = text.encode()
            write_atomically(path, f"{_hash(content)}\n".encode() + content)
    return text


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _read(path: Path) -> str | None:
    """Return what is kept in a file; None where there is none, or it is not whole."""
    try:
        said, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return content.decode() if said.decode("ascii", "replace") == _hash(content) else None


@cache
def _folder(cache_home: str) -> Path | None:
    """Return the folder of this state of the program, ours alone; None where nothing is kept."""
    try:
        root = (Path(cache_home) if cache_home else Path.home() / ".cache") / "jiqun"
        state = program_state()
        if state is None or not root.is_absolute():
            return None
        folder = root / state
        fresh = not folder.is_dir()
        for made in (root, folder):
            made.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _ours_alone(made):
                return None
        if fresh:
            _make_room(root)
        else:
            os.utime(folder)
    except (OSError, RuntimeError):  # no home, no permission, no space
        return None
    return folder


def _ours_alone(folder: Path) -> bool:
    """Tell whether nobody else can write to a folder."""
    found = folder.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _make_room(root: Path) -> None:
    """Take away what is kept of states of the program that were not used for the longest time."""
    states = sorted(root.iterdir(), key=lambda state: state.stat().st_mtime, reverse=True)
    for state in states[MOST_PROGRAMS:]:
        shutil.rmtree(state, ignore_errors=True)


@cache
def program_state() -> str | None:
    """Return a hash that is another whenever the program is; None where it changes as it runs.

    Examples
    --------
    >>> program_state() == program_state()
    True
    """
    seen = hashlib.sha256(sys.version.encode())
    for path in _files():
        found = os.stat(path)  # noqa: PTH116  # a thousand of them before every start
        if max(found.st_mtime, found.st_ctime) > STARTED - SETTLED:
            return None
        about = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        seen.update(f"{path} {about}\n".encode())
    return seen.hexdigest()[:32]


def _files() -> Iterator[str]:
    """Yield the files a result can rest on: the package's own, and each library's first."""
    for folder, folders, names in os.walk(CATALOGUE.parent):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "static"))
        yield from (f"{folder}/{name}" for name in sorted(names))
    for library in LIBRARIES:
        spec = PathFinder.find_spec(library)
        if spec is not None and spec.origin:
            yield spec.origin
