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


@pytest.mark.parametrize(
    ("address", "county"),
    [
        ("宁波市北仑区小港街道", "330206"),  # a prefecture without its province
        ("宁波北仑区小港街道", "330206"),  # by its root, its own county behind it
        ("义乌市稠江街道", "330782"),  # a county only one place bears
        ("长垣县魏庄镇", "410783"),  # by its former name
        ("东莞市长安镇", "441900"),
        ("东莞长安镇", "441900"),  # a city without counties, a town behind it
        ("中山古镇镇同兴路", "442000"),
        ("中山区人民路街道", "210202"),  # of Dalian, no town of Zhongshan
        ("恩施土家族苗族自治州恩施市", "422801"),
        ("巴州库尔勒市", "652801"),
        ("巴州区江北街道", "511902"),  # of Bazhong, not the prefecture 巴州
        ("乌市天山区解放北路", "650102"),
        ("重庆渝北回兴街道", "500112"),  # a municipality has no prefectures between
        ("天津市河西友谊路", "120103"),
        ("北京朝阳路1号", ""),
        ("青岛市西海岸新区长江路", ""),
        ("延边州延吉市", "222401"),
        ("海南藏族自治州共和县", "632521"),  # no county of Hainan
        ("吉林市昌邑区", "220202"),  # a prefecture that bears its province's name
        ("西湖区三墩镇", ""),  # of Hangzhou or of Nanchang
        ("鼓楼区中山路", ""),
        ("江苏省鼓楼区中山路", ""),  # of Nanjing or of Xuzhou
        ("宁波路88号", ""),
        ("中山路1号", ""),
    ],
)
def test_a_place_is_found_without_its_province_where_only_one_bears_the_name(
    address: str, county: str
) -> None:
    assert gazetteer().read(address, "").county == county


@pytest.mark.parametrize(
    ("address", "county"),
    [
        ("合肥市高新区望江西路", "340176"),
        ("合肥高新区望江西路", "340176"),
        ("合肥市新站高新区", "340178"),  # another zone of the same city
        ("吉林省长春市高新区锦湖大路", "220173"),  # 净月高新区 is another
        ("安徽省高新区望江西路", ""),  # no prefecture stands there
        ("高新区望江西路", ""),
        ("经开区一路", ""),
        ("江西省南昌市南昌高新技术产业开发区", ""),  # the city's zone, not 南昌县's
        ("湖南省长沙市长沙经济技术开发区", ""),
        ("长沙市长沙县星沙街道", "430121"),
    ],
)
def test_a_zones_short_name_speaks_only_at_home(address: str, county: str) -> None:
    assert gazetteer().read(address, "").county == county


def test_a_zone_named_after_a_county_only_hints_at_it() -> None:
    place = gazetteer().read("萧山经济技术开发区市心北路", "330100")
    assert (place.county, place.zone_county) == ("", "330109")


def test_the_address_outweighs_a_code_of_another_province() -> None:
    assert gazetteer().read("深圳市福田区莲花街道", "330106").county == "440304"
