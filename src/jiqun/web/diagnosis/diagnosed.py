"""A year's diagnosis as one reader may see it, kept for that reader while nothing changes.

It rests on every cluster's filings and takes seconds; what offices respond is set beside it anew
each time, since that changes from page to page.
"""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jiqun.base.canonical import content_hash
from jiqun.base.errors import NotFound
from jiqun.base.own_catalogue import in_force
from jiqun.base.readers import Reader
from jiqun.clusters.roster_store import RosterStore
from jiqun.diagnosis.board import Outside
from jiqun.diagnosis.diagnose import Diagnosis, completed, dismissed_in, examined
from jiqun.diagnosis.registered import published_lines
from jiqun.diagnosis.responding import dismissals_of
from jiqun.disclosure import Compared
from jiqun.discovery.kept import current_hash
from jiqun.workspace import Workspace
from jiqun.workspace.demonstration import holds_demonstration
from jiqun.workspace.responses import Response, ResponseStore
from jiqun.workspace.vintages import vintages

MOST = 8
"""Years and readers that a process keeps, the last asked for."""


@dataclass(frozen=True)
class Diagnosed:
    """A year's diagnosis of the clusters a reader sees in full.

    Parameters
    ----------
    year
        The data year.
    compared
        What it was compared by, for the reader.
    found
        By cluster, in the order of ids.
    """

    year: int
    compared: Compared
    found: Mapping[str, Diagnosis]

    def of(self, cluster: str, responses: list[Response]) -> Diagnosis:
        """Return a cluster's, with what offices responded and what measures fit."""
        [whole] = completed([self.found[cluster]], self.compared, self.year, responses)
        return whole

    def listed(self, responses: list[Response]) -> list[Diagnosis]:
        """Return every cluster's, with what is dismissed."""
        dismissals = dismissals_of(responses)
        every = self.found.values()
        return [dismissed_in(diagnosis, self.year, dismissals) for diagnosis in every]


_kept: OrderedDict[tuple[str, Reader, int], Diagnosed] = OrderedDict()
_lock = threading.Lock()


def years_of(workspace: Workspace, reader: Reader) -> list[int]:
    """Return the years in which a cluster that the reader sees in full filed, newest first."""
    return list(_years(_token(workspace.folder, workspace.manifest()), workspace, reader))


@lru_cache(maxsize=64)
def _years(token: str, workspace: Workspace, reader: Reader) -> tuple[int, ...]:
    del token  # names what was filed: with another, another answer
    try:
        compared = Compared(workspace.latest(), reader)
    except NotFound:  # nothing was accepted yet
        return ()
    seen = {row.year for row in compared.filed if compared.sees_whole(row.cluster_id)}
    return tuple(sorted(seen, reverse=True))


def diagnosed(workspace: Workspace, reader: Reader, year: int) -> Diagnosed:
    """Return a year's diagnosis for a reader; made once while nothing it rests on changes.

    Parameters
    ----------
    workspace, reader
        Where, and who is told of it: nobody is given what was made for somebody else.
    year
        One in which a cluster filed.
    """
    asked = _token(workspace.folder, workspace.manifest()), reader, year
    with _lock:
        if asked in _kept:
            _kept.move_to_end(asked)
            return _kept[asked]
    made = _made(workspace, reader, year)
    with _lock:
        _kept[asked] = made
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return made


def responses_in(workspace: Workspace, reader: Reader) -> list[Response]:
    """Return every response that stands: to compare with; a page shows those of its cluster."""
    del reader  # whom completed() tells of them is decided there, cluster by cluster
    return ResponseStore(workspace).standing()


def _made(workspace: Workspace, reader: Reader, year: int) -> Diagnosed:
    listed, snapshot = RosterStore(workspace).known().keys(), workspace.latest()
    covered = Compared(snapshot, reader)
    outside = Outside(listed, specialised=published_lines(workspace.folder, covered))
    made_up = frozenset(row.cluster_id for row in covered.filed if row.demo)
    # A demonstration's site shows everybody made-up clusters in full: its offices no less.
    opened = made_up if holds_demonstration(workspace.folder) else frozenset[str]()
    compared, found = examined(snapshot, reader, year, outside=outside, opened=opened)
    every = {diagnosis.cluster: diagnosis for diagnosis in found}
    seen = {name: of for name, of in every.items() if covered.sees_whole(name)}
    return Diagnosed(year, compared, seen)


def _token(folder: Path, manifest: Mapping[str, Any]) -> str:
    """Name everything a diagnosis rests on: filings, firms, candidates, releases, the catalogue."""
    lists = manifest.get("rooms", {}).get("roster")
    blocks = [vintage.id for vintage in vintages(Workspace.open(folder))]
    beside = [lists, current_hash(folder), blocks]
    return content_hash([str(folder), manifest["tables"], beside, in_force().sha256])
