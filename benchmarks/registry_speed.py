"""Import, classify and discover: seconds, rows per second and peak memory.

``python -m benchmarks.registry_speed --generated 100000 1000000`` measures generated rows (made up
from the lexicon) and shows whether the cost per row stays flat; ``--folder DIR`` measures real
registers. Every size runs in a process of its own, ``--runs`` times; the median is shown.
"""

import argparse
import csv
import gzip
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT_SECONDS, LIMIT_MB = 45.0, 3072


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generated", type=int, nargs="*", default=[])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measure(asked.measure)
        return
    print("      rows  import s  discover s  cpu s  us/row  cpu us/row  peak MB")
    with tempfile.TemporaryDirectory() as folder:
        for size in asked.generated:
            path = Path(folder) / f"{size}" / "r.csv.gz"
            generate(path, size)
            show(path.parent, asked.runs)
    if asked.folder:
        seconds, megabytes = show(asked.folder, asked.runs)
        print(f"limit {LIMIT_SECONDS:.0f} s: x{seconds / LIMIT_SECONDS:.2f}")
        print(f"limit {LIMIT_MB} MB: x{megabytes / LIMIT_MB:.2f}")


def show(folder: Path, runs: int) -> tuple[float, float]:
    """Measure a folder in fresh processes; print and return the median seconds and megabytes."""
    found = []
    for _ in range(runs):
        command = [sys.executable, "-m", "benchmarks.registry_speed", "--measure", str(folder)]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found.append([float(word) for word in said.split()])
    medians = [statistics.median(column) for column in zip(*found, strict=True)]
    rows, reading, discovering, cpu, megabytes = medians
    each, cpu_each = (1e6 * spent / rows for spent in (reading + discovering, cpu))
    print(
        f"{rows:10.0f} {reading:9.1f} {discovering:11.1f} {cpu:6.1f} {each:7.0f} {cpu_each:11.0f}"
        f" {megabytes:8.0f}",
        flush=True,
    )
    return reading + discovering, megabytes


def measure(folder: Path) -> None:
    from jiqun.discovery import discover
    from jiqun.registry import import_registers
    from jiqun.workspace import Workspace

    with tempfile.TemporaryDirectory() as place:
        workspace = Path(place) / "w"
        Workspace.create(workspace)
        start = time.perf_counter()
        result = import_registers(workspace, [folder])
        between = time.perf_counter()
        discover(workspace)
        end = time.perf_counter()
    rows = result.profile.rows_read if result.profile else 0
    own, workers = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    cpu = own.ru_utime + own.ru_stime + workers.ru_utime + workers.ru_stime
    # Linux counts kilobytes; two workers beside this process at most.
    megabytes = (own.ru_maxrss + 2 * workers.ru_maxrss) / 1024
    print(rows, between - start, end - between, cpu, megabytes)


def generate(path: Path, size: int) -> None:
    """Write a register of firms nobody registered: words of the lexicon, counties of the list."""
    from jiqun.base.codes import regions
    from jiqun.base.credit_codes import check_character
    from jiqun.registry.industries import classifier

    dice = random.Random(size)  # noqa: S311 (a seed, not a secret)
    words = sorted(word for word in classifier().products.codes if len(word) > 1)
    counties = [county for county in regions().counties if county.code[:2] in ("33", "41", "51")]
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8", newline="", compresslevel=1) as file:
        writer = csv.writer(file)
        writer.writerow(["企业名称", "统一社会信用代码", "经营范围", "注册地址"])
        for number in range(size):
            county = dice.choice(counties)
            things = dice.sample(words, dice.randint(2, 6))
            body = f"91{county.code}{number:09d}"
            verb = dice.choice(["制造、加工", "生产、销售", "批发、零售", "维修服务"])
            writer.writerow(
                [
                    f"{county.name}甲{number}{things[0]}厂",
                    body + check_character(body),
                    f"{'、'.join(things)}{verb}；货物进出口(依法须经批准的项目除外)",
                    f"{county.name}第{dice.randint(1, 30)}镇甲路{number % 97}号",
                ]
            )


if __name__ == "__main__":
    main()
