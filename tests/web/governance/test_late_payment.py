"""Whether a payment was late is worked out for anybody, and kept nowhere."""

from typing import Any

import pytest
from django.test import Client

from jiqun.web.events.models import Event
from jiqun.workspace import Workspace

PAGE = "/governance/late-payment/"
OWED = {"debtor": "large_firm", "signed": "2025-07-01", "started": "2025-09-01", "amount": "10000"}


@pytest.fixture
def anybody(office: Workspace) -> Client:
    del office
    return Client()


def asked(client: Client, language: str = "zh", status: int = 200, **said: Any) -> str:
    prefix = "/en" if language == "en" else ""
    answer = client.post(f"{prefix}{PAGE}", {**OWED, **said})
    assert answer.status_code == status
    return answer.content.decode()


def test_anybody_is_told_when_it_was_due_and_by_which_order(anybody: Client) -> None:
    assert "国务院令第802号" in anybody.get(PAGE).content.decode()
    page = asked(anybody)
    assert "最迟应在 2025-10-31 付款" in page
    assert "逾期利息" in page
    assert "Payment was due by 2025-10-31" in asked(anybody, "en")


def test_what_cannot_be_told_says_why(anybody: Client) -> None:
    page = asked(anybody, "en", signed="")
    assert "Cannot tell" in page
    assert "two orders make a difference" in page
    assert "Interest for" not in page


def test_what_is_wrong_is_told_at_once_with_what_was_typed(anybody: Client) -> None:
    page = asked(anybody, status=422, started="昨天", amount="-5")
    assert page.count('<li class="error">') == 2
    assert 'value="昨天"' in page
    assert 'value="-5"' in page


def test_nothing_typed_is_kept(anybody: Client) -> None:
    before = Event.objects.count()
    asked(anybody)
    assert Event.objects.count() == before
