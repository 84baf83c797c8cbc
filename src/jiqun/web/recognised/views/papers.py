"""Papers about a recognition: begun on its page, written, handed in, and taken on step by step."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.clocks import today
from jiqun.web.casework.moving import move
from jiqun.web.explore.paging import page_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.posted import number_in
from jiqun.web.recognised import papers, reporting, reviewing, revoking
from jiqun.web.recognised.models import Appeal, ChangeReport, Paper, Recognition, Review
from jiqun.web.recognised.seen import recognition_for
from jiqun.web.recognised.shown import TITLES, SeenPaper, verdict_words
from jiqun.web.recognised.views import register
from jiqun.web.rights import filers, openers, parties

KINDS: dict[str, type[Paper]] = {"reports": ChangeReport, "reviews": Review, "appeals": Appeal}


@parties
def listed(request: HttpRequest) -> HttpResponse:
    """List the papers of the reader's places, and what an authority has to review."""
    return _list(request)


@openers.taking("POST")
def open_reviews(request: HttpRequest) -> HttpResponse:
    """Open the review of the chosen recognitions, all or none."""
    chosen = [number_in(said) for said in request.POST.getlist("recognition")]
    rows = [row for row in reviewing.due(doer_of(request), today()) if row.pk in chosen]
    try:
        if not rows:
            raise Refused([Problem("recognised.nothing_chosen")])
        reviewing.open_reviews(rows, doer_of(request))
    except Refused as refused:
        return _list(request, refused.problems)
    return HttpResponseRedirect(reverse("papers"))


@filers.taking("POST")
def begin(request: HttpRequest, number: int, kind: str) -> HttpResponse:
    """Begin a change report, or an appeal, of a recognition."""
    row, doer = _recognition(request, number), doer_of(request)
    try:
        paper: Paper
        if kind == "reports":
            paper = reporting.begin(row, request.POST.get("matter", ""), doer)
        elif kind == "appeals":
            paper = revoking.appeal(row, doer)
        else:
            raise Refused([Problem("recognised.done_elsewhere")])
    except Refused as refused:
        return register.page(request, number, refused.problems)
    return _to(kind, paper.pk)


@parties
def shown(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Show a paper: to be written by whose turn it is, to be read by others."""
    return _page(request, kind, _paper(request, kind, number))


@filers.taking("POST")
def save(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Keep what the draft says."""
    paper = _paper(request, kind, number)
    try:
        papers.write(paper, request.POST.dict(), doer_of(request))
    except Refused as refused:
        return _page(request, kind, paper, refused.problems)
    return _to(kind, number)


@parties.taking("POST")
def act(request: HttpRequest, kind: str, number: int, verb: str) -> HttpResponse:
    """Take a step; what the draft says on the page goes with the step that hands it in."""
    paper, doer = _paper(request, kind, number), doer_of(request)
    text = request.POST.get("reason", "")
    try:
        if verb in ("submit", "lodge") and paper.open_to(doer):
            paper = papers.write(paper, request.POST.dict(), doer)
        _take(paper, verb, doer, text)
    except Refused as refused:
        return _page(request, kind, _paper(request, kind, number), refused.problems)
    return _to(kind, number)


def _take(paper: Paper, verb: str, doer: Doer, text: str) -> None:
    if isinstance(paper, ChangeReport):
        if verb == "submit":
            reporting.submit(paper, doer)
        elif verb == "record":
            reporting.take_note(paper, doer)
        else:
            move(paper, verb, doer, text, fields=sorted(paper.asked_of))
    elif isinstance(paper, Review):
        if verb == "submit":
            reviewing.submit(paper, doer)
        else:
            reviewing.step(paper, verb, doer, text)
    elif isinstance(paper, Appeal):
        if verb == "lodge":
            revoking.lodge(paper, doer)
        else:
            revoking.decide(paper, verb, doer, text)


def _paper(request: HttpRequest, kind: str, number: int) -> Paper:
    model = KINDS.get(kind)
    found = None
    if model is not None:
        rows = model.objects.for_reader(reader_of(request))
        found = rows.select_related("definition", "recognition").filter(pk=number).first()
    if found is None:
        raise Http404(NotFound(Problem("recognised.no_paper")))
    paper: Paper = found
    return paper


def _recognition(request: HttpRequest, number: int) -> Recognition:
    row = recognition_for(reader_of(request), number)
    if row is None:
        raise Http404(NotFound(Problem("recognised.no_recognition")))
    return row


def _list(request: HttpRequest, problems: "list[Problem] | None" = None) -> HttpResponse:
    reader, doer, workspace = reader_of(request), doer_of(request), shelf().workspace
    found = {}
    for kind, model in KINDS.items():
        papers_seen = model.objects.for_reader(reader)
        numbers = page_of([*papers_seen.values_list("pk", flat=True)], request.GET, name=kind)
        rows = papers_seen.select_related("definition", "recognition").in_bulk(numbers.rows)
        found[kind] = numbers.of(
            [SeenPaper(rows[key], doer, workspace) for key in numbers.rows if key in rows]
        )
    context = {
        "found": found,
        "titles": TITLES,
        "due": reviewing.due(doer, today()) if openers.allows(reader) else [],
        "problems": problems or [],
    }
    return render(request, "recognised/papers.html.j2", context, status=422 if problems else 200)


def _page(
    request: HttpRequest, kind: str, paper: Paper, problems: "list[Problem] | None" = None
) -> HttpResponse:
    typed = request.POST if problems else {}
    context = {
        "kind": kind,
        "title": TITLES[kind],
        "paper": paper,
        "seen": SeenPaper(paper, doer_of(request), shelf().workspace),
        **verdict_words(),
        "typed": typed,
        "problems": problems or [],
    }
    return render(request, "recognised/paper.html.j2", context, status=422 if problems else 200)


def _to(kind: str, number: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("paper", args=(kind, number)))
