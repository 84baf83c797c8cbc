"""An installation with people: a few clusters, an account for every office around one of them."""

from collections.abc import Mapping
from pathlib import Path

from django.test import Client
from tests.made import filing, written

from jiqun.base.readers import NATION, Office
from jiqun.filings import import_files
from jiqun.web.accounts import people
from jiqun.web.accounts.models import Person
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.filing.known import known_clusters
from jiqun.web.filing.models import Case
from jiqun.web.filing.opening import Opening, open_case
from jiqun.web.opened import open_installation
from jiqun.workspace import Workspace

PASSWORD = "correct-horse-battery"  # noqa: S105  # of made-up people
OFFICES = {
    "county": (Office.COUNTY, "330106"),
    "colleague": (Office.COUNTY, "330106"),
    "neighbour": (Office.COUNTY, "330110"),
    "prefecture": (Office.PREFECTURE, "330100"),
    "province": (Office.PROVINCE, "330000"),
    "nation": (Office.NATION, ""),
    "agency": (Office.AGENCY, "one"),
    "audit": (Office.AUDIT, ""),
    "system": (Office.SYSTEM, ""),
    "security": (Office.SECURITY, ""),
}
CLUSTERS = (("one", "330106"), ("two", "330110"))
PATH = "/filings/one/2023/"


def installation(folder: Path) -> Workspace:
    """Make a workspace of two clusters that filed for 2022, its database, and the accounts."""
    workspace = Workspace.create(folder / "w")
    filings = [filing(cluster, 2022, county) for cluster, county in CLUSTERS]
    assert not [out for out in import_files(written(folder, *filings), workspace) if out.refused]
    open_installation(workspace.folder)
    for login, (office, of) in OFFICES.items():
        person = people.add_person(login, PASSWORD, INSTALLATION)
        people.appoint(person, office, of, INSTALLATION)
    for known in known_clusters(workspace, NATION):
        open_case(known.profile, Opening(2023, working_days=10), workspace, doer("nation"))
    return workspace


def doer(login: str) -> Doer:
    """Return who does something."""
    office, of = OFFICES[login]
    person = Person.objects.filter(login=login).first()
    return Doer(reader_of_office(office, of), str(person.uid) if person else "")


def signed_in(login: str) -> Client:
    """Return a browser in which somebody is signed in, by the form."""
    client = Client()
    answer = client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def the_case(cluster: str = "one") -> Case:
    """Return a cluster's case as it stands."""
    return Case.objects.select_related("definition").get(cluster=cluster, year=2023)


def firms_signed_in(codes: Mapping[str, str]) -> dict[str, Client]:
    """Return browsers of firms by login, each with an account by its credit code."""
    for login, code in codes.items():
        people.appoint(
            people.add_person(login, PASSWORD, INSTALLATION), Office.FIRM, code, INSTALLATION
        )
    return {login: signed_in(login) for login in codes}
