"""Totals where two groupings meet: what may be shown beside the totals of rows and columns.

A single place's total could be had by subtracting its neighbours from a published row or column,
so further cells are withheld until what is left of every total covers three clusters and no small
cell follows from several totals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from typing import TYPE_CHECKING

from jiqun.base.quantities import Status
from jiqun.base.readers import Reader
from jiqun.disclosure.figures import Cell
from jiqun.disclosure.rule import FEWEST_CLUSTERS, FEWEST_ENTERPRISES
from jiqun.indicators import Crossing, Figure, crossing, enterprises
from jiqun.indicators.crossings import Meeting

if TYPE_CHECKING:
    from jiqun.workspace import Snapshot


def seen_crossing(
    snapshot: Snapshot,
    year: int,
    field: str,
    members: Mapping[str, Mapping[str, str]],
    levels: tuple[str, str],
    totals: Sequence[Figure],
    reader: Reader,
) -> Crossing:
    """Add a field up where two groupings meet, with what a reader may not see marked.

    Parameters
    ----------
    snapshot, year, field, members, levels
        As of :func:`jiqun.indicators.crossing`.
    totals
        Figures of rows and columns as the reader sees them; none of a withheld one's cells is
        shown.
    reader
        Who reads.
    """
    found = crossing(snapshot, year, field, members, levels)
    if reader.sees_everything:
        return found
    behind: Counter[Meeting] = Counter()
    for (_, _, cluster), count in enterprises(snapshot, [year], ["cluster"]).items():
        behind[members[cluster][levels[0]], members[cluster][levels[1]]] += count
    hidden = {(figure.level, figure.key) for figure in totals if figure.status == Status.SUPPRESSED}
    return withholding(found, hidden, behind)


def withholding(found: Crossing, hidden: Container[Cell], firms: Mapping[Meeting, int]) -> Crossing:
    """Return a crossing with what the public may not see marked.

    Parameters
    ----------
    found
        From :func:`crossing`.
    hidden
        Rows and columns (level and key) whose own total is withheld; none of their cells is shown.
    firms
        Enterprises behind each cell; fewer than three withhold it, as fewer than three clusters do.
    """
    size = {one: min(total.clusters, total.both) for one, total in found.cells.items()}
    small = {
        one for one in size if size[one] < FEWEST_CLUSTERS or firms.get(one, 0) < FEWEST_ENTERPRISES
    }
    lines = _lines(found)
    closed = small.union(*(set(lines[line]) for line in lines if line in hidden))
    while further := _exposed(closed, small, lines, size):
        closed.add(further)
    return Crossing(found.levels, found.cells, frozenset(closed))


def _lines(found: Crossing) -> dict[Cell, list[Meeting]]:
    """Return the cells of each row and column, whose totals are published."""
    lines: dict[Cell, list[Meeting]] = {}
    for meeting in found.cells:
        for level, key in zip(found.levels, meeting, strict=True):
            lines.setdefault((level, key), []).append(meeting)
    return lines


def _exposed(
    closed: set[Meeting],
    small: set[Meeting],
    lines: Mapping[Cell, list[Meeting]],
    size: Mapping[Meeting, int],
) -> Meeting | None:
    """Return the next cell to withhold, or None where nothing can be told by subtraction."""
    shown = [one for one in size if one not in closed]
    for line in lines.values():
        shut = sum(size[one] for one in line if one in closed)
        rest = [one for one in line if one not in closed]
        if rest and len(rest) < len(line) and shut < FEWEST_CLUSTERS:
            return _smallest(rest, size)
    for meeting in sorted(small) if shown else ():
        if _derivable(meeting, closed):
            beside = [one for one in shown if one[0] == meeting[0] or one[1] == meeting[1]]
            return _smallest(beside or shown, size)
    return None


def _smallest(cells: list[Meeting], size: Mapping[Meeting, int]) -> Meeting:
    return min(cells, key=lambda one: (size[one], one))


def _derivable(meeting: Meeting, closed: set[Meeting]) -> bool:
    """Tell whether a withheld cell follows from totals of rows and columns.

    Rows and columns are the corners of a graph, withheld cells its edges: a cell follows exactly
    where no other way leads from its row to its column.

    Source: D. Gusfield, A graph theoretic approach to statistical data security, SIAM Journal on
    Computing 17(3), 1988, 552-571.

    Examples
    --------
    >>> square = {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}
    >>> _derivable(("a", "x"), square), _derivable(("a", "x"), square - {("b", "y")})
    (False, True)
    """
    waiting = [(0, meeting[0])]
    seen = set(waiting)
    while waiting:
        side, key = waiting.pop()
        for one in closed - {meeting}:
            there = (1 - side, one[1 - side])
            if one[side] == key and there not in seen:
                seen.add(there)
                waiting.append(there)
    return (1, meeting[1]) not in seen
