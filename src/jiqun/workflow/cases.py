"""A running case, and what its parties may do with it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from jiqun.base.errors import Problem, Refused, Where
from jiqun.workflow.definitions import State, Table, Transition, Workflow
from jiqun.workflow.routes import Party

Over = Mapping[str, bool | None]
"""Whether deadlines are over, by name; None is not known, and then holds nothing up."""
NOTHING_OVER: Over = {}


@dataclass(frozen=True, slots=True)
class Case:
    """A case as it stands. It keeps the workflow it was opened with, whatever the catalogue says.

    Parameters
    ----------
    workflow
        The definition it began with.
    parties
        Who fills which slot.
    state
        Where it rests.
    revision
        1, and one more with every step that makes a new revision.

    Examples
    --------
    >>> from jiqun.workflow.loading import workflow
    >>> from jiqun.workflow.routes import NATION, route_of
    >>> route = route_of(["330106"], national=True)
    >>> case = opened(workflow("filing"), route.parties, NATION)
    >>> county = route.parties["county"]
    >>> case = act(case, "begin", county).case
    >>> act(case, "submit", county).case.holder
    'prefecture'
    """

    workflow: Workflow
    parties: Mapping[str, Party]
    state: str
    revision: int = 1

    @property
    def table(self) -> Table:
        """What may be done where, in this case."""
        return self.workflow.table(self.parties)

    @property
    def standing(self) -> State:
        """The state it rests in."""
        return self.workflow.states[self.state]

    @property
    def holder(self) -> str:
        """The slot whose turn it is."""
        return self.standing.holder(self.parties)

    def slots_of(self, actor: Party) -> set[str]:
        """Return the slots an office fills."""
        return {slot for slot, party in self.parties.items() if party == actor}

    def verbs_for(self, actor: Party, over: Over = NOTHING_OVER) -> list[str]:
        """Return what an office may do now, in the catalogue's order.

        Parameters
        ----------
        actor
            The office.
        over
            Which deadlines are over; those not named are not known to be.
        """
        slots = self.slots_of(actor)
        return [
            verb
            for (state, verb), step in self.table.items()
            if state == self.state and slots & {*step.by} and not _out_of_time(step, over)
        ]


@dataclass(frozen=True, slots=True)
class Moved:
    """A case after a step, and the step, which says what deadlines it stops and starts."""

    case: Case
    step: Transition


def opened(workflow: Workflow, parties: Mapping[str, Party], actor: Party) -> Case:
    """Open a case.

    Parameters
    ----------
    workflow
        Its definition, kept from now on.
    parties
        Who fills which slot; every slot that is not optional, and none the workflow has not.
    actor
        Who opens it.

    Raises
    ------
    Refused
        Where the actor may not, or the slots are not filled as the workflow wants.
    """
    wanted = {slot.id for slot in workflow.slots.values() if not slot.optional}
    wrong = (wanted - parties.keys()) | (parties.keys() - workflow.slots.keys())
    wrong |= {
        slot
        for slot in parties.keys() & workflow.slots.keys()
        if parties[slot].office not in workflow.slots[slot].offices
    }
    if wrong:
        details = {"slots": ", ".join(sorted(wrong)), "known": ", ".join(workflow.slots)}
        raise Refused([Problem("workflow.wrong_slots", details=details)])
    case = Case(workflow, dict(parties), workflow.opening.target)
    if not case.slots_of(actor) & {*workflow.opening.by}:
        raise Refused([_not_yours(case, workflow.opening)])
    return case


def act(case: Case, verb: str, actor: Party, reason: str = "", over: Over = NOTHING_OVER) -> Moved:
    """Do something with a case.

    Parameters
    ----------
    case
        The case; it stays as it is.
    verb
        What to do.
    actor
        Who does it.
    reason
        Why; some steps need it.
    over
        Which deadlines are over, as :func:`jiqun.workflow.deadlines.over_on` tells it.

    Raises
    ------
    Refused
        Where that is not possible now, not the actor's to do, too late, too early, or lacks its
        reason.
    """
    step = case.table.get((case.state, verb))
    if step is None:
        raise Refused([_not_here(case, verb, actor)])
    if not case.slots_of(actor) & {*step.by}:
        raise Refused([_not_yours(case, step)])
    if untimely := _out_of_time(step, over):
        raise Refused([_untimely(case, step, untimely)])
    if step.reason and not reason.strip():
        raise Refused(
            [Problem("workflow.reason_missing", Where(field="reason"), _words(case, verb))]
        )
    revision = case.revision + step.revision
    return Moved(replace(case, state=step.target, revision=revision), step)


def open_cells(
    state: State, cells: Collection[str], named: Collection[str], ties: Iterable[Collection[str]]
) -> frozenset[str]:
    """Return the cells that may be changed in a state.

    Parameters
    ----------
    state
        The state.
    cells
        Every cell there is.
    named
        The cells the step into the state asked about; a step that names none is about them all, so
        that nobody is asked to correct what cannot be changed.
    ties
        Cells that one check holds together, check by check.

    Examples
    --------
    >>> from jiqun.workflow.loading import workflow
    >>> returned = workflow("filing").states["returned_for_correction"]
    >>> ties = [("output_sme", "output_total"), ("output_total", "exports")]
    >>> cells = ["output_sme", "output_total", "exports"]
    >>> sorted(open_cells(returned, cells, ["output_sme"], ties))
    ['output_sme', 'output_total']
    >>> len(open_cells(returned, cells, [], ties))
    3
    """
    if state.open_cells == "none":
        return frozenset()
    if state.open_cells == "all" or not named:
        return frozenset(cells)
    asked = set(named)
    tied = {cell for tie in ties if asked.intersection(tie) for cell in tie}
    return frozenset((asked | tied).intersection(cells))


def _out_of_time(step: Transition, over: Over) -> str:
    """Return what to say of a step whose time is over, or has not come; empty where it has."""
    if step.until and over.get(step.until) is True:
        return "workflow.too_late"
    return "workflow.too_soon" if step.after and over.get(step.after) is False else ""


def _untimely(case: Case, step: Transition, code: str) -> Problem:
    deadline = step.until if code == "workflow.too_late" else step.after
    title = case.workflow.deadlines[deadline].title
    details = {**_words(case, step.verb), "deadline": title.zh, "deadline_en": title.en}
    return Problem(code, details=details)


def _not_here(case: Case, verb: str, actor: Party) -> Problem:
    known = [case.workflow.verbs[name] for name in case.verbs_for(actor)]
    details = {
        **_words(case, verb),
        "known": "、".join(words.zh for words in known) or "没有可办的事项",
        "known_en": ", ".join(words.en for words in known) or "nothing",
    }
    return Problem("workflow.not_here", details=details)


def _not_yours(case: Case, step: Transition) -> Problem:
    slots = [case.workflow.slots[slot].title for slot in step.by if slot in case.parties]
    details = {
        **_words(case, step.verb),
        "slots": "、".join(title.zh for title in slots),
        "slots_en": ", ".join(title.en for title in slots),
    }
    return Problem("workflow.not_yours", details=details)


def _words(case: Case, verb: str) -> dict[str, str]:
    """Return the verb and the state in both languages, for messages."""
    said, title = case.workflow.verbs.get(verb), case.standing.title
    return {
        "verb": said.zh if said else verb,
        "verb_en": said.en if said else verb,
        "state": title.zh,
        "state_en": title.en,
    }
