"""People for the demonstration: the cast, and a year opened for two of its clusters."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.shipped import read_shipped
from jiqun.web.opened import open_installation

if TYPE_CHECKING:
    from jiqun.base.readers import Reader
    from jiqun.clusters import Profile
    from jiqun.workspace import Workspace

YEAR = 2023
WORKING_DAYS = 20


def people_of(folder: Path) -> dict[str, str]:
    """Give a demonstration its cast and something to do, once.

    Parameters
    ----------
    folder
        Its workspace.

    Returns
    -------
    dict
        Passwords by login name; empty where the cast is there already.
    """
    workspace = open_installation(folder)

    from jiqun.base.readers import NATION, Office
    from jiqun.web.accounts.cast import make_cast
    from jiqun.web.accounts.models import Membership
    from jiqun.web.accounts.offices import Doer, reader_of_office
    from jiqun.web.filing.accepting import INSTALLATION
    from jiqun.web.filing.known import known_clusters
    from jiqun.web.filing.opening import Opening, open_case

    profiles = [known.profile for known in known_clusters(workspace, NATION)]
    passwords = make_cast(profiles, INSTALLATION)
    if not passwords:
        return {}
    counties = Membership.objects.filter(office="county").values_list("of", flat=True)
    nation = Membership.objects.get(office="nation")
    for profile in profiles:
        if profile.county_codes[0] in set(counties):
            asked = Opening(YEAR, working_days=WORKING_DAYS, submits=profile.county_codes[0])
            open_case(profile, asked, workspace, Doer(NATION, str(nation.person.uid)))
    county = Membership.objects.get(office="county", person__login="county").of
    reader = reader_of_office(Office.COUNTY, county)
    _fill_rooms(county, _listed_firms(workspace, profiles, reader, county[:2]))
    return passwords


def _fill_rooms(county: str, listed: list[str]) -> None:
    """Let made-up firms of a county do something in every room of the exchange."""
    from jiqun.web.accounts.models import Membership
    from jiqun.web.byproducts.demonstrated import link_byproducts
    from jiqun.web.carbon.demonstrated import keep_accounts
    from jiqun.web.challenges.demonstrated import pose_challenges
    from jiqun.web.cooperation.demonstrated import undertake_projects

    firm = Membership.objects.get(office="firm", person__login="firm").of
    _share_slots(county)
    _offer_solutions(county)
    _share_data(firm, county)
    pose_challenges(county)
    undertake_projects(firm, county)
    link_byproducts(county)
    keep_accounts(county, listed)


def _listed_firms(
    workspace: "Workspace", profiles: Iterable["Profile"], reader: "Reader", province: str
) -> list[str]:
    """Return firms in the lists of a county's made-up clusters that are of its province."""
    from jiqun.clusters.roster_store import RosterStore
    from jiqun.web.filing.known import sees

    there = [profile.id for profile in profiles if profile.demo and sees(reader, profile)]
    listed = RosterStore(workspace).firms_of(there)
    codes = [firm.credit_code for cluster in there for firm in listed.get(cluster, ())]
    return [code for code in codes if code[2:4] == province]


def _share_slots(county: str) -> None:
    """Let made-up bodies of a county offer something by the slot or lot, and one ask for some."""
    from jiqun.base.readers import Office
    from jiqun.web.accounts.offices import Doer, reader_of_office
    from jiqun.web.slots.booking import book
    from jiqun.web.slots.offering import offer
    from jiqun.web.slots.seen import SeenOffer

    said = read_shipped("demo", "slots.yaml")
    rows = {}
    for sample in said["offers"]:
        days = _days_of_lot(sample)
        doer = Doer(reader_of_office(Office.FIRM, sample["by"]))
        rows[sample["name"]] = offer({**said["usual"], **sample, **days, "county": county}, doer)
    for asks in (said["booking"], said["seats_booked"]):
        renter, row = Doer(reader_of_office(Office.FIRM, asks["by"])), rows[asks["of"]]
        if first := SeenOffer(row, renter.reader).first_free:
            book(row, [first.isoformat()], asks, renter)


def _days_of_lot(sample: Mapping[str, Any]) -> dict[str, str]:
    """Return the two days of an offer by lot, which the demonstration has from its own day on."""
    from jiqun.web.casework.clocks import today

    ahead = {"last_day": sample.get("last_in"), "lot_day": sample.get("lot_in")}
    return {
        name: (today() + timedelta(days=days)).isoformat() for name, days in ahead.items() if days
    }


def _offer_solutions(county: str) -> None:
    """Let made-up providers offer solutions, one of which the county has still to look at."""
    from jiqun.base.readers import Office
    from jiqun.web.accounts.offices import Doer, reader_of_office
    from jiqun.web.solutions.offering import offer, step

    said = read_shipped("demo", "solutions.yaml")
    for sample in (*said["solutions"], said["waiting"]):
        provider = Doer(reader_of_office(Office.FIRM, sample["by"]))
        row = offer({**sample, "county": county}, provider)
        if sample is not said["waiting"]:
            step(row, "list", "", Doer(reader_of_office(Office.COUNTY, county)))


def _share_data(firm: str, county: str) -> None:
    """Let the demonstration's firm keep made-up readings: granted, asked for, shown, and wanted."""
    from jiqun.base.readers import Office
    from jiqun.web.accounts.offices import Doer, reader_of_office
    from jiqun.web.casework.clocks import today
    from jiqun.web.grants.granting import ask, step
    from jiqun.web.grants.keeping import keep_readings
    from jiqun.web.grants.wanting import show_data, want

    said = read_shipped("demo", "readings.yaml")
    own = Doer(reader_of_office(Office.FIRM, firm))
    keep_readings(said["file"].format(year=today().year - 1).encode(), "demo.csv", own)
    until = (today() + timedelta(days=90)).isoformat()
    for sample in said["asks"]:
        asks = Doer(reader_of_office(Office.FIRM, sample["by"]))
        row = ask({**sample, "firm": firm, "county": county, "until": until}, asks)
        if row.field in said["granted"]:
            step(row, "grant", {"name": said["name"]}, own)
    show_data({**said["card"], "name": said["name"], "county": county}, own)
    asks = Doer(reader_of_office(Office.FIRM, said["want"]["by"]))
    want({**said["want"], "county": county, "until": until}, asks)


def refuse_worked_in(folder: Path) -> None:
    """Refuse to take away a database in which somebody worked.

    Raises
    ------
    Refused
        Where a filing was saved or moved in it, or an account was added to the cast.
    """
    if not (folder / "database").is_dir():
        return
    open_installation(folder)

    from django.db import connections

    from jiqun.web.accounts.cast import NAMES
    from jiqun.web.accounts.models import Person
    from jiqun.web.events.models import Event

    worked = Event.objects.exclude(verb__in=("open", "sign_in", "sign_out"))
    count = worked.exclude(person="").count()
    count += Person.objects.exclude(login__in=NAMES).count()
    connections.close_all()  # the file is about to be replaced: nothing may go on in the old one
    if count:
        details = {"count": str(count), "first": "database/"}
        raise Refused([Problem("demo.holds_yours", Where(file=str(folder)), details)])
