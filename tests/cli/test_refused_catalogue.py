"""A local file that is refused: the work goes on with what was last right, and says so."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Ran

Jiqun = Callable[..., Ran]
ENTERED = 'entered: {by: 处内 张三, date: "2026-03-01", document: 某工信〔2026〕1号}\n'
RULE = "rules/national/sme-cluster.yaml"
GOOD = ENTERED + (
    "parameters:\n  output_each_year:\n    unit: 亿元\n"
    '    values: [{since: "2022-09-13", value: "8", article: 第三条, source: [local]}]\n'
)
BAD = GOOD.replace("value:", "valeu:")
ASSESS = ("--programme", "national/sme-cluster", "--on", "2023-06-01", "--cluster", "demo-001")


@pytest.fixture(scope="module")
def workspace(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demonstration with a good file that held, and a bad one written over it."""
    from jiqun.cli.app import main

    folder = Path(shutil.copytree(demonstration, tmp_path_factory.mktemp("refused") / "w"))
    path = folder / "catalog" / RULE
    path.parent.mkdir(parents=True)
    path.write_text(GOOD, encoding="utf-8")
    assert main(["catalog", "list", "-w", str(folder)]) == 0
    path.write_text(BAD, encoding="utf-8")
    return folder


def refused(document: dict[str, object]) -> set[tuple[str, int]]:
    """Return files and lines that a document says are refused."""
    found = document["catalogue_refused"]
    assert isinstance(found, list)
    return {(fault["where"]["file"], fault["where"]["line"]) for fault in found}


def test_an_assessment_goes_on_with_the_last_good_number_and_says_so(
    jiqun: Jiqun, workspace: Path
) -> None:
    ran = jiqun("assess", "-w", workspace, *ASSESS, "--json")
    assert ran.code == 2
    assert refused(ran.document) == {(f"w/catalog/{RULE}", 5)}
    (found,) = (
        criterion for criterion in ran.document["criteria"] if criterion["id"] == "output_each_year"
    )
    assert (found["threshold"], found["origin"], found["verdict"]) == ("8", "local", "met")
    assert f"w/catalog/{RULE} · line 5" in ran.err


def test_figures_and_reports_are_made_and_say_so(
    jiqun: Jiqun, workspace: Path, tmp_path: Path
) -> None:
    words = ("-w", workspace, "--year", "2022")
    ran = jiqun("indicators", *words, "--by", "nation", "-o", tmp_path / "f.json", "--json")
    assert (ran.code, refused(ran.document)) == (2, {(f"w/catalog/{RULE}", 5)})
    ran = jiqun("report", *words, "-o", tmp_path / "r.json", "--json")
    assert (ran.code, refused(ran.document)) == (2, {(f"w/catalog/{RULE}", 5)})
    assert refused(json.loads((tmp_path / "r.json").read_bytes())) == {(f"w/catalog/{RULE}", 5)}
    assert jiqun("report", *words, "-o", tmp_path / "r.html", "--lang", "zh").code == 2
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert f"w/catalog/{RULE}有错，未生效，沿用上一次正确的内容。" in page


def test_what_does_not_rest_on_the_catalogue_ends_as_ever_and_tells(
    jiqun: Jiqun, workspace: Path
) -> None:
    ran = jiqun("catalog", "list", "-w", workspace, "--json")
    assert (ran.code, ran.document["files"][0]["file"]) == (0, RULE)
    assert "these local catalogue files are not in force" in ran.err


def test_without_a_refused_file_nothing_is_said(jiqun: Jiqun, demonstration: Path) -> None:
    ran = jiqun("assess", "-w", demonstration, *ASSESS, "--json")
    assert ran.code == 0
    assert "catalogue_refused" not in ran.document
