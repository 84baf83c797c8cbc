"""What a county closed is sent back by an office above: mended and closed again, or stood by."""

from functools import partial
from typing import Any

import pytest
from django.test import Client
from tests.web.closing import test_closing
from tests.web.closing.test_closing import FIRMS, LATER, booked, closed, listed, values
from tests.web.cooperation.test_races import all_at_once
from tests.web.people import doer, signed_in, the_case

from jiqun.base.readers import NATION
from jiqun.web.closing import closing, returning
from jiqun.web.closing.models import Return
from jiqun.web.closing.returning import send_back
from jiqun.web.events.models import Event
from jiqun.web.filing.known import known_clusters
from jiqun.web.waiting import waiting_for
from jiqun.workspace import Workspace

__all__ = ["listed"]
PAGE = test_closing.PAGE.replace("2025", "2026")
REVIEW = f"{PAGE}review/"
WHY = "三家企业的预订没有计入"


@pytest.fixture
def county(listed: Workspace, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Return a browser of a county that closed a year."""
    monkeypatch.setattr(closing, "today", lambda: LATER)
    client = signed_in("county")
    assert client.post(PAGE, {"known": ""}).status_code == 302
    return client


def known(workspace: Workspace) -> str:
    return closed(workspace, 2026).sha256


def sent_back(workspace: Workspace, login: str, reason: str = WHY) -> tuple[int, str]:
    client = signed_in(login)
    assert "已结账" in client.get("/exchange/closing/").content.decode()
    answer = client.post(REVIEW, {"known": known(workspace), "reason": reason})
    return answer.status_code, answer.content.decode()


def text(client: Client, page: str = PAGE) -> str:
    return client.get(page).content.decode()


def test_a_close_that_is_sent_back_is_mended_and_closed_again(
    listed: Workspace, county: Client
) -> None:
    assert sent_back(listed, "prefecture")[0] == 302
    assert "结账被退回" in text(county, "/exchange/")
    assert WHY in text(county)
    booked(FIRMS[:3], 2026)
    sent = {"known": known(listed), "reason": "补登三笔"}
    assert county.post(PAGE, sent).status_code == 302
    assert values(listed, "slots_asked", year=2026) == ["3"]
    assert "结账被退回" not in text(county, "/exchange/")
    assert WHY not in text(county)
    page = text(signed_in("prefecture"), REVIEW)
    assert "第 2 版" in page
    assert "退回县级部门" in page  # the new close can be sent back anew
    verbs = Event.objects.filter(subject="closing:one/2026").values_list("verb", flat=True)
    assert [*verbs] == ["close_year", "return_year", "close_year"]
    assert WHY not in Event.objects.get(verb="return_year").said


def test_a_county_stands_by_its_close_with_a_reason(listed: Workspace, county: Client) -> None:
    assert sent_back(listed, "province")[0] == 302
    assert county.post(f"{PAGE}stand-by/", {"reason": " "}).status_code == 422
    assert county.post(f"{PAGE}stand-by/", {"reason": "这三家不在年末名单"}).status_code == 302
    assert county.post(f"{PAGE}stand-by/", {"reason": "再说一次"}).status_code == 422
    assert "这三家不在年末名单" in text(signed_in("province"), REVIEW)
    assert "结账被退回" not in text(county, "/exchange/")
    assert closed(listed, 2026).revision == 1


def test_each_close_is_sent_back_once_with_a_reason(listed: Workspace, county: Client) -> None:
    del county
    status, page = sent_back(listed, "prefecture", " ")
    assert (status, "退回没有写原因" in page) == (422, True)
    assert sent_back(listed, "prefecture")[0] == 302
    status, page = sent_back(listed, "province")
    assert (status, "已经退回过" in page) == (422, True)
    assert Return.objects.count() == 1
    booked(FIRMS[:3], 2026)
    stale = signed_in("province").post(REVIEW, {"known": "0" * 64, "reason": WHY})
    assert "有人已经结过账" in stale.content.decode()


def test_of_two_offices_that_send_back_at_once_one_is_told_so(
    listed: Workspace, county: Client
) -> None:
    del county
    workspace, said = listed, {"known": known(listed), "reason": WHY}
    [profile] = [
        found.profile for found in known_clusters(listed, NATION) if found.profile.id == "one"
    ]
    told = all_at_once(
        {
            login: partial(send_back, workspace, profile, 2026, said, doer(login))
            for login in ("prefecture", "province", "nation")
        }
    )
    assert sum(told.values()) == Return.objects.count() <= 1
    assert Event.objects.filter(verb="return_year").count() == Return.objects.count()


def test_only_offices_above_send_back_and_only_its_county_answers(
    listed: Workspace, county: Client
) -> None:
    said = {"known": known(listed), "reason": WHY}
    for login in ("county", "agency"):
        assert signed_in(login).post(REVIEW, said).status_code == 403
    early = county.post(f"{PAGE}stand-by/", {"reason": WHY})
    assert (early.status_code, "没有等答复的退回" in early.content.decode()) == (422, True)
    assert sent_back(listed, "nation")[0] == 302
    for login, status in (("neighbour", 404), ("prefecture", 403)):
        assert signed_in(login).post(f"{PAGE}stand-by/", {"reason": WHY}).status_code == status
    assert "还没有结账" in text(signed_in("province"), REVIEW.replace("2026", "2025"))


def test_a_close_that_is_sent_back_is_in_the_day_s_letter(
    listed: Workspace, county: Client
) -> None:
    del county
    assert sent_back(listed, "prefecture")[0] == 302
    assert "closing.sent_back" in [problem.code for problem in waiting_for(doer("county"))]
    assert "closing.sent_back" not in [problem.code for problem in waiting_for(doer("neighbour"))]


def test_a_year_sent_back_waits_for_the_county_that_took_the_place_of_its_own(
    listed: Workspace, county: Client
) -> None:
    del county
    assert sent_back(listed, "province")[0] == 302
    said = {"county": "330106", "successor": "330110", "reason": WHY, "case": [the_case().pk]}
    assert signed_in("province").post("/filings/hand-over/", said).status_code == 200
    assert "closing.sent_back" in [problem.code for problem in waiting_for(doer("neighbour"))]
    assert "closing.sent_back" not in [problem.code for problem in waiting_for(doer("county"))]
    answer = signed_in("neighbour").post(f"{PAGE}stand-by/", {"reason": "名单在合并前已定"})
    assert answer.status_code == 302


def test_what_is_closed_again_in_the_moment_it_is_sent_back_does_not_wait(
    listed: Workspace, county: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    [profile] = [
        found.profile for found in known_clusters(listed, NATION) if found.profile.id == "one"
    ]
    booked(FIRMS[:3], 2026)
    said, again = {"known": known(listed), "reason": WHY}, {"known": known(listed), "reason": "补"}
    seen = returning.year_of

    def closed_meanwhile(*of: Any) -> Any:
        found = seen(*of)
        monkeypatch.setattr(returning, "year_of", seen)
        assert county.post(PAGE, again).status_code == 302
        return found

    monkeypatch.setattr(returning, "year_of", closed_meanwhile)
    assert not send_back(listed, profile, 2026, said, doer("province")).waits
    assert "closing.sent_back" not in [problem.code for problem in waiting_for(doer("county"))]
