"""Files beside a filing: added, handed out to be saved, removed."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.filing import evidence
from jiqun.web.filing.models import Case, Evidence
from jiqun.web.filing.seen import case_for
from jiqun.web.filing.views.cases import case_page
from jiqun.web.rights import parties

SANDBOX = "sandbox; default-src 'none'"
"""Whatever a browser should make of a file: it runs nothing, loads nothing, is of no origin."""


@parties.taking("POST")
def attach(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Keep a file beside a case."""
    case = case_for(reader_of(request), cluster, year)
    file, said = request.FILES.get("file"), request.POST
    try:
        if file is None:
            raise Refused([Problem("filing.no_file_chosen")])
        evidence.attach(case, file, doer_of(request), said.get("field", ""), said.get("signer", ""))
    except Refused as refused:
        return case_page(request, case, refused.problems, 422)
    return _back(case)


@parties
def download(request: HttpRequest, cluster: str, year: int, number: int) -> HttpResponse:
    """Hand out a file: to be saved, never to be shown by this site."""
    case = case_for(reader_of(request), cluster, year)
    kept = _kept(request, case, number)
    try:
        content = evidence.read(kept)
    except Refused as refused:
        return case_page(request, case, refused.problems, 422)
    return to_be_saved(content, kept.name)


def to_be_saved(content: bytes, name: str) -> HttpResponse:
    """Return a file as an answer that browsers save and never show."""
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response


@parties.taking("POST")
def remove(request: HttpRequest, cluster: str, year: int, number: int) -> HttpResponse:
    """Remove a file that was not submitted yet."""
    case = case_for(reader_of(request), cluster, year)
    try:
        evidence.remove(_kept(request, case, number), doer_of(request))
    except Refused as refused:
        return case_page(request, case, refused.problems, 422)
    return _back(case)


def _kept(request: HttpRequest, case: Case, number: int) -> Evidence:
    kept = evidence.shown_to(case, doer_of(request)).filter(pk=number).first()
    if kept is None:
        raise Http404
    return kept


def _back(case: Case) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('case', args=(case.cluster, case.year))}#evidence")
