"""The owner chooses among what was opened, or chooses none: everybody who proposed is told why."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import locked, move, read_reason
from jiqun.web.challenges.models import (
    CHOSEN,
    NOT_CHOSEN,
    OPENED,
    READABLE,
    WITHDRAWN,
    Challenge,
    Proposal,
)


def choose(row: Challenge, proposal: str, reason: str, doer: Doer, differs: str = "") -> Challenge:
    """Choose a proposal, with the reason that all who proposed are told.

    Parameters
    ----------
    row
        The challenge.
    proposal
        Which, by its key.
    reason
        Why it is chosen.
    doer
        The owner.
    differs
        Why it is another than the panel's first, where it is.

    Raises
    ------
    Refused
        Where it is not the doer's to choose, there is no such proposal, a reason is missing, the
        panel that was stated has still to judge, or the rule that was stated for a single proposal
        asks to publish again.
    """
    with transaction.atomic():
        row = _judged(locked(row))
        there = row.proposals.select_for_update()
        chosen = there.filter(state__in=(OPENED, NOT_CHOSEN), pk__in=_uids(proposal)).first()
        if chosen is None:
            raise Refused([Problem("challenges.none_such", Where(field="proposal"))])
        if row.single == "readvertise" and is_single(row):
            raise Refused([Problem("challenges.single_readvertises")])
        why, followed = reason.strip(), _follows(chosen, differs)
        parties = {**row.parties, "solver": ["firm", chosen.solver]}
        moved = move(
            row,
            "choose",
            doer,
            reason,
            said={"proposal": chosen.subject},
            parties=parties,
            why=why,
            followed=followed,
            differs=differs.strip() if followed is False else "",
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
        why, row = reason.strip(), _judged(locked(row))
        moved = move(row, "choose_none", doer, reason, why=why, decided_at=timezone.now())
        _tell(moved, why)
    return moved


def _judged(row: Challenge) -> Challenge:
    """Refuse a choice before the panel that was stated has judged."""
    if row.wants_panel:
        raise Refused([Problem("challenges.panel_first")])
    return row


def _follows(chosen: Proposal, differs: str) -> bool | None:
    """Tell whether a choice is the panel's first; another needs its own reason."""
    if not chosen.result:
        return None
    if chosen.result["rank"] == best_rank(chosen):
        return True
    if not read_reason(differs).strip():
        raise Refused([Problem("challenges.differs_missing", Where(field="differs"))])
    return False


def best_rank(chosen: Proposal) -> int:
    """Return the best place among what may still be chosen: who fell away is nobody's rival."""
    rivals = Proposal.objects.filter(challenge=chosen.challenge_id)
    left = rivals.filter(state__in=(OPENED, NOT_CHOSEN)).exclude(result={})
    return min(int(found["rank"]) for found in left.values_list("result", flat=True))


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
