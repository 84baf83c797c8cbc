"""Who the fictional clusters are: a county, a sector, an industry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from jiqun.base.codes import sectors
from jiqun.demo.allotment import FloatArray, stream
from jiqun.demo.settings import Settings


@dataclass(frozen=True, slots=True)
class Places:
    """The clusters in the order of their county codes; every list has one item a cluster."""

    counties: list[str]
    macro_regions: list[str]
    sectors: list[str]
    industries: list[str]
    aims: Settings

    def __len__(self) -> int:
        """Return the number of clusters."""
        return len(self.counties)

    def trait(self, name: str) -> FloatArray:
        """Return a number of each cluster's sector profile, shape ``(clusters,)``."""
        return np.array(
            [self.aims.sectors[sector]["profile"][name] for sector in self.sectors], float
        )

    def region(self, name: str) -> FloatArray:
        """Return a number of each cluster's part of the country, shape ``(clusters,)``."""
        return np.array([self.aims.regions[region][name] for region in self.macro_regions], float)

    def identifier(self, index: int) -> str:
        """Return the id of a cluster by its position, from nought."""
        return f"demo-{index + 1:03d}"

    def profiles(self) -> list[dict[str, Any]]:
        """Return the ``cluster`` object of each cluster's filings."""
        names = sectors()
        return [
            {
                "id": self.identifier(index),
                "name": f"示例集群{index + 1:03d}",
                "county_codes": [self.counties[index]],
                "sector": names[self.sectors[index]].name,
                "industry": self.industries[index],
                "operator": f"示例集群{index + 1:03d}服务中心（虚构）",
                "demo": True,
            }
            for index in range(len(self))
        ]


def places(aims: Settings, seed: int) -> Places:
    """Give each county of the settings a sector and an industry.

    Parameters
    ----------
    aims
        The settings: how many clusters of a sector each part of the country has.
    seed
        Of the demonstration.
    """
    rng = stream(seed, "places")
    counties = sorted(aims.counties, key=lambda one: one["code"])
    macro = [county["macro_region"] for county in counties]
    chosen = [""] * len(counties)
    for part in aims.regions:
        slots = [
            name for name, sector in aims.sectors.items() for _ in range(sector["clusters"][part])
        ]
        here = [index for index, region in enumerate(macro) if region == part]
        for index, slot in zip(here, rng.permutation(len(slots)), strict=True):
            chosen[index] = slots[slot]
    return Places(
        [county["code"] for county in counties], macro, chosen, _industries(aims, chosen), aims
    )


def _industries(aims: Settings, chosen: list[str]) -> list[str]:
    """Go round a sector's industries, so that clusters of one sector differ."""
    met = dict.fromkeys(aims.sectors, 0)
    given = []
    for sector in chosen:
        classes = aims.sectors[sector]["industries"]
        given.append(classes[met[sector] % len(classes)])
        met[sector] += 1
    return given
