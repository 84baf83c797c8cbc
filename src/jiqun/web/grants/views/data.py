"""The data a grant lets its reader read: on a page, by an address for programs, as a file.

Each answer is decided when it is asked for and kept nowhere: the headers say so, no tag is given,
and a question whether something has changed is answered like any other. Programs bring a token
(``Authorization: Bearer``), which opens these addresses and nothing else.
"""

import json
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.csv_files import csv_bytes
from jiqun.base.errors import Problem, Refused
from jiqun.exchange.grants.values import Value
from jiqun.web.accounts import tokens
from jiqun.web.accounts.signed_in import by_token, doer_of, token_of
from jiqun.web.admission import reader_of
from jiqun.web.grants.granting import read_by
from jiqun.web.grants.models import Grant
from jiqun.web.grants.seen import HEIGHT, STATUSES, SeenGrant, bars
from jiqun.web.grants.tokens import READS, covers, readable_now
from jiqun.web.grants.views.grants import seen_grant
from jiqun.web.rights import sharers

COLUMNS = ("month", "value", "unit", "status", "reported", "missing", "not_applicable")
GONE, TOO_OFTEN = 403, 429
Made = Callable[[Grant, list[Value]], HttpResponse]


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


@by_token
@sharers
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Give the values of a grant as JSON."""
    return _given(request, number, "json", _as_json)


@by_token
@sharers
def lines(request: HttpRequest, number: int) -> HttpResponse:
    """Give the values of a grant as JSON lines, one a month."""
    return _given(request, number, "jsonl", _as_lines)


@by_token
@sharers
def export(request: HttpRequest, number: int) -> HttpResponse:
    """Give the values of a grant as a CSV file."""
    return _given(request, number, "csv", _as_csv)


@by_token
@sharers
def readable(request: HttpRequest) -> HttpResponse:
    """List what may be read at this moment; no data are told, so it is no use."""
    listed = [
        {
            "grant": row.pk, "firm": row.firm, "field": row.field, "purpose": row.purpose,
            "until": row.until.isoformat(), "data": reverse("grant_json", args=[row.pk]),
        }
        for row in readable_now(reader_of(request), token_of(request))
    ]  # fmt: skip
    return _json({"grants": listed})


def _given(request: HttpRequest, number: int, form: str, made: Made) -> HttpResponse:
    """Read a grant for a program or a file, and give its values in a form."""
    row, token = _read_by(request, number), token_of(request)
    try:
        if token is not None:
            READS.refuse(str(token.pk))
            READS.note(str(token.pk))
        values = read_by(row, form, doer_of(request), token.pk if token else None)
    except Refused as refused:
        return _refused(refused)
    if token is not None:
        tokens.note_use(token)
    return _unkept(made(row, values))


def _read_by(request: HttpRequest, number: int) -> Grant:
    """Return a grant of which the reader is the one who reads by it, also by the token."""
    row, token = seen_grant(request, number), token_of(request)
    if not SeenGrant(row, reader_of(request)).is_reader:
        raise Http404
    if token is not None and not covers(token, row):
        raise Http404
    return row


def _as_json(row: Grant, values: list[Value]) -> HttpResponse:
    field = row.granted_field
    said = {
        "grant": row.pk, "field": row.field, "purpose": row.purpose, "made": field.made,
        "unit": field.unit.in_("en"), "until": row.until.isoformat(),
        "months": [_line(value) for value in values],
    }  # fmt: skip
    return _json(said)


def _as_lines(row: Grant, values: list[Value]) -> HttpResponse:
    said = {"field": row.field, "unit": row.granted_field.unit.in_("en")}
    text = "".join(json.dumps(said | _line(value), ensure_ascii=False) + "\n" for value in values)
    return _file(row, text.encode(), "jsonl", "application/jsonl")


def _as_csv(row: Grant, values: list[Value]) -> HttpResponse:
    unit = row.granted_field.unit.in_("zh")
    content = csv_bytes([{**_line(value), "unit": unit} for value in values], COLUMNS)
    return _file(row, content, "csv", "text/csv")


def _file(row: Grant, content: bytes, ending: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    name = f"grant-{row.pk}-{row.field}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


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


def _refused(refused: Refused) -> HttpResponse:
    """Say why nothing is given, as programs read it, whatever form was asked for."""
    often = any(problem.code == "accounts.too_often" for problem in refused.problems)
    return _json({"refused": list(map(_reason, refused.problems))}, TOO_OFTEN if often else GONE)


def _reason(problem: Problem) -> dict[str, str]:
    return {"code": problem.code, "what": problem.what("zh"), "what_en": problem.what("en")}


def _json(said: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return an answer for programs, Chinese as Chinese."""
    as_written = {"ensure_ascii": False}
    return _unkept(JsonResponse(said, status=status, json_dumps_params=as_written))


def _unkept(response: HttpResponse) -> HttpResponse:
    """Let nobody between keep an answer, not the browser either."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
