"""Meetings decide what statutes leave to them; a draw can be repeated by anybody."""

from datetime import timedelta

import pytest
from tests.web.governance.said import DRAW, MEETING, MOVED, RESOLVED, STATUTES, calling
from tests.web.governance.test_ballots import (
    PROPOSER,
    SCRUTINEER,
    VOTER,
    body,
    codes,
    firm,
)
from tests.web.governance.voting import over
from tests.web.people import doer, firms_signed_in, signed_in

from jiqun.web.casework.clocks import today
from jiqun.web.governance import balloting, founding, moving, sitting
from jiqun.web.governance.models import Body, Draw, Motion
from jiqun.workflow.draws import drawn

__all__ = ["body"]  # a fixture, by its name


def test_a_meeting_decides_a_motion_without_a_quorum_and_members_read_why(body: Body) -> None:
    agency = doer("agency")
    founding.enact(body, {**STATUTES, "since": "2026-02-01", "without": "meeting"}, agency)
    row = moving.step(moving.submit(body, MOVED, firm(PROPOSER)), "admit", "", agency)
    meeting = sitting.call_meeting(body, MEETING, agency)
    about = {**RESOLVED, "motion": str(row.pk)}
    assert codes(lambda: sitting.resolve(meeting, about, agency)) == ["no_motion"]
    balloting.open_ballot(row, calling(SCRUTINEER), agency)
    balloting.close(over(row), agency)
    sitting.resolve(meeting, about, agency)
    row = Motion.objects.get(pk=row.pk)
    assert (row.state, row.why, row.decided_on) == ("adopted", "同意开放。", today())
    sitting.keep_minutes(meeting, {"minutes": "出席 9 人。"}, agency)
    assert codes(lambda: sitting.keep_minutes(meeting, {"minutes": "改"}, agency)) == [
        "minutes_kept"
    ]
    page = firms_signed_in({"own": PROPOSER})["own"].get(f"/governance/meetings/{meeting.pk}/")
    for told in ("出席 9 人", "2026-1", "同意开放", "检测中心"):
        assert told in page.content.decode()


def test_before_its_day_a_meeting_has_neither_minutes_nor_resolutions(body: Body) -> None:
    later = {**MEETING, "day": (today() + timedelta(days=1)).isoformat()}
    meeting = sitting.call_meeting(body, later, doer("agency"))
    agency = doer("agency")
    assert codes(lambda: sitting.keep_minutes(meeting, {"minutes": "x"}, agency)) == ["not_held"]
    assert codes(lambda: sitting.resolve(meeting, RESOLVED, agency)) == ["not_held"]


def test_a_panel_is_drawn_of_the_frozen_pool_by_a_later_seed_and_only_once(body: Body) -> None:
    agency = doer("agency")
    assert codes(lambda: sitting.announce_draw(body, {**DRAW, "count": "9"}, agency)) == [
        "small_pool"
    ]
    row = sitting.announce_draw(body, DRAW, agency)
    pool = list(row.pool)
    founding.release(body.members.get(code=PROPOSER), "迁出", agency)
    assert codes(lambda: sitting.draw(row, {"seed": "7"}, agency)) == ["seed_too_soon"]
    Draw.objects.update(announced_on=today() - timedelta(days=1))
    row = sitting.draw(row, {"seed": "2026030"}, agency)
    assert row.drawn == drawn("2026030", pool)[:2]
    assert codes(lambda: sitting.draw(row, {"seed": "8"}, agency)) == ["drawn"]


def test_years_that_are_over_tell_how_many_motions_of_smes_were_adopted(body: Body) -> None:
    agency, page = doer("agency"), signed_in("agency")
    for which in (PROPOSER, SCRUTINEER, VOTER):
        moving.step(moving.submit(body, MOVED, firm(which)), "decline", "重复", agency)
    address = f"/governance/{body.pk}/"
    assert "采纳率" not in page.get(address).content.decode()  # this year is not over
    last = today().replace(month=1, day=1) - timedelta(days=1)
    Motion.objects.update(decided_on=last)
    assert "决定 3 件，通过 0 件，采纳率 0%" in page.get(address).content.decode()
    Motion.objects.filter(proposer=VOTER).update(decided_on=None)
    assert "涉及企业不足三家" in page.get(address).content.decode()


@pytest.mark.parametrize("login", ["county", "neighbour"])
def test_only_the_agency_calls_meetings_and_draws(body: Body, login: str) -> None:
    who = doer(login)
    assert codes(lambda: sitting.call_meeting(body, MEETING, who)) == ["agency_only"]
    assert codes(lambda: sitting.announce_draw(body, DRAW, who)) == ["agency_only"]
