"""A call that is cancelled ends its applications, and the experts' part in them."""

from collections.abc import Iterator
from itertools import chain

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import Process
from jiqun.web.casework.moving import move
from jiqun.web.recognition.models import WAITING, Call

WITH_CALL = "end_with_call"
STEPS = (WITH_CALL, "cancel", "replace")
"""The step by which something ends with its call; then those of definitions from before it."""


def end_with(call: Call, doer: Doer, reason: str) -> int:
    """End everything that a call has under way, in the transaction that cancels it.

    Parameters
    ----------
    call
        The call; the caller holds its row.
    doer
        Who cancels it.
    reason
        Why; every county that applied is told.

    Returns
    -------
    int
        How many applications ended.

    Raises
    ------
    Refused
        Where one cannot be ended: then the call is not cancelled.
    """
    ended = 0
    for case in _under_way(call):
        step = next((step for step in STEPS if step in case.standing.verbs_for(doer.party)), "")
        if not step:
            raise Refused([Problem("recognition.stays_behind", details={"cluster": str(case)})])
        moved = move(case, step, doer, reason)
        moved.reason = reason
        moved.save(update_fields=["reason"])
        ended += case.about == "application"
    return ended


def _under_way(call: Call) -> Iterator[Process]:
    """Yield what has not ended yet: the experts' parts first, then the applications."""
    applications = call.applications.select_related("definition", "call")
    for application in applications:
        opinions = application.opinions.filter(state__in=WAITING).select_related("definition")
        own = [] if application.standing.standing.final else [application]
        yield from chain(opinions, own)
