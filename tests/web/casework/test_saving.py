"""Saving cells: of two people nobody loses work, and one save is one event."""

import json

import pytest
from tests.web.people import doer, the_case

from jiqun.base.errors import Refused
from jiqun.web.casework.moving import move
from jiqun.web.casework.saving import Change, read_changes, save
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.workspace import Workspace

WORDS = ("王某", "13800000000", "另有说明")


def change(field: str, said: str, version: int = 0) -> Change:
    return Change("values", field, version, {"said": said})


@pytest.fixture(autouse=True)
def begun(office: Workspace) -> None:
    move(the_case(), "begin", doer("county"))


def test_a_save_is_one_event_with_what_was_and_what_is() -> None:
    saved = save(the_case(), [change("exports", "5"), change("employment", "6")], doer("county"))
    assert saved.versions == {"values.exports": 1, "values.employment": 1}
    event = Event.objects.order_by("-number")[0]
    said = json.loads(event.said)
    assert event.verb == "save"
    assert said["before"]["values.exports"] == {"said": ""}
    assert said["after"]["values.employment"]["said"] == "6"


def test_words_of_a_cell_are_sealed_and_its_number_is_not() -> None:
    said = {"said": "5", "reason": "王某经办", "note": "电话 13800000000"}
    save(the_case(), [Change("values", "exports", 0, said)], doer("county"))
    save(the_case(), [Change("values", "exports", 1, {"note": "另有说明"})], doer("colleague"))
    first, second = reversed(Event.objects.filter(verb="save").order_by("-number")[:2])
    assert json.loads(first.said)["after"]["values.exports"]["said"] == "5"
    assert not [word for word in WORDS if word in first.said + second.said]
    after = {sealed.name: json.loads(sealed.text) for sealed in second.sealed.all()}
    assert after == {
        "before": {"values.exports": {"note": "电话 13800000000"}},
        "after": {"values.exports": {"note": "另有说明"}},
    }
    assert not verify().problems


def test_a_save_without_words_seals_nothing() -> None:
    save(the_case(), [change("exports", "5")], doer("county"))
    assert not Event.objects.get(verb="save").sealed.exists()


def test_of_two_who_change_one_cell_the_second_is_told_and_nothing_is_lost() -> None:
    save(the_case(), [change("exports", "5")], doer("county"))
    saved = save(the_case(), [change("exports", "7"), change("employment", "6")], doer("colleague"))
    assert list(saved.versions) == ["values.employment"]
    assert saved.conflicts["values.exports"].said == "5"
    assert the_case().cells.get(period="values", field="exports").said == "5"


def test_saving_the_same_again_makes_no_event() -> None:
    save(the_case(), [change("exports", "5")], doer("county"))
    events = Event.objects.count()
    assert save(the_case(), [change("exports", "5", 1)], doer("county")).versions == {
        "values.exports": 1
    }
    assert Event.objects.count() == events


@pytest.mark.parametrize("login", ["prefecture", "province", "nation", "neighbour", "audit"])
def test_only_those_who_fill_in_may_save(login: str) -> None:
    with pytest.raises(Refused) as refused:
        save(the_case(), [change("exports", "5")], doer(login))
    assert [problem.code for problem in refused.value.problems] == ["casework.closed"]
    assert the_case().cells.get(period="values", field="exports").said == ""


def test_the_agency_fills_in_its_own_cluster_s_filing() -> None:
    assert save(the_case(), [change("exports", "5")], doer("agency")).versions
    with pytest.raises(Refused):
        save(the_case("two"), [change("exports", "5")], doer("agency"))


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {"cells": 5},
        {"cells": [{"period": "values"}]},
        {"cells": [{"period": "values", "field": "exports", "version": 0, "said": 5}]},
        {"cells": [{"period": "values", "field": "exports", "version": 0, "said": "x" * 999}]},
        {"cells": [{"period": "values", "field": "exports", "version": 0}] * 2},
    ],
)
def test_what_no_page_of_ours_sends_is_refused_whole(said: object) -> None:
    with pytest.raises(Refused) as refused:
        read_changes(said)
    assert [problem.code for problem in refused.value.problems] == ["casework.not_understood"]


def test_a_cell_that_is_not_in_the_form_is_refused(office: Workspace) -> None:
    later = read_changes({"cells": [{"period": "later", "field": "exports", "version": 0}]})
    with pytest.raises(Refused) as refused:
        save(the_case(), later, doer("county"))
    assert [problem.code for problem in refused.value.problems] == ["casework.cells_closed"]
