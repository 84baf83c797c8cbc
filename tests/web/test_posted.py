"""Whatever a form or an address says, it is answered in words: no fault, nothing half kept."""

import json

import pytest
from django.test import Client
from tests.web.people import PATH, doer, signed_in, the_case

from jiqun.base.errors import Refused
from jiqun.web.accounts.models import Person
from jiqun.web.events.models import Event
from jiqun.web.recognition.quota_forms import read_quotas

pytestmark = pytest.mark.usefixtures("office")
ENDLESS = "9" * 5000


NUMBERS = [
    ("county", "/accounts/act/", "membership"),
    ("county", "/accounts/sessions/", "visit"),
    ("county", f"{PATH}firms/take/", "line"),
    ("system", "/accounts/people/invite/", "replaces"),
    ("security", "/accounts/people/consent/", "invitation"),
    ("province", "/reviews/", "case"),
    ("nation", "/recognition/calls/new/", "year"),
    ("nation", "/recognition/calls/new/", "quota_province"),
]
NULS = [
    ("county", "/accounts/email/", {"email": "a\0@example.cn"}),
    ("county", f"{PATH}firms/invite/", {"credit_code": "\0"}),
    ("province", f"{PATH}return/", {"reason": "a\0b"}),
    ("province", "/accounts/people/invite/", {"office": "agency", "of": "a\0b"}),
    ("system", "/accounts/people/invite/", {"office\0": "agency"}),
]
ADDRESSES = [
    ("county", "/filings/?q=%00"),
    ("county", "/filings/?state=a%00b"),
    ("county", "/filings/one%00/2023/"),
    ("audit", "/audit/?q=%00"),
    ("audit", "/audit/?verb=%00"),
]


def test_a_number_nobody_means_is_no_fault() -> None:
    for login, path, name in NUMBERS:
        client = signed_in(login)
        for said in (ENDLESS, "9" * 18, "-1", "²", "1e9"):
            sent = {"programme": "national/sme-cluster", "due": "2027-01-01", name: said}
            assert client.post(path, sent).status_code < 500, (path, name, said[:20])


def test_a_quota_without_end_is_refused() -> None:
    with pytest.raises(Refused):
        read_quotas({"province": ENDLESS})


def test_a_nul_in_a_form_is_refused_in_words() -> None:
    for login, path, sent in NULS:
        client = signed_in(login)
        events = Event.objects.count()
        answer, english = client.post(path, sent), client.post(f"/en{path}", sent)
        assert (answer.status_code, english.status_code) == (400, 400), path
        assert "空字符" in answer.content.decode()
        assert "U+0000" in english.content.decode()
        assert Event.objects.count() == events


def test_a_nul_in_an_address_is_refused_in_words() -> None:
    for login, path in ADDRESSES:
        assert signed_in(login).get(path).status_code in (400, 404), path


def test_who_signs_in_with_a_nul_is_refused_in_words() -> None:
    for name in ("login", "password"):
        said = {"login": "county", "password": "wrong", name: "cou\0nty"}
        assert Client().post("/accounts/login/", said).status_code == 400


CELLS = [
    '{"period": "values", "field": "exports", "version": 1e400, "said": "1"}',
    '{"period": "values", "field": "exports", "version": NaN, "said": "1"}',
    '{"period": "values", "field": "exports", "version": 0, "said": "\\ud83d"}',
    '{"period": "values", "field": "exports", "version": 0, "reason": "a\\u0000"}',
    '{"period": "values", "field": "\\ud83d", "version": 0, "said": "1"}',
    '{"period": ["values"], "field": "exports", "version": 0, "said": "1"}',
]


def test_cells_no_page_sends_are_refused_and_none_is_kept() -> None:
    client = signed_in("county")
    for cell in CELLS:
        body = f'{{"cells": [{cell}]}}'
        answer = client.post(f"{PATH}cells", body, content_type="application/json")
        said = answer.json()["problems"][0]["code"]
        assert (answer.status_code, said) == (409, "casework.not_understood"), cell
        assert client.post(f"{PATH}file/take/", {"cell": cell}).status_code == 422, cell
    assert not the_case().cells.get(period="values", field="exports").version


def test_a_filter_by_a_year_without_end_finds_nothing() -> None:
    for year in ("9" * 18, "9" * 4000):
        assert signed_in("county").get("/filings/", {"year": year}).status_code == 200


def test_json_of_the_wrong_shape_or_endless_depth_is_refused() -> None:
    client = signed_in("county")
    for body in ("[" * 100_000, '{"a":' * 100_000, "null", "1", '"x"', "\xff", json.dumps([[]])):
        answer = client.post(f"{PATH}cells", body, content_type="application/json")
        assert answer.status_code == 409, body[:20]


def test_nobody_s_person_is_called_what_cannot_be_shown() -> None:
    from jiqun.web.accounts import people

    with pytest.raises(Refused) as refused:
        people.add_person(
            "x" * 99, "short", doer("system"), "李\u202e娜", "a" * 300 + "@example.cn"
        )
    assert {problem.code for problem in refused.value.problems} >= {
        "accounts.wrong_login",
        "accounts.wrong_email",
        "accounts.password_too_short",
        "texts.unfit",
    }
    assert not Person.objects.filter(login__startswith="xx")
