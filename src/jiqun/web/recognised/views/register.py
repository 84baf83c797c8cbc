"""The register: its list, and one recognition."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.errors import NotFound, Problem
from jiqun.rules import programmes
from jiqun.rules.life import grounds_named
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.clocks import today
from jiqun.web.explore.paging import page_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.recognised.models import MATTERS
from jiqun.web.recognised.register import (
    FILTERS,
    batch_review,
    choices,
    entries,
    entry_numbered,
    narrowed,
    taken,
)
from jiqun.web.recognised.seen import (
    DONE,
    KINDS,
    MATTER_WORDS,
    SeenRecognition,
    recognition_for,
)
from jiqun.web.recognised.shown import TITLES
from jiqun.web.recognition.models import begun_with
from jiqun.web.rights import public


@public
def listed(request: HttpRequest) -> HttpResponse:
    """List the recognitions, by programme, province, batch and standing."""
    every = entries(today())
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    context = {
        "chosen": chosen,
        "choices": choices(every),
        "page": page_of(narrowed(every, chosen), request.GET),
    }
    return render(request, "recognised/register.html.j2", context)


@public
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a recognition: its clock and steps to everybody, its duties to its offices."""
    return page(request, number)


def page(
    request: HttpRequest, number: int, problems: "list[Problem] | None" = None
) -> HttpResponse:
    """Return a recognition's page, with what is wrong with what was asked."""
    entry = entry_numbered(number, today())
    if entry is None:
        raise Http404(NotFound(Problem("recognised.no_recognition")))
    own = recognition_for(reader_of(request), number)
    rules = programmes().get(entry.programme) or begun_with(entry.programme, entry.batch)
    context = {
        "entry": entry,
        "taken": taken(entry),
        "reviewed": batch_review(entry),
        "seen": SeenRecognition(own, doer_of(request), shelf().workspace) if own else None,
        "done": DONE,
        "kinds": KINDS,
        "grounds": (grounds := grounds_named(rules)),
        "finding_titles": {**MATTER_WORDS, **grounds},
        "matters": MATTERS,
        "paper_titles": TITLES,
        "problems": problems or [],
        "said": request.POST,
    }
    return render(
        request, "recognised/recognition.html.j2", context, status=422 if problems else 200
    )
