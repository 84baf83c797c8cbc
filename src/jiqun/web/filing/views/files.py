"""The workbook down, a file up: compared field by field before anything is saved."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.saving import read_changes, save
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.comparing import Difference, differences, posted_cells
from jiqun.web.filing.models import Case
from jiqun.web.filing.seen import Seen, case_for
from jiqun.web.filing.workbooks import Uploaded, read_upload, workbook_of
from jiqun.web.languages import language_of
from jiqun.web.rights import filers, parties

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@parties
def workbook(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Hand out the form as a workbook, filled in with what the reader sees of the case."""
    seen = Seen(case_for(reader_of(request), cluster, year), doer_of(request))
    content = workbook_of(seen, shelf().workspace, language_of(request))
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{seen.case.cluster}-{year}.xlsx"'
    return response


@filers.taking("POST")
def compare(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Show where a file differs from the draft; nothing is stored yet."""
    case = case_for(reader_of(request), cluster, year)
    seen, file = Seen(case, doer_of(request)), request.FILES.get("file")
    try:
        if file is None:
            raise Refused([Problem("filing.no_file_chosen")])
        uploaded = read_upload(seen, file, shelf().workspace)
    except Refused as refused:
        return _page(request, case, refused.problems)
    found = differences(case, seen.form, seen.cells, uploaded.known, seen.open)
    return _page(request, case, [], uploaded, found)


@filers.taking("POST")
def take(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Save the chosen cells of a file by one event; of a cell changed meanwhile, nothing at all."""
    case = case_for(reader_of(request), cluster, year)
    try:
        changes = read_changes(posted_cells(request.POST.getlist("cell")))
        if not changes:
            raise Refused([Problem("filing.no_cell_chosen")])
        save(case, changes, doer_of(request), source="workbook")
    except Refused as refused:
        return _page(request, case, refused.problems)
    return HttpResponseRedirect(reverse("case", args=(cluster, year)))


def _page(
    request: HttpRequest,
    case: Case,
    problems: list[Problem],
    uploaded: Uploaded | None = None,
    found: list[Difference] | None = None,
) -> HttpResponse:
    context = {
        "case": case,
        "problems": problems,
        "uploaded": uploaded,
        "found": [difference for difference in found or [] if difference.open],
        "closed": [difference for difference in found or [] if not difference.open],
    }
    return render(request, "filing/compare.html.j2", context, status=422 if problems else 200)
