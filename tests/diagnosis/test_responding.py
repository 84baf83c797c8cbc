"""What somebody writes of a measure or a dismissal is read with every problem at once."""

from datetime import date
from pathlib import Path

import pytest
from tests.diagnosis.responses import AUTHOR, dismissed_line, taken_line

from jiqun.base.errors import Refused
from jiqun.diagnosis.recording import amend, respond, withdraw
from jiqun.diagnosis.responding import (
    dismissals_of,
    holding,
    read_dismissal,
    read_taken,
    taken_of,
)
from jiqun.workspace import Workspace
from jiqun.workspace.responses import DISMISSED, TAKEN, ResponseStore

TODAY = date(2023, 9, 1)
WRITTEN = {
    "measure": "cloud_move", "finding": "cloud_behind", "since": "2023-03-01", "what": "上云券",
    "amount": "1.2亿元",
}  # fmt: skip


def codes(refused: Refused) -> list[str]:
    return [problem.code for problem in refused.problems]


def test_money_is_kept_as_a_decimal_and_nought_is_not_unknown() -> None:
    assert read_taken(WRITTEN, TODAY)["amount"] == "12000"
    assert read_taken({**WRITTEN, "amount": "0"}, TODAY)["amount"] == "0"
    assert read_taken({**WRITTEN, "amount": " "}, TODAY)["amount"] is None


def test_every_problem_is_told_at_once() -> None:
    wrong = {"measure": "x", "finding": "", "since": "昨天", "what": "", "amount": "很多"}
    with pytest.raises(Refused) as refused:
        read_taken(wrong, TODAY)
    assert codes(refused.value) == [
        "responses.unknown_measure", "responses.unknown_finding", "responses.no_day",
        "responses.no_what", "responses.no_amount",
    ]  # fmt: skip
    assert {problem.where.field for problem in refused.value.problems} == set(wrong)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"since": "2023-09-02"}, "day_out_of_range"),
        ({"since": "1999-01-01"}, "day_out_of_range"),
        ({"amount": "-1"}, "negative_amount"),
        ({"what": "长" * 1001}, "texts.too_long"),
    ],
)
def test_what_is_out_of_range_is_refused(changed: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_taken({**WRITTEN, **changed}, TODAY)
    assert codes(refused.value) == [code if "." in code else f"responses.{code}"]


def test_a_dismissal_needs_a_reason() -> None:
    with pytest.raises(Refused) as refused:
        read_dismissal("cloud_behind", 2022, "  ", [])
    assert codes(refused.value) == ["responses.no_reason"]


def test_a_dismissal_holds_for_its_year_and_figures_and_stands_beside_others() -> None:
    dismissals = dismissals_of([dismissed_line(), taken_line()])
    same, other = [("cloud_share", 2022, "0.1")], [("cloud_share", 2022, "0.2")]
    held, before = holding(dismissals, "cloud_behind", 2022, same)
    assert held is not None
    assert (held.reason, before) == ("口径不同", None)
    assert holding(dismissals, "cloud_behind", 2022, other) == (None, held)
    assert holding(dismissals, "cloud_behind", 2023, same) == (None, held)
    assert holding(dismissals, "cloud_behind", 2021, same) == (None, None)
    assert holding(dismissals, "exports_behind", 2022, same) == (None, None)


def test_a_measure_is_recorded_amended_and_withdrawn_line_by_line(workspace: Workspace) -> None:
    first = respond(ResponseStore(workspace), "own-001", TAKEN, read_taken(WRITTEN, TODAY), AUTHOR)
    changed = amend(
        ResponseStore(workspace), first, read_taken({**WRITTEN, "amount": ""}, TODAY), AUTHOR
    )
    store = ResponseStore(workspace)
    [now] = taken_of(store.standing())
    assert (now.amount, now.line.about, now.line.number) == (None, 1, 2)
    withdraw(ResponseStore(workspace), changed, AUTHOR)
    assert store.standing() == []
    assert [line.number for line in store.history()] == [1, 2, 3]


def test_who_read_an_older_line_is_refused(workspace: Workspace) -> None:
    first = respond(ResponseStore(workspace), "own-001", TAKEN, read_taken(WRITTEN, TODAY), AUTHOR)
    amend(ResponseStore(workspace), first, read_taken({**WRITTEN, "what": "另写"}, TODAY), AUTHOR)
    for again in (lambda: amend(ResponseStore(workspace), first, first.said, AUTHOR),
                  lambda: withdraw(ResponseStore(workspace), first, AUTHOR)):  # fmt: skip
        with pytest.raises(Refused) as refused:
            again()
        assert codes(refused.value) == ["responses.changed_meanwhile"]
    assert len(ResponseStore(workspace).history()) == 2


def test_the_same_thing_is_not_recorded_twice(workspace: Workspace) -> None:
    said = read_dismissal("cloud_behind", 2022, "口径不同", [])
    first = respond(ResponseStore(workspace), "own-001", DISMISSED, said, AUTHOR)
    with pytest.raises(Refused) as refused:
        respond(ResponseStore(workspace), "own-001", DISMISSED, {**said, "reason": "再说"}, AUTHOR)
    assert codes(refused.value) == ["responses.dismissed_already"]
    withdraw(ResponseStore(workspace), first, AUTHOR)
    respond(ResponseStore(workspace), "own-001", DISMISSED, said, AUTHOR)
    respond(ResponseStore(workspace), "other-001", DISMISSED, said, AUTHOR)
    assert len(ResponseStore(workspace).standing()) == 2


def test_a_writer_that_dies_leaves_nothing_behind(workspace: Workspace, tmp_path: Path) -> None:
    del tmp_path
    from unittest.mock import patch

    with (
        patch("jiqun.workspace.batches.write_manifest", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        respond(ResponseStore(workspace), "own-001", TAKEN, read_taken(WRITTEN, TODAY), AUTHOR)
    assert ResponseStore(workspace).history() == ()
    respond(ResponseStore(workspace), "own-001", TAKEN, read_taken(WRITTEN, TODAY), AUTHOR)
    assert len(ResponseStore(workspace).history()) == 1
