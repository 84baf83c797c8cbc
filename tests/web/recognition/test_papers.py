"""Documents of a call: to those offices that may see them, with what their office entered."""

import io
import json

from django.test import Client
from docx import Document
from docx.table import Table
from tests.web.people import signed_in
from tests.web.recognition.test_panels import (
    SCORES,
    invite,
    part,
    states,
    step,
    under_review,
)
from tests.web.recognition.test_path import AFTER, TERMS, act, call, on, recommended

from jiqun.base.canonical import content_hash
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.recognition.models import Application, Call
from jiqun.workspace import Workspace

__all__ = ["call", "under_review"]
ENTERED = {
    "kind": "recommendation",
    "number": "浙经信函〔2026〕12号",
    "recipient": "工业和信息化部",
    "dated": "2026-06-10",
}


def words(client: Client, path: str) -> str:
    """Return everything a Word document says, cell by cell."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    found = []
    for block in Document(io.BytesIO(answer.content)).iter_inner_content():
        if isinstance(block, Table):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            found.append(block.text)
    return "\n".join(found)


def on_notice(call: Call, application: Application, *verbs: str) -> None:
    """Take a recommended application of a closed call through the notice, and the call further."""
    nation = signed_in("nation")
    with on(AFTER):
        for verb in ("close", "start_review"):
            assert nation.post(f"/recognition/calls/{call.pk}/{verb}/").status_code == 302
        assert act("nation", application, "close_scores") == 302
        assert act("nation", application, "summarise", text="同意。") == 302
        assert act("nation", application, "give_notice", reason="专家一致同意。") == 302
        for verb in verbs:
            assert nation.post(f"/recognition/calls/{call.pk}/{verb}/").status_code == 302


def test_a_province_s_letter_carries_what_it_entered_and_the_rules_version(call: Call) -> None:
    application = recommended(call, "county", "one")
    page = f"/recognition/calls/{call.pk}/papers/"
    province, path = signed_in("province"), f"/recognition/calls/{call.pk}/recommendation.docx"
    blank = words(province, path)
    assert "（机关代字）〔" in blank
    assert province.post(page, ENTERED).status_code == 302
    for reader, query in ((province, ""), (signed_in("nation"), "?of=330000")):
        said = words(reader, f"{path}{query}")
        assert "浙经信函〔2026〕12号" in said
        assert "2026年6月10日" in said
        assert f"1\n{application.name}\n杭州市西湖区" in said
        assert "工信部企业〔2022〕119号" in said
        assert call.way.version[:12] in said
    assert Event.objects.filter(verb="enter").count() == 1
    assert verify().problems == []


def test_nobody_else_has_a_province_s_letter(call: Call) -> None:
    recommended(call, "county", "one")
    path = f"/recognition/calls/{call.pk}/recommendation.pdf"
    assert signed_in("province").get(f"{path}?of=370000").status_code == 404
    assert signed_in("nation").get(f"{path}?of=370000").status_code == 404
    for login in ("county", "prefecture", "agency"):
        assert signed_in(login).get(path).status_code == 403
    assert Client().get(path).status_code == 403


def test_the_notice_is_everybody_s_once_it_is_given_and_the_list_once_announced(
    call: Call,
) -> None:
    application = recommended(call, "county", "one")
    public, base = Client(), f"/recognition/calls/{call.pk}"
    on_notice(call, application)
    nation = signed_in("nation")
    assert application.name in words(nation, f"{base}/notice.docx")  # to be looked at before
    assert public.get(f"{base}/notice.docx").status_code == 404
    assert signed_in("province").get(f"{base}/notice.docx").status_code == 404
    with on(AFTER):
        assert nation.post(f"{base}/give_notice/").status_code == 302
        assert application.name in words(public, f"{base}/notice.docx")
        assert "notice.docx" in public.get(f"{base}/").content.decode()
        for verb in ("decide", "announce"):
            assert public.get(f"{base}/list.docx").status_code == 404
            assert nation.post(f"{base}/{verb}/").status_code == 302
    said = words(public, f"{base}/list.docx")
    assert application.name in said
    assert "工业和信息化部文件" in said
    assert public.get(f"{base}/list.pdf").content.startswith(b"%PDF")


def test_only_whose_document_it_is_enters_its_number(call: Call) -> None:
    recommended(call, "county", "one")
    page = f"/recognition/calls/{call.pk}/papers/"
    assert signed_in("nation").post(page, ENTERED).status_code == 422
    assert signed_in("province").post(page, {**ENTERED, "kind": "list"}).status_code == 422
    wrong = signed_in("province").post(page, {**ENTERED, "dated": "6月", "number": "号" * 101})
    assert wrong.status_code == 422
    assert "不是日历上的一天" in wrong.content.decode()
    assert not call.entered.exists()
    assert signed_in("county").get(page).status_code == 403


def test_a_sheet_is_its_expert_s_alone(under_review: Application) -> None:
    for expert in ("qian", "sun"):
        states(expert)
    invite(under_review)
    path = f"{part('qian')}sheet.docx"
    blank = words(signed_in("qian"), path)
    assert under_review.name in blank
    assert "84.00" not in blank
    assert step("qian", part("qian"), "accept") == 302
    assert step("qian", part("qian"), "give_scores", **SCORES) == 302
    assert "84.00" in words(signed_in("qian"), path)
    assert signed_in("sun").get(path).status_code == 404
    for login in ("nation", "province", "county"):
        assert signed_in(login).get(path).status_code == 403


def test_a_province_under_its_own_programme_is_asked_only_for_what_it_issues(
    office: Workspace,
) -> None:
    assert signed_in("nation").post("/recognition/calls/new/", TERMS).status_code == 302
    drafted = Call.objects.get()
    assert signed_in("province").get(f"/recognition/calls/{drafted.pk}/papers/").status_code == 404


def corrects(login: str, call: Call, **said: str) -> int:
    path = f"/recognition/calls/{call.pk}/papers/"
    answer = signed_in(login).post(path, {"kind": "recommendation", "act": "correct", **said})
    return int(answer.status_code)


def test_what_was_issued_stays_whatever_changes_and_is_corrected_with_a_reason(call: Call) -> None:
    application = recommended(call, "county", "one")
    page, path = f"/recognition/calls/{call.pk}/papers/", f"/recognition/calls/{call.pk}/"
    province = signed_in("province")
    assert province.post(page, {**ENTERED, "act": "issue", "signer": "王某"}).status_code == 302
    issued = words(province, f"{path}recommendation.docx")
    assert "签发人：王某" in issued
    application.refresh_from_db()
    application.profile = {**application.profile, "name": "改了名的集群"}
    application.save()
    Call.objects.update(notice="另一文号", procedure={"procedure": {}})
    assert words(province, f"{path}recommendation.docx") == issued
    assert "按现状列出的集群与已印发的不同" in province.get(page).content.decode()
    for again in ({"act": "enter"}, {"act": "issue"}):
        answer = province.post(page, {**ENTERED, "number": "换号", **again})
        assert answer.status_code == 422
        assert "已经印发" in answer.content.decode()
    assert call.entered.get().number == ENTERED["number"]
    said = {**ENTERED, "number": "浙经信函〔2026〕13号", "signer": "王某"}
    assert corrects("province", call, **said) == 422  # without a reason
    assert corrects("province", call, **{**ENTERED, "signer": "王某"}, reason="无改动") == 422
    assert corrects("nation", call, **said, reason="不是本单位的公文") == 422
    assert corrects("province", call, **said, reason="文号写错。") == 302
    corrected = words(province, f"{path}recommendation.docx")
    assert "浙经信函〔2026〕13号" in corrected
    assert "第1次更正" in corrected
    assert "改了名的集群" not in corrected
    assert words(province, f"{path}recommendation.docx?issue=1") == issued
    assert province.get(f"{path}recommendation.docx?issue=3").status_code == 404
    verbs = ["issue_paper", "correct_paper"]
    events = Event.objects.filter(verb__in=verbs).order_by("number")
    assert [event.verb for event in events] == verbs
    kept = list(call.issued_papers.all())
    assert [json.loads(event.said)["sha256"] for event in events] == [row.sha256 for row in kept]
    assert [row.sha256 for row in kept] == [content_hash(row.paper) for row in kept]
    assert verify().problems == []


def test_a_notice_is_frozen_as_it_is_given_and_names_who_was_on_it_later_too(call: Call) -> None:
    application = recommended(call, "county", "one")
    on_notice(call, application, "give_notice")
    notice, page = (f"/recognition/calls/{call.pk}/{end}" for end in ("notice.docx", "papers/"))
    given = words(Client(), notice)
    assert application.name in given
    letter = f"/recognition/calls/{call.pk}/recommendation.docx?of=330000"
    assert call.issued_papers.filter(kind="recommendation", of="330000").exists()
    recommended_then = words(signed_in("nation"), letter)
    Application.objects.update(state="objection_upheld")
    assert words(Client(), notice) == given
    assert words(signed_in("nation"), letter) == recommended_then
    said = {"kind": "notice", "act": "correct", "rows": "1", "reason": "异议成立，撤下一个集群。"}
    assert signed_in("nation").post(page, said).status_code == 302
    corrected = words(Client(), notice)
    assert application.name not in corrected
    assert "第1次更正" in corrected
    assert words(Client(), f"{notice}?issue=1") == given


def test_what_is_entered_is_told_wrong_all_at_once(call: Call) -> None:
    recommended(call, "county", "one")
    page = f"/recognition/calls/{call.pk}/papers/"
    wrong = {"copy": "第一份", "signer": "签" * 65, "printed_on": "明天", "cc": "厅" * 301}
    answer = signed_in("province").post(page, {**ENTERED, **wrong, "act": "issue"})
    assert answer.status_code == 422
    told = answer.content.decode()
    for said in ("份号应为 6 位以内", "超过 64 个", "超过 300 个", "不是日历上的一天"):
        assert said in told
    assert not call.issued_papers.exists()
    assert not call.entered.exists()
