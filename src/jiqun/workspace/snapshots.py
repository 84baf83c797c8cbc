"""A snapshot: one yearly filing for each cluster and year, and the questions asked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from jiqun.base.form_model import YEARLY
from jiqun.base.json_files import Json
from jiqun.workspace.closed_cells import NO_CLOSED_YEAR, ClosedFiles, closed_cells
from jiqun.workspace.columns import column, rows_in
from jiqun.workspace.questions import Columns, Question, statement, tables_of
from jiqun.workspace.spans import read_table
from jiqun.workspace.tables import of_forms, told_apart

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Row = TypeVar("Row")
SETTINGS = (
    "autoinstall_known_extensions = false",  # it cannot reach out of the machine
    "preserve_insertion_order = false",
    "enable_progress_bar = false",  # it draws into what commands print
    "python_enable_replacements = false",  # a table's name is never one of our variables
    "timezone = 'UTC'",
)


def connect() -> Any:
    """Open a DuckDB in memory that cannot reach out of the machine."""
    import duckdb

    connection = duckdb.connect()
    for setting in SETTINGS:
        connection.execute(f"SET {setting}")
    return connection


def _newest(every_headers: ir.Table, *, without: Sequence[str]) -> ir.Table:
    """Ask for the highest revision of each cluster and year, but of a province's some."""
    import ibis

    every_headers = every_headers.filter(every_headers.form == YEARLY)
    newest = ibis.row_number().over(
        ibis.window(group_by=["cluster_id", "year"], order_by=ibis.desc("revision"))
    )
    placed = every_headers.mutate(place=newest)
    newest = placed.filter(placed.place == 0).drop("place")
    return newest.filter(~(newest.provincial & newest.cluster_id.isin(without)))


def _newest_of_some(
    every_headers: ir.Table, looked_at: ir.Table, *, without: Sequence[str]
) -> ir.Table:
    """Ask for the highest revisions of the clusters that are looked at."""
    return _newest(every_headers, without=without).semi_join(looked_at, "cluster_id")


def _cells_of_them(every_cells: ir.Table, headers: ir.Table) -> ir.Table:
    """Ask for the cells of the submissions that count."""
    return every_cells.semi_join(headers, ["form", "cluster_id", "year", "revision"])


def _closed_of_them(every_closed: ir.Table, headers: ir.Table) -> ir.Table:
    """Ask for the cells of closed years whose cluster filed for the year too."""
    return every_closed.semi_join(headers, ["cluster_id", "year"])


def _provincial(headers: ir.Table) -> ir.Table:
    return headers.filter(headers.provincial).select("cluster_id", "county_code").distinct()


def _years(headers: ir.Table) -> ir.Table:
    return headers.select("year").distinct().order_by("year")


def _demonstrations(headers: ir.Table) -> ir.Table:
    return headers.select("demo").distinct()


@dataclass(frozen=True)
class Snapshot:
    """The submissions that count, either the latest accepted ones or those of a vintage.

    What is asked of it is a :mod:`question <jiqun.workspace.questions>`. Three tables are always
    there: ``headers``, one row a submission, ``cells``, one row a cell of those, and ``closed``,
    one row a cell of what the same clusters and years were closed with in other families of forms.

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
    without
        Clusters only a province recognised that are left out; see :meth:`leaving_out`.
    folder
        Of the workspace it is of; None where it is of none.
    closed
        Where the closed years lie that count beside the yearly filings.
    made
        What is kept of it, by the name of its table, with what it was made for.
    """

    header_files: tuple[Path, ...]
    cell_files: tuple[Path, ...]
    vintage: str = ""
    sha256: str = ""
    only: frozenset[str] | None = None
    without: frozenset[str] = frozenset()
    folder: Path | None = None
    closed: ClosedFiles = NO_CLOSED_YEAR
    made: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    _columns: dict[str, Columns] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def connection(self) -> Any:
        """The connection all tables of this snapshot live on."""
        return connect()

    def rows(self, question: Question, **about: Json) -> list[dict[str, Any]]:
        """Return the rows a question finds as plain Python."""
        found = self.arrow(question, **about)
        return [dict(zip(found.column_names, values, strict=True)) for values in rows_in(found)]

    def rows_of(self, kind: Callable[..., Row], question: Question, **about: Json) -> list[Row]:
        """Return the rows a question finds, each made of its columns in their order."""
        return list(starmap(kind, rows_in(self.arrow(question, **about))))

    def arrow(self, question: Question, **about: Json) -> pa.Table:
        """Return the rows a question finds as an Arrow table."""
        return self.connection.execute(self._statement(question, about)).to_arrow_table()

    def keep(self, name: str, question: Question, **about: Json) -> None:
        """Answer a question once and keep the rows as a table, replacing what was there."""
        self._replace(name, self._statement(question, about))

    def hold(self, name: str, rows: pa.Table) -> None:
        """Copy an Arrow table into one of the snapshot's tables, replacing what was there."""
        self._once(f"given_{name}", rows)
        self._replace(name, f'FROM "given_{name}"')

    def years(self) -> list[int]:
        """Return the years with at least one submission, ascending."""
        return [row["year"] for row in self.rows(_years)]

    @cached_property
    def provincial(self) -> dict[str, str]:
        """The clusters that only a province recognised, each with the county that files."""
        return {row["cluster_id"]: row["county_code"] for row in self.rows(_provincial)}

    def national(self) -> Snapshot:
        """Return what counts in national figures: clusters the nation recognised."""
        return self.leaving_out(self.provincial)

    def leaving_out(self, provincial: Iterable[str]) -> Snapshot:
        """Return the snapshot without some clusters that only a province recognised."""
        left_out = frozenset(provincial)
        return replace(self, without=self.without | left_out) if left_out else self

    def is_demonstration(self) -> bool:
        """Tell whether any submission is of the demonstration."""
        return any(row["demo"] for row in self.rows(_demonstrations))

    def _statement(self, question: Question, about: dict[str, Json]) -> str:
        return statement(
            question, {name: self._columns_of(name) for name in tables_of(question)}, about
        )

    def _columns_of(self, table: str) -> Columns:
        """Return a table's columns; what was filed is read when it is first asked for."""
        chosen = {
            "headers": self._choose_headers,
            "cells": self._choose_cells,
            "closed": self._choose_closed,
        }
        if table not in self._columns:
            chosen[table]()
        return self._columns[table]

    def _choose_headers(self) -> None:
        self._read(self.header_files, "every_headers", told_apart)
        without = sorted(self.without)
        if self.only is None:
            self.keep("headers", _newest, without=without)
        else:
            self.hold("looked_at", _clusters(self.only))
            self.keep("headers", _newest_of_some, without=without)

    def _choose_cells(self) -> None:
        self._read(self.cell_files, "every_cells", of_forms)
        self.keep("cells", _cells_of_them)

    def _choose_closed(self) -> None:
        self._once("every_closed", closed_cells(self.closed))
        self.keep("closed", _closed_of_them)

    def _replace(self, name: str, statement: str) -> None:
        self.connection.execute(f'CREATE OR REPLACE TABLE "{name}" AS {statement}')
        self._describe(name)

    def _describe(self, name: str) -> None:
        described = self.connection.execute(f'DESCRIBE "{name}"').fetchall()
        self._columns[name] = tuple((column, kind) for column, kind, *_ in described)

    def _read(
        self,
        files: tuple[Path, ...],
        name: str,
        made: Callable[[pa.Table], pa.Table] = lambda rows: rows,
    ) -> None:
        """Hand the engine rows and no paths: it would read patterns and partitions into them."""
        import pyarrow as pa

        read = [made(read_table(file)) for file in files]
        rows = pa.concat_tables(read, promote_options="default")
        self._once(name, rows)

    def _once(self, name: str, rows: pa.Table) -> None:
        """Hand the engine rows to be read a single time; a second reading is an error.

        As a stream: for a table DuckDB imports pandas, a tenth of a whole command's time.
        """
        self.connection.register(name, rows.__arrow_c_stream__())
        self._describe(name)


def _clusters(names: frozenset[str]) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_arrays([column(sorted(names), pa.string())], names=["cluster_id"])
