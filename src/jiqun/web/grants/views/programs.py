"""Tokens of programs that read a grant: made and shown once, taken back."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jiqun.base.errors import Refused
from jiqun.web.accounts.signed_in import doer_of, person_of
from jiqun.web.admission import reader_of
from jiqun.web.grants.models import Grant
from jiqun.web.grants.seen import SeenGrant
from jiqun.web.grants.tokens import make_token, revoke_token
from jiqun.web.grants.views.grants import grant_page, seen_grant
from jiqun.web.rights import sharers


@sharers.taking("POST")
def made(request: HttpRequest, number: int) -> HttpResponse:
    """Make a token, and show its secret this once."""
    row = _read_by(request, number)
    said = {name: request.POST.get(name, "") for name in ("scope", "token_name")}
    try:
        _, secret = make_token(row, said, doer_of(request), person_of(request))
    except Refused as refused:
        return grant_page(request, row, refused.problems)
    response = grant_page(request, row, [], secret)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@sharers.taking("POST")
def revoked(request: HttpRequest, number: int, token: int) -> HttpResponse:
    """Take a token back."""
    row = _read_by(request, number)
    try:
        revoke_token(row, token, doer_of(request))
    except Refused as refused:
        return grant_page(request, row, refused.problems)
    return HttpResponseRedirect(reverse("grant", args=[row.pk]))


def _read_by(request: HttpRequest, number: int) -> Grant:
    row = seen_grant(request, number)
    if not SeenGrant(row, reader_of(request)).is_reader:
        raise Http404
    return row
