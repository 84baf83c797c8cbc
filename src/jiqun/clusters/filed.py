"""Clusters that filed: who they are, as their newest filing says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jiqun.base.codes import MACRO_REGIONS, industries
from jiqun.base.language import Bilingual
from jiqun.base.names import initials, place_name, region_name, sector_name
from jiqun.clusters.search import Findable


@dataclass(frozen=True)
class Filed:
    """A cluster of a vintage."""

    id: str
    name: str
    county_code: str
    province_code: str
    macro_region: str
    sector: str
    industry: str
    demo: bool
    pinyin: str
    initials: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Filed:
        """Take a row of headers."""
        return cls(
            **{name: row[name] for name in cls.__dataclass_fields__ if name != "id"},
            id=row["cluster_id"],
        )

    @property
    def place(self) -> Bilingual:
        """Province and county."""
        return place_name(self.county_code)

    @property
    def province(self) -> Bilingual:
        """The province."""
        return region_name(self.province_code)

    @property
    def region(self) -> Bilingual:
        """East, Central or West."""
        return Bilingual(*MACRO_REGIONS[self.macro_region])

    @property
    def sector_name(self) -> Bilingual:
        """The sector."""
        return sector_name(self.sector)

    @cached_property
    def findable(self) -> Findable:
        """What the cluster is found by."""
        industry = industries().get(self.industry)
        product = industry.name if industry else ""
        chinese = self.name + self.place.zh + self.sector_name.zh + product
        latin = (
            self.pinyin,
            self.initials,
            self.id.lower(),
            self.place.en.lower(),
            initials(product),
        )
        return Findable(chinese, latin)


def find_filed(rows: Iterable[Filed], query: str) -> list[Filed]:
    """Return those that answer a query; all of them for an empty one."""
    return [cluster for cluster in rows if cluster.findable.answers(query)] if query else list(rows)
