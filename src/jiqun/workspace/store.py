"""The workspace folder: one writer at a time, readers whenever they like."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jiqun.base.errors import NotFound, Problem, Refused, Where
from jiqun.base.files import make_folder
from jiqun.base.form_model import YEARLY
from jiqun.base.lock import locked
from jiqun.workspace import soundness
from jiqun.workspace.accepted import Accepted
from jiqun.workspace.batches import FORMAT, MANIFEST, Batch
from jiqun.workspace.checked import refuse_unless_right
from jiqun.workspace.closed_cells import ClosedFiles
from jiqun.workspace.journal import EMPTY
from jiqun.workspace.manifests import damaged, read_manifest, write_manifest
from jiqun.workspace.snapshots import Snapshot
from jiqun.workspace.spans import Spans


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
        make_folder(folder)
        empty = {"format": FORMAT, "batches": 0, "tables": [], "rooms": {}, "journal": EMPTY}
        write_manifest(folder / MANIFEST, empty)
        return cls(folder)

    @classmethod
    def open(cls, folder: Path) -> "Workspace":
        """Open a workspace, of this version or an earlier one.

        Raises
        ------
        NotFound
            Where the folder is none.
        Refused
            Where its manifest is damaged or of a later format.
        """
        if not (folder / MANIFEST).is_file():
            raise NotFound(Problem("workspace.not_found", Where(file=str(folder))))
        workspace = cls(folder)
        workspace.manifest()
        return workspace

    @contextmanager
    def writing(self) -> Iterator[Batch]:
        """Hold the right to write; other writers wait, readers never do.

        Yields
        ------
        Batch
            What is put into it is committed when the block ends well, and gone otherwise.

        Raises
        ------
        Busy
            Where another writer holds the right for too long.
        """
        with locked(self.folder):
            batch = Batch(self.folder, self.manifest())
            yield batch
            batch.commit()

    def accepted(self, form: str = YEARLY) -> Accepted:
        """Return what was accepted until now, by cluster and year.

        Parameters
        ----------
        form
            The family of forms; what was accepted on another is not among it.

        Raises
        ------
        Refused
            Where a document is not the one that was accepted.
        """
        spans = self._spans
        for span in self._listed():
            files = [spans.table("headers", span), *spans.batches(span)]
            refuse_unless_right(
                self.folder,
                files,
                partial(soundness.document_problems, spans, span),
            )
        return Accepted(spans, self._listed(), form=form)

    def latest(self) -> Snapshot:
        """Return the latest accepted yearly filings.

        Raises
        ------
        NotFound
            Where nothing was accepted yet.
        Refused
            Where a table does not say what its documents say.
        """
        if not self._listed():
            raise NotFound(Problem("workspace.empty", Where(file=str(self.folder))))
        headers, cells = self.tables()
        closed = ClosedFiles(headers, cells)
        return Snapshot(headers, cells, folder=self.folder, closed=closed)

    def tables(self) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
        """Return the tables of headers and of cells of everything accepted, in one order.

        Raises
        ------
        Refused
            Where a table does not say what its documents say.
        """
        spans, listed = self._spans, self._listed()
        for span in listed:
            files = [*spans.tables(span), *spans.batches(span)]
            refuse_unless_right(
                self.folder,
                files,
                partial(soundness.table_problems, spans, span),
                soundness.TABLES,
            )
        headers, cells = (
            tuple(spans.table(name, span) for span in listed) for name in ("headers", "cells")
        )
        return headers, cells

    def manifest(self) -> dict[str, Any]:
        """Return what the workspace says it holds.

        Raises
        ------
        Refused
            Where that is damaged, or of a later format.
        """
        path = self.folder / MANIFEST
        said = read_manifest(path, FORMAT, {"batches": int, "tables": list})
        whole = all(_is_span(span, said["batches"]) for span in said["tables"])
        if not whole:
            raise damaged(path, "tables")
        if said.get("format", 1) > 1 and not _is_journal(said.get("journal")):
            raise damaged(path, "journal")
        return said

    @property
    def _spans(self) -> Spans:
        return Spans(self.folder)

    def _listed(self) -> list[list[int]]:
        listed: list[list[int]] = self.manifest()["tables"]
        return listed


def _is_span(said: Any, batches: int) -> bool:
    return (
        isinstance(said, list)
        and len(said) == 2
        and all(isinstance(batch, int) for batch in said)
        and 1 <= said[0] <= said[1] <= batches
    )


def _is_journal(said: Any) -> bool:
    return isinstance(said, dict) and all(
        isinstance(said.get(key), type(value)) for key, value in EMPTY.items()
    )
