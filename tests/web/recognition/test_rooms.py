"""The first page of recognition: a county sees what it can do next."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from tests.web.people import doer, signed_in

from jiqun.clusters import Profile
from jiqun.rules import programmes
from jiqun.web.casework.clocks import today
from jiqun.web.recognised.entering import Listed, enter
from jiqun.web.recognition.applying import begin
from jiqun.web.recognition.calling import Terms, draft_call
from jiqun.web.recognition.deciding import move_call
from jiqun.web.recognition.models import Call
from jiqun.workflow.routes import NATION, route_of
from jiqun.workspace import Workspace

ROOM = "/recognition/"


def called(days: int = 20, programme: str = "national/sme-cluster") -> Call:
    due = today() + timedelta(days=days)
    drafted = draft_call(Terms(programme, due.year, due, "", {}), doer("nation"))
    return move_call(drafted, "issue", doer("nation"))[0]


def room(login: str = "county", path: str = ROOM) -> str:
    return signed_in(login).get(path).content.decode()


def test_a_county_is_led_to_its_self_check_without_any_call(office: Workspace) -> None:
    found = room()
    assert 'href="/recognition/check/"' in found
    assert "现在没有可以申报的通知" in found


def test_an_open_call_says_how_many_days_are_left_and_leads_there(office: Workspace) -> None:
    call = called(days=20)
    found = room()
    assert "还有 20 天" in found
    assert f'href="/recognition/calls/{call.pk}/"' in found


def test_on_the_last_day_a_call_is_still_open_and_then_it_is_not(office: Workspace) -> None:
    called(days=0)
    assert "今天截止" in room()
    with patch("jiqun.web.casework.clocks.timezone.localdate", return_value=date(2099, 1, 1)):
        found = room()
    assert "现在没有可以申报的通知" in found
    assert "其他申报通知（1）" in found


def test_a_county_s_own_application_stands_beside_its_call_and_no_other_s(
    office: Workspace,
) -> None:
    call = called()
    profile = Profile("one", "测试集群one", ("330106",), "electronics")
    begun = begin(call, profile, office, doer("county"))
    assert f'本地的申报：<a href="/recognition/{begun.pk}/">' in room()
    assert "本地的申报：" not in room("neighbour")


def test_a_recognition_of_the_county_says_how_long_it_lasts(office: Workspace) -> None:
    profile = Profile("one", "测试集群one", ("330106",), "electronics")
    parties = {**route_of(["330106"], national=False).parties, "authority": NATION}
    listed = Listed(programmes()["national/sme-cluster"], today().year, profile, parties)
    last = enter(listed, doer("nation")).until
    assert last is not None
    found = room()
    assert f"还有 {(last - today()).days} 天" in found
    assert "已认定的集群 <small>1</small>" in found


@pytest.mark.parametrize("login", ["province", "nation"])
def test_who_does_not_apply_sees_the_calls_as_before(office: Workspace, login: str) -> None:
    called()
    assert "还有 20 天" not in room(login)
    assert "申报通知" in room(login)


def test_the_public_sees_the_calls(office: Workspace) -> None:
    called()
    answer = Client().get(ROOM)
    assert answer.status_code == 200
    assert "认定自查" not in answer.content.decode()
