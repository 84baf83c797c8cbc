"""Queues: steps for many cases at once, and what is seen of each at a glance."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.filing.test_path import act, fill, submitted
from tests.web.people import PATH, doer, signed_in, the_case

from jiqun.web.filing import questions
from jiqun.workspace import Workspace


def many(login: str, verb: str, *clusters: str, **said: str) -> tuple[int, str]:
    numbers = [str(the_case(cluster).pk) for cluster in clusters]
    answer = signed_in(login).post("/reviews/", {"case": numbers, "verb": verb, **said})
    return answer.status_code, answer.content.decode()


def test_chosen_cases_go_on_and_each_refusal_is_told_by_its_case(office: Workspace) -> None:
    submitted(signed_in("county"))
    status, page = many("prefecture", "endorse", "one", "two")
    assert status == 422
    assert "办理了 1 份，1 份未能办理" in page
    assert "测试集群two 2023" in page
    assert (the_case("one").state, the_case("two").state) == ("endorsed_by_prefecture", "opened")


def test_a_return_asks_about_the_cells_with_open_questions(office: Workspace) -> None:
    submitted(signed_in("county"))
    questions.ask(the_case(), "values.exports", "为何下降", doer("prefecture"))
    assert many("prefecture", "return", "one")[0] == 422
    assert many("prefecture", "return", "one", reason="请核对")[0] == 200
    assert the_case().asked == ["exports"]


def test_many_are_accepted_at_once(office: Workspace) -> None:
    submitted(signed_in("county"))
    act("prefecture", "endorse")
    act("province", "endorse")
    assert many("nation", "accept", "one")[0] == 200
    assert office.accepted()["one", 2023].revision == 1


@pytest.mark.parametrize(
    ("verb", "clusters"), [("endorse", ()), ("close", ("one",)), ("", ("one",))]
)
def test_no_case_or_another_step_is_refused(
    office: Workspace, verb: str, clusters: tuple[str, ...]
) -> None:
    assert many("prefecture", verb, *clusters)[0] == 422


def test_a_case_outside_one_s_coverage_is_not_among_the_chosen(office: Workspace) -> None:
    submitted(signed_in("county"))
    answer = signed_in("prefecture").post("/reviews/", {"case": ["999999", "x"], "verb": "endorse"})
    assert answer.status_code == 422


def test_numbers_of_the_list_open_their_rows(office: Workspace) -> None:
    county = signed_in("county")
    county.post(f"{PATH}begin/")
    assert f"{PATH}?only=empty" in county.get("/filings/").content.decode()
    page = county.get(f"{PATH}?only=empty").content.decode()
    assert 'id="f-exports"' in page
    assert 'id="f-area_km2"' not in page
    assert "显示全部" in page


def test_reviewers_see_how_much_was_submitted_not_how_far_a_draft_is(office: Workspace) -> None:
    fill(signed_in("county"))
    asked = the_case().cells.filter(period="values").count()
    assert f">0/{asked}<" in signed_in("prefecture").get("/filings/").content.decode()
    assert f">0/{asked}<" not in signed_in("county").get("/filings/").content.decode()


def test_lists_are_filtered_by_year_state_and_name(office: Workspace) -> None:
    nation = signed_in("nation")
    for query, found in (("year=2023", 2), ("year=2022", 0), ("state=draft", 0), ("q=two", 1)):
        page = nation.get(f"/filings/?{query}").content.decode()
        assert page.count('<th scope="row">') == found, query


def copies(numbers: range) -> None:
    """Make a list long: the same submitted case under other names."""
    case = the_case()
    (kept,) = case.submissions.all()
    for number in numbers:
        case.pk, case.cluster, case._state.adding = None, f"copy-{number:03}", True
        case.save()
        kept.pk, kept.case, kept._state.adding = None, case, True
        kept.save()


@pytest.mark.parametrize(("login", "where"), [("county", "/filings/"), ("prefecture", "/reviews/")])
def test_a_list_takes_as_many_queries_for_a_hundred_cases_as_for_ten(
    office: Workspace, login: str, where: str
) -> None:
    submitted(signed_in("county"))
    client, taken = signed_in(login), []
    for numbers in (range(9), range(9, 99)):
        copies(numbers)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(where).content.decode()
        assert page.count("copy-") >= 9
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 20
