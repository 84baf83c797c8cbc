"""One's own account: the offices held, the one acted in, the password; invitations taken up."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.base.readers import Office
from jiqun.web import letters
from jiqun.web.accounts import people, resetting, second, sessions
from jiqun.web.accounts.attempts import INVITATIONS, place_of
from jiqun.web.accounts.offices import office_title
from jiqun.web.accounts.signed_in import act_as, doer_of, membership_of, person_of
from jiqun.web.accounts.views.factors import check_password
from jiqun.web.explore.views import faults
from jiqun.web.posted import number_in
from jiqun.web.rights import public
from jiqun.web.waiting import waiting_for

TAKEN = ("login", "password", "name", "email")
"""What somebody says of the account they make."""


@public
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own account; who is not signed in is asked to."""
    person = person_of(request)
    if person is None:
        return HttpResponseRedirect(f"{reverse('login')}?next={reverse('account')}")
    return _page(request)


@public.taking("POST")
def act(request: HttpRequest) -> HttpResponse:
    """Act in another of one's offices."""
    person = person_of(request)
    if person is None:
        return HttpResponseRedirect(reverse("login"))
    chosen = number_in(request.POST.get("membership", ""))
    membership = person.memberships.standing().filter(pk=chosen or 0).first()
    if membership is not None:
        act_as(request, membership)
    return HttpResponseRedirect(reverse("account"))


@public.taking("POST")
def change_password(request: HttpRequest) -> HttpResponse:
    """Set another password; the present one is asked for."""
    person = person_of(request)
    if person is None:
        return HttpResponseRedirect(reverse("login"))
    try:
        check_password(person, request.POST.get("old", ""))
    except Refused as refused:
        return _page(request, refused.problems, 403)
    try:
        people.reset(person, doer_of(request), request.POST.get("new", ""))
    except Refused as refused:
        return _page(request, refused.problems, 422)
    before = request.session.session_key or ""
    request.user = person  # whom Django's own session middleware would have put there
    update_session_auth_hash(request, person)
    sessions.rename(person, before, request.session.session_key or "")
    sessions.end_all(person, but=request.session.session_key or "")
    return _page(request, said=True)


@public.taking("POST")
def change_email(request: HttpRequest) -> HttpResponse:
    """Change where one is written to, or be written to no more."""
    person = person_of(request)
    if person is None:
        return HttpResponseRedirect(reverse("login"))
    try:
        people.change_email(person, request.POST.get("email", ""), doer_of(request))
    except Refused as refused:
        return _page(request, refused.problems, 422)
    return _page(request)


@public.taking("GET", "HEAD", "POST")
def take_up(request: HttpRequest, secret: str) -> HttpResponse:
    """Take up an office by invitation, or set one's password anew by a link for that."""
    try:
        INVITATIONS.refuse(place_of(request))
        invitation = people.invitation_of(secret)
    except NotFound as none:
        INVITATIONS.note(place_of(request))
        raise Http404(none) from None
    except Refused as refused:
        return faults.refused(request, 429, refused.problems[0])
    lacking = people.lacking(invitation)
    context: dict[str, Any] = {"problems": [lacking] if lacking else []}
    if (resets := invitation.resets) is not None:
        context |= {"resets": resets}
    else:
        context |= {"title": office_title(Office(invitation.office), invitation.of)}
    if request.method != "POST":
        return render(request, "accounts/take_up.html.j2", context)
    said = {name: request.POST.get(name, "") for name in TAKEN}
    try:
        if resets is not None:
            resetting.take_up(secret, said["password"])
        else:
            people.take_up(secret, **said, person=person_of(request))
    except Refused as refused:
        INVITATIONS.note(place_of(request))
        context |= {"problems": refused.problems, **said}
        return render(request, "accounts/take_up.html.j2", context, status=422)
    if person_of(request) is None:  # the new account signs in, and is told that there is one
        return HttpResponseRedirect(f"{reverse('login')}?next={reverse('account')}&made")
    return HttpResponseRedirect(reverse("account"))


@public.taking("POST")
def end_session(request: HttpRequest) -> HttpResponse:
    """End one of one's sessions elsewhere, or all of them."""
    person = person_of(request)
    if person is None:
        return HttpResponseRedirect(reverse("login"))
    chosen = request.POST.get("visit", "")
    if chosen == "all":
        sessions.end_all(person, but=request.session.session_key or "")
    elif (visit := number_in(chosen)) is not None:
        sessions.end(person, visit)
    return HttpResponseRedirect(reverse("account"))


def _page(
    request: HttpRequest,
    problems: "list[Problem] | None" = None,
    status: int = 200,
    *,
    said: bool = False,
) -> HttpResponse:
    person = person_of(request)
    held = person.memberships.standing() if person else ()
    offices = [
        (membership, office_title(Office(membership.office), membership.of)) for membership in held
    ]
    context = {
        "person": person,
        "offices": offices,
        "acting": membership_of(request),
        "visits": sessions.visits(person) if person else [],
        "this_visit": request.session.session_key,
        "second_factor": person is not None and second.has_second_factor(person),
        "app": person is not None and second.has_codes_app(person),
        "passkeys": person.passkeys.count() if person else 0,
        "codes_left": second.codes_left(person) if person else 0,
        "waiting": waiting_for(doer_of(request)) if membership_of(request) else [],
        "mailed": letters.configured(),
        "problems": problems or [],
        "changed": said,
    }
    return render(request, "accounts/account.html.j2", context, status=status)
