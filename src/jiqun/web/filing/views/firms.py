"""The list of firms of a draft: who is asked, what they say, and taking it over."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.clusters.roster_form import roster_form
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.paging import page_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing import firms
from jiqun.web.filing.models import Case, FirmLine
from jiqun.web.filing.seen import SOURCES, Seen, case_for
from jiqun.web.posted import number_in
from jiqun.web.rights import filers


@filers
def listed(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Show the draft's list, and beside each line what the firm says."""
    return _page(request, case_for(reader_of(request), cluster, year))


@filers.taking("POST")
def invite(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Ask a firm to fill in its line, and show its link once."""
    case = case_for(reader_of(request), cluster, year)
    code = request.POST.get("credit_code", "")
    try:
        line, secret = firms.invite(case, code, shelf().workspace, doer_of(request))
    except Refused as refused:
        return _page(request, case, refused.problems)
    link = request.build_absolute_uri(reverse("invitation", args=(secret,))) if secret else ""
    return _page(request, line.case, asked=line, link=link)


@filers.taking("POST")
def take(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Take over the chosen lines, or all of them."""
    case = case_for(reader_of(request), cluster, year)
    named = [number_in(said) for said in request.POST.getlist("line")]
    numbers = [number for number in named if number is not None]
    if request.POST.get("all"):
        numbers = list(case.firms.values_list("number", flat=True))
    try:
        firms.take(case, numbers, doer_of(request), shelf().workspace)
    except Refused as refused:
        return _page(request, case, refused.problems)
    return HttpResponseRedirect(reverse("case_firms", args=(cluster, year)))


def _page(
    request: HttpRequest,
    case: Case,
    problems: "list[Problem] | None" = None,
    asked: FirmLine | None = None,
    link: str = "",
) -> HttpResponse:
    case = case_for(reader_of(request), case.cluster, case.year)
    doer, workspace = doer_of(request), shelf().workspace
    lines = list(FirmLine.objects.for_reader(doer.reader).filter(case=case))
    if not case.listed:
        known = {line.credit_code for line in lines}
        lines += [
            FirmLine(number=number, credit_code=said["credit_code"], said=said)
            for number, said in enumerate(firms.stored_lines(case, workspace, doer), 1)
            if said["credit_code"] not in known
        ]
    said = [line.said for line in lines if line.said]
    wanted = request.GET.get("q", "").strip()
    found = [line for line in lines if wanted in line.name or wanted in line.credit_code]
    context = {
        "case": case,
        "count": len(lines),
        "page": page_of(sorted(found, key=_turn), request.GET),
        "q": wanted,
        "waiting": any(line.supplied for line in lines),
        "columns": roster_form().columns,
        "sizes": roster_form().sizes,
        "tiers": tiers_in_words,
        "problems": problems or [],
        "faults": firms.line_problems(case, said) if said else [],
        "may": firms.may_list(case, doer),
        "come_to": firms.come_to(case, said),
        "fields": Seen(case, doer).form.fields,
        "cells": {cell.field: cell for cell in case.cells.filter(period="values")},
        "sources": SOURCES,
        "asked": asked,
        "link": link,
    }
    return render(request, "filing/firms.html.j2", context, status=422 if problems else 200)


def _turn(line: FirmLine) -> int:
    """Say what comes first: what a firm supplied, then who is asked, then the rest."""
    return 0 if line.supplied else 1 if line.invited else 2


def tiers_in_words(said: str) -> "list[tuple[Bilingual, str]]":
    """Name the titles of a firm's line, each with from when to when it holds."""
    named = roster_form().tiers
    parts = [part.partition(":") for part in filter(None, said.split("|"))]
    return [(named.get(tier, Bilingual(tier, tier)), span) for tier, _, span in parts]
