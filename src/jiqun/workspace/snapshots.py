"""A snapshot: one submission for each cluster and year, as Ibis tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from jiqun.workspace.spans import read_table

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Row = TypeVar("Row")


def connect() -> Any:
    """Open an Ibis connection to an in-memory DuckDB that cannot reach out of the machine."""
    import ibis

    connection = ibis.duckdb.connect()
    connection.raw_sql("SET autoinstall_known_extensions = false")
    connection.raw_sql("SET preserve_insertion_order = false")
    connection.raw_sql("SET enable_progress_bar = false")  # it draws into what commands print
    return connection


@dataclass(frozen=True)
class Snapshot:
    """The submissions that count, either the latest accepted ones or those of a vintage.

    Parameters
    ----------
    header_files, cell_files
        Parquet files; of several revisions the highest counts.
    vintage
        The vintage's id, empty for the latest accepted submissions.
    sha256
        The vintage's hash, empty for the latest accepted submissions.
    only
        The clusters that are looked at; None for all.
    made
        What is kept of it, by the name of its table, with what it was made for.
    """

    header_files: tuple[Path, ...]
    cell_files: tuple[Path, ...]
    vintage: str = ""
    sha256: str = ""
    only: frozenset[str] | None = None
    made: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def connection(self) -> Any:
        """The connection all tables of this snapshot live on."""
        return connect()

    @cached_property
    def headers(self) -> ir.Table:
        """One row a submission, the highest revision of each cluster and year."""
        import ibis

        every = self._read(self.header_files, "headers")
        newest = ibis.row_number().over(
            ibis.window(group_by=["cluster_id", "year"], order_by=ibis.desc("revision"))
        )
        chosen = every.mutate(place=newest).filter(lambda t: t.place == 0).drop("place")
        if self.only is not None:
            chosen = chosen.filter(chosen.cluster_id.isin(sorted(self.only)))
        return self.keep("chosen_headers", chosen)

    @cached_property
    def cells(self) -> ir.Table:
        """One row a cell of those submissions."""
        every = self._read(self.cell_files, "cells")
        kept = every.semi_join(self.headers, ["cluster_id", "year", "revision"])
        return self.keep("chosen_cells", kept)

    def rows(self, table: ir.Table) -> list[dict[str, Any]]:
        """Return an expression's rows as plain Python."""
        found = self.connection.raw_sql(self.connection.compile(table))
        names = [column[0] for column in found.description]
        return [dict(zip(names, values, strict=True)) for values in found.fetchall()]

    def rows_of(self, kind: Callable[..., Row], table: ir.Table) -> list[Row]:
        """Return an expression's rows, each made of its columns in their order."""
        found = self.connection.raw_sql(self.connection.compile(table))
        return [kind(*values) for values in found.fetchall()]

    def arrow(self, table: ir.Table) -> pa.Table:
        """Return an expression's rows as an Arrow table.

        Here and in :meth:`keep` the engine is handed the compiled expression: Ibis' own ways take a
        second round, through an empty table or through pandas' formats.
        """
        found = self.connection.raw_sql(self.connection.compile(table)).to_arrow_table()
        return found.cast(table.schema().to_pyarrow())

    def keep(self, name: str, table: ir.Table) -> ir.Table:
        """Evaluate an expression once and keep it under a name, replacing what was there."""
        self.connection.raw_sql(
            f'CREATE OR REPLACE TABLE "{name}" AS {self.connection.compile(table)}'
        )
        return self.connection.table(name)

    def hold(self, name: str, rows: pa.Table) -> ir.Table:
        """Copy an Arrow table into one of the snapshot's tables, replacing what was there."""
        return self.keep(name, self._once(f"given_{name}", rows))

    def years(self) -> list[int]:
        """Return the years with at least one submission, ascending."""
        found = self.headers.select("year").distinct().order_by("year")
        return [row["year"] for row in self.rows(found)]

    def is_demonstration(self) -> bool:
        """Tell whether any submission is of the demonstration."""
        return any(row["demo"] for row in self.rows(self.headers.select("demo").distinct()))

    def _read(self, files: tuple[Path, ...], name: str) -> ir.Table:
        """Hand the engine rows and no paths: it would read patterns and partitions into them."""
        import pyarrow as pa

        rows = pa.concat_tables([read_table(file) for file in files], promote_options="default")
        return self._once(name, rows)

    def _once(self, name: str, rows: pa.Table) -> ir.Table:
        """Hand the engine rows to be read a single time; a second reading is an error.

        As a stream: for a table DuckDB imports pandas, a tenth of a whole command's time.
        """
        self.connection.con.register(name, rows.__arrow_c_stream__())
        return self.connection.table(name)
