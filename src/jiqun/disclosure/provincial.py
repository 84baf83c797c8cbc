"""Clusters that only a province recognised: they end at the province, and count nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from jiqun.base.readers import Office, Reader

if TYPE_CHECKING:
    from jiqun.workspace import Snapshot, Vintage


def seen_by(snapshot: Snapshot, reader: Reader) -> Snapshot:
    """Return what counts nationally, and those of a province's own that a reader sees in full.

    Parameters
    ----------
    snapshot
        The submissions that count.
    reader
        Who reads. The nation reads what the nation recognised: what ends at a province is not its.
    """
    if reader.office is Office.NATION:
        return snapshot.national()
    return snapshot.leaving_out(
        cluster
        for cluster, county in snapshot.provincial.items()
        if not reader.sees_cluster(cluster, county)
    )


def shown_to(vintages: Iterable[Vintage], reader: Reader) -> list[Vintage]:
    """Return the vintages in whose year a reader may find anything.

    Parameters
    ----------
    vintages
        Some; one in whose year provinces alone recognised clusters names them.
    reader
        Who reads.
    """
    return [vintage for vintage in vintages if not vintage.provinces or _inside(vintage, reader)]


def _inside(vintage: Vintage, reader: Reader) -> bool:
    """Tell whether a reader serves a cluster, or covers a place in one of a vintage's provinces."""
    places = {prefix[:2] for prefix in reader.within if prefix}
    return bool(reader.clusters) or any(code[:2] in places for code in vintage.provinces)
