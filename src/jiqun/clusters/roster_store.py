"""Rosters in a workspace: Parquet files and an index, named by the workspace's one manifest.

Each import writes one file with the whole list of every cluster in it; the index says which file
counts for which cluster. Older files stay: they are the history of a list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from jiqun.base.arrow import pa, pq
from jiqun.base.canonical import canonical_json, decimal_text, rows_hash
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.quantities import FRACTION_DIGITS, INTEGER_DIGITS
from jiqun.clusters.roster import Firm, Roster, TierPeriod, tier_text
from jiqun.workspace import Batch, Workspace
from jiqun.workspace.batches import MANIFEST
from jiqun.workspace.checked import refuse_unless_right, remember
from jiqun.workspace.columns import column, lists_of
from jiqun.workspace.journal import BEFORE_THE_JOURNAL, ROSTER, Acceptance, Signature
from jiqun.workspace.manifests import damaged, read_manifest
from jiqun.workspace.soundness import readable
from jiqun.workspace.spans import parquet_bytes

FORMAT = 1
ROOM = "roster"
OLD_INDEX = "manifest.json"
"""The index of the first workspaces, which was a manifest of its own."""
MERGE_ABOVE = 64
"""When the lists that count lie in more files than this, they are written into one."""
KEPT_INDEXES = 8
"""Indexes that stay for readers of an earlier manifest."""


@cache
def tier_type() -> pa.DataType:
    """Return the type of a firm's tier and the days it holds."""
    return pa.struct([("tier", pa.string()), ("from", pa.date32()), ("until", pa.date32())])


@cache
def firms_schema() -> pa.Schema:
    """Return the columns of a table of firms."""
    return pa.schema(
        [
            ("cluster_id", pa.string()),
            ("credit_code", pa.string()),
            ("name", pa.string()),
            ("county_code", pa.string()),
            ("industry", pa.string()),
            ("size", pa.string()),
            ("tiers", pa.list_(tier_type())),
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
        """Return the list that counts for each cluster.

        Raises
        ------
        Refused
            Where the index is damaged, changed, or of a later format.
        """
        return _listed(self._index(self.workspace.manifest().get("rooms", {}).get(ROOM)))

    def put(self, rosters: Sequence[Roster], batch: Batch, by: Signature) -> list[str]:
        """Put lists into a batch; they count when it is committed.

        Parameters
        ----------
        rosters
            Whole lists, already checked; each replaces the cluster's list stored before.
        batch
            Of :meth:`jiqun.workspace.Workspace.writing`.
        by
            Who brings them.

        Returns
        -------
        list of str
            The clusters whose list is new or changed.
        """
        index = self._index(batch.room(ROOM))
        stored = _listed(index)
        changed = _changed(rosters, stored)
        if not changed:
            return []
        if batch.room(ROOM) is None:
            before = Signature("", BEFORE_THE_JOURNAL)
            for cluster, listed in sorted(stored.items()):
                batch.enter(_acceptance(cluster, listed), before)
        number = index["files"] + 1
        firms = [firm for roster, _ in changed for firm in roster.firms]
        batch.put(f"{ROOM}/{_file_name(number)}", parquet_bytes(firm_table(firms)))
        for roster, sha256 in changed:
            listed = _next(stored.get(roster.cluster_id), roster, sha256, _file_name(number))
            stored[roster.cluster_id] = listed
            batch.enter(_acceptance(roster.cluster_id, listed), by)
        if len({listed.file for listed in stored.values()}) > MERGE_ABOVE:
            number += 1
            stored = self._merged(stored, number, batch)
        self._write_index(number, stored, batch)
        return [roster.cluster_id for roster, _ in changed]

    def firms(self, cluster_id: str = "") -> list[Firm]:
        """Return the firms of one cluster, or of all, in the order of their files.

        Parameters
        ----------
        cluster_id
            Empty for all clusters.
        """
        return [firm_of_row(row) for row in self.table(cluster_id).to_pylist()]

    def firms_of(self, clusters: Collection[str]) -> dict[str, list[Firm]]:
        """Return the firms of some clusters, read once for all; none where there is no list."""
        known = self.known()
        self._refuse_changed(known)
        found: dict[str, list[Firm]] = {cluster: [] for cluster in clusters}
        for row in self._rows({name: known[name] for name in known.keys() & found}).to_pylist():
            found[row["cluster_id"]].append(firm_of_row(row))
        return found

    def firms_with(self, credit_codes: Collection[str]) -> list[Firm]:
        """Return the rows of all clusters that bear one of some credit codes.

        Parameters
        ----------
        credit_codes
            The codes; the rest of the nation's firms is passed over inside the Parquet reader.
        """
        if not credit_codes:
            return []
        return [firm_of_row(row) for row in self.table(credit_codes=credit_codes).to_pylist()]

    def table(
        self, cluster_id: str = "", *, credit_codes: Collection[str] | None = None
    ) -> pa.Table:
        """Return the lists that count as one Arrow table, for statistics.

        Parameters
        ----------
        cluster_id
            Empty for all clusters.
        credit_codes
            Where given, only rows with one of these codes.
        """
        known = self.known()
        self._refuse_changed(known)
        wanted = {cluster_id} & known.keys() if cluster_id else known.keys()
        return self._rows({name: known[name] for name in wanted}, credit_codes)

    def problems(self, known: Mapping[str, StoredRoster] | None = None) -> Iterator[Problem]:
        """Hold every list that counts against the hash the index names."""
        for file, clusters in _by_file(self.known() if known is None else known).items():
            table = readable(self.folder / file)
            if isinstance(table, Problem):
                yield table
                continue
            firms: dict[str, list[Firm]] = {cluster: [] for cluster in clusters}
            for row in table.to_pylist():
                if row["cluster_id"] in firms:
                    firms[row["cluster_id"]].append(firm_of_row(row))
            for cluster, listed in clusters.items():
                if roster_hash(firms[cluster]) != listed.sha256:
                    place = Where(file=str(self.folder / file), cluster=cluster)
                    yield Problem("workspace.roster_changed", place)

    def unjournaled(
        self, entries: Mapping[tuple[str, int], Mapping[str, Any]]
    ) -> Iterator[Problem]:
        """Hold the lists that count against the acceptance journal.

        Parameters
        ----------
        entries
            The journal's entries of lists, by cluster and revision.
        """
        if self.workspace.manifest().get("rooms", {}).get(ROOM) is None:
            return  # no list was accepted since there is a journal
        for cluster, listed in self.known().items():
            entry = entries.get((cluster, listed.revision))
            if entry is None or entry["sha256"] != listed.sha256:
                yield Problem("workspace.roster_differs", Where(str(self.folder), cluster=cluster))

    def _refuse_changed(self, known: Mapping[str, StoredRoster]) -> None:
        files = [self.folder / file for file in _by_file(known)]
        refuse_unless_right(self.workspace.folder, files, lambda: self.problems(known))

    def _rows(
        self, listed: Mapping[str, StoredRoster], credit_codes: Collection[str] | None = None
    ) -> pa.Table:
        codes = [] if credit_codes is None else [("credit_code", "in", {*credit_codes})]
        parts = [
            pq.read_table(
                self.folder / file,
                filters=[("cluster_id", "in", [*clusters]), *codes],
                partitioning=None,
            )
            for file, clusters in sorted(_by_file(listed).items())
        ]
        return pa.concat_tables(parts) if parts else firm_table([])

    def _merged(
        self, stored: Mapping[str, StoredRoster], number: int, batch: Batch
    ) -> dict[str, StoredRoster]:
        """Write the lists that count into one file; the old files stay as history."""
        name = _file_name(number)
        batch.put(f"{ROOM}/{name}", parquet_bytes(self._rows(stored)))
        return {cluster: replace(listed, file=name) for cluster, listed in stored.items()}

    def _write_index(self, number: int, stored: Mapping[str, StoredRoster], batch: Batch) -> None:
        clusters = {cluster: asdict(listed) for cluster, listed in stored.items()}
        content = canonical_json({"format": FORMAT, "files": number, "clusters": clusters}) + b"\n"
        name = f"lists-{number:06}.json"
        batch.put(f"{ROOM}/{name}", content)
        batch.say(ROOM, {"index": name, "sha256": hashlib.sha256(content).hexdigest()})
        remember(self.workspace.folder, [self.folder / _file_name(number)])
        for old in sorted(self.folder.glob("lists-*.json"))[:-KEPT_INDEXES]:
            old.unlink()

    def _index(self, said: Any) -> dict[str, Any]:
        """Read the index the workspace's manifest names; of old, the one that is there."""
        if said is not None and not (isinstance(said, dict) and isinstance(said.get("index"), str)):
            raise damaged(self.workspace.folder / MANIFEST, ROOM)
        path = self.folder / (OLD_INDEX if said is None else Path(said["index"]).name)
        if said is None and not path.is_file():
            return {"format": FORMAT, "files": 0, "clusters": {}}
        try:
            found = read_manifest(path, FORMAT, {"files": int, "clusters": dict})
        except FileNotFoundError:
            raise Refused([Problem("workspace.part_missing", Where(file=str(path)))]) from None
        if said is not None and hashlib.sha256(path.read_bytes()).hexdigest() != said["sha256"]:
            raise Refused([Problem("workspace.roster_index_changed", Where(file=str(path)))])
        return found


def _listed(index: Mapping[str, Any]) -> dict[str, StoredRoster]:
    return {cluster: StoredRoster(**said) for cluster, said in index["clusters"].items()}


def _changed(
    rosters: Sequence[Roster], stored: Mapping[str, StoredRoster]
) -> list[tuple[Roster, str]]:
    """Return the lists that differ from those stored, each with its hash."""
    known = {cluster: listed.sha256 for cluster, listed in stored.items()}
    hashed = [(roster, roster_hash(roster.firms)) for roster in rosters]
    return [(roster, sha256) for roster, sha256 in hashed if sha256 != known.get(roster.cluster_id)]


def _next(before: StoredRoster | None, roster: Roster, sha256: str, file: str) -> StoredRoster:
    """Return what the index is to say of a list."""
    revision = before.revision + 1 if before else 1
    return StoredRoster(file, len(roster.firms), sha256, revision)


def _by_file(listed: Mapping[str, StoredRoster]) -> dict[str, dict[str, StoredRoster]]:
    """Return the lists by the file they lie in."""
    found: dict[str, dict[str, StoredRoster]] = {}
    for cluster in sorted(listed):
        found.setdefault(listed[cluster].file, {})[cluster] = listed[cluster]
    return found


def _file_name(number: int) -> str:
    return f"firms-{number:06}.parquet"


def _acceptance(cluster: str, listed: StoredRoster) -> Acceptance:
    return Acceptance(ROSTER, cluster, None, listed.revision, listed.sha256)


def firm_table(firms: Sequence[Firm]) -> pa.Table:
    """Return firms as an Arrow table, a row each."""
    columns: list[list[str | None]] = [
        [firm.cluster_id for firm in firms],
        [firm.credit_code for firm in firms],
        [firm.name for firm in firms],
        [firm.county_code for firm in firms],
        [firm.industry for firm in firms],
        [firm.size for firm in firms],
        [firm.key_supplier for firm in firms],
        [_said(firm.output) for firm in firms],
        [_said(firm.employment) for firm in firms],
        [_said(firm.since) for firm in firms],
        [_said(firm.until) for firm in firms],
    ]
    plain = [field for field in firms_schema() if field.name != "tiers"]
    arrays = {
        field.name: column(said, field.type) for said, field in zip(columns, plain, strict=True)
    }
    return pa.Table.from_pydict({**arrays, "tiers": _tier_column(firms)}, schema=firms_schema())


def _tier_column(firms: Sequence[Firm]) -> pa.Array:
    tiers = [tier for firm in firms for tier in firm.tiers]
    said: tuple[list[str | None], ...] = (
        [tier.tier for tier in tiers],
        [_said(tier.since) for tier in tiers],
        [_said(tier.until) for tier in tiers],
    )
    parts = [column(texts, field.type) for texts, field in zip(said, tier_type(), strict=True)]
    periods = pa.StructArray.from_arrays(parts, fields=list(tier_type()))
    return lists_of([len(firm.tiers) for firm in firms], periods)


def _said(value: Decimal | int | date | None) -> str | None:
    if isinstance(value, Decimal):
        return decimal_text(value)
    return None if value is None else str(value)


def roster_hash(firms: Iterable[Firm]) -> str:
    """Return the SHA-256 over a list's rows, whatever their order in the file."""
    return rows_hash(
        (
            firm.credit_code,
            firm.name,
            firm.county_code,
            firm.industry,
            firm.size,
            tier_text(sorted(firm.tiers, key=_tier_order)) if firm.tiers else "",
            firm.key_supplier,
            None if firm.output is None else decimal_text(firm.output),
            firm.employment,
            firm.since.isoformat() if firm.since else None,
            firm.until.isoformat() if firm.until else None,
        )
        for firm in firms
    )


def _tier_order(one: TierPeriod) -> tuple[str, date, date]:
    return one.tier, one.since, one.until or date.max


def firm_of_row(row: dict[str, Any]) -> Firm:
    """Return the firm a row of a table says."""
    output = row["output"]
    return Firm(
        row["credit_code"],
        row["name"],
        row["county_code"],
        row["industry"],
        row["size"],
        tuple(TierPeriod(tier["tier"], tier["from"], tier["until"]) for tier in row["tiers"]),
        row["key_supplier"],
        None if output is None else Decimal(decimal_text(output)),
        row["employment"],
        row["cluster_id"],
        row["from"],
        row["until"],
    )
