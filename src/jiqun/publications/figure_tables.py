"""The figures a publication holds, as Arrow tables: with where each stands among its like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from jiqun.base.definitions import LEVELS, Indicator, indicators
from jiqun.diagnosis.standing import FEWEST, places
from jiqun.disclosure import GROUPED, Edition
from jiqun.indicators import Column, Figure, beside
from jiqun.indicators.figures import text
from jiqun.indicators.numbers import method_of
from jiqun.reports.figure_files import figure_schema

if TYPE_CHECKING:
    import pyarrow as pa

AMONG = ("all", "sector")
"""Among whom a figure stands: all of its level; of a cluster, those of its sector."""
Cells = dict[str, list[Any]]
"""A table's columns while it is made."""


class OfLevel(NamedTuple):
    """The figures of a year and level, sorted by figure and key.

    ``by_place`` are the rows' numbers sorted by key, and within one as the catalogue is.
    """

    rows: pa.Table
    by_place: list[int]

    def sorted_by_place(self) -> pa.Table:
        """Return the rows sorted by key."""
        import pyarrow as pa

        return self.rows.take(pa.array(self.by_place, pa.int64()))


def placed_schema() -> pa.Schema:
    """Return the columns of figures with their standing."""
    import pyarrow as pa

    schema = figure_schema()
    for among in AMONG:
        schema = schema.append(pa.field(f"place_{among}", pa.int32()))
        schema = schema.append(pa.field(f"of_{among}", pa.int32()))
        schema = schema.append(pa.field(f"middle_{among}", pa.string()))
    return schema


def figure_tables(edition: Edition, sectors: Mapping[str, str], *, opened: bool) -> list[OfLevel]:
    """Return an edition's figures by year and level.

    Parameters
    ----------
    edition
        What the reader sees.
    sectors
        Each cluster's.
    opened
        Whether made-up clusters show the figures that would be withheld of real ones.
    """
    found = dict(_grouped(edition))
    full = edition.fictional() if opened else frozenset[str]()
    for year, columns in groupby(edition.columns(full), key=lambda column: column.year):
        found[year, "cluster"] = _single(columns, sectors)
    return [found[place] for place in sorted(found, key=_order)]


def _order(place: tuple[int, str]) -> tuple[int, int]:
    year, level = place
    return year, LEVELS.index(level)


def _grouped(edition: Edition) -> Iterator[tuple[tuple[int, str], OfLevel]]:
    """Yield the figures of more than one cluster by year and level."""
    years = edition.snapshot.years()
    figures = edition.figures(sorted({*years, *(year - 1 for year in years)}), GROUPED)
    held: dict[tuple[int, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        held[figure.year, figure.level].append(figure)
    for (year, level), now in held.items():
        if year in years:
            before = held.get((year - 1, level), [])
            yield (year, level), _of_level(beside(now, before))


def _of_level(figures: list[Figure]) -> OfLevel:
    import pyarrow as pa

    named = sorted(figures, key=lambda figure: (figure.id, figure.key))
    cells: Cells = {name: [] for name in figure_schema().names}
    for figure in named:
        for name, cell in figure.record().items():
            cells[name].append(cell)
    standings = _unplaced(len(named))
    if figures[0].level != "nation":
        for name, rows in groupby(range(len(named)), key=lambda row: named[row].id):
            _place(standings, "all", list(rows), cells["value"], indicators()[name])
    places = {name: at for at, name in enumerate(indicators())}
    order = sorted(range(len(named)), key=lambda row: (named[row].key, places[named[row].id]))
    return OfLevel(pa.Table.from_pydict(cells | standings, placed_schema()), order)


def _single(columns: Iterable[Column], sectors: Mapping[str, str]) -> OfLevel:
    """Return the figures of single clusters of a year."""
    import numpy as np
    import pyarrow as pa

    tables, names, clusters = [], [], 0
    for column in columns:
        tables.append(_rows(column, sectors))
        names.append(column.entry.figure)
        clusters = len(column.keys)
    at = {name: number for number, name in enumerate(names)}
    grid = np.arange(len(names) * clusters).reshape(len(names), clusters)
    by_catalogue = grid[[at[name] for name in indicators() if name in at]]
    return OfLevel(pa.concat_tables(tables).combine_chunks(), by_catalogue.T.ravel().tolist())


def _rows(column: Column, sectors: Mapping[str, str]) -> pa.Table:
    """Return a column's figures as rows."""
    import pyarrow as pa

    entry, count = column.entry, len(column.keys)
    values = [text(number.value) for number in column.numbers]
    same = {
        "level": "cluster", "id": entry.figure, "indicator": entry.id, "year": column.year,
        "unit": entry.unit, "method": method_of(entry),
    }  # fmt: skip
    cells: Cells = {
        "key": column.keys,
        "value": values,
        "status": [number.status.value for number in column.numbers],
        "numerator": [text(number.numerator) for number in column.numbers],
        "denominator": [text(number.denominator) for number in column.numbers],
        "previous": [text(value) for value in column.previous],
        "reporting": column.reporting,
        "expected": column.expected,
        "not_applicable": column.not_applicable,
        **_unplaced(count),
    }
    _place(cells, "all", range(count), values, entry)
    alike: dict[str, list[int]] = defaultdict(list)
    for row, key in enumerate(column.keys):
        alike[sectors[key]].append(row)
    for rows in alike.values():
        _place(cells, "sector", rows, values, entry)
    schema = placed_schema()
    arrays = [
        pa.array(cells[field.name], field.type)
        if field.name in cells
        else pa.repeat(pa.scalar(same[field.name], field.type), count)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _unplaced(count: int) -> Cells:
    """Return the columns of standings, with nobody placed."""
    return {
        f"{name}_{among}": [None] * count for among in AMONG for name in ("place", "of", "middle")
    }


def _place(
    cells: Cells, among: str, rows: Iterable[int], values: Sequence[str | None], entry: Indicator
) -> None:
    """Write where some rows stand among each other; a value by itself has no place."""
    held = {row: Decimal(said) for row in rows if (said := values[row]) is not None}
    if len(held) < FEWEST:
        return
    numbers = list(held.values())
    middle = str(median(numbers))
    found = places(numbers, lower_is_better=entry.direction == "lower_is_better")
    for row, place in zip(held, found, strict=True):
        cells[f"place_{among}"][row] = place
        cells[f"of_{among}"][row] = len(numbers)
        cells[f"middle_{among}"][row] = middle
