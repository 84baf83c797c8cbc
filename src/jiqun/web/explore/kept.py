"""What was computed once is kept as a file in the workspace's ``web`` folder.

Every file's name carries the hashes of what it was made from, so it is never out of date; the
folder can be deleted at any time. Of several processes one computes, the others wait and read.
"""

from __future__ import annotations

import fcntl
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from jiqun.base.files import write_atomically
from jiqun.base.quantities import Status
from jiqun.indicators import Figure
from jiqun.web.explore.making import waiting

if TYPE_CHECKING:
    from typing import Any

NUMBERS = ("value", "numerator", "denominator", "previous")


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return a file's content, made and written first where there is none.

    Parameters
    ----------
    path
        Named by what it is made from.
    make
        Makes the content.

    Raises
    ------
    Busy
        Where it has to be waited for, and as many wait as may.
    """
    if path.is_file():
        return path.read_bytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    with waiting(), (path.parent / f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.is_file():
            write_atomically(path, make())
    return path.read_bytes()


def read_figures(content: bytes) -> list[Figure]:
    """Return the figures of a Parquet table: the inverse of ``jiqun.reports.figure_files``."""
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(content))
    columns = {name: table.column(name).to_pylist() for name in table.column_names}
    for name in NUMBERS:
        columns[name] = [None if text is None else Decimal(text) for text in columns[name]]
    columns["status"] = [Status(text) for text in columns["status"]]
    _share_texts(columns)
    names = list(columns)
    rows = zip(*columns.values(), strict=True)
    return [Figure(**dict(zip(names, row, strict=True))) for row in rows]


def _share_texts(columns: dict[str, list[Any]]) -> None:
    """Keep one copy of each repeated text: fifty thousand figures share a few hundred."""
    for name in ("id", "indicator", "level", "key", "unit", "method"):
        seen: dict[str, str] = {}
        columns[name] = [seen.setdefault(text, text) for text in columns[name]]
