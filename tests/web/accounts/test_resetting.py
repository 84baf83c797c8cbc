"""A password is set anew by its owner: no administrator knows one that works."""

import json
import re

import pytest
from django.test import Client
from tests.web.people import PASSWORD, doer, signed_in

from jiqun.base.errors import Refused
from jiqun.web.accounts import people, resetting, second
from jiqun.web.accounts.leaving import erase
from jiqun.web.accounts.models import Invitation, Person
from jiqun.web.events.models import Event
from jiqun.web.filing.accepting import INSTALLATION

pytestmark = pytest.mark.usefixtures("office")
NEW = "another-horse-battery"


def county() -> Person:
    return Person.objects.get(login="county")


def offered() -> str:
    """Reset the county's account by the page of people, and return the link's address."""
    held = county().memberships.get()
    answer = signed_in("system").post(f"/accounts/people/{held.pk}/reset/")
    page = answer.content.decode()
    assert "设置新密码" in page
    assert not re.search("<code>[a-z0-9]{4}(-[a-z0-9]{4}){3}</code>", page)
    return re.findall(r"(/accounts/invitation/.*?/)<", page)[0]


def decide(word: str) -> int:
    said = {"invitation": Invitation.objects.latest("pk").pk, word: "yes"}
    return signed_in("security").post("/accounts/people/consent/", said).status_code


def enters(password: str) -> bool:
    said = {"login": "county", "password": password}
    return Client().post("/accounts/login/", said).status_code == 302


def test_a_reset_waits_for_security_and_its_owner_sets_the_password() -> None:
    session, path = signed_in("county"), offered()
    page = Client().get(path).content.decode()
    assert "county" in page and "安全管理员" in page
    assert Client().post(path, {"password": NEW}).status_code == 422
    assert enters(PASSWORD) and not enters(NEW)
    assert "重置" in signed_in("security").get("/accounts/people/").content.decode()
    assert decide("consent") == 200
    assert Client().post(path, {"password": "short"}).status_code == 422
    assert Client().post(path, {"password": NEW}).status_code == 302
    assert enters(NEW) and not enters(PASSWORD)
    assert session.get("/filings/").status_code == 403
    assert Client().post(path, {"password": PASSWORD}).status_code == 404


def test_until_it_is_used_the_second_factor_stays_and_then_it_goes() -> None:
    device = second.begun(county())
    device.confirmed = True
    device.save()
    path = offered()
    decide("consent")
    assert second.has_second_factor(county())
    Client().post(path, {"password": NEW})
    assert not second.has_second_factor(county())


def test_a_reset_that_security_declines_is_none() -> None:
    path = offered()
    assert decide("decline") == 200
    assert Client().post(path, {"password": NEW}).status_code == 404
    assert enters(PASSWORD)


def test_where_no_security_administrator_stands_the_link_works_at_once() -> None:
    people.disable(Person.objects.get(login="security"), INSTALLATION)
    assert Client().post(offered(), {"password": NEW}).status_code == 302
    assert enters(NEW)


def test_a_later_link_ends_the_one_before_and_closing_or_erasing_ends_all() -> None:
    people.disable(Person.objects.get(login="security"), INSTALLATION)
    first, then = offered(), offered()
    assert Client().post(first, {"password": NEW}).status_code == 404
    people.disable(county(), INSTALLATION)
    erase(county(), INSTALLATION)
    assert Client().post(then, {"password": NEW}).status_code == 404
    assert not Person.objects.get(pk=Invitation.objects.latest("pk").resets_id).is_active


def test_overseers_are_not_reset_by_system_and_the_log_says_who_did_what() -> None:
    with pytest.raises(Refused):
        resetting.offer(Person.objects.get(login="audit"), doer("system"))
    path = offered()
    decide("consent")
    Client().post(path, {"password": NEW})
    subject = f"person:{county().uid}"
    offer = Event.objects.get(verb="offer_reset", subject=subject)
    assert offer.person == doer("system").person
    assert json.loads(offer.said)["waits"] is True
    consent = Event.objects.get(verb="consent")
    assert json.loads(consent.said) == {"resets": str(county().uid)}
    assert Event.objects.get(verb="reset", subject=subject).person == str(county().uid)


def test_a_link_that_resets_gives_nobody_an_office() -> None:
    path = offered()
    decide("consent")
    said = {"login": "somebody", "password": NEW}
    assert Client().post(path, said).status_code == 302
    assert not Person.objects.filter(login="somebody").exists()
    held = [str(membership) for membership in county().memberships.standing()]
    assert held == ["county:330106"]
