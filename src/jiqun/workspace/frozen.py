"""The responses a vintage keeps: a file of its own beside the rows, with a hash of its own.

It says what stood of the clusters in the vintage when it was released, so that it can be made again
from the history up to there. Vintages of before have none, and are read as they were.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiqun.base.canonical import lines_hash
from jiqun.base.files import write_atomically
from jiqun.workspace.manifests import damaged
from jiqun.workspace.responses import ResponseStore, frozen
from jiqun.workspace.store import Workspace

FILE = "responses.jsonl"


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a vintage's manifest says of its responses.

    Parameters
    ----------
    sha256
        Over their lines; empty where it keeps none.
    lines
        How long the history was that it was made from.
    """

    sha256: str = ""
    lines: int = 0

    def record(self) -> dict[str, Any]:
        """Return it as a manifest holds it; nothing where nothing is kept."""
        return {"responses": {"sha256": self.sha256, "lines": self.lines}} if self.sha256 else {}

    @classmethod
    def of(cls, said: Mapping[str, Any], file: Path = Path()) -> Frozen:
        """Read what a manifest holds.

        Raises
        ------
        Refused
            Where that is damaged.
        """
        kept = said.get("responses")
        if kept is None:
            return cls()
        if not isinstance(kept, dict):
            raise damaged(file, "responses")
        sha256, lines = kept.get("sha256"), kept.get("lines")
        if not isinstance(sha256, str) or not isinstance(lines, int) or isinstance(lines, bool):
            raise damaged(file, "responses")
        return cls(sha256, lines)


NOTHING = Frozen()
"""What a vintage keeps in which nothing was taken or dismissed, or of before they were kept."""


def to_freeze(workspace: Workspace, clusters: set[str]) -> tuple[Frozen, bytes]:
    """Return what a release of some clusters keeps, and the content of its file."""
    history = ResponseStore(workspace).history()
    content = frozen(history, clusters)
    return (Frozen(hash_of(content), len(history)) if content else Frozen()), content


def write_frozen(folder: Path, content: bytes) -> list[Path]:
    """Write a vintage's file of responses; none where it keeps none."""
    if not content:
        return []
    write_atomically(folder / FILE, content)
    return [folder / FILE]


def hash_of(content: bytes) -> str:
    """Return the hash over the lines of a file of responses."""
    return lines_hash(content.decode(errors="replace").splitlines())
