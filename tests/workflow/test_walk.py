"""Random walks over every workflow of the catalogue, held against the file read a second way."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from jiqun.base.errors import Refused
from jiqun.base.files import catalogue_path
from jiqun.base.readers import Office
from jiqun.workflow.cases import Case, act, opened
from jiqun.workflow.definitions import Workflow
from jiqun.workflow.loading import workflow, workflows
from jiqun.workflow.routes import Party
from jiqun.workflow.soundness import shapes

FEW = 8
STRANGER = Party(Office.COUNTY, "nobody")


@cache
def content(name: str) -> dict[str, Any]:
    path = catalogue_path("workflows", f"{name}.yaml")
    said: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return said


class Rules:
    """What a workflow's file allows in a case of a shape, read without the code under test."""

    def __init__(self, name: str, shape: frozenset[str]) -> None:
        self.said = content(name)
        self.shape = shape

    def holder(self, state: str) -> str:
        return next((one for one in self.said["states"][state]["holder"] if one in self.shape), "")

    def allowed(self, state: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Yield every verb, slot and entry of a state."""
        for step in self.said["transitions"]:
            fits = all(
                (s in self.shape) is (how == "present") for s, how in step.get("when", {}).items()
            )
            if fits and state in step["from"]:
                for slot in step["by"]:
                    who = self.holder(state) if slot == "holder" else slot
                    if who in self.shape:
                        yield step["verb"], who, step

    def step(self, state: str, verb: str, slots: set[str]) -> dict[str, Any] | None:
        return next((s for v, who, s in self.allowed(state) if v == verb and who in slots), None)

    def endorsing(self) -> set[str]:
        slots = self.said["slots"]
        return {slot for slot in self.shape & slots.keys() if slots[slot].get("endorses")}


def parties_of(defined: Workflow, shape: frozenset[str]) -> dict[str, Party]:
    slots = sorted(shape & defined.slots.keys())
    return {slot: Party(defined.slots[slot].office, slot) for slot in slots}


def running(name: str, shape: frozenset[str]) -> Workflow:
    """Return a workflow as a programme with the shape's options runs it."""
    return workflow(name).configured(shape)


def cases() -> list[Any]:
    return [
        pytest.param(name, shape, id=f"{name}-{'+'.join(sorted(shape))}")
        for name, defined in workflows().items()
        for shape in telling_shapes(defined)
    ]


def telling_shapes(defined: Workflow) -> list[frozenset[str]]:
    """Return every shape; of many those with at most one optional part, or all but one of them."""
    every = shapes(defined)
    if len(every) <= FEW:
        return every
    smallest, largest = min(every, key=len), max(every, key=len)
    return [shape for shape in every if len(shape - smallest) <= 1 or len(largest - shape) <= 1]


def first(defined: Workflow, parties: dict[str, Party]) -> Case:
    opener = next(slot for slot in defined.opening.by if slot in parties)
    return opened(defined, parties, parties[opener])


each_case = pytest.mark.parametrize(("name", "shape"), cases())


@each_case
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_random_walk_does_what_the_file_allows_and_nothing_else(
    name: str, shape: frozenset[str], data: st.DataObject
) -> None:
    defined, rules = running(name, shape), Rules(name, shape)
    parties = parties_of(defined, shape)
    case = first(defined, parties)
    endorsed: set[str] = set()
    for _ in range(data.draw(st.integers(1, 40))):
        likely = [(verb, parties[slot]) for verb, slot, _ in rules.allowed(case.state)]
        anything = st.tuples(
            st.sampled_from([*defined.verbs, "invented"]),
            st.sampled_from([*parties.values(), STRANGER]),
        )
        verb, actor = data.draw(st.sampled_from(likely) | anything if likely else anything)
        reason = data.draw(st.sampled_from(["", " ", "a reason"]))
        slots = {slot for slot, party in parties.items() if party == actor}
        expected = rules.step(case.state, verb, slots)
        if expected is None or (expected.get("reason") and not reason.strip()):
            with pytest.raises(Refused):
                act(case, verb, actor, reason)
            continue
        before, case = case, act(case, verb, actor, reason).case
        assert case.state == expected["to"]
        assert case.holder == rules.holder(case.state)
        assert case.revision == before.revision + bool(expected.get("revision"))
        endorsed = _endorsed_after(rules, before, case, endorsed, slots)
        _holds(rules, before, case, endorsed)


def _endorsed_after(
    rules: Rules, before: Case, case: Case, endorsed: set[str], slots: set[str]
) -> set[str]:
    """Follow who has looked at what lies there now: it begins anew when it goes back."""
    if rules.holder(case.state) == "county":
        return set()
    forward = case.state != before.state
    return endorsed | (slots & rules.endorsing()) if forward else endorsed


def _holds(rules: Rules, before: Case, case: Case, endorsed: set[str]) -> None:
    said = rules.said["states"]
    if said[case.state].get("acceptance"):
        assert rules.endorsing() <= endorsed, "accepted without an endorsement"
    if said[before.state].get("sealed"):
        assert case.revision == before.revision + 1, "a release was reopened"


@each_case
def test_every_state_is_reached_and_has_a_way_to_an_end(name: str, shape: frozenset[str]) -> None:
    rules, defined = Rules(name, shape), workflow(name)
    ways = {s: {step["to"] for _, _, step in rules.allowed(s)} for s in rules.said["states"]}
    reached = _closure(rules.said["opening"]["to"], ways)
    everywhere = set().union(
        *(_closure(rules.said["opening"]["to"], _ways(name, shape)) for shape in shapes(defined))
    )
    assert everywhere == set(rules.said["states"])
    final = {s for s, state in rules.said["states"].items() if state.get("final")}
    assert all(_closure(state, ways) & final for state in reached)


def _ways(name: str, shape: frozenset[str]) -> dict[str, set[str]]:
    rules = Rules(name, shape)
    return {s: {step["to"] for _, _, step in rules.allowed(s)} for s in rules.said["states"]}


def _closure(start: str, ways: dict[str, set[str]]) -> set[str]:
    found = {start}
    while more := set().union(*(ways[state] for state in found)) - found:
        found |= more
    return found


@each_case
def test_a_case_offers_exactly_what_it_takes(name: str, shape: frozenset[str]) -> None:
    defined = running(name, shape)
    parties = parties_of(defined, shape)
    for state in defined.states:
        case = Case(defined, parties, state)
        for actor in (*parties.values(), STRANGER):
            offered = set(case.verbs_for(actor))
            for verb in defined.verbs:
                if verb in offered:
                    act(case, verb, actor, "a reason")
                else:
                    with pytest.raises(Refused):
                        act(case, verb, actor, "a reason")
