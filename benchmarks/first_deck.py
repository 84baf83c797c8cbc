"""How quick ``/healthz`` stays while the first deck of a vintage is made.

    .venv/bin/python benchmarks/first_deck.py WORKSPACE [--readers 6]

Copies the workspace without what was computed before, serves the copy, asks for the deck as many
times at once, and asks for ``/healthz`` every 20 ms until every reader has it.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from web import _free_port, _get, _wait

LIMIT = 100.0
"""Milliseconds that 95 of 100 answers may take."""


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    said.add_argument("workspace", type=Path)
    said.add_argument("--readers", type=int, default=6)
    given = said.parse_args()
    program = Path(sys.executable).with_name("jiqun")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "w"
        shutil.copytree(given.workspace, copy, ignore=shutil.ignore_patterns("web", "secrets"))
        port = _free_port()
        server = subprocess.Popen([program, "serve", "-w", str(copy), "--port", str(port)])
        try:
            _wait(port)
            _report(port, given.readers)
        finally:
            server.terminate()
            server.wait()


def _deck(port: int) -> tuple[float, int]:
    """Return seconds until the deck came, and how often the server said to ask again."""
    start, again = time.perf_counter(), 0
    while True:
        try:
            _get(port, "/reports/2022/report.pptx").read()
            return time.perf_counter() - start, again
        except urllib.error.HTTPError as refused:
            if refused.code != 503:
                raise
            again += 1
            time.sleep(int(refused.headers["Retry-After"]))


def _report(port: int, readers: int) -> None:
    times: list[float] = []
    with ThreadPoolExecutor(readers) as pool:
        decks: list[Future[tuple[float, int]]] = [pool.submit(_deck, port) for _ in range(readers)]
        while not all(deck.done() for deck in decks):
            start = time.perf_counter()
            _get(port, "/healthz").read()
            times.append((time.perf_counter() - start) * 1000)
            time.sleep(0.02)
    took = [deck.result() for deck in decks]
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    print(f"the deck: {max(t for t, _ in took):.1f} s for the last of {readers} readers,")
    print(f"  {sum(n for _, n in took)} times told to ask again")
    print(f"/healthz meanwhile: {len(times)} answers, median {statistics.median(ordered):.1f} ms,")
    print(f"  p95 {p95:.1f} ms (limit {LIMIT:.0f}), longest {ordered[-1]:.1f} ms")
    sys.exit(1 if p95 > LIMIT else 0)


if __name__ == "__main__":
    main()
