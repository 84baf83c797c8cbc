"""A cluster's technology plan, and what the yearly filing takes from it."""

from typing import Any

import pytest
from django.test import Client
from tests.web.challenges.sealed import POSED, PUBLISHING
from tests.web.people import signed_in

from jiqun.web.casework.clocks import today
from jiqun.web.challenges.models import Challenge, PlanLine
from jiqun.web.challenges.planned import suggested_by_plan
from jiqun.web.events.models import Event
from jiqun.workspace import Workspace

PLAN = "/exchange/challenges/plan/"
LINE = {
    "cluster": "one", "kind": "roadmap", "field": "传动", "text": "低噪声", "since": "2022",
    "until": "2028", "challenge": "",
}  # fmt: skip


def added(client: Client, status: int = 302, **said: Any) -> str:
    answer = client.post(PLAN, {**LINE, **said})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_a_county_keeps_roadmap_difficulties_and_pool(office: Workspace) -> None:
    county = signed_in("county")
    for kind in ("roadmap", "difficulty", "project"):
        added(county, kind=kind)
    page = county.get(PLAN).content.decode()
    assert page.count("低噪声") == 3
    assert "低噪声" in signed_in("agency").get(PLAN).content.decode()
    assert "低噪声" not in signed_in("neighbour").get(PLAN).content.decode()
    line = PlanLine.objects.first()
    assert line is not None
    assert signed_in("neighbour").post(f"{PLAN}{line.pk}/remove/").status_code == 404
    assert county.post(f"{PLAN}{line.pk}/remove/").status_code == 302
    assert county.post(f"{PLAN}{line.pk}/remove/").status_code == 422
    verbs = Event.objects.filter(subject__startswith="plan:").values_list("verb", flat=True)
    assert [*verbs] == ["add_line", "add_line", "add_line", "remove_line"]
    assert "低噪声" not in " ".join(Event.objects.values_list("said", flat=True))


def test_what_is_wrong_with_a_line_is_told_at_once(office: Workspace) -> None:
    page = added(signed_in("county"), 422, kind="x", text="", since="2028", until="2022",
                 challenge="99")  # fmt: skip
    for told in ("没有选是路线图", "没有写", "先后颠倒", "没有这个榜号"):
        assert told in page
    assert "没有选本单位的集群" in added(signed_in("county"), 422, cluster="two")
    assert not PlanLine.objects.exists()


@pytest.mark.parametrize(("year", "told"), [(2023, True), (2029, False)])
def test_the_filing_is_told_of_years_the_plan_is_about(
    office: Workspace, year: int, *, told: bool
) -> None:
    added(signed_in("county"))
    added(signed_in("county"), kind="project")
    found = suggested_by_plan("one", year)
    assert ([*found] == ["has_roadmap", "has_project_pool"]) is told
    assert "has_difficulty_list" not in found
    if told:
        assert found["has_roadmap"].because.zh == "技术路线图：1 项（2022—2028 年）"
        county = signed_in("county")
        assert county.post("/filings/one/2023/begin/").status_code == 302
        page = county.get("/filings/one/2023/").content.decode()
        assert "供需记录建议填“是”：技术路线图：1 项" in page


def test_open_bidding_follows_from_a_challenge_of_the_plan_in_its_year(office: Workspace) -> None:
    county = signed_in("county")
    said = {**POSED, "deadline": str(today())}
    assert county.post("/exchange/challenges/new/", said).status_code == 302
    number = Challenge.objects.get().pk
    county.post(f"/exchange/challenges/{number}/publish/", PUBLISHING)
    added(county, kind="project", challenge=str(number))
    found = suggested_by_plan("one", today().year)
    assert found["open_bidding"].because.zh == f"揭榜挂帅：{number}"
    assert "open_bidding" not in suggested_by_plan("one", today().year - 1)
