"""A panel judges what was opened: drawn, kept apart, blind, replaced; the choice names it."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests.web.challenges.sealed import POSED, Sealed
from tests.web.challenges.test_challenges import (
    OTHER,
    OWNER,
    PAGE,
    SOLVER,
    firms,
    opened,
    posted,
    published,
    text,
)
from tests.web.challenges.test_deals import state
from tests.web.people import PASSWORD, signed_in

from jiqun.base.readers import Office
from jiqun.web.accounts import leaving, people
from jiqun.web.accounts.models import Person
from jiqun.web.challenges.models import Challenge, Judgement, Proposal
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.panels.models import Judge

__all__ = ["firms"]
EXPERTS = ("zhao", "qian", "sun", "wudi")
STATED = {"criteria": "指标达成 | 60\n价格｜40", "experts": "3"}
GIVEN = ("80", "60")


@pytest.fixture
def experts(firms: dict[str, Client]) -> dict[str, Client]:
    """Return browsers of four experts who said that nothing ties them to anybody."""
    del firms
    found = {}
    for login in EXPERTS:
        person = people.add_person(login, PASSWORD, INSTALLATION)
        people.appoint(person, Office.EXPERT, "", INSTALLATION)
        found[login] = signed_in(login)
        assert stated(found[login]) == 302
    return found


def stated(client: Client, **said: str) -> int:
    return client.post("/recognition/expert/", {"employers": "", **said}).status_code


def judged(firms: dict[str, Client], **said: Any) -> Challenge:
    """Let two firms' proposals be opened for a challenge that states a panel."""
    row = published(firms["owner"], **{**STATED, **said})
    sealed = {
        SOLVER: Sealed(),
        OTHER: Sealed(firm="他方机械厂", approach="加橡胶垫", price="300000"),
    }
    for login, code in (("solver", SOLVER), ("other", OTHER)):
        posted(firms[login], f"{row.pk}/propose/", **sealed[code].posted)
    opened(row, sealed)
    return row


def convened(row: Challenge, status: int = 302) -> list[str]:
    posted(signed_in("county"), f"{row.pk}/panel/", status)
    parts = Judgement.objects.filter(state__in=("invited", "scoring", "scored"))
    return sorted(part.judge.name for part in parts)


def sheet(row: Challenge, scores: dict[str, tuple[str, str]], why: str = "理由") -> dict[str, str]:
    """Return what an expert types, by the firms' codes, in the order of the page."""
    said = {}
    for number, proposal in enumerate(sorted(row.proposals.all(), key=str), 1):
        first, second = scores[proposal.solver]
        said |= {f"{number}-c1": first, f"{number}-c2": second}
        said[f"{number}-remark"] = f"{why}{proposal.solver[-2:]}"
    return said


def scored(row: Challenge, client: Client, first: str = "80", second: str = "70") -> None:
    posted(client, f"{row.pk}/review/accept/")
    scores = {SOLVER: (first, "60"), OTHER: (second, "60")}
    posted(client, f"{row.pk}/review/", **sheet(row, scores))


def closed(row: Challenge, experts: dict[str, Client]) -> list[str]:
    names = convened(row)
    for name in names:
        scored(row, experts[name])
    posted(signed_in("county"), f"{row.pk}/close_scores/")
    return names


def pick(
    firms: dict[str, Client], row: Challenge, solver: str, status: int = 302, **said: str
) -> str:
    proposal = str(row.proposals.get(solver=solver).pk)
    return posted(
        firms["owner"], f"{row.pk}/choose/", status, proposal=proposal, reason="合适", **said
    )


def test_from_opening_by_the_panel_to_a_choice_that_names_it(
    firms: dict[str, Client], experts: dict[str, Client]
) -> None:
    row = judged(firms)
    assert row.criteria == [["指标达成", "60"], ["价格", "40"]]
    assert "3 位专家" in text(Client(), f"{PAGE}{row.pk}/")
    assert "评审还没有完成" in pick(firms, row, SOLVER, 422)
    posted(firms["owner"], f"{row.pk}/choose_none/", 422, reason="不评了")
    names = convened(row)
    assert len(names) == 3
    assert state(row) == "under_review"
    for name in names:
        page = text(experts[name], f"{PAGE}{row.pk}/review/")
        assert "改用斜齿并调整侧隙" in page
        for hidden in ("示例研究院", "他方机械厂", SOLVER, OTHER, *({*names} - {name})):
            assert hidden not in page.split("<main")[1]
    posted(signed_in("county"), f"{row.pk}/close_scores/", 422)
    for number, name in enumerate(names):
        scored(row, experts[name], str(80 + number))
        for reader in (signed_in("county"), firms["owner"], firms["solver"], experts[names[-1]]):
            page = text(reader, f"{PAGE}{row.pk}/").split("<main")[1]
            assert "72.60" not in page
            assert "理由" + SOLVER[-2:] not in page
    posted(signed_in("county"), f"{row.pk}/close_scores/")
    assert state(row) == "reviewed"
    first, second = row.proposals.get(solver=SOLVER), row.proposals.get(solver=OTHER)
    assert (first.result["rank"], first.result["mean"]) == (1, "72.60")
    assert (second.result["rank"], second.result["mean"]) == (2, "66.00")
    owner = text(firms["owner"], f"{PAGE}{row.pk}/")
    assert owner.index("72.60") < owner.index("66.00")
    own = text(firms["solver"], f"{PAGE}{row.pk}/").split("<main")[1]
    assert "72.60" in own
    assert f"理由{SOLVER[-2:]}" in own
    assert "66.00" not in own
    assert "份方案平均" not in own  # two proposals: the other's would be told
    for reader in (Client(), signed_in("neighbour"), firms["other"]):
        assert "72.60" not in text(reader, f"{PAGE}{row.pk}/")
    assert "没有写为什么" in pick(firms, row, OTHER, 422)
    pick(firms, row, OTHER, differs="价格低一半")
    row.refresh_from_db()
    assert (row.state, row.followed, row.differs) == ("chosen", False, "价格低一半")
    assert "价格低一半" in text(firms["solver"], f"{PAGE}{row.pk}/")
    assert "价格低一半" not in text(Client(), f"{PAGE}{row.pk}/")
    assert "不是专家评审的第 1 名" in text(Client(), f"{PAGE}{row.pk}/")
    said = " ".join(Event.objects.values_list("said", flat=True))
    for words in ("72.60", "理由", "价格低一半", "指标达成"):
        assert words not in said
    assert verify().problems == []


def test_the_panel_s_first_is_chosen_and_a_solver_who_falls_away_leaves_the_next_first(
    firms: dict[str, Client], experts: dict[str, Client]
) -> None:
    row = judged(firms)
    closed(row, experts)
    pick(firms, row, SOLVER)
    row.refresh_from_db()
    assert row.followed is True
    assert "选定的是专家评审的第 1 名" in text(firms["other"], f"{PAGE}{row.pk}/")
    posted(firms["owner"], f"{row.pk}/fall_through/", reason="已注销")
    pick(firms, row, OTHER)
    row.refresh_from_db()
    assert row.followed is True


@pytest.mark.parametrize(
    "said",
    [
        {"firms": SOLVER},
        {"employers": f"{OTHER} 总工"},
        {"employers": "他方机械 厂"},
        {"firms": OWNER},
        {"employers": "示例机械"},
    ],
)
def test_who_is_tied_to_any_proposal_or_to_the_owner_is_never_invited(
    firms: dict[str, Client], experts: dict[str, Client], said: dict[str, str]
) -> None:
    row = judged(firms)
    stated(experts["zhao"], **said)
    assert convened(row) == ["qian", "sun", "wudi"]


def test_who_acts_for_a_firm_that_proposed_is_kept_away_without_saying_so(
    firms: dict[str, Client], experts: dict[str, Client]
) -> None:
    row = judged(firms)
    person = Person.objects.get(login="zhao")
    people.appoint(person, Office.FIRM, SOLVER, INSTALLATION)
    assert convened(row) == ["qian", "sun", "wudi"]


def test_who_stands_aside_or_declines_is_replaced_and_sees_nothing_more(
    firms: dict[str, Client], experts: dict[str, Client]
) -> None:
    row = judged(firms)
    first = convened(row)
    aside = experts[first[0]]
    posted(aside, f"{row.pk}/review/declare_conflict/", 422)
    posted(aside, f"{row.pk}/review/declare_conflict/", reason="认得出，是我学生的厂")
    text(aside, f"{PAGE}{row.pk}/review/", 404)
    assert convened(row) == sorted({*EXPERTS} - {first[0]})
    posted(experts[first[1]], f"{row.pk}/review/decline/")
    assert "没有可以再邀请的专家" in posted(signed_in("county"), f"{row.pk}/panel/", 422)
    for name in sorted({*EXPERTS} - {*first[:2]}):
        scored(row, experts[name])
    page = posted(signed_in("county"), f"{row.pk}/close_scores/", 422)
    assert "有 2 份评分，比事先说明的少 1 份" in page
    posted(signed_in("county"), f"{row.pk}/close_scores/", reason="专家不够")
    assert "专家不够" in text(firms["solver"], f"{PAGE}{row.pk}/")


def test_whose_tie_comes_up_after_they_scored_is_excluded_and_scores_are_opened_again(
    firms: dict[str, Client], experts: dict[str, Client]
) -> None:
    row = judged(firms)
    names = convened(row)
    for name in names:
        scored(row, experts[name])
    stated(experts[names[0]], firms=SOLVER)
    assert names[0] in posted(signed_in("county"), f"{row.pk}/close_scores/", 422)
    stated(experts[names[0]])
    posted(signed_in("county"), f"{row.pk}/close_scores/")
    part = Judgement.objects.get(judge__name=names[0])
    posted(signed_in("county"), f"{row.pk}/panel/{part.pk}/exclude/", 422)
    posted(firms["owner"], f"{row.pk}/panel/{part.pk}/exclude/", 403, reason="我来")
    posted(signed_in("county"), f"{row.pk}/panel/{part.pk}/exclude/", reason="瞒报")
    assert state(row) == "under_review"
    assert row.reviewed_at is None
    assert not Proposal.objects.exclude(result={}).exists()
    assert convened(row) == sorted({*EXPERTS} - {names[0]})


def test_a_sheet_says_everything_that_is_wrong_and_nothing_of_it_is_kept(
    firms: dict[str, Client], experts: dict[str, Client]
) -> None:
    row = judged(firms)
    name = convened(row)[0]
    posted(experts[name], f"{row.pk}/review/", 422, **sheet(row, {SOLVER: GIVEN, OTHER: GIVEN}))
    posted(experts[name], f"{row.pk}/review/accept/")
    said = {
        **sheet(row, {SOLVER: GIVEN, OTHER: GIVEN}),
        "1-c1": "101",
        "2-c2": "很好",
        "2-remark": "",
    }
    page = posted(experts[name], f"{row.pk}/review/", 422, **said)
    for told in ("方案 1 的“指标达成”的分数 101", "方案 2 的“价格”没有打分", "方案 2 没有写理由"):
        assert told in page
    assert 'value="101"' in page
    assert Judgement.objects.get(judge__name=name).sheet == {}
    posted(experts[name], f"{row.pk}/review/", **sheet(row, {SOLVER: GIVEN, OTHER: GIVEN}))
    assert "不能更改" in text(experts[name], f"{PAGE}{row.pk}/review/")
    posted(
        experts[name], f"{row.pk}/review/", 422, **sheet(row, {SOLVER: ("1", "1"), OTHER: GIVEN})
    )


def test_four_proposals_tell_every_solver_their_mean_and_three_do_not(
    firms: dict[str, Client], experts: dict[str, Client]
) -> None:
    row = published(firms["owner"], **STATED)
    codes = (SOLVER, OTHER, "91330106MA28000038", "91330106MA28000046")
    for number, code in enumerate(codes):
        plain = Sealed(firm=f"第{number}厂").plain.decode()
        row.proposals.create(solver=code, state="opened", plain=plain, at="2026-01-01T00:00:00Z")
    Challenge.objects.filter(pk=row.pk).update(state="opened", opened_at="2026-01-02T00:00:00Z")
    for name in convened(row):
        posted(experts[name], f"{row.pk}/review/accept/")
        scores = {code: (str(70 + place), "70") for place, code in enumerate(codes)}
        posted(experts[name], f"{row.pk}/review/", **sheet(row, scores))
    posted(signed_in("county"), f"{row.pk}/close_scores/")
    row.refresh_from_db()
    assert row.told_of_all == {"count": 4, "mean": "70.90"}
    assert "全部 4 份方案平均 70.90 分" in text(firms["solver"], f"{PAGE}{row.pk}/")
    assert "70.90" not in text(Client(), f"{PAGE}{row.pk}/")
    assert "全部 4 份" not in text(signed_in("neighbour"), f"{PAGE}{row.pk}/")


def test_without_experts_the_office_does_without_a_panel_and_all_are_told_why(
    firms: dict[str, Client],
) -> None:
    row = judged(firms)
    page = text(signed_in("county"), f"{PAGE}{row.pk}/panel/")
    assert "没有利害关系的专家不够" in page
    posted(firms["owner"], f"{row.pk}/waive_panel/", 422, reason="我说了算")
    posted(signed_in("county"), f"{row.pk}/waive_panel/", 422)
    posted(signed_in("county"), f"{row.pk}/waive_panel/", reason="没有这个领域的专家")
    assert "没有这个领域的专家" in text(firms["other"], f"{PAGE}{row.pk}/")
    pick(firms, row, OTHER)
    row.refresh_from_db()
    assert (row.state, row.followed) == ("chosen", None)


def test_nobody_else_sees_the_panel_or_a_proposal_through_it(
    firms: dict[str, Client], experts: dict[str, Client]
) -> None:
    row = judged(firms)
    names = convened(row)
    outside = next(name for name in EXPERTS if name not in names)
    text(experts[outside], f"{PAGE}{row.pk}/review/", 404)
    text(signed_in("neighbour"), f"{PAGE}{row.pk}/panel/", 404)
    text(signed_in("province"), f"{PAGE}{row.pk}/panel/", 404)
    for reader in (firms["owner"], firms["solver"], Client(), experts[names[0]]):
        text(reader, f"{PAGE}{row.pk}/panel/", 403)
    for reader in (firms["owner"], firms["solver"], Client(), signed_in("county")):
        text(reader, f"{PAGE}{row.pk}/review/", 403)
    for name in names:
        page = text(experts[name], "/exchange/")
        assert f"揭榜挂帅 {row.pk} 请您评审" in page
    posted(firms["owner"], f"{row.pk}/cancel/", reason="预算取消")
    assert "改用斜齿" not in text(experts[names[0]], f"{PAGE}{row.pk}/review/")
    posted(experts[names[0]], f"{row.pk}/review/accept/", 422)


def test_who_could_not_be_read_may_show_it_until_somebody_scored(
    firms: dict[str, Client], experts: dict[str, Client]
) -> None:
    row = published(firms["owner"], **STATED)
    sealed = {SOLVER: Sealed(), OTHER: Sealed(firm="他方机械厂")}
    for login, code in (("solver", SOLVER), ("other", OTHER)):
        posted(firms[login], f"{row.pk}/propose/", **sealed[code].posted)
    Challenge.objects.filter(pk=row.pk).update(deadline="2026-01-01")
    keys = {row.proposals.get(solver=code).pk: shown.shown for code, shown in sealed.items()}
    said = [
        {"id": str(key), **(shown if place else {})}
        for place, (key, shown) in enumerate(keys.items())
    ]
    posted(signed_in("county"), f"{row.pk}/open/", opened=json.dumps(said))
    names = convened(row)
    posted(firms["solver"], f"{row.pk}/prove/", opened=json.dumps(sealed[SOLVER].shown))
    assert "方案 2" in text(experts[names[0]], f"{PAGE}{row.pk}/review/")
    Proposal.objects.filter(solver=SOLVER).update(state="unreadable")
    posted(experts[names[0]], f"{row.pk}/review/accept/")
    only = {"1-c1": "80", "1-c2": "70", "1-remark": "好"}
    posted(experts[names[0]], f"{row.pk}/review/", **only)
    page = posted(firms["solver"], f"{row.pk}/prove/", 422, opened=json.dumps(sealed[SOLVER].shown))
    assert 'data-sealing="prove"' not in page


def test_scores_typed_before_another_proposal_was_shown_are_not_kept_for_it(
    firms: dict[str, Client], experts: dict[str, Client]
) -> None:
    row = judged(firms)
    name = convened(row)[0]
    Proposal.objects.filter(solver=SOLVER).update(state="unreadable")
    posted(experts[name], f"{row.pk}/review/accept/")
    page = text(experts[name], f"{PAGE}{row.pk}/review/")
    order = page.partition('name="order" value="')[2].partition('"')[0]
    Proposal.objects.filter(solver=SOLVER).update(state="opened")
    said = {**sheet(row, {SOLVER: GIVEN, OTHER: GIVEN}), "1-c1": "33.25", "order": order}
    page = posted(experts[name], f"{row.pk}/review/", 422, **said)
    assert "次序变了" in page
    assert "33.25" not in page
    assert Judgement.objects.get(judge__name=name).sheet == {}
    order = page.partition('name="order" value="')[2].partition('"')[0]
    posted(experts[name], f"{row.pk}/review/", **{**said, "order": order})


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"criteria": "指标 | 60", "experts": "3"}, "合计不是 100"),
        ({"criteria": "指标 | 100", "experts": "2"}, "专家人数要在 3 到 9"),
        ({"criteria": "指标", "experts": "3"}, "评分项“指标”读不出"),
        ({"criteria": "", "experts": "3"}, "评分项要有 1 到"),
        ({"criteria": "甲 | 50\n甲 | 50", "experts": "3"}, "不能重名"),
    ],
)
def test_how_it_will_be_judged_is_stated_whole_before_anybody_proposes(
    firms: dict[str, Client], said: dict[str, str], told: str
) -> None:
    assert told in posted(
        firms["owner"], "new/", 422, **{**POSED, "deadline": "2099-01-01", **said}
    )


def test_an_expert_who_leaves_for_good_leaves_no_words(
    firms: dict[str, Client], experts: dict[str, Client]
) -> None:
    row = judged(firms)
    names = closed(row, experts)
    person = Person.objects.get(login=names[0])
    person.is_active = False
    person.save()
    leaving.erase(person, INSTALLATION)
    assert Judgement.objects.get(expert=str(person.uid)).remarks == {}
    assert Judge.objects.get(expert=str(person.uid)).name == ""
    assert Decimal(row.proposals.get(solver=SOLVER).result["mean"]) == 72
