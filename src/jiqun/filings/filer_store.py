"""Who filled in each accepted filing, in a workspace: apart from the documents, and erasable.

Personal data is no part of a submission: no content hash, vintage, table or page holds it. It lies
in one file that the workspace's manifest names; what it replaces is deleted, so erasing erases.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jiqun.base.canonical import canonical_json
from jiqun.base.errors import NotFound, Problem, Refused, Where
from jiqun.filings.filer import Filer
from jiqun.workspace import Batch, Workspace
from jiqun.workspace.batches import MANIFEST
from jiqun.workspace.manifests import damaged, read_manifest

FORMAT = 1
ROOM = "filers"
NAMED = re.compile(r"filers-[0-9a-f]{16}\.json")
Filers = dict[str, dict[str, str]]


@dataclass(frozen=True)
class FilerStore:
    """The filers of a workspace.

    Parameters
    ----------
    workspace
        The workspace; they lie in its folder ``filers``.
    """

    workspace: Workspace

    def of(self, cluster_id: str, year: int) -> dict[str, str]:
        """Return who filled in a cluster's filing of a year.

        Raises
        ------
        NotFound
            Where nobody is known.
        """
        room = self.workspace.manifest().get("rooms", {}).get(ROOM)
        found = self._read(room).get(_key(cluster_id, year))
        if found is None:
            place = Where(str(self.workspace.folder), cluster=cluster_id, year=year)
            raise NotFound(Problem("filer.nobody", place))
        return found

    def problems(self) -> Iterator[Problem]:
        """Hold the file against its hash, format and kind; nothing of what it says is told."""
        try:
            self._read(self.workspace.manifest().get("rooms", {}).get(ROOM))
        except Refused as refused:
            yield from refused.problems

    def put(self, filers: Mapping[tuple[str, int], Filer], batch: Batch) -> None:
        """Put filers into a batch; each takes the place of the one known before."""
        said = {_key(*key): filer.record() for key, filer in filers.items()}
        known = self._read(batch.room(ROOM))
        if any(known.get(key) != filer for key, filer in said.items()):
            self._write({**known, **said}, batch)

    def erase(self, cluster_id: str, year: int | None) -> int:
        """Erase who filled in a cluster's filings, of one year or of all, and count them."""
        with self.workspace.writing() as batch:
            known = self._read(batch.room(ROOM))
            keys = [
                key
                for key in known
                for cluster, _, of in [key.rpartition("/")]
                if cluster == cluster_id and year in (None, int(of))
            ]
            if keys:
                self._write({key: known[key] for key in known if key not in keys}, batch)
        if keys:
            self._sweep()
        return len(keys)

    def _write(self, filers: Filers, batch: Batch) -> None:
        content = canonical_json({"format": FORMAT, "filers": filers}) + b"\n"
        digest = hashlib.sha256(content).hexdigest()
        self._sweep()
        name = f"filers-{digest[:16]}.json"
        batch.put(f"{ROOM}/{name}", content)
        batch.say(ROOM, {"file": name, "sha256": digest})

    def _sweep(self) -> None:
        """Delete every file but the one the manifest names."""
        room = self.workspace.manifest().get("rooms", {}).get(ROOM) or {}
        for path in sorted((self.workspace.folder / ROOM).glob("filers-*.json")):
            if path.name != room.get("file"):
                path.unlink()

    def _read(self, room: Any) -> Filers:
        if room is None:
            return {}
        if not isinstance(room, dict) or not NAMED.fullmatch(str(room.get("file"))):
            raise damaged(self.workspace.folder / MANIFEST, f"rooms.{ROOM}")
        path = self.workspace.folder / ROOM / room["file"]
        place = Where(file=str(path))
        if not path.is_file():
            raise Refused([Problem("workspace.part_missing", place)])
        content = path.read_bytes()
        if hashlib.sha256(content).hexdigest() != room.get("sha256"):
            raise Refused([Problem("filer.changed", place)])
        found: Filers = read_manifest(path, FORMAT, {"filers": dict})["filers"]
        return found


def _key(cluster_id: str, year: int) -> str:
    return f"{cluster_id}/{year}"
