"""A site that is killed at random while people work, and whether it kept every word it gave.

A room that people work in says three things (:class:`Deeds`): how its installation is prepared,
how one thing is done by a request, and what must hold afterwards. :func:`run` serves the
installation, does the things one after another, kills the whole site by SIGKILL at random moments,
starts it again, and asks for what does not hold.
"""

import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

TOKEN = "k" * 32
"""The page's token against forged requests: a cookie and a header that say the same."""
STARTED = 120.0
"""Seconds a site has to start."""


@dataclass(frozen=True)
class Answer:
    """What a site answered."""

    status: int
    body: bytes

    @property
    def said(self) -> Any:
        """Its JSON."""
        return json.loads(self.body)


class Visitor:
    """A browser of somebody who is signed in, over one connection.

    Parameters
    ----------
    port
        Of the site.
    session
        The session's key.
    """

    def __init__(self, port: int, session: str) -> None:
        self.port, self.session = port, session
        self._connection: http.client.HTTPConnection | None = None

    def post(self, path: str, body: str, kind: str) -> Answer:
        """Send something.

        Raises
        ------
        OSError, http.client.HTTPException
            Where no whole answer came.
        """
        connection = self._connection or http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=60
        )
        self._connection = None
        headers = {
            "Content-Type": kind,
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        connection.request("POST", path, body.encode(), headers)
        answered = connection.getresponse()
        answer = Answer(answered.status, answered.read())
        self._connection = connection
        return answer


class Deeds(Protocol):
    """What a room does, for :func:`run`."""

    def prepare(self, folder: Path, count: int) -> None:
        """Make an installation in which things can be done."""

    def do(self, number: int, port: int) -> bool:
        """Do one thing; tell whether it was answered with success.

        Raises
        ------
        OSError, http.client.HTTPException
            Where no whole answer came: the thing may be done or not, but never by half.
        """

    def check(self, folder: Path, answered: set[int], unanswered: set[int]) -> list[str]:
        """Return what does not hold: what was answered and is not there, half states."""


class Site:
    """``jiqun serve`` as a process group of its own, which can be killed whole."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, _free_port()
        self._log = (folder.parent / "site.log").open("ab")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        code = "from jiqun.cli import main; main()"
        words = ["serve", "-w", str(self.folder), "--port", str(self.port)]
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, *words],
            start_new_session=True,
            stderr=self._log,
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + STARTED
        while not self._answers():
            if time.monotonic() > until or self._process.poll() is not None:
                said = (self.folder.parent / "site.log").read_text(errors="replace")[-2000:]
                raise TimeoutError(f"the site does not start: {said}")
            time.sleep(0.1)

    def kill(self) -> None:
        """Kill it, every process of it, at once."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        return False


@dataclass
class Report:
    """What became of a run."""

    things: int = 0
    answered: int = 0
    unanswered: int = 0
    kills: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = f"{self.things} things, {self.kills} kills, {self.answered} answered with success"
        held = "all held" if not self.faults else f"{len(self.faults)} FAULTS: {self.faults[:5]}"
        return f"{counts}, {self.unanswered} cut off; {held}"


def run(deeds: Deeds, folder: Path, count: int, between: float, seed: int = 0) -> Report:
    """Do things while the site is killed at random.

    Parameters
    ----------
    deeds
        The room's.
    folder
        Where the installation is made.
    count
        How many things.
    between
        Seconds from a start to the kill, on average.
    seed
        Of the random moments.
    """
    chance, report = random.Random(seed), Report()  # noqa: S311  # moments, no secrets
    deeds.prepare(folder, count)
    site = Site(folder)
    answered: set[int] = set()
    unanswered: set[int] = set()
    numbers = list(range(count))
    while numbers:
        site.start()
        with _killed_after(site, chance.expovariate(1 / between)):
            while numbers:
                number = numbers.pop(0)
                try:
                    if deeds.do(number, site.port):
                        answered.add(number)
                except (OSError, http.client.HTTPException):
                    unanswered.add(number)
                    break
        report.kills += 1
    report.things, report.answered, report.unanswered = count, len(answered), len(unanswered)
    report.faults = deeds.check(folder, answered, unanswered)
    return report


@contextlib.contextmanager
def _killed_after(site: Site, seconds: float) -> Iterator[None]:
    """Kill a site after so long, or at the end at the latest."""
    timer = threading.Timer(seconds, site.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        site.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
