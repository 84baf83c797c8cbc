"""A call's way, by people on pages: drafted, applied to, recommended, on notice, listed."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

import pytest
from django.test import Client
from tests.web.people import signed_in

from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.recognised.models import Recognition
from jiqun.web.recognition.models import Application, Call
from jiqun.workspace import Workspace

BEFORE, AFTER = date(2026, 6, 1), date(2026, 6, 16)
TERMS = {
    "programme": "national/sme-cluster",
    "year": "2026",
    "due": "2026-06-15",
    "notice": "工信厅企业函〔2026〕1号",
    "quota_province": "1",
}


@contextmanager
def on(day: date) -> Iterator[None]:
    """Let it be a day in China."""
    with patch("jiqun.web.casework.clocks.timezone.localdate", return_value=day):
        yield


@pytest.fixture
def call(office: Workspace) -> Call:
    """Return an issued call of the nation's."""
    nation = signed_in("nation")
    assert nation.post("/recognition/calls/new/", TERMS).status_code == 302
    drafted = Call.objects.get()
    with on(BEFORE):
        assert nation.post(f"/recognition/calls/{drafted.pk}/issue/").status_code == 302
    return Call.objects.get()


def applied(call: Call, login: str, cluster: str) -> Application:
    """Apply for a cluster and fill everything in, as the page's script does."""
    county = signed_in(login)
    with on(BEFORE):
        answer = county.post(f"/recognition/calls/{call.pk}/apply/", {"cluster": cluster})
        assert answer.status_code == 302, answer.content.decode()
        application = Application.objects.get(cluster=cluster)
        path = f"/recognition/{application.pk}/"
        assert county.get(path).status_code == 200
        cells = [
            {**_said(answer), "period": answer.period, "field": answer.field, "version": 0}
            for answer in application.cells.all()
        ]
        for first in range(0, len(cells), 300):
            sent = {"cells": cells[first : first + 300]}
            saved = county.post(f"{path}cells", sent, content_type="application/json")
            assert saved.status_code == 200, saved.content.decode()
    return application


def _said(answer: object) -> dict[str, str]:
    asked = Application.objects.get(pk=answer.application_id).asked_of  # type: ignore[attr-defined]
    field = asked.figures.get(answer.field)  # type: ignore[attr-defined]
    if answer.period == "text":  # type: ignore[attr-defined]
        return {"said": "见所附材料。"}
    return {"said": "true" if field is not None and field.type == "flag" else "12"}


def act(login: str, application: Application, verb: str, **said: object) -> int:
    answer = signed_in(login).post(f"/recognition/{application.pk}/{verb}/", said)
    return answer.status_code


def recommended(call: Call, login: str, cluster: str) -> Application:
    application = applied(call, login, cluster)
    with on(BEFORE):
        assert act(login, application, "submit") == 302
        assert act("prefecture", application, "endorse") == 302
        assert act("province", application, "pass_first_review") == 302
        assert act("province", application, "record_site_check", text="厂房属实。") == 302
        assert act("province", application, "recommend") == 302
    return application


def listed_on_page(call: Call, client: Client) -> str:
    return client.get(f"/recognition/calls/{call.pk}/").content.decode()


def test_a_call_from_its_draft_to_the_public_list(call: Call) -> None:
    application = recommended(call, "county", "one")
    public = Client()
    with on(AFTER):
        nation = signed_in("nation")
        for verb in ("close", "start_review"):
            assert nation.post(f"/recognition/calls/{call.pk}/{verb}/").status_code == 302
        assert act("nation", application, "close_scores") == 302
        assert act("nation", application, "summarise", text="同意推荐。") == 302
        assert application.name not in listed_on_page(call, public)
        assert act("nation", application, "give_notice") == 422  # no scheme: a reason is needed
        assert act("nation", application, "give_notice", reason="专家一致同意。") == 302
        assert application.name in listed_on_page(call, public)
        for verb in ("give_notice", "decide", "announce"):
            assert nation.post(f"/recognition/calls/{call.pk}/{verb}/").status_code == 302
    application.refresh_from_db()
    assert (application.state, application.rank) == ("listed", 1)
    stands = Recognition.objects.get(cluster="one")
    assert (stands.batch, stands.since, stands.until) == (2026, AFTER, date(2029, 6, 15))
    assert "t2026.output_sme_share" in stands.targets
    assert "认定名单" in listed_on_page(call, public)
    assert verify().problems == []


@pytest.mark.parametrize("written", ["2026-06-15", "2026年6月15日", "2026/6/15", "20260615"])
def test_a_last_day_is_understood_however_it_is_written(office: Workspace, written: str) -> None:
    nation = signed_in("nation")
    assert nation.post("/recognition/calls/new/", {**TERMS, "due": written}).status_code == 302
    assert Call.objects.get().due == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "没有写明申报截止日期"),
        ("6月", "“6月”不是日历上的一天"),
        ("2026-02-31", "“2026-02-31”不是日历上的一天"),
    ],
)
def test_a_call_without_a_last_day_is_refused_and_what_was_typed_is_kept(
    office: Workspace, written: str, told: str
) -> None:
    answer = signed_in("nation").post("/recognition/calls/new/", {**TERMS, "due": written})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert told in page
    assert f'value="{TERMS["notice"]}"' in page
    assert Call.objects.count() == 0


def test_a_province_never_recommends_more_than_its_quota(call: Call) -> None:
    recommended(call, "county", "one")
    second = applied(call, "neighbour", "two")
    with on(BEFORE):
        assert act("neighbour", second, "submit") == 302
        assert act("prefecture", second, "endorse") == 302
        assert act("province", second, "pass_first_review") == 302
        assert act("province", second, "record_site_check", text="属实。") == 302
        assert act("province", second, "recommend") == 422
        assert act("province", second, "put_on_waiting_list") == 302


def test_a_withdrawal_gives_the_place_back(call: Call) -> None:
    first = recommended(call, "county", "one")
    second = applied(call, "neighbour", "two")
    with on(BEFORE):
        for login, verb in (("neighbour", "submit"), ("prefecture", "endorse")):
            assert act(login, second, verb) == 302
        assert act("province", second, "pass_first_review") == 302
        assert act("province", second, "record_site_check", text="属实。") == 302
        assert act("county", first, "withdraw") == 302
        assert act("province", second, "recommend") == 302


def test_nobody_applies_or_withdraws_after_the_last_day(call: Call) -> None:
    application = recommended(call, "county", "one")
    with on(AFTER):
        late = signed_in("neighbour").post(
            f"/recognition/calls/{call.pk}/apply/", {"cluster": "two"}
        )
        assert late.status_code == 422
        assert act("county", application, "withdraw") == 422


def test_what_is_not_said_or_confirmed_is_told_at_once(call: Call) -> None:
    county = signed_in("county")
    with on(BEFORE):
        county.post(f"/recognition/calls/{call.pk}/apply/", {"cluster": "one"})
        application = Application.objects.get()
        page = county.post(f"/recognition/{application.pk}/submit/")
    assert page.status_code == 422
    text = page.content.decode()
    told = text[text.index('class="problems"') : text.index("</section>")]
    assert told.count("还没有填写") == 1  # the same fault once, with a link to each place
    assert told.count('href="#f-') > 20
    assert f"有 {told.count('href=')} 处需要处理" in told
    assert Application.objects.get().state == "draft"


def test_every_problem_and_question_of_a_draft_leads_to_its_cell(call: Call) -> None:
    county = signed_in("county")
    with on(BEFORE):
        county.post(f"/recognition/calls/{call.pk}/apply/", {"cluster": "one"})
        path = f"/recognition/{Application.objects.get().pk}/submit/"
        page = county.post(path).content.decode()
    led = set(re.findall(r'href="#([^"]+)"', page))
    assert {"f-2025.output_total", "f-text.front_rank", "f-t2026.output_total"} <= led
    assert led <= set(re.findall(r' id="([^"]+)"', page))


def test_a_draft_is_its_county_s_own_and_others_see_what_was_handed_in(call: Call) -> None:
    application = applied(call, "county", "one")
    path = f"/recognition/{application.pk}/"
    assert signed_in("neighbour").get(path).status_code == 404
    assert "见所附材料" not in signed_in("province").get(path).content.decode()
    with on(BEFORE):
        act("county", application, "submit")
    assert "见所附材料" in signed_in("province").get(path).content.decode()


def test_a_drafted_call_is_nobody_s_but_its_authority_s(office: Workspace) -> None:
    signed_in("nation").post("/recognition/calls/new/", TERMS)
    drafted = Call.objects.get()
    path = f"/recognition/calls/{drafted.pk}/"
    assert signed_in("nation").get(path).status_code == 200
    assert signed_in("province").get(path).status_code == Client().get(path).status_code == 404


def test_every_step_is_one_event(call: Call) -> None:
    before = Event.objects.count()
    application = applied(call, "county", "one")
    with on(BEFORE):
        act("county", application, "submit")
    verbs = list(Event.objects.order_by("number").values_list("verb", flat=True))[before:]
    assert [verb for verb in verbs if verb != "sign_in"] == ["begin", "save", "submit"]


def test_the_self_check_holds_the_draft_against_nation_and_province(call: Call) -> None:
    application = applied(call, "county", "one")
    page = signed_in("county").get(f"/recognition/{application.pk}/").content.decode()
    assert '<span class="verdict not_met">有条件不符合</span>' in page
    assert "有一票否决的条件不符合，改动数据不能弥补" in page  # twelve accidents
    assert '<b class="n">12 起</b>' in page
    assert "差 12 起" in page


def test_nothing_is_recommended_once_the_review_has_begun(call: Call) -> None:
    recommended(call, "county", "one")
    late = applied(call, "neighbour", "two")
    with on(BEFORE):
        for login, verb in (("neighbour", "submit"), ("prefecture", "endorse")):
            assert act(login, late, verb) == 302
        assert act("province", late, "pass_first_review") == 302
        assert act("province", late, "record_site_check", text="属实。") == 302
    Call.objects.update(quotas={"province": 9})
    with on(AFTER):
        for verb in ("close", "start_review"):
            path = f"/recognition/calls/{call.pk}/{verb}/"
            assert signed_in("nation").post(path).status_code == 302
        assert act("province", late, "recommend") == 422
    late.refresh_from_db()
    assert late.state == "site_checked"


def test_what_reviewers_write_is_sealed_in_the_log(call: Call) -> None:
    recommended(call, "county", "one")
    event = Event.objects.get(verb="record_site_check")
    assert "厂房属实" not in event.said
    assert event.sealed.get(name="checked_on_site").text == "厂房属实。"


def test_who_may_not_hand_in_learns_nothing_of_what_a_draft_lacks(call: Call) -> None:
    county = signed_in("county")
    with on(BEFORE):
        county.post(f"/recognition/calls/{call.pk}/apply/", {"cluster": "one"})
        application = Application.objects.get()
        cell = application.cells.filter(period__startswith="20").order_by("pk")[0]
        content = {"cells": [{"period": cell.period, "field": cell.field, "version": cell.version,
                              "said": "四百亿九"}]}  # fmt: skip
        path = f"/recognition/{application.pk}/"
        assert county.post(f"{path}cells", content, content_type="application/json").json()
        for login in ("prefecture", "province"):
            answer = signed_in(login).post(f"{path}submit/")
            assert answer.status_code == 422
            assert "四百亿九" not in answer.content.decode()
            assert "没有填写" not in answer.content.decode()


def test_a_call_is_not_closed_before_its_last_day(call: Call) -> None:
    close = f"/recognition/calls/{call.pk}/close/"
    with on(BEFORE):
        assert signed_in("nation").post(close).status_code == 422
    with on(AFTER):
        assert signed_in("nation").post(close).status_code == 302


@pytest.mark.parametrize(
    ("said", "status", "due"),
    [
        ("2026-06-30", 302, date(2026, 6, 30)),
        ("2026-06-01", 422, date(2026, 6, 15)),
        ("2027-01-31", 422, date(2026, 6, 15)),
        ("", 422, date(2026, 6, 15)),
    ],
)
def test_more_time_is_a_later_day_of_the_same_year(
    call: Call, said: str, status: int, due: date
) -> None:
    path = f"/recognition/calls/{call.pk}/extend/"
    with on(BEFORE):
        answer = signed_in("nation").post(path, {"reason": "汛情", "due": said})
    assert answer.status_code == status
    assert Call.objects.get().due == due
