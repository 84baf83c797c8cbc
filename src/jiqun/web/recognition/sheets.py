"""Sheets of scores: given by experts, closed by the authority, taken out with who is excluded."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import transaction

from jiqun.base.canonical import canonical_text
from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import kept_definition
from jiqun.web.casework.moving import locked, move, read_reason
from jiqun.web.events.models import Event
from jiqun.web.explore.shelf import shelf
from jiqun.web.panels.models import WAITING
from jiqun.web.panels.sheets import numbers
from jiqun.web.recognition.models import Application, Call, Opinion
from jiqun.web.recognition.panels import tied_now
from jiqun.workflow.panels.scores import Sheet, Summary, checked, summary

REOPEN = "reopen_scores"
REOPENING = ("scored", "defended", "summarised")
"""Where an application stands whose scores are closed, and that nothing has decided."""


def give_scores(opinion: Opinion, said: Mapping[str, str], remark: str, doer: Doer) -> Opinion:
    """Give one's scores: the log only commits to them, and nobody sees them before all are closed.

    Parameters
    ----------
    opinion
        The expert's own part.
    said
        By category what was typed.
    remark
        In words, or empty.
    doer
        The expert.

    Raises
    ------
    Refused
        With everything wrong with the sheet.
    """
    scheme = opinion.application.call.way.categories
    sheet = checked(Sheet(opinion.expert, numbers(said)), scheme)
    text = {name: str(score) for name, score in sheet.scores.items()}
    secret = {"scores": canonical_text(text), "remark": read_reason(remark)}
    with transaction.atomic():
        if locked(opinion.application).state != "under_review":
            raise Refused([Problem("recognition.scores_closed_already")])
        return move(
            opinion, "give_scores", doer, secret=secret, sheet=text, remark=secret["remark"]
        )


def exclude(opinion: Opinion, doer: Doer, reason: str) -> Opinion:
    """Exclude an expert; where scores were closed with theirs and too few stay, open them again.

    Raises
    ------
    Refused
        Where it is not the doer's, no reason is given, or the application is decided by the sheet.
    """
    with transaction.atomic():
        call = locked(opinion.application.call)  # nobody is invited meanwhile, and no order decided
        application = locked(opinion.application)
        opinion = locked(opinion)
        counted = opinion.state == "scored" and application.state != "under_review"
        if counted and application.state not in REOPENING:
            raise Refused([Problem("recognition.judged_already")])
        opinion = move(opinion, "exclude", doer, reason)
        left = application.opinions.filter(state="scored").count()
        if counted and left < (call.way.experts_per_application or 1):
            _reopen(application, doer, reason)
    return opinion


def _reopen(application: Application, doer: Doer, reason: str) -> None:
    """Open scores again; an application that began before there was such a step takes it too."""
    if REOPEN not in application.standing.verbs_for(doer.party):
        application.definition = kept_definition(application.call.way.table("application"))
        application.save(update_fields=["definition"])
    move(application, REOPEN, doer, reason, said={"workflow": application.definition_id})


def close_scores(application: Application, doer: Doer, reason: str = "") -> Application:
    """Close an application's scores; once those of all are closed, its authority sees them.

    Parameters
    ----------
    application
        Under review.
    doer
        The call's authority.
    reason
        Why fewer experts than the programme says are enough, where it allows that.

    Raises
    ------
    Refused
        Where an expert has not given theirs yet, one who did is tied to the application by what is
        known now, or fewer did than the programme says.
    """
    with transaction.atomic():
        locked(application.call)  # nobody is invited meanwhile
        application = locked(application)  # and nobody gives scores
        opinions = list(application.opinions.select_related("judge").order_by("judge__name", "pk"))
        if waiting := [opinion.judge.name for opinion in opinions if opinion.state in WAITING]:
            details = {"count": len(waiting), **_named(application, waiting)}
            raise Refused([Problem("recognition.scores_missing", details=details)])
        _refuse_tied(application, [row for row in opinions if row.state == "scored"], doer)
        given = sum(opinion.state == "scored" for opinion in opinions)
        lacking = (application.call.way.experts_per_application or 0) - given
        if lacking <= 0:
            return move(application, "close_scores", doer)
        reason = read_reason(reason) if application.call.way.fewer_experts_with_reason else ""
        if not reason:
            gone = [opinion.judge.name for opinion in opinions if opinion.state != "scored"]
            raise Refused([_too_few(application, given, lacking, gone)])
        return move(application, "close_scores", doer, reason, said={"lacking": lacking})


def _refuse_tied(application: Application, given: Sequence[Opinion], doer: Doer) -> None:
    """Refuse a close by the sheet of an expert whose tie came up after they gave it."""
    judges = [opinion.judge for opinion in given]
    tied = tied_now(application, judges, shelf().workspace, doer)
    if names := [judge.name for judge in judges if judge.expert in tied]:
        raise Refused([Problem("recognition.tied_sheet", details=_named(application, names))])


def _too_few(application: Application, given: int, lacking: int, gone: Sequence[str]) -> Problem:
    """Say which application has too few sheets, how many, and whose part ended without one."""
    by_reason = application.call.way.fewer_experts_with_reason
    code = "sheets_lacking_reason" if by_reason else "sheets_lacking"
    details = {"given": given, "count": lacking, **_named(application, gone or ("—",))}
    return Problem(f"recognition.{code}", details=details)


def _named(application: Application, experts: Sequence[str]) -> dict[str, str]:
    words = {"experts": "、".join(experts), "experts_en": ", ".join(experts)}
    return {"cluster": application.name, **words}


def summed_up(application: Application) -> Summary | None:
    """Sum up what experts gave; None where nobody gave anything."""
    sheets = [
        Sheet(opinion.expert, {name: Decimal(text) for name, text in opinion.sheet.items()})
        for opinion in application.opinions.filter(state="scored")
    ]
    return summary(sheets, application.call.way.categories)


def reopened(call: Call) -> bool:
    """Tell whether scores of a call were closed before, and opened again: they were seen."""
    events = Event.objects.filter(verb=REOPEN, subject__startswith=f"{Application.about}:")
    return events.filter(subject__endswith=f"/{call}").exists()
