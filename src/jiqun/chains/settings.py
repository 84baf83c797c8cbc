"""The numbers and words placing works with, read from ``catalog/placing/settings.yaml``."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from jiqun.base.files import catalogue_path
from jiqun.base.yaml_files import read_yaml


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds and words; the catalogue says unit and reason of each.

    Examples
    --------
    >>> settings().gap_characters
    24
    """

    gap_characters: int
    verb_characters: int
    verbs_behind: int
    clause_stops: str
    thing_tails: tuple[str, ...]
    name_tails: tuple[str, ...]
    fewest_makers: int
    neighbours_km: float
    most_neighbours: int
    tiers: tuple[str, ...]


@cache
def settings() -> Settings:
    """Load the settings, once."""
    loaded: dict[str, dict[str, Any]] = read_yaml(catalogue_path("placing", "settings.yaml"))
    values: dict[str, Any] = {name: said["value"] for name, said in loaded.items()}
    values |= {name: tuple(values[name]) for name in ("thing_tails", "name_tails", "tiers")}
    return Settings(**values)
