"""Offer a solution, amend it, look at it: one event each."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jiqun.base.errors import Problem, Refused, errors_only
from jiqun.base.readers import Office
from jiqun.exchange.solutions.offering import LightSolution, read_solution
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import opening_of
from jiqun.web.casework.moving import begun, locked, move
from jiqun.web.casework.telling import told as told_of
from jiqun.web.events.chain import Deed, record
from jiqun.web.exchange.places import province_of
from jiqun.web.solutions.models import Solution
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party

MOST_OFFERED = 100
"""Solutions of one provider; ours."""
PROVIDERS = (Office.FIRM, Office.AGENCY)


def offer(said: Mapping[str, str], doer: Doer) -> Solution:
    """Offer a solution: the provider's county or province looks at it.

    Raises
    ------
    Refused
        With everything wrong with it: then nothing is kept.
    """
    if doer.reader.office not in PROVIDERS:
        raise Refused([Problem("solutions.providers_only")])
    found = _read(said)
    table, party = workflow("solution"), doer.party
    parties = {
        "provider": party,
        "county": Party(Office.COUNTY, found.county),
        "province": Party(Office.PROVINCE, province_of(found.county)),
    }
    standing = opened(table, parties, party)
    with transaction.atomic():
        if Solution.objects.filter(provider=party.of).count() >= MOST_OFFERED:
            raise Refused([Problem("solutions.enough", details={"most": MOST_OFFERED})])
        row = Solution.objects.create(
            provider=party.of,
            **_columns(found),
            **opening_of(table, parties, standing),
        )
        words = told_of(row, Solution.worded).sealed
        said_of = {**begun(row), "price": _text(row.price)}
        record(Deed("offer", row.subject, doer.person, doer.office, said_of, words))
    return row


def amend(row: Solution, said: Mapping[str, str], doer: Doer) -> Solution:
    """Change a solution: it is looked at again before it is listed.

    Raises
    ------
    Refused
        With everything wrong with it, or where it is another's.
    """
    with transaction.atomic():
        row = locked(row)
        if row.provider != doer.party.of:
            raise Refused([Problem("solutions.not_yours")])
        found = _read({**said, "county": row.county})
        return move(
            row, "amend", doer, said={"price": _text(found.price)}, **_columns(found), answer=""
        )


def step(row: Solution, verb: str, reason: str, doer: Doer) -> Solution:
    """List, return or withdraw a solution.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks its reason.
    """
    if verb == "return":
        return move(row, verb, doer, reason, answer=reason.strip())
    return move(row, verb, doer, reason)


def _read(said: Mapping[str, str]) -> LightSolution:
    found, problems = read_solution(said)
    if errors_only(problems):
        raise Refused(problems)
    return found


def _columns(found: LightSolution) -> dict[str, Any]:
    return {
        "firm": found.firm,
        "name": found.name,
        "summary": found.texts["about"],
        "prerequisites": found.texts["prerequisites"],
        "source": found.texts["source"],
        "certificates": list(found.certificates),
        "scenes": list(found.scenes),
        "industries": list(found.industries),
        "price": found.price,
        "effort": found.effort,
        "county": found.county,
    }


def _text(number: Any) -> str | None:
    return None if number is None else str(number)
