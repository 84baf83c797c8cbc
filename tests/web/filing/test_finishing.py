"""What a crash cuts off between workspace and database is finished; nothing stays half done."""

import json
from pathlib import Path

import pytest
from tests.made import filing, written
from tests.web.filing.test_path import PATH, act, submitted
from tests.web.people import doer, signed_in, the_case

from jiqun.filings import import_files
from jiqun.web.accounts.models import Person
from jiqun.web.auditing import audit_database
from jiqun.web.events.models import Event
from jiqun.web.filing import accepting
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.filing.finishing import finish
from jiqun.workspace import Workspace, release
from jiqun.workspace.audit import audit


def cut_off(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def endorsed(office: Workspace) -> Workspace:
    """Return an installation with a filing that waits for the nation."""
    submitted(signed_in("county"))
    assert act("prefecture", "endorse") == act("province", "endorse") == 302
    return office


@pytest.fixture
def half_accepted(endorsed: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Return an installation in which the workspace has a filing that its case does not know."""
    with monkeypatch.context() as patched:
        patched.setattr(accepting, "move", cut_off)
        with pytest.raises(KeyboardInterrupt):
            signed_in("nation").post(f"{PATH}accept/")
    assert the_case().state == "endorsed_by_province"
    return endorsed


def test_an_acceptance_that_was_cut_off_is_finished_by_the_event_the_journal_names(
    half_accepted: Workspace,
) -> None:
    assert [case.cluster for case in finish(half_accepted, INSTALLATION)] == ["one"]
    case, event = the_case(), Event.objects.get(verb="accept")
    assert (case.state, case.accepting) == ("accepted", None)
    assert case.known_sha256 == half_accepted.accepted()["one", 2023].sha256
    person = Person.objects.get(login="nation")
    assert (event.person, event.office) == (str(person.uid), "nation")
    entries = audit(half_accepted).filings.values()
    assert audit_database(half_accepted.folder, entries)[1] == []
    assert finish(half_accepted, INSTALLATION) == []


@pytest.mark.parametrize("verb", ["withdraw", "return"])
def test_a_case_the_workspace_has_accepted_goes_nowhere_else(
    half_accepted: Workspace, verb: str
) -> None:
    login = "county" if verb == "withdraw" else "nation"
    act(login, verb, reason="再核")
    assert (the_case().state == "accepted") == (verb == "withdraw")
    assert Event.objects.filter(verb="accept").count() == 1


def test_whoever_accepts_again_is_told_that_it_is_accepted(half_accepted: Workspace) -> None:
    assert act("nation", "accept") == 302
    assert the_case().state == "accepted"
    assert act("nation", "accept") == 422


def test_an_acceptance_that_never_reached_the_workspace_is_not_finished(
    endorsed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(accepting, "accept_entries", cut_off)
        with pytest.raises(KeyboardInterrupt):
            signed_in("nation").post(f"{PATH}accept/")
    assert finish(endorsed, INSTALLATION) == []
    assert the_case().state == "endorsed_by_province"
    assert act("nation", "accept") == 302


def test_two_who_accept_at_once_accept_by_one_event(
    endorsed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, nation = accepting.accept_entries, doer("nation")

    def beside(*words: object, **more: object) -> object:
        outcome = first(*words, **more)
        monkeypatch.setattr(accepting, "accept_entries", first)
        accepting.accept(the_case(), endorsed, nation)
        return outcome

    monkeypatch.setattr(accepting, "accept_entries", beside)
    assert accepting.accept(the_case(), endorsed, nation).state == "accepted"
    event = Event.objects.get(verb="accept")
    (entry,) = [entry for entry in audit(endorsed).filings.values() if entry["year"] == 2023]
    assert entry["event"] == str(event.uid)


def test_a_release_that_was_cut_off_is_finished(
    endorsed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert act("nation", "accept") == 302
    with monkeypatch.context() as patched:
        patched.setattr(accepting, "release_all", cut_off)
        with pytest.raises(KeyboardInterrupt):
            signed_in("nation").post("/reviews/release/2023/")
    assert the_case().state == "accepted"
    assert [case.state for case in finish(endorsed, INSTALLATION)] == ["released"]
    assert json.loads(Event.objects.get(verb="release").said)["to"] == "released"
    assert finish(endorsed, INSTALLATION) == []


def test_what_is_in_no_vintage_stays_accepted(endorsed: Workspace) -> None:
    assert act("nation", "accept") == 302
    release(endorsed, 2022)
    assert finish(endorsed, INSTALLATION) == []
    assert the_case().state == "accepted"


def test_an_import_after_the_crash_is_still_noticed(
    half_accepted: Workspace, tmp_path: Path
) -> None:
    files = written(tmp_path, filing("one", 2023, "330106", output_total="2600000"))
    assert not import_files(files, half_accepted)[0].refused
    assert [case.state for case in finish(half_accepted, INSTALLATION)] == ["to_reconcile"]
