"""A county is merged or renamed in mid-year: its open filings follow to its successor's office."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.filing.test_evidence import PDF
from tests.web.filing.test_path import act, fill, submitted
from tests.web.people import PATH, doer, signed_in, the_case

from jiqun.base.errors import Refused
from jiqun.base.readers import NATION, Office
from jiqun.clusters import Profile
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.events.models import Event
from jiqun.web.filing.handing import followed, hand_over
from jiqun.web.filing.known import county_of, known_clusters
from jiqun.web.filing.models import Case, HandedOver
from jiqun.workspace import Workspace

PAGE = "/filings/hand-over/"
WHY = "国函〔2023〕99号"


def handed(login: str = "province", successor: str = "330110", **said: Any) -> Any:
    """Hand over the filing of the one county as the page does."""
    return signed_in(login).post(
        PAGE,
        {
            "county": "330106",
            "successor": successor,
            "reason": WHY,
            "case": [str(the_case().pk)],
            **said,
        },
    )


def left_page(client: Client) -> str:
    copy = HandedOver.objects.latest("pk")
    answer = client.get(f"{PATH}left/{copy.pk}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def asked(login: str) -> None:
    """Ask on a cell, and let the county answer."""
    said = {"cell": "values.output_total", "text": "为何增长"}
    assert signed_in(login).post(f"{PATH}questions/", said).status_code == 302
    question = the_case().questions.get()
    answer = {"text": "新增产能"}
    assert signed_in("county").post(f"{PATH}questions/{question.pk}/", answer).status_code == 302


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "²", "-1", ""])
def test_a_number_that_is_none_is_nobody_s(office: Workspace, number: str) -> None:
    del office
    said = {name: [number] for name in ("case", "application", "recognition", "challenge")}
    assert handed(**said).status_code == 422  # nothing is chosen
    assert the_case().county == "330106"


def test_an_open_case_follows_with_its_threads_files_and_deadlines(office: Workspace) -> None:
    submitted(signed_in("county"))
    asked("prefecture")
    before = the_case()
    assert handed().status_code == 200
    after = the_case()
    assert (after.county, after.perimeter) == ("330110", " 330110")
    assert (after.state, after.holder, after.revision) == ("submitted", "prefecture", 1)
    assert after.clocks == before.clocks
    page = signed_in("neighbour").get(PATH).content.decode()
    assert "为何增长" in page
    assert "新增产能" in page
    assert "2520000" in page


def test_the_office_it_left_reads_what_it_had_and_nothing_afterwards(office: Workspace) -> None:
    fill(signed_in("county"))
    handed()
    old = signed_in("county")
    assert old.get(PATH).status_code == 404
    assert old.post(f"{PATH}submit/").status_code == 404
    listed = old.get("/filings/").content.decode()
    assert "已移交给承继县的" in listed
    assert "2520000" in left_page(old)

    new = signed_in("neighbour")
    cell = the_case().cells.get(period="values", field="output_total")
    change = {"period": "values", "field": "output_total", "version": cell.version}
    said = {"cells": [{**change, "said": "2777777"}]}
    assert new.post(f"{PATH}cells", said, content_type="application/json").status_code == 200
    assert "2777777" not in left_page(old)
    assert "2777777" in new.get(PATH).content.decode()


def test_the_copy_shows_reviewers_what_was_submitted_and_strangers_nothing(
    office: Workspace,
) -> None:
    fill(signed_in("county"))
    handed()
    assert "2520000" not in left_page(signed_in("prefecture"))
    copy = HandedOver.objects.latest("pk")
    assert signed_in("neighbour").get(f"{PATH}left/{copy.pk}/").status_code == 404
    assert "已移交给承继县的" not in signed_in("province").get("/filings/").content.decode()


def test_a_handover_is_one_event(office: Workspace) -> None:
    before = Event.objects.filter(subject="filing:one/2023").count()
    handed()
    (event,) = Event.objects.filter(subject="filing:one/2023").order_by("pk")[before:]
    assert event.verb == "hand_over"
    said = json.loads(event.said)
    assert (said["county"], said["successor"]) == ("330106", "330110")


def test_what_is_submitted_next_carries_the_new_code(office: Workspace) -> None:
    submitted(signed_in("county"))
    act("prefecture", "return", field="output_total", reason="请核对")
    handed()
    assert act("neighbour", "submit") == 302
    for login, verb in (("prefecture", "endorse"), ("province", "endorse"), ("nation", "accept")):
        assert act(login, verb) == 302
    stored = office.accepted()["one", 2023]
    assert stored.document["cluster"]["county_codes"] == ["330110"]
    assert act("county", "correct") == 404


def test_the_next_year_is_opened_under_the_new_code(office: Workspace) -> None:
    handed()
    (known,) = (known for known in known_clusters(office, NATION) if known.profile.id == "one")
    assert known.profile.county_codes == ("330110",)
    assert county_of(office, "one") == "330110"


def test_a_file_added_before_stays_with_both(office: Workspace) -> None:
    county = signed_in("county")
    fill(county)
    scan = SimpleUploadedFile("盖章.pdf", PDF)
    assert county.post(f"{PATH}evidence/", {"file": scan}).status_code == 302
    handed()
    kept = the_case().evidence.get()
    new = signed_in("neighbour")
    assert new.get(f"{PATH}evidence/{kept.pk}/").content == PDF
    assert new.post(f"{PATH}evidence/{kept.pk}/remove/").status_code == 422
    copy = HandedOver.objects.latest("pk")
    answer = signed_in("county").get(f"{PATH}left/{copy.pk}/1/")
    assert (answer.status_code, answer.content) == (200, PDF)
    assert signed_in("prefecture").get(f"{PATH}left/{copy.pk}/1/").status_code == 404


def test_a_reviewer_s_file_in_a_copy_is_not_removed(office: Workspace) -> None:
    submitted(signed_in("county"))
    prefecture = signed_in("prefecture")
    prefecture.post(f"{PATH}evidence/", {"file": SimpleUploadedFile("a.pdf", PDF)})
    kept = the_case().evidence.get()
    handed()
    assert prefecture.post(f"{PATH}evidence/{kept.pk}/remove/").status_code == 422
    assert the_case().evidence.exists()


def test_every_case_of_a_county_is_handed_over_at_once(office: Workspace) -> None:
    page = signed_in("nation").get(f"{PAGE}?county=330106").content.decode()
    assert "测试集群one" in page
    assert "测试集群two" not in page
    assert f'value="{the_case().pk}"' in page
    every = [str(case.pk) for case in Case.objects.all()]
    assert handed("nation", case=every).status_code == 200
    assert the_case("two").county == "330110"
    assert HandedOver.objects.count() == 1
    assert "没有可移交的填报" in signed_in("nation").get(f"{PAGE}?county=330106").content.decode()


@pytest.mark.parametrize(
    ("login", "said"),
    [
        ("province", {"reason": " "}),
        ("province", {"successor": "330199"}),
        ("province", {"successor": "330106"}),
        ("province", {"successor": "110108"}),
        ("province", {"case": []}),
    ],
)
def test_what_cannot_be_handed_over_is_refused_and_nothing_changes(
    office: Workspace, login: str, said: dict[str, Any]
) -> None:
    assert handed(login, **said).status_code == 422
    assert the_case().county == "330106"
    assert not HandedOver.objects.exists()


@pytest.mark.parametrize("login", ["county", "prefecture", "agency", "audit"])
def test_only_nation_and_province_hand_over(office: Workspace, login: str) -> None:
    assert handed(login).status_code == 403
    with pytest.raises(Refused):
        hand_over(the_case(), "330106", "330110", doer(login), WHY)


def test_a_released_case_is_the_successor_s_to_correct_and_a_closed_one_stays(
    office: Workspace,
) -> None:
    Case.objects.filter(cluster="one").update(state="released", holder="nation")
    case = hand_over(the_case(), "330106", "330110", doer("province"), WHY)
    assert "correct" in case.standing.verbs_for(doer("neighbour").party)
    Case.objects.filter(cluster="one").update(state="closed")
    with pytest.raises(Refused) as refused:
        hand_over(the_case(), "330110", "330106", doer("nation"), WHY)
    assert [problem.code for problem in refused.value.problems] == ["filing.handed_over_closed"]


def test_a_code_the_catalogue_no_longer_knows_is_left_all_the_same(office: Workspace) -> None:
    case = the_case()
    case.profile["county_codes"] = ["330103"]  # merged in 2021
    case.county, case.perimeter = "330103", " 330103"
    case.parties["county"] = ["county", "330103"]
    case.save()
    case = hand_over(case, "330103", "330105", doer("province"), WHY)
    assert case.parties["county"] == ["county", "330105"]
    assert case.profile["county_codes"] == ["330105"]


def test_where_the_offices_differ_the_turn_is_theirs(office: Workspace) -> None:
    submitted(signed_in("county"))
    case = hand_over(the_case(), "330106", "330203", doer("nation"), WHY)
    assert case.province == "330200"
    assert "prefecture" not in case.parties
    assert case.holder == "province"
    ningbo = Doer(reader_of_office(Office.PROVINCE, "330200"))
    assert "endorse" in case.standing.verbs_for(ningbo.party)
    assert not Case.objects.for_reader(doer("prefecture").reader).filter(cluster="one").exists()
    zhejiang = Case.objects.for_reader(doer("province").reader)
    assert not zhejiang.filter(cluster="one").exists()


def test_a_county_that_does_not_file_is_replaced_without_a_copy(office: Workspace) -> None:
    case = the_case()
    case.profile["county_codes"] = ["330106", "330105"]
    case.perimeter = " 330106 330105"
    case.save()
    case = hand_over(case, "330105", "330110", doer("province"), WHY)
    assert (case.county, case.profile["county_codes"]) == ("330106", ["330106", "330110"])
    assert not HandedOver.objects.exists()


def test_a_cluster_over_both_counties_keeps_the_successor_once(office: Workspace) -> None:
    case = the_case()
    case.profile["county_codes"] = ["330106", "330105", "330110"]
    case.perimeter = " 330106 330105 330110"
    case.save()
    case = hand_over(case, "330106", "330110", doer("province"), WHY)
    assert case.profile["county_codes"] == ["330110", "330105"]


def test_a_cluster_that_was_handed_over_twice_lies_where_it_went_last(office: Workspace) -> None:
    hand_over(the_case(), "330106", "330105", doer("province"), WHY)
    hand_over(the_case(), "330105", "330110", doer("province"), WHY)
    profile = Profile("one", "测试集群one", ("330106",), "electronics")
    assert followed({"one": profile}) == {"one": replace(profile, county_codes=("330110",))}
