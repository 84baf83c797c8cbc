"""How long workbooks and lists of firms take, against their limits.

Run with ``python benchmarks/workbooks.py``. Makes the demonstration's filings, one workbook for
each cluster of 2022 with its list of firms, and lists of 50,000 fictional firms; then runs the
commands, each in a process of its own. Prints medians over three runs and the ratio to the limit;
seconds of the processor stand beside those of the clock, for machines that others use too.
"""

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from jiqun.base.files import write_atomically
from jiqun.clusters.roster import Firm, Roster
from jiqun.clusters.roster_rows import read_row, tiers_said
from jiqun.demo.credit_codes import fictional_code
from jiqun.demo.world import Demonstration, generate, write_filings, write_roster
from jiqun.filings import import_files
from jiqun.filings.read import read_file, read_filing
from jiqun.filings.workbook.template import Known, template
from jiqun.workspace import Workspace

RUNS = 3
FIRMS = 50_000
YEAR = 2022


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        world = generate()
        before = prepared(world, folder)
        books = [str(path) for path in workbooks(world, folder)]
        many = many_firms(world)
        listed, sheet = csv_of(many, world, folder), workbook_of(many, folder)
        tasks: list[tuple[str, float, list[str]]] = [
            ("100 workbooks with firms: check", 15.0, ["filings", "check", *books]),
            ("100 workbooks with firms: import", 15.0, ["filings", "import", *books]),
            ("31,600 firms of 100 clusters, CSV: import", 5.0, roster(folder / "roster.csv")),
            (f"{FIRMS:,} firms, CSV: import", 5.0, roster(listed)),
            (f"{FIRMS:,} firms, workbook: import", 5.0, roster(sheet)),
        ]
        heads = f"{'median s':>9} {'min':>7} {'max':>7} {'CPU s':>7} {'limit':>6} of limit"
        print(f"{'task':46} {heads}")
        for title, limit, words in tasks:
            clock, processor = zip(*(run(before, *words) for _ in range(RUNS)), strict=True)
            middle = statistics.median(clock)
            print(
                f"{title:46} {middle:9.2f} {min(clock):7.2f} {max(clock):7.2f} "
                f"{statistics.median(processor):7.2f} {limit:6.1f} {middle / limit:8.2f}",
                flush=True,
            )
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"highest memory of any command: {peak:.0f} MB")


def roster(path: Path) -> list[str]:
    return ["roster", "import", str(path), "--reason", "made up for the benchmark"]


def prepared(world: Demonstration, folder: Path) -> Path:
    """Write the inputs, and accept the years before into a workspace."""
    paths = write_filings(world, folder / "filings")
    write_roster(world, folder / "roster.csv")
    workspace = Workspace.create(folder / "before")
    import_files([path for path in paths if path.parent.name != str(YEAR)], workspace)
    return workspace.folder


def workbooks(world: Demonstration, folder: Path) -> list[Path]:
    """Write the workbook of every cluster as an official returns it."""
    firms = by_cluster(world)
    paths = []
    for path in sorted((folder / "filings" / str(YEAR)).glob("*.json")):
        read = read_filing(read_file(path).filings[0])
        known = Known(read.profile, read.values, read.previous, firms=firms[path.stem])
        paths.append(folder / "books" / f"{path.stem}.xlsx")
        write_atomically(paths[-1], template(YEAR, known))
    return paths


def by_cluster(world: Demonstration) -> dict[str, list[Firm]]:
    rosters: dict[str, Roster] = {}
    for number, row in enumerate(world.roster, start=2):
        roster = rosters.setdefault(row["cluster_id"], Roster("roster.csv", row["cluster_id"]))
        tiers = "|".join(f"{tier['tier']}:{tier['from']}/{tier['until']}" for tier in row["tiers"])
        read_row({**row, "tiers": tiers_said(tiers)}, number, roster)
    return {name: roster.firms for name, roster in rosters.items()}


def many_firms(world: Demonstration) -> list[Firm]:
    """Repeat the demonstration's firms, under codes of their own, in one cluster."""
    firms = [firm for said in by_cluster(world).values() for firm in said]
    cluster = world.clusters[0]
    county = cluster["county_codes"][0]
    return [
        replace(
            firms[number % len(firms)],
            credit_code=fictional_code(county, 500_000 + number),
            name=f"示例企业{number:06d}",
            county_code=county,
            cluster_id=cluster["id"],
        )
        for number in range(FIRMS)
    ]


def csv_of(firms: list[Firm], world: Demonstration, folder: Path) -> Path:
    rows = [
        {
            **world.roster[number % len(world.roster)],
            "credit_code": firm.credit_code,
            "name": firm.name,
            "county_code": firm.county_code,
            "cluster_id": firm.cluster_id,
        }
        for number, firm in enumerate(firms)
    ]
    path = folder / "many.csv"
    write_roster(replace(world, roster=rows), path)  # type: ignore[arg-type]
    return path


def workbook_of(firms: list[Firm], folder: Path) -> Path:
    path = folder / "many.xlsx"
    read = read_filing(read_file(folder / "filings" / str(YEAR) / "demo-001.json").filings[0])
    path.write_bytes(template(YEAR, Known(read.profile, read.values, read.previous, firms=firms)))
    return path


def run(before: Path, *words: str) -> tuple[float, float]:
    """Run a command on a copy of the workspace; return seconds of clock and processor."""
    workspace = before.parent / "run"
    shutil.rmtree(workspace, ignore_errors=True)
    shutil.copytree(before, workspace)
    command = [str(Path(sys.executable).parent / "jiqun"), *words, "-w", str(workspace), "--json"]
    used, started = processor_seconds(), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode != 0:
        raise SystemExit(done.stderr[-2000:])
    return seconds, processor_seconds() - used


def processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
