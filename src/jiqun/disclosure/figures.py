"""Withhold what would show a single cluster or firm, also by subtraction from a total.

Money, energy and R&D of fewer than three clusters or enterprises are withheld from the public; an
official sees the own jurisdiction. A withheld cell among published ones could be had by subtracting
those from their total, so further cells are withheld until what is left covers three.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from jiqun.base.codes import regions
from jiqun.base.definitions import LEVELS
from jiqun.base.quantities import Status
from jiqun.base.readers import Reader
from jiqun.disclosure.rule import FEWEST_CLUSTERS, FEWEST_ENTERPRISES
from jiqun.disclosure.secrecy import secret_figures
from jiqun.indicators import Figure, compute, enterprises

if TYPE_CHECKING:
    from jiqun.workspace import Snapshot

Cell = tuple[str, str]
"""Level and key."""


def seen_figures(
    snapshot: Snapshot,
    years: Sequence[int],
    levels: Sequence[str],
    reader: Reader,
    only: Iterable[str] | None = None,
) -> list[Figure]:
    """Compute figures, and return them as a reader may see them.

    Disclosure looks at every level, also where only some are wanted: a province is withheld because
    of its neighbours.

    Parameters
    ----------
    snapshot, years, levels, only
        As of :func:`jiqun.indicators.compute`.
    reader
        Who reads.
    """
    if reader.sees_everything:
        return compute(snapshot, years, levels, only)
    found = disclose(
        compute(snapshot, years, LEVELS, only),
        enterprises(snapshot, years, LEVELS),
        _counties(snapshot, years),
        reader,
    )
    return [figure for figure in found if figure.level in levels]


def published_figures(
    snapshot: Snapshot, years: Sequence[int], reader: Reader, *, opened: bool
) -> list[Figure]:
    """Compute every figure at every level as a site publishes it.

    Parameters
    ----------
    snapshot, years
        What is published.
    reader
        Who reads.
    opened
        Whether fictional clusters show the figures that would be withheld of real ones: in a
        demonstration.
    """
    computed = compute(snapshot, years, LEVELS)
    behind = enterprises(snapshot, years, LEVELS)
    found = disclose(computed, behind, _counties(snapshot, years), reader)
    if not opened:
        return found
    fictional = {row["cluster_id"] for row in snapshot.rows(snapshot.headers) if row["demo"]}
    return [
        full if full.level == "cluster" and full.key in fictional else shown
        for full, shown in zip(computed, found, strict=True)
    ]


def _counties(snapshot: Snapshot, years: Sequence[int]) -> dict[str, str]:
    """Return the county each cluster files under, by its newest filing of the years."""
    headers = snapshot.headers.filter(snapshot.headers.year.isin(years))
    rows = snapshot.rows(headers.select("cluster_id", "year", "county_code"))
    return {row["cluster_id"]: row["county_code"] for row in sorted(rows, key=_year)}


def _year(row: Mapping[str, Any]) -> int:
    return int(row["year"])


def disclose(
    figures: Iterable[Figure],
    firms: Mapping[tuple[int, str, str], int],
    counties: Mapping[str, str],
    reader: Reader,
) -> list[Figure]:
    """Return the figures with what the reader may not see withheld.

    Parameters
    ----------
    figures
        Of any years and levels.
    firms
        Enterprises behind each (year, level, key), from :func:`jiqun.indicators.enterprises`.
    counties
        The county code of each cluster.
    reader
        Who reads.

    Returns
    -------
    list of Figure
        In the order given; a withheld one has status ``suppressed`` and no numbers.
    """
    found = list(figures)
    if reader.sees_everything:
        return found
    groups: dict[tuple[str, int], list[Figure]] = defaultdict(list)
    for one in found:
        if one.id in secret_figures():
            groups[one.id, one.year].append(one)
    withheld = {
        (name, year, *cell)
        for (name, year), group in groups.items()
        for cell in _withheld(group, firms)
        if not _covers(reader, cell, counties)
    }
    return [
        _blank(one) if (one.id, one.year, one.level, one.key) in withheld else one for one in found
    ]


def _withheld(group: Sequence[Figure], firms: Mapping[tuple[int, str, str], int]) -> set[Cell]:
    """Return the cells of one indicator and year that the public may not see."""
    cells = {(one.level, one.key): one for one in group if one.value is not None}
    size = {cell: one.reporting for cell, one in cells.items()}
    hidden = {
        cell
        for cell, one in cells.items()
        if one.reporting < FEWEST_CLUSTERS or firms.get((one.year, *cell), 0) < FEWEST_ENTERPRISES
    }
    partitions = [_partition(cells, parent) for parent in cells]
    changed = True
    while changed:
        changed = any(
            _protect(parent, parts, hidden, size) for both in partitions for parent, parts in both
        )
    return hidden


def _partition(cells: Mapping[Cell, Figure], parent: Cell) -> list[tuple[Cell, list[Cell]]]:
    """Return the ways a cell is the sum of others."""
    level, key = parent
    if level == "nation":
        parts = [
            [cell for cell in cells if cell[0] == below]
            for below in ("macro_region", "province", "sector")
        ]
    elif level == "macro_region":
        parts = [[cell for cell in cells if cell[0] == "province" and _macro(cell[1]) == key]]
    else:
        return []
    return [(parent, sorted(one)) for one in parts if one]


def _protect(parent: Cell, parts: list[Cell], hidden: set[Cell], size: Mapping[Cell, int]) -> bool:
    """Withhold further parts until the rest of a published total covers enough clusters."""
    if parent in hidden or not any(cell in hidden for cell in parts):
        return False
    rest = size[parent] - sum(size[cell] for cell in parts if cell not in hidden)
    shown = sorted((cell for cell in parts if cell not in hidden), key=lambda c: (size[c], c))
    changed = False
    while rest < FEWEST_CLUSTERS and shown:
        further = shown.pop(0)
        hidden.add(further)
        rest += size[further]
        changed = True
    return changed


def _covers(reader: Reader, cell: Cell, counties: Mapping[str, str]) -> bool:
    """Tell whether everything in a cell lies in what the reader covers."""
    level, key = cell
    if level == "cluster":
        return reader.sees_cluster(key, counties.get(key, ""))
    return level == "province" and reader.covers(key) and not _parted(reader, key)


def _parted(reader: Reader, province: str) -> bool:
    """Tell whether the reader covers less than all of a province: Zhejiang without Ningbo."""
    return any(place.startswith(province[:2]) for place in reader.without)


def _macro(province: str) -> str:
    return regions().province_of(province).macro_region


def _blank(one: Figure) -> Figure:
    return replace(
        one, value=None, numerator=None, denominator=None, previous=None, status=Status.SUPPRESSED
    )
