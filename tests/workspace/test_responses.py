"""What offices respond to findings is kept line by line, journaled, and frozen into releases."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.base.errors import Refused
from jiqun.filings import Outcome
from jiqun.workspace import Workspace, release
from jiqun.workspace.audit import audit
from jiqun.workspace.frozen import FILE
from jiqun.workspace.journal import signed
from jiqun.workspace.rebuild import rebuild
from jiqun.workspace.released_responses import responses_in
from jiqun.workspace.responses import DISMISSED, KEPT_FILES, TAKEN, Response, ResponseStore
from jiqun.workspace.vintages import Vintage, vintages
from tests.made import filing

Put = Callable[..., list[Outcome]]
BY = signed("county", "event-1")


def line(cluster: str = "a", **said: Any) -> Response:
    return Response(
        cluster, TAKEN, {"measure": "open_bidding", **said}, "county:330106", "2023-05-01"
    )


def respond(workspace: Workspace, *responses: Response) -> list[Response]:
    with workspace.writing() as batch:
        return ResponseStore(workspace).put(responses, batch, BY)


def withdrawn(response: Response) -> Response:
    return Response("a", TAKEN, {}, response.office, "2023-06-01", standing=False, about=1)


def codes(workspace: Workspace) -> list[str]:
    return [problem.code.removeprefix("workspace.") for problem in audit(workspace).problems]


def file_of(workspace: Workspace) -> Path:
    return max((workspace.folder / "responses").glob("*.jsonl"))


def test_lines_are_numbered_by_cluster_and_the_last_about_a_response_stands(
    workspace: Workspace,
) -> None:
    first, other, second = respond(workspace, line(), line("b"), line(what="x"))
    assert [(line.cluster, line.number, line.about) for line in (first, other, second)] == [
        ("a", 1, 1), ("b", 1, 1), ("a", 2, 2),
    ]  # fmt: skip
    respond(workspace, withdrawn(first))
    store = ResponseStore(workspace)
    assert len(store.history()) == 4
    assert store.standing() == [second, other]


def test_an_older_file_stays_for_who_reads_it_and_the_oldest_go(workspace: Workspace) -> None:
    for number in range(KEPT_FILES + 3):
        respond(workspace, line(what=str(number)))
    assert len(list((workspace.folder / "responses").iterdir())) == KEPT_FILES
    assert len(ResponseStore(workspace).history()) == KEPT_FILES + 3


def test_each_line_is_entered_in_the_journal_and_verified(workspace: Workspace) -> None:
    [made] = respond(workspace, line())
    found = audit(workspace)
    assert found.problems == []
    assert found.responses["a", 1]["sha256"] == made.sha256
    assert found.responses["a", 1]["event"] == "event-1"


def test_a_changed_or_missing_file_is_refused_and_told(workspace: Workspace) -> None:
    respond(workspace, line())
    file = file_of(workspace)
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"2023-05-01", b"2022-05-01"))
    with pytest.raises(Refused):
        ResponseStore(workspace).history()
    assert codes(workspace) == ["responses_changed"]
    file.unlink()
    assert codes(workspace) == ["part_missing"]


def test_a_line_the_journal_does_not_hold_is_told(workspace: Workspace) -> None:
    respond(workspace, line())
    manifest = workspace.folder / "workspace.json"
    said = json.loads(manifest.read_bytes())
    said["rooms"].pop("responses")
    manifest.write_text(json.dumps(said), encoding="utf-8")
    assert codes(workspace) == ["response_differs"]


def test_a_release_keeps_what_stands_of_its_clusters(workspace: Workspace, put: Put) -> None:
    put(filing("a"))
    first, *_ = respond(workspace, line(), line("a", what="x"), line("elsewhere"))
    respond(workspace, withdrawn(first))
    made, _ = release(workspace, 2022)
    assert [kept.said["what"] for kept in responses_in(workspace, made.id)] == ["x"]
    assert (made.frozen.lines, Vintage.of(made.record())) == (4, made)
    assert (vintages(workspace), codes(workspace)) == ([made], [])


def test_a_measure_taken_makes_the_next_vintage_and_leaves_the_rows_their_hash(
    workspace: Workspace, put: Put
) -> None:
    put(filing("a"))
    before, _ = release(workspace, 2022)
    respond(workspace, line())
    after, new = release(workspace, 2022)
    assert (new, after.sha256) == (True, before.sha256)
    assert (responses_in(workspace, before.id), before.frozen.sha256) == ((), "")
    assert not (workspace.folder / "vintages" / before.id / FILE).exists()
    assert release(workspace, 2022) == (after, False)


def test_what_comes_later_leaves_a_vintage_as_it_was(workspace: Workspace, put: Put) -> None:
    put(filing("a"))
    [first] = respond(workspace, line())
    made, _ = release(workspace, 2022)
    respond(
        workspace, withdrawn(first), Response("a", DISMISSED, {}, "county:330106", "2024-01-01")
    )
    assert responses_in(workspace, made.id) == (first,)
    assert codes(workspace) == []


def test_a_changed_file_of_a_vintage_is_told_and_made_again(workspace: Workspace, put: Put) -> None:
    put(filing("a"))
    respond(workspace, line())
    made, _ = release(workspace, 2022)
    file = workspace.folder / "vintages" / made.id / FILE
    whole = file.read_bytes()
    file.write_bytes(b"")
    assert codes(workspace) == ["vintage_changed"]
    with pytest.raises(Refused):
        responses_in(workspace, made.id)
    assert rebuild(workspace).files == [file]
    assert (file.read_bytes(), codes(workspace)) == (whole, [])


def test_a_vintage_that_never_had_its_responses_is_told(workspace: Workspace, put: Put) -> None:
    put(filing("a"))
    respond(workspace, line())
    made, _ = release(workspace, 2022)
    folder = workspace.folder / "vintages" / made.id
    other = line(what="never recorded")
    content = (json.dumps(other.record(), sort_keys=True, separators=(",", ":")) + "\n").encode()
    (folder / FILE).write_bytes(content)
    said = json.loads((folder / "manifest.json").read_bytes())
    from jiqun.workspace.frozen import hash_of

    said["responses"]["sha256"] = hash_of(content)
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    assert codes(workspace) == ["vintage_not_filed"]
    assert [problem.code for problem in rebuild(workspace).problems] == [
        "workspace.vintage_not_filed"
    ]
