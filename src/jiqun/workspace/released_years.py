"""Which vintages hold a data year, the first that told it first."""

from __future__ import annotations

from jiqun.workspace.snapshots import Snapshot
from jiqun.workspace.store import Workspace
from jiqun.workspace.vintages import Vintage, vintages


def released_before(snapshot: Snapshot, year: int) -> list[Vintage]:
    """Return the vintages that may hold a data year, oldest first, up to a snapshot's own.

    Parameters
    ----------
    snapshot
        Of a vintage, or the latest accepted submissions, which come after every vintage.
    year
        The data year. Those in whose year provinces alone recognised clusters are left out.
    """
    if snapshot.folder is None:
        return []
    found: list[Vintage] = []
    for vintage in vintages(Workspace.open(snapshot.folder)):
        if vintage.year >= year and not vintage.provinces:
            found.append(vintage)
        if vintage.id == snapshot.vintage:
            break
    return found
