"""One writer at a time: the others wait, with a word and not for ever."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from jiqun.base.errors import Problem, Where
from jiqun.base.faults import Busy

LOCK = ".lock"
SECONDS = 60.0
PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a writer waits for another.

    Parameters
    ----------
    seconds
        Then :class:`~jiqun.base.faults.Busy` is raised.
    told
        Called once when the waiting begins.
    """

    seconds: float = SECONDS
    told: Callable[[], None] = lambda: None


PATIENCE = ContextVar("PATIENCE", default=Patience())  # noqa: B039  # it cannot be changed
"""Set by whoever starts the work: the command line, a request."""


@contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Hold a folder's lock; it goes with the process, however that ends.

    Parameters
    ----------
    folder
        The workspace, or a folder of it that is written by itself.

    Yields
    ------
    int
        The lock's handle: a process that inherits it holds the lock too.

    Raises
    ------
    Busy
        Where another writer holds it for too long.
    """
    with (folder / LOCK).open("w") as lock:
        if not _taken(lock.fileno()):
            _wait(lock.fileno(), folder, PATIENCE.get())
        try:
            yield lock.fileno()
        finally:  # closing is not enough: a process forked meanwhile has the handle too
            fcntl.flock(lock.fileno(), fcntl.LOCK_UN)


def held(folder: Path) -> bool:
    """Tell whether somebody holds a folder's lock just now; nobody is kept waiting to find out."""
    try:
        with (folder / LOCK).open() as lock:
            fcntl.flock(lock.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _wait(handle: int, folder: Path, patience: Patience) -> None:
    until = time.monotonic() + patience.seconds
    patience.told()
    while not _taken(handle):
        if time.monotonic() >= until:
            details = {"seconds": f"{patience.seconds:g}"}
            raise Busy(Problem("machine.busy", Where(file=str(folder)), details))
        time.sleep(PAUSE)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
