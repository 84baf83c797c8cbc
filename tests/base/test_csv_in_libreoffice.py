"""LibreOffice opens what we write and finds texts and numbers, never a formula."""

import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from jiqun.base.csv_files import csv_bytes

OFFICE = shutil.which("soffice")

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this machine (soffice)"),
]
TEXTS = [
    '=HYPERLINK("http://example.invalid/";"示例")',
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1;1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "＝1+1",
    "-2+3+cmd|' /C calc'!A0",
    "=1\n+1",
    '"=1+1"',
    "a\n=1+1",
    "a,=1+1",
    "a;=1+1",
]


def test_a_spreadsheet_finds_no_formula_in_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "cells.csv"
    rows = [{"name": text, "value": "-3.5"} for text in TEXTS]
    path.write_bytes(csv_bytes(rows, ("name", "value")))
    words = [str(OFFICE), "--headless", f"-env:UserInstallation=file://{tmp_path}/profile"]
    subprocess.run(  # noqa: S603  # a fixed command on a file of the test's own
        [*words, "--convert-to", "xlsx", "--outdir", str(tmp_path), str(path)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    sheet = load_workbook(tmp_path / "cells.xlsx").active
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert {sheet.cell(row, 2).value for row in range(2, len(TEXTS) + 2)} == {-3.5}
