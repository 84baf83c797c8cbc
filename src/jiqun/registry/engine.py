"""The engine of the register: a database in memory, which sees a folder under a plain name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from jiqun.base.files import plainly_named

if TYPE_CHECKING:
    import duckdb

MEMORY = "1500MB"
THREADS = 2


@contextmanager
def connected(folder: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Path]]:
    """Open a database in memory that spills into a folder when it grows.

    Parameters
    ----------
    folder
        The register's folder, whatever its name.

    Yields
    ------
    duckdb.DuckDBPyConnection
        The database.
    Path
        The folder under a name that may stand in a query: no quote, pattern or partition is in it.
    """
    import duckdb

    with plainly_named(folder) as plain, duckdb.connect() as db:
        db.execute(f"set memory_limit = '{MEMORY}'")
        db.execute(f"set temp_directory = '{plain / 'spill'}'")
        db.execute(f"set threads = {THREADS}")
        yield db, plain
