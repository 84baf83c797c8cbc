"""The order on its page is reckoned once, and again after anything that anybody does."""

import pytest
from tests.web.people import doer, signed_in
from tests.web.recognition.worlds import SCHEME, application_to, call_of, given, nation

from jiqun.base.errors import Refused
from jiqun.web.events.chain import Deed, record
from jiqun.web.recognition import shown_order
from jiqun.web.recognition.models import Call
from jiqun.web.recognition.ranking import ranking_of
from jiqun.web.recognition.shown_order import order_shown
from jiqun.web.recognition.views import panels, ranking
from jiqun.workspace import Workspace

COUNTIES = ("330106", "330110", "340102")


@pytest.fixture
def call(office: Workspace) -> Call:
    """Return a call with an application of each of three counties, two of Zhejiang."""
    call = call_of(SCHEME)
    for place, county in enumerate(COUNTIES):
        application_to(call, f"c{place}", county, [(90 - place, 80)])
    happens()
    return call


def happens() -> None:
    """Let something happen somewhere in the installation."""
    record(Deed("state", "expert:x", "", "installation"))


def test_until_anything_happens_the_same_order_is_shown(call: Call) -> None:
    first = order_shown(call, nation())
    assert order_shown(call, nation()) is first
    happens()
    again = order_shown(call, nation())
    assert again is not first
    assert again.version == first.version


def test_what_an_event_changed_is_in_the_order_that_is_shown_next(call: Call) -> None:
    before = order_shown(call, nation()).version
    call.quotas = {"province": 1}
    assert order_shown(call, nation()).version != before  # another limit, without an event
    given(call.applications.get(cluster="c1"), "e2", 100, 100)
    happens()
    assert order_shown(call, nation()).places["c1"].rank == 1
    assert order_shown(call, nation()).version == ranking_of(call, nation()).version


def test_nothing_is_kept_for_two_readers(call: Call) -> None:
    order_shown(call, nation())
    for login in ("province", "county", "system"):
        with pytest.raises(Refused):
            order_shown(call, doer(login))
    assert {key[-1] for key in shown_order._kept if key[1] == call.pk} <= {nation().reader}


def test_an_order_kept_is_not_shown_once_scores_are_open_again(call: Call) -> None:
    order_shown(call, nation())
    call.applications.filter(cluster="c0").update(state="under_review")
    with pytest.raises(Refused):
        order_shown(call, nation())


def test_of_many_applications_one_recommender_is_shown_a_page_at_a_time(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(ranking, "ROWS", 1)
    path = f"/recognition/calls/{call.pk}/ranking/"
    client = signed_in("nation")
    whole = client.get(path).content.decode().split("<main")[1]
    assert "请选择一个推荐单位" in whole
    assert "集群c0" not in whole
    second = client.get(f"{path}?recommender=330000&lines=2").content.decode().split("<main")[1]
    assert "集群c1" in second
    assert "集群c0" not in second
    assert "试算结果" not in second


def test_of_many_applications_a_panel_is_proposed_when_it_is_asked_for(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "AT_ONCE", 1)
    call.applications.update(state="under_review")
    path = f"/recognition/calls/{call.pk}/panel/"
    client = signed_in("nation")
    unasked = client.get(path).content.decode()
    assert "拟定专家名单" in unasked
    assert "须回避" not in unasked
    assert "须回避" in client.get(f"{path}?propose=1").content.decode()
