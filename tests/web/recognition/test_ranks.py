"""Ranks of a recommender: moved by it alone, closed up when one steps back, then the waiting."""

from datetime import timedelta

import pytest
from tests.web.people import signed_in
from tests.web.recognition.worlds import application_to, call_of

from jiqun.web.casework.clocks import today
from jiqun.web.events.models import Event
from jiqun.web.recognition.models import Application, Call
from jiqun.web.recognition.ranks import ranks_of
from jiqun.workspace import Workspace

COUNTIES = ("330106", "330110", "330105", "330108")


@pytest.fixture
def call(office: Workspace) -> Call:
    """Return an open call with two recommended of two places, and two that wait."""
    call = call_of({}, state="open", due=today() + timedelta(days=9), quotas={"province": 2})
    for number, county in enumerate(COUNTIES):
        state = "recommended" if number < 2 else "waiting"
        application = application_to(call, f"c{number}", county, state=state)
        Application.objects.filter(pk=application.pk).update(rank=number % 2 + 1)
    return call


def standing(call: Call, state: str) -> list[tuple[str, int | None]]:
    return [(row.cluster, row.rank) for row in ranks_of(call, "330000", state).rows]


def moved(call: Call, ranks: dict[str, str], login: str = "province", version: str = "") -> int:
    seen = version or ranks_of(call, "330000", "recommended").version
    keys = dict(call.applications.values_list("cluster", "pk"))
    said = {f"rank_{keys[cluster]}": rank for cluster, rank in ranks.items()}
    path = f"/recognition/calls/{call.pk}/ranks/"
    answer = signed_in(login).post(path, {"list": "recommended", "version": seen, **said})
    return answer.status_code


def act(login: str, application: Application, verb: str, **said: str) -> int:
    return signed_in(login).post(f"/recognition/{application.pk}/{verb}/", said).status_code


def test_a_recommender_moves_the_ranks_by_one_event(call: Call) -> None:
    assert (
        "调整推荐顺序"
        in signed_in("province").get(f"/recognition/calls/{call.pk}/").content.decode()
    )
    assert moved(call, {"c0": "2", "c1": "１"}) == 302
    assert standing(call, "recommended") == [("c1", 1), ("c0", 2)]
    assert Event.objects.filter(verb="rerank").count() == 1


@pytest.mark.parametrize("ranks", [{}, {"c0": "1"}, {"c0": "1", "c1": "1"}, {"c0": "0", "c1": "1"},
                                   {"c0": "x", "c1": "1"}, {"c0": "1", "c1": "3"}])  # fmt: skip
def test_ranks_are_one_two_three_each_once(call: Call, ranks: dict[str, str]) -> None:
    assert moved(call, ranks) == 422
    assert standing(call, "recommended") == [("c0", 1), ("c1", 2)]


def test_a_list_that_changed_since_it_was_looked_at_stays(call: Call) -> None:
    seen = ranks_of(call, "330000", "recommended").version
    assert moved(call, {"c0": "2", "c1": "1"}) == 302
    assert moved(call, {"c0": "2", "c1": "1"}, version=seen) == 422
    assert standing(call, "recommended") == [("c1", 1), ("c0", 2)]


def test_nobody_else_moves_them_and_nobody_after_the_review_began(call: Call) -> None:
    assert moved(call, {"c0": "2", "c1": "1"}, "county") == 403
    assert moved(call, {"c0": "2", "c1": "1"}, "nation") == 422
    Call.objects.update(state="under_review")
    assert moved(call, {"c0": "2", "c1": "1"}) == 422


def test_a_withdrawal_closes_the_ranks_up_and_the_first_who_waits_comes_next(call: Call) -> None:
    first, third, fourth = (call.applications.get(cluster=name) for name in ("c0", "c2", "c3"))
    assert act("county", first, "withdraw") == 302
    assert standing(call, "recommended") == [("c1", 1)]
    assert act("province", fourth, "recommend") == 422
    assert act("province", third, "recommend") == 302
    assert standing(call, "recommended") == [("c1", 1), ("c2", 2)]
    assert standing(call, "waiting") == [("c3", 1)]
    assert act("province", fourth, "recommend") == 422  # the quota is used up again
    assert Event.objects.filter(verb__in=("withdraw", "recommend")).count() == 2


def test_the_waiting_list_moves_up_when_its_first_is_left_out(call: Call) -> None:
    third = call.applications.get(cluster="c2")
    assert act("province", third, "leave_out", reason="材料失实") == 302
    assert standing(call, "waiting") == [("c3", 1)]


def test_who_is_put_on_the_waiting_list_comes_last(call: Call) -> None:
    last = application_to(call, "c4", "330109", state="site_checked")
    assert act("province", last, "recommend") == 422  # others wait before it
    assert act("province", last, "put_on_waiting_list") == 302
    assert standing(call, "waiting")[-1] == ("c4", 3)
