"""The owner chooses among what was opened, or chooses none: everybody who proposed is told why."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import locked, move
from jiqun.web.challenges.models import (
    CHOSEN,
    NOT_CHOSEN,
    OPENED,
    READABLE,
    WITHDRAWN,
    Challenge,
)


def choose(row: Challenge, proposal: str, reason: str, doer: Doer) -> Challenge:
    """Choose a proposal, with the reason that all who proposed are told.

    Raises
    ------
    Refused
        Where it is not the doer's to choose, there is no such proposal, the reason is missing, or
        the rule that was stated for a single proposal asks to publish again.
    """
    with transaction.atomic():
        row = locked(row)
        there = row.proposals.select_for_update()
        chosen = there.filter(state__in=(OPENED, NOT_CHOSEN), pk__in=_uids(proposal)).first()
        if chosen is None:
            raise Refused([Problem("challenges.none_such", Where(field="proposal"))])
        if row.single == "readvertise" and is_single(row):
            raise Refused([Problem("challenges.single_readvertises")])
        why = reason.strip()
        parties = {**row.parties, "solver": ["firm", chosen.solver]}
        moved = move(
            row,
            "choose",
            doer,
            reason,
            said={"proposal": chosen.subject},
            parties=parties,
            why=why,
            reached=max(row.reached, 1),
            decided_at=timezone.now(),
        )
        _tell(row, why)
        there.filter(pk=chosen.pk).update(state=CHOSEN)
    return moved


def choose_none(row: Challenge, reason: str, doer: Doer) -> Challenge:
    """Choose none, with the reason that all who proposed are told.

    Raises
    ------
    Refused
        Where it is not the doer's, or the reason is missing.
    """
    with transaction.atomic():
        why = reason.strip()
        moved = move(locked(row), "choose_none", doer, reason, why=why, decided_at=timezone.now())
        _tell(moved, why)
    return moved


def is_single(row: Challenge) -> bool:
    """Tell whether a single firm proposed; those that withdrew before the deadline did not."""
    return row.proposals.exclude(state=WITHDRAWN).count() == 1


def _tell(row: Challenge, why: str) -> None:
    there = row.proposals.exclude(state=WITHDRAWN)
    there.update(why=why)
    there.filter(state__in=READABLE).update(state=NOT_CHOSEN)


def _uids(said: str) -> list[UUID]:
    """Return the key of a proposal as a form says it; none where it says none."""
    try:
        return [UUID(said)]
    except ValueError:
        return []
