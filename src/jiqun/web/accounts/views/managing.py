"""The people one is in charge of: invite, hand over, end an office; administrators also reset."""

import re
from dataclasses import dataclass, field
from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.codes import regions
from jiqun.base.credit_codes import is_credit_code
from jiqun.base.errors import Problem, Refused, Whole, errors_only
from jiqun.base.language import Bilingual
from jiqun.base.names import place_name
from jiqun.base.readers import Office, Reader
from jiqun.web import letters
from jiqun.web.accounts import agencies, people, resetting, separation
from jiqun.web.accounts.inviting import BELOW, may_invite
from jiqun.web.accounts.models import Invitation, Membership, Memberships
from jiqun.web.accounts.offices import TITLES, office_title, party_of
from jiqun.web.accounts.signed_in import doer_of, person_of
from jiqun.web.admission import reader_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.known import county_of
from jiqun.web.posted import number_in
from jiqun.web.rights import consenters, managers

MOST = 500


@managers
def listed(request: HttpRequest) -> HttpResponse:
    """List the people whose offices the reader may give."""
    return _page(request)


REGISTERED_NATIONALLY = "100000"
"""The place in the credit code of who is registered with the nation, as many universities are."""
NATION_WIDE = Bilingual("国家", "the nation")


@managers.taking("POST")
def invite(request: HttpRequest) -> HttpResponse:
    """Make an invitation, and show its link once."""
    said, of = request.POST.get("office", ""), request.POST.get("of", "").strip()
    replaced = number_in(request.POST.get("replaces", ""))
    reader = reader_of(request)
    try:
        office = Office(said) if said in {*Office} else Office.PUBLIC
        _check_giving(reader, office, of)
        email = people.read_email(request.POST.get("email", ""))
        leaving = _seen(reader, replaced) if replaced is not None else None
        secret = people.invite(office, of, doer_of(request), leaving)
    except Refused as refused:
        return _page(request, Told(problems=refused.problems))
    consent = separation.needs_consent(office, doer_of(request))
    problems = _mailed(email, office, of, secret) if email else []
    return _page(request, Told(problems, [(of, _link(request, secret))], waits=consent))


@managers.taking("POST")
def change_agency(request: HttpRequest) -> HttpResponse:
    """End a promotion agency's office over clusters, and show links for the one that follows."""
    clusters = re.split(r"[\s,，、]+", request.POST.get("clusters", "").strip())
    named = [cluster for cluster in clusters if cluster][:MOST]
    try:
        for cluster in named:
            _check_giving(reader_of(request), Office.AGENCY, cluster)
        secrets = agencies.change_agency(named, request.POST.get("reason", ""), doer_of(request))
    except Refused as refused:
        return _page(request, Told(problems=refused.problems))
    links = [(cluster, _link(request, secret)) for cluster, secret in secrets.items()]
    consent = separation.needs_consent(Office.AGENCY, doer_of(request))
    return _page(request, Told(links=links, waits=consent))


@consenters.taking("POST")
def consent(request: HttpRequest) -> HttpResponse:
    """Consent to an invitation of a system administrator, or decline it."""
    pk = number_in(request.POST.get("invitation", ""))
    try:
        separation.decide(pk or 0, doer_of(request), consent="consent" in request.POST)
    except Refused as refused:
        return _page(request, Told(problems=refused.problems))
    return _page(request)


@managers.taking("POST")
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """End an office; an administrator also closes an account, or resets it."""
    reader, doer = reader_of(request), doer_of(request)
    membership = _seen(reader, pk)
    if membership is None:
        raise Http404
    try:
        if verb == "dismiss":
            people.dismiss(membership, doer)
        elif reader.office is Office.SYSTEM and verb == "disable":
            people.disable(membership.person, doer)
        elif reader.office is Office.SYSTEM and verb == "reset":
            secret, waits = resetting.offer(membership.person, doer)
            links = [(membership.person.login, _link(request, secret))]
            return _page(request, Told(links=links, waits=waits, resets=membership.person.login))
        else:
            raise Http404
    except Refused as refused:
        return _page(request, Told(problems=refused.problems))
    return _page(request)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told on the page once: problems, and links, also one that resets a password."""

    problems: list[Problem] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    waits: bool = False
    resets: str = ""


NOTHING = Told()


def _page(request: HttpRequest, told: Told = NOTHING) -> HttpResponse:
    reader, doer = reader_of(request), doer_of(request)
    every = _within(reader).select_related("person")
    held = list(islice((row for row in every if _may(reader, row)), MOST))
    own = party_of(reader)
    offices = dict.fromkeys((own.office, *BELOW.get(reader.office, ())))
    security = reader.office is Office.SECURITY
    context = {
        "rows": [(row, _title(row), separation.may_end(doer, Office(row.office))) for row in held],
        "offices": [(office, TITLES[office]) for office in offices if office in TITLES],
        "own": own,
        "me": person_of(request),
        "system": reader.office is Office.SYSTEM,
        "security": security,
        "agencies": Office.AGENCY in offices,
        "waiting": [(row, _title(row)) for row in separation.waiting()] if security else [],
        "told": told,
        "mailed": letters.configured(),
    }
    status = 422 if errors_only(told.problems) else 200
    return render(request, "accounts/people.html.j2", context, status=status)


def _check_giving(reader: Reader, office: Office, of: str) -> None:
    if not may_invite(reader, office, of, county_of(shelf().workspace, of)):
        raise Refused([_not_yours(reader, office, of)])


def _not_yours(reader: Reader, office: Office, of: str) -> Problem:
    """Say whose an office is to give: of a firm or institution, by the place in its code."""
    invites = office is Office.FIRM and office in BELOW.get(reader.office, ())
    if not invites or not is_credit_code(of) or not _known(of[2:8]):
        return Problem("accounts.not_yours_to_give")
    place = NATION_WIDE if of[2:8] == REGISTERED_NATIONALLY else place_name(of[2:8])
    details = {"code": of, "place": place.zh, "place_en": place.en}
    return Problem("accounts.registered_elsewhere", details=details)


def _known(place: str) -> bool:
    return place == REGISTERED_NATIONALLY or regions().get(place) is not None


def _mailed(email: str, office: Office, of: str, secret: str) -> list[Problem]:
    """Write to somebody that they are invited; say so where that was not possible."""
    title = office_title(office, of)
    address = letters.address_of(reverse("invitation", args=(secret,)))
    details = {"office": title.zh, "office_en": title.en, "address": Whole(address)}
    head = Problem("mail.invitation", details=details)
    if letters.configured() and letters.send(email, head):
        return []
    return [Problem("mail.not_sent")]


def _link(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("invitation", args=(secret,)))


def _title(membership: Membership | Invitation) -> Bilingual:
    if isinstance(membership, Invitation) and membership.resets:
        called = f"{membership.resets.called}（{membership.resets.login}）"
        return Bilingual(f"重置{called}的密码", f"reset the password of {membership.resets.login}")
    return office_title(Office(membership.office), membership.of)


def _within(reader: Reader) -> Memberships:
    return Membership.objects.standing().filter(person__is_active=True).for_reader(reader)


def _seen(reader: Reader, pk: int) -> Membership | None:
    """Return a membership the reader is in charge of; None where it is not theirs."""
    found = _within(reader).filter(pk=pk).select_related("person").first()
    return found if found is not None and _may(reader, found) else None


def _may(reader: Reader, membership: Membership) -> bool:
    if reader.office is Office.SECURITY:
        return True
    county = county_of(shelf().workspace, membership.of) if membership.office == "agency" else ""
    return may_invite(reader, Office(membership.office), membership.of, county)
