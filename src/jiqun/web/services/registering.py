"""Register as a provider, be listed, be delisted or leave: one event each, and one a request."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from jiqun.base.errors import Problem, Refused, errors_only
from jiqun.base.readers import Office
from jiqun.exchange.wording import read_county, read_names, read_texts
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import opening_of
from jiqun.web.casework.moving import begun, locked, move
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.casework.telling import told as told_of
from jiqun.web.events.chain import Deed, record
from jiqun.web.exchange.places import province_of
from jiqun.web.services.models import Provider, ServiceRequest
from jiqun.web.services.vouching import follow, hold_programmes
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party

PROVIDERS = (Office.FIRM, Office.AGENCY)
GOING = ("delist", "leave")
"""Steps after which a provider is gone: what it had not begun ends, the firm decides the rest."""
GOES_ALONG = {"asked": "lapse", "appointed": "strand"}
"""By a request's state what becomes of it then."""


def register(said: Mapping[str, str], doer: Doer) -> Provider:
    """Register as a provider: its county or province looks at it.

    Parameters
    ----------
    said
        ``name``, ``summary``, ``source`` and ``county``.
    doer
        Who registers.

    Raises
    ------
    Refused
        With everything wrong: then nothing is kept.
    """
    if doer.reader.office not in PROVIDERS:
        raise Refused([Problem("services.providers_only")])
    columns = _read(said)
    table, party = workflow("service_provider"), doer.party
    parties = {
        "provider": party,
        "county": Party(Office.COUNTY, columns["county"]),
        "province": Party(Office.PROVINCE, province_of(columns["county"])),
    }
    standing = opened(table, parties, party)
    try:
        with transaction.atomic():
            row = Provider.objects.create(
                code=party.of,
                **columns,
                **opening_of(table, parties, standing),
            )
            words = told_of(row, Provider.worded).sealed
            record(Deed("register", row.subject, doer.person, doer.office, begun(row), words))
    except IntegrityError as fault:  # the constraint: registered once at a time
        raise Refused([Problem("services.registered_already")]) from fault
    return row


def amend(row: Provider, said: Mapping[str, str], doer: Doer) -> Provider:
    """Change what was returned, and hand it in again.

    Raises
    ------
    Refused
        With everything wrong with it, or where it is another's.
    """
    with transaction.atomic():
        row = locked(row)
        if row.code != doer.party.of:
            raise Refused([Problem("services.not_yours")])
        return move(row, "amend", doer, **_read({**said, "county": row.county}), answer="")


def step(row: Provider, verb: str, reason: str, doer: Doer) -> Provider:
    """List, return or delist a provider, or leave.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks its reason.
    """
    changes: dict[str, Any] = {"answer": reason.strip()} if verb in ("return", *GOING) else {}
    with transaction.atomic():
        touched = _held_along(locked(row)) if verb in GOING else []
        row = move(row, verb, doer, reason, **changes)
        with seen_whole():  # requests of firms that who delists has no part in otherwise
            for request in touched:
                why = reason.strip()
                follow(move(request, GOES_ALONG[request.state], doer, why, answer=why), doer)
    return row


def _held_along(row: Provider) -> list[ServiceRequest]:
    """Return, locked, what ends with a provider or is its firm's to decide: before it is told.

    A request's own step locks the request first and the end of the log last: so does this.
    """
    with seen_whole():
        rows = ServiceRequest.objects.select_for_update(of=("self",)).select_related("definition")
        held = list(rows.filter(body=row, state__in=GOES_ALONG).order_by("pk"))
        hold_programmes(held)
    return held


def _read(said: Mapping[str, str]) -> dict[str, Any]:
    problems: list[Problem] = []
    [name] = read_names(said, ("firm",), problems)
    texts = read_texts(said, ("summary", "source"), problems)
    county = read_county(said, problems)
    if errors_only(problems):
        raise Refused(problems)
    return {"name": name, **texts, "county": county}
