"""The panel of a challenge: experts drawn, kept apart from what they are tied to, replaced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jiqun.base.errors import Problem, Refused
from jiqun.base.names import place_name
from jiqun.base.readers import Office
from jiqun.base.rule_reasons import LET_GO
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import kept, stepped, today
from jiqun.web.casework.models import opening_of
from jiqun.web.casework.moving import begun, locked, move
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.challenges.models import READABLE, WITHDRAWN, Challenge, Judgement
from jiqun.web.challenges.review_rows import UNDER_REVIEW
from jiqun.web.events.chain import Deed, record
from jiqun.web.panels.models import JUDGING, SCORED, Judge
from jiqun.web.panels.ties import experts_of, serving, stood_aside
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.panels.assignment import Panel, reassign
from jiqun.workflow.panels.conflicts import Applicant, Checked, conflicts
from jiqun.workflow.routes import Party

MOST_FIELDS = 900
"""Fields of one sheet: a form takes a thousand."""


@dataclass(frozen=True)
class Drawn:
    """Who would judge a challenge, and who is kept away.

    Parameters
    ----------
    experts
        Everybody who would judge, by uid.
    standing
        Those of them who are invited already.
    ties
        Who is kept away by what ties them, by uid.
    lacking
        How many experts are missing from what was stated.
    seed
        The text the draw goes by: the challenge and its public key, published before any expert
        was known.
    """

    experts: frozenset[str]
    standing: frozenset[str]
    ties: Mapping[str, Checked]
    lacking: int
    seed: str

    @property
    def new(self) -> list[str]:
        """Who is still to be invited."""
        return sorted(self.experts - self.standing)


def drawn(row: Challenge) -> Drawn:
    """Draw who judges a challenge: nobody tied to any proposal or the owner, those invited first.

    Proposals compete, so that a tie to one of them keeps an expert away from all.
    """
    about, seed = str(row.pk), f"challenge/{row.pk}/{row.key}"
    parts = list(row.judgements.all())
    standing = {(about, part.expert) for part in parts if part.state in JUDGING}
    given = {(about, part.expert) for part in parts if part.state == SCORED}
    there = serving()
    judges = Judge.objects.filter(expert__in=there | {expert for _, expert in given})
    experts = experts_of(judges, stood_aside(parts, "challenge_id"))
    ties = conflicts(experts, [applicant_of(row)])
    dropped = {(about, part.expert) for part in parts if part.state not in JUDGING}
    left = {expert.id for expert in experts} - there  # what they gave stays; nobody else does
    dropped |= {(about, expert) for expert in left} - given
    loads = {expert.id: 1 for expert in experts}
    panel = Panel([about], loads, frozenset({*ties} | dropped), row.experts, seed)
    found = reassign(panel, standing, given)
    return Drawn(
        frozenset(found.experts_of(about)),
        frozenset(expert for _, expert in standing),
        {expert: checked for (_, expert), checked in ties.items()},
        sum(shortfall.lacking for shortfall in found.shortfalls),
        seed,
    )


def applicant_of(row: Challenge) -> Applicant:
    """Return what an expert of a challenge may be tied to: its owner, and whoever proposed."""
    firms, bodies = {}, {row.firm}
    for proposal in row.proposals.exclude(state=WITHDRAWN):
        said = proposal.said
        firms[proposal.solver] = said.firm if said else proposal.solver
    office, of = row.parties["owner"]
    if office == Office.FIRM:
        firms[of] = row.firm
    elif of.isdigit():
        bodies.add(place_name(of).zh)
    return Applicant(str(row.pk), firms, frozenset(bodies))


def tied_now(row: Challenge, parts: Iterable[Judgement]) -> list[Judgement]:
    """Return the parts of experts whom something ties to a challenge by what is known now."""
    parts = list(parts)
    found = conflicts(experts_of((part.judge for part in parts), {}), [applicant_of(row)])
    tied = {expert for _, expert in found}
    return [part for part in parts if part.expert in tied]


def convene(row: Challenge, doer: Doer) -> Challenge:
    """Invite whoever is drawn, and let go whoever has a tie by now.

    Raises
    ------
    Refused
        Where it is not the doer's, no panel was stated, or there is nobody to invite.
    """
    with transaction.atomic():
        row = locked(row)
        if not row.wants_panel:
            raise Refused([Problem("challenges.no_panel")])
        _refuse_too_many(row)
        found = drawn(row)
        gone = found.standing - found.experts
        if not found.new and not gone:
            details = {"count": found.lacking, "apart": len(found.ties)}
            raise Refused([Problem("challenges.nobody_to_invite", details=details)])
        told = {"invited": found.new, "seed": found.seed}
        row = move(row, "convene", doer, said=told)
        for part in row.judgements.filter(state__in=JUDGING, expert__in=gone):
            move(part, "exclude", doer, LET_GO)
        judges = Judge.objects.in_bulk(found.new, field_name="expert")
        for expert in found.new:
            _invited(row, judges[expert], doer)
    return row


def _refuse_too_many(row: Challenge) -> None:
    count, criteria = row.proposals.filter(state__in=READABLE).count(), len(row.criteria)
    if count * (criteria + 1) > MOST_FIELDS:
        details = {"count": count, "criteria": criteria}
        raise Refused([Problem("challenges.too_many_to_judge", details=details)])


def _invited(row: Challenge, judge: Judge, doer: Doer) -> Judgement:
    table = workflow("proposal_review")
    parties = {"expert": Party(Office.EXPERT, judge.expert), "authority": doer.party}
    standing = opened(table, parties, doer.party)
    part = Judgement.objects.create(
        challenge=row,
        judge=judge,
        expert=judge.expert,
        **opening_of(table, parties, standing),
        clocks=kept(stepped({}, table.opening, standing, today())),
    )
    said = {**begun(part), "challenge": row.subject}
    record(Deed("invite", part.subject, doer.person, doer.office, said))
    return part


def answer(part: Judgement, verb: str, reason: str, doer: Doer) -> Judgement:
    """Accept an invitation, decline it, or stand aside; or let an expert be replaced.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, lacks its reason, or nothing is judged now.
    """
    with transaction.atomic():
        under_review(part.challenge)
        return move(part, verb, doer, reason)


def exclude(part: Judgement, reason: str, doer: Doer) -> Judgement:
    """Exclude an expert; scores that were closed with theirs are opened again.

    Raises
    ------
    Refused
        Where it is not the doer's, no reason is given, or something is chosen already.
    """
    with transaction.atomic():
        row = locked(part.challenge)
        if row.state not in (UNDER_REVIEW, "reviewed", "opened"):
            raise Refused([Problem("challenges.judged_already")])
        counted = locked(part).state == SCORED and row.reviewed_at is not None
        part = move(part, "exclude", doer, reason)
        if counted:
            changes: dict[str, Any] = {"reviewed_at": None, "told_of_all": {}, "panel_says": ""}
            move(row, "reopen_scores", doer, reason, **changes)
            row.proposals.update(result={})
    return part


def under_review(row: Challenge) -> Challenge:
    """Return a challenge under lock, which experts judge now.

    Raises
    ------
    Refused
        Where they do not.
    """
    row = locked(row)
    if row.state != UNDER_REVIEW:
        raise Refused([Problem("challenges.not_judged_now")])
    return row


def may_still_prove(row: Challenge) -> bool:
    """Tell whether a proposal may still be shown that could not be read: before any is scored."""
    if row.state == UNDER_REVIEW:
        with seen_whole():  # no solver sees the panel
            return not Judgement.objects.filter(challenge=row, state=SCORED).exists()
    return row.state == "opened" and row.reviewed_at is None
