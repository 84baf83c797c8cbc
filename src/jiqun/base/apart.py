"""Reading libraries at work in a process of their own, so that one that fails takes nothing else.

What a library makes of a hostile file cannot be known before it has made it: a sheet of one far
cell, a text of 30 KB in a million places, a page of nothing but its own length. So it reads in a
process with a bound of memory, and hands on what it found piece by piece. Where it outgrows its
bound, or ends on its own, that file is refused by name.

The process is a fork of this one, which costs a few milliseconds. Where the system has none that
is safe (macOS, Windows) the library reads in this process, without the bound.
"""

import contextlib
import faulthandler
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal, TypeVar

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import MEGABYTE, unopened

LEAST_MEMORY = 700 * MEGABYTE
"""What any file may cost to be read; a larger one, so many times its content before packing:"""
TIMES_CONTENT = 12
Found = TypeVar("Found")
Told = tuple[Literal["found", "ended", "refused", "full", "damaged"], Any]


class Damaged(ValueError):
    """A library met a fault in a file; its own words are the message."""


def apart(
    path: Path, read: Callable[..., Iterable[Found]], *given: object, content: int = 0
) -> Iterator[Found]:
    """Yield what a function yields of a file, read in a process of its own.

    Parameters
    ----------
    path
        The file.
    read
        Called with what is given; what it yields can be pickled.
    given
        Handed on.
    content
        Bytes of the file before packing, where that is more than its size.

    Raises
    ------
    Refused
        As the function, and where it needs too much memory or its process dies.
    Damaged
        Where it raises anything else.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "a.txt"
    ...     _ = path.write_text("one two")
    ...     list(apart(path, lambda: path.read_text().split()))
    ['one', 'two']
    """
    if sys.platform != "linux":
        yield from read(*given)
        return
    most = max(LEAST_MEMORY, TIMES_CONTENT * max(content, path.stat().st_size))
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_answer, args=(theirs, most, path, read, *given), daemon=True
    )
    process.start()
    theirs.close()
    try:
        yield from _heard(ours, path, most)
    finally:
        process.kill()
        process.join()
        ours.close()


def _heard(line: Connection, path: Path, most: int) -> Iterator[Any]:
    """Yield what the other process finds, until it ends."""
    while True:
        try:
            kind, said = line.recv()
        except EOFError:  # it died: an allocation a library cannot do without, or its own fault
            kind, said = "full", None
        if kind == "found":
            yield said
            continue
        if kind == "full":
            details = {"limit": f"{most // MEGABYTE}"}
            raise Refused([Problem("inputs.too_costly", Where(file=path.name), details)])
        if kind == "refused":
            raise Refused(said)
        if kind == "damaged":
            raise Damaged(said)
        return


def _answer(line: Connection, most: int, path: Path, read: Callable[..., Any], *given: Any) -> None:
    """Read in this process and tell what was found, then how it ended."""
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 2)  # a library's last words are no message to a user
    faulthandler.disable()
    _bound(most)
    last: Told = ("ended", None)
    try:
        for found in read(*given):
            line.send(("found", found))
    except Refused as refused:
        last = ("refused", refused.problems)
    except MemoryError:
        last = ("full", None)
    except BrokenPipeError:  # nobody listens any longer
        return
    except OSError as fault:
        known = fault.errno is not None
        place = Where(file=path.name)
        last = ("refused", [unopened(fault, place)]) if known else ("damaged", str(fault))
    except BaseException as fault:  # noqa: BLE001, RUF100  # whatever a library raises
        last = ("damaged", str(fault))
    with contextlib.suppress(BrokenPipeError):
        line.send(last)


def _bound(most: int) -> None:
    """Keep this process from taking more memory than it has and so many bytes besides."""
    import resource

    data = int(Path("/proc/self/statm").read_text().split()[5]) * resource.getpagesize()
    for kind, limit in ((resource.RLIMIT_DATA, data + most), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(kind)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (allowed, hard))
