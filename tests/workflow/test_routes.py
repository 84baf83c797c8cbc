"""Who takes part in a cluster's case, from its place."""

import csv

import pytest

from jiqun.base.codes import regions
from jiqun.base.errors import Refused
from jiqun.base.files import catalogue_path
from jiqun.workflow.routes import route_of


def offices(*counties: str, national: bool = True, **said: str) -> dict[str, str]:
    parties = route_of(counties, national=national, **said).parties
    return {slot: party.of for slot, party in parties.items() if slot != "installation"}


@pytest.mark.parametrize(
    ("county", "prefecture", "province"),
    [
        ("330106", "330100", "330000"),
        ("130283", "130200", "130000"),
        ("532301", "532300", "530000"),
        ("110108", None, "110000"),
        ("500101", None, "500000"),
        ("500229", None, "500000"),
        ("419001", None, "410000"),
        ("429004", None, "420000"),
        ("469002", None, "460000"),
        ("460105", None, "460000"),
        ("441900", None, "440000"),
        ("442000", None, "440000"),
        ("460400", None, "460000"),
        ("620201", None, "620000"),
        ("210281", None, "210200"),
        ("370211", None, "370200"),
        ("330203", None, "330200"),
        ("350203", None, "350200"),
        ("440303", None, "440300"),
        ("659001", None, "659000"),
    ],
)
def test_the_place_decides_the_offices(county: str, prefecture: str | None, province: str) -> None:
    expected = {"county": county, "province": province, "nation": ""}
    if prefecture:
        expected["prefecture"] = prefecture
    assert offices(county) == expected


@pytest.mark.parametrize("county", ["110108", "429004", "441900", "330203", "659001", "460105"])
def test_a_step_left_out_is_said_in_both_languages(county: str) -> None:
    (note,) = route_of([county], national=True).notes
    assert note.zh
    assert note.en


def test_an_ordinary_county_has_nothing_to_say() -> None:
    assert route_of(["330106"], national=True).notes == ()


def test_no_office_stands_twice_in_any_county_s_route() -> None:
    for county in regions().counties:
        named = [code for code in offices(county.code).values() if code]
        assert len(named) == len(set(named)), county


def test_a_province_only_cluster_has_no_nation() -> None:
    assert set(offices("330106", national=False)) == {"county", "prefecture", "province"}


def test_a_cluster_of_shenzhen_may_be_in_its_province_s_own_programme() -> None:
    assert offices("440303", national=False, recommends="440000") == {
        "county": "440303",
        "province": "440000",
    }


def test_a_cluster_over_several_counties_names_the_county_that_submits() -> None:
    with pytest.raises(Refused, match="which county submits"):
        offices("330106", "330203")
    assert offices("330106", "330203", submits="330203")["province"] == "330200"
    with pytest.raises(Refused, match="not in the cluster's perimeter"):
        offices("330106", "330203", submits="330105")


@pytest.mark.parametrize("counties", [[], ["330100"], ["330106", "999999"]])
def test_a_perimeter_of_anything_but_counties_is_refused(counties: list[str]) -> None:
    with pytest.raises(Refused, match="no county's code"):
        route_of(counties, national=True, submits="330106")


def test_a_province_that_does_not_cover_the_county_is_refused() -> None:
    with pytest.raises(Refused, match="does not cover"):
        offices("330106", recommends="330200")


def test_every_place_without_a_prefecture_has_its_source() -> None:
    path = catalogue_path("codes", "no_prefecture.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert row["source"]
            assert any(county.code.startswith(row["covers"]) for county in regions().counties)
