"""The list of an office's clusters with their findings, and the page of one."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.clusters.joined import recognition_named
from jiqun.diagnosis.diagnose import Diagnosis
from jiqun.diagnosis.following import NO_PROOF, READINGS, WHYS
from jiqun.diagnosis.responding import Dismissal, Taken, dismissals_of, taken_of
from jiqun.diagnosis.supports import classes
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.clocks import today
from jiqun.web.diagnosis import responding
from jiqun.web.diagnosis.diagnosed import Diagnosed, diagnosed, responses_in, years_of
from jiqun.web.diagnosis.named_deals import (
    named_deals,
    refuse_named_elsewhere,
    typed_deals,
    with_deals,
)
from jiqun.web.diagnosis.shown import WORDS, Row, SeenDiagnosis, choices
from jiqun.web.exchange.deals import deals_there_are
from jiqun.web.explore.paging import page_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.explore.views.chains import chain_of, drawing_of
from jiqun.web.languages import language_of
from jiqun.web.posted import number_in
from jiqun.web.rights import parties, responders
from jiqun.workspace.responses import TAKEN, Response

FIELDS = ("measure", "finding", "since", "what", "amount")


@parties
def listed(request: HttpRequest) -> HttpResponse:
    """List the clusters of the reader's places with their findings by group, the weakest first."""
    reader, workspace = reader_of(request), shelf().workspace
    year, years = _year(request)
    rows = []
    if year:
        every = diagnosed(workspace, reader, year).listed(responses_in(workspace, reader))
        rows = [Row(diagnosis) for diagnosis in every]
        rows.sort(key=lambda row: (-row.total, row.diagnosis.cluster))
    context = {**WORDS, "page": page_of(rows, request.GET), "year": year, "years": years}
    return render(request, "diagnosis/list.html.j2", context)


@parties
def shown(request: HttpRequest, cluster: str) -> HttpResponse:
    """Show what is found of a cluster, what can be done and what was done."""
    return _page(request, cluster)


@responders.taking("POST")
def dismiss(request: HttpRequest, cluster: str) -> HttpResponse:
    """Dismiss a finding with a reason."""
    year, diagnosis = _diagnosis(request, cluster)
    finding, reason = (request.POST.get(name, "") for name in ("finding", "reason"))
    try:
        responding.dismiss(diagnosis, finding, year, reason, shelf().workspace, doer_of(request))
    except Refused as refused:
        return _page(request, cluster, refused.problems)
    return _to(cluster, year)


@responders.taking("GET", "HEAD", "POST")
def take(request: HttpRequest, cluster: str) -> HttpResponse:
    """Record a measure that was taken."""
    year, diagnosis = _diagnosis(request, cluster)
    if request.method != "POST":
        return _form(request, diagnosis, {"since": today().isoformat(), **request.GET.dict()})
    said = with_deals(request.POST.dict())
    try:
        refuse_named_elsewhere(cluster, 0, said, shelf().workspace, doer_of(request))
        responding.take(cluster, said, shelf().workspace, doer_of(request))
    except Refused as refused:
        return _form(request, diagnosis, request.POST, refused.problems)
    return _to(cluster, year)


@responders.taking("GET", "HEAD", "POST")
def amend(request: HttpRequest, cluster: str, number: int) -> HttpResponse:
    """Let a measure taken say something else."""
    year, diagnosis = _diagnosis(request, cluster)
    before = _measure(request, cluster, number)
    if request.method != "POST":
        return _form(request, diagnosis, _as_written(taken_of([before])[0]), before=before)
    said, workspace = with_deals(request.POST.dict()), shelf().workspace
    try:
        _refuse_unseen(request, before)
        refuse_named_elsewhere(cluster, before.about, said, workspace, doer_of(request))
        responding.amend(before, said, workspace, doer_of(request))
    except Refused as refused:
        return _form(request, diagnosis, request.POST, refused.problems, before)
    return _to(cluster, year)


@responders.taking("POST")
def withdraw(request: HttpRequest, cluster: str, number: int) -> HttpResponse:
    """Take a dismissal back, or withdraw a measure, as it was when the page was opened."""
    year, _ = _diagnosis(request, cluster)
    workspace, doer = shelf().workspace, doer_of(request)
    try:
        before = responding.standing(cluster, number, workspace, doer)
        _refuse_unseen(request, before)
        responding.withdraw(before, workspace, doer)
    except Refused as refused:
        return _page(request, cluster, refused.problems)
    return _to(cluster, year)


def _refuse_unseen(request: HttpRequest, before: Response) -> None:
    """Refuse to change what is not what the page showed."""
    if number_in(request.POST.get("seen", "")) != before.number:
        raise Refused([Problem("responses.changed_meanwhile")])


def _measure(request: HttpRequest, cluster: str, number: int) -> Response:
    """Return a measure taken that stands.

    Raises
    ------
    Http404
        Where there is none under the number.
    """
    try:
        found = responding.standing(cluster, number, shelf().workspace, doer_of(request))
    except Refused as refused:
        raise Http404(NotFound(refused.problems[0])) from None
    if found.kind != TAKEN:
        raise Http404(NotFound(Problem("responses.no_such", details={"number": str(number)})))
    return found


def _year(request: HttpRequest) -> tuple[int, list[int]]:
    """Return the year that is asked for, or the newest; 0 where nothing was filed."""
    years = years_of(shelf().workspace, reader_of(request))
    asked = number_in(request.GET.get("year", "") or request.POST.get("year", ""), 4)
    return (asked if asked in years else next(iter(years), 0)), years


def _found(request: HttpRequest, cluster: str) -> Diagnosed:
    """Return the year's diagnosis where the reader sees the cluster in it, else the newest with it.

    Raises
    ------
    Http404
        Where the cluster never filed, or is not the reader's to see in full.
    """
    workspace, reader = shelf().workspace, reader_of(request)
    year, years = _year(request)
    for asked in dict.fromkeys([year, *years]) if years else ():
        found = diagnosed(workspace, reader, asked)
        if cluster in found.found:
            return found
    raise Http404(NotFound(Problem("rules.no_cluster", details={"id": cluster})))


def _diagnosis(request: HttpRequest, cluster: str) -> tuple[int, Diagnosis]:
    found = _found(request, cluster)
    responses = responses_in(shelf().workspace, reader_of(request))
    return found.year, found.of(cluster, responses)


def _page(
    request: HttpRequest, cluster: str, problems: "list[Problem] | None" = None
) -> HttpResponse:
    year, diagnosis = _diagnosis(request, cluster)
    _, years = _year(request)
    context = {
        **WORDS,
        "seen": SeenDiagnosis(diagnosis, year, _dismissals(request, cluster)),
        "diagnosis": diagnosis,
        "years": years,
        "classes": classes(),
        "readings": READINGS,
        "whys": WHYS,
        "no_proof": NO_PROOF,
        "responds": responders.allows(reader_of(request)),
        "problems": problems or [],
        "posted": request.POST,
        "named": named_deals(
            [followed.taken for followed in diagnosis.taken], shelf().workspace, doer_of(request)
        ),
        **_chain(request, diagnosis),
    }
    status = 422 if problems else 200
    return render(request, "diagnosis/cluster.html.j2", context, status=status)


def _dismissals(request: HttpRequest, cluster: str) -> list[Dismissal]:
    """Return the dismissals of a cluster that stand; the reader sees it in full."""
    every = responses_in(shelf().workspace, reader_of(request))
    return [said for said in dismissals_of(every) if said.line.cluster == cluster]


def _chain(request: HttpRequest, diagnosis: Diagnosis) -> dict[str, Any]:
    """Return the chain of a recognised cluster's lead industry; none of a made-up cluster."""
    counties = _found(request, diagnosis.cluster).compared.counties
    known = None
    if not diagnosis.demo:
        county = counties[diagnosis.cluster]
        known = recognition_named(diagnosis.cluster, county, diagnosis.name)
    chain = chain_of(known.id) if known else None
    return {"chain": chain, "chain_drawing": drawing_of(chain, language_of(request))}


def _form(
    request: HttpRequest,
    diagnosis: Diagnosis,
    said: Mapping[str, Any],
    problems: "list[Problem] | None" = None,
    before: Response | None = None,
) -> HttpResponse:
    context = {
        **WORDS,
        "diagnosis": diagnosis,
        "said": {name: said.get(name, "") for name in FIELDS},
        "deals": deals_there_are(),
        "typed_deals": typed_deals(said),
        "choices": choices(diagnosis),
        "before": before,
        "today": today(),
        "problems": problems or [],
    }
    status = 422 if problems else 200
    return render(request, "diagnosis/measure.html.j2", context, status=status)


def _as_written(taken: Taken) -> dict[str, str]:
    """Return a measure as its form shows it."""
    amount = taken.line.said["amount"]
    return {
        "measure": taken.measure,
        "finding": taken.finding,
        "since": taken.since.isoformat(),
        "what": taken.what,
        "amount": "" if amount is None else amount,
        "deals": " ".join(taken.deals),
    }


def _to(cluster: str, year: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('diagnosis', args=[cluster])}?year={year}")
