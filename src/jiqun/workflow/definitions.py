"""A workflow as it stands in the catalogue, and the table it gives a case: what may be done where.

A case is opened with the parties it has; the steps of slots it has not are not in its table. Nor
are steps of options, such as a defence, that were not chosen when the workflow was configured.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from jiqun.base.canonical import content_hash
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office

HOLDER = "holder"
"""In ``by``: the slot whose turn it is."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place a party takes in a case.

    Parameters
    ----------
    id, title, offices
        Its name, in words, and the kinds of office of which one fills it.
    optional
        Whether a case may be without it.
    endorses
        Whether nothing is accepted without it, where the case has it.
    """

    id: str
    title: Bilingual
    offices: tuple[Office, ...]
    optional: bool
    endorses: bool

    @property
    def office(self) -> Office:
        """The kind of office that fills it; of several the first."""
        return self.offices[0]


@dataclass(frozen=True, slots=True)
class State:
    """Where a case can rest.

    Parameters
    ----------
    id, title
        Its name, and in words.
    holders
        Whose turn it is: the first of these slots that the case has.
    endorsed
        Whose endorsement a case here has, of the slots it has.
    open_cells, writers
        Which cells may be changed here (``named``: those the step into the state named, and those
        tied to them by a check), and by whom.
    acceptance
        Whether what rests here was accepted, so that every endorsement is needed.
    sealed
        Whether only a step that makes a new revision leads out.
    final
        Whether the case may end here.
    """

    id: str
    title: Bilingual
    holders: tuple[str, ...]
    endorsed: frozenset[str]
    open_cells: Literal["all", "named", "none"]
    writers: frozenset[str]
    acceptance: bool
    sealed: bool
    final: bool

    def holder(self, slots: Iterable[str]) -> str:
        """Return the slot whose turn it is in a case that has these; empty where it has none."""
        has = set(slots)
        return next((slot for slot in self.holders if slot in has), "")


@dataclass(frozen=True, slots=True)
class Transition:
    """What may be done in a state, by whom, and where it leads.

    Parameters
    ----------
    source, verb, target
        From which state, what, to which.
    by
        The slots that may.
    reason
        Whether a reason must be given.
    revision
        Whether what follows is a new revision.
    evidence
        ``sealed_scan``: a scan under seal with its signer's name must be there; empty asks none.
    stops, starts, reopens
        Deadlines that end, begin (for the slot whose turn it is next), or run on.
    until, after
        Not possible once this deadline is over; not before it is. Empty where neither matters.
    """

    source: str
    verb: str
    target: str
    by: tuple[str, ...]
    reason: bool = False
    revision: bool = False
    evidence: str = ""
    stops: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    reopens: tuple[str, ...] = ()
    until: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline of a workflow: how many working days each slot has; None is not configured."""

    id: str
    title: Bilingual
    working_days: Mapping[str, int | None]
    source: str


Table = Mapping[tuple[str, str], Transition]
"""``(state, verb)`` to what may be done; the slots in ``by`` are those the case has."""


@dataclass(frozen=True)
class Workflow:
    """A workflow, wholly made from its content, so that a kept content gives it back.

    Parameters
    ----------
    id
        Its file's name.
    content
        What the file says. A running case keeps it, or its hash where contents are kept by hash.

    Examples
    --------
    >>> from jiqun.workflow.loading import workflow
    >>> filing = workflow("filing")
    >>> filing.table({"county", "province", "nation"})["draft", "submit"].target
    'submitted'
    >>> Workflow("filing", filing.content).version == filing.version
    True
    """

    id: str
    content: Mapping[str, Any]

    @cached_property
    def version(self) -> str:
        """The content's hash: equal for equal definitions, whatever the file's layout."""
        return content_hash(self.content)

    @cached_property
    def title(self) -> Bilingual:
        """What a case of it is called."""
        return Bilingual.of(self.content["title"])

    @cached_property
    def slots(self) -> dict[str, Slot]:
        """The places parties take, by id."""
        return {
            name: Slot(
                name,
                Bilingual.of(said["title"]),
                _offices(said["office"]),
                said.get("optional", False),
                said.get("endorses", False),
            )
            for name, said in self.content["slots"].items()
        }

    @cached_property
    def options(self) -> dict[str, Bilingual]:
        """Steps that only some programmes have, such as a defence, by id."""
        return {name: Bilingual.of(said) for name, said in self.content.get("options", {}).items()}

    @cached_property
    def chosen(self) -> frozenset[str]:
        """The options that :meth:`configured` chose; of a file of the catalogue none."""
        return frozenset(self.content.get("chosen", ()))

    def configured(
        self,
        options: Iterable[str] = (),
        working_days: Mapping[str, Mapping[str, int | None]] | None = None,
    ) -> "Workflow":
        """Return the workflow as one programme runs it: a content, and so a version, of its own.

        Parameters
        ----------
        options
            The options it has.
        working_days
            Lengths it knows, by deadline and slot; the others stay as the file has them.

        Examples
        --------
        >>> from jiqun.workflow.loading import workflow
        >>> plain = workflow("application")
        >>> ours = plain.configured(["defence"], {"notice": {"authority": 5}})
        >>> ours.deadlines["notice"].working_days["authority"], ours.version == plain.version
        (5, False)
        """
        known = working_days or {}
        deadlines = {
            name: {**said, "working_days": _lengths(said["working_days"], known.get(name, {}))}
            for name, said in self.content["deadlines"].items()
        }
        chosen = sorted(set(options) & self.options.keys())
        return Workflow(self.id, {**self.content, "chosen": chosen, "deadlines": deadlines})

    @cached_property
    def states(self) -> dict[str, State]:
        """The states, by id."""
        return {name: _state(name, said) for name, said in self.content["states"].items()}

    @cached_property
    def deadlines(self) -> dict[str, Deadline]:
        """The deadlines, by id."""
        return {
            name: Deadline(
                name, Bilingual.of(said["title"]), said["working_days"], said.get("source", "")
            )
            for name, said in self.content["deadlines"].items()
        }

    @cached_property
    def verbs(self) -> dict[str, Bilingual]:
        """What can be done, in words."""
        return {name: Bilingual.of(said) for name, said in self.content["verbs"].items()}

    @cached_property
    def opening(self) -> Transition:
        """How a case begins; its source is no state."""
        said = self.content["opening"]
        starts = tuple(said.get("starts", ()))
        return Transition("", said["verb"], said["to"], tuple(said["by"]), starts=starts)

    def table(self, slots: Iterable[str]) -> Table:
        """Return what may be done where, in a case that has these slots filled.

        Parameters
        ----------
        slots
            The filled slots. Options may stand among them where none were chosen yet.
        """
        has = frozenset(slots) | self.chosen
        if has not in self._tables:
            steps = (step for step, _ in self.steps(has) if step.by)
            self._tables[has] = {(step.source, step.verb): step for step in steps}
        return self._tables[has]

    @cached_property
    def _tables(self) -> dict[frozenset[str], Table]:
        """Tables already made, by slots: every step of every case asks for one."""
        return {}

    def steps(self, slots: Collection[str]) -> Sequence[tuple[Transition, int]]:
        """Return the steps of a case that has these slots, and which entry each stands in.

        A step whose slots are all empty has nobody in ``by``.
        """
        has = frozenset(slots)
        if has not in self._steps:
            self._steps[has] = tuple(self._steps_of(has))
        return self._steps[has]

    @cached_property
    def _steps(self) -> dict[frozenset[str], Sequence[tuple[Transition, int]]]:
        """Steps already made, by slots: whether a table holds is asked in many ways."""
        return {}

    def _steps_of(self, slots: Collection[str]) -> Iterable[tuple[Transition, int]]:
        for number, said in enumerate(self.content["transitions"]):
            wanted = said.get("when", {})
            if all((slot in slots) == (how == "present") for slot, how in wanted.items()):
                for source in said["from"]:
                    yield self._step(said, source, slots), number

    def _step(self, said: Mapping[str, Any], source: str, slots: Collection[str]) -> Transition:
        state = self.states.get(source)
        holder = state.holder(slots) if state else ""
        by = dict.fromkeys(holder if slot == HOLDER else slot for slot in said["by"])
        return Transition(
            source=source,
            verb=said["verb"],
            target=said["to"],
            by=tuple(slot for slot in by if slot in slots),
            reason=said.get("reason", False),
            revision=said.get("revision", False),
            evidence=said.get("evidence", ""),
            stops=tuple(said.get("stops", ())),
            starts=tuple(said.get("starts", ())),
            reopens=tuple(said.get("reopens", ())),
            until=said.get("until", ""),
            after=said.get("after", ""),
        )


def _lengths(
    listed: Mapping[str, int | None], known: Mapping[str, int | None]
) -> dict[str, int | None]:
    """Return the days of the slots a deadline lists, those known put in their places."""
    return {slot: known.get(slot, days) for slot, days in listed.items()}


def _offices(said: str | Iterable[str]) -> tuple[Office, ...]:
    return tuple(Office(office) for office in ([said] if isinstance(said, str) else said))


def _state(name: str, said: Mapping[str, Any]) -> State:
    cells = said.get("cells", {"open": "none", "to": ()})
    return State(
        id=name,
        title=Bilingual.of(said["title"]),
        holders=tuple(said["holder"]),
        endorsed=frozenset(said.get("endorsed", ())),
        open_cells=cells["open"],
        writers=frozenset(cells["to"]),
        acceptance=said.get("acceptance", False),
        sealed=said.get("sealed", False),
        final=said.get("final", False),
    )
