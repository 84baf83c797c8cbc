"""Requests and grants: asked for, granted, narrowed, taken back, disputed."""

from typing import Any

from django.db.models import Case, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office
from jiqun.clusters.search import LONGEST_QUERY
from jiqun.exchange.grants.fields import BENCHMARK, sharing
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.models import moment_said
from jiqun.web.exchange.views import SIZES
from jiqun.web.grants.finding import find_firms
from jiqun.web.grants.granting import ask, step
from jiqun.web.grants.models import ASKED, GRANTED, Grant
from jiqun.web.grants.seen import SeenGrant
from jiqun.web.grants.tokens import tokens_of
from jiqun.web.rights import sharers

MOST_SHOWN = 200
"""Grants of one list."""
TYPED = (
    "firm", "county", "field", "purpose", "since", "until", "first_month", "wish", "name", "size",
)  # fmt: skip


@sharers
def listed(request: HttpRequest) -> HttpResponse:
    """List what is asked of a firm, what one asked for oneself, and disputes to settle."""
    reader = reader_of(request)
    rows = Grant.objects.for_reader(reader).select_related("definition")
    # What stands goes first: who asks and withdraws ever again does not push a grant off the page.
    stands = When(state__in=(ASKED, GRANTED, "disputed"), then=0)
    rows = rows.order_by(Case(stands, default=1), "-pk")
    seen = [SeenGrant(row, reader) for row in rows[:MOST_SHOWN]]
    seen.sort(key=lambda shown: not shown.waits)
    context = {
        "is_firm": reader.office is Office.FIRM,
        "theirs": [shown for shown in seen if shown.is_firm],
        "ours": [shown for shown in seen if shown.is_reader],
        "disputes": [shown for shown in seen if not shown.is_firm and not shown.is_reader],
    }
    return render(request, "grants/index.html.j2", context)


@sharers.taking("GET", "HEAD", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Ask a firm for a field."""
    said = {name: request.POST.get(name, "") for name in TYPED}
    if request.method != "POST":
        return _form(request, {name: request.GET.get(name, "") for name in TYPED}, [])
    try:
        row = ask(said, doer_of(request))
    except Refused as refused:
        return _form(request, said, refused.problems)
    return HttpResponseRedirect(reverse("grant", args=[row.pk]))


@sharers
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a grant."""
    return grant_page(request, seen_grant(request, number), [])


@sharers.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take a step with a grant."""
    row = seen_grant(request, number)
    if verb not in row.standing.workflow.verbs or verb == "ask":
        raise Http404
    said = {name: request.POST.get(name, "") for name in ("reason", "until", "first_month", "name")}
    try:
        step(row, verb, said, doer_of(request))
    except Refused as refused:
        return grant_page(request, seen_grant(request, number), refused.problems)
    return HttpResponseRedirect(reverse("grant", args=[row.pk]))


def seen_grant(request: HttpRequest, number: int) -> Grant:
    """Return a grant that the reader sees."""
    rows = Grant.objects.for_reader(reader_of(request)).select_related("definition")
    return get_object_or_404(rows, pk=number)


def _form(request: HttpRequest, said: dict[str, str], problems: list[Problem]) -> HttpResponse:
    find = request.GET.get("find", "")[:LONGEST_QUERY]
    context: dict[str, Any] = {
        "said": said,
        "find": find,
        "found": find_firms(find, reader_of(request)),
        "fields": sharing().fields,
        "purposes": [known for known in sharing().purposes.values() if known.id != BENCHMARK],
        "counties": [region.code for region in regions().counties],
        "names_itself": reader_of(request).office in (Office.FIRM, Office.AGENCY),
        "sizes": SIZES if reader_of(request).office is Office.FIRM else {},
        "problems": problems,
    }
    return render(request, "grants/new.html.j2", context, status=422 if problems else 200)


def grant_page(
    request: HttpRequest, row: Grant, problems: list[Problem], secret: str = ""
) -> HttpResponse:
    """Show a grant; with the secret of a token where one was just made."""
    seen = SeenGrant(row, reader_of(request))
    context = {
        "seen": seen,
        "secret": secret,
        "moment": moment_said,
        "tokens": tokens_of(row, reader_of(request)).standing() if seen.is_reader else (),
        "root": request.build_absolute_uri("/").rstrip("/"),
        "row": row,
        "typed": {
            name: request.POST.get(name, "")
            for name in ("reason", "until", "first_month", "name", "token_name")
        },
        "problems": problems,
    }
    return render(request, "grants/grant.html.j2", context, status=422 if problems else 200)
