"""What is wrong is told at the local file and its line, wherever it shows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jiqun.base.own_catalogue import NONE, install
from jiqun.installation import settle, trial
from jiqun.rules import programme
from jiqun.workspace import Workspace

ENTERED = 'entered: {by: 处内 张三, date: "2026-03-01", document: 某工信〔2026〕1号}\n'
RULE = "rules/national/sme-cluster.yaml"
FORM = "forms/sme-cluster-annual/2022.yaml"
CALENDAR = "calendars/2026.yaml"
HOLIDAYS = 'holidays: [{zh: 元旦, en: New Year, from: "2026-01-01", to: "2026-01-02"}]'
OUTPUT = "parameters:\n  output_each_year:\n"
UNIT, NUMBER = (
    "    unit: {}\n",
    '    values: [{{since: "{}", value: "{}", article: 第三条, source: [local]}}]\n',
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    """Make an empty workspace; no catalogue outlasts the test."""
    yield Workspace.create(tmp_path / "w").folder
    install(NONE)


def write(workspace: Path, name: str, text: str) -> None:
    path = workspace / "catalog" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(ENTERED + text, encoding="utf-8")


@pytest.mark.parametrize(
    ("said", "code", "line"),
    [
        (UNIT.format("万元"), "rules.number_and_unit", 4),
        (NUMBER.format("2026-03-01", "30"), "rules.number_and_unit", 4),
        (
            UNIT.format("万元") + NUMBER.format("2026-03-01", "300000"),
            "rules.another_unit",
            4,
        ),
        (UNIT.format("家") + NUMBER.format("2022-09-13", "30"), "catalogue.unit_mismatch", 4),
        (UNIT.format("斗") + NUMBER.format("2022-09-13", "30"), "catalogue.unknown_name", 4),
    ],
)
def test_a_number_that_would_mean_another_thing_is_refused_at_its_line(
    workspace: Path, said: str, code: str, line: int
) -> None:
    write(workspace, RULE, OUTPUT + said)
    problems = trial(workspace).problems
    assert code in {problem.code for problem in problems}
    assert {problem.where.file for problem in problems} == {f"w/catalog/{RULE}"}
    assert line in {problem.where.line for problem in problems}


def test_a_number_may_be_in_another_unit_where_no_shipped_one_holds_before(
    workspace: Path,
) -> None:
    write(workspace, RULE, OUTPUT + UNIT.format("万元") + NUMBER.format("2022-09-13", "300000"))
    assert settle(workspace).problems == []
    found = programme("national/sme-cluster").parameters["output_each_year"]
    assert [(str(dated.value), found.unit) for dated in found.values] == [("300000", "万元")]


def test_what_held_before_a_local_number_is_not_lost(workspace: Path) -> None:
    before = programme("national/sme-cluster").parameters["output_each_year"].values
    write(workspace, RULE, OUTPUT + UNIT.format("亿元") + NUMBER.format("2026-03-01", "30"))
    assert settle(workspace).problems == []
    *kept, own = programme("national/sme-cluster").parameters["output_each_year"].values
    assert kept == list(before)
    assert (str(own.value), own.origin) == ("30", "local")


def test_a_fault_that_shows_in_a_shipped_file_is_told_at_the_local_one_that_led_to_it(
    workspace: Path,
) -> None:
    place = "indicators/leading_industry/output_total.yaml"
    write(workspace, place, "unit: 家\ndefinition: {sum: enterprises_total}\n")
    write(workspace, CALENDAR, HOLIDAYS)
    found = settle(workspace)
    assert found.problems
    assert {problem.where.file for problem in found.problems} == {f"w/catalog/{place}"}
    assert all(problem.where.line for problem in found.problems)
    assert list(found.own.files) == [CALENDAR]


def test_a_shipped_field_that_is_changed_is_told_at_its_line(workspace: Path) -> None:
    write(workspace, FORM, "fields:\n  - {id: output_total, unit: 家}\n")
    (problem,) = (
        fault for fault in trial(workspace).problems if fault.code == "installation.field_changed"
    )
    assert (problem.where.file, problem.where.line) == (f"w/catalog/{FORM}", 3)
