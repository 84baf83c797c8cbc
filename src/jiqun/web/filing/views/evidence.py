"""Files beside a filing: added, handed out to be saved, removed."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.contents import content_of
from jiqun.web.casework.files import to_be_saved
from jiqun.web.filing import evidence
from jiqun.web.filing.models import Case, Evidence
from jiqun.web.filing.seen import case_for
from jiqun.web.filing.views.cases import case_page
from jiqun.web.rights import parties


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
        content = content_of(kept.sha256, kept.name)
    except Refused as refused:
        return case_page(request, case, refused.problems, 422)
    return to_be_saved(content, kept.name)


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
