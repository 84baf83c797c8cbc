"""The table files of a workspace: each holds the headers or cells of a span of batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jiqun.base.arrow import pa, pq
from jiqun.base.files import write_atomically
from jiqun.workspace import tables
from jiqun.workspace.documents import Submission

KINDS = ("headers", "cells")
Span = Sequence[int]
"""The first and the last batch."""


@dataclass(frozen=True, slots=True)
class Spans:
    """The folders of documents and tables.

    Parameters
    ----------
    folder
        The workspace.
    """

    folder: Path

    def documents(self, batch: int) -> Path:
        """Return the file one batch of documents lies in, one canonical document a line."""
        return self.folder / "submissions" / f"{batch:06}.jsonl"

    def table(self, kind: str, span: Span) -> Path:
        """Return the file of headers or cells of a span."""
        return self.folder / "tables" / f"{kind}-{span[0]:06}-{span[1]:06}.parquet"

    def tables(self, span: Span) -> tuple[Path, ...]:
        """Return both files of a span."""
        return tuple(self.table(kind, span) for kind in KINDS)

    def batches(self, span: Span) -> list[Path]:
        """Return the documents a span's tables were made from."""
        return [self.documents(batch) for batch in range(span[0], span[1] + 1)]

    def write(self, batch: int, submissions: Sequence[Submission]) -> None:
        """Write a batch: its documents first, then the tables made from them."""
        lines = b"".join(submission.canonical + b"\n" for submission in submissions)
        write_atomically(self.documents(batch), lines)
        self.write_tables(
            (batch, batch), tables.header_table(submissions, batch), tables.cell_table(submissions)
        )

    def write_tables(self, span: Span, *made: pa.Table) -> None:
        """Write headers and cells of a span."""
        for file, table in zip(self.tables(span), made, strict=True):
            write_atomically(file, parquet_bytes(table))

    def merge(self, spans: Sequence[Span]) -> list[int]:
        """Write one table for many; the many stay for readers that hold the old manifest."""
        whole = [spans[0][0], spans[-1][1]]
        parts = zip(*(self.tables(span) for span in spans), strict=True)
        told = zip(parts, (tables.told_apart, tables.of_forms), strict=True)
        made = (pa.concat_tables(tell(read_table(file)) for file in files) for files, tell in told)
        self.write_tables(whole, *made)
        kept = {file for span in (*spans, whole) for file in self.tables(span)}
        for file in sorted((self.folder / "tables").glob("*.parquet")):
            if file not in kept:
                file.unlink()
        return whole


def read_table(file: Path, columns: list[str] | None = None) -> pa.Table:
    """Return a Parquet file's rows; its path is a path and nothing else.

    Not ``pq.read_table``: it imports pandas, which costs half a second, and reads partitions into
    the names of folders.
    """
    with file.open("rb") as opened:
        return pq.ParquetFile(opened).read(columns=columns)


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as the bytes of a Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())
