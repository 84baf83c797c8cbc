"""What takes seconds is made by a process of its own, one at a time, while the site goes on.

Requests that need it wait, but only so many: further ones are told when to ask again, so that
there is always a thread left for who asks something else.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jiqun.base.readers import Reader

MOST_WAITING = 2
"""Requests of a worker that may wait for something being made; its other threads stay free."""
LONGEST = 900.0
"""Seconds after which a maker is given up."""
KINDER = 5
"""By how much a maker steps back behind the processes that answer."""

_places = threading.BoundedSemaphore(MOST_WAITING)
_mine = threading.local()


class Busy(Exception):
    """As many requests wait for something being made as may."""


@contextmanager
def waiting() -> Iterator[None]:
    """Take a place among those who wait; a thread that has one needs no second.

    Raises
    ------
    Busy
        Where every place is taken.
    """
    if getattr(_mine, "waits", False):
        yield
        return
    if not _places.acquire(blocking=False):
        raise Busy
    _mine.waits = True
    try:
        yield
    finally:
        _mine.waits = False
        _places.release()


def made_apart(folder: Path, vintage: str, what: str, reader: Reader) -> bytes:
    """Return what a process of its own makes of a vintage for a reader.

    Parameters
    ----------
    folder
        The workspace.
    vintage
        Its id.
    what
        ``figures``, ``opened`` or a report's ending, such as ``.pptx``.
    reader
        Who reads.

    Raises
    ------
    RuntimeError
        With the process's last words, where it failed.
    """
    said = json.dumps(reader.record())
    command = [sys.executable, "-m", __name__, str(folder), vintage, what, said]
    made = subprocess.run(command, capture_output=True, check=False, timeout=LONGEST)  # noqa: S603  # our own program
    if made.returncode:
        raise RuntimeError(made.stderr.decode(errors="replace")[-2000:])
    return made.stdout


def main(arguments: list[str]) -> None:
    """Write what is asked for to stdout."""
    from jiqun.installation import settle
    from jiqun.web.explore.published import make

    folder, vintage, what, said = arguments
    os.nice(KINDER)
    settle(Path(folder))
    reader = Reader.of(json.loads(said))
    sys.stdout.buffer.write(make(Path(folder), vintage, what, reader))


if __name__ == "__main__":
    main(sys.argv[1:])
