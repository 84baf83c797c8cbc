"""Steps of recognition as a table, one line a verb: each is struck, and held against the log.

A line says where a step begins, what is posted to take it and by whom, and what is there
afterwards. :class:`Table` takes its lines in turn, one a thing.
"""

import json
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from benchmarks.filers import signed_in
from benchmarks.killed import Post
from benchmarks.placed import Steps, call_in
from benchmarks.struck import kind_at, route_at
from benchmarks.verbs import agreed, doer_at, events_of
from jiqun.base.readers import Office

TEXT = "情况属实。"
"""What is written wherever a step wants words."""
OPTIONS = ("site_check", "defence", "cultivation_tier", "prefecture_quota")
"""Steps that only some programmes have, and the calls of a table all."""
WORDS: Mapping[str, str] = {"reason": TEXT, "text": TEXT}


def as_it_is(row: Any) -> Any:
    """Return a row as the database has it now."""
    return type(row)._default_manager.get(pk=row.pk)


@dataclass(frozen=True)
class Step:
    """One verb: where it begins, what is posted, and what is there afterwards.

    Parameters
    ----------
    verb
        How the log calls it; empty where it is told of others only.
    by
        The slot whose office takes it.
    row
        Puts something where the step begins: of the table, and a county's filing case.
    path
        Where it is posted, with ``{row}`` and ``{verb}``.
    to
        The state afterwards; empty where it stays.
    said
        What is posted, or what says so of the row.
    kept
        Columns, and what they say afterwards.
    made
        Finds what is there afterwards, of the row; None where it is not there yet.
    whose
        Whose slot takes it, where it is not the row's own.
    signs
        What else is there afterwards, of the table and of the row as it is then.
    along
        What else the log says of it, each as ``opinion:end_with_call``.
    as_json
        Whether it is posted as JSON, as a page of cells does.
    file
        The content of the file that is posted along, of the row.
    under
        The field that file is posted in.
    """

    verb: str
    by: str
    row: Callable[["Table", Any], Any]
    path: str
    to: str = ""
    said: Mapping[str, Any] | Callable[[Any], Mapping[str, Any]] = field(
        default_factory=lambda: WORDS
    )
    kept: Mapping[str, Any] = field(default_factory=dict)
    made: Callable[[Any], Any] = as_it_is
    whose: Callable[[Any], Any] = lambda row: row
    signs: Callable[["Table", Any], Iterable[bool]] = lambda _table, _row: ()
    along: tuple[str, ...] = ()
    as_json: bool = False
    file: Callable[[Any], bytes] | None = None
    under: str = "file"

    @property
    def deeds(self) -> frozenset[str]:
        """What the log says of it."""
        own = (f"{kind_at(self.path)}:{self.verb}",) if self.verb else ()
        return frozenset({*own, *self.along})

    def post(self, row: Any, session: str) -> Post:
        """Return what is posted to take it with a row."""
        path = self.path.format(row=row, verb=self.verb)
        said = dict(self.said(row) if callable(self.said) else self.said)
        if self.as_json:
            return Post(session, path, json.dumps(said), "application/json")
        if self.file is not None:
            return Post.of_file(session, path, "a.pdf", self.file(row), self.under, **said)
        return Post(session, path, urlencode(said, doseq=True))


ANY = SimpleNamespace(pk=1, file=1, place=1, cluster="c", challenge_id=1, token=1, fund_id=1)
"""A row as good as any for the name of a route."""


class Table(Steps):
    """The lines of a table, taken in turn."""

    STEPS: tuple[Step, ...] = ()

    @classmethod
    def routes(cls) -> frozenset[str]:
        """Return the names of the routes its lines are posted to."""
        paths = (step.path.format(row=ANY, verb=step.verb or "step") for step in cls.STEPS)
        return frozenset(map(route_at, paths))

    @classmethod
    def deeds(cls) -> frozenset[str]:
        """Return what the log says of its lines."""
        return frozenset().union(*(step.deeds for step in cls.STEPS))

    def expected(self, answered: set[int]) -> frozenset[str]:
        """Return what the log says of the lines that were answered."""
        return frozenset().union(*(self._step(number).deeds for number in answered))

    def begin(self) -> list[Post]:
        """Put something where each step begins."""
        self._sessions: dict[tuple[str, str], str] = {}
        self._calls: dict[str, Any] = {}
        self._judges: list[Any] = []
        self.years = iter(range(2031, 9999))
        self.cases = [case for _, case in self.places()]
        rows = [
            self._step(number).row(self, case)
            for number, case in zip(range(self.count), self.cases, strict=True)
        ]
        self.begun = [
            (row, Counter(events_of(self._step(number).verb))) for number, row in enumerate(rows)
        ]
        return [
            step.post(row, self.session(step.whose(row), step.by))
            for number, row in enumerate(rows)
            for step in [self._step(number)]
        ]

    def _step(self, number: int) -> Step:
        return self.STEPS[number % len(self.STEPS)]

    def call(self, state: str, **said: Any) -> Any:
        """Return a call in a state: that of all who are content with it, or one of its own."""
        if said or state not in self._calls:
            made = call_in(state, year=next(self.years), options=OPTIONS, **said)
            return made if said else self._calls.setdefault(state, made)
        return self._calls[state]

    def session(self, case: Any, slot: str) -> str:
        """Return a session of the office that fills a slot of a case."""
        office, of = case.parties[slot]
        if (office, of) not in self._sessions:
            login = f"of-{office}-{of}".rstrip("-")
            self._sessions[office, of] = signed_in(login, Office(office), of)[0]
        return self._sessions[office, of]

    def expert(self, name: str) -> Any:
        """Return an expert who can sign in, with what they say of themselves."""
        from jiqun.web.recognition.models import Judge

        session, doer = signed_in(name, Office.EXPERT, "")
        self._sessions["expert", doer.person] = session
        return Judge.objects.create(expert=doer.person, name=name)

    def judges(self) -> list[Any]:
        """Return two experts, made once."""
        self._judges = self._judges or [self.expert(name) for name in ("expert-1", "expert-2")]
        return self._judges

    def gather(self) -> None:
        """Read the log anew."""
        self._logged: dict[str, Counter[str]] = {}

    def logged(self, verb: str, row: Any) -> int:
        """Return how many events of a verb a row has."""
        if verb not in self._logged:
            self._logged[verb] = events_of(verb)
        return self._logged[verb][row.subject]

    def went_along(self, verb: str, state: str, rows: Iterable[Any]) -> Iterable[bool]:
        """Yield of rows that go along with a step whether each of them did, and the log says so."""
        for row in rows:
            yield row.state == state
            yield self.logged(verb, row) == 1

    def done(self, number: int) -> bool | str:
        """Hold the row, its columns, what goes along, and the log against each other."""
        step, (before, events) = self._step(number), self.begun[number]
        if (row := step.made(before)) is None:
            return False
        signs = [row.state == step.to] if step.to and step.to != before.state else []
        if step.verb:
            signs.append(self.logged(step.verb, row) == events[row.subject] + 1)
        signs += [getattr(row, name) == said for name, said in step.kept.items()]
        return agreed(*signs, *step.signs(self, row))


def led(case: Any, *states: str, step: Callable[..., Any] | None = None) -> Any:
    """Lead a case from state to state, each time by the shortest way its workflow has.

    Parameters
    ----------
    case
        The case.
    states
        The states it goes through, the last where it stays.
    step
        Takes one step: of the case, the verb, who takes it, and words.
    """
    from jiqun.web.casework.moving import move

    for state in states:
        for verb, slot in _way(case.standing, state):
            case = (step or move)(case, verb, doer_at(case, slot), TEXT)
    return case


def _way(standing: Any, to: str) -> list[tuple[str, str]]:
    """Return verbs and who takes them, from where a case stands to a state."""
    waiting, seen = deque([(standing.state, [])]), {standing.state}
    while waiting:
        at, steps = waiting.popleft()
        if at == to:
            return list(steps)
        for (source, verb), step in standing.table.items():
            if source == at and step.target not in seen:
                seen.add(step.target)
                waiting.append((step.target, [*steps, (verb, step.by[0])]))
    raise ValueError(f"no way from {standing.state} to {to}")
