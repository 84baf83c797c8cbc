"""Submit: first what the next office will see, then the button."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused, errors_only
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing import accepting, moving
from jiqun.web.filing.drafts import checked, problems_of
from jiqun.web.filing.models import Case
from jiqun.web.filing.seen import Seen, case_for
from jiqun.web.rights import filers


@filers.taking("GET", "HEAD", "POST")
def submit(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Show a draft as the next office will see it, and submit it."""
    workspace, doer = shelf().workspace, doer_of(request)
    case = case_for(reader_of(request), cluster, year)
    case = accepting.notice_import(case, workspace)
    if request.method != "POST":
        return _page(request, case)
    try:
        moving.submit(case, workspace, doer)
    except Refused as refused:
        return _page(request, case_for(reader_of(request), cluster, year), refused.problems)
    return HttpResponseRedirect(reverse("case", args=(cluster, year)))


def _page(request: HttpRequest, case: Case, refused: list[Problem] | None = None) -> HttpResponse:
    seen = Seen(case, doer_of(request))
    found = problems_of(checked(case, seen.contents, shelf().workspace, seen.firms))
    errors = [*moving.unconfirmed(case, seen.cells.values()), *errors_only(found)]
    context = {
        "seen": seen,
        "case": case,
        "problems": errors if refused is None else refused,
        "remarks": [problem for problem in found if problem not in errors],
        "may_submit": not errors and any(step.verb == "submit" for step in seen.steps),
    }
    status = 200 if refused is None else 422
    return render(request, "filing/submit.html.j2", context, status=status)
