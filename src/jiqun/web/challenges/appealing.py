"""Whoever proposed and was not chosen may appeal, until the contract is recorded."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import locked, move
from jiqun.web.challenges.models import CHOSEN, NOT_CHOSEN, UNREADABLE, Challenge

MAY_APPEAL = (NOT_CHOSEN, UNREADABLE)
"""How the proposal stands of who may appeal."""


def appeal(row: Challenge, reason: str, doer: Doer) -> Challenge:
    """Appeal against the choice; it rests until the office has settled the appeal.

    Raises
    ------
    Refused
        Where the doer did not propose, was chosen, appealed before, or gives no reason.
    """
    with transaction.atomic():
        row = locked(row)
        own = row.proposals.select_for_update().filter(solver=doer.reader.credit_code).first()
        if own is None or own.state not in MAY_APPEAL or not doer.reader.credit_code:
            raise Refused([Problem("challenges.no_appeal")])
        if own.appealed:
            raise Refused([Problem("challenges.appealed_before")])
        row.parties = {**row.parties, "appellant": ["firm", own.solver]}
        row.save(update_fields=["parties"])
        said = {"proposal": own.subject}
        changes: dict[str, Any] = {"parties": row.parties, "appeal": reason.strip(), "ruling": ""}
        moved = move(row, "appeal", doer, reason, said=said, **changes)
        own.appealed = True
        own.save(update_fields=["appealed"])
    return moved


def settle_appeal(row: Challenge, verb: str, reason: str, doer: Doer) -> Challenge:
    """Uphold or dismiss an appeal, or withdraw it; upheld, the owner chooses anew.

    Raises
    ------
    Refused
        Where it is not the doer's, or lacks its reason.
    """
    with transaction.atomic():
        row = locked(row)
        without = ("appellant", "solver") if verb == "uphold" else ("appellant",)
        parties = {slot: party for slot, party in row.parties.items() if slot not in without}
        ruling: dict[str, Any] = {} if verb == "withdraw_appeal" else {"ruling": reason.strip()}
        moved = move(row, verb, doer, reason, parties=parties, **ruling)
        if verb == "uphold":
            row.proposals.filter(state=CHOSEN).update(state=NOT_CHOSEN)
            Challenge.objects.filter(pk=row.pk).update(decided_at=timezone.now())
    return moved
