"""A long CSV of 1,000,000 rows, checked and accepted: seconds and peak memory beside the limits.

Run from the project's folder::

    .venv/bin/python -m benchmarks.long_csv
    .venv/bin/python -m benchmarks.long_csv --runs 5 --shuffled

The 2,900 clusters are registered first, by JSON filings of 2019, as a long CSV registers none. Then
one CSV brings their filings of 2020 and after, every field of the form, until its rows are full;
the filings of its last year are those of the first clusters only. All figures are made up.
"""

import argparse
import csv
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.made import filing

from jiqun.base.codes import regions, sectors
from jiqun.base.forms import YEARLY, family, form_for

CLUSTERS = 2_900
ROWS = 1_000_000
FIRST_YEAR = 2019
SECONDS_LIMIT = 15.0
MEMORY_LIMIT = 2.0
"""Gigabytes (10^9 bytes) of resident memory at the highest point."""

TIMED = """
import json, resource, subprocess, sys, time
began = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
seconds = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
found = {"code": code, "seconds": seconds, "processor": used.ru_utime + used.ru_stime}
print(json.dumps({**found, "peak": used.ru_maxrss * 1024}))
"""
"""A process of its own for every run: the highest memory of children is kept for all of them."""


def cluster_filing(number: int, year: int) -> dict[str, object]:
    """Return a filing whose figures differ by cluster and grow by the year."""
    size = 60 + number % 97 + 3 * (year - FIRST_YEAR)
    counties, kinds = regions().counties, list(sectors())
    made = filing(
        f"bench-{number:04}",
        year,
        counties[number % len(counties)].code,
        kinds[number % len(kinds)],
    )
    fields = form_for(YEARLY, 2022).fields
    for name, value in made["values"].items():
        if isinstance(value, dict) or fields[name].type == "flag" or name.startswith("plan_"):
            continue
        if fields[name].type == "money":
            made["values"][name] = f"{float(value) * size / 100:.2f}"
        else:
            made["values"][name] = int(float(value) * size / 100)
    tiers = ("little_giants", "srdi_smes", "innovative_smes")
    counts = [made["values"][tier] for tier in tiers]
    made["values"]["quality_smes"] = max(count for count in counts if isinstance(count, int))
    made["values"]["accidents_larger"] = number % 3
    return made


def csv_rows() -> Iterator[tuple[object, ...]]:
    """Yield exactly ROWS rows of the years after the first."""
    left = ROWS
    for year in range(FIRST_YEAR + 1, family(YEARLY).versions[0].last_year + 1):
        for number in range(CLUSTERS):
            made = cluster_filing(number, year)
            rows = list(filing_rows(made, year))[:left]
            yield from rows
            left -= len(rows)
            if not left:
                return


def filing_rows(made: dict[str, object], year: int) -> Iterator[tuple[object, ...]]:
    """Yield one filing's rows; a field the made-up filing leaves out is not applicable."""
    values: dict[str, object] = made["values"]  # type: ignore[assignment]
    cluster = made["cluster"]["id"]  # type: ignore[index]
    for name in form_for(YEARLY, 2022).fields:
        said = values.get(name, {"status": "not_applicable"})
        if isinstance(said, dict):
            yield cluster, year, name, "", said["status"]
        else:
            text = str(said).lower() if isinstance(said, bool) else said
            yield cluster, year, name, text, "" if said else "zero"


def prepare(folder: Path, *, shuffled: bool) -> None:
    """Write the CSV, and the workspace in which its clusters are known."""
    profiles = [cluster_filing(number, FIRST_YEAR) for number in range(CLUSTERS)]
    (folder / "clusters.json").write_text(json.dumps(profiles, ensure_ascii=False), "utf-8")
    rows = list(csv_rows())
    if shuffled:
        random.Random(0).shuffle(rows)  # noqa: S311  # no secret is made of it
    with (folder / "long.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("cluster_id", "year", "field", "value", "status"))
        writer.writerows(rows)
    known = str(folder / "known")
    jiqun("init", known)
    jiqun("filings", "import", str(folder / "clusters.json"), "-w", known)


def jiqun(*words: str) -> dict[str, float]:
    """Run the command in a process of its own and return its seconds and highest memory."""
    command = [sys.executable, "-c", "from jiqun.cli import main; main()", *words]
    timed = [sys.executable, "-c", TIMED, *command]
    done = subprocess.run(timed, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    if found["code"] != 0:
        sys.exit(f"jiqun {words[0]} ended with {found['code']}:\n{done.stderr[-2000:]}")
    return found


def measure(folder: Path, runs: int) -> list[dict[str, float]]:
    """Import the CSV into a fresh copy of the workspace, several times."""
    found = []
    for run in range(runs):
        copy = folder / f"run-{run}"
        shutil.copytree(folder / "known", copy)
        found.append(jiqun("filings", "import", str(folder / "long.csv"), "-w", str(copy)))
        shutil.rmtree(copy)
    return found


def table(found: list[dict[str, float]]) -> str:
    """Return the medians beside the limits; a ratio above one misses its limit.

    Where others use the machine, the processor's own seconds say more than the clock's.
    """
    processor = statistics.median(run["processor"] for run in found)
    seconds = statistics.median(run["seconds"] for run in found)
    memory = max(run["peak"] for run in found) / 1e9
    lines = [
        f"{'long CSV, checked and accepted':<32}{'measured':>10}{'limit':>8}{'ratio':>8}",
        f"{f'seconds (median of {len(found)})':<32}{seconds:>10.2f}{SECONDS_LIMIT:>8.1f}"
        f"{seconds / SECONDS_LIMIT:>8.2f}",
        f"{'of the processor (median)':<32}{processor:>10.2f}",
        f"{'memory, GB (highest)':<32}{memory:>10.2f}{MEMORY_LIMIT:>8.1f}"
        f"{memory / MEMORY_LIMIT:>8.2f}",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--shuffled", action="store_true", help="rows of a filing lie far apart")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, shuffled=chosen.shuffled)
        print(f"{ROWS:,} rows, {CLUSTERS:,} clusters known before")
        print(table(measure(folder, chosen.runs)))


if __name__ == "__main__":
    main()
