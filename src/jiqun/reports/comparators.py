"""Outside numbers that claims compare figures with: ``sources/comparators.yaml``."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TypedDict

from jiqun.base.catalogue import sound_entry
from jiqun.base.definitions import indicators
from jiqun.base.display import Style
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual, Lang
from jiqun.base.units import conversion


class _Always(TypedDict):
    title: dict[str, str]
    value: str
    unit: str
    year: int
    compares: str
    source: dict[str, str]


class Written(_Always, total=False):
    """A comparator as the catalogue writes it, its schema checked."""

    caution: dict[str, str]


@dataclass(frozen=True, slots=True)
class Comparator:
    """An outside number, its year and where it was read.

    Parameters
    ----------
    value
        In ``unit``, as printed by its source.
    compares
        The figure it stands beside.
    year
        The year it describes, or by which a target is to be met.
    caution
        Where its scope differs from the figure's; None where it does not.
    """

    id: str
    title: Bilingual
    value: Decimal
    unit: str
    year: int
    compares: str
    source: Bilingual
    caution: Bilingual | None

    @property
    def in_figure_unit(self) -> Decimal:
        """The number in the unit of the figure it stands beside."""
        return self.value * conversion(self.unit, indicators()[self.compares].unit)

    def show(self, lang: Lang = "zh") -> str:
        """Print the number as its source does.

        Examples
        --------
        >>> comparators()["rd_intensity_gdp"].show()
        '2.54%'
        """
        if self.unit == "%":
            return f"{self.value}%"
        return Style(self.unit, "number").plain(self.value, lang)

    def named(self) -> Bilingual:
        """Return its name with year and number, as beside a chart."""
        return Bilingual(
            f"{self.title.zh} {self.show('zh')}（{self.year}年）",
            f"{self.title.en} {self.show('en')} ({self.year})",
        )


@cache
def comparators() -> dict[str, Comparator]:
    """Load the comparators by id, once.

    Raises
    ------
    Refused
        With every fault of the file.
    """
    said = sound_entry(catalogue_path("sources", "comparators.yaml"), "comparators").content
    return {name: _read(name, comparator) for name, comparator in said["comparators"].items()}


def _read(name: str, said: Written) -> Comparator:
    return Comparator(
        id=name,
        title=Bilingual.of(said["title"]),
        value=Decimal(said["value"]),
        unit=said["unit"],
        year=said["year"],
        compares=said["compares"],
        source=Bilingual.of(said["source"]),
        caution=Bilingual.of(said["caution"]) if "caution" in said else None,
    )
