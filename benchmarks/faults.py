"""Kills, power cuts and faults of the disk, thrown at any command at every moment it writes.

Run from the project's folder::

    .venv/bin/python -m benchmarks.faults                       # the planned commands, one table
    .venv/bin/python -m benchmarks.faults --kills 200           # random kills besides
    .venv/bin/python -m benchmarks.faults -- roster import R.csv -w W     # a command of one's own

A command is given to :func:`trial` as a callable of a workspace, so that a verb of the web can take
its place. It runs in a process of its own, forked from this one, in which every step that changes
the disk is counted: opening for writing, syncing, renaming, removing, making a folder. At the n-th
step the process is killed, or the step fails with an error of the operating system. Afterwards the
workspace must hold all of the command's work or none (``half stored``), everything it held before
(``lost``), and a fault must have been said in a sentence (``tracebacks``). A cut also takes back
what was not synced by then: names that no sync of their folder had followed, bytes no sync had.

The steps are those of Python; files that Arrow and DuckDB write are opened or put in place by it.
"""

import argparse
import builtins
import contextlib
import errno
import hashlib
import io
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from tests.filings.test_rosters import rows as firm_rows
from tests.filings.test_rosters import written as write_firms
from tests.filings.workbook.test_roster_sheet import COUNTS, firms
from tests.filings.workbook.workbooks import known_of_json
from tests.made import filing, written
from tests.registry.made_up import as_csv, valve_maker

from jiqun.clusters.roster import Firm
from jiqun.filings.workbook.template import template

Command = Callable[[Path], int]
"""Does its work on a workspace and returns an exit code."""
WAYS = ("kill", "cut", "ENOSPC", "EIO", "EROFS")


class Disk:
    """Counts the steps of this process that change the disk, and strikes at one of them.

    Parameters
    ----------
    strike_at
        The step, from 1; beyond the last, a cut comes right after the command has answered.
    way
        ``kill``, ``cut`` or the name of an error.
    root
        Only what lies below it counts.
    """

    def __init__(self, strike_at: int, way: str, root: Path) -> None:
        self.count, self.strike_at, self.way, self.root = 0, strike_at, way, str(root)
        self.unsynced_bytes: set[str] = set()
        self.unsynced_names: list[tuple[str, Callable[[], object]]] = []
        self.real = {
            name: getattr(os, name) for name in ("replace", "unlink", "mkdir", "fsync", "open")
        }
        self.real_open = io.open

    def inside(self, path: object) -> bool:
        return not isinstance(path, int) and os.fspath(path).startswith(self.root)  # type: ignore[call-overload]

    def step(self, path: object) -> None:
        if not self.inside(path):
            return
        self.count += 1
        if self.count != self.strike_at:
            return
        if self.way == "cut":
            self.cut()
        if self.way in ("kill", "cut"):
            os.kill(os.getpid(), signal.SIGKILL)
        number = getattr(errno, self.way)
        raise OSError(number, os.strerror(number), str(path))

    def cut(self) -> None:
        """Take back what no sync has brought to the disk."""
        for path in self.unsynced_bytes:
            with contextlib.suppress(OSError):
                os.truncate(path, 0)
        for _, undo in reversed(self.unsynced_names):
            with contextlib.suppress(OSError):
                undo()

    def replace(self, source: Path, target: Path) -> None:
        self.step(target)
        back = Path(target)
        before = back.read_bytes() if back.is_file() else None
        self.real["replace"](source, target)
        if str(source) in self.unsynced_bytes:
            self.unsynced_bytes.discard(str(source))
            self.unsynced_bytes.add(str(target))
        if self.inside(target):
            undo = back.unlink if before is None else partial(_put_back, back, before)
            self.unsynced_names.append((str(back.parent), undo))

    def unlink(self, path: Path, **more: object) -> None:
        self.step(path)
        self.real["unlink"](path, **more)
        self.unsynced_bytes.discard(str(path))

    def mkdir(self, path: Path, *words: int, **more: object) -> None:
        self.step(path)
        self.real["mkdir"](path, *words, **more)
        if self.inside(path):
            undo = partial(shutil.rmtree, path, ignore_errors=True)
            self.unsynced_names.append((str(Path(path).parent), undo))

    def fsync(self, handle: int) -> None:
        path = str(Path(f"/proc/self/fd/{handle}").readlink())
        self.step(path)
        self.real["fsync"](handle)
        self.unsynced_bytes.discard(path)
        self.unsynced_names = [
            (folder, undo) for folder, undo in self.unsynced_names if folder != path
        ]

    def open(self, path: Path, flags: int, *words: int, **more: object) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR):
            self.step(path)
            self.unsynced_bytes |= {str(path)} if self.inside(path) else set()
        return self.real["open"](path, flags, *words, **more)  # type: ignore[no-any-return]

    def open_file(
        self, file: Path | int, mode: str = "r", *words: object, **more: object
    ) -> object:
        if set(mode) & set("wax+"):
            path = (
                str(Path(f"/proc/self/fd/{file}").readlink())
                if isinstance(file, int)
                else str(file)
            )
            self.step(path)
            self.unsynced_bytes |= {path} if self.inside(path) else set()
        return self.real_open(file, mode, *words, **more)  # type: ignore[call-overload]

    def watch(self) -> None:
        """Stand between the program and the disk, in this process."""
        os.replace = os.rename = self.replace  # type: ignore[assignment]
        os.unlink = os.remove = self.unlink  # type: ignore[assignment]
        os.mkdir, os.fsync, os.open = self.mkdir, self.fsync, self.open  # type: ignore[assignment]
        io.open = builtins.open = self.open_file  # type: ignore[assignment]


def _put_back(path: Path, content: bytes) -> None:
    path.write_bytes(content)


@dataclass
class Ended:
    """How a trial's process ended: its exit code or signal, how many steps, what it said."""

    code: int
    steps: int
    said: str

    @property
    def traceback(self) -> bool:
        return "Traceback" in self.said


def trial(
    command: Command, folder: Path, strike_at: int, way: str, beside: Path | None = None
) -> Ended:
    """Run a command on a workspace in a process of its own and strike at a step.

    What it says is kept in a folder ``beside``, the one above the workspace if not given.
    """
    place = beside or folder.parent
    words, count = place / "said", place / "count"
    child = os.fork()
    if child == 0:
        _child(command, folder, Disk(strike_at, way, folder), words, count)
    _, status = os.waitpid(child, 0)
    said = words.read_text(errors="replace") if words.exists() else ""
    steps = int(count.read_text()) if count.exists() else 0
    for file in (words, count):
        file.unlink(missing_ok=True)
    return Ended(os.waitstatus_to_exitcode(status), steps, said)


def _child(command: Command, folder: Path, disk: Disk, words: Path, count: Path) -> None:
    handle = os.open(words, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    code = 1
    try:
        disk.watch()
        code = command(folder)
    except BaseException:  # noqa: BLE001, RUF100  # what a user would see
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        if disk.way == "cut" and disk.count < disk.strike_at:
            disk.cut()
        disk.real_open(count, "w").write(str(disk.count))
        os._exit(code)


def killed_after(command: Command, folder: Path, seconds: float) -> None:
    """Run a command in a process of its own and kill it after a time."""
    child = os.fork()
    if child == 0:
        _child(
            command, folder, Disk(0, "kill", folder), folder.parent / "said", folder.parent / "n"
        )
    until = time.monotonic() + seconds
    while time.monotonic() < until and os.waitpid(child, os.WNOHANG) == (0, 0):
        time.sleep(0.001)
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


# --- what a workspace holds ---


def state(folder: Path) -> str:
    """Return what a workspace holds, read through the program's own doors; empty for none."""
    from jiqun.base.errors import NotFound, Refused
    from jiqun.clusters.roster_store import RosterStore
    from jiqun.filings.filer_store import FilerStore
    from jiqun.registry import RegistryStore
    from jiqun.workspace import Workspace
    from jiqun.workspace.audit import audit, vintages_problems
    from jiqun.workspace.vintages import vintages

    try:
        workspace = Workspace.open(folder)
    except NotFound:
        return ""
    found = audit(workspace)
    store = RosterStore(workspace)
    registry = RegistryStore(folder)
    problems = [*found.problems, *store.problems(), *store.unjournaled(found.rosters)]
    problems += [*vintages_problems(workspace), *registry.problems()]
    problems += FilerStore(workspace).problems()
    if problems:
        raise Refused(problems)
    held = {
        "filings": sorted(
            (str(key), submission.sha256) for key, submission in workspace.accepted().items()
        ),
        "rosters": sorted((name, roster.sha256) for name, roster in store.known().items()),
        "vintages": [(vintage.id, vintage.sha256) for vintage in vintages(workspace)],
        "registers": [entry["sha256"] for entry in registry.manifest()["files"]],
    }
    return hashlib.sha256(json.dumps(held, sort_keys=True).encode()).hexdigest()


@dataclass
class Row:
    """One line of the table."""

    command: str
    way: str
    trials: int = 0
    lost: int = 0
    half: int = 0
    tracebacks: int = 0

    def text(self) -> str:
        """Return the line as a table has it."""
        counts = (self.trials, self.lost, self.half, self.tracebacks)
        return f"| {self.command} | {self.way} | " + " | ".join(map(str, counts)) + " |"

    def judge(self, folder: Path, before: str, after: str, ended: Ended | None) -> None:
        self.trials += 1
        try:
            now = state(folder)
        except Exception as fault:  # noqa: BLE001, RUF100  # whatever it is, the workspace is not whole
            print(f"{self.command} {self.way} {ended}: {fault}", file=sys.stderr)
            self.half += 1
            return
        if ended and ended.traceback:
            self.tracebacks += 1
            print(ended.said[-1500:], file=sys.stderr)
        if ended and ended.code == 0 and now != after:
            self.lost += 1
        elif now not in (before, after):
            self.half += 1


# --- the planned commands ---


def jiqun(*words: str) -> Command:
    """Return a command that runs ``jiqun``; ``{w}`` stands for the workspace."""

    def run(folder: Path) -> int:
        from jiqun.cli.app import main

        return main([word.replace("{w}", str(folder)) for word in (*words, "--lang", "en")])

    return run


@dataclass
class Plan:
    """A command, and the commands that ran on its workspace before."""

    name: str
    command: Command
    before: tuple[Command, ...] = ()


def plans(inputs: Path) -> list[Plan]:
    """Return the planned commands, and write the files they read."""
    book = _workbook(inputs / "a", firms())
    changed = _workbook(inputs / "b", [replace(firm, employment=99) for firm in firms()])
    lists = inputs / "r.csv"
    write_firms(lists, *firm_rows("test-001"))
    register, more = inputs / "r1.csv", inputs / "r2.csv"
    register.write_bytes(as_csv([valve_maker(number) for number in range(40)]))
    more.write_bytes(as_csv([valve_maker(number) for number in range(20, 60)]))
    [other] = written(inputs, filing("other-001"))
    init = jiqun("init", "{w}")
    first = jiqun("filings", "import", str(book), str(other), "-w", "{w}")
    release = jiqun("release", "-w", "{w}", "--year", "2022")
    again = jiqun("filings", "import", str(changed), "-w", "{w}", "--reason", "corrected")
    roster = jiqun("roster", "import", str(lists), "-w", "{w}", "--reason", "corrected")
    registry = jiqun("registry", "import", str(register), "-w", "{w}")
    return [
        Plan("init", init),
        Plan("filings import, with firms", first, (init,)),
        Plan("filings import, again", again, (init, first, release)),
        Plan("roster import", roster, (init, first)),
        Plan("release", release, (init, first)),
        Plan("registry import", registry, (init,)),
        Plan("registry import, more", jiqun("registry", "import", str(more), "-w", "{w}"),
             (init, registry)),
    ]  # fmt: skip


def _workbook(folder: Path, listed: list[Firm]) -> Path:
    """Write a workbook of filing and firms."""
    folder.mkdir()
    path = folder / "filing.xlsx"
    path.write_bytes(template(2022, replace(known_of_json(folder, **COUNTS), firms=listed)))
    return path


def undisturbed(command: Command, folder: Path) -> Ended:
    """Run a command to its end, which must be a good one."""
    ended = trial(command, folder, 0, "")
    if ended.code:
        sys.exit(f"ended with {ended.code} though nothing disturbed it:\n{ended.said}")
    return ended


@dataclass
class Trials:
    """The trials of one command: a workspace as it was before, copied for each of them."""

    plan: Plan
    place: Path

    def __post_init__(self) -> None:
        self.base, self.folder = self.place / "base", self.place / "w"
        for command in self.plan.before:
            undisturbed(command, self.base)
        self.fresh()
        self.before = state(self.folder)
        began = time.monotonic()
        ended = undisturbed(self.plan.command, self.folder)
        self.seconds, self.steps = time.monotonic() - began, ended.steps
        self.after = state(self.folder)

    def fresh(self) -> None:
        """Put the workspace back as it was before."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.base.exists():
            shutil.copytree(self.base, self.folder)

    def planned(self, way: str, every: int) -> Row:
        """Strike at every step, or at every so manieth."""
        row = Row(self.plan.name, way)
        last = self.steps + (2 if way == "cut" else 1)  # a cut right after the answer too
        for step in range(1, last, every):
            self.fresh()
            ended = trial(self.plan.command, self.folder, step, way)
            row.judge(self.folder, self.before, self.after, ended)
        return row

    def killed(self, times: int) -> Row:
        """Kill at random moments."""
        row, draw = Row(self.plan.name, "kill at random"), random.Random(0)  # noqa: S311
        for _ in range(times):
            self.fresh()
            killed_after(self.plan.command, self.folder, draw.uniform(0, 1.1 * self.seconds))
            row.judge(self.folder, self.before, self.after, None)
        return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=0, help="random kills of each command")
    parser.add_argument("--only", default="", help="commands with this in their name")
    parser.add_argument("--ways", default=",".join(WAYS))
    parser.add_argument("--every", type=int, default=1, help="strike at every so manieth step")
    parser.add_argument("command", nargs="*", help="words after jiqun; {w} is the workspace")
    chosen = parser.parse_args()
    print("| command | way | trials | lost | half stored | tracebacks |\n|---|---|--:|--:|--:|--:|")
    rows = []
    with tempfile.TemporaryDirectory() as name:
        planned = plans(Path(name))
        if chosen.command:
            own = jiqun(*chosen.command)
            planned = [Plan(" ".join(chosen.command), own, planned[2].before)]
        for number, plan in enumerate(planned):
            if chosen.only not in plan.name:
                continue
            place = Path(name) / f"plan-{number}"
            place.mkdir()
            trials = Trials(plan, place)
            ways = [way for way in chosen.ways.split(",") if way]
            makers = [partial(trials.planned, way, chosen.every) for way in ways]
            for make in [
                *makers,
                *([partial(trials.killed, chosen.kills)] if chosen.kills else []),
            ]:
                rows.append(make())
                print(rows[-1].text(), flush=True)
    total = [
        sum(getattr(row, key) for row in rows) for key in ("trials", "lost", "half", "tracebacks")
    ]
    print("| all | | " + " | ".join(map(str, total)) + " |")
    sys.exit(1 if any(total[1:]) else 0)


if __name__ == "__main__":
    main()
