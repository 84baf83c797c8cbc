"""Amounts in another unit than the form's are suspected; true figures are not."""

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from benchmarks import money_units as benchmark

from jiqun.base.errors import Problem
from jiqun.base.forms import YEARLY, form_for
from jiqun.filings import check_files, import_files
from jiqun.filings.unit_rules import unit_rules
from jiqun.filings.workbook.template import template
from jiqun.workspace import Workspace
from tests import made
from tests.clusters.rosters import firm
from tests.filings.workbook import workbooks
from tests.filings.workbook.workbooks import changed, fill

MONEY = [name for name, field in form_for(YEARLY, 2022).fields.items() if field.type == "money"]
BEFORE = {name: str(Decimal(made.VALUES[name]) * Decimal("0.9")) for name in MONEY}


def times(factor: str, *names: str) -> dict[str, str]:
    """Return amounts as they would stand in another unit."""
    return {name: f"{Decimal(made.VALUES[name]) * Decimal(factor):f}" for name in names}


def suspected(folder: Path, filing: dict[str, Any]) -> list[Problem]:
    [outcome] = check_files(made.written(folder, filing))
    return [problem for problem in outcome.problems if problem.code.startswith("money_units.")]


@pytest.mark.parametrize("factor", ["10000", "0.0001"])
@pytest.mark.parametrize("previous", [{}, BEFORE])
def test_all_amounts_in_another_unit_are_one_warning_that_names_them_and_the_unit(
    tmp_path: Path, factor: str, previous: dict[str, str]
) -> None:
    [problem] = suspected(tmp_path, made.filing(previous=previous, **times(factor, *MONEY)))
    assert problem.severity == "warning"
    assert [one.where.field for one in problem.each] == MONEY
    unit = {"10000": "元", "0.0001": "亿元"}[factor]
    said = problem.text("zh")
    assert f"像是以“{unit}”填的，而本表以“万元”计，差 10000 倍" in said
    assert "“集群总产值”“中小企业产值”" in said
    assert f"确是“{unit}”的，换算成“万元”重填" in said


@pytest.mark.parametrize("name", MONEY)
@pytest.mark.parametrize("factor", ["10000", "0.0001"])
def test_a_single_amount_in_another_unit_is_named_alone(
    tmp_path: Path, name: str, factor: str
) -> None:
    found = suspected(tmp_path, made.filing(previous=BEFORE, **times(factor, name)))
    assert [[one.where.field for one in problem.each] for problem in found] == [[name]]


def test_an_amount_in_thousands_is_told_by_the_other_amounts(tmp_path: Path) -> None:
    [problem] = suspected(tmp_path, made.filing(**times("10", "output_total")))
    assert "“千元”" in problem.what("zh")
    assert problem.where.field == "output_total"


def test_amounts_in_thousands_are_told_by_the_year_before(tmp_path: Path) -> None:
    [problem] = suspected(tmp_path, made.filing(previous=BEFORE, **times("10", *MONEY)))
    assert "“千元”" in problem.what("zh")
    assert [one.where.field for one in problem.each] == MONEY


def test_only_the_year_before_in_another_unit_is_said_of_that_year(tmp_path: Path) -> None:
    before = {name: f"{Decimal(one) * 10000:f}" for name, one in BEFORE.items()}
    [problem] = suspected(tmp_path, made.filing(previous=before))
    assert problem.what("zh").startswith("2021 年的")


def test_both_years_in_another_unit_are_one_warning(tmp_path: Path) -> None:
    before = {name: f"{Decimal(one) * 10000:f}" for name, one in BEFORE.items()}
    [problem] = suspected(tmp_path, made.filing(previous=before, **times("10000", *MONEY)))
    assert problem.what("zh").startswith("2021、2022 年的“集群总产值”")
    assert "of 2021 and 2022" in problem.what("en")
    assert len(problem.each) == 2 * len(MONEY)


def test_a_correct_amount_among_wrong_ones_is_not_named(tmp_path: Path) -> None:
    wrong = [name for name in MONEY if name != "exports"]
    [problem] = suspected(tmp_path, made.filing(previous=BEFORE, **times("10000", *wrong)))
    assert [one.where.field for one in problem.each] == wrong


def test_a_true_filing_is_not_suspected(tmp_path: Path) -> None:
    assert suspected(tmp_path, made.filing()) == []
    assert suspected(tmp_path, made.filing(previous=BEFORE)) == []


def test_no_exports_and_missing_amounts_are_not_suspected(tmp_path: Path) -> None:
    missing = {"status": "missing", "reason": "统计中"}
    filing = made.filing(previous=BEFORE, exports=0, rd_spend_total=missing, rd_spend_sme=None)
    assert suspected(tmp_path, filing) == []


def test_the_warning_refuses_nothing(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    [outcome] = import_files(
        made.written(tmp_path, made.filing(**times("10000", *MONEY))), workspace
    )
    assert not outcome.refused


def test_a_remark_in_the_workbook_answers_it(tmp_path: Path) -> None:
    path = workbooks.filled(tmp_path, previous=BEFORE, rd_spend_total="1.1", rd_spend_sme=None)
    changed(path, lambda book: fill(book, "rd_spend_total", "新建集群，刚开始投入", "F"))
    [outcome] = check_files([path])
    [problem] = [problem for problem in outcome.problems if problem.code.startswith("money_units.")]
    assert (problem.code, problem.severity) == ("money_units.suspected_explained", "note")
    assert "新建集群" in problem.text("zh")


def test_it_is_marked_in_every_cell_of_the_workbook(tmp_path: Path) -> None:
    path = workbooks.filled(tmp_path, **times("10000", *MONEY))
    [outcome] = check_files([path])
    [problem] = [problem for problem in outcome.problems if problem.code == "money_units.suspected"]
    assert all(one.where.cell.startswith("指标!D") for one in problem.each)
    assert "8 行：第" in problem.text("zh")


def listed(folder: Path, total: str, outputs: list[str | None]) -> list[Problem]:
    """Check a workbook whose list of firms gives outputs, and return what is said of units."""
    firms = [
        firm(number, cluster_id="test-001", output=output and Decimal(output), employment=40)
        for number, output in enumerate(outputs, start=1)
    ]
    amounts = {name: f"{Decimal(total) * Decimal(share)}" for name, share in SHARES.items()}
    counts = dict.fromkeys(TIERS, 0)
    known = workbooks.known_of_json(
        folder, enterprises_total=len(firms), sme_total=len(firms), employment=40 * len(firms),
        iiot_users=1, cloud_users=1, output_total=total, previous={}, **amounts, **counts,
    )  # fmt: skip
    path = folder / "listed.xlsx"
    path.write_bytes(template(2022, replace(known, firms=firms)))
    [outcome] = check_files([path])
    codes = ("money_units.suspected", "roster.output_above_cluster")
    return [problem for problem in outcome.problems if problem.code in codes]


SHARES = {"output_sme": "1", "output_leading": "0.9", "revenue_total": "0.95",
          "rd_spend_total": "0.04", "rd_spend_sme": "0.04", "exports": "0.1",
          "plan_target_output": "1.5"}  # fmt: skip
TIERS = ("quality_smes", "single_champions", "little_giants", "srdi_smes", "innovative_smes",
         "hightech_enterprises")  # fmt: skip


def test_a_list_of_firms_in_the_forms_unit_is_not_suspected(tmp_path: Path) -> None:
    assert listed(tmp_path, "30000", ["3000"] * 10) == []
    assert listed(tmp_path, "30000", ["3000", *[None] * 9]) == [], "most give no output"


@pytest.mark.parametrize(
    ("output", "unit"), [("30000000", "元"), ("0.3", "亿元"), ("30000", "千元")]
)
def test_a_list_of_firms_in_another_unit_is_told_from_the_clusters_output(
    tmp_path: Path, output: str, unit: str
) -> None:
    [problem] = listed(tmp_path, "30000", [output] * 10)
    assert f"“企业名单的产值”像是以“{unit}”填的" in problem.what("zh")
    assert problem.where.cell.startswith("企业名单!")


def test_all_amounts_of_a_filing_are_told_from_its_list_of_firms(tmp_path: Path) -> None:
    [problem] = listed(tmp_path, "300000", ["3000"] * 10)
    assert "“千元”" in problem.what("zh")
    assert {one.where.field for one in problem.each} == set(MONEY)


def test_one_firm_in_another_unit_is_named_by_its_row(tmp_path: Path) -> None:
    [problem] = listed(tmp_path, "30000", ["3000"] * 9 + ["30000000"])
    assert problem.code == "roster.output_above_cluster"
    assert problem.where.cell == "企业名单!G15"


# Two in a hundred of the made-up filings grow by more than double, as new projects do.
def test_plausible_filings_of_many_industries_are_seldom_questioned() -> None:
    draw = random.Random(5)
    alarms = sum(bool(benchmark.warnings(benchmark.plausible(draw))) for _ in range(300))
    assert alarms <= 6, "below two in a hundred here; benchmarks/money_units.py measures closer"


@pytest.mark.parametrize("fault", benchmark.FAULTS)
def test_faults_of_ten_thousand_are_caught_wherever_they_stand(fault: str) -> None:
    draw = random.Random(6)
    spoilt = [
        benchmark.FAULTS[fault](benchmark.plausible(draw), factor, draw)
        for factor in (1e4, 1e-4)
        for _ in range(15)
    ]
    tried = [case for case in spoilt if case is not None]
    caught = sum(bool(benchmark.warnings(case)) for case, _ in tried)
    assert caught / len(tried) > 0.9


def test_every_band_is_narrower_than_the_units_are_apart() -> None:
    bounded = [band for band in unit_rules().bands if band.low > -9 and band.high < 9]
    assert bounded
    apart = max(unit.power for unit in unit_rules().units)
    assert all(band.high - band.low <= apart + 1 for band in bounded)


def test_amounts_that_hang_together_in_a_year_are_told_by_what_is_odd_beside_all_of_them(
    tmp_path: Path,
) -> None:
    missing = {name: {"status": "missing", "reason": "未统计"} for name in (*MONEY, "employment")}
    given = {
        "enterprises_total": 211,
        "output_leading": "0.085697",
        "rd_spend_total": "1.517304",
        "rd_spend_sme": "0.013360",
        "exports": "0.000496",
    }
    before = {"output_total": "0.050000", "revenue_total": "0.001950"}
    found = suspected(tmp_path, made.filing(previous=before, **{**missing, **given}))
    named = {problem.where.field for told in found for problem in told.each}
    assert {"rd_spend_sme", "rd_spend_total", "output_total", "revenue_total"} <= named
    for problem in found:
        assert "亿元" in problem.text("zh")
        assert "户均营业收入" in problem.text("zh")
