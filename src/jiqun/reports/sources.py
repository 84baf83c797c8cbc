"""Where a report's figures come from: a snapshot, its years, and who reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jiqun.base.definitions import LEVELS
from jiqun.base.errors import NotFound, Problem, Where
from jiqun.indicators import NATION, Audience, Figure, beside, compute, disclose, enterprises
from jiqun.workspace import Snapshot, Workspace
from jiqun.workspace.vintages import newest_vintage, vintage_snapshot

if TYPE_CHECKING:
    from typing import Any


def open_snapshot(folder: Path, year: int, vintage: str, *, latest: bool) -> Snapshot:
    """Open what a command reads.

    Parameters
    ----------
    folder
        The workspace.
    year
        The data year.
    vintage
        A vintage's id, or empty.
    latest
        Without a vintage: the latest accepted submissions, or else the year's newest vintage.

    Raises
    ------
    NotFound
        Where the workspace, the vintage or a filing of the year does not exist.
    """
    workspace = Workspace.open(folder)
    if vintage:
        snapshot = vintage_snapshot(workspace, vintage)
    else:
        snapshot = workspace.latest() if latest else newest_vintage(workspace, year)
    if year not in snapshot.years():
        place = Where(file=str(folder), year=year)
        raise NotFound(Problem("workspace.year_not_filed", place, {"year": year}))
    return snapshot


def figures_of(
    snapshot: Snapshot,
    year: int,
    levels: Sequence[str] = LEVELS,
    reader: Audience = NATION,
    only: Iterable[str] | None = None,
    *,
    previous: bool = True,
) -> list[Figure]:
    """Return a year's figures as a reader may see them, last year's values beside them.

    ``only`` names the figures wanted; without it, every indicator of the catalogue. Without
    ``previous`` last year's values are left out, which takes half the time. Disclosure
    looks at every level, also where only some are wanted: a province is withheld because of its
    neighbours.
    """
    years = [year, year - 1] if previous else [year]
    needed = LEVELS if reader != NATION else levels
    figures = compute(snapshot, years, needed, only)
    if reader != NATION:
        figures = disclose(
            figures, enterprises(snapshot, years, needed), counties(snapshot, years), reader
        )
    wanted = [one for one in figures if one.level in levels]
    return beside(
        (one for one in wanted if one.year == year), (one for one in wanted if one.year != year)
    )


def counties(snapshot: Snapshot, years: Sequence[int]) -> dict[str, str]:
    """Return the county each cluster files under."""
    return {row["cluster_id"]: row["county_code"] for row in clusters(snapshot, years)}


def clusters(snapshot: Snapshot, years: Sequence[int]) -> list[dict[str, Any]]:
    """Return the clusters that filed in any of some years, by their newest profile, sorted."""
    wanted = set(years)
    rows = sorted(snapshot.rows(snapshot.headers), key=lambda row: row["year"])
    newest = {row["cluster_id"]: row for row in rows if row["year"] in wanted}
    return [newest[name] for name in sorted(newest)]
