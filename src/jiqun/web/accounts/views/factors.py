"""How one signs in: the codes of an app, passkeys, recovery codes."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts import passkeys, second
from jiqun.web.accounts.attempts import PASSWORDS
from jiqun.web.accounts.models import Person
from jiqun.web.accounts.signed_in import doer_of, person_of, while_enrolling
from jiqun.web.rights import public

JSON = "application/json"


def check_password(person: Person, said: str) -> None:
    """Let only who knows the password of an open session's account go on.

    Raises
    ------
    Refused
        Where it is wrong, or was wrong too often.
    """
    PASSWORDS.refuse(str(person.uid))
    if not person.check_password(said):
        PASSWORDS.note(str(person.uid))
        raise Refused([Problem("accounts.wrong_old_password")])
    PASSWORDS.forget(str(person.uid))


@while_enrolling
@public.taking("GET", "HEAD", "POST")
def own_second_factor(request: HttpRequest) -> HttpResponse:
    """Switch the codes of an app on with the password and a first one, or off."""
    person = person_of(request)
    if person is None:
        return HttpResponseRedirect(reverse("login"))
    codes, problems = [], []
    try:
        if request.method == "POST":
            check_password(person, request.POST.get("password", ""))
            if "off" in request.POST:
                second.switch_off(person, doer_of(request))
            else:
                codes = second.confirm(person, request.POST.get("code", ""), doer_of(request))
    except Refused as refused:
        problems = refused.problems
    return _page(request, person, problems, codes)


@while_enrolling
@public.taking("POST")
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Tell a browser what a new passkey is to sign."""
    person = person_of(request)
    if person is None:
        return HttpResponseRedirect(reverse("login"))
    return HttpResponse(passkeys.asked_to_register(request, person), content_type=JSON)


@while_enrolling
@public.taking("POST")
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Keep a passkey that the browser made, for who knows the password."""
    person = person_of(request)
    if person is None:
        return HttpResponseRedirect(reverse("login"))
    codes, problems = [], []
    try:
        check_password(person, request.POST.get("password", ""))
        named, said = request.POST.get("name", ""), request.POST.get("credential", "")
        codes = passkeys.register(request, person, named, said, doer_of(request))
    except Refused as refused:
        problems = refused.problems
    return _page(request, person, problems, codes)


@public.taking("POST")
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of one's passkeys away, with the password."""
    person = person_of(request)
    if person is None:
        return HttpResponseRedirect(reverse("login"))
    problems = []
    try:
        check_password(person, request.POST.get("password", ""))
        passkeys.remove(person, pk, doer_of(request))
    except Refused as refused:
        problems = refused.problems
    return _page(request, person, problems)


@public.taking("POST")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make recovery codes anew, with the password."""
    person = person_of(request)
    if person is None:
        return HttpResponseRedirect(reverse("login"))
    codes, problems = [], []
    try:
        check_password(person, request.POST.get("password", ""))
        codes = second.renew_codes(person, doer_of(request))
    except Refused as refused:
        problems = refused.problems
    return _page(request, person, problems, codes)


def _page(
    request: HttpRequest,
    person: Person,
    problems: "list[Problem] | None" = None,
    codes: "list[str] | None" = None,
) -> HttpResponse:
    app = second.has_codes_app(person)
    context: dict[str, Any] = {
        "app": app,
        "on": second.has_second_factor(person),
        "demanded": second.must_have(person),
        "keys": person.passkeys.all(),
        "usable": bool(passkeys.origins(request)),
        "codes": codes or [],
        "codes_left": second.codes_left(person),
        "problems": problems or [],
    }
    if not app:
        device = second.begun(person)
        context |= {"secret": second.secret_of(device), "picture": second.picture_of(device)}
    status = 422 if problems else 200
    return render(request, "accounts/own_second_factor.html.j2", context, status=status)
