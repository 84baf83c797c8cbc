"""Every past day of a call is rebuilt from the log alone: its terms, and who was on its list."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from hypothesis import given
from tests.web.people import doer, signed_in
from tests.web.walks import Deed, Told, few, on, telling, walked

from jiqun.clusters import Profile
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import Process
from jiqun.web.casework.moving import move
from jiqun.web.recognition.applying import begin
from jiqun.web.recognition.calling import draft_call
from jiqun.web.recognition.deciding import move_call
from jiqun.web.recognition.handing import hand_over
from jiqun.web.recognition.models import Application, Call, Objection
from jiqun.web.recognition.objecting import Said, lodge, move_objection, noticed_lines
from jiqun.web.recognition.past import call_seen_on
from jiqun.web.recognition.past_queue import PastQueue
from jiqun.web.recognition.queues import Queue, queue
from jiqun.web.recognition.ranks import ranks_of, rerank, step_out
from jiqun.web.recognition.recommending import recommend, summarise
from jiqun.web.recognition.seen import SeenCall
from jiqun.web.recognition.selecting import SelectionRule, give_notice, let_go, state_rule
from jiqun.web.recognition.sheets import close_scores
from jiqun.web.recognition.terms import Terms
from jiqun.workspace import Workspace

FIRST, DUE = date(2026, 6, 1), date(2026, 6, 3)
TEXT = "情况属实。"
ALL = QueryDict("")
READERS = ("county", "nation")
PLACES = (("one", "330106", "county"), ("two", "330110", "neighbour"))
SLOTS = {"authority": "nation", "province": "province", "county": "county"}
LED = (
    ("prefecture", "endorse"), ("province", "pass_first_review"),
    ("province", "record_site_check"), ("province", "recommend"),
)  # fmt: skip
"""From what is handed in to where the call's review takes it along."""
STEPS: dict[str, Any] = {"recommend": recommend}
"""Steps that give a rank."""
OFFICES = ("county", "neighbour", "prefecture", "province", "nation")


@pytest.fixture
def call(office: Workspace) -> Call:
    """Return a call of the first day, with two clusters that are recommended."""
    with on(FIRST):
        terms = Terms("national/sme-cluster", 2026, DUE, "通知〔2026〕1号", {"province": 2})
        drafted = draft_call(terms, doer("nation"))
        move(drafted, "issue", doer("nation"))
        for cluster, county, login in PLACES:
            profile = Profile(cluster, f"虚构集群{cluster}", (county,), "general_equipment")
            row = begin(drafted, profile, office, doer(login))
            for who, verb in ((login, "submit"), *LED):
                row = STEPS.get(verb, lambda row, who, verb=verb: move(row, verb, who))(
                    row, doer(who)
                )
    return Call.objects.get()


def possible(call: Call, office: Workspace) -> list[Deed]:
    """Return everything somebody could do now, always in the same order."""
    nation = doer("nation")
    row = Call.objects.select_related("definition").get(pk=call.pk)
    found: list[Deed] = [
        partial(move_call, row, verb, nation, TEXT, row.due + timedelta(days=2))
        for verb, _ in steps(row)
    ]
    found.append(partial(state_rule, row, SelectionRule("60", "s1", {}), nation))
    third = Profile("three", "虚构集群three", ("330106",), "general_equipment")
    found.append(partial(begin, row, third, office, doer("county")))
    ranks = ranks_of(row, "330000", "recommended")
    order = {own.pk: len(ranks.rows) - at for at, own in enumerate(ranks.rows)}
    found.append(partial(rerank, row, "recommended", order, ranks.version, doer("province")))
    for application in row.applications.select_related("definition", "call"):
        found += on_application(application)
    for objection in Objection.objects.select_related("definition", "application__call"):
        for verb, slot in steps(objection):
            found.append(partial(move_objection, objection, verb, TEXT, doer(SLOTS[slot])))
    return found


def on_application(application: Application) -> Iterator[Deed]:
    """Yield what could be done with an application that was recommended."""
    nation, province = doer("nation"), doer("province")
    own = doer("neighbour" if application.cluster == "two" else "county")
    yield partial(close_scores, application, nation)
    yield partial(summarise, application, TEXT, nation)
    yield partial(give_notice, application, nation, TEXT)
    yield partial(let_go, application, "not_select", TEXT, nation)
    yield partial(step_out, application, "withdraw", own)
    yield partial(step_out, application, "cancel", province, TEXT)
    yield partial(lodge, application, Said("王小明", "010-12345678", TEXT), None)


def steps(case: Process) -> list[tuple[str, str]]:
    """Return the steps a case may take now, and who takes each."""
    table = case.standing.table
    return [(verb, step.by[0]) for (state, verb), step in table.items() if state == case.state]


def terms_of(seen: SeenCall) -> dict[str, Any]:
    """Return what a call's page says of the call."""
    said = {name: getattr(seen.case, name) for name in ("due", "notice", "quotas", "selection")}
    due = [(running.id, running.reckoning.due) for running in seen.deadlines]
    return {**said, "state": seen.state.id, "holder": seen.holder, "deadlines": due}


def line(application: Application, counts: tuple[int, int]) -> tuple[object, ...]:
    place = (application.province, application.county)
    return (application.name, *place, application.state, counts)


def now(call: Call) -> dict[str, Any]:
    """Return what everybody is shown."""
    row = Call.objects.select_related("definition").get(pk=call.pk)
    noticed = row.applications.all().noticed().order_by("province", "cluster")
    lines = [
        line(application, counts)
        for application, counts, _, _ in noticed_lines(list(noticed.select_related("definition")))
    ]
    terms = {login: terms_of(SeenCall(row, doer(login))) for login in READERS}
    own = row.applications.all()
    queues = {
        login: queued(queue(own & Application.objects.for_reader(who.reader), who, ALL))
        for login, who in everybody()
    }
    return {**terms, **queues, "list": lines}


def everybody() -> list[tuple[str, Doer]]:
    """Return whoever reads the applications of a call, under what their list is called here."""
    return [(f"queue of {login}", doer(login)) for login in OFFICES]


def queued(shown: Queue | PastQueue) -> tuple[Any, ...]:
    """Return what a page of the applications says: which stood where, and how many stood so."""
    rows = [
        (seen.case.cluster, seen.state.id, seen.holder, seen.awaits_reader, seen.case.rank)
        for seen in shown.page.rows
    ]
    return (rows, shown.page.total, shown.states)


def then(call: Call, day: date) -> dict[str, Any]:
    """Return what everybody was shown, rebuilt."""
    terms: dict[str, Any] = {}
    row = Call.objects.get(pk=call.pk)
    for login in READERS:
        seen = call_seen_on(row, day, doer(login))
        assert seen is not None
        lines = [line(told.application, told.objections) for told in seen.lines(seen.noticed)]
        terms |= {login: terms_of(seen), "list": lines}
    for login, who in everybody():
        seen = call_seen_on(row, day, who)
        assert seen is not None
        terms[login] = queued(seen.queue(ALL))
    return terms


@few
@given(telling([TEXT]))
def test_every_past_day_is_what_was_shown_that_day(
    call: Call, office: Workspace, told: Told
) -> None:
    def deeds(which: int, text: str) -> list[Deed]:
        del which, text
        return possible(call, office)

    with transaction.atomic():
        for past, was in walked(FIRST, told, deeds, lambda _: now(call)).items():
            assert then(call, past) == was, past
        transaction.set_rollback(True)


def test_a_list_of_a_past_day_has_who_was_on_it_and_where_they_lay_then(
    call: Call,
) -> None:
    nation, other = doer("nation"), Application.objects.get(cluster="two")
    with on(DUE + timedelta(days=1)):
        move_call(call, "close", nation)
        move_call(call, "start_review", nation)
        rows = [close_scores(row, nation) for row in Application.objects.select_related("call")]
        for row in rows:
            give_notice(summarise(row, TEXT, nation), nation, TEXT)
    with on(DUE + timedelta(days=2)):
        hand_over(other, "330110", "330105", nation, "撤并。")
        objection, _ = lodge(other, Said("王小明", "010-12345678", TEXT), None)
        move_objection(objection, "admit", "", nation)
    with on(DUE + timedelta(days=3)):
        move_objection(objection, "uphold", TEXT, nation)
    told = []
    for later in range(4):
        seen = call_seen_on(call, DUE + timedelta(days=later), doer("county"))
        assert seen is not None
        told.append([(row.application.county, row.objections) for row in seen.lines(seen.noticed)])
    none, open_ = (0, 0), (1, 0)
    assert told == [
        [],
        [("330106", none), ("330110", none)],
        [("330106", none), ("330105", open_)],
        [("330106", none)],
    ]


def test_a_call_s_past_is_everybody_s_but_for_who_did_what(call: Call) -> None:
    path = f"/recognition/calls/{call.pk}/past/"
    shown = Client().get(path, {"on": FIRST.isoformat()}).content.decode()
    assert "接收申报" in shown
    assert "通知〔2026〕1号" in shown
    assert "拟定</td>" not in shown
    assert "拟定</td>" in signed_in("county").get(path).content.decode()
    before = Client().get(path, {"on": "2026-05-31"}).content.decode()
    assert "还没有发出申报通知" in before
    assert Client().get(path, {"on": "2026-02-30"}).status_code == 422
