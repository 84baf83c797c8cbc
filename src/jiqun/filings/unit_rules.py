"""Which ratios tell in what unit an amount is; from ``catalog/checks/money_units.yaml``."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

from jiqun.base.catalogue import Entry, sound_entry
from jiqun.base.errors import Problem
from jiqun.base.files import catalogue_path
from jiqun.base.forms import YEARLY, family
from jiqun.base.language import Bilingual
from jiqun.base.schema_faults import unknown_name

LIST = "roster."
"""What sums over the list of firms are called beside the form's fields."""
SUMS = frozenset({f"{LIST}output", f"{LIST}employment"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit books are kept in.

    Parameters
    ----------
    id, title
        Its name.
    times
        How many times larger a number is in it than in the form's unit.
    """

    id: str
    title: Bilingual
    times: Decimal

    @property
    def power(self) -> float:
        """The same as a power of ten."""
        return math.log10(self.times)

    @property
    def apart(self) -> str:
        """How many times the two units are apart, in words."""
        return f"{max(self.times, 1 / self.times):f}"


@dataclass(frozen=True, slots=True)
class Band:
    """Where a ratio lies in every true filing, as powers of ten.

    Parameters
    ----------
    of, to
        Fields, or sums of the list of firms; ``to`` is empty for the same figure a year before.
    low, high
        Powers of ten; infinite where there is no bound.
    complete
        The least share of firms that give their output; nought where a part of them will do.
    title
        What the ratio is.
    """

    of: str
    to: str
    low: float
    high: float
    complete: float
    title: Bilingual

    def beyond(self, power: float) -> float:
        """Return by how many powers of ten a ratio lies outside; nought inside."""
        return max(self.low - power, power - self.high, 0.0)

    @property
    def words(self) -> Bilingual:
        """Where the ratio usually lies."""
        low, high = f"{10**self.low:.6g}", f"{10**self.high:.6g}"
        if math.isinf(self.low):
            return Bilingual(f"不大于 {high}", f"at most {high}")
        if math.isinf(self.high):
            return Bilingual(f"不小于 {low}", f"at least {low}")
        return Bilingual(f"在 {low} 至 {high} 之间", f"between {low} and {high}")


@dataclass(frozen=True)
class UnitRules:
    """What is looked at, and how far is far.

    Parameters
    ----------
    wanted
        The form's unit of amounts.
    units
        What was probably meant, the commonest first.
    least_gain
        Powers of ten by which another unit must bring the ratios nearer to their bands.
    bands
        Ratios of one year, then those to the year before.
    """

    wanted: Bilingual
    units: tuple[Unit, ...]
    least_gain: float
    bands: tuple[Band, ...]

    @cached_property
    def ends(self) -> list[tuple[str, str, float, float]]:
        """The ratios of the form's own fields, with the ends of their bands."""
        own = (band for band in self.bands if not band.of.startswith(LIST))
        return [(band.of, band.to, band.low, band.high) for band in own]

    @cached_property
    def fields(self) -> frozenset[str]:
        """The form's fields that a ratio is made of."""
        named = {name for band in self.bands for name in (band.of, band.to)}
        return frozenset(named - SUMS - {""})


@cache
def unit_rules() -> UnitRules:
    """Load the rules, once.

    Raises
    ------
    Refused
        With every fault of the file.

    Examples
    --------
    >>> [unit.title.zh for unit in unit_rules().units]
    ['元', '亿元', '千元', '百万元']
    """
    said = sound_entry(
        catalogue_path("checks", "money_units.yaml"), "money_units", _unknown
    ).content
    return UnitRules(
        Bilingual.of(said["unit"]),
        tuple(
            Unit(unit["id"], Bilingual.of(unit), Decimal(unit["times"])) for unit in said["units"]
        ),
        float(said["least_gain"]),
        (*map(_band, said["ratios"]), *map(_band_of_years, said["years"])),
    )


def _unknown(entry: Entry) -> Iterator[Problem]:
    """Yield names that are no field, no sum of the list, and no source of the file."""
    known = family(YEARLY).fields.keys() | SUMS
    for key in ("ratios", "years"):
        for number, ratio in enumerate(entry.content[key]):
            names = [("of", ratio["of"], known), ("to", ratio.get("to", ratio["of"]), known),
                     ("source", ratio["source"], entry.content["sources"])]  # fmt: skip
            for part, name, among in names:
                if name not in among:
                    kind = "source" if part == "source" else "field"
                    yield unknown_name(entry.where(key, number, part), name, kind, entry.name)


def _band(said: Mapping[str, Any]) -> Band:
    return Band(
        said["of"],
        said["to"],
        _power(said.get("from"), -math.inf),
        _power(said.get("until"), math.inf),
        float(said.get("complete", 0)),
        Bilingual.of(said),
    )


def _band_of_years(said: Mapping[str, Any]) -> Band:
    grown = family(YEARLY).fields[said["of"]].title
    title = Bilingual(f"“{grown.zh}”与上年之比", f'"{grown.en}" to the year before')
    return Band(said["of"], "", _power(said["from"], 0), _power(said["until"], 0), 0, title)


def _power(said: str | None, none: float) -> float:
    return none if said is None else math.log10(float(said))
