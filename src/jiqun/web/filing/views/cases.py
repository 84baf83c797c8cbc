"""One case: its page, its cells, what is wrong with them, and the steps that move it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office
from jiqun.exchange.feeding import Suggestion
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework import deadlines
from jiqun.web.casework.moving import move
from jiqun.web.casework.pages import problems_said, saved
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing import accepting, moving
from jiqun.web.filing.drafts import checked, problems_of
from jiqun.web.filing.feeding import suggested
from jiqun.web.filing.models import Case, Cell
from jiqun.web.filing.seen import SOURCES, Seen, case_for
from jiqun.web.posted import number_in
from jiqun.web.rights import filers, openers, parties


@parties
def shown(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Show a case: to be filled in by whose turn it is, to be read by others."""
    case = case_for(reader_of(request), cluster, year)
    case = accepting.notice_import(case, shelf().workspace)
    return case_page(request, case)


@filers.taking("POST")
def save(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Save cells, and say their new versions and which were changed by somebody else."""
    case = case_for(reader_of(request), cluster, year)
    return saved(request, case, Cell)


@parties
def problems(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Say everything that is wrong with what the reader sees, as the command line would."""
    seen = Seen(case_for(reader_of(request), cluster, year), doer_of(request))
    found = problems_of(checked(seen.case, seen.contents, shelf().workspace, seen.firms))
    unsure = moving.unconfirmed(seen.case, seen.cells.values()) if seen.open else []
    return JsonResponse({"problems": problems_said([*found, *unsure], request)})


@parties.taking("POST")
def act(request: HttpRequest, cluster: str, year: int, verb: str) -> HttpResponse:
    """Take a step."""
    case = case_for(reader_of(request), cluster, year)
    workspace, doer = shelf().workspace, doer_of(request)
    reason, fields = request.POST.get("reason", ""), request.POST.getlist("field")
    try:
        if verb == "accept":
            accepting.accept(case, workspace, doer)
        elif verb in accepting.ELSEWHERE:
            raise Refused([Problem("filing.done_elsewhere")])
        else:
            case = accepting.notice_import(case, workspace)
            move(case, verb, doer, reason, _known(case, fields))
    except Refused as refused:
        case = case_for(reader_of(request), cluster, year)
        return case_page(request, case, refused.problems, 422, reason)
    return HttpResponseRedirect(reverse("case", args=(cluster, year)))


@openers.taking("POST")
def extend(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Give one case more time."""
    case = case_for(reader_of(request), cluster, year)
    name = request.POST.get("deadline", "")
    days = number_in(request.POST.get("working_days", ""), 3) or 0
    reason = request.POST.get("reason", "")
    try:
        deadlines.extend(case, name, days, reason, doer_of(request))
    except Refused as refused:
        return case_page(request, case, refused.problems, 422)
    return HttpResponseRedirect(reverse("case", args=(cluster, year)))


def _known(case: Case, fields: list[str]) -> list[str]:
    form = Seen(case, accepting.INSTALLATION).form
    return [field for field in fields if field in form.fields]


def _fed(seen: Seen) -> dict[str, Suggestion]:
    """Return what the closed year of the exchange suggests to who writes the draft now."""
    if not seen.open:
        return {}
    return suggested(shelf().workspace, seen.profile, seen.case.year, seen.doer)


def case_page(
    request: HttpRequest,
    case: Case,
    problems: "list[Problem] | None" = None,
    status: int = 200,
    reason: str = "",
) -> HttpResponse:
    """Render a case's page, with what was refused just now."""
    seen = Seen(case, doer_of(request), request.GET.get("only", ""))
    context = {
        "seen": seen,
        "case": case,
        "problems": problems or [],
        "reason": reason,
        "sources": SOURCES,
        "fed": suggested(shelf().workspace, seen.profile, case.year, seen.doer)
        if seen.open
        else {},
        "closes": seen.doer.reader.office is Office.COUNTY,
    }
    return render(request, "filing/case.html.j2", context, status=status)
