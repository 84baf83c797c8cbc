"""What was stored before texts were checked at the door is printed safely, in every format."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.made import filing, written

STORED = "gl\x0bue\x1b[2J \x00\u202e=HYPERLINK('x') <blink>\ufffe end"
NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e\ufffe]")
Jiqun = Callable[..., Any]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace whose second vintage has such a note, and such reasons."""
    from jiqun.filings import import_files
    from jiqun.workspace import Workspace
    from jiqun.workspace.vintages import release

    place = tmp_path_factory.mktemp("stored")
    workspace = Workspace.create(place / "w")
    ids = ("test-001", "test-002", "test-003", "test-004")
    with pytest.MonkeyPatch.context() as patched:
        for door in ("filings.accept", "workspace.vintages"):
            patched.setattr(f"jiqun.{door}.stated", lambda said, _: said)
        patched.setattr("jiqun.filings.accept._read_reasons", lambda _: None)
        import_files(written(place, *(filing(name) for name in ids)), workspace)
        release(workspace, 2022, STORED)
        changed = [filing(name, exports="290000") for name in ids]
        import_files(written(place, *changed), workspace, reason=STORED)
        release(workspace, 2022, STORED)
    return workspace.folder


def texts(path: Path) -> str:
    """Return what a report says, read back from its file."""
    if path.suffix in (".docx", ".pptx", ".xlsx"):
        said = []
        with zipfile.ZipFile(path) as package:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    said += ElementTree.fromstring(package.read(name)).itertext()  # noqa: S314  # our own
        return " ".join(said)
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        return "".join(page.extract_text() for page in PdfReader(path).pages)
    return path.read_text()


@pytest.mark.parametrize("ending", ["docx", "pptx", "pdf", "xlsx", "html", "json"])
def test_a_report_prints_a_stored_note_safely(
    kept: Path, tmp_path: Path, jiqun: Jiqun, ending: str
) -> None:
    page = tmp_path / f"r.{ending}"
    ran = jiqun("report", "-w", kept, "--year", 2022, "-o", page)
    assert (ran.code, "Traceback" in ran.err) == (0, False), ran.err
    assert not NEVER.search(texts(page))


def test_what_is_stored_reaches_the_reports(kept: Path, tmp_path: Path, jiqun: Jiqun) -> None:
    page = tmp_path / "r.html"
    assert jiqun("report", "-w", kept, "--year", 2022, "-o", page).code == 0
    said = page.read_text()
    assert "HYPERLINK" in said
    assert "<blink>" not in said


def test_figures_and_differences_are_printed_safely(
    kept: Path, tmp_path: Path, jiqun: Jiqun
) -> None:
    table = tmp_path / "i.csv"
    jiqun("indicators", "-w", kept, "--year", 2022, "--by", "cluster", "-o", table)
    cells = [cell for row in csv.reader(io.StringIO(table.read_text())) for cell in row]
    assert not any(NEVER.search(cell) or cell.startswith("=") for cell in cells)
    ran = jiqun("diff", "-w", kept, "2022-v1", "2022-v2")
    assert (ran.code, bool(NEVER.search(ran.out + ran.err))) == (0, False)


@pytest.mark.parametrize("command", [("audit", "verify"), ("doctor", "--deep")])
def test_checks_of_such_a_workspace_print_safely(
    kept: Path, jiqun: Jiqun, command: tuple[str, ...]
) -> None:
    ran = jiqun(*command, "-w", kept)
    assert ran.code == 0, ran.err
    assert not NEVER.search(ran.out + ran.err)
