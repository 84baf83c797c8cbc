"""What becomes of challenges over the years: backups, people who leave, offices handed over."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.apps import apps
from django.test import Client
from django.test.utils import override_settings
from tests.web import engines
from tests.web.challenges.sealed import POSED, Sealed
from tests.web.challenges.test_challenges import (
    OTHER,
    OWNER,
    PAGE,
    SOLVER,
    firms,
    opened,
    past,
    posted,
    published,
    text,
)
from tests.web.challenges.test_deals import CONTRACT, delivered, pick
from tests.web.challenges.test_enclosures import FILES, PDF, sent
from tests.web.people import PASSWORD, doer, signed_in, the_case

from jiqun.base.readers import Office
from jiqun.web.accounts import people
from jiqun.web.accounts.agencies import change_agency
from jiqun.web.accounts.leaving import erase
from jiqun.web.accounts.models import Person
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.clocks import today
from jiqun.web.casework.contents import content_of
from jiqun.web.casework.past import past_of
from jiqun.web.challenges.models import Challenge, Delivery, Enclosure, SealedFile
from jiqun.web.challenges.opening import open_proposals
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.events.models import Sealed as SealedText
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.opened import open_installation
from jiqun.workspace import Workspace

__all__ = ["firms"]
COUNTY = Doer(reader_of_office(Office.COUNTY, "330106"))


def rows() -> dict[str, list[Any]]:
    """Return every row of the room and of the log, as the database holds it."""
    tables = [*apps.get_app_config("challenges").get_models(), Event]
    return {
        table.__name__: list(table._base_manager.order_by("pk").values_list()) for table in tables
    }


def under_contract(firms: dict[str, Client]) -> Challenge:
    """Let a proposal with files be chosen and contracted, and a milestone be delivered."""
    row = published(firms["owner"])
    sealed = {SOLVER: sent(firms["solver"], row, FILES), OTHER: Sealed(firm="他方")}
    posted(firms["other"], f"{row.pk}/propose/", **sealed[OTHER].posted)
    opened(row, sealed)
    pick(firms, row, SOLVER)
    posted(firms["owner"], f"{row.pk}/contract/", **CONTRACT)
    delivered(firms, row, 1)
    row.refresh_from_db()
    return row


def test_a_backup_holds_what_is_sealed_and_what_was_opened_and_both_go_on_where_it_is_restored(
    firms: dict[str, Client], office: Workspace, tmp_path: Path, jiqun: Callable[..., Any]
) -> None:
    under_contract(firms)
    row = published(firms["owner"])
    drawing = b"%PDF-1.7 a drawing nobody has opened"
    sealed = sent(firms["solver"], row, {"drawing.pdf": drawing}, approach="尚未开启的做法")
    past(row)
    before, chain = rows(), verify().head
    assert all(before[name] for name in ("SealedFile", "Enclosure", "Delivery", "Proposal"))
    archive, restored = tmp_path / "backup.zip", tmp_path / "restored"
    assert jiqun("backup", "-w", office.folder, "-o", archive).code == 0
    with ZipFile(archive) as zipped:
        whole = b"".join(zipped.read(name) for name in zipped.namelist())
    assert PDF in whole  # what was opened is there
    for secret in (drawing, "尚未开启的做法".encode(), b"drawing.pdf"):
        assert secret not in whole
    with engines.database():
        assert jiqun("restore", archive, "-w", restored).code == 0
        open_installation(restored)
        assert rows() == before
        assert (verify().problems, verify().head) == ([], chain)
        assert jiqun("doctor", "--deep", "-w", restored).code == 0
        with override_settings(WORKSPACE=restored):
            row = Challenge.objects.get(pk=row.pk)
            said = [{"id": str(row.proposals.get().pk), **sealed.shown}]
            open_proposals(row, json.dumps(said), COUNTY)
            kept = Enclosure.objects.get(proposal__challenge=row)
            assert content_of(kept.sha256, kept.name) == drawing
            assert not SealedFile.objects.exists()


def test_who_leaves_for_good_leaves_no_name_beside_what_was_delivered(
    firms: dict[str, Client],
) -> None:
    row = under_contract(firms)
    person = Person.objects.get(login="solver")
    kept = Delivery.objects.get()
    assert kept.person == str(person.uid)
    Delivery.objects.update(by_name="张工")
    person.is_active = False
    person.save()
    erase(person, INSTALLATION)
    kept.refresh_from_db()
    assert (kept.by_name, kept.person) == ("", str(person.uid))
    assert firms["owner"].get(f"{PAGE}{row.pk}/files/{kept.pk}/").status_code == 200
    assert not SealedText.objects.filter(event__person=person.uid).exclude(text="").exists()
    assert verify().problems == []
    firms_now = people.add_person("solver.next", PASSWORD, INSTALLATION)
    people.appoint(firms_now, Office.FIRM, SOLVER, INSTALLATION)
    assert "样机" in text(signed_in("solver.next"), f"{PAGE}{row.pk}/")


def test_whoever_takes_over_an_office_opens_and_settles_and_who_left_does_not(
    firms: dict[str, Client],
) -> None:
    row, sealed = published(firms["owner"]), Sealed()
    posted(firms["solver"], f"{row.pk}/propose/", **sealed.posted)
    past(row)
    before = signed_in("county")
    text(before, f"{PAGE}{row.pk}/open/")
    successor = people.add_person("county.next", PASSWORD, INSTALLATION)
    people.appoint(successor, Office.COUNTY, "330106", INSTALLATION)
    leaving = Person.objects.get(login="county")
    people.disable(leaving, INSTALLATION)
    assert before.get(f"{PAGE}{row.pk}/open/").status_code != 200
    said = json.dumps([{"id": str(row.proposals.get().pk), **sealed.shown}])
    posted(signed_in("county.next"), f"{row.pk}/open/", opened=said)
    row.refresh_from_db()
    assert row.state == "opened"


def test_the_next_agency_of_a_cluster_goes_on_with_its_challenge_and_its_share(
    firms: dict[str, Client],
) -> None:
    row, sealed = published(signed_in("agency"), custodian=OTHER), Sealed()
    posted(firms["solver"], f"{row.pk}/propose/", **sealed.posted)
    secret = change_agency(["one"], "原机构注销", doer("county"))["one"]
    before = signed_in("agency")
    new = {"login": "next.agency", "password": PASSWORD, "name": "新机构"}
    assert Client().post(f"/accounts/invitation/{secret}/", new).status_code == 302
    after = signed_in("next.agency")
    opened(row, {SOLVER: sealed})
    assert "改用斜齿" not in text(before, f"{PAGE}{row.pk}/")
    assert "改用斜齿" in text(after, f"{PAGE}{row.pk}/")
    proposal = str(row.proposals.get().pk)
    posted(after, f"{row.pk}/choose/", proposal=proposal, reason="指标最稳")


def test_the_log_alone_tells_what_a_challenge_was_on_a_past_day(firms: dict[str, Client]) -> None:
    row = under_contract(firms)
    was = past_of(row, today())
    assert was is not None
    assert (was.state, was.holder, was.revision) == (row.state, row.holder, row.revision)
    assert was.parties == row.parties
    was.columns.pop("deadline")  # which this test has moved past the log
    assert was.columns == {name: getattr(row, name) for name in was.columns}
    assert was.texts["title"] == POSED["title"]
    assert OWNER in json.dumps(was.parties)


def handed_over(row: Challenge, login: str = "province", **said: Any) -> tuple[int, str]:
    """Hand a challenge over to the neighbouring county, through the page."""
    posted = {"county": "330106", "successor": "330110", "reason": "国函〔2026〕9号"}
    answer = signed_in(login).post(
        "/filings/hand-over/", {**posted, "challenge": str(row.pk), **said}
    )
    return answer.status_code, answer.content.decode()


def test_a_merged_county_s_challenge_goes_on_with_its_successor(firms: dict[str, Client]) -> None:
    row, sealed = published(firms["owner"]), Sealed()
    posted(firms["solver"], f"{row.pk}/propose/", **sealed.posted)
    page = signed_in("province").get("/filings/hand-over/?county=330106").content.decode()
    assert f'name="challenge" value="{row.pk}"' in page
    status, page = handed_over(row)
    assert status == 200
    assert "低噪声减速机" in page
    row.refresh_from_db()
    successor = ["county", "330110"]
    assert (row.county, row.parties["county"], row.parties["arbiter"]) == (
        "330110", successor, successor,
    )  # fmt: skip
    past(row)
    said = json.dumps([{"id": str(row.proposals.get().pk), **sealed.shown}])
    text(signed_in("county"), f"{PAGE}{row.pk}/open/", 404)
    posted(signed_in("county"), f"{row.pk}/open/", 404, opened=said)
    posted(signed_in("neighbour"), f"{row.pk}/open/", opened=said)
    was = past_of(row, today())
    assert was is not None
    assert was.parties["county"] == successor
    assert Event.objects.filter(verb="hand_over").count() == 1
    assert verify().problems == []


def test_a_county_s_own_challenge_is_its_successor_s(firms: dict[str, Client]) -> None:
    del firms
    row = published(signed_in("county"))
    assert handed_over(row)[0] == 200
    row.refresh_from_db()
    assert (row.owner, row.parties["owner"]) == ("330110", ["county", "330110"])
    assert row.parties["arbiter"] == ["province", "330000"]
    posted(signed_in("county"), f"{row.pk}/cancel/", 422, reason="撤榜")
    posted(signed_in("neighbour"), f"{row.pk}/cancel/", reason="撤榜")


def test_what_is_over_or_not_one_s_own_is_not_handed_over(firms: dict[str, Client]) -> None:
    row = published(firms["owner"])
    assert handed_over(row, "county")[0] == 403
    for said in ({"successor": "330106"}, {"successor": "x"}, {"reason": " "}):
        assert handed_over(row, **said)[0] == 422
    posted(firms["owner"], f"{row.pk}/cancel/", reason="预算取消")
    assert handed_over(row)[0] == 422
    row.refresh_from_db()
    assert row.county == "330106"


def test_a_technology_plan_follows_its_cluster_s_filing(firms: dict[str, Client]) -> None:
    del firms
    line = {
        "cluster": "one", "kind": "roadmap", "field": "传动", "text": "低噪声减速机",
        "since": "2026", "until": "2028",
    }  # fmt: skip
    posted(signed_in("county"), "plan/", **line)
    said = {"county": "330106", "successor": "330110", "reason": "国函〔2026〕9号"}
    case = str(the_case().pk)
    assert (
        signed_in("province").post("/filings/hand-over/", {**said, "case": case}).status_code == 200
    )
    assert "低噪声减速机" in text(signed_in("neighbour"), f"{PAGE}plan/")
    assert "低噪声减速机" not in text(signed_in("county"), f"{PAGE}plan/")
