"""Counties, towns and zones named in addresses."""

import pytest

from jiqun.registry.addresses import gazetteer


@pytest.mark.parametrize(
    ("address", "near", "county"),
    [
        ("浙江省杭州市西湖区转塘街道1号", "330000", "330106"),
        ("长垣县魏庄镇", "410700", "410783"),  # 长垣县 is 长垣市 since 2019
        ("郫县红光镇", "510100", "510117"),  # 郫县 is 郫都区 since 2016
        ("江干区秋涛北路", "330100", "330102"),  # 江干区 went into 上城区 in 2021
        ("东莞市长安镇", "441900", "441900"),  # has no counties and counts as one
        ("恩施市航空大道", "422800", "422801"),  # bears its prefecture's name
        ("内江市市中区白马镇", "511000", "511002"),
        ("番禺大石镇", "440100", "440113"),  # the root alone, at the start
    ],
)
def test_a_county_is_found_by_its_name_of_then_or_now(address: str, near: str, county: str) -> None:
    assert gazetteer().read(address, near).county == county


@pytest.mark.parametrize("address", ["朝阳路8号", "中山西路358号", "人民路1号"])
def test_a_street_named_like_a_county_is_a_street(address: str) -> None:
    assert gazetteer().read(address, "330400").county == ""


def test_a_town_that_moved_is_read_as_written_and_moved_later() -> None:
    place = gazetteer().read("宁波市鄞州区集士港镇甲村", "330200")
    assert (place.county, place.town) == ("330212", "集士港镇")


def test_a_development_zone_points_to_the_county_most_of_it_lies_in() -> None:
    place = gazetteer().read("陕西省宝鸡市高新开发区高新大道1号", "610301")
    assert (place.county, place.zone_county) == ("", "610302")
