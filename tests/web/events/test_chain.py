"""The event log: appended to, sealed one to the next, and nothing in it changed unnoticed."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.web.people import doer, the_case

from jiqun.web.casework.moving import move
from jiqun.web.events.chain import Deed, erase, record, verify
from jiqun.web.events.models import Event, Sealed
from jiqun.workspace import Workspace


@pytest.fixture(autouse=True)
def worked(office: Workspace) -> None:
    move(the_case(), "begin", doer("county"))
    record(
        Deed("test", "it", doer("county").person, "county:330106", {"a": 1}, {"why": "由于洪水"})
    )


def unguarded(statement: str, *values: object) -> None:
    """Do what only somebody with the database's own password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(f"DROP TRIGGER events_kept_{verb}")
        else:
            cursor.execute("ALTER TABLE events_event DISABLE TRIGGER ALL")
        cursor.execute(statement, values)


def codes() -> list[str]:
    return [problem.code for problem in verify().problems]


def test_a_log_that_nobody_touched_verifies() -> None:
    found = verify()
    assert (found.problems, found.events) == ([], Event.objects.count())


@pytest.mark.parametrize("name", ["said", "verb", "person", "at", "office"])
def test_a_changed_event_is_found(name: str) -> None:
    unguarded(f"UPDATE events_event SET {name} = 'x' WHERE number = 3")  # noqa: S608  # our own
    assert "events.changed" in codes()


def test_a_removed_event_is_found() -> None:
    last = Event.objects.count()
    of_it = Event.objects.get(number=last).pk
    unguarded("DELETE FROM events_sealed WHERE event_id = %s", of_it)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_event WHERE number = %s", [last])
    assert codes() == ["events.cut_short"]


@pytest.mark.parametrize(
    "statement", ["UPDATE events_event SET verb='x'", "DELETE FROM events_event"]
)
def test_the_database_refuses_to_change_or_remove_an_event(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="events are never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_text_is_not_in_the_chain_and_a_changed_one_is_found() -> None:
    event = Event.objects.order_by("-number")[0]
    assert "洪水" not in event.said
    Sealed.objects.filter(event=event).update(text="由于地震")
    assert codes() == ["events.text_changed"]


def test_a_person_s_texts_can_be_erased_and_the_chain_still_verifies() -> None:
    gone = erase(doer("county").person)
    record(Deed("erase", f"person:{doer('county').person}", "", "system"))
    found = verify()
    assert (found.problems, found.erased) == ([], gone)
    assert not Sealed.objects.filter(text__contains="洪水").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM events_sealed",
        "UPDATE events_sealed SET erased = %s, text = '', salt = ''",
    ],
)
def test_a_text_taken_out_by_hand_is_found(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [True] if "%s" in statement else [])
    assert set(codes()) == {"events.text_gone"}
