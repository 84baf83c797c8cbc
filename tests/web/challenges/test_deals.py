"""After the choice: contract, milestones, payment; refusal, appeal, a solver who falls away."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.challenges.sealed import Sealed
from tests.web.challenges.test_challenges import (
    OTHER,
    PAGE,
    SOLVER,
    firms,
    opened,
    posted,
    published,
    text,
)
from tests.web.people import signed_in

from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.clocks import today
from jiqun.web.challenges.fulfilling import owner_gone
from jiqun.web.challenges.models import Challenge, Delivery, Milestone
from jiqun.web.events.models import Event

__all__ = ["firms"]
CONTRACT = {
    "reference": "HT-01", "signed": "2026-10-08", "price": "650000",
    "stages": "样机 | 2099-12-31 | 250000\n验收｜2100-03-31｜400000.00",
}  # fmt: skip


def scan(content: bytes = b"%PDF-1.7 a page") -> SimpleUploadedFile:
    return SimpleUploadedFile("report.pdf", content)


def chosen(firms: dict[str, Client], **said: Any) -> Challenge:
    """Let two firms propose, and the first be chosen."""
    row = published(firms["owner"], **said)
    sealed = {SOLVER: Sealed(), OTHER: Sealed(firm="他方", price="300000")}
    for login, code in (("solver", SOLVER), ("other", OTHER)):
        posted(firms[login], f"{row.pk}/propose/", **sealed[code].posted)
    opened(row, sealed)
    pick(firms, row, SOLVER)
    return row


def pick(firms: dict[str, Client], row: Challenge, solver: str, status: int = 302) -> str:
    proposal = str(row.proposals.get(solver=solver).pk)
    return posted(firms["owner"], f"{row.pk}/choose/", status, proposal=proposal, reason="指标最稳")


def contracted(firms: dict[str, Client], **said: str) -> Challenge:
    row = chosen(firms)
    posted(firms["owner"], f"{row.pk}/contract/", **{**CONTRACT, **said})
    row.refresh_from_db()
    return row


def delivered(firms: dict[str, Client], row: Challenge, number: int) -> None:
    posted(firms["solver"], f"{row.pk}/{number}/deliver/", reason="已交付", file=scan())


def state(row: Challenge) -> str:
    row.refresh_from_db()
    return row.state


def test_from_contract_by_milestones_to_the_end(firms: dict[str, Client]) -> None:
    row = contracted(firms)
    assert (row.state, row.price, row.reached) == ("under_way", 650000, 2)
    assert "样机" in text(firms["solver"], f"{PAGE}{row.pk}/")
    assert "样机" not in text(firms["other"], f"{PAGE}{row.pk}/")
    assert "样机" not in text(Client(), f"{PAGE}{row.pk}/")
    posted(firms["owner"], f"{row.pk}/finish/", 422)
    posted(firms["solver"], f"{row.pk}/1/deliver/", 422, reason="没有文件")
    delivered(firms, row, 1)
    posted(firms["owner"], f"{row.pk}/1/return/", 422)
    posted(firms["owner"], f"{row.pk}/1/return/", reason="噪声 68 dB，未达标")
    assert "噪声 68 dB" in text(firms["solver"], f"{PAGE}{row.pk}/")
    delivered(firms, row, 1)
    posted(firms["owner"], f"{row.pk}/1/accept/")
    posted(firms["owner"], f"{row.pk}/1/pay/", 422, paid="很多", day="")
    posted(firms["owner"], f"{row.pk}/1/pay/", paid="250000", day="2027-01-15")
    delivered(firms, row, 2)
    posted(firms["owner"], f"{row.pk}/2/accept/")
    posted(firms["owner"], f"{row.pk}/finish/")
    assert state(row) == "finished"
    assert row.reached == 3
    first, second = Milestone.objects.all()
    assert (first.state, first.paid, second.state) == ("paid", 250000, "accepted")
    verbs = list(Event.objects.filter(subject=row.subject).values_list("verb", flat=True))
    assert verbs[4:] == [
        "contract", "deliver", "return", "deliver", "accept", "pay", "deliver", "accept", "finish",
    ]  # fmt: skip
    said = " ".join(Event.objects.values_list("said", flat=True))
    for words in ("样机", "未达标", "HT-01", "report.pdf"):
        assert words not in said


def test_a_contract_says_everything_that_is_wrong_and_its_milestones_come_to_its_price(
    firms: dict[str, Client],
) -> None:
    row = chosen(firms)
    wrong = {"signed": "某日", "price": "-1", "stages": "样机，年底"}
    page = posted(firms["owner"], f"{row.pk}/contract/", 422, **{**CONTRACT, **wrong})
    for told in ("不是日期", "不是大于 0 的金额", "里程碑“样机，年底”读不出"):
        assert told in page
    page = posted(firms["owner"], f"{row.pk}/contract/", 422, **{**CONTRACT, "price": "1"})
    assert "不符" in page
    posted(firms["solver"], f"{row.pk}/contract/", 422, **CONTRACT)
    assert not Milestone.objects.exists()


def test_a_file_is_distrusted_and_handed_to_the_two_sides_alone(firms: dict[str, Client]) -> None:
    row = contracted(firms)
    path = f"{row.pk}/1/deliver/"
    posted(firms["solver"], path, 422, reason="x", file=scan(b"MZ not a scan"))
    posted(firms["other"], path, 404, reason="x", file=scan())
    delivered(firms, row, 1)
    kept = Delivery.objects.get()
    where = f"{PAGE}{row.pk}/files/{kept.pk}/"
    assert firms["owner"].get(where).content == b"%PDF-1.7 a page"
    assert firms["owner"].get(where).headers["Content-Disposition"].startswith("attachment")
    text(firms["other"], where, 404)
    text(signed_in("neighbour"), where, 404)


def test_a_failed_milestone_gets_more_time_or_ends_the_challenge(firms: dict[str, Client]) -> None:
    row = contracted(firms)
    Milestone.objects.filter(number=1).update(due=today() - timedelta(days=1))
    assert "已逾期" in text(firms["owner"], f"{PAGE}{row.pk}/")
    posted(firms["owner"], f"{row.pk}/1/extend/", 422, day="2099-01-31")
    posted(firms["owner"], f"{row.pk}/1/extend/", 422, reason="铸件晚到", day="")
    posted(firms["owner"], f"{row.pk}/1/extend/", reason="铸件晚到", day="2099-01-31")
    assert "铸件晚到" in text(firms["solver"], f"{PAGE}{row.pk}/")
    posted(firms["owner"], f"{row.pk}/end/", 422)
    posted(firms["owner"], f"{row.pk}/end/", reason="三次未达标")
    assert state(row) == "ended"
    assert "三次未达标" in text(firms["other"], f"{PAGE}{row.pk}/")
    posted(firms["solver"], f"{row.pk}/1/deliver/", 422, reason="x", file=scan())


def test_a_solver_dissolved_in_mid_deal_is_let_go_and_the_next_is_asked(
    firms: dict[str, Client],
) -> None:
    row = contracted(firms)
    posted(firms["owner"], f"{row.pk}/fall_through/", reason="揭榜方已注销")
    assert state(row) == "opened"
    assert "揭榜方已注销" in text(firms["other"], f"{PAGE}{row.pk}/")
    assert "没有选方案，或这份方案不能选" in pick(firms, row, SOLVER, 422)
    pick(firms, row, OTHER)
    posted(firms["owner"], f"{row.pk}/contract/", **CONTRACT)
    assert "样机" in text(firms["other"], f"{PAGE}{row.pk}/")
    posted(firms["owner"], f"{row.pk}/1/extend/", 422, reason="x", day="2099-01-31")
    posted(firms["other"], f"{row.pk}/3/deliver/", reason="已交付", file=scan())
    assert Milestone.objects.get(number=3).state == "delivered"
    assert [stage.state for stage in Milestone.objects.filter(number__lt=3)] == ["stopped"] * 2


def test_a_milestone_that_fails_twice_stops_the_contract_and_the_next_is_asked(
    firms: dict[str, Client],
) -> None:
    row = contracted(firms)
    delivered(firms, row, 1)
    posted(firms["owner"], f"{row.pk}/1/accept/")
    fail = f"{row.pk}/2/fail/"
    assert "还不能登记为未完成" in posted(firms["owner"], fail, 422, reason="没有交付")
    yesterday = today() - timedelta(days=1)
    Milestone.objects.filter(number=2).update(due=yesterday)
    assert 'data-verb="fail"' not in text(firms["owner"], f"{PAGE}{row.pk}/")
    assert "还不能登记为未完成" in posted(firms["owner"], fail, 422, reason="没有交付")
    posted(firms["owner"], f"{row.pk}/2/extend/", reason="再给一次", day="2099-01-31")
    assert "还不能登记为未完成" in posted(firms["owner"], fail, 422, reason="没有交付")
    Milestone.objects.filter(number=2).update(due=yesterday)
    assert 'data-verb="fail"' in text(firms["owner"], f"{PAGE}{row.pk}/")
    posted(firms["owner"], fail, 422)
    posted(firms["solver"], fail, 422, reason="我来")
    posted(firms["owner"], fail, reason="第二次到期仍未交付")
    assert state(row) == "opened"
    first, second = Milestone.objects.all()
    assert (first.state, second.state) == ("accepted", "failed")
    assert second.answer == "第二次到期仍未交付"
    posted(firms["owner"], f"{row.pk}/2/pay/", 422, paid="400000", day="2027-01-15")
    posted(firms["owner"], f"{row.pk}/1/pay/", paid="250000", day="2027-01-15")
    assert Milestone.objects.get(number=1).state == "paid"
    posted(firms["solver"], f"{row.pk}/2/deliver/", 404, reason="x", file=scan())
    assert row.proposals.get(solver=SOLVER).state == "gone"
    assert "第二次到期仍未交付" in text(firms["other"], f"{PAGE}{row.pk}/")
    pick(firms, row, OTHER)
    posted(firms["owner"], f"{row.pk}/contract/", **CONTRACT)
    assert "已签约" in text(firms["other"], f"{PAGE}{row.pk}/")


def test_what_is_accepted_is_still_paid_once_all_is_finished(firms: dict[str, Client]) -> None:
    row = contracted(firms)
    for number in (1, 2):
        delivered(firms, row, number)
        posted(firms["owner"], f"{row.pk}/{number}/accept/")
    posted(firms["owner"], f"{row.pk}/finish/")
    posted(firms["owner"], f"{row.pk}/2/pay/", paid="400000", day="2027-01-15")
    assert state(row) == "finished"
    assert Milestone.objects.get(number=2).paid == 400000


def test_a_chosen_solver_may_step_back_with_a_reason(firms: dict[str, Client]) -> None:
    row = chosen(firms)
    posted(firms["solver"], f"{row.pk}/decline/", 422)
    posted(firms["solver"], f"{row.pk}/decline/", reason="产能不足")
    assert state(row) == "opened"
    posted(firms["owner"], f"{row.pk}/readvertise/", reason="余下的方案不达标")
    assert state(row) == "readvertised"


@pytest.mark.parametrize(("verb", "leads_to"), [("uphold", "opened"), ("dismiss", "chosen")])
def test_whoever_was_not_chosen_appeals_to_the_county_s_office(
    firms: dict[str, Client], verb: str, leads_to: str
) -> None:
    row = chosen(firms)
    posted(firms["solver"], f"{row.pk}/appeal/", 422, reason="我被选定了")
    posted(firms["other"], f"{row.pk}/appeal/", 422)
    posted(firms["other"], f"{row.pk}/appeal/", reason="选定方的指标低于要求")
    assert state(row) == "appealed"
    posted(firms["owner"], f"{row.pk}/contract/", 422, **CONTRACT)
    posted(firms["owner"], f"{row.pk}/{verb}/", 422, reason="自己裁定")
    posted(signed_in("province"), f"{row.pk}/{verb}/", 422, reason="不归省里办")
    assert "选定方的指标低于要求" in text(signed_in("county"), f"{PAGE}{row.pk}/")
    assert "选定方的指标低于要求" not in text(Client(), f"{PAGE}{row.pk}/")
    posted(signed_in("county"), f"{row.pk}/{verb}/", reason="对照指标核过")
    assert state(row) == leads_to
    assert "对照指标核过" in text(firms["other"], f"{PAGE}{row.pk}/")
    if verb == "dismiss":
        assert "已经申诉过一次" in posted(firms["other"], f"{row.pk}/appeal/", 422, reason="再来")
        posted(firms["owner"], f"{row.pk}/contract/", **CONTRACT)
    else:
        pick(firms, row, OTHER)
        assert row.proposals.get(solver=SOLVER).state == "not_chosen"


def test_an_appeal_is_taken_back_and_one_against_choosing_none_rests_there(
    firms: dict[str, Client],
) -> None:
    row = published(firms["owner"])
    sealed = {OTHER: Sealed()}
    posted(firms["other"], f"{row.pk}/propose/", **sealed[OTHER].posted)
    opened(row, sealed)
    posted(firms["owner"], f"{row.pk}/choose_none/", reason="都不达标")
    posted(firms["other"], f"{row.pk}/appeal/", reason="指标都达到了")
    assert state(row) == "appealed_none"
    posted(firms["other"], f"{row.pk}/withdraw_appeal/")
    assert state(row) == "none_chosen"
    assert "appellant" not in row.parties


def test_a_dispute_is_settled_by_the_county_s_office(firms: dict[str, Client]) -> None:
    row = contracted(firms)
    posted(firms["solver"], f"{row.pk}/dispute/", reason="验收标准变了")
    posted(firms["owner"], f"{row.pk}/state_side/", reason="按合同第三条")
    posted(firms["other"], f"{row.pk}/settle/", 422, reason="我来裁定")
    page = text(signed_in("county"), f"{PAGE}{row.pk}/")
    assert "验收标准变了" in page
    assert "按合同第三条" in page
    assert "样机" in page
    posted(signed_in("county"), f"{row.pk}/settle/", reason="按合同验收")
    assert state(row) == "settled"
    assert "按合同验收" in text(firms["solver"], f"{PAGE}{row.pk}/")


def test_a_county_s_own_challenge_is_settled_by_the_province(firms: dict[str, Client]) -> None:
    county = signed_in("county")
    row = published(county)
    assert row.parties["arbiter"] == ["province", "330000"]
    assert row.parties["owner"] == row.parties["county"] == ["county", "330106"]


def test_an_owner_dissolved_in_mid_deal_is_recorded_by_the_county_and_what_is_owed_stays(
    firms: dict[str, Client],
) -> None:
    row = contracted(firms)
    delivered(firms, row, 1)
    posted(firms["owner"], f"{row.pk}/1/accept/")
    delivered(firms, row, 2)
    gone = f"{row.pk}/owner_gone/"
    assert 'data-verb="owner_gone"' in text(signed_in("county"), f"{PAGE}{row.pk}/")
    posted(signed_in("county"), gone, 422)
    for client in (firms["owner"], firms["solver"], signed_in("neighbour")):
        assert 'data-verb="owner_gone"' not in text(client, f"{PAGE}{row.pk}/")
    posted(firms["solver"], gone, 422, reason="发榜方注销了")
    posted(signed_in("neighbour"), gone, 422, reason="发榜方注销了")
    posted(signed_in("county"), gone, reason="发榜方已注销，由清算组处理")
    assert state(row) == "ended"
    assert [stage.state for stage in Milestone.objects.all()] == ["accepted", "stopped"]
    for login in ("solver", "other"):
        assert "由清算组处理" in text(firms[login], f"{PAGE}{row.pk}/")
    posted(firms["owner"], f"{row.pk}/1/pay/", paid="250000", day="2027-01-15")
    posted(firms["solver"], f"{row.pk}/dispute/", reason="第二项已经交付")
    posted(signed_in("county"), f"{row.pk}/settle/", reason="第二项按八成结算")
    assert "按八成结算" in text(firms["solver"], f"{PAGE}{row.pk}/")


@pytest.mark.parametrize("is_open", [False, True])
def test_an_owner_dissolved_before_a_choice_leaves_nothing_of_what_was_proposed(
    firms: dict[str, Client], is_open: bool
) -> None:
    row, sealed = published(firms["owner"]), Sealed()
    posted(firms["solver"], f"{row.pk}/propose/", **sealed.posted)
    if is_open:
        opened(row, {SOLVER: sealed})
    posted(signed_in("county"), f"{row.pk}/owner_gone/", reason="发榜方已注销")
    assert state(row) == "cancelled"
    kept = row.proposals.get()
    assert (kept.state, kept.envelope, kept.plain, kept.why) == (
        "withdrawn", None, "", "发榜方已注销",
    )  # fmt: skip
    assert "发榜方已注销" in text(firms["solver"], f"{PAGE}{row.pk}/")


def test_an_owner_who_chose_meanwhile_is_recorded_as_gone_after_the_choice(
    firms: dict[str, Client],
) -> None:
    row, sealed = published(firms["owner"]), Sealed()
    posted(firms["solver"], f"{row.pk}/propose/", **sealed.posted)
    opened(row, {SOLVER: sealed})
    county = Doer(reader_of_office(Office.COUNTY, "330106"))
    pick(firms, row, SOLVER)
    owner_gone(row, "发榜方已注销", county)  # as the county's page had read it
    assert state(row) == "ended"
    kept = row.proposals.get()
    assert (kept.state, kept.said.price) == ("chosen", 650000)


def test_a_solver_dissolved_before_it_is_chosen_or_while_it_appeals_holds_nothing_up(
    firms: dict[str, Client],
) -> None:
    row = chosen(firms)
    posted(firms["other"], f"{row.pk}/appeal/", reason="选定方的指标低于要求")
    posted(signed_in("county"), f"{row.pk}/dismiss/", reason="申诉方已注销")
    posted(firms["owner"], f"{row.pk}/fall_through/", reason="揭榜方签约前注销")
    assert state(row) == "opened"
    posted(firms["owner"], f"{row.pk}/choose_none/", reason="两家都已注销")
    assert state(row) == "none_chosen"
