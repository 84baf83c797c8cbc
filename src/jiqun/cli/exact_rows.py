"""Rows as tables take them: exact decimals for people, Parquet for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jiqun.base.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path


def exact(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its fractions as decimals, as tables print them.

    Examples
    --------
    >>> exact({"share": 0.25, "firms": 3})
    {'share': Decimal('0.25'), 'firms': 3}
    """
    return {
        name: Decimal(str(cell)) if isinstance(cell, float) else cell for name, cell in row.items()
    }


def write_parquet(rows: Sequence[Mapping[str, Any]], kinds: Mapping[str, str], path: Path) -> None:
    """Write rows with the demonstration's mark as Parquet.

    Parameters
    ----------
    rows
        A mapping each, with ``demo``.
    kinds
        The type of each column by Arrow's name, in the order they stand in.
    path
        The file.
    """
    from jiqun.base.arrow import pa
    from jiqun.workspace.spans import parquet_bytes

    columns = [(name, getattr(pa, kind)()) for name, kind in kinds.items()]
    schema = pa.schema([*columns, ("demo", pa.bool_())])
    write_atomically(path, parquet_bytes(pa.Table.from_pylist([dict(row) for row in rows], schema)))
