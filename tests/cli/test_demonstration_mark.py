"""Whatever rests on the demonstration's figures says so: on the screen and in every file."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pyarrow.parquet import read_table

from jiqun.workspace import Workspace
from tests.made import filing, written

Jiqun = Callable[..., Any]
ASSESS = ("assess", "--programme", "national/sme-cluster", "--on", "2023-06-01")
INDICATORS = ("indicators", "--year", "2022", "--by", "nation")
TABLES = [ASSESS, INDICATORS, (*INDICATORS, "--wide"), ("discover", "--top", "3")]


def said_in(path: Path) -> set[str]:
    """Return what a file for programs says of its rows: made up or not."""
    if path.suffix == ".parquet":
        rows = read_table(path).to_pylist()
    elif path.suffix == ".json":
        rows = json.loads(path.read_text())
    else:
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert rows
    return {str(row["demo"]).lower() for row in rows}


@pytest.mark.parametrize("command", TABLES, ids=" ".join)
@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
def test_a_table_of_the_demonstration_says_so_whatever_its_kind(
    demonstration: Path, tmp_path: Path, jiqun: Jiqun, command: tuple[str, ...], ending: str
) -> None:
    path = tmp_path / f"t.{ending}"
    ran = jiqun(*command, "-w", demonstration, "-o", path, "--lang", "zh")
    assert ran.code == 0, ran.err
    if ending == "xlsx":
        assert "演示数据" in str(load_workbook(path).worksheets[0]["A1"].value)
    else:
        assert said_in(path) == {"true"}


@pytest.mark.parametrize("command", [INDICATORS, ("discover", "--top", "3")], ids=" ".join)
def test_parquet_of_the_demonstration_says_so_too(
    demonstration: Path, tmp_path: Path, jiqun: Jiqun, command: tuple[str, ...]
) -> None:
    path = tmp_path / "t.parquet"
    assert jiqun(*command, "-w", demonstration, "-o", path).code == 0
    assert said_in(path) == {"true"}


@pytest.mark.parametrize(
    "command",
    [ASSESS, (*ASSESS, "--cluster", "demo-001"), ("discover",), ("discover", "--explain", "1")],
    ids=" ".join,
)
def test_the_screen_says_what_is_of_the_demonstration_and_so_does_its_json(
    demonstration: Path, jiqun: Jiqun, command: tuple[str, ...]
) -> None:
    asked = (*command, "-w", demonstration)
    assert "演示数据" in jiqun(*asked, "--lang", "zh").out.splitlines()[0]
    assert "Demonstration" in jiqun(*asked, "--lang", "en").out.splitlines()[0]
    document = json.loads(jiqun(*asked, "--json").out)
    assert document.get("candidate", document)["demo"] is True


def test_figures_that_are_real_are_marked_as_such_beside_made_up_ones(
    tmp_path: Path, jiqun: Jiqun
) -> None:
    folder = Workspace.create(tmp_path / "w").folder
    made_up, real = filing("made", 2022), filing("real", 2022)
    made_up["cluster"]["demo"], real["cluster"]["demo"] = True, False
    assert jiqun("filings", "import", *written(tmp_path, made_up, real), "-w", folder).code == 0
    for command in (ASSESS, ("indicators", "--year", "2022", "--by", "cluster")):
        path = tmp_path / f"{command[0]}.csv"
        assert jiqun(*command, "-w", folder, "-o", path).code == 0
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
        said = {(row.get("cluster") or row.get("key"), row["demo"]) for row in rows}
        assert said == {("made", "true"), ("real", "false")}


def test_a_workspace_without_made_up_figures_bears_no_mark(tmp_path: Path, jiqun: Jiqun) -> None:
    folder = Workspace.create(tmp_path / "w").folder
    real = filing("real", 2022)
    real["cluster"]["demo"] = False
    assert jiqun("filings", "import", *written(tmp_path, real), "-w", folder).code == 0
    assert "演示" not in jiqun(*ASSESS, "-w", folder, "--lang", "zh").out
    assert jiqun(*ASSESS, "-w", folder, "-o", tmp_path / "a.xlsx", "--lang", "zh").code == 0
    assert "演示" not in str(load_workbook(tmp_path / "a.xlsx").worksheets[0]["A1"].value)


def test_a_workbook_of_candidates_is_in_the_readers_language_and_holds_numbers(
    demonstration: Path, tmp_path: Path, jiqun: Jiqun
) -> None:
    path = tmp_path / "c.xlsx"
    assert jiqun("discover", "-w", demonstration, "-o", path, "--lang", "en").code == 0
    table, about = load_workbook(path).worksheets
    heads = [cell.value for cell in table[2]]
    row = dict(zip(heads, (cell.value for cell in table[3]), strict=True))
    assert row["Rank"] == 1
    assert isinstance(row["Location quotient"], float)
    assert row["County"].isascii()
    assert row["Evidence"] == "enough"
    assert about["A1"].value == "Rank"


def test_candidates_are_refused_a_file_of_no_known_kind_before_any_work(
    tmp_path: Path, jiqun: Jiqun
) -> None:
    folder = Workspace.create(tmp_path / "w").folder
    ran = jiqun("discover", "-w", folder, "-o", tmp_path / "c.pdf")
    assert ran.code == 2
    assert ".xlsx" in ran.err
