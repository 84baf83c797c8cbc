"""The first page of recognition: what a county can do next, and for others the calls."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.readers import Reader
from jiqun.discovery.kept import kept_run
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.candidates.covered import candidates_of
from jiqun.web.casework.clocks import today
from jiqun.web.casework.seen import Looked
from jiqun.web.explore.shelf import shelf
from jiqun.web.recognised.models import Recognition
from jiqun.web.recognised.register import entry_of
from jiqun.web.recognition.calling import open_calls
from jiqun.web.recognition.models import Application, Call, Objection
from jiqun.web.recognition.queues import queue
from jiqun.web.recognition.seen import SeenApplication, SeenCall
from jiqun.web.recognition.views import calls
from jiqun.web.rights import filers, public


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call a county can apply to now, how many days are left, and what it applied with."""

    call: Call
    days_left: int
    own: list[SeenApplication]


@public
def shown(request: HttpRequest) -> HttpResponse:
    """Show who fills in what they can do next; everybody else the calls and applications."""
    if not filers.allows(reader_of(request)):
        return calls.listed(request)
    reader, doer = reader_of(request), doer_of(request)
    applications = Application.objects.for_reader(reader)
    own = applications.select_related("definition", "call")
    open_now = _open(reader, [SeenApplication(application, doer) for application in own])
    taking = {found.call.pk for found in open_now}
    others = Call.objects.for_reader(reader).exclude(pk__in=taking).select_related("definition")
    recognitions = Recognition.objects.for_reader(reader)
    run = kept_run(shelf().workspace.folder)
    context = {
        "open_calls": open_now,
        "calls": [SeenCall(call, doer) for call in others],
        "queue": queue(applications, doer, request.GET),
        "recognitions": [entry_of(row, today()) for row in recognitions],
        "candidates": len(candidates_of(run, reader)),
        "objections": [
            Looked(objection, doer)
            for objection in Objection.objects.for_reader(reader)
            .open()
            .select_related("definition", "application")
        ],
    }
    return render(request, "recognition/county.html.j2", context)


def _open(reader: Reader, own: Iterable[SeenApplication]) -> list[OpenCall]:
    by_call: dict[int, list[SeenApplication]] = {}
    for seen in own:
        by_call.setdefault(seen.case.call_id, []).append(seen)
    return [
        OpenCall(call, (call.due - today()).days, by_call.get(call.pk, []))
        for call in open_calls(reader)
    ]
