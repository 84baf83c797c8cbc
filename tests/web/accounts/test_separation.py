"""System, security and audit are three people: none takes or gives itself the others' part."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from tests.web.people import PASSWORD, doer, signed_in

from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.web.accounts import people, separation
from jiqun.web.accounts.models import ADMINISTRATORS, Invitation, Membership, Person
from jiqun.web.events.models import Event
from jiqun.web.filing.accepting import INSTALLATION

pytestmark = pytest.mark.usefixtures("office")
NEW = {"login": "new.one", "password": PASSWORD, "name": "新人"}


def person(login: str) -> Person:
    return Person.objects.get(login=login)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def link(page: str) -> str:
    return re.findall(r"(/accounts/invitation/.*?/)<", page)[0]


def proposed(kind: str, of: str = "", **said: object) -> str:
    answer = signed_in("system").post(
        "/accounts/people/invite/", {"office": kind, "of": of, **said}
    )
    assert answer.status_code == 200
    assert "安全管理员同意" in answer.content.decode()
    return link(answer.content.decode())


def decided(login: str = "security", verb: str = "consent") -> int:
    pk = Invitation.objects.latest("pk").pk
    said = {"invitation": pk, verb: "yes"}
    return signed_in(login).post("/accounts/people/consent/", said).status_code


@pytest.mark.parametrize("held", ADMINISTRATORS)
@pytest.mark.parametrize("other", ADMINISTRATORS)
def test_nobody_holds_two_administrators_offices(held: Office, other: Office) -> None:
    holder = person(str(held))
    if held is other:
        return
    secret = people.invite(other, "", INSTALLATION)
    Invitation.objects.update(consented=timezone.now())
    with pytest.raises(Refused) as refused:
        people.take_up(secret, person=holder)
    assert codes(refused) == ["accounts.one_administrator"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=holder, office=other)


def test_an_office_that_ended_does_not_stand_in_the_way_of_another() -> None:
    holder = person("audit")
    people.dismiss(holder.memberships.get(), doer("security"))
    Membership.objects.create(person=holder, office=Office.SYSTEM)
    assert [str(held) for held in holder.memberships.standing()] == ["system"]


@pytest.mark.parametrize(("kind", "of"), [("audit", ""), ("security", ""), ("county", "330106")])
def test_what_system_gives_is_taken_up_after_security_consented(kind: str, of: str) -> None:
    path = proposed(kind, of)
    page = Client().get(path).content.decode()
    assert "等安全管理员同意" in page
    assert Client().post(path, NEW).status_code == 422
    assert not Person.objects.filter(login="new.one").exists()
    assert decided() == 200
    assert Client().post(path, NEW).status_code == 302
    assert [held.office for held in person("new.one").memberships.standing()] == [kind]
    assert [event.verb for event in Event.objects.order_by("-number")[:4]].count("consent") == 1


def test_what_security_declines_is_never_taken_up() -> None:
    path = proposed("audit")
    assert decided(verb="decline") == 200
    assert Client().post(path, NEW).status_code == 404


@pytest.mark.parametrize("login", ["system", "audit", "nation", "county"])
def test_only_security_consents(login: str) -> None:
    path = proposed("audit")
    assert decided(login) == 403
    assert Client().post(path, NEW).status_code == 422
    pk = Invitation.objects.latest("pk").pk
    with pytest.raises(Refused):
        separation.decide(pk, doer(login), consent=True)


def test_the_database_takes_up_nothing_without_its_consent() -> None:
    people.invite(Office.AUDIT, "", doer("system"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(waits=True).update(taken=timezone.now())
    own = Invitation.objects.filter(waits=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        own.update(consented_by=person("system"), consented=timezone.now())


def test_system_gives_nothing_at_once_not_even_to_itself() -> None:
    for office in ADMINISTRATORS:
        with pytest.raises(Refused) as refused:
            people.appoint(person("system"), office, "", doer("system"))
        assert codes(refused) == ["accounts.wants_consent"]


@pytest.mark.parametrize("login", ["security", "audit"])
@pytest.mark.parametrize("verb", ["dismiss", "disable", "reset"])
def test_system_has_no_say_over_its_overseers(login: str, verb: str) -> None:
    held = person(login).memberships.get()
    answer = signed_in("system").post(f"/accounts/people/{held.pk}/{verb}/")
    assert answer.status_code == 422
    assert signed_in(login).get("/accounts/").status_code == 200


def test_security_ends_offices_but_those_of_security() -> None:
    security = signed_in("security")
    page = security.get("/accounts/people/").content.decode()
    assert "system" in page and 'name="office"' not in page
    for login, status in (("system", 200), ("county", 200), ("audit", 200), ("security", 422)):
        held = person(login).memberships.get()
        answer = security.post(f"/accounts/people/{held.pk}/dismiss/")
        assert (answer.status_code, login) == (status, login)
        assert bool(person(login).memberships.standing()) == (status == 422)


@pytest.mark.parametrize("kind", ["security", "system", "audit", "county"])
def test_security_gives_nothing_away(kind: str) -> None:
    said = {"office": kind, "of": "330106" if kind == "county" else ""}
    answer = signed_in("security").post("/accounts/people/invite/", said)
    assert answer.status_code == 422


def test_audit_neither_gives_nor_ends_nor_consents() -> None:
    audit = signed_in("audit")
    held = person("county").memberships.get()
    for path in ("", "invite/", f"{held.pk}/dismiss/", "consent/", "agency/"):
        ask = audit.get if not path else audit.post
        assert ask(f"/accounts/people/{path}").status_code == 403


def test_the_command_line_gives_the_first_of_each_and_later_ones_by_consent() -> None:
    another = people.add_person("another", PASSWORD, INSTALLATION)
    for office in ADMINISTRATORS:
        with pytest.raises(Refused):
            people.appoint(another, office, "", INSTALLATION)
    people.appoint(another, Office.COUNTY, "330110", INSTALLATION)
    people.disable(person("audit"), INSTALLATION)
    people.appoint(another, Office.AUDIT, "", INSTALLATION)
    secret = people.invite(Office.SYSTEM, "", INSTALLATION)
    with pytest.raises(Refused):
        people.take_up(secret, **NEW)
    assert decided() == 200
    people.take_up(secret, **NEW)


def test_a_handover_is_of_the_same_office_and_shown_to_who_consents() -> None:
    held = person("audit").memberships.get()
    answer = signed_in("system").post(
        "/accounts/people/invite/", {"office": "county", "of": "330106", "replaces": held.pk}
    )
    assert answer.status_code == 422
    path = proposed("audit", replaces=held.pk)
    page = signed_in("security").get("/accounts/people/").content.decode()
    assert "接替" in page
    assert decided() == 200
    assert Client().post(path, NEW).status_code == 302
    assert not person("audit").memberships.standing()
    assert signed_in("audit").get("/audit/").status_code == 403
