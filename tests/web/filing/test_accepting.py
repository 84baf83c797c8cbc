"""Of an acceptance and another step at the same moment one is done, and never half of each."""

from collections.abc import Callable
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections
from tests.made import filing, written
from tests.web.filing.test_path import act, submitted
from tests.web.people import doer, signed_in, the_case

from jiqun.base.errors import Refused
from jiqun.base.lock import locked
from jiqun.filings import import_files
from jiqun.web.auditing import audit_database
from jiqun.web.casework.moving import move
from jiqun.web.filing import accepting
from jiqun.web.filing.moving import submit
from jiqun.workspace import Workspace
from jiqun.workspace.audit import audit

ROUNDS = 4
"""Times the same two meet: who is first differs."""


@pytest.fixture
def endorsed(office: Workspace) -> Workspace:
    """Return an installation with a filing that waits for the nation."""
    submitted(signed_in("county"))
    assert act("prefecture", "endorse") == act("province", "endorse") == 302
    return office


def withdrawn(workspace: Workspace, folder: Path) -> None:
    case = accepting.notice_import(the_case(), workspace)
    move(case, "withdraw", doer("county"), "写错了")


def returned(workspace: Workspace, folder: Path) -> None:
    case = accepting.notice_import(the_case(), workspace)
    move(case, "return", doer("nation"), "再核", ["exports"])


def imported(workspace: Workspace, folder: Path) -> None:
    files = written(folder, filing("one", 2023, "330106", output_total="2600000"))
    assert not import_files(files, workspace)[0].refused


Rival = Callable[[Workspace, Path], None]
RIVALS: dict[Rival, str] = {withdrawn: "withdrawn", returned: "returned_for_correction"}


def accepted(workspace: Workspace, folder: Path) -> None:
    accepting.accept(the_case(), workspace, doer("nation"))


def started(deed: Rival, *about: Any) -> Thread:
    """Do something in a thread of its own, with a connection of its own."""

    def done() -> None:
        try:
            deed(*about)
        except Refused:
            pass
        finally:
            connections.close_all()

    thread = Thread(target=done)
    thread.start()
    return thread


def whole(workspace: Workspace) -> None:
    """Hold that case, workspace, journal and event log say the same."""
    case = accepting.notice_import(the_case(), workspace)
    stored = workspace.accepted().get(("one", 2023))
    assert case.accepting is None
    assert case.known_sha256 == (stored.sha256 if stored else "")
    assert (case.state in ("accepted", "to_reconcile")) == (stored is not None)
    assert audit_database(workspace.folder, audit(workspace).filings.values())[1] == []


@pytest.mark.parametrize("rival", RIVALS)
def test_what_is_noted_to_be_accepted_goes_nowhere_else_until_it_is(
    endorsed: Workspace, tmp_path: Path, rival: Rival
) -> None:
    with locked(endorsed.folder):  # whoever accepts waits here, with the step noted
        nation = started(accepted, endorsed, tmp_path)
        while the_case().accepting is None:
            assert nation.is_alive()
        with pytest.raises(Refused) as refused:
            rival(endorsed, tmp_path)
    nation.join()
    assert [problem.code for problem in refused.value.problems] == ["casework.underway"]
    assert the_case().state == "accepted"
    whole(endorsed)


@pytest.mark.parametrize("rival", RIVALS)
def test_nothing_is_accepted_once_its_note_was_taken_back(
    endorsed: Workspace, tmp_path: Path, rival: Rival, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = accepting.accept_entries

    def later(*words: Any, **more: Any) -> Any:
        rival(endorsed, tmp_path)  # comes before whoever accepts holds the right to write
        return door(*words, **more)

    monkeypatch.setattr(accepting, "accept_entries", later)
    with pytest.raises(Refused) as refused:
        accepted(endorsed, tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["filing.moved_meanwhile"]
    assert the_case().state == RIVALS[rival]
    assert ("one", 2023) not in endorsed.accepted()
    whole(endorsed)


def test_an_import_just_before_is_reconciled_and_not_accepted_unseen(
    endorsed: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = accepting.accept_entries

    def later(*words: Any, **more: Any) -> Any:
        imported(endorsed, tmp_path)
        return door(*words, **more)

    monkeypatch.setattr(accepting, "accept_entries", later)
    with pytest.raises(Refused) as refused:
        accepted(endorsed, tmp_path)
    assert [problem.code for problem in refused.value.problems] == ["filing.imported_meanwhile"]
    assert the_case().state == "to_reconcile"
    assert endorsed.accepted()["one", 2023].revision == 1
    whole(endorsed)


def test_an_import_just_after_is_told_as_one_and_not_taken_for_what_was_accepted(
    endorsed: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = accepting.accept_entries

    def before(*words: Any, **more: Any) -> Any:
        outcome = door(*words, **more)
        imported(endorsed, tmp_path)
        return outcome

    monkeypatch.setattr(accepting, "accept_entries", before)
    accepted(endorsed, tmp_path)
    case, (first, second) = the_case(), endorsed.accepted().history("one", 2023)
    assert (case.state, case.known_sha256) == ("accepted", first.sha256)
    assert accepting.notice_import(case, endorsed).known_sha256 == second.sha256
    assert the_case().state == "to_reconcile"
    whole(endorsed)


@pytest.mark.parametrize("rival", [*RIVALS, imported])
def test_of_two_at_once_one_is_done_and_both_stores_say_the_same(
    endorsed: Workspace, tmp_path: Path, rival: Rival
) -> None:
    for number in range(ROUNDS):
        together, folder = Barrier(2), tmp_path / str(number)
        folder.mkdir()

        def met(deed: Rival, together: Barrier = together, folder: Path = folder) -> None:
            together.wait()
            deed(endorsed, folder)

        for thread in [started(met, deed) for deed in (accepted, rival)]:
            thread.join()
        whole(endorsed)
        if the_case().state in ("accepted", "to_reconcile"):
            return
        again(endorsed)


def again(workspace: Workspace) -> None:
    """Bring a case that was withdrawn or returned before the nation once more."""
    if the_case().state == "withdrawn":
        move(the_case(), "take_up", doer("county"))
    submit(the_case(), workspace, doer("county"))
    for login in ("prefecture", "province"):
        move(the_case(), "endorse", doer(login))
