"""Vintages: frozen, numbered, and hashed over what was filed and not over how it arrived."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from jiqun.base.canonical import decimal_text, rows_hash
from jiqun.base.errors import NotFound
from jiqun.filings import Outcome, import_files
from jiqun.workspace import Workspace, release
from jiqun.workspace.differences import differences
from jiqun.workspace.questions import filed_headers
from jiqun.workspace.spans import read_table
from jiqun.workspace.vintages import (
    CELL_COLUMNS,
    HEADER_COLUMNS,
    newest_vintage,
    rows_sha256,
    vintage_files,
    vintage_snapshot,
    vintages,
)
from tests.made import filing, written

Put = Callable[..., list[Outcome]]


def test_the_first_release_is_v1_and_says_what_it_holds(workspace: Workspace, put: Put) -> None:
    put(filing("a", 2021), filing("a"), filing("b"))
    made, new = release(workspace, 2022, "首次发布")
    assert (made.id, made.submissions, made.note, made.follows) == ("2022-v1", 3, "首次发布", "")
    assert new
    assert vintages(workspace) == [made]


def test_with_nothing_new_no_vintage_is_made(workspace: Workspace, put: Put) -> None:
    put(filing())
    first, _ = release(workspace, 2022)
    again, new = release(workspace, 2022, "another note")
    assert again == first
    assert not new


def test_a_correction_after_a_release_makes_the_next_vintage(
    workspace: Workspace, put: Put
) -> None:
    put(filing())
    first, _ = release(workspace, 2022)
    put(filing(exports="290000"), reason="更正")
    second, new = release(workspace, 2022, "更正出口额")
    assert new
    assert (second.id, second.follows) == ("2022-v2", "2022-v1")
    assert second.sha256 != first.sha256


def test_a_vintage_never_changes(workspace: Workspace, put: Put) -> None:
    put(filing())
    release(workspace, 2022)
    folder = workspace.folder / "vintages" / "2022-v1"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    put(filing(exports="290000"), filing("later"), reason="更正")
    release(workspace, 2022)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    old = vintage_snapshot(workspace, "2022-v1")
    assert [row["cluster_id"] for row in old.rows(filed_headers)] == ["test-001"]


def test_numbers_count_past_nine(workspace: Workspace, put: Put) -> None:
    for number in range(11):
        put(filing(exports=str(300000 + number)), reason="更正")
        release(workspace, 2022)
    assert [vintage.id for vintage in vintages(workspace, 2022)][-2:] == ["2022-v10", "2022-v11"]
    assert newest_vintage(workspace, 2022).vintage == "2022-v11"


def test_a_release_takes_earlier_years_in_and_later_years_not(
    workspace: Workspace, put: Put
) -> None:
    put(filing(year=2021), filing(year=2022), filing(year=2023))
    made, _ = release(workspace, 2022)
    assert made.submissions == 2
    assert vintage_snapshot(workspace, made.id).years() == [2021, 2022]


def test_each_reporting_year_has_its_own_numbers(workspace: Workspace, put: Put) -> None:
    put(filing(year=2021), filing(year=2022))
    assert [release(workspace, year)[0].id for year in (2022, 2021)] == ["2022-v1", "2021-v1"]
    assert [vintage.id for vintage in vintages(workspace)] == ["2021-v1", "2022-v1"]
    assert [vintage.id for vintage in vintages(workspace, 2021)] == ["2021-v1"]


FILINGS = [filing("a", 2021), filing("a"), filing("b"), filing("c", exports={"status": "zero"})]


@pytest.mark.parametrize(
    "calls",
    [
        [[0, 1, 2, 3]],
        [[3, 2, 1, 0]],
        [[0], [1], [2], [3]],
        [[3], [0, 2], [1]],
    ],
    ids=["in order", "reversed", "one by one", "in parts"],
)
def test_the_hash_does_not_depend_on_the_order_or_the_batches_of_import(
    tmp_path: Path, calls: list[list[int]]
) -> None:
    hashes = []
    for name, way in (("one", [[0, 1, 2, 3]]), ("other", calls)):
        workspace = Workspace.create(tmp_path / name)
        for numbers in way:
            paths = written(tmp_path, *(FILINGS[number] for number in numbers))
            import_files(paths, workspace)
        hashes.append(release(workspace, 2022)[0].sha256)
    assert hashes[0] == hashes[1]


def test_the_hash_does_not_depend_on_how_numbers_are_written(tmp_path: Path) -> None:
    hashes = set()
    for said in ("300000", "300000.00", 300000, "300,000", "３０００００", "30亿元"):
        workspace = Workspace.create(tmp_path / f"w{len(list(tmp_path.iterdir()))}")
        import_files(written(tmp_path, filing(exports=said)), workspace)
        hashes.add(release(workspace, 2022)[0].sha256)
    assert len(hashes) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"exports": "300000.000001"},
        {"accidents_larger": {"status": "missing", "reason": "x"}},
        {"coal_used": None},
        {"coal_used": {"status": "not_applicable"}},
        {"previous": {"exports": "1"}},
        {"county": "330110"},
    ],
    ids=str,
)
def test_the_hash_changes_with_every_cell_status_and_profile(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    hashes = []
    for name, made in (("one", filing()), ("other", filing(**changes))):
        workspace = Workspace.create(tmp_path / name)
        import_files(written(tmp_path, made), workspace)
        hashes.append(release(workspace, 2022)[0].sha256)
    assert hashes[0] != hashes[1]


def test_the_hash_is_over_the_canonical_rows(workspace: Workspace, put: Put) -> None:
    put(filing("test-001"))
    put(filing("test-002", employment={"status": "missing", "reason": "报表“未”出\\"}))
    release(workspace, 2022)
    headers, cells = (
        read_table(file)
        for file in vintage_files(workspace, "2022-v1")
        if file.suffix == ".parquet"
    )
    whole = [("header", *(row[name] for name in HEADER_COLUMNS)) for row in headers.to_pylist()]
    for row in cells.to_pylist():
        said = {**row, "value": None if row["value"] is None else decimal_text(row["value"])}
        whole.append(("cell", *(said[name] for name in CELL_COLUMNS)))
    assert vintages(workspace)[0].sha256 == rows_hash(whole)
    parts = pa.concat_tables([cells.slice(0, 50), cells.slice(50, 0), cells.slice(50)])
    assert rows_sha256(headers, parts) == rows_hash(whole)


def test_a_vintage_without_its_manifest_does_not_exist(workspace: Workspace, put: Put) -> None:
    put(filing())
    release(workspace, 2022)
    (workspace.folder / "vintages" / "2022-v1" / "manifest.json").unlink()
    assert vintages(workspace) == []
    made, new = release(workspace, 2022)
    assert (made.id, new) == ("2022-v1", True)


def test_the_manifest_names_the_hash_that_reports_carry(workspace: Workspace, put: Put) -> None:
    put(filing())
    made, _ = release(workspace, 2022)
    said = json.loads((workspace.folder / "vintages" / made.id / "manifest.json").read_bytes())
    assert said["sha256"] == made.sha256 == vintage_snapshot(workspace, made.id).sha256
    assert len(made.sha256) == 64


def test_what_does_not_exist_is_said_with_what_does(workspace: Workspace, put: Put) -> None:
    put(filing())
    with pytest.raises(NotFound) as unreleased:
        newest_vintage(workspace, 2022)
    assert unreleased.value.problem.code == "workspace.not_released"
    release(workspace, 2022)
    with pytest.raises(NotFound) as unknown:
        vintage_snapshot(workspace, "2022-v9")
    assert "2022-v1" in unknown.value.problem.text("zh")
    with pytest.raises(NotFound) as unfiled:
        release(workspace, 2024)
    assert unfiled.value.problem.code == "workspace.year_not_filed"


def test_differences_are_listed_cell_by_cell(workspace: Workspace, put: Put) -> None:
    put(filing("a"), filing("b"))
    release(workspace, 2022)
    missing = {"status": "missing", "reason": "未计量"}
    put(
        filing("a", exports="290000.5", coal_used=None, diesel_used=missing),
        filing("c"),
        reason="更正",
    )
    release(workspace, 2022)
    found = differences(
        vintage_snapshot(workspace, "2022-v1"), vintage_snapshot(workspace, "2022-v2")
    )
    places = [(one["cluster_id"], one["field"]) for one in found]
    assert places == sorted(places)
    by_place = dict(zip(places, found, strict=True))
    assert by_place["a", "exports"]["before"]["value"] == "300000"
    assert by_place["a", "exports"]["after"]["value"] == "290000.5"
    assert by_place["a", "coal_used"]["after"] is None
    assert by_place["a", "diesel_used"]["after"] == {
        "value": None,
        "status": "missing",
        "reason": "未计量",
    }
    assert by_place["c", "exports"]["before"] is None
    assert not any(cluster == "b" for cluster, _ in places)
    assert len([place for place in places if place[0] == "a"]) == 3


def test_a_vintage_does_not_differ_from_itself(workspace: Workspace, put: Put) -> None:
    put(filing())
    release(workspace, 2022)
    one = vintage_snapshot(workspace, "2022-v1")
    assert differences(one, vintage_snapshot(workspace, "2022-v1")) == []
