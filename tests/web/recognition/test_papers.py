"""Documents of a call: to those offices that may see them, with what their office entered."""

import io

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
