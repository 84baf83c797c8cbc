"""Providers: registered, looked at, listed, delisted, and what each offers."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.services.kinds import services
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.verbs import verbs_of
from jiqun.web.exchange.places import counties_near, own_county
from jiqun.web.rights import providers, public, solution_parties
from jiqun.web.services import offering, registering
from jiqun.web.services.models import LISTED, Provider, own
from jiqun.web.services.views.offered import said_of_service

TYPED = ("firm", "summary", "source", "county")
NOT_BY_A_BUTTON = ("register", "amend")


@providers.taking("GET", "HEAD", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Register as a provider."""
    if request.method != "POST":
        return _form(request, {"county": own_county(reader_of(request))}, [])
    said = _said(request.POST)
    try:
        row = registering.register(said, doer_of(request))
    except Refused as refused:
        return _form(request, said, refused.problems)
    return HttpResponseRedirect(reverse("service_provider", args=[row.pk]))


@public
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a provider and what it offers."""
    return _page(request, _seen(request, number), [])


@providers.taking("POST")
def amended(request: HttpRequest, number: int) -> HttpResponse:
    """Change what was returned, and hand it in again."""
    row, said = _seen(request, number), _said(request.POST)
    try:
        registering.amend(row, said, doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems, said)
    return HttpResponseRedirect(reverse("service_provider", args=[row.pk]))


@providers.taking("POST")
def offers(request: HttpRequest, number: int) -> HttpResponse:
    """Offer a service."""
    row, said = _seen(request, number), said_of_service(request.POST)
    try:
        made = offering.offer(row, said, doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems, offering_said=said)
    return HttpResponseRedirect(reverse("service", args=[made.pk]))


@solution_parties.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """List, return or delist a provider, or leave."""
    row = _seen(request, number)
    if verb not in row.standing.workflow.verbs or verb in NOT_BY_A_BUTTON:
        raise Http404
    try:
        registering.step(row, verb, request.POST.get("reason", ""), doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems)
    return HttpResponseRedirect(reverse("service_provider", args=[row.pk]))


def _seen(request: HttpRequest, number: int) -> Provider:
    rows = Provider.objects.for_reader(reader_of(request)).select_related("definition")
    return get_object_or_404(rows, pk=number)


def _said(posted: QueryDict) -> dict[str, str]:
    return {name: posted.get(name, "") for name in TYPED}


def _form(request: HttpRequest, said: dict[str, str], problems: list[Problem]) -> HttpResponse:
    context = {
        "said": said,
        "counties": counties_near(reader_of(request)),
        "problems": problems,
    }
    return render(request, "services/new.html.j2", context, status=422 if problems else 200)


def _page(
    request: HttpRequest,
    row: Provider,
    problems: list[Problem],
    said: dict[str, str] | None = None,
    offering_said: dict[str, str] | None = None,
) -> HttpResponse:
    reader = reader_of(request)
    verbs = verbs_of(row, reader)
    is_own = Provider.objects.filter(own(reader), pk=row.pk).exists()
    context = {
        "row": row,
        "state": row.standing.standing.title,
        "kinds": services().kinds,
        "rows": row.services.all() if is_own else row.services.filter(open=True),
        "verbs": [verb for verb in verbs if verb.name not in NOT_BY_A_BUTTON],
        "may_amend": any(verb.name == "amend" for verb in verbs),
        "may_offer": is_own and row.state == LISTED,
        "said": said or {"firm": row.name, "summary": row.summary, "source": row.source},
        "offering": offering_said or {},
        "problems": problems,
    }
    return render(request, "services/provider.html.j2", context, status=422 if problems else 200)
