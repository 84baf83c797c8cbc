"""The numbers planning works with, read from ``catalog/planning/ahead.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jiqun.base.catalogue import sound_entry
from jiqun.base.files import catalogue_path
from jiqun.base.own_catalogue import per_catalogue

TEXTS = ("first_division", "last_division")
SHARES = ("least_known", "probability", "near", "trend_beyond", "weight_elsewhere", "rare")


@dataclass(frozen=True, slots=True)
class Settings:
    """Bounds and weights; the catalogue says unit and reason of each.

    Parameters
    ----------
    digits, first_division, last_division
        How deep an industry's code of GB/T 4754 is read, and which divisions count.
    fewest_makers, fewest_of_industry, least_known
        Below which nobody can tell: makers of a county, firms of an industry, and the share of a
        county's makers whose industry is known.
    fewest_firms, probability
        When a county has an industry: so many firms, and the lower end of this interval at 1.
    near
        The share of a county's options, of the highest density, that are near.
    reasons, strong_places, alike, levers
        How many are named.
    trend_years, fewest_entries, trend_beyond
        Of the trend of entries.
    weight_elsewhere
        Of look-alikes in other provinces.
    rare
        The share of look-alikes below which what they have is the county's own.

    Examples
    --------
    >>> settings().digits, settings().fewest_makers, settings().first_division
    (3, 40, '13')
    """

    digits: int
    first_division: str
    last_division: str
    fewest_makers: int
    fewest_of_industry: int
    least_known: float
    fewest_firms: int
    probability: float
    near: float
    reasons: int
    strong_places: int
    trend_years: int
    fewest_entries: int
    trend_beyond: float
    weight_elsewhere: float
    rare: float
    alike: int
    levers: int


@per_catalogue
def settings() -> Settings:
    """Load the numbers, once.

    Raises
    ------
    Refused
        With every fault of the file.
    """
    entry = sound_entry(catalogue_path("planning", "ahead.yaml"), "planning")
    return Settings(
        **{name: _number(name, said["value"]) for name, said in entry.content["numbers"].items()}
    )


def _number(name: str, said: str) -> Any:
    if name in TEXTS:
        return said
    return float(said) if name in SHARES else int(said)
