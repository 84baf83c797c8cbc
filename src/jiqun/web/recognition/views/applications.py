"""One application: its page, its cells, what the programmes say of it, and the steps it takes."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.base.folding import folded
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.clocks import today
from jiqun.web.casework.moving import move
from jiqun.web.casework.pages import day_asked, problems_said, saved
from jiqun.web.casework.past import history
from jiqun.web.recognition.applying import facts_of, hand_in, unanswered
from jiqun.web.recognition.cancelling import WITH_CALL
from jiqun.web.recognition.confirming import confirm, unconfirmed
from jiqun.web.recognition.exhibits import lacking
from jiqun.web.recognition.exhibits_seen import SeenEvidence
from jiqun.web.recognition.headings import headings_of
from jiqun.web.recognition.known_cells import SOURCES
from jiqun.web.recognition.models import Answer, Application
from jiqun.web.recognition.past import seen_on
from jiqun.web.recognition.ranks import step_out
from jiqun.web.recognition.recommending import (
    endorse,
    recommend,
    record_defence,
    record_site_check,
    summarise,
    wait,
)
from jiqun.web.recognition.seen import TEXTS, SeenApplication
from jiqun.web.recognition.selecting import give_notice, let_go
from jiqun.web.recognition.sheets import REOPEN, close_scores
from jiqun.web.recognition.targets import target_faults
from jiqun.web.rights import filers, parties, readers_of_applications
from jiqun.workflow.cases import act as possible

ELSEWHERE = (
    "begin", "start_expert_review", REOPEN, "decide", "announce", "uphold_objection", WITH_CALL,
)  # fmt: skip
"""Steps an application takes with its call, or with an expert who is excluded."""
BY_REASON = frozenset({"give_notice", "place_in_cultivation_tier"})
"""Steps that take a reason where no rule decides."""
STEPPING_OUT = ("withdraw", "cancel", "leave_out")
"""Steps out of a list: those behind it move up."""


@readers_of_applications
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show an application: to be filled in by whose turn it is, to be read by others."""
    return application_page(request, application_for(request, number))


@parties
def past(request: HttpRequest, number: int) -> HttpResponse:
    """Show what an application was on a past day, from the log alone, and what was done to it."""
    application, (on, problems) = application_for(request, number), day_asked(request)
    context = {
        "application": application,
        "on": on,
        "seen": seen_on(application, on, doer_of(request)),
        "headings": headings_of(application.call),
        "history": history(application),
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "recognition/past.html.j2", context, status=status)


@filers.taking("POST")
def save(request: HttpRequest, number: int) -> HttpResponse:
    """Save cells, and say their new versions and which were changed by somebody else."""
    return saved(request, application_for(request, number), Answer)


@parties
def problems(request: HttpRequest, number: int) -> HttpResponse:
    """Say what is not said, not confirmed, or cannot be read."""
    from django.http import JsonResponse

    seen = SeenApplication(application_for(request, number), doer_of(request))
    cells = list(seen.cells.values())
    found = [
        *facts_of(seen.case, cells)[1],
        *target_faults(seen.case.asked_of, seen.case.cluster, cells),
        *([*unanswered(seen.case, cells), *lacking(seen.case)] if seen.open else []),
    ]
    return JsonResponse({"problems": problems_said(found, request)})


@filers.taking("POST")
def confirm_all(request: HttpRequest, number: int) -> HttpResponse:
    """Confirm every figure that was filled in, as the page listed it."""
    application = application_for(request, number)
    try:
        confirm(application, request.POST.getlist("cell"), doer_of(request))
    except Refused as refused:
        return application_page(request, application_for(request, number), refused.problems)
    return HttpResponseRedirect(f"{reverse('application', args=(number,))}#figures")


@parties.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take a step."""
    application, doer = application_for(request, number), doer_of(request)
    said = {name: request.POST.get(name, "") for name in ("reason", "text")}
    try:
        _take(application, verb, doer, request.POST.getlist("field"), **said)
    except Refused as refused:
        return application_page(request, application_for(request, number), refused.problems, said)
    return HttpResponseRedirect(reverse("application", args=(number,)))


def _take(
    application: Application, verb: str, doer: Doer, fields: list[str], reason: str, text: str
) -> None:
    plain: dict[str, Callable[[Application, Doer], Application]] = {
        "submit": hand_in,
        "endorse": endorse,
        "recommend": recommend,
        "put_on_waiting_list": wait,
    }
    recorded: dict[str, Callable[[Application, str, Doer], Application]] = {
        "record_site_check": record_site_check,
        "record_defence": record_defence,
        "summarise": summarise,
    }
    if verb in ELSEWHERE:
        raise Refused([Problem("recognition.with_its_call")])
    # Before anything is looked up: a refusal tells nothing to who may not take the step.
    possible(application.standing, verb, doer.party, "-", application.over(today()))
    if verb in plain:
        plain[verb](application, doer)
    elif verb in STEPPING_OUT:
        step_out(application, verb, doer, reason)
    elif verb == "close_scores":
        close_scores(application, doer, reason)
    elif verb == "give_notice":
        give_notice(application, doer, reason)
    elif verb in ("not_select", "place_in_cultivation_tier"):
        let_go(application, verb, reason, doer)
    elif verb in recorded:
        recorded[verb](application, text, doer)
    else:
        known = [field for field in fields if field in application.asked_of.fields]
        move(application, verb, doer, reason, known)


def application_for(request: HttpRequest, number: int) -> Application:
    """Return the application a page is about, as its reader sees it.

    Raises
    ------
    Http404
        Where there is none for them.
    """
    seen = Application.objects.for_reader(reader_of(request))
    application = seen.select_related("definition", "call").filter(pk=number).first()
    if application is None:
        raise Http404(NotFound(Problem("recognition.no_application")))
    return application


def application_page(
    request: HttpRequest,
    application: Application,
    problems: list[Problem] | None = None,
    said: dict[str, str] | None = None,
) -> HttpResponse:
    """Return an application's page, with what was refused where something was."""
    seen = SeenApplication(application, doer_of(request))
    fewer = application.call.way.fewer_experts_with_reason
    context = {
        "seen": seen,
        "application": application,
        "call": application.call,
        "asked": application.asked_of,
        "steps": [step for step in seen.steps if step.verb not in ELSEWHERE],
        "texts": TEXTS,
        "sources": SOURCES,
        "by_reason": BY_REASON | ({"close_scores"} if fewer else set()),
        "judged": seen.judged,
        "evidence": SeenEvidence(application, doer_of(request)),
        "unconfirmed": unconfirmed(seen),
        "problems": folded(problems or []),
        "said": said or {},
    }
    return render(
        request, "recognition/application.html.j2", context, status=422 if problems else 200
    )
