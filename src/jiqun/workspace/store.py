"""The workspace folder: append submissions, read the latest, one writer at a time."""

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jiqun.base.canonical import canonical_json
from jiqun.base.errors import NotFound, Problem, Refused, Where
from jiqun.base.files import write_atomically
from jiqun.workspace import tables
from jiqun.workspace.accepted import Accepted, documents_file
from jiqun.workspace.documents import Submission
from jiqun.workspace.snapshots import Snapshot

FORMAT = 1
MANIFEST = "workspace.json"
MERGE_ABOVE = 64
"""More table files than this are merged into one: the web accepts filings one by one."""


@dataclass(frozen=True)
class Workspace:
    """An analytical store in a folder.

    Parameters
    ----------
    folder
        The folder; make one with :meth:`create`, open one with :meth:`open`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     workspace = Workspace.create(Path(folder) / "w")
    ...     len(workspace.accepted())
    0
    """

    folder: Path

    @classmethod
    def create(cls, folder: Path) -> "Workspace":
        """Make an empty workspace.

        Raises
        ------
        Refused
            Where the folder is a workspace already, or holds other files.
        """
        if (folder / MANIFEST).exists():
            raise Refused([Problem("workspace.exists", Where(file=str(folder)))])
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Refused([Problem("workspace.not_empty", Where(file=str(folder)))])
        folder.mkdir(parents=True, exist_ok=True)
        workspace = cls(folder)
        workspace._write_manifest({"format": FORMAT, "batches": 0, "tables": []})
        return workspace

    @classmethod
    def open(cls, folder: Path) -> "Workspace":
        """Open a workspace.

        Raises
        ------
        NotFound
            Where the folder is none.
        """
        if not (folder / MANIFEST).is_file():
            raise NotFound(Problem("workspace.not_found", Where(file=str(folder))))
        return cls(folder)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the right to write; other writers wait, readers never do."""
        with (self.folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def append(self, submissions: Sequence[Submission]) -> None:
        """Store submissions, all or none; call inside :meth:`writing`.

        Parameters
        ----------
        submissions
            Documents already checked, each with its revision.
        """
        if not submissions:
            return
        manifest = self._manifest()
        batch = manifest["batches"] + 1
        lines = b"".join(one.canonical + b"\n" for one in submissions)
        write_atomically(documents_file(self.folder / "submissions", batch), lines)
        span = [batch, batch]
        self._write_table("headers", span, tables.header_table(submissions, batch))
        self._write_table("cells", span, tables.cell_table(submissions))
        spans = [*manifest["tables"], span]
        if len(spans) > MERGE_ABOVE:
            spans = [self._merge(spans)]
        self._write_manifest({**manifest, "batches": batch, "tables": spans})

    def accepted(self) -> Accepted:
        """Return what was accepted until now, by cluster and year."""
        spans = self._manifest()["tables"]
        return Accepted(
            [self._table("headers", span) for span in spans], self.folder / "submissions"
        )

    def latest(self) -> Snapshot:
        """Return the latest accepted submissions.

        Raises
        ------
        NotFound
            Where nothing was accepted yet.
        """
        spans = self._manifest()["tables"]
        if not spans:
            raise NotFound(Problem("workspace.empty", Where(file=str(self.folder))))
        return Snapshot(
            tuple(self._table("headers", span) for span in spans),
            tuple(self._table("cells", span) for span in spans),
        )

    def _merge(self, spans: list[list[int]]) -> list[int]:
        """Write one table for many; the many stay for readers that hold the old manifest."""
        whole = [spans[0][0], spans[-1][1]]
        for kind in ("headers", "cells"):
            parts = [pq.ParquetFile(self._table(kind, span)).read() for span in spans]
            self._write_table(kind, whole, pa.concat_tables(parts))
        self._drop_tables_before_last_merge(spans)
        return whole

    def _drop_tables_before_last_merge(self, spans: list[list[int]]) -> None:
        kept = {self._table(kind, span) for kind in ("headers", "cells") for span in spans}
        kept |= {self._table(kind, [spans[0][0], spans[-1][1]]) for kind in ("headers", "cells")}
        for file in sorted((self.folder / "tables").glob("*.parquet")):
            if file not in kept:
                file.unlink()

    def _table(self, kind: str, span: Sequence[int]) -> Path:
        return self.folder / "tables" / f"{kind}-{span[0]:06}-{span[1]:06}.parquet"

    def _write_table(self, kind: str, span: Sequence[int], table: pa.Table) -> None:
        write_atomically(self._table(kind, span), parquet_bytes(table))

    def _manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / MANIFEST).read_bytes())
        return found

    def _write_manifest(self, manifest: dict[str, Any]) -> None:
        write_atomically(self.folder / MANIFEST, canonical_json(manifest) + b"\n")


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as the bytes of a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())
