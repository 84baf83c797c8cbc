"""The recipes of CONTRIBUTING, followed in a temporary catalogue by their own blocks."""

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook
from tests.conftest import ROOT
from tests.rules.test_cases import SIDES, facts, named

from jiqun.base.errors import NotFound
from jiqun.base.forms import YEARLY, form_for
from jiqun.base.own_catalogue import OwnCatalogue, under
from jiqun.charts import chart_entries
from jiqun.filings.workbook.template import template
from jiqun.installation.judging import faults_under
from jiqun.reports.claims import claims
from jiqun.rules import assess, programme
from jiqun.workflow.cases import act, opened
from jiqun.workflow.loading import read_workflows
from jiqun.workflow.routes import Party

BLOCK = re.compile(r"```yaml\n# (\S+)\n(.*?)```", re.DOTALL)
BLOCKS = dict(BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
INSIDE = "src/jiqun/catalog/"
ENTERED = 'entered: {by: 测试, date: "2026-11-28", document: 测试文件}\n'
RULE, CASES = "rules/example/sme-cluster.yaml", "tests/cases/rules/example/sme-cluster.yaml"
FORM, BOOK = (f"{kind}/{YEARLY}/2031.yaml" for kind in ("forms", "workbooks"))
CLAIM, CHART = "claims/leading_industry/jobs_grow.yaml", "charts/jobs_by_sector.yaml"
WORKFLOW = "workflows/site_visit.yaml"


@pytest.fixture
def temporary(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the blocks a recipe shows hold beside the shipped catalogue for one test."""
    files = {name: (ENTERED + BLOCKS[INSIDE + name]).encode() for name in request.param}
    own = OwnCatalogue(files)
    assert [problem.text("en") for problem in faults_under(own)] == []
    with under(own):
        yield


def walked(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("temporary", [names], indirect=True, ids=[names[0]])


def test_every_block_of_a_recipe_is_walked() -> None:
    inside = {INSIDE + name for name in (RULE, FORM, BOOK, CLAIM, CHART, WORKFLOW)}
    assert set(BLOCKS) == inside | {CASES}


@walked(RULE)
@pytest.mark.parametrize("side", sorted(SIDES))
def test_a_rule_and_its_cases_hold(temporary: None, side: str) -> None:
    said: dict[str, Any] = yaml.safe_load(BLOCKS[CASES])
    (case,) = (case for case in said["cases"] if case["side"] == side)
    rules, day = programme(said["programme"]), date.fromisoformat(case["day"])
    if case["expect"] == "not_in_force":
        with pytest.raises(NotFound):
            assess(rules, facts(said["base"], case), day)
        return
    found = assess(rules, facts(said["base"], case), day)
    assert {name: str(named(found, name).answer) for name in case["expect"]} == case["expect"]


@walked(CLAIM)
def test_a_claim_is_read_with_what_is_said_where_it_fails(temporary: None) -> None:
    claim = claims()["jobs_grow"]
    assert (claim.dimension, claim.figures) == ("leading_industry", ["employment_growth"])
    assert len(claim.wordings) == 2


@walked(CHART)
def test_a_chart_is_read(temporary: None) -> None:
    chart = chart_entries()["jobs_by_sector"]
    assert (chart.kind, chart.figures, chart.by, chart.top) == (
        "ranked",
        ("employment",),
        "sector",
        10,
    )


@walked(FORM, BOOK)
def test_a_form_version_has_its_years_its_field_and_its_template(temporary: None) -> None:
    form = form_for(YEARLY, 2031)
    assert (form.version, form_for(YEARLY, 2030).version) == ("2031", "2026")
    assert "brand_value" in form.fields
    book = load_workbook(BytesIO(template(2031, None, "zh")))
    cells = {
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    }
    assert any("区域品牌价值" in cell for cell in cells)


def test_a_workflow_is_walked_from_its_opening_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / Path(WORKFLOW).name
    path.write_text(BLOCKS[INSIDE + WORKFLOW], encoding="utf-8")
    found, problems = read_workflows([path])
    assert [problem.text("en") for problem in problems] == []
    visit = found["site_visit"]
    parties = {name: Party(slot.office, name) for name, slot in visit.slots.items()}
    case = opened(visit, parties, parties["province"])
    for verb, slot in (("answer", "county"), ("close", "province")):
        case = act(case, verb, parties[slot]).case
    assert case.state == "closed"
