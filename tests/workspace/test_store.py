"""The workspace folder: nobody sees half of anything, and many small tables become one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.base.errors import NotFound, Refused
from jiqun.filings import Outcome
from jiqun.workspace import Workspace, batches, spans
from jiqun.workspace.manifests import write_manifest
from jiqun.workspace.questions import filed_cells, filed_headers
from tests.made import filing

Put = Callable[..., list[Outcome]]


def test_an_empty_workspace_has_accepted_nothing(workspace: Workspace) -> None:
    assert len(workspace.accepted()) == 0
    with pytest.raises(NotFound) as missing:
        workspace.latest()
    assert missing.value.problem.code == "workspace.empty"


def test_a_workspace_is_made_only_in_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(Refused) as refused:
        Workspace.create(tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["workspace.not_empty"]
    with pytest.raises(Refused):
        Workspace.create(tmp_path / "file.txt")
    assert (tmp_path / "file.txt").read_text() == "x"


def test_a_workspace_is_not_made_twice(workspace: Workspace, put: Put) -> None:
    put(filing())
    with pytest.raises(Refused) as refused:
        Workspace.create(workspace.folder)
    assert [problem.code for problem in refused.value.problems] == ["workspace.exists"]
    assert len(workspace.accepted()) == 1


@pytest.mark.parametrize("name", ["none", "file.txt"])
def test_what_is_no_workspace_is_not_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("x")
    with pytest.raises(NotFound) as missing:
        Workspace.open(tmp_path / name)
    assert missing.value.problem.code == "workspace.not_found"


def test_what_was_accepted_is_there_when_opened_again(workspace: Workspace, put: Put) -> None:
    put(filing("b"), filing("a", 2021), filing("a"))
    again = Workspace.open(workspace.folder).accepted()
    assert list(again) == [("a", 2021), ("a", 2022), ("b", 2022)]
    assert again.years("a") == [2021, 2022]
    assert again.years("c") == []
    assert ("c", 2022) not in again


@pytest.mark.parametrize(
    "broken", ["manifest", "headers", "cells"], ids=lambda name: f"crash before {name}"
)
def test_a_crash_before_the_manifest_leaves_nothing_visible(
    workspace: Workspace, put: Put, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    put(filing("before"))

    def crash(*_: Any, **__: Any) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patched:
        if broken == "manifest":
            patched.setattr(batches, "write_manifest", crash)
        else:
            patched.setattr(spans.tables, f"{broken[:-1]}_table", crash)
        with pytest.raises(RuntimeError):
            put(filing("lost"))
    assert list(workspace.accepted()) == [("before", 2022)]
    assert clusters(workspace) == {"before"}
    put(filing("after"))
    assert list(workspace.accepted()) == [("after", 2022), ("before", 2022)]
    assert clusters(workspace) == {"after", "before"}


def clusters(workspace: Workspace) -> set[str]:
    latest = workspace.latest()
    return {row["cluster_id"] for row in latest.rows(filed_cells, columns=["cluster_id"])}


def test_a_file_is_replaced_whole_or_not_at_all(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (workspace.folder / "workspace.json").read_bytes()

    def crash(*_: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", crash)
        with pytest.raises(OSError, match="disk full"):
            write_manifest(workspace.folder / "workspace.json", {"format": 2, "batches": 7})
    assert (workspace.folder / "workspace.json").read_bytes() == before
    assert list(workspace.folder.glob(".workspace.json.*")) == []


def test_many_small_tables_are_merged_and_nothing_is_lost(
    workspace: Workspace, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MERGE_ABOVE", 4)
    for number in range(12):
        put(filing(f"c{number:02}"))
        assert len(workspace.accepted()) == number + 1
        assert len(clusters(workspace)) == number + 1
    tables = json.loads((workspace.folder / "workspace.json").read_bytes())["tables"]
    assert len(tables) <= 5
    assert tables[0][0] == 1
    assert tables[-1][1] == 12


def test_more_than_64_batches_are_read_as_one_table(workspace: Workspace, put: Put) -> None:
    for number in range(66):
        put(filing("test-001", exports=str(300000 + number)))
    latest = workspace.latest()
    assert len(latest.header_files) == 2
    (header,) = latest.rows(filed_headers)
    assert header["revision"] == 66
    (cell,) = latest.rows(filed_cells, fields=["exports"])
    assert cell["value"] == 300065
    history = workspace.accepted().history("test-001", 2022)
    assert [submission.revision for submission in history] == list(range(1, 67))
    assert [submission.document["values"]["exports"] for submission in history[:2]] == [
        "300000",
        "300001",
    ]


def test_a_reader_with_the_old_manifest_still_finds_its_tables_after_a_merge(
    workspace: Workspace, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "MERGE_ABOVE", 2)
    put(filing("a"))
    put(filing("b"))
    reader = workspace.latest()
    put(filing("c"))
    assert len(workspace.latest().header_files) == 1, "merged"
    assert len(reader.rows(filed_headers)) == 2


def test_only_the_highest_revision_counts(workspace: Workspace, put: Put) -> None:
    put(filing(coal_used="20000"))
    put(filing(coal_used=None))
    latest = workspace.latest()
    assert [row["revision"] for row in latest.rows(filed_headers)] == [2]
    assert latest.rows(filed_cells, fields=["coal_used"]) == []


def test_the_tables_hold_what_the_documents_say(workspace: Workspace, put: Put) -> None:
    put(
        filing(
            previous={"exports": "250000.5"},
            accidents_larger=0,
            coal_used={"status": "not_applicable"},
            diesel_used={"status": "estimated", "value": "0.000001"},
            natural_gas_used={"status": "missing", "reason": "未计量"},
        )
    )
    latest = workspace.latest()
    cells = {(row["period"], row["field"]): row for row in latest.rows(filed_cells)}

    def said(field: str, period: str = "current") -> tuple[str, str, str]:
        row = cells[period, field]
        return str(row["value"]), row["status"], row["reason"]

    assert said("exports", "previous") == ("250000.500000", "reported", "")
    assert said("accidents_larger") == ("0.000000", "zero", "")
    assert said("has_roadmap") == ("1.000000", "reported", "")
    assert said("has_project_pool") == ("0.000000", "zero", "")
    assert said("coal_used") == ("None", "not_applicable", "")
    assert said("diesel_used") == ("0.000001", "estimated", "")
    assert said("natural_gas_used") == ("None", "missing", "未计量")


def test_two_writers_take_turns(workspace: Workspace) -> None:
    import multiprocessing

    processes = multiprocessing.get_context("spawn")
    workers = [processes.Process(target=_append, args=(workspace.folder, n)) for n in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert len(workspace.accepted()) == 3


def _append(folder: Path, number: int) -> None:
    from jiqun.filings import import_files
    from tests.made import written

    inbox = folder.parent / f"inbox-{number}"
    inbox.mkdir()
    import_files(written(inbox, filing(f"c{number}")), Workspace.open(folder))
