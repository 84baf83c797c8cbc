"""A firm assesses its digital level, again and again, keeps it, and shares the level alone."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.exchange.maturity.firms import WORKSHOP
from tests.web.people import PASSWORD, signed_in

from jiqun.base.readers import Office
from jiqun.exchange.maturity.answers import read_answers
from jiqun.web.accounts import people
from jiqun.web.events.models import Event
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.ladder.models import Assessment
from jiqun.web.ladder.posted_answers import answers_in, fields_of
from jiqun.workspace import Workspace

CODE = "91330106MA2800000X"
PAGE = "/exchange/digital/"


@pytest.fixture
def firm(office: Workspace) -> Iterator[Client]:
    """Return the browser of a firm."""
    person = people.add_person("firm", PASSWORD, INSTALLATION)
    people.appoint(person, Office.FIRM, CODE, INSTALLATION)
    yield signed_in("firm")


def sent(**said: Any) -> dict[str, Any]:
    """Return the workshop's answers as its page sends them, with others where said."""
    return {**fields_of(WORKSHOP), "year": "2026", "name": "甲公司", **said}


def text(client: Client, path: str = PAGE) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_firm_sees_its_level_and_what_the_next_one_asks(firm: Client) -> None:
    assert "历次自评" not in text(firm)
    assert firm.post(PAGE, sent()).status_code == 302
    page = text(firm)
    assert "规范级" in page
    assert "44.1" in page
    assert "到集成级还差什么" in page
    assert "standardised" in text(firm, f"/en{PAGE}")
    event = Event.objects.get(verb="digital_assess")
    assert "55.0" not in event.said


def test_it_is_kept_each_time_and_nothing_kept_is_changed(firm: Client) -> None:
    firm.post(PAGE, sent())
    firm.post(PAGE, sent(q5="4"))
    assert [row.said["answers"]["5"] for row in Assessment.objects.all()] == [4, 2]
    page = text(firm)
    assert "历次自评" in page
    assert "49.1" in page
    assert "44.1" in page


def test_what_is_not_ticked_is_not_known_and_none_is_a_tick_of_its_own() -> None:
    posted = QueryDict("year=2026&q1=0&q5=&q6=1&q6=3&q12=4.1&q12=&s1=2")
    said = answers_in(posted, 2026)
    assert said["answers"]["1"] == []
    assert said["answers"]["4"] is None
    assert said["answers"]["5"] is None
    assert said["answers"]["6"] == [1, 3]
    assert said["answers"]["12"] == ["4.1", None]
    assert said["scenes"]["产品设计"] == 2


def test_a_page_that_sends_back_what_it_shows_says_the_same() -> None:
    posted = QueryDict(mutable=True)
    for name, texts in fields_of(WORKSHOP).items():
        posted.setlist(name, texts)
    again, problems = read_answers(answers_in(posted, 2026))
    meant = read_answers(WORKSHOP)[0]
    assert not problems
    assert (again.said, again.scenes) == (meant.said, meant.scenes)


def test_a_wrong_answer_is_told_what_was_typed_stays_and_nothing_is_kept(firm: Client) -> None:
    answer = firm.post(PAGE, sent(q2="很多", q1=["0", "2"], s3="9"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="很多"' in page
    assert "设备数字化" in page
    assert not Assessment.objects.exists()
    empty = firm.post(PAGE, {"year": "2026"})
    assert empty.status_code == 422
    assert "没有可以保存的内容" in empty.content.decode()
    assert firm.post(PAGE, sent(year="")).status_code == 422


def test_a_county_sees_the_level_alone_and_only_while_the_firm_shares_it(firm: Client) -> None:
    firm.post(PAGE, sent())
    county, neighbour = signed_in("county"), signed_in("neighbour")
    listed = f"{PAGE}firms/"
    assert "甲公司" not in text(county, listed)
    assert firm.post(f"{PAGE}share/", {"county": "999999"}).status_code == 422
    assert firm.post(f"{PAGE}share/", {"county": "330106"}).status_code == 302
    firm.post(PAGE, sent(q5="4"))
    page = text(county, listed)
    assert "甲公司" in page
    assert "49.1" in page
    assert "44.1" not in page
    assert "甲公司" not in text(neighbour, listed)
    assert firm.post(f"{PAGE}share/", {"county": ""}).status_code == 302
    assert "甲公司" not in text(county, listed)


def test_who_stops_sharing_lines_up_behind_an_answer_that_is_being_kept(firm: Client) -> None:
    """On PostgreSQL that answer would else go on being shared: no row to be written saw it."""
    firm.post(PAGE, sent())
    with CaptureQueriesContext(connection) as asked:
        assert firm.post(f"{PAGE}share/", {"county": ""}).status_code == 302
    rows = [query["sql"] for query in asked if '"ladder_assessment"' in query["sql"]]
    written = next(number for number, sql in enumerate(rows) if sql.startswith("UPDATE"))
    assert [sql.split()[0] for sql in rows[:written]] == ["SELECT"]
    locks = rows[0].endswith("FOR UPDATE")
    assert locks == connection.features.has_select_for_update


def test_nothing_is_shared_before_anything_is_kept(firm: Client) -> None:
    assert firm.post(f"{PAGE}share/", {"county": "330106"}).status_code == 422


@pytest.mark.usefixtures("office")
def test_what_a_county_tries_for_a_firm_is_not_kept() -> None:
    answer = signed_in("county").post(PAGE, sent())
    assert answer.status_code == 200
    assert "规范级" in answer.content.decode()
    assert not Assessment.objects.exists()
    assert not Event.objects.filter(verb="digital_assess").exists()
