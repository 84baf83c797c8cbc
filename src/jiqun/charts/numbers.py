"""What charts are made from: one report's figures at every level, bridges and comparators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from jiqun.base.language import Bilingual
from jiqun.indicators import Bridge, Crossing, Figure


@dataclass(frozen=True)
class Numbers:
    """The numbers of one report, as its reader may see them.

    Parameters
    ----------
    year
        The data year.
    figures
        Figures of every level that is drawn.
    bridges
        By field; None where a step would show fewer clusters than may be shown.
    members
        By cluster, the macro-region, province and sector it belongs to.
    references
        Comparators by id: value in the figure's own unit, and its name with the number.
    points
        By cluster, longitude and latitude of its county's centre. Charts use distances between
        them; none is ever drawn on a map.
    crossings
        By chart: a field's totals where its two levels meet, with what the reader may not see
        marked.
    """

    year: int
    figures: Sequence[Figure]
    bridges: Mapping[str, Bridge | None] = field(default_factory=dict)
    members: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    references: Mapping[str, tuple[Decimal, Bilingual]] = field(default_factory=dict)
    points: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    crossings: Mapping[str, Crossing] = field(default_factory=dict)

    @cached_property
    def _nation(self) -> dict[str, Figure]:
        return {figure.id: figure for figure in self.figures if figure.level == "nation"}

    def nation(self, name: str) -> Figure:
        """Return the national figure of a name."""
        return self._nation[name]

    def at(self, level: str, name: str) -> list[Figure]:
        """Return a figure at every key of a level."""
        return [figure for figure in self.figures if figure.level == level and figure.id == name]
