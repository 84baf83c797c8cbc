"""Evidence of an application: under a heading, for its path and experts, kept once handed in."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web import engines
from tests.web.people import doer, signed_in
from tests.web.recognition.worlds import SCHEME, application_to, call_of, given
from tests.web.walks import erased

from jiqun.base.errors import Refused
from jiqun.base.readers import NATION, PUBLIC, Office, Reader
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.contents import stored
from jiqun.web.casework.moving import move
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event, Sealed
from jiqun.web.opened import open_installation
from jiqun.web.recognition.applying import hand_in
from jiqun.web.recognition.exhibits import attach, remove, replace, shown_to
from jiqun.web.recognition.handing import hand_over
from jiqun.web.recognition.models import Application, Exhibit
from jiqun.web.recognition.past import seen_on
from jiqun.workspace import Workspace

PDF = b"%PDF-1.7\n a scan"
PLAN, HONOURS = "evidence.plan", "evidence.honours"
LISTED: dict[str, Any] = {
    "headings": [
        {"id": "plan", "zh": "三年发展规划", "en": "plan for three years", "required": True},
        {"id": "honours", "zh": "荣誉证书", "en": "certificates", "required": False},
    ],
    "source": ["local"],
}
JUDGE = Reader(Office.EXPERT, cases=frozenset({"e1"}))


@pytest.fixture
def application(office: Workspace) -> Application:
    """Return a draft under a programme that asks for a plan, and takes certificates."""
    due = today() + timedelta(days=9)
    call = call_of({**SCHEME, "evidence": LISTED}, "open", due=due)
    return application_to(call, "one", "330106", state="draft")


def file(content: bytes = PDF, name: str = "规划 终稿.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def path(application: Application, *parts: object) -> str:
    return "/".join(("/recognition", str(application.pk), "evidence", *map(str, parts), ""))


def added(application: Application, content: bytes = PDF, heading: str = PLAN) -> Exhibit:
    return attach(application, file(content), heading, doer("county"))


def fresh(application: Application) -> Application:
    return Application.objects.select_related("definition", "call").get(pk=application.pk)


def handed_in(application: Application) -> Application:
    return hand_in(fresh(application), doer("county"))


def returned(application: Application) -> Application:
    return move(fresh(application), "return", doer("prefecture"), "请补正。")


def read_by(application: Application, who: Doer) -> list[str]:
    """Return the contents of the files somebody sees now."""
    return [kept.sha256 for kept in shown_to(fresh(application), who)]


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_file_is_kept_under_its_heading_and_handed_out_to_be_saved(
    application: Application,
) -> None:
    county = signed_in("county")
    answer = county.post(path(application), {"file": file(), "heading": PLAN})
    assert (answer.status_code, answer["Location"].partition("#")[2]) == (302, "evidence")
    kept = Exhibit.objects.get()
    assert (kept.heading, kept.name, kept.sha256) == (PLAN, "规划_终稿.pdf", sha(PDF))
    assert stored(kept.sha256).read_bytes() == PDF
    page = county.get(f"/recognition/{application.pk}/").content.decode()
    assert all(word in page for word in ("三年发展规划", "规划_终稿.pdf", "必交"))
    answer = county.get(path(application, kept.pk))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_each_step_is_one_event_with_the_hash_and_names_are_sealed(
    application: Application,
) -> None:
    kept = added(application)
    handed_in(application)
    returned(application)
    after = replace(kept, file(b"%PDF-1.7 b"), doer("county"))
    remove(after, doer("county"))
    events = [
        (event.verb, json.loads(event.said))
        for event in Event.objects.filter(subject=application.subject).order_by("number")
    ]
    assert [verb for verb, _ in events] == [
        "attach", "submit", "return", "replace_file", "detach",
    ]  # fmt: skip
    assert (events[0][1]["sha256"], events[0][1]["field"]) == (sha(PDF), PLAN)
    assert events[1][1]["evidence"] == {str(kept.pk): sha(PDF)}
    assert events[3][1]["replaces"] == kept.pk
    assert "规划" not in "".join(json.dumps(said) for _, said in events)
    sealed = Sealed.objects.filter(event__verb="attach", event__subject=application.subject)
    assert {text.name for text in sealed} == {"name", "by"}
    assert verify().problems == []


@pytest.mark.parametrize(
    ("content", "heading", "told"),
    [
        (b"MZ\x90\x00", PLAN, "PDF、JPEG 和 PNG"),
        (b"%PDF-1.7 <</S/JavaScript>>", PLAN, "脚本"),
        (b"", PLAN, "空"),
        (PDF, "evidence.beauty", "没有这一类佐证材料"),
        (None, PLAN, "没有选择文件"),
    ],
)
def test_what_is_not_taken_is_told_on_the_page_and_nothing_is_kept(
    application: Application, content: bytes | None, heading: str, told: str
) -> None:
    sent = {"heading": heading} | ({} if content is None else {"file": file(content)})
    answer = signed_in("county").post(path(application), sent)
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    assert not Exhibit.objects.exists()
    assert not Event.objects.filter(verb="attach", subject=application.subject).exists()
    assert not stored(sha(content or b"")).exists()


def test_a_programme_that_lists_nothing_takes_files_about_anything_it_asks(
    office: Workspace,
) -> None:
    call = call_of(SCHEME, "open", due=today() + timedelta(days=9))
    plain = application_to(call, "one", "330106", state="draft")
    for heading in ("", "text.front_rank", "about.firms", "targets"):
        added(plain, heading.encode() + PDF if heading == "" else PDF + heading.encode(), heading)
    assert Exhibit.objects.count() == 4
    assert handed_in(plain).state == "submitted"


def test_a_required_heading_without_a_file_holds_handing_in_back_with_all_else(
    application: Application,
) -> None:
    application.cells.create(period="text", field="front_rank")
    with pytest.raises(Refused) as refused:
        handed_in(application)
    codes = {problem.code for problem in refused.value.problems}
    assert codes == {"recognition.not_answered", "recognition.evidence_lacking"}
    county = signed_in("county")
    said = county.get(f"/recognition/{application.pk}/problems").json()["problems"]
    assert PLAN in [problem["field"] for problem in said]
    page = county.post(f"/recognition/{application.pk}/submit/")
    assert page.status_code == 422
    assert f'href="#f-{PLAN}"' in page.content.decode()
    assert f'id="f-{PLAN}"' in page.content.decode()
    application.cells.all().delete()
    added(application, heading=HONOURS)
    with pytest.raises(Refused):
        handed_in(application)
    added(application)
    assert handed_in(application).state == "submitted"


@pytest.mark.parametrize("login", ["neighbour", "agency", "audit", "system", "security"])
def test_others_neither_read_nor_add(application: Application, login: str) -> None:
    kept = added(application)
    handed_in(application)
    client = signed_in(login)
    assert client.get(path(application, kept.pk)).status_code in (403, 404)
    for address in (path(application), path(application, kept.pk, "replace")):
        assert client.post(address, {"file": file(), "heading": ""}).status_code in (403, 404)
    page = client.get(f"/recognition/{application.pk}/").content.decode()
    assert kept.name not in page
    assert Client().get(path(application, kept.pk)).status_code == 403
    assert Exhibit.objects.count() == 1


def test_the_offices_on_the_path_read_what_was_handed_in(application: Application) -> None:
    kept = added(application)
    for login in ("prefecture", "province", "nation"):
        client = signed_in(login)
        assert client.get(path(application, kept.pk)).status_code == 404, login
        assert kept.name not in client.get(f"/recognition/{application.pk}/").content.decode()
    handed_in(application)
    for login in ("county", "colleague", "prefecture", "province", "nation"):
        client = signed_in(login)
        assert client.get(path(application, kept.pk)).content == PDF, login
        assert kept.name in client.get(f"/recognition/{application.pk}/").content.decode()
    assert client.post(path(application), {"file": file()}).status_code == 403


def test_an_office_that_covers_the_place_and_is_not_on_the_path_reads_none(
    application: Application,
) -> None:
    added(application)
    handed_in(application)
    parties = {**application.parties, "authority": ["province", "330000"]}
    Application.objects.update(parties=parties)
    counted = {
        login: Exhibit.objects.all().for_reader(doer(login).reader).count()
        for login in ("nation", "province", "prefecture", "county", "agency", "neighbour")
    }
    assert counted == {
        "nation": 0, "province": 1, "prefecture": 1, "county": 1, "agency": 0, "neighbour": 0,
    }  # fmt: skip
    assert not Exhibit.objects.all().for_reader(PUBLIC).exists()
    assert NATION.covers(application.county)


def test_an_expert_reads_while_they_judge_and_neither_before_nor_once_they_are_out(
    application: Application,
) -> None:
    added(application)
    handed_in(application)
    expert = Doer(JUDGE)
    assert read_by(application, expert) == []
    given(application, "e1", 9, 9)
    opinion = application.opinions.get()
    for state in ("invited", "scoring", "scored", "declined", "conflicted", "excluded", "replaced"):
        type(opinion).objects.update(state=state)
        reads = state in ("invited", "scoring", "scored")
        assert read_by(application, expert) == [sha(PDF)] * reads, state
    other = Doer(Reader(Office.EXPERT, cases=frozenset({"e2"})))
    assert read_by(application, other) == []


def test_an_expert_s_sheet_lists_the_evidence(application: Application) -> None:
    kept = added(application)
    handed_in(application)
    given(application, "e1", 9, 9)
    number = application.opinions.get().pk
    page = signed_in("nation").get(f"/recognition/opinions/{number}/").content.decode()
    assert path(application, kept.pk) in page


def test_it_is_removed_until_it_is_handed_in_and_then_stays(application: Application) -> None:
    kept, county = added(application), signed_in("county")
    assert county.post(path(application, kept.pk, "remove")).status_code == 302
    assert (Exhibit.objects.count(), stored(kept.sha256).exists()) == (0, False)
    kept = added(application)
    handed_in(application)
    for verb in ("remove", "replace"):
        answer = county.post(path(application, kept.pk, verb), {"file": file()})
        assert answer.status_code == 422
    assert county.post(path(application), {"file": file(), "heading": PLAN}).status_code == 422
    returned(application)
    assert county.post(path(application, kept.pk, "remove")).status_code == 422
    assert stored(kept.sha256).exists()


def test_sent_back_it_is_replaced_and_both_are_kept(application: Application) -> None:
    kept, new = added(application), b"%PDF-1.7 corrected"
    handed_in(application)
    returned(application)
    county = signed_in("county")
    answer = county.post(path(application, kept.pk, "replace"), {"file": file(new, "新.pdf")})
    assert answer.status_code == 302
    assert read_by(application, doer("county")) == [sha(new)]
    assert read_by(application, doer("province")) == [sha(PDF)]
    handed_in(application)
    for login in ("county", "province"):
        assert read_by(application, doer(login)) == [sha(new)]
        page = signed_in(login).get(f"/recognition/{application.pk}/").content.decode()
        assert "更换前的文件 1 个" in page
        assert signed_in(login).get(path(application, kept.pk)).content == PDF


def test_a_replacement_that_is_removed_lets_the_one_before_stand_again(
    application: Application,
) -> None:
    kept = added(application)
    handed_in(application)
    returned(application)
    after = replace(kept, file(b"%PDF-1.7 b"), doer("county"))
    with pytest.raises(Refused):
        replace(kept, file(b"%PDF-1.7 c"), doer("county"))
    with pytest.raises(Refused):
        replace(after, file(b"%PDF-1.7 c"), doer("county"))
    remove(after, doer("county"))
    assert read_by(application, doer("county")) == [sha(PDF)]
    seen = seen_on(fresh(application), today(), doer("county"))
    assert seen is not None
    assert [kept.sha256 for kept in seen.files] == [sha(PDF)]


def test_a_withdrawn_application_keeps_its_evidence_and_takes_it_up_again(
    application: Application,
) -> None:
    added(application)
    handed_in(application)
    move(fresh(application), "withdraw", doer("county"))
    with pytest.raises(Refused):
        added(application, b"%PDF-1.7 b")
    assert read_by(application, doer("county")) == [sha(PDF)]
    move(fresh(application), "take_up", doer("county"))
    added(application, b"%PDF-1.7 b", HONOURS)
    assert len(read_by(application, doer("county"))) == 2
    assert read_by(application, doer("province")) == [sha(PDF)]
    assert handed_in(application).state == "submitted"


def test_the_successor_of_a_county_reads_and_replaces_and_the_county_before_reads_none(
    application: Application,
) -> None:
    kept = added(application)
    handed_in(application)
    hand_over(fresh(application), "330106", "330110", doer("province"), "国函〔2026〕99号")
    assert read_by(application, doer("county")) == []
    assert signed_in("county").get(path(application, kept.pk)).status_code == 404
    assert read_by(application, doer("neighbour")) == [sha(PDF)]
    returned(application)
    replace(kept, file(b"%PDF-1.7 b"), doer("neighbour"))
    assert read_by(application, doer("neighbour")) == [sha(b"%PDF-1.7 b")]


def test_who_added_a_file_is_erased_and_the_past_reads_withheld(application: Application) -> None:
    kept = attach(application, file(), PLAN, doer("colleague"))
    handed_in(application)
    address = f"/recognition/{application.pk}/past/?on={today()}"
    county = signed_in("county")
    assert "规划_终稿.pdf" in county.get(address).content.decode()
    erased("colleague")
    page = county.get(address).content.decode()
    assert ("规划_终稿.pdf" in page, "不再保存" in page) == (False, True)
    kept.refresh_from_db()
    assert (kept.by_name, stored(kept.sha256).exists()) == ("", True)
    assert verify().problems == []


def test_a_content_that_another_row_names_is_kept_when_one_is_removed(
    application: Application,
) -> None:
    first, second = added(application), added(application, heading=HONOURS)
    remove(first, doer("county"))
    assert stored(second.sha256).exists()


def test_too_many_files_are_refused(
    application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jiqun.web.recognition.exhibits.MOST_FILES", 1)
    added(application)
    with pytest.raises(Refused) as refused:
        added(application, b"%PDF-1.7 b")
    assert [problem.code for problem in refused.value.problems] == ["recognition.evidence_enough"]


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        ("content gone", "filing.evidence_gone"),
        ("another content", "filing.evidence_changed"),
        ("row gone", "recognition.evidence_row_missing"),
    ],
)
def test_damage_is_found_by_a_deep_check(
    application: Application, office: Workspace, jiqun: Callable[..., Any], harm: str, code: str
) -> None:
    kept = added(application)
    if harm == "row gone":
        Exhibit.objects.all().delete()
    elif harm == "content gone":
        stored(kept.sha256).unlink()
    else:
        stored(kept.sha256).write_bytes(b"%PDF-1.7 forged")
        assert signed_in("county").get(path(application, kept.pk)).status_code == 422
    ran = jiqun("doctor", "--deep", "-w", office.folder, "--json")
    assert ran.code == 2
    assert code in [problem["code"] for problem in ran.document["problems"]]


def test_a_backup_brings_rows_and_contents_back(
    application: Application, office: Workspace, tmp_path: Any, jiqun: Callable[..., Any]
) -> None:
    kept = added(application)
    handed_in(application)
    before = list(Exhibit.objects.values_list())
    archive, restored = tmp_path / "b.zip", tmp_path / "restored"
    assert jiqun("backup", "-w", office.folder, "-o", archive).code == 0
    with engines.database():
        assert jiqun("restore", archive, "-w", restored).code == 0
        open_installation(restored)
        assert list(Exhibit.objects.values_list()) == before
        content = restored / "evidence" / kept.sha256[:2] / kept.sha256
        assert content.read_bytes() == PDF
        assert jiqun("doctor", "--deep", "-w", restored).code == 0
