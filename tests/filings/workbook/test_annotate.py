"""A marked copy shows every problem in its cell and can be corrected and returned as it is."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from jiqun.base.forms import YEARLY
from jiqun.filings import check_files
from jiqun.filings.workbook.annotate import MARK, annotate_files
from jiqun.filings.workbook.layout import layout_for
from tests import made
from tests.filings.workbook import workbooks
from tests.filings.workbook.workbooks import FIGURES, PROFILE, cell_of, changed, fill

CHECK = "K"


def silent(items: Any, _: str) -> Any:
    return items


def marked(path: Path, lang: Any = "zh") -> tuple[Path, Workbook]:
    [copy] = annotate_files([path], check_files([path]), path.parent / "marked", lang, silent)
    return copy, load_workbook(copy)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbooks.filled(tmp_path)


def colour(name: str) -> str:
    return f"00{layout_for(YEARLY, 2022).said['colours'][name]}"


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "错误：“出口贸易额”应为数字"), ("en", 'error: "exports" should be')]
)
def test_an_error_is_coloured_noted_and_worded_beside_its_cell(
    path: Path, lang: str, words: str
) -> None:
    changed(path, lambda book: fill(book, "exports", "约三亿"))
    _, book = marked(path, lang)
    cell = cell_of(book, "exports")
    assert cell.value == "约三亿"
    assert cell.fill.start_color.rgb == colour("error")
    assert cell.comment is not None
    assert cell.comment.text.startswith(MARK + words)
    assert str(cell_of(book, "exports", CHECK).value).startswith(words)


def test_every_problem_stands_on_the_list_those_without_a_cell_too(path: Path) -> None:
    def spoil(book: Workbook) -> None:
        book[FIGURES].delete_rows(workbooks.row_of(book[FIGURES], "exports"))
        book[PROFILE]["C9"].value = "999999"

    changed(path, spoil)
    found = check_files([path])[0].problems
    _, book = marked(path)
    listed = [[cell.value for cell in row] for row in book["检查结果"].iter_rows(min_row=4)]
    assert [row[2] for row in listed] == [one.what("zh") for one in found]
    assert listed[0][1].endswith("exports"), "a row that is gone has no cell"
    assert listed[1][1] == "基本情况!C9"


def test_marks_go_when_the_cell_is_right_and_the_filers_own_note_stays(path: Path) -> None:
    def spoil(book: Workbook) -> None:
        fill(book, "exports", "约三亿")
        cell_of(book, "exports").comment = Comment("海关口径", "张三")

    changed(path, spoil)
    copy, book = marked(path)
    assert "海关口径" in str(cell_of(book, "exports").comment.text)
    changed(copy, lambda book: fill(book, "exports", 30000))
    _, book = marked(copy)
    cell = cell_of(book, "exports")
    assert cell.fill.start_color.rgb == colour("required"), "as the template gave it"
    assert cell.comment is not None
    assert cell.comment.text == "海关口径"
    assert cell_of(book, "exports", CHECK).value is None
    assert book["检查结果"]["A4"].value == "没有发现问题。"


def test_nothing_is_written_back_that_could_run(path: Path) -> None:
    def plant(book: Workbook) -> None:
        cell_of(book, "exports").value = '=HYPERLINK("http://x","y")'
        book[FIGURES]["L9"].value = "=1+1"
        fill(book, "employment", "=cmd|' /C calc'!A0")

    changed(path, plant)
    _, book = marked(path)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert cell_of(book, "exports").value == '=HYPERLINK("http://x","y")'
    assert cell_of(book, "employment").value == "=cmd|' /C calc'!A0"


def test_what_cannot_be_marked_says_so(tmp_path: Path) -> None:
    [json] = made.written(tmp_path, made.filing())
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04")
    outcomes = check_files([json, broken])
    assert annotate_files([json, broken], outcomes, tmp_path / "marked", "zh", silent) == []
    assert [outcome.problems[-1].code for outcome in outcomes] == ["workbooks.not_annotated"] * 2


@pytest.mark.parametrize("of", [Color("FFFFFF00"), Color(theme=4, tint=0.4)])
def test_a_cell_gets_back_the_colour_the_filer_gave_it(path: Path, of: Color) -> None:
    def spoil(book: Workbook) -> None:
        fill(book, "exports", "约三亿")
        cell_of(book, "exports").fill = PatternFill("solid", fgColor=of)

    changed(path, spoil)
    for _ in range(2):
        path, book = marked(path)
        assert cell_of(book, "exports").fill.start_color.rgb == colour("error")
    changed(path, lambda book: fill(book, "exports", 30000))
    _, book = marked(path)
    back = cell_of(book, "exports").fill.start_color
    assert (back.type, back.value, back.tint) == (of.type, of.value, of.tint)


def test_a_text_with_parts_in_bold_keeps_them(path: Path) -> None:
    said = CellRichText("其中", TextBlock(InlineFont(b=True), "出口"), "另计")

    def write(book: Workbook) -> None:
        cell_of(book, "exports", "F").value = said

    _, _ = marked(changed(path, write))
    book = load_workbook(path.parent / "marked" / path.name, rich_text=True)
    assert cell_of(book, "exports", "F").value == said


def test_a_row_grows_for_its_findings_and_shrinks_when_they_are_gone(path: Path) -> None:
    changed(path, lambda book: fill(book, "exports", "约三亿"))
    row = workbooks.row_of(load_workbook(path)[FIGURES], "exports")
    before = load_workbook(path)[FIGURES].row_dimensions[row].height
    copy, book = marked(path)
    assert book[FIGURES].row_dimensions[row].height > 2 * before
    _, book = marked(changed(copy, lambda book: fill(book, "exports", 30000)))
    assert book[FIGURES].row_dimensions[row].height is None


def test_a_click_on_a_place_of_the_list_leads_to_its_cell(path: Path) -> None:
    changed(path, lambda book: fill(book, "exports", "约三亿"))
    _, book = marked(path)
    link = book["检查结果"]["B4"].hyperlink
    assert link is not None
    assert link.location == f"'指标'!{cell_of(book, 'exports').coordinate}"
    assert link.target is None


def test_files_of_one_name_do_not_overwrite_each_others_copies(tmp_path: Path) -> None:
    paths = []
    for county in ("甲县", "乙县"):
        (tmp_path / county).mkdir()
        paths.append(workbooks.filled(tmp_path / county))
    copies = annotate_files(paths, check_files(paths), tmp_path / "marked", "zh", silent)
    assert [copy.name for copy in copies] == ["filing.xlsx", "filing (2).xlsx"]
    assert all(copy.is_file() for copy in copies)


def test_shades_of_marks_are_far_apart_in_grey() -> None:
    def grey(name: str) -> float:
        said = bytes.fromhex(layout_for(YEARLY, 2022).said["colours"][name])
        return sum(part * share for part, share in zip(said, (0.299, 0.587, 0.114), strict=True))

    shades = [grey(name) for name in ("error", "warning", "note", "input")]
    assert all(light - dark > 18 for dark, light in pairwise(shades))
