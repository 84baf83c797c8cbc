"""Documents as Arrow tables: one of headers (a row a submission), one of cells (a row a cell)."""

from collections.abc import Iterable, Sequence

import pyarrow as pa

from jiqun.base.quantities import FRACTION_DIGITS, INTEGER_DIGITS
from jiqun.workspace.documents import PERIODS, Submission, cell_texts

CELL_VALUE = pa.decimal128(INTEGER_DIGITS + FRACTION_DIGITS, FRACTION_DIGITS)

HEADERS = pa.schema(
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
    ]
)

CELLS = pa.schema(
    [
        ("cluster_id", pa.string()),
        ("year", pa.int32()),
        ("revision", pa.int32()),
        ("period", pa.string()),
        ("field", pa.string()),
        ("value", CELL_VALUE),
        ("status", pa.string()),
        ("reason", pa.string()),
    ]
)


def header_table(submissions: Sequence[Submission], batch: int) -> pa.Table:
    """Return one row a submission: who filed, from where, which revision."""
    rows = [
        {
            "cluster_id": one.cluster_id,
            "year": one.year,
            "revision": one.revision,
            "sha256": one.sha256,
            "name": one.document["cluster"]["name"],
            **one.document["region"],
            "sector": one.document["cluster"]["sector"],
            "industry": one.document["cluster"]["industry"],
            "demo": one.document["cluster"]["demo"],
            "form": one.document["form"],
            "form_version": one.document["form_version"],
            "batch": batch,
            "line": line,
        }
        for line, one in enumerate(submissions)
    ]
    return pa.Table.from_pylist(rows, schema=HEADERS)


def cell_table(submissions: Iterable[Submission]) -> pa.Table:
    """Return one row a cell, this year's before the year before's."""
    columns: list[list[object]] = [[] for _ in CELLS]
    for one in submissions:
        for period, part in PERIODS.items():
            said = one.document[part]
            if not said:
                continue
            shared = (one.cluster_id, one.year, one.revision, period)
            parts = [[value] * len(said) for value in shared]
            texts = zip(*map(cell_texts, said.values()), strict=True)
            for column, added in zip(columns, (*parts, said, *texts), strict=True):
                column.extend(added)
    arrays = [_array(column, field.type) for column, field in zip(columns, CELLS, strict=True)]
    return pa.Table.from_arrays(arrays, schema=CELLS)


def _array(column: list[object], kind: pa.DataType) -> pa.Array:
    """Return a column; decimals come as text, which Arrow reads faster than Python decimals."""
    if pa.types.is_decimal(kind):
        return pa.array(column, type=pa.string()).cast(kind)
    return pa.array(column, type=kind)
