"""A firm records stages of other standards; its county sees them where the level is shared."""

from collections.abc import Iterator

import pytest
from django.test import Client
from tests.web.ladder.test_ladder import CODE, sent
from tests.web.people import PASSWORD, signed_in

from jiqun.base.readers import Office
from jiqun.web.accounts import people
from jiqun.web.events.models import Event
from jiqun.web.events.told import kept_back
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.ladder.models import Stage
from jiqun.workspace import Workspace

PAGE = "/exchange/digital/"
SMART = {
    "stage": "smart_manufacturing:", "score": "2.35", "on": "2026-05-01", "assessor": "某评估机构",
}  # fmt: skip
GRADE = {
    "stage": "integration_grade:AA", "on": "2025-03-01", "assessor": "某机构", "certificate": "Z1",
}  # fmt: skip


@pytest.fixture
def firm(office: Workspace) -> Iterator[Client]:
    """Return the browser of a firm."""
    person = people.add_person("firm", PASSWORD, INSTALLATION)
    people.appoint(person, Office.FIRM, CODE, INSTALLATION)
    yield signed_in("firm")


def levels() -> str:
    return signed_in("county").get(f"{PAGE}firms/").content.decode()


def test_a_firm_records_stages_and_sees_how_sure_they_are(firm: Client) -> None:
    assert firm.post(f"{PAGE}stages/", SMART).status_code == 302
    assert firm.post(f"{PAGE}stages/", GRADE).status_code == 302
    page = firm.get(PAGE).content.decode()
    assert "二级" in page
    assert "分数线来自草案或背景知识" in page
    assert "AA 级" in page
    assert "有效期：未配置" in page


def test_the_log_commits_to_what_was_recorded_and_tells_it_to_nobody(firm: Client) -> None:
    firm.post(f"{PAGE}stages/", GRADE)
    event = Event.objects.get(verb="record_stage")
    assert "AA" not in event.said
    assert kept_back("record_stage", "stage")
    assert kept_back("digital_assess", "answers")


def test_a_stage_is_shared_as_the_level_is_and_no_longer(firm: Client) -> None:
    firm.post(PAGE, sent())
    firm.post(f"{PAGE}stages/", GRADE)
    assert "AA 级" not in levels()
    firm.post(f"{PAGE}share/", {"county": "330106"})
    assert "AA 级" in levels()
    firm.post(f"{PAGE}stages/", {**GRADE, "stage": "integration_grade:AAA"})
    assert "AAA 级" in levels()
    firm.post(f"{PAGE}share/", {"county": ""})
    assert "AAA 级" not in levels()


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(firm: Client) -> None:
    answer = firm.post(f"{PAGE}stages/", {**SMART, "score": "9", "assessor": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有写由谁评估" in page
    assert 'value="2026-05-01"' in page
    assert not Stage.objects.exists()


def test_an_office_records_no_stage(office: Workspace) -> None:
    assert signed_in("county").post(f"{PAGE}stages/", SMART).status_code == 403
    assert not Stage.objects.exists()


def test_another_firm_sees_none_of_it(firm: Client) -> None:
    firm.post(f"{PAGE}stages/", GRADE)
    person = people.add_person("other", PASSWORD, INSTALLATION)
    people.appoint(person, Office.FIRM, "91330106MA28000011", INSTALLATION)
    assert "AA 级</span>" not in signed_in("other").get(PAGE).content.decode()
