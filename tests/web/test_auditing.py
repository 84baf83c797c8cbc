"""The audit of an installation: the event log and the acceptance journal say the same."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from tests.made import filing, written
from tests.web.people import doer, the_case

from jiqun.filings import import_files
from jiqun.web.casework.moving import move
from jiqun.web.events.models import Event
from jiqun.web.filing.models import Case
from jiqun.workspace import Workspace
from jiqun.workspace.journal import signed

Jiqun = Callable[..., Any]


def unguarded(statement: str, *values: object) -> None:
    """Do what only somebody with the database's own password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(f"DROP TRIGGER IF EXISTS events_kept_{verb}")
        else:
            cursor.execute("ALTER TABLE events_event DISABLE TRIGGER ALL")
        cursor.execute(statement, values)


def codes(ran: Any) -> list[str]:
    return [problem["code"] for problem in ran.document["problems"]]


def test_an_installation_nobody_tampered_with_verifies_with_its_events(
    office: Workspace, jiqun: Jiqun
) -> None:
    ran = jiqun("audit", "verify", "-w", office.folder, "--json")
    assert (ran.code, codes(ran)) == (0, [])
    assert ran.document["events"] == Event.objects.count()


@pytest.mark.parametrize("command", [("audit", "verify"), ("doctor", "--deep")])
def test_a_changed_event_is_found_by_the_command(
    office: Workspace, jiqun: Jiqun, command: tuple[str, ...]
) -> None:
    unguarded("UPDATE events_event SET verb = 'x' WHERE number = 2")
    ran = jiqun(*command, "-w", office.folder, "--json")
    assert ran.code == 2
    assert "events.changed" in codes(ran)


def import_by(office: Workspace, tmp_path: Path, event: str) -> None:
    """Bring a filing in as an acceptance by an event would."""
    files = written(tmp_path, filing("one", 2023, "330106"))
    (outcome,) = import_files(files, office, by=signed("somebody", event))
    assert not outcome.refused


def test_what_the_journal_says_an_event_accepted_must_be_in_the_event_log(
    office: Workspace, tmp_path: Path, jiqun: Jiqun
) -> None:
    import_by(office, tmp_path, str(uuid4()))
    ran = jiqun("audit", "verify", "-w", office.folder, "--json")
    assert (ran.code, codes(ran)) == (2, ["events.not_logged"])


def test_an_acceptance_that_was_cut_off_is_only_noted(
    office: Workspace, tmp_path: Path, jiqun: Jiqun
) -> None:
    uid = uuid4()
    Case.objects.filter(cluster="one").update(accepting=uid)
    import_by(office, tmp_path, str(uid))
    ran = jiqun("audit", "verify", "-w", office.folder, "--json")
    assert (ran.code, codes(ran)) == (0, ["events.being_accepted"])


@pytest.mark.parametrize("cluster", ["one", "two"])
def test_an_event_about_another_filing_is_found(
    office: Workspace, tmp_path: Path, jiqun: Jiqun, cluster: str
) -> None:
    import_by(office, tmp_path, str(opened(cluster).uid))
    unguarded(
        "UPDATE events_event SET verb = 'accept', said = %s WHERE subject = %s",
        json.dumps({"sha256": "f" * 64}),
        f"filing:{cluster}/2023",
    )
    ran = jiqun("audit", "verify", "-w", office.folder, "--json")
    assert {"events.logged_otherwise", "events.not_journaled"} <= set(codes(ran))


def opened(cluster: str) -> Event:
    return Event.objects.get(subject=f"filing:{cluster}/2023", verb="open")


def test_without_a_database_the_audit_is_of_the_journal_alone_and_makes_none(
    workspace: Workspace, jiqun: Jiqun
) -> None:
    ran = jiqun("audit", "verify", "-w", workspace.folder, "--json")
    assert ran.code == 0
    assert "events" not in ran.document
    assert jiqun("doctor", "--deep", "-w", workspace.folder).code == 0
    assert not (workspace.folder / "database").exists()


def test_a_database_of_a_later_version_is_refused_in_a_sentence(
    office: Workspace, jiqun: Jiqun
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('filing', '0999_later', '2030-01-01')"
        )
    for words in (("doctor", "--deep"), ("audit", "verify"), ("user", "list")):
        ran = jiqun(*words, "-w", office.folder)
        assert ran.code == 2
        assert "a later version made this database" in ran.err


def test_a_database_of_an_earlier_version_is_kept_before_it_is_changed(
    office: Workspace, jiqun: Jiqun
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("on PostgreSQL a backup is made by hand before the program is upgraded")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        cursor.execute("DROP TABLE django_session")
    ran = jiqun("audit", "verify", "-w", office.folder)
    assert (ran.code, "of an earlier version" in ran.err) == (2, True)
    assert jiqun("user", "list", "-w", office.folder).code == 0
    assert jiqun("audit", "verify", "-w", office.folder).code == 0
    (kept,) = (office.folder / "database").glob("site.before-*.sqlite3")
    with closing(sqlite3.connect(kept)) as copy:
        assert copy.execute("SELECT count(*) FROM events_event").fetchone()[0] > 0
        tables = {row[0] for row in copy.execute("SELECT name FROM sqlite_master")}
    assert "django_session" not in tables


def test_a_damaged_database_is_said_to_be(office: Workspace, jiqun: Jiqun) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a file that can be written over is SQLite's")
    connection.close()
    (office.folder / "database" / "site.sqlite3").write_bytes(b"no database" * 1000)
    ran = jiqun("doctor", "--deep", "-w", office.folder, "--json")
    assert (ran.code, codes(ran)) == (2, ["database.cannot_open"])


@pytest.mark.parametrize("ending", ["jsonl", "csv"])
def test_the_log_is_exported_with_what_it_keeps_sealed(
    office: Workspace, tmp_path: Path, jiqun: Jiqun, ending: str
) -> None:
    move(the_case(), "begin", doer("county"))
    file = tmp_path / f"events.{ending}"
    ran = jiqun("audit", "export", "-w", office.folder, "-o", file, "--json")
    assert (ran.code, ran.document["events"]) == (0, Event.objects.count())
    text = file.read_text(encoding="utf-8-sig")
    rows = (
        list(csv.DictReader(io.StringIO(text)))
        if ending == "csv"
        else [json.loads(line) for line in text.splitlines()]
    )
    assert [str(row["sha256"]) for row in rows] == [e.sha256 for e in Event.objects.all()]
    assert "county" in text  # a login name, which the chain only commits to
    again = jiqun("audit", "export", "-w", office.folder, "-o", file)
    assert again.code == 2


def test_nothing_is_exported_where_there_is_no_database(
    workspace: Workspace, tmp_path: Path, jiqun: Jiqun
) -> None:
    ran = jiqun("audit", "export", "-w", workspace.folder, "-o", tmp_path / "a.jsonl")
    assert ran.code == 3
    assert "no database" in ran.err
    assert jiqun("audit", "export", "-w", workspace.folder, "-o", tmp_path / "a.pdf").code == 2
