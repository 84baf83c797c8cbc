"""A publication as pages and the API read it: a place, a figure or a list at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from jiqun.base.language import Lang
from jiqun.base.quantities import Status
from jiqun.base.readers import Reader
from jiqun.diagnosis.standing import Standing
from jiqun.indicators import Figure
from jiqun.publications.contents import (
    ANSWERS,
    CLUSTERS,
    DIAGNOSES,
    FIGURES,
    PARTS,
    PLACES,
    report_name,
)
from jiqun.publications.diagnosed import Diagnosed, read_diagnosed
from jiqun.publications.making import make_ready, once
from jiqun.publications.parts import look, read
from jiqun.publications.source import Source
from jiqun.publications.tables import SortedTable, among
from jiqun.reports.figure_files import COLUMNS
from jiqun.workspace import Vintage
from jiqun.workspace.columns import column
from jiqun.workspace.spans import read_table

NUMBERS = ("value", "numerator", "denominator", "previous")
MOST_PLACES = 16
"""Places whose figures a publication keeps in memory, the last read: a page asks again for one."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure and where it stands: among all of its level, and of a cluster in its sector."""

    figure: Figure
    among_all: Standing | None
    within_sector: Standing | None


class Publication:
    """What one vintage publishes to one audience.

    Parameters
    ----------
    source
        The vintage and who reads; what is not there yet is made, see :func:`make_ready`.
    """

    def __init__(self, source: Source) -> None:
        make_ready(source)
        self.source = source
        self._looks = self._look()
        self._places = SortedTable(source.folder / PLACES, "key")
        self._figures = SortedTable(source.folder / FIGURES, "id")
        self._answers = SortedTable(source.folder / ANSWERS, "key")
        self._diagnoses = SortedTable(source.folder / DIAGNOSES, "key")
        self._held = lru_cache(maxsize=MOST_PLACES)(self._read)

    @property
    def vintage(self) -> Vintage:
        """Which vintage."""
        return self.source.vintage

    @property
    def reader(self) -> Reader:
        """Who reads."""
        return self.source.reader

    @property
    def opened(self) -> bool:
        """Whether made-up clusters show all their figures."""
        return self.source.opened

    @property
    def year(self) -> int:
        """The reporting year."""
        return self.vintage.year

    @cached_property
    def years(self) -> list[int]:
        """Data years with figures, newest first."""
        return sorted({span.year for span in self._places.spans}, reverse=True)

    @property
    def unchanged(self) -> bool:
        """Whether its files still look as they did when they were found right."""
        return self._looks == self._look()

    def at(self, level: str, key: str, year: int | None = None) -> dict[str, Figure]:
        """Return the figures of one place, by id; empty where there are none."""
        found = self._held(level, key, year or self.year)
        return {name: placed.figure for name, placed in found.items()}

    def placed(self, figure: Figure) -> Placed:
        """Return one of its figures with where it stands."""
        return self._held(figure.level, figure.key, figure.year)[figure.id]

    def across(
        self, level: str, name: str, year: int | None = None, keys: Collection[str] | None = None
    ) -> list[Figure]:
        """Return one figure at every key of a level, or at some, sorted by key."""
        found = self._figures.of_key(year or self.year, level, name)
        parts = (part if keys is None else among(part, "key", keys) for part in found)
        return [_figure(row) for part in parts for row in part.to_pylist()]

    def values(self, level: str, name: str, year: int | None = None) -> dict[str, Decimal]:
        """Return one figure's values at a level, by key; what has none is left out."""
        columns = ["key", "id", "value"]
        return {
            row["key"]: Decimal(row["value"])
            for part in self._figures.of_key(year or self.year, level, name, columns)
            for row in part.to_pylist()
            if row["value"] is not None
        }

    def count(self, level: str, year: int, chosen: Chosen) -> int:
        """Return how many figures of a level are among those chosen."""
        if chosen.everything:
            return sum(span.rows for span in self._places.spans_of(year, level))
        columns = ["key", "id", "status"]
        return sum(
            chosen.mask(self._places.read(span, columns=columns)).true_count
            for span in self._places.spans_of(year, level)
            if chosen.in_span(span.low, span.high)
        )

    def records(
        self, level: str, year: int, chosen: Chosen, start: int = 0, most: int | None = None
    ) -> Iterator[dict[str, Any]]:
        """Yield the figures of a level that are among those chosen, a row group at a time.

        They are what :meth:`Figure.record` gives: decimals are text, as they are kept.

        Parameters
        ----------
        level, year
            Of which.
        chosen
            Which of them.
        start, most
            How many to leave out before the first, and the most to give; all by default.
        """
        left = most
        for span in self._places.spans_of(year, level):
            if not chosen.in_span(span.low, span.high):
                continue
            if left == 0:
                return
            if chosen.everything and start >= span.rows:
                start -= span.rows
                continue
            rows = self._places.read(span, columns=list(COLUMNS))
            rows = rows if chosen.everything else rows.filter(chosen.mask(rows))
            part = rows.slice(start, left)
            start = max(start - rows.num_rows, 0)
            left = None if left is None else left - part.num_rows
            yield from part.to_pylist()

    def profiles(self) -> list[dict[str, Any]]:
        """Return every cluster's newest profile, sorted by id."""
        rows: list[dict[str, Any]] = read_table(self.source.folder / CLUSTERS).to_pylist()
        return rows

    def answers(self, cluster: str, year: int) -> dict[str, tuple[bool | None, Status]]:
        """Return what a cluster answered by yes or no in a year, by field."""
        return {
            row["field"]: (row["value"], Status(row["status"]))
            for part in self._answers.of_key(year, "cluster", cluster)
            for row in part.to_pylist()
        }

    def diagnosed(self, cluster: str) -> Diagnosed | None:
        """Return what is said of a cluster; None where it did not file for the vintage's year."""
        for part in self._diagnoses.of_key(self.year, "cluster", cluster):
            for row in part.to_pylist():
                return read_diagnosed(row["said"])
        return None

    def report(self, ending: str, lang: Lang = "zh") -> bytes:
        """Return the development report, the reader's edition, in the format of an ending.

        Parameters
        ----------
        ending
            One of :data:`jiqun.reports.WRITERS`, with its dot.
        lang
            The language it is written in.

        Raises
        ------
        Busy
            Where it is being made, and as many wait as may, or for too long.
        """
        name, found = report_name(ending, lang), list[bytes]()

        def there() -> bool:
            content = read(self.source.folder, name)
            found.extend([] if content is None else [content])
            return content is not None

        once(self.source, name, there)
        content = found[-1] if found else read(self.source.folder, name)
        if content is None:
            raise FileNotFoundError(self.source.folder / name)
        return content

    def _look(self) -> list[object]:
        return [look(self.source.folder / name) for name in PARTS]

    def _read(self, level: str, key: str, year: int) -> dict[str, Placed]:
        return {
            row["id"]: Placed(_figure(row), _standing(row, "all"), _standing(row, "sector"))
            for part in self._places.of_key(year, level, key)
            for row in part.to_pylist()
        }


@dataclass(frozen=True)
class Chosen:
    """Which figures are wanted of a level; nothing said means all.

    Parameters
    ----------
    key
        Of one place.
    ids
        By figure.
    status
        By status.
    """

    key: str = ""
    ids: frozenset[str] | None = None
    status: str = ""

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return not self.key and self.ids is None and not self.status

    def in_span(self, low: str, high: str) -> bool:
        """Tell whether the place may be among keys from one to another."""
        return not self.key or low <= self.key <= high

    def mask(self, rows: Any) -> Any:
        """Return which rows of a table are chosen."""
        import pyarrow as pa
        import pyarrow.compute as pc

        found = pa.repeat(True, rows.num_rows)
        if self.key:
            found = pc.and_(found, pc.equal(rows.column("key"), self.key).combine_chunks())
        if self.ids is not None:
            wanted = column(sorted(self.ids), pa.string())
            found = pc.and_(found, pc.is_in(rows.column("id"), wanted).combine_chunks())
        if self.status:
            found = pc.and_(found, pc.equal(rows.column("status"), self.status).combine_chunks())
        return found


def _figure(row: dict[str, Any]) -> Figure:
    said = {name: row[name] for name in COLUMNS}
    for name in NUMBERS:
        said[name] = None if said[name] is None else Decimal(said[name])
    return Figure(**{**said, "status": Status(said["status"])})


def _standing(row: dict[str, Any], among: str) -> Standing | None:
    place = row[f"place_{among}"]
    if place is None:
        return None
    return Standing(place, row[f"of_{among}"], Decimal(row[f"middle_{among}"]))
