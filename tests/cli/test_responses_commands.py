"""Measures taken and findings dismissed from files, shown by the diagnosis and frozen."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.diagnosis.recording import respond
from jiqun.workspace import Workspace
from jiqun.workspace.responses import ResponseStore
from tests.conftest import Ran
from tests.diagnosis.responses import AUTHOR
from tests.diagnosis.test_diagnose import weak, workspace_with

Jiqun = Callable[..., Ran]
HEADING = "cluster_id,kind,finding,measure,since,what,amount,year,reason,state\n"
TAKEN = "weak-001,taken,cloud_behind,cloud_move,2022-03-01,上云券,120,,,\n"
DISMISSED = "weak-001,dismissed,services_incomplete,,,,,2022,服务由市里提供,\n"


@pytest.fixture
def weakly(tmp_path: Path) -> Workspace:
    return workspace_with(tmp_path / "weak", weak())


def put(jiqun: Jiqun, workspace: Workspace, content: str, name: str = "r.csv") -> Ran:
    file = workspace.folder.parent / name
    file.write_text(content, encoding="utf-8")
    return jiqun("responses", "import", file, "-w", workspace.folder, "--json")


def diagnosed(jiqun: Jiqun, workspace: Workspace, *words: str) -> dict[str, Any]:
    ran = jiqun(
        "diagnose", "-w", workspace.folder, "--year", "2022", "--cluster", "weak-001", "--json",
        *words,
    )  # fmt: skip
    [found] = ran.document["clusters"]
    return dict(found)


def finding(found: dict[str, Any], name: str) -> dict[str, Any]:
    return next(told for told in found["findings"] if told["id"] == name)


def test_a_dismissed_finding_stays_and_no_measure_answers_it(
    jiqun: Jiqun, weakly: Workspace
) -> None:
    before = diagnosed(jiqun, weakly)
    assert "services_incomplete" in {
        name for measure in before["measures"] for name in measure["for"]
    }
    assert put(jiqun, weakly, HEADING + DISMISSED).code == 0
    after = diagnosed(jiqun, weakly)
    said = finding(after, "services_incomplete")
    assert said["verdict"] == "present"
    assert said["dismissed"]["reason"] == "服务由市里提供"
    assert said["dismissed"]["author"] == "command line"
    assert "services_incomplete" not in {
        name for measure in after["measures"] for name in measure["for"]
    }
    text = jiqun("diagnose", "-w", weakly.folder, "--year", "2022", "--cluster", "weak-001")
    assert "(dismissed)" in text.out


def test_a_measure_is_told_with_what_followed_and_the_warning(
    jiqun: Jiqun, weakly: Workspace
) -> None:
    assert put(jiqun, weakly, HEADING + TAKEN).code == 0
    [told] = diagnosed(jiqun, weakly)["taken"]
    assert (told["measure"], told["for"], told["since"], told["amount"]) == (
        "cloud_move", "cloud_behind", "2022-03-01", "120",
    )  # fmt: skip
    assert {trace["why"] for trace in told["followed"]} == {"no_figure"}
    assert "no proof" in told["warning"]
    [line] = jiqun("responses", "list", "-w", weakly.folder, "--json").document["responses"]
    assert line["said"]["what"] == "上云券"
    assert "120 万元" in jiqun("responses", "list", "-w", weakly.folder).out


def test_what_was_released_is_diagnosed_as_it_was_then(jiqun: Jiqun, weakly: Workspace) -> None:
    put(jiqun, weakly, HEADING + TAKEN)
    released = jiqun("release", "-w", weakly.folder, "--year", "2022", "--json").document
    put(jiqun, weakly, HEADING + DISMISSED + TAKEN.replace(",\n", ",withdrawn\n"))
    frozen = diagnosed(jiqun, weakly, "--vintage", released["id"])
    assert len(frozen["taken"]) == 1
    assert finding(frozen, "services_incomplete")["dismissed"] is None
    now = diagnosed(jiqun, weakly)
    assert now["taken"] == []
    assert finding(now, "services_incomplete")["dismissed"]
    verified = jiqun("audit", "verify", "-w", weakly.folder)
    assert verified.code == 0


def test_a_row_that_is_known_changes_nothing_and_another_amends(
    jiqun: Jiqun, weakly: Workspace
) -> None:
    put(jiqun, weakly, HEADING + TAKEN)
    again = put(jiqun, weakly, HEADING + TAKEN)
    assert again.document["accepted"][0]["unchanged"] == 1
    put(jiqun, weakly, HEADING + TAKEN.replace("120", "150"))
    [now] = ResponseStore(weakly).standing()
    assert (now.said["amount"], now.number) == ("150", 2)


def test_a_file_with_a_fault_goes_in_not_at_all(jiqun: Jiqun, weakly: Workspace) -> None:
    wrong = TAKEN.replace("cloud_move", "nothing").replace("weak-001", "none-001")
    absent = DISMISSED.replace("services_incomplete", "exports_ahead")
    ran = put(jiqun, weakly, HEADING + TAKEN + wrong + absent + "weak-001,x,,,,,,,,\n")
    assert ran.code == 2
    [refused] = ran.document["refused"]
    assert [problem["code"] for problem in refused["problems"]] == [
        "rules.no_cluster", "responses.not_present", "responses.unknown_kind",
    ]  # fmt: skip
    assert ResponseStore(weakly).history() == ()


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (TAKEN + TAKEN, ["told_twice"]),
        (TAKEN + TAKEN.replace("120", "130"), ["told_twice"]),
        (DISMISSED + DISMISSED.replace(",\n", ",withdrawn\n"), ["told_twice", "never_recorded"]),
        (TAKEN.replace(",\n", ",撤回\n"), ["unknown_state"]),
        (TAKEN.replace(",\n", ",withdrawn\n"), ["never_recorded"]),
        (DISMISSED.replace("2022", "9999"), ["not_present"]),
    ],
)
def test_no_row_is_recorded_twice_or_taken_for_another(
    jiqun: Jiqun, weakly: Workspace, rows: str, codes: list[str]
) -> None:
    ran = put(jiqun, weakly, HEADING + rows)
    assert ran.code == 2
    [refused] = ran.document["refused"]
    found = [problem["code"] for problem in refused["problems"]]
    assert found == [f"responses.{code}" for code in codes]
    assert ResponseStore(weakly).history() == ()


def test_a_dismissal_is_withdrawn_though_the_finding_is_found_no_more(
    jiqun: Jiqun, weakly: Workspace
) -> None:
    said = {"finding": "exports_behind", "year": 2022, "reason": "口径", "evidence": []}
    respond(ResponseStore(weakly), "weak-001", "dismissed", said, AUTHOR)
    gone = "weak-001,dismissed,exports_behind,,,,,2022,,withdrawn\n"
    assert put(jiqun, weakly, HEADING + gone).code == 0
    assert ResponseStore(weakly).standing() == []
    again = put(jiqun, weakly, HEADING + gone)
    assert again.document["accepted"][0]["unchanged"] == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("r.csv", "a,b\n1,2\n"),
        ("r.csv", "kind,kind\ntaken,taken\n"),
        ("r.csv", HEADING + "x\n"),
        ("r.json", "{"),
        ("r.json", '{"a": 1}'),
        ("r.json", '[{"kind": "taken", "what": {"a": 1}}]'),
    ],
)
def test_what_is_no_such_file_is_refused(
    jiqun: Jiqun, weakly: Workspace, name: str, content: str
) -> None:
    ran = put(jiqun, weakly, content, name)
    assert ran.code == 2
    [refused] = ran.document["refused"]
    assert [problem["code"] for problem in refused["problems"]] == ["responses.bad_file"]


def test_json_is_read_as_well(jiqun: Jiqun, weakly: Workspace) -> None:
    row = {
        "cluster_id": "weak-001", "kind": "taken", "finding": "cloud_behind",
        "measure": "cloud_move", "since": "2022-03-01", "what": "x", "amount": None,
    }  # fmt: skip
    assert put(jiqun, weakly, json.dumps([row]), "r.json").code == 0
    [line] = ResponseStore(weakly).standing()
    assert line.said["amount"] is None


def test_diff_shows_what_was_responded_between_two_vintages(
    jiqun: Jiqun, weakly: Workspace
) -> None:
    folder = weakly.folder
    assert jiqun("release", "-w", folder, "--year", "2022").code == 0
    assert put(jiqun, weakly, HEADING + TAKEN + DISMISSED).code == 0
    assert jiqun("release", "-w", folder, "--year", "2022", "--note", "responses").code == 0
    older, newer = "2022-v1", "2022-v2"
    changed = jiqun("diff", older, newer, "-w", folder, "--json").document["responses"]
    assert [(said["kind"], said["change"]) for said in changed] == [
        ("taken", "new"), ("dismissed", "new"),
    ]  # fmt: skip
    assert changed[0]["after"]["measure"] == "cloud_move"
    text = jiqun("diff", older, newer, "-w", folder).out
    assert "上云券" in text
    assert "服务由市里提供" in text
    back = jiqun("diff", newer, older, "-w", folder, "--json").document["responses"]
    assert {said["change"] for said in back} == {"gone"}
