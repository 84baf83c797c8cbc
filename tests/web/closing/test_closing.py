"""A county closes a year of the exchange: counted, gated, kept once, and logged."""

import csv
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.clusters.rosters import raw
from tests.exchange.maturity.firms import WORKSHOP
from tests.web.people import doer, signed_in

from jiqun.base.days import CHINA
from jiqun.exchange.closing import OUTCOMES
from jiqun.filings.rosters import import_rosters
from jiqun.web.closing import closing, gathering
from jiqun.web.closing.gathering import happened
from jiqun.web.closing.models import Behind
from jiqun.web.events.models import Event
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.ladder.models import Assessment
from jiqun.web.slots.models import Booking, Offer
from jiqun.workspace import Submission, Workspace

PAGE = "/exchange/closing/one/2025/"
LATER = date(2027, 2, 1)
FIRMS = [raw(number)["credit_code"] for number in range(1, 9)]


@pytest.fixture
def listed(office: Workspace, tmp_path: Path) -> Workspace:
    """Return an installation whose cluster "one" has a list of eight firms."""
    rows = [{**raw(number), "cluster_id": "one", "tiers": ""} for number in range(1, 9)]
    path = tmp_path / "firms.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    (outcome,) = import_rosters([path], office, reason="试点名单")
    assert not outcome.refused, outcome.problems
    return office


def assessed(firms: Iterable[str], year: int = 2025, **said: Any) -> None:
    """Let firms answer like the workshop, which stands at level 2, or otherwise where said."""
    answers = {**WORKSHOP, **said}
    for firm in firms:
        Assessment.objects.create(credit_code=firm, year=year, said={**answers, "year": year})


def closed(workspace: Workspace, year: int = 2025) -> Submission:
    return workspace.accepted(OUTCOMES)["one", year]


def values(workspace: Workspace, *names: str, year: int = 2025) -> list[Any]:
    said = closed(workspace, year).document["values"]
    return [said[name] if isinstance(said[name], str) else said[name]["status"] for name in names]


def known(workspace: Workspace) -> str:
    found = workspace.accepted(OUTCOMES).get(("one", 2025))
    return found.sha256 if found else ""


def close(workspace: Workspace, client: Client, reason: str = "") -> int:
    return client.post(PAGE, {"known": known(workspace), "reason": reason}).status_code


def test_a_county_closes_a_year_once_and_everybody_can_check_it(
    listed: Workspace, jiqun: Any
) -> None:
    assessed(FIRMS[:4])
    county = signed_in("county")
    assert "可以结账" in county.get("/exchange/closing/").content.decode()
    assert close(listed, county) == 302
    assert values(listed, "ladder_firms", "ladder_level_2", "slots_asked") == [
        "4", "4", "not_applicable",
    ]  # fmt: skip
    event = Event.objects.get(verb="close_year")
    assert event.subject == "closing:one/2025"
    assert event.office == "county:330106"
    assert closed(listed).sha256 in event.said
    assert "已结账" in county.get(PAGE).content.decode()
    ran = jiqun("audit", "verify", "-w", listed.folder, "--json")
    assert (ran.code, ran.document["problems"]) == (0, [])


def test_the_yearly_filing_is_not_touched(listed: Workspace) -> None:
    before = dict(listed.accepted())
    close(listed, signed_in("county"))
    assert dict(listed.accepted()) == before
    assert closed(listed).document["form"] == OUTCOMES


def test_a_year_that_is_not_over_is_not_closed(listed: Workspace) -> None:
    year = closing.today().year
    county = signed_in("county")
    page = f"/exchange/closing/one/{year}/"
    assert "重新结账" not in county.get(page).content.decode()
    answer = county.post(page, {"known": ""})
    assert answer.status_code == 422
    assert "还没有过完" in answer.content.decode()
    assert ("one", year) not in listed.accepted(OUTCOMES)


def test_a_cluster_without_a_list_is_not_closed(office: Workspace) -> None:
    answer = signed_in("county").post(PAGE, {"known": ""})
    assert answer.status_code == 422
    assert "没有企业名单" in answer.content.decode()


def test_nobody_but_its_own_county_closes_a_cluster(listed: Workspace) -> None:
    assert signed_in("neighbour").get(PAGE).status_code == 404
    for login in ("agency", "province", "nation"):
        assert signed_in(login).post(PAGE, {"known": ""}).status_code == 403
    assert len(listed.accepted(OUTCOMES)) == 0


def test_levels_are_told_by_the_close_and_not_from_day_to_day(listed: Workspace) -> None:
    assessed(FIRMS[:4])
    county = signed_in("county")
    page = county.get(f"/en{PAGE}").content.decode()
    assert page.count("counted by the close") == 11
    close(listed, county)
    assert "counted by the close" not in county.get(f"/en{PAGE}").content.decode()


def test_a_later_answer_does_not_move_what_the_first_close_counted(listed: Workspace) -> None:
    """A fifth firm's level would follow from the difference of two closes."""
    assessed(FIRMS[:4])
    county = signed_in("county")
    close(listed, county)
    assessed(FIRMS[4:5])
    answer = county.post(PAGE, {"known": known(listed), "reason": "补一家"})
    assert answer.status_code == 422
    assert "没有变化" in answer.content.decode()
    assert values(listed, "ladder_firms", "ladder_level_2") == ["4", "4"]


def test_hours_are_told_by_the_close_and_one_more_booking_does_not_move_them(
    listed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From day to day, or from one close to the next, a booking's own hours would follow."""
    monkeypatch.setattr(closing, "today", lambda: LATER)
    county, page = signed_in("county"), PAGE.replace("2025", "2026")
    booked(FIRMS[:3], 2026)
    Booking.objects.update(state="finished", reached=3, hours_used="1.5")
    assert "4.5" not in county.get(page).content.decode()
    assert county.post(page, {"known": ""}).status_code == 302
    booked(FIRMS[3:6], 2026)
    Booking.objects.update(state="finished", reached=3, hours_used="1.5")
    sent = {"known": closed(listed, 2026).sha256, "reason": "补登三笔"}
    assert county.post(page, sent).status_code == 302
    assert values(listed, "slots_finished", "slot_hours_used", year=2026) == ["6", "4.5"]
    assert ">9 <" not in county.get(page).content.decode()


def test_counts_wait_for_three_firms_and_no_page_tells_them_before(
    listed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One firm's booking would follow from two closes, or from a page of today and tomorrow's."""
    monkeypatch.setattr(closing, "today", lambda: LATER)
    county, page = signed_in("county"), PAGE.replace("2025", "2026")
    booked(FIRMS[:3], 2026)
    assert ">3 <" not in county.get(page).content.decode()
    assert county.post(page, {"known": ""}).status_code == 302
    assert ">3 <" in county.get(page).content.decode()
    booked(FIRMS[3:5], 2026)
    shown = county.get(page).content.decode()
    assert "再次结账会被退回" in shown
    assert ">5 <" not in shown
    sent = {"known": closed(listed, 2026).sha256, "reason": "补登两笔"}
    assert "没有变化" in county.post(page, sent).content.decode()
    booked(FIRMS[5:6], 2026)
    assert "有数可以重新计数" in county.get(page).content.decode()
    assert county.post(page, sent).status_code == 302
    assert values(listed, "slots_asked", "slots_dealt", year=2026) == ["6", "6"]
    assert Behind.objects.exclude(sha256="").count() == Behind.objects.count() == 2


def test_a_close_whose_note_is_lost_keeps_its_numbers(
    listed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database of an earlier day beside the workspace of today: nothing is told twice."""
    monkeypatch.setattr(closing, "today", lambda: LATER)
    county, page = signed_in("county"), PAGE.replace("2025", "2026")
    booked(FIRMS[:3], 2026)
    assert county.post(page, {"known": ""}).status_code == 302
    Behind.objects.all().delete()
    booked(FIRMS[3:8], 2026)
    sent = {"known": closed(listed, 2026).sha256, "reason": "补登"}
    assert county.post(page, sent).status_code == 422
    assert values(listed, "slots_asked", year=2026) == ["3"]


def test_talent_and_what_large_firms_open_count_in_fields_of_their_own(
    listed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "today", lambda: LATER)
    county, page = signed_in("county"), PAGE.replace("2025", "2026")
    booked(FIRMS[:8], 2026)
    Booking.objects.update(state="finished", reached=3, hours_used="1.5", seats=2)
    machine = Offer.objects.get()
    for kind, renters in (("course", FIRMS[:3]), ("order", FIRMS[3:8])):
        machine.pk, machine.kind = None, kind
        machine.save()
        Booking.objects.filter(renter__in=renters).update(offer=machine)
    assert county.post(page, {"known": ""}).status_code == 302
    names = ("slots_asked", "talent_finished", "talent_people", "openness_dealt", "openness_lots")
    assert values(listed, *names, year=2026) == ["0", "3", "6", "5", "10"]
    shown = county.get(f"/en{page}").content.decode()
    assert "lots of orders delivered" in shown
    assert "10 <small>lots" in shown


def test_what_two_firms_answered_is_withheld(listed: Workspace) -> None:
    assessed(FIRMS[:2])
    close(listed, signed_in("county"))
    assert values(listed, "ladder_firms", "ladder_level_2", "ladder_level_1") == ["missing"] * 3
    page = signed_in("county").get(PAGE).content.decode()
    assert page.count("不予显示：涉及企业不足三家") == 1
    assert page.count(">不予显示<") == 9


def test_a_year_is_closed_again_with_a_reason_where_something_changed(
    listed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closing, "today", lambda: LATER)
    county, page = signed_in("county"), PAGE.replace("2025", "2026")
    assert county.post(page, {"known": ""}).status_code == 302
    booked(FIRMS[:3], 2026)
    sent = {"known": closed(listed, 2026).sha256}
    refused = county.post(page, sent)
    assert "没有写原因" in refused.content.decode()
    assert county.post(page, {**sent, "reason": "补登三笔"}).status_code == 302
    again = closed(listed, 2026)
    assert (again.revision, again.document["reason"]) == (2, "补登三笔")
    assert values(listed, "slots_asked", "slots_dealt", year=2026) == ["3", "3"]
    assert "补登三笔" not in Event.objects.filter(verb="close_year").latest("number").said


def test_of_two_who_close_the_second_is_told(listed: Workspace) -> None:
    county, colleague = signed_in("county"), signed_in("colleague")
    assert close(listed, county) == 302
    late = colleague.post(PAGE, {"known": ""})
    assert late.status_code == 422
    assert "有人已经结过账" in late.content.decode()
    assert closed(listed).revision == 1


def test_a_close_cut_off_before_its_event_is_finished_once(
    listed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workspace is written first, under the event's id; a worker that starts records it."""
    county = signed_in("county")
    with monkeypatch.context() as killed:
        killed.setattr(closing, "_logged", _power_cut)
        with pytest.raises(KeyboardInterrupt):
            close(listed, county)
    assert closed(listed).revision == 1
    assert not Event.objects.filter(verb="close_year").exists()
    (found,) = closing.finish(listed, INSTALLATION)
    assert found.sha256 == closed(listed).sha256
    event = Event.objects.get(verb="close_year")
    assert (event.office, event.person) == ("county:330106", doer("county").person)
    assert closing.finish(listed, INSTALLATION) == []


def test_a_close_whose_event_was_refused_is_finished_by_asking_once_more(
    listed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = signed_in("county")
    with monkeypatch.context() as killed:
        killed.setattr(closing, "_logged", _power_cut)
        with pytest.raises(KeyboardInterrupt):
            close(listed, county)
    assert county.post(PAGE, {"known": ""}).status_code == 302
    assert Event.objects.filter(verb="close_year").count() == closed(listed).revision == 1
    assert county.post(PAGE, {"known": ""}).status_code == 422


def test_a_close_cut_off_before_the_workspace_leaves_nothing(
    listed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = signed_in("county")
    with monkeypatch.context() as killed:
        killed.setattr("jiqun.workspace.batches.write_manifest", _power_cut)
        with pytest.raises(KeyboardInterrupt):
            close(listed, county)
    assert len(listed.accepted(OUTCOMES)) == 0
    assert closing.finish(listed, INSTALLATION) == []
    assert close(listed, county) == 302


def test_firms_in_no_list_are_counted_nowhere_and_told_of(listed: Workspace) -> None:
    strangers = [f"91330106MA2800{number:04d}" for number in range(3)]
    assessed(strangers)
    county = signed_in("county")
    assert (
        "Firms registered in your county that took part and stand in no cluster&#39;s list:"
        " three or more." in (county.get(f"/en{PAGE}").content.decode())
    )
    close(listed, county)
    assert values(listed, "ladder_firms") == ["0"]


def test_what_other_firms_answered_is_not_reckoned(
    listed: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A county's page does not hold the whole nation's answers against the table."""
    assessed(FIRMS[:3])
    assessed(f"91330106MA2800{number:04d}" for number in range(5))
    reckoned: list[object] = []
    real = gathering.standing

    def counting(answers: Any) -> Any:
        reckoned.append(answers)
        return real(answers)

    monkeypatch.setattr(gathering, "standing", counting)
    close(listed, signed_in("county"))
    assert len(reckoned) == 3
    assert values(listed, "ladder_firms") == ["3"]


def test_a_rise_is_told_from_the_last_year_a_firm_answered_for(listed: Workspace) -> None:
    low = {"scenes": dict.fromkeys(WORKSHOP["scenes"], 1)}
    assessed(FIRMS[:3], 2023)
    assessed(FIRMS[:6], 2024, **low)
    assessed(FIRMS[:6])
    close(listed, signed_in("county"))
    assert values(listed, "ladder_twice", "ladder_risen") == ["6", "6"]


def test_a_booking_counts_in_the_year_its_first_slot_begins_in_china(office: Workspace) -> None:
    booked(FIRMS[:1], 2026, datetime(2025, 12, 31, 23, 30, tzinfo=CHINA))
    booked(FIRMS[1:2], 2026, datetime(2026, 1, 1, 0, 0, tzinfo=CHINA))
    assert [row.renter for row in happened(2026, FIRMS).bookings] == FIRMS[1:2]
    assert [row.renter for row in happened(2025, FIRMS).bookings] == FIRMS[:1]


def booked(renters: Iterable[str], year: int, at: datetime | None = None) -> None:
    """Put an accepted booking of each, of a machine of a firm in no list."""
    from tests.web import samples

    from jiqun.base.readers import Office
    from jiqun.web.accounts.offices import Doer, reader_of_office
    from jiqun.web.slots.booking import book, step
    from jiqun.web.slots.offering import offer

    owner = Doer(reader_of_office(Office.FIRM, "91330106MA28000011"))
    row = Offer.objects.first() or offer(samples.OFFER, owner)
    for number, code in enumerate(renters):
        renter = Doer(reader_of_office(Office.FIRM, code))
        ahead = datetime.now(CHINA).replace(minute=0, second=0, microsecond=0)
        start = (ahead + timedelta(hours=48 + Booking.objects.count())).isoformat()
        step(book(row, [start], {"firm": "乙公司"}, renter), "accept", {}, owner)
        begins = at or datetime(year, 6, 1 + number, 9, tzinfo=CHINA)
        Booking.objects.filter(renter=code).update(starts=begins, ends=begins)


def _power_cut(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt
