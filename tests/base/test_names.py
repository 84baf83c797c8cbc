"""Names in both languages are data of the catalogue; what has none falls back."""

import re

import pytest

from jiqun.base.codes import industries, regions, sectors
from jiqun.base.csv_files import catalogue_rows
from jiqun.base.definitions import LEVELS
from jiqun.base.names import industry_name, level_name, place_name, region_name, sector_name

ENGLISH = re.compile(r"[A-Za-z][A-Za-z ,'()-]*")


def test_every_province_s_english_name_is_in_the_catalogue() -> None:
    known = {row["code"] for row in catalogue_rows("codes", "regions_en.csv")}
    assert {province.code for province in regions().provinces} <= known


def test_every_sector_and_every_division_has_an_english_name_of_its_own() -> None:
    known = {row["code"]: row["en"] for row in catalogue_rows("codes", "industries_en.csv")}
    own = {industry.code for industry in industries().values() if industry.level <= 2}
    assert set(known) == own
    assert len(set(known.values())) >= len(known) - 4  # a section and its only division may agree
    assert all(ENGLISH.fullmatch(sector_name(key).en) for key in sectors())


@pytest.mark.parametrize("name", ["regions_en.csv", "sectors_en.csv", "industries_en.csv"])
def test_no_name_stands_for_a_code_that_is_not_there(name: str) -> None:
    known = {
        "regions_en.csv": lambda code: regions().get(code) is not None,
        "sectors_en.csv": lambda code: code in sectors(),
        "industries_en.csv": lambda code: code in industries(),
    }[name]
    for row in catalogue_rows("codes", name):
        assert known(row.get("code") or row["id"])
        assert ENGLISH.fullmatch(row["en"])


def test_no_place_is_named_in_english_with_its_people_s_names_or_what_it_is() -> None:
    for place in regions().prefectures:
        english = region_name(place.code).en
        assert ENGLISH.fullmatch(english), place
        assert not re.search("zizhizhou|zu$|diqu|meng$", english.lower()), english


@pytest.mark.parametrize(
    ("code", "english"),
    [
        ("150000", "Inner Mongolia"),
        ("150100", "Hohhot"),
        ("230100", "Harbin"),
        ("540100", "Lhasa"),
        ("610000", "Shaanxi"),
        ("650100", "Urumqi"),
        ("653100", "Kashgar"),
        ("222400", "Yanbian"),
        ("330200", "Ningbo"),
        ("310115", "Pudong"),
    ],
)
def test_a_place_is_named_as_maps_name_it(code: str, english: str) -> None:
    assert region_name(code).en == english


def test_a_place_below_the_province_falls_back_on_pinyin() -> None:
    assert region_name("410783").en == "Changyuan"
    assert place_name("222403").en == "Dunhua, Yanbian, Jilin"


def test_an_industry_below_the_divisions_falls_back_on_its_division() -> None:
    assert industry_name("3911").en.endswith("(3911)")
    assert industry_name("3911").en.startswith(industry_name("39").en)
    assert industry_name("9999").en == "9999"
    for code in industries():
        assert not re.search("[\u4e00-\u9fff]", industry_name(code).en)


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_s_keys_have_names_in_both_languages(level: str) -> None:
    keys = {
        "nation": ["CN"],
        "macro_region": ["east", "central", "west"],
        "province": [province.code for province in regions().provinces],
        "sector": list(sectors()),
        "cluster": ["demo-001"],
    }[level]
    for key in keys:
        said = level_name(level, key)
        assert not re.search("[\u4e00-\u9fff]", said.en)
        assert level == "cluster" or re.search("[\u4e00-\u9fff]", said.zh)
