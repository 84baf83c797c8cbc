"""Rosters in a workspace: Parquet files and a manifest, replaced so that nobody sees half of it.

Each import writes one file with the whole list of every cluster in it; the manifest says which file
counts for which cluster. Older files stay: they are the history of a list.
"""

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from jiqun.base.canonical import canonical_json, decimal_text, rows_hash
from jiqun.base.files import write_atomically
from jiqun.base.quantities import FRACTION_DIGITS, INTEGER_DIGITS
from jiqun.clusters.roster import Firm, Roster, TierPeriod, tier_text
from jiqun.workspace import Workspace

FORMAT = 1
MANIFEST = "manifest.json"
MERGE_ABOVE = 64
"""When the lists that count lie in more files than this, they are written into one."""

TIER = pa.struct([("tier", pa.string()), ("from", pa.date32()), ("until", pa.date32())])
FIRMS = pa.schema(
    [
        ("cluster_id", pa.string()),
        ("credit_code", pa.string()),
        ("name", pa.string()),
        ("county_code", pa.string()),
        ("industry", pa.string()),
        ("size", pa.string()),
        ("tiers", pa.list_(TIER)),
        ("key_supplier", pa.string()),
        ("output", pa.decimal128(INTEGER_DIGITS + FRACTION_DIGITS, FRACTION_DIGITS)),
        ("employment", pa.int64()),
        ("from", pa.date32()),
        ("until", pa.date32()),
    ]
)


@dataclass(frozen=True)
class StoredRoster:
    """What the manifest says of a cluster's list."""

    file: str
    firms: int
    sha256: str
    revision: int


@dataclass(frozen=True)
class RosterStore:
    """The lists of firms of a workspace.

    Parameters
    ----------
    workspace
        The workspace; lists lie in its folder ``roster``.
    """

    workspace: Workspace

    @property
    def folder(self) -> Path:
        """The folder of the lists."""
        return self.workspace.folder / "roster"

    def known(self) -> dict[str, StoredRoster]:
        """Return the list that counts for each cluster."""
        return {name: StoredRoster(**said) for name, said in self._manifest()["clusters"].items()}

    def put(self, rosters: Sequence[Roster]) -> list[str]:
        """Store lists, all or none; call inside :meth:`jiqun.workspace.Workspace.writing`.

        Parameters
        ----------
        rosters
            Whole lists, already checked; each replaces the cluster's list stored before.

        Returns
        -------
        list of str
            The clusters whose list is new or changed.
        """
        manifest = self._manifest()
        clusters: dict[str, Any] = manifest["clusters"]
        hashes = {one.cluster_id: roster_hash(one.firms) for one in rosters}
        stored = {name: said["sha256"] for name, said in clusters.items()}
        changed = [o for o in rosters if hashes[o.cluster_id] != stored.get(o.cluster_id)]
        if not changed:
            return []
        number = manifest["files"] + 1
        name = f"firms-{number:06}.parquet"
        self._write(name, [firm for one in changed for firm in one.firms])
        for one in changed:
            before = clusters.get(one.cluster_id, {"revision": 0})
            clusters[one.cluster_id] = {
                "file": name,
                "firms": len(one.firms),
                "sha256": hashes[one.cluster_id],
                "revision": before["revision"] + 1,
            }
        manifest = {**manifest, "files": number, "clusters": clusters}
        if len({said["file"] for said in clusters.values()}) > MERGE_ABOVE:
            manifest = self._merged(manifest)
        write_atomically(self.folder / MANIFEST, canonical_json(manifest) + b"\n")
        return [one.cluster_id for one in changed]

    def firms(self, cluster_id: str = "") -> list[Firm]:
        """Return the firms of one cluster, or of all, in the order of their files.

        Parameters
        ----------
        cluster_id
            Empty for all clusters.
        """
        return [_firm(row) for row in self.table(cluster_id).to_pylist()]

    def table(self, cluster_id: str = "") -> pa.Table:
        """Return the lists that count as one Arrow table, for statistics.

        Parameters
        ----------
        cluster_id
            Empty for all clusters.
        """
        known = self.known()
        wanted = {cluster_id} & known.keys() if cluster_id else known.keys()
        by_file: dict[str, list[str]] = {}
        for name in sorted(wanted):
            by_file.setdefault(known[name].file, []).append(name)
        parts = [
            pq.read_table(self.folder / file, filters=[("cluster_id", "in", names)])
            for file, names in sorted(by_file.items())
        ]
        return pa.concat_tables(parts) if parts else FIRMS.empty_table()

    def _merged(self, manifest: dict[str, Any]) -> dict[str, Any]:
        """Write the lists that count into one file; the old files stay as history."""
        number = manifest["files"] + 1
        name = f"firms-{number:06}.parquet"
        by_file: dict[str, list[str]] = {}
        for cluster, said in manifest["clusters"].items():
            by_file.setdefault(said["file"], []).append(cluster)
        parts = [
            pq.read_table(self.folder / file, filters=[("cluster_id", "in", names)])
            for file, names in sorted(by_file.items())
        ]
        self._write_table(name, pa.concat_tables(parts))
        clusters = {key: {**said, "file": name} for key, said in manifest["clusters"].items()}
        return {**manifest, "files": number, "clusters": clusters}

    def _write(self, name: str, firms: Sequence[Firm]) -> None:
        self._write_table(name, firm_table(firms))

    def _write_table(self, name: str, table: pa.Table) -> None:
        content = io.BytesIO()
        pq.write_table(table, content, compression="zstd")
        write_atomically(self.folder / name, content.getvalue())

    def _manifest(self) -> dict[str, Any]:
        path = self.folder / MANIFEST
        if not path.is_file():
            return {"format": FORMAT, "files": 0, "clusters": {}}
        found: dict[str, Any] = json.loads(path.read_bytes())
        return found


def firm_table(firms: Sequence[Firm]) -> pa.Table:
    """Return firms as an Arrow table, a row each."""
    tiers = [
        [{"tier": t.tier, "from": t.since, "until": t.until} for t in one.tiers] for one in firms
    ]
    columns: list[list[Any]] = [
        [one.cluster_id for one in firms],
        [one.credit_code for one in firms],
        [one.name for one in firms],
        [one.county_code for one in firms],
        [one.industry for one in firms],
        [one.size for one in firms],
        tiers,
        [one.key_supplier for one in firms],
        [one.output for one in firms],
        [one.employment for one in firms],
        [one.since for one in firms],
        [one.until for one in firms],
    ]
    arrays = [
        pa.array(column, type=field.type) for column, field in zip(columns, FIRMS, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=FIRMS)


def roster_hash(firms: Iterable[Firm]) -> str:
    """Return the SHA-256 over a list's rows, whatever their order in the file."""
    return rows_hash(
        (
            one.credit_code,
            one.name,
            one.county_code,
            one.industry,
            one.size,
            tier_text(sorted(one.tiers, key=_tier_order)) if one.tiers else "",
            one.key_supplier,
            None if one.output is None else decimal_text(one.output),
            one.employment,
            one.since.isoformat() if one.since else None,
            one.until.isoformat() if one.until else None,
        )
        for one in firms
    )


def _tier_order(one: TierPeriod) -> tuple[str, date, date]:
    return one.tier, one.since, one.until or date.max


def _firm(row: dict[str, Any]) -> Firm:
    output = row["output"]
    return Firm(
        row["credit_code"],
        row["name"],
        row["county_code"],
        row["industry"],
        row["size"],
        tuple(TierPeriod(one["tier"], one["from"], one["until"]) for one in row["tiers"]),
        row["key_supplier"],
        None if output is None else Decimal(decimal_text(output)),
        row["employment"],
        row["cluster_id"],
        row["from"],
        row["until"],
    )
