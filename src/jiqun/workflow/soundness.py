"""Whether a workflow's graph holds, in every shape of case it allows.

A shape is a choice of the optional slots and of the options. What a schema cannot see is looked for
here: states that nothing reaches, states that lead nowhere, two steps of one name, acceptance that
skips an office, a sealed state with a way back, a deadline that never stops.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, combinations

from jiqun.base.catalogue import Entry
from jiqun.base.errors import Problem
from jiqun.workflow.definitions import Transition, Workflow

Shape = frozenset[str]


def shapes(workflow: Workflow) -> list[Shape]:
    """Return every set of slots and options a case of the workflow can have.

    Examples
    --------
    >>> from jiqun.workflow.loading import workflow
    >>> len(shapes(workflow("filing")))
    8
    """
    fixed = {slot.id for slot in workflow.slots.values() if not slot.optional}
    free = [slot.id for slot in workflow.slots.values() if slot.optional]
    free += [option for option in workflow.options if "chosen" not in workflow.content]
    chosen = chain.from_iterable(combinations(free, size) for size in range(len(free) + 1))
    return [frozenset({*fixed, *slots}) for slots in chosen]


def unsound(workflow: Workflow, entry: Entry) -> list[Problem]:
    """Return everything wrong with a workflow whose names are all defined, each fault once.

    Parameters
    ----------
    workflow
        The workflow.
    entry
        Its file, for the lines.
    """
    reached = {
        shape: reachable(workflow.opening.target, workflow.table(shape).values())
        for shape in shapes(workflow)
    }
    faults = [*_unreachable(workflow, entry, set().union(*reached.values()))]
    faults += _unsealed(workflow, entry)
    for shape, states in reached.items():
        faults += _twofold(workflow, entry, shape)
        faults += _dead_ends(workflow, entry, shape, states)
        faults += _unheld(workflow, entry, shape, states)
        faults += _unendorsed(workflow, entry, shape, states)
        faults += _endless(workflow, entry, shape)
    once = {(fault.code, fault.where, tuple(fault.details.items())): fault for fault in faults}
    return list(once.values())


def reachable(start: str, steps: Iterable[Transition]) -> set[str]:
    """Return the states that steps lead to from a first one, itself included.

    Examples
    --------
    >>> steps = [Transition("a", "go", "b", ()), Transition("c", "go", "a", ())]
    >>> sorted(reachable("a", steps))
    ['a', 'b']
    """
    known = list(steps)
    found = {start}
    while more := {step.target for step in known if step.source in found} - found:
        found |= more
    return found


def _unreachable(workflow: Workflow, entry: Entry, reached: set[str]) -> Iterator[Problem]:
    for state in workflow.states.keys() - reached:
        yield Problem("workflow.unreachable", entry.where("states", state), {"state": state})


def _unsealed(workflow: Workflow, entry: Entry) -> Iterator[Problem]:
    for number, said in enumerate(workflow.content["transitions"]):
        for source in said["from"]:
            if workflow.states[source].sealed and not said.get("revision", False):
                details = {"state": source, "verb": said["verb"]}
                yield Problem("workflow.unsealed", entry.where("transitions", number), details)


def _twofold(workflow: Workflow, entry: Entry, shape: Shape) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for step, number in workflow.steps(shape):
        if step.by and (step.source, step.verb) in seen:
            details = {"state": step.source, "verb": step.verb, "slots": _said(workflow, shape)}
            yield Problem("workflow.twofold", entry.where("transitions", number), details)
        if step.by:
            seen.add((step.source, step.verb))


def _dead_ends(
    workflow: Workflow, entry: Entry, shape: Shape, reached: set[str]
) -> Iterator[Problem]:
    """Yield reached states from which no final state can be reached."""
    steps = list(workflow.table(shape).values())
    ending = {state for state in reached if workflow.states[state].final}
    while more := {step.source for step in steps if step.target in ending} - ending:
        ending |= more
    for state in reached - ending:
        details = {"state": state, "slots": _said(workflow, shape)}
        yield Problem("workflow.dead_end", entry.where("states", state), details)


def _unheld(workflow: Workflow, entry: Entry, shape: Shape, reached: set[str]) -> Iterator[Problem]:
    for state in reached:
        if not workflow.states[state].holder(shape):
            details = {"state": state, "slots": _said(workflow, shape)}
            yield Problem("workflow.unheld", entry.where("states", state, "holder"), details)


def _unendorsed(
    workflow: Workflow, entry: Entry, shape: Shape, reached: set[str]
) -> Iterator[Problem]:
    """Yield acceptances without an endorsement, and endorsements that others than the office give.

    Together they mean that nobody's endorsement can be skipped: each is given by its own office
    alone, and what is accepted has them all.
    """
    needed = {slot.id for slot in workflow.slots.values() if slot.endorses and slot.id in shape}
    for state in (workflow.states[name] for name in reached):
        if state.acceptance and (lacking := needed - state.endorsed):
            details = {"state": state.id, "slots": ", ".join(sorted(lacking))}
            yield Problem("workflow.unendorsed", entry.where("states", state.id), details)
    before = workflow.states[workflow.opening.target].endorsed & shape
    if before:
        details = {"verb": workflow.opening.verb, "slots": ", ".join(sorted(before))}
        yield Problem("workflow.not_its_own", entry.where("opening"), details)
    for step, number in workflow.steps(shape):
        if step.by and (given := _given(workflow, step, shape)) and {*step.by} != given:
            details = {"verb": step.verb, "slots": ", ".join(sorted(given))}
            yield Problem("workflow.not_its_own", entry.where("transitions", number), details)


def _given(workflow: Workflow, step: Transition, shape: Shape) -> set[str]:
    """Return the endorsements a step adds, of the slots a case has."""
    after, before = (workflow.states[name].endorsed for name in (step.target, step.source))
    return set((after - before) & shape)


def _endless(workflow: Workflow, entry: Entry, shape: Shape) -> Iterator[Problem]:
    """Yield deadlines that still run where the case may end, or begin for a slot without days."""
    for step, place in _places(workflow, shape):
        holder = workflow.states[step.target].holder(shape)
        for name in step.starts:
            if holder and holder not in workflow.deadlines[name].working_days:
                details = {"deadline": name, "slot": holder}
                yield Problem("workflow.no_days", entry.where(*place), details)
    for state, running in _running(workflow, shape):
        if workflow.states[state].final:
            for name in running:
                details = {"deadline": name, "state": state}
                yield Problem("workflow.never_stops", entry.where("deadlines", name), details)


def _places(workflow: Workflow, shape: Shape) -> Iterator[tuple[Transition, tuple[str | int, ...]]]:
    yield workflow.opening, ("opening",)
    for step, number in workflow.steps(shape):
        yield step, ("transitions", number)


def _running(workflow: Workflow, shape: Shape) -> set[tuple[str, frozenset[str]]]:
    """Return every state with the deadlines that can run in it."""
    steps = list(workflow.table(shape).values())
    new = {(workflow.opening.target, frozenset(workflow.opening.starts))}
    found: set[tuple[str, frozenset[str]]] = set()
    while new:
        found |= new
        new = {
            (step.target, still_running(step, running))
            for state, running in new
            for step in steps
            if step.source == state
        } - found
    return found


def still_running(step: Transition, running: frozenset[str]) -> frozenset[str]:
    """Return the deadlines that run after a step, given those that ran before it."""
    return (running - {*step.stops}) | {*step.starts, *step.reopens}


def _said(workflow: Workflow, shape: Shape) -> str:
    return ", ".join(name for name in (*workflow.slots, *workflow.options) if name in shape)
