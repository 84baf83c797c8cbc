"""Where a workspace keeps its register: parts as imported, the settled table, the ledger."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jiqun.base.arrow import pa, pq
from jiqun.base.errors import NotFound, Problem, Where
from jiqun.base.files import make_folder
from jiqun.workspace.checked import refuse_unless_right
from jiqun.workspace.manifests import read_manifest, write_manifest

Manifest = dict[str, Any]
FORMAT = 1
TABLES = ("enterprises", "ledger")


@cache
def part_schema() -> pa.Schema:
    """Return the columns of a part's rows."""
    return pa.schema(
        [
            ("row", pa.int64()),
            ("source", pa.string()),
            ("line", pa.int64()),
            ("name", pa.string()),
            ("core_name", pa.string()),
            ("code", pa.string()),
            ("code_status", pa.string()),
            ("region", pa.string()),
            ("registered_on", pa.string()),
            ("kind", pa.string()),
            ("capital", pa.string()),
            ("scope", pa.string()),
            ("address", pa.string()),
            ("employees", pa.int64()),
            ("tier", pa.string()),
            ("prefecture", pa.string()),
            ("named_county", pa.string()),
            ("named_in_full", pa.bool_()),
            ("county_stated", pa.bool_()),
            ("zone_county", pa.string()),
            ("name_county", pa.string()),
            ("town", pa.string()),
            ("place_words", pa.list_(pa.string())),
            ("industry_code", pa.string()),
            ("industry_confidence", pa.float64()),
            ("industry_words", pa.string()),
            ("activity", pa.string()),
            ("side_codes", pa.list_(pa.string())),
            ("made", pa.list_(pa.string())),
        ]
    )


@cache
def event_schema() -> pa.Schema:
    """Return the columns of what happened to the rows that were not kept."""
    return pa.schema(
        [
            ("source", pa.string()),
            ("line", pa.int64()),
            ("outcome", pa.string()),
            ("reason", pa.string()),
            ("raw", pa.string()),
        ]
    )


@dataclass(frozen=True, slots=True)
class RegistryStore:
    """The register's folder inside a workspace.

    Parameters
    ----------
    workspace
        The workspace's folder.
    """

    workspace: Path

    @property
    def folder(self) -> Path:
        """The register's own folder."""
        return self.workspace / "registry"

    @property
    def enterprises(self) -> Path:
        """The settled table: one row an enterprise."""
        return self._table("enterprises")

    @property
    def ledger(self) -> Path:
        """What happened to rows: rejected, repaired, merged, each with its reason."""
        return self._table("ledger")

    def parts(self, kind: str, batches: Sequence[int] | None = None) -> list[Path]:
        """Return the part files of the batches in force, in order."""
        known = self.manifest()["batches"] if batches is None else batches
        return [
            path
            for batch in known
            for path in sorted((self.folder / "parts").glob(f"{batch:06}-*-{kind}.parquet"))
        ]

    def part(self, batch: int, block: int, kind: str) -> Path:
        """Return where a block's part lies."""
        return self.folder / "parts" / f"{batch:06}-{block:06}-{kind}.parquet"

    def manifest(self) -> Manifest:
        """Return what was imported; an empty register where nothing was.

        Raises
        ------
        Refused
            Where the manifest is damaged or of a later format.
        """
        path = self.folder / "manifest.json"
        if not path.is_file():
            return {"format": FORMAT, "batches": [], "files": [], "edition": 0, "profile": None}
        return read_manifest(path, FORMAT, {"batches": list, "files": list, "edition": int})

    def write_manifest(self, manifest: Manifest) -> None:
        """Replace the manifest; from here on the new tables are the register."""
        write_manifest(self.folder / "manifest.json", manifest)

    def require(self) -> Path:
        """Return the settled table.

        Raises
        ------
        NotFound
            Where no register was imported.
        Refused
            Where the table is damaged, or not the one that was written.
        """
        manifest = self.manifest()
        if not manifest["batches"]:
            raise NotFound(Problem("registry.nothing_imported", Where(file=str(self.workspace))))
        files = self._tables(manifest)
        refuse_unless_right(self.workspace, files, lambda: self._faults(files, manifest))
        return self.enterprises

    def problems(self) -> Iterator[Problem]:
        """Hold every part and table that counts against its digest."""
        manifest = self.manifest()
        if manifest["batches"]:
            parts = [
                part for batch in manifest["batches"] for part in self._listed(batch, manifest)
            ]
            yield from self._faults([*parts, *self._tables(manifest)], manifest)

    def damaged_batches(self, manifest: Manifest) -> list[int]:
        """Return the imports whose parts cannot be read or are not what was written."""
        return [
            batch
            for batch in manifest["batches"]
            if any(self._faults(self._listed(batch, manifest), manifest))
        ]

    def digests(self, batches: Sequence[int], edition: int) -> dict[str, str]:
        """Return the SHA-256 of the files of some batches and an edition, by name.

        They tell whether a file is as it was written; what a register says is never known by them.
        """
        tables = [self.edition_path(name, edition) for name in TABLES]
        parts = [part for kind in ("rows", "events") for part in self.parts(kind, batches)]
        return {self._name(file): digest(file) for file in (*parts, *tables)}

    def _tables(self, manifest: Manifest) -> list[Path]:
        return [self.edition_path(name, manifest["edition"]) for name in TABLES]

    def _listed(self, batch: int, manifest: Manifest) -> list[Path]:
        """Return a batch's parts: those written down, else those that are there."""
        start = f"parts/{batch:06}-"
        named = [name for name in manifest.get("digests", {}) if name.startswith(start)]
        if named:
            return [self.folder / name for name in sorted(named)]
        return self.parts("rows", [batch]) + self.parts("events", [batch])

    def _faults(self, files: Sequence[Path], manifest: Manifest) -> Iterator[Problem]:
        known = manifest.get("digests", {})
        for file in files:
            right = known.get(self._name(file))
            try:
                whole = digest(file) == right if right else _opens(file)
            except OSError:
                whole = False
            if not whole:
                yield Problem("registry.store_damaged", Where(file=str(file)))

    def _name(self, file: Path) -> str:
        return file.relative_to(self.folder).as_posix()

    def edition_path(self, name: str, edition: int) -> Path:
        """Return where an edition of a settled table lies; readers keep the one they opened."""
        return self.folder / f"{name}-{edition:06}.parquet"

    def _table(self, name: str) -> Path:
        return self.edition_path(name, self.manifest()["edition"])


def write_part(path: Path, columns: Mapping[str, list[Any]], schema: pa.Schema) -> None:
    """Write columns as one Parquet file; it is on the disk when this returns.

    No manifest knows the file yet, so it may be half there for a while.
    """
    make_folder(path.parent)
    table = pa.table(
        [pa.array(columns[name], schema.field(name).type) for name in schema.names], schema=schema
    )
    with path.open("wb") as file:
        pq.write_table(table, file, compression="zstd", compression_level=1)
        file.flush()
        os.fsync(file.fileno())


def digest(file: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _opens(file: Path) -> bool:
    """Tell whether a Parquet file has its head and its end."""
    try:
        with file.open("rb") as opened:
            pq.ParquetFile(opened)
    except pa.ArrowException:
        return False
    return True
