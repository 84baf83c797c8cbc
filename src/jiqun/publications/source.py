"""What a publication is derived from: it names the folder that the publication lies in."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jiqun.base.canonical import content_hash
from jiqun.base.own_catalogue import OwnCatalogue, in_force, install
from jiqun.base.readers import PUBLIC, Reader
from jiqun.discovery.kept import current_hash
from jiqun.publications.program import making_hash
from jiqun.reports.content import catalogue_hash
from jiqun.workspace import Vintage

FOLDER = "publications"


@dataclass(frozen=True)
class Source:
    """One vintage for one audience.

    Parameters
    ----------
    workspace
        The workspace's folder.
    vintage
        Which.
    reader
        Who reads.
    opened
        Whether made-up clusters show the figures that would be withheld of real ones.
    """

    workspace: Path
    vintage: Vintage
    reader: Reader
    opened: bool

    @cached_property
    def record(self) -> dict[str, object]:
        """Everything the publication is made from, and for whom."""
        return {**self._made_from, "reader": self.reader.record(), "opened": self.opened}

    @cached_property
    def _made_from(self) -> dict[str, object]:
        made_from: dict[str, object] = {
            "vintage": self.vintage.id,
            "vintage_sha256": self.vintage.sha256,
            "catalogue": catalogue_hash(),
            "own_catalogue": in_force().sha256,
            "program": making_hash(),
        }
        if self.reader != PUBLIC:  # candidates are for offices: the public's edition rests on none
            made_from["candidates"] = current_hash(self.workspace)
        return made_from

    @property
    def edition(self) -> str:
        """What publications of one vintage for one audience have in common."""
        whose = content_hash({"reader": self.reader.record(), "opened": self.opened})
        return f"{self.vintage.id}-{whose[:12]}"

    @cached_property
    def folder(self) -> Path:
        """Where the publication lies."""
        return self.workspace / FOLDER / f"{self.edition}-{content_hash(self._made_from)[:16]}"

    def said(self) -> str:
        """Return the source as text, for another process: the inverse of :meth:`heard`.

        With it goes the installation's catalogue: what is made is made under the one by which it is
        named, whatever was written to the workspace meanwhile.
        """
        vintage = self.vintage.record()
        said = {"workspace": str(self.workspace), "vintage": vintage, "opened": self.opened}
        own = {name: content.decode() for name, content in in_force().files.items()}
        return json.dumps(
            {**said, "reader": self.reader.record(), "own": own, "place": in_force().place}
        )

    @classmethod
    def heard(cls, said: str) -> Source:
        """Return the source a text says, and let the catalogue that came with it hold here."""
        found = json.loads(said)
        own = {name: text.encode() for name, text in found["own"].items()}
        install(OwnCatalogue(own, found["place"]))
        reader = Reader.of(found["reader"])
        vintage = Vintage.of(found["vintage"])
        return cls(Path(found["workspace"]), vintage, reader, found["opened"])
