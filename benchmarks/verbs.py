"""What people do with filings, each a verb that a site may be struck under.

A new verb of this or a later room says how its installation is prepared, what each thing posts,
and what is there of it afterwards: wholly, not at all, or what is half.
"""

import hashlib
import json
from abc import ABC, abstractmethod
from collections import Counter
from pathlib import Path
from typing import Any

from tests.made import values_of

from benchmarks.filers import (
    DONE,
    FIELDS,
    YEAR,
    Filer,
    doer_of,
    installation,
    leave_database,
    signed_in,
)
from benchmarks.killed import Entrance, Post
from jiqun.base.readers import Office
from jiqun.web.opened import open_installation

REFUSED = 422
"""The status of what could not be done, said on the page."""


class Saves:
    """Cells saved one after another by a few filers."""

    FILERS = 5

    def prepare(self, folder: Path, count: int) -> None:
        """Make the installation; every thing is a turn of one of the filers."""
        del count
        self.people = installation(folder, self.FILERS)
        self.told: dict[int, int] = {}
        leave_database()

    def do(self, number: int, site: Entrance) -> bool:
        """Save the next turn of the next filer."""
        person = self.people[number % self.FILERS]
        done = person.save(site.visitor(person.session), number)
        if done:
            self.told[person.number] = number
        return done

    def check(self, folder: Path, answered: set[int], unanswered: set[int]) -> list[str]:
        """Hold every cell against the last turn answered, or a later one that was cut off."""
        open_installation(folder)
        from jiqun.web.events.models import Event
        from jiqun.web.filing.models import Cell

        found = audited(folder)
        for person in self.people:
            cells = Cell.objects.filter(case__cluster=person.cluster, period="values")
            now = dict(cells.filter(field__in=FIELDS).values_list("field", "said"))
            told = self.told.get(person.number, -1)
            own = [turn for turn in unanswered if turn % self.FILERS == person.number]
            possible = [told, *(turn for turn in own if turn > told)]
            if told >= 0 and now not in [person.values(turn) for turn in possible]:
                found.append(f"{person.cluster}: turns {possible}, there is {now}")
        events = Event.objects.filter(verb="save").count()
        if not len(answered) <= events <= len(answered | unanswered):
            found.append(f"{len(answered)} answered, {len(unanswered)} cut off, {events} events")
        return found


class Posts(ABC):
    """Things that are one request each, on an installation of filled drafts."""

    CASES = 0
    """How many cases; 0: one a thing."""
    rightly_refused: frozenset[int] | set[int] = frozenset()
    """Things that could not be done when they were asked for, and whose refusal is the truth."""

    def prepare(self, folder: Path, count: int) -> None:
        """Make the installation, and what is to be posted."""
        self.folder, self.count = folder, count
        self.people = filled(folder, self.CASES or count)
        self.posts = self.begin()
        leave_database()

    @abstractmethod
    def begin(self) -> list[Post]:
        """Bring the drafts to where the verb begins, and return what each thing posts."""

    @abstractmethod
    def done(self, number: int) -> bool | str:
        """Return whether a thing is there: wholly, not at all, or in words what of it is half."""

    @abstractmethod
    def gather(self) -> None:
        """Read once what every thing is held against."""

    def do(self, number: int, site: Entrance) -> bool:
        """Post the next thing."""
        post = self.posts[number]
        return site.visitor(post.session).send(post).status in DONE

    def check(self, folder: Path, answered: set[int], unanswered: set[int]) -> list[str]:
        """Hold what is there against what was answered, and both stores against each other."""
        found = audited(folder)
        self.gather()
        for number in range(self.count):
            there = self.done(number)
            if isinstance(there, str):
                found.append(f"{number}: half done: {there}")
            elif number in answered and not there:
                found.append(f"{number}: answered with success, and is not there")
            elif there and number not in answered | unanswered:
                found.append(f"{number}: refused, and is there")
        refused = set(range(self.count)) - answered - unanswered - self.rightly_refused
        if refused:
            found.append(f"{len(refused)} were refused that should have been taken")
        return found


class Submissions(Posts):
    """Filled drafts submitted, one a case."""

    def begin(self) -> list[Post]:
        """Submit each."""
        return [Post(person.session, f"{person.path}submit/") for person in self.people]

    def gather(self) -> None:
        """Read the cases, and the events of the verb."""
        self.cases, self.logged = cases_of(self.folder), events_of("submit")

    def done(self, number: int) -> bool | str:
        """Hold state, kept submission and event of a case against each other."""
        case = self.cases[self.people[number].cluster]
        events = self.logged[case.subject]
        return agreed(case.state != "draft", bool(case.submissions.count()), bool(events))


class Acceptances(Posts):
    """Endorsed filings accepted, and all that are accepted released after every tenth."""

    EVERY = 10

    def begin(self) -> list[Post]:
        """Submit and endorse every draft; then the nation accepts and releases."""
        self.accepted_by_answer, self.promised = set[int](), set[int]()
        self.done_releases, self.rightly_refused = set[int](), set[int]()
        self.waiting = set[int]()
        """What was accepted since a release was last asked for, whatever became of that."""
        for person in self.people:
            endorsed(self.folder, person)
        session, _ = signed_in("nation", Office.NATION, "")
        release = Post(session, f"/reviews/release/{YEAR}/")
        accepts = [Post(session, f"{person.path}accept/") for person in self.people]
        return [
            release if number % self.EVERY == self.EVERY - 1 else accept
            for number, accept in enumerate(accepts)
        ]

    def gather(self) -> None:
        """Read the cases, the workspace, its vintages, and the events of both verbs."""
        from jiqun.workspace import Workspace
        from jiqun.workspace.vintages import released_hashes

        workspace = Workspace.open(self.folder)
        self.cases, self.accepted = cases_of(self.folder), workspace.accepted()
        self.frozen = released_hashes(workspace)
        self.logged = {verb: events_of(verb) for verb in ("accept", "release")}

    def done(self, number: int) -> bool | str:
        """Hold case, workspace, vintages and events of a filing against each other."""
        case = self.cases[self.people[number].cluster]
        released = case.state == "released"
        frozen, moved = case.known_sha256 in self.frozen, self.logged["release"][case.subject] == 1
        if isinstance(said := agreed(released, frozen, moved, *self._promise(number)), str):
            return f"release: {said}"
        if self._releases(number):
            return number in self.done_releases
        stored = self.accepted.get((case.cluster, YEAR))
        held = stored is not None and stored.sha256 == case.known_sha256
        logged = self.logged["accept"][case.subject] == 1
        return agreed(case.state in ("accepted", "released"), held, logged)

    def _promise(self, number: int) -> list[bool]:
        return [True] if number in self.promised else []

    def do(self, number: int, site: Entrance) -> bool:
        """Accept, or release; a release that was answered promises what was accepted before.

        So does one refused because nothing waits: after one that was cut off and finished later.
        """
        if not self._releases(number):
            if done := super().do(number, site):
                self.accepted_by_answer.add(number)
                self.waiting.add(number)
            return done
        waiting, self.waiting = self.waiting, set()
        done = super().do(number, site)
        nothing_waits = site.heard[-1].status == REFUSED and not waiting
        if done:
            self.done_releases.add(number)
        elif nothing_waits:
            self.rightly_refused.add(number)
        if done or nothing_waits:
            self.promised |= self.accepted_by_answer
        return done

    def _releases(self, number: int) -> bool:
        return self.posts[number].path.startswith("/reviews/")


class EvidenceFiles(Posts):
    """Files put beside a few drafts."""

    CASES = 5

    def begin(self) -> list[Post]:
        """Add a file of its own content each time."""
        self.contents = [b"%PDF-1.7 " + str(number).encode() * 5000 for number in range(self.count)]
        return [
            Post.of_file(person.session, f"{person.path}evidence/", f"{number}.pdf", content)
            for number, content in enumerate(self.contents)
            for person in [self.people[number % self.CASES]]
        ]

    def gather(self) -> None:
        """Read the rows, and what the log says of them."""
        from jiqun.web.events.models import Event
        from jiqun.web.filing.models import Evidence

        open_installation(self.folder)
        self.rows = Counter(Evidence.objects.values_list("sha256", flat=True))
        said = Event.objects.filter(verb="attach").values_list("said", flat=True)
        self.logged = Counter(json.loads(text)["sha256"] for text in said)

    def done(self, number: int) -> bool | str:
        """Hold row, event and kept content against each other; a content alone is no half."""
        content = self.contents[number]
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.folder / "evidence" / sha256[:2] / sha256
        kept = path.is_file() and path.read_bytes() == content
        row = self.rows[sha256] == 1
        return agreed(row, self.logged[sha256] == 1, kept and row)


class Questions(Posts):
    """Questions asked on cells of submitted filings."""

    CASES = 5

    def begin(self) -> list[Post]:
        """Submit the drafts; then each prefecture asks."""
        sessions = [asking(self.folder, person) for person in self.people]
        asked = [(number, number % self.CASES) for number in range(self.count)]
        paths = [f"{person.path}questions/" for person in self.people]
        return [
            Post.of_form(sessions[at], paths[at], cell="values.exports", text=f"q{number}")
            for number, at in asked
        ]

    def gather(self) -> None:
        """Read what was said, and what the log keeps sealed of it."""
        from jiqun.web.events.models import Sealed
        from jiqun.web.filing.models import Remark

        open_installation(self.folder)
        said = Remark.objects.filter(question__waits="answer").values_list("text", flat=True)
        sealed = Sealed.objects.filter(event__verb="ask").values_list("text", flat=True)
        self.said, self.sealed = Counter(said), Counter(sealed)

    def done(self, number: int) -> bool | str:
        """Hold remark and event against each other."""
        return agreed(self.said[f"q{number}"] == 1, self.sealed[f"q{number}"] == 1)


VERBS = {
    "saves": Saves,
    "submissions": Submissions,
    "acceptances": Acceptances,
    "evidence": EvidenceFiles,
    "questions": Questions,
}


def agreed(*signs: bool) -> bool | str:
    """Return what several signs of one thing say together; in words where they do not agree."""
    return signs[0] if len(set(signs)) == 1 else str(signs)


def filled(folder: Path, count: int) -> list[Filer]:
    """Make an installation of drafts that are filled in and confirmed."""
    people = installation(folder, count)
    from jiqun.web.filing.models import Cell

    for name, said in values_of(YEAR).items():
        text = str(said).lower() if isinstance(said, bool) else str(said)
        Cell.objects.filter(period="values", field=name).update(said=text, status="")
    Cell.objects.update(confirmed=True)
    return people


def submitted(folder: Path, person: Filer) -> Any:
    """Submit a filer's draft, and return the case."""
    from jiqun.web.filing.models import Case
    from jiqun.web.filing.moving import submit
    from jiqun.workspace import Workspace

    case = Case.objects.select_related("definition").get(cluster=person.cluster)
    return submit(case, Workspace.open(folder), doer_at(case, "county"))


def endorsed(folder: Path, person: Filer) -> None:
    """Bring a filer's draft to the nation."""
    from jiqun.web.casework.moving import move

    case = submitted(folder, person)
    for slot in ("prefecture", "province"):
        case = move(case, "endorse", doer_at(case, slot))


def asking(folder: Path, person: Filer) -> str:
    """Submit a filer's draft, and return a session of the prefecture that reviews it."""
    case = submitted(folder, person)
    of = case.standing.parties["prefecture"].of
    return signed_in(f"asks-{person.cluster}", Office.PREFECTURE, of)[0]


def doer_at(case: Any, slot: str) -> Any:
    """Return somebody of the office that fills a slot of a case."""
    from jiqun.web.accounts.offices import reader_of_office

    party = case.standing.parties[slot]
    return doer_of(reader_of_office(party.office, party.of))


def cases_of(folder: Path) -> dict[str, Any]:
    """Return every case by its cluster."""
    open_installation(folder)
    from jiqun.web.filing.models import Case

    return {case.cluster: case for case in Case.objects.select_related("definition")}


def events_of(verb: str) -> Counter[str]:
    """Return how many events of a verb there are, by subject."""
    from jiqun.web.events.models import Event

    return Counter(Event.objects.filter(verb=verb).values_list("subject", flat=True))


def audited(folder: Path) -> list[str]:
    """Return what ``jiqun audit verify`` finds: journal, filings and event chain."""
    from jiqun.base.errors import errors_only
    from jiqun.web.auditing import audit_database
    from jiqun.workspace import Workspace
    from jiqun.workspace.audit import audit

    found = audit(Workspace.open(folder))
    _, wrong = audit_database(folder, found.filings.values())
    return [problem.text("en") for problem in errors_only([*found.problems, *wrong])]
