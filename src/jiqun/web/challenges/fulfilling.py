"""From the choice to the end: contract, milestones, payments on record, a solver who falls away."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.exchange.challenges.contracts import (
    OPEN_STAGES,
    STEPS,
    STOPPED,
    all_accepted,
    day_of,
    may_fail,
    read_contract,
)
from jiqun.exchange.challenges.publishing import read_yuan
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.contents import contents_held, taken
from jiqun.web.casework.files import named, put
from jiqun.web.casework.moving import locked, move, read_reason
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.challenges.enclosing import contents_going
from jiqun.web.challenges.models import CHOSEN, GONE, Challenge, Delivery, Milestone, Proposal
from jiqun.web.challenges.publishing import leave_nothing

UNDECIDED = ("published", "opened", "under_review", "reviewed")
"""States in which nothing was chosen yet."""


def contract(row: Challenge, said: Mapping[str, str], doer: Doer) -> Challenge:
    """Record the contract with the chosen solver, and its milestones.

    Raises
    ------
    Refused
        With everything wrong: then nothing is kept.
    """
    found, problems = read_contract(said)
    if problems:
        raise Refused(problems)
    stages = found.stages
    with transaction.atomic():
        row = locked(row)
        told = {
            "price": str(found.price),
            "milestones": [[stage.due.isoformat(), str(stage.amount)] for stage in stages],
        }
        words = {"milestones": "\n".join(stage.title for stage in stages)}
        moved = move(
            row,
            "contract",
            doer,
            said=told,
            secret=words,
            price=found.price,
            signed=found.signed,
            reference=found.reference,
            reached=max(row.reached, 2),
        )
        chosen = Proposal.objects.get(challenge=row, state=CHOSEN)
        first = row.milestones.count() + 1
        Milestone.objects.bulk_create(
            Milestone(
                challenge=row,
                proposal=chosen,
                number=number,
                title=stage.title,
                due=stage.due,
                amount=stage.amount,
            )
            for number, stage in enumerate(stages, first)
        )
    return moved


def deliver(stage: Milestone, text: str, file: UploadedFile, doer: Doer) -> Milestone:
    """Hand in what a milestone asks, with a file that shows it.

    Raises
    ------
    Refused
        Where it is not due, not the doer's, or the file is not one that is kept.
    """
    words = read_reason(text)
    name, content, problems = taken(file)
    if errors_only(problems):
        raise Refused(problems)
    with contents_held(), transaction.atomic():
        row, stage = _taken(stage, "deliver")
        kept = Delivery(challenge=row, milestone=stage, name=name)
        sealed = put(kept, content, doer)
        said = {**named(kept, ""), "milestone": stage.number}
        move(row, "deliver", doer, words, said=said, secret=sealed)
        stage.said = words
        stage.save()
    return stage


def step(stage: Milestone, verb: str, said: Mapping[str, str], doer: Doer) -> Milestone:
    """Accept or return what was delivered, give more time, or record a payment.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks its reason, day or amount.
    """
    problems: list[Problem] = []
    changes = _changes(verb, said, problems)
    if problems:
        raise Refused(problems)
    with transaction.atomic():
        row, stage = _taken(stage, verb)
        told: dict[str, Any] = {
            name: str(value) for name, value in changes.items() if name != "answer"
        }
        told["milestone"] = stage.number
        stage.extended += verb == "extend"
        move(row, verb, doer, said.get("reason", ""), said=told)
        for name, value in changes.items():
            setattr(stage, name, value)
        stage.save()
    return stage


def fail(stage: Milestone, reason: str, doer: Doer) -> Milestone:
    """Give up on a milestone that is late again: its contract stops, and nothing more is paid.

    What was accepted before stays owed. The next who proposed may be chosen, or the challenge is
    published again.

    Raises
    ------
    Refused
        Where it is not late, no more time was given before, or the reason is missing.
    """
    with transaction.atomic():
        row, stage = _taken(stage, "fail")
        if not may_fail(stage.due, today(), stage.extended):
            raise Refused([Problem("challenges.not_failed_yet")])
        stage.answer = reason.strip()
        stage.save()
        let_go(row, "fail", reason, doer, milestone=stage.number)
    return stage


def _changes(
    verb: str, said: Mapping[str, str], problems: list[Problem]
) -> dict[str, str | date | Decimal | None]:
    """Return what a step changes of a milestone besides where it stands."""
    if verb == "extend":
        return {"due": day_of(said.get("day", ""), "day", problems), "answer": _reason(said)}
    if verb == "pay":
        paid = read_yuan(said.get("paid", ""), "paid", problems)
        return {"paid": paid, "paid_on": day_of(said.get("day", ""), "day", problems)}
    return {"answer": _reason(said)}


def _reason(said: Mapping[str, str]) -> str:
    return said.get("reason", "").strip()


def _taken(stage: Milestone, verb: str) -> tuple[Challenge, Milestone]:
    """Return a challenge under lock and its milestone after a step; refused where it has none."""
    row = locked(stage.challenge)
    stage = Milestone.objects.get(pk=stage.pk)
    after = STEPS.get((stage.state, verb))
    # What was accepted is owed, whatever became of who did it.
    if after is None or (verb != "pay" and stage.proposal.state != CHOSEN):
        details = {"state": stage.title_of_state.zh, "state_en": stage.title_of_state.en}
        raise Refused([Problem("challenges.not_with_this_milestone", details=details)])
    stage.state = after
    return row, stage


def finish(row: Challenge, reason: str, doer: Doer) -> Challenge:
    """Bring a challenge to its end, once every milestone is accepted.

    Raises
    ------
    Refused
        Where one is not accepted yet, or it is not the doer's.
    """
    with transaction.atomic():
        row = locked(row)
        stages = row.milestones.filter(proposal__state=CHOSEN)
        if not all_accepted(stages.values_list("state", flat=True)):
            raise Refused([Problem("challenges.not_all_accepted", Where(field="milestones"))])
        return move(row, "finish", doer, reason, reached=3)


def let_go(row: Challenge, verb: str, reason: str, doer: Doer, **said: int) -> Challenge:
    """Record that the solver steps back, or fell away: the next who proposed may be asked.

    Milestones that were not accepted stop: nothing is paid for them any more.

    Raises
    ------
    Refused
        Where it is not the doer's, or lacks its reason.
    """
    with transaction.atomic():
        row = locked(row)
        parties = {slot: party for slot, party in row.parties.items() if slot != "solver"}
        why = reason.strip()
        changes: dict[str, Any] = {"parties": parties, "why": why, "decided_at": timezone.now()}
        moved = move(row, verb, doer, reason, said=said, **changes)
        _stop(row)
        row.proposals.filter(state=CHOSEN).update(state=GONE, why=why)
    return moved


def owner_gone(row: Challenge, reason: str, doer: Doer) -> Challenge:
    """Record that the owner fell away: before a choice it is taken back, after it, it ends.

    What was proposed is deleted unread, as where its owner takes it back; what was agreed stops,
    and what was accepted stays on record as owed.

    Raises
    ------
    Refused
        Where it is not the doer's to settle, is over, or the reason is missing.
    """
    with contents_going() as gone, seen_whole():
        row = locked(row)  # decided under lock: the owner may have chosen meanwhile
        undecided, why = row.state in UNDECIDED, reason.strip()
        moved = move(row, "owner_gone", doer, reason, why=why, decided_at=timezone.now())
        if undecided:
            leave_nothing(row, why, gone)
        else:
            _stop(row)
    return moved


def turn(row: Challenge, verb: str, reason: str, doer: Doer) -> Challenge:
    """End a challenge, end it to publish again, or dispute what became of it.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks its reason.
    """
    with transaction.atomic():
        row = locked(row)
        moved = move(row, verb, doer, reason, **_words_of(row, verb, reason.strip(), doer))
        if verb == "end":
            _stop(row)
    return moved


def _stop(row: Challenge) -> None:
    """Stop the milestones that nothing is owed for."""
    row.milestones.filter(proposal__state=CHOSEN, state__in=OPEN_STAGES).update(state=STOPPED)


def _words_of(row: Challenge, verb: str, text: str, doer: Doer) -> dict[str, Any]:
    if verb in ("dispute", "state_side"):
        says = "owner_says" if doer.party.of == row.owner else "solver_says"
        return {says: text, "was_disputed": True}
    if verb == "settle":
        return {"ruling": text}
    return {"why": text, "decided_at": timezone.now()}
