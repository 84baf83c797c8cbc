"""What the public reads is made before anybody asks: by a command, or beside the workers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from jiqun.base.faults import Busy
from jiqun.base.lock import PATIENCE, Patience
from jiqun.base.readers import PUBLIC
from jiqun.publications import publish
from jiqun.publications.contents import TABLES
from jiqun.publications.making import LONGEST
from jiqun.web.explore.shelf import LOOK_EVERY, PAGE, Shelf, watched

_log = logging.getLogger("jiqun.web")


class Piece(NamedTuple):
    """Something the public reads: of which vintage, what, and how it is made.

    ``make`` tells whether it was made; False where it was there.
    """

    vintage: str
    what: str
    make: Callable[[], bool]


def pieces(shelf: Shelf) -> list[Piece]:
    """Return what a workspace's pages are made from for the public, the newest vintage first."""
    found: list[Piece] = []
    for year in shelf.years:
        for vintage in reversed([vintage for vintage in shelf.vintages if vintage.year == year]):
            wanted = (TABLES, PAGE) if not found else (TABLES,)
            source = shelf.source(vintage.id, PUBLIC)
            found += [Piece(vintage.id, what, partial(publish, source, what)) for what in wanted]
    return found


def keep_published(folder: Path, ready: threading.Event) -> None:
    """Make what the public reads of a workspace, now and whenever a vintage is released.

    Parameters
    ----------
    folder
        The workspace.
    ready
        Set once the newest vintage is there.
    """
    PATIENCE.set(Patience(LONGEST))
    published: Shelf | None = None
    while True:
        now = watched(folder)
        if now is not published:
            _publish(now, ready)
            published = now
        ready.set()
        time.sleep(LOOK_EVERY)


def _publish(shelf: Shelf, ready: threading.Event) -> None:
    for piece in pieces(shelf):
        try:
            piece.make()
        except (Busy, OSError, RuntimeError) as fault:
            _log.error("%s %s: %s", piece.vintage, piece.what, fault)
        ready.set()
