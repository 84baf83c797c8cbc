"""A batch: filings, lists of firms and their journal lines, which go in together or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiqun.base.files import write_atomically
from jiqun.workspace import journal
from jiqun.workspace.checked import remember
from jiqun.workspace.copies import keep_copy
from jiqun.workspace.documents import Submission
from jiqun.workspace.journal import Acceptance, Signature
from jiqun.workspace.manifests import write_manifest
from jiqun.workspace.soundness import TABLES
from jiqun.workspace.spans import Spans, read_table

FORMAT = 2
"""1 was without a journal, and kept the lists of firms under a manifest of their own."""
MANIFEST = "workspace.json"
MERGE_ABOVE = 64
"""More table files than this are merged into one: the web accepts filings one by one."""


@dataclass
class Batch:
    """What goes into a workspace with one manifest; made by ``Workspace.writing``.

    Parts are written as they come, under names no manifest knows yet. :meth:`commit` writes the
    documents, their tables and the journal, and the manifest last.

    Parameters
    ----------
    folder
        The workspace.
    manifest
        As it stands.
    """

    folder: Path
    manifest: Mapping[str, Any]
    _submissions: list[Submission] = field(default_factory=list)
    _entries: list[tuple[Acceptance, Signature]] = field(default_factory=list)
    _rooms: dict[str, Any] = field(default_factory=dict)

    def add(self, submissions: Sequence[Submission], by: Signature) -> None:
        """Take submissions in.

        Parameters
        ----------
        submissions
            Documents already checked, each with its revision.
        by
            Who brings them.
        """
        self._submissions += submissions
        self._entries += [(_acceptance(submission), by) for submission in submissions]

    def enter(self, accepted: Acceptance, by: Signature) -> None:
        """Enter something in the journal that is no submission."""
        self._entries.append((accepted, by))

    def room(self, name: str) -> Any:
        """Return what the manifest says of a room above this floor, or None."""
        return self._rooms.get(name, self.manifest.get("rooms", {}).get(name))

    def put(self, place: str, content: bytes) -> None:
        """Write a part; nobody sees it until :meth:`say` names it and the batch is committed."""
        write_atomically(self.folder / place, content)

    def say(self, room: str, said: Mapping[str, Any]) -> None:
        """Set what the manifest is to say of a room."""
        self._rooms[room] = said

    def commit(self) -> None:
        """Write everything, the manifest last; nothing where nothing was taken in."""
        if not (self._submissions or self._entries or self._rooms):
            return
        if self.manifest.get("format", 1) < FORMAT and self.manifest["batches"]:
            keep_copy(self.folder, FORMAT)
        manifest = {**self.manifest, "format": FORMAT}
        manifest["rooms"] = {**manifest.get("rooms", {}), **self._rooms}
        written = self._write_submissions(manifest) if self._submissions else []
        self._write_journal(manifest)
        write_manifest(self.folder / MANIFEST, manifest)
        remember(self.folder, written, ("", TABLES))
        self.manifest = manifest
        self._submissions, self._entries, self._rooms = [], [], {}

    def _write_submissions(self, manifest: dict[str, Any]) -> list[Path]:
        """Write documents and tables, and return the files written."""
        spans, batch = Spans(self.folder), manifest["batches"] + 1
        spans.write(batch, self._submissions)
        listed = [*manifest["tables"], [batch, batch]]
        if len(listed) > MERGE_ABOVE:
            listed = [spans.merge(listed)]
        manifest |= {"batches": batch, "tables": listed}
        return [spans.documents(batch), *spans.tables(listed[-1])]

    def _write_journal(self, manifest: dict[str, Any]) -> None:
        entries = [*self._entries_before(), *self._entries]
        content, said = journal.continued(manifest.get("journal", journal.EMPTY), entries)
        write_atomically(journal.journal_file(self.folder, said["files"]), content)
        manifest["journal"] = said

    def _entries_before(self) -> list[tuple[Acceptance, Signature]]:
        """Return what was accepted before there was a journal; it enters once, marked so."""
        if "journal" in self.manifest:
            return []
        unknown = Signature("", journal.BEFORE_THE_JOURNAL)
        spans = Spans(self.folder)
        columns = ["cluster_id", "year", "revision", "sha256"]
        return [
            (Acceptance(journal.FILING, *row.values()), unknown)
            for span in self.manifest["tables"]
            for row in read_table(spans.table("headers", span), columns).to_pylist()
        ]


def _acceptance(submission: Submission) -> Acceptance:
    cluster, year = submission.cluster_id, submission.year
    kind = journal.kind_of(submission.form)
    return Acceptance(kind, cluster, year, submission.revision, submission.sha256)
