"""A call's draft: amended until it is issued, cancelled, and made again; all its faults at once."""

import re
from datetime import date

import pytest
from django.test import Client
from tests.web.people import doer, signed_in
from tests.web.recognition.test_path import BEFORE, TERMS, on

from jiqun.base.errors import Refused
from jiqun.web.casework.past import history
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.recognition.calling import amend_call, draft_call
from jiqun.web.recognition.deciding import move_call
from jiqun.web.recognition.models import Call
from jiqun.web.recognition.past import call_on
from jiqun.web.recognition.selecting import SelectionRule, state_rule
from jiqun.web.recognition.terms import Terms, terms_of
from jiqun.workspace import Workspace

NEW = "/recognition/calls/new/"
RULE = SelectionRule("60", "2026-06-16 开奖号码", {})


def drafted(**said: str) -> Call:
    answer = signed_in("nation").post(NEW, {**TERMS, **said})
    assert answer.status_code == 302, answer.content.decode()
    return Call.objects.get(state="drafted")


def cancelled(call: Call) -> None:
    path, because = f"/recognition/calls/{call.pk}/cancel/", {"reason": "名额有误。"}
    assert signed_in("nation").post(path, because).status_code == 302


def form_of(page: str) -> dict[str, str]:
    """Return what a form is filled in with, field by field."""
    fields = re.findall(r'<input [^>]*?name="(\w+)"[^>]*?value="([^"]*)"', page)
    places = re.search(r'<textarea id="quota_places"[^>]*>([^<]*)</textarea>', page)
    return {**dict(fields), "quota_places": places[1] if places else ""}


def test_every_term_of_a_draft_can_be_amended(office: Workspace) -> None:
    call = drafted(quota_places="宁波市 2")
    nation, path = signed_in("nation"), f"/recognition/calls/{call.pk}/amend/"
    assert path in nation.get(f"/recognition/calls/{call.pk}/").content.decode()
    shown = form_of(nation.get(path).content.decode())
    assert (shown["due"], shown["notice"]) == (TERMS["due"], TERMS["notice"])
    assert (shown["quota_province"], shown["quota_places"]) == ("1", "浙江省宁波市 2")
    terms = {"due": "2026年6月20日", "notice": "工信厅企业函〔2026〕2号"}
    quotas = {"quota_province": "3", "quota_corps": "-", "quota_places": "宁波市 1"}
    assert nation.post(path, {**shown, **terms, **quotas}).status_code == 302
    call.refresh_from_db()
    assert (call.due, call.notice) == (date(2026, 6, 20), terms["notice"])
    assert call.quotas == {"province": 3, "corps": None, "330200": 1}


def test_an_amendment_is_an_event_that_says_what_was_before_and_the_past_knows_it(
    office: Workspace,
) -> None:
    call = drafted()
    terms = Terms(call.programme, call.year, date(2026, 6, 20), call.notice, {"province": 3})
    amend_call(call, terms, terms_of(call).version, doer("nation"))
    assert [done.verb.en for done in history(call)] == ["draft", "amended a draft"]
    assert '"before":{"due":"2026-06-15"' in Event.objects.get(verb="amend").said
    call.refresh_from_db()
    then = call_on(call, date.max.replace(year=2999))
    assert (then.due, then.quotas) == (date(2026, 6, 20), {"province": 3})
    assert verify().problems == []


def test_an_amendment_without_a_change_is_no_event(office: Workspace) -> None:
    call = drafted()
    amend_call(call, terms_of(call), terms_of(call).version, doer("nation"))
    assert not Event.objects.filter(verb="amend").exists()


def test_of_two_who_amend_the_same_draft_the_second_is_told(office: Workspace) -> None:
    call = drafted()
    nation, path = signed_in("nation"), f"/recognition/calls/{call.pk}/amend/"
    seen = form_of(nation.get(path).content.decode())
    assert nation.post(path, {**seen, "quota_province": "2"}).status_code == 302
    late = nation.post(path, {**seen, "quota_province": "9"})
    assert late.status_code == 422
    assert "您打开页面之后，有人修改了这份草稿" in late.content.decode()
    assert form_of(late.content.decode())["quota_province"] == "2"  # as it stands now
    call.refresh_from_db()
    assert call.quotas == {"province": 2}


def test_what_is_issued_is_amended_no_more(office: Workspace) -> None:
    call, _ = move_call(drafted(), "issue", doer("nation"))
    assert call.issued is not None
    path = f"/recognition/calls/{call.pk}/amend/"
    assert signed_in("nation").get(path).status_code == 302
    assert signed_in("nation").post(path, TERMS).status_code == 422
    with pytest.raises(Refused) as refused:
        amend_call(call, terms_of(call), terms_of(call).version, doer("nation"))
    assert refused.value.problems[0].code == "recognition.issued_already"


def test_nobody_else_amends_a_draft_or_sees_its_form(office: Workspace) -> None:
    path = f"/recognition/calls/{drafted().pk}/amend/"
    assert signed_in("province").get(path).status_code == 404
    assert signed_in("province").post(path, TERMS).status_code == 404
    assert signed_in("county").get(path).status_code in (403, 404)


def test_a_call_that_was_cancelled_before_it_was_issued_stays_with_its_authority(
    office: Workspace,
) -> None:
    call = drafted()
    cancelled(call)
    path = f"/recognition/calls/{call.pk}/"
    assert signed_in("nation").get(path).status_code == 200
    for reader in (Client(), signed_in("county"), signed_in("province")):
        assert reader.get(path).status_code == 404
        assert path not in reader.get("/recognition/").content.decode()


def test_a_call_that_was_issued_and_cancelled_is_still_everybody_s_to_see(
    office: Workspace,
) -> None:
    call, _ = move_call(drafted(), "issue", doer("nation"))
    cancelled(call)
    assert Client().get(f"/recognition/calls/{call.pk}/").status_code == 200


def test_once_a_call_is_cancelled_another_is_made_with_a_history_of_its_own(
    office: Workspace,
) -> None:
    first = drafted()
    cancelled(first)
    second = drafted(quota_province="4")
    assert (first.subject, second.subject) == (
        "call:national/sme-cluster/2026",
        "call:national/sme-cluster/2026/2",
    )
    assert [done.verb.en for done in history(second)] == ["draft"]
    with on(BEFORE):
        move_call(second, "issue", doer("nation"))
    assert call_on(second, date.max.replace(year=2999)).quotas == {"province": 4}


def test_a_second_call_is_refused_in_words_that_lead_to_the_first(office: Workspace) -> None:
    call, nation = drafted(), signed_in("nation")
    answer = nation.post(NEW, TERMS)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"“{call.title.zh}”已有申报通知" in page
    assert "national/sme-cluster 2026" not in page
    assert f'href="/recognition/calls/{call.pk}/"' in page
    before = nation.get(f"{NEW}?programme=national/sme-cluster&year=2026").content.decode()
    assert f'href="/recognition/calls/{call.pk}/"' in before  # told before anything is typed
    assert 'name="due"' not in before
    with pytest.raises(Refused):
        draft_call(terms_of(call), doer("nation"))


def test_everything_wrong_with_a_draft_is_told_at_once_each_with_its_field(
    office: Workspace,
) -> None:
    wrong = {
        "due": "2026-02-30",
        "notice": "长" * 101,
        "quota_province": "很多",
        "quota_places": "宁波市 2\n没有这个地方 3\n大连市 x",
    }
    answer = signed_in("nation").post(NEW, {**TERMS, **wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    told = page.split('id="h-problems"')[1].split("</section>")[0]
    assert "有 5 处需要处理" in told
    assert "“2026-02-30”不是日历上的一天" in told
    assert "没有写明申报截止日期" not in told
    assert "“每省名额”的名额“很多”不是 0 到 999 的整数" in told
    assert "第 2 行" in told and "“没有这个地方”不是可以单独设定名额的地方" in told
    assert "第 3 行" in told and "“大连市”的名额“x”" in told
    fields = re.findall(r'href="#(f-\w+)"', told)
    assert {f'id="{field}"' in page for field in fields} == {True}
    assert set(fields) == {"f-due", "f-notice", "f-quota_province", "f-quota_places"}


def test_a_new_last_day_that_is_no_day_is_told_as_such(office: Workspace) -> None:
    call, _ = move_call(drafted(), "issue", doer("nation"))
    path = f"/recognition/calls/{call.pk}/extend/"
    answer = signed_in("nation").post(path, {"due": "2026-06-31", "reason": "汛情。"})
    assert "“2026-06-31”不是日历上的一天" in answer.content.decode()


def test_no_rule_of_selection_is_published_for_a_cancelled_call(office: Workspace) -> None:
    call = drafted()
    cancelled(call)
    with pytest.raises(Refused) as refused:
        state_rule(call, RULE, doer("nation"))
    assert refused.value.problems[0].code == "recognition.call_cancelled"
    assert not Event.objects.filter(verb="state_rule").exists()


def test_order_and_selection_is_offered_once_a_call_is_issued_and_while_it_stands(
    office: Workspace,
) -> None:
    call = drafted()
    path, nation = f"/recognition/calls/{call.pk}/", signed_in("nation")
    assert "ranking/" not in nation.get(path).content.decode()
    move_call(call, "issue", doer("nation"))
    assert "ranking/" in nation.get(path).content.decode()
    cancelled(call)
    assert "ranking/" not in nation.get(path).content.decode()
