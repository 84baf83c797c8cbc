"""What takes seconds is made once, by a process of its own; who needs it waits or is told.

The maker inherits the lock of what it makes: where the process that asked for it dies, the maker
goes on and the others still wait for it. Only so many requests wait, and none for long, so that
there is always a thread left for who asks something else; the making goes on without them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager

from jiqun.base.errors import Problem
from jiqun.base.faults import Busy
from jiqun.base.files import make_folder
from jiqun.base.lock import PATIENCE, Patience, held, locked
from jiqun.publications.contents import PARTS, TABLES, make, report_name
from jiqun.publications.parts import whole
from jiqun.publications.source import Source

MOST_WAITING = 2
"""Requests of a worker that may wait for something being made; its other threads stay free."""
WAIT = Patience(30.0)
"""How long each of them waits."""
LONGEST = 3600.0
"""Seconds after which a maker is given up."""
KINDER = 5
"""By how much a maker steps back behind the processes that answer."""

_places = threading.BoundedSemaphore(MOST_WAITING)


def make_ready(source: Source) -> None:
    """Make a publication's tables for a request where they are not there as they were written.

    Raises
    ------
    Busy
        Where they are being made, and as many wait for something as may, or for too long.
    """
    once(source, TABLES, lambda: whole(source.folder, PARTS))


def publish(source: Source, what: str = TABLES) -> bool:
    """Make something before anybody asks, however long it takes.

    Parameters
    ----------
    source
        What it is made from.
    what
        ``tables``, or the ending of a report.

    Returns
    -------
    bool
        Whether it was made; False where it was there.

    Raises
    ------
    Busy
        Where another process makes something of the same for longer than is waited.
    RuntimeError
        With the process's last words, where it failed.
    """
    name = what if what == TABLES else report_name(what)
    parts = PARTS if what == TABLES else (name,)
    return _made(source, name, lambda: whole(source.folder, parts))


def ready(source: Source, parts: Sequence[str] = PARTS) -> bool:
    """Tell whether parts of a publication are there: its tables, where no others are named."""
    return whole(source.folder, parts)


def being_made(source: Source, parts: Sequence[str] = PARTS) -> bool:
    """Tell whether parts are not there and a process is making something of the publication."""
    return not ready(source, parts) and held(source.folder)


def once(source: Source, what: str, there: Callable[[], bool]) -> None:
    """Have something made for a request unless it is there: by one process, however many ask.

    Parameters
    ----------
    source
        What it is made from.
    what
        ``tables``, or the name of a report's file, such as ``report.pptx``.
    there
        Tells whether it is there.

    Raises
    ------
    Busy
        Where it is being made, and as many wait for something as may, or for too long.
    """
    if there():
        return
    with _waiting():
        made: Future[bool] = Future()
        asked = (made, source, what, there)
        threading.Thread(target=_make_beside, args=asked, daemon=True).start()
        try:
            made.result(WAIT.seconds)
        except TimeoutError:
            raise Busy(_busy()) from None


def _make_beside(made: Future[bool], source: Source, what: str, there: Callable[[], bool]) -> None:
    """Have something made beside the request that asked; it may have left when it is there."""
    PATIENCE.set(WAIT)
    try:
        made.set_result(_made(source, what, there))
    except BaseException as fault:  # the request raises it
        made.set_exception(fault)


def _made(source: Source, what: str, there: Callable[[], bool]) -> bool:
    """Have something made unless it is there; tell whether it was."""
    if there():
        return False
    make_folder(source.folder)
    with locked(source.folder) as lock:
        if there():
            return False
        made_apart(source, what, lock)
        return True


@contextmanager
def _waiting() -> Iterator[None]:
    """Take a place among the requests that wait."""
    if not _places.acquire(blocking=False):
        raise Busy(_busy())
    try:
        yield
    finally:
        _places.release()


def _busy() -> Problem:
    details = {"most": MOST_WAITING, "seconds": f"{WAIT.seconds:g}"}
    return Problem("publications.busy", details=details)


def made_apart(source: Source, what: str, lock: int) -> None:
    """Have a process of its own make something, which holds the lock until it is there.

    Raises
    ------
    RuntimeError
        With the process's last words, where it failed.
    Busy
        Where it takes longer than anybody would wait, and was given up.
    """
    command = [sys.executable, "-m", __name__, what]
    try:
        made = subprocess.run(  # noqa: S603  # our own program
            command,
            input=source.said().encode(),
            capture_output=True,
            check=False,
            timeout=LONGEST,
            pass_fds=[lock],
        )
    except subprocess.TimeoutExpired:
        raise Busy(_busy()) from None
    if made.returncode:
        raise RuntimeError(made.stderr.decode(errors="replace")[-2000:])


def main(arguments: list[str]) -> None:
    """Make what is asked for; what it is made from is read from stdin."""
    os.nice(KINDER)
    make(Source.heard(sys.stdin.read()), arguments[0])


if __name__ == "__main__":
    main(sys.argv[1:])
