"""Questions on cells: asked by whose turn it is, answered in place, kept, counted."""

import json

import pytest
from django.test import Client
from tests.web.filing.test_path import act, submitted
from tests.web.people import PATH, doer, signed_in, the_case

from jiqun.base.errors import Refused
from jiqun.web.events.models import Event, Sealed
from jiqun.web.filing import questions
from jiqun.web.filing.models import Question
from jiqun.workspace import Workspace


@pytest.fixture
def county(office: Workspace) -> Client:
    client = signed_in("county")
    submitted(client)
    return client


def asked(login: str = "prefecture", text: str = "与上年相差较大，请说明") -> Question:
    return questions.ask(the_case(), "values.exports", text, doer(login))


def test_a_question_is_asked_answered_in_place_and_settled(county: Client) -> None:
    prefecture = signed_in("prefecture")
    said = {"cell": "values.exports", "text": "与上年相差较大，请说明"}
    answer = prefecture.post(f"{PATH}questions/", said)
    assert (answer.status_code, answer["Location"]) == (302, f"{PATH}#f-exports")
    question = Question.objects.get()
    page = county.get(PATH).content.decode()
    assert "待处理的问题：1 个" in page
    assert "与上年相差较大" in page
    assert "地市主管部门" in page
    assert county.post(f"{PATH}questions/{question.pk}/", {"text": "新增两家"}).status_code == 302
    assert "已回答" in prefecture.get(PATH).content.decode()
    assert prefecture.post(f"{PATH}questions/{question.pk}/settle/").status_code == 302
    page = prefecture.get(PATH).content.decode()
    assert "待处理的问题" not in page
    assert "新增两家" in page


def test_texts_of_questions_are_sealed_in_the_log(county: Client) -> None:
    asked()
    event = Event.objects.order_by("-number")[0]
    said = json.loads(event.said)
    assert (event.verb, said["cell"]) == ("ask", "values.exports")
    assert "相差" not in event.said
    texts = dict(Sealed.objects.filter(event=event).values_list("name", "text"))
    assert texts == {"text": "与上年相差较大，请说明", "by": "prefecture"}


@pytest.mark.parametrize("login", ["county", "agency", "province", "nation", "neighbour"])
def test_only_whose_turn_it_is_to_review_asks(county: Client, login: str) -> None:
    with pytest.raises(Refused) as refused:
        asked(login)
    assert [problem.code for problem in refused.value.problems] == ["filing.not_yours_to_ask"]


@pytest.mark.parametrize("login", ["province", "nation"])
def test_another_office_neither_answers_nor_settles(county: Client, login: str) -> None:
    question = asked()
    with pytest.raises(Refused):
        questions.reply(question, "是", doer(login))
    with pytest.raises(Refused):
        questions.settle(question, doer(login))
    assert Question.objects.get().waits == "answer"


@pytest.mark.parametrize("text", ["", "   ", "\u200b", "x" * 1001])
def test_nothing_and_what_cannot_be_shown_is_not_asked(county: Client, text: str) -> None:
    answer = signed_in("prefecture").post(
        f"{PATH}questions/", {"cell": "values.exports", "text": text}
    )
    assert answer.status_code == 422
    assert not Question.objects.exists()


def test_a_question_with_u0000_reaches_no_view(county: Client) -> None:
    said = {"cell": "values.exports", "text": "a\x00b"}
    assert signed_in("prefecture").post(f"{PATH}questions/", said).status_code == 400
    assert not Question.objects.exists()


@pytest.mark.parametrize("cell", ["", "exports", "values.unknown", "later.exports"])
def test_a_question_is_on_a_cell_there_is(county: Client, cell: str) -> None:
    answer = signed_in("prefecture").post(f"{PATH}questions/", {"cell": cell, "text": "为何"})
    assert answer.status_code == 422


def test_open_questions_are_ticked_for_a_return_and_counted_in_the_lists(county: Client) -> None:
    asked()
    prefecture = signed_in("prefecture")
    page = prefecture.get(PATH).content.decode()
    assert 'name="field" value="exports" checked' in page
    assert 'name="field" value="employment" checked' not in page
    assert "?only=questions" in prefecture.get("/reviews/").content.decode()
    assert "?only=questions" in county.get("/filings/").content.decode()


def test_what_is_said_is_shown_as_said_not_as_markup(county: Client) -> None:
    asked(text="<script>alert(1)</script>")
    page = county.get(PATH).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_question_of_another_case_is_not_there(county: Client) -> None:
    question = asked()
    neighbour = signed_in("neighbour")
    other = PATH.replace("one", "two")
    for path in (PATH, other):
        assert neighbour.post(f"{path}questions/{question.pk}/", {"text": "x"}).status_code == 404


def test_questions_stay_through_a_return(county: Client) -> None:
    question = asked()
    assert act("prefecture", "return", reason="请核对", field="exports") == 302
    assert county.post(f"{PATH}questions/{question.pk}/", {"text": "已改"}).status_code == 302
    assert Question.objects.get().remarks.count() == 2
