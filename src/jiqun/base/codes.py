"""Region, industry and sector codes, read from ``catalog/codes``."""

from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

from jiqun.base.csv_files import catalogue_rows

RegionLevel = Literal["province", "prefecture", "county"]

MACRO_REGIONS: dict[str, tuple[str, str]] = {
    "east": ("东部", "East"),
    "central": ("中部", "Central"),
    "west": ("西部", "West"),
}


@dataclass(frozen=True, slots=True)
class Region:
    """A region of GB/T 2260: a province, a prefecture or a county."""

    code: str
    name: str
    level: RegionLevel
    parent_code: str
    macro_region: str
    longitude: float | None
    latitude: float | None


NO_CITIES = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
"""Entries of GB/T 2260 between province and county that are no place."""


class Regions:
    """All regions, by code.

    A code of county level is looked up first: Dongguan and Zhongshan, which have no counties,
    stand in the list twice and count as counties.

    Examples
    --------
    >>> regions().county("330106").name, regions().province_of("330106").name
    ('西湖区', '浙江省')
    >>> regions().county("442000").name
    '中山市'
    """

    def __init__(self, rows: list[Region]) -> None:
        self._by_level = {
            level: {row.code: row for row in rows if row.level == level}
            for level in ("county", "prefecture", "province")
        }

    def get(self, code: str) -> Region | None:
        """Return the region of a code at its lowest level, or None."""
        for level in ("county", "prefecture", "province"):
            if found := self._by_level[level].get(code):
                return found
        return None

    def county(self, code: str) -> Region | None:
        """Return the county of a code, or None where the code is of another level or unknown."""
        return self._by_level["county"].get(code)

    def prefecture(self, code: str) -> Region | None:
        """Return the prefecture of a code, or None where it is of another level or unknown."""
        return self._by_level["prefecture"].get(code)

    def stands_alone(self, county: str) -> bool:
        """Tell whether a county has no prefecture above it: GB/T 2260 puts a heading there.

        Examples
        --------
        >>> [regions().stands_alone(code) for code in ("429004", "110108", "530102", "441900")]
        [True, True, False, False]
        """
        above = self.prefecture(f"{county[:4]}00")
        return above is None or above.name in NO_CITIES

    def province_of(self, code: str) -> Region:
        """Return the province a region lies in (a province is its own)."""
        return self._by_level["province"][code[:2] + "0000"]

    @cached_property
    def provinces(self) -> list[Region]:
        """All provinces in the order of their codes."""
        return sorted(self._by_level["province"].values(), key=lambda region: region.code)

    @cached_property
    def prefectures(self) -> list[Region]:
        """All prefectures in the order of their codes."""
        return sorted(self._by_level["prefecture"].values(), key=lambda region: region.code)

    @cached_property
    def counties(self) -> list[Region]:
        """All counties in the order of their codes."""
        return sorted(self._by_level["county"].values(), key=lambda region: region.code)

    def point(self, code: str) -> tuple[float, float, bool] | None:
        """Return longitude, latitude and whether the point is a parent's, so approximate."""
        exact = True
        found = self.get(code)
        while found is not None:
            if found.longitude is not None and found.latitude is not None:
                return found.longitude, found.latitude, not exact
            exact = False
            parent = found.parent_code
            found = None if parent in ("", found.code) else self.get(parent)
        return None


@dataclass(frozen=True, slots=True)
class Industry:
    """A category of GB/T 4754-2017: section, division, group or class."""

    code: str
    name: str
    level: int
    parent_code: str
    section: str


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of the closed list; a filing states its sector by Chinese name or id."""

    id: str
    name: str
    english: str
    divisions: tuple[str, ...]
    note: str


@cache
def regions() -> Regions:
    """Load the regions, once."""
    return Regions([_region(row) for row in catalogue_rows("codes", "regions.csv")])


@cache
def industries() -> dict[str, Industry]:
    """Load the industries by code, once.

    Examples
    --------
    >>> industries()["39"].name
    '计算机、通信和其他电子设备制造业'
    """
    return {
        row["code"]: Industry(
            row["code"], row["name"], int(row["level"]), row["parent_code"], row["section"]
        )
        for row in catalogue_rows("codes", "industries.csv")
    }


@cache
def sectors() -> dict[str, Sector]:
    """Load the sectors by id, once, in the list's order.

    Examples
    --------
    >>> sectors()["electronics"].name
    '电子'
    """
    english = {row["id"]: row["en"] for row in catalogue_rows("codes", "sectors_en.csv")}
    return {
        row["id"]: Sector(
            row["id"],
            row["zh"],
            english[row["id"]],
            tuple(row["gbt4754_divisions"].split("|")) if row["gbt4754_divisions"] else (),
            row["note"],
        )
        for row in catalogue_rows("codes", "sectors.csv")
    }


def sector_of_industry(industry: str) -> str:
    """Return the sector whose divisions begin an industry's code; ``other`` where none does.

    Examples
    --------
    >>> sector_of_industry("3911"), sector_of_industry("")
    ('electronics', 'other')
    """
    return next(
        (sector.id for sector in sectors().values() if industry.startswith(sector.divisions)),
        "other",
    )


def sector_named(text: str) -> Sector | None:
    """Find a sector by its id or its Chinese name.

    Examples
    --------
    >>> sector_named("电子").id, sector_named("轻工业") is None
    ('electronics', True)
    """
    return next((sector for sector in sectors().values() if text in (sector.id, sector.name)), None)


def _region(row: dict[str, str]) -> Region:
    level: RegionLevel = row["level"]  # type: ignore[assignment]  # a closed list, tested
    return Region(
        row["code"],
        row["name"],
        level,
        row["parent_code"],
        row["macro_region"],
        float(row["longitude"]) if row["longitude"] else None,
        float(row["latitude"]) if row["latitude"] else None,
    )
