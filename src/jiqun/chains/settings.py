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
    >>> settings().least_makers
    40
    """

    least_makers: int
    least_readable: float
    neighbour_distance: float
    neighbours_shown: int
    gap_characters: int
    clause_stops: str
    thing_tails: tuple[str, ...]
    name_tails: tuple[str, ...]


@cache
def settings() -> Settings:
    """Load the settings, once."""
    loaded: dict[str, dict[str, Any]] = read_yaml(catalogue_path("placing", "settings.yaml"))
    return Settings(
        **{
            name: tuple(said["value"]) if isinstance(said["value"], list) else said["value"]
            for name, said in loaded.items()
        }
    )
