"""Reconcile a draft with what the command line imported."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.saving import read_changes
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing import accepting
from jiqun.web.filing.comparing import posted_cells
from jiqun.web.filing.reconciling import imported_differences, reconcile
from jiqun.web.filing.seen import Seen, case_for
from jiqun.web.rights import filers


@filers.taking("GET", "HEAD", "POST")
def reconciled(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Show the draft beside the import; take what is ticked and go on with the draft."""
    case = case_for(reader_of(request), cluster, year)
    doer, problems = doer_of(request), list[Problem]()
    if request.method == "POST":
        try:
            changes = read_changes(posted_cells(request.POST.getlist("cell")))
            reconcile(case, changes, doer)
            return HttpResponseRedirect(reverse("case", args=(cluster, year)))
        except Refused as refused:
            problems = refused.problems
    case = accepting.notice_import(case, shelf().workspace)
    seen = Seen(case, doer)
    context = {
        "case": case,
        "seen": seen,
        "problems": problems,
        "found": imported_differences(seen, shelf().workspace),
    }
    return render(request, "filing/reconcile.html.j2", context, status=422 if problems else 200)
