"""An installation is backed up and restored elsewhere: the same to the last hash, of one moment.

``whole``: an installation with filings, a vintage, threads and files is backed up, restored into an
empty folder by processes that know nothing of this machine's environment, home or cache, on the
same engine or the other, and everything is held against what was there. ``while_saving``: backups
are made while filers save and the nation accepts; each is restored, and must be of one moment.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jiqun
from benchmarks.filers import FIELDS, YEAR, Filer, database, leave_database, signed_in
from benchmarks.killed import Entrance, Post, Site, Visitor
from benchmarks.verbs import doer_at, endorsed, filled, submitted
from jiqun.base.readers import NATION, Office
from jiqun.web.opened import open_installation
from jiqun.web.presence import URL
from jiqun.workspace.checked import MEMORY

ENGINES = ("sqlite", "postgresql")
MOVES = (("sqlite", "sqlite"), ("sqlite", "postgresql"), ("postgresql", "sqlite"))
BACKUPS = 3
"""Made one after another while people work."""

REPORT = ("report", "--year", str(YEAR), "-o")


@dataclass(frozen=True)
class Elsewhere:
    """A machine that knows nothing of this one: another home, cache, language and time zone."""

    home: Path

    def jiqun(self, *words: object) -> subprocess.CompletedProcess[str]:
        """Run a command there; only the database's address is taken along."""
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": str(Path(jiqun.__file__).parents[1]),
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / "another-cache"),
            "TZ": "America/New_York",
            "LC_ALL": "C",
        }
        environment |= {name: value for name, value in os.environ.items() if name == URL}
        code = "from jiqun.cli import main; main()"
        return subprocess.run(
            [sys.executable, "-c", code, *map(str, words)],
            env=environment, cwd=self.home, capture_output=True, text=True, check=False,
        )  # fmt: skip


@dataclass
class Held:
    """What holds of a restored installation, and what does not."""

    rows: list[tuple[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def say(self, what: str, said: object) -> None:
        """Add a figure."""
        self.rows.append((what, str(said)))

    def hold(self, what: str, there: object, here: object) -> None:
        """Add whether two are the same."""
        same = there == here and bool(there)
        self.rows.append((what, "equal" if same else "DIFFERENT"))
        if isinstance(there, dict) and isinstance(here, dict):
            names = sorted(name for name in there | here if there.get(name) != here.get(name))
            self.faults += [f"{what}: {', '.join(names)}"] if names else []
        elif not same:
            self.faults.append(f"{what}: {str(there)[:300]} / {str(here)[:300]}")

    def ended(self, what: str, ran: subprocess.CompletedProcess[str]) -> None:
        """Add how a command ended."""
        self.rows.append((what, f"exit code {ran.returncode}"))
        self.faults += [] if ran.returncode == 0 else [f"{what}: {ran.stderr[-600:]}"]

    def __str__(self) -> str:
        return "\n".join(f"  {what}: {said}" for what, said in self.rows)


# --- restored elsewhere, the same to the last hash ---


def whole(source: str, target: str, filers: int = 6) -> Held:
    """Back an installation up on one engine, restore it on another, and compare.

    Parameters
    ----------
    source, target
        The engines.
    filers
        How many clusters file.
    """
    held = Held()
    with tempfile.TemporaryDirectory(prefix="restored-") as name:
        place = Path(name)
        here, there = place / "w", place / "new" / "folder"
        with database(source):
            worked_in(here, filers)
            leave_database()
            mine = Elsewhere(_made(place / "home"))
            held.ended("report", mine.jiqun(*REPORT, place / "before.json", "-w", here))
            held.ended("backup", mine.jiqun("backup", "-w", here, "-o", place / "b.zip"))
        with database(target):
            other = Elsewhere(_made(place / "other-home"))
            held.ended("restore", other.jiqun("restore", place / "b.zip", "-w", there))
            _sound(other, there, held)
            held.ended("report", other.jiqun(*REPORT, place / "after.json", "-w", there))
            held.ended("backup again", other.jiqun("backup", "-w", there, "-o", place / "c.zip"))
        _compare(place, here, there, held)
    return held


def worked_in(folder: Path, filers: int) -> None:
    """Make an installation with files, threads, acceptances, a vintage, and drafts that go on."""
    people = filled(folder, filers)
    from jiqun.web.filing.accepting import accept, release
    from jiqun.workspace import Workspace

    workspace = Workspace.open(folder)
    for person in people:
        case = _case(person)
        _attach(case, person)
        if person.number % 3 == 0:
            continue  # a draft that goes on
        submitted(folder, person)
        _thread(_case(person), person)
    for person in people:
        if person.number % 3 == 1:
            _endorse(person)
            accept(_case(person), workspace, _nation())
    release(YEAR, workspace, _nation())


def _sound(other: Elsewhere, folder: Path, held: Held) -> None:
    """Audit a restored installation, every hash of it."""
    held.ended("audit verify", other.jiqun("audit", "verify", "-w", folder))
    held.ended("doctor --deep", other.jiqun("doctor", "--deep", "-w", folder))


def _compare(place: Path, here: Path, there: Path, held: Held) -> None:
    before, after = (place / f"{name}.json" for name in ("before", "after"))
    reports = [path.read_bytes() if path.exists() else b"" for path in (before, after)]
    held.hold(f"report.json, {len(reports[0])} bytes", *reports)
    vintages = [_vintages(folder) for folder in (here, there)]
    held.hold(f"hashes of vintages, {len(vintages[0])}", *vintages)
    files = [_contents(folder / "evidence") for folder in (here, there)]
    held.hold(f"files beside filings, {len(files[0])}", *files)
    archives = [place / f"{name}.zip" for name in "bc"]
    tables = [_tables(archive) for archive in archives if archive.exists()]
    for name in ("filing_question", "filing_remark", "events_event"):
        rows = [table[name] for table in tables]
        held.hold(f"{name}, {len(rows[0])} rows", *rows)
    held.hold(f"every table, {len(tables[0])}", *tables)
    folders = [_files(archive) for archive in archives if archive.exists()]
    held.hold(f"every file of the workspace, {len(folders[0])}", *folders)


def _vintages(folder: Path) -> list[tuple[str, str]]:
    from jiqun.workspace import Workspace
    from jiqun.workspace.vintages import vintages

    return [(vintage.id, vintage.sha256) for vintage in vintages(Workspace.open(folder))]


def _contents(folder: Path) -> dict[str, str]:
    """Return every file of a folder with its hash, which is its name, too."""
    files = (path for path in sorted(folder.rglob("??/*")) if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _tables(file: Path) -> dict[str, list[str]]:
    """Return the rows of every table; an engine sorts texts and the keys of JSON its own way."""
    found = {}
    with ZipFile(file) as archive:
        for name in archive.namelist():
            if name.startswith("database/"):
                lines = archive.read(name).splitlines()[1:]
                rows = sorted(json.dumps(json.loads(line), sort_keys=True) for line in lines)
                found[Path(name).stem] = rows
    return found


def _files(file: Path) -> dict[str, Any]:
    """Return the files of the workspace; what a machine remembers of their times is its own."""
    with ZipFile(file) as archive:
        said: dict[str, Any] = json.loads(archive.read("manifest.json"))["files"]
    return {
        name: measured
        for name, measured in said.items()
        if name.startswith("workspace/") and Path(name).name != MEMORY
    }


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _nation() -> Any:
    from jiqun.web.accounts.offices import Doer

    return Doer(NATION)


def _case(person: Filer) -> Any:
    from jiqun.web.filing.models import Case

    return Case.objects.select_related("definition").get(cluster=person.cluster)


def _attach(case: Any, person: Filer) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from jiqun.web.filing.evidence import attach

    content = b"%PDF-1.7 " + person.cluster.encode() * 1000
    attach(case, SimpleUploadedFile("a.pdf", content), doer_at(case, "county"), "exports", "某人")


def _thread(case: Any, person: Filer) -> None:
    """Ask on a cell, and answer."""
    from jiqun.web.filing.questions import ask, reply

    asked = ask(case, "values.exports", f"为何 {person.cluster}？", doer_at(case, "prefecture"))
    reply(asked, "新增两家", doer_at(case, "county"))


def _endorse(person: Filer) -> None:
    from jiqun.web.casework.moving import move

    case = _case(person)
    for slot in ("prefecture", "province"):
        case = move(case, "endorse", doer_at(case, slot))


# --- of one moment, while people work ---


@dataclass
class Worker:
    """A filer who saves as fast as one is answered, and remembers when."""

    person: Filer
    sent: list[float] = field(default_factory=list)
    answered: dict[int, float] = field(default_factory=dict)

    def work(self, port: int, over: threading.Event) -> None:
        """Save turn after turn."""
        visitor = Visitor(port, self.person.session)
        for turn in count():
            if over.wait(0.05):
                return
            self.sent.append(time.monotonic())
            if self.person.save(visitor, turn):
                self.answered[turn] = time.monotonic()

    def turns(self, began: float, ended: float) -> range:
        """Return the turns a backup may be at: all answered before it, none sent after it."""
        first = max((turn for turn, at in self.answered.items() if at < began), default=-1)
        return range(first, sum(at < ended for at in self.sent))


@dataclass(frozen=True)
class Backup:
    """A backup, and between which moments it was made."""

    file: Path
    began: float
    ended: float


def while_saving(engine: str, filers: int = 20, accepted: int = 10) -> Held:
    """Make backups while filers save and the nation accepts, restore each, and hold it to account.

    Parameters
    ----------
    engine
        Of the database.
    filers, accepted
        How many save; how many filings are accepted meanwhile.
    """
    held = Held()
    with tempfile.TemporaryDirectory(prefix="restored-") as name:
        place = Path(name)
        with database(engine):
            people = filled(place / "w", filers + accepted)
            for person in people[filers:]:
                endorsed(place / "w", person)
            session, _ = signed_in("nation", Office.NATION, "")
            leave_database()
            posts = [Post(session, f"{person.path}accept/") for person in people[filers:]]
            workers = [Worker(person) for person in people[:filers]]
            with _at_work(place / "w", workers, posts) as accepts:
                backups = list(_backups(place, held))
        saves = sum(len(worker.answered) for worker in workers)
        held.say("saves answered, refused", (saves, sum(w.person.refused for w in workers)))
        held.say("accepted meanwhile", f"{len(accepts)} of {accepted}")
        for number, backup in enumerate(backups):
            with database(engine):
                _judge(place / f"r{number}", backup, workers, accepts, held)
    return held


@contextmanager
def _at_work(
    folder: Path, workers: list[Worker], posts: list[Post]
) -> Iterator[dict[str, tuple[float, float]]]:
    """Let people work; lend when each acceptance was sent and answered with success."""
    site, over, accepts = Site(folder), threading.Event(), dict[str, tuple[float, float]]()
    site.start()
    nation = Entrance(site.port)

    def accept() -> None:
        for post in posts:
            sent = time.monotonic()
            if nation.visitor(post.session).send(post).status == 302:
                accepts[post.path.split("/")[2]] = (sent, time.monotonic())
            if over.wait(1):
                return

    threads = [threading.Thread(target=worker.work, args=(site.port, over)) for worker in workers]
    threads.append(threading.Thread(target=accept))
    for thread in threads:
        thread.start()
    time.sleep(2)
    try:
        yield accepts
    finally:
        over.set()
        for thread in threads:
            thread.join()
        site.kill()


def _backups(place: Path, held: Held) -> Iterator[Backup]:
    other = Elsewhere(_made(place / "home"))
    for number in range(BACKUPS):
        file, began = place / f"b{number}.zip", time.monotonic()
        ran = other.jiqun("backup", "-w", place / "w", "-o", file)
        ended = time.monotonic()
        held.ended(f"backup {number}, {ended - began:.1f} s", ran)
        yield Backup(file, began, ended)
        time.sleep(1)


def _judge(
    folder: Path,
    backup: Backup,
    workers: list[Worker],
    accepts: Mapping[str, tuple[float, float]],
    held: Held,
) -> None:
    """Restore a backup and hold it against what people were answered when it was made."""
    other = Elsewhere(_made(folder.with_suffix(".home")))
    held.ended("restore, every hash verified", other.jiqun("restore", backup.file, "-w", folder))
    _sound(other, folder, held)
    open_installation(folder)
    found = [fault for worker in workers for fault in _torn(worker, backup)]
    found += _forgotten(accepts, backup)
    held.say("saves and acceptances answered before it and not in it, half in it", len(found))
    held.faults += found
    leave_database()


def _torn(worker: Worker, backup: Backup) -> Iterator[str]:
    """Tell where a filer's cells are not all of one turn that fits, with its event."""
    from jiqun.web.events.models import Event
    from jiqun.web.filing.models import Cell

    person, possible = worker.person, worker.turns(backup.began, backup.ended)
    cells = Cell.objects.filter(case__cluster=person.cluster, period="values", field__in=FIELDS)
    now = dict(cells.values_list("field", "said"))
    turn = next((turn for turn in possible if now == person.values(turn)), None)
    if turn is None and possible.start >= 0:
        yield f"{person.cluster}: turns {possible}, there is {now}"
    events = Event.objects.filter(verb="save", subject=f"filing:{person.cluster}/{YEAR}").count()
    if turn is not None and events != sum(done <= turn for done in worker.answered):
        yield f"{person.cluster}: turn {turn}, and {events} events"


def _forgotten(accepts: Mapping[str, tuple[float, float]], backup: Backup) -> Iterator[str]:
    """Tell what was accepted before a backup and is not in it, or sent after it and is."""
    from jiqun.web.filing.models import Case

    states = dict(Case.objects.values_list("cluster", "state"))
    for cluster, (sent, answered) in accepts.items():
        there = states[cluster] == "accepted"
        if (answered < backup.began and not there) or (sent > backup.ended and there):
            yield f"{cluster}: accepted, and the backup says {states[cluster]}"
