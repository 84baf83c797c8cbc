"""``jiqun plan``: a county of the demonstration's register, and what it may not say."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pyarrow.parquet import read_table

from jiqun.planning.ahead import Planner, Verdict

Jiqun = Callable[..., Any]


@pytest.fixture(scope="module")
def county(demonstration: Path) -> str:
    planner = Planner.over(demonstration)
    assert planner.scape is not None
    told = [code for code in planner.scape.has.index if planner.verdict(code) is Verdict.TOLD]
    return str(told[0])


def test_a_plan_is_shown_in_both_languages_with_the_demonstration_s_mark(
    demonstration: Path, jiqun: Jiqun, county: str
) -> None:
    asked = ("plan", "ahead", "-w", demonstration, "--county", county)
    made = json.loads(jiqun(*asked, "--json", "--lang", "zh").out)
    assert (made["demo"], made["verdict"]) == (True, "told")
    assert len(made["options"]) > 5
    for lang, mark, said in (
        ("zh", "演示数据", "差异化指数"),
        ("en", "Demonstration", "because of"),
    ):
        page = jiqun(*asked, "--lang", lang).out
        assert mark in page.splitlines()[0] and said in page


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "json"])
def test_options_are_written_in_every_form(
    demonstration: Path, tmp_path: Path, jiqun: Jiqun, county: str, ending: str
) -> None:
    path = tmp_path / f"plan.{ending}"
    asked = ("plan", "ahead", "-w", demonstration, "--county", county, "--top", "4", "-o", path)
    ran = jiqun(*asked, "--json", "--lang", "zh")
    assert ran.code == 0, ran.err
    made = json.loads(ran.out)
    codes = [option["industry"] for option in made["options"]]
    assert len(codes) == 4
    if ending == "csv":
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
        assert {row["demo"] for row in rows} == {"true"}
        assert [row["industry_code"] for row in rows] == codes
    elif ending == "parquet":
        rows = read_table(path).to_pylist()
        assert [row["industry_code"] for row in rows] == codes
        assert all(row["demo"] is True for row in rows)
    elif ending == "xlsx":
        sheet, about = load_workbook(path).worksheets
        assert "演示数据" in sheet["A1"].value
        assert about["A1"].value == "登记数据"
    else:
        assert json.loads(path.read_text("utf-8")) == made
    assert jiqun(*asked).code == 2  # it is there


def test_the_order_is_the_one_asked_for(demonstration: Path, jiqun: Jiqun, county: str) -> None:
    asked = ("plan", "ahead", "-w", demonstration, "--county", county, "--by", "complexity")
    options = json.loads(jiqun(*asked, "--json").out)["options"]
    found = [option["complexity"] for option in options]
    assert found == sorted(found, reverse=True)
    assert jiqun(*asked[:-1], "luck").code == 2


def test_a_picture_is_drawn_where_there_is_something_to_draw(
    demonstration: Path, tmp_path: Path, jiqun: Jiqun, county: str
) -> None:
    path = tmp_path / "plan.svg"
    asked = ("plan", "ahead", "-w", demonstration, "--county")
    assert jiqun(*asked, county, "-o", path, "--lang", "zh").code == 0
    assert "演示数据" in path.read_text("utf-8")
    ran = jiqun(*asked, "110101", "-o", tmp_path / "none.svg", "--lang", "en")
    assert ran.code == 3 and "nothing to draw" in ran.err
    assert not (tmp_path / "none.svg").exists()


def test_of_a_county_nobody_registered_in_it_cannot_tell(demonstration: Path, jiqun: Jiqun) -> None:
    asked = ("plan", "ahead", "-w", demonstration, "--county", "110101")
    ran = jiqun(*asked, "--lang", "zh")
    assert ran.code == 0 and "说不清" in ran.out


@pytest.mark.parametrize(
    ("words", "code"),
    [(("--county", "无名县"), 3), (("--county", "410783", "--industry", "起重机"), 3)],
)
def test_what_nobody_knows_is_not_found(
    demonstration: Path, jiqun: Jiqun, words: tuple[str, ...], code: int
) -> None:
    ran = jiqun("plan", "ahead", "-w", demonstration, *words, "--lang", "zh")
    assert ran.code == code and words[-1] in ran.err


def test_a_planned_lead_industry_is_held_against_those_that_have_it(
    demonstration: Path, jiqun: Jiqun, county: str
) -> None:
    asked = ("plan", "ahead", "-w", demonstration, "--county", county)
    own = json.loads(jiqun(*asked, "--json").out)
    other = own["options"][0]
    made = json.loads(jiqun(*asked, "--industry", other["industry"], "--json").out)
    assert made["differentiation"]["basis"] == "asked"
    assert made["differentiation"]["low"] == other["if_lead"]["low"]


def test_leads_of_all_counties_name_no_real_cluster_beside_made_up_firms(
    demonstration: Path, tmp_path: Path, jiqun: Jiqun
) -> None:
    path = tmp_path / "leads.csv"
    ran = jiqun("plan", "leads", "-w", demonstration, "-o", path, "--json")
    rows = json.loads(ran.out)["counties"]
    assert rows and {row["basis"] for row in rows} == {"register"}
    written = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert [row["county_code"] for row in written] == [row["county_code"] for row in rows]


def test_without_a_register_there_is_nothing_to_plan_by(tmp_path: Path, jiqun: Jiqun) -> None:
    assert jiqun("init", tmp_path / "w").code == 0
    assert jiqun("plan", "ahead", "-w", tmp_path / "w", "--county", "410783").code == 3
    assert jiqun("plan", "leads", "-w", tmp_path / "w").code == 3
