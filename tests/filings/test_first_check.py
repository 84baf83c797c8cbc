"""The first check says everything that can be judged: nothing new comes up once it is mended."""

import json
from pathlib import Path
from typing import Any

import pytest

from jiqun.base.errors import Problem
from jiqun.filings import check_files, import_files
from jiqun.workspace import Workspace
from tests import made
from tests.filings.workbook import workbooks
from tests.filings.workbook.workbooks import changed, fill

JUDGED = ("filings.jump", "filings.restated", "filings.implausible_rate", "peers.level")


def judged(problems: list[Problem]) -> set[tuple[str, str]]:
    """Return what was judged of a filing: warnings and notes, by code and field."""
    each = [place for problem in problems for place in problem.each]
    return {(one.code, one.where.field) for one in each if one.code in JUDGED}


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Return a workspace with last year's filing of a cluster and seven peers of this year."""
    workspace = Workspace.create(tmp_path / "w")
    peers = [made.filing(f"test-{n:03}", exports=str(300000 + 9000 * n)) for n in range(2, 9)]
    before = made.filing(year=2021, output_total="2200000", exports="290000")
    outcomes = import_files(made.written(tmp_path, before, *peers), workspace)
    assert not any(outcome.refused for outcome in outcomes)
    return workspace


ODD: dict[str, Any] = {"exports": "3.0", "rd_spend_total": "1500000", "employment": 90000}
"""Figures that can be read and are odd: against last year, against peers, against each other."""
FAULTS: dict[str, Any] = {"cloud_users": -3, "iiot_users": "many", "has_roadmap": "maybe"}


def test_warnings_among_years_and_peers_come_with_the_errors(
    tmp_path: Path, workspace: Workspace
) -> None:
    previous = {"revenue_total": "100000", "output_total": "2100000"}
    bad = made.filing(previous=previous, **ODD, **FAULTS)
    [first] = check_files(made.written(tmp_path, bad), workspace)
    mended = made.filing(previous=previous, **ODD)
    [second] = check_files(made.written(tmp_path, mended), workspace)
    assert first.refused
    assert not second.refused
    assert judged(first.problems) == judged(second.problems)
    assert {code for code, _ in judged(first.problems)} == {*JUDGED}


def test_an_import_that_is_refused_says_the_same(tmp_path: Path, workspace: Workspace) -> None:
    paths = made.written(tmp_path, made.filing(**ODD, **FAULTS))
    [checked] = check_files(paths, workspace)
    [imported] = import_files(paths, workspace)
    assert judged(imported.problems) == judged(checked.problems) != set()
    assert ("test-001", 2022) not in workspace.accepted()


def test_a_workbook_with_errors_is_held_against_years_and_peers_too(
    tmp_path: Path, workspace: Workspace
) -> None:
    path = workbooks.filled(tmp_path, exports="3.0")
    [sound] = check_files([path], workspace)
    changed(path, lambda book: fill(book, "cloud_users", "=B1"))
    changed(path, lambda book: fill(book, "iiot_users", "很多"))
    [bad] = check_files([path], workspace)
    assert bad.refused
    assert judged(bad.problems) == judged(sound.problems) != set()


@pytest.mark.parametrize("unreadable", ["several", "-1", "1.2亿"])
def test_what_hangs_on_a_cell_that_cannot_be_read_is_left_out(
    tmp_path: Path, workspace: Workspace, unreadable: str
) -> None:
    [outcome] = check_files(made.written(tmp_path, made.filing(exports=unreadable)), workspace)
    assert outcome.refused
    assert not any(field == "exports" for _, field in judged(outcome.problems))


def test_a_year_before_that_cannot_be_read_is_not_replaced_by_what_was_filed_then(
    tmp_path: Path, workspace: Workspace
) -> None:
    odd = {"exports": "900000"}
    [plain] = check_files(made.written(tmp_path, made.filing(**odd)), workspace)
    assert ("filings.jump", "exports") in judged(plain.problems)
    unreadable = made.filing(previous={"exports": "about 3"}, **odd)
    [outcome] = check_files(made.written(tmp_path, unreadable), workspace)
    assert ("filings.jump", "exports") not in judged(outcome.problems)


def test_a_number_whose_scale_cannot_be_told_is_not_judged(
    tmp_path: Path, workspace: Workspace
) -> None:
    path = workbooks.filled(tmp_path, exports="300000")
    changed(path, lambda book: setattr(workbooks.cell_of(book, "exports"), "number_format", "0%"))
    [outcome] = check_files([path], workspace)
    assert "workbooks.per_cent_refused" in workbooks.codes(outcome.problems)
    assert not any(field == "exports" for _, field in judged(outcome.problems))


def test_a_profile_with_faults_does_not_keep_figures_from_being_judged(
    tmp_path: Path, workspace: Workspace
) -> None:
    bad = made.filing(**ODD)
    bad["cluster"] |= {"county_codes": ["999999"], "name": ""}
    [outcome] = check_files(made.written(tmp_path, bad), workspace)
    [sound] = check_files(made.written(tmp_path, made.filing(**ODD)), workspace)
    assert judged(outcome.problems) == judged(sound.problems)
    assert {"clusters.unknown_county", "clusters.key_missing"} <= {
        problem.code for problem in outcome.problems
    }, "what is missing from a profile and what is wrong with it are said together"


def test_without_a_readable_sector_no_peers_are_guessed(
    tmp_path: Path, workspace: Workspace
) -> None:
    bad = made.filing(sector="烹饪", **ODD)
    [outcome] = check_files(made.written(tmp_path, bad), workspace)
    codes = {code for code, _ in judged(outcome.problems)}
    assert "peers.level" not in codes
    assert "filings.jump" in codes


def test_a_figure_given_twice_is_not_judged_by_either(tmp_path: Path, workspace: Workspace) -> None:
    text = json.dumps(made.filing(exports="290000"), ensure_ascii=False)
    path = tmp_path / "twice.json"
    path.write_text(text.replace('"exports": "290000"', '"exports": "3", "exports": "290000"'))
    [outcome] = check_files([path], workspace)
    assert [problem.code for problem in outcome.problems if problem.where.field == "exports"] == [
        "filings.field_twice"
    ]


def test_two_filings_of_one_year_are_each_judged(tmp_path: Path, workspace: Workspace) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
    [one] = made.written(folders[0], made.filing(**ODD))
    [other] = made.written(folders[1], made.filing())
    first, second = check_files([one, other], workspace)
    assert {("peers.level", "exports / output_total")} & judged(first.problems)
    assert not judged(second.problems)


def test_mending_one_filing_brings_up_nothing_new_in_another(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    peers = [made.filing(f"test-{n:03}", exports=str(300000 + 9000 * n)) for n in range(2, 8)]
    odd = made.filing(**ODD)
    bad = [{**peer, "values": {**peer["values"], **FAULTS}} for peer in peers]
    first, *_ = check_files(made.written(tmp_path, odd, *bad), workspace)
    second, *_ = check_files(made.written(tmp_path, odd, *peers), workspace)
    assert judged(first.problems) == judged(second.problems) != set()
