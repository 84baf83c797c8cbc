"""The one writer of CSV: no formulas, numbers stay numbers, read back as written."""

import ast
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jiqun.base.csv_files import csv_bytes, guarded, unguarded
from jiqun.base.texts import printable

SOURCE = Path(__file__).parents[2] / "src"


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://example.invalid","x")',
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        " =1+1",
        "＝1+1",
        "-2+3+cmd|' /C calc'!A0",
        "'=1+1",
        "+86 571 1234",
    ],
)
def test_a_text_that_would_run_gets_an_apostrophe(cell: str) -> None:
    assert guarded(cell) == "'" + cell.replace("\r", "\n")
    assert unguarded(guarded(cell)) == cell.replace("\r", "\n")


@pytest.mark.parametrize(
    "cell", ["-3.5", "+2", "-0.00", "1E-7", "-1e5", "-12%", "-.5", "-", "--", "", 5]
)
def test_numbers_and_dashes_stay_as_they_are(cell: object) -> None:
    assert guarded(cell) == cell


@given(some.lists(some.text(some.characters(exclude_categories=["Cs"])), min_size=1))
def test_what_is_read_back_is_what_was_written(cells: list[str]) -> None:
    cells = [printable(cell).replace("\r", "\n") for cell in cells]
    content = csv_bytes([{"text": cell} for cell in cells], ("text",))
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert [unguarded(row[0]) if row else "" for row in rows][1:] == cells


def test_no_other_module_writes_csv() -> None:
    writing = ("csv.writer", "csv.DictWriter", ".to_csv", ".write_csv")
    writers = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(writing)
    }
    assert writers == {"jiqun/base/csv_files.py"}
