"""Passkeys: made and used on this site alone, once a challenge, by whom they are of."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.accounts.device import PRESENT, Device
from tests.web.people import PASSWORD, doer

from jiqun.web.accounts import second
from jiqun.web.accounts.models import Challenge, Passkey, Person
from jiqun.web.events.models import Event

pytestmark = pytest.mark.usefixtures("office")
LOCAL = "localhost"
RIGHT = {"password": PASSWORD, "name": "办公电脑"}
WRONG = {"password": "wrong"}


def browser() -> Client:
    return Client(HTTP_HOST=LOCAL)


def signed_in(login: str) -> Client:
    client = browser()
    assert (
        client.post("/accounts/login/", {"login": login, "password": PASSWORD}).status_code == 302
    )
    return client


def options(client: Client, path: str) -> dict[str, Any]:
    answer = client.post(path)
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def add(client: Client, device: Device, **said: str) -> Any:
    credential = device.make(options(client, "/accounts/passkeys/options/"))
    return client.post("/accounts/passkeys/", {**RIGHT, "credential": credential, **said})


def county_s(**bent: Any) -> Device:
    """Return a device with a passkey of the county's person."""
    device = Device(**bent)
    assert add(signed_in("county"), device).status_code == 200
    return device


def asked(client: Client) -> dict[str, Any]:
    return options(client, "/accounts/login/passkey/options/")


def use(client: Client, credential: str) -> int:
    said = {"credential": credential, "next": "/filings/"}
    return client.post("/accounts/login/passkey/", said).status_code


def after_password(login: str = "county") -> Client:
    client = browser()
    answer = client.post("/accounts/login/", {"login": login, "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/code/"
    return client


def test_a_passkey_is_made_with_the_password_and_gives_recovery_codes_once() -> None:
    county = signed_in("county")
    page = add(county, Device()).content.decode()
    assert len(re.findall("<code>([a-z0-9]{10})</code>", page)) == second.CODES
    assert "办公电脑" in page
    again = add(county, Device(id=b"another"), name="手机").content.decode()
    assert "<code>" not in again.partition("验证器应用")[0]
    assert [str(key) for key in Passkey.objects.all()] == ["办公电脑", "手机"]


def test_a_passkey_signs_in_alone_where_its_device_knew_its_owner() -> None:
    device = county_s()
    client = browser()
    assert "allowCredentials" not in {k for k, v in asked(client).items() if v}
    assert use(client, device.sign(asked(client))) == 302
    assert client.get("/filings/").status_code == 200
    assert Passkey.objects.get().used is not None
    last = Event.objects.filter(verb="sign_in").last()
    assert last is not None and json.loads(last.said) == {"by": "passkey"}


def test_a_key_that_only_was_touched_is_a_second_factor_and_no_first() -> None:
    device = county_s(flags=PRESENT)
    alone = browser()
    assert use(alone, device.sign(asked(alone))) == 403
    assert alone.get("/filings/").status_code == 403
    behind = after_password()
    assert behind.get("/filings/").status_code == 403
    assert use(behind, device.sign(asked(behind))) == 302
    assert behind.get("/filings/").status_code == 200


def test_a_signature_counts_once() -> None:
    device = county_s()
    client = browser()
    credential = device.sign(asked(client))
    assert use(client, credential) == 302
    assert use(client, credential) == 403
    assert use(browser(), credential) == 403


def test_a_challenge_is_of_the_session_that_asked() -> None:
    device = county_s()
    first, other = browser(), browser()
    credential = device.sign(asked(first))
    asked(other)
    assert use(other, credential) == 403
    assert use(first, device.sign(asked(first))) == 302


def test_a_challenge_is_used_up_by_what_failed_and_replaced_by_the_next() -> None:
    device = county_s()
    client = browser()
    earlier, later = asked(client), asked(client)
    assert use(client, device.sign(earlier)) == 403
    assert use(client, device.sign(later)) == 403


def test_a_challenge_ends_after_five_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    device = county_s()
    client = browser()
    credential = device.sign(asked(client))
    Challenge.objects.update(expires=timezone.now() - timedelta(seconds=1))
    assert use(client, credential) == 403
    asked(client)
    assert Challenge.objects.count() == 1


@pytest.mark.parametrize(
    "bent",
    [
        {"origin": "http://localhost.example.org"},
        {"origin": "https://example.org"},
        {"origin": "http://localhost:1234"},
        {"domain": "example.org"},
    ],
)
def test_what_was_signed_for_another_site_is_refused(bent: dict[str, str]) -> None:
    device = county_s()
    client = browser()
    assert use(client, replace(device, **bent).sign(asked(client))) == 403  # type: ignore[arg-type]
    county = signed_in_again()
    assert add(county, Device(id=b"new", **bent)).status_code == 422  # type: ignore[arg-type]
    assert Passkey.objects.count() == 1


def signed_in_again() -> Client:
    """Sign in past the second factor, by force."""
    client = browser()
    client.force_login(
        Person.objects.get(login="county"), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_another_person_s_passkey_is_no_second_factor() -> None:
    county_s()
    theirs = Device(id=b"of-the-province")
    add(signed_in("province"), theirs)
    client = after_password("county")
    assert use(client, theirs.sign(asked(client))) == 403
    assert client.get("/filings/").status_code == 403


def test_a_passkey_that_names_another_person_is_refused() -> None:
    device = county_s()
    client = browser()
    device.handle = Person.objects.get(login="nation").uid.bytes
    assert use(client, device.sign(asked(client))) == 403


def test_a_forged_signature_and_an_unknown_key_are_told_in_the_same_words() -> None:
    device = county_s()
    forged, unknown = Device(handle=device.handle), Device(id=b"nobody-s")
    said = []
    for wrong in (forged, unknown):
        client = browser()
        credential = {"credential": wrong.sign(asked(client))}
        answer = client.post("/accounts/login/passkey/", credential)
        said.append(re.findall('role="alert">(.+?)</p>', answer.content.decode()))
        assert answer.status_code == 403
    assert said[0] == said[1] != []


def test_a_counter_that_does_not_go_up_is_a_copy_of_the_key() -> None:
    device = county_s(count=7)
    copy = replace(device, count=3)
    client = browser()
    assert use(client, device.sign(asked(client))) == 302
    thief = browser()
    assert use(thief, copy.sign(asked(thief))) == 403
    assert Passkey.objects.get().sign_count == 8


def test_a_passkey_of_a_closed_account_opens_nothing() -> None:
    device = county_s()
    Person.objects.filter(login="county").update(is_active=False)
    client = browser()
    assert use(client, device.sign(asked(client))) == 403


def test_a_passkey_is_neither_made_nor_removed_without_the_password() -> None:
    county = signed_in("county")
    assert add(county, Device(), **WRONG).status_code == 422
    assert not Passkey.objects.exists()
    add(county, Device())
    path = f"/accounts/passkeys/{Passkey.objects.get().pk}/remove/"
    assert county.post(path, WRONG).status_code == 422
    assert Passkey.objects.exists()
    assert signed_in("province").post(path, {"password": PASSWORD}).status_code == 200
    assert Passkey.objects.exists()
    assert county.post(path, {"password": PASSWORD}).status_code == 200
    assert not Passkey.objects.exists()
    assert second.codes_left(Person.objects.get(login="county")) == 0


def test_a_lost_device_is_stood_for_by_a_recovery_code() -> None:
    page = add(signed_in("county"), Device()).content.decode()
    codes = re.findall("<code>([a-z0-9]{10})</code>", page)
    client = after_password()
    assert client.post("/accounts/code/", {"code": codes[0]}).status_code == 302
    made = client.post("/accounts/recovery-codes/", {"password": PASSWORD}).content.decode()
    fresh = re.findall("<code>([a-z0-9]{10})</code>", made)
    assert len(fresh) == second.CODES and not {*codes} & {*fresh}
    assert after_password().post("/accounts/code/", {"code": codes[1]}).status_code == 403


def test_a_reset_takes_passkeys_away() -> None:
    device = county_s()
    person = Person.objects.get(login="county")
    second.take_away(person, doer("system"))
    client = browser()
    assert use(client, device.sign(asked(client))) == 403
    assert not second.has_second_factor(person)


def test_passkeys_are_offered_at_the_site_s_own_domain_only() -> None:
    here, elsewhere = browser(), Client(HTTP_HOST="127.0.0.1")
    assert "data-passkey" in here.get("/accounts/login/").content.decode()
    assert "data-passkey" not in elsewhere.get("/accounts/login/").content.decode()
    hosts = {
        "ALLOWED_HOSTS": ["jiqun.example.cn", "evil-example.cn"],
        "PASSKEY_DOMAIN": "example.cn",
    }
    with override_settings(**hosts):
        below = Client(HTTP_HOST="jiqun.example.cn").get("/accounts/login/").content.decode()
        beside = Client(HTTP_HOST="evil-example.cn").get("/accounts/login/").content.decode()
    assert ("data-passkey" in below, "data-passkey" in beside) == (True, False)


def test_who_is_not_signed_in_is_led_to_sign_in() -> None:
    client = browser()
    for path in ("passkeys/", "passkeys/options/", "passkeys/1/remove/", "recovery-codes/"):
        answer = client.post(f"/accounts/{path}")
        assert answer.headers["Location"] == "/accounts/login/"


texts = st.text(max_size=9)
said_by_no_browser = st.recursive(
    st.none() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
)
parts = st.sampled_from(["", "AAAA", "!", "é", "ZXk", "a" * 40, None, 3, {}])
responses = ("clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject")
credentials = st.fixed_dictionaries(
    {
        "id": parts,
        "rawId": parts,
        "type": st.sampled_from(["public-key", "x"]),
        "response": st.fixed_dictionaries(dict.fromkeys(responses, parts)),
    }
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts | said_by_no_browser.map(json.dumps) | credentials.map(json.dumps))
def test_whatever_is_sent_instead_of_a_passkey_is_refused_in_a_sentence(said: str) -> None:
    with override_settings(DEBUG_PROPAGATE_EXCEPTIONS=True):
        client = browser()
        asked(client)
        assert client.post("/accounts/login/passkey/", {"credential": said}).status_code in (
            403,
            429,
        )
        county = signed_in_again()
        options(county, "/accounts/passkeys/options/")
        answer = county.post("/accounts/passkeys/", {**RIGHT, "credential": said})
        assert answer.status_code == 422
