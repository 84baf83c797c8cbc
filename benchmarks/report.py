"""How long each format of the report takes from the demonstration, against its limit.

Each run is a fresh process, as a person runs it. On a machine others use too, the processor's
seconds say more than the clock's: both are printed, the limit is held against the clock. Run with
``python benchmarks/report.py [WORKSPACE] [RUNS]``; without a workspace the demonstration is built.
``benchmarks/figures.py --against`` runs an older version in turn with this one.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
LIMITS = {".pptx": 10.0, ".pdf": 10.0, ".xlsx": 10.0, ".html": 5.0, ".docx": None, ".json": None}
TOGETHER = (25.0, (".pptx", ".pdf", ".xlsx"))
JIQUN = [sys.executable, "-c", "from jiqun.cli import main; main()"]


@dataclass(frozen=True)
class Taken:
    """One run: seconds on the clock, and seconds the processor was busy."""

    clock: float
    processor: float


def jiqun(*words: str) -> Taken:
    """Run a command in a process of its own."""
    before, start = busy(), time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(HERE / "src")}
    subprocess.run([*JIQUN, *words], check=True, capture_output=True, env=environment)
    return Taken(time.perf_counter() - start, busy() - before)


def busy() -> float:
    """Return the seconds our children have kept a processor busy."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def report(workspace: Path, path: Path) -> Taken:
    """Write one format anew."""
    path.unlink(missing_ok=True)
    return jiqun("report", "-w", str(workspace), "--year", "2022", "-o", str(path))


def measure(workspace: Path, runs: int, folder: Path) -> int:
    """Print one line a format and tell whether a limit was missed."""
    medians = {}
    missed = 0
    for ending, limit in LIMITS.items():
        path = folder / f"report{ending}"
        taken = [report(workspace, path) for _ in range(runs)]
        clock = [run.clock for run in taken]
        medians[ending] = statistics.median(clock)
        ratio = f"{medians[ending] / limit:.2f} of {limit:g} s" if limit else "no limit"
        print(f"{ending:6} processor {statistics.mean(run.processor for run in taken):5.2f} s  "
              f"median {medians[ending]:5.2f} s  min {min(clock):5.2f} s  "
              f"{ratio}  {path.stat().st_size / 1e6:.2f} MB")  # fmt: skip
        missed += bool(limit and medians[ending] > limit)
    limit, endings = TOGETHER
    total = sum(medians[ending] for ending in endings)
    print(f"together {total:5.2f} s, {total / limit:.2f} of {limit:g} s")
    return missed + (total > limit)


def main() -> int:
    """Measure a workspace given, or the demonstration built for it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("workspace", nargs="?", type=Path)
    asked.add_argument("runs", nargs="?", type=int, default=5)
    said = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if said.workspace is None:
            jiqun("demo", str(folder / "demo"), "--no-serve")
        return measure(said.workspace or folder / "demo", said.runs, folder)


if __name__ == "__main__":
    sys.exit(main())
