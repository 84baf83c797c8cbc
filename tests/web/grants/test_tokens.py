"""Programs read by a token: what a grant lets be read at that moment, and nothing else."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.test.utils import override_settings
from tests.web.grants.test_grants import BANK, FIRM, OTHER, PAGE, again, asked, at, done, upload
from tests.web.people import doer, firms_signed_in, signed_in

from jiqun.base.readers import Office
from jiqun.web.accounts import people
from jiqun.web.accounts.attempts import Limit
from jiqun.web.accounts.leaving import erase
from jiqun.web.accounts.models import Person, Token
from jiqun.web.accounts.sessions import end_all
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.grants.models import Grant
from jiqun.workspace import Workspace

FORMS = ("data.json", "data.jsonl", "data.csv")
END = datetime(2099, 12, 31, 16, tzinfo=UTC)


@pytest.fixture
def firms(office: Workspace) -> dict[str, Client]:
    """Return browsers of the firm with data, of one that asks, and of another."""
    del office
    return firms_signed_in({"firm": FIRM, "bank": BANK, "other": OTHER})


def granted(firms: dict[str, Client], **said: str) -> Grant:
    row = asked(firms["bank"], **said)
    done(firms["firm"], row, "grant", name="甲公司")
    return row


def token(client: Client, row: Grant, scope: str = "grant", status: int = 200) -> str:
    said = {"scope": scope, "token_name": "风控系统"}
    answer = client.post(f"{PAGE}{row.pk}/tokens/", said)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    found = re.search(r'<pre id="secret">(jq_[\w-]+)</pre>', answer.content.decode())
    return found.group(1) if found else ""


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def asks(secret: str, row: Grant, form: str = "data.json", **headers: str) -> Any:
    said = bearer(secret) | {name.replace("_", "-"): value for name, value in headers.items()}
    return Client().get(f"{PAGE}{row.pk}/{form}", headers=said)


def opens_nothing(secret: str, row: Grant, status: int = 403) -> None:
    """Hold that a token opens no form of a grant, changed or not, and that nobody keeps it."""
    for form in FORMS:
        for headers in ({}, {"If_None_Match": "*"}):
            answer = asks(secret, row, form, **headers)
            assert answer.status_code == status, form
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert "ETag" not in answer.headers
            assert "1234.5" not in answer.content.decode()


def test_a_program_reads_by_a_token_and_the_firm_sees_each_use(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    row = granted(firms)
    secret = token(firms["bank"], row)
    said = json.loads(asks(secret, row).content)
    assert said["months"][0]["value"] == "1234.5"
    lines = [json.loads(line) for line in asks(secret, row, "data.jsonl").content.splitlines()]
    assert (lines[0]["month"], lines[0]["value"], lines[0]["unit"]) == ("2026-01", "1234.5", "kWh")
    assert "2026-01,1234.5,千瓦时,reported" in asks(secret, row, "data.csv").content.decode()
    uses = Event.objects.filter(subject=row.subject, verb="read_data")
    assert [json.loads(use.said)["token"] for use in uses] == [Token.objects.get().pk] * 3
    assert {use.person for use in uses} == {str(Person.objects.get(login="bank").uid)}
    page = firms["firm"].get(f"{PAGE}{row.pk}/").content.decode()
    assert page.count(f"程序令牌 {Token.objects.get().pk} ·") == 3
    assert not verify().problems


def test_a_token_is_shown_once_and_kept_as_a_hash_alone(firms: dict[str, Client]) -> None:
    row = granted(firms)
    secret = token(firms["bank"], row)
    kept = Token.objects.get()
    assert secret not in {str(value) for value in vars(kept).values()}
    assert secret not in firms["bank"].get(f"{PAGE}{row.pk}/").content.decode()
    assert "风控系统" in firms["bank"].get(f"{PAGE}{row.pk}/").content.decode()
    assert "风控系统" not in firms["firm"].get(f"{PAGE}{row.pk}/").content.decode()
    said = " ".join(Event.objects.filter(verb="make_token").values_list("said", flat=True))
    assert secret not in said
    with override_settings(SECRET_KEY="x" * 50):  # a backup brought back there
        opens_nothing(secret, row)


@pytest.mark.parametrize("after", [0, 1, 86400])
@pytest.mark.parametrize("scope", ["grant", "purpose"])
def test_from_the_very_end_a_token_opens_nothing(
    firms: dict[str, Client], after: int, scope: str
) -> None:
    upload(firms["firm"])
    row = granted(firms)
    secret = token(firms["bank"], row, scope)
    with at(END - timedelta(milliseconds=1)):
        assert "1234.5" in asks(secret, row).content.decode()
    with at(END + timedelta(seconds=after)):
        opens_nothing(secret, row)


@pytest.mark.parametrize("scope", ["grant", "purpose"])
def test_what_a_firm_takes_back_no_token_opens(firms: dict[str, Client], scope: str) -> None:
    upload(firms["firm"])
    row = granted(firms)
    secret = token(firms["bank"], row, scope)
    assert asks(secret, row).status_code == 200
    done(firms["firm"], row, "revoke")
    opens_nothing(secret, row)
    assert "已撤回" in asks(secret, row).json()["refused"][0]["what"]
    token(firms["bank"], row, status=422)


def test_a_grant_that_ends_while_a_program_reads_hands_nothing_out(
    firms: dict[str, Client],
) -> None:
    upload(firms["firm"])
    row = granted(firms)
    secret = token(firms["bank"], row)
    with patch("jiqun.web.grants.granting.why_not", side_effect=["", "over"]):
        assert asks(secret, row).status_code == 403
    assert not Event.objects.filter(verb="read_data").exists()


def test_a_token_of_a_grant_opens_no_other_and_one_of_a_purpose_those_of_it(
    firms: dict[str, Client],
) -> None:
    upload(firms["firm"])
    row = granted(firms)
    same = granted(firms, field="yield")
    other = granted(firms, purpose="quality")
    narrow, wide = token(firms["bank"], row), token(firms["bank"], row, "purpose")
    assert [asks(narrow, each).status_code for each in (row, same, other)] == [200, 404, 404]
    assert [asks(wide, each).status_code for each in (row, same, other)] == [200, 200, 404]
    listed = Client().get(f"{PAGE}readable.json", headers=bearer(wide)).json()
    assert [line["grant"] for line in listed["grants"]] == [row.pk, same.pk]
    assert "1234.5" not in json.dumps(listed)
    done(firms["firm"], same, "revoke")
    listed = Client().get(f"{PAGE}readable.json", headers=bearer(wide)).json()
    assert [line["grant"] for line in listed["grants"]] == [row.pk]


def test_a_token_opens_no_page_and_does_nothing(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    row = granted(firms)
    said = bearer(token(firms["bank"], row))
    for path in ("", f"{row.pk}/", f"{row.pk}/data/", "new/", "readings/"):
        assert Client().get(f"{PAGE}{path}", headers=said).status_code == 403, path
    for path in (f"{row.pk}/give_back/", f"{row.pk}/tokens/", f"{row.pk}/data.json"):
        assert Client().post(f"{PAGE}{path}", headers=said).status_code in (403, 405), path
    assert Client().get("/accounts/", headers=said).status_code in (302, 403)
    row.refresh_from_db()
    assert row.state == "granted"


def test_a_wrong_token_is_nobody_whatever_session_it_comes_with(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    row = granted(firms)
    for said in ("Bearer jq_wrong", "Bearer \ud83d", "bearer ", "Basic eDp5", ""):
        answer = Client().get(f"{PAGE}{row.pk}/data.json", headers={"Authorization": said})
        assert answer.status_code == 403
    answer = firms["bank"].get(f"{PAGE}{row.pk}/data.json", headers=bearer("jq_wrong"))
    assert answer.status_code == 403


def test_a_token_is_taken_back_by_its_office_alone(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    row = granted(firms)
    secret = token(firms["bank"], row)
    path = f"{PAGE}{row.pk}/tokens/{Token.objects.get().pk}/revoke/"
    for client in (firms["firm"], firms["other"], signed_in("neighbour")):
        assert client.post(path).status_code == 404
    assert asks(secret, row).status_code == 200
    assert firms["bank"].post(path).status_code == 302
    opens_nothing(secret, row)
    assert firms["bank"].post(path).status_code == 422


def test_only_who_reads_makes_a_token_with_a_name_and_a_scope(firms: dict[str, Client]) -> None:
    row = granted(firms)
    token(firms["firm"], row, status=404)
    token(firms["other"], row, status=404)
    token(firms["bank"], row, "everything", 422)
    answer = firms["bank"].post(f"{PAGE}{row.pk}/tokens/", {"scope": "grant", "token_name": " "})
    assert answer.status_code == 422
    waits = asked(firms["bank"], field="load")
    token(firms["bank"], waits, status=422)
    with patch("jiqun.web.accounts.tokens.MOST", 1):
        token(firms["bank"], row)
        token(firms["bank"], row, status=422)


@pytest.mark.parametrize("how", ["disable", "dismiss", "reset", "erase"])
def test_who_leaves_or_loses_the_office_takes_the_tokens_along(
    firms: dict[str, Client], how: str
) -> None:
    upload(firms["firm"])
    row = granted(firms)
    secret = token(firms["bank"], row)
    person = Person.objects.get(login="bank")
    if how == "dismiss":
        people.dismiss(person.memberships.get(), INSTALLATION)
        people.appoint(person, Office.FIRM, BANK, INSTALLATION)  # taken up anew: tokens made anew
    elif how == "reset":
        people.reset(person, INSTALLATION)
    else:
        people.disable(person, INSTALLATION)
    if how == "erase":
        erase(Person.objects.get(pk=person.pk), doer("system"))
        assert not Token.objects.exclude(name="").exists()
    opens_nothing(secret, row)


def test_a_changed_password_ends_tokens(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    row = granted(firms)
    secret = token(firms["bank"], row)
    end_all(Person.objects.get(login="bank"))
    opens_nothing(secret, row)


def test_guessing_and_reading_too_often_are_stopped(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    row = granted(firms)
    secret = token(firms["bank"], row)
    with patch("jiqun.web.grants.views.data.READS", Limit("token_reads", 2)):
        assert [asks(secret, row).status_code for _ in range(3)] == [200, 200, 429]
    with patch("jiqun.web.accounts.tokens.WRONG", Limit("tokens", 2)):
        assert [asks(f"jq_{number}", row).status_code for number in range(2)] == [403, 403]
        assert asks(secret, row).status_code == 403  # from there nothing is looked up any more


def test_a_token_made_before_a_grant_begins_opens_it_when_it_does(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    row = granted(firms, since="2099-01-01")
    secret = token(firms["bank"], row)
    opens_nothing(secret, row)
    with at(datetime(2098, 12, 31, 16, tzinfo=UTC)):
        assert asks(secret, row).status_code == 200
        assert again("bank").get(f"{PAGE}{row.pk}/").status_code == 200
