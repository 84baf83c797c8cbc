"""From closed scores to the list: the order on the page is the decision; before, there is none."""

import json

import pytest
from django.test import Client
from tests.web.people import signed_in
from tests.web.recognition.worlds import SCHEME, application_to, call_of, given, nation

from jiqun.base.errors import Refused
from jiqun.recognition.selection import Outcome
from jiqun.rules.life import Call as YearsCall
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.recognition import ranking
from jiqun.web.recognition.deciding import move_call
from jiqun.web.recognition.models import Application, Call
from jiqun.web.recognition.ranking import ranking_of
from jiqun.web.recognition.selecting import (
    SelectionRule,
    conclude,
    give_notice,
    let_go,
    notice_all,
    refuse_changed,
    state_rule,
)
from jiqun.web.recognition.trying import tried
from jiqun.workspace import Workspace

ZHEJIANG, NINGBO, ANHUI = "330106", "330203", "340102"


@pytest.fixture
def call(office: Workspace) -> Call:
    """Return a call with three applications of Zhejiang for two places, and one of Anhui."""
    call = call_of(SCHEME)
    application_to(call, "a", ZHEJIANG, [(90, 90), (80, 90)])  # 51 + 36 = 87
    application_to(call, "b", ZHEJIANG, [(80, 60), (80, 60)])  # 48 + 24 = 72
    application_to(call, "c", ZHEJIANG, [(70, 75), (70, 75)])  # 42 + 30 = 72, better in innovation
    application_to(call, "d", ANHUI, [(50, 50), (70, 50)])  # 36 + 20 = 56
    return call


def outcomes(call: Call) -> dict[str, str]:
    return {name: str(place.outcome) for name, place in ranking_of(call, nation()).places.items()}


def summarised(call: Call) -> None:
    call.applications.filter(state="scored").update(state="summarised")


def page(call: Call, login: str = "nation", query: str = "") -> str:
    answer = signed_in(login).get(f"/recognition/calls/{call.pk}/ranking/{query}")
    return str(answer.content.decode().split("<main")[1])


def test_the_order_goes_by_the_mean_and_the_tie_by_the_stated_category(call: Call) -> None:
    places = ranking_of(call, nation()).places
    assert outcomes(call) == {
        "a": "recommended", "c": "recommended", "b": "waiting", "d": "recommended",
    }  # fmt: skip
    assert [places[name].candidate.total for name in "acbd"] == [87, 72, 72, 56]
    assert places["c"].decided_by == "higher_score_in innovation"
    shown = page(call)
    assert "“创新能力”得分高的优先" in shown
    assert "87.00" in shown
    assert "候补" in shown
    assert "未校准" in shown
    english = signed_in("nation").get(f"/en/recognition/calls/{call.pk}/ranking/").content.decode()
    assert "the higher score in innovation first" in english
    assert "not calibrated" in english


@pytest.mark.parametrize("login", ["province", "county", "prefecture", "agency"])
def test_nobody_but_its_authority_sees_an_order(call: Call, login: str) -> None:
    answer = signed_in(login).get(f"/recognition/calls/{call.pk}/ranking/")
    assert answer.status_code in (403, 404)
    assert "87" not in answer.content.decode().split("<main")[1]


def test_before_scores_are_closed_nobody_sees_scores_counts_or_order(call: Call) -> None:
    call.applications.filter(cluster="d").update(state="under_review")
    shown = page(call)
    for told in ("87", "72", "集群a", "集群d", "浙江", "安徽", "专家e1", "入选线"):
        assert told not in shown
    with pytest.raises(Refused):
        ranking_of(call, nation())
    early = page(call, query="?threshold=60&quota_330000=1")
    assert not [told for told in ("集群a", "试算结果", "浙江") if told in early]
    row = call.applications.get(cluster="a")
    assert "87.00" not in signed_in("nation").get(f"/recognition/{row.pk}/").content.decode()


def test_nothing_is_decided_before_scores_are_closed(call: Call) -> None:
    call.applications.filter(cluster="d").update(state="under_review")
    summarised(call)
    for verb in ("notice", "conclude"):
        path = f"/recognition/calls/{call.pk}/ranking/{verb}/"
        assert signed_in("nation").post(path, {"version": ""}).status_code == 422
    assert not call.applications.filter(state="on_notice").exists()


def test_notice_is_given_of_exactly_those_the_page_shows(call: Call) -> None:
    summarised(call)
    notice_all(call, ranking_of(call, nation()).version, nation())
    noticed = call.applications.filter(state="on_notice").values_list("cluster", flat=True)
    assert sorted(noticed) == ["a", "c", "d"]
    event = Event.objects.filter(verb="give_notice").earliest("number")
    told = json.loads(event.said)
    assert set(told.pop("sealed")) == {"total"}
    assert set(told.pop("clocks")) >= {"notice"}
    assert told == {
        "from": "summarised",
        "to": "on_notice",
        "holder": "authority",
        "revision": 1,
        "place": 1,
        "decided_by": "",
    }
    assert event.sealed.get(name="total").text == "87"
    assert verify().problems == []


def test_an_order_that_changed_since_it_was_looked_at_decides_nothing(call: Call) -> None:
    summarised(call)
    version = ranking_of(call, nation()).version
    given(call.applications.get(cluster="b"), "e3", 100, 100)
    with pytest.raises(Refused) as refused:
        notice_all(call, version, nation())
    assert [problem.code for problem in refused.value.problems] == ["recognition.order_changed"]
    assert not call.applications.filter(state="on_notice").exists()


def test_whom_the_order_does_not_name_gets_no_notice_for_any_reason(call: Call) -> None:
    summarised(call)
    waiting = call.applications.get(cluster="b")
    with pytest.raises(Refused):
        give_notice(waiting, nation(), "领导要求")
    with pytest.raises(Refused):
        let_go(call.applications.get(cluster="a"), "not_select", "不想选", nation())


def test_without_their_panel_s_summary_none_is_given_notice(call: Call) -> None:
    call.applications.filter(cluster="a").update(state="summarised")
    with pytest.raises(Refused):
        notice_all(call, ranking_of(call, nation()).version, nation())
    assert call.applications.get(cluster="a").state == "summarised"


def test_a_decision_over_an_order_that_changed_is_refused(call: Call) -> None:
    summarised(call)
    notice_all(call, ranking_of(call, nation()).version, nation())
    refuse_changed(call, nation())
    given(call.applications.get(cluster="b"), "e3", 100, 100)
    with pytest.raises(Refused) as refused:
        refuse_changed(call, nation())
    assert [problem.code for problem in refused.value.problems] == ["recognition.no_longer_named"]


def test_whoever_waits_stays_until_the_decision_and_the_rest_is_let_go(call: Call) -> None:
    application_to(call, "z", ANHUI, [(10, 10)], state="summarised")
    call.selection = {"threshold": "50"}
    call.save()
    summarised(call)
    conclude(call, ranking_of(call, nation()).version, "", nation())
    assert call.applications.get(cluster="z").state == "not_selected"
    assert call.applications.get(cluster="b").state == "summarised"
    Call.objects.filter(pk=call.pk).update(state="decided")
    call.refresh_from_db()
    conclude(call, ranking_of(call, nation()).version, "", nation())
    assert call.applications.get(cluster="b").state == "not_selected"


DRAWN = {**SCHEME, "ties": {"order": [{"draw": ""}]}}


def test_a_seed_is_neither_stated_nor_changed_once_the_review_has_begun(office: Workspace) -> None:
    call = call_of(DRAWN, quotas={"province": 1})
    for cluster in ("x", "y"):
        application_to(call, cluster, ZHEJIANG, [(80, 80)], "under_review")
    for rule in (SelectionRule(None, "2026-07-01", {}), SelectionRule("60", "2026-07-01", {})):
        with pytest.raises(Refused) as refused:
            state_rule(call, rule, nation())
        assert refused.value.problems[0].code == "recognition.seed_too_late"
    state_rule(call, SelectionRule("60", "", {}), nation())
    call.applications.update(state="scored")
    assert set(outcomes(call).values()) == {"tied"}  # of before there were seeds of the log
    with pytest.raises(Refused):
        state_rule(call, SelectionRule("60", "2026-07-01", {}), nation())


def test_where_no_seed_is_stated_the_log_gives_one_nobody_chose(office: Workspace) -> None:
    call = call_of(DRAWN, state="closed", quotas={"province": 1})
    for cluster in ("x", "y"):
        application_to(call, cluster, ZHEJIANG, [(80, 80)], "scored")
    move_call(call, "start_review", nation())
    call.refresh_from_db()
    began = Event.objects.get(verb="start_review")
    assert call.selection == {"seed": f"log:{began.before}"}
    assert sorted(outcomes(call).values()) == ["recommended", "waiting"]
    assert json.loads(began.said)["seed"] == call.selection["seed"]
    assert began.before in Client().get(f"/recognition/calls/{call.pk}/").content.decode()


def test_a_stated_seed_is_the_one_that_is_drawn_by(office: Workspace) -> None:
    call = call_of(DRAWN, state="closed")
    state_rule(call, SelectionRule(None, "2026-07-01", {}), nation())
    move_call(call, "start_review", nation())
    call.refresh_from_db()
    assert call.selection == {"seed": "2026-07-01"}


def one_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the year's call allow a recommender one cluster of a sub-segment."""
    year = YearsCall(2026, None, None, None, {}, one_per_segment=True)
    monkeypatch.setattr(ranking, "call_of", lambda *_: year)


def test_one_cluster_of_a_sub_segment_binds_who_is_noticed_by_reason_too(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_of_each(monkeypatch)
    call = call_of({}, quotas={"province": 3})
    for cluster, segment in (("x", "3961"), ("y", "3961"), ("z", "3962"), ("w", "3961")):
        row = application_to(call, cluster, ANHUI if cluster == "w" else ZHEJIANG, (), "summarised")
        row.profile = {**row.profile, "industry": segment}
        row.save()
    rows = {row.cluster: row for row in call.applications.all()}
    give_notice(rows["x"], nation(), "专家一致同意")
    with pytest.raises(Refused) as refused:
        give_notice(rows["y"], nation(), "专家一致同意")
    problem = refused.value.problems[0]
    assert (problem.code, problem.details["cluster"]) == ("recognition.segment_taken", "集群x")
    for other in ("z", "w"):  # another sub-segment, another recommender
        assert give_notice(rows[other], nation(), "专家一致同意").state == "on_notice"


def test_of_two_of_a_sub_segment_that_are_tied_one_alone_is_noticed_by_reason(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_of_each(monkeypatch)
    call = call_of({name: said for name, said in SCHEME.items() if name != "ties"})
    tied = [application_to(call, name, ZHEJIANG, [(80, 80)], "summarised") for name in "bc"]
    for row in tied:
        row.profile = {**row.profile, "industry": "3961"}
        row.save()
    give_notice(tied[0], nation(), "更具特色。")
    with pytest.raises(Refused) as refused:
        give_notice(tied[1], nation(), "也有特色。")
    assert refused.value.problems[0].code == "recognition.segment_taken"


def test_a_programme_without_a_scheme_decides_each_by_a_reason_within_its_places(
    office: Workspace,
) -> None:
    call = call_of({}, quotas={"province": 1})
    first = application_to(call, "x", ZHEJIANG, state="summarised")
    second = application_to(call, "y", ZHEJIANG, state="summarised")
    assert "未设定" in page(call)
    with pytest.raises(Refused):
        give_notice(first, nation())
    give_notice(first, nation(), "专家一致同意")
    with pytest.raises(Refused):
        give_notice(second, nation(), "专家一致同意")
    assert Application.objects.get(pk=first.pk).grounds == "专家一致同意"


def test_what_if_reproduces_the_decision_exactly_where_nothing_changes(call: Call) -> None:
    ranking = ranking_of(call, nation())
    said = {"weight_strength": "60", "quota_330000": "2"}
    found = tried(ranking, said)
    assert found is not None
    assert found.before == found.after == ranking.selection
    assert "没有变化" in page(call, query="?weight_strength=60&weight_innovation=40")


def test_what_if_says_who_enters_and_leaves_and_where_and_keeps_nothing(call: Call) -> None:
    before = Event.objects.count()
    shown = page(call, query="?threshold=60&quota_330000=3")
    entering = shown.split("会入选")[1]
    assert "集群b" in entering.split("会落选")[0]
    assert "集群d" in entering.split("会落选")[1].split("</ul>")[0]
    assert Event.objects.exclude(verb="sign_in").count() <= before
    assert outcomes(call)["b"] == "waiting"
    call.refresh_from_db()
    assert call.selection == {}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?threshold=abc", "最低总分“abc”不是 0 到 100 的数"),
        ("?threshold=101", "最低总分“101”不是"),
        ("?weight_strength=10", "试算的权重合计为 50"),
        ("?weight_strength=-5", "“核心竞争力”的权重“-5”不是"),
        ("?quota_330000=many", "浙江省的名额“many”不是"),
    ],
)
def test_a_bad_number_is_told_in_words(call: Call, query: str, told: str) -> None:
    answer = signed_in("nation").get(f"/recognition/calls/{call.pk}/ranking/{query}")
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_the_rule_is_published_on_the_page_before_scores_are_closed(call: Call) -> None:
    call.applications.filter(cluster="d").update(state="under_review")
    Call.objects.update(state="closed")
    path = f"/recognition/calls/{call.pk}/ranking/rule/"
    said = {"threshold": "６０", "seed": "2026-07-01", "place_province": "1"}
    assert signed_in("nation").post(path, {**said, "threshold": "很高"}).status_code == 422
    assert signed_in("nation").post(path, said).status_code == 302
    call.refresh_from_db()
    assert call.selection == {"threshold": "60", "seed": "2026-07-01", "places": {"province": 1}}
    public = Client().get(f"/recognition/calls/{call.pk}/").content.decode()
    assert "2026-07-01" in public
    Call.objects.update(state="under_review")
    call.refresh_from_db()
    call.applications.filter(cluster="d").update(state="scored")
    assert outcomes(call) == {
        "a": "recommended", "c": "waiting", "b": "waiting", "d": "below_threshold",
    }  # fmt: skip


def test_ningbo_s_places_are_not_zhejiang_s(call: Call) -> None:
    application_to(call, "n", NINGBO, [(10, 10)])
    assert outcomes(call)["n"] == str(Outcome.QUOTA_UNKNOWN)


def test_with_ties_noticed_by_reason_there_are_never_more_than_the_places(
    office: Workspace,
) -> None:
    no_rule = {name: said for name, said in SCHEME.items() if name != "ties"}
    call = call_of(no_rule)
    first = application_to(call, "a", ZHEJIANG, [(90, 90)], "summarised")
    tied = [application_to(call, name, ZHEJIANG, [(80, 80)], "summarised") for name in "bc"]
    give_notice(tied[0], nation(), "更具特色。")
    with pytest.raises(Refused):  # the other place is that of whom the order names
        give_notice(tied[1], nation(), "也有特色。")
    notice_all(call, ranking_of(call, nation()).version, nation())
    noticed = call.applications.filter(state="on_notice").values_list("cluster", flat=True)
    assert sorted(noticed) == [first.cluster, tied[0].cluster]


def test_a_decision_does_not_pass_over_whom_the_order_names(call: Call) -> None:
    summarised(call)
    notice_all(call, ranking_of(call, nation()).version, nation())
    call.applications.filter(cluster="c").update(state="summarised")
    with pytest.raises(Refused) as refused:
        refuse_changed(call, nation())
    assert refused.value.problems[0].code == "recognition.named_without_notice"
