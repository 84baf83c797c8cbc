"""Figures of single clusters as columns: an indicator of a year for every cluster at once.

A nation has a million of them. They are the numbers that :func:`jiqun.indicators.compute` gives
at the level of clusters, without an object for each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from jiqun.base.definitions import Indicator, indicators
from jiqun.indicators import expressions, functions
from jiqun.indicators.engine import ready_forms
from jiqun.indicators.numbers import ZERO, Number, number_of
from jiqun.indicators.sums import Sums
from jiqun.workspace.questions import filed_headers

if TYPE_CHECKING:
    import pyarrow as pa

    from jiqun.workspace import Snapshot

LEVEL = "cluster"


@dataclass(frozen=True)
class Column:
    """An indicator of a year, of every cluster that filed.

    Parameters
    ----------
    entry, year
        Which indicator, of which data year.
    keys
        The clusters' ids, sorted; everything else is in their order.
    numbers
        Values, what was divided, statuses.
    reporting, expected, not_applicable
        As of :class:`~jiqun.indicators.Figure`.
    previous
        The values a year before.
    """

    entry: Indicator
    year: int
    keys: list[str]
    numbers: list[Number]
    reporting: list[int]
    expected: list[int]
    not_applicable: list[int]
    previous: list[Decimal | None]

    @cached_property
    def values(self) -> dict[str, Decimal]:
        """The values there are, by cluster."""
        return {
            key: number.value
            for key, number in zip(self.keys, self.numbers, strict=True)
            if number.value is not None
        }

    def beside(self, before: Column | None) -> Column:
        """Return the column with the values of the year before beside it."""
        values = before.values if before else {}
        return replace(self, previous=[values.get(key) for key in self.keys])


class ClusterColumns:
    """Every figure of single clusters of some years, made a column at a time.

    Parameters
    ----------
    snapshot
        The submissions that count.
    years
        The data years.
    """

    def __init__(self, snapshot: Snapshot, years: Sequence[int]) -> None:
        self._snapshot = snapshot
        self._years = years

    def column(self, entry: Indicator, year: int) -> Column:
        """Return an indicator of a year, without the year before."""
        keys = self._keys.get(year, [])
        if entry.definition.form == "function":
            return _by_function(entry, year, keys)
        sums = self._sums(entry, year)
        nothing = Sums(entry.figure, LEVEL, "", year)
        found = [sums.get(key, nothing) for key in keys]
        return Column(
            entry=entry,
            year=year,
            keys=keys,
            numbers=[number_of(entry, summed, 1) for summed in found],
            reporting=[summed.reporting for summed in found],
            expected=[1] * len(keys),
            not_applicable=[summed.not_applicable for summed in found],
            previous=[None] * len(keys),
        )

    def entering(self, entry: Indicator, year: int) -> frozenset[str]:
        """Return the clusters that enter an indicator of a year."""
        if entry.definition.form == "function":
            column = self.column(entry, year)
            entered = zip(column.keys, column.reporting, strict=True)
            return frozenset(key for key, reporting in entered if reporting)
        rows = self._rows(entry, year)
        return frozenset(rows.filter(rows.column("complete")).column("cluster_id").to_pylist())

    @cached_property
    def _keys(self) -> Mapping[int, list[str]]:
        found: dict[int, list[str]] = {}
        for row in self._snapshot.rows(filed_headers, columns=("cluster_id", "year")):
            found.setdefault(row["year"], []).append(row["cluster_id"])
        return {year: sorted(keys) for year, keys in found.items()}

    @cached_property
    def _table(self) -> pa.Table:
        chosen = [entry for entry in indicators().values() if LEVEL in entry.levels]
        only = ready_forms(self._snapshot, chosen, self._years)
        return self._snapshot.arrow(expressions.each, years=self._years, only=only)

    @cached_property
    def _spans(self) -> dict[tuple[str, int], tuple[int, int]]:
        """Where each column's rows begin, and how many there are."""
        found = _counted(self._table, "indicator", "year")
        spans, start = {}, 0
        for place in sorted(found):
            spans[place] = (start, found[place])
            start += found[place]
        return spans

    def _rows(self, entry: Indicator, year: int) -> pa.Table:
        return self._table.slice(*self._spans.get((entry.figure, year), (0, 0)))

    def _sums(self, entry: Indicator, year: int) -> dict[str, Sums]:
        """Return what each cluster adds up to; of those that say nothing at all there is none."""
        rows = self._rows(entry, year)
        numerators, denominators = (_decimals(rows, name) for name in ("numerator", "denominator"))
        names = ("cluster_id", "complete", "not_applicable", "estimated")
        others = (rows.column(name).to_pylist() for name in names)
        uneven = entry.definition.form == "concentration_of"
        found = {}
        for key, complete, absent, estimated, above, below in zip(
            *others, numerators, denominators, strict=True
        ):
            alone = (above or ZERO,) if uneven and complete else ()
            counts = int(complete), int(bool(absent)), estimated
            found[key] = Sums(entry.figure, LEVEL, key, year, above, below, *counts, alone)
        return found


def _counted(table: pa.Table, text: str, number: str) -> Counter[tuple[str, int]]:
    """Count the rows of each pair of two columns that stand in long runs.

    Not by ``group_by``: it imports pandas, which costs half a second.
    """
    import pyarrow.compute as pc

    found: Counter[tuple[str, int]] = Counter()
    for batch in table.select([text, number]).to_batches():
        runs = [pc.run_end_encode(column).run_ends.to_pylist() for column in batch.columns]
        ends = sorted({end for ended in runs for end in ended})
        begin = 0
        for end in ends:
            found[batch[text][begin].as_py(), batch[number][begin].as_py()] += end - begin
            begin = end
    return found


def _decimals(rows: pa.Table, name: str) -> list[Decimal | None]:
    """Read decimals of twelve places from their texts, without the noughts at their ends."""
    import pyarrow.compute as pc

    whole = pc.utf8_rtrim(pc.utf8_rtrim(rows.column(name), "0"), ".")
    return [None if text is None else Decimal(text) for text in whole.to_pylist()]


def _by_function(entry: Indicator, year: int, keys: list[str]) -> Column:
    found = [functions.figure(entry, LEVEL, key, year) for key in keys]
    return Column(
        entry=entry,
        year=year,
        keys=keys,
        numbers=[
            Number(figure.value, figure.numerator, figure.denominator, figure.status)
            for figure in found
        ],
        reporting=[figure.reporting for figure in found],
        expected=[figure.expected for figure in found],
        not_applicable=[figure.not_applicable for figure in found],
        previous=[None] * len(keys),
    )
