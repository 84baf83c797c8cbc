"""A perimeter and a list of firms: what a filing or a register says, and nothing else."""

from typing import Any

import pytest

from jiqun.clusters import Profile
from jiqun.discovery.dossier import Dossier
from jiqun.discovery.perimeter import first_perimeter
from jiqun.web.recognition.describing import (
    ListedFirm,
    firms_inside,
    firms_said,
    perimeter_said,
    read_firms,
)
from jiqun.web.recognition.known_cells import tier_counts

PROFILE = Profile("one", "测试集群", ("330106",), "electronics")


def firm(name: str, town: str | None, code: str | None = None) -> dict[str, Any]:
    return {"code": code, "name": name, "town": town}


def dossier(*firms: dict[str, Any], tiers: dict[str, int] | None = None) -> Dossier:
    perimeter = first_perimeter(listed["town"] or "" for listed in firms)
    return Dossier({}, perimeter, None, list(firms), None, tiers or {}, [])


def test_the_firms_of_a_list_are_those_in_the_towns_of_the_perimeter() -> None:
    inside = [firm(f"甲{number}", "转塘街道") for number in range(9)]
    found = firms_inside(dossier(*inside, firm("乙", "留下街道"), firm("丙", None)))
    assert [listed.name for listed in found] == [f"甲{number}" for number in range(9)]


def test_where_no_address_names_a_town_all_firms_are_listed() -> None:
    assert firms_inside(dossier(firm("甲", None), firm("乙", None))) == [
        ListedFirm("", "甲"),
        ListedFirm("", "乙"),
    ]


def test_a_perimeter_names_its_towns_where_they_are_known_and_else_the_counties() -> None:
    assert perimeter_said(PROFILE, None) == "浙江省杭州市西湖区"
    assert perimeter_said(PROFILE, dossier(firm("甲", None))) == "浙江省杭州市西湖区"
    known = dossier(firm("甲", "转塘街道"), firm("乙", "转塘街道"))
    assert perimeter_said(PROFILE, known) == "浙江省杭州市西湖区：转塘街道（2 家）"


@pytest.mark.parametrize(
    "listed",
    [
        ListedFirm("91330106MA2800000X", "甲厂", "转塘街道"),
        ListedFirm("91330106MA2800000X", "甲厂"),
        ListedFirm("", "甲厂", "转塘街道"),
        ListedFirm("", "甲厂"),
    ],
)
def test_what_is_written_is_read_as_the_same_firm(listed: ListedFirm) -> None:
    assert read_firms(firms_said([listed])) == [listed]


def test_blanks_inside_a_name_do_not_break_a_line() -> None:
    said = firms_said([ListedFirm("", "Acme 电子 有限公司", "转塘 街道")])
    assert read_firms(said) == [ListedFirm("", "Acme电子有限公司", "转塘街道")]


def test_a_register_s_words_for_a_tier_are_counted_and_unknown_ones_left_out() -> None:
    found = tier_counts(dossier(tiers={"小巨人": 2, "专精特新小巨人企业": 1, "明星企业": 7}))
    assert found == {"little_giant": 3}
    assert tier_counts(dossier()) == {}  # no word of a tier is not "none"
