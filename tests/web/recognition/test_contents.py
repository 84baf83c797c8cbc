"""What a call says, on its page: quotas, criteria with their numbers, what an application asks."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from tests.web.people import doer, signed_in
from tests.web.recognition.test_path import BEFORE, TERMS, on
from tests.web.recognition.worlds import call_of

from jiqun.discovery.kept import kept_run
from jiqun.rules import programmes
from jiqun.web.recognition.begun import ORDER, programme_of, written_down
from jiqun.web.recognition.contents import Contents
from jiqun.web.recognition.deciding import move_call
from jiqun.web.recognition.models import Call
from jiqun.workspace import Workspace

NATIONAL = "national/sme-cluster"


def drafted() -> Call:
    said = {**TERMS, "quota_corps": "-", "quota_places": "宁波市 2"}
    assert signed_in("nation").post("/recognition/calls/new/", said).status_code == 302
    return Call.objects.get()


def page_of(call: Call, reader: Client) -> str:
    return reader.get(f"/recognition/calls/{call.pk}/").content.decode()


def test_an_authority_sees_its_quotas_before_it_issues_a_call(office: Workspace) -> None:
    page = page_of(drafted(), signed_in("nation"))
    table = page.split('aria-labelledby="h-quotas"')[1].split("</table>")[0]
    assert '每省名额</th><td class="n"><b>1</b>' in table
    assert '兵团名额</th><td class="n">不限' in table
    assert '每个计划单列市名额</th><td class="n"><span class="soft">未设定' in table
    assert '浙江省宁波市</th><td class="n"><b>2</b>' in table


@pytest.mark.parametrize("login", ["", "county", "province"])
def test_everybody_reads_what_an_issued_call_asks(office: Workspace, login: str) -> None:
    call, _ = move_call(drafted(), "issue", doer("nation"))
    page = page_of(call, signed_in(login) if login else Client())
    said = page.split('id="contents" open')[1].split("</details>")[0]
    assert f'href="/programmes/{NATIONAL}/"' in said
    assert "近三年每年产值</th><td>不低于 40 亿元" in said
    assert "有其一即可" in said and "“小巨人”企业：不低于 1 家" in said
    assert "有数值，未能取得" in said  # a number nobody found is said so, not left out
    for part in ("数据", "文字材料", "三年目标", "集群总产值", "创新平台、产学研合作"):
        assert part in said
    assert "2023、2024、2025" in said


@pytest.mark.parametrize(("due", "asked"), [("2026-06-30", "40"), ("2026-07-01", "50")])
def test_a_call_says_the_number_that_is_in_force_on_its_last_day(
    office: Workspace, due: str, asked: str
) -> None:
    rules = programmes()[NATIONAL]
    number = rules.parameters["output_each_year"]
    later = replace(number.values[0], since=date(2026, 7, 1), value=Decimal(50))
    changed = replace(number, values=(*number.values, later))
    begun = replace(rules, parameters={**rules.parameters, number.id: changed})
    call = call_of({}, begun=written_down(begun), due=date.fromisoformat(due))
    said = [wanted for part in Contents(call).dimensions for wanted in part.criteria]
    told = next(wanted.asks.zh for wanted in said if wanted.criterion.threshold == number.id)
    assert told == f"不低于 {asked} 亿元"


def test_candidates_are_offered_by_place_and_line_not_by_number(
    office: Workspace, demonstration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, _ = move_call(drafted(), "issue", doer("nation"))
    run = kept_run(demonstration)
    assert run is not None
    one = replace(run.candidates[0], county_code="330106")
    monkeypatch.setattr("jiqun.web.recognition.views.calls._candidates", lambda _: [one])
    with on(BEFORE):
        page = page_of(call, signed_in("county"))
    option = page.split(f'value="candidate-{one.rank}">')[1].split("</option>")[0]
    assert option == f"浙江省杭州市西湖区 · {one.label}（{one.firms} 家企业，全国第 {one.rank} 名）"


@pytest.mark.parametrize("kept", [True, False])
def test_criteria_keep_the_order_of_their_document_whatever_the_database_does(kept: bool) -> None:
    rules = programmes()[NATIONAL]
    said = json.loads(json.dumps(written_down(rules), sort_keys=True))
    if not kept:  # a call of before the order was kept
        del said[ORDER]
    assert list(programme_of(said, rules.id).criteria) == list(rules.criteria)


def test_a_call_whose_programme_is_gone_says_what_it_kept_without_a_link(
    office: Workspace,
) -> None:
    call = call_of({}, state="open")
    Call.objects.filter(pk=call.pk).update(programme="gone/one")
    page = page_of(Call.objects.get(pk=call.pk), Client())
    assert "gone/one" in page
    assert 'href="/programmes/gone' not in page


def test_the_account_leads_to_the_rooms_of_one_s_office(office: Workspace) -> None:
    rooms = {"/recognition/": ("county", "agency"), "/candidates/": ("county", "nation")}
    for room, logins in rooms.items():
        for login in logins:
            main = signed_in(login).get("/accounts/").content.decode().split("<main")[1]
            assert f'href="{room}"' in main, (room, login)
    agency = signed_in("agency").get("/accounts/").content.decode().split("<main")[1]
    assert 'href="/candidates/"' not in agency
