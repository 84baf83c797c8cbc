"""The acceptance journal: what was accepted when and by whom, sealed line by line."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.clusters.roster_store import RosterStore
from jiqun.filings import Outcome
from jiqun.filings.accept import accept
from jiqun.filings.json_files import read_json
from jiqun.workspace import Workspace, release
from jiqun.workspace.audit import audit
from jiqun.workspace.journal import signed
from tests.clusters.rosters import firm, roster
from tests.made import filing, written

Put = Callable[..., list[Outcome]]


def entries(workspace: Workspace) -> list[dict[str, Any]]:
    files = sorted((workspace.folder / "journal").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_bytes().splitlines()]


def codes(workspace: Workspace) -> list[str]:
    return [problem.code.removeprefix("workspace.") for problem in audit(workspace).problems]


def test_each_acceptance_is_entered_with_hash_time_and_who(workspace: Workspace, put: Put) -> None:
    put(filing("a"), filing("b"))
    found = entries(workspace)
    accepted = workspace.accepted()
    assert [(one["cluster"], one["year"], one["revision"], one["sha256"]) for one in found] == [
        (cluster, 2022, 1, accepted[cluster, 2022].sha256) for cluster in ("a", "b")
    ]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", one["when"]) for one in found)
    assert {one["event"] for one in found} == {"command line"}
    assert (found[0]["before"], codes(workspace)) == ("", [])


def test_a_draft_enters_by_the_same_door_with_its_event(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    draft = read_json(*written(tmp_path, filing("a")))
    draft.file = "draft 17"
    [outcome] = accept([draft], workspace, signed("county-office", "event-17"))
    assert (outcome.file, len(outcome.submissions)) == ("draft 17", 1)
    [entry] = entries(workspace)
    assert (entry["who"], entry["event"]) == ("county-office", "event-17")


def test_the_journal_is_outside_every_content_hash(tmp_path: Path) -> None:
    hashes = set()
    for name in ("one", "other"):
        workspace = Workspace.create(tmp_path / name)
        draft = read_json(*written(tmp_path, filing("a")))
        accept([draft], workspace, signed(name, name))
        hashes.add(release(workspace, 2022)[0].sha256)
    assert len(hashes) == 1


def test_a_reason_with_an_unchanged_filing_is_kept_and_said(workspace: Workspace, put: Put) -> None:
    put(filing("a"))
    [outcome] = put(filing("a"), reason="海关更正")
    assert [problem.code for problem in outcome.problems] == ["filings.reason_without_change"]
    assert (entries(workspace)[-1]["kind"], entries(workspace)[-1]["reason"]) == (
        "unchanged", "海关更正",
    )  # fmt: skip
    assert len(workspace.accepted().history("a", 2022)) == 1
    assert codes(workspace) == []


def test_lists_of_firms_are_entered_too(workspace: Workspace) -> None:
    with workspace.writing() as batch:
        RosterStore(workspace).put([roster(firm(1, row=0))], batch, signed("x", "y"))
    [entry] = entries(workspace)
    assert (entry["kind"], entry["cluster"], entry["year"]) == ("roster", "demo-001", None)
    found = audit(workspace)
    assert list(RosterStore(workspace).unjournaled(found.rosters)) == []
    assert len(list(RosterStore(workspace).unjournaled({}))) == 1


def edit(file: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    file.write_bytes(b"".join(line + b"\n" for line in change(file.read_bytes().splitlines())))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda lines: [lines[0].replace(b'"who":"', b'"who":"x'), *lines[1:]], "journal_broken"),
        (lambda lines: lines[1:], "journal_broken"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "journal_broken"),
        (lambda lines: lines[:-1], "journal_cut"),
        (lambda lines: [*lines, lines[-1]], "journal_broken"),
        (lambda lines: [b"{}", *lines[1:]], "journal_unreadable"),
        (lambda lines: [*lines[:-1], lines[-1].replace(b"command", b"commanD")], "journal_cut"),
    ],
    ids=["changed", "first gone", "swapped", "last gone", "one more", "no entry", "last changed"],
)
def test_a_journal_that_was_touched_does_not_verify(
    workspace: Workspace, put: Put, jiqun: Callable[..., Any],
    change: Callable[[list[bytes]], list[bytes]], code: str,
) -> None:  # fmt: skip
    put(filing("a"), filing("b"), filing("c"))
    assert jiqun("audit", "verify", "-w", workspace.folder).code == 0
    edit(workspace.folder / "journal" / "000001.jsonl", change)
    assert code in codes(workspace)
    ran = jiqun("audit", "verify", "-w", workspace.folder, "--json")
    assert (ran.code, ran.document["ok"]) == (2, False)


def test_a_submission_exchanged_with_its_table_does_not_match_its_entry(
    workspace: Workspace, put: Put, tmp_path: Path
) -> None:
    put(filing("a"))
    other = Workspace.create(tmp_path / "other")
    accept([read_json(*written(tmp_path, filing("a", exports="1")))], other, signed("", ""))
    for part in ("submissions/000001.jsonl", "tables/headers-000001-000001.parquet",
                 "tables/cells-000001-000001.parquet"):  # fmt: skip
        (workspace.folder / part).write_bytes((other.folder / part).read_bytes())
    assert codes(workspace) == ["journal_differs"]


def test_a_filing_a_release_holds_is_changed_only_with_a_reason(
    workspace: Workspace, put: Put, tmp_path: Path, jiqun: Callable[..., Any]
) -> None:
    put(filing("a"))
    put(filing("a", exports="300001"))
    assert workspace.accepted()["a", 2022].document["reason"] == "changed: exports"
    release(workspace, 2022)
    paths = written(tmp_path, filing("a", exports="300002"))
    checked = jiqun("filings", "check", *paths, "-w", workspace.folder)
    assert (checked.code, "Give the reason" in checked.err) == (0, True)
    words = ("filings", "import", *paths, "-w", workspace.folder)
    refused = jiqun(*words)
    assert (refused.code, "--reason" in refused.err) == (2, True)
    assert jiqun(*words, "--reason", "海关更正").code == 0
    assert workspace.accepted()["a", 2022].document["reason"] == "海关更正"
    put(filing("b"))
    put(filing("b", exports="300001"))  # no vintage holds it yet
