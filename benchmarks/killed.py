"""A site that is struck at random while people work, and whether it kept every word it gave.

A room that people work in says three things (:class:`Deeds`): how its installation is prepared,
how one thing is done by a request, and what must hold afterwards. :func:`run` serves the
installation, does the things one after another, strikes the site at random moments
(:class:`Blow`: SIGKILL of the whole site here, errors of the disk in :mod:`benchmarks.injected`),
lets it stand up again, and asks for what does not hold. Whatever the site answers meanwhile is
heard: a fault of the server must be told in a sentence, and show nothing of the program.
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
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlencode

from tests.leash import once_we_end

TOKEN = "k" * 32
"""The page's token against forged requests: a cookie and a header that say the same."""
STARTED = 120.0
"""Seconds a site has to start."""
ROUND = 15.0
"""Seconds of work between two looks at a site that was not killed."""


@dataclass(frozen=True)
class Answer:
    """What a site answered."""

    status: int
    body: bytes

    @property
    def said(self) -> Any:
        """Its JSON."""
        return json.loads(self.body)

    @property
    def trace(self) -> bool:
        """Whether it shows something of the program."""
        return b"Traceback" in self.body

    @property
    def sentence(self) -> bool:
        """Whether it says in a sentence what is wrong, and does not only own up to a fault."""
        text = self.body.decode(errors="replace")
        return "。" in text and "程序出错" not in text


class Visitor:
    """A browser of somebody who is signed in, over one connection.

    Parameters
    ----------
    port
        Of the site.
    session
        The session's key.
    """

    address = "127.0.0.1"
    """Where they are."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.session = port, session
        self.heard: list[Answer] = []
        self._connection: http.client.HTTPConnection | None = None

    def send(self, post: "Post") -> Answer:
        """Send what a thing posts."""
        return self.post(post.path, post.body, post.kind)

    def post(self, path: str, body: str | bytes, kind: str) -> Answer:
        """Send something.

        Raises
        ------
        OSError, http.client.HTTPException
            Where no whole answer came.
        """
        connection = self._connection or http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=60, source_address=(self.address, 0)
        )
        self._connection = None
        headers = {
            "Content-Type": kind,
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        sent = body.encode() if isinstance(body, str) else body
        connection.request("POST", path, sent, headers)
        answered = connection.getresponse()
        answer = Answer(answered.status, answered.read())
        self._connection = connection
        self.heard.append(answer)
        return answer


@dataclass(frozen=True)
class Post:
    """What one thing posts, and by whose session."""

    session: str
    path: str
    body: str | bytes = ""
    kind: str = "application/x-www-form-urlencoded"

    @classmethod
    def of_form(cls, session: str, path: str, **said: str) -> "Post":
        """Return a form filled in."""
        return cls(session, path, urlencode(said))

    @classmethod
    def of_file(
        cls, session: str, path: str, file: str, content: bytes, under: str = "file", **said: str
    ) -> "Post":
        """Return a form with one file, and what else is filled in."""
        mark = "jiqun-file-jiqun"
        part = f"--{mark}\r\nContent-Disposition: form-data; name="
        texts = "".join(f'{part}"{key}"\r\n\r\n{text}\r\n' for key, text in said.items())
        head = f'{texts}{part}"{under}"; filename="{file}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
        return cls(session, path, body, f"multipart/form-data; boundary={mark}")


@dataclass
class Entrance:
    """Where a site is entered, and everything it answered there."""

    port: int
    heard: list[Answer] = field(default_factory=list)

    def visitor(self, session: str) -> Visitor:
        """Return somebody at the site."""
        visitor = Visitor(self.port, session)
        visitor.heard = self.heard
        return visitor

    def unfit(self) -> list[str]:
        """Return what no person should have been answered: a fault without words, or a trace."""
        faults = [answer for answer in self.heard if answer.status >= 500 or answer.trace]
        unfit = [answer for answer in faults if answer.trace or not answer.sentence]
        return [f"answered {answer.status}: {answer.body[:200]!r}" for answer in unfit]


class Deeds(Protocol):
    """What a room does, for :func:`run`."""

    def prepare(self, folder: Path, count: int) -> None:
        """Make an installation in which things can be done."""

    def do(self, number: int, site: Entrance) -> bool:
        """Do one thing; tell whether it was answered with success.

        Raises
        ------
        OSError, http.client.HTTPException
            Where no whole answer came: the thing may be done or not, but never by half.
        """

    def check(self, folder: Path, answered: set[int], unanswered: set[int]) -> list[str]:
        """Return what does not hold: what was answered and is not there, half states."""


class Site:
    """``jiqun serve`` as a process group of its own, which can be killed whole.

    Parameters
    ----------
    folder
        The workspace.
    before
        Words before the command: a program that starts it under something.
    """

    def __init__(self, folder: Path, before: Sequence[str] = ()) -> None:
        self.folder, self.port, self.before = folder, _free_port(), list(before)
        self._log = Path(tempfile.gettempdir()) / f"site-{self.port}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._leash: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        code = "from jiqun.cli import main; main()"
        words = ["serve", "-w", str(self.folder), "--port", str(self.port)]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self.before, sys.executable, "-c", code, *words],
                start_new_session=True,
                stderr=log,
                stdout=subprocess.DEVNULL,
            )
        self._leash = once_we_end("kill", "-KILL", "--", f"-{self._process.pid}")
        until = time.monotonic() + STARTED
        while not self.answers():
            if time.monotonic() > until or self._process.poll() is not None:
                raise TimeoutError(f"the site does not start: {self.said()[-2000:]}")
            time.sleep(0.1)

    @property
    def running(self) -> bool:
        """Whether its first process runs."""
        return self._process is not None and self._process.poll() is None

    def said(self) -> str:
        """Return what it wrote to its log."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def processes(self) -> list[int]:
        """Return its processes: those of its group."""
        group = self._process.pid if self._process else 0
        return [pid for pid in _all_processes() if _group_of(pid) == group]

    def kill(self) -> None:
        """Kill it, every process of it, at once."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None
        if self._leash is not None:
            self._leash.kill()
            self._leash.wait()

    def answers(self) -> bool:
        """Tell whether it answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        return False


def _all_processes() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _group_of(pid: int) -> int:
    with contextlib.suppress(OSError):
        return os.getpgid(pid)
    return -1


class Blow(Protocol):
    """What strikes a site.

    ``before`` are words before the site's command.
    """

    before: Sequence[str]

    def place(self) -> AbstractContextManager[Path]:
        """Lend the folder in which the installation is made."""

    @contextmanager
    def falling(self, site: Site) -> Iterator[None]:
        """Strike at a random moment while things are done; afterwards the site may be gone."""

    def parry(self, site: Site) -> None:
        """Take away whatever still stands in the way, so that the site can start."""


class Kill:
    """SIGKILL of every process at once.

    Parameters
    ----------
    between
        Seconds from a start to the kill, on average.
    seed
        Of the random moments.
    """

    before: Sequence[str] = ()

    def __init__(self, between: float, seed: int = 0) -> None:
        self._between, self._chance = between, random.Random(seed)  # noqa: S311  # moments

    @contextmanager
    def place(self) -> Iterator[Path]:
        """Lend a folder of the machine's own."""
        with tempfile.TemporaryDirectory(prefix="people-") as name:
            yield Path(name)

    @contextmanager
    def falling(self, site: Site) -> Iterator[None]:
        """Kill after so long, or at the end at the latest."""
        timer = threading.Timer(self._chance.expovariate(1 / self._between), site.kill)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            site.kill()

    def parry(self, site: Site) -> None:
        """Leave nothing of the site running."""
        site.kill()


@dataclass
class Report:
    """What became of a run."""

    things: int = 0
    answered: int = 0
    unanswered: int = 0
    told: int = 0
    blows: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = f"{self.things} things, {self.blows} blows, {self.answered} answered with success"
        left = f"{self.unanswered} cut off or told of a fault ({self.told} told)"
        held = "all held" if not self.faults else f"{len(self.faults)} FAULTS: {self.faults[:5]}"
        return f"{counts}, {left}; {held}"


def run(deeds: Deeds, folder: Path, count: int, blow: Blow) -> Report:
    """Do things while the site is struck at random.

    Parameters
    ----------
    deeds
        The room's.
    folder
        Where the installation is made.
    count
        How many things.
    blow
        What strikes.
    """
    report = Report(count)
    deeds.prepare(folder, count)
    site = Site(folder, blow.before)
    entrance = Entrance(site.port)
    answered: set[int] = set()
    unanswered: set[int] = set()
    numbers = list(range(count))
    while numbers:
        if not site.running:
            site.start()
        with blow.falling(site):
            _work(deeds, entrance, numbers, answered, unanswered)
        report.blows += 1
        blow.parry(site)
    _stand_up(site, folder)
    report.answered, report.unanswered = len(answered), len(unanswered)
    report.told = sum(answer.status >= 500 for answer in entrance.heard)
    report.faults = [*deeds.check(folder, answered, unanswered), *entrance.unfit()]
    return report


def _work(
    deeds: Deeds, site: Entrance, numbers: list[int], answered: set[int], unanswered: set[int]
) -> None:
    """Do things until an answer is cut off, or a few seconds are over."""
    until = time.monotonic() + ROUND
    while numbers and time.monotonic() < until:
        number, heard = numbers.pop(0), len(site.heard)
        try:
            if deeds.do(number, site):
                answered.add(number)
            elif any(answer.status >= 500 for answer in site.heard[heard:]):
                unanswered.add(number)
        except (OSError, http.client.HTTPException):
            unanswered.add(number)
            return


def _stand_up(site: Site, folder: Path) -> None:
    """Start the site once more, as it was made to run, and end it: what was cut off is finished."""
    site.kill()
    plain = Site(folder)
    plain.start()
    plain.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
