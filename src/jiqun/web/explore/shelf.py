"""What the explorer reads: the vintages of one workspace, each published once to an audience.

The folder is looked at about once a second, so that a release shows without a restart.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from jiqun import __version__
from jiqun.base.canonical import content_hash
from jiqun.base.errors import NotFound, Problem, Refused, Whole
from jiqun.base.own_catalogue import in_force
from jiqun.base.readers import PUBLIC, Reader
from jiqun.disclosure import shown_to
from jiqun.installation import settle
from jiqun.publications import Source
from jiqun.publications.contents import PARTS, report_name
from jiqun.publications.making import being_made, ready
from jiqun.publications.program import program_hash
from jiqun.publications.published import Published
from jiqun.reports.content import catalogue_hash
from jiqun.workspace import Vintage, Workspace
from jiqun.workspace.demonstration import holds_demonstration
from jiqun.workspace.vintages import vintages

_log = logging.getLogger("jiqun.web")
LOOK_EVERY = 1.0
"""Seconds between two looks at the folder."""
PAGE = ".html"
"""The report that is shown as a page."""
PUBLISHER = "JIQUN_PUBLISHER"
"""Set where a process beside the workers makes what the public reads."""
HEAD_START = 5.0
"""Seconds that one has to begin with a new vintage; then whoever asks has it made."""
MOST_EDITIONS = 8
"""Editions that a process keeps open, the last read."""


@dataclass(frozen=True)
class Shelf:
    """The vintages of a workspace at one moment.

    Parameters
    ----------
    workspace
        The workspace.
    vintages
        Oldest first: what the nation released.
    provincial
        Those in whose year there are only clusters that provinces recognised: theirs alone.
    demonstration
        Whether everything filed here is made up.
    """

    workspace: Workspace
    vintages: tuple[Vintage, ...]
    demonstration: bool
    provincial: tuple[Vintage, ...] = ()
    _published: OrderedDict[tuple[str, Reader], Published] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _known_ready: set[str] = field(default_factory=set)

    @property
    def token(self) -> str:
        """Name everything the public pages are made from: also which vintages can be read already.

        While one is being made pages show the one before, and are not kept for longer than that.
        """
        return content_hash([self._made_from, self._ready])[:16]

    @property
    def _ready(self) -> list[str]:
        """The vintages whose publication to the public is there, once and for all."""
        for vintage in self.vintages:
            if vintage.id not in self._known_ready and self._is_ready(vintage, PUBLIC):
                self._known_ready.add(vintage.id)
        return sorted(self._known_ready)

    def _is_ready(self, vintage: Vintage, reader: Reader) -> bool:
        report = (report_name(PAGE),) if vintage == self.vintages[-1] else ()
        return ready(self.source(vintage.id, reader), (*PARTS, *report))

    @cached_property
    def _made_from(self) -> str:
        made_from = {
            "program": __version__,
            "source": program_hash(),
            "catalogue": [catalogue_hash(), in_force().sha256],
            "vintages": [[vintage.id, vintage.sha256, vintage.note] for vintage in self.vintages],
            "demonstration": self.demonstration,
        }
        return content_hash(made_from)

    def shown_to(self, reader: Reader) -> list[Vintage]:
        """Return the vintages in whose year a reader has anything, oldest first."""
        every = sorted([*self.vintages, *self.provincial], key=lambda vintage: vintage.order)
        return shown_to(every, reader)

    @cached_property
    def years(self) -> list[int]:
        """Reporting years with a vintage, newest first."""
        return sorted({vintage.year for vintage in self.vintages}, reverse=True)

    def newest_of(self, year: int, reader: Reader, parts: Sequence[str] = PARTS) -> Vintage:
        """Return the newest vintage of a reporting year that a reader has not to wait for.

        Raises
        ------
        NotFound
            Where the year was never released.
        """
        found = [vintage for vintage in self.shown_to(reader) if vintage.year == year]
        if not found:
            raise NotFound(Problem("workspace.not_released", details={"year": year}))
        return self._readable(found, reader, parts)

    def vintage(self, name: str, reader: Reader) -> Vintage:
        """Return a vintage by its id.

        Raises
        ------
        NotFound
            Where there is no such vintage.
        """
        known = {vintage.id: vintage for vintage in self.shown_to(reader)}
        if name not in known:
            details = {"id": name, "known": Whole(", ".join(known) or "-")}
            raise NotFound(Problem("workspace.no_vintage", details=details))
        return known[name]

    def newest(self, reader: Reader) -> Published | None:
        """Return the newest vintage of the newest year for a reader; None before a release.

        While it is being made who reads goes on seeing the one before, and waits for nothing.
        """
        shown = self.shown_to(reader)
        return self.published(self._readable(shown, reader).id, reader) if shown else None

    def _readable(
        self, shown: Sequence[Vintage], reader: Reader, parts: Sequence[str] = PARTS
    ) -> Vintage:
        """Return the newest of some vintages, or while others make it the newest that is there."""
        if self.is_being_made(shown[-1], reader, parts):
            for earlier in reversed(shown[:-1]):
                if ready(self.source(earlier.id, reader), parts):
                    return earlier
        return shown[-1]

    def is_being_made(self, vintage: Vintage, reader: Reader, parts: Sequence[str] = PARTS) -> bool:
        """Tell whether another process makes a vintage's publication, or is about to."""
        source = self.source(vintage.id, reader)
        if ready(source, parts):
            return False
        kept = reader.audience == PUBLIC and PUBLISHER in os.environ
        return being_made(source, parts) or (kept and self._is_fresh(vintage.id))

    def _is_fresh(self, vintage: str) -> bool:
        """Tell whether a vintage is so young that who publishes may not have seen it yet."""
        manifest = self.workspace.folder / "vintages" / vintage / "manifest.json"
        return time.time_ns() - _moment(manifest) < HEAD_START * 10**9

    def published(self, vintage: str, reader: Reader) -> Published:
        """Return what a vintage publishes to a reader.

        Parameters
        ----------
        vintage
            Its id.
        reader
            Who reads.

        Raises
        ------
        NotFound
            Where there is no such vintage.
        Busy
            Where it is being made, and as many wait for something as may, or for too long.
        """
        wanted = (vintage, reader.audience)
        with self._lock:
            held = self._published.get(wanted)
            if held is not None and held.unchanged:
                self._published.move_to_end(wanted)
                return held
        made = Published(self.source(vintage, reader))
        with self._lock:
            self._published[wanted] = made
            self._published.move_to_end(wanted)
            while len(self._published) > MOST_EDITIONS:
                self._published.popitem(last=False)
        return made

    def source(self, vintage: str, reader: Reader) -> Source:
        """Return what a vintage's publication to a reader is made from.

        Raises
        ------
        NotFound
            Where there is no such vintage.
        """
        known, audience = self.vintage(vintage, reader), reader.audience
        return Source(self.workspace.folder, known, audience, self.demonstration)


class _Watch:
    """The shelf of the running process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._shelf: Shelf | None = None
        self._seen: object = None
        self._looked = 0.0

    def now(self, folder: Path) -> Shelf:
        moment = time.monotonic()
        held = self._shelf
        if held and held.workspace.folder == folder and moment - self._looked < LOOK_EVERY:
            return held
        with self._lock:
            self._looked = moment
            seen = _signature(folder)
            if self._shelf is None or seen != self._seen:
                running = self._shelf is not None and self._shelf.workspace.folder == folder
                self._shelf, self._seen = open_shelf(folder, running=running), seen
            return self._shelf


_watch = _Watch()


def shelf() -> Shelf:
    """Return the shelf of the workspace the settings name."""
    from django.conf import settings

    return watched(settings.WORKSPACE)


def watched(folder: Path) -> Shelf:
    """Return a workspace's shelf as it is now, the same object until something changes.

    Raises
    ------
    NotFound
        Where the folder is no workspace.
    """
    return _watch.now(folder)


def open_shelf(folder: Path, *, running: bool = False) -> Shelf:
    """Open a workspace's shelf.

    Parameters
    ----------
    folder
        Of the workspace.
    running
        Whether this process serves it already: then the local catalogue it holds goes on where
        what was kept of it is damaged. A process that begins would show numbers as shipped.

    Raises
    ------
    NotFound
        Where the folder is no workspace.
    Refused
        Where what was kept of the local catalogue is damaged and none is held.
    """
    workspace = Workspace.open(folder)
    try:
        problems = settle(folder).problems
    except Refused as damage:
        if not running:
            raise
        problems = damage.problems
    for problem in problems:
        _log.warning("%s", problem.text("zh"))
    every = vintages(workspace)
    national, provincial = (
        tuple(vintage for vintage in every if bool(vintage.provinces) is of_provinces)
        for of_provinces in (False, True)
    )
    return Shelf(workspace, national, holds_demonstration(folder), provincial)


def _signature(folder: Path) -> object:
    """Return what changes when a vintage is released or the workspace is built anew."""
    manifests = [
        *sorted((folder / "vintages").glob("*/manifest.json")),
        *sorted((folder / "catalog").rglob("*")),
    ]
    return folder, [(file, _moment(file)) for file in manifests]


def _moment(file: Path) -> int:
    """Return when a file changed last, 0 where it is gone again or a link leads nowhere."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
