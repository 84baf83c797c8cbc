"""A province enters a number of its own: its verdicts change, say so, and no other's do."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Jiqun = Callable[..., Ran]
ENTERED = 'entered: {by: 处内 张三, date: "2026-03-01", document: 某工信〔2026〕1号}\n'
RULE = "rules/national/sme-cluster.yaml"
TOO_HIGH = ENTERED + (
    "parameters:\n  output_each_year:\n    unit: 亿元\n"
    '    values: [{since: "2022-09-13", value: "99999", article: 第三条, source: [local]}]\n'
)
FIELD = ENTERED + (
    "fields:\n  - {id: brand_value, after: output_total, zh: 区域品牌价值, en: brand value, "
    "unit: 万元, type: money, dimension: leading_industry, optional: true}\n"
)
INDICATOR = (
    ENTERED
    + """\
title: {zh: 区域品牌价值, en: Brand value}
why: {zh: 看集群的品牌。, en: It shows the cluster's brand.}
definition: {sum: brand_value}
unit: 万元
display: {style: number, decimals: 1}
direction: higher_is_better
missing: {zh: 只加已填的集群。, en: Only clusters that say it are added.}
plausible: {from: "1", to: "500000000"}
tags: [money]
source: {document: 某工信〔2026〕1号}
reviewed: "2026-03-01"
"""
)


@pytest.fixture
def workspace(demonstration: Path, tmp_path: Path) -> Path:
    """Return the demonstration again, for one test to write in."""
    return Path(shutil.copytree(demonstration, tmp_path / "w"))


def write(workspace: Path, name: str, text: str) -> None:
    path = workspace / "catalog" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def assessed(jiqun: Jiqun, workspace: Path) -> dict[str, object]:
    words = ("--programme", "national/sme-cluster", "--on", "2023-06-01", "--cluster", "demo-001")
    said = jiqun("assess", "-w", workspace, *words, "--json").document
    return next(
        criterion for criterion in said["criteria"] if criterion["id"] == "output_each_year"
    )


def test_a_local_number_changes_the_verdict_here_and_nowhere_else(
    jiqun: Jiqun, workspace: Path, demonstration: Path
) -> None:
    write(workspace, RULE, TOO_HIGH)
    here, there = assessed(jiqun, workspace), assessed(jiqun, demonstration)
    assert (here["verdict"], here["threshold"], here["origin"]) == ("not_met", "99999", "local")
    assert here["entered"] == {
        "by": "处内 张三",
        "date": "2026-03-01",
        "document": "某工信〔2026〕1号",
    }
    assert here["basis"] == "某工信〔2026〕1号 第三条"
    assert (there["verdict"], there["origin"]) == ("met", "national")
    assert "entered" not in there


def test_rules_show_says_what_is_local(jiqun: Jiqun, workspace: Path) -> None:
    write(workspace, RULE, TOO_HIGH)
    words = ("rules", "show", "national/sme-cluster")
    assert "entered locally by 处内 张三 on 2026-03-01" in jiqun(*words, "-w", workspace).out
    assert "local" not in jiqun(*words).out


def test_check_lists_everything_wrong_and_undo_puts_the_folder_back(
    jiqun: Jiqun, workspace: Path
) -> None:
    write(workspace, RULE, TOO_HIGH)
    assert jiqun("catalog", "check", "-w", workspace).code == 0
    assert "amends: parameters/output_each_year" in jiqun("catalog", "list", "-w", workspace).out
    write(workspace, RULE, TOO_HIGH.replace("value", "valeu"))
    checked = jiqun("catalog", "check", "-w", workspace, "--json")
    assert checked.code == 2
    assert {problem["where"]["line"] for problem in checked.document["problems"]} >= {5}
    told = jiqun("catalog", "list", "-w", workspace)
    assert told.code == 0
    assert "these local catalogue files are not in force" in told.err
    assert jiqun("catalog", "undo", "-w", workspace).code == 0
    text = (workspace / "catalog" / RULE).read_text(encoding="utf-8")
    assert text == TOO_HIGH
    assert jiqun("catalog", "undo", "-w", workspace, "--json").document["files"] == []
    assert jiqun("catalog", "undo", "-w", workspace).code == 3


def test_a_field_and_an_indicator_of_one_s_own_go_through_template_and_figures(
    jiqun: Jiqun, workspace: Path, tmp_path: Path
) -> None:
    write(workspace, "forms/sme-cluster-annual/2022.yaml", FIELD)
    write(workspace, "indicators/leading_industry/brand_value.yaml", INDICATOR)
    made = jiqun("filings", "template", "--year", "2022", "-w", workspace,
                 "--cluster", "demo-001", "-o", tmp_path / "t.xlsx")  # fmt: skip
    assert made.code == 0, made.err
    figures = tmp_path / "f.json"
    ran = jiqun("indicators", "-w", workspace, "--year", "2022", "--by", "nation", "-o", figures)
    assert ran.code == 0, ran.err
    (row,) = (load for load in json.loads(figures.read_bytes()) if load["id"] == "brand_value")
    assert (row["status"], row["reporting"], row["unit"]) == ("missing", 0, "万元")
    assert jiqun("doctor", "--deep", "-w", workspace).code == 0
