"""What charts are made from: one report's figures at every level, bridges and comparators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jiqun.base.codes import MACRO_REGIONS, regions, sectors
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

    def __post_init__(self) -> None:
        nation = {one.id: one for one in self.figures if one.level == "nation"}
        object.__setattr__(self, "_nation", nation)

    def nation(self, name: str) -> Figure:
        """Return the national figure of a name."""
        found: Figure = self._nation[name]  # type: ignore[attr-defined]  # set above, once
        return found

    def at(self, level: str, name: str) -> list[Figure]:
        """Return a figure at every key of a level."""
        return [one for one in self.figures if one.level == level and one.id == name]


def key_name(level: str, key: str) -> Bilingual:
    """Return the name of a level's key.

    Examples
    --------
    >>> key_name("sector", "light").zh, key_name("macro_region", "east").en
    ('轻工', 'East')
    """
    if level == "macro_region":
        return Bilingual(*MACRO_REGIONS[key])
    if level == "province":
        name = regions().province_of(key).name
        return Bilingual(name, name)
    if level == "sector":
        return Bilingual(sectors()[key].name, sectors()[key].english)
    return Bilingual(key, key)


def short_place(name: str) -> str:
    """Return a province's name without the words for what it is.

    Examples
    --------
    >>> short_place("新疆维吾尔自治区"), short_place("内蒙古自治区"), short_place("北京市")
    ('新疆', '内蒙古', '北京')
    """
    for word in ("维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "省", "市"):
        name = name.removesuffix(word)
    return name
