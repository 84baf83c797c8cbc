"""A firm's own readings: uploaded, seen by month, removed. They are the firm's alone."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused, Where
from jiqun.exchange.grants.fields import field_named, sharing
from jiqun.exchange.grants.tables import LARGEST
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.uploads import cleaned_name
from jiqun.web.grants.keeping import fields_kept, keep_readings, remove_readings, values_of
from jiqun.web.grants.seen import HEIGHT, STATUSES, bars
from jiqun.web.rights import firms


@firms.taking("GET", "HEAD", "POST")
def own(request: HttpRequest) -> HttpResponse:
    """Show a firm's readings by month, and keep those of a file."""
    if request.method != "POST":
        return _page(request, [])
    uploaded = request.FILES.get("file")
    if uploaded is None:
        return _page(request, [Problem("grants.no_file", Where(field="file"))], status=422)
    name = cleaned_name(uploaded.name or "")
    replace = request.POST.get("replace") == "yes"
    content = uploaded.read(LARGEST + 1)
    try:
        found = keep_readings(content, name, doer_of(request), replace=replace)
    except Refused as refused:
        return _page(request, refused.problems, status=422)
    return _page(request, found.problems, lines=found.lines, file=name)


@firms.taking("POST")
def removed(request: HttpRequest) -> HttpResponse:
    """Remove a firm's readings of a field."""
    try:
        remove_readings(request.POST.get("field", ""), doer_of(request))
    except Refused as refused:
        return _page(request, refused.problems, status=422)
    return HttpResponseRedirect(reverse("readings"))


def _page(
    request: HttpRequest, problems: list[Problem], status: int = 200, **kept: Any
) -> HttpResponse:
    code = reader_of(request).credit_code
    fields = fields_kept(code)
    chosen = request.GET.get("field", "")
    names = [field.id for field in fields]
    field = field_named(chosen if chosen in names else names[0]) if fields else None
    values = values_of(code, field) if field else []
    context = {
        "columns": sharing().columns,
        "fields": fields,
        "field": field,
        "values": values,
        "bars": bars(values),
        "height": HEIGHT,
        "statuses": STATUSES,
        "kept": kept,
        "problems": problems,
    }
    return render(request, "grants/readings.html.j2", context, status=status)
