"""The guide to a catalogue of one's own, followed to the letter: its examples hold and say so."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from jiqun.base.own_catalogue import NONE, install
from jiqun.installation import settle
from jiqun.workflow.calendars import calendars
from jiqun.workflow.deadlines import Clock, arithmetic, reckon
from tests.conftest import ROOT, Ran

Jiqun = Callable[..., Ran]
GUIDE = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"```yaml\n# <workspace>/catalog/(\S+)\n(.*?)```", GUIDE, re.DOTALL))


def write(workspace: Path, name: str, text: str) -> None:
    path = workspace / "catalog" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def followed(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demonstration with every example of the guide in its catalogue."""
    folder = Path(shutil.copytree(demonstration, tmp_path_factory.mktemp("guide") / "w"))
    for name, text in EXAMPLES.items():
        write(folder, name, text)
    return folder


@pytest.fixture(scope="module")
def reported(followed: Path) -> dict[str, object]:
    """Return the report under the guide's catalogue."""
    from jiqun.cli.app import main

    made = followed / "report.json"
    assert main(["report", "-w", str(followed), "--year", "2022", "-o", str(made)]) == 0
    found: dict[str, object] = json.loads(made.read_bytes())
    return found


def test_the_guide_shows_one_of_each_kind() -> None:
    kinds = {name.partition("/")[0] for name in EXAMPLES}
    said = {
        "rules",
        "forms",
        "indicators",
        "claims",
        "charts",
        "reports",
        "calendars",
        "issuers",
        "slots",
        "exchange",
    }
    assert kinds == said


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_can_be_copied_into_a_fresh_workspace(
    jiqun: Jiqun, tmp_path: Path, name: str
) -> None:
    jiqun("init", tmp_path / "w")
    wanted = {"indicators": ["forms"], "reports": ["claims", "charts"]}
    kinds = [name.partition("/")[0], *wanted.get(name.partition("/")[0], ())]
    for other, text in EXAMPLES.items():
        if other == name or other.partition("/")[0] in kinds[1:]:
            write(tmp_path / "w", other, text)
    checked = jiqun("catalog", "check", "-w", tmp_path / "w")
    assert checked.code == 0, checked.err
    assert name in jiqun("catalog", "list", "-w", tmp_path / "w").out


def test_the_local_number_holds_from_its_day_and_the_shipped_one_before(
    jiqun: Jiqun, followed: Path
) -> None:
    def asked(on: str) -> tuple[str, str, bool]:
        words = ("--programme", "national/sme-cluster", "--on", on, "--cluster", "demo-001")
        said = jiqun("assess", "-w", followed, *words, "--json").document["criteria"]
        (found,) = (criterion for criterion in said if criterion["id"] == "output_each_year")
        return found["threshold"], found["origin"], "entered" in found

    assert asked("2023-06-01") == ("40", "national", False)
    assert asked("2026-03-01") == ("30", "local", True)


@pytest.mark.parametrize(("lang", "mark"), [("zh", "不低于 30 亿元（本地）"), ("en", "(local)")])
def test_a_local_number_is_marked_where_a_verdict_names_it(
    jiqun: Jiqun, followed: Path, demonstration: Path, lang: str, mark: str
) -> None:
    words = ("--programme", "national/sme-cluster", "--on", "2026-03-01", "--cluster", "demo-001")
    assert mark in jiqun("assess", "-w", followed, *words, "--lang", lang).out
    assert mark not in jiqun("assess", "-w", demonstration, *words, "--lang", lang).out


def test_a_local_programme_is_assessed_and_marked_here_and_unknown_elsewhere(
    jiqun: Jiqun, followed: Path, demonstration: Path
) -> None:
    words = ("--programme", "own/sme-cluster", "--on", "2023-06-01", "--cluster", "demo-001")
    said = jiqun("assess", "-w", followed, *words)
    assert "A province's SME cluster (local)" in said.out
    assert "(local)" in next(line for line in said.out.splitlines() if "each year" in line)
    assert jiqun("assess", "-w", demonstration, *words).code == 3


def test_a_local_field_is_asked_for_and_marked(followed: Path, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    from jiqun.cli.app import main

    made = str(tmp_path / "t.xlsx")
    words = ["--year", "2022", "-w", str(followed), "--cluster", "demo-001", "--lang", "zh"]
    assert main(["filings", "template", *words, "-o", made]) == 0
    cells = [
        str(cell)
        for sheet in load_workbook(made)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    ]
    assert any("区域品牌价值（本地）" in cell for cell in cells)


@pytest.mark.parametrize(
    ("part", "wanted"),
    [
        ("figures", "区域品牌价值与产值之比（本地）"),
        ("claims", "带动就业。（本地）"),
        ("charts", "各行业就业人数（本地）"),
    ],
)
def test_what_is_local_is_in_the_report_and_marked(
    reported: dict[str, object], part: str, wanted: str
) -> None:
    assert wanted in json.dumps(reported[part], ensure_ascii=False)


def test_a_local_page_of_the_report_is_drawn_and_marked(jiqun: Jiqun, followed: Path) -> None:
    made = followed / "report.html"
    ran = jiqun("report", "-w", followed, "--year", "2022", "-o", made, "--force", "--lang", "zh")
    assert ran.code == 0
    page = made.read_text(encoding="utf-8")
    assert "主导产业：就业（本地）" in page
    assert "各行业就业人数（本地）" in page


def test_a_deck_under_another_catalogue_than_the_first_says_so(
    jiqun: Jiqun, followed: Path, reported: dict[str, object]
) -> None:
    from pptx import Presentation

    assert "first_catalogue" in reported
    made = followed / "report.pptx"
    ran = jiqun("report", "-w", followed, "--year", "2022", "-o", made, "--force", "--lang", "zh")
    assert ran.code == 0
    texts = [
        shape.text_frame.text
        for slide in Presentation(str(made)).slides
        for shape in slide.shapes
        if shape.has_text_frame
    ]
    assert any("首次出报告时用的目录" in text for text in texts)


def test_every_day_counted_by_a_local_calendar_says_so(followed: Path) -> None:
    try:
        settle(followed)
        reckoning = reckon(Clock(date(2026, 12, 31), 1), calendars())
        lines = [line.zh for line in arithmetic(reckoning)]
    finally:
        install(NONE)
    assert lines[0] == "2027-01-01 不计：元旦（本地）"
    assert lines[-1] == "2027-01-04 第 1 日：工作日（本地）"
    assert 2027 not in calendars()
