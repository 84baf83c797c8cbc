"""How long each format of the report takes from the demonstration, against its limit.

Each run is a fresh process, as a person runs it. Run with
``python benchmarks/report.py [WORKSPACE] [RUNS]``; without a workspace the demonstration is built.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMITS = {".pptx": 10.0, ".pdf": 10.0, ".xlsx": 10.0, ".html": 5.0, ".docx": None, ".json": None}
TOGETHER = (25.0, (".pptx", ".pdf", ".xlsx"))
JIQUN = [sys.executable, "-c", "from jiqun.cli import main; main()"]


def seconds(workspace: Path, ending: str, folder: Path) -> float:
    """Write one format in a process of its own."""
    command = [*JIQUN, "report", "-w", str(workspace), "--year", "2022"]
    start = time.perf_counter()
    subprocess.run(
        [*command, "-o", str(folder / f"report{ending}")], check=True, capture_output=True
    )
    return time.perf_counter() - start


def measure(workspace: Path, runs: int) -> int:
    """Print one line a format and tell whether a limit was missed."""
    medians = {}
    missed = 0
    with tempfile.TemporaryDirectory() as name:
        for ending, limit in LIMITS.items():
            taken = [seconds(workspace, ending, Path(name)) for _ in range(runs)]
            medians[ending] = statistics.median(taken)
            size = (Path(name) / f"report{ending}").stat().st_size / 1e6
            ratio = f"{medians[ending] / limit:.2f} of {limit:g} s" if limit else "no limit"
            print(f"{ending:6} median {medians[ending]:5.2f} s  min {min(taken):5.2f} s  "
                  f"{ratio}  {size:.2f} MB")  # fmt: skip
            missed += bool(limit and medians[ending] > limit)
    limit, endings = TOGETHER
    total = sum(medians[one] for one in endings)
    print(f"together {total:5.2f} s, {total / limit:.2f} of {limit:g} s")
    return missed + (total > limit)


def main() -> int:
    """Measure a workspace given, or the demonstration built for it."""
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    if len(sys.argv) > 1:
        return measure(Path(sys.argv[1]), runs)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "demo"
        subprocess.run([*JIQUN, "demo", str(folder), "--no-serve"], check=True, capture_output=True)
        return measure(folder, runs)


if __name__ == "__main__":
    sys.exit(main())
