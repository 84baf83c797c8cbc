"""What was filled in from filings is confirmed at once, as it was shown, by one event."""

import json
import re
from datetime import date

import pytest
from tests.web.people import doer, signed_in
from tests.web.recognition.test_path import TERMS, on

from jiqun.base.errors import Refused
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.recognition.confirming import confirm
from jiqun.web.recognition.models import Answer, Application, Call
from jiqun.workspace import Workspace

SPRING = date(2024, 6, 1)
"""A day from which the filings of 2022 are looked at."""
CELL = re.compile(r'name="cell" value="([^"]+)"')


@pytest.fixture
def application(office: Workspace) -> Application:
    """Return an application that a filing of 2022 filled in."""
    nation, terms = signed_in("nation"), {**TERMS, "year": "2024", "due": "2024-06-15"}
    assert nation.post("/recognition/calls/new/", terms).status_code == 302
    call = Call.objects.get()
    with on(SPRING):
        assert nation.post(f"/recognition/calls/{call.pk}/issue/").status_code == 302
        path, said = f"/recognition/calls/{call.pk}/apply/", {"cluster": "one"}
        assert signed_in("county").post(path, said).status_code == 302
    return Application.objects.get()


def page_of(application: Application, login: str = "county") -> str:
    return signed_in(login).get(f"/recognition/{application.pk}/").content.decode()


def waiting(application: Application) -> list[Answer]:
    """Return the figures nobody confirmed; what is told of the cluster has a button of its own."""
    cells = application.cells.filter(confirmed=False, period__regex="^[0-9]+$")
    return [cell for cell in cells if not cell.empty]


def test_the_page_lists_everything_it_would_confirm_with_its_value(
    application: Application,
) -> None:
    page = page_of(application)
    form = page.split('class="note confirming"')[1].split("</form>")[0]
    cells = waiting(application)
    assert len(cells) > 10
    assert f"带入的 {len(cells)} 个数还没有确认" in form
    assert set(CELL.findall(form)) == {f"{cell} {cell.version}" for cell in cells}
    total = next(cell for cell in cells if cell.field == "output_total")
    assert f'<span class="n">{total.said}</span>' in form


def test_all_are_confirmed_by_one_act_and_one_event(application: Application) -> None:
    shown, events = CELL.findall(page_of(application)), Event.objects.count()
    path = f"/recognition/{application.pk}/confirm/"
    assert signed_in("county").post(path, {"cell": shown}).status_code == 302
    assert waiting(application) == []
    assert "confirming" not in page_of(application).split("<main")[1]
    done = Event.objects.filter(verb="save").get()
    assert Event.objects.count() == events + 3  # two sign-ins beside it
    after = json.loads(done.said)["after"]
    assert {name for name, cell in after.items() if cell["confirmed"]} == {
        name.partition(" ")[0] for name in shown
    }
    assert verify().problems == []


def test_what_a_colleague_mended_meanwhile_stays_as_they_wrote_it(
    application: Application,
) -> None:
    shown = CELL.findall(page_of(application))
    mended = application.cells.get(period="2022", field="output_total")
    cell = {"period": "2022", "field": "output_total", "version": 0, "said": "99"}
    path, kind = f"/recognition/{application.pk}/", "application/json"
    with on(SPRING):
        saved = signed_in("colleague").post(f"{path}cells", {"cells": [cell]}, content_type=kind)
    assert saved.status_code == 200
    assert signed_in("county").post(f"{path}confirm/", {"cell": shown}).status_code == 302
    mended.refresh_from_db()
    assert mended.said == "99"
    assert waiting(application) == []


def test_a_figure_that_says_something_else_than_was_shown_is_not_confirmed_and_nothing_else_is(
    application: Application,
) -> None:
    shown = CELL.findall(page_of(application))
    other = application.cells.get(period="2022", field="output_total")
    Answer.objects.filter(pk=other.pk).update(said="7", version=other.version + 1)
    before = len(waiting(application))
    answer = signed_in("county").post(f"/recognition/{application.pk}/confirm/", {"cell": shown})
    assert answer.status_code == 422
    assert "集群总产值 2022" in answer.content.decode()
    assert len(waiting(application)) == before
    assert not Event.objects.filter(verb="save").exists()


@pytest.mark.parametrize(
    "cell", ["", "2022.output_total", "2022.output_total x", "2022 1", "a.b 0"]
)
def test_what_no_page_sends_is_refused_in_words(application: Application, cell: str) -> None:
    with pytest.raises(Refused):
        confirm(application, [cell], doer("county"))
    assert signed_in("county").post(f"/recognition/{application.pk}/confirm/").status_code == 422


@pytest.mark.parametrize(("login", "status"), [("neighbour", 404), ("prefecture", 403)])
def test_nobody_else_confirms_for_a_county(
    application: Application, login: str, status: int
) -> None:
    path = f"/recognition/{application.pk}/confirm/"
    shown = CELL.findall(page_of(application))
    assert signed_in(login).post(path, {"cell": shown}).status_code == status
    assert waiting(application)
