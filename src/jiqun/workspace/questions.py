"""Questions to the engine: Ibis expressions, compiled once and kept as statements.

A question is a plain function. It asks for tables by the names of its parameters and takes what
it is about by keywords; from these it makes its Ibis expression and nothing else, so the statement
is the same whenever the tables' columns and the keywords are. Only where it is not kept yet is
Ibis imported, which costs half a second, and asked to compile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeAlias

from jiqun.base.canonical import canonical_text
from jiqun.base.json_files import Json
from jiqun.base.kept import kept


class Column(Protocol):
    """What a question does with a column of Ibis."""

    def isin(self, values: Sequence[object]) -> object:
        """Ask whether a value is among some."""

    def __le__(self, other: int) -> object: ...


class Table(Protocol):
    """What a question does with a table of Ibis; its columns are its attributes."""

    def __getattr__(self, name: str) -> Column: ...

    def filter(self, condition: object) -> Table:
        """Ask for the rows of which a condition holds."""

    def select(self, *columns: str) -> Table:
        """Ask for some columns."""

    def order_by(self, columns: Sequence[str]) -> Table:
        """Ask for the rows in the order of some columns."""


Question: TypeAlias = Callable[..., Table]
Columns: TypeAlias = tuple[tuple[str, str], ...]
"""Names and types, as DuckDB calls them."""


def filed_headers(
    headers: Table, *, columns: Sequence[str] = (), years: Sequence[int] | None = None
) -> Table:
    """Ask for submissions: some columns of them and some years, or all."""
    if years is not None:
        headers = headers.filter(headers.year.isin(years))
    return headers.select(*columns) if columns else headers


def filed_cells(
    cells: Table,
    *,
    columns: Sequence[str] = (),
    years: Sequence[int] | None = None,
    fields: Sequence[str] | None = None,
    period: str = "",
) -> Table:
    """Ask for cells: some columns of them, some years, fields and a period, or all."""
    if years is not None:
        cells = cells.filter(cells.year.isin(years))
    if fields is not None:
        cells = cells.filter(cells.field.isin(fields))
    if period:
        cells = cells.filter(cells.period.isin([period]))
    return cells.select(*columns) if columns else cells


def closed_cells(
    closed: Table, *, columns: Sequence[str], fields: Sequence[str], period: str
) -> Table:
    """Ask for cells of closed years: some columns, fields and a period."""
    return filed_cells(closed, columns=columns, fields=fields, period=period)


def tables_of(question: Question) -> tuple[str, ...]:
    """Return the names of the tables a question asks for.

    Examples
    --------
    >>> def late(headers, *, year):
    ...     return headers.filter(headers.year > year)
    >>> tables_of(late)
    ('headers',)
    """
    code = question.__code__
    return code.co_varnames[: code.co_argcount]


def statement(question: Question, tables: Mapping[str, Columns], about: Mapping[str, Json]) -> str:
    """Return a question as a statement of DuckDB.

    Parameters
    ----------
    question
        A function of a module.
    tables
        The columns of the tables it asks for.
    about
        What it takes by keywords.

    Examples
    --------
    >>> statement(filed_headers, {"headers": (("year", "INTEGER"),)}, {"columns": ["year"]})
    'SELECT * FROM "headers" AS "t0"'
    """
    said = [question.__module__, question.__qualname__, tables, about]
    return kept(canonical_text(["statement", *said]), lambda: _compiled(question, tables, about))


def _compiled(question: Question, tables: Mapping[str, Columns], about: Mapping[str, Json]) -> str:
    import ibis
    from ibis.backends.sql.datatypes import DuckDBType

    unbound = [
        ibis.table({name: DuckDBType.from_string(kind) for name, kind in columns}, name=table)
        for table, columns in tables.items()
    ]
    return str(ibis.to_sql(question(*unbound, **about), dialect="duckdb", pretty=False))
