"""A page's steps: what moves the case on first, what must wait told, nothing typed lost."""

import re
from datetime import date

import pytest
from django.test import Client
from tests.web.people import signed_in
from tests.web.recognition.test_path import AFTER, BEFORE, TERMS, act, applied, on

from jiqun.web.recognition.models import Call
from jiqun.workspace import Workspace

BUTTON = re.compile(r'<button formaction="[^"]*" data-verb="(\w+)"( disabled)?( class="quiet")?>')


@pytest.fixture
def call(office: Workspace) -> Call:
    """Return an issued call of the nation's."""
    nation = signed_in("nation")
    nation.post("/recognition/calls/new/", TERMS)
    with on(BEFORE):
        nation.post(f"/recognition/calls/{Call.objects.get().pk}/issue/")
    return Call.objects.get()


def page_of(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_step_that_moves_an_application_on_is_the_first_and_the_one_that_stands_out(
    call: Call,
) -> None:
    application = applied(call, "county", "one")
    path, province = f"/recognition/{application.pk}/", signed_in("province")
    with on(BEFORE):
        act("county", application, "submit")
        act("prefecture", application, "endorse")
        for verb in ("pass_first_review", "record_site_check", "recommend"):
            first, *others = BUTTON.findall(page_of(province, path))
            assert first == (verb, "", "")
            assert all(quiet for _, _, quiet in others)
            assert '<a href="#steps">看完材料去办理' in page_of(province, path)
            assert act("province", application, verb, text="厂房属实。") == 302
        assert BUTTON.findall(page_of(province, path)) == [("cancel", "", ' class="quiet"')]


def test_what_needs_a_reason_or_a_record_is_named_and_led_to(call: Call) -> None:
    application = applied(call, "county", "one")
    path, prefecture = f"/recognition/{application.pk}/", signed_in("prefecture")
    with on(BEFORE):
        act("county", application, "submit")
        assert "（“退回补正”“初审不予通过”须写明）" in page_of(prefecture, path)
        refused = prefecture.post(f"{path}return/", {"reason": ""}).content.decode()
        assert '<a href="#f-reason">' in refused
        assert 'id="f-reason"' in refused
        act("prefecture", application, "endorse")
        act("province", application, "pass_first_review")
        refused = signed_in("province").post(f"{path}record_site_check/").content.decode()
    assert '<a href="#f-text">' in refused
    assert 'id="f-text"' in refused


def test_a_step_before_its_time_says_so_and_cannot_be_pressed(call: Call) -> None:
    nation, path = signed_in("nation"), f"/recognition/calls/{call.pk}/"
    with on(BEFORE):
        page = page_of(nation, path)
        assert ("close", " disabled", ' class="quiet"') in BUTTON.findall(page)
        assert "“停止接收”：“申报截止”届满之后才能办。" in page
    with on(AFTER):
        assert BUTTON.findall(page_of(nation, path))[0] == ("close", "", "")


def test_what_was_typed_for_a_refused_step_of_a_call_is_kept(call: Call) -> None:
    said = {"due": "2027-01-05", "reason": "地方反映材料多。"}
    with on(BEFORE):
        answer = signed_in("nation").post(f"/recognition/calls/{call.pk}/extend/", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="2027-01-05"' in page
    assert ">地方反映材料多。</textarea>" in page


def test_a_call_whose_last_day_is_over_is_not_issued(office: Workspace) -> None:
    nation = signed_in("nation")
    nation.post("/recognition/calls/new/", TERMS)
    path = f"/recognition/calls/{Call.objects.get().pk}/"
    with on(AFTER):
        assert "申报截止日期已经过去" in page_of(nation, path)
        answer = nation.post(f"{path}issue/")
    assert answer.status_code == 422
    assert "申报截止日期 2026-06-15 已经过去（今天是 2026-06-16）" in answer.content.decode()
    assert Call.objects.get().state == "drafted"


def test_a_draft_says_what_cannot_be_done_without_a_scheme_of_scores(office: Workspace) -> None:
    nation = signed_in("nation")
    nation.post("/recognition/calls/new/", TERMS)
    with on(BEFORE):
        page = page_of(nation, f"/recognition/calls/{Call.objects.get().pk}/")
    assert "现在发出，本次就不能组织专家打分" in page


def test_half_a_line_of_a_quota_is_one_problem_that_quotes_it(office: Workspace) -> None:
    said = {**TERMS, "quota_places": "宁波市"}
    answer = signed_in("nation").post("/recognition/calls/new/", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('<li class="error">') == 1
    assert "“宁波市”只有一半" in page


def test_a_cluster_that_applied_is_offered_no_second_time(call: Call) -> None:
    county, path = signed_in("county"), f"/recognition/calls/{call.pk}/"
    with on(BEFORE):
        assert '<option value="one">' in page_of(county, path)
    applied(call, "county", "one")
    with on(BEFORE):
        assert '<option value="one">' not in page_of(county, path)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_address_of_a_refused_form_leads_back_to_its_page(call: Call, prefix: str) -> None:
    nation, path = signed_in("nation"), f"{prefix}/recognition/calls/{call.pk}/"
    for asked in (f"{path}issue/", f"{path}ranking/rule/", f"{path}apply/"):
        answer = nation.get(asked)
        assert answer.status_code == 302, asked
        assert answer.headers["Location"] in (path, f"{path}ranking/")


def test_the_public_finds_calls_and_notices_from_any_page(office: Workspace) -> None:
    assert 'href="/recognition/"' in page_of(Client(), "/")


@pytest.mark.parametrize(
    ("field", "said", "told"),
    [
        ("output_sme_share", "480000", "不在 0 至 100（%）之间"),
        ("output_growth_per_year", "-101", "不在 -100 至 1000（%）之间"),
        ("output_total", "70万元", "不是可以读的数字"),
        ("output_total", "-1", "小于 0"),
    ],
)
def test_a_target_is_a_number_there_can_be_in_its_unit(
    call: Call, field: str, said: str, told: str
) -> None:
    application = applied(call, "county", "one")
    application.cells.filter(period="t2027", field=field).update(said=said)
    county, path = signed_in("county"), f"/recognition/{application.pk}/"
    with on(BEFORE):
        assert '<small class="soft">亿元</small>' in page_of(county, path)
        answer = county.post(f"{path}submit/")
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert f'href="#f-t2027.{field}"' in answer.content.decode()


def test_a_growth_may_be_below_nought_and_a_share_written_with_its_sign(call: Call) -> None:
    application = applied(call, "county", "one")
    for field, said in (("output_growth_per_year", "-3.5"), ("output_sme_share", "75%")):
        application.cells.filter(field=field).update(said=said)
    with on(date(2026, 6, 2)):
        assert act("county", application, "submit") == 302
