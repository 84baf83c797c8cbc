"""A programme an installation writes as one YAML: a defence, a lower tier, two years, no code."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from tests.web.people import PASSWORD, signed_in
from tests.web.recognition.test_path import AFTER, BEFORE, act, applied, on

from jiqun.base.own_catalogue import NONE, install
from jiqun.base.readers import Office
from jiqun.rules import programmes
from jiqun.rules.life import recognised
from jiqun.web.accounts import people
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.explore import shelf
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.recognition.models import Application, Call, Opinion
from jiqun.workspace import Workspace

PROGRAMME = """\
entered: {by: 测试, date: "2026-02-01", document: 某省集群认定办法（测试）}
title: {zh: 某省特色产业集群（测试）, en: A province's cluster programme (test)}
kind: recognition
region: "330000"
policy: zhejiang
authority: {zh: 省级中小企业主管部门, en: the province's SME authority}
extends: national/sme-cluster
basis: {document: 某省集群认定办法（测试）, number: null, date: null, source: [local]}
in_force: {from: "2026-01-01", source: [local]}
known: {zh: 全为测试所拟。, en: All of it is made up for a test.}
parameters: {}
life:
  validity: {years: 2, source: [local]}
  procedure:
    site_check: {has: false, source: [local]}
    defence: {has: true, source: [local]}
    cultivation_tier: {has: true, at_least: "60", source: [local]}
    deadlines:
      notice: {working_days: {authority: 3}, source: [local]}
    scoring:
      categories:
        - {id: strength, zh: 核心竞争力, en: strength, weight: "60", out_of: "100"}
        - {id: innovation, zh: 创新能力, en: innovation, weight: "40", out_of: "100"}
      summary: median
      source: [local]
    ties: {order: [{draw: ""}], source: [local]}
    experts: {per_application: 1, at_most: 8, source: [local]}
    objections: {real_name: false, source: [local]}
reviewed: "2026-11-01"
"""
TERMS = {
    "programme": "zhejiang/sme-cluster",
    "year": "2026",
    "due": "2026-06-15",
    "notice": "测试〔2026〕1号",
    "quota_prefecture": "2",
}
NOTICE_OVER = date(2026, 6, 30)
SCORES = {"one": "90", "two": "70"}


@pytest.fixture
def call(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """Return an issued call of the province's, under the programme of one file."""
    yield issued(office, monkeypatch)
    install(NONE)


def issued(office: Workspace, monkeypatch: pytest.MonkeyPatch, **terms: str) -> Call:
    """Write the programme into the installation's catalogue and issue a call under it."""
    monkeypatch.setattr(shelf, "LOOK_EVERY", 0.0)
    own = office.folder / "catalog" / "rules" / "zhejiang"
    own.mkdir(parents=True)
    (own / "sme-cluster.yaml").write_text(PROGRAMME, encoding="utf-8")
    expert = people.add_person("zhao", PASSWORD, INSTALLATION)
    people.appoint(expert, Office.EXPERT, "", INSTALLATION)
    province = signed_in("province")
    assert province.get("/recognition/calls/new/").status_code == 200
    answer = province.post("/recognition/calls/new/", {**TERMS, **terms})
    assert answer.status_code == 302, answer.content.decode()
    drafted = Call.objects.get()
    with on(BEFORE):
        assert province.post(f"/recognition/calls/{drafted.pk}/issue/").status_code == 302
    return Call.objects.get()


def recommended(call: Call, login: str, cluster: str) -> Application:
    application = applied(call, login, cluster)
    with on(BEFORE):
        assert act(login, application, "submit") == 302
        assert act("prefecture", application, "endorse") == 302
        for verb in ("pass_first_review", "recommend"):
            assert act("province", application, verb) == 302
    return application


def of_call(call: Call, *verbs: str) -> None:
    for verb in verbs:
        answer = signed_in("province").post(f"/recognition/calls/{call.pk}/{verb}/")
        assert answer.status_code == 302, answer.content.decode().split("<main")[1][:2000]


def scored_by_the_expert(call: Call) -> None:
    assert signed_in("zhao").post("/recognition/expert/", {"employers": ""}).status_code == 302
    of_call(call, "panel")
    for opinion in Opinion.objects.select_related("application"):
        path, strength = f"/recognition/opinions/{opinion.pk}/", SCORES[opinion.application.cluster]
        said = {"strength": strength, "innovation": strength}
        assert signed_in("zhao").post(f"{path}accept/").status_code == 302
        assert signed_in("zhao").post(f"{path}give_scores/", said).status_code == 302


def by_the_order(call: Call, verb: str) -> None:
    """Do what the page of the order offers, with the order it shows."""
    path, province = f"/recognition/calls/{call.pk}/ranking/", signed_in("province")
    page = province.get(path).content.decode()
    version = re.search(r'name="version" value="([0-9a-f]{64})"', page)
    assert version, page.split("<main")[1][:2000]
    assert province.post(f"{path}{verb}/", {"version": version[1]}).status_code == 302


def states() -> dict[str, str]:
    return dict(Application.objects.values_list("cluster", "state"))


def test_one_yaml_with_a_defence_a_lower_tier_and_two_years_walks_a_full_call(call: Call) -> None:
    both = [recommended(call, "county", "one"), recommended(call, "neighbour", "two")]
    with on(AFTER):
        rule = {"seed": "2026-06-16 开奖号码", "place_prefecture": "1"}
        path = f"/recognition/calls/{call.pk}/ranking/rule/"
        assert signed_in("province").post(path, rule).status_code == 302
        of_call(call, "close", "start_review")
        scored_by_the_expert(call)
        for application in both:
            assert act("province", application, "close_scores") == 302
        assert "答辩顺序" in signed_in("county").get(f"/recognition/{both[0].pk}/").content.decode()
        for application in both:
            assert act("province", application, "summarise", text="同意。") == 422  # defence first
            assert act("province", application, "record_defence", text="答辩清楚。") == 302
            assert act("province", application, "summarise", text="同意。") == 302
        by_the_order(call, "notice")
        assert states() == {"one": "on_notice", "two": "summarised"}
        of_call(call, "give_notice")
        early = signed_in("province").post(f"/recognition/calls/{call.pk}/decide/")
        assert early.status_code == 422  # the three working days of the notice run
    with on(NOTICE_OVER):
        of_call(call, "decide")
        by_the_order(call, "conclude")
        of_call(call, "announce")
    assert states() == {"one": "listed", "two": "in_cultivation_tier"}
    assert "one" in {row.cluster for row in Application.objects.all().noticed()}
    assert "集群" in Client().get(f"/recognition/calls/{call.pk}/").content.decode()
    held = recognised(programmes()["zhejiang/sme-cluster"], "one", 2026, NOTICE_OVER)
    assert (call.way.validity_years, held.until) == (2, date(2028, 6, 29))
    assert {"record_defence", "place_in_cultivation_tier", "announce"} <= set(
        Event.objects.values_list("verb", flat=True)
    )
    assert verify().problems == []


def test_the_order_of_defences_is_the_published_seed_s(call: Call) -> None:
    both = [recommended(call, "county", "one"), recommended(call, "neighbour", "two")]
    page = f"/recognition/{both[0].pk}/"
    with on(AFTER):
        path = f"/recognition/calls/{call.pk}/ranking/"
        assert signed_in("province").post(f"{path}rule/", {"seed": "7"}).status_code == 302
        of_call(call, "close", "start_review")
        assert "答辩顺序" not in signed_in("county").get(page).content.decode()
        call.applications.update(state="scored")
        assert signed_in("province").post(f"{path}rule/", {"seed": "8"}).status_code == 422
        assert "答辩顺序" in signed_in("county").get(page).content.decode()
        shown = signed_in("province").get(path).content.decode()
        assert "答辩顺序" in shown
        names = re.findall(r'data-defence="(\w+)"', shown)
    from jiqun.workflow.draws import drawn

    assert names == drawn("7 defence", ["one", "two"])
