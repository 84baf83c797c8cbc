"""Places by name: as people call them, and never a guess where several bear the name."""

import pytest

from jiqun.base.codes import regions
from jiqun.base.named_places import places_named
from jiqun.base.names import place_name


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("浙江", "330000"),
        ("内蒙古自治区", "150000"),
        (" Inner Mongolia ", "150000"),
        ("吉林", "220000"),
        ("吉林市", "220200"),
        ("杭州", "330100"),
        ("hangzhou", "330100"),
        ("宁波市", "330200"),
        ("东莞", "441900"),
        ("浙江省杭州市西湖区", "330106"),
        ("杭州西湖", "330106"),
        ("Xihu, Hangzhou", "330106"),
        ("新疆生产建设兵团", "659000"),
        ("330106", "330106"),
    ],
)
def test_a_place_goes_by_its_names_and_its_code(said: str, code: str) -> None:
    assert places_named(said) == (code,)


@pytest.mark.parametrize("said", ["", "nowhere", "市辖区", "999999", "区"])
def test_what_is_no_place_is_none(said: str) -> None:
    assert places_named(said) == ()


def test_a_name_of_several_places_gives_them_all() -> None:
    assert {"330106", "360103"} <= set(places_named("西湖区"))


def test_every_county_goes_by_its_full_name() -> None:
    wrong = [
        county.code
        for county in regions().counties
        if county.code not in places_named(place_name(county.code).zh)
    ]
    assert wrong == []
