"""The one door for files that come in: regular files only, within a limit, read as of one moment.

A pipe or a device has no end, a file that grows while it is read has no content yet. Both are
refused by name; nothing is read beyond the limit of its kind.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from jiqun.base.errors import Problem, Refused, Where, errors_only

MEGABYTE = 1 << 20
MOST_PROBLEMS = 10_000
"""Errors of one file after which reading it stops: the rest would say the same again."""


def refusal(path: Path) -> Problem | None:
    """Return why a path is no file to be read, or None.

    Parameters
    ----------
    path
        As named; nothing is opened.
    """
    place = Where(file=path.name)
    try:
        found = path.stat()
    except OSError as fault:
        return unopened(fault, place)
    return None if stat.S_ISREG(found.st_mode) else Problem("inputs.not_regular", place)


def read_input(path: Path, largest: int) -> bytes:
    """Read a whole file.

    Parameters
    ----------
    path
        A regular file.
    largest
        The most bytes it may have.

    Raises
    ------
    Refused
        Where it is no regular file, is too large, may not be read, or changes meanwhile.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.txt"
    ...     _ = path.write_text("whole")
    ...     read_input(path, 100)
    b'whole'
    """
    place = Where(file=path.name)
    try:
        with open_now(path) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise Refused([Problem("inputs.not_regular", place)])
            if before.st_size > largest:
                raise Refused([too_large(path, before.st_size, largest)])
            content = file.read(before.st_size + 1)
            after = os.fstat(file.fileno())
    except OSError as fault:
        raise Refused([unopened(fault, place)]) from fault
    if moment(before) != moment(after) or len(content) != before.st_size:
        raise Refused([Problem("inputs.changed", place)])
    return content


def open_now(path: Path) -> BinaryIO:
    """Open a file for reading; a pipe is not waited for until somebody writes into it."""
    return open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK))


def moment(found: os.stat_result) -> tuple[int, int, int]:
    """Return what tells one content of a file from another without reading it."""
    return found.st_ino, found.st_size, found.st_mtime_ns


@contextlib.contextmanager
def unchanging(path: Path) -> Iterator[None]:
    """Read a file in parts, or more than once, as of one moment.

    Raises
    ------
    Refused
        At the end, where the file is another one by then, or gone.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.txt"
    ...     _ = path.write_text("whole")
    ...     with unchanging(path):
    ...         path.read_text()
    'whole'
    """
    place = Where(file=path.name)
    try:
        before = moment(path.stat())
        yield
        after = moment(path.stat())
    except OSError as fault:
        raise Refused([unopened(fault, place)]) from fault
    if before != after:
        raise Refused([Problem("inputs.changed", place)])


def too_large(path: Path, size: int, largest: int) -> Problem:
    """Return the problem of a file beyond the limit of its kind; sizes in bytes."""
    details = {"size": f"{size / MEGABYTE:.0f}", "limit": f"{largest / MEGABYTE:.0f}"}
    return Problem("inputs.too_large", Where(file=path.name), details)


def too_many(file: str, count: int, limit: int, kind: str, kind_en: str) -> Problem:
    """Return the problem of a file that holds more of something than is read."""
    details = {"count": str(count), "limit": str(limit), "kind": kind, "kind_en": kind_en}
    return Problem("inputs.too_many_parts", Where(file=file), details)


def enough(file: str, problems: Sequence[Problem]) -> list[Problem]:
    """Return what ends the reading of a file in which too much is wrong already, or nothing.

    Parameters
    ----------
    file
        Its name.
    problems
        Found so far.
    """
    if len(problems) < MOST_PROBLEMS or (found := len(errors_only(problems))) < MOST_PROBLEMS:
        return []
    return [Problem("inputs.more_problems", Where(file=file), {"count": str(found)})]


def panicked(fault: BaseException) -> bool:
    """Tell whether a reading library written in Rust gave up: its faults are no ``Exception``."""
    return type(fault).__name__ == "PanicException"


def unopened(fault: OSError, place: Where) -> Problem:
    """Say why a file could not be opened or read, from what the operating system said."""
    if fault.errno in (errno.ENOENT, errno.ENOTDIR):
        return Problem("inputs.no_file", place)
    if fault.errno == errno.EISDIR:
        return Problem("inputs.not_regular", place)
    if fault.errno in (errno.EACCES, errno.EPERM):
        return Problem("inputs.not_permitted", place)
    return Problem("inputs.unreadable", place, {"reason": fault.strerror or type(fault).__name__})
