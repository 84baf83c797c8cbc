"""Ask for a service, appoint, deliver, rate, differ: each step one event."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.base.texts import read_text
from jiqun.exchange.wording import LONGEST_NAME, read_county, read_names, read_size, read_texts
from jiqun.services.appointing import read_start, too_early
from jiqun.services.kinds import read_grade
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.models import opening_of
from jiqun.web.casework.moving import begun, locked, move
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.casework.telling import told as told_of
from jiqun.web.events.chain import Deed, record
from jiqun.web.services.models import LISTED, Provider, Service, ServiceRequest
from jiqun.web.services.vouching import follow, hold_programmes, spend
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party

REACHED = {"appoint": 1, "deliver": 2, "rate": 3}


def ask(service: Service, said: Mapping[str, str], doer: Doer) -> ServiceRequest:
    """Ask for a service.

    Parameters
    ----------
    service
        As its reader sees it.
    said
        ``firm``, ``county``, ``town``, ``size``, ``purpose``, and ``voucher`` where one is spent.
    doer
        Who asks.

    Raises
    ------
    Refused
        With everything wrong: then nothing is kept.
    """
    if doer.reader.office is not Office.FIRM or not doer.reader.credit_code:
        raise Refused([Problem("exchange.firms_only")])
    columns = _asked(said)
    try:
        with transaction.atomic():
            row = _begun(service, columns, doer)
            if said.get("voucher"):
                row = spend(said["voucher"], row, doer)
            sealed = dict(told_of(row, ServiceRequest.worded).sealed)
            words = ("firm", "purpose", "town")
            sealed |= {name: columns[name] for name in words if columns[name]}
            said_of = {**begun(row), "service": service.subject, "kind": row.kind}
            record(Deed("ask", row.subject, doer.person, doer.office, said_of, sealed))
    except IntegrityError as fault:  # the constraint: one that is open at a time
        raise Refused([Problem("services.asked_already")]) from fault
    return row


def step(row: ServiceRequest, verb: str, said: Mapping[str, str], doer: Doer) -> ServiceRequest:
    """Take a step with a request.

    Parameters
    ----------
    row
        As its reader sees it.
    verb
        By its workflow.
    said
        ``reason``, and as the step takes them ``starts``, ``place`` and ``grade``.
    doer
        Who.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, too early, or lacks what it needs.
    """
    with transaction.atomic():
        row = locked(row)
        possible = verb in row.standing.verbs_for(doer.party)  # else the workflow says why not
        changes = _changes(row, verb, said, doer) if possible else {}
        if verb in REACHED:
            changes["reached"] = REACHED[verb]
        hold_programmes([row])
        row = move(row, verb, doer, said.get("reason", ""), **changes)
        follow(row, doer)
    return row


def _begun(service: Service, columns: Mapping[str, Any], doer: Doer) -> ServiceRequest:
    """Write a request; the provider's row is held, so that it is not delisted meanwhile."""
    with seen_whole():
        body = Provider.objects.select_for_update().get(pk=service.provider_id)
        service = Service.objects.get(pk=service.pk)
    if body.state != LISTED or not service.open:
        raise Refused([Problem("services.not_open")])
    if body.code == doer.reader.credit_code:
        raise Refused([Problem("services.your_own")])
    table = workflow("service_request")
    parties = {
        "firm": doer.party,
        "county": Party(Office.COUNTY, columns["county"]),
        **{
            slot: Party(Office(body.parties[name][0]), body.parties[name][1])
            for slot, name in (
                ("provider", "provider"),
                ("registrar", "county"),
                ("province", "province"),
            )
        },
    }
    standing = opened(table, parties, doer.party)
    return ServiceRequest.objects.create(
        body=body,
        service=service,
        provider=body.code,
        kind=service.kind,
        price=service.price,
        asker=doer.reader.credit_code,
        **columns,
        **opening_of(table, parties, standing),
    )


def _asked(said: Mapping[str, str]) -> dict[str, Any]:
    """Return what a firm says with a request, everything wrong with it told at once."""
    problems: list[Problem] = []
    [firm] = read_names(said, ("firm",), problems)
    texts = read_texts(said, ("purpose",), problems)
    town = _short(said, "town", problems)
    size, county = read_size(said, problems), read_county(said, problems)
    if errors_only(problems):
        raise Refused(problems)
    return {"firm": firm, "town": town, **texts, "size": size, "county": county}


def _short(said: Mapping[str, str], field: str, problems: list[Problem]) -> str:
    text, faults = read_text(said.get(field, ""), Where(field=field), longest=LONGEST_NAME)
    problems += faults
    return text


def _changes(row: ServiceRequest, verb: str, said: Mapping[str, str], doer: Doer) -> dict[str, Any]:
    """Return the columns that a step changes besides where the request stands."""
    text = said.get("reason", "").strip()
    if verb == "appoint":
        return _appointed(row, said)
    if verb == "deliver":
        if too_early(row.starts, today()):
            raise Refused([Problem("services.not_yet", Where(field="starts"))])
        return {"outcome": text}
    if verb == "rate":
        problems: list[Problem] = []
        grade = read_grade(said.get("grade", ""), problems)
        if problems:
            raise Refused(problems)
        return {"grade": grade, "remark": text}
    if verb in ("dispute", "state_side"):
        says = "firm_says" if doer.reader.credit_code == row.asker else "provider_says"
        return {says: text, "was_disputed": True}
    return {_KEEPS[verb]: text} if verb in _KEEPS else {}


_KEEPS = {"refuse": "answer", "cancel": "answer", "settle": "ruling", "annul": "ruling"}
"""By step the column that keeps what was written with it."""


def _appointed(row: ServiceRequest, said: Mapping[str, str]) -> dict[str, Any]:
    problems: list[Problem] = []
    starts = read_start(said.get("starts", ""), today(), problems)
    place = _short(said, "place", problems)
    if errors_only(problems):
        raise Refused(problems)
    return {
        "starts": starts,
        "place": place,
        "answer": said.get("reason", "").strip() or row.answer,
    }
