"""Sign in and out; after too many wrong passwords from one place, later."""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts import passkeys
from jiqun.web.accounts.attempts import CHALLENGES, CODES, NAMES, PASSKEYS, WITHIN, place_of
from jiqun.web.accounts.models import LONGEST_LOGIN, Person
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.people import LONGEST_PASSWORD
from jiqun.web.accounts.second import has_second_factor, passes
from jiqun.web.accounts.sessions import note_visit
from jiqun.web.accounts.signed_in import (
    begin_acting,
    person_of,
    reader_of_request,
    while_enrolling,
)
from jiqun.web.events.chain import Deed, record
from jiqun.web.explore.views import faults
from jiqun.web.rights import public

WAITING = "second_factor"
"""The session's key for who gave the password and is asked for a second factor."""
PATIENCE = 300
"""Seconds in which the second factor is to be given."""
JSON = "application/json"


@public.taking("GET", "HEAD", "POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password, and open a session."""
    wanted = _inside(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        return _page(request, wanted)
    said = request.POST.get("login", "").strip().lower()[:LONGEST_LOGIN]
    password = request.POST.get("password", "")[:LONGEST_PASSWORD]
    try:
        NAMES.refuse(place_of(request))
    except Refused as refused:
        return faults.refused(request, 429, refused.problems[0])
    person = authenticate(request, username=said, password=password)
    if not isinstance(person, Person):
        NAMES.note(place_of(request))
        if getattr(request, "axes_locked_out", False):
            return locked_out(request)
        return _page(request, wanted, said, Problem("accounts.wrong_password"), 403)
    if has_second_factor(person):
        request.session.cycle_key()
        request.session[WAITING] = [person.pk, int(time.time()), wanted]
        return HttpResponseRedirect(reverse("second_factor"))
    return _opened(request, person, wanted, "password")


@public.taking("GET", "HEAD", "POST")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code of one's second factor, and open the session."""
    person, wanted = _waiting(request)
    if person is None:
        return HttpResponseRedirect(reverse("login"))
    if request.method != "POST":
        return _second_page(request, person)
    try:
        CODES.refuse(str(person.uid))
    except Refused as refused:
        return faults.refused(request, 429, refused.problems[0])
    by = passes(person, request.POST.get("code", "")[:LONGEST_LOGIN])
    if not by:
        CODES.note(str(person.uid))
        return _second_page(request, person, Problem("accounts.wrong_code"))
    CODES.forget(str(person.uid))
    return _opened(request, person, wanted, by)


@public.taking("POST")
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Tell a browser what a passkey is to sign, for signing in."""
    try:
        CHALLENGES.refuse(place_of(request))
    except Refused as refused:
        return HttpResponse(refused.problems[0].what("zh"), status=429)
    CHALLENGES.note(place_of(request))
    person, _ = _waiting(request)
    return HttpResponse(passkeys.asked_to_sign_in(request, person), content_type=JSON)


@public.taking("POST")
def passkey(request: HttpRequest) -> HttpResponse:
    """Open a session by a passkey: alone, or as the second factor after the password."""
    person, wanted = _waiting(request)
    wanted = wanted or _inside(request, request.POST.get("next", ""))
    try:
        PASSKEYS.refuse(place_of(request))
        owner = passkeys.signed_in(request, person, request.POST.get("credential", ""))
    except Refused as refused:
        PASSKEYS.note(place_of(request))
        problem = refused.problems[0]
        if person is not None:
            return _second_page(request, person, problem)
        return _page(request, wanted, "", problem, 403)
    return _opened(request, owner, wanted, "passkey")


def _waiting(request: HttpRequest) -> tuple[Person | None, str]:
    """Return who gave the password and is waited for, and where they were going."""
    pk, since, wanted = request.session.get(WAITING, (None, 0, ""))
    if not pk or time.time() - since > PATIENCE:
        return None, ""
    return Person.objects.filter(pk=pk, is_active=True).first(), wanted


def _page(
    request: HttpRequest,
    wanted: str,
    said: str = "",
    problem: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "next": wanted,
        "login": said,
        "problem": problem,
        "passkeys": bool(passkeys.origins(request)),
        "made": "made" in request.GET,
    }
    return render(request, "accounts/sign_in.html.j2", context, status=status)


def _second_page(
    request: HttpRequest, person: Person, problem: Problem | None = None
) -> HttpResponse:
    offered = bool(passkeys.origins(request)) and person.passkeys.exists()
    context = {"problem": problem, "passkeys": offered}
    return render(
        request, "accounts/second_factor.html.j2", context, status=403 if problem else 200
    )


def _opened(request: HttpRequest, person: Person, wanted: str, by: str) -> HttpResponse:
    """Open a session, under a new key."""
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.session.pop(WAITING, None)
    begin_acting(request.session, person)
    note_visit(request, person)
    request.COOKIES.setdefault(settings.SESSION_COOKIE_NAME, "")
    _record(request, "sign_in", person, by=by)
    return HttpResponseRedirect(wanted or reverse("account"))


@while_enrolling
@public.taking("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    person = person_of(request)
    if person is not None:
        _record(request, "sign_out", person)
        logout(request)
    return HttpResponseRedirect(reverse("home"))


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Say that too many wrong passwords came from there, and when to try again."""
    minutes = int(WITHIN.total_seconds() // 60)
    return faults.refused(
        request, 429, Problem("accounts.locked_out", details={"minutes": minutes})
    )


def _record(request: HttpRequest, verb: str, person: Person, **said: str) -> None:
    doer = Doer(reader_of_request(request), str(person.uid))
    record(Deed(verb, f"person:{person.uid}", doer.person, doer.office, said))


def _inside(request: HttpRequest, address: str) -> str:
    """Return an address where it leads nowhere else, or nothing."""
    here = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(address, here, require_https=request.is_secure())
    return address if safe and address.startswith("/") else ""
