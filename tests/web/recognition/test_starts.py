"""Starting an application: from a dossier, for a known cluster, or for a new one."""

import json
from datetime import date, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from tests.web.people import PASSWORD, doer, signed_in

from jiqun.base.readers import Office
from jiqun.discovery.candidates import Candidate
from jiqun.discovery.kept import kept_run
from jiqun.web.accounts import people
from jiqun.web.casework.clocks import today
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.recognition.calling import draft_call
from jiqun.web.recognition.deciding import move_call
from jiqun.web.recognition.describing import read_firms
from jiqun.web.recognition.models import Answer, Application, Call
from jiqun.web.recognition.terms import Terms
from jiqun.workspace import Workspace

START = "/recognition/start/"


@pytest.fixture
def candidate(office: Workspace, demonstration: Path) -> Candidate:
    """Return the best candidate of a register, whose county has an account called ``finder``."""
    for room in ("registry", "discovery"):
        copytree(demonstration / room, office.folder / room)
    run = kept_run(office.folder)
    assert run is not None
    best = run.candidates[0]
    person = people.add_person("finder", PASSWORD, INSTALLATION)
    people.appoint(person, Office.COUNTY, best.county_code, INSTALLATION)
    return best


def called(year: int = 2026, due: date | None = None) -> Call:
    """Return an issued call, open for ten more days."""
    due = due or today() + timedelta(days=10)
    drafted = draft_call(Terms("national/sme-cluster", year, due, "", {}), doer("nation"))
    call = move_call(drafted, "issue", doer("nation"))[0]
    return Call.objects.get(pk=call.pk)


def start(client: Client, **said: object) -> Application:
    answer = client.post(START, said)
    assert answer.status_code == 302, answer.content.decode()
    return Application.objects.get(pk=int(answer.headers["Location"].rstrip("/").split("/")[-1]))


def test_a_dossier_leads_its_county_to_an_application(candidate: Candidate) -> None:
    call = called()
    page = signed_in("finder").get("/candidates/1/").content.decode()
    assert f"{START}?cluster=candidate-1&amp;call={call.pk}" in page


def test_without_an_open_call_a_dossier_says_so_and_leads_to_the_self_check(
    candidate: Candidate,
) -> None:
    page = signed_in("finder").get("/candidates/1/").content.decode()
    assert "现在没有适用于本县、正在受理的申报通知" in page
    assert 'href="/recognition/check/?cluster=candidate-1"' in page
    assert START not in page


@pytest.mark.parametrize("login", ["nation"])
def test_who_does_not_apply_is_told_who_does(candidate: Candidate, login: str) -> None:
    called()
    page = signed_in(login).get("/candidates/1/").content.decode()
    assert "的县级单位申报" in page
    assert START not in page


def test_the_firms_of_a_dossier_are_filled_in_with_their_source_to_be_confirmed(
    candidate: Candidate,
) -> None:
    call = called()
    application = start(signed_in("finder"), cluster="candidate-1", call=call.pk)
    listed = application.cells.get(period="about", field="firms")
    assert len(read_firms(listed.said)) == candidate.firms
    assert (listed.source, listed.confirmed) == ("register", False)
    perimeter = application.cells.get(period="about", field="perimeter")
    assert (perimeter.source, perimeter.confirmed) == ("register", False)
    assert application.candidate["firms"] == str(candidate.firms)


def test_what_nobody_states_stays_empty(candidate: Candidate) -> None:
    application = start(signed_in("finder"), cluster="candidate-1", call=called().pk)
    figures = [cell for cell in application.cells.all() if cell.period.isdigit()]
    assert figures
    assert all(cell.empty for cell in figures)


def test_the_event_commits_to_the_list_and_the_chain_verifies(candidate: Candidate) -> None:
    application = start(signed_in("finder"), cluster="candidate-1", call=called().pk)
    event = Event.objects.get(subject=application.subject, verb="begin")
    assert json.loads(event.said)["after"]["about.firms"]["source"] == "register"
    assert "示例企业" not in event.said  # words are sealed beside the chain
    assert verify().problems == []


def test_a_list_that_is_not_confirmed_cannot_be_handed_in_and_an_empty_one_can(
    candidate: Candidate,
) -> None:
    finder = signed_in("finder")
    application = start(finder, cluster="candidate-1", call=called().pk)
    path = f"/recognition/{application.pk}/"
    assert "企业名单" in _unconfirmed(finder, path)
    listed = application.cells.get(period="about", field="firms")
    _save(finder, path, listed, said="")
    assert "企业名单" not in _unconfirmed(finder, path)


def test_a_county_changes_the_list_and_reviewers_see_it_once_it_is_handed_in(
    candidate: Candidate,
) -> None:
    finder = signed_in("finder")
    application = start(finder, cluster="candidate-1", call=called().pk)
    listed = application.cells.get(period="about", field="firms")
    path = f"/recognition/{application.pk}/"
    _save(finder, path, listed, said="91330106MA2800000X 甲厂 转塘街道")
    page = finder.get(path).content.decode()
    assert "<code>91330106MA2800000X</code>" in page
    assert "甲厂" not in signed_in("nation").get(path).content.decode()


def test_a_list_may_be_long_and_a_statement_may_not(candidate: Candidate) -> None:
    finder = signed_in("finder")
    application = start(finder, cluster="candidate-1", call=called().pk)
    path = f"/recognition/{application.pk}/"
    _save(finder, path, application.cells.get(field="firms"), said="甲厂\n" * 2000)
    statement = application.cells.filter(period="text").first()
    sent = {"cells": [{**_cell(statement), "said": "长" * 2001}]}
    assert finder.post(f"{path}cells", sent, content_type="application/json").status_code == 409


def test_a_cluster_that_filed_is_applied_for_with_its_figures(office: Workspace) -> None:
    county = signed_in("county")
    call = called(2023, due=date(2023, 12, 31))
    with patch("jiqun.web.casework.clocks.timezone.localdate", return_value=date(2023, 6, 1)):
        page = county.get(START, {"cluster": "one", "call": call.pk}).content.decode()
        assert "没有已知的名单" in page  # a list of firms was never filed
        application = start(county, cluster="one", call=call.pk)
    filed = application.cells.get(period="2022", field="output_total")
    assert (filed.said, filed.source, filed.confirmed) == ("2520000", "filed", False)


def test_a_new_cluster_is_described_and_applied_for(office: Workspace) -> None:
    county, call = signed_in("county"), called()
    said = {"cluster": "new", "call": call.pk, "name": "西湖区茶叶集群", "sector": "light"}
    application = start(county, **said)
    assert application.name == "西湖区茶叶集群"
    assert application.county == "330106"
    another = start(county, **{**said, "name": "西湖区丝绸集群"})
    assert another.cluster != application.cluster


def test_a_new_cluster_without_a_name_is_refused_with_everything_typed_kept(
    office: Workspace,
) -> None:
    said = {"cluster": "new", "call": called().pk, "name": " ", "industry": "9999"}
    answer = signed_in("county").post(START, said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="9999"' in page
    assert "集群名称" in page
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    "said", [{}, {"cluster": "two"}, {"cluster": "one", "call": "99"}, {"cluster": "nothing"}]
)
def test_nothing_begins_without_a_cluster_of_one_s_own_and_an_open_call(
    office: Workspace, said: dict[str, str]
) -> None:
    called(2026)
    called(2027)
    assert signed_in("county").post(START, said).status_code == 422
    assert not Application.objects.exists()


def test_who_has_applied_already_is_led_to_the_application(office: Workspace) -> None:
    county, call = signed_in("county"), called()
    application = start(county, cluster="one", call=call.pk)
    page = county.get(START, {"cluster": "one", "call": call.pk}).content.decode()
    assert f'href="/recognition/{application.pk}/"' in page
    assert 'data-verb="begin"' not in page


def test_an_agency_is_told_that_the_county_applies(office: Workspace) -> None:
    called()
    assert "由集群所在的县级单位提出申报" in signed_in("agency").get(START).content.decode()


def _unconfirmed(client: Client, path: str) -> str:
    """Return what a step to hand in is refused for because nobody confirmed it."""
    answer = client.post(f"{path}submit/")
    assert answer.status_code == 422
    lines = answer.content.decode().split("<li ")
    return "".join(line for line in lines if "还没有确认" in line)


def _save(client: Client, path: str, cell: Answer, said: str) -> None:
    sent = {"cells": [{**_cell(cell), "said": said}]}
    answer = client.post(f"{path}cells", sent, content_type="application/json")
    assert answer.status_code == 200, answer.content.decode()


def _cell(cell: Answer | None) -> dict[str, Any]:
    assert cell is not None
    return {"period": cell.period, "field": cell.field, "version": cell.version}
