"""A real server on this machine: workers that die are replaced, orphans are swept."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jiqun.web import serving
from jiqun.web.secret import NAME
from jiqun.workspace import Workspace
from jiqun.workspace.orphans import OLD, sweep
from jiqun.workspace.private import SECRETS

PATIENCE = 60.0
"""Seconds to wait for what should take one or two; a busy machine is slow, not wrong."""


@dataclass(frozen=True)
class Site:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    def answers(self, path: str = "/healthz") -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as said:
                return bool(said.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    @property
    def workers(self) -> set[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(word) for word in children.read_text().split()}


def until(holds: object) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():  # type: ignore[operator]  # a condition
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = Workspace.create(tmp_path_factory.mktemp("served") / "w").folder
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from jiqun.cli import main; main()"]
    command += ["serve", "-w", str(folder), "--port", str(port)]
    package = tmp_path_factory.mktemp("package")
    (package / "__init__.py").touch()  # a folder it runs in that Python could take for a package
    quiet = {"stderr": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    bare = {name: said for name, said in os.environ.items() if not name.startswith("JIQUN_")}
    process = subprocess.Popen(command, cwd=package, env=bare, **quiet)  # type: ignore[call-overload]  # noqa: S603  # our own program
    site = Site(process, port, folder)
    try:
        until(site.answers)
        yield site
    finally:
        process.terminate()
        assert process.wait(PATIENCE) == 0


def test_a_dead_worker_is_replaced_and_the_site_goes_on(running: Site) -> None:
    before = running.workers
    assert len(before) == serving.WORKERS
    killed = min(before)
    os.kill(killed, signal.SIGKILL)
    until(lambda: len(running.workers - {killed}) == serving.WORKERS)
    until(running.answers)
    assert all(running.answers("/about/") for _ in range(10))


def test_a_site_whose_workers_all_die_again_and_again_comes_back(running: Site) -> None:
    for _ in range(3):
        until(lambda: len(running.workers) == serving.WORKERS)
        for worker in running.workers:
            os.kill(worker, signal.SIGKILL)
        time.sleep(0.2)
    until(running.answers)
    until(lambda: len(running.workers) == serving.WORKERS)
    assert running.process.poll() is None


def test_the_key_is_made_when_first_served_and_stays(running: Site) -> None:
    key = running.folder / SECRETS / NAME
    assert key.stat().st_mode & 0o777 == 0o600


def test_orphans_are_swept_when_old_and_nothing_else_is(tmp_path: Path) -> None:
    names = (".workspace.json.ab_12xyz", ".x.parquet.abcdefgh.tmp", "x.parquet", ".web.lock")
    for age, folder in ((OLD + 60, tmp_path / "old"), (0, tmp_path / "young")):
        folder.mkdir()
        for name in names:
            (folder / name).write_text("half")
            moment = time.time() - age
            os.utime(folder / name, (moment, moment))
    swept = sweep(tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in swept} == {
        "old/.workspace.json.ab_12xyz",
        "old/.x.parquet.abcdefgh.tmp",
    }
