"""Say a by-product or a want, amend it, look at it: one event each."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.exchange.byproducts.offering import OFFER, read_listing
from jiqun.exchange.byproducts.offering import Listing as Said
from jiqun.web.accounts.offices import Doer
from jiqun.web.byproducts.models import LISTED, Listing
from jiqun.web.casework.models import opening_of
from jiqun.web.casework.moving import begun, locked, move
from jiqun.web.casework.telling import told as told_of
from jiqun.web.events.chain import Deed, record
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party

MOST_SAID = 200
"""By-products and wants of one firm; ours."""


def say(said: Mapping[str, str], doer: Doer) -> Listing:
    """Say a by-product or a want: the firm's county looks at it.

    Raises
    ------
    Refused
        With everything wrong with it: then nothing is kept.
    """
    if doer.reader.office is not Office.FIRM:
        raise Refused([Problem("exchange.firms_only")])
    found = _read(said)
    table, party = workflow("byproduct"), doer.party
    parties = {"owner": party, "county": Party(Office.COUNTY, found.county)}
    standing = opened(table, parties, party)
    with transaction.atomic():
        if Listing.objects.filter(owner=party.of).count() >= MOST_SAID:
            raise Refused([Problem("byproducts.enough", details={"most": MOST_SAID})])
        row = Listing.objects.create(
            owner=party.of,
            **_columns(found),
            **opening_of(table, parties, standing),
        )
        words = told_of(row, Listing.worded).sealed
        said_of = {**begun(row), "side": row.side}
        sealed = {**words, **_numbers(found)}
        record(Deed("say", row.subject, doer.person, doer.office, said_of, sealed))
    return row


def amend(row: Listing, said: Mapping[str, str], doer: Doer) -> Listing:
    """Change a by-product or a want: it is looked at again before it is listed.

    Raises
    ------
    Refused
        With everything wrong with it, where it is another's, an open link stands on it, or its
        unit would change below what was moved.
    """
    with transaction.atomic():
        row = locked(row)
        if row.owner != doer.party.of:
            raise Refused([Problem("byproducts.not_yours")])
        if row.is_linked:
            raise Refused([Problem("byproducts.linked_now")])
        found = _read({**said, "county": row.county, "side": row.side})
        if found.unit != row.unit and (row.given.exists() or row.received.exists()):
            raise Refused([Problem("byproducts.unit_stays", Where(field="unit"))])
        return move(row, "amend", doer, secret=_numbers(found), **_columns(found), answer="")


def step(row: Listing, verb: str, reason: str, doer: Doer) -> Listing:
    """List, return or withdraw.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks its reason; a want, or a
        by-product that was returned, is not withdrawn while an open link stands on it.
    """
    if verb == "return":
        return move(row, verb, doer, reason, answer=reason.strip())
    if verb == "withdraw":
        with transaction.atomic():
            row = locked(row)
            if row.is_linked and (row.side, row.state) != (OFFER, LISTED):
                raise Refused([Problem("byproducts.linked_now")])
            return move(row, verb, doer, reason)
    return move(row, verb, doer, reason)


def _read(said: Mapping[str, str]) -> Said:
    found, problems = read_listing(said)
    if errors_only(problems):
        raise Refused(problems)
    return found


def _numbers(found: Said) -> dict[str, str]:
    numbers = {"amount": found.amount, "price": found.price, "treatment_cost": found.treatment_cost}
    return {name: str(number) for name, number in numbers.items() if number is not None}


def _columns(found: Said) -> dict[str, Any]:
    return {
        "side": found.side,
        "name": found.name,
        "firm": found.firm,
        **found.texts,
        "hazard": found.hazard,
        "permitted": list(found.permitted),
        "permit_until": found.permit_until,
        "amount": found.amount,
        "unit": found.unit,
        "period": found.period,
        "price": found.price,
        "treatment_cost": found.treatment_cost,
        "county": found.county,
    }
