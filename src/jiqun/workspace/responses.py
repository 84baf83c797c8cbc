"""What offices respond to findings: measures they took, and findings they dismissed.

Each response is a line of its own, entered in the acceptance journal by its hash. No line is ever
changed: who amends or withdraws writes a later one about the same response. What a line says beside
whose it is, is read by the room above that knows findings and measures.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from jiqun.base.canonical import canonical_json, content_hash
from jiqun.base.errors import Problem, Refused, Where
from jiqun.workspace.batches import MANIFEST, Batch
from jiqun.workspace.journal import RESPONSE, Acceptance, Signature
from jiqun.workspace.manifests import damaged
from jiqun.workspace.store import Workspace

ROOM = "responses"
KEPT_FILES = 8
"""Files that stay for readers of an earlier manifest; each holds the whole history."""

Kind = Literal["taken", "dismissed"]
TAKEN: Kind = "taken"
DISMISSED: Kind = "dismissed"


@dataclass(frozen=True, slots=True)
class Response:
    """A line of the history.

    Parameters
    ----------
    cluster, kind
        Whose, and whether a measure was taken or a finding dismissed.
    said
        What it says: plain data, decimals and days as text.
    office, on
        Which office said so, as the event log writes it, and on which day in China.
    standing
        Whether it stands from this line on; False where it was withdrawn or taken back.
    about
        The number of the first line about the same response; 0 for a new one until it is put.
    number
        Its own among the cluster's lines, from 1; 0 until it is put.
    """

    cluster: str
    kind: Kind
    said: Mapping[str, Any]
    office: str
    on: str
    standing: bool = True
    about: int = 0
    number: int = 0

    def record(self) -> dict[str, Any]:
        """Return it as its file holds it."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def sha256(self) -> str:
        """Its content hash."""
        return content_hash(self.record())


@dataclass(frozen=True)
class ResponseStore:
    """The responses of a workspace.

    Parameters
    ----------
    workspace
        The workspace; they lie in its folder ``responses``.
    """

    workspace: Workspace

    def history(self) -> tuple[Response, ...]:
        """Return every line, in the order they came.

        Raises
        ------
        Refused
            Where the file is gone, or not the one the workspace's manifest names.
        """
        return self._read(self._said)

    def standing(self) -> list[Response]:
        """Return the responses that stand, each as its last line says, by cluster and number."""
        return last_lines(self.history())

    def put(self, responses: Sequence[Response], batch: Batch, by: Signature) -> list[Response]:
        """Put lines into a batch; they count when it is committed.

        Parameters
        ----------
        responses
            New ones, and later lines about those that are there.
        batch
            Of :meth:`jiqun.workspace.Workspace.writing`.
        by
            Who brings them.

        Returns
        -------
        list of Response
            The lines with their numbers.
        """
        said = self._checked(batch.room(ROOM))
        history = list(self._read(said))
        counts = Counter(line.cluster for line in history)
        added = []
        for response in responses:
            counts[response.cluster] += 1
            number = counts[response.cluster]
            added.append(replace(response, number=number, about=response.about or number))
        content = _written([*history, *added])
        number = said["files"] + 1
        batch.put(f"{ROOM}/{_file_name(number)}", content)
        lines = len(history) + len(added)
        sha256 = hashlib.sha256(content).hexdigest()
        batch.say(ROOM, {"files": number, "lines": lines, "sha256": sha256})
        for line in added:
            batch.enter(Acceptance(RESPONSE, line.cluster, None, line.number, line.sha256), by)
        self._prune()
        return added

    def problems(self) -> Iterator[Problem]:
        """Yield what keeps the history from being read."""
        try:
            self.history()
        except Refused as refused:
            yield from refused.problems

    def unjournaled(
        self, entries: Mapping[tuple[str, int], Mapping[str, Any]]
    ) -> Iterator[Problem]:
        """Hold every line against the acceptance journal, and the journal against the lines.

        Parameters
        ----------
        entries
            The journal's entries of responses, by cluster and number.
        """
        try:
            hashes = {(line.cluster, line.number): line.sha256 for line in self.history()}
        except Refused:  # told by problems()
            return
        for cluster, number in sorted(hashes.keys() | entries.keys()):
            entry = entries.get((cluster, number), {"sha256": ""})
            if entry["sha256"] != hashes.get((cluster, number)):
                place = Where(str(self.folder), cluster=cluster)
                yield Problem("workspace.response_differs", place, {"number": number})

    @property
    def folder(self) -> Path:
        """The folder of the files."""
        return self.workspace.folder / ROOM

    @property
    def _said(self) -> dict[str, Any]:
        return self._checked(self.workspace.manifest().get("rooms", {}).get(ROOM))

    def _checked(self, said: Any) -> dict[str, Any]:
        """Return what the manifest says of the room; nothing was put where it says nothing."""
        if said is None:
            return {"files": 0, "lines": 0, "sha256": ""}
        kinds = {"files": int, "lines": int, "sha256": str}
        if not isinstance(said, dict) or not all(
            isinstance(said.get(name), kind) for name, kind in kinds.items()
        ):
            raise damaged(self.workspace.folder / MANIFEST, ROOM)
        return said

    def _read(self, said: Mapping[str, Any]) -> tuple[Response, ...]:
        if not said["files"]:
            return ()
        file = self.folder / _file_name(said["files"])
        try:
            content = file.read_bytes()
        except OSError:
            raise Refused([Problem("workspace.part_missing", Where(file=str(file)))]) from None
        if hashlib.sha256(content).hexdigest() != said["sha256"]:
            raise Refused([Problem("workspace.responses_changed", Where(file=str(file)))])
        return _lines(content)

    def _prune(self) -> None:
        for old in sorted(self.folder.glob("responses-*.jsonl"))[:-KEPT_FILES]:
            old.unlink(missing_ok=True)


def last_lines(history: Iterable[Response]) -> list[Response]:
    """Return what stands after a history, by cluster and number.

    Examples
    --------
    >>> first = Response("a", TAKEN, {}, "county:330106", "2023-05-01", about=1, number=1)
    >>> [line.number for line in last_lines([first, replace(first, number=2)])]
    [2]
    >>> last_lines([first, replace(first, number=2, standing=False)])
    []
    """
    last = {(line.cluster, line.about): line for line in history}
    return [last[key] for key in sorted(last) if last[key].standing]


def frozen(history: Sequence[Response], clusters: Collection[str]) -> bytes:
    """Return what a release keeps of a history: what stands of the clusters in it."""
    return _written([line for line in last_lines(history) if line.cluster in clusters])


def frozen_lines(content: bytes) -> tuple[Response, ...]:
    """Return the responses of a release.

    Raises
    ------
    ValueError
        Where it is no file of responses.
    """
    return _lines(content)


def _written(lines: Iterable[Response]) -> bytes:
    return b"".join(canonical_json(line.record()) + b"\n" for line in lines)


@lru_cache(maxsize=4)
def _lines(content: bytes) -> tuple[Response, ...]:
    """Read a file; the last few stay read, since a page asks for the same one again."""
    try:
        return tuple(Response(**json.loads(line)) for line in content.splitlines())
    except TypeError as fault:
        raise ValueError(str(fault)) from None


def _file_name(number: int) -> str:
    return f"responses-{number:06}.jsonl"
