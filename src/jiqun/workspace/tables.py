"""Documents as Arrow tables: one of headers (a row a submission), one of cells (a row a cell)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from jiqun.base.arrow import pa
from jiqun.base.form_model import YEARLY
from jiqun.base.quantities import FRACTION_DIGITS, INTEGER_DIGITS
from jiqun.workspace.columns import column, repeated, table_of
from jiqun.workspace.documents import PERIODS, Submission, cell_texts

PROVINCIAL = "provincial"
"""The column that tells which headers are of clusters only a province recognised."""


@cache
def cell_value() -> pa.DataType:
    """Return the type of a cell's number."""
    return pa.decimal128(INTEGER_DIGITS + FRACTION_DIGITS, FRACTION_DIGITS)


@cache
def headers_schema() -> pa.Schema:
    """Return the columns of the table of headers."""
    return pa.schema(
        [
            ("cluster_id", pa.string()),
            ("year", pa.int32()),
            ("revision", pa.int32()),
            ("sha256", pa.string()),
            ("name", pa.string()),
            ("county_code", pa.string()),
            ("province_code", pa.string()),
            ("macro_region", pa.string()),
            ("sector", pa.string()),
            ("industry", pa.string()),
            ("demo", pa.bool_()),
            ("form", pa.string()),
            ("form_version", pa.string()),
            ("batch", pa.int32()),
            ("line", pa.int32()),
            (PROVINCIAL, pa.bool_()),
        ]
    )


def told_apart(headers: pa.Table) -> pa.Table:
    """Return headers that say which are of clusters only a province recognised.

    Those written before this was told apart are all of clusters the nation recognised.
    """
    if PROVINCIAL in headers.column_names:
        return headers
    return headers.append_column(PROVINCIAL, pa.repeat(pa.scalar(False), headers.num_rows))


def of_forms(cells: pa.Table) -> pa.Table:
    """Return cells that say of which family of forms they are.

    Those written before there was a second family are all of the yearly filing.
    """
    if "form" in cells.column_names:
        return cells
    return cells.append_column("form", pa.repeat(pa.scalar(YEARLY), cells.num_rows))


@cache
def cells_schema() -> pa.Schema:
    """Return the columns of the table of cells."""
    return pa.schema(
        [
            ("cluster_id", pa.string()),
            ("year", pa.int32()),
            ("revision", pa.int32()),
            ("period", pa.string()),
            ("field", pa.string()),
            ("value", cell_value()),
            ("status", pa.string()),
            ("reason", pa.string()),
            ("form", pa.string()),
        ]
    )


def header_table(submissions: Sequence[Submission], batch: int) -> pa.Table:
    """Return one row a submission: who filed, from where, which revision."""
    rows = [
        {
            "cluster_id": submission.cluster_id,
            "year": submission.year,
            "revision": submission.revision,
            "sha256": submission.sha256,
            "name": submission.document["cluster"]["name"],
            **submission.document["region"],
            "sector": submission.document["cluster"]["sector"],
            "industry": submission.document["cluster"]["industry"],
            "demo": submission.document["cluster"]["demo"],
            "form": submission.document["form"],
            "form_version": submission.document["form_version"],
            "batch": batch,
            "line": line,
            PROVINCIAL: submission.provincial,
        }
        for line, submission in enumerate(submissions)
    ]
    return table_of(rows, headers_schema())


def cell_table(submissions: Iterable[Submission]) -> pa.Table:
    """Return one row a cell, this year's before the year before's."""
    parts = [
        (submission, period, submission.document[key])
        for submission in submissions
        for period, key in PERIODS
    ]
    texts = [cell_texts(cell) for _, _, said in parts for cell in said.values()]
    shared: dict[str, list[str]] = {
        "cluster_id": [part.cluster_id for part, _, _ in parts],
        "year": [str(part.year) for part, _, _ in parts],
        "revision": [str(part.revision) for part, _, _ in parts],
        "period": [period for _, period, _ in parts],
        "form": [part.form for part, _, _ in parts],
    }
    own: dict[str, list[str | None]] = {
        "field": [name for _, _, said in parts for name in said],
        "value": [value for value, _, _ in texts],
        "status": [status for _, status, _ in texts],
        "reason": [reason for _, _, reason in texts],
    }
    kinds = {field.name: field.type for field in cells_schema()}
    # What all cells of a part share is written once and repeated by Arrow.
    times = [len(said) for _, _, said in parts]
    columns = {
        name: repeated(column(values, kinds[name]), times) for name, values in shared.items()
    }
    columns |= {name: column(values, kinds[name]) for name, values in own.items()}
    return pa.Table.from_pydict(columns, schema=cells_schema())
