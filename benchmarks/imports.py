"""What imports and releases cost: processor, clock and memory, beside an older checkout.

Run with ``python benchmarks/imports.py [--against CHECKOUT] [--registers FOLDER]``. The inputs are
made by the older code, so that both accept them. Each command runs in a process of its own on a
fresh copy of its workspace, in turn by this code and by the older one. Prints medians, with the
ratio of this code's to the older one's; more than 1.10 of the processor's time (user and system,
children included) exits with 1: on a busy machine the clock tells of the others.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

RUNS = 5
MOST = 1.10
OWN = Path(__file__).resolve().parents[1]
COMMAND = "from jiqun.cli import main; main()"
INPUTS = """
import csv, json, sys
from pathlib import Path
import benchmarks.long_csv as rows
import benchmarks.workbooks as books
from jiqun.demo.world import generate

folder, clusters, longest = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
filings = [json.dumps(rows.cluster_filing(number, 2020)) for number in range(clusters)]
(folder / "filings.json").write_text(f"[{','.join(filings)}]")
(folder / "each").mkdir()
for number, filing in enumerate(filings):
    (folder / "each" / f"{number:04}.json").write_text(filing)
one = len(list(rows.filing_rows(rows.cluster_filing(0, 2021), 2021)))
rows.CLUSTERS, rows.ROWS, rows.FIRST_YEAR = clusters, longest // one * one, 2020
with (folder / "long.csv").open("w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(("cluster_id", "year", "field", "value", "status"))
    writer.writerows(rows.csv_rows())
world = generate()
books.prepared(world, folder)
books.workbooks(world, folder)
"""
"""Filings of 2020, a long CSV of the years after, and workbooks with their lists of firms."""


class Spent(NamedTuple):
    """What a process took: the processor's seconds, the clock's, and megabytes at the highest."""

    processor: float
    wall: float
    peak: float


class Task(NamedTuple):
    """A command to be timed: its name, the workspace it starts from, and its words."""

    name: str
    start: str
    words: list[str]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--against", type=Path, metavar="CHECKOUT")
    asked.add_argument("--registers", type=Path, metavar="FOLDER")
    asked.add_argument("--filings", type=int, default=2_900)
    asked.add_argument("--rows", type=int, default=300_000, help="of the long CSV")
    asked.add_argument("--only", default="", help="tasks whose name holds this")
    asked.add_argument("--runs", type=int, default=RUNS)
    said = asked.parse_args()
    codes = [OWN, said.against.resolve()] if said.against else [OWN]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")  # a checkout may be read-only
        inputs(codes[-1], folder, said.filings, said.rows)
        chosen = [task for task in tasks(folder, said.registers) if said.only in task.name]
        for number, code in enumerate(codes):
            prepare(
                code, folder, folder / str(number), {task.start for task in chosen}, said.registers
            )
        return timed(codes, folder, chosen, said.runs)


def inputs(code: Path, folder: Path, filings: int, rows: int) -> None:
    """Make what is imported, by one checkout's code."""
    run(code, folder, [INPUTS, str(folder), str(filings), str(rows)])


def tasks(folder: Path, registers: Path | None) -> Iterator[Task]:
    """Yield what is timed, on the inputs made in a folder."""
    each, books = (
        [str(path) for path in sorted((folder / name).iterdir())] for name in ("each", "books")
    )
    count, firms = f"{len(each):,} JSON filings", f"{len(books)} workbooks with firms"
    long = str(folder / "long.csv")
    yield Task(f"import {count}, one file", "empty", imported(folder / "filings.json"))
    yield Task(f"import {count}, a file each", "empty", imported(*each))
    yield Task(f"check {count}, a file each", "empty", ["filings", "check", *each])
    yield Task(f"release {count}", "filed", ["release", "--year", "2020"])
    yield Task("import a long CSV", "filed", imported(long))
    yield Task(f"import {firms}", "demonstration", imported(*books))
    yield Task(f"check {firms}", "demonstration", ["filings", "check", *books])
    if registers:
        yield Task("import registers", "empty", ["registry", "import", str(registers)])
        yield Task("discover", "registered", ["discover", "-o", str(folder / "found.csv")])


def imported(*paths: str | Path) -> list[str]:
    return ["filings", "import", *map(str, paths)]


def prepare(
    code: Path, folder: Path, place: Path, wanted: set[str], registers: Path | None
) -> None:
    """Make the workspaces the tasks start from: each code works on its own."""
    jiqun(code, folder, ["init", str(place / "empty")])
    earlier = [path for path in (folder / "filings").glob("*/*.json") if path.parent.name != "2022"]
    starts: dict[str, Callable[[], list[str]]] = {
        "filed": lambda: imported(folder / "filings.json"),
        "demonstration": lambda: imported(*sorted(earlier)),
        "registered": lambda: ["registry", "import", str(registers)],
    }
    for name in wanted & starts.keys():
        shutil.copytree(place / "empty", place / name)
        jiqun(code, folder, starts[name](), place / name)


def timed(codes: Sequence[Path], folder: Path, chosen: Sequence[Task], runs: int) -> int:
    """Run the tasks by each code in turn, and print what they took."""
    print(f"{'task':44} {'processor s':>14} {'ratio':>6} {'clock s':>14} {'ratio':>6} {'MB':>11}")
    worst = 0.0
    for task in chosen:
        spent: list[list[Spent]] = [[] for _ in codes]
        for turn in range(runs + 1):
            for number, code in enumerate(codes):
                used = once(code, folder, folder / str(number) / task.start, task)
                if turn:  # the first compiles and fills caches
                    spent[number].append(used)
        own, old = middle(spent[0]), middle(spent[-1])
        worst = max(worst, own.processor / old.processor)
        cells = [f"{now:.2f}/{then:.2f}" for now, then in zip(own, old, strict=True)]
        print(
            f"{task.name:44} {cells[0]:>14} {own.processor / old.processor:6.3f} "
            f"{cells[1]:>14} {own.wall / old.wall:6.3f} {own.peak:5.0f}/{old.peak:5.0f}",
            flush=True,
        )
    print(f"worst ratio of the processor's time {worst:.3f}, limit {MOST:.2f}")
    return int(worst > MOST)


def middle(spent: Sequence[Spent]) -> Spent:
    """Return the medians of each measure."""
    return Spent(*(statistics.median(measure) for measure in zip(*spent, strict=True)))


def once(code: Path, folder: Path, start: Path, task: Task) -> Spent:
    """Run a task on a fresh copy of its workspace."""
    workspace = folder / "workspace"
    shutil.rmtree(workspace, ignore_errors=True)
    shutil.copytree(start, workspace)
    (folder / "found.csv").unlink(missing_ok=True)
    return jiqun(code, folder, task.words, workspace)


def jiqun(code: Path, folder: Path, words: Sequence[str], workspace: Path | None = None) -> Spent:
    place = ["-w", str(workspace)] if workspace else []
    return run(code, folder, [COMMAND, *words, *place])


def run(code: Path, folder: Path, words: Sequence[str]) -> Spent:
    """Run Python on a checkout's own source; what its children take is its own."""
    environment = {**os.environ, "PYTHONPATH": f"{code / 'src'}:{code}"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    said = folder / "said.txt"
    opened = [
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, str(said), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    ]
    started = time.perf_counter()
    command = [sys.executable, "-P", "-c", *words]
    process = os.posix_spawn(sys.executable, command, environment, file_actions=opened)
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{words[1:4]} failed on {code}:\n{said.read_text('utf-8')[-2000:]}")
    return Spent(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


if __name__ == "__main__":
    sys.exit(main())
