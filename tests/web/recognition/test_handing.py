"""A county is merged or renamed in mid-year: its open applications follow as its filings do."""

import json

from tests.web.people import signed_in, the_case
from tests.web.recognition.test_path import BEFORE, act, applied, call, on, recommended

from jiqun.web.events.models import Event
from jiqun.web.recognition.models import Application, Call

__all__ = ["call"]
PAGE = "/filings/hand-over/"
WHY = "国函〔2026〕99号"


def handed(*applications: Application, login: str = "province", **said: object) -> int:
    numbers = [str(application.pk) for application in applications]
    posted = {"county": "330106", "successor": "330110", "reason": WHY, "application": numbers}
    return signed_in(login).post(PAGE, {**posted, **said}).status_code


def test_an_open_application_goes_on_at_the_successor_with_its_answers(call: Call) -> None:
    application = applied(call, "county", "one")
    answers = application.cells.count()
    page = signed_in("province").get(f"{PAGE}?county=330106").content.decode()
    assert f'name="application" value="{application.pk}"' in page
    assert handed(application) == 200
    now = Application.objects.get()
    assert (now.county, now.state, now.cells.count()) == ("330110", "draft", answers)
    assert now.parties["county"] == ["county", "330110"]
    assert now.parties["authority"] == application.parties["authority"]
    path = f"/recognition/{now.pk}/"
    assert signed_in("county").get(path).status_code == 404
    assert signed_in("neighbour").get(path).status_code == 200
    with on(BEFORE):
        assert act("neighbour", now, "submit") == 302


def test_it_is_one_event_with_the_decision_sealed(call: Call) -> None:
    application = applied(call, "county", "one")
    handed(application)
    event = Event.objects.get(verb="hand_over")
    said = json.loads(event.said)
    assert (event.subject, said["county"], said["successor"]) == (
        application.subject,
        "330106",
        "330110",
    )
    assert event.sealed.get().text == WHY


def test_filing_and_application_go_by_one_decision(call: Call) -> None:
    application = applied(call, "county", "one")
    assert handed(application, case=[str(the_case().pk)]) == 200
    assert the_case().county == Application.objects.get().county == "330110"


def test_what_is_recommended_keeps_its_rank_within_its_province_and_takes_none_of_another_s(
    call: Call,
) -> None:
    application = recommended(call, "county", "one")
    assert handed(application, login="nation", successor="110108") == 422
    assert Application.objects.get().county == "330106"
    assert handed(application) == 200
    now = Application.objects.get()
    assert (now.county, now.rank, now.state) == ("330110", 1, "recommended")


def test_what_has_ended_stays_and_nobody_else_hands_over(call: Call) -> None:
    application = applied(call, "county", "one")
    for login in ("county", "prefecture"):
        assert handed(application, login=login) == 403
    assert handed(application, reason="") == 422
    with on(BEFORE):
        assert act("county", application, "withdraw") == 302
    assert handed(application) == 422
    assert Application.objects.get().county == "330106"
