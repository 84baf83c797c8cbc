"""A case's deadline: how it is counted, more time for one county, what is late."""

import json
from datetime import date

import pytest
from tests.web.people import PATH, doer, signed_in, the_case

from jiqun.base.errors import Refused
from jiqun.web.casework import deadlines
from jiqun.web.events.models import Event, Sealed
from jiqun.workspace import Workspace


def due(cluster: str = "one") -> date | None:
    return deadlines.due_of(the_case(cluster))


def test_an_extension_moves_one_county_s_deadline_and_no_other_s(office: Workspace) -> None:
    before, other = due(), due("two")
    said = {"deadline": "filing", "working_days": "5", "reason": "暴雨停工"}
    assert signed_in("province").post(f"{PATH}extend/", said).status_code == 302
    after = due()
    assert before and after and after > before
    assert due("two") == other
    event = Event.objects.order_by("-number")[0]
    assert (event.verb, json.loads(event.said)["working_days"]) == ("extend", 5)
    assert Sealed.objects.get(event=event).text == "暴雨停工"


def test_the_page_shows_the_arithmetic_day_by_day(office: Workspace) -> None:
    deadlines.extend(the_case(), "filing", 5, "暴雨停工", doer("nation"))
    page = signed_in("county").get(PATH).content.decode()
    assert "第 15 日" in page
    assert "含延期 5 日：暴雨停工" in page


@pytest.mark.parametrize(
    ("name", "days", "reason"),
    [
        ("filing", 0, "x"),
        ("filing", 5, " "),
        ("review", 5, "x"),
        ("", 5, "x"),
        ("filing", 999, "x"),
    ],
)
def test_an_extension_has_days_a_reason_and_a_deadline_that_runs(
    office: Workspace, name: str, days: int, reason: str
) -> None:
    before = due()
    with pytest.raises(Refused):
        deadlines.extend(the_case(), name, days, reason, doer("nation"))
    assert due() == before


@pytest.mark.parametrize("login", ["county", "agency", "prefecture", "neighbour"])
def test_only_an_office_that_opens_filings_gives_more_time(office: Workspace, login: str) -> None:
    with pytest.raises(Refused):
        deadlines.extend(the_case(), "filing", 5, "x", doer(login))


def test_a_deadline_without_a_length_gets_one(office: Workspace) -> None:
    case = the_case()
    case.clocks["filing"]["working_days"] = None
    case.save()
    assert due() is None
    deadlines.extend(the_case(), "filing", 5, "补定期限", doer("nation"))
    assert due() is not None


def late(cluster: str) -> None:
    case = the_case(cluster)
    case.clocks["filing"]["started"] = "2025-01-02"
    case.save()


def test_what_is_late_is_marked_counted_found_and_first(office: Workspace) -> None:
    late("two")
    nation = signed_in("nation")
    page = nation.get("/filings/").content.decode()
    assert "有 1 份已逾期" in page
    assert page.index("测试集群two") < page.index("测试集群one")
    page = nation.get("/filings/?overdue=1").content.decode()
    assert "测试集群two" in page
    assert "测试集群one" not in page
    assert "已逾期" in signed_in("neighbour").get(PATH.replace("one", "two")).content.decode()


def test_a_county_is_reminded_of_its_own_only(office: Workspace) -> None:
    late("two")
    assert "份已逾期" not in signed_in("county").get("/filings/").content.decode()
