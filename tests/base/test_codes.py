"""Regions, industries and sectors: closed lists, held to what the standards say of them."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from jiqun.base.codes import MACRO_REGIONS, industries, regions, sector_named, sectors
from jiqun.base.files import catalogue_path


def test_every_region_has_a_parent_and_a_macro_region() -> None:
    for county in regions().counties:
        assert regions().get(county.parent_code) is not None, county
        assert regions().province_of(county.code).level == "province"
        assert county.macro_region in MACRO_REGIONS


def test_there_are_34_regions_of_provincial_level_and_no_county_twice() -> None:
    assert len(regions().provinces) == 34, "31 of the mainland, Taiwan, Hong Kong and Macao"
    codes = [county.code for county in regions().counties]
    assert len(codes) == len(set(codes))
    assert codes == sorted(codes)


@pytest.mark.parametrize(
    ("code", "name", "province"),
    [
        ("330106", "西湖区", "浙江省"),
        ("442000", "中山市", "广东省"),
        ("441900", "东莞市", "广东省"),
        ("410783", "长垣市", "河南省"),
    ],
)
def test_a_county_is_found_by_its_code(code: str, name: str, province: str) -> None:
    county = regions().county(code)
    assert county is not None
    assert county.name == name
    assert county.level == "county"
    assert regions().province_of(code).name == province


@pytest.mark.parametrize(
    "code", ["330000", "330100", "999999", "", "33010", "410728", "３３０１０６"]
)
def test_what_is_no_county_in_force_is_none(code: str) -> None:
    assert regions().county(code) is None


def test_get_finds_every_level_and_the_lowest_first() -> None:
    levels = {code: regions().get(code) for code in ("330000", "330100", "330106", "441900")}
    found = {code: region.level for code, region in levels.items() if region}
    assert found == {
        "330000": "province",
        "330100": "prefecture",
        "330106": "county",
        "441900": "county",
    }


def test_a_county_without_coordinates_takes_its_parents_and_says_so() -> None:
    without = next(county for county in regions().counties if county.longitude is None)
    point = regions().point(without.code)
    assert point is not None
    assert point[2], "approximate"
    exact = regions().point("330106")
    assert exact is not None
    assert not exact[2]
    assert regions().point("999999") is None


def test_every_point_lies_in_china() -> None:
    for county in regions().counties:
        point = regions().point(county.code)
        assert point is not None, county
        assert 73 < point[0] < 136, county
        assert 3 < point[1] < 54, county


def test_every_industry_has_a_parent_one_level_up() -> None:
    known = industries()
    for code in known.values():
        if code.level == 1:
            assert code.parent_code == ""
        else:
            assert known[code.parent_code].level < code.level
        assert known[code.section].level == 1


def test_the_levels_of_the_standard_have_their_lengths() -> None:
    lengths = {(industry.level, len(industry.code)) for industry in industries().values()}
    assert lengths == {(1, 1), (2, 2), (3, 3), (4, 4)}
    counts = Counter(industry.level for industry in industries().values())
    assert (counts[1], counts[2]) == (20, 97)


def test_a_sector_is_named_by_its_id_or_its_chinese_name() -> None:
    for sector in sectors().values():
        assert sector_named(sector.id) == sector_named(sector.name) == sector
    assert sector_named("元宇宙") is None
    assert sector_named("") is None


def test_the_divisions_of_sectors_are_divisions_of_the_standard() -> None:
    for sector in sectors().values():
        for division in sector.divisions:
            assert industries()[division].level == 2


@pytest.mark.shared
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("regions.csv", "regions_gbt2260.csv"),
        ("industries.csv", "industries_gbt4754_2017.csv"),
        ("sectors.csv", "sectors.csv"),
    ],
)
def test_the_lists_are_those_of_the_facts(ours: str, theirs: str, shared: Path) -> None:
    def rows(path: Path) -> list[list[str]]:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))

    assert rows(catalogue_path("codes", ours)) == rows(shared / "data" / theirs)
