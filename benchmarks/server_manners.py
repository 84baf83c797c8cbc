"""What a server does under odd requests and bad luck, measured against a real one.

    .venv/bin/python benchmarks/server_manners.py WORKSPACE [--queries 9000]

Starts ``jiqun serve`` on a free port and asks: methods nobody knows, an encoding refused by
``q=0``, a foreign Host (and how many lines that costs the log), the health page while first reports
are made, a worker that is killed, and thousands of long queries that differ. Prints a row each with
what was asked for; ends with 1 where one misses.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from hostile_requests import _memory

from web import _free_port, _wait

GROWTH = 200
"""MB the workers may grow by over all long queries, together."""
HEALTHY = 1.0
"""Seconds within which the health page answers, whatever else is asked."""
REPLACED = 30.0
"""Seconds within which a worker that was killed has a successor."""


class Server:
    """A server of a workspace, and what it logs."""

    def __init__(self, workspace: Path) -> None:
        self.port = _free_port()
        self.log = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the server
        program = Path(sys.executable).with_name("jiqun")
        words = [program, "serve", "-w", str(workspace), "--port", str(self.port)]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=self.log)

    def ask(self, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
        """Ask for a page, and read it."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        given = {name.replace("_", "-"): said for name, said in headers.items()}
        line.request(method, path, headers=given)
        answer = line.getresponse()
        answer.content = answer.read()  # type: ignore[attr-defined]
        line.close()
        return answer

    def logged(self) -> int:
        """Return how many lines the log has."""
        self.log.flush()
        at = os.lseek(self.log.fileno(), 0, os.SEEK_CUR)
        return os.pread(self.log.fileno(), at + (1 << 20), 0).count(b"\n")

    def workers(self) -> list[int]:
        """Return the numbers of its processes."""
        pid = self.process.pid
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def methods(server: Server) -> tuple[str, bool]:
    found = {server.ask("/", method).status for method in ("BREW", "PROPFIND", "DELETE", "TRACE")}
    return f"answered {sorted(found)}", found == {405}


def encoding(server: Server) -> tuple[str, bool]:
    said = {
        asked: server.ask("/", Accept_Encoding=asked).headers.get("Content-Encoding", "none")
        for asked in ("gzip", "gzip;q=0", "gzip;q=0, br;q=0, *;q=0")
    }
    plain = all(kind == "none" for asked, kind in said.items() if "q=0" in asked)
    return f"{said}", plain and said["gzip"] != "none"


def foreign_host(server: Server) -> tuple[str, bool]:
    before = server.logged()
    statuses = {server.ask("/", Host=f"evil-{number}.example").status for number in range(20)}
    time.sleep(0.5)
    lines = server.logged() - before
    return f"answered {sorted(statuses)}, {lines} lines for 20 requests", (
        statuses == {400} and lines <= 20
    )


def health(server: Server) -> tuple[str, bool]:
    pages = [f"/reports/2022/?lang={lang}" for lang in ("zh", "en")] + ["/reports/2022/r.pdf"]
    slowest, asked = 0.0, 0
    with ThreadPoolExecutor(len(pages)) as pool:
        waiting = [pool.submit(server.ask, page) for page in pages]
        until = time.monotonic() + 5
        while time.monotonic() < until or not all(answer.done() for answer in waiting):
            began = time.monotonic()
            server.ask("/healthz")
            slowest, asked = max(slowest, time.monotonic() - began), asked + 1
    return f"slowest of {asked}: {slowest * 1000:.0f} ms", slowest <= HEALTHY


def killed_worker(server: Server) -> tuple[str, bool]:
    before = server.workers()
    os.kill(before[0], signal.SIGKILL)
    began = time.monotonic()
    while time.monotonic() - began < REPLACED:
        now = server.workers()
        if before[0] not in now and len(now) == len(before):
            well = server.ask("/healthz").status == 200
            return f"replaced after {time.monotonic() - began:.1f} s", well
        time.sleep(0.1)
    return "not replaced", False


def long_queries(server: Server, count: int) -> tuple[str, bool]:
    before = _memory(server.process.pid)
    filling = "x" * 1_500
    with ThreadPoolExecutor(8) as pool:
        asked = (f"/clusters/?q={number}{filling}" for number in range(count))
        answers = {answer.status for answer in pool.map(server.ask, asked)}
    after = _memory(server.process.pid)
    said = f"{count} of 1,500 characters: {before} -> {after} MB, answered {sorted(answers)}"
    return said, after - before <= GROWTH and not any(status >= 500 for status in answers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--queries", type=int, default=9_000)
    given = parser.parse_args()
    server = Server(given.workspace)
    missed = 0
    try:
        _wait(server.port)
        for name, told in (
            ("the health page during first reports", health),
            ("methods nobody knows", methods),
            ("an encoding refused by q=0", encoding),
            ("a foreign Host", foreign_host),
            ("a worker that is killed", killed_worker),
            ("long queries", lambda server: long_queries(server, given.queries)),
        ):
            said, held = told(server)
            missed += not held
            print(f"{name:38} {'held' if held else 'MISSED':7} {said}", flush=True)
    finally:
        server.process.terminate()
        server.process.wait()
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
