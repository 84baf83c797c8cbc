"""A call from its applications to its list, by the pure parts alone, as the site will put them.

Two provinces, one of them over its quota; one application withdrawn, one objection upheld, one
expert excluded and one replaced. Everything is made up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from jiqun.base.errors import Refused
from jiqun.base.own_catalogue import OwnCatalogue, under
from jiqun.base.readers import Office
from jiqun.recognition.recommenders import quotas_of, recommender_of
from jiqun.recognition.selection import Outcome, Rule
from jiqun.recognition.what_if import Scored, Setting, decide, setting_of, what_if
from jiqun.rules import programme
from jiqun.rules.procedures import Procedure, procedure_of
from jiqun.workflow.cases import Case, act, opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.panels.assignment import Panel, assign, reassign
from jiqun.workflow.panels.blindness import Sight, seen_by_expert
from jiqun.workflow.panels.conflicts import Applicant, Expert, conflicts
from jiqun.workflow.panels.scores import Sheet, checked
from jiqun.workflow.routes import NATION, Party

OWN = """\
entered: {by: 测试, date: "2026-02-01", document: 某通知（测试）}
life:
  calls:
    - year: 2026
      notice: 某通知（测试）
      issued: "2026-02-01"
      due: "2026-03-31"
      quotas: {province: 2, separately_planned_city: 1, corps: 1}
      source: [local]
  procedure:
    defence: {has: false, source: [local]}
    deadlines:
      notice: {working_days: {authority: 5}, source: [local]}
    scoring:
      categories:
        - {id: strength, zh: 核心竞争力, en: strength, weight: "60", out_of: "100"}
        - {id: innovation, zh: 创新能力, en: innovation, weight: "40", out_of: "100"}
      summary: mean
      source: [local]
    ties: {order: [{higher_score_in: innovation}, {draw: ""}], source: [local]}
    experts: {per_application: 2, at_most: 8, source: [local]}
"""
COUNTIES = {"a1": "330106", "a2": "330108", "a3": "330109", "a4": "330203", "b1": "340102",
            "b2": "340104"}  # fmt: skip
STRENGTH = {"a1": 90, "a2": 80, "a3": 70, "a4": 60, "b1": 85, "b2": 75}
OPEN, CLOSED = {"application": False}, {"application": True}


@dataclass(frozen=True)
class Call:
    """What a running call keeps: the procedure it began with, its quotas, its cases."""

    procedure: Procedure
    setting: Setting
    cases: Mapping[str, Case]

    def after(self, verb: str, over: Mapping[str, bool | None], *names: str) -> "Call":
        """Do one thing with some cases, each by the first slot that may."""
        moved = dict(self.cases)
        for name in names:
            (slot, *_) = moved[name].table[moved[name].state, verb].by
            actor = moved[name].parties[slot]
            moved[name] = act(moved[name], verb, actor, "a reason", over).case
        return replace(self, cases=moved)

    def states(self) -> dict[str, str]:
        return {name: case.state for name, case in self.cases.items()}


def begun() -> Call:
    """Open the call under an installation's own numbers, which it then keeps."""
    with under(OwnCatalogue({"rules/national/sme-cluster.yaml": OWN.encode()})):
        national = programme("national/sme-cluster")
        procedure = procedure_of(national)
        recommenders = {recommender_of(national, 2026, county) for county in COUNTIES.values()}
        setting = setting_of(procedure, quotas_of(national, 2026, recommenders), Rule(seed="2026"))
    table = procedure.table("application")
    cases = {}
    for name, county in COUNTIES.items():
        recommends = recommender_of(national, 2026, county)
        parties = {
            "county": Party(Office.COUNTY, county),
            "province": Party(Office.PROVINCE, recommends),
            "authority": NATION,
        }
        cases[name] = opened(table, parties, parties["county"])
    return Call(procedure, setting, cases)


def scored(name: str, *experts: str) -> Scored:
    scores = {"strength": Decimal(STRENGTH[name]), "innovation": Decimal(50)}
    recommends = recommender_of(programme("national/sme-cluster"), 2026, COUNTIES[name])
    return Scored(name, recommends, tuple(Sheet(expert, scores) for expert in experts))


FIRST_REVIEW = ("submit", "pass_first_review", "record_site_check")


def ranked_by_provinces() -> Call:
    """Take every application through the first review and the provinces' ranking."""
    call = begun()
    for verb in FIRST_REVIEW:
        call = call.after(verb, OPEN, *COUNTIES)
    found = decide([scored(name, "province") for name in COUNTIES], call.setting)
    call = call.after("recommend", OPEN, *found.of(Outcome.RECOMMENDED))
    return call.after("put_on_waiting_list", OPEN, *found.of(Outcome.WAITING))


def test_an_installations_numbers_fill_what_no_document_says_and_the_rest_stays() -> None:
    call = begun()
    assert call.procedure.has("site_check") is True
    assert call.procedure.has("defence") is False
    assert [allowed.limit for _, allowed in sorted(call.setting.quotas.items())] == [2, 1, 2]
    assert call.procedure.validity_years == 3


def test_a_province_over_its_quota_leaves_one_waiting_and_ningbo_has_its_own() -> None:
    states = ranked_by_provinces().states()
    assert [name for name, state in states.items() if state == "waiting"] == ["a3"]
    assert states["a4"] == "recommended"


def test_when_one_withdraws_in_time_the_waiting_one_moves_up() -> None:
    call = ranked_by_provinces().after("withdraw", OPEN, "a2")
    left = [
        scored(name, "province") for name, state in call.states().items() if state != "withdrawn"
    ]
    assert "a3" in decide(left, call.setting).of(Outcome.RECOMMENDED)
    assert call.after("recommend", OPEN, "a3").states()["a3"] == "recommended"
    with pytest.raises(Refused):
        ranked_by_provinces().after("withdraw", CLOSED, "a2")


def panel_of(call: Call, *experts: str) -> Panel:
    names = [name for name, state in call.states().items() if state == "under_review"]
    applicants = [Applicant(name, {f"firm-{name}": f"{name}公司"}) for name in names]
    judges = [
        Expert(expert, firms=frozenset({"firm-a1"} if expert == "e1" else set()))
        for expert in experts
    ]
    each, most = call.procedure.experts_per_application, call.procedure.applications_per_expert
    assert each is not None
    assert most is not None
    kept_apart = conflicts(judges, applicants)
    return Panel(names, dict.fromkeys(experts, most), kept_apart, each, call.setting.rule.seed)


def test_the_whole_call_ends_with_a_list_of_those_selected() -> None:
    call = ranked_by_provinces().after("withdraw", OPEN, "a2").after("recommend", OPEN, "a3")
    names = ("a1", "a3", "a4", "b1", "b2")
    call = call.after("start_expert_review", CLOSED, *names)

    panel = panel_of(call, "e1", "e2", "e3", "e4")
    first = assign(panel)
    assert first.shortfalls == ()
    assert "e1" not in first.experts_of("a1"), "e1 owns a firm of a1"

    # One expert falls ill before scoring, another is excluded after it: both are replaced.
    ill, excluded = "e2", "e3"
    given = {pair for pair in first.pairs if pair[1] != ill}
    smaller = panel_of(call, "e1", "e4", "e5", "e6")
    second = reassign(smaller, first.pairs, given)
    assert second.shortfalls == ()
    assert not {expert for _, expert in second.pairs} & {ill, excluded}
    assert {pair for pair in given if pair[1] != excluded} <= second.pairs

    assert seen_by_expert(assigned=True, given=False, closed=False) == {Sight.MATERIAL}
    for name in names:
        for sheet in scored(name, *second.experts_of(name)).sheets:
            checked(sheet, call.setting.scheme)
    for verb in ("close_scores", "summarise", "give_notice"):
        call = call.after(verb, CLOSED, *names)

    objection = opened(
        workflow("objection"),
        {"authority": NATION, "province": Party(Office.PROVINCE, "340000"),
         "county": Party(Office.COUNTY, COUNTIES["b2"])},
        NATION,
    )  # fmt: skip
    for verb in ("admit", "report", "uphold"):
        (slot, *_) = objection.table[objection.state, verb].by
        objection = act(objection, verb, objection.parties[slot], "a reason").case
    assert objection.state == "upheld"
    call = call.after("uphold_objection", {"notice": False}, "b2")

    with pytest.raises(Refused):
        call.after("decide", {"notice": False}, "a1")
    for verb in ("decide", "announce"):
        call = call.after(verb, {"notice": True}, "a1", "a3", "a4", "b1")
    assert call.states() == {
        "a1": "listed", "a2": "withdrawn", "a3": "listed", "a4": "listed", "b1": "listed",
        "b2": "objection_upheld",
    }  # fmt: skip


def test_what_if_on_the_same_call_reproduces_it_and_says_where_a_larger_quota_helps() -> None:
    call = begun()
    pool = [scored(name, "province") for name in COUNTIES]
    same = what_if(pool, call.setting, call.setting)
    assert same.before == same.after == decide(pool, call.setting)
    larger = what_if(pool, call.setting, call.setting.allowing({"330000": 3}))
    assert [step.application for step in larger.entering] == ["a3"]
    assert larger.by_recommender == {"330000": 1}
