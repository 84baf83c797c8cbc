"""Before it is submitted, a filing is shown as the next office will see it."""

import json

from tests.web.filing.test_path import act, fill
from tests.web.people import PATH, doer, signed_in, the_case

from jiqun.web.filing import questions
from jiqun.workspace import Workspace


def test_the_page_shows_what_the_next_office_sees_then_the_button(office: Workspace) -> None:
    county = signed_in("county")
    fill(county)
    page = county.get(f"{PATH}submit/").content.decode()
    assert "地市主管部门" in page
    assert "2520000" in page
    assert 'data-verb="submit"' in page
    assert "data-cell" not in page
    assert the_case().state == "draft"
    assert county.post(f"{PATH}submit/").status_code == 302
    assert the_case().state == "submitted"


def test_what_has_to_be_put_right_is_told_and_there_is_no_button(office: Workspace) -> None:
    county = signed_in("county")
    county.post(f"{PATH}begin/")
    page = county.get(f"{PATH}submit/").content.decode()
    assert "提交之前须改正" in page
    assert 'data-verb="submit"' not in page


def test_unanswered_questions_are_on_the_page(office: Workspace) -> None:
    county = signed_in("county")
    fill(county)
    county.post(f"{PATH}submit/")
    questions.ask(the_case(), "values.exports", "为何下降", doer("prefecture"))
    act("prefecture", "return", reason="请核对", field="exports")
    assert "待处理的问题：1 个" in county.get(f"{PATH}submit/").content.decode()


def test_the_agency_sees_the_page_and_does_not_submit(office: Workspace) -> None:
    fill(signed_in("county"))
    agency = signed_in("agency")
    assert 'data-verb="submit"' not in agency.get(f"{PATH}submit/").content.decode()
    assert agency.post(f"{PATH}submit/").status_code == 422
    assert the_case().state == "draft"


def test_a_problem_that_a_note_answers_says_so(office: Workspace) -> None:
    county = signed_in("county")
    fill(county)
    cell = the_case().cells.get(period="previous", field="exports")
    change = {"period": "previous", "field": "exports", "version": cell.version, "said": "1"}
    county.post(f"{PATH}cells", {"cells": [change]}, content_type="application/json")
    said = json.loads(county.get(f"{PATH}problems").content)["problems"]
    assert {row["note"] for row in said if row["code"] == "filings.restated"} == {True}
