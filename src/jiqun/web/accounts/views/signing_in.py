"""Sign in and out; after too many wrong passwords from one place, later."""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from jiqun.base.errors import Problem
from jiqun.web.accounts.models import LONGEST_LOGIN, Person
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.second import has_second_factor, passes
from jiqun.web.accounts.sessions import note_visit
from jiqun.web.accounts.signed_in import person_of, reader_of_request
from jiqun.web.events.chain import Deed, record
from jiqun.web.explore.views import faults
from jiqun.web.rights import public

LONGEST_PASSWORD = 256
WAITING = "second_factor"
"""The session's key for who gave the password and is asked for a code."""
PATIENCE = 300
"""Seconds in which the code is to be given."""


@public.taking("GET", "HEAD", "POST")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password, and open a session."""
    wanted = _inside(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        return render(request, "accounts/sign_in.html.j2", {"next": wanted})
    said = request.POST.get("login", "").strip().lower()[:LONGEST_LOGIN]
    password = request.POST.get("password", "")[:LONGEST_PASSWORD]
    person = authenticate(request, username=said, password=password)
    if getattr(request, "axes_locked_out", False):
        return locked_out(request)
    if not isinstance(person, Person):
        context = {"next": wanted, "login": said, "problem": Problem("accounts.wrong_password")}
        return render(request, "accounts/sign_in.html.j2", context, status=403)
    if has_second_factor(person):
        request.session[WAITING] = [person.pk, int(time.time()), wanted]
        return HttpResponseRedirect(reverse("second_factor"))
    return _opened(request, person, wanted)


@public.taking("GET", "HEAD", "POST")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the code of one's second factor, and open the session."""
    pk, since, wanted = request.session.get(WAITING, (None, 0, ""))
    person = Person.objects.filter(pk=pk, is_active=True).first() if pk else None
    if person is None or time.time() - since > PATIENCE:
        return HttpResponseRedirect(reverse("login"))
    if request.method != "POST":
        return render(request, "accounts/second_factor.html.j2")
    if not passes(person, request.POST.get("code", "")[:LONGEST_LOGIN]):
        context = {"problem": Problem("accounts.wrong_code")}
        return render(request, "accounts/second_factor.html.j2", context, status=403)
    return _opened(request, person, wanted)


def _opened(request: HttpRequest, person: Person, wanted: str) -> HttpResponse:
    """Open a session, under a new key."""
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.session.pop(WAITING, None)
    note_visit(request, person)
    request.COOKIES.setdefault(settings.SESSION_COOKIE_NAME, "")
    _record(request, "sign_in", person)
    return HttpResponseRedirect(wanted or reverse("account"))


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
    return faults.refused(request, 429, Problem("accounts.locked_out", details={"minutes": 15}))


def _record(request: HttpRequest, verb: str, person: Person) -> None:
    doer = Doer(reader_of_request(request), str(person.uid))
    record(Deed(verb, f"person:{person.uid}", doer.person, doer.office))


def _inside(request: HttpRequest, address: str) -> str:
    """Return an address where it leads nowhere else, or nothing."""
    here = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(address, here, require_https=request.is_secure())
    return address if safe and address.startswith("/") else ""
