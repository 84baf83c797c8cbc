"""What filings are held against comparable clusters by, and how far is far.

Apart from the holding itself, for a diagnosis works with the same numbers and reads no filing.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from jiqun.base.catalogue import Entry, sound_entry
from jiqun.base.definitions import Indicator, filed_fields, indicators, quotient
from jiqun.base.errors import Problem
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import per_catalogue
from jiqun.base.quantities import Quantity
from jiqun.base.schema_faults import unknown_name

Cells = Mapping[str, Quantity]
NORMAL_MAD = 1.4826
"""The standard deviation of normal values over their median absolute deviation."""
NORMAL_MEAN_DEVIATION = 1.2533
"""The same over the mean absolute deviation, for groups of which half are equal."""
RATES = ("ratio_of_sums", "per")
GROWTH = ("growth_of",)


class Measure(NamedTuple):
    """What is compared: an indicator of one filing, or what it measures over the year before."""

    kind: str
    title: Bilingual
    indicator: Indicator
    show: Callable[[float], Bilingual]

    @property
    def fields(self) -> list[str]:
        """The filing's fields it is made of."""
        return self.indicator.definition.fields

    def log(self, cells: Cells, year: int, before: Cells) -> float | None:
        """Return the measure as a logarithm; None where it is unknown or nought."""
        point = quotient(self.indicator, cells, year, before)
        if point is None or point.numerator <= 0:
            return None
        return math.log(float(point.numerator) / float(point.denominator))


@dataclass(frozen=True)
class PeerRules:
    """What is compared, and how far is far; from ``catalog/checks/peers.yaml``."""

    cutoff: float
    factors: tuple[float, ...]
    smallest_group: int
    least_ratio: Mapping[str, float]
    measures: tuple[Measure, ...]


@per_catalogue
def peer_rules() -> PeerRules:
    """Load the rules, once.

    Raises
    ------
    Refused
        With every fault of the file.
    """
    said = sound_entry(catalogue_path("checks", "peers.yaml"), "peers", _unusable).content
    return PeerRules(
        float(said["cutoff"]["value"]),
        tuple(float(factor) for factor in said["small_group"]["factors"]),
        said["smallest_group"],
        {name: math.log(float(value)) for name, value in said["least_ratio"].items()},
        (*map(_level, said["levels"]), *map(_growth, said["growth"])),
    )


def _unusable(entry: Entry) -> Iterator[Problem]:
    """Yield names that are no rate of one filing, or no growth of one figure of it."""
    for key, forms in (("levels", RATES), ("growth", GROWTH)):
        for number, name in enumerate(entry.content[key]):
            known = indicators().get(name)
            if known is None or known.definition.form not in forms:
                where = entry.where(key, number)
                yield unknown_name(where, name, "indicator", "catalog/indicators")
                yield from indicators().faults_of(name)


def _level(name: str) -> Measure:
    indicator = indicators()[name]
    return Measure("level", indicator.title, indicator, _printed(indicator))


def _growth(name: str) -> Measure:
    """Return a growth as a measure: it is shown as so many times the figure that grew."""
    indicator = indicators()[name]
    grown = filed_fields()[indicator.definition.fields[0]]
    return Measure("growth", grown.title, indicator, _plain)


def _printed(indicator: Indicator) -> Callable[[float], Bilingual]:
    def show(value: float) -> Bilingual:
        number, plain = Decimal(f"{value:.6g}"), indicator.printed.plain
        return Bilingual(plain(number, "zh"), plain(number, "en"))

    return show


def _plain(value: float) -> Bilingual:
    return Bilingual(f"{value:.2f}", f"{value:.2f}")
