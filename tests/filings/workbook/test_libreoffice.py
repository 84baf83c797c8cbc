"""LibreOffice opens and saves the template, and the reader still understands every cell."""

import shutil
import subprocess
from pathlib import Path

import pytest

from jiqun.filings import check_files
from jiqun.filings.workbook.annotate import annotate_files
from tests.filings.workbook import workbooks
from tests.filings.workbook.workbooks import changed, fill

OFFICE = shutil.which("soffice")

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this machine (soffice)"),
]


def saved_by_office(path: Path, kind: str = "xlsx") -> Path:
    """Open a file in LibreOffice and save it."""
    folder = path.parent / "saved"
    words = [str(OFFICE), "--headless", f"-env:UserInstallation=file://{path.parent}/profile"]
    subprocess.run(  # noqa: S603  # a fixed command on a file of the test's own
        [*words, "--convert-to", kind, "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / path.with_suffix(f".{kind}").name


def test_a_workbook_saved_by_libreoffice_reads_as_before(tmp_path: Path) -> None:
    path = workbooks.filled(tmp_path)
    changed(path, lambda book: fill(book, "exports", "口径已核对", "F"))
    before, after = workbooks.read(path), workbooks.read(saved_by_office(path))
    assert (after.profile, after.values, after.previous, after.raw.notes) == (
        before.profile,
        before.values,
        before.previous,
        before.raw.notes,
    )
    assert after.problems == []


def test_a_marked_copy_saved_by_libreoffice_can_be_marked_again(tmp_path: Path) -> None:
    path = workbooks.filled(tmp_path)
    changed(path, lambda book: fill(book, "exports", "约三亿"))
    for _ in range(2):
        found = check_files([path])
        assert workbooks.codes(found[0].problems) == ["filings.numeral_not_a_number"]
        [marked] = annotate_files([path], found, tmp_path / "marked", "zh", lambda x, _: x)
        path = saved_by_office(marked)


def test_an_old_xls_under_the_name_of_a_workbook_is_told_apart(tmp_path: Path) -> None:
    old = saved_by_office(workbooks.filled(tmp_path), "xls")
    [outcome] = check_files([old.rename(old.with_suffix(".xlsx"))])
    assert workbooks.codes(outcome.problems) == ["workbooks.old_binary"]
