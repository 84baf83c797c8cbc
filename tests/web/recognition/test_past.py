"""Every past day of an application is rebuilt from the log alone, as it was shown that day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.people import doer, signed_in
from tests.web.recognition.test_path import _said
from tests.web.walks import erased, on

from jiqun.base.errors import Refused
from jiqun.clusters import Profile
from jiqun.web.casework.moving import move
from jiqun.web.casework.saving import Change, save
from jiqun.web.events.chain import verify
from jiqun.web.recognition.applying import begin, hand_in
from jiqun.web.recognition.calling import draft_call
from jiqun.web.recognition.exhibits import attach, remove, replace, shown_to
from jiqun.web.recognition.models import Answer, Application, Call
from jiqun.web.recognition.past import SeenPast, seen_on
from jiqun.web.recognition.ranks import ranks_of, rerank, step_out
from jiqun.web.recognition.recommending import recommend, record_site_check
from jiqun.web.recognition.seen import SeenApplication
from jiqun.web.recognition.terms import Terms
from jiqun.workspace import Workspace

FIRST = date(2026, 6, 1)
READERS = ("county", "prefecture", "province", "nation")
STEPS = (
    ("county", "attach"), ("colleague", "attach"), ("county", "remove"), ("county", "exchange"),
    ("county", "submit"), ("county", "withdraw"), ("county", "take_up"), ("prefecture", "endorse"),
    ("prefecture", "return"), ("province", "return"), ("province", "pass_first_review"),
    ("province", "record_site_check"), ("province", "recommend"), ("province", "refuse"),
)  # fmt: skip


@pytest.fixture
def application(office: Workspace) -> Application:
    """Return an application of the first day, with everything said."""
    with on(FIRST):
        terms = Terms("national/sme-cluster", 2026, date(2026, 6, 15), "", {"province": 2})
        move(draft_call(terms, doer("nation")), "issue", doer("nation"))
        return written("one", "330106", "county", office)


def written(cluster: str, county: str, login: str, office: Workspace) -> Application:
    """Return an application in which everything is said."""
    profile = Profile(cluster, "Made-up 甲", (county,), "general_equipment")
    begun = begin(Call.objects.get(), profile, office, doer(login))
    cells = list(begun.cells.all())
    save(begun, [Change(cell.period, cell.field, 0, _said(cell)) for cell in cells], doer(login))
    return begun


def shown(seen: SeenApplication) -> dict[str, Any]:
    """Return what a reader reads on the page."""
    named = seen.state.open_cells == "named"
    return {
        "state": seen.case.state,
        "holder": seen.holder,
        "revision": seen.case.revision,
        "rank": seen.rank,
        "due": [(running.id, running.reckoning.due) for running in seen.deadlines],
        "asked": seen.case.asked if named else [],
        "reason": seen.case.reason if named else "",
        "checked_on_site": seen.case.checked_on_site,
        "firms": seen.firms,
        "evidence": evidence(seen),
        "about": [(title, cell.said) for title, cell in seen.descriptions if cell.said],
        "cells": {name: cell.content for name, cell in seen.cells.items() if not cell.empty},
    }


def evidence(seen: SeenApplication) -> list[tuple[str | None, str, str]]:
    """Return the files a reader sees, of now or of a past day."""
    if isinstance(seen, SeenPast):
        return [(kept.name, kept.sha256, kept.about) for kept in seen.files]
    files = shown_to(seen.case, seen.doer)
    return [(kept.name, kept.sha256, kept.heading) for kept in files]


def scan(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{text}.pdf", f"%PDF-1.7 {text}".encode())


def now(application: Application) -> dict[str, dict[str, Any]]:
    fresh = Application.objects.select_related("definition", "call").get(pk=application.pk)
    return {login: shown(SeenApplication(fresh, doer(login))) for login in READERS}


def then(application: Application, day: date, login: str) -> SeenPast:
    seen = seen_on(application, day, doer(login))
    assert seen is not None
    return seen


def step(application: Application, login: str, verb: str, reason: str) -> None:
    """Take a step, where it can be taken."""
    fresh = Application.objects.select_related("definition", "call").get(pk=application.pk)
    first, who = fresh.exhibits.all().drafted().first(), doer(login)
    own: dict[str, Callable[[], object]] = {
        "attach": lambda: attach(fresh, scan(reason), "about.firms", who),
        "remove": lambda: first and remove(first, who),
        "exchange": lambda: first and replace(first, scan(f"{reason}+"), who),
        "submit": lambda: hand_in(fresh, doer(login)),
        "record_site_check": lambda: record_site_check(fresh, reason, doer(login)),
        "recommend": lambda: recommend(fresh, doer(login)),
        "return": lambda: move(fresh, verb, doer(login), reason, sorted(fresh.fields)[:2]),
    }
    try:
        own.get(verb, lambda: step_out(fresh, verb, doer(login), reason))()
    except Refused:
        return


def write(application: Application, login: str, cell: int, said: dict[str, str]) -> None:
    """Write into a cell, where it is open."""
    fresh = Application.objects.select_related("definition", "call").get(pk=application.pk)
    answer: Answer = list(fresh.cells.order_by("pk"))[cell % fresh.cells.count()]
    try:
        save(fresh, [Change(answer.period, answer.field, answer.version, said)], doer(login))
    except Refused:
        return


words = st.text('甲乙丙 abc\n"', max_size=6)
saves = st.tuples(
    st.sampled_from(("county", "colleague")),
    st.integers(0, 400),
    st.fixed_dictionaries(
        {"said": st.sampled_from(("", "7", "12.5", "true"))},
        optional={
            "status": st.sampled_from(("", "missing", "estimated")),
            "reason": words,
            "note": words,
        },
    ),
)
steps = st.tuples(st.sampled_from(STEPS), words)
days = st.lists(st.tuples(st.integers(0, 2), st.one_of(steps, saves)), min_size=3, max_size=8)


def live(application: Application, told: list[Any]) -> dict[date, dict[str, dict[str, Any]]]:
    """Let it all happen, and return what was shown when each day ended."""
    day, every = FIRST, {FIRST: now(application)}
    for later, what in told:
        for _ in range(later):
            day += timedelta(days=1)
            every[day] = every[day - timedelta(days=1)]
        with on(day):
            if len(what) == 2:
                step(application, *what[0], what[1])
            else:
                write(application, *what)
            every[day] = now(application)
    return every


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(days)
def test_every_past_day_is_what_was_shown_that_day(
    application: Application, told: list[Any]
) -> None:
    with transaction.atomic():
        for day, readers in live(application, told).items():
            for login, was in readers.items():
                assert shown(then(application, day, login)) == was, (day, login)
        transaction.set_rollback(True)


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(days)
def test_what_was_erased_since_reads_withheld_and_all_else_as_it_was(
    application: Application, told: list[Any]
) -> None:
    with transaction.atomic():
        every = live(application, told)
        erased("colleague")
        for day, readers in every.items():
            for login, was in readers.items():
                seen = then(application, day, login)
                found = shown(seen)
                for name, content in was["cells"].items():
                    texts = seen.cells[name].texts if name in seen.withheld else frozenset()
                    for part, text in content.items():
                        rebuilt = seen.cells[name].content[part]
                        assert rebuilt == text or (part in texts and rebuilt == ""), (day, name)
                gone = {"cells": None, "evidence": None}
                assert [kept[1:] for kept in found["evidence"]] == [
                    kept[1:] for kept in was["evidence"]
                ]
                if "about.firms" in seen.withheld:
                    gone |= {"firms": []}
                    assert found["firms"] == []
                if any(name.startswith("about.") for name in seen.withheld):
                    gone |= {"about": []}
                assert {**found, **gone} == {**was, **gone}
        transaction.set_rollback(True)


def test_ranks_that_others_moved_are_those_of_the_day(
    application: Application, office: Workspace
) -> None:
    with on(FIRST):
        other = written("two", "330110", "neighbour", office)
        for own, login in ((application, "county"), (other, "neighbour")):
            for who, verb in (
                (login, "submit"), ("prefecture", "endorse"),
                ("province", "pass_first_review"), ("province", "record_site_check"),
                ("province", "recommend"),
            ):  # fmt: skip
                step(own, who, verb, "属实。")
    call = Call.objects.get()
    with on(FIRST + timedelta(days=1)):
        ranks = ranks_of(call, "330000", "recommended")
        order = {application.pk: 2, other.pk: 1}
        rerank(call, "recommended", order, ranks.version, doer("province"))
    with on(FIRST + timedelta(days=2)):
        step(other, "neighbour", "withdraw", "")
    ranks_then = [
        [then(own, FIRST + timedelta(days=days), "province").rank for own in (application, other)]
        for days in range(3)
    ]
    assert ranks_then == [[1, 2], [2, 1], [1, None]]
    fresh = Application.objects.get(pk=application.pk)
    assert fresh.rank == 1


def test_an_erased_statement_reads_withheld_on_the_page(application: Application) -> None:
    answer = application.cells.filter(period="text").order_by("pk")[0]
    with on(FIRST):
        said = {"said": "某某所写的说明"}
        save(application, [Change("text", answer.field, answer.version, said)], doer("colleague"))
    path = f"/recognition/{application.pk}/past/?on={FIRST}"
    county = signed_in("county")
    assert "某某所写的说明" in county.get(path).content.decode()
    erased("colleague")
    page = county.get(path).content.decode()
    assert "某某所写的说明" not in page
    assert "不再保存" in page
    assert verify().problems == []


def test_what_a_county_wrote_and_did_not_hand_in_is_not_shown_to_others_of_any_day(
    application: Application,
) -> None:
    path = f"/recognition/{application.pk}/past/?on={FIRST}"
    assert "见所附材料" in signed_in("county").get(path).content.decode()
    assert "见所附材料" not in signed_in("province").get(path).content.decode()


def test_a_day_before_it_began_and_a_day_that_is_none_are_told(application: Application) -> None:
    county, path = signed_in("county"), f"/recognition/{application.pk}/past/"
    assert "还没有开始申报" in county.get(f"{path}?on=2026-05-31").content.decode()
    answer = county.get(f"{path}?on=2026-02-30")
    assert answer.status_code == 422
    assert "不是日历上的一天" in answer.content.decode()
