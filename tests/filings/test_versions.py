"""Filings on two versions of the form, side by side: what each asks, and what did not exist."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from jiqun.base.forms import YEARLY, family, form_for
from jiqun.filings import Outcome, check_files, import_files
from jiqun.filings.workbook.template import Known, template
from jiqun.workspace import Workspace
from jiqun.workspace.documents import quantity_of
from tests.conftest import Ran
from tests.filings.test_checks import read
from tests.filings.workbook import workbooks
from tests.made import filing, written

NEW = ("national_service_platforms", "employment_sme", "above_scale", "rd_staff", "output_basis")
CHANGED = ("quality_smes", "little_giants", "srdi_smes", "innovative_smes")


def codes(made: dict[str, Any]) -> set[str]:
    return {problem.code.removeprefix("filings.") for problem in read(made).problems}


def long_csv(folder: Path, *lines: str) -> Path:
    path = folder / "long.csv"
    path.write_text("\n".join(["cluster_id,year,field,value,status", *lines]), encoding="utf-8")
    return path


def lines_of(made: dict[str, Any]) -> list[str]:
    """Write a filing as lines of a long CSV."""
    key = f"{made['cluster']['id']},{made['year']}"
    return [f"{key},{name},{_text(said)}" for name, said in made["values"].items()]


def _text(said: Any) -> str:
    if isinstance(said, dict):
        return f",{said['status']}"
    return f"{str(said).lower() if isinstance(said, bool) else said},reported"


def test_version_2026_asks_what_is_new_and_counts_the_changed_tiers_apart() -> None:
    old, new = form_for(YEARLY, 2025), form_for(YEARLY, 2026)
    assert (new.version, new.first_year, new.last_year) == ("2026", 2026, 2030)
    assert {*NEW, *(f"{name}_2026" for name in CHANGED)} == new.fields.keys() - old.fields.keys()
    assert set(CHANGED) == old.fields.keys() - new.fields.keys()
    parts = {"employment_sme": "employment", "above_scale": "enterprises_total",
             "rd_staff": "employment"}  # fmt: skip
    assert parts.items() <= dict(new.parts).items()
    assert [name for name in NEW if new.fields[name].optional] == ["above_scale", "rd_staff"]
    assert new.fields["innovative_smes_2026"].title.zh == "科技和创新型中小企业"
    assert new.fields["single_champions"] == old.fields["single_champions"]
    for name in CHANGED[1:]:
        assert f"{name}_2026" in new.distinct_counts[0][1]
    assert "推定表式" in new.derived.zh


def test_a_correct_filing_of_2026_has_no_problem_and_one_on_the_old_form_is_refused() -> None:
    assert codes(filing(year=2026)) == set()
    late = {**filing(year=2025), "year": 2026}
    assert codes(late) == {"year_out_of_range"}


@pytest.mark.parametrize("year", [2022, 2025])
@pytest.mark.parametrize("name", [*NEW, "little_giants_2026"])
def test_a_field_of_the_later_form_may_only_be_not_applicable_before(name: str, year: int) -> None:
    none = {"status": "not_applicable"}
    made = read(filing(year=year, **{name: none}))
    assert (made.problems, name in made.values) == ([], False)
    for said in (1, {"status": "missing", "reason": "x"}, "output"):
        assert codes(filing(year=year, **{name: said})) == {"not_asked"}
    [problem] = read(filing(year=year, **{name: 1})).problems
    assert "2026—2030" in problem.what("zh")
    assert "2026 to 2030" in problem.what("en")


@pytest.mark.parametrize("name", CHANGED)
def test_a_field_whose_meaning_ended_may_only_be_not_applicable_after(name: str) -> None:
    assert codes(filing(year=2026, **{name: {"status": "not_applicable"}})) == set()
    assert codes(filing(year=2026, **{name: 3})) == {"not_asked"}


def test_the_year_before_2026_is_asked_as_2025_was() -> None:
    before = {"little_giants": 5, "national_service_platforms": {"status": "not_applicable"}}
    made = read(filing(year=2026, previous=before))
    assert (made.problems, set(made.previous)) == ([], {"little_giants"})
    later = filing(year=2026, previous={"little_giants_2026": 5, "output_basis": "output"})
    assert [(problem.code, problem.where.field) for problem in read(later).problems] == [
        ("filings.not_asked", "little_giants_2026"),
        ("filings.not_asked", "output_basis"),
    ]


@pytest.mark.parametrize(
    ("said", "chosen"),
    [("revenue", "revenue"), ("营业收入", "revenue"), (" 产值 ", "output"), ("Output", "output")],
)
def test_a_choice_is_said_by_its_id_or_in_either_language(said: str, chosen: str) -> None:
    cell = read(filing(year=2026, output_basis=said)).values["output_basis"]
    assert (cell.choice, cell.value) == (chosen, None)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("turnover", "not_a_choice"), (1, "not_a_choice"), (True, "not_a_choice"),
        ("", "empty"), ({"status": "not_applicable"}, "cannot_be_not_applicable"),
        ({"status": "estimated", "value": "output"}, "value_beside_status"),
        ({"status": "zero", "value": "output"}, "value_beside_status"),
        (["output"], "not_a_choice"),
    ],
)  # fmt: skip
def test_what_is_no_choice_is_refused(said: Any, code: str) -> None:
    assert codes(filing(year=2026, output_basis=said)) == {code}


def test_the_choices_are_named_where_none_was_taken() -> None:
    [problem] = read(filing(year=2026, output_basis="x")).problems
    assert "产值、营业收入" in problem.todo("zh")
    assert "output (output), revenue (revenue)" in problem.todo("en")


def test_the_workbook_of_2026_offers_the_words_and_is_read_as_the_json(tmp_path: Path) -> None:
    known = workbooks.known_of_json(tmp_path, year=2026, output_basis="revenue", previous={})
    path = tmp_path / "filing.xlsx"
    path.write_bytes(template(2026, known))
    sheet = load_workbook(path)[workbooks.FIGURES]
    row = workbooks.row_of(sheet, "output_basis")
    assert sheet[f"D{row}"].value == "营业收入"
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation
             if f"D{row}" in rule.sqref}  # fmt: skip
    assert lists == {'"产值,营业收入"'}
    one = workbooks.read(path)
    assert (one.problems, one.values, one.previous) == ([], known.values, {})


def test_in_a_template_what_did_not_exist_the_year_before_is_not_applicable_and_shut(
    tmp_path: Path,
) -> None:
    path = tmp_path / "filing.xlsx"
    path.write_bytes(template(2026, Known()))
    sheet = load_workbook(path)[workbooks.FIGURES]
    for name in (*NEW, "little_giants_2026"):
        row = workbooks.row_of(sheet, name)
        assert sheet[f"H{row}"].value == "不适用", name
        assert sheet[f"G{row}"].protection.locked, name
        assert not sheet[f"D{row}"].protection.locked, name
    row = workbooks.row_of(sheet, "exports")
    assert (sheet[f"H{row}"].value, sheet[f"G{row}"].protection.locked) == (None, False)
    path.write_bytes(template(2021, Known()))
    sheet = load_workbook(path)[workbooks.FIGURES]
    assert sheet[f"E{workbooks.row_of(sheet, 'innovative_smes')}"].value == "不适用"


def test_a_long_csv_of_2022_is_accepted_beside_a_filing_of_2026(
    workspace: Workspace, tmp_path: Path, put: Callable[..., list[Outcome]]
) -> None:
    put(filing(year=2026))
    old = filing(year=2022)
    path = long_csv(tmp_path, *lines_of(old), "test-001,2022,national_service_platforms,,不适用")
    [outcome] = import_files([path], workspace)
    assert (outcome.problems, len(outcome.submissions)) == ([], 1)
    assert outcome.submissions[0].document["form_version"] == "2022"
    [outcome] = check_files([long_csv(tmp_path, *lines_of(old), "test-001,2022,rd_staff,9,")])
    assert [problem.code for problem in outcome.problems] == ["filings.not_asked"]
    assert outcome.problems[0].where.line == len(lines_of(old)) + 2


def test_a_long_csv_of_2026_is_read_by_the_form_of_its_year(
    workspace: Workspace, tmp_path: Path, put: Callable[..., list[Outcome]]
) -> None:
    put(filing(year=2025))
    [outcome] = import_files([long_csv(tmp_path, *lines_of(filing(year=2026)))], workspace)
    assert outcome.problems == []
    [submission] = outcome.submissions
    assert submission.document["form_version"] == "2026"
    assert submission.document["values"]["output_basis"] == "output"
    assert quantity_of(submission.document["values"]["output_basis"]).choice == "output"


def test_the_next_year_begins_with_what_is_still_asked(
    jiqun: Callable[..., Ran], workspace: Workspace, tmp_path: Path,
    put: Callable[..., list[Outcome]],
) -> None:  # fmt: skip
    put(filing(year=2025))
    made = ["filings", "template", "-w", workspace.folder, "--cluster", "test-001", "-o"]
    assert jiqun(*made, tmp_path / "2026.xlsx", "--year", 2026).code == 0
    one = workbooks.read(tmp_path / "2026.xlsx")
    assert one.form is form_for(YEARLY, 2026)
    assert one.values["plan_target_output"].value == 3000000
    assert one.previous["output_total"].value == 2520000
    assert one.previous.keys() == filing(year=2025)["values"].keys() - set(CHANGED)
    ran = jiqun(*made, tmp_path / "2031.xlsx", "--year", 2031)
    first, last = family(YEARLY).first_year, family(YEARLY).last_year
    assert (ran.code, f"{first} to {last}" in ran.err) == (2, True)


def test_two_years_on_two_forms_go_the_whole_way(jiqun: Callable[..., Ran], tmp_path: Path) -> None:
    folder = tmp_path / "w"
    counties = ("330106", "330108", "320106")
    made = [
        filing(f"test-00{number}", year, county)
        for number, county in enumerate(counties)
        for year in (2025, 2026)
    ]
    assert jiqun("init", folder).code == 0
    assert jiqun("filings", "import", *written(tmp_path, *made), "-w", folder).code == 0
    for year in (2025, 2026):
        assert jiqun("release", "-w", folder, "--year", year).code == 0
        report = tmp_path / f"{year}.json"
        assert jiqun("report", "-w", folder, "--year", year, "-o", report).code == 0
        found = {
            figure["id"]: figure for figure in json.loads(report.read_text("utf-8"))["figures"]
        }
        asked, other = ("_2026", "")[:: 1 if year == 2026 else -1]
        assert found[f"little_giants{asked}"]["value"] == "15"
        assert found[f"little_giants{other}"]["status"] == "not_applicable"
        assert found["output_growth"]["status"] == ("zero" if year == 2026 else "missing")
        page = tmp_path / f"{year}.html"
        assert jiqun("report", "-w", folder, "--year", year, "-o", page, "--lang", "zh").code == 0
        words = "科技和创新型中小企业" if year == 2026 else "创新型中小企业数"
        assert words in page.read_text("utf-8")
