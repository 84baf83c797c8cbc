"""The dashboard: each number counts what its reader covers, and opens as many rows."""

import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.people import doer, signed_in
from tests.web.recognition.test_path import AFTER, BEFORE, act, applied, call, on, recommended

from jiqun.base.readers import Office, reader_named
from jiqun.web.accounts.offices import Doer
from jiqun.web.recognition.board import TITLES, Board
from jiqun.web.recognition.models import RECOMMENDED, Application, Call
from jiqun.web.recognition.queues import PHASES
from jiqun.workflow.loading import workflow

__all__ = ["call"]
LINK = re.compile(r'href="([^"]*#applications)"[^>]*>(?:[^<]*? )?(\d+)</a>')
ROWS = re.compile(r'<h2 id="applications">\S+ <small>(\d+)</small>')


def board(call: Call, login: str = "nation") -> Board:
    return Board(Call.objects.get(pk=call.pk), doer(login))


def test_every_state_is_in_one_phase() -> None:
    every = [state for phase in TITLES for state in PHASES[phase]]
    assert sorted(every) == sorted(workflow("application").states)
    assert PHASES["placed"] == RECOMMENDED


@pytest.mark.parametrize("login", ["nation", "province"])
def test_every_number_opens_as_many_rows(call: Call, login: str) -> None:
    recommended(call, "county", "one")
    applied(call, "neighbour", "two")
    with on(AFTER):
        client = signed_in(login)
        page = client.get(f"/recognition/calls/{call.pk}/board/?month=2026-06").content.decode()
        found = [(link.replace("&amp;", "&"), int(count)) for link, count in LINK.findall(page)]
        assert len(found) >= 6
        for link, count in found:
            rows = ROWS.search(client.get(link.partition("#")[0]).content.decode())
            assert rows is not None, link
            assert int(rows[1]) == count, link


def test_a_draft_is_late_after_the_call_s_last_day_and_its_county_is_named(call: Call) -> None:
    applied(call, "county", "one")
    with on(BEFORE):
        assert board(call).late == []
    with on(AFTER):
        ((place, number),) = board(call).late
    assert (place.zh, number.title.zh, number.count) == ("浙江省", "申报县", 1)


def test_a_quota_counts_what_takes_up_a_place(call: Call) -> None:
    recommended(call, "county", "one")
    (place,) = board(call).places
    assert (place.placed.count, place.quota and place.quota.limit) == (1, 1)
    placed, quota = board(call, "province").quota
    assert (placed.count, quota.limit) == (1, 1)


def test_another_province_counts_nothing_of_it(call: Call) -> None:
    applied(call, "county", "one")
    other = Board(Call.objects.get(), Doer(reader_named("370000")))
    assert (other.total, other.steps, other.places, other.late) == (0, [], [], [])
    assert other.spots == []
    assert [day.number.count for day in other.days] == [0]  # the call's own last day
    assert other.doer.reader.office is Office.PROVINCE


def test_only_nation_and_province_have_the_dashboard(call: Call) -> None:
    for path in ("board/", "board.geojson", "deadlines.ics"):
        for client in (signed_in("county"), signed_in("prefecture"), Client()):
            assert client.get(f"/recognition/calls/{call.pk}/{path}").status_code == 403


def test_the_map_has_a_point_for_each_county_and_phase(call: Call) -> None:
    recommended(call, "county", "one")
    applied(call, "neighbour", "two")
    answer = signed_in("nation").get(f"/recognition/calls/{call.pk}/board.geojson")
    features = json.loads(answer.content)["features"]
    assert [found["properties"]["batch"] for found in features] == ["judging", "filling"]
    assert all(found["geometry"]["coordinates"] for found in features)


def test_the_calendar_file_has_the_last_day_to_apply(call: Call) -> None:
    applied(call, "county", "one")
    answer = signed_in("nation").get(f"/recognition/calls/{call.pk}/deadlines.ics")
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert "DTSTART;VALUE=DATE:20260615" in lines
    assert any(line.startswith("SUMMARY:") and "申报截止 (1)" in line for line in lines)
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_months_go_on_over_the_year_s_end(call: Call) -> None:
    december = board(call).month("2026-12")
    assert (december.before, december.after) == ("2026-11", "2027-01")
    assert board(call).month("no month").first == date(2026, 6, 1) or date.today() > AFTER


def copies(application: Application, numbers: range) -> None:
    """Make a list long: the same application under other names."""
    for number in numbers:
        application.pk, application._state.adding = None, True
        application.cluster = f"copy-{number:03}"
        application.moved += timedelta(seconds=1)
        application.save()


@pytest.mark.parametrize("where", ["", "calls/{call}/", "calls/{call}/board/"])
def test_a_page_takes_as_many_queries_for_a_hundred_applications_as_for_ten(
    call: Call, where: str
) -> None:
    application = applied(call, "county", "one")
    with on(BEFORE):
        act("county", application, "submit")
    client, taken = signed_in("nation"), []
    for numbers in (range(9), range(9, 99)):
        copies(Application.objects.get(cluster="one"), numbers)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/recognition/{where.format(call=call.pk)}").status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 25


def test_a_list_comes_in_pages_of_fifty_what_waits_for_the_reader_first(call: Call) -> None:
    draft = applied(call, "county", "one")
    copies(Application.objects.get(pk=draft.pk), range(60))
    mine = recommended(call, "neighbour", "two")
    with on(AFTER):
        page = signed_in("nation").get(f"/recognition/calls/{call.pk}/").content.decode()
        last = signed_in("nation").get(f"/recognition/calls/{call.pk}/?page=2").content.decode()
    assert listed(page) == 50
    assert page.index(mine.name) < page.index(draft.name)
    assert listed(last) == 12


def listed(page: str) -> int:
    """Count the rows of a call's applications; what it asks stands in tables of its own."""
    _, _, applications = page.partition('aria-label="申报"')
    return applications.partition("</table>")[0].count('<th scope="row">')


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2026-13", "x"])
def test_a_month_that_cannot_be_shown_is_answered_with_one_that_can(call: Call, month: str) -> None:
    address = f"/recognition/calls/{call.pk}/board/?month={month}"
    assert signed_in("nation").get(address).status_code == 200
