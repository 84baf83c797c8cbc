"""Every route and every verb of recognition and slots is struck by a group of the harness."""

import re
from pathlib import Path

import pytest
from benchmarks.every_step import EveryStep
from benchmarks.people import VERBS
from benchmarks.placed import Steps
from benchmarks.steps import Table
from benchmarks.struck import route_at, unlike

import jiqun.web
from jiqun.web.events.told import WORKFLOWS
from jiqun.web.rights import right_of
from jiqun.web.routes import Route, routes
from jiqun.workflow.loading import workflows

ROOMS = {
    "recognition": "/recognition/",
    "recognised": "/recognised/",
    "tiers": "/tiers/",
    "ladder": "/exchange/digital/",
    "carbon": "/exchange/carbon/",
    "byproducts": "/exchange/byproducts/",
    "slots": "/exchange/slots/",
    "solutions": "/exchange/solutions/",
    "grants": "/exchange/grants/",
    "closing": "/exchange/closing/",
    "challenges": "/exchange/challenges/",
    "cooperation": "/exchange/cooperation/",
    "governance": "/governance/",
}
"""The rooms, and how their addresses begin."""
KEEPS_NOTHING = {"late_payment", "self_check"}
"""Routes that take what is typed and keep none of it: see test_checks, test_late_payment."""
PAPERS = {
    "paper_begin": ("reports", "appeals"),
    "paper_act": ("reports", "reviews", "appeals"),
    "paper_save": ("reports", "reviews", "appeals"),
}
"""The kinds of papers a route writes."""
ELSEWHERE = {"filing"}
"""Workflows of other rooms."""
NOT_BY_A_ROUTE = {"enter_known"}
"""Deeds of the command line."""
KINDS = {workflow: kind for kind, workflow in WORKFLOWS.items() if workflow not in ELSEWHERE}
DEED = re.compile(r'\bDeed\(\s*(?:"([a-z_]+)"|([A-Z_]+),)|_record\("([a-z_]+)"')
CONSTANT = re.compile(r'^([A-Z_]+)(?:, [A-Z_]+)* = "([a-z_]+)"', re.MULTILINE)
GROUPS = {
    name: group
    for name, group in VERBS.items()
    if issubclass(group, Steps) and group is not EveryStep
}


def writing() -> list[Route]:
    """Return the routes of the rooms that take a form."""
    found = [route for route in routes() if route.pattern.startswith(tuple(ROOMS.values()))]
    rights = {route: [right_of(function) for function in route.functions] for route in found}
    return [
        route
        for route, own in rights.items()
        if any(right and "POST" in right.methods for right in own)
    ]


def named(route: Route) -> set[str]:
    """Return the names a route is struck by: one for each kind of paper it writes."""
    return {f"{route.name}:{kind}" for kind in PAPERS.get(route.name, ())} or {route.name}


def deeds() -> set[str]:
    """Return every deed that the groups hold against the log."""
    return {deed for group in GROUPS.values() for deed in group.deeds()}


def sources(room: str) -> str:
    """Return a room's sources as one text."""
    files = sorted((Path(jiqun.web.__file__).parent / room).rglob("*.py"))
    return "\n".join(file.read_text("utf-8") for file in files)


def written_out(room: str) -> set[str]:
    """Return the verbs that stand in a room's sources, or as a constant of what all rooms share."""
    text, shared = sources(room), f"{sources('events')}\n{sources('casework')}"
    constants = dict(CONSTANT.findall(f"{text}\n{shared}"))
    return {verb or kept or constants[constant] for verb, constant, kept in DEED.findall(text)}


def test_the_rooms_have_as_many_writing_routes_as_are_known() -> None:
    assert len(writing()) >= 20
    starts = {start for start in ROOMS.values() for route in writing() if start in route.pattern}
    assert starts == set(ROOMS.values())


@pytest.mark.parametrize("route", writing(), ids=lambda route: route.name)
def test_every_writing_route_is_posted_to_under_blows(route: Route) -> None:
    if route.name in KEEPS_NOTHING:
        return
    struck = {name for group in GROUPS.values() for name in group.routes()}
    assert named(route) <= struck


@pytest.mark.parametrize("name", sorted(set(workflows()) - ELSEWHERE))
def test_every_step_of_every_workflow_is_struck(name: str) -> None:
    kind = KINDS.get(name, name)
    assert {f"{kind}:{verb}" for verb in workflows()[name].verbs} <= deeds()


@pytest.mark.parametrize("room", [*ROOMS, "casework"])
def test_every_deed_a_room_records_is_struck(room: str) -> None:
    verbs = written_out(room) - NOT_BY_A_ROUTE
    assert verbs
    assert verbs <= {deed.partition(":")[2] for deed in deeds()}


def test_a_group_names_only_routes_there_are_and_steps_there_are() -> None:
    known = {name for route in routes() for name in named(route)}
    for group in GROUPS.values():
        assert group.routes() <= known | {"hand_over"}
        assert group.deeds()


def test_every_step_has_the_lines_of_every_table() -> None:
    tables = [group for group in GROUPS.values() if issubclass(group, Table)]
    assert len(tables) >= 10
    assert [*EveryStep.STEPS] == [step for table in tables for step in table.STEPS]


def test_what_the_log_says_is_held_to_what_a_group_looks_for() -> None:
    known = ["call:close", "call:issue"]
    assert unlike(known, known, known) == []
    assert unlike(["call:issue"], known, known) == ["never in the log: call:close"]
    found = unlike([*known, "call:cancel"], known, known)
    assert found == ["in the log, and nothing looks for it: call:cancel"]


def test_an_address_is_told_apart_by_the_kind_of_paper() -> None:
    assert route_at("/recognised/papers/reviews/1/submit/") == "paper_act:reviews"
    assert route_at("/recognition/calls/1/amend/") == "call_amend"
