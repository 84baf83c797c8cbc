"""An installation is backed up and restored: workspace and database of one moment, or nothing."""

import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, connections
from tests.made import filing, written
from tests.web import engines
from tests.web.filing.test_path import PATH, act, fill
from tests.web.people import signed_in, the_case

from jiqun.filings import import_files
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.filing.accepting import notice_import
from jiqun.web.filing.models import Case, Cell
from jiqun.web.keeping import backup
from jiqun.web.opened import open_installation
from jiqun.workspace import Workspace, release
from jiqun.workspace.vintages import vintages

Jiqun = Callable[..., Any]


@pytest.fixture
def worked_in(office: Workspace) -> Workspace:
    """Return an installation with a release, a draft and an acceptance by the web."""
    release(office, 2022)
    county = signed_in("county")
    fill(county)
    assert county.post(f"{PATH}submit/").status_code == 302
    for login in ("prefecture", "province"):
        assert act(login, "endorse") == 302
    assert act("nation", "accept") == 302
    release(office, 2023)
    return office


def rows() -> dict[str, list[Any]]:
    """Return every row of people's work, as the database holds it."""
    return {
        table.__name__: list(table._base_manager.order_by("pk").values_list())
        for table in (Event, Case, Cell)
    }


def test_what_is_restored_is_what_was_there_to_the_last_hash(
    worked_in: Workspace, tmp_path: Path, jiqun: Jiqun
) -> None:
    report = ("report", "--year", 2023, "-o")
    assert jiqun(*report, tmp_path / "a.json", "-w", worked_in.folder).code == 0
    before, chain = rows(), verify().head
    archive, restored = tmp_path / "backup.zip", tmp_path / "restored"
    ran = jiqun("backup", "-w", worked_in.folder, "-o", archive, "--json")
    assert (ran.code, archive.stat().st_mode & 0o777) == (0, 0o600)
    with engines.database():
        ran = jiqun("restore", archive, "-w", restored, "--json")
        assert (ran.code, ran.err) == (0, "")
        open_installation(restored)
        assert rows() == before
        found = verify()
        assert (found.problems, found.head) == ([], chain)
        audited = jiqun("audit", "verify", "-w", restored, "--json")
        assert (audited.code, audited.document["problems"]) == (0, [])
        assert jiqun("doctor", "--deep", "-w", restored).code == 0
    assert jiqun(*report, tmp_path / "b.json", "-w", restored).code == 0
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert hashes(restored) == hashes(worked_in.folder)


@pytest.mark.parametrize("engine", ["postgresql", "sqlite"])
def test_a_backup_moves_to_either_engine(
    worked_in: Workspace, tmp_path: Path, jiqun: Jiqun, engine: str
) -> None:
    before = rows()
    assert jiqun("backup", "-w", worked_in.folder, "-o", tmp_path / "b.zip").code == 0
    with patch.dict(os.environ), engines.database(engine=engine):
        if engine == "sqlite":
            os.environ.pop("JIQUN_DATABASE_URL", None)
        assert jiqun("restore", tmp_path / "b.zip", "-w", tmp_path / "r").code == 0
        open_installation(tmp_path / "r")
        assert connection.vendor == engine
        assert rows() == before
        events = Event.objects.count()
        assert signed_in("county").get("/accounts/").status_code == 200
        assert (Event.objects.count(), verify().problems) == (events + 1, [])
        connections.close_all()


def test_a_backup_is_of_one_moment_and_who_saves_meanwhile_goes_on(
    office: Workspace, tmp_path: Path, jiqun: Jiqun
) -> None:
    county = signed_in("county")
    before, tried, saved = rows(), list[bool](), list[bool]()

    def save() -> None:
        fill(county)
        saved.append(True)
        connections.close_all()

    def busy(steps: Iterable[Any], what: str) -> Iterator[Any]:
        for step in steps:
            if what == connection.vendor and not tried:
                tried.append(True)
                filer = Thread(target=save)
                filer.start()
                filer.join(60)
            yield step

    backup(office.folder, tmp_path / "b.zip", busy)
    assert saved
    assert rows() != before
    with engines.database():
        assert jiqun("restore", tmp_path / "b.zip", "-w", tmp_path / "r").code == 0
        open_installation(tmp_path / "r")
        assert rows() == before
        assert jiqun("audit", "verify", "-w", tmp_path / "r").code == 0


def test_a_database_that_cannot_be_written_is_said_to_be_and_nothing_is_in_place(
    office: Workspace, tmp_path: Path, jiqun: Jiqun, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OperationalError("disk I/O error")

    assert jiqun("backup", "-w", office.folder, "-o", tmp_path / "b.zip").code == 0
    monkeypatch.setattr("jiqun.web.dumps.make_tables", full)
    with engines.database():
        ran = jiqun("restore", tmp_path / "b.zip", "-w", tmp_path / "r")
    assert (ran.code, "could not be written: disk I/O error" in ran.err) == (2, True)
    assert not (tmp_path / "r").exists()


def hashes(folder: Path) -> list[tuple[str, str]]:
    """Return the vintages of a workspace with their hashes."""
    return [(vintage.id, vintage.sha256) for vintage in vintages(Workspace.open(folder))]


def test_nobody_stays_signed_in_over_a_restore(
    worked_in: Workspace, tmp_path: Path, jiqun: Jiqun
) -> None:
    assert Session.objects.exists()
    assert jiqun("backup", "-w", worked_in.folder, "-o", tmp_path / "b.zip").code == 0
    with engines.database():
        assert jiqun("restore", tmp_path / "b.zip", "-w", tmp_path / "r").code == 0
        open_installation(tmp_path / "r")
        assert not Session.objects.exists()


@pytest.mark.skipif(engines.WANTED != "postgresql", reason="a file in the workspace is new")
def test_a_server_s_database_in_use_is_not_restored_into(
    office: Workspace, tmp_path: Path, jiqun: Jiqun
) -> None:
    assert jiqun("backup", "-w", office.folder, "-o", tmp_path / "b.zip").code == 0
    before = rows()
    ran = jiqun("restore", tmp_path / "b.zip", "-w", tmp_path / "r")
    assert (ran.code, "holds something already" in ran.err) == (2, True)
    assert (rows(), (tmp_path / "r").exists()) == (before, False)


def test_keys_and_what_can_be_made_again_stay_behind(
    office: Workspace, tmp_path: Path, jiqun: Jiqun
) -> None:
    for name in ("secrets/signing", "publications/x/y.parquet", "submissions/.lock"):
        (office.folder / name).parent.mkdir(exist_ok=True, parents=True)
        (office.folder / name).write_text("k" * 40)
    assert jiqun("backup", "-w", office.folder, "-o", tmp_path / "b.zip").code == 0
    names = ZipFile(tmp_path / "b.zip").namelist()
    assert not [n for n in names if "secrets" in n or "publications" in n or ".lock" in n]
    assert not [name for name in names if name.endswith("sqlite3") or "session" in name]


def test_a_workspace_without_a_database_comes_back_without_one(
    workspace: Workspace, tmp_path: Path, jiqun: Jiqun
) -> None:
    import_files(written(tmp_path, filing("one", 2022, "330106")), workspace)
    assert jiqun("backup", "-w", workspace.folder, "-o", tmp_path / "b.zip").code == 0
    (tmp_path / "r").mkdir()
    assert jiqun("restore", tmp_path / "b.zip", "-w", tmp_path / "r").code == 0
    assert jiqun("audit", "verify", "-w", tmp_path / "r").code == 0
    assert not (tmp_path / "r" / "database").exists()
    assert not list((tmp_path / "r").glob(".restoring*"))


def test_nothing_is_restored_over_anything(office: Workspace, tmp_path: Path, jiqun: Jiqun) -> None:
    assert jiqun("backup", "-w", office.folder, "-o", tmp_path / "b.zip").code == 0
    assert jiqun("backup", "-w", office.folder, "-o", tmp_path / "b.zip").code == 2
    assert jiqun("restore", tmp_path / "b.zip", "-w", office.folder).code == 2
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    assert jiqun("restore", tmp_path / "b.zip", "-w", tmp_path / "mine").code == 2
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    assert jiqun("restore", tmp_path / "none.zip", "-w", tmp_path / "r").code == 3


def changed(archive: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """Return a copy of an archive with one member changed."""
    copy = archive.with_name(f"changed-{archive.name}")
    with ZipFile(archive) as source, ZipFile(copy, "w") as target:
        for member in source.namelist():
            content = source.read(member)
            target.writestr(member, change(content) if member == name else content)
    return copy


@pytest.mark.parametrize("name", ["workspace/workspace.json", "database/events_event.jsonl"])
def test_a_changed_file_of_a_backup_is_found_and_nothing_is_put_in_place(
    office: Workspace, tmp_path: Path, jiqun: Jiqun, name: str
) -> None:
    assert jiqun("backup", "-w", office.folder, "-o", tmp_path / "b.zip").code == 0
    archive = changed(tmp_path / "b.zip", name, lambda content: content.replace(b"1", b"2", 1))
    ran = jiqun("restore", archive, "-w", tmp_path / "r")
    assert ran.code == 2
    assert name in ran.err
    assert not (tmp_path / "r").exists()


def later(content: bytes) -> bytes:
    said = json.loads(content)
    said["database"]["migrations"].append(["filing", "0999_later"])
    return json.dumps(said).encode()


def test_a_backup_of_a_later_version_is_refused(
    office: Workspace, tmp_path: Path, jiqun: Jiqun
) -> None:
    assert jiqun("backup", "-w", office.folder, "-o", tmp_path / "b.zip").code == 0
    archive = changed(tmp_path / "b.zip", "manifest.json", later)
    ran = jiqun("restore", archive, "-w", tmp_path / "r")
    assert ran.code == 2
    assert "a later version made this database" in ran.err
    assert not (tmp_path / "r").exists()


def test_one_filing_is_restored_alone_as_a_new_revision_by_an_event(
    office: Workspace, tmp_path: Path, jiqun: Jiqun
) -> None:
    release(office, 2022)
    assert jiqun("backup", "-w", office.folder, "-o", tmp_path / "b.zip").code == 0
    kept = office.accepted()["one", 2022]
    wrong = filing("one", 2022, "330106", output_total="3000000")
    assert (
        jiqun(
            "filings", "import", *written(tmp_path, wrong), "-w", office.folder, "--reason", "错"
        ).code
        == 0
    )
    ran = jiqun(
        "restore", tmp_path / "b.zip", "-w", office.folder, "--filing", "one/2022", "--json"
    )
    assert (ran.code, ran.document["revision"]) == (0, 3)
    now = office.accepted()["one", 2022]
    assert (now.content, now.revision) == (kept.content, 3)
    event = Event.objects.get(verb="restore")
    assert event.subject == "filing:one/2022"
    assert jiqun("audit", "verify", "-w", office.folder, "--json").document["problems"] == []
    again = jiqun(
        "restore", tmp_path / "b.zip", "-w", office.folder, "--filing", "one/2022", "--json"
    )
    assert (again.code, again.document["restored"]) == (0, False)


def test_a_case_that_is_open_notices_the_filing_that_was_restored(
    worked_in: Workspace, tmp_path: Path, jiqun: Jiqun
) -> None:
    assert jiqun("backup", "-w", worked_in.folder, "-o", tmp_path / "b.zip").code == 0
    wrong = filing("one", 2023, "330106", output_total="3000000")
    assert (
        jiqun(
            "filings", "import", *written(tmp_path, wrong), "-w", worked_in.folder, "--reason", "错"
        ).code
        == 0
    )
    words = ("restore", tmp_path / "b.zip", "-w", worked_in.folder, "--filing", "one/2023")
    assert jiqun(*words, "--reason", "误导入").code == 0
    assert notice_import(the_case(), worked_in).state == "to_reconcile"


@pytest.mark.parametrize(("filing_said", "code"), [("one/1999", 3), ("one", 2), ("one/20x2", 2)])
def test_a_filing_that_is_not_there_is_said_not_to_be(
    office: Workspace, tmp_path: Path, jiqun: Jiqun, filing_said: str, code: int
) -> None:
    assert jiqun("backup", "-w", office.folder, "-o", tmp_path / "b.zip").code == 0
    words = ("restore", tmp_path / "b.zip", "-w", office.folder, "--filing", filing_said)
    assert jiqun(*words).code == code
