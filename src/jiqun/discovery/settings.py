"""The numbers discovery works with, read from ``catalog/discovery/settings.yaml``."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from jiqun.base.files import catalogue_path
from jiqun.base.yaml_files import read_yaml


@dataclass(frozen=True, slots=True)
class Settings:
    """Thresholds and weights; the catalogue says unit and reason of each.

    Examples
    --------
    >>> settings().false_discovery_rate
    0.05
    """

    least_makers: int
    least_firms: int
    least_quotient: float
    false_discovery_rate: float
    prior_firms: float
    least_word_firms: int
    longest_word: int
    beginning_ratio: float
    overlap: float
    overlap_within_group: float
    lift: float
    lift_across_divisions: float
    perimeter: float
    neighbour_distance: float
    terms_shown: int
    label_share: float
    root_agreement: float


@cache
def settings() -> Settings:
    """Load the settings, once."""
    path = catalogue_path("discovery", "settings.yaml")
    loaded: dict[str, dict[str, Any]] = read_yaml(path)
    return Settings(**{name: entry["value"] for name, entry in loaded.items()})
