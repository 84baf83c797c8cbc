"""Start an application: the cluster, the call, and what will be filled in before it is begun."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.codes import sectors
from jiqun.base.errors import Problem, Refused
from jiqun.discovery.candidates import Candidate
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.posted import number_in
from jiqun.web.recognition.applying import begin
from jiqun.web.recognition.calling import open_calls
from jiqun.web.recognition.models import Application, Call
from jiqun.web.recognition.starting import alike, beginning_of, foreseen, profile_of
from jiqun.web.recognition.subjects import Subject, subjects
from jiqun.web.rights import filers


@filers.taking("GET", "HEAD", "POST")
def start(request: HttpRequest) -> HttpResponse:
    """Show what an application would begin with, and begin it."""
    said = request.POST if request.method == "POST" else request.GET
    reader, problems = reader_of(request), list[Problem]()
    every, calls = subjects(shelf().workspace, reader), open_calls(reader)
    named = {subject.key: subject for subject in every}
    chosen = named.get(said.get("cluster", ""))
    found = (chosen and chosen.candidate) or _candidate(named.get(said.get("candidate", "")))
    numbers = {call.pk: call for call in calls}
    call = numbers.get(number_in(said.get("call", "")) or (calls[0].pk if len(calls) == 1 else 0))
    if request.method == "POST":
        try:
            return _begun(request, call, chosen, found)
        except Refused as refused:
            problems = refused.problems
    context: dict[str, Any] = {
        "subjects": every,
        "calls": calls,
        "call": call,
        "chosen": chosen,
        "candidate": found,
        "already": _already(request, call, chosen),
        "foreseen": foreseen(chosen, found, call, shelf().workspace, reader),
        "alike": alike(every, chosen),
        "sectors": sectors().values(),
        "said": said,
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "recognition/start.html.j2", context, status=status)


def _begun(
    request: HttpRequest, call: Call | None, chosen: Subject | None, found: Candidate | None
) -> HttpResponse:
    """Begin the application, and lead to it."""
    faults = [] if call else [Problem("recognition.call_not_open")]
    faults += [] if chosen else [Problem("recognition.no_cluster_chosen")]
    if call is None or chosen is None:
        raise Refused(faults)
    workspace, demo = shelf().workspace, shelf().demonstration
    beginning = (chosen, found, request.POST, workspace, reader_of(request))
    profile, candidate = beginning_of(*beginning, demo=demo)
    begun = begin(call, profile, workspace, doer_of(request), candidate)
    return HttpResponseRedirect(reverse("application", args=(begun.pk,)))


def _candidate(subject: Subject | None) -> Candidate | None:
    return subject.candidate if subject else None


def _already(request: HttpRequest, call: Call | None, chosen: Subject | None) -> Application | None:
    """Return the application there is already."""
    if call is None or chosen is None:
        return None
    candidate = profile_of(chosen.candidate, demo=False)[0].id if chosen.candidate else ""
    own = Application.objects.for_reader(reader_of(request)).filter(call=call)
    return own.filter(cluster=chosen.cluster or candidate).first()
