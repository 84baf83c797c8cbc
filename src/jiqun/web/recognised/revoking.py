"""Take a recognition away, on a ground its programme names; and appeal against it."""

from typing import Any

from django.db import transaction

from jiqun.base.errors import Problem, Refused, Where
from jiqun.recognition.lives import revoke as taken_away
from jiqun.rules.life import grounds_named
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.moving import locked, move
from jiqun.web.recognised import papers
from jiqun.web.recognised.models import ENDED, Appeal, Recognition
from jiqun.web.recognised.reviewing import end_open

CLOSED = ("upheld", "dismissed", "refused", "withdrawn")
"""Where an appeal stands that is over."""
OWN_STEPS = ("propose_revocation", "state", "drop", "revoke")
"""Steps a recognition takes by itself; the others go with its review or an appeal."""


def step(recognition: Recognition, verb: str, doer: Doer, text: str, ground: str) -> Recognition:
    """Propose a revocation, answer it, drop it, or revoke.

    Raises
    ------
    Refused
        Where the step is not the doer's now, its ground is none of the programme's, or nothing
        stands to be taken away.
    """
    if verb not in OWN_STEPS:
        raise Refused([Problem("recognised.done_elsewhere")])
    if verb == "propose_revocation":
        return _propose(recognition, doer, text, ground)
    if verb == "state":
        return move(recognition, verb, doer, text, statement=text)
    if verb == "drop":
        return move(recognition, verb, doer, text, ground="", decision=text)
    return _revoke(recognition, doer, text)


def _propose(recognition: Recognition, doer: Doer, text: str, ground: str) -> Recognition:
    if ground not in grounds_named(recognition.rules):
        raise Refused([Problem("recognised.no_ground_chosen", Where(field="ground"))])
    told = {"ground": ground}
    kept: dict[str, Any] = {"ground": ground, "proposal": text, "statement": "", "decision": ""}
    return move(recognition, "propose_revocation", doer, text, said=told, **kept)


def _revoke(recognition: Recognition, doer: Doer, text: str) -> Recognition:
    with transaction.atomic():
        row = locked(recognition)
        taken_away(row.rules, row.held(today()), today(), row.ground)
        ended: dict[str, Any] = {"ended": today(), "ended_by": doer.person, "decision": text}
        row = move(row, "revoke", doer, text, said={"ground": row.ground}, **ended)
        end_open(row, doer, text)
        return row


def appeal(recognition: Recognition, doer: Doer) -> Appeal:
    """Begin an appeal of the county's.

    Raises
    ------
    Refused
        Where nothing was decided against it, or an appeal is under way.
    """
    with transaction.atomic():
        row = locked(recognition)
        if row.state not in ENDED or row.ended is None:
            raise Refused([Problem("recognised.nothing_to_appeal")])
        same = Appeal.objects.filter(recognition=row, decided=row.ended)
        if same.exclude(state="withdrawn").exists():
            raise Refused([Problem("recognised.appealed_already")])
        paper = Appeal(against=row.state, decided=row.ended)
        return papers.begin(paper, row, doer)


def lodge(paper: Appeal, doer: Doer) -> Appeal:
    """Hand an appeal in, within its time."""
    with transaction.atomic():
        paper = locked(paper)
        return papers.hand_in(paper, "lodge", doer, paper.said.get("text", ""))


def decide(paper: Appeal, verb: str, doer: Doer, text: str) -> Appeal:
    """Take a step of whoever decides an appeal: never the person whose decision it is about.

    Raises
    ------
    Refused
        Where the doer decided what is appealed against, or the step is not theirs now.
    """
    column = "opinion" if verb == "give_opinion" else "decision"
    with transaction.atomic():
        row = locked(paper.recognition)
        if verb in ("uphold", "dismiss", "refuse") and doer.person == row.ended_by:
            raise Refused([Problem("recognised.same_person")])
        kept: dict[str, Any] = {column: text} if verb not in ("admit", "withdraw") else {}
        paper = move(paper, verb, doer, text, **kept)
        if verb == "uphold":
            _reinstate(row, doer, text)
    return paper


def _reinstate(row: Recognition, doer: Doer, text: str) -> None:
    """Set a decision aside: the recognition stands as before it, and its review is open again."""
    reviewed = row.state != "revoked"
    uncertain = row.uncertain or reviewed
    cleared: dict[str, Any] = {"ended": None, "ended_by": "", "ground": "", "uncertain": uncertain}
    move(row, "reinstate", doer, text, decision=text, **cleared)
