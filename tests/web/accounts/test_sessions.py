"""Sessions: a new key at sign-in, ended everywhere by a new password, cookies no script reads."""

import os
import subprocess
import sys

import pytest
from django.test import Client
from tests.web.people import PASSWORD, doer, signed_in, the_case

from jiqun.base.readers import Office
from jiqun.web.accounts import people
from jiqun.web.accounts.models import Person
from jiqun.web.filing.accepting import INSTALLATION

pytestmark = pytest.mark.usefixtures("office")
RIGHT = {"login": "county", "password": PASSWORD}
NEW = "another-long-enough-one"
ELSEWHERE = [
    "https://example.org/",
    "//example.org/",
    "///example.org",
    "/\\example.org",
    "\\\\example.org",
    "http:example.org",
    "https:///example.org",
    "javascript:alert(1)",
    "/\t/example.org",
    " //example.org",
    "filings/",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_sign_in_leads_off_the_site(address: str) -> None:
    by_form = Client().post("/accounts/login/", {**RIGHT, "next": address})
    assert by_form.headers["Location"] == "/accounts/"
    page = Client().get("/accounts/login/", {"next": address}).content.decode()
    assert 'name="next" value=""' in page


def test_a_key_known_before_the_sign_in_is_none_afterwards() -> None:
    fixed = Client()
    fixed.post("/accounts/login/passkey/options/")  # a session without anybody
    before = fixed.cookies["sessionid"].value
    assert fixed.post("/accounts/login/", RIGHT).status_code == 302
    assert fixed.cookies["sessionid"].value != before
    thief = Client()
    thief.cookies["sessionid"] = before
    assert thief.get("/filings/").status_code == 403


def test_a_new_password_ends_every_session_but_this_one() -> None:
    here, there = signed_in("county"), signed_in("county")
    key = here.cookies["sessionid"].value
    assert here.post("/accounts/password/", {"old": PASSWORD, "new": NEW}).status_code == 200
    assert here.cookies["sessionid"].value != key
    assert here.get("/filings/").status_code == 200
    assert there.get("/filings/").status_code == 403
    assert Client().post("/accounts/login/", RIGHT).status_code == 403


def test_a_reset_ends_every_session() -> None:
    county = signed_in("county")
    people.reset(Person.objects.get(login="county"), INSTALLATION)
    assert county.get("/filings/").status_code == 403


def test_a_session_of_a_password_that_changed_underneath_is_none() -> None:
    county = signed_in("county")
    person = Person.objects.get(login="county")
    person.set_password(NEW)
    person.save()
    assert county.get("/filings/").status_code == 403


def test_a_sign_out_ends_the_session_on_the_server() -> None:
    county = signed_in("county")
    kept = county.cookies["sessionid"].value
    county.post("/accounts/logout/")
    again = Client()
    again.cookies["sessionid"] = kept
    assert again.get("/filings/").status_code == 403


def test_an_office_that_ended_is_seen_by_nobody_in_an_open_session() -> None:
    county = signed_in("county")
    people.dismiss(Person.objects.get(login="county").memberships.get(), doer("system"))
    assert county.get("/filings/").status_code == 403


def test_cookies_are_read_by_no_script_and_sent_from_no_other_site() -> None:
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", RIGHT)
    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["httponly"] is True
        assert client.cookies[name]["samesite"] == "Lax"


@pytest.mark.parametrize(
    ("said", "secure"),
    [({}, False), ({"JIQUN_HSTS_SECONDS": "60"}, True), ({"JIQUN_TLS_HEADER": "X-Proto"}, True)],
)
def test_cookies_go_by_tls_alone_where_the_site_does(said: dict[str, str], secure: bool) -> None:
    code = "import jiqun.web.settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE)"
    ran = subprocess.run(  # noqa: S603  # our own
        [sys.executable, "-c", code], env={**os.environ, **said}, capture_output=True, check=True
    )
    assert ran.stdout.decode().split() == [str(secure)] * 2


def two_offices() -> tuple[Client, Person]:
    """Sign a county in, to whom another county's office was given."""
    person = Person.objects.get(login="county")
    people.appoint(person, Office.COUNTY, "330110", INSTALLATION)
    return signed_in("county"), person


def test_an_office_that_ends_meanwhile_is_told_and_the_next_is_chosen_by_its_holder() -> None:
    client, person = two_offices()
    assert "已经终止" not in client.get("/filings/").content.decode()
    first, second = person.memberships.all()
    people.dismiss(first, doer("security"))
    page = client.get("/filings/").content.decode()
    assert "西湖区" in page and "已经终止" in page
    answer = client.post("/filings/two/2023/begin/")
    assert answer.status_code == 403 and "已经终止" in answer.content.decode()
    assert the_case("two").state == "opened"
    client.post("/accounts/act/", {"membership": second.pk})
    assert "已经终止" not in client.get("/filings/").content.decode()
    assert client.post("/filings/two/2023/begin/").status_code == 302


def test_who_holds_no_other_office_is_told_whom_to_turn_to() -> None:
    client = signed_in("county")
    people.dismiss(Person.objects.get(login="county").memberships.get(), doer("security"))
    page = client.get("/accounts/").content.decode()
    assert "没有其他身份" in page
    english = client.get("/accounts/?lang=en", follow=True).content.decode()
    assert "You hold no other now" in english
