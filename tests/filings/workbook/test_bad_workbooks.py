"""What is no filing is refused with words an official understands, within bounded memory."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jiqun.filings import check_files, import_files
from jiqun.workspace import Workspace
from tests.bad.workbooks import spoilt
from tests.filings.workbook import workbooks

Spoil = Callable[[Path], None]

REFUSED: list[tuple[Spoil, str, str]] = [
    (spoilt.another_workbook, "workbooks.another_workbook", "这不是本平台的填报模板"),
    (spoilt.older_template, "workbooks.old_template", "模板是旧版"),
    (spoilt.other_form, "workbooks.wrong_template", "这是另一张表的模板"),
    (spoilt.no_fingerprint, "workbooks.no_fingerprint", "表式标记"),
    (spoilt.two_templates, "workbooks.two_templates", "混有不同版本模板"),
    (spoilt.copied_sheet, "workbooks.table_twice", "同一张表出现了两次（工作表：指标、指标 (2)）"),
    (spoilt.lost_sheet, "workbooks.table_missing", "找不到“指标”表"),
    (spoilt.encrypted, "workbooks.encrypted", "设有打开密码"),
    (spoilt.old_binary, "workbooks.old_binary", ".xls 或 WPS 的 .et"),
    (spoilt.web_page, "workbooks.not_a_workbook", "内容是别的格式"),
    (spoilt.truncated, "workbooks.damaged", "不完整或已损坏"),
    (spoilt.flipped_byte, "workbooks.damaged", "不完整或已损坏"),
    (spoilt.text_document, "workbooks.not_xlsx", "这是 DOCX 文件"),
    (spoilt.open_document, "workbooks.not_xlsx", "这是 ODS 文件"),
    (spoilt.macros, "workbooks.macros", "含有宏"),
    (spoilt.entity_bomb, "workbooks.not_a_workbook", "内容是别的格式"),
    (spoilt.zip_bomb, "workbooks.too_large", "解开后超过 256 MB"),
    (spoilt.lying_zip_bomb, "workbooks.too_large", "解开后超过 256 MB"),
    (spoilt.far_value, "workbooks.far_value", "单元格 XFD1048576"),
    (spoilt.far_value_without_name, "workbooks.far_value", "远在表格之外"),
    (spoilt.long_text, "workbooks.long_text", "超过 1 MB"),
    (spoilt.repeated_text, "inputs.too_costly", "超过 700 MB 内存"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbooks.filled(tmp_path)


@pytest.mark.parametrize(("spoil", "code", "words"), REFUSED, ids=lambda one: getattr(
    one, "__name__", ""))  # fmt: skip
def test_it_is_refused_with_one_clear_message(
    path: Path, spoil: Spoil, code: str, words: str
) -> None:
    spoil(path)
    [outcome] = check_files([path])
    [problem] = outcome.problems
    assert (problem.code, outcome.refused) == (code, True)
    assert words in problem.text("zh")
    assert problem.what("en") != problem.what("zh")


@pytest.mark.parametrize("ending", [".xls", ".et", ".xlsm"])
def test_a_good_workbook_under_another_ending_is_read_by_its_content(
    path: Path, ending: str
) -> None:
    [outcome] = check_files([path.rename(path.with_suffix(ending))])
    assert outcome.problems == []


def test_links_to_other_files_are_noted_and_never_followed(path: Path) -> None:
    spoilt.external_link(path)
    [outcome] = check_files([path])
    assert workbooks.codes(outcome.problems) == ["workbooks.external_links"]
    assert not outcome.refused


def test_a_million_empty_formatted_rows_are_passed_over(path: Path) -> None:
    known = workbooks.read(path).values
    spoilt.empty_formatted_rows(path)
    assert workbooks.read(path).values == known


@pytest.mark.parametrize(
    "spoil",
    [spoilt.zip_bomb, spoilt.lying_zip_bomb, spoilt.far_value, spoilt.far_value_without_name,
     spoilt.empty_formatted_rows, spoilt.long_text, spoilt.repeated_text],
)  # fmt: skip
def test_memory_stays_bounded(path: Path, spoil: Spoil) -> None:
    spoil(path)
    script = (
        "import resource, sys; from pathlib import Path;"
        "from jiqun.filings.workbook.read import read_workbook;"
        "resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30));"
        "read_workbook(Path(sys.argv[1])); print('read')"
    )
    done = subprocess.run(  # noqa: S603  # our own interpreter, our own words
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False
    )
    assert done.stdout == "read\n", done.stderr


def test_nothing_of_a_refused_workbook_is_stored(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    path = workbooks.filled(tmp_path)
    workbooks.changed(path, lambda book: workbooks.fill(book, "exports", "约三亿"))
    before = sorted(path.name for path in workspace.folder.rglob("*"))
    [outcome] = import_files([path], workspace)
    assert outcome.refused
    assert (
        sorted(path.name for path in workspace.folder.rglob("*") if path.name != ".lock") == before
    )
