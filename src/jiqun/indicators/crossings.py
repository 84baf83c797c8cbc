"""A field's totals where two groupings meet: sector by macro-region, sector by province.

Sums are exact decimals over the clusters that filed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from jiqun.indicators.bridge import filed_values
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
        Cells the reader may not see, as the gate of disclosure marks them.
    """

    levels: tuple[str, str]
    cells: Mapping[Meeting, Total]
    withheld: frozenset[Meeting] = field(default_factory=frozenset)

    def location_quotient(self, meeting: Meeting) -> Decimal | None:
        """Return how many times its expected share the first grouping has in the second.

        ``(cell / its row) / (its column / everything)``, one division.
        """
        row, column = (
            self._total(cell for cell in self.cells if cell[at] == meeting[at]) for at in (0, 1)
        )
        return quotient(self.cells[meeting].now * self._total(self.cells), row * column)

    def _total(self, meetings: Iterable[Meeting]) -> Decimal:
        return sum((self.cells[meeting].now for meeting in meetings), ZERO)


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
    rows: dict[Meeting, list[tuple[Decimal, Decimal | None]]] = {}
    for meeting, _, now, base in _crossed(snapshot, year, name, members, levels):
        rows.setdefault(meeting, []).append((now, base))
    return Crossing(levels, {meeting: _total(rows[meeting]) for meeting in sorted(rows)})


def clusters_crossed(
    snapshot: Snapshot,
    year: int,
    name: str,
    members: Mapping[str, Mapping[str, str]],
    levels: tuple[str, str],
) -> tuple[dict[Meeting, frozenset[str]], dict[Meeting, frozenset[str]]]:
    """Return by cell the clusters with a figure this year, and of them those with last year's.

    Parameters
    ----------
    snapshot, year, name, members, levels
        As of :func:`crossing`.
    """
    now: dict[Meeting, set[str]] = {}
    both: dict[Meeting, set[str]] = {}
    for meeting, cluster, _, base in _crossed(snapshot, year, name, members, levels):
        now.setdefault(meeting, set()).add(cluster)
        both.setdefault(meeting, set()).update(() if base is None else (cluster,))
    return (
        {meeting: frozenset(clusters) for meeting, clusters in now.items()},
        {meeting: frozenset(clusters) for meeting, clusters in both.items()},
    )


def _crossed(
    snapshot: Snapshot,
    year: int,
    name: str,
    members: Mapping[str, Mapping[str, str]],
    levels: tuple[str, str],
) -> Iterator[tuple[Meeting, str, Decimal, Decimal | None]]:
    """Yield each cluster with its cell, this year's figure, and last year's as given now."""
    filed, given = filed_values(snapshot, year, name)
    for cluster, value in filed[year].items():
        if value is not None and cluster in members:
            keys = members[cluster]
            base = given.get(cluster, filed[year - 1].get(cluster))
            yield (keys[levels[0]], keys[levels[1]]), cluster, value, base


def _total(rows: list[tuple[Decimal, Decimal | None]]) -> Total:
    both = [(now, base) for now, base in rows if base is not None]
    return Total(
        now=sum((now for now, _ in rows), ZERO),
        clusters=len(rows),
        later=sum((now for now, _ in both), ZERO),
        base=sum((base for _, base in both), ZERO),
        both=len(both),
    )
