"""The data a grant lets its reader read: on a page, by an address for programs, as a file.

Each answer is decided when it is asked for and kept nowhere: the headers say so, no tag is given,
and a question whether something has changed is answered like any other.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from jiqun.base.csv_files import csv_bytes
from jiqun.base.errors import Refused
from jiqun.exchange.grants.values import Value
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.grants.granting import read_by
from jiqun.web.grants.models import Grant
from jiqun.web.grants.seen import HEIGHT, STATUSES, SeenGrant, bars
from jiqun.web.grants.views.grants import seen_grant
from jiqun.web.rights import sharers

COLUMNS = ("month", "value", "unit", "status", "reported", "missing", "not_applicable")
GONE = 403


@sharers.taking("GET", "HEAD", "POST")
def page(request: HttpRequest, number: int) -> HttpResponse:
    """Show the values of a grant by month."""
    row = _read_by(request, number)
    seen = SeenGrant(row, reader_of(request))
    try:
        values = read_by(row, "page", doer_of(request))
    except Refused as refused:
        context: dict[str, Any] = {"row": row, "seen": seen, "problems": refused.problems}
        return _unkept(render(request, "grants/data.html.j2", context, status=GONE))
    context = {
        "row": row,
        "seen": seen,
        "values": values,
        "bars": bars(values),
        "height": HEIGHT,
        "statuses": STATUSES,
        "problems": [],
    }
    return _unkept(render(request, "grants/data.html.j2", context))


@sharers
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Give the values of a grant as JSON."""
    row = _read_by(request, number)
    try:
        values = read_by(row, "json", doer_of(request))
    except Refused as refused:
        return _json({"refused": _reasons(refused)}, GONE)
    field = SeenGrant(row, reader_of(request)).field
    said = {
        "grant": row.pk, "field": row.field, "purpose": row.purpose, "made": field.made,
        "unit": field.unit.in_("en"), "until": row.until.isoformat(),
        "months": [_line(value) for value in values],
    }  # fmt: skip
    return _json(said)


@sharers
def export(request: HttpRequest, number: int) -> HttpResponse:
    """Give the values of a grant as a CSV file."""
    row = _read_by(request, number)
    try:
        values = read_by(row, "csv", doer_of(request))
    except Refused as refused:
        said = "\n".join(reason["what"] for reason in _reasons(refused))
        return _unkept(HttpResponse(said, status=GONE, content_type="text/plain; charset=utf-8"))
    unit = SeenGrant(row, reader_of(request)).field.unit.in_("zh")
    content = csv_bytes([{**_line(value), "unit": unit} for value in values], COLUMNS)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    name = f"{_named(row)}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return _unkept(response)


def _read_by(request: HttpRequest, number: int) -> Grant:
    """Return a grant of which the reader is the one who reads by it."""
    row = seen_grant(request, number)
    if not SeenGrant(row, reader_of(request)).is_reader:
        raise Http404
    return row


def _named(row: Grant) -> str:
    return f"grant-{row.pk}-{row.field}"


def _line(value: Value) -> dict[str, Any]:
    """Return a month's value as plain data: decimals as text, and no value where there is none."""
    return {
        "month": value.month,
        "value": None if value.value is None else f"{value.value:f}",
        "status": value.status,
        "reported": value.reported,
        "missing": value.missing,
        "not_applicable": value.not_applicable,
    }


def _reasons(refused: Refused) -> list[dict[str, str]]:
    return [
        {"code": problem.code, "what": problem.what("zh"), "what_en": problem.what("en")}
        for problem in refused.problems
    ]


def _json(said: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return an answer for programs, Chinese as Chinese."""
    as_written = {"ensure_ascii": False}
    return _unkept(JsonResponse(said, status=status, json_dumps_params=as_written))


def _unkept(response: HttpResponse) -> HttpResponse:
    """Let nobody between keep an answer, not the browser either."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
