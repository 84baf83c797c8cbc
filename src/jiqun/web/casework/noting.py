"""What an event says of cells: numbers in the chain, people's own words sealed beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jiqun.base.canonical import canonical_text
from jiqun.web.casework.models import Written
from jiqun.web.events.chain import AFTER, BEFORE

WORDS = "words"
"""Which texts of a cell are sealed: still told when they are erased."""


@dataclass
class Noted:
    """What an event says of cells that changed, and which texts it only commits to.

    Numbers and states stand in the chain. Reasons, notes and whatever else is somebody's own words
    are sealed, those of before and those of now each as one text, cell by cell: they can be erased.
    """

    source: str
    cells: list[Written] = field(default_factory=list)
    _said: dict[str, dict[str, Any]] = field(default_factory=lambda: {BEFORE: {}, AFTER: {}})
    _texts: dict[str, dict[str, Any]] = field(default_factory=lambda: {BEFORE: {}, AFTER: {}})

    def note(self, cell: Written, was: Mapping[str, Any], now: Mapping[str, Any]) -> None:
        """Take in what became of a cell."""
        self.cells.append(cell)
        for side, content in ((BEFORE, _only(was, now)), (AFTER, _only(now, was))):
            texts = {name: content.pop(name) for name in cell.texts if content.get(name)}
            self._said[side][str(cell)] = content
            if texts:
                self._texts[side][str(cell)] = texts
                content[WORDS] = sorted(texts)

    @property
    def said(self) -> dict[str, Any]:
        """What stands in the chain."""
        return {**self._said, **({"source": self.source} if self.source else {})}

    @property
    def sealed(self) -> dict[str, str]:
        """What the chain commits to."""
        return {side: canonical_text(texts) for side, texts in self._texts.items() if texts}


def filled_in(cells: Iterable[Written]) -> Noted:
    """Return what the event says by which a case begins: the cells that are filled in."""
    noted = Noted("")
    for cell in cells:
        if not cell.empty:
            said = {name: text for name, text in cell.content.items() if text}
            noted.note(cell, {}, {**said, "confirmed": cell.confirmed, "source": cell.source})
    return noted


def _only(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs."""
    return {name: value for name, value in one.items() if other.get(name) != value}
