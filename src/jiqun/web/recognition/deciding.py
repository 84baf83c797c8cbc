"""Steps of a whole call, which take its applications along."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from jiqun.base.errors import Problem, Refused
from jiqun.clusters import Profile
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.moving import locked, move
from jiqun.web.recognised.entering import Listed, enter
from jiqun.web.recognition.applying import handed_cells
from jiqun.web.recognition.asked import TARGET
from jiqun.web.recognition.cancelling import end_with
from jiqun.web.recognition.issuing import issue_along
from jiqun.web.recognition.models import Application, Call
from jiqun.web.recognition.objecting import refuse_objected
from jiqun.web.recognition.selecting import refuse_changed, seeded

ALONG: Mapping[str, tuple[str, str]] = {
    "start_review": ("recommended", "start_expert_review"),
    "decide": ("on_notice", "decide"),
    "announce": ("decided", "announce"),
}
"""By a call's step: which of its applications go along, and by what step of their own."""
ISSUE, EXTEND, CANCEL = "issue", "extend", "cancel"
"""A call's steps that tell it to all, give more time, and end whatever it has under way."""
START_REVIEW = "start_review"
"""The step after which nobody states a seed of draws."""
NEEDED = {"give_notice": "on_notice"}
"""A call's step that needs an application in a state: nobody gives notice of nothing."""


def move_call(
    call: Call, verb: str, doer: Doer, reason: str = "", due: date | None = None
) -> tuple[Call, int]:
    """Take a step with a call; those of its applications it is about go along, or none does.

    Parameters
    ----------
    call
        The call.
    verb
        What, by the workflow.
    doer
        Who.
    reason
        Why; some steps need it.
    due
        The new last day, where more time is given.

    Returns
    -------
    Call
        As it stands now.
    int
        How many applications went along.

    Raises
    ------
    Refused
        Where the step is not possible for the call, or for one of the applications.
    """
    with transaction.atomic():
        call = locked(call)  # what is recommended at this moment comes before, or not at all
        every = call.applications.all()
        if verb in NEEDED and not every.filter(state=NEEDED[verb]).exists():
            raise Refused([Problem("recognition.nothing_to_notice")])
        if verb == "decide" and call.state == NEEDED["give_notice"]:
            refuse_objected(call)
            refuse_changed(call, doer)
        moved = end_with(call, doer, reason) if verb == CANCEL else 0
        if verb in ALONG:
            state, step = ALONG[verb]
            for application in every.filter(state=state).select_related("definition", "call"):
                _along(application, step, doer)
                if verb == "announce":
                    enter(_listed(application), doer)
                moved += 1
        issue_along(call, verb, doer)  # as it stood when it was done, whatever changes later
        if verb == EXTEND:
            return _extended(call, due, doer, reason), moved
        return move(call, verb, doer, reason, **_with(call, verb)), moved


def _with(call: Call, verb: str) -> dict[str, Any]:
    """Return what a step changes of a call besides where it stands, and says."""
    if verb == ISSUE:
        return {"issued": today()}
    if verb == START_REVIEW:
        rule = seeded(call)
        return {"said": {"seed": rule.get("seed", "")}, "selection": rule}
    return {}


def _extended(call: Call, due: date | None, doer: Doer, reason: str) -> Call:
    """Give more time: to a later day of the same year, since the years that are asked follow it."""
    if due is None or due <= call.due or due.year != call.due.year:
        details = {"due": call.due.isoformat()}
        raise Refused([Problem("recognition.no_later_day", details=details)])
    return move(call, EXTEND, doer, reason, said={"due": due.isoformat()}, due=due)


def _listed(application: Application) -> Listed:
    """Return an application as the register takes it: with the targets it was handed in with."""
    targets = {
        str(answer): answer.said
        for answer in handed_cells(application)
        if answer.period.startswith(TARGET)
        and answer.said
        and answer.field in application.asked_of.targets
    }
    return Listed(
        application.call.rules,
        application.call.year,
        Profile.of(application.profile),
        application.standing.parties,
        targets,
    )


def _along(application: Application, step: str, doer: Doer) -> None:
    try:
        move(application, step, doer)
    except Refused as refused:
        details = {"cluster": application.name}
        raise Refused(
            [Problem("recognition.stays_behind", details=details), *refused.problems]
        ) from None
