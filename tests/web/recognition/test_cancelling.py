"""A call that is cancelled ends its applications, and every county that applied is told."""

import json

import pytest
from tests.web.people import signed_in
from tests.web.recognition.test_path import AFTER, BEFORE, act, applied, call, on, recommended

from jiqun.web.casework.models import kept_definition
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.recognition.models import Application, Call, Judge, Opinion

__all__ = ["call"]
WHY = "名额调整，另行通知。"


def cancelled(call: Call, reason: str = WHY) -> int:
    path = f"/recognition/calls/{call.pk}/cancel/"
    return signed_in("nation").post(path, {"reason": reason}).status_code


def test_applications_end_with_their_call_and_the_county_reads_why(call: Call) -> None:
    first = recommended(call, "county", "one")
    second = applied(call, "neighbour", "two")
    assert cancelled(call, "") == 422
    assert {row.state for row in Application.objects.all()} == {"recommended", "draft"}
    assert cancelled(call) == 302
    assert {row.state for row in Application.objects.all()} == {"ended_with_call"}
    page = signed_in("county").get(f"/recognition/{first.pk}/").content.decode()
    assert WHY in page and "随之终止" in page
    assert "随之终止" in signed_in("neighbour").get(f"/recognition/{second.pk}/").content.decode()
    events = Event.objects.filter(verb="end_with_call").order_by("number")
    assert [event.subject for event in events] == [row.subject for row in (first, second)]
    assert {event.sealed.get().text for event in events} == {WHY}
    assert WHY not in "".join(events.values_list("said", flat=True))
    assert json.loads(events[0].said)["from"] == "recommended"
    assert verify().problems == []


def test_what_has_ended_already_stays_as_it_is(call: Call) -> None:
    application = applied(call, "county", "one")
    with on(BEFORE):
        assert act("county", application, "withdraw") == 302
    assert cancelled(call) == 302
    assert Application.objects.get().state == "withdrawn"


def test_nobody_ends_one_application_as_if_its_call_were_cancelled(call: Call) -> None:
    application = recommended(call, "county", "one")
    assert act("nation", application, "end_with_call", reason="x") == 422
    page = signed_in("nation").get(f"/recognition/{application.pk}/").content.decode()
    assert "end_with_call" not in page
    assert Application.objects.get().state == "recommended"


@pytest.mark.parametrize("state", ["invited", "scoring"])
def test_experts_who_were_still_to_judge_are_let_go(call: Call, state: str) -> None:
    application = recommended(call, "county", "one")
    with on(AFTER):
        for verb in ("close", "start_review"):
            signed_in("nation").post(f"/recognition/calls/{call.pk}/{verb}/")
    judge = Judge.objects.create(expert="case-1", name="专家")
    application.opinions.create(
        judge=judge,
        expert="case-1",
        authority="nation",
        definition=kept_definition(call.way.table("expert_review")),
        parties={"expert": ["expert", "case-1"], "authority": ["nation", ""]},
        state=state,
        holder="expert",
    )
    assert cancelled(call) == 302
    assert Opinion.objects.get().state == "ended_with_call"
