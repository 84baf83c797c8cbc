"""By-products are said, checked, found by what they earn, linked, moved, finished and disputed."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests.web.people import firms_signed_in, signed_in
from tests.web.test_spoken import chinese_left

from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.byproducts.models import Deal, Listing
from jiqun.web.events.models import Event
from jiqun.web.waiting import waiting_for
from jiqun.workspace import Workspace

PAGE = "/exchange/byproducts/"
GIVER, RECEIVER, OTHER = "91330106MA2800000X", "91330110MA28000011", "91410783MA28000027"
OFFER: dict[str, Any] = {
    "side": "offer", "name": "脱硫石膏", "firm": "甲电厂", "quality": "含水 10%", "hazard": "none",
    "treatment_cost": "5", "amount": "200", "unit": "吨", "period": "month", "price": "30",
    "price_way": "other", "county": "330106",
}  # fmt: skip
WANT: dict[str, Any] = {
    "side": "want", "name": "脱硫石膏", "firm": "乙建材", "amount": "150", "unit": "吨",
    "period": "month", "price": "10", "county": "330110",
}  # fmt: skip


@pytest.fixture
def firms(office: Workspace) -> dict[str, Client]:
    """Return browsers of the firm that gives, of one that receives, and of another."""
    del office
    return firms_signed_in({"giver": GIVER, "receiver": RECEIVER, "other": OTHER})


def county(code: str) -> Doer:
    return Doer(reader_of_office(Office.COUNTY, code))


def text(client: Client, path: str = PAGE, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def posted(client: Client, path: str, status: int = 302, **said: Any) -> str:
    answer = client.post(f"{PAGE}{path}", said)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def listed(client: Client, **said: Any) -> Listing:
    """Say something and let its county list it."""
    from jiqun.web.byproducts.saying import step

    posted(client, "new/", **said)
    row = Listing.objects.latest("pk")
    return step(row, "list", "", county(row.county))


def linked(firms: dict[str, Client], **said: Any) -> Deal:
    offer, want = listed(firms["giver"], **{**OFFER, **said}), listed(firms["receiver"], **WANT)
    posted(firms["receiver"], f"{offer.pk}/ask/", want=want.pk, size="small")
    return Deal.objects.latest("pk")


def done(client: Client, deal: Deal, verb: str, status: int = 302, **said: str) -> str:
    page = posted(client, f"links/{deal.pk}/{verb}/", status, **said)
    deal.refresh_from_db()
    return page


def carried(deal: Deal) -> None:
    done(signed_in("county"), deal, "carry", carrier="王明", body="集群服务中心")


def test_a_by_product_is_seen_once_the_county_checked_it(firms: dict[str, Client]) -> None:
    posted(firms["giver"], "new/", **OFFER)
    row = Listing.objects.get()
    assert (row.state, row.price) == ("submitted", Decimal(-30))
    assert "脱硫石膏" not in text(firms["receiver"])
    text(firms["receiver"], f"{PAGE}{row.pk}/", 404)
    assert "待核对" in text(signed_in("county"))
    posted(signed_in("county"), f"{row.pk}/return/", 422)
    posted(signed_in("county"), f"{row.pk}/return/", reason="请附检测")
    assert "请附检测" in text(firms["giver"], f"{PAGE}{row.pk}/")
    posted(firms["other"], f"{row.pk}/amend/", 404, **OFFER)
    posted(firms["giver"], f"{row.pk}/amend/", **{**OFFER, "quality": "附检测"})
    posted(signed_in("neighbour"), f"{row.pk}/list/", 404)
    posted(signed_in("county"), f"{row.pk}/list/")
    page = text(firms["receiver"])
    assert "每吨付 30 元请人运走" in page
    posted(firms["giver"], f"{row.pk}/withdraw/")
    assert "脱硫石膏" not in text(firms["receiver"])
    assert Client().get(PAGE).status_code in (302, 403)


def test_what_is_wrong_is_told_at_once_and_stays_typed(firms: dict[str, Client]) -> None:
    wrong = {**OFFER, "hazard": "HW99", "amount": "很多", "price": "便宜", "county": "", "name": ""}
    page = posted(firms["giver"], "new/", 422, **wrong)
    assert 'value="很多"' in page
    for told in ("HW99", "不是数量", "不是金额", "没有选所在县"):
        assert told in page
    assert not Listing.objects.exists()


def test_what_earns_most_after_treatment_and_transport_comes_first(
    firms: dict[str, Client],
) -> None:
    listed(firms["giver"], **{**OFFER, "name": "脱硫石膏甲"})
    near = {**OFFER, "name": "脱硫石膏乙", "price": "5", "price_way": "", "county": "410783"}
    listed(firms["other"], **near)
    want = listed(firms["receiver"], **WANT)
    page = text(firms["receiver"], f"{PAGE}?want={want.pk}&rate=0.1")
    fit = page.partition('id="h-fit"')[2].partition('id="h-offers"')[0]
    assert fit.index("脱硫石膏甲") < fit.index("脱硫石膏乙")
    assert "扣除处理和运输后每吨" in fit
    assert "运价未配置" in text(firms["receiver"], f"{PAGE}?want={want.pk}")
    assert "不是金额" in text(firms["receiver"], f"{PAGE}?want={want.pk}&rate=x")
    assert "after treatment and transport" in text(
        firms["receiver"], f"/en{PAGE}?want={want.pk}&rate=0.1"
    )


def test_hazardous_waste_goes_to_a_checked_permit_of_its_class_alone(
    firms: dict[str, Client],
) -> None:
    oil = {**OFFER, "name": "废油泥", "hazard": "HW08"}
    offer, unclear = listed(firms["giver"], **oil), listed(firms["giver"], **{**oil, "hazard": ""})
    bare = listed(firms["receiver"], **{**WANT, "name": "废油泥"})
    page = posted(firms["receiver"], f"{offer.pk}/ask/", 422, want=bare.pk)
    assert "没有核对过的" in page
    assert "先问清楚" in posted(firms["receiver"], f"{unclear.pk}/ask/", 422, want=bare.pk)
    assert posted(firms["receiver"], "new/", 422, **{**WANT, "permitted": "HW08"})
    permit = {"permit": "浙危废经 1 号", "permitted": "HW09 900-249-08"}
    assert "到期日" in posted(firms["receiver"], "new/", 422, **{**WANT, **permit})
    permit["permit_until"] = "2099-12-31"
    posted(firms["receiver"], "new/", **{**WANT, "name": "废油泥", **permit})
    unchecked = Listing.objects.latest("pk")
    posted(firms["receiver"], f"{offer.pk}/ask/", 422, want=unchecked.pk)
    held = listed(firms["receiver"], **{**WANT, "name": "废油泥", **permit})
    assert held.permitted == ["HW09", "HW08"]
    posted(firms["receiver"], f"{offer.pk}/ask/", want=held.pk)
    assert Deal.objects.get().state == "asked"


def test_over_a_province_s_border_the_approval_is_stated(firms: dict[str, Client]) -> None:
    offer = listed(firms["giver"], **{**OFFER, "name": "废油泥", "hazard": "HW08"})
    permit = {"permit": "豫危废 1 号", "permitted": "HW08", "county": "410783", "name": "废油泥"}
    permit["permit_until"] = "2099-12-31"
    want = listed(firms["other"], **{**WANT, **permit})
    assert "转移批准" in text(firms["other"], f"{PAGE}?want={want.pk}")
    posted(firms["other"], f"{offer.pk}/ask/", want=want.pk)
    deal = Deal.objects.get()
    done(firms["giver"], deal, "accept")
    carried(deal)
    assert "须有转移批准" in done(firms["other"], deal, "deal", 422)
    assert deal.state == "carried"
    done(firms["other"], deal, "deal", approval="浙环转 7 号", price="-20")
    assert (deal.state, deal.approval, deal.price) == ("dealt", "浙环转 7 号", Decimal(-20))


def test_from_a_want_to_the_waste_that_was_avoided(firms: dict[str, Client]) -> None:
    deal = linked(firms)
    text(firms["other"], f"{PAGE}links/{deal.pk}/", 404)
    text(signed_in("neighbour"), f"{PAGE}links/{deal.pk}/", 404)
    done(firms["giver"], deal, "accept")
    done(firms["receiver"], deal, "deal", 422)  # nobody carries it yet
    done(signed_in("county"), deal, "carry", 422, carrier="王明")
    carried(deal)
    done(firms["receiver"], deal, "deal", price="-20")
    done(firms["receiver"], deal, "finish", 422)  # nothing was moved
    done(firms["receiver"], deal, "move", 422, amount="0")
    done(firms["receiver"], deal, "move", amount="80")
    done(firms["receiver"], deal, "move", amount="40.5")
    done(firms["receiver"], deal, "finish", reason="用作缓凝剂")
    assert (deal.state, deal.reached) == ("finished", 3)
    page = text(firms["giver"], f"{PAGE}links/{deal.pk}/")
    for told in ("120.5 吨", "没有带出处的替代减排因子", "王明", "用作缓凝剂"):
        assert told in page
    verbs = list(Event.objects.filter(subject=deal.subject).values_list("verb", flat=True))
    assert verbs == ["ask", "accept", "carry", "deal", "move", "move", "finish"]
    assert "王明" not in " ".join(
        Event.objects.filter(subject=deal.subject).values_list("said", flat=True)
    )


def test_a_link_says_what_is_offered_and_wanted_and_who_pays_whom(
    firms: dict[str, Client],
) -> None:
    deal = linked(firms)
    page = text(firms["giver"], f"{PAGE}links/{deal.pk}/")
    waits = firms["giver"].get("/en/exchange/").content
    assert f"circular link {deal.pk} waits for you: waiting for an answer.".encode() in waits
    assert chinese_left(waits) == []
    for told in ("每月 200 吨 · 每吨付 30 元请人运走", "每月 150 吨 · 每吨最多出 10 元"):
        assert told in page
    done(firms["giver"], deal, "accept")
    carried(deal)
    assert "提供方付写负数" in text(firms["receiver"], f"{PAGE}links/{deal.pk}/")
    done(firms["receiver"], deal, "deal", price="-20")
    assert "提供方每吨付给接收方 20 元" in text(firms["giver"], f"{PAGE}links/{deal.pk}/")
    assert "the giver pays the receiver CNY 20 a t" in text(
        firms["giver"], f"/en{PAGE}links/{deal.pk}/"
    )


def test_who_carried_it_can_be_erased_once_it_is_over(firms: dict[str, Client]) -> None:
    deal = linked(firms)
    done(firms["giver"], deal, "accept")
    carried(deal)
    posted(signed_in("county"), f"links/{deal.pk}/forget/", 422)
    done(firms["receiver"], deal, "cancel", reason="停产")
    posted(signed_in("county"), f"links/{deal.pk}/forget/")
    deal.refresh_from_db()
    assert deal.carrier == ""
    assert "王明" not in text(firms["giver"], f"{PAGE}links/{deal.pk}/")
    posted(signed_in("county"), f"links/{deal.pk}/forget/", 422)


def test_a_giver_refuses_and_either_side_cancels(firms: dict[str, Client]) -> None:
    deal = linked(firms)
    again = {"want": deal.want_id}
    assert "还没有结束" in posted(firms["receiver"], f"{deal.offer_id}/ask/", 422, **again)
    done(firms["giver"], deal, "refuse", 422)
    done(firms["giver"], deal, "refuse", reason="已订完")
    posted(firms["receiver"], f"{deal.offer_id}/ask/", **again)
    second = Deal.objects.latest("pk")
    done(firms["receiver"], second, "withdraw")
    posted(firms["receiver"], f"{deal.offer_id}/ask/", **again)
    third = Deal.objects.latest("pk")
    done(firms["giver"], third, "accept")
    done(firms["giver"], third, "cancel", reason="检修")
    assert [row.state for row in Deal.objects.order_by("pk")] == [
        "refused",
        "withdrawn",
        "cancelled",
    ]


def test_both_sides_of_a_dispute_are_heard_and_the_county_settles(
    firms: dict[str, Client],
) -> None:
    deal = linked(firms)
    done(firms["giver"], deal, "accept")
    carried(deal)
    done(firms["receiver"], deal, "deal")
    done(firms["receiver"], deal, "dispute", reason="含水 40%")
    done(firms["giver"], deal, "state_side", reason="出厂时 10%")
    waits = [problem.code for problem in waiting_for(county("330106"))]
    assert "byproducts.deal_waits" in waits
    done(signed_in("county"), deal, "settle", reason="重新检测")
    page = text(firms["receiver"], f"{PAGE}links/{deal.pk}/")
    for told in ("含水 40%", "出厂时 10%", "重新检测"):
        assert told in page


def test_nobody_links_with_themselves_or_takes_another_s_want(firms: dict[str, Client]) -> None:
    offer, want = listed(firms["giver"], **OFFER), listed(firms["receiver"], **WANT)
    own = listed(firms["giver"], **{**WANT, "firm": "甲电厂"})
    assert "本企业自己的" in posted(firms["giver"], f"{offer.pk}/ask/", 422, want=own.pk)
    assert "没有选" in posted(firms["other"], f"{offer.pk}/ask/", 422, want=want.pk)
    posted(firms["receiver"], f"{want.pk}/ask/", 422, want=want.pk)
    assert not Deal.objects.exists()


OIL: dict[str, Any] = {**OFFER, "name": "废油泥", "hazard": "HW08"}
PERMIT = {
    "name": "废油泥", "permit": "浙危废经 1 号", "permitted": "HW08", "permit_until": "2099-06-30",
}  # fmt: skip


def dealt(firms: dict[str, Client], **said: Any) -> Deal:
    """Link what a permit of its class takes, up to the agreement."""
    offer, want = (
        listed(firms["giver"], **{**OIL, **said}),
        listed(firms["receiver"], **{**WANT, **PERMIT}),
    )
    posted(firms["receiver"], f"{offer.pk}/ask/", want=want.pk)
    deal = Deal.objects.latest("pk")
    done(firms["giver"], deal, "accept")
    carried(deal)
    done(firms["receiver"], deal, "deal", price="-20")
    return deal


def test_nothing_an_open_link_stands_on_is_changed(firms: dict[str, Client]) -> None:
    deal = dealt(firms)
    for login, row, said in (
        ("giver", deal.offer, {**OIL, "hazard": "none", "unit": "立方米"}),
        ("receiver", deal.want, {**WANT, **PERMIT, "permitted": "HW08 HW09"}),
    ):
        assert "还有未结束的链接" in posted(firms[login], f"{row.pk}/amend/", 422, **said)
    posted(firms["receiver"], f"{deal.want_id}/withdraw/", 422)
    posted(firms["giver"], f"{deal.offer_id}/withdraw/")
    done(firms["receiver"], deal, "move", amount="1")
    deal.offer.refresh_from_db()
    assert (deal.offer.hazard, deal.state) == ("HW08", "moved")
    done(firms["receiver"], deal, "finish")
    posted(firms["receiver"], f"{deal.want_id}/amend/", 422, **{**WANT, **PERMIT, "unit": "吉焦"})
    posted(firms["receiver"], f"{deal.want_id}/amend/", **{**WANT, **PERMIT, "price": "11"})


def test_a_permit_that_was_returned_takes_nothing_more(firms: dict[str, Client]) -> None:
    deal = dealt(firms)
    done(firms["receiver"], deal, "move", amount="1")
    from jiqun.web.byproducts.saying import step

    step(deal.want, "return", "许可证已过期", county("330110"))
    page = done(firms["receiver"], deal, "move", 422, amount="1")
    assert "没有核对过的" in page
    assert deal.moved_amount == 1
    assert "许可证已过期" not in text(firms["giver"], f"{PAGE}{deal.want_id}/")
    assert "许可证已过期" in text(firms["receiver"], f"{PAGE}{deal.want_id}/")


def test_a_permit_that_is_over_takes_nothing_more(firms: dict[str, Client]) -> None:
    deal = dealt(firms)
    Listing.objects.filter(pk=deal.want_id).update(permit_until="2026-01-01")
    assert "未到期" in done(firms["receiver"], deal, "move", 422, amount="1")
    assert "未到期" in text(firms["giver"], f"{PAGE}links/{deal.pk}/")
    page = text(firms["receiver"], f"{PAGE}?want={deal.want_id}")
    assert "未到期" in page
    for wrong in ("2026-13-01", "2026", "x"):
        said = {**WANT, **PERMIT, "permit_until": wrong}
        assert "到期日" in posted(firms["receiver"], "new/", 422, **said)
    Listing.objects.filter(pk=deal.want_id).update(permit_until=None)
    done(firms["receiver"], deal, "move", 422, amount="1")


def test_a_by_product_that_was_returned_is_not_agreed(firms: dict[str, Client]) -> None:
    from jiqun.web.byproducts.saying import step

    deal = linked(firms)
    done(firms["giver"], deal, "accept")
    carried(deal)
    step(deal.offer, "return", "其实是危险废物", county("330106"))
    posted(firms["giver"], f"{deal.offer_id}/withdraw/", 422)
    assert "先问清楚" in done(firms["receiver"], deal, "deal", 422)


def test_what_was_moved_fits_its_column(firms: dict[str, Client]) -> None:
    deal = dealt(firms)
    done(firms["receiver"], deal, "move", amount="99999999999")
    assert "太大" in done(firms["receiver"], deal, "move", 422, amount="99999999999")
    assert deal.moved_amount == Decimal(99999999999)


def test_a_link_that_is_over_shows_nothing_that_is_said_later(firms: dict[str, Client]) -> None:
    deal = linked(firms)
    page = f"{PAGE}{deal.offer_id}/"
    done(firms["giver"], deal, "refuse", reason="已订完")
    posted(firms["giver"], f"{deal.offer_id}/amend/", **{**OFFER, "price": "77"})
    text(firms["receiver"], page, 404)
    assert page not in text(firms["receiver"], f"{PAGE}links/{deal.pk}/")


def test_the_log_says_no_price(firms: dict[str, Client]) -> None:
    dealt(firms, price="31.5")
    log = " ".join(Event.objects.values_list("said", flat=True))
    assert "31.5" not in log
    assert "-20" not in log.replace("2026-", "")


CITED: dict[str, Any] = {
    "replaces": "天然石膏",
    "factor": "32.5",
    "factor_year": "2023",
    "factor_source": "某因子库第 12 页",
}


def test_either_side_states_what_is_replaced_and_the_emission_follows(
    firms: dict[str, Client],
) -> None:
    deal = dealt(firms)
    page = done(firms["giver"], deal, "cite", 422, **{**CITED, "factor_source": ""})
    assert "没有写因子的出处" in page
    assert deal.replaced is None
    done(firms["giver"], deal, "cite", **CITED)
    done(firms["receiver"], deal, "move", amount="100")
    page = text(firms["receiver"], f"{PAGE}links/{deal.pk}/")
    for told in ("3.25 吨CO₂", "毛值", "32.5 千克CO₂/吨（2023 年", "某因子库第 12 页"):
        assert told in page
    done(firms["receiver"], deal, "cite", **{**CITED, "factor": "20"})
    assert (deal.state, deal.factor) == ("moved", Decimal(20))
    assert "2.00 tCO₂, gross" in text(firms["giver"], f"/en{PAGE}links/{deal.pk}/")
    log = " ".join(Event.objects.values_list("said", flat=True))
    assert "天然石膏" not in log
    assert "32.5" not in log
    done(firms["receiver"], deal, "finish")
    done(firms["giver"], deal, "cite", 422, **CITED)
    assert deal.factor == 20
