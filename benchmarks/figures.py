"""How long figures and the report take on the demonstration, against their limits.

Run with ``python benchmarks/figures.py [WORKSPACE]``; without one the demonstration is built
in a temporary folder first. Prints medians over five runs, each in a process of its own, and the
ratio to the limit.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
ALL_LEVELS = """
import sys, time
from pathlib import Path
from jiqun.indicators import compute
from jiqun.workspace import Workspace
started = time.perf_counter()
figures = compute(Workspace.open(Path(sys.argv[1])).latest(), [2022, 2021])
print(time.perf_counter() - started)
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "demo"
        if not workspace.exists():
            jiqun("demo", str(workspace), "--no-serve")
        page = Path(folder) / "report.html"
        data = Path(folder) / "report.json"
        rows = [
            ("figures at all levels, two years (in process)", 2.0, lambda: inside(workspace)),
            ("jiqun report -o report.html (whole command)", 5.0, lambda: report(workspace, page)),
            ("jiqun report -o report.json (whole command)", 5.0, lambda: report(workspace, data)),
        ]
        print(f"{'task':50} {'median s':>9} {'min':>7} {'max':>7} {'limit':>6} {'of limit':>9}")
        for name, limit, run in rows:
            times = [run() for _ in range(RUNS)]
            middle = statistics.median(times)
            print(
                f"{name:50} {middle:9.2f} {min(times):7.2f} {max(times):7.2f} {limit:6.1f} "
                f"{middle / limit:9.2f}"
            )


def inside(workspace: Path) -> float:
    command = [sys.executable, "-c", ALL_LEVELS, str(workspace)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def report(workspace: Path, output: Path) -> float:
    started = time.perf_counter()
    jiqun("report", "-w", str(workspace), "--year", "2022", "-o", str(output))
    return time.perf_counter() - started


def jiqun(*words: str) -> None:
    code = "from jiqun.cli import main; main()"
    subprocess.run([sys.executable, "-c", code, *words], capture_output=True, check=True)


if __name__ == "__main__":
    main()
