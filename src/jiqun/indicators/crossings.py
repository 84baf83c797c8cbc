"""A field's totals where two groupings meet: sector by macro-region, sector by province.

Sums are exact decimals over the clusters that filed. A single place's total could be had by
subtracting its neighbours from a published row or column, so further cells are withheld until
what is left of every total covers three clusters and no small cell follows from several totals.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from jiqun.indicators.bridge import filed_values
from jiqun.indicators.disclosure import FEWEST_CLUSTERS, FEWEST_ENTERPRISES, Cell
from jiqun.indicators.figures import quotient

if TYPE_CHECKING:
    from jiqun.workspace import Snapshot

ZERO = Decimal(0)
Meeting = tuple[str, str]
"""A key of the first grouping and one of the second."""


@dataclass(frozen=True, slots=True)
class Total:
    """One cell.

    Parameters
    ----------
    now, clusters
        This year's sum, and the clusters in it.
    later, base, both
        Over the clusters with both years: this year's sum, last year's as given now, their number.
    """

    now: Decimal
    clusters: int
    later: Decimal
    base: Decimal
    both: int

    @property
    def growth(self) -> Decimal | None:
        """Like-for-like growth; None where nothing was there before."""
        times = quotient(self.later, self.base)
        return None if times is None else times - 1


@dataclass(frozen=True)
class Crossing:
    """A field's totals where two groupings meet.

    Parameters
    ----------
    levels
        The two groupings, such as ``sector`` and ``macro_region``.
    cells
        By the two keys; a pair no cluster is in is not there.
    withheld
        Cells the reader may not see.
    """

    levels: tuple[str, str]
    cells: Mapping[Meeting, Total]
    withheld: frozenset[Meeting] = field(default_factory=frozenset)

    def location_quotient(self, meeting: Meeting) -> Decimal | None:
        """Return how many times its expected share the first grouping has in the second.

        ``(cell / its row) / (its column / everything)``, one division.
        """
        row, column = (
            self._total(one for one in self.cells if one[at] == meeting[at]) for at in (0, 1)
        )
        return quotient(self.cells[meeting].now * self._total(self.cells), row * column)

    def _total(self, meetings: Iterable[Meeting]) -> Decimal:
        return sum((self.cells[one].now for one in meetings), ZERO)


def crossing(
    snapshot: Snapshot,
    year: int,
    name: str,
    members: Mapping[str, Mapping[str, str]],
    levels: tuple[str, str],
) -> Crossing:
    """Add a field up where two groupings meet.

    Parameters
    ----------
    snapshot, year
        The submissions that count, and the data year.
    name
        A field of the form.
    members
        By cluster, its key in each grouping.
    levels
        The two groupings.
    """
    filed, given = filed_values(snapshot, year, name)
    rows: dict[Meeting, list[tuple[Decimal, Decimal | None]]] = {}
    for cluster, value in filed[year].items():
        if value is not None and cluster in members:
            of = members[cluster]
            base = given.get(cluster, filed[year - 1].get(cluster))
            rows.setdefault((of[levels[0]], of[levels[1]]), []).append((value, base))
    return Crossing(levels, {meeting: _total(rows[meeting]) for meeting in sorted(rows)})


def _total(rows: list[tuple[Decimal, Decimal | None]]) -> Total:
    both = [(now, base) for now, base in rows if base is not None]
    return Total(
        now=sum((now for now, _ in rows), ZERO),
        clusters=len(rows),
        later=sum((now for now, _ in both), ZERO),
        base=sum((base for _, base in both), ZERO),
        both=len(both),
    )


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
