"""Recognitions and papers about them on a past day, from the log and the journal alone."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.errors import NotFound, Problem
from jiqun.rules.life import grounds_named
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.casework.pages import day_asked
from jiqun.web.casework.past import history
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.explore.shelf import shelf
from jiqun.web.recognised.models import Recognition
from jiqun.web.recognised.past import KINDS, SeenPastRecognition, paper_on, recognition_on
from jiqun.web.recognised.seen import DONE, MATTER_WORDS, recognition_for
from jiqun.web.recognised.seen import KINDS as WATCHED
from jiqun.web.recognised.shown import TITLES, verdict_words
from jiqun.web.rights import parties, public


@public
def recognition(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a recognition was on a past day: to its offices, what only they see, too."""
    with seen_whole():  # which clusters are recognised is everybody's to know
        row = Recognition.objects.select_related("definition").filter(pk=number).first()
    if row is None:
        raise Http404(NotFound(Problem("recognised.no_recognition")))
    (on, problems), doer = day_asked(request), doer_of(request)
    then = recognition_on(row, on)
    own = parties.allows(doer.reader) and recognition_for(doer.reader, number) is not None
    seen = SeenPastRecognition(then, doer, shelf().workspace) if own and then else None
    context = {
        "row": row,
        "on": on,
        "then": then,
        "seen": seen,
        "history": history(row) if own else [],
        "done": DONE,
        "paper_titles": TITLES,
        "grounds": (grounds := grounds_named(row.rules)),
        "kinds": WATCHED,
        "matters": MATTER_WORDS,
        "finding_titles": {**MATTER_WORDS, **grounds},
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "recognised/past.html.j2", context, status=status)


@parties
def paper(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Show what a paper was on a past day, from the log alone, and what was done to it."""
    (on, problems), doer, model = day_asked(request), doer_of(request), KINDS.get(kind)
    found = seen = None
    if model is not None:
        rows = model.objects.of_places(doer.reader).select_related("definition", "recognition")
        found = rows.filter(pk=number).first()
    if found is not None and model is not None:
        seen = paper_on(found, on, doer, shelf().workspace)
        now = model.objects.for_reader(doer.reader).filter(pk=number).exists()
    if found is None or not (seen or now):
        raise Http404(NotFound(Problem("recognised.no_paper")))
    context = {
        "kind": kind,
        "title": TITLES[kind],
        **verdict_words(),
        "paper": found,
        "on": on,
        "seen": seen,
        "history": history(found) if now else [],  # a draft's steps are its writers' to know
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "recognised/paper_past.html.j2", context, status=status)
