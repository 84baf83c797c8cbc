"""Where a workspace keeps its register: parts as imported, the settled table, the ledger."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jiqun.base.canonical import canonical_json
from jiqun.base.errors import NotFound, Problem, Where
from jiqun.base.files import write_atomically

FORMAT = 1
PART_SCHEMA = pa.schema(
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
EVENT_SCHEMA = pa.schema(
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

    def manifest(self) -> dict[str, Any]:
        """Return what was imported; an empty register where nothing was."""
        path = self.folder / "manifest.json"
        if not path.is_file():
            return {"format": FORMAT, "batches": [], "files": [], "edition": 0, "profile": None}
        found: dict[str, Any] = json.loads(path.read_bytes())
        return found

    def write_manifest(self, manifest: dict[str, Any]) -> None:
        """Replace the manifest; from here on the new tables are the register."""
        write_atomically(self.folder / "manifest.json", canonical_json(manifest) + b"\n")

    def require(self) -> Path:
        """Return the settled table.

        Raises
        ------
        NotFound
            Where no register was imported.
        """
        if not self.manifest()["batches"]:
            raise NotFound(Problem("registry.nothing_imported", Where(file=str(self.workspace))))
        return self.enterprises

    def edition_path(self, name: str, edition: int) -> Path:
        """Return where an edition of a settled table lies; readers keep the one they opened."""
        return self.folder / f"{name}-{edition:06}.parquet"

    def _table(self, name: str) -> Path:
        return self.edition_path(name, self.manifest()["edition"])


def write_part(path: Path, columns: Mapping[str, list[Any]], schema: pa.Schema) -> None:
    """Write columns as one Parquet file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pa.table(
        [pa.array(columns[name], schema.field(name).type) for name in schema.names], schema=schema
    )
    pq.write_table(table, path, compression="zstd", compression_level=1)
