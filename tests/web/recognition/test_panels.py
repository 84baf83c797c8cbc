"""Experts: kept apart from what they are tied to, blind until all scores are closed, replaced."""

import json
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from tests.web.people import PASSWORD, signed_in
from tests.web.recognition.test_path import AFTER, BEFORE, TERMS, act, on, recommended

from jiqun.base.own_catalogue import NONE, install
from jiqun.base.readers import Office
from jiqun.web.accounts import people
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event, Sealed
from jiqun.web.explore import shelf
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.recognition.models import Application, Call, Judge, Opinion
from jiqun.workspace import Workspace

SCHEME = """\
entered: {by: 测试, date: "2026-02-01", document: 某通知（测试）}
life:
  procedure:
    scoring:
      categories:
        - {id: strength, zh: 核心竞争力, en: strength, weight: "60", out_of: "100"}
        - {id: innovation, zh: 创新能力, en: innovation, weight: "40", out_of: "10"}
      summary: mean
      source: [local]
    experts: {per_application: 2, at_most: 8, source: [local]}
"""
EXPERTS = ("zhao", "qian", "sun")
SCORES = {"strength": "80", "innovation": "9"}


@pytest.fixture
def under_review(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    """Return a recommended application of a call that is under review, with three experts."""
    monkeypatch.setattr(shelf, "LOOK_EVERY", 0.0)
    own = office.folder / "catalog" / "rules" / "national"
    own.mkdir(parents=True)
    (own / "sme-cluster.yaml").write_text(SCHEME, encoding="utf-8")
    for login in EXPERTS:
        person = people.add_person(login, PASSWORD, INSTALLATION)
        people.appoint(person, Office.EXPERT, "", INSTALLATION)
    nation = signed_in("nation")
    assert nation.get("/recognition/calls/new/").status_code == 200
    assert nation.post("/recognition/calls/new/", TERMS).status_code == 302
    call = Call.objects.get()
    with on(BEFORE):
        nation.post(f"/recognition/calls/{call.pk}/issue/")
    application = recommended(Call.objects.get(), "county", "one")
    with on(AFTER):
        for verb in ("close", "start_review"):
            assert nation.post(f"/recognition/calls/{call.pk}/{verb}/").status_code == 302
        yield Application.objects.get(pk=application.pk)
    install(NONE)


def states(expert: str, **said: str) -> None:
    """Let an expert say whom they work for."""
    answer = signed_in(expert).post("/recognition/expert/", {"employers": "", **said})
    assert answer.status_code == 302


def invite(application: Application) -> list[str]:
    """Invite the panel, and return the experts' names."""
    path = f"/recognition/calls/{application.call_id}/panel/"
    assert signed_in("nation").get(path).status_code == 200
    answer = signed_in("nation").post(path)
    assert answer.status_code == 302, answer.content.decode()
    invited = Opinion.objects.filter(state__in=("invited", "scoring", "scored"))
    return sorted(opinion.judge.name for opinion in invited)


def part(expert: str) -> str:
    """Return the address of an expert's part."""
    opinion = Opinion.objects.filter(judge__name=expert).latest("pk")
    return f"/recognition/opinions/{opinion.pk}/"


def step(login: str, path: str, verb: str, **said: str) -> int:
    return signed_in(login).post(f"{path}{verb}/", said).status_code


def test_who_works_for_the_operator_is_never_invited(under_review: Application) -> None:
    under_review.profile["operator"] = "某集群促进中心"
    under_review.save()
    states("zhao", employers="某集群促进 中心")
    states("qian")
    states("sun")
    assert invite(under_review) == ["qian", "sun"]


def test_scores_are_sealed_and_seen_by_nobody_before_all_are_closed(
    under_review: Application,
) -> None:
    states("qian")
    states("sun")
    invite(under_review)
    page = f"/recognition/{under_review.pk}/"
    for expert in ("qian", "sun"):
        assert step(expert, part(expert), "accept") == 302
    assert step("qian", part("qian"), "give_scores", **SCORES) == 302
    event = Event.objects.get(verb="give_scores")
    told = json.loads(event.said)
    assert set(told.pop("sealed")) == {"scores", "remark"}  # commitments, of random salts
    assert set(told.pop("clocks")) == {"reply", "scoring"}
    assert told == {"from": "scoring", "to": "scored", "holder": "authority", "revision": 1}
    assert "80" in Sealed.objects.get(event=event, name="scores").text
    assert "84.00" not in signed_in("nation").get(page).content.decode()
    assert "84.00" not in signed_in("sun").get(page).content.decode()
    shown = signed_in("nation").get(part("qian")).content.decode().split("<main")[1]
    assert "80" not in re.sub(r"<[^>]*>", " ", shown)  # a token of a form may hold any digits
    assert act("nation", under_review, "close_scores") == 422
    assert step("sun", part("sun"), "give_scores", strength="70", innovation="8") == 302
    assert act("nation", under_review, "close_scores") == 302
    assert "79.00" in signed_in("nation").get(page).content.decode()
    assert "79.00" not in signed_in("province").get(page).content.decode()
    assert verify().problems == []


def test_an_expert_sees_what_they_judge_without_its_rank_and_nothing_else(
    under_review: Application,
) -> None:
    states("qian")
    states("sun")
    page = f"/recognition/{under_review.pk}/"
    assert signed_in("qian").get(page).status_code == 404
    invite(under_review)
    answer = signed_in("qian").get(page)
    assert answer.status_code == 200
    assert "推荐序" not in answer.content.decode()
    assert "sun" not in answer.content.decode().split("<main")[1]
    assert signed_in("zhao").get(page).status_code == 404
    assert signed_in("sun").get(part("qian")).status_code == 404


def test_who_stands_aside_is_replaced_and_sees_nothing_more(under_review: Application) -> None:
    for expert in EXPERTS:
        states(expert)
    first = invite(under_review)
    aside, path = first[0], part(first[0])
    assert step(aside, path, "declare_conflict", reason="亲属任职") == 302
    assert signed_in(aside).get(f"/recognition/{under_review.pk}/").status_code == 404
    assert invite(under_review) == sorted({*EXPERTS} - {aside})


def test_a_sheet_with_a_score_off_its_scale_is_refused_whole(under_review: Application) -> None:
    states("qian")
    states("sun")
    invite(under_review)
    step("qian", part("qian"), "accept")
    assert step("qian", part("qian"), "give_scores", strength="101", innovation="") == 422
    assert Opinion.objects.get(judge__name="qian").sheet == {}


def test_too_few_experts_are_told_with_why(under_review: Application) -> None:
    states("qian")
    page = signed_in("nation").get(f"/recognition/calls/{under_review.call_id}/panel/")
    assert "还缺 1 位专家" in page.content.decode()


def test_nobody_else_sees_the_panel_or_what_experts_say_of_themselves(
    under_review: Application,
) -> None:
    states("qian", employers="某研究院")
    assert Judge.objects.get().employers == ["某研究院"]
    for client in (signed_in("county"), signed_in("qian"), Client()):
        assert client.get(f"/recognition/calls/{under_review.call_id}/panel/").status_code == 403
    assert (
        signed_in("province").get(f"/recognition/calls/{under_review.call_id}/panel/").status_code
        == 404
    )


def test_whose_tie_comes_up_after_the_invitation_is_let_go(under_review: Application) -> None:
    under_review.profile["operator"] = "某集群促进中心"
    under_review.save()
    for expert in EXPERTS:
        states(expert)
    first = invite(under_review)
    states(first[0], employers="某集群促进中心")
    assert invite(under_review) == sorted({*EXPERTS} - {first[0]})
    assert signed_in(first[0]).get(f"/recognition/{under_review.pk}/").status_code == 404


@pytest.mark.parametrize("score", ["5e-5000", "1e3", "NaN", "81.000000000000000001", "-1", "101"])
def test_a_score_is_a_short_number_on_the_scale(under_review: Application, score: str) -> None:
    states("qian")
    states("sun")
    invite(under_review)
    assert step("qian", part("qian"), "accept") == 302
    said = {**SCORES, "strength": score}
    assert step("qian", part("qian"), "give_scores", **said) == 422
    assert not Opinion.objects.filter(state="scored").exists()


def scored_by(*experts: str) -> None:
    for expert in experts:
        assert step(expert, part(expert), "accept") == 302
        assert step(expert, part(expert), "give_scores", **SCORES) == 302


def test_scores_are_not_closed_with_fewer_sheets_than_the_programme_asks(
    under_review: Application,
) -> None:
    states("qian")
    states("sun")
    close = f"/recognition/{under_review.pk}/close_scores/"
    assert signed_in("nation").post(close).status_code == 422  # nobody is invited yet
    invite(under_review)
    told = signed_in("nation").post(close).content.decode()
    assert "还有 2 位专家没有提交评分" in told
    assert "qian、sun" in told
    scored_by("qian")
    assert step("sun", part("sun"), "decline") == 302
    answer = signed_in("nation").post(close, {"reason": "只有一位"})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert f"“{under_review.name}”只有 1 份评分表，比办法要求的少 1 份" in told
    assert "没有评分就退出的专家：sun" in told
    states("zhao")
    invite(under_review)
    scored_by("zhao")
    assert signed_in("nation").post(close).status_code == 302


def test_where_the_programme_allows_it_fewer_sheets_are_enough_for_a_stated_reason(
    under_review: Application,
) -> None:
    states("qian")
    states("sun")
    call = under_review.call
    call.procedure["procedure"]["experts"]["fewer_with_reason"] = True
    call.save()
    invite(under_review)
    scored_by("qian")
    assert step("sun", part("sun"), "decline") == 302
    close = f"/recognition/{under_review.pk}/close_scores/"
    assert "请补邀专家" in signed_in("nation").post(close).content.decode()
    assert signed_in("nation").post(close, {"reason": "另一位专家临时住院"}).status_code == 302
    event = Event.objects.get(verb="close_scores")
    assert json.loads(event.said)["lacking"] == 1
    assert event.sealed.get(name="reason").text == "另一位专家临时住院"


def test_what_the_panel_wrote_is_not_seen_before_its_time(under_review: Application) -> None:
    states("qian")
    states("sun")
    invite(under_review)
    Application.objects.update(summary="评审结论摘要", defence="答辩经过")
    page = f"/recognition/{under_review.pk}/"

    def readers() -> list[str]:
        logins = ("nation", "province", "prefecture", "county", "qian")
        pages = {login: signed_in(login).get(page).content.decode() for login in logins}
        return [login for login, said in pages.items() if "评审结论摘要" in said]

    assert readers() == ["nation"]  # which writes it
    scored_by("qian", "sun")
    assert readers() == ["nation"]  # scores are not closed
    assert signed_in("nation").post(f"{page}close_scores/").status_code == 302
    assert readers() == ["nation", "qian"]
    Call.objects.update(state="announced")
    assert readers() == ["nation", "qian"]  # no programme says that applicants read it
    call = Call.objects.get()
    call.procedure["procedure"]["summaries"] = {"shown_from": "announced", "source": ["local"]}
    call.save()
    assert readers() == ["nation", "province", "prefecture", "county", "qian"]
    Call.objects.update(state="on_notice")
    assert readers() == ["nation", "qian"]
