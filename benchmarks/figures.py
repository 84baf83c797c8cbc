"""How long figures, reports and assessments take on the demonstration, against their limits.

Run with ``python benchmarks/figures.py [WORKSPACE] [--against CHECKOUT]``; without a workspace the
demonstration is built in a temporary folder first. Prints medians over five runs, each in a process
of its own, and the ratio to the limit. With ``--against`` the same work is done in turn by this
code and by an older checkout (``git worktree add /tmp/older v0.1.0``), on the demonstration the
older one builds; the median ratios of processor time (user and system) and of the wall are printed,
and more than 1.05 in processor time exits with 1: on a busy machine the wall tells of the others.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

RUNS = 5
SLOWEST = 1.05
"""Median processor time of this code over an older checkout's."""
OWN = Path(__file__).resolve().parents[1]
COMMAND = "from jiqun.cli import main; main()"
ALL_LEVELS = """
import sys
from pathlib import Path
from jiqun.indicators import compute
from jiqun.workspace import Workspace
compute(Workspace.open(Path(sys.argv[1])).latest(), [2022, 2021])
"""
RULES = """
from rules import DATES, made_up_clusters
from jiqun.rules import assess_all, programmes
clusters = made_up_clusters(600)
for day in DATES:
    for assessment in assess_all(list(programmes().values()), clusters, day):
        assessment.known_criteria
"""


class Spent(NamedTuple):
    """Seconds a process took: on the clock, and of the processor."""

    wall: float
    processor: float


class Task(NamedTuple):
    """Work to be timed: its name, its limit in seconds on the clock, and the words for Python."""

    name: str
    limit: float
    words: Callable[[Path, Path], list[str]]


def figures(workspace: Path, _: Path) -> list[str]:
    return [ALL_LEVELS, str(workspace)]


def indicators(workspace: Path, output: Path) -> list[str]:
    by = ["--year", "2022", "--by", "cluster", "-o", f"{output}.json"]
    return [COMMAND, "indicators", "-w", str(workspace), *by]


def report(ending: str, limit: float) -> Task:
    def words(workspace: Path, output: Path) -> list[str]:
        of = ["--year", "2022", "-o", f"{output}.{ending}"]
        return [COMMAND, "report", "-w", str(workspace), *of]

    return Task(f"jiqun report -o report.{ending}", limit, words)


def rules(_: Path, __: Path) -> list[str]:
    return [RULES]


TASKS = (
    Task("figures at all levels, two years", 4.0, figures),
    Task("jiqun indicators --by cluster -o .json", 1.5, indicators),
    report("json", 5.0),
    report("html", 4.0),
    report("pptx", 4.0),
    report("pdf", 4.0),
    report("xlsx", 5.0),
    report("docx", 10.0),
    Task("600 clusters assessed on five days", 5.0, rules),
)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("workspace", nargs="?", type=Path)
    asked.add_argument("--against", type=Path, metavar="CHECKOUT")
    asked.add_argument("--runs", type=int, default=RUNS)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = said.workspace or folder / "demo"
        if not workspace.exists():
            run(said.against or OWN, [COMMAND, "demo", str(workspace), "--no-serve"])
        if said.against:
            return compared(said.against.resolve(), workspace, said.runs, folder)
        alone(workspace, said.runs, folder)
    return 0


def alone(workspace: Path, runs: int, folder: Path) -> None:
    """Print each task's medians, and the wall's share of its limit."""
    print(f"{'task (whole process)':44} {'wall s':>7} {'processor':>9} {'limit':>6} {'of it':>6}")
    for task in TASKS:
        spent = [done(OWN, task, workspace, folder) for _ in range(runs)]
        wall, processor = (statistics.median(seconds) for seconds in zip(*spent, strict=True))
        share = wall / task.limit
        print(f"{task.name:44} {wall:7.2f} {processor:9.2f} {task.limit:6.1f} {share:6.2f}")


def compared(older: Path, workspace: Path, runs: int, folder: Path) -> int:
    """Print this code's time over an older checkout's, run in turn; each on a copy of its own."""
    copies = {code: folder / f"copy-{number}" for number, code in enumerate((OWN, older))}
    for copy in copies.values():
        shutil.copytree(workspace, copy)
    head = f"{'task (whole process)':44} {'processor s':>15} {'ratio':>6}"
    print(f"{head} {'wall s':>15} {'ratio':>6}")
    worst = max(beside(task, copies, runs, folder) for task in TASKS)
    print(f"worst processor ratio {worst:.3f}, limit {SLOWEST}")
    return int(worst > SLOWEST)


def beside(task: Task, copies: dict[Path, Path], runs: int, folder: Path) -> float:
    """Do a task in turn on both, print a line, and return the ratio of processor time."""
    for code, copy in copies.items():
        done(code, task, copy, folder)  # once beforehand: compiled files, caches
    turns = [[done(code, task, copy, folder) for code, copy in copies.items()] for _ in range(runs)]
    columns = []
    ratios = []
    for kind in Spent._fields[::-1]:
        now, then = (
            statistics.median(getattr(turn[side], kind) for turn in turns) for side in (0, 1)
        )
        ratios.append(statistics.median(getattr(a, kind) / getattr(b, kind) for a, b in turns))
        columns.append(f"{now:7.2f}/{then:7.2f} {ratios[-1]:6.3f}")
    print(f"{task.name:44} {' '.join(columns)}", flush=True)
    return ratios[0]


def done(code: Path, task: Task, workspace: Path, folder: Path) -> Spent:
    """Do a task once, from nothing written."""
    for left in folder.glob("output*"):
        left.unlink()
    return run(code, task.words(workspace, folder / "output"))


def run(code: Path, words: list[str]) -> Spent:
    """Run Python on a checkout's own source; its time is its and its children's."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    sources = os.pathsep.join(str(code / folder) for folder in ("src", "benchmarks"))
    environment = {**os.environ, "PYTHONPATH": sources}
    finished = subprocess.run(
        [sys.executable, "-c", *words], capture_output=True, text=True, check=False, env=environment
    )
    wall = time.perf_counter() - started
    if finished.returncode:
        sys.exit(f"{words[1:]} failed on {code}:\n{finished.stderr}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(wall, spent)


if __name__ == "__main__":
    sys.exit(main())
