"""Tables on the disk of which a page reads a little: sorted, in row groups that say what they hold.

A row group holds rows of one year and level, and never part of the rows of a key: a key is found by
the least and the greatest key of each group, which Parquet notes, and one group is read.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from jiqun.base.files import put_in_place
from jiqun.workspace.columns import column

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 4096
"""Rows a group, about: as many as are read to find one key."""


@dataclass(frozen=True, slots=True)
class Span:
    """What a row group holds: rows of one year and level, of keys from ``low`` to ``high``."""

    number: int
    year: int
    level: str
    low: str
    high: str
    rows: int


class SortedTable:
    """A table that is read by year, level and key.

    Parameters
    ----------
    path
        As :func:`write_sorted` wrote it.
    by
        The column of its keys.
    """

    def __init__(self, path: Path, by: str) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        self._by = by
        self._file = pq.ParquetFile(pa.OSFile(os.fspath(path)))
        self._lock = threading.Lock()

    @cached_property
    def spans(self) -> list[Span]:
        """What each row group holds, in order."""
        said = self._file.metadata
        place = {said.schema.column(at).name: at for at in range(said.num_columns)}
        found = []
        for number in range(said.num_row_groups):
            group = said.row_group(number)
            year, level, keys = (
                group.column(place[name]).statistics for name in ("year", "level", self._by)
            )
            found.append(Span(number, year.min, level.min, keys.min, keys.max, group.num_rows))
        return found

    def spans_of(self, year: int, level: str) -> list[Span]:
        """Return the row groups of a year and level."""
        return [span for span in self.spans if (span.year, span.level) == (year, level)]

    def read(self, span: Span, columns: list[str] | None = None) -> pa.Table:
        """Return a row group's rows."""
        with self._lock:
            return self._file.read_row_group(span.number, columns=columns, use_threads=False)

    def of_key(
        self, year: int, level: str, key: str, columns: list[str] | None = None
    ) -> Iterator[pa.Table]:
        """Yield the rows of a key, in the table's order."""
        for span in self.spans_of(year, level):
            if span.low <= key <= span.high:
                yield among(self.read(span, columns), self._by, [key])


def among(rows: pa.Table, name: str, wanted: Collection[str]) -> pa.Table:
    """Return the rows that have one of some texts in a column."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return rows.filter(pc.is_in(rows.column(name), column(sorted(wanted), pa.string())))


def write_sorted(parts: Iterable[pa.Table], by: str, schema: pa.Schema, path: Path) -> None:
    """Write a table that is read by year, level and key.

    Parameters
    ----------
    parts
        The rows of a year and level each, those of a key together.
    by
        The column of the keys.
    schema
        Its columns, ``year`` and ``level`` among them.
    path
        Where; what was there is replaced when all is on the disk.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    # Named as any file that is not whole yet, and as readable as any that is.
    name = os.fspath(path.with_name(f".{path.name}.{secrets.token_hex(4)}"))
    try:
        with pq.ParquetWriter(
            pa.OSFile(name, "wb"),
            schema,
            compression="zstd",
            write_statistics=["year", "level", by],
        ) as writer:
            for part in parts:
                for group in _groups(part, by):
                    writer.write_table(group.select(schema.names), group.num_rows)
        put_in_place(Path(name), path)
    finally:
        with suppress(OSError):
            Path(name).unlink()


def _groups(part: pa.Table, by: str) -> Iterator[pa.Table]:
    """Cut a part into row groups at the ends of keys."""
    import pyarrow as pa
    import pyarrow.compute as pc

    runs = pc.run_end_encode(column(part.column(by).to_pylist(), pa.string()))
    start = end = 0
    for following in runs.run_ends.to_pylist():
        if end > start and following - start > ROWS:
            yield part.slice(start, end - start)
            start = end
        end = following
    if end > start:
        yield part.slice(start, end - start)
