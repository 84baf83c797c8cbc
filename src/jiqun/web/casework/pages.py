"""What a page of a draft and the server say to each other: cells saved, problems, conflicts."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, JsonResponse

from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Lang
from jiqun.web.accounts.models import Person
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.casework import saving
from jiqun.web.casework.clocks import today
from jiqun.web.casework.models import Drafted, Written
from jiqun.web.languages import language_of
from jiqun.web.posted import day_in

NOTED = ("roster.not_tied", "money_units.suspected", "filings.restated", "peers.")
"""Problems that a note beside the number answers; those that begin so, for a whole room."""
LARGEST_SAVE = 1_000_000
"""Bytes; a whole form with reasons is a tenth of it."""


def saved(request: HttpRequest, case: Drafted, cell: type[Written]) -> JsonResponse:
    """Save the cells a page sends, and say their new versions and which others changed.

    Parameters
    ----------
    request
        With the cells as JSON.
    case
        The case they are of, as its reader sees it.
    cell
        What its cells are.
    """
    try:
        changes = saving.read_changes(_json(request), cell)
        done = saving.save(case, changes, doer_of(request))
    except Refused as refused:
        return JsonResponse({"problems": problems_said(refused.problems, request)}, status=409)
    conflicts = {name: _conflict(theirs) for name, theirs in done.conflicts.items()}
    return JsonResponse({"versions": done.versions, "conflicts": conflicts})


def day_asked(request: HttpRequest) -> tuple[date, list[Problem]]:
    """Return the past day a page asks for; today where it says none, and with a problem no day."""
    problems: list[Problem] = []
    on = day_in(request.GET.get("on", ""), "on", problems)
    return on or today(), problems


def problems_said(problems: Iterable[Problem], request: HttpRequest) -> list[dict[str, Any]]:
    """Return problems in the reader's language, each with the field it is about."""
    lang: Lang = language_of(request)
    return [
        {
            "field": problem.where.field.split(" / ")[0],
            "severity": str(problem.severity),
            "code": problem.code,
            "what": problem.what(lang),
            "todo": problem.todo(lang),
            "note": problem.code.startswith(NOTED),
        }
        for problem in problems
    ]


def _json(request: HttpRequest) -> Any:
    if request.content_type != "application/json":  # what else is sent was read as a form already
        return None
    try:
        return json.loads(request.body) if len(request.body) <= LARGEST_SAVE else None
    except (ValueError, RecursionError):
        return None


def _conflict(cell: Written) -> dict[str, Any]:
    """Return a cell as somebody else left it, and who that was."""
    person = Person.objects.filter(uid=cell.person).first() if cell.person else None
    return {
        **cell.content,
        "version": cell.version,
        "who": person.called if person else "",
        "when": cell.changed.isoformat(timespec="seconds"),
    }
