"""Figures as a table in a file: JSON, CSV or Parquet."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiqun.base.csv_files import csv_bytes
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.files import write_atomically
from jiqun.base.json_files import indented_json
from jiqun.indicators import Figure

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = (
    "level",
    "key",
    "id",
    "indicator",
    "year",
    "value",
    "unit",
    "status",
    "numerator",
    "denominator",
    "previous",
    "reporting",
    "expected",
    "not_applicable",
    "method",
)


def write_figures(figures: Sequence[Figure], path: Path) -> None:
    """Write figures, numbers as decimal text.

    Parameters
    ----------
    figures
        In the order to write.
    path
        Ending in .json, .csv or .parquet.

    Raises
    ------
    Refused
        Where the ending is none of these.
    """
    writers = {".json": _json, ".csv": _csv, ".parquet": _parquet}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        details = {"ending": path.suffix or "-", "known": " ".join(writers)}
        raise Refused([Problem("reports.unknown_ending", Where(file=path.name), details)])
    write_atomically(path, writer([one.record() for one in figures]))


def _json(rows: list[dict[str, Any]]) -> bytes:
    return (indented_json(rows) + "\n").encode()


def _csv(rows: list[dict[str, Any]]) -> bytes:
    return csv_bytes(rows, COLUMNS)


def figure_schema() -> "pa.Schema":
    """Return the columns of figures in a Parquet file: decimals are text, to the last digit."""
    import pyarrow as pa

    kinds = {
        "year": pa.int32(),
        "reporting": pa.int64(),
        "expected": pa.int64(),
        "not_applicable": pa.int64(),
    }
    return pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])


def _parquet(rows: list[dict[str, Any]]) -> bytes:
    import pyarrow as pa

    from jiqun.workspace.spans import parquet_bytes

    return parquet_bytes(pa.Table.from_pylist(rows, schema=figure_schema()))
