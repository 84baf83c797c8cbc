"""The demonstration goes through the same doors as real filings, and says what it is."""

import json
import shutil
from pathlib import Path

import pytest
from tests.made import written

from jiqun.base.errors import Refused
from jiqun.base.readers import NATION, PUBLIC
from jiqun.clusters.roster_store import RosterStore
from jiqun.demo.build import PAGE, Built, build
from jiqun.filings import check_files, import_files
from jiqun.filings.workbook.prefill import known_of
from jiqun.filings.workbook.template import template
from jiqun.reports import write_report
from jiqun.workspace import Workspace, release
from jiqun.workspace.vintages import newest_vintage


def test_the_same_submissions_give_byte_identical_reports(demonstration: Path, tmp_path: Path):
    """Imported in another order and in two batches, the vintage and both files are the same."""
    paths = sorted((demonstration / "inputs" / "filings").rglob("*.json"), reverse=True)
    workspace = Workspace.create(tmp_path / "again")
    import_files(paths[:150], workspace)
    import_files(paths[150:], workspace)
    release(workspace, 2022, "演示数据 demonstration data")
    snapshot = newest_vintage(workspace, 2022)
    for name in ("report.json", "index.html"):
        made = tmp_path / name
        write_report(snapshot, 2022, made, NATION)
        assert made.read_bytes() == (demonstration / "site" / name).read_bytes()


def test_every_page_and_file_says_that_it_is_a_demonstration(demonstration: Path):
    page = (demonstration / "site" / "index.html").read_text("utf-8")
    assert "演示数据" in page.split("<main>")[0]
    assert json.loads((demonstration / "site" / "report.json").read_text("utf-8"))["demo"] is True


def test_the_page_asks_nothing_of_any_other_host(demonstration: Path):
    page = (demonstration / "site" / "index.html").read_text("utf-8")
    for loads in ("src=", 'href="http', "url(http", "url(/", "@import", "fetch("):
        assert loads not in page
    assert page.count("url(") == page.count("url(data:")


def test_the_public_edition_shows_no_cell_of_money_of_one_cluster(
    demonstration: Path, tmp_path: Path
):
    snapshot = newest_vintage(Workspace.open(demonstration), 2022)
    page = tmp_path / "public.html"
    write_report(snapshot, 2022, page, PUBLIC)
    text = page.read_text("utf-8")
    filing = json.loads(
        (demonstration / "inputs" / "filings" / "2022" / "demo-001.json").read_text("utf-8")
    )
    for name in ("output_total", "exports", "rd_spend_total", "electricity_used"):
        whole = filing["values"][name].rstrip("0").rstrip(".")
        assert whole not in text, name


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path):
    taken = tmp_path / "papers"
    taken.mkdir()
    (taken / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refused):
        build(taken)
    assert (taken / "letter.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize("year", [2020, 2021, 2022])
def test_a_template_comes_with_the_firms_and_is_right_as_it_is(
    demonstration: Path, tmp_path: Path, year: int
):
    workspace = Workspace.open(demonstration)
    assert sum(one.firms for one in RosterStore(workspace).known().values()) == 31_600
    known = known_of(workspace, "demo-007", year)
    assert len(known.firms) > 100
    path = tmp_path / "007.xlsx"
    path.write_bytes(template(year, known))
    [outcome] = check_files([path], workspace)
    nothing_before = ["workbooks.previous_empty"] if year == 2020 else []
    assert [problem.code for problem in outcome.problems] == nothing_before


def test_a_second_build_keeps_everything_that_was_done_since(demonstration: Path, tmp_path: Path):
    folder = tmp_path / "mine"
    shutil.copytree(demonstration, folder)
    workspace = Workspace.open(folder)
    filing = json.loads(
        (folder / "inputs" / "filings" / "2022" / "demo-001.json").read_text("utf-8")
    )
    filing["values"]["employment"] += 1
    outcomes = import_files(written(tmp_path, filing), workspace, "counted again")
    assert [outcome.refused for outcome in outcomes] == [False]
    held = [submission.sha256 for submission in workspace.accepted().values()]
    kept = build(folder)
    assert (kept.new, kept.filings, kept.firms) == (False, 298, 31_600)
    assert [submission.sha256 for submission in workspace.accepted().values()] == held
    with pytest.raises(Refused) as refused:
        build(folder, again=True)
    assert [problem.code for problem in refused.value.problems] == ["demo.holds_yours"]
    assert [submission.sha256 for submission in workspace.accepted().values()] == held


def test_a_demonstration_nothing_was_done_in_may_be_built_again(
    demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = tmp_path / "seen"
    shutil.copytree(demonstration, folder)
    (folder / "web").mkdir(exist_ok=True)
    (folder / "web" / "kept.parquet").write_bytes(b"made anew")

    def copied(place: Path, seed: int) -> Built:
        shutil.copytree(demonstration, place)
        return Built(300, 31_600, "2022-v1", "", place / PAGE)

    monkeypatch.setattr("jiqun.demo.build._build", copied)
    assert build(folder, again=True).new
    assert not (folder / "web" / "kept.parquet").exists()
    assert [place.name for place in tmp_path.iterdir()] == ["seen"]
