"""What is planned in words: complete in both languages, and never more than is known."""

import re

import pytest

from jiqun.base.codes import regions
from jiqun.base.language import Bilingual
from jiqun.planning.ahead import Ahead, Planner, Verdict
from jiqun.planning.crowding import Trend
from jiqun.planning.options import Road
from jiqun.planning.picture import picture_of
from jiqun.planning.records import document, lead_rows, option_row
from jiqun.planning.words import (
    apart_text,
    because_text,
    coverage_text,
    crowding_text,
    held_text,
    index_text,
    lever_texts,
    look_alike_text,
    place_text,
    provinces_text,
)
from tests.planning.made_up import CHANGYUAN, CRANES, HUADU, LAMPS, OF_FIVE, planner, register

CHINESE = re.compile("[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def plan() -> Ahead:
    return planner(years={CRANES: {1996: 20, 2003: 40}}).ahead(CHANGYUAN)


def texts(plan: Ahead) -> list[Bilingual]:
    assert plan.differentiation is not None and plan.levers is not None
    found = [coverage_text(plan), held_text(plan), apart_text(plan.differentiation)]
    found += map(look_alike_text, plan.differentiation.look_alikes)
    found += lever_texts(plan.levers)
    for option in plan.options:
        found += [because_text(option), crowding_text(option.crowding)]
        found += map(place_text, option.nearest)
    return found


def test_every_text_is_said_in_one_language_at_a_time(plan: Ahead) -> None:
    for text in texts(plan):
        assert text.zh and text.en
        assert CHINESE.search(text.zh) and not CHINESE.search(text.en), text


def test_the_register_s_years_are_told_and_their_want_is_too(plan: Ahead) -> None:
    assert "1996–2003" in coverage_text(plan).zh
    undated = planner().ahead(CHANGYUAN)
    assert "年份不详" in coverage_text(undated).zh
    assert coverage_text(planner({}).ahead(CHANGYUAN)).en.startswith("The register tells of no")


def test_an_unknown_trend_shows_no_number() -> None:
    crowded = planner().ahead(CHANGYUAN).options[0].crowding
    assert crowded.trend is Trend.UNKNOWN
    assert crowding_text(crowded).zh.endswith("说不清")


def test_a_range_is_shown_as_one() -> None:
    found = Planner(register(OF_FIVE), {"320206": (CRANES,)}).ahead(CHANGYUAN)
    assert found.differentiation is not None
    assert "–" in index_text(found.differentiation.index)
    unknown = found.differentiation.look_alikes[-1]
    assert "结构说不清" in look_alike_text(unknown).zh


def test_of_many_provinces_the_number_is_said() -> None:
    every = [region.code for region in regions().provinces if region.code < "710000"]
    assert provinces_text(every) == Bilingual("全部 31 个省份", "all 31 provinces")
    assert provinces_text(every[:20]).zh == "31 个省份中的 20 个"
    assert provinces_text(every[:2]).zh == "北京市、天津市"


def test_json_says_the_plan_whole(plan: Ahead) -> None:
    made = document(plan, plan.options, "zh")
    assert (made["verdict"], made["county"], made["demo"]) == ("told", CHANGYUAN, False)
    assert [option["industry"] for option in made["options"]] == [
        option.industry for option in plan.options
    ]
    assert [left["industry"] for left in made["unrelated"]] == [
        option.industry for option in plan.unrelated
    ]
    assert made["raised_by"]["leads"] == [LAMPS]
    assert {option["road"] for option in made["options"]} <= {road.code for road in Road}


def test_of_a_county_that_cannot_be_told_json_has_no_zeros() -> None:
    made = document(planner().ahead("110101"), (), "en")
    assert made["verdict"] == Verdict.NOT_COVERED.code
    assert made["differentiation"] is None and made["raised_by"] is None
    assert (made["options"], made["has"], made["links"]) == ([], [], [])


def test_a_row_has_a_cell_for_every_column(plan: Ahead) -> None:
    from jiqun.cli.plan_tables import LEADS, OPTIONS

    rows = [option_row(option, plan, 1, "en") for option in plan.options]
    assert all(set(row) == {*(column.name for column in OPTIONS), "demo"} for row in rows)
    leads = lead_rows(planner(), "en")
    assert all(set(row) == {*(column.name for column in LEADS), "demo"} for row in leads)
    assert [row["low"] for row in leads] == sorted(row["low"] for row in leads)
    assert len(leads) == len(OF_FIVE)


def test_the_picture_has_a_spot_for_every_option(plan: Ahead) -> None:
    drawn = picture_of(plan)
    assert drawn is not None
    assert drawn.svg("zh").count('class="spot"') == len(plan.options)
    again = picture_of(planner(years={CRANES: {1996: 20, 2003: 40}}).ahead(CHANGYUAN))
    assert again is not None and again.svg("zh") == drawn.svg("zh")
    assert not CHINESE.search(re.sub("<style.*?</style>", "", drawn.svg("en"), flags=re.DOTALL))
    assert picture_of(planner().ahead("110101")) is None


def test_the_picture_of_made_up_firms_says_so() -> None:
    drawn = picture_of(Planner(register(OF_FIVE, demo=True), {}).ahead(HUADU))
    assert drawn is not None and "演示数据" in drawn.svg("zh")
