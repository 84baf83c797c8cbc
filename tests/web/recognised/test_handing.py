"""A county is merged: what was recognised in it is its successor's, with the papers about it."""

from datetime import date
from typing import Any

import pytest
from tests.web.people import doer, signed_in
from tests.web.recognised.made import entered, on
from tests.web.recognised.test_past import on as noon_of

from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.recognised import reporting, reviewing
from jiqun.web.recognised.handing import hand_over
from jiqun.web.recognised.known import enter_known
from jiqun.web.recognised.models import ChangeReport, Paper, Recognition, Review
from jiqun.web.recognised.past import recognition_on
from jiqun.workspace import Workspace

LISTED, BEFORE, MERGED = date(2023, 1, 5), date(2025, 9, 30), date(2025, 10, 9)
PAGE = "/filings/hand-over/"
SAID = {"changed": "2025-09-01", "now": "甲运营中心", "why": "机构调整。"}


@pytest.fixture
def held(office: Workspace) -> Recognition:
    """Return the recognition of a cluster that was listed years ago."""
    return entered(LISTED)


def handed(row: Recognition, login: str = "province", **said: Any) -> int:
    posted = {"county": row.county, "successor": "330110", "reason": "国函〔2025〕9号"}
    posted |= {"recognition": str(row.pk), **said}
    with on(MERGED):
        return signed_in(login).post(PAGE, posted).status_code


def reported(held: Recognition, matter: str, **said: str) -> ChangeReport:
    """Let the county hand a change report in."""
    county = doer("county")
    report = reporting.begin(held, matter, county)
    report.said = said
    report.save()
    return reporting.submit(report, county)


def test_a_recognition_goes_on_at_the_successor_with_its_open_papers(held: Recognition) -> None:
    with on(BEFORE):
        report = reported(held, "operator", **SAID)
        review = reviewing.open_reviews([held], doer("nation"))[0]
    page = signed_in("province").get(f"{PAGE}?county=330106").content.decode()
    assert f'name="recognition" value="{held.pk}"' in page
    assert handed(held) == 200
    now = Recognition.objects.get(pk=held.pk)
    assert (now.county, now.perimeter, now.parties["county"]) == (
        "330110",
        " 330110",
        ["county", "330110"],
    )
    assert now.parties.keys() == held.parties.keys()
    assert now.parties["authority"] == held.parties["authority"]
    papers: list[Paper] = [ChangeReport.objects.get(pk=report.pk), Review.objects.get(pk=review.pk)]
    for paper, kind in zip(papers, ("reports", "reviews"), strict=True):
        assert paper.parties["county"] == ["county", "330110"]
        path = f"/recognised/papers/{kind}/{paper.pk}/"
        assert signed_in("county").get(path).status_code == 404
        assert signed_in("neighbour").get(path).status_code == 200
    with on(MERGED):
        begun = signed_in("neighbour").post(f"/recognised/papers/reviews/{review.pk}/begin/")
    assert begun.status_code == 302
    assert Event.objects.filter(verb="hand_over").count() == 3
    assert verify().problems == []


def test_its_past_says_where_it_lay(office: Workspace) -> None:
    with noon_of(LISTED):
        held = entered(LISTED)
    with noon_of(MERGED):
        hand_over(held, "330106", "330110", doer("province"), "国函〔2025〕9号")
    now = Recognition.objects.get(pk=held.pk)
    then, since = recognition_on(now, BEFORE), recognition_on(now, MERGED)
    assert then is not None and since is not None
    for row, county in ((then.row, "330106"), (since.row, "330110")):
        assert (row.county, row.perimeter) == (county, f" {county}")
        assert row.profile["county_codes"] == [county]


def test_one_of_the_catalogue_is_handed_over_and_stays_where_it_went(office: Workspace) -> None:
    known = Recognition.objects.filter(known=True, county__startswith="33")
    row = known.exclude(county__startswith="3302").exclude(county="330110").first()
    assert row is not None
    assert handed(row) == 200
    enter_known()
    assert Recognition.objects.get(pk=row.pk).county == "330110"


@pytest.mark.parametrize("login", ["county", "prefecture"])
def test_nobody_below_the_province_hands_it_over(held: Recognition, login: str) -> None:
    assert handed(held, login) == 403
    assert handed(held, "province", reason="") == 422
    assert Recognition.objects.get(pk=held.pk).county == "330106"


def test_what_has_ended_stays(held: Recognition) -> None:
    Recognition.objects.filter(pk=held.pk).update(state="revoked")
    assert handed(held) == 422


def test_of_two_changes_taken_note_of_the_later_one_stands(held: Recognition) -> None:
    with on(BEFORE):
        first = reported(held, "operator", **SAID)
        later = reported(held, "operator", **{**SAID, "changed": "2025-09-20", "now": "乙运营中心"})
        for number in (later.pk, first.pk):
            ChangeReport.objects.filter(pk=number).update(state="endorsed_by_province")
            reporting.take_note(ChangeReport.objects.get(pk=number), doer("nation"))
    assert Recognition.objects.get(pk=held.pk).profile["operator"] == "乙运营中心"
    assert ChangeReport.objects.filter(state="recorded").count() == 2
    assert Event.objects.filter(verb="enter", subject=held.subject).count() == 1
