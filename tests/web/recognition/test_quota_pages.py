"""Quotas as offices meet them on the pages of a call: kept at every step, and told."""

from collections.abc import Iterator

import pytest
from tests.web.people import signed_in
from tests.web.recognition.test_own_programme import issued
from tests.web.recognition.test_path import BEFORE, act, applied, on

from jiqun.base.own_catalogue import NONE, install
from jiqun.web.recognition.models import Application, Call
from jiqun.web.recognition.quotas import named_in
from jiqun.workspace import Workspace


@pytest.fixture
def one_a_prefecture(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """Return a call of a province's that gives each prefecture one place."""
    yield issued(office, monkeypatch, quota_prefecture="1")
    install(NONE)


@pytest.fixture
def none_for_the_county(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """Return a call that gives one county no place at all, by its code, and no limit to others."""
    yield issued(office, monkeypatch, quota_prefecture="-", quota_places="330106 0")
    install(NONE)


def handed_in(call: Call, login: str, cluster: str) -> Application:
    application = applied(call, login, cluster)
    with on(BEFORE):
        assert act(login, application, "submit") == 302
    return application


def test_a_prefecture_passes_on_no_more_than_its_quota(one_a_prefecture: Call) -> None:
    first = handed_in(one_a_prefecture, "county", "one")
    second = handed_in(one_a_prefecture, "neighbour", "two")
    with on(BEFORE):
        assert act("prefecture", first, "endorse") == 302
        path = f"/recognition/{second.pk}/endorse/"
        refused = signed_in("prefecture").post(path)
        assert refused.status_code == 422
        assert "杭州市名额 1 个，已推荐 1 个" in refused.content.decode()
    second.refresh_from_db()
    assert second.state == "submitted"
    assert named_in(one_a_prefecture)["330100"] == 1


def test_who_withdraws_gives_the_prefecture_its_place_back(one_a_prefecture: Call) -> None:
    first = handed_in(one_a_prefecture, "county", "one")
    second = handed_in(one_a_prefecture, "neighbour", "two")
    with on(BEFORE):
        assert act("prefecture", first, "endorse") == 302
        assert act("county", first, "withdraw", reason="材料有误。") == 302
        assert act("prefecture", second, "endorse") == 302


def test_a_county_without_a_place_hands_nothing_in(none_for_the_county: Call) -> None:
    application = applied(none_for_the_county, "county", "one")
    with on(BEFORE):
        assert act("county", application, "submit") == 422
    handed_in(none_for_the_county, "neighbour", "two")


def test_a_prefecture_sees_how_much_of_its_quota_is_used(one_a_prefecture: Call) -> None:
    first = handed_in(one_a_prefecture, "county", "one")
    path = f"/recognition/calls/{one_a_prefecture.pk}/"
    assert "名额：已推荐 0 个，共 1 个" in signed_in("prefecture").get(path).content.decode()
    with on(BEFORE):
        assert act("prefecture", first, "endorse") == 302
    assert "名额：已推荐 1 个，共 1 个" in signed_in("prefecture").get(path).content.decode()
