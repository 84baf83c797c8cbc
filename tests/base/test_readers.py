"""A reader covers regions minus regions, clusters of its own, or nothing."""

import pytest

from jiqun.base.readers import NATION, PUBLIC, Office, Reader, own_quota, reader_named


def test_a_province_does_not_cover_the_city_that_recommends_by_its_own_quota() -> None:
    province, city = reader_named("330000"), reader_named("330200")
    assert province.covers("330106")
    assert not province.covers("330203")
    assert city.covers("330203")
    assert not city.covers("330106")
    assert city.office is province.office is Office.PROVINCE


def test_the_corps_stands_beside_its_autonomous_region() -> None:
    assert not reader_named("650000").covers("659001")
    assert reader_named("650000").covers("650102")
    assert reader_named("659000").covers("659001")


@pytest.mark.parametrize(
    ("said", "office", "covered", "beyond"),
    [
        ("330100", Office.PREFECTURE, "330106", "330203"),
        ("330106", Office.COUNTY, "330106", "330105"),
        ("442000", Office.COUNTY, "442000", "440100"),
        ("110000", Office.PROVINCE, "110108", "120101"),
    ],
)
def test_an_office_covers_its_own_region_only(
    said: str, office: Office, covered: str, beyond: str
) -> None:
    reader = reader_named(said)
    assert reader.office is office
    assert reader.covers(covered)
    assert not reader.covers(beyond)
    assert not reader.sees_everything


def test_an_agency_sees_its_own_clusters_wherever_they_lie() -> None:
    agency = Reader(Office.AGENCY, clusters=frozenset({"demo-001"}))
    assert agency.sees_cluster("demo-001", "330106")
    assert not agency.sees_cluster("demo-002", "330106")


@pytest.mark.parametrize("office", [Office.FIRM, Office.EXPERT, Office.SYSTEM, Office.AUDIT])
def test_an_office_without_a_region_covers_no_place(office: Office) -> None:
    assert not Reader(office).covers("330106")
    assert not Reader(office).covers("")


def test_only_the_nation_sees_everything() -> None:
    assert NATION.sees_everything
    assert not PUBLIC.sees_everything
    assert not Reader(Office.PROVINCE, within=("",)).sees_everything
    assert not Reader(Office.NATION, within=("",), without=("33",)).sees_everything


@pytest.mark.parametrize("said", ["", "999999", "Zhejiang", "33"])
def test_a_name_that_is_no_office_is_refused(said: str) -> None:
    with pytest.raises(ValueError, match=f"^{said}$"):
        reader_named(said)


def test_every_place_with_its_own_quota_lies_in_its_province() -> None:
    for place in own_quota().values():
        assert place.prefix.startswith(place.province_code[:2])
        assert place.code.startswith(place.prefix)


def test_what_has_its_own_quota_is_a_separately_planned_city_or_the_corps() -> None:
    kinds = {code: place.kind for code, place in own_quota().items()}
    assert {code for code, kind in kinds.items() if kind == "corps"} == {"659000"}
    assert {code for code, kind in kinds.items() if kind == "separately_planned_city"} == {
        "210200",
        "330200",
        "350200",
        "370200",
        "440300",
    }
