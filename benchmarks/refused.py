"""Every writing statement of a step refused once: nothing of the step may stay, and it is told.

A kill falls where it falls; here the database itself refuses the first statement of a request
that writes, then the second, and so on until the request comes through. What was refused must be
told in a sentence, and nothing of the thing be there; once it comes through all of it is::

    .venv/bin/python -m benchmarks.refused every-step --things 98

The site answers in this process, without a server: :class:`Door`.
"""

import argparse
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count as count_from
from pathlib import Path
from typing import Any

from benchmarks.filers import database
from benchmarks.killed import Answer, Entrance, Visitor
from benchmarks.people import VERBS
from benchmarks.verbs import Posts

WRITING = ("INSERT", "UPDATE", "DELETE")
GROUPS = [name for name, group in VERBS.items() if issubclass(group, Posts)]
EVENTS = '"events_event"'
"""The log's table: refusing it alone refuses each event of a step."""


class Caller(Visitor):
    """A browser of somebody who is signed in, at a site in this process."""

    def post(self, path: str, body: str | bytes, kind: str) -> Answer:
        """Send something."""
        from django.test import Client

        browser = Client(
            raise_request_exception=False, REMOTE_ADDR=self.address, SERVER_NAME="localhost"
        )
        browser.cookies["sessionid"] = self.session
        answered = browser.post(path, body, content_type=kind)
        answer = Answer(answered.status_code, answered.content)
        self.heard.append(answer)
        return answer


@dataclass
class Door(Entrance):
    """A site in this process, and everything it answered."""

    port: int = 0

    def visitor(self, session: str) -> Visitor:
        """Return somebody at the site."""
        caller = Caller(0, session)
        caller.heard = self.heard
        return caller


@dataclass
class Refusal:
    """Refuses one writing statement of those it meets.

    Parameters
    ----------
    at
        Which one, counted from 1.
    among
        What it has to name; empty for any.
    """

    at: int
    among: str = ""
    met: int = 0

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        """Let a statement through, or refuse it as a broken disk does."""
        from django.db import OperationalError

        if sql.lstrip().upper().startswith(WRITING) and self.among in sql:
            self.met += 1
            if self.met == self.at:
                raise OperationalError("disk I/O error")
        return execute(sql, params, many, context)


@dataclass
class Refused:
    """What became of a run."""

    things: int = 0
    refusals: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        held = "all held" if not self.faults else f"{len(self.faults)} FAULTS: {self.faults[:5]}"
        return f"{self.things} things, {self.refusals} statements refused; {held}"


def refused(deeds: Posts, folder: Path, count: int, among: str = "") -> Refused:
    """Do things, each until no statement of it is refused any more.

    Parameters
    ----------
    deeds
        The group's.
    folder
        Where the installation is made.
    count
        How many things.
    among
        What a statement has to name to be refused; empty for every one that writes.
    """
    deeds.prepare(folder, count)
    report, door = Refused(count), Door()
    answered = {number for number in range(count) if _through(deeds, number, door, report, among)}
    report.faults += [*deeds.check(folder, answered, set()), *door.unfit()]
    return report


def _through(deeds: Posts, number: int, door: Door, report: Refused, among: str) -> bool:
    """Refuse one statement of a thing after another until it comes through; tell whether it did."""
    from django.db import connection

    for at in count_from(1):
        refusal = Refusal(at, among)
        with connection.execute_wrapper(refusal):
            done = deeds.do(number, door)
        if refusal.met < at:
            return done
        report.refusals += 1
        report.faults += _left(deeds, number, at, done=done)
    raise AssertionError("a request writes for ever")


def _left(deeds: Posts, number: int, at: int, *, done: bool) -> list[str]:
    """Return what is there of a thing although a statement of it was refused."""
    deeds.gather()
    there = deeds.done(number)
    where = f"{number}, statement {at}"
    if isinstance(there, str):
        return [f"{where}: half done: {there}"]
    if there:
        return [f"{where}: refused, and is there"]
    return [f"{where}: refused, and answered with success"] if done else []


def main() -> int:
    """Refuse statement after statement of a group; leave with 1 where anything stayed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("verb", choices=GROUPS)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--things", type=int, default=100)
    parser.add_argument("--events", action="store_true", help="refuse only what the log writes")
    said = parser.parse_args()
    with database(said.database), tempfile.TemporaryDirectory(prefix="people-") as place:
        among = EVENTS if said.events else ""
        report = refused(VERBS[said.verb](), Path(place) / "w", said.things, among)
    print(f"refused {said.verb} {said.database}: {report}")
    return 1 if report.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
