"""The template explains itself: every field is defined, what is required is seen."""

import re
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from jiqun.base.forms import YEARLY, family
from jiqun.clusters.profile import REQUIRED
from jiqun.filings.filer import PARTS
from jiqun.filings.workbook.layout import layout_for
from jiqun.filings.workbook.template import template
from tests.filings.workbook.workbooks import FIGURES, PROFILE

YEARS = [form.first_year for form in family(YEARLY).versions]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
STAYS = re.compile(
    "专精特新|是 \\(yes\\)|不适用|工信部企业|工信部联企业|国科发火|国统字|发改环资|号"
)
"""What stays Chinese in English: words to choose from, and the numbers of instruments."""


def sheet(year: int, name: str) -> Any:
    return load_workbook(BytesIO(template(year)))[name]


@pytest.mark.parametrize("year", YEARS)
def test_every_field_has_a_definition_in_both_languages(year: int) -> None:
    plan = layout_for(YEARLY, year)
    for name, field in plan.form.fields.items():
        said = plan.said["definitions"].get(name)
        assert said, f"{name} has no definition"
        assert len(CHINESE.findall(said["zh"])) >= 8, name
        assert said["zh"] != field.title.zh, name
        for text in (said["en"], said.get("source", {}).get("en", "")):
            assert not CHINESE.search(STAYS.sub("", text)), (name, text)
        timed = "年" in said["zh"] or "上项" in said["zh"]
        assert timed or field.part_of or field.type == "choice", f"{name}: of which time?"


@pytest.mark.parametrize("year", YEARS)
def test_no_two_fields_of_a_version_count_the_same(year: int) -> None:
    plan = layout_for(YEARLY, year)
    asked = [plan.said["definitions"][name]["zh"] for name in plan.form.fields]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("year", YEARS)
def test_the_definition_stands_beside_the_figure(year: int) -> None:
    plan = layout_for(YEARLY, year)
    rows = {row[0]: row for row in sheet(year, FIGURES).iter_rows(values_only=True)}
    for name, field in plan.form.fields.items():
        assert plan.said["definitions"][name]["zh"] in rows[name][9], name
        assert (field.part_of == "") or "不大于" in rows[name][9]


def test_what_the_measures_define_is_cited() -> None:
    plan = layout_for(YEARLY, 2022)
    of_measures = {"output_sme", "output_leading", "area_km2", "accidents_larger",
                   "cyber_incidents_major", "serious_dishonesty"}  # fmt: skip
    for name in of_measures:
        assert "工信部企业〔2022〕119号" in plan.said["definitions"][name]["source"]["zh"]
    assert "〔2011〕300号" in plan.said["definitions"]["sme_total"]["source"]["zh"]


def test_required_items_of_the_profile_are_marked_and_coloured() -> None:
    said = layout_for(YEARLY, 2022).said
    marked = {name for name, words in said["profile"].items() if words.get("required")}
    assert marked == set(REQUIRED)
    rows = {row[0].value: row for row in sheet(2022, PROFILE).iter_rows()}
    for name in said["profile"]:
        row, required = rows[f"jq:profile.{name}"], name in REQUIRED
        assert row[1].value.startswith("●") is required, name
        assert (row[2].fill.start_color.rgb == f"00{said['colours']['required']}") is required


def test_required_figures_are_coloured_like_required_items() -> None:
    plan = layout_for(YEARLY, 2022)
    rows = {row[0].value: row for row in sheet(2022, FIGURES).iter_rows()}
    for name, field in plan.form.fields.items():
        fill = rows[name][3].fill.start_color.rgb
        assert (fill == f"00{plan.said['colours']['required']}") is not field.optional, name


def test_who_fills_in_and_who_checks_has_its_place_below_the_profile() -> None:
    rows = [row[0].value for row in sheet(2022, PROFILE).iter_rows()]
    assert [row for row in rows if str(row).startswith("jq:filer.")] == [
        f"jq:filer.{name}" for name in PARTS
    ]
    assert rows.index("jq:filer.filled_by") > rows.index("jq:profile.demo")
