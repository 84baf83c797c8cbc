"""Calls and applications put where a verb begins, and every row held against the log afterwards.

They are put there as the tests of calls put them, not led there step by step.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.filers import Filer, leave_database, signed_in
from benchmarks.killed import Post
from benchmarks.struck import route_at, unlike
from benchmarks.verbs import Posts, cases_of
from jiqun.base.readers import Office

ENOUGH = 20
"""Things answered from which on every turn of a group was taken."""


class Steps(Posts):
    """Steps of applications, of calls or of what follows from them."""

    ROUTES: frozenset[str] = frozenset()
    """The names of the routes it posts to, and of no others: see :func:`route_at`."""
    DEEDS: frozenset[str] = frozenset()
    """What the log says of its steps, each as ``application:submit``."""

    @classmethod
    def routes(cls) -> frozenset[str]:
        """Return the names of the routes it posts to."""
        return cls.ROUTES

    @classmethod
    def deeds(cls) -> frozenset[str]:
        """Return what the log says of its steps."""
        return cls.DEEDS

    def prepare(self, folder: Path, count: int) -> None:
        """Make the installation, with the nation signed in.

        Raises
        ------
        ValueError
            Where something is posted to an address the group does not name.
        """
        self.nation = ""
        super().prepare(folder, count)
        if others := {route_at(post.path) for post in self.posts} - self.routes():
            raise ValueError(f"{type(self).__name__} does not name {sorted(others)}")
        self.before = last_event()
        leave_database()

    def check(self, folder: Path, answered: set[int], unanswered: set[int]) -> list[str]:
        """Hold every row against the log too, and the log against what the group says of it."""
        found = super().check(folder, answered, unanswered)
        logged = unlike(deeds_since(self.before), self.expected(answered), self.deeds())
        return [*found, *misplaced(), *logged]

    def expected(self, answered: set[int]) -> frozenset[str]:
        """Return the deeds that have to be in the log after these things were answered."""
        return self.deeds() if len(answered) >= ENOUGH else frozenset()

    def nations(self, path: str, **said: str) -> Post:
        """Return what the nation posts."""
        self.nation = self.nation or signed_in("nation", Office.NATION, "")[0]
        return Post.of_form(self.nation, path, **said)

    def places(self) -> Iterator[tuple[Filer, Any]]:
        """Yield each filer with the filing case of their county."""
        cases = cases_of(self.folder)
        return ((person, cases[person.cluster]) for person in self.people)


def call_in(
    state: str, days: int = 30, year: int = 2026, options: Iterable[str] = (), **said: Any
) -> Any:
    """Return a call of the nation's in a state, its last day so many days from today."""
    from tests.web.recognition.worlds import SCHEME, call_of

    from jiqun.web.casework.clocks import today

    scheme = {**SCHEME, **{option: {"has": True} for option in options}}
    terms = {"due": today() + timedelta(days=days), "quotas": {"province": 999}, **said}
    return call_of(scheme, state, year=year, **terms)


def applied(call: Any, case: Any, state: str, sheets: Any = ()) -> Any:
    """Return an application of a filing case's county, in a state, with what experts gave it."""
    from tests.web.recognition.worlds import application_to

    return application_to(call, case.cluster, case.county, sheets, state)


def invited(application: Any, judge: Any) -> Any:
    """Return an expert's part in an application, where scores are given."""
    from jiqun.web.casework.models import kept_definition

    return application.opinions.create(
        judge=judge,
        expert=judge.expert,
        authority="nation",
        definition=kept_definition(application.call.way.table("expert_review")),
        parties={"expert": ["expert", judge.expert], "authority": ["nation", ""]},
        state="scoring",
        holder="expert",
    )


def gaps(call: Any) -> list[str]:
    """Return the lists of a call whose ranks are not 1, 2, 3 and so on."""
    rows = call.applications.filter(state="recommended").order_by("rank")
    ranks: dict[str, list[int | None]] = {}
    for province, rank in rows.values_list("province", "rank"):
        ranks.setdefault(province, []).append(rank)
    wrong = {of: found for of, found in ranks.items() if found != list(range(1, len(found) + 1))}
    return [f"ranks of {of}: {found}" for of, found in wrong.items()]


def misplaced() -> list[str]:
    """Return the rows that do not stand where their last event says, and events of no row."""
    from django.apps import apps

    from jiqun.web.casework.models import Process
    from jiqun.web.events.models import Event

    last: dict[str, str] = {}
    for subject, said in Event.objects.order_by("number").values_list("subject", "said"):
        last[subject] = json.loads(said).get("to", last.get(subject, ""))
    rows = [
        row
        for model in apps.get_models()
        if issubclass(model, Process)
        for row in model._default_manager.all()
    ]
    wrong = [row for row in rows if last.get(row.subject) and last[row.subject] != row.state]
    kinds, there = {row.about for row in rows}, {row.subject for row in rows}
    gone = [name for name in last if name.partition(":")[0] in kinds and name not in there]
    return [
        *(f"{row.subject}: is {row.state}, the log says {last[row.subject]}" for row in wrong),
        *(f"{subject}: in the log, and no row" for subject in gone),
    ]


def last_event() -> int:
    """Return the number of the log's last event."""
    from jiqun.web.events.models import Event

    return Event.objects.order_by("-number").values_list("number", flat=True).first() or 0


def deeds_since(number: int) -> frozenset[str]:
    """Return what the log has after an event, each as ``application:submit``."""
    from jiqun.web.events.models import Event

    later = Event.objects.filter(number__gt=number).values_list("subject", "verb").distinct()
    return frozenset(f"{subject.partition(':')[0]}:{verb}" for subject, verb in later)
