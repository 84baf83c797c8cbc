"""An application from county to list, and what stands around it: reviews, objections, appeals."""

from datetime import date

import pytest

from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.workflow.calendars import calendars
from jiqun.workflow.cases import Case, act, opened
from jiqun.workflow.deadlines import Clock, over_on, paused
from jiqun.workflow.definitions import Workflow
from jiqun.workflow.loading import workflow, workflows
from jiqun.workflow.routes import NATION, Party

COUNTY = Party(Office.COUNTY, "330106")
PREFECTURE = Party(Office.PREFECTURE, "330100")
PROVINCE = Party(Office.PROVINCE, "330000")
EXPERT = Party(Office.EXPERT, "expert-1")
NATIONAL = {"county": COUNTY, "prefecture": PREFECTURE, "province": PROVINCE, "authority": NATION}
PROVINCIAL = {**NATIONAL, "authority": PROVINCE}
RECOMMENDED = (
    ("county", "submit"),
    ("prefecture", "endorse"),
    ("province", "pass_first_review"),
    ("province", "record_site_check"),
    ("province", "recommend"),
)


def refusal(refused: pytest.ExceptionInfo[Refused]) -> str:
    (problem,) = refused.value.problems
    assert "{" not in problem.text("zh") + problem.text("en")
    return problem.code


def walked(case: Case, *steps: tuple[str, str]) -> Case:
    for slot, verb in steps:
        case = act(case, verb, case.parties[slot], "a reason").case
    return case


def application(*options: str, parties: dict[str, Party] = NATIONAL) -> Case:
    return opened(workflow("application").configured(options), parties, COUNTY)


def test_every_kind_of_case_has_its_table() -> None:
    assert {
        "application", "call", "review", "recognition", "change_report", "objection", "appeal",
        "expert_review",
    } <= workflows().keys()  # fmt: skip


def test_an_application_goes_from_the_county_to_the_list() -> None:
    case = walked(
        application("site_check"),
        *RECOMMENDED,
        *(
            ("authority", verb)
            for verb in (
                "start_expert_review", "close_scores", "summarise", "give_notice", "decide",
                "announce",
            )
        ),
    )  # fmt: skip
    assert case.state == "listed"


def test_a_defence_stands_between_the_scores_and_the_summary_only_where_there_is_one() -> None:
    scored = (*RECOMMENDED, ("authority", "start_expert_review"), ("authority", "close_scores"))
    plain = walked(application("site_check"), *scored)
    assert (plain.verbs_for(NATION)[0], "record_defence" in plain.verbs_for(NATION)) == (
        "summarise", False,
    )  # fmt: skip
    defending = walked(application("site_check", "defence"), *scored)
    assert defending.verbs_for(NATION)[0] == "record_defence"
    with pytest.raises(Refused):
        act(defending, "summarise", NATION)


def test_a_cultivation_tier_is_an_end_of_its_own() -> None:
    steps = (
        *RECOMMENDED,
        *(("authority", verb) for verb in ("start_expert_review", "close_scores", "summarise")),
    )
    tiered = walked(application("site_check", "cultivation_tier"), *steps)
    tiered = walked(tiered, ("authority", "place_in_cultivation_tier"))
    assert (tiered.state, tiered.standing.final) == ("in_cultivation_tier", True)
    plain = walked(application("site_check"), *steps)
    assert "place_in_cultivation_tier" not in plain.verbs_for(NATION)


def test_a_province_is_first_reviewer_and_authority_of_its_own_programme() -> None:
    case = walked(application("site_check", parties=PROVINCIAL), *RECOMMENDED)
    assert case.slots_of(PROVINCE) == {"province", "authority"}
    assert "start_expert_review" in case.verbs_for(PROVINCE)


def test_an_application_is_withdrawn_until_the_deadline_and_not_after() -> None:
    case = walked(application("site_check"), *RECOMMENDED)
    assert act(case, "withdraw", COUNTY, over={"application": False}).case.state == "withdrawn"
    assert act(case, "withdraw", COUNTY, over={"application": None}).case.state == "withdrawn"
    assert "withdraw" in case.verbs_for(COUNTY)
    assert case.verbs_for(COUNTY, {"application": True}) == []
    with pytest.raises(Refused) as refused:
        act(case, "withdraw", COUNTY, over={"application": True})
    assert refusal(refused) == "workflow.too_late"


def test_a_return_for_correction_has_its_own_deadline() -> None:
    case = walked(application(), ("county", "submit"), ("prefecture", "return"))
    over = {"application": True, "correction": False}
    assert act(case, "submit", COUNTY, over=over).case.state == "submitted"
    with pytest.raises(Refused) as refused:
        act(case, "submit", COUNTY, over={"application": True, "correction": True})
    assert refusal(refused) == "workflow.too_late"


def test_nothing_is_decided_before_the_public_notice_is_over() -> None:
    case = Case(workflow("application").configured(), NATIONAL, "on_notice")
    assert "decide" not in case.verbs_for(NATION, {"notice": False})
    with pytest.raises(Refused) as refused:
        act(case, "decide", NATION, over={"notice": False})
    assert refusal(refused) == "workflow.too_soon"
    assert act(case, "decide", NATION, over={"notice": True}).case.state == "decided"


def test_what_is_next_on_the_waiting_list_moves_up() -> None:
    case = walked(application("site_check"), *RECOMMENDED[:-1], ("province", "put_on_waiting_list"))
    assert (case.state, walked(case, ("province", "recommend")).state) == ("waiting", "recommended")


def test_a_prefecture_has_a_waiting_list_only_where_it_has_a_quota() -> None:
    submitted = walked(application("prefecture_quota"), ("county", "submit"))
    assert "put_on_waiting_list" in submitted.verbs_for(PREFECTURE)
    assert "put_on_waiting_list" not in walked(application(), ("county", "submit")).verbs_for(
        PREFECTURE
    )


@pytest.mark.parametrize(
    ("name", "state", "slot", "verb", "leads_to"),
    [
        ("application", "on_notice", "authority", "uphold_objection", "objection_upheld"),
        ("application", "under_review", "province", "cancel", "cancelled"),
        ("review", "first_review_failed", "authority", "fail", "failed"),
        ("review", "on_notice", "authority", "extend", "extended"),
        ("review", "opened", "authority", "lapse", "lapsed"),
        ("recognition", "statement_made", "authority", "revoke", "revoked"),
        ("recognition", "revoked", "authority", "reinstate", "valid"),
        ("change_report", "endorsed_by_province", "authority", "record", "recorded"),
        ("objection", "reported", "authority", "uphold", "upheld"),
        ("appeal", "opinion_given", "authority", "uphold", "upheld"),
    ],
)
def test_a_step_that_ends_something_leads_where_it_says(
    name: str, state: str, slot: str, verb: str, leads_to: str
) -> None:
    case = Case(workflow(name).configured(), NATIONAL, state)
    assert walked(case, (slot, verb)).state == leads_to


@pytest.mark.parametrize(
    ("name", "state", "verb"),
    [
        ("application", "first_review_passed", "refuse"),
        ("application", "summarised", "not_select"),
        ("application", "on_notice", "uphold_objection"),
        ("review", "under_review", "fail"),
        ("recognition", "valid", "propose_revocation"),
        ("recognition", "statement_made", "revoke"),
        ("appeal", "opinion_given", "dismiss"),
        ("objection", "reported", "reject"),
    ],
)
def test_a_step_against_somebody_needs_a_reason(name: str, state: str, verb: str) -> None:
    case = Case(workflow(name).configured(), NATIONAL, state)
    (slot, *_) = case.table[state, verb].by
    with pytest.raises(Refused) as refused:
        act(case, verb, case.parties[slot])
    assert refusal(refused) == "workflow.reason_missing"


def test_an_expert_who_stands_aside_is_replaced_and_one_excluded_no_longer_counts() -> None:
    parties = {"expert": EXPERT, "authority": NATION}
    invited = opened(workflow("expert_review"), parties, NATION)
    scoring = walked(invited, ("expert", "accept"))
    assert walked(scoring, ("expert", "declare_conflict")).state == "conflicted"
    scored = walked(scoring, ("expert", "give_scores"))
    assert scored.verbs_for(EXPERT) == []
    assert walked(scored, ("authority", "exclude")).state == "excluded"


def test_a_running_case_keeps_the_options_and_days_it_began_with() -> None:
    began = workflow("application").configured(["defence"], {"notice": {"authority": 5}})
    kept = Workflow("application", began.content)
    assert kept.version == began.version
    assert (kept.chosen, kept.deadlines["notice"].working_days) == ({"defence"}, {"authority": 5})
    assert began.version != workflow("application").configured(["defence"]).version


def test_an_option_nobody_knows_is_not_chosen() -> None:
    assert workflow("application").configured(["invented"]).chosen == frozenset()


def test_a_deadline_is_over_the_day_after_its_last() -> None:
    clock = Clock(date(2025, 4, 25), 5)
    clocks = {"notice": clock, "paused": paused(clock, date(2025, 4, 28), "a question")}
    clocks["unknown"] = Clock(date(2025, 4, 25), None)
    days = [date(2025, 5, 6), date(2025, 5, 7)]
    assert [over_on(clocks, calendars(), day)["notice"] for day in days] == [False, True]
    assert over_on(clocks, calendars(), date(2025, 6, 1)) == {
        "notice": True, "paused": False, "unknown": None,
    }  # fmt: skip
