"""Planning ahead on the site: officials, of their places; and what no county is told of another."""

import re
from pathlib import Path

import pytest
from tests.web.candidates.test_candidates import asked
from tests.web.cast import CAST

from jiqun.base.names import industry_name
from jiqun.planning.ahead import Planner, Verdict
from jiqun.web.candidates.covered import counties_of


@pytest.fixture(scope="module")
def planner(demonstration: Path) -> Planner:
    return Planner.over(demonstration)


@pytest.fixture(scope="module")
def told(planner: Planner) -> list[str]:
    assert planner.scape is not None
    return [code for code in planner.scape.has.index if planner.verdict(code) is Verdict.TOLD]


def test_the_nation_is_told_of_every_county_of_the_register(
    demonstration: Path, planner: Planner
) -> None:
    status, page = asked(demonstration, "/candidates/ahead/", "nation")
    assert status == 200
    assert f"<small>{len(planner.register.counties)}</small>" in page


def test_a_province_sees_its_own_counties_and_no_other(
    demonstration: Path, planner: Planner
) -> None:
    own = counties_of(planner, CAST["province"])
    assert own and all(code.startswith("33") and not code.startswith("3302") for code in own)
    others = [code for code in planner.register.counties if code not in own]
    ningbo = [code for code in others if code.startswith("3302")]
    for code in [*own[:3], *others[:3], *ningbo[:3]]:
        status, _ = asked(demonstration, f"/candidates/ahead/{code}/", "province")
        assert status == (200 if code in own else 404), code


@pytest.mark.parametrize("name", ["public", "firm", "expert", "agency", "audit", "system"])
def test_who_is_no_official_sees_none(demonstration: Path, told: list[str], name: str) -> None:
    assert asked(demonstration, "/candidates/ahead/", name)[0] == 403
    assert asked(demonstration, f"/candidates/ahead/{told[0]}/", name)[0] == 403


def test_a_page_has_the_picture_the_table_and_what_the_register_covers(
    demonstration: Path, planner: Planner, told: list[str]
) -> None:
    plan = planner.ahead(told[0])
    status, page = asked(demonstration, f"/candidates/ahead/{told[0]}/", "nation")
    assert status == 200
    assert plan.options and not plan.unrelated
    assert page.count('class="spot"') == 2 * len(plan.options)  # once for a telephone
    assert "不列为选项" not in page
    assert "差异化指数" in page and "可比的有" in page and "演示数据" in page
    _, other = asked(demonstration, f"/candidates/ahead/{told[0]}/?by=complexity", "nation")
    assert '<strong aria-current="true">复杂度</strong>' in other
    _, nonsense = asked(demonstration, f"/candidates/ahead/{told[0]}/?by=luck", "nation")
    assert '<strong aria-current="true">关联度密度</strong>' in nonsense


def test_how_many_industries_are_no_option_is_said_and_they_are_folded(
    demonstration: Path, planner: Planner, told: list[str]
) -> None:
    county = next(code for code in told if planner.ahead(code).unrelated)
    plan = planner.ahead(county)
    page = asked(demonstration, f"/candidates/ahead/{county}/", "nation")[1]
    folded = page.split('<details class="folded">')[-1]
    assert f"另有 {len(plan.unrelated)} 个产业" in folded
    assert industry_name(plan.unrelated[-1].industry).zh in folded


def test_of_another_county_no_number_of_firms_is_told(
    demonstration: Path, planner: Planner, told: list[str]
) -> None:
    """The nearest are named with their distance; how many firms they have stays with them."""
    page = asked(demonstration, f"/candidates/ahead/{told[0]}/", "nation")[1]
    cells = re.findall(r'data-label="最近的">(.*?)</td>', page)
    assert cells and all(
        re.fullmatch(r"(?:[^\d<]+ ≈?\d+ km、?)+|—", cell.strip()) for cell in cells
    ), cells[:3]


def test_where_nobody_can_tell_the_page_says_so(demonstration: Path, planner: Planner) -> None:
    status, page = asked(demonstration, "/candidates/ahead/110101/", "nation")
    assert status == 200 and "说不清：登记数据没有覆盖本县" in page
    small = [code for code in planner.register.counties if planner.verdict(code) is Verdict.TOO_FEW]
    for code in small[:1]:
        status, page = asked(demonstration, f"/candidates/ahead/{code}/", "nation")
        assert status == 200 and "说不清：可认行业的制造企业太少" in page


def test_a_site_without_a_register_says_what_to_do(tmp_path: Path) -> None:
    from jiqun.workspace import Workspace

    folder = Workspace.create(tmp_path / "w").folder
    status, page = asked(folder, "/candidates/ahead/", "nation")
    assert status == 200 and "jiqun registry import" in page
    status, page = asked(folder, "/candidates/ahead/330106/", "nation")
    assert status == 200 and "jiqun registry import" in page
    assert asked(folder, "/candidates/ahead/330000/", "nation")[0] == 404
    assert asked(folder, "/candidates/ahead/330110/", "county")[0] == 404
