"""Guessing: limited by address, which nobody can forge; and no answer tells who has an account."""

import re

import pytest
from django.test import Client, RequestFactory
from django.test.utils import override_settings
from tests.web.people import PASSWORD, signed_in

from jiqun.base.errors import Refused
from jiqun.web.accounts import attempts
from jiqun.web.accounts.attempts import Limit, client_address
from jiqun.web.accounts.models import Attempt, Person

RIGHT = {"login": "county", "password": PASSWORD}
WRONG = {"login": "county", "password": "wrong"}
login = pytest.mark.usefixtures("office")


def address(forwarded: str, connected: str = "10.0.0.1", proxies: int = 1) -> str | None:
    request = RequestFactory().get("/", REMOTE_ADDR=connected, HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(PROXIES=proxies):
        return client_address(request)


@pytest.mark.parametrize(
    ("forwarded", "proxies", "reader"),
    [
        ("203.0.113.9", 0, "10.0.0.1"),
        ("203.0.113.9", 1, "203.0.113.9"),
        ("192.0.2.1, 203.0.113.9", 1, "203.0.113.9"),
        ("192.0.2.1, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("203.0.113.9", 2, "10.0.0.1"),
        ("nonsense", 1, "10.0.0.1"),
        ("", 1, "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", 1, "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", 1, "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", 1, "203.0.113.9"),
        ("[2001:db8:1:2::7]", 1, "2001:db8:1:2::"),
    ],
)
def test_the_address_is_what_the_outermost_of_our_proxies_saw(
    forwarded: str, proxies: int, reader: str
) -> None:
    assert address(forwarded, proxies=proxies) == reader


def test_a_request_from_nowhere_has_no_address() -> None:
    assert address("", connected="", proxies=0) is None


@login
def test_a_forged_forwarded_for_neither_unlocks_nor_locks_another() -> None:
    with override_settings(PROXIES=1):
        for number in range(5):
            forged = f"198.51.100.{number}, 203.0.113.9"
            answer = Client().post("/accounts/login/", WRONG, HTTP_X_FORWARDED_FOR=forged)
        assert answer.status_code == 429
        again = Client().post(
            "/accounts/login/", RIGHT, HTTP_X_FORWARDED_FOR="198.51.100.99, 203.0.113.9"
        )
        assert again.status_code == 429
        other = Client().post("/accounts/login/", RIGHT, HTTP_X_FORWARDED_FOR="203.0.113.77")
        assert other.status_code == 302


@login
def test_another_address_of_the_same_ipv6_network_stays_locked() -> None:
    for number in range(1, 6):
        Client(REMOTE_ADDR=f"2001:db8:1:2::{number}").post("/accounts/login/", WRONG)
    beside = Client(REMOTE_ADDR="2001:db8:1:2:aaaa:bbbb:cccc:dddd")
    assert beside.post("/accounts/login/", RIGHT).status_code == 429
    next_door = Client(REMOTE_ADDR="2001:db8:1:3::1")
    assert next_door.post("/accounts/login/", RIGHT).status_code == 302


@login
def test_one_password_tried_on_many_names_is_stopped_at_its_address() -> None:
    sprayer = Client()
    for number in range(attempts.NAMES.most):
        said = {"login": f"person.{number}", "password": "Spring-2026-spring"}
        assert sprayer.post("/accounts/login/", said).status_code == 403
    assert sprayer.post("/accounts/login/", RIGHT).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").post("/accounts/login/", RIGHT).status_code == 302


@login
def test_wrong_codes_are_counted_over_all_sessions_of_an_account(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from jiqun.web.accounts import second

    person = Person.objects.get(login="county")
    second.new_codes(person)
    second.begun(person)
    monkeypatch.setattr("jiqun.web.accounts.views.signing_in.has_second_factor", lambda _: True)
    statuses = []
    for _ in range(attempts.CODES.most + 1):
        client = Client()
        client.post("/accounts/login/", RIGHT)
        statuses.append(client.post("/accounts/code/", {"code": "000000"}).status_code)
    assert statuses == [403] * attempts.CODES.most + [429]


@login
def test_an_open_session_does_not_guess_its_own_password_for_ever() -> None:
    county = signed_in("county")
    said = {"old": "wrong", "new": "a-long-enough-one"}
    for _ in range(attempts.PASSWORDS.most):
        assert county.post("/accounts/password/", said).status_code == 403
    answer = county.post("/accounts/password/", {**said, "old": PASSWORD})
    assert answer.status_code == 403
    assert Person.objects.get(login="county").check_password(PASSWORD)


@login
def test_invitations_are_not_guessed_at_for_ever() -> None:
    guesser = Client()
    for number in range(attempts.INVITATIONS.most):
        assert guesser.get(f"/accounts/invitation/{number}/").status_code == 404
    assert guesser.get("/accounts/invitation/one-more/").status_code == 429


@login
def test_attempts_are_forgotten_after_a_while_and_counted_apart() -> None:
    limit = Limit("trying", 2)
    limit.note("a")
    limit.note("a")
    with pytest.raises(Refused):
        limit.refuse("a")
    limit.refuse("b")
    Attempt.objects.update(since=Attempt.objects.get().since - attempts.WITHIN)
    limit.refuse("a")
    limit.note("b")
    assert [row.key for row in Attempt.objects.all()] == ["trying:b"]


def told(client: Client, name: str) -> tuple[int, list[str]]:
    answer = client.post("/accounts/login/", {"login": name, "password": "wrong-but-long"})
    return answer.status_code, re.findall('role="alert">(.+?)</p>', answer.content.decode())


@login
def test_a_wrong_password_and_no_account_and_a_closed_one_are_told_alike() -> None:
    Person.objects.filter(login="neighbour").update(is_active=False)
    said = [told(Client(), name) for name in ("county", "nobody", "neighbour")]
    assert said[0] == said[1] == said[2]
    locked = [[told(Client(), name) for _ in range(5)][-1] for name in ("county", "nobody")]
    assert locked[0] == locked[1]


@login
def test_a_name_without_an_account_costs_as_many_hashes_as_one_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.contrib.auth.hashers import PBKDF2PasswordHasher

    hashed: list[str] = []
    encode = PBKDF2PasswordHasher.encode

    def counted(self: PBKDF2PasswordHasher, password: str, *rest: object) -> str:
        hashed.append(password)
        return str(encode(self, password, *rest))  # type: ignore[arg-type]

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", counted)
    slow = "django.contrib.auth.hashers.PBKDF2PasswordHasher"
    with override_settings(PASSWORD_HASHERS=[slow]):
        person = Person.objects.get(login="county")
        person.set_password(PASSWORD)
        person.save()
        counts = []
        for name in ("county", "nobody"):
            hashed.clear()
            told(Client(), name)
            counts.append(len(hashed))
    assert counts == [1, 1]
