"""Experts' scores for proposals: sealed till all are closed, then told to owner and solvers."""

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiqun.base.canonical import canonical_text
from jiqun.base.errors import Problem, Refused, errors_only
from jiqun.base.readers import Office
from jiqun.exchange.challenges.reviewing import faults_of, results_of, scheme_of, told_of_all
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import locked, move, read_reason
from jiqun.web.challenges.models import READABLE, Challenge, Judgement, Proposal
from jiqun.web.challenges.panelling import tied_now, under_review
from jiqun.web.panels.models import SCORED, WAITING
from jiqun.web.panels.sheets import numbers


def judged_proposals(row: Challenge) -> list[Proposal]:
    """Return what is judged, in the order of the proposals' random keys: it tells nothing."""
    rows = Proposal.objects.filter(challenge=row, state__in=READABLE)
    return sorted(rows, key=lambda proposal: str(proposal.pk))


def order_of(proposals: Iterable[object]) -> str:
    """Return what a page of proposals is known by: sheets are typed by their places on it."""
    text = " ".join(map(str, proposals))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def give_scores(part: Judgement, said: Mapping[str, str], doer: Doer) -> Judgement:
    """Give one's scores for every proposal: the log only commits to them.

    Parameters
    ----------
    part
        The expert's own part.
    said
        What was typed: ``1-c2`` of the first proposal by the second criterion, ``1-remark`` why.
    doer
        The expert.

    Raises
    ------
    Refused
        With everything wrong with it, or where a proposal was shown since the page was; then
        nothing is kept.
    """
    with transaction.atomic():
        row = under_review(part.challenge)
        proposals = [str(proposal) for proposal in judged_proposals(row)]
        if said.get("order", order_of(proposals)) != order_of(proposals):
            raise Refused([Problem("challenges.more_to_judge")])
        scheme = scheme_of(row.criteria)
        sheets = {
            proposal: numbers({c.id: said.get(f"{number}-{c.id}", "") for c in scheme})
            for number, proposal in enumerate(proposals, 1)
        }
        remarks = {
            proposal: read_reason(said.get(f"{number}-remark", "").strip())
            for number, proposal in enumerate(proposals, 1)
        }
        faults = faults_of(sheets, proposals, scheme)
        faults += [
            Problem("challenges.remark_missing", details={"number": number})
            for number, proposal in enumerate(proposals, 1)
            if not remarks[proposal]
        ]
        if errors_only(faults):
            raise Refused(faults)
        text = {
            proposal: {name: str(score) for name, score in sheet.items()}
            for proposal, sheet in sheets.items()
        }
        secret = {"scores": canonical_text(text), "remarks": canonical_text(remarks)}
        return move(part, "give_scores", doer, secret=secret, sheet=text, remarks=remarks)


def close_scores(row: Challenge, reason: str, doer: Doer) -> Challenge:
    """Close the scores: the owner and the solvers are told what the panel says.

    Parameters
    ----------
    row
        Under review.
    reason
        Why fewer experts than were stated are enough.
    doer
        Who convened the panel.

    Raises
    ------
    Refused
        Where an expert has still to give theirs, one who did is tied by what is known now, or
        fewer did than were stated and no reason is given.
    """
    with transaction.atomic():
        row = under_review(row)
        parts = list(row.judgements.select_related("judge").order_by("judge__name", "pk"))
        given = [part for part in parts if part.state == SCORED]
        _refuse_open(row, parts, given, reason)
        scheme = scheme_of(row.criteria)
        results = results_of([_sheets(part) for part in given], scheme)
        for proposal in judged_proposals(row):
            if found := results.get(str(proposal)):
                remarks = sorted(part.remarks.get(str(proposal), "") for part in given)
                proposal.result = {**found.said, "remarks": [text for text in remarks if text]}
                proposal.save(update_fields=["result"])
        changes: dict[str, Any] = {"told_of_all": told_of_all(results)}
        changes |= {"reviewed_at": timezone.now(), "panel_says": reason.strip()}
        said = {"sheets": len(given), "experts": row.experts}
        return move(row, "close_scores", doer, reason, said=said, **changes)


def waive_panel(row: Challenge, reason: str, doer: Doer) -> Challenge:
    """Let the owner choose without a panel, where none can be brought together: all are told why.

    Raises
    ------
    Refused
        Where it is not the doer's, no reason is given, or there is no panel to do without.
    """
    with transaction.atomic():
        row = locked(row)
        if not row.wants_panel:
            raise Refused([Problem("challenges.no_panel")])
        changes: dict[str, Any] = {
            "reviewed_at": timezone.now(),
            "panel_says": reason.strip(),
        }
        return move(row, "waive_panel", doer, reason, **changes)


def _refuse_open(
    row: Challenge, parts: list[Judgement], given: list[Judgement], reason: str
) -> None:
    """Refuse to close scores that are not all given, or not freely."""
    if waiting := [part.judge.name for part in parts if part.state in WAITING]:
        raise Refused([_named("challenges.scores_missing", waiting)])
    if tied := [part.judge.name for part in tied_now(row, given)]:
        raise Refused([_named("challenges.tied_sheet", tied)])
    lacking = row.experts - len(given)
    if not given or (lacking > 0 and not reason.strip()):
        details = {"given": len(given), "count": lacking}
        raise Refused([Problem("challenges.sheets_lacking", details=details)])


def _named(code: str, names: list[str]) -> Problem:
    details = {"count": len(names), "experts": "、".join(names), "experts_en": ", ".join(names)}
    return Problem(code, details=details)


def _sheets(part: Judgement) -> dict[str, dict[str, Decimal]]:
    return {
        proposal: {name: Decimal(text) for name, text in sheet.items()}
        for proposal, sheet in part.sheet.items()
    }


def may_give(part: Judgement, doer: Doer) -> bool:
    """Tell whether an expert gives scores now."""
    own = doer.reader.office is Office.EXPERT
    return own and "give_scores" in part.standing.verbs_for(doer.party)
