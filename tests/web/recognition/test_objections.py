"""Objections to a notice: by anybody, named to the authority alone, settled before deciding."""

import re
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.people import doer, signed_in
from tests.web.recognition.worlds import SCHEME, application_to, call_of, nation

from jiqun.base.errors import Refused
from jiqun.web.casework.contents import problems_of_kept, stored
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event, Sealed
from jiqun.web.recognition.deciding import move_call
from jiqun.web.recognition.handing import hand_over
from jiqun.web.recognition.models import Application, Call, Objection, Objector
from jiqun.web.recognition.ranking import ranking_of
from jiqun.web.recognition.selecting import notice_all
from jiqun.workspace import Workspace

SAID = {"name": "王小明", "contact": "010-12345678", "text": "产值与公开数据不符。"}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"


@pytest.fixture
def noticed(office: Workspace) -> Iterator[Application]:
    """Return an application on notice, with another that waits for its place."""
    call = call_of(SCHEME, quotas={"province": 1})
    application_to(call, "one", "330106", [(90, 90), (80, 90)], state="summarised")
    application_to(call, "two", "330110", [(70, 70), (70, 70)], state="summarised")
    notice_all(call, ranking_of(call, nation()).version, nation())
    Call.objects.filter(pk=call.pk).update(state="on_notice")
    yield Application.objects.get(cluster="one")


def objected(application: Application, **said: object) -> tuple[Objection, str]:
    """Object as anybody, and return the objection and its link's path."""
    path = f"/recognition/objections/to/{application.pk}/"
    answer = Client().post(path, {**SAID, **said})
    assert answer.status_code == 200, answer.content.decode()
    found = re.search(r'href="http://testserver(/recognition/objections/of/[^"]+)"', _main(answer))
    assert found
    return Objection.objects.latest("pk"), found[1]


def _main(answer: object) -> str:
    return answer.content.decode().split("<main")[1]  # type: ignore[attr-defined]  # a response


def act(login: str, objection: Objection, verb: str, reason: str = "") -> int:
    path = f"/recognition/objections/{objection.pk}/{verb}/"
    return signed_in(login).post(path, {"reason": reason}).status_code


def test_anybody_objects_and_only_the_authority_reads_who(noticed: Application) -> None:
    objection, _ = objected(noticed)
    page = f"/recognition/objections/{objection.pk}/"
    assert SAID["name"] in _main(signed_in("nation").get(page))
    for login in ("county", "province", "prefecture", "neighbour"):
        assert signed_in(login).get(page).status_code == 404
    public = Client().get(f"/recognition/calls/{noticed.call_id}/").content.decode()
    assert "1 件核查中，0 件已办结" in public
    assert SAID["name"] not in public
    assert SAID["text"] not in public
    event = Event.objects.get(verb="register")
    assert (event.person, event.office) == ("", "public")
    assert not [text for text in SAID.values() if text in event.said]
    assert verify().problems == []


def test_the_county_reads_the_text_without_the_name_once_it_is_asked(noticed: Application) -> None:
    objection, _ = objected(noticed, file=SimpleUploadedFile("王小明.pdf", PDF))
    assert act("nation", objection, "admit") == 302
    assert act("nation", objection, "ask") == 422  # nothing is asked
    assert act("nation", objection, "ask", "请说明产值来源。") == 302
    page = f"/recognition/objections/{objection.pk}/"
    seen = _main(signed_in("county").get(page))
    assert SAID["text"] in seen
    assert "请说明产值来源" in seen
    for told in (SAID["name"], SAID["contact"], "王小明"):
        assert told not in seen
    assert signed_in("county").get(f"{page}file/").status_code == 403
    assert signed_in("province").get(f"{page}file/").status_code == 404
    assert signed_in("neighbour").get(page).status_code == 404
    assert act("neighbour", objection, "answer", "不关我事") == 404
    assert act("county", objection, "answer", "统计口径不同。") == 302
    assert "统计口径不同" in _main(signed_in("nation").get(page))


def test_nothing_is_decided_while_an_objection_is_open(noticed: Application) -> None:
    objection, link = objected(noticed)
    call = Call.objects.get(pk=noticed.call_id)
    with pytest.raises(Refused) as refused:
        move_call(call, "decide", nation())
    assert [problem.code for problem in refused.value.problems] == ["recognition.objection_open"]
    act("nation", objection, "admit")
    assert "还在办理中" in _main(Client().get(link))
    assert act("nation", objection, "reject") == 422
    assert act("nation", objection, "reject", "经核查，数据属实。") == 302
    assert "经核查，数据属实。" in _main(Client().get(link))
    move_call(call, "decide", nation())
    noticed.refresh_from_db()
    assert noticed.state == "decided"


def test_upheld_it_ends_the_application_and_the_next_moves_up(noticed: Application) -> None:
    objection, link = objected(noticed)
    act("nation", objection, "admit")
    assert act("nation", objection, "uphold", "产值不实。") == 302
    noticed.refresh_from_db()
    assert noticed.state == "objection_upheld"
    assert "产值不实。" in _main(Client().get(link))
    call = Call.objects.get(pk=noticed.call_id)
    ranking = ranking_of(call, nation())
    assert {name: str(place.outcome) for name, place in ranking.places.items()} == {
        "two": "recommended"
    }
    notice_all(call, ranking.version, nation())
    assert Application.objects.get(cluster="two").state == "on_notice"
    verbs = list(Event.objects.order_by("number").values_list("verb", flat=True))
    assert [verb for verb in verbs if verb != "sign_in"][-4:] == [
        "admit", "uphold", "uphold_objection", "give_notice",
    ]  # fmt: skip


def test_an_application_is_not_ended_by_an_objection_nobody_made(noticed: Application) -> None:
    path = f"/recognition/{noticed.pk}/uphold_objection/"
    assert signed_in("nation").post(path, {"reason": "不喜欢"}).status_code == 422


@pytest.mark.parametrize("left_out", ["name", "contact", "text"])
def test_who_how_to_reach_them_and_what_are_needed(noticed: Application, left_out: str) -> None:
    path = f"/recognition/objections/to/{noticed.pk}/"
    answer = Client().post(path, {**SAID, left_out: ""})
    assert answer.status_code == 422
    assert answer.content.decode().count('id="f-') == 4
    assert not Objection.objects.exists()


def test_a_file_of_another_kind_is_refused_and_nothing_is_kept(noticed: Application) -> None:
    path = f"/recognition/objections/to/{noticed.pk}/"
    file = SimpleUploadedFile("scan.pdf", b"<script>alert(1)</script>")
    assert Client().post(path, {**SAID, "file": file}).status_code == 422
    assert not Objection.objects.exists()


def test_objections_from_one_address_have_an_end(noticed: Application) -> None:
    path = f"/recognition/objections/to/{noticed.pk}/"
    answers = [Client().post(path, SAID).status_code for _ in range(12)]
    assert answers[:10] == [200] * 10
    assert answers[10:] == [422, 422]


def test_after_the_notice_nobody_objects(noticed: Application) -> None:
    path = f"/recognition/objections/to/{noticed.pk}/"
    Application.objects.filter(pk=noticed.pk).update(state="decided")
    assert Client().post(path, SAID).status_code == 422
    Application.objects.filter(pk=noticed.pk).update(state="summarised")
    assert Client().get(path).status_code == 404


def test_who_objected_is_erased_once_it_is_settled_and_the_chain_holds(
    noticed: Application,
) -> None:
    objection, link = objected(noticed, file=SimpleUploadedFile("scan.pdf", PDF))
    kept = stored(Objection.objects.get().sha256)
    assert kept.exists()
    assert act("nation", objection, "erase") == 422
    act("nation", objection, "admit")
    act("nation", objection, "reject", "经核查，数据属实。")
    assert act("nation", objection, "erase") == 302
    objector = Objector.objects.get()
    assert (objector.name, objector.contact, objector.erased) == ("", "", True)
    assert not kept.exists()
    assert not Sealed.objects.filter(text__contains="王小明").exists()
    assert Sealed.objects.filter(text=SAID["text"]).exists()
    assert verify().problems == []
    assert "经核查" in _main(Client().get(link))


def test_a_link_that_is_not_whole_shows_nothing(noticed: Application) -> None:
    _, link = objected(noticed)
    assert Client().get(f"{link[:-2]}/").status_code == 404
    assert Client().get("/recognition/objections/of/x/").status_code == 404


def test_what_is_asked_of_a_county_is_asked_of_its_successor(noticed: Application) -> None:
    objection, _ = objected(noticed)
    act("nation", objection, "admit")
    act("nation", objection, "ask", "请说明产值来源。")
    assert "没有办结的异议" in signed_in("county").get("/recognition/").content.decode()
    hand_over(noticed, "330106", "330110", doer("province"), "撤并")
    assert act("county", objection, "answer", "统计口径不同。") == 404
    assert act("neighbour", objection, "answer", "统计口径不同。") == 302


@pytest.mark.parametrize(
    ("harm", "code"), [("gone", "evidence_gone"), ("other", "evidence_changed")]
)
def test_evidence_of_an_objection_that_is_gone_or_another_is_found_by_a_deep_check(
    noticed: Application, harm: str, code: str
) -> None:
    objection, _ = objected(noticed, file=SimpleUploadedFile("scan.pdf", PDF))
    objected(noticed)  # without evidence, there is nothing to look for
    assert problems_of_kept() == []
    path = stored(objection.sha256)
    path.unlink() if harm == "gone" else path.write_bytes(b"%PDF-1.7 forged")
    (problem,) = problems_of_kept()
    assert problem.code == f"filing.{code}"
    assert problem.where.cluster == noticed.cluster
