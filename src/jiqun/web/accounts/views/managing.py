"""The people one is in charge of: invite, hand over, end an office; administrators also reset."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.web.accounts import people, second
from jiqun.web.accounts.inviting import BELOW, may_invite
from jiqun.web.accounts.models import Membership, Memberships
from jiqun.web.accounts.offices import TITLES, office_title, party_of
from jiqun.web.accounts.signed_in import doer_of, person_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.known import county_of
from jiqun.web.rights import managers

MOST = 500


@managers
def listed(request: HttpRequest) -> HttpResponse:
    """List the people whose offices the reader may give."""
    return _page(request)


@managers.taking("POST")
def invite(request: HttpRequest) -> HttpResponse:
    """Make an invitation, and show its link once."""
    said, of = request.POST.get("office", ""), request.POST.get("of", "").strip()
    replaced = request.POST.get("replaces", "")
    reader, problems, link = reader_of(request), [], ""
    try:
        office = Office(said) if said in {*Office} else Office.PUBLIC
        if not may_invite(reader, office, of, county_of(shelf().workspace, of)):
            raise Refused([Problem("accounts.not_yours_to_give")])
        leaving = _in_charge_of(reader, int(replaced)) if replaced.isdecimal() else None
        secret = people.invite(office, of, doer_of(request), leaving)
        link = request.build_absolute_uri(reverse("invitation", args=(secret,)))
    except Refused as refused:
        problems = refused.problems
    return _page(request, problems, link)


@managers.taking("POST")
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """End an office; an administrator also closes an account, or resets it."""
    reader, doer = reader_of(request), doer_of(request)
    membership = _in_charge_of(reader, pk)
    if membership is None:
        raise Http404
    told = ""
    if verb == "dismiss":
        people.dismiss(membership, doer)
    elif reader.office is Office.SYSTEM and verb == "disable":
        people.disable(membership.person, doer)
    elif reader.office is Office.SYSTEM and verb == "reset":
        second.take_away(membership.person, doer)
        told = people.reset(membership.person, doer)
    else:
        raise Http404
    return _page(request, password=told, login=membership.person.login)


def _page(
    request: HttpRequest,
    problems: "list[Problem] | None" = None,
    link: str = "",
    password: str = "",
    login: str = "",
) -> HttpResponse:
    reader = reader_of(request)
    held = [row for row in _within(reader).select_related("person")[:MOST] if _may(reader, row)]
    own = party_of(reader)
    offices = dict.fromkeys((own.office, *BELOW.get(reader.office, ())))
    context = {
        "rows": [(row, _title(row)) for row in held],
        "offices": [(office, TITLES[office]) for office in offices if office in TITLES],
        "own": own,
        "me": person_of(request),
        "system": reader.office is Office.SYSTEM,
        "problems": problems or [],
        "link": link,
        "password": password,
        "login": login,
    }
    return render(request, "accounts/people.html.j2", context, status=422 if problems else 200)


def _title(membership: Membership) -> Bilingual:
    return office_title(Office(membership.office), membership.of)


def _within(reader: Reader) -> Memberships:
    return Membership.objects.standing().filter(person__is_active=True).for_reader(reader)


def _in_charge_of(reader: Reader, pk: int) -> Membership | None:
    """Return a membership the reader may end; None where it is not theirs to."""
    found = _within(reader).filter(pk=pk).select_related("person").first()
    return found if found is not None and _may(reader, found) else None


def _may(reader: Reader, membership: Membership) -> bool:
    county = county_of(shelf().workspace, membership.of) if membership.office == "agency" else ""
    return may_invite(reader, Office(membership.office), membership.of, county)
