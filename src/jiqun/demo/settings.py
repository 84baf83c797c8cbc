"""The demonstration's settings, as domain experts edit them in ``catalog/demo``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from jiqun.base.files import catalogue_path
from jiqun.base.yaml_files import read_yaml


@dataclass(frozen=True, slots=True)
class Settings:
    """What the generator aims at.

    Parameters
    ----------
    published
        Totals and rates that make the published figures come out.
    invented
        Everything no source prints.
    size_standard
        People and revenue (万元) a large, medium and small firm reaches.
    sectors
        By id: clusters by part of the country, industries, profile.
    regions
        By part of the country: how it differs from the average.
    counties
        Code, name and part of the country of each county used.
    batches
        By title, the days of award and the share of firms of each.
    supporting, links
        What the firms around a leading industry make, and what key suppliers deliver.
    """

    published: dict[str, Any]
    invented: dict[str, Any]
    size_standard: dict[str, dict[str, int]]
    sectors: dict[str, dict[str, Any]]
    regions: dict[str, dict[str, float]]
    counties: list[dict[str, str]]
    batches: dict[str, dict[str, float]]
    supporting: list[str]
    links: list[str]


@cache
def settings() -> Settings:
    """Load the settings, once.

    Examples
    --------
    >>> settings().published["standards_joined"], len(settings().counties)
    (1035, 100)
    """
    return Settings(
        **_file("targets.yaml"),
        **_file("sectors.yaml"),
        **_file("titles.yaml"),
        counties=_file("counties.yaml")["counties"],
    )


def _file(name: str) -> dict[str, Any]:
    content: dict[str, Any] = read_yaml(catalogue_path("demo", name))
    return content
