"""Accounts: invited by a link, locked where guessed, offices given and taken."""

import pytest
from django.test import Client
from tests.web.people import PASSWORD, doer, signed_in

from jiqun.base.errors import NotFound, Refused
from jiqun.base.readers import Office
from jiqun.web.accounts import people
from jiqun.web.accounts.models import Person

pytestmark = pytest.mark.usefixtures("office")


def test_an_office_is_taken_up_by_a_link_once() -> None:
    secret = people.invite(Office.COUNTY, "330110", doer("province"))
    path = f"/accounts/invitation/{secret}/"
    said = {"login": "li.na", "name": "李娜", "password": "a-long-enough-one"}
    assert "余杭区" in Client().get(path).content.decode()
    assert Client().post(path, said).status_code == 302
    assert [str(held) for held in Person.objects.get(login="li.na").memberships.standing()] == [
        "county:330110"
    ]
    assert Client().post(path, {**said, "login": "another"}).status_code == 404


@pytest.mark.parametrize(("prefix", "said"), [("", "账号已建立"), ("/en", "The account is made")])
def test_who_took_an_office_up_is_told_to_sign_in_with_the_new_account(
    prefix: str, said: str
) -> None:
    secret = people.invite(Office.COUNTY, "330110", doer("province"))
    path = f"{prefix}/accounts/invitation/{secret}/"
    made = {"login": "li.na", "name": "李娜", "password": "a-long-enough-one"}
    assert said in Client().post(path, made, follow=True).content.decode()
    assert said not in Client().get(f"{prefix}/accounts/login/").content.decode()


def test_a_handover_ends_the_office_of_who_leaves() -> None:
    leaving = Person.objects.get(login="county").memberships.get()
    secret = people.invite(Office.COUNTY, "330106", doer("province"), replaces=leaving)
    people.take_up(secret, "new.one", "a-long-enough-one")
    assert not Person.objects.get(login="county").memberships.standing()
    assert signed_in("county").get("/filings/").status_code == 403


def test_everything_wrong_with_a_new_account_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        people.add_person("county", "123", doer("system"))
    codes = {problem.code for problem in refused.value.problems}
    assert codes >= {"accounts.login_taken", "accounts.password_too_short"}


def test_an_invitation_that_is_none_is_a_page_not_an_error() -> None:
    assert Client().get("/accounts/invitation/nothing/").status_code == 404
    with pytest.raises(NotFound):
        people.invitation_of("nothing")


def test_guessing_locks_the_name_from_there_and_not_from_elsewhere() -> None:
    guesser = Client()
    for _ in range(5):
        answer = guesser.post("/accounts/login/", {"login": "county", "password": "wrong"})
    assert answer.status_code == 429
    right = {"login": "county", "password": PASSWORD}
    assert guesser.post("/accounts/login/", right).status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post("/accounts/login/", right).status_code == 302


def test_a_closed_account_s_session_sees_nothing_any_more() -> None:
    county = signed_in("county")
    people.disable(Person.objects.get(login="county"), doer("system"))
    assert county.get("/filings/").status_code == 403


def test_a_sign_in_leads_back_inside_the_site_only() -> None:
    said = {"login": "county", "password": PASSWORD}
    inside = Client().post("/accounts/login/", {**said, "next": "/filings/"})
    outside = Client().post("/accounts/login/", {**said, "next": "https://example.org/"})
    assert (inside.headers["Location"], outside.headers["Location"]) == ("/filings/", "/accounts/")


def test_a_form_from_elsewhere_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/accounts/login/", {"login": "county", "password": PASSWORD})
    assert answer.status_code == 403
    assert "不是从本站页面发出的" in answer.content.decode()


@pytest.mark.parametrize("new", ["", "x" * 257])
def test_a_password_nobody_could_sign_in_with_is_not_set(new: str) -> None:
    county = signed_in("county")
    answer = county.post("/accounts/password/", {"old": PASSWORD, "new": new})
    assert answer.status_code == 422
    assert county.get("/filings/").status_code == 200
    assert signed_in("county").get("/filings/").status_code == 200


def test_of_two_who_take_one_name_at_the_same_moment_the_second_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(people, "_login_problems", lambda _: [])
    with pytest.raises(Refused) as refused:
        people.add_person("county", "a-long-enough-one", doer("system"))
    assert [problem.code for problem in refused.value.problems] == ["accounts.login_taken"]


def test_who_is_of_one_s_own_is_listed_however_many_others_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("jiqun.web.accounts.views.managing.MOST", 2)
    person = Person.objects.get(login="audit")
    for number in range(3):
        elsewhere = person.memberships.create(office="agency", of=f"elsewhere-{number}")
        elsewhere.since = person.joined.replace(year=2020)
        elsewhere.save()
    page = signed_in("county").get("/accounts/people/").content.decode()
    assert "colleague" in page


def test_who_invites_a_university_is_said_where_a_county_may_not() -> None:
    county, province = signed_in("county"), signed_in("province")
    sent = {"office": "firm", "of": "123300004700951234"}
    answer = county.post("/en/accounts/people/invite/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "registered with Zhejiang" in page
    assert "universities and institutes are mostly registered with their province" in page
    assert province.post("/accounts/people/invite/", sent).status_code == 200
    national = county.post("/accounts/people/invite/", {**sent, "of": "121000004700951231"})
    assert "在 国家 登记" in national.content.decode()
    nobody = county.post("/accounts/people/invite/", {"office": "firm", "of": "no code"})
    assert "不由您授予" in nobody.content.decode()
