"""By-products and links for the demonstration, each led as far as its sample says; all made up."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jiqun.base.readers import Office
from jiqun.base.shipped import read_shipped

if TYPE_CHECKING:
    from jiqun.web.accounts.offices import Doer
    from jiqun.web.byproducts.models import Deal, Listing

PERMIT_DAYS = 365
"""For how long the made-up permit for hazardous waste holds."""


def link_byproducts(county: str) -> None:
    """Let made-up firms of a county offer by-products, want some, and link them.

    Parameters
    ----------
    county
        Whose office looks at them, and names who carries a link.
    """
    from jiqun.web.byproducts.saying import say

    said = read_shipped("demo", "byproducts.yaml")
    rows = {
        name: _listed({**said["usual"], **sample, "side": side}, county)
        for side, samples in (("offer", said["offers"]), ("want", said["wants"]))
        for name, sample in samples.items()
    }
    waits = {**said["usual"], **said["waiting"], "county": county}
    say(waits, _firm(waits["by"]))
    for sample in said["links"]:
        _led(sample, rows, said["carried"], county)


def _listed(sample: Mapping[str, Any], county: str) -> "Listing":
    from jiqun.web.byproducts.saying import say, step
    from jiqun.web.casework.clocks import today

    until = (today() + timedelta(days=PERMIT_DAYS)).isoformat()
    permit = {"permit_until": until} if sample["permitted"] else {}
    row = say({**sample, **permit, "county": county}, _firm(sample["by"]))
    return step(row, "list", "", _of(Office.COUNTY, county))


def _led(
    sample: Mapping[str, Any],
    rows: Mapping[str, "Listing"],
    carried: Mapping[str, str],
    county: str,
) -> None:
    from jiqun.web.byproducts.linking import ask, step

    offer, want, to = rows[sample["offer"]], rows[sample["want"]], sample["to"]
    giver, receiver = _firm(offer.owner), _firm(want.owner)
    row = ask(offer, want, sample, receiver)
    if to == "asked":
        return
    row = step(row, "accept", {}, giver)
    row = step(row, "carry", carried, _of(Office.COUNTY, county))
    row = step(row, "deal", {"price": sample["price"]}, receiver)
    for amount in sample["moves"]:
        row = step(row, "move", {"amount": amount}, receiver)
    _ended(row, sample, receiver)


def _ended(row: "Deal", sample: Mapping[str, Any], receiver: "Doer") -> None:
    from jiqun.web.byproducts.linking import step

    if sample["to"] == "finished":
        step(row, "finish", {"reason": sample["outcome"]}, receiver)
    elif sample["to"] == "disputed":
        step(row, "dispute", {"reason": sample["says"]}, receiver)


def _firm(code: str) -> "Doer":
    return _of(Office.FIRM, code)


def _of(office: Office, of: str) -> "Doer":
    from jiqun.web.accounts.offices import Doer, reader_of_office

    return Doer(reader_of_office(office, of))
