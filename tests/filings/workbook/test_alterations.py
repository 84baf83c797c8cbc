"""What people did to a template is noticed: sheets, columns and rows gone, hidden, renamed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from jiqun.base.errors import Problem
from jiqun.base.language import Lang
from jiqun.filings import check_files, import_files
from jiqun.filings.workbook.template import template
from jiqun.workspace import Workspace
from tests.clusters.rosters import firm
from tests.filings.workbook import workbooks
from tests.filings.workbook.workbooks import FIGURES, FIRMS, PROFILE, changed, fill, row_of

Change = Callable[[Workbook], Any]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbooks.filled(tmp_path)


def said(path: Path, change: Change) -> list[Problem]:
    [outcome] = check_files([changed(path, change)])
    return outcome.problems


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code.removeprefix("workbooks.") for problem in problems]


def test_a_deleted_list_of_firms_is_noticed_and_refuses_nothing(path: Path) -> None:
    [problem] = said(path, lambda book: book.remove(book[FIRMS]))
    assert (problem.code, problem.severity) == ("workbooks.roster_table_missing", "warning")
    assert "“企业名单”表：工作表被删除" in problem.text("zh")
    assert "从新模板" in problem.todo("zh")


def of_year(folder: Path, year: int, firms: int = 1) -> Path:
    """Write the workbook of a cluster with some firms, as it is before anybody touches it."""
    known = workbooks.known_of_json(folder, year=year)
    path = folder / "filled.xlsx"
    listed = [firm(number, cluster_id="test-001") for number in range(1, firms + 1)]
    path.write_bytes(template(year, replace(known, firms=listed)))
    return path


def clear(book: Workbook) -> None:
    for row in book[FIRMS].iter_rows(min_row=6):
        for cell in row:
            cell.value = None


GONE: dict[str, tuple[Change, str]] = {
    "deleted": (lambda book: book.remove(book[FIRMS]), "roster_table_missing"),
    "rows deleted": (lambda book: book[FIRMS].delete_rows(6, 10), "roster_empty"),
    "cells cleared": (clear, "roster_empty"),
    "cells cleared in a renamed sheet": (
        lambda book: (clear(book), setattr(book[FIRMS], "title", "Sheet3")),
        "roster_empty",
    ),
    "everything cleared": (lambda book: book[FIRMS].delete_rows(1, 40), "roster_headings_lost"),
    "everything cleared and renamed": (
        lambda book: (book[FIRMS].delete_rows(1, 40), setattr(book[FIRMS], "title", "备用")),
        "roster_table_missing",
    ),
}


@pytest.mark.parametrize("year", [2022, 2026])
@pytest.mark.parametrize("how", GONE)
def test_a_list_of_firms_that_is_gone_is_said_at_check_and_import(
    tmp_path: Path, how: str, year: int
) -> None:
    change, code = GONE[how]
    path = changed(of_year(tmp_path, year), change)
    workspace = Workspace.create(tmp_path / "w")
    for [outcome] in (check_files([path]), check_files([path], workspace),
                      import_files([path], workspace)):  # fmt: skip
        [problem] = outcome.problems
        assert (problem.code, problem.severity) == (f"workbooks.{code}", "warning")


@pytest.mark.parametrize("year", [2022, 2026])
def test_a_renamed_list_is_read_all_the_same(tmp_path: Path, year: int) -> None:
    path = changed(of_year(tmp_path, year), lambda book: setattr(book[FIRMS], "title", "名单"))
    roster = workbooks.read(path).raw.roster
    assert roster is not None
    assert len(roster.firms) == 1


def test_a_list_with_a_remark_in_the_place_of_firms_is_said_to_be_empty(path: Path) -> None:
    found = said(path, lambda book: setattr(book[FIRMS]["A6"], "value", "见附件"))
    assert codes(found) == ["roster_empty"]


def test_a_list_never_begun_is_no_matter(path: Path) -> None:
    assert check_files([path])[0].problems == []


def test_a_year_before_left_empty_altogether_is_said_once(tmp_path: Path) -> None:
    path = workbooks.filled(tmp_path, previous={})
    [problem] = check_files([path])[0].problems
    assert (problem.code, problem.severity) == ("workbooks.previous_empty", "note")
    assert len(problem.each) == 1
    changed(path, lambda book: fill(book, "exports", 290000, "G"))
    assert check_files([path])[0].problems == []


def test_without_the_list_of_firms_the_filing_is_accepted(path: Path, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    changed(path, lambda book: book.remove(book[FIRMS]))
    [outcome] = import_files([path], workspace)
    assert not outcome.refused
    assert codes(outcome.problems) == ["roster_table_missing"]


@pytest.mark.parametrize("name", [FIRMS, FIGURES, PROFILE])
def test_a_renamed_sheet_is_known_by_its_keys(path: Path, name: str) -> None:
    assert said(path, lambda book: setattr(book[name], "title", "Sheet1")) == []


@pytest.mark.parametrize("name", [FIRMS, FIGURES])
def test_a_renamed_sheet_without_its_keys_is_known_by_its_headings(path: Path, name: str) -> None:
    def rename(book: Workbook) -> None:
        for cell in book[name][4]:
            cell.value = None
        book[name].title = "第二张"

    assert said(path, rename) == []


def test_headings_changed_beyond_recognition_are_told_from_a_deleted_sheet(path: Path) -> None:
    def spoil(book: Workbook) -> None:
        book[FIRMS].delete_rows(4, 2)

    assert codes(said(path, spoil)) == ["roster_headings_lost"]


@pytest.mark.parametrize("name", [FIGURES, PROFILE])
def test_the_other_sheets_are_judged_where_one_is_gone(path: Path, name: str) -> None:
    def spoil(book: Workbook) -> None:
        if name == PROFILE:
            fill(book, "exports", "很多")
        else:
            book[PROFILE]["C9"].value = "999999"
        book.remove(book[name])

    found = said(path, spoil)
    assert codes(found)[0] == "table_missing"
    other = "filings.numeral_not_a_number" if name == PROFILE else "clusters.unknown_county"
    assert {problem.code for problem in found[1:]} == {other}, "and what is gone is not missed"


def test_a_deleted_help_sheet_is_no_matter(path: Path) -> None:
    assert said(path, lambda book: book.remove(book["填报说明"])) == []


def test_deleted_rows_are_named_once(path: Path) -> None:
    def cut(book: Workbook) -> None:
        for name in ("exports", "employment", "area_km2"):
            book[FIGURES].delete_rows(row_of(book[FIGURES], name))

    gone = {problem.code.removeprefix("workbooks."): problem for problem in said(path, cut)}
    assert gone.keys() == {"row_missing", "optional_row_missing"}
    assert "“从业人员”“出口贸易额”的一行被删除" in gone["row_missing"].what("zh")
    assert gone["optional_row_missing"].where.field == "area_km2"


@pytest.mark.parametrize(("column", "title"), [("G", "2021 年（上年）"), ("F", "原因或说明")])
def test_a_deleted_column_of_figures_is_named(path: Path, column: str, title: str) -> None:
    def cut(book: Workbook) -> None:
        book[FIGURES].delete_cols(ord(column) - ord("A") + 1)

    [problem] = [
        problem for problem in said(path, cut) if problem.code == "workbooks.column_missing"
    ]
    assert problem.details["title"] == title
    assert "“指标”表缺少" in problem.what("zh")


def list_a_firm(book: Workbook) -> None:
    firm = ("91330106XN00000120", "示例企业", "330106", "3962", "小型")
    for column, said_ in enumerate(firm, start=1):
        book[FIRMS].cell(6, column).value = said_


def test_a_deleted_column_of_firms_is_one_error_and_no_count_is_judged(path: Path) -> None:
    def cut(book: Workbook) -> None:
        list_a_firm(book)
        book[FIRMS].delete_cols(3)

    [problem] = said(path, cut)
    assert problem.code == "workbooks.required_column_missing"
    assert problem.details["title"] == "县级区划代码"


def test_inserted_rows_and_columns_are_no_matter(path: Path) -> None:
    def insert(book: Workbook) -> None:
        for name in (FIGURES, FIRMS, PROFILE):
            book[name].insert_cols(3)
            book[name].insert_rows(7)

    assert said(path, insert) == []


def test_a_changed_unit_is_refused_and_not_guessed(path: Path) -> None:
    def change(book: Workbook) -> None:
        fill(book, "output_total", "亿元", "C")
        fill(book, "output_total", 252)

    found = said(path, change)
    assert codes(found) == ["unit_changed"]
    assert "被改为“亿元”，而本表以“万元”计" in found[0].what("zh")


def test_a_unit_in_a_changed_title_is_seen(path: Path) -> None:
    found = said(path, lambda book: fill(book, "output_total", "集群总产值（亿元）", "B"))
    assert codes(found) == ["unit_changed"]


def test_a_unit_with_a_remark_behind_it_is_still_the_unit(path: Path) -> None:
    assert said(path, lambda book: fill(book, "output_total", "万元（不含税）", "C")) == []


def test_a_changed_title_is_said_and_the_row_read_by_its_code(path: Path) -> None:
    found = said(path, lambda book: fill(book, "revenue_total", "主营业务收入", "B"))
    assert codes(found) == ["label_changed"]
    assert "按模板的“营业收入”（万元）读取" in found[0].what("zh")


def test_a_changed_heading_of_the_year_before_is_refused(path: Path) -> None:
    found = said(path, lambda book: setattr(book[FIGURES]["G5"], "value", "2020 年（上年）"))
    assert codes(found) == ["year_before_mismatch"]


def test_formulas_pasted_over_figures_are_said_once(path: Path) -> None:
    def paste(book: Workbook) -> None:
        for name in ("output_total", "output_sme", "exports"):
            workbooks.cell_of(book, name).value = "=1+1"

    [problem] = [problem for problem in said(path, paste) if problem.code == "workbooks.formula"]
    assert len(problem.each) == 3


def test_hidden_columns_that_hold_something_are_said_and_read(path: Path) -> None:
    def hide(book: Workbook) -> None:
        book[FIGURES].column_dimensions["G"].hidden = True

    [problem] = said(path, hide)
    assert (problem.code, problem.severity) == ("workbooks.hidden_columns", "note")
    assert "G 列被隐藏" in problem.what("zh")
    assert workbooks.read(path).previous


def test_hidden_columns_without_anything_are_no_matter(path: Path) -> None:
    def hide(book: Workbook) -> None:
        sheet = book[FIRMS]
        for number in range(6, sheet.max_column + 1):
            sheet.column_dimensions[get_column_letter(number)].hidden = True

    assert said(path, hide) == []


def test_filtered_rows_of_firms_are_said_and_read(path: Path) -> None:
    def hide(book: Workbook) -> None:
        list_a_firm(book)
        book[FIRMS].row_dimensions[6].hidden = True

    [problem] = [
        problem for problem in said(path, hide) if problem.code == "workbooks.hidden_rows_read"
    ]
    assert problem.details["count"] == "1"
    roster = workbooks.read(path).raw.roster
    assert roster is not None
    assert len(roster.firms) == 1


@pytest.mark.parametrize("made_in", ["zh", "en"])
@pytest.mark.parametrize("reader", ["zh", "en"])
def test_a_problem_names_the_sheets_of_the_workbook_in_hand_whoever_reads_it(
    tmp_path: Path, made_in: Lang, reader: Lang
) -> None:
    path = tmp_path / "made.xlsx"
    path.write_bytes(template(2022, lang=made_in))
    figures, firms = {"zh": ("指标", "企业名单"), "en": ("Figures", "Firms")}[made_in]

    def cut(book: Workbook) -> None:
        book.remove(book[firms])

    problems = said(path, cut)
    gone = next(problem for problem in problems if problem.code.endswith("roster_table_missing"))
    assert firms in gone.text(reader)
    cells = {problem.where.cell.partition("!")[0] for problem in problems if problem.where.cell}
    assert figures in cells
    for foreign in {"指标", "企业名单", "Figures", "Firms"} - {figures, firms}:
        assert f"{foreign}!" not in "".join(problem.text(reader) for problem in problems)
        assert foreign not in cells


def test_a_renamed_sheet_is_called_by_its_present_name(tmp_path: Path) -> None:
    def rename(book: Workbook) -> None:
        book[FIRMS].delete_rows(6, 10)
        book[FIRMS].title = "名单2"

    [problem] = [
        problem
        for problem in said(of_year(tmp_path, 2022), rename)
        if problem.code.endswith("empty")
    ]
    assert "名单2" in problem.text("zh")
    assert "名单2" in problem.text("en")
