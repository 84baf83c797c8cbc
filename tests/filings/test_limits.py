"""Filings and lists of firms have bounds, each with its message; nothing grows without end."""

import gzip
import json
import os
from pathlib import Path

import pytest

from jiqun.filings import check_files, import_files, json_files, long_csv, raw, roster_reading
from jiqun.filings.roster_files import read_roster_file
from jiqun.filings.rosters import import_rosters
from jiqun.workspace import Workspace
from tests import made
from tests.clusters.rosters import raw as firm
from tests.filings.test_rosters import COUNTS
from tests.filings.test_rosters import written as roster
from tests.filings.workbook import workbooks

HEAD = "cluster_id,year,field,value,status\n"


def codes(path: Path, workspace: Workspace | None = None) -> set[str]:
    [outcome] = check_files([path], workspace)
    assert outcome.refused
    return {problem.code for problem in outcome.problems if problem.severity == "error"}


def put(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("ending", ["json", "csv", "xlsx"])
def test_pipes_and_devices_are_refused_by_name_and_the_rest_goes_on(
    tmp_path: Path, workspace: Workspace, ending: str
) -> None:
    os.mkfifo(tmp_path / f"pipe.{ending}")
    (tmp_path / f"zero.{ending}").symlink_to("/dev/zero")
    [good] = made.written(tmp_path, made.filing())
    paths = [tmp_path / f"pipe.{ending}", tmp_path / f"zero.{ending}", good]
    outcomes = import_files(paths, workspace)
    assert [[p.code for p in outcome.problems] for outcome in outcomes] == [
        ["inputs.not_regular"],
        ["inputs.not_regular"],
        [],
    ]
    _, problems = read_roster_file(tmp_path / "pipe.csv") if ending == "csv" else (None, None)
    assert problems is None or [p.code for p in problems] == ["inputs.not_regular"]


def test_json_of_nothing_but_zeros_is_counted_before_it_is_read(tmp_path: Path) -> None:
    zeros = put(tmp_path / "zeros.json", f"[{','.join(['0'] * 2_100_000)}]")
    assert codes(zeros) == {"inputs.too_many_parts"}
    deep = put(tmp_path / "deep.json", "[" * 100_000 + "]" * 100_000)
    assert codes(deep) == {"filings.nested_too_deep"}


def test_a_list_of_too_many_filings_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_files, "MOST_FILINGS", 2)
    monkeypatch.setattr(long_csv, "MOST_FILINGS", 2)
    filings = put(tmp_path / "many.json", json.dumps([made.filing(), {}, {}]))
    assert codes(filings) == {"inputs.too_many_parts"}
    rows = put(tmp_path / "many.csv", HEAD + "".join(f"c{n},2022,exports,1,\n" for n in range(3)))
    assert codes(rows) >= {"inputs.too_many_parts"}
    assert raw.MOST_FILINGS == 50_000


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "9" * 5000, "1e999999999"])
@pytest.mark.parametrize("place", ["output_total", "year", "name", "id"])
def test_a_number_beyond_all_bounds_is_refused_wherever_it_stands(
    tmp_path: Path, number: str, place: str
) -> None:
    said = made.filing()
    part = {"year": said, "output_total": said["values"]}.get(place, said["cluster"])
    part[place] = "HERE"
    text = json.dumps(said).replace('"HERE"', number)
    assert codes(put(tmp_path / "number.json", text))


def test_a_key_written_twice_is_refused(tmp_path: Path) -> None:
    text = json.dumps(made.filing()).replace('"year":', '"year": 2021, "year":')
    assert "filings.field_twice" in codes(put(tmp_path / "twice.json", text))


def test_unknown_clusters_by_the_thousand_are_told_within_bounds(
    tmp_path: Path, workspace: Workspace
) -> None:
    text = HEAD + "".join(f"c{number},2022,exports,5,\n" for number in range(5000))
    [outcome] = check_files([put(tmp_path / "many.csv", text)], workspace)
    found = [problem.code for problem in outcome.problems]
    assert found.count("inputs.more_problems") == 1
    assert len(found) < 20_000


def test_lines_of_a_wrong_width_end_the_reading(tmp_path: Path) -> None:
    path = put(tmp_path / "narrow.csv", HEAD + "a\n" * 30_000)
    [outcome] = check_files([path])
    assert [len(problem.each) for problem in outcome.problems] == [10_000, 1]
    assert outcome.problems[-1].code == "inputs.more_problems"


def test_one_code_two_thousand_times_is_told_in_a_few_lines(
    tmp_path: Path, workspace: Workspace
) -> None:
    import_files(made.written(tmp_path, made.filing(**COUNTS)), workspace)
    rows = [{**firm(1), "cluster_id": "test-001", "tiers": ""} for _ in range(2000)]
    [outcome] = import_rosters([roster(tmp_path / "r.csv", *rows)], workspace, "演示")
    found = [problem.code for problem in outcome.problems]
    assert found.count("roster.too_many_periods") == 1
    assert found.count("roster.duplicate") < 50


def test_a_list_of_too_many_firms_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster_reading, "MOST_FIRMS", 2)
    rows = [{**firm(n), "cluster_id": "test-001", "tiers": ""} for n in range(1, 4)]
    _, problems = read_roster_file(roster(tmp_path / "r.csv", *rows))
    assert [problem.code for problem in problems] == ["inputs.too_many_parts"]


def test_a_packed_file_under_the_name_of_a_filing_is_refused(tmp_path: Path) -> None:
    for ending in ("json", "csv"):
        path = tmp_path / f"packed.{ending}"
        path.write_bytes(gzip.compress(b"\n" * 10**6))
        assert codes(path)


def test_merged_areas_by_the_thousand_are_refused(tmp_path: Path) -> None:
    path = workbooks.filled(tmp_path)
    ending = b"</sheetData>"
    areas = "".join(f'<mergeCell ref="A{n}:CU{n + 100}"/>' for n in range(1000, 1100))
    said = f'{ending.decode()}<mergeCells count="100">{areas}</mergeCells>'.encode()
    part = "xl/worksheets/sheet2.xml"
    workbooks.rezipped(path, lambda xml: xml.update({part: xml[part].replace(ending, said, 1)}))
    assert codes(path) == {"workbooks.too_many_merged"}


def test_a_list_of_nothing_ends_after_ten_thousand_errors(tmp_path: Path) -> None:
    path = put(tmp_path / "nothing.json", json.dumps([{}] * 20_000))
    [outcome] = check_files([path])
    assert len(outcome.problems) < 30_000


def test_a_list_of_empty_lines_by_the_million_is_refused_at_once(tmp_path: Path) -> None:
    path = roster(tmp_path / "r.csv", {**firm(1), "cluster_id": "test-001", "tiers": ""})
    path.write_bytes(path.read_bytes() + b"\n" * 3_000_000)
    rosters, problems = read_roster_file(path)
    assert rosters == []
    assert [problem.code for problem in problems] == ["registry.lines_too_short"]
