"""Sign in and out; after too many wrong passwords from one place, later."""

from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from jiqun.base.errors import Problem
from jiqun.web.accounts.models import LONGEST_LOGIN, Person
from jiqun.web.accounts.offices import Doer
from jiqun.web.accounts.signed_in import person_of, reader_of_request
from jiqun.web.events.chain import Deed, record
from jiqun.web.explore.views import faults
from jiqun.web.rights import public

LONGEST_PASSWORD = 256


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
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    request.COOKIES.setdefault("sessionid", "")
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
