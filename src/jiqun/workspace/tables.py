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
    parts = [(one, period, one.document[key]) for one in submissions for period, key in PERIODS]
    texts = [cell_texts(cell) for _, _, said in parts for cell in said.values()]
    # What all cells of a part share is written once and repeated by Arrow.
    owners = pa.array([n for n, (_, _, said) in enumerate(parts) for _ in said], type=pa.int32())
    shared: dict[str, list[object]] = {
        "cluster_id": [one.cluster_id for one, _, _ in parts],
        "year": [one.year for one, _, _ in parts],
        "revision": [one.revision for one, _, _ in parts],
        "period": [period for _, period, _ in parts],
    }
    own: dict[str, list[object]] = {
        "field": [name for _, _, said in parts for name in said],
        "value": [value for value, _, _ in texts],
        "status": [status for _, status, _ in texts],
        "reason": [reason for _, _, reason in texts],
    }
    columns = {name: _array(name, values).take(owners) for name, values in shared.items()}
    columns |= {name: _array(name, values) for name, values in own.items()}
    return pa.Table.from_pydict(columns, schema=CELLS)


def _array(name: str, values: Sequence[object]) -> pa.Array:
    """Return a column; decimals come as text, which Arrow reads faster than Python decimals."""
    kind = CELLS.field(name).type
    if pa.types.is_decimal(kind):
        return pa.array(values, type=pa.string()).cast(kind)
    return pa.array(values, type=kind)
