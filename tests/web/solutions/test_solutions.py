"""Solutions are offered, looked at, found by gaps, asked for, agreed, finished, and disputed."""

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from tests.exchange.maturity.firms import WORKSHOP
from tests.web.people import firms_signed_in, signed_in

from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.clocks import today
from jiqun.web.events.models import Event
from jiqun.web.ladder.posted_answers import fields_of
from jiqun.web.solutions.models import Request, Solution
from jiqun.web.waiting import waiting_for
from jiqun.workspace import Workspace

PAGE = "/exchange/solutions/"
PROVIDER, FIRM, OTHER = "91330106MA2800000X", "91330110MA28000011", "91410783MA28000027"
SAID = {
    "name": "轻量排产小程序", "firm": "示例软件", "about": "工单进度一目了然", "county": "330106",
    "scenes": ["计划排程", "生产管控"], "price": "18000", "effort": "2", "industries": "34",
}  # fmt: skip
ASKED = {"firm": "甲公司", "county": "330110", "size": "small", "purpose": "想看到工单进度"}


@pytest.fixture
def firms(office: Workspace) -> dict[str, Client]:
    """Return browsers of the firm that offers, of one that asks, and of another."""
    del office
    return firms_signed_in({"provider": PROVIDER, "firm": FIRM, "other": OTHER})


def text(client: Client, path: str = PAGE, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def posted(client: Client, path: str, status: int = 302, **said: Any) -> str:
    answer = client.post(f"{PAGE}{path}", said)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def listed(provider: Client, **said: Any) -> Solution:
    posted(provider, "new/", **{**SAID, **said})
    row = Solution.objects.latest("pk")
    posted(signed_in("county"), f"{row.pk}/list/")
    return row


def asked(firm: Client, row: Solution, **said: Any) -> Request:
    posted(firm, f"{row.pk}/ask/", **{**ASKED, "scenes": ["计划排程"], **said})
    return Request.objects.latest("pk")


def done(client: Client, request: Request, verb: str, status: int = 302, **said: str) -> str:
    page = posted(client, f"requests/{request.pk}/{verb}/", status, **said)
    request.refresh_from_db()
    return page


def assessed(firm: Client, **scenes: int) -> None:
    said = {**WORKSHOP, "scenes": {**WORKSHOP["scenes"], **scenes}}
    sent = {**fields_of(said), "year": "2026", "name": "甲公司"}
    assert firm.post("/exchange/digital/", sent).status_code == 302


def test_a_solution_is_seen_once_the_county_listed_it(firms: dict[str, Client]) -> None:
    posted(firms["provider"], "new/", **SAID)
    row = Solution.objects.get()
    assert row.state == "submitted"
    assert "轻量排产小程序" not in text(Client())
    assert "待审核" in text(signed_in("county"))
    text(firms["firm"], f"{PAGE}{row.pk}/", 404)
    posted(signed_in("county"), f"{row.pk}/return/", 422)
    posted(signed_in("county"), f"{row.pk}/return/", reason="请写明出处")
    assert "请写明出处" in text(firms["provider"], f"{PAGE}{row.pk}/")
    posted(firms["other"], f"{row.pk}/amend/", 404, **SAID)
    posted(firms["provider"], f"{row.pk}/amend/", **{**SAID, "source": "示例网站"})
    posted(signed_in("neighbour"), f"{row.pk}/list/", 404)
    posted(signed_in("county"), f"{row.pk}/list/")
    page = text(Client())
    assert "轻量排产小程序" in page
    assert "18,000 元起" in page
    assert "示例网站" in text(Client(), f"{PAGE}{row.pk}/")
    posted(firms["provider"], f"{row.pk}/withdraw/")
    assert "轻量排产小程序" not in text(Client())
    verbs = list(Event.objects.filter(subject=row.subject).values_list("verb", flat=True))
    assert verbs == ["offer", "return", "amend", "list", "withdraw"]


def test_what_is_wrong_with_an_offer_is_told_at_once_and_stays_typed(
    firms: dict[str, Client],
) -> None:
    said = {**SAID, "scenes": [], "price": "很便宜", "county": "", "industries": "99999"}
    page = posted(firms["provider"], "new/", 422, **said)
    assert 'value="很便宜"' in page
    for told in ("没有选业务场景", "不是金额", "没有选所在县", "99999"):
        assert told in page
    assert not Solution.objects.exists()


def test_a_firm_finds_what_fits_its_gaps_and_why(firms: dict[str, Client]) -> None:
    listed(firms["provider"])
    listed(firms["provider"], name="能耗监测", scenes=["能耗管理"], price="50000")
    assert "先做一次数字化自评" in text(firms["firm"])
    assessed(firms["firm"], 计划排程=0, 能耗管理=4)
    page = text(firms["firm"], f"{PAGE}?industry=3432&budget=20000")
    fitting = page.partition('id="h-fit"')[2].partition('id="h-all"')[0]
    assert "轻量排产小程序" in fitting
    assert "能解决" in fitting
    assert "最低价在预算内" in fitting
    assert "不涉及所需的任何场景" in fitting
    assert "fit " in text(firms["firm"], f"/en{PAGE}")
    assert "不是金额" in text(firms["firm"], f"{PAGE}?budget=x")


def test_from_request_to_outcome_with_the_level_before_and_after(
    firms: dict[str, Client],
) -> None:
    row = listed(firms["provider"])
    assessed(firms["firm"])
    request = asked(firms["firm"], row)
    assert request.before["low"] == 2
    posted(firms["firm"], f"{row.pk}/ask/", 422, **ASKED)
    page = text(firms["provider"], f"{PAGE}requests/{request.pk}/")
    assert "想看到工单进度" in page
    assert "规范级" not in page
    text(firms["other"], f"{PAGE}requests/{request.pk}/", 404)
    done(firms["provider"], request, "accept")
    done(firms["firm"], request, "deal", price="17000")
    assessed(firms["firm"], 计划排程=2)
    done(firms["firm"], request, "finish", reason="上线两周")
    assert (request.state, request.reached, request.price) == ("finished", 3, 17000)
    assert request.after["low"] == 2
    page = text(firms["firm"], f"{PAGE}requests/{request.pk}/")
    assert "没有变化" in page
    verbs = list(Event.objects.filter(subject=request.subject).values_list("verb", flat=True))
    assert verbs == ["ask", "accept", "deal", "finish"]
    said = " ".join(Event.objects.filter(subject=request.subject).values_list("said", flat=True))
    assert "工单" not in said
    assert "甲公司" not in said
    assert '"low"' not in said
    assert "&#34;low&#34;" not in signed_in("audit").get("/audit/").content.decode()


def test_without_an_assessment_since_the_deal_the_change_is_not_known(
    firms: dict[str, Client],
) -> None:
    request = asked(firms["firm"], listed(firms["provider"]))
    for who, verb in (("provider", "accept"), ("firm", "deal"), ("firm", "finish")):
        done(firms[who], request, verb)
    assert (request.before, request.after) == (None, None)
    assert "不清楚" in text(firms["firm"], f"{PAGE}requests/{request.pk}/")


def test_a_refusal_needs_a_reason_and_a_deal_can_be_cancelled(firms: dict[str, Client]) -> None:
    row = listed(firms["provider"])
    request = asked(firms["firm"], row)
    done(firms["provider"], request, "refuse", 422)
    done(firms["provider"], request, "refuse", reason="排期已满")
    assert "排期已满" in text(firms["firm"], f"{PAGE}requests/{request.pk}/")
    again = asked(firms["firm"], row)
    done(firms["provider"], again, "accept")
    posted(firms["provider"], f"{row.pk}/withdraw/")
    assert row.name in text(firms["firm"], f"{PAGE}requests/{again.pk}/")
    text(firms["firm"], f"{PAGE}{row.pk}/")
    done(firms["firm"], again, "cancel", reason="预算取消")
    assert (again.state, again.reached) == ("cancelled", 1)


def test_a_dispute_is_seen_and_settled_by_the_firm_s_county(firms: dict[str, Client]) -> None:
    row = listed(firms["provider"])
    request = asked(firms["firm"], row)
    path = f"{PAGE}requests/{request.pk}/"
    done(firms["provider"], request, "accept")
    done(firms["firm"], request, "deal")
    text(signed_in("neighbour"), path, 404)
    done(firms["firm"], request, "dispute", reason="装了用不了")
    done(firms["provider"], request, "state_side", reason="没有给网络")
    page = text(signed_in("neighbour"), path)
    assert "装了用不了" in page
    assert "没有给网络" in page
    text(signed_in("county"), path, 404)
    done(signed_in("neighbour"), request, "settle", reason="重装一次")
    assert request.state == "settled"


def test_nobody_asks_themselves_nor_for_what_is_not_listed(firms: dict[str, Client]) -> None:
    row = listed(firms["provider"])
    posted(firms["provider"], f"{row.pk}/ask/", 422, **ASKED)
    posted(firms["firm"], f"{row.pk}/ask/", 422, **{**ASKED, "size": "vast", "county": ""})
    posted(firms["provider"], f"{row.pk}/withdraw/")
    posted(firms["firm"], f"{row.pk}/ask/", 404, **ASKED)
    assert not Request.objects.exists()


def test_the_index_tells_hit_rates_from_three_firms_on_and_what_waits(
    firms: dict[str, Client],
) -> None:
    row = listed(firms["provider"])
    assert "还没有成交率" in text(Client(), "/exchange/")
    request = asked(firms["firm"], row)
    assert f"方案需求 {request.pk}" in text(firms["provider"], "/exchange/")
    assert f"方案需求 {request.pk}" not in text(firms["other"], "/exchange/")
    done(firms["provider"], request, "accept")
    tomorrow = today() + timedelta(days=1)
    assert "还没有成交率" in told_on(tomorrow)
    for number in range(2):
        code = f"91330110MA2800{number}09X"
        other = Request.objects.get(pk=request.pk)
        other.pk, other.asker, other.state, other.reached = None, code, "refused", 0
        other.save()
    assert "还没有成交率" in told_on(tomorrow)
    page = told_on(tomorrow + timedelta(days=1))
    assert "33%" in page
    assert "甲公司" not in page


def told_on(day: date) -> str:
    """Return the page of the exchange as everybody is told it on a day."""
    with patch("jiqun.web.exchange.views.today", return_value=day):
        return text(Client(), "/exchange/")


def test_what_waits_is_told_without_names(firms: dict[str, Client]) -> None:
    posted(firms["provider"], "new/", **SAID)
    [problem] = waiting_for(Doer(reader_of_office(Office.COUNTY, "330106")))[-1:]
    assert problem.code == "solutions.listed_waits"
    assert "轻量" not in problem.what("zh")
