"""Data sharing: readings are the firm's; others read by a grant while it lasts."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.people import PASSWORD, doer, firms_signed_in, signed_in

from jiqun.web.accounts.agencies import change_agency
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event, Sealed
from jiqun.web.grants.models import Grant, Reading
from jiqun.workspace import Workspace

PAGE = "/exchange/grants/"
FIRM, BANK, OTHER = "91330110MA28000011", "91330106MA2800000X", "91410783MA28000027"
FILE = """设备,时间,用电量(kWh),合格数,生产数
M1,2026-01-05 08:00,1234.5,97,100
M2,2026-01-05 08:00,,48,50
M1,2026-02-05 08:00,0,0,0
"""
ASKED = {
    "name": "某银行", "firm": FIRM, "field": "electricity", "purpose": "finance",
    "until": "2099-12-31", "wish": "授信",
}  # fmt: skip
SHOWN = "1,234.50"
"""A value as pages print it; and as programs read it."""
READS = ("data/", "data.json", "data.jsonl", "data.csv")


@pytest.fixture
def firms(office: Workspace) -> dict[str, Client]:
    """Return browsers of the firm with data, of one that asks, and of another."""
    del office
    return firms_signed_in({"firm": FIRM, "bank": BANK, "other": OTHER})


def told(answer: Any) -> list[str]:
    """Return what a page says is wrong."""
    return re.findall('<li class="error">(.*?)<', answer.content.decode())


def upload(client: Client, content: str | bytes = FILE, status: int = 200, **said: str) -> str:
    content = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile("readings.csv", content)
    answer = client.post(f"{PAGE}readings/", {"file": file, **said})
    assert answer.status_code == status, told(answer)
    return answer.content.decode()


def text(client: Client, path: str = "", status: int = 200) -> str:
    answer = client.get(f"{PAGE}{path}")
    assert answer.status_code == status, told(answer)
    return answer.content.decode()


def posted(client: Client, path: str, status: int = 302, **said: Any) -> str:
    answer = client.post(f"{PAGE}{path}", said)
    assert answer.status_code == status, told(answer)
    return answer.content.decode()


def asked(client: Client, **said: str) -> Grant:
    posted(client, "new/", **{**ASKED, **said})
    return Grant.objects.latest("pk")


def done(client: Client, row: Grant, verb: str, status: int = 302, **said: str) -> str:
    page = posted(client, f"{row.pk}/{verb}/", status, **said)
    row.refresh_from_db()
    return page


def granted(firms: dict[str, Client], **said: str) -> Grant:
    upload(firms["firm"])
    row = asked(firms["bank"], **said)
    done(firms["firm"], row, "grant", name="甲公司")
    return row


def unreadable(client: Client, row: Grant, why: str, status: int = 403) -> None:
    """Hold that nothing of a grant can be read, whatever way is tried, unchanged or not."""
    for name in READS:
        for headers in ({}, {"HTTP_IF_NONE_MATCH": "*"}, {"HTTP_IF_MODIFIED_SINCE": LONG_AGO}):
            for ask in (client.get, client.head):
                answer = ask(f"{PAGE}{row.pk}/{name}", **headers)
                assert answer.status_code == status, (name, headers)
                assert answer.headers["Cache-Control"] == "private, no-store"
                assert "ETag" not in answer.headers
                assert "1234.5" not in answer.content.decode()
                assert SHOWN not in answer.content.decode()
        if status == 403:
            assert why in client.get(f"{PAGE}{row.pk}/{name}").content.decode()


LONG_AGO = "Thu, 01 Jan 2099 00:00:00 GMT"


def test_readings_are_the_firms_alone(firms: dict[str, Client]) -> None:
    page = upload(firms["firm"])
    assert "已保存 readings.csv：3 行" in page
    assert SHOWN in page
    assert Reading.objects.count() == 9  # electricity, electricity a piece, yield: three lines
    for client in (firms["bank"], firms["other"]):
        assert "1,234" not in text(client, "readings/")
    assert signed_in("county").get(f"{PAGE}readings/").status_code == 403
    assert Client().get(f"{PAGE}readings/").status_code == 403
    said = " ".join(Event.objects.filter(verb="keep_readings").values_list("said", flat=True))
    assert "1234" not in said


def test_zero_missing_and_nothing_below_are_apart(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    page = text(firms["firm"], "readings/?field=electricity")
    assert "0.00" in page
    page = text(firms["firm"], "readings/?field=yield")
    assert "96.67" in page
    assert "分母为零" in page
    piece = text(firms["firm"], "readings/?field=unit_power")
    assert "12.35" in piece  # of the reading that has both


def test_from_request_to_reading_and_the_firm_sees_each_use(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    row = asked(firms["bank"])
    unreadable(firms["bank"], row, "没有授权")
    assert "轮到您" in text(firms["firm"])
    page = done(firms["firm"], row, "grant", 422)
    assert "名称" in page or "名" in page
    done(firms["firm"], row, "grant", name="甲公司")
    assert SHOWN in text(firms["bank"], f"{row.pk}/data/")
    said = json.loads(text(firms["bank"], f"{row.pk}/data.json"))
    assert said["months"][0] == {
        "month": "2026-01", "value": "1234.5", "status": "reported",
        "reported": 1, "missing": 1, "not_applicable": 0,
    }  # fmt: skip
    assert said["months"][1]["status"] == "zero"
    assert "2026-01,1234.5,千瓦时,reported" in text(firms["bank"], f"{row.pk}/data.csv")
    page = text(firms["firm"], f"{row.pk}/")
    for form in ("页面", "接口", "导出"):
        assert form in page
    uses = Event.objects.filter(subject=row.subject, verb="read_data")
    assert uses.count() == 3
    assert not any("1234" in use.said for use in uses)
    assert not verify().problems


def test_nobody_else_reads_or_sees_a_grant(firms: dict[str, Client]) -> None:
    row = granted(firms)
    for client in (
        firms["other"],
        signed_in("county"),
        signed_in("neighbour"),
        signed_in("nation"),
    ):
        text(client, f"{row.pk}/", 404)
        unreadable(client, row, "", 404)
    for client in (Client(), signed_in("audit"), signed_in("system")):
        text(client, f"{row.pk}/", 403)
    unreadable(firms["firm"], row, "", 404)  # the firm has its own page for them
    assert not Event.objects.filter(verb="read_data").exists()
    assert "1234" not in signed_in("audit").get("/audit/").content.decode()


@pytest.mark.parametrize("after", [0, 1, 86400])
def test_from_the_very_end_nothing_is_readable(firms: dict[str, Client], after: int) -> None:
    row = granted(firms)
    end = datetime(2099, 12, 31, 16, tzinfo=UTC)
    assert row.until == end
    with at(end - timedelta(milliseconds=1)):
        reader = again("bank")
        assert SHOWN in text(reader, f"{row.pk}/data/")
    with at(end + timedelta(seconds=after)):
        reader = again("bank")
        unreadable(reader, row, "授权已到期")
        assert "已到期" in text(reader, f"{row.pk}/")
        for path in ("", f"{row.pk}/"):
            assert SHOWN not in text(reader, path)


def test_nothing_is_readable_before_a_grant_begins(firms: dict[str, Client]) -> None:
    row = granted(firms, since="2099-01-01")
    unreadable(firms["bank"], row, "还没有开始")
    with at(datetime(2098, 12, 31, 16, tzinfo=UTC)):
        assert SHOWN in text(again("bank"), f"{row.pk}/data/")


def test_a_grant_that_ends_while_it_is_read_hands_nothing_out(firms: dict[str, Client]) -> None:
    row = granted(firms)
    with patch("jiqun.web.grants.granting.why_not", side_effect=["", "over"]):
        answer = firms["bank"].get(f"{PAGE}{row.pk}/data.json")
    assert answer.status_code == 403
    assert not Event.objects.filter(verb="read_data").exists()


def test_a_firm_takes_a_grant_back_at_once(firms: dict[str, Client]) -> None:
    row = granted(firms)
    assert SHOWN in text(firms["bank"], f"{row.pk}/data/")
    done(firms["bank"], row, "revoke", 422)
    done(firms["firm"], row, "revoke", reason="合作终止")
    unreadable(firms["bank"], row, "已撤回")
    assert "合作终止" in text(firms["bank"], f"{row.pk}/")
    assert row.revoked_at is not None
    with at(row.revoked_at - timedelta(milliseconds=1)):  # a clock that is put back opens nothing
        unreadable(firms["bank"], row, "已撤回")


def test_a_firm_narrows_and_never_widens(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    row = asked(firms["bank"], first_month="2026-01")
    assert "只能收窄" in done(firms["firm"], row, "grant", 422, name="甲", until="2100-01-01 00:01")
    done(firms["firm"], row, "grant", name="甲公司", until="2099-06-30", first_month="2026-02")
    said = json.loads(text(firms["bank"], f"{row.pk}/data.json"))
    assert [month["month"] for month in said["months"]] == ["2026-02"]
    done(firms["firm"], row, "narrow", 422, until="2099-12-31")
    done(firms["firm"], row, "narrow", 422, first_month="2026-01")
    done(firms["firm"], row, "narrow", until="2099-05-31")
    assert row.until == datetime(2099, 5, 31, 16, tzinfo=UTC)
    done(firms["bank"], row, "narrow", 422, until="2099-05-30")
    done(firms["bank"], row, "give_back")
    unreadable(firms["bank"], row, "没有授权")


def test_refused_and_withdrawn(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    row = asked(firms["bank"])
    posted(firms["bank"], "new/", 422, **ASKED)
    done(firms["firm"], row, "refuse", 422)
    done(firms["firm"], row, "refuse", reason="不便提供")
    assert "不便提供" in text(firms["bank"], f"{row.pk}/")
    unreadable(firms["bank"], row, "没有授权")
    row = asked(firms["bank"])
    done(firms["bank"], row, "withdraw")
    done(firms["firm"], row, "grant", 422, name="甲公司")


def test_a_dispute_stops_reading_and_the_county_settles_without_the_data(
    firms: dict[str, Client],
) -> None:
    row = granted(firms)
    text(firms["bank"], f"{row.pk}/data/")
    neighbour = signed_in("neighbour")
    text(neighbour, f"{row.pk}/", 404)
    done(firms["firm"], row, "dispute", reason="转给了第三方")
    unreadable(firms["bank"], row, "没有授权")
    assert "转给了第三方" in text(neighbour, f"{row.pk}/")
    assert SHOWN not in text(neighbour, f"{row.pk}/")
    unreadable(neighbour, row, "", 404)
    text(signed_in("county"), f"{row.pk}/", 404)
    done(firms["bank"], row, "state_side", reason="没有转出")
    done(firms["bank"], row, "settle", 422, reason="我裁定")
    done(neighbour, row, "settle", reason="属实，终止")
    unreadable(firms["bank"], row, "没有授权")
    words = set(Sealed.objects.filter(event__subject=row.subject).values_list("name", flat=True))
    assert {"firm_says", "reader_says", "ruling"} <= words


def test_a_county_that_reads_does_not_settle_its_own_dispute(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    neighbour = signed_in("neighbour")
    row = asked(neighbour, purpose="audit")
    assert row.arbiter == "province"
    done(firms["firm"], row, "grant", name="甲公司")
    assert SHOWN in text(neighbour, f"{row.pk}/data/")
    done(firms["firm"], row, "dispute", reason="用于处罚")
    done(neighbour, row, "settle", 422, reason="驳回")
    done(signed_in("province"), row, "settle", reason="终止")
    assert row.state == "settled"


def test_what_is_wrong_with_a_request_is_told_at_once(firms: dict[str, Client]) -> None:
    said = {**ASKED, "firm": "甲公司", "field": "", "purpose": "", "until": "很久"}
    page = posted(firms["bank"], "new/", 422, **said)
    for told in ("不是统一社会信用代码", "没有选字段", "没有选用途", "不是日期", "没有选所在县"):
        assert told in page
    page = posted(firms["bank"], "new/", 422, **{**ASKED, "firm": "", "until": " "})
    assert "没有写企业的统一社会信用代码" in page
    assert "没有写到哪天为止" in page
    assert "本企业自己的数据" in posted(firms["firm"], "new/", 422, **ASKED)
    benchmark = posted(firms["bank"], "new/", 422, **{**ASKED, "purpose": "benchmark"})
    assert "不能向单个企业申请" in benchmark
    assert not Grant.objects.exists()


def test_asking_tells_nothing_of_whether_a_firm_has_data(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    with_data, without = asked(firms["bank"]), asked(firms["bank"], firm="91330110MA28000038")
    pages = [
        text(firms["bank"], f"{row.pk}/")
        .replace(str(row.firm), "CODE")
        .replace(f"授权 {row.pk}", "授权")
        .replace(f"grants/{row.pk}/", "grants/")
        for row in (with_data, without)
    ]
    assert without_tokens(pages[0]) == without_tokens(pages[1])


def test_uploads_keep_everything_or_nothing(firms: dict[str, Client]) -> None:
    page = upload(firms["firm"], FILE + "M1,坏,1,2,1\nM1,2026-03-01,-1,1,1\n", 422)
    assert "第 5 行" in page
    assert "第 6 行" in page
    assert not Reading.objects.exists()
    upload(firms["firm"])
    upload(firms["firm"])  # the same once more is nothing new
    assert Reading.objects.count() == 9
    other = FILE.replace("1234.5", "2000")
    assert "与已保存的" in upload(firms["firm"], other, 422)
    assert "2,000.00" in upload(firms["firm"], other, replace="yes")
    assert Reading.objects.count() == 9
    posted(firms["firm"], "readings/remove/", field="yield")
    assert Reading.objects.count() == 6
    posted(firms["firm"], "readings/remove/", 422, field="yield")
    assert firms["firm"].post(f"{PAGE}readings/", {}).status_code == 422


def test_an_end_before_the_beginning_is_refused_and_told(firms: dict[str, Client]) -> None:
    row = asked(firms["bank"], since="2098-01-01")
    for verb, said in (("grant", {"name": "甲公司"}), ("narrow", {})):
        page = done(firms["firm"], row, verb, 422, until="2097-06-30", **said)
        assert "不在开始之后" in page
        if verb == "grant":
            done(firms["firm"], row, verb, **said)
    assert row.until > row.since


@pytest.mark.parametrize(
    "line",
    [
        '{"machine": "M1", "time": "2026-01-05", "load": "\\ud800"}',
        '{"machine": "M1", "time": "2026-01-05", "load": 1, "\\ud800": 2}',
        '{"machine": "M1", "time": "2026-01-05", "load": 1e99999999999999999999}',
        "machine,time,load\nM\x001,2026-01-05,5\n",
    ],
)
def test_what_nothing_can_hold_is_refused_on_the_page(firms: dict[str, Client], line: str) -> None:
    upload(firms["firm"], line, 422)
    assert not Reading.objects.exists()


def test_who_asks_and_withdraws_ever_again_hides_no_grant(firms: dict[str, Client]) -> None:
    row = granted(firms)
    with patch("jiqun.web.grants.views.grants.MOST_SHOWN", 2):
        for _ in range(3):
            done(firms["other"], asked(firms["other"]), "withdraw")
        assert f"{PAGE}{row.pk}/" in text(firms["firm"])


def test_the_next_agency_does_not_read_what_the_one_before_was_granted(
    firms: dict[str, Client],
) -> None:
    upload(firms["firm"])
    waits = asked(signed_in("agency"), field="load")
    row = asked(signed_in("agency"))
    done(firms["firm"], row, "grant", name="甲公司")
    assert SHOWN in text(signed_in("agency"), f"{row.pk}/data/")
    secret = change_agency(["one"], "原机构注销", doer("county"))["one"]
    new = {"login": "next.agency", "password": PASSWORD, "name": "新机构"}
    assert Client().post(f"/accounts/invitation/{secret}/", new).status_code == 302
    after = signed_in("next.agency")
    unreadable(after, row, "促进机构已经更换")
    done(firms["firm"], waits, "grant", name="甲公司")  # asked by the agency of before
    unreadable(after, waits, "促进机构已经更换")
    again = asked(after)
    done(firms["firm"], again, "grant", name="甲公司")
    assert SHOWN in text(after, f"{again.pk}/data/")
    assert "原申请机构已更换" in text(firms["firm"])


def test_who_asks_does_not_choose_who_settles(firms: dict[str, Client]) -> None:
    assert asked(firms["bank"], county="330106").county == FIRM[2:8]


def test_a_name_nobody_sees_is_none(firms: dict[str, Client]) -> None:
    posted(firms["bank"], "new/", 422, **{**ASKED, "name": "\u200b"})
    assert not Grant.objects.exists()


def test_from_the_log_a_file_cannot_be_guessed(firms: dict[str, Client]) -> None:
    upload(firms["firm"])
    kept = Event.objects.get(verb="keep_readings")
    guess = hashlib.sha256(FILE.encode()).hexdigest()
    assert guess not in kept.said
    assert guess not in signed_in("audit").get("/audit/").content.decode()
    assert Sealed.objects.get(event=kept).text == guess


def at(moment: datetime) -> Any:
    """Let it be a moment."""
    return patch("django.utils.timezone.now", return_value=moment)


def again(login: str) -> Client:
    """Sign in anew: a session of today is over in a hundred years."""
    return signed_in(login)


def without_tokens(page: str) -> list[str]:
    """Return the lines of a page without those that differ each time."""
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
