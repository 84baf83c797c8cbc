"""Joint projects for the demonstration, each led as far as its sample says; all are made up."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jiqun.base.readers import Office
from jiqun.base.shipped import read_shipped

if TYPE_CHECKING:
    from jiqun.web.accounts.offices import Doer
    from jiqun.web.cooperation.models import Project

ROLLED = ("under_way", "finished", "disputed")
"""How far a sample is led where its project begins."""


def undertake_projects(firm: str, county: str) -> None:
    """Let made-up firms show cards and undertake projects, to one of which a firm is invited.

    Parameters
    ----------
    firm
        Credit code of the demonstration's own firm.
    county
        Where everybody is.
    """
    from jiqun.web.cooperation.carding import show_card

    said = read_shipped("demo", "cooperation.yaml")
    for card in said["cards"]:
        show_card({**card, **_side(said, card["by"], county)}, _firm(card["by"]))
    for sample in said["projects"]:
        _led({**said["usual"], **sample}, said, firm, county)


def _led(sample: Mapping[str, Any], said: Mapping[str, Any], firm: str, county: str) -> None:
    from jiqun.web.cooperation.joining import agree, ask_to_join, begin, invite
    from jiqun.web.cooperation.proposing import post, propose

    lead, to = _firm(sample["by"]), sample["to"]
    row = propose({**sample, **_side(said, sample["by"], county)}, lead)
    for code in sample.get("with", ()):
        row = invite(row, code, lead)
    if to == "invited":
        row = invite(row, firm, lead)
    for code in sample.get("with", ()):
        row = agree(row, {**_side(said, code, county), "version": str(row.version)}, _firm(code))
    if to == "posted":
        row = post(row, "post", lead)
        for code in sample["asks"]:
            ask_to_join(row.notice, _side(said, code, county), _firm(code))
    if to in ROLLED:
        row = begin(row, lead)
        _recorded(row, said["records"].get(sample.get("records"), ()))
        _ended(row, sample)


def _recorded(row: "Project", records: Any) -> None:
    """Let partners record, and others confirm; of this year, and not of days to come."""
    from jiqun.web.casework.clocks import today
    from jiqun.web.cooperation.recording import act, enter

    codes = [partner.code for partner in row.partners.all()]
    when = {"year": str(today().year), "day": (today() - timedelta(days=1)).isoformat()}
    for record in records:
        owners = " ".join(codes[place] for place in record.get("owners", ()))
        entry = enter(row, {**when, **record, "owners": owners}, _firm(codes[record["by"]]))
        if "confirms" in record:
            act(entry, "confirm", "", _firm(codes[record["confirms"]]))


def _ended(row: "Project", sample: Mapping[str, Any]) -> None:
    from jiqun.web.cooperation.recording import turn

    lead = _firm(sample["by"])
    if sample["to"] == "finished":
        turn(row, "finish", sample["outcome"], lead)
    elif sample["to"] == "disputed":
        turn(row, "dispute", sample["says"], _firm(sample["with"][0]))
        turn(row, "state_side", sample["answer"], lead)


def _side(said: Mapping[str, Any], code: str, county: str) -> dict[str, str]:
    return {**said["sides"][code], "county": county}


def _firm(code: str) -> "Doer":
    from jiqun.web.accounts.offices import Doer, reader_of_office

    return Doer(reader_of_office(Office.FIRM, code))
