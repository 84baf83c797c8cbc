"""Ask for a solution, answer, agree, finish, differ: each step one event."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, errors_only
from jiqun.base.readers import Office
from jiqun.exchange.maturity.answers import read_answers
from jiqun.exchange.solutions.fitting import level_of
from jiqun.exchange.solutions.offering import read_price, read_scenes
from jiqun.exchange.wording import read_county, read_names, read_size, read_texts
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import opening_of
from jiqun.web.casework.moving import begun, locked, move
from jiqun.web.casework.telling import told as told_of
from jiqun.web.events.chain import Deed, record
from jiqun.web.ladder.models import Assessment
from jiqun.web.solutions.models import LISTED, Request, Solution
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party

REACHED = {"accept": 1, "deal": 2, "finish": 3}


def ask(row: Solution, said: Mapping[str, str], doer: Doer) -> Request:
    """Ask for a solution.

    Parameters
    ----------
    row
        The solution, as its reader sees it.
    said
        ``firm``, ``size``, ``county``, ``scenes`` and ``purpose``.
    doer
        Who asks.

    Raises
    ------
    Refused
        With everything wrong: then nothing is kept.
    """
    code = doer.reader.credit_code
    if doer.reader.office is not Office.FIRM or not code:
        raise Refused([Problem("exchange.firms_only")])
    columns = _asked(row, said, code)
    table = workflow("solution_request")
    office, of = row.parties["provider"]
    parties = {
        "firm": doer.party,
        "provider": Party(Office(office), of),
        "county": Party(Office.COUNTY, columns["county"]),
    }
    standing = opened(table, parties, doer.party)
    try:
        with transaction.atomic():
            request = Request.objects.create(
                solution=row,
                asker=code,
                provider=row.provider,
                **columns,
                before=_level(code),
                **opening_of(table, parties, standing),
            )
            sealed = dict(told_of(request, Request.worded).sealed)
            sealed |= {name: columns[name] for name in ("firm", "purpose") if columns[name]}
            said_of = {**begun(request), "solution": row.subject}
            record(Deed("ask", request.subject, doer.person, doer.office, said_of, sealed))
    except IntegrityError as fault:  # the constraint: one that is open at a time
        raise Refused([Problem("solutions.asked_already")]) from fault
    return request


def step(request: Request, verb: str, said: Mapping[str, str], doer: Doer) -> Request:
    """Take a step with a request.

    Parameters
    ----------
    request
        As its reader sees it.
    verb
        By its workflow.
    said
        ``reason`` and ``price``, as the step takes them.
    doer
        Who.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks its reason.
    """
    with transaction.atomic():
        request = locked(request)
        changes = _changes(request, verb, said, doer)
        if verb in REACHED:
            changes["reached"] = REACHED[verb]
        told = {"price": str(changes["price"])} if changes.get("price") is not None else {}
        return move(request, verb, doer, said.get("reason", ""), said=told, **changes)


def _changes(request: Request, verb: str, said: Mapping[str, str], doer: Doer) -> dict[str, Any]:
    """Return the columns that a step changes besides where the request stands."""
    text = said.get("reason", "").strip()
    if verb in ("accept", "refuse", "cancel"):
        return {"answer": text}
    if verb == "deal":
        problems: list[Problem] = []
        price = read_price(said.get("price", ""), "price", problems)
        if problems:
            raise Refused(problems)
        return {"price": price, "dealt_at": timezone.now()}
    if verb == "finish":
        return {"outcome": text, "after": _level(request.asker, since=request.dealt_at)}
    if verb in ("dispute", "state_side"):
        says = "asker_says" if doer.reader.credit_code == request.asker else "provider_says"
        return {says: text, "was_disputed": True}
    return {"ruling": text} if verb == "settle" else {}


def _asked(row: Solution, said: Mapping[str, str], code: str) -> dict[str, Any]:
    """Return the columns of a new request, everything wrong with it told at once."""
    problems: list[Problem] = []
    if row.state != LISTED:
        problems.append(Problem("solutions.not_listed"))
    if row.provider == code:
        problems.append(Problem("solutions.your_own"))
    [firm] = read_names(said, ("firm",), problems)
    texts = read_texts(said, ("purpose",), problems)
    size, county = read_size(said, problems), read_county(said, problems)
    if errors_only(problems):
        raise Refused(problems)
    scenes = list(read_scenes(said.get("scenes", "")))
    return {"firm": firm, **texts, "size": size, "county": county, "scenes": scenes}


def _level(code: str, since: Any = None) -> dict[str, Any] | None:
    """Return where a firm stands by its last assessment, or its last since a moment."""
    kept = Assessment.objects.filter(credit_code=code)
    last = (kept.filter(at__gt=since) if since else kept).first()
    return level_of(read_answers(last.said)[0]) if last else None
