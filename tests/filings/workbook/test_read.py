"""A workbook is read rightly however people return it, or refused with the cell and the reason."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from jiqun.base.quantities import Status
from tests.filings.workbook import workbooks
from tests.filings.workbook.workbooks import FIGURES, FIRMS, PROFILE, cell_of, changed, fill, row_of


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbooks.filled(tmp_path)


def value(path: Path, field: str) -> Decimal | None:
    one = workbooks.read(path)
    assert not one.refused, [problem.text("en") for problem in one.problems]
    return one.values[field].value


def test_a_workbook_filled_in_as_asked_reads_as_the_json_it_was_made_from(path: Path) -> None:
    known = workbooks.known_of_json(path.parent)
    one = workbooks.read(path)
    assert (one.profile, one.values, one.previous) == (known.profile, known.values, known.previous)
    assert one.problems == []


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1,200,500.5", "1200500.5"),
        ("１２００５００", "1200500"),
        ("120.05亿元", "1200500"),
        ("1200500万元", "1200500"),
        ("1200500", "1200500"),
        (1200500.25, "1200500.25"),
        (1200500.1234567, "1200500.123457"),
    ],
)
def test_money_is_read_however_it_is_written(path: Path, typed: Any, read: str) -> None:
    changed(path, lambda book: (fill(book, "output_leading", typed), fill(book, "output_sme", 5)))
    assert value(path, "output_leading") == Decimal(read)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1.2亿", "filings.numeral_bare_multiplier"),
        ("1,20", "filings.numeral_separators"),
        ("约300", "filings.numeral_not_a_number"),
        ("=SUM(A1)", "filings.numeral_not_a_number"),
        ("-5", "filings.negative"),
        ("@cmd", "filings.numeral_not_a_number"),
        ("300吨", "filings.numeral_unit"),
        (date(2022, 3, 1), "filings.numeral_not_a_number"),
    ],
)
def test_what_could_mean_two_things_is_refused_in_its_cell(
    path: Path, typed: Any, code: str
) -> None:
    changed(path, lambda book: fill(book, "exports", typed))
    [problem] = [
        problem for problem in workbooks.read(path).problems if problem.severity == "error"
    ]
    assert problem.code == code
    assert problem.where.cell.startswith(f"{FIGURES}!D")
    assert problem.where.field == "exports"


def test_inserted_rows_renamed_sheets_and_moved_columns_do_not_matter(path: Path) -> None:
    def disturb(book: Workbook) -> None:
        book[FIGURES].insert_rows(20, amount=2)
        book[FIGURES]["B20"] = "以下由统计局提供"
        book[FIGURES].insert_cols(3)
        book[PROFILE].insert_rows(1)
        book[FIGURES].title = "Sheet7 (改)"
        book[PROFILE].title = "首页"
        book.move_sheet("首页", 2)

    known = workbooks.known_of_json(path.parent)
    one = workbooks.read(changed(path, disturb))
    assert (one.values, one.previous, one.profile) == (known.values, known.previous, known.profile)
    assert one.problems == []


def test_without_hidden_keys_the_headings_and_titles_serve(path: Path) -> None:
    def lose_keys(book: Workbook) -> None:
        for name in (FIGURES, PROFILE, FIRMS):
            book[name].delete_rows(4)
        for name in (FIGURES, PROFILE):
            for row in book[name].iter_rows(min_row=5, max_col=1):
                row[0].value = None

    known = workbooks.known_of_json(path.parent)
    one = workbooks.read(changed(path, lose_keys))
    assert (one.values, one.profile) == (known.values, known.profile)


def test_pasted_formatting_and_comments_do_not_matter(path: Path) -> None:
    def decorate(book: Workbook) -> None:
        for row in book[FIGURES].iter_rows(min_row=6):
            for cell in row:
                cell.fill = PatternFill("solid", start_color="00FF00")
                cell.font = Font(name="Comic Sans MS", size=30)
                cell.number_format = "0.00E+00"
        cell_of(book, "exports").comment = Comment("海关数", "张三")

    known = workbooks.known_of_json(path.parent)
    assert workbooks.read(changed(path, decorate)).values == known.values


def test_a_missing_figure_is_stated_with_its_reason(path: Path) -> None:
    def state(book: Workbook) -> None:
        fill(book, "exports", None)
        fill(book, "exports", "缺失", "E")
        fill(book, "exports", "海关数未下达", "F")
        fill(book, "coal_used", None)
        fill(book, "coal_used", "不适用", "E")
        fill(book, "employment", "估计", "E")

    cells = workbooks.read(changed(path, state)).values
    assert (cells["exports"].status, cells["exports"].reason) == (Status.MISSING, "海关数未下达")
    assert cells["coal_used"].status is Status.NOT_APPLICABLE
    assert cells["employment"].status is Status.ESTIMATED


def test_a_blank_required_cell_is_refused_and_a_blank_optional_one_is_not_filed(path: Path) -> None:
    def blank(book: Workbook) -> None:
        fill(book, "exports", None)
        fill(book, "coal_used", None)

    one = workbooks.read(changed(path, blank))
    assert [(p.code, p.where.field) for p in one.problems] == [("filings.empty", "exports")]
    assert "coal_used" not in one.values


def test_a_reason_beside_a_number_is_kept(path: Path) -> None:
    changed(path, lambda book: fill(book, "exports", "新增保税区口径", "F"))
    assert workbooks.read(path).raw.notes == {"values": {"exports": "新增保税区口径"}}


def test_a_formula_is_refused_where_the_form_does_not_allow_it(path: Path) -> None:
    def compute(book: Workbook) -> None:
        cell_of(book, "exports").value = "=100+200"
        cell_of(book, "plan_target_rd_intensity").value = "=1+4"
        book[PROFILE]["C8"].value = '=HYPERLINK("http://x")'

    one = workbooks.read(changed(path, compute))
    refused = [(p.code, p.where.field) for p in one.problems if p.code == "workbooks.formula"]
    assert refused == [
        ("workbooks.formula", "cluster/name"),
        ("workbooks.formula", "exports"),
        ("workbooks.formula", "plan_target_rd_intensity"),
    ]  # the last has no stored result, so there is nothing to take


def test_the_stored_result_of_a_formula_is_taken_where_the_form_allows_it(path: Path) -> None:
    def store(parts: dict[str, bytes]) -> None:
        sheet = "xl/worksheets/sheet2.xml"
        parts[sheet] = parts[sheet].replace(
            b"<f>1+4</f><v></v>", b"<f>1+4</f><v>5.5</v>"
        ).replace(b"<f>1+4</f><v/>", b"<f>1+4</f><v>5.5</v>").replace(
            b"<f>1+4</f><v />", b"<f>1+4</f><v>5.5</v>"
        )  # fmt: skip

    changed(path, lambda book: setattr(
        cell_of(book, "plan_target_rd_intensity"), "value", "=1+4"))  # fmt: skip
    one = workbooks.read(workbooks.rezipped(path, store))
    assert one.values["plan_target_rd_intensity"].value == Decimal("5.5")
    assert workbooks.codes(one.problems) == ["workbooks.stored_value"]


def test_an_error_value_is_no_number(path: Path) -> None:
    def break_(book: Workbook) -> None:
        cell = cell_of(book, "coal_used")
        cell.value = "#REF!"
        assert cell.data_type == "e"

    assert workbooks.codes(workbooks.read(changed(path, break_)).problems) == [
        "workbooks.error_value"
    ]


def test_per_cent_formatting_is_understood_in_per_cent_and_refused_elsewhere(path: Path) -> None:
    def format_(book: Workbook) -> None:
        for field, said in (("plan_target_rd_intensity", 0.052), ("exports", 0.4)):
            fill(book, field, said)
            cell_of(book, field).number_format = "0.00%"

    one = workbooks.read(changed(path, format_))
    assert one.values["plan_target_rd_intensity"].value == Decimal("5.2")
    assert workbooks.codes(one.problems)[:2] == [
        "workbooks.per_cent_refused",
        "workbooks.per_cent",
    ]


def test_cells_merged_over_several_figures_are_refused(path: Path) -> None:
    def merge(book: Workbook) -> None:
        row = row_of(book[FIGURES], "output_sme")
        book[FIGURES].merge_cells(f"D{row}:D{row + 1}")

    one = workbooks.read(changed(path, merge))
    [problem] = [p for p in one.problems if p.code == "workbooks.merged"]
    assert problem.where.field == "output_leading"


def test_a_column_sorted_alone_is_noticed(path: Path) -> None:
    def swap(book: Workbook) -> None:
        sheet = book[FIGURES]
        one, other = row_of(sheet, "output_sme"), row_of(sheet, "output_leading")
        sheet[f"B{one}"].value, sheet[f"B{other}"].value = (
            sheet[f"B{other}"].value,
            sheet[f"B{one}"].value,
        )

    assert "workbooks.row_mismatch" in workbooks.codes(workbooks.read(changed(path, swap)).problems)


def test_a_number_in_an_inserted_row_is_not_read_and_this_is_said(path: Path) -> None:
    def insert(book: Workbook) -> None:
        row = row_of(book[FIGURES], "output_sme")
        book[FIGURES].insert_rows(row)
        book[FIGURES][f"B{row}"] = "其中：开发区"
        book[FIGURES][f"D{row}"] = 12345

    assert workbooks.codes(workbooks.read(changed(path, insert)).problems) == [
        "workbooks.stray_row"
    ]


def test_the_same_figure_filled_in_twice_is_refused(path: Path) -> None:
    def repeat(book: Workbook) -> None:
        sheet = book[FIGURES]
        row = sheet.max_row + 1
        sheet[f"A{row}"], sheet[f"D{row}"] = "exports", 5

    assert "filings.field_twice" in workbooks.codes(workbooks.read(changed(path, repeat)).problems)


def test_a_year_that_disagrees_with_the_headings_is_refused(path: Path) -> None:
    def other_year(book: Workbook) -> None:
        book[PROFILE]["C6"].value = 2021

    one = workbooks.read(changed(path, other_year))
    assert "workbooks.year_mismatch" in workbooks.codes(one.problems)


def test_codes_stored_as_numbers_are_read_and_several_counties_are_separated(path: Path) -> None:
    def type_(book: Workbook) -> None:
        sheet = book[PROFILE]
        sheet[f"C{row_of(sheet, 'industry')}"].value = 39
        sheet[f"C{row_of(sheet, 'county_codes')}"].value = "330106， 330108"

    profile = workbooks.read(changed(path, type_)).profile
    assert profile is not None
    assert (profile.industry, profile.county_codes) == ("39", ("330106", "330108"))


def test_profile_problems_name_their_cell(path: Path) -> None:
    def spoil(book: Workbook) -> None:
        sheet = book[PROFILE]
        sheet[f"C{row_of(sheet, 'county_codes')}"].value = "999999"
        sheet[f"C{row_of(sheet, 'demo')}"].value = "不知道"

    problems = workbooks.read(changed(path, spoil)).problems
    assert [(p.code, p.where.cell) for p in problems] == [
        ("clusters.unknown_county", f"{PROFILE}!C9"),
        ("clusters.bad_flag", f"{PROFILE}!C13"),
    ]


FIGURES_PART = "xl/worksheets/sheet2.xml"


def rewritten(path: Path, inside: str, attributes: str = "", field: str = "exports") -> Path:
    """Write a figure's cell the way another spreadsheet program writes it."""
    row = row_of(load_workbook(path)[FIGURES], field)
    cell = re.compile(rf'<c r="D{row}"( s="\d+")?[^>]*?(/>|>.*?</c>)')

    def change(parts: dict[str, bytes]) -> None:
        said = cell.sub(
            lambda found: f'<c r="D{row}"{found[1] or ""}{attributes}>{inside}</c>',
            parts[FIGURES_PART].decode(),
        )
        parts[FIGURES_PART] = said.encode()

    return workbooks.rezipped(path, change)


PHONETIC = '<rPh sb="0" eb="1"><t>シュツ</t></rPh><phoneticPr fontId="1"/>'


@pytest.mark.parametrize(
    ("inside", "attributes"),
    [
        ("<is><t>1.2亿元</t></is>", ' t="inlineStr"'),
        (f"<is><r><t>1.2</t></r><r><rPr><b/></rPr><t>亿元</t></r>{PHONETIC}</is>",
         ' t="inlineStr"'),
        ("<v>1.2亿元</v>", ' t="str"'),
        ("<v>1.2E4</v>", ""),
        ("<v>12000</v>", ' t="n"'),
    ],
)  # fmt: skip
def test_a_cell_is_read_however_a_spreadsheet_program_writes_it(
    path: Path, inside: str, attributes: str
) -> None:
    assert value(rewritten(path, inside, attributes), "exports") == Decimal(12000)


def test_a_shared_text_in_parts_and_with_its_pronunciation_is_read_without_it(path: Path) -> None:
    shared = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>1.2</t>'
        f"</r><r><rPr><b/></rPr><t>亿元</t></r>{PHONETIC}</si></sst>"
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="rId99" Type="{office}" Target="sharedStrings.xml"/>'

    def add(parts: dict[str, bytes]) -> None:
        parts["xl/sharedStrings.xml"] = shared.encode()
        name = "xl/_rels/workbook.xml.rels"
        parts[name] = parts[name].replace(b"</Rel", f"{relation}</Rel".encode())

    rewritten(path, "<v>0</v>", ' t="s"')
    assert value(workbooks.rezipped(path, add), "exports") == Decimal(12000)


@pytest.mark.parametrize("formula", ["<f>1+1</f>", "<f\n>1+1</f>", "<f t='shared' si='0'/>",
                                     '<f t="array" ref="D58">1+1</f>'])  # fmt: skip
@pytest.mark.parametrize("quotes", ['"', "'"])
def test_a_formula_is_noticed_however_it_is_written(path: Path, formula: str, quotes: str) -> None:
    def quote(parts: dict[str, bytes]) -> None:
        for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            said = re.sub(r'(\w)="([^"\']*)"', rf"\1={quotes}\2{quotes}", parts[name].decode())
            parts[name] = said.encode()

    one = workbooks.read(workbooks.rezipped(rewritten(path, f"{formula}<v>2</v>"), quote))
    assert workbooks.codes(one.problems) == ["workbooks.formula"]


def test_a_formula_without_a_result_and_an_error_are_each_said_once(path: Path) -> None:
    changed(path, lambda book: setattr(cell_of(book, "exports"), "value", "=1+1"))
    rewritten(path, "<v>#REF!</v>", ' t="e"', "employment")
    problems = workbooks.read(path).problems
    assert [(problem.code, problem.where.field) for problem in problems] == [
        ("workbooks.error_value", "employment"),
        ("workbooks.formula", "exports"),
    ]


@pytest.mark.parametrize("shown", ['0!.0,"万"', "#,##0.00,,", '0.0,"千元";-0.0'])
def test_a_number_shown_scaled_down_is_refused(path: Path, shown: str) -> None:
    def scale(book: Workbook) -> None:
        fill(book, "exports", 120000)
        cell_of(book, "exports").number_format = shown

    [problem] = workbooks.read(changed(path, scale)).problems
    assert (problem.code, problem.where.field) == ("workbooks.scaled_refused", "exports")


@pytest.mark.parametrize("shown", ["#,##0.00", '#,##0"万元"', "#,##0_);(#,##0)", "@", '0.0"%"'])
def test_other_number_formats_do_not_matter(path: Path, shown: str) -> None:
    def show(book: Workbook) -> None:
        cell_of(book, "exports").number_format = shown

    assert value(changed(path, show), "exports") == 300000


def test_hidden_and_filtered_rows_and_spaces_around_names_do_not_matter(path: Path) -> None:
    def disturb(book: Workbook) -> None:
        book[FIGURES].row_dimensions[row_of(book[FIGURES], "exports")].hidden = True
        book[FIGURES].auto_filter.ref = "B5:K70"
        book[FIGURES].title, book[PROFILE].title = f"{FIGURES} ", f" {PROFILE} "

    known = workbooks.known_of_json(path.parent)
    one = workbooks.read(changed(path, disturb))
    assert (one.values, one.profile) == (known.values, known.profile)
    assert workbooks.codes(one.problems) == ["workbooks.hidden_rows_read"], (
        "it is read, and said so"
    )


def test_a_figure_merged_into_that_of_the_year_before_is_refused(path: Path) -> None:
    def merge(book: Workbook) -> None:
        row = row_of(book[FIGURES], "output_total")
        book[FIGURES].merge_cells(f"D{row}:G{row}")

    problems = workbooks.read(changed(path, merge)).problems
    assert [(problem.code, problem.where.field) for problem in problems] == [
        ("workbooks.merged", "output_total")
    ]


@pytest.mark.parametrize(("column", "code"), [("E", "filings.unknown_status"),
                                              ("F", "workbooks.remark_alone"),
                                              ("H", "filings.unknown_status"),
                                              ("I", "workbooks.remark_alone")])  # fmt: skip
def test_a_figure_in_a_wrong_column_is_refused_there(path: Path, column: str, code: str) -> None:
    def misplace(book: Workbook) -> None:
        fill(book, "coal_used", None)
        fill(book, "coal_used", 20000, column)

    [problem] = workbooks.read(changed(path, misplace)).problems
    assert (problem.code, problem.where.field) == (code, "coal_used")
