"""Calls: their list, one with its applications, and the way to apply."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.base.readers import Office
from jiqun.clusters import Profile
from jiqun.discovery.candidates import Candidate
from jiqun.discovery.kept import kept_run
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.candidates.covered import candidates_of
from jiqun.web.casework.clocks import today
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.casework.seen import Looked
from jiqun.web.explore.paging import page_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.known import Known, known_clusters
from jiqun.web.posted import day_in
from jiqun.web.recognition.applying import begin
from jiqun.web.recognition.calling import callable_by
from jiqun.web.recognition.contents import Contents
from jiqun.web.recognition.deciding import EXTEND, ISSUE, move_call
from jiqun.web.recognition.models import Application, Call, Objection, Opinion
from jiqun.web.recognition.objecting import noticed_lines
from jiqun.web.recognition.papers import available
from jiqun.web.recognition.queues import queue
from jiqun.web.recognition.seen import SeenCall, SeenOpinion
from jiqun.web.recognition.starting import profile_of
from jiqun.web.rights import filers, openers, public


@public
def listed(request: HttpRequest) -> HttpResponse:
    """List the calls, and the applications a reader sees."""
    reader = reader_of(request)
    beside = ("definition", "application__call")
    judged = Opinion.objects.for_reader(reader).select_related(*beside)
    opinions = judged if reader.office is Office.EXPERT else []
    context = {
        "opinions": [SeenOpinion(own, doer_of(request)) for own in opinions],
        "calls": [
            SeenCall(call, doer_of(request))
            for call in Call.objects.for_reader(reader).select_related("definition")
        ],
        "queue": queue(Application.objects.for_reader(reader), doer_of(request), request.GET),
        "programmes": callable_by(doer_of(request)),
        "objections": [
            Looked(objection, doer_of(request))
            for objection in Objection.objects.for_reader(reader)
            .open()
            .select_related("definition", "application")
        ],
    }
    return render(request, "recognition/calls.html.j2", context)


@public
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a call: its terms, what is on notice or listed, and the reader's applications."""
    return call_page(request, call_for(request, number))


@openers.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take a step with a whole call."""
    call, said, faults = call_for(request, number), request.POST, list[Problem]()
    due = day_in(said.get("due", ""), "due", faults)
    try:
        if verb == EXTEND and faults:
            raise Refused(faults)
        if verb == ISSUE and call.is_past_due:
            raise Refused([_over(call)])
        move_call(call, verb, doer_of(request), said.get("reason", ""), due)
    except Refused as refused:
        return call_page(request, call_for(request, number), refused.problems)
    return _to(call)


@filers.taking("POST")
def apply(request: HttpRequest, number: int) -> HttpResponse:
    """Begin an application: for a cluster that is known, or from a candidate of discovery."""
    call, workspace = call_for(request, number), shelf().workspace
    try:
        profile, candidate = _chosen(request)
        application = begin(call, profile, workspace, doer_of(request), candidate)
    except Refused as refused:
        return call_page(request, call, refused.problems)
    return HttpResponseRedirect(reverse("application", args=(application.pk,)))


def _chosen(request: HttpRequest) -> "tuple[Profile, dict[str, object]]":
    """Return the cluster a county applies for: of its own, by what it covers."""
    reader, said = reader_of(request), request.POST.get("cluster", "")
    for known in known_clusters(shelf().workspace, reader):
        if known.profile.id == said:
            return known.profile, {}
    rank = said.removeprefix("candidate-")
    for candidate in _candidates(request):
        if str(candidate.rank) == rank:
            return profile_of(candidate, demo=shelf().demonstration)
    raise Refused([Problem("recognition.no_cluster_chosen")])


def _over(call: Call) -> Problem:
    """Return the problem of a call to which nobody could apply any more."""
    details = {"due": call.due.isoformat(), "today": today().isoformat()}
    return Problem("recognition.due_is_over", details=details)


def _unapplied(own: QuerySet[Application], known: Sequence[Known]) -> list[Known]:
    """Return the clusters that have no application to the call yet."""
    applied = frozenset(own.values_list("cluster", flat=True))
    return [cluster for cluster in known if cluster.profile.id not in applied]


def _candidates(request: HttpRequest) -> list[Candidate]:
    return candidates_of(kept_run(shelf().workspace.folder), reader_of(request))


def call_for(request: HttpRequest, number: int) -> Call:
    """Return a call as its reader sees it.

    Raises
    ------
    Http404
        Where there is none, or it is not the reader's to see.
    """
    calls = Call.objects.for_reader(reader_of(request)).select_related("definition")
    call = calls.filter(pk=number).first()
    if call is None:
        raise Http404(NotFound(Problem("recognition.no_call")))
    return call


def _to(call: Call) -> HttpResponse:
    return HttpResponseRedirect(reverse("call", args=(call.pk,)))


def call_page(
    request: HttpRequest, call: Call, problems: "list[Problem] | None" = None
) -> HttpResponse:
    """Return a call's page, with what a step was refused for."""
    reader, doer = reader_of(request), doer_of(request)
    own = call.applications.all() & Application.objects.for_reader(reader)
    with seen_whole():  # what is on notice or listed is everybody's to know
        everybody_s = call.applications.all().noticed().order_by("province", "cluster")
        numbers = page_of(
            list(everybody_s.values_list("pk", flat=True)), request.GET, name="listed"
        )
        rows = everybody_s.prefetch_related("definition", "call").in_bulk(numbers.rows)
        lines = noticed_lines([rows[number] for number in numbers.rows])
    seen = SeenCall(call, doer)
    context = {
        "seen": seen,
        "call": call,
        "says": Contents(call),
        "queue": queue(own, doer, request.GET),
        "papers": available(call, doer),
        "noticed": numbers.of(lines),
        "objections": [
            Looked(objection, doer)
            for objection in Objection.objects.for_reader(reader)
            .filter(application__call=call)
            .select_related("definition", "application")
        ],
        "known": _unapplied(own, known_clusters(shelf().workspace, reader)) if seen.is_open else [],
        "candidates": _candidates(request) if seen.is_open else [],
        "problems": problems or [],
        "said": request.POST,
    }
    return render(request, "recognition/call.html.j2", context, status=422 if problems else 200)
