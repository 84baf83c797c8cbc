"""Providers are listed, offer, appoint and deliver; firms alone rate; counties settle disputes."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.web.people import firms_signed_in, signed_in

from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.clocks import today
from jiqun.web.events.models import Event
from jiqun.web.services.models import Provider, Service, ServiceRequest
from jiqun.web.waiting import waiting_for
from jiqun.workspace import Workspace

PAGE = "/services/"
PROVIDER, FIRM, OTHER = "91330106MA2800000X", "91330110MA28000011", "91410783MA28000027"
SAID = {"firm": "示例服务中心", "summary": "做管理咨询", "county": "330106"}
OFFERED = {"kind": "consulting", "name": "精益诊断", "summary": "三天入厂", "price": "3000"}
ASKED = {
    "firm": "甲公司", "county": "330110", "town": "东湖街道", "size": "small", "purpose": "降库存",
}  # fmt: skip


@pytest.fixture
def firms(office: Workspace) -> dict[str, Client]:
    """Return browsers of the provider, of the firm that asks, and of another."""
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


def listed(provider: Client) -> Provider:
    posted(provider, "providers/new/", **SAID)
    row = Provider.objects.latest("pk")
    posted(signed_in("county"), f"providers/{row.pk}/list/")
    return row


def offered(provider: Client, **said: Any) -> Service:
    row = Provider.objects.filter(state="listed").last() or listed(provider)
    posted(provider, f"providers/{row.pk}/offer/", **{**OFFERED, **said})
    return Service.objects.latest("pk")


def asked(firm: Client, service: Service, **said: Any) -> ServiceRequest:
    posted(firm, f"{service.pk}/ask/", **{**ASKED, **said})
    return ServiceRequest.objects.latest("pk")


def done(client: Client, row: ServiceRequest, verb: str, status: int = 302, **said: str) -> str:
    if verb == "appoint":
        said = {"starts": f"{today()}T09:00", "place": "企业现场", **said}
    page = posted(client, f"requests/{row.pk}/{verb}/", status, **said)
    row.refresh_from_db()
    return page


def verbs(subject: str) -> list[str]:
    return list(Event.objects.filter(subject=subject).values_list("verb", flat=True))


def test_a_provider_is_seen_once_the_county_listed_it_and_offers_then(
    firms: dict[str, Client],
) -> None:
    posted(firms["provider"], "providers/new/", **SAID)
    row = Provider.objects.get()
    path = f"{PAGE}providers/{row.pk}/"
    posted(firms["provider"], "providers/new/", 422, **SAID)  # once at a time
    assert "没有入库" in posted(firms["provider"], f"providers/{row.pk}/offer/", 422, **OFFERED)
    text(firms["firm"], path, 404)
    assert "示例服务中心" in text(signed_in("county"))
    posted(signed_in("county"), f"providers/{row.pk}/return/", reason="请写明资质")
    assert "请写明资质" in text(firms["provider"], path)
    posted(firms["provider"], f"providers/{row.pk}/amend/", **{**SAID, "source": "示例网站"})
    posted(signed_in("neighbour"), f"providers/{row.pk}/list/", 404)
    posted(signed_in("county"), f"providers/{row.pk}/list/")
    service = offered(firms["provider"])
    posted(firms["other"], f"providers/{row.pk}/offer/", 422, **OFFERED)
    page = text(Client())
    assert "精益诊断" in page
    assert "3,000 元" in page
    assert "精益诊断" not in text(Client(), f"{PAGE}?kind=finance")
    assert "精益诊断" in text(Client(), f"{PAGE}?words=精益")
    posted(firms["provider"], f"{service.pk}/close/")
    assert "精益诊断" not in text(Client())
    assert verbs(row.subject) == ["register", "return", "amend", "list"]
    assert verbs(service.subject) == ["offer_service", "close_service"]


def test_what_is_wrong_is_told_at_once_and_stays_typed(firms: dict[str, Client]) -> None:
    page = posted(firms["provider"], "providers/new/", 422, firm="", county="", source="网站")
    assert 'value="网站"' in page
    assert "没有选所在县" in page
    row = listed(firms["provider"])
    said = {"kind": "", "name": "", "price": "很便宜"}
    page = posted(firms["provider"], f"providers/{row.pk}/offer/", 422, **said)
    for told in ("没有选服务类别", "不是金额", 'value="很便宜"'):
        assert told in page
    assert not Service.objects.exists()


def test_from_request_to_satisfaction_which_the_firm_alone_says_and_sees(
    firms: dict[str, Client],
) -> None:
    row = asked(firms["firm"], offered(firms["provider"]))
    path = f"{PAGE}requests/{row.pk}/"
    text(firms["other"], path, 404)
    assert "降库存" in text(firms["provider"], path)
    done(firms["firm"], row, "rate", 422, grade="5")
    tomorrow = today() + timedelta(days=1)
    done(firms["provider"], row, "appoint", starts=f"{tomorrow}T09:00")
    assert "还没有到预约的日子" in done(firms["provider"], row, "deliver", 422)
    done(firms["provider"], row, "appoint")
    done(firms["provider"], row, "deliver", reason="已出报告")
    done(firms["provider"], row, "rate", 422, grade="5")
    assert "没有选满意度" in done(firms["firm"], row, "rate", 422)
    done(firms["firm"], row, "rate", grade="2", reason="报告太短")
    assert (row.state, row.reached, row.grade) == ("rated", 3, 2)
    page = text(firms["firm"], path)
    assert "已出报告" in page
    assert "<dd>不满意</dd>" in page
    page = text(firms["provider"], path)
    assert "报告太短" in page
    assert "不满意" not in page
    assert verbs(row.subject) == ["ask", "appoint", "appoint", "deliver", "rate"]
    said = " ".join(Event.objects.filter(subject=row.subject).values_list("said", flat=True))
    for hidden in ("甲公司", "东湖", "报告", '"grade":2'):
        assert hidden not in said
    assert "报告太短" not in signed_in("audit").get("/audit/").content.decode()


def test_nobody_asks_themselves_twice_nor_of_what_is_closed(firms: dict[str, Client]) -> None:
    service = offered(firms["provider"])
    assert "自己的服务" in posted(firms["provider"], f"{service.pk}/ask/", 422, **ASKED)
    posted(firms["firm"], f"{service.pk}/ask/", 422, **{**ASKED, "size": "vast", "county": ""})
    row = asked(firms["firm"], service)
    assert "未了的申请" in posted(firms["firm"], f"{service.pk}/ask/", 422, **ASKED)
    done(firms["provider"], row, "refuse", 422)
    done(firms["provider"], row, "refuse", reason="排期已满")
    assert "排期已满" in text(firms["firm"], f"{PAGE}requests/{row.pk}/")
    posted(firms["provider"], f"{service.pk}/close/")
    assert "不接受申请" in posted(firms["firm"], f"{service.pk}/ask/", 422, **ASKED)


@pytest.mark.parametrize(("verb", "state"), [("settle", "settled"), ("annul", "annulled")])
def test_a_dispute_is_seen_and_settled_by_the_firm_s_county(
    firms: dict[str, Client], verb: str, state: str
) -> None:
    row = asked(firms["firm"], offered(firms["provider"]))
    path = f"{PAGE}requests/{row.pk}/"
    done(firms["provider"], row, "appoint")
    text(signed_in("neighbour"), path, 404)
    done(firms["firm"], row, "dispute", reason="没有来")
    done(firms["provider"], row, "state_side", reason="门锁着")
    page = text(signed_in("neighbour"), path)
    assert "没有来" in page
    assert "门锁着" in page
    text(signed_in("county"), path, 404)
    done(signed_in("neighbour"), row, verb, reason="重来一次")
    assert row.state == state


def test_a_provider_delisted_in_mid_service_frees_its_firms(firms: dict[str, Client]) -> None:
    """What waits ends; who has an appointment decides; what is delivered is rated all the same."""
    services = [offered(firms["provider"], name=f"服务{number}") for number in range(4)]
    waits, decides, goes_on, over = (asked(firms["firm"], service) for service in services)
    for row in (decides, goes_on, over):
        done(firms["provider"], row, "appoint")
    done(firms["provider"], over, "deliver")
    body = over.body
    posted(signed_in("county"), f"providers/{body.pk}/delist/", 422)
    posted(signed_in("county"), f"providers/{body.pk}/delist/", reason="资质过期")
    assert "服务0" not in text(Client())
    posted(firms["other"], f"{services[0].pk}/ask/", 404, **ASKED)
    for row in (waits, decides, goes_on, over):
        row.refresh_from_db()
    assert [row.state for row in (waits, decides, goes_on, over)] == [
        "lapsed", "stranded", "stranded", "delivered",
    ]  # fmt: skip
    assert "资质过期" in text(firms["firm"], f"{PAGE}requests/{waits.pk}/")
    done(firms["firm"], decides, "cancel", reason="另找一家")
    done(firms["firm"], goes_on, "go_on")
    done(firms["provider"], goes_on, "deliver")
    done(firms["firm"], over, "rate", grade="4")
    assert [row.state for row in (decides, goes_on, over)] == ["cancelled", "delivered", "rated"]
    listed(firms["provider"])  # who was delisted may register anew, and is looked at again


def test_what_waits_is_told_without_names(firms: dict[str, Client]) -> None:
    posted(firms["provider"], "providers/new/", **SAID)
    [problem] = waiting_for(Doer(reader_of_office(Office.COUNTY, "330106")))[-1:]
    assert problem.code == "services.listing_waits"
    posted(signed_in("county"), f"providers/{Provider.objects.get().pk}/list/")
    row = asked(firms["firm"], offered(firms["provider"]))
    page = text(firms["provider"], "/exchange/")
    assert f"服务申请 {row.pk}" in page
    assert "降库存" not in page
    assert f"服务申请 {row.pk}" not in text(firms["other"], "/exchange/")
