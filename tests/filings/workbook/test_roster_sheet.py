"""The sheet of firms is written, read back, checked and tied to the workbook's own figures."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from jiqun.clusters.roster import Firm
from jiqun.clusters.roster_store import RosterStore
from jiqun.filings import check_files, import_files
from jiqun.filings.rosters import import_rosters
from jiqun.filings.workbook.prefill import known_of
from jiqun.filings.workbook.template import template
from jiqun.workspace import Workspace
from tests.clusters.rosters import firm
from tests.filings.workbook import workbooks
from tests.filings.workbook.workbooks import FIRMS, changed, fill

COUNTS = {
    "enterprises_total": 4, "sme_total": 3, "quality_smes": 3, "single_champions": 1,
    "little_giants": 1, "srdi_smes": 2, "innovative_smes": 0, "hightech_enterprises": 1,
    "iiot_users": 1, "cloud_users": 2,
}  # fmt: skip
FIRST = 6


def firms() -> list[Firm]:
    day = date(2021, 7, 1)
    return [
        firm(1, cluster_id="test-001", tiers=[("little_giant", day, None), ("srdi", day, None)]),
        firm(2, cluster_id="test-001", tiers=[
            ("srdi", day, date(2024, 6, 30)), ("srdi", date(2015, 1, 1), date(2017, 12, 31))]),
        firm(3, cluster_id="test-001", size="large", employment=1500,
             tiers=[("single_champion", day, None)], output=Decimal("123456.78")),
        firm(4, cluster_id="test-001", name="=HYPERLINK(1)", key_supplier="@模具",
             tiers=[("hightech", day, None)]),
        firm(5, cluster_id="test-001", until=date(2022, 6, 1)),
    ]  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    known = workbooks.known_of_json(tmp_path, **COUNTS)
    path = tmp_path / "filing.xlsx"
    path.write_bytes(template(2022, replace(known, firms=firms())))
    return path


def unplaced(said: list[Firm]) -> list[Firm]:
    return [replace(firm, row=0) for firm in said]


def test_the_firms_are_read_back_with_nothing_lost(path: Path) -> None:
    one = workbooks.read(path)
    assert one.raw.roster is not None
    assert unplaced(one.raw.roster.firms) == unplaced(firms())


def test_firms_and_figures_are_stored_together_and_fill_the_next_template(
    path: Path, tmp_path: Path
) -> None:
    workspace = Workspace.create(tmp_path / "w")
    [outcome] = import_files([path], workspace)
    assert not outcome.refused
    assert RosterStore(workspace).firms("test-001") == unplaced(firms())
    known = known_of(workspace, "test-001", 2023)
    assert known.values["enterprises_total"].value == 4
    assert {"enterprises_total", "srdi_smes"} <= known.counted


def test_a_count_that_does_not_tie_is_refused_in_the_figures_cell(path: Path) -> None:
    changed(path, lambda book: fill(book, "enterprises_total", 5))
    [outcome] = check_files([path])
    [problem] = [problem for problem in outcome.problems if problem.severity == "error"]
    assert (problem.code, problem.where.field) == ("roster.not_tied", "enterprises_total")
    assert problem.where.cell == "指标!D9"


def test_a_count_that_does_not_tie_is_accepted_with_a_reason_which_is_kept(
    path: Path, tmp_path: Path
) -> None:
    def explain(book: Workbook) -> None:
        fill(book, "enterprises_total", 5)
        fill(book, "enterprises_total", "一家企业正在迁入", "F")

    workspace = Workspace.create(tmp_path / "w")
    [outcome] = import_files([changed(path, explain)], workspace)
    assert not outcome.refused
    assert "roster.not_tied_explained" in workbooks.codes(outcome.problems)
    document = workspace.accepted()["test-001", 2022].document
    assert document["notes"] == {"values": {"enterprises_total": "一家企业正在迁入"}}


@pytest.mark.parametrize(
    ("column", "said", "code"),
    [
        ("A", "91330106XN00000121", "roster.bad_credit_code"),
        ("C", "330100", "roster.unknown_county"),
        ("I", "去年", "roster.bad_date"),
        ("A", None, "roster.empty_cell"),
        ("H", "=1+1", "workbooks.formula"),
    ],
)
def test_a_wrong_cell_of_a_firm_is_named_by_its_address(
    path: Path, column: str, said: Any, code: str
) -> None:
    def spoil(book: Workbook) -> None:
        book[FIRMS][f"{column}{FIRST + 1}"].value = said and said[:-1] if column == "A" else said

    [outcome] = check_files([changed(path, spoil)])
    found = [(p.code, p.where.cell) for p in outcome.problems if p.severity == "error"]
    assert (code, f"{FIRMS}!{column}{FIRST + 1}") in found


def test_rows_left_blank_and_dates_as_text_do_not_matter(path: Path) -> None:
    def disturb(book: Workbook) -> None:
        sheet = book[FIRMS]
        sheet.insert_rows(FIRST + 2, amount=3)
        for row in sheet.iter_rows(min_row=FIRST, min_col=9, max_col=10):
            for cell in row:
                if isinstance(cell.value, datetime):
                    cell.value = f"{cell.value:%Y年%m月%d日}"

    read = workbooks.read(changed(path, disturb)).raw.roster
    assert read is not None
    assert unplaced(read.firms) == unplaced(firms())


def test_a_workbook_without_firms_says_nothing_of_them(tmp_path: Path) -> None:
    assert workbooks.read(workbooks.filled(tmp_path)).raw.roster is None


def test_another_fault_of_the_profile_does_not_make_fictional_codes_wrong(path: Path) -> None:
    def spoil(book: Workbook) -> None:
        sheet = book[workbooks.PROFILE]
        sheet[f"C{workbooks.row_of(sheet, 'county_codes')}"].value = "999999"

    [outcome] = check_files([changed(path, spoil)])
    wrong = [p.code for p in outcome.problems if p.severity == "error"]
    assert wrong == ["clusters.unknown_county"]


def test_a_formula_in_place_of_a_firms_name_is_said_once(path: Path) -> None:
    changed(path, lambda book: setattr(book[FIRMS][f"B{FIRST + 1}"], "value", "=1+1"))
    [outcome] = check_files([path])
    wrong = [(p.code, p.where.cell) for p in outcome.problems if p.severity == "error"]
    assert wrong == [("workbooks.formula", f"{FIRMS}!B{FIRST + 1}")]


def of_year(folder: Path, year: int, listed: list[Firm]) -> Path:
    """Write a filing workbook of a year with a list of firms."""
    tiers = (
        {"innovative_smes": 0}
        if year >= 2022
        else {"innovative_smes": {"status": "not_applicable"}}
    )
    known = workbooks.known_of_json(folder, **{**COUNTS, **tiers, "year": year})
    path = folder / f"{year}.xlsx"
    path.write_bytes(template(year, replace(known, firms=listed)))
    return path


def test_a_workbook_of_an_older_year_leaves_the_current_list(
    workspace: Workspace, tmp_path: Path
) -> None:
    renamed = [replace(firm, name=f"旧{firm.row}厂") for firm in firms()]
    newer, older = of_year(tmp_path, 2023, firms()), of_year(tmp_path, 2022, renamed)
    for path in (newer, older):
        [outcome] = import_files([path], workspace)
        assert not outcome.refused
    assert "roster.of_an_older_year" in workbooks.codes(outcome.problems)
    assert len(outcome.submissions) == 1
    assert [firm.name for firm in RosterStore(workspace).firms()] == [firm.name for firm in firms()]
    [again] = import_files([of_year(tmp_path, 2023, renamed)], workspace)
    assert "roster.of_an_older_year" not in workbooks.codes(again.problems)
    assert RosterStore(workspace).firms()[0].name == renamed[0].name


def test_of_two_years_in_one_call_the_newer_list_counts(
    workspace: Workspace, tmp_path: Path
) -> None:
    renamed = [replace(firm, name=f"旧{firm.row}厂") for firm in firms()]
    newer, older = of_year(tmp_path, 2023, firms()), of_year(tmp_path, 2022, renamed)
    outcomes = import_files([newer, older], workspace)
    assert [outcome.refused for outcome in outcomes] == [False, False]
    assert "roster.of_an_older_year" in workbooks.codes(outcomes[1].problems)
    assert [firm.name for firm in RosterStore(workspace).firms()] == [firm.name for firm in firms()]


def test_the_sheet_of_firms_is_read_as_spreadsheets_and_people_leave_it(path: Path) -> None:
    def disturb(book: Workbook) -> None:
        sheet = book[FIRMS]
        sheet.insert_cols(1)  # numbered by hand, with a total below
        for number in range(5):
            sheet.cell(FIRST + number, 1).value = number + 1
        sheet.cell(FIRST + 5, 1).value, sheet.cell(FIRST + 5, 3).value = "合计", "5家"
        sheet.cell(FIRST, 2).value = f"\u200b{sheet.cell(FIRST, 2).value}".lower()
        sheet.cell(FIRST + 1, 4).value = "杭州市西湖区"
        sheet.cell(FIRST + 2, 4).value = None
        sheet.merge_cells(start_row=FIRST + 1, end_row=FIRST + 2, start_column=4, end_column=4)
        began = sheet.cell(FIRST + 4, 10)
        began.value, began.number_format = (began.value - datetime(1899, 12, 30)).days, "General"
        sheet.row_dimensions[FIRST].hidden = True

    read = workbooks.read(changed(path, disturb))
    assert read.raw.roster is not None
    assert unplaced(read.raw.roster.firms) == unplaced(firms())
    assert workbooks.codes(read.raw.roster.problems) == [
        "roster.county_by_name",
        "workbooks.hidden_rows_read",
        "roster.rows_passed_over",
    ]


def test_a_templates_own_hidden_row_is_not_reported_as_hidden(path: Path) -> None:
    def resave(book: Workbook) -> None:
        assert book[FIRMS].row_dimensions[4].hidden

    resaved = workbooks.read(changed(path, resave))
    assert resaved.raw.roster is not None
    assert resaved.raw.roster.problems == []


def test_a_workbook_of_1904_keeps_its_days(path: Path) -> None:
    def turn(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904
        began = book[FIRMS].cell(FIRST, 9)
        began.value, began.number_format = (date(2020, 1, 1) - date(1904, 1, 1)).days, "General"

    read = workbooks.read(changed(path, turn)).raw.roster
    assert read is not None
    assert unplaced(read.firms) == unplaced(firms())


def test_the_list_alone_of_a_filings_workbook_is_imported(path: Path, tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    import_files([path], workspace)
    [outcome] = import_rosters([path], workspace)
    assert (outcome.refused, outcome.firms, outcome.stored) == (False, {"test-001": 5}, [])
