"""What people do with calls for applications, each a verb that a site may be struck under."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.filers import DONE, Filer, doer_of, signed_in
from benchmarks.killed import Entrance, Post
from benchmarks.placed import Steps, applied, call_in, gaps, invited
from benchmarks.verbs import agreed, doer_at, events_of
from jiqun.base.readers import NATION, Office

IN_A_CALL = 8
"""Applications that a step of their call takes along."""


class Applications(Steps):
    """Applications begun, saved and submitted, one a county."""

    TURNS = ("begin", "save", "submit")
    ROUTES = frozenset({"call_apply", "application_cells", "application_act"})
    DEEDS = frozenset(f"application:{verb}" for verb in TURNS)

    def begin(self) -> list[Post]:
        """Open a call, and begin the drafts that are saved or submitted."""
        self.call = call_in("open")
        return [self._post(number, *place) for number, place in enumerate(self.places())]

    def _post(self, number: int, person: Filer, case: Any) -> Post:
        verb = self._verb(number)
        if verb == "begin":
            path = f"/recognition/calls/{self.call.pk}/apply/"
            return Post.of_form(person.session, path, cluster=person.cluster)
        drafted = self._drafted(case)
        path = f"/recognition/{drafted.pk}/"
        if verb == "submit":
            return Post(person.session, f"{path}submit/")
        cells = [
            {"period": cell.period, "field": cell.field, "version": 0, "said": _said(number)}
            for cell in drafted.cells.all()
        ]
        return Post(
            person.session, f"{path}cells", json.dumps({"cells": cells}), "application/json"
        )

    def _verb(self, number: int) -> str:
        return self.TURNS[number % len(self.TURNS)]

    def _drafted(self, case: Any) -> Any:
        """Begin a draft with something in every cell."""
        from jiqun.clusters import Profile
        from jiqun.web.recognition.applying import begin
        from jiqun.workspace import Workspace

        profile, workspace = Profile.of(case.profile), Workspace.open(self.folder)
        drafted = begin(self.call, profile, workspace, doer_at(case, "county"))
        figures = drafted.asked_of.figures
        flags = [name for name, field in figures.items() if field.type == "flag"]
        drafted.cells.update(said="12", status="", confirmed=True)
        drafted.cells.filter(field__in=flags).update(said="true")
        return drafted

    def gather(self) -> None:
        """Read the applications, and the events of the three verbs."""
        from jiqun.web.recognition.models import Application

        self.rows = {row.cluster: row for row in Application.objects.select_related("call")}
        self.logged = {verb: events_of(verb) for verb in self.TURNS}

    def done(self, number: int) -> bool | str:
        """Hold an application, its cells or what was handed in, and its event together."""
        cluster, verb = self.people[number].cluster, self._verb(number)
        logged = self.logged[verb][f"application:{cluster}/{self.call}"] == 1
        if (row := self.rows.get(cluster)) is None:
            return agreed(False, logged)
        said = set(row.cells.values_list("said", flat=True))
        if verb == "begin":
            return agreed(True, row.cells.count() == len(row.asked_of.cells), logged)
        if verb == "save":
            return agreed(said == {_said(number)}, _said(number) in said, logged)
        return agreed(row.state == "submitted", row.handed.count() == 1, logged)


class Recommendations(Steps):
    """Recommendations by provinces; every third thing withdraws the one before the last."""

    ROUTES = frozenset({"application_act"})
    DEEDS = frozenset({"application:recommend", "application:withdraw"})

    def begin(self) -> list[Post]:
        """Put an application of every county where its province recommends."""
        self.call = call_in("open")
        self.rows = [applied(self.call, case, "site_checked") for _, case in self.places()]
        sessions: dict[str, str] = {}
        for row in self.rows:
            if row.province not in sessions:
                office, of = row.parties["province"]
                sessions[row.province] = signed_in(f"of-{of}", Office(office), of)[0]
        return [
            Post(
                self.people[number - 2].session,
                f"/recognition/{self.rows[number - 2].pk}/withdraw/",
            )
            if self._withdraws(number)
            else Post(sessions[row.province], f"/recognition/{row.pk}/recommend/")
            for number, row in enumerate(self.rows)
        ]

    def _withdraws(self, number: int) -> bool:
        return number % 3 == 2

    def gather(self) -> None:
        """Read where they stand, and the events of both verbs."""
        from jiqun.web.recognition.models import Application

        self.now = dict(Application.objects.values_list("pk", "state"))
        self.logged = {verb: events_of(verb) for verb in ("recommend", "withdraw")}

    def done(self, number: int) -> bool | str:
        """Hold state and event against each other; one that withdrew was recommended or not."""
        row = self.rows[number - 2] if self._withdraws(number) else self.rows[number]
        state, subject = self.now[row.pk], row.subject
        if self._withdraws(number):
            return agreed(state == "withdrawn", self.logged["withdraw"][subject] == 1)
        recommended = self.logged["recommend"][subject] == 1
        return recommended if state == "withdrawn" else agreed(state == "recommended", recommended)

    def check(self, folder: Path, answered: set[int], unanswered: set[int]) -> list[str]:
        """Hold the ranks of every province to 1, 2, 3 and so on, too."""
        return [*super().check(folder, answered, unanswered), *gaps(self.call)]


class Scores(Steps):
    """Scores given by an expert, and scores of another application closed, in turn."""

    ROUTES = frozenset({"application_act", "opinion_act"})
    DEEDS = frozenset({"application:close_scores", "opinion:give_scores"})

    def begin(self) -> list[Post]:
        """Put an application of every county under review."""
        from jiqun.web.recognition.models import Judge

        session, expert = signed_in("expert", Office.EXPERT, "")
        judge = Judge.objects.create(expert=expert.person, name="专家")
        call = call_in("under_review")
        posts, self.rows = [], list[Any]()
        for number, (_, case) in enumerate(self.places()):
            closes = number % 2 == 1
            row = applied(call, case, "under_review", [(80, 80), (90, 90)] if closes else [])
            self.rows.append(row if closes else invited(row, judge))
            posts.append(
                self.nations(f"/recognition/{row.pk}/close_scores/")
                if closes
                else Post.of_form(
                    session, _scores_of(self.rows[-1]), strength="80", innovation="90"
                )
            )
        return posts

    def gather(self) -> None:
        """Read the events of both verbs."""
        self.logged = events_of("give_scores") + events_of("close_scores")

    def done(self, number: int) -> bool | str:
        """Hold where it stands, the sheet of scores and the event against each other."""
        row = self.rows[number]
        row.refresh_from_db()
        signs = [row.state == "scored", self.logged[row.subject] == 1]
        return agreed(*signs, *([bool(row.sheet)] if number % 2 == 0 else []))


@dataclass(frozen=True)
class Taken:
    """A step of a call: where call and applications stand before and after, and both verbs."""

    verb: str
    call: tuple[str, str]
    rows: tuple[str, str]
    along: str
    path: str = ""


DECIDED = (
    Taken(
        "start_review",
        ("closed", "under_review"),
        ("recommended", "under_review"),
        "start_expert_review",
    ),
    Taken(
        "",
        ("under_review", "under_review"),
        ("summarised", "on_notice"),
        "give_notice",
        "ranking/notice/",
    ),
    Taken("give_notice", ("under_review", "on_notice"), ("on_notice", "on_notice"), ""),
    Taken("decide", ("on_notice", "decided"), ("on_notice", "decided"), "decide"),
    Taken("announce", ("decided", "announced"), ("decided", "listed"), "announce"),
)


class Decisions(Steps):
    """Steps of whole calls, each of a call of its own: every application goes along, or none."""

    CASES = IN_A_CALL
    ROUTES = frozenset({"call_act", "ranking_act"})
    DEEDS = frozenset(
        {
            *(f"call:{step.verb}" for step in DECIDED if step.verb),
            *(f"application:{step.along}" for step in DECIDED if step.along),
            "call:issue_paper",
            "recognition:list",
        }
    )

    def begin(self) -> list[Post]:
        """Put calls where each step begins."""
        self.calls, self.rows = list[Any](), list[list[Any]]()
        cases = [case for _, case in self.places()]
        return [self._post(number, cases) for number in range(self.count)]

    def _post(self, number: int, cases: list[Any]) -> Post:
        from jiqun.web.recognition.ranking import ranking_of

        step = self._step(number)
        call = call_in(step.call[0], days=-1, year=2031 + number)
        sheets = [[(90 - at, 90), (80 - at, 70)] for at in range(len(cases))]
        made = zip(cases, sheets, strict=True)
        self.rows.append([applied(call, case, step.rows[0], given) for case, given in made])
        self.calls.append(call)
        path = f"/recognition/calls/{call.pk}/{step.path or step.verb + '/'}"
        noticed = {"version": ranking_of(call, doer_of(NATION)).version} if step.path else {}
        return self.nations(path, **noticed)

    def _step(self, number: int) -> Taken:
        return DECIDED[number % len(DECIDED)]

    def gather(self) -> None:
        """Read the register, and the events."""
        from jiqun.web.recognised.models import Recognition

        self.listed = Counter(
            Recognition.objects.filter(known=False).values_list("batch", flat=True)
        )
        self.entered = events_of("list")
        self.logged = {
            verb: events_of(verb) for step in DECIDED for verb in (step.verb, step.along) if verb
        }

    def done(self, number: int) -> bool | str:
        """Hold the call, each of its applications, the register and the log against each other."""
        step, call, signs = self._step(number), self.calls[number], list[bool]()
        call.refresh_from_db()
        if step.verb:
            signs += [call.state == step.call[1], self.logged[step.verb][call.subject] == 1]
        for row in self.rows[number] if step.along else ():
            row.refresh_from_db()
            signs += [row.state == step.rows[1], self.logged[step.along][row.subject] == 1]
            if step.along == "announce":
                subject = f"recognition:{row.cluster}/{call.year}/{call.programme}"
                signs.append(self.entered[subject] == 1)
        if step.along == "announce":
            signs.append(self.listed[call.year] == IN_A_CALL)
        return agreed(*signs)


class Objections(Steps):
    """Objections lodged by anybody, and others upheld by the nation, in turn.

    Every other one that is lodged comes with a file.
    """

    ROUTES = frozenset({"object", "objection_act"})
    DEEDS = frozenset({"objection:register", "objection:uphold", "application:uphold_objection"})

    def begin(self) -> list[Post]:
        """Give notice of an application of every county; every other one is objected to already."""
        call = call_in("on_notice")
        self.rows = [applied(call, case, "on_notice") for _, case in self.places()]
        return [self._post(number, row) for number, row in enumerate(self.rows)]

    def _post(self, number: int, row: Any) -> Post:
        from jiqun.web.recognition.objecting import Said, lodge, move_objection

        said = {"name": "王小明", "contact": "010-12345678", "text": f"o{number}"}
        path = f"/recognition/objections/to/{row.pk}/"
        if self._brings_file(number):
            return Post.of_file("", path, f"{number}.pdf", _file(number), **said)
        if number % 2 == 0:
            return Post.of_form("", path, **said)
        lodged, _ = lodge(row, Said(**said), None)
        move_objection(lodged, "admit", "", doer_of(NATION))
        return self.nations(f"/recognition/objections/{lodged.pk}/uphold/", reason="属实。")

    def do(self, number: int, site: Entrance) -> bool:
        """Come from another address each time: from one, few objections are taken at once."""
        post = self.posts[number]
        visitor = site.visitor(post.session)
        visitor.address = f"127.0.1.{1 + number % 250}"
        return visitor.send(post).status in DONE

    def gather(self) -> None:
        """Read the objections, who objected, and the events."""
        from jiqun.web.events.models import Event
        from jiqun.web.recognition.models import Objection

        self.found = {row.application_id: row for row in Objection.objects.all()}
        said = Event.objects.filter(verb="register").values_list("said", flat=True)
        self.registered = Counter(json.loads(text)["application"] for text in said)
        self.logged = events_of("uphold") + events_of("uphold_objection")

    def done(self, number: int) -> bool | str:
        """Hold the objection, its objector or application, and the events together."""
        row, found = self.rows[number], self.found.get(self.rows[number].pk)
        if number % 2 == 0:
            named = found is not None and hasattr(found, "objector")
            signs = [found is not None, named, self.registered[str(row)] == 1]
            return agreed(*signs, *([self._kept(found, number)] if found else []))
        row.refresh_from_db()
        ended = [row.state == "objection_upheld", self.logged[row.subject] == 1]
        upheld = [found.state == "upheld", self.logged[found.subject] == 1] if found else [False]
        return agreed(*ended, *upheld)

    def _brings_file(self, number: int) -> bool:
        return number % 4 == 2

    def _kept(self, found: Any, number: int) -> bool:
        """Tell whether the file an objection came with is kept as it was sent; none for others."""
        if not self._brings_file(number):
            return found.sha256 == ""
        sha256 = hashlib.sha256(_file(number)).hexdigest()
        path = self.folder / "evidence" / sha256[:2] / sha256
        return found.sha256 == sha256 and path.is_file() and path.read_bytes() == _file(number)


def _file(number: int) -> bytes:
    return b"%PDF-1.7 " + str(number).encode() * 5000


def _said(number: int) -> str:
    """Return what is saved in every cell: what no draft begins with."""
    return str(1000 + number)


def _scores_of(opinion: Any) -> str:
    return f"/recognition/opinions/{opinion.pk}/give_scores/"


VERBS = {
    "applications": Applications,
    "recommendations": Recommendations,
    "scores": Scores,
    "decisions": Decisions,
    "objections": Objections,
}
