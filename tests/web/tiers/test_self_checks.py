"""A firm checks itself, keeps it for itself, and shares with its county how close it is."""

from collections.abc import Iterator

import pytest
from django.test import Client
from tests.web.people import PASSWORD, signed_in

from jiqun.base.readers import Office
from jiqun.web.accounts import people
from jiqun.web.events.models import Event
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.tiers.checking import answers_in, texts_of
from jiqun.web.tiers.models import FirmAnswer
from jiqun.workspace import Workspace

CODE = "91330106MA2800000X"
SAID = {
    "name": "甲公司",
    "year": "2025",
    "new_equity-2025": "600",
    "new_equity-2024": "0",
    "new_equity-2023": "0",
    "own_brand": "true",
}
NO_CERTIFICATE = "自评结果不是证书"


@pytest.fixture
def firm(office: Workspace) -> Iterator[Client]:
    """Return the browser of a firm."""
    person = people.add_person("firm", PASSWORD, INSTALLATION)
    people.appoint(person, Office.FIRM, CODE, INSTALLATION)
    yield signed_in("firm")


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_firm_s_answers_are_kept_and_what_they_come_to_is_shown(firm: Client) -> None:
    assert NO_CERTIFICATE in text(firm, "/tiers/")
    assert firm.post("/tiers/", SAID).status_code == 302
    page = text(firm, "/tiers/")
    assert page.count(NO_CERTIFICATE) == 2
    assert 'value="600"' in page
    assert "由替代条件满足" in page
    assert FirmAnswer.objects.get().name == "甲公司"
    event = Event.objects.get(verb="self_check")
    assert "600" not in event.said
    assert "A self-check is no certificate" in text(firm, "/en/tiers/")


def test_a_wrong_answer_is_told_and_nothing_is_kept(firm: Client) -> None:
    answer = firm.post("/tiers/", {**SAID, "revenue-2025": "很多"})
    assert answer.status_code == 422
    assert "很多" in answer.content.decode()
    assert not FirmAnswer.objects.exists()


def test_a_county_sees_how_close_a_firm_is_only_while_the_firm_shares_it(firm: Client) -> None:
    firm.post("/tiers/", SAID)
    county, neighbour = signed_in("county"), signed_in("neighbour")
    assert "甲公司" not in text(county, "/tiers/close/")
    assert firm.post("/tiers/share/", {"county": "999999"}).status_code == 422
    assert firm.post("/tiers/share/", {"county": "330106"}).status_code == 302
    page = text(county, "/tiers/close/")
    assert "甲公司" in page
    assert NO_CERTIFICATE in page
    assert "600" not in page
    assert "甲公司" not in text(neighbour, "/tiers/close/")
    assert firm.post("/tiers/share/", {"county": ""}).status_code == 302
    assert "甲公司" not in text(county, "/tiers/close/")


@pytest.mark.usefixtures("office")
def test_what_a_county_tries_for_a_firm_is_not_kept() -> None:
    answer = signed_in("county").post("/tiers/", SAID)
    assert answer.status_code == 200
    assert "由替代条件满足" in answer.content.decode()
    assert not FirmAnswer.objects.exists()
    assert not Event.objects.filter(verb="self_check").exists()


def test_what_is_kept_is_shown_again_as_it_was_said() -> None:
    said = answers_in({"revenue-2025": "1,200", "own_brand": "false", "digital_level": ""}, 2025)
    shown = texts_of(said)
    assert (shown["revenue-2025"], shown["own_brand"]) == ("1200", "false")
    assert "digital_level" not in shown
