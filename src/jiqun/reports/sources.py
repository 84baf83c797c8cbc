"""Where a report's figures come from: a snapshot, its years, and who reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from jiqun.base.errors import NotFound, Problem, Where
from jiqun.base.json_files import Record
from jiqun.disclosure import Edition
from jiqun.indicators import Figure, beside
from jiqun.workspace import Snapshot, Workspace
from jiqun.workspace.questions import filed_headers
from jiqun.workspace.released_responses import responses_in
from jiqun.workspace.responses import Response
from jiqun.workspace.vintages import newest_vintage, vintage_snapshot


class Profile(NamedTuple):
    """A cluster as it filed: who and where it is."""

    cluster_id: str
    year: int
    name: str
    county_code: str
    province_code: str
    macro_region: str
    sector: str
    industry: str
    demo: bool

    def filed_in(self) -> int:
        """Return the year it filed for."""
        return self.year


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
        details: Record = {"year": year}
        raise NotFound(Problem("workspace.year_not_filed", place, details))
    return snapshot


def workspace_of(snapshot: Snapshot) -> Workspace:
    """Return the workspace a vintage lies in."""
    return Workspace.open(snapshot.header_files[0].parents[2])


def responses_of(edition: Edition) -> tuple[Response, ...]:
    """Return the measures taken and findings dismissed that a vintage keeps; none of no vintage.

    They are of every cluster: whoever diagnoses tells them to who sees a cluster in full.
    """
    snapshot = edition.snapshot
    return responses_in(workspace_of(snapshot), snapshot.vintage) if snapshot.vintage else ()


def figures_of(
    edition: Edition,
    year: int,
    levels: Sequence[str],
    only: Iterable[str] | None = None,
    *,
    previous: bool = True,
) -> list[Figure]:
    """Return a year's figures as an edition shows them, last year's values beside them.

    ``only`` names the figures wanted; without it, every indicator of the catalogue. Without
    ``previous`` last year's values are left out, which takes half the time.
    """
    years = [year, year - 1] if previous else [year]
    figures = edition.figures(years, levels, only)
    return beside(
        (figure for figure in figures if figure.year == year),
        (figure for figure in figures if figure.year != year),
    )


def clusters(snapshot: Snapshot, years: Sequence[int]) -> list[Profile]:
    """Return the clusters that filed in any of some years, by their newest profile, sorted."""
    wanted = set(years)
    filed = snapshot.rows_of(Profile, filed_headers, columns=Profile._fields)
    profiles = sorted(filed, key=Profile.filed_in)
    newest = {profile.cluster_id: profile for profile in profiles if profile.year in wanted}
    return [newest[name] for name in sorted(newest)]
