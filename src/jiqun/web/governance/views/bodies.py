"""Bodies of a reader; one with its statutes and members; a member with its mandates."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office, Reader
from jiqun.clusters import Profile
from jiqun.governance.members import KINDS, SIZE_WORDS
from jiqun.governance.statutes import MAJORITIES, WITHOUT, in_force
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.clocks import today
from jiqun.web.explore.paging import page_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.known import known_clusters
from jiqun.web.governance import founding
from jiqun.web.governance.adopting import adoption_by_year
from jiqun.web.governance.models import Body, Mandate, Member, Motion, Statute
from jiqun.web.governance.seen import SeenMotion
from jiqun.web.rights import agencies, deciders, deciding_offices

MOST_SHOWN = 100
"""Bodies of one list."""
FOUND = ("cluster", "name", "founded")
STATUTES = ("text", "document", "since", "quorum", "without", "majority")
MANDATE = ("name", "role", "document", "since", "until")


@deciders.taking("GET", "HEAD", "POST")
def listed(request: HttpRequest) -> HttpResponse:
    """Show the bodies one sees; an agency founds that of its cluster."""
    if request.method != "POST":
        return _board(request, [])
    said = typed(request.POST, FOUND)
    profile = _without(request).get(said["cluster"])
    if profile is None:
        return _board(request, [Problem("governance.no_cluster")])
    try:
        body = founding.found(profile, said, doer_of(request))
    except Refused as refused:
        return _board(request, refused.problems)
    return HttpResponseRedirect(reverse("governance_body", args=[body.pk]))


@deciders
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a body."""
    return page(request, seen(request, number), [])


@agencies.taking("POST")
def enacted(request: HttpRequest, number: int) -> HttpResponse:
    """Enter statutes."""
    body, said = seen(request, number), typed(request.POST, STATUTES)
    try:
        founding.enact(body, said, doer_of(request))
    except Refused as refused:
        return page(request, body, refused.problems, said)
    return HttpResponseRedirect(reverse("governance_body", args=[body.pk]))


@deciding_offices.taking("GET", "HEAD", "POST")
def members(request: HttpRequest, number: int) -> HttpResponse:
    """Show who is a member, and enter further ones."""
    body, problems = seen(request, number), list[Problem]()
    if request.method == "POST":
        try:
            founding.enter_members(body, request.POST.get("lines", ""), doer_of(request))
        except Refused as refused:
            problems = refused.problems
        else:
            return HttpResponseRedirect(reverse("governance_members", args=[body.pk]))
    rows, asked = Member.objects.for_reader(reader_of(request)), request.GET.get("q", "").strip()
    rows = rows.filter(body=body, gone=None)
    if asked:
        rows = rows.filter(Q(name__icontains=asked) | Q(code__istartswith=asked))
    cut = page_of(list(rows.values_list("pk", flat=True)), request.GET)
    context = {
        "body": body,
        "asked": asked,
        "page": cut.of(list(rows.filter(pk__in=cut.rows))),
        "is_agency": is_agency(reader_of(request), body.cluster),
        "lines": request.POST.get("lines", ""),
        "kinds": KINDS,
        "sizes": SIZE_WORDS,
        "problems": problems,
    }
    status = 422 if problems else 200
    return render(request, "governance/members.html.j2", context, status=status)


@deciders
def member(request: HttpRequest, number: int) -> HttpResponse:
    """Show a member, and who speaks for it."""
    return _member(request, _own(request, number), [])


@agencies.taking("POST")
def mandated(request: HttpRequest, number: int) -> HttpResponse:
    """Record who speaks for a member."""
    row, said = _own(request, number), typed(request.POST, MANDATE)
    try:
        founding.mandate(row, said, doer_of(request))
    except Refused as refused:
        return _member(request, row, refused.problems)
    return HttpResponseRedirect(reverse("governance_member", args=[row.pk]))


@agencies.taking("POST")
def released(request: HttpRequest, number: int) -> HttpResponse:
    """Record that a member left."""
    row = _own(request, number)
    try:
        founding.release(row, request.POST.get("reason", ""), doer_of(request))
    except Refused as refused:
        return _member(request, row, refused.problems)
    return HttpResponseRedirect(reverse("governance_members", args=[row.body_id]))


@agencies.taking("POST")
def forgotten(request: HttpRequest, number: int) -> HttpResponse:
    """Take out who spoke for a member by mandates that are over."""
    row = _own(request, number)
    try:
        founding.forget(row, doer_of(request))
    except Refused as refused:
        return _member(request, row, refused.problems)
    return HttpResponseRedirect(reverse("governance_member", args=[row.pk]))


def seen(request: HttpRequest, number: int) -> Body:
    """Return a body that the reader sees; 404 where there is none."""
    return get_object_or_404(Body.objects.for_reader(reader_of(request)), pk=number)


def is_agency(reader: Reader, cluster: str) -> bool:
    """Tell whether a reader is the promotion agency of a cluster."""
    return reader.office is Office.AGENCY and cluster in reader.clusters


def typed(posted: QueryDict, names: tuple[str, ...]) -> dict[str, str]:
    """Return what a form says."""
    return {name: posted.get(name, "") for name in names}


def page(
    request: HttpRequest, body: Body, problems: list[Problem], said: dict[str, str] | None = None
) -> HttpResponse:
    """Show a body, with what its reader may do."""
    reader = reader_of(request)
    laws = list(Statute.objects.for_reader(reader).filter(body=body))
    context: dict[str, Any] = {
        "body": body,
        "law": in_force(laws, today()),
        "laws": laws,
        "is_agency": is_agency(reader, body.cluster),
        "own": _own_membership(reader, body),
        "sees_members": deciding_offices.allows(reader),
        "motions": _motions(reader, body),
        "adoption": adoption_by_year(body, reader),
        "withouts": WITHOUT,
        "majorities": MAJORITIES,
        "said": said or {},
        "problems": problems,
    }
    return render(request, "governance/body.html.j2", context, status=422 if problems else 200)


def _motions(reader: Reader, body: Body) -> list[SeenMotion]:
    rows = Motion.objects.for_reader(reader).filter(body=body).select_related("definition")
    return [SeenMotion(row, reader) for row in rows.prefetch_related("ballots")[:MOST_SHOWN]]


def _own_membership(reader: Reader, body: Body) -> Member | None:
    if reader.office is not Office.FIRM:
        return None
    rows = Member.objects.for_reader(reader).filter(body=body, code=reader.credit_code, gone=None)
    return rows.first()


def _own(request: HttpRequest, number: int) -> Member:
    rows = Member.objects.for_reader(reader_of(request)).select_related("body")
    return get_object_or_404(rows, pk=number)


def _member(request: HttpRequest, row: Member, problems: list[Problem]) -> HttpResponse:
    reader = reader_of(request)
    context = {
        "row": row,
        "mandates": Mandate.objects.for_reader(reader).filter(member=row),
        "today": today(),
        "is_agency": is_agency(reader, row.cluster),
        "may_forget": is_agency(reader, row.cluster) and row.to_be_forgotten().exists(),
        "said": typed(request.POST, (*MANDATE, "reason")),
        "problems": problems,
    }
    return render(request, "governance/member.html.j2", context, status=422 if problems else 200)


def _without(request: HttpRequest) -> dict[str, Profile]:
    """Return the clusters an agency serves that have no body yet."""
    reader = reader_of(request)
    if reader.office is not Office.AGENCY:
        return {}
    there = set(Body.objects.for_reader(reader).values_list("cluster", flat=True))
    found = known_clusters(shelf().workspace, reader)
    return {known.profile.id: known.profile for known in found if known.profile.id not in there}


def _board(request: HttpRequest, problems: list[Problem]) -> HttpResponse:
    context = {
        "bodies": Body.objects.for_reader(reader_of(request))[:MOST_SHOWN],
        "without": _without(request),
        "said": typed(request.POST, FOUND),
        "problems": problems,
    }
    return render(request, "governance/board.html.j2", context, status=422 if problems else 200)
