"""What differs between two snapshots, cell by cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jiqun.base.canonical import decimal_text
from jiqun.workspace.columns import rows_in
from jiqun.workspace.questions import filed_cells
from jiqun.workspace.snapshots import Snapshot

COLUMNS = ("cluster_id", "year", "period", "field", "value", "status", "reason")


def differences(one: Snapshot, other: Snapshot) -> list[dict[str, Any]]:
    """Return every cell in which two snapshots differ, sorted.

    Parameters
    ----------
    one, other
        The older and the newer.

    Returns
    -------
    list of dict
        ``cluster_id, year, period, field, before, after``; ``before`` and ``after`` hold value,
        status and reason, or None where the cell is not there.
    """
    left, right = _cells_by_place(one), _cells_by_place(other)
    return [
        dict(
            zip(("cluster_id", "year", "period", "field"), place, strict=True),
            before=left.get(place),
            after=right.get(place),
        )
        for place in sorted(left.keys() | right.keys())
        if left.get(place) != right.get(place)
    ]


def _cells_by_place(snapshot: Snapshot) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {
        row[:4]: {"value": _plain(row[4]), "status": row[5], "reason": row[6]}
        for row in rows_in(snapshot.arrow(filed_cells, columns=COLUMNS))
    }


def _plain(value: Any) -> Any:
    return decimal_text(value) if isinstance(value, Decimal) else value
