"""What a person made is not overwritten without ``--force``."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.workspace import Workspace, release
from tests.conftest import Ran
from tests.filings.workbook import workbooks
from tests.filings.workbook.workbooks import changed, fill
from tests.made import filing

Jiqun = Callable[..., Ran]


@pytest.fixture
def filled(workspace: Workspace, put: Callable[..., Any]) -> Path:
    put(filing())
    release(workspace, 2022)
    return workspace.folder


WRITERS = [
    ("filings", "template", "--year", 2022),
    ("indicators", "--year", 2022, "--by", "nation", "-w"),
    ("report", "--year", 2022, "-w"),
]


@pytest.mark.parametrize("words", WRITERS, ids=lambda words: words[0])
def test_a_file_that_exists_is_kept_unless_forced(
    words: tuple[object, ...], filled: Path, tmp_path: Path, jiqun: Jiqun
) -> None:
    output = tmp_path / ("mine.json" if words[-1] == "-w" else "mine.xlsx")
    output.write_text("mine", encoding="utf-8")
    command = [*words, *([filled] if words[-1] == "-w" else []), "-o", output]
    ran = jiqun(*command)
    assert (ran.code, output.read_text("utf-8")) == (2, "mine")
    assert "the file exists and is not overwritten" in ran.err
    assert "--force" in ran.err
    assert jiqun(*command, "--force").code == 0
    assert output.read_bytes() != b"mine"


def test_a_marked_copy_under_correction_is_kept(tmp_path: Path, jiqun: Jiqun) -> None:
    path = changed(workbooks.filled(tmp_path), lambda book: fill(book, "exports", "some"))
    marked = tmp_path / "marked"
    assert jiqun("filings", "check", path, "--annotate", marked).code == 2
    (copy,) = marked.iterdir()
    copy.write_bytes(b"half corrected")
    ran = jiqun("filings", "check", path, "--annotate", marked)
    assert (ran.code, copy.read_bytes()) == (2, b"half corrected")
    assert "is not overwritten" in ran.err
    jiqun("filings", "check", path, "--annotate", marked, "--force")
    assert copy.read_bytes() != b"half corrected"


def test_the_refusal_is_one_json_document_too(tmp_path: Path, jiqun: Jiqun) -> None:
    output = tmp_path / "mine.xlsx"
    output.write_text("mine", encoding="utf-8")
    ran = jiqun("filings", "template", "--year", 2022, "-o", output, "--json")
    assert json.loads(ran.out)["problems"][0]["code"] == "files.exists"
