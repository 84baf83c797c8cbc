"""A challenge is posed, published, answered under seal, opened, and decided with reasons."""

import json
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone
from tests.web.challenges.sealed import KEY, POSED, PUBLISHING, Sealed, envelope
from tests.web.people import firms_signed_in, signed_in

from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.clocks import today
from jiqun.web.challenges.models import Challenge, Proposal, Relay
from jiqun.web.events.models import Event
from jiqun.web.events.models import Sealed as SealedText
from jiqun.web.waiting import waiting_for
from jiqun.workspace import Workspace

PAGE = "/exchange/challenges/"
OWNER, SOLVER, OTHER = "91330106MA2800000X", "91330110MA28000011", "91410783MA28000027"


@pytest.fixture
def firms(office: Workspace) -> dict[str, Client]:
    """Return browsers of the firm that poses, of one that solves, and of another."""
    del office
    return firms_signed_in({"owner": OWNER, "solver": SOLVER, "other": OTHER})


def text(client: Client, path: str = PAGE, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def posted(client: Client, path: str, status: int = 302, **said: Any) -> str:
    answer = client.post(f"{PAGE}{path}", said)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def published(owner: Client, **said: Any) -> Challenge:
    posted(owner, "new/", **{**POSED, "deadline": str(today()), **said})
    row = Challenge.objects.latest("pk")
    posted(signed_in("county"), f"{row.pk}/publish/", **PUBLISHING)
    row.refresh_from_db()
    return row


def past(row: Challenge) -> Challenge:
    """Let a challenge's deadline be over."""
    Challenge.objects.filter(pk=row.pk).update(deadline=today() - timedelta(days=1))
    row.refresh_from_db()
    return row


def opened(row: Challenge, by_solver: dict[str, Sealed], status: int = 302) -> str:
    """Let the county and the custodian open what was proposed."""
    past(row)
    said = [
        {"id": str(proposal.pk), **by_solver[proposal.solver].shown}
        for proposal in row.proposals.filter(state="sealed")
    ]
    page = posted(signed_in("county"), f"{row.pk}/open/", status, opened=json.dumps(said))
    row.refresh_from_db()
    return page


def test_from_need_to_choice_and_everybody_is_told_the_reason(firms: dict[str, Client]) -> None:
    row = published(firms["owner"])
    assert (row.state, row.budget, row.key) == ("published", 800000, KEY)
    assert "低噪声减速机" in text(Client())
    sealed = {SOLVER: Sealed(), OTHER: Sealed(firm="他方", approach="加橡胶垫", price="300000")}
    posted(firms["solver"], f"{row.pk}/propose/", **sealed[SOLVER].posted)
    posted(firms["other"], f"{row.pk}/propose/", **sealed[OTHER].posted)
    opened(row, sealed)
    assert row.state == "opened"
    page = text(firms["owner"], f"{PAGE}{row.pk}/")
    assert "改用斜齿并调整侧隙" in page
    assert "650,000 元" in page
    for client in (firms["other"], Client(), signed_in("neighbour")):
        assert "改用斜齿并调整侧隙" not in text(client, f"{PAGE}{row.pk}/")
    chosen = row.proposals.get(solver=SOLVER)
    posted(firms["owner"], f"{row.pk}/choose/", 422, proposal=str(chosen.pk))
    posted(firms["owner"], f"{row.pk}/choose/", proposal=str(chosen.pk), reason="指标最稳")
    for login in ("solver", "other"):
        assert "指标最稳" in text(firms[login], f"{PAGE}{row.pk}/")
        assert f"您揭过的榜 {row.pk} 已有结果" in text(firms[login], "/exchange/")
    states = dict(row.proposals.values_list("solver", "state"))
    assert states == {SOLVER: "chosen", OTHER: "not_chosen"}
    verbs = list(Event.objects.filter(subject=row.subject).values_list("verb", flat=True))
    assert verbs == ["draft", "publish", "open", "choose"]
    said = " ".join(Event.objects.values_list("said", flat=True))
    for words in ("低噪声减速机", "指标最稳", "斜齿"):
        assert words not in said


def test_what_is_wrong_with_a_challenge_is_told_at_once_and_stays_typed(
    firms: dict[str, Client],
) -> None:
    wrong = {"targets": "越静越好", "budget": "很多", "deadline": "2020-01-01", "custodian": OWNER}
    page = posted(firms["owner"], "new/", 422, **{**POSED, **wrong})
    assert 'value="很多"' in page
    for told in ("考核指标", "不是大于 0 的金额", "已经过去", "第三保管人"):
        assert told in page
    assert not Challenge.objects.exists()


def test_before_it_is_published_only_its_parties_see_it_and_the_county_may_refuse(
    firms: dict[str, Client],
) -> None:
    posted(firms["owner"], "new/", **{**POSED, "deadline": str(today())})
    row = Challenge.objects.get()
    assert "低噪声" not in text(Client())
    text(firms["solver"], f"{PAGE}{row.pk}/", 404)
    posted(signed_in("county"), f"{row.pk}/publish/", 422)
    posted(firms["owner"], f"{row.pk}/amend/", **{**POSED, "deadline": str(today()), "title": "改"})
    posted(signed_in("neighbour"), f"{row.pk}/publish/", 404, **PUBLISHING)
    posted(signed_in("county"), f"{row.pk}/refuse/", 422)
    posted(signed_in("county"), f"{row.pk}/refuse/", reason="请先写明现状")
    assert "请先写明现状" in text(firms["owner"], f"{PAGE}{row.pk}/")


def test_nobody_is_told_how_many_proposed_before_the_deadline(firms: dict[str, Client]) -> None:
    row = published(firms["owner"])
    readers = (firms["owner"], firms["other"], signed_in("county"), signed_in("agency"), Client())
    seen = [bare(text(reader, f"{PAGE}{row.pk}/")) for reader in readers]
    lists = [bare(text(reader)) for reader in readers]
    posted(firms["solver"], f"{row.pk}/propose/", **Sealed().posted)
    assert [bare(text(reader, f"{PAGE}{row.pk}/")) for reader in readers] == seen
    assert [bare(text(reader)) for reader in readers] == lists
    text(signed_in("county"), f"{PAGE}{row.pk}/sealed.json", 404)
    county = Doer(reader_of_office(Office.COUNTY, "330106"))
    assert not [told for told in waiting_for(county) if told.code.startswith("challenges")]
    own = Doer(reader_of_office(Office.FIRM, OWNER))
    assert not [told for told in waiting_for(own) if told.code.startswith("challenges")]


def bare(page: str) -> str:
    """Return a page without what is new each time it is asked for."""
    return "".join(part for part in page.split("<") if "csrfmiddlewaretoken" not in part)


def test_a_solver_replaces_and_withdraws_and_the_old_ciphertext_is_gone(
    firms: dict[str, Client],
) -> None:
    row = published(firms["owner"])
    posted(firms["solver"], f"{row.pk}/propose/", **Sealed().posted)
    first = Proposal.objects.get().envelope["sealed"]
    posted(firms["solver"], f"{row.pk}/propose/", **Sealed(price="600000").posted)
    assert Proposal.objects.get().envelope["sealed"] != first
    posted(firms["solver"], f"{row.pk}/withdraw/")
    kept = Proposal.objects.get()
    assert (kept.state, kept.envelope, kept.commitment) == ("withdrawn", None, "")
    said = " ".join(Event.objects.values_list("said", flat=True))
    assert first not in said
    assert not SealedText.objects.filter(event__subject=kept.subject).exists()
    verbs = list(Event.objects.filter(subject=kept.subject).values_list("verb", flat=True))
    assert verbs == ["propose", "replace", "withdraw_proposal"]
    posted(firms["solver"], f"{row.pk}/withdraw/", 422)


@pytest.mark.parametrize(
    "sent",
    [
        {"envelope": "改用斜齿", "commitment": "0" * 64},
        {"envelope": envelope(length=100), "commitment": "0" * 64},
        {"envelope": envelope(ephemeral="AAAA"), "commitment": "0" * 64},
        {"envelope": envelope(more="改用斜齿"), "commitment": "0" * 64},
        {"envelope": envelope(), "commitment": "改用斜齿"},
        {},
    ],
)
def test_what_is_not_sealed_is_not_kept(firms: dict[str, Client], sent: dict[str, str]) -> None:
    row = published(firms["owner"])
    assert "没有按要求加密" in posted(firms["solver"], f"{row.pk}/propose/", 422, **sent)
    assert not Proposal.objects.exists()


def test_late_proposals_and_those_of_owner_holder_or_outsider_are_refused(
    firms: dict[str, Client],
) -> None:
    row = published(firms["owner"], audience="named", named=SOLVER, custodian=OTHER)
    for login in ("owner", "other"):
        posted(firms[login], f"{row.pk}/propose/", 422, **Sealed().posted)
    posted(firms["solver"], f"{row.pk}/propose/", **Sealed().posted)
    past(row)
    posted(firms["solver"], f"{row.pk}/propose/", 422, **Sealed().posted)
    posted(firms["solver"], f"{row.pk}/withdraw/", 422)


def test_nothing_is_opened_before_the_deadline_nor_by_who_holds_no_share(
    firms: dict[str, Client],
) -> None:
    row, sealed = published(firms["owner"]), Sealed()
    posted(firms["solver"], f"{row.pk}/propose/", **sealed.posted)
    said = json.dumps([{"id": str(Proposal.objects.get().pk), **sealed.shown}])
    posted(signed_in("county"), f"{row.pk}/open/", 422, opened=said)
    posted(signed_in("county"), f"{row.pk}/relay/", 422, key=KEY)
    past(row)
    posted(firms["owner"], f"{row.pk}/open/", 404, opened=said)
    posted(signed_in("neighbour"), f"{row.pk}/open/", 404, opened=said)
    answer = signed_in("agency").get(f"{PAGE}{row.pk}/sealed.json")
    (listed,) = answer.json()["proposals"]
    assert (listed["solver"], listed["commitment"]) == (SOLVER, Proposal.objects.get().commitment)
    assert Proposal.objects.get().plain == ""


def test_an_opener_can_change_no_proposal_and_leave_none_out(firms: dict[str, Client]) -> None:
    row, sealed = published(firms["owner"]), Sealed()
    posted(firms["solver"], f"{row.pk}/propose/", **sealed.posted)
    changed = Sealed(price="990000")
    assert "承诺不符" in opened(row, {SOLVER: changed}, 422)
    assert "不是这个榜单的方案" in posted(signed_in("county"), f"{row.pk}/open/", 422, opened="[]")
    assert "不是这个榜单的方案" in posted(signed_in("county"), f"{row.pk}/open/", 422, opened="}")
    assert Proposal.objects.get().plain == ""
    opened(row, {SOLVER: sealed})
    assert Proposal.objects.get().said.price == 650000


def test_who_is_said_to_be_unreadable_shows_what_was_sealed(firms: dict[str, Client]) -> None:
    row, sealed = published(firms["owner"]), Sealed()
    posted(firms["solver"], f"{row.pk}/propose/", **sealed.posted)
    past(row)
    said = json.dumps([{"id": str(Proposal.objects.get().pk)}])
    posted(signed_in("province"), f"{row.pk}/open/", opened=said)
    assert "读不出您的方案" in text(firms["solver"], f"{PAGE}{row.pk}/")
    posted(firms["solver"], f"{row.pk}/prove/", 422, opened=json.dumps(Sealed().shown))
    posted(firms["solver"], f"{row.pk}/prove/", opened=json.dumps(sealed.shown))
    assert "改用斜齿并调整侧隙" in text(firms["owner"], f"{PAGE}{row.pk}/")


@pytest.mark.parametrize("written", ["utf-16", "utf-16-le", "utf-8-sig", "gb18030"])
def test_a_proposal_written_in_another_way_holds_up_no_other(
    firms: dict[str, Client], written: str
) -> None:
    row, sealed, strange = published(firms["owner"]), Sealed(), Sealed(firm="他方")
    strange.plain = strange.plain.decode().encode(written)
    posted(firms["solver"], f"{row.pk}/propose/", **sealed.posted)
    posted(firms["other"], f"{row.pk}/propose/", **strange.posted)
    opened(row, {SOLVER: sealed, OTHER: strange})
    assert row.state == "opened"
    states = dict(row.proposals.values_list("solver", "state"))
    assert states == {SOLVER: "opened", OTHER: "unreadable"}


def test_a_share_is_relayed_encrypted_between_holders_and_kept_no_longer_than_needed(
    firms: dict[str, Client],
) -> None:
    row, sealed = published(firms["owner"]), Sealed()
    posted(firms["solver"], f"{row.pk}/propose/", **sealed.posted)
    past(row)
    county, agency = signed_in("county"), signed_in("agency")
    posted(county, f"{row.pk}/relay/", key=KEY)
    assert county.get(f"{PAGE}{row.pk}/relay/").json() == {"sent": None}
    assert "对方请求份额" in text(agency, f"{PAGE}{row.pk}/open/")
    assert "对方请求份额" not in text(county, f"{PAGE}{row.pk}/open/")
    posted(county, f"{row.pk}/relay/send/", 422, to="county", envelope=envelope(300))
    posted(agency, f"{row.pk}/relay/send/", 422, to="county", envelope="share")
    posted(firms["other"], f"{row.pk}/relay/send/", 404, to="county", envelope=envelope(300))
    posted(agency, f"{row.pk}/relay/send/", to="county", envelope=envelope(300))
    sent = county.get(f"{PAGE}{row.pk}/relay/").json()["sent"]
    assert (sent["by"], sent["key"]) == ("custodian", KEY)
    opened(row, {SOLVER: sealed})
    assert not Relay.objects.exists()


def test_a_challenge_is_taken_back_and_what_was_sealed_is_deleted_unread(
    firms: dict[str, Client],
) -> None:
    row = published(firms["owner"])
    posted(firms["solver"], f"{row.pk}/propose/", **Sealed().posted)
    posted(firms["owner"], f"{row.pk}/cancel/", 422)
    posted(firms["owner"], f"{row.pk}/cancel/", reason="预算取消")
    kept = Proposal.objects.get()
    assert (kept.envelope, kept.plain, kept.why) == (None, "", "预算取消")
    assert "预算取消" in text(firms["solver"], f"{PAGE}{row.pk}/")


def test_none_may_be_chosen_and_nobody_may_have_proposed(firms: dict[str, Client]) -> None:
    row, sealed = published(firms["owner"], single="readvertise"), Sealed()
    posted(firms["solver"], f"{row.pk}/propose/", **sealed.posted)
    posted(firms["owner"], f"{row.pk}/lapse/", 422)
    opened(row, {SOLVER: sealed})
    only = str(Proposal.objects.get().pk)
    page = posted(firms["owner"], f"{row.pk}/choose/", 422, proposal=only, reason="只此一家")
    assert "按事先说明的规则应重新发榜" in page
    posted(firms["owner"], f"{row.pk}/choose_none/", reason="只有一家，重新发榜")
    assert "重新发榜" in text(firms["solver"], f"{PAGE}{row.pk}/")
    empty = past(published(firms["owner"]))
    posted(firms["owner"], f"{empty.pk}/lapse/")
    empty.refresh_from_db()
    assert empty.state == "unanswered"


def test_the_index_names_the_market_and_tells_what_waits(firms: dict[str, Client]) -> None:
    posted(firms["owner"], "new/", **{**POSED, "deadline": str(today())})
    number = Challenge.objects.get().pk
    assert "揭榜挂帅" in text(Client(), "/exchange/")
    assert f"揭榜挂帅 {number} 轮到您办理：发布" in text(signed_in("county"), "/exchange/")
    assert f"揭榜挂帅 {number}" not in text(firms["other"], "/exchange/")


def test_hit_rates_are_told_from_three_owners_on(firms: dict[str, Client]) -> None:
    row = published(firms["owner"])
    for number, owner in enumerate((OWNER, SOLVER, OTHER)):
        values = {"owner": owner, "state": "chosen" if number else "none_chosen"}
        Challenge.objects.create(**{**fields(row), **values, "reached": min(number, 1)})
    with patch("jiqun.web.exchange.views.today", return_value=date(2030, 1, 1)):
        assert "67%" in text(Client(), "/exchange/")


def fields(row: Challenge) -> dict[str, Any]:
    names = [field.name for field in Challenge._meta.concrete_fields if not field.primary_key]
    return {name: getattr(row, name) for name in names}


def test_how_it_went_is_told_by_quarters_that_are_over_from_three_owners_on(
    firms: dict[str, Client],
) -> None:
    row = published(firms["owner"])
    for number, owner in enumerate((OWNER, SOLVER, OTHER)):
        said = {**fields(row), "owner": owner, "state": "chosen", "reached": 1}
        at = timezone.now() - timedelta(days=120)
        made = Challenge.objects.create(**{**said, "opened_at": at})
        for solver in range(number + 1):
            code = f"91330110MA2800{solver}09X"
            made.proposals.create(solver=code, state="opened", at=at)
    page = text(Client())
    assert ">2.0<" in page
    assert ">100%<" in page
    taken_back = Challenge.objects.get(owner=OWNER, opened_at__isnull=False)
    Challenge.objects.filter(pk=taken_back.pk).update(state="opened")
    posted(firms["owner"], f"{taken_back.pk}/cancel/", reason="预算取消")
    assert ">2.0<" in text(Client())  # without it 2.5: that would tell how many proposed for it
    Challenge.objects.filter(owner=OTHER).update(owner=OWNER)
    assert "还没有可公布的季度" in text(Client())
