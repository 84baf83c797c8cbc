"""What a workspace knows of clusters beside their filings, for commands that diagnose them."""

from pathlib import Path
from typing import TYPE_CHECKING

from jiqun.cli import speech

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jiqun.base.readers import Reader
    from jiqun.diagnosis.board import Links, Specialised
    from jiqun.reports.sources import Profile
    from jiqun.reports.weighing import Beside
    from jiqun.workspace import Snapshot


def special_lines(
    workspace: Path, snapshot: "Snapshot", reader: "Reader"
) -> "dict[str, Specialised]":
    """Hold lead industries against the kept run of discovery; nothing where it is of before.

    Parameters
    ----------
    workspace
        Its folder.
    snapshot, reader
        The submissions that count, and who reads.
    """
    from jiqun.diagnosis.registered import special_lines as kept_lines
    from jiqun.disclosure import Compared

    return kept_lines(workspace, Compared(snapshot, reader))


def beside_a_cluster(
    workspace: Path,
    snapshot: "Snapshot",
    reader: "Reader",
    wanted: tuple[int, str],
    *,
    chains: bool,
) -> "Beside | None":
    """Return what is known of one cluster beside its filings; nothing where none is named.

    Parameters
    ----------
    workspace, snapshot, reader
        As of :func:`special_lines`.
    wanted
        The data year, and the cluster's id; empty for a report of many.
    chains
        Whether the imported register is placed on the chain of its lead industry.
    """
    if not wanted[1]:
        return None
    from jiqun.disclosure import Edition
    from jiqun.reports.weighing import Beside, mapped

    special = special_lines(workspace, snapshot, reader)
    found = mapped(Edition(snapshot, reader), *wanted) if chains else None
    if found is None:
        return Beside(special)
    from jiqun.chains.gaps import gaps
    from jiqun.chains.placing import place

    with speech.counting_rows() as told:
        placed = place(workspace, [found.chain], told)
    # A register of made-up firms says nothing of a real cluster.
    firms = None if placed.demo else gaps(placed, found.chain, [found.county]).firms
    return Beside(special, firms)


def links_beside(workspace: Path, profiles: "Iterable[Profile]") -> "dict[str, Links]":
    """Count the chain links of recognised clusters that filed, over the imported register.

    A register of made-up firms says nothing of a real cluster.

    Parameters
    ----------
    workspace, profiles
        Its folder, and the clusters.
    """
    from jiqun.chains.gaps import links_of_clusters
    from jiqun.chains.loading import chains
    from jiqun.chains.placing import place
    from jiqun.clusters.joined import recognition_named
    from jiqun.diagnosis.board import Links

    with speech.counting_rows() as told:
        placed = place(workspace, list(chains().values()), told)
    counted = {} if placed.demo else links_of_clusters(placed)
    found = {}
    for profile in profiles:
        known = recognition_named(profile.cluster_id, profile.county_code, profile.name)
        links = counted.get(known.id) if known and not profile.demo else None
        if links is not None:
            found[profile.cluster_id] = Links(links.links, links.missing, links.single_firm)
    return found
