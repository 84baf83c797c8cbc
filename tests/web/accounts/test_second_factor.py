"""The second factor: asked for after the password, with recovery codes for when it is lost."""

import re

import pytest
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from tests.web.people import PASSWORD, doer, signed_in

from jiqun.base.readers import Office
from jiqun.web.accounts import people, second
from jiqun.web.accounts.models import Person
from jiqun.web.filing.accepting import INSTALLATION

pytestmark = pytest.mark.usefixtures("office")
OWN = {"password": PASSWORD}
RIGHT = {"login": "county", "password": PASSWORD}


def switched_on() -> list[str]:
    """Switch the county's second factor on by its page, and return the recovery codes."""
    person = Person.objects.get(login="county")
    client = signed_in("county")
    page = client.get("/accounts/second-factor/").content.decode()
    assert "data:image/svg+xml" in page
    device = second.begun(person)
    assert second.secret_of(device) in page
    answer = client.post("/accounts/second-factor/", {"code": code_of(device), **OWN})
    return re.findall("<code>([a-z0-9]{10})</code>", answer.content.decode())


def code_of(device: TOTPDevice) -> str:
    return f"{totp(device.bin_key):06}"


def asked(client: Client) -> bool:
    answer = client.post("/accounts/login/", RIGHT)
    return str(answer.headers["Location"]) == "/accounts/code/"


def test_after_the_password_a_code_is_asked_for_and_nothing_is_open_before() -> None:
    codes = switched_on()
    client = Client()
    assert asked(client)
    assert client.get("/filings/").status_code == 403
    assert client.post("/accounts/code/", {"code": "000000"}).status_code == 403
    assert client.get("/filings/").status_code == 403
    assert len(codes) == second.CODES


def test_a_recovery_code_stands_for_a_code_once() -> None:
    codes = switched_on()
    first, again = Client(), Client()
    assert asked(first)
    assert first.post("/accounts/code/", {"code": codes[3]}).status_code == 302
    assert first.get("/filings/").status_code == 200
    assert asked(again)
    assert again.post("/accounts/code/", {"code": codes[3]}).status_code == 403
    assert second.codes_left(Person.objects.get(login="county")) == second.CODES - 1


def test_a_wrong_first_code_does_not_switch_it_on() -> None:
    client = signed_in("county")
    said = {"code": "123", **OWN}
    assert client.post("/accounts/second-factor/", said).status_code == 422
    assert not asked(Client())


def test_the_codes_are_switched_on_with_the_password_only() -> None:
    client = signed_in("county")
    client.get("/accounts/second-factor/")
    code = {"code": code_of(second.begun(Person.objects.get(login="county")))}
    for said in (code, {**code, "password": "wrong-horse-battery"}):
        assert client.post("/accounts/second-factor/", said).status_code == 422
    assert not asked(Client())
    assert client.post("/accounts/second-factor/", {**code, **OWN}).status_code == 200
    assert asked(Client())


def test_sessions_elsewhere_can_be_ended() -> None:
    here, there = signed_in("county"), signed_in("county")
    assert here.get("/accounts/").content.decode().count('name="visit"') == 2
    here.post("/accounts/sessions/", {"visit": "all"})
    assert there.get("/filings/").status_code == 403
    assert here.get("/filings/").status_code == 200


@pytest.mark.parametrize(
    ("login", "kind", "of", "may"),
    [
        ("province", "county", "330106", True),
        ("province", "county", "110108", False),
        ("province", "province", "330000", True),
        ("county", "agency", "one", True),
        ("county", "agency", "two", False),
        ("county", "nation", "", False),
        ("system", "audit", "", True),
        ("system", "nothing", "", False),
    ],
)
def test_an_office_invites_inside_what_it_covers(login: str, kind: str, of: str, may: bool) -> None:
    answer = signed_in(login).post("/accounts/people/invite/", {"office": kind, "of": of})
    assert answer.status_code == (200 if may else 422)
    assert ("/accounts/invitation/" in answer.content.decode()) == may


@pytest.mark.parametrize(
    ("kind", "of"), [("firm", "91110108MA2800000X"), ("expert", ""), ("agency", "two")]
)
def test_an_office_elsewhere_is_neither_ended_nor_handed_over(kind: str, of: str) -> None:
    person = people.add_person("far.away", PASSWORD, doer("system"))
    held = people.appoint(person, Office(kind), of, INSTALLATION)
    county = signed_in("county")
    assert "far.away" not in county.get("/accounts/people/").content.decode()
    assert county.post(f"/accounts/people/{held.pk}/dismiss/").status_code == 404
    said = {"office": "county", "of": "330106", "replaces": held.pk}
    page = county.post("/accounts/people/invite/", said).content.decode()
    secret = re.findall("/accounts/invitation/(.*?)/<", page)[0]
    people.take_up(secret, "colleague.two", PASSWORD)
    held.refresh_from_db()
    assert held.until is None


def test_whom_one_is_not_in_charge_of_one_neither_sees_nor_ends() -> None:
    nation = Person.objects.get(login="nation").memberships.get()
    county = signed_in("county")
    assert "nation" not in county.get("/accounts/people/").content.decode()
    assert county.post(f"/accounts/people/{nation.pk}/dismiss/").status_code == 404
    assert signed_in("nation").get("/filings/").status_code == 200
