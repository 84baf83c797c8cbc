"""A motion: moved, shown, discussed, decided, followed."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.governance import balloting, moving
from jiqun.web.governance.models import Motion
from jiqun.web.governance.seen import BY_A_BUTTON, CLOSING, SeenMotion
from jiqun.web.governance.views.bodies import seen as body_seen
from jiqun.web.governance.views.bodies import typed
from jiqun.web.rights import deciders, firms, providers

MOTION = ("title", "text")


@firms.taking("GET", "HEAD", "POST")
def new(request: HttpRequest, number: int) -> HttpResponse:
    """Move something in a body one is a member of."""
    body = body_seen(request, number)
    said, problems = typed(request.POST, MOTION), list[Problem]()
    if request.method == "POST":
        try:
            row = moving.submit(body, said, doer_of(request))
        except Refused as refused:
            problems = refused.problems
        else:
            return HttpResponseRedirect(reverse("governance_motion", args=[row.pk]))
    context = {"body": body, "said": said, "problems": problems}
    status = 422 if problems else 200
    return render(request, "governance/move.html.j2", context, status=status)


@deciders
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a motion."""
    return page(request, seen(request, number), [])


@firms.taking("POST")
def amended(request: HttpRequest, number: int) -> HttpResponse:
    """Change one's own motion."""
    row, said = seen(request, number), typed(request.POST, MOTION)
    return taken(request, row, lambda: moving.amend(row, said, doer_of(request)))


@providers.taking("POST")
def remarked(request: HttpRequest, number: int) -> HttpResponse:
    """Say something of a motion that is discussed."""
    row, said = seen(request, number), typed(request.POST, ("remark",))
    return taken(request, row, lambda: moving.remark(row, said, doer_of(request)))


@deciders.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take a step that wants a reason at most."""
    if verb not in BY_A_BUTTON:
        raise Http404
    row, reason = seen(request, number), request.POST.get("reason", "")
    return taken(request, row, lambda: _step(row, verb, reason, doer_of(request)))


def _step(row: Motion, verb: str, reason: str, doer: Doer) -> Motion:
    if verb == CLOSING:
        return balloting.close(row, doer)
    if verb == "annul":
        return balloting.annul(row, reason, doer)
    if verb == "report":
        return moving.report(row, reason, doer)
    return moving.step(row, verb, reason, doer)


def seen(request: HttpRequest, number: int) -> Motion:
    """Return a motion that the reader sees; 404 where there is none."""
    rows = Motion.objects.for_reader(reader_of(request)).select_related("definition", "body")
    return get_object_or_404(rows, pk=number)


def taken(request: HttpRequest, row: Motion, step: Callable[[], object]) -> HttpResponse:
    """Take a step and show the motion, or say what is wrong with it."""
    try:
        step()
    except Refused as refused:
        return page(request, row, refused.problems)
    return HttpResponseRedirect(reverse("governance_motion", args=[row.pk]))


def page(request: HttpRequest, row: Motion, problems: list[Problem]) -> HttpResponse:
    """Show a motion, with what its reader may do."""
    amended = typed(request.POST, MOTION) if "title" in request.POST else None
    context: dict[str, Any] = {
        "row": row,
        "seen": SeenMotion(row, reader_of(request)),
        "said": amended or {"title": row.title, "text": row.text},
        "typed": typed(request.POST, ("remark", "reason")),
        "problems": problems,
    }
    return render(request, "governance/motion.html.j2", context, status=422 if problems else 200)
