"""A nation's worth of clusters on the web: start, memory, first views, twenty asking at once.

Run from the project's folder::

    .venv/bin/python -m benchmarks.publications
    .venv/bin/python -m benchmarks.publications --workspace DIR --made

3,000 made-up clusters file for three years and are released four times. ``jiqun serve`` is started
with nothing made, then again with everything made by ``jiqun publish``. Its workers' memory is read
from /proc after each kind of page was asked, and beside the clock the processor's time, which says
the same on a busy machine. A workspace that is named is made where it is missing, and kept;
``--made`` leaves what was published before in place and measures the second start alone.
"""

import argparse
import json
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.long_csv import cluster_filing
from benchmarks.web import _free_port as free_port

CLUSTERS = 3_000
YEARS = (2020, 2021, 2022)
VINTAGES = 4
CORRECTED = 30
"""Clusters that file again before each further release."""
VIEWS = 200
"""Cluster pages, each seen for the first time."""
READERS = 20
START_LIMIT, MEMORY_LIMIT, VIEW_LIMIT = 5.0, 400.0, 150.0
"""Seconds, megabytes a worker, milliseconds at the 95th percentile."""
PUBLISHED = ("web", "publications")
"""Folders of a workspace that can be deleted at any time."""
PATIENCE = 1800.0
MARK = {"demonstration": True, "seed": 0, "files": {}}


def made_up(folder: Path) -> None:
    """Make the workspace: 3,000 clusters, three years, four vintages, all of it made up."""
    from jiqun.filings import import_files
    from jiqun.workspace import Workspace, release

    workspace = Workspace.create(folder)
    inputs = folder.parent / f"{folder.name}-inputs"
    inputs.mkdir()
    filings = [cluster_filing(number, year) for year in YEARS for number in range(CLUSTERS)]
    every = inputs / "every.json"
    every.write_text(json.dumps(filings, ensure_ascii=False), "utf-8")
    accept(import_files([every], workspace))
    release(workspace, YEARS[-1], "made up 演示数据")
    for number in range(1, VINTAGES):
        again = filings[-CORRECTED * number :][:CORRECTED]
        for filing in again:
            filing["values"]["employment"] += 1  # type: ignore[index]
        corrected = inputs / f"corrected-{number}.json"
        corrected.write_text(json.dumps(again, ensure_ascii=False), "utf-8")
        accept(import_files([corrected], workspace, "counted again"))
        release(workspace, YEARS[-1], f"made up 演示数据, corrected {number}")
    (folder / "demonstration.json").write_text(json.dumps(MARK), "utf-8")
    shutil.rmtree(inputs)


def accept(outcomes: list) -> None:  # type: ignore[type-arg]
    refused = [problem for outcome in outcomes if outcome.refused for problem in outcome.problems]
    if refused:
        sys.exit("\n".join(str(problem.record()) for problem in refused[:5]))


@dataclass
class Server:
    """A running ``jiqun serve`` and what it cost."""

    folder: Path
    port: int = field(default_factory=free_port)

    def __enter__(self) -> "Server":
        self.began = time.perf_counter()
        command = [sys.executable, "-c", "from jiqun.cli import main; main()", "serve"]
        self.process = subprocess.Popen(
            [*command, "-w", str(self.folder), "--port", str(self.port)], stderr=subprocess.DEVNULL
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()

    def ask(self, path: str) -> tuple[float, bytes]:
        """Return how long an answer took, in seconds, and its body; busy and not up yet wait."""
        began = time.perf_counter()
        while time.perf_counter() - began < PATIENCE:
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:{self.port}{path}"
                ) as said:  # this machine only
                    body = said.read()
                    return time.perf_counter() - began, body
            except urllib.error.HTTPError as refused:
                if refused.code != 503:
                    raise
                time.sleep(0.5)
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"{path} was not answered")

    def below(self, parent: int | None = None) -> set[int]:
        """Return every process below the server's."""
        found: set[int] = set()
        for task in Path(f"/proc/{parent or self.process.pid}/task").glob("*/children"):
            try:
                children = {int(word) for word in task.read_text().split()}
            except OSError:
                continue
            found |= children.union(*map(self.below, children))
        return found

    def megabytes(self, measure: str = "VmRSS") -> list[float]:
        """Return what each worker holds in memory."""
        held = []
        for pid in sorted(self.workers):
            lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            held += [int(line.split()[1]) / 1000 for line in lines if line.startswith(measure)]
        return held

    def processor(self) -> dict[str, float]:
        """Return the seconds of processor time that each thread of server and workers took."""
        spent = {}
        for pid in (self.process.pid, *self.workers):
            for thread in Path(f"/proc/{pid}/task").glob("*/schedstat"):
                with suppress(OSError):
                    spent[thread.parent.name] = int(thread.read_text().split()[0]) / 1e9
        return spent

    @property
    def workers(self) -> set[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(word) for word in children.read_text().split()}


def cluster(number: int) -> str:
    """Return the page of a cluster."""
    return f"/clusters/bench-{number:04}/"


def start(folder: Path, what: str) -> None:
    """Measure how long a server takes to its first page, and what its workers hold then."""
    with Server(folder) as server:
        server.ask("/healthz")
        healthy = time.perf_counter() - server.began
        began = sum(server.processor().values())
        server.ask(cluster(0))
        row(f"{what}: it answers", f"{healthy:.1f} s", f"{START_LIMIT:g} s")
        row("    of it processor time", f"{began:.2f} s")
        row(f"{what}: first cluster page", f"{time.perf_counter() - server.began:.1f} s")
        row(f"{what}: memory a worker", megabytes(server), f"{MEMORY_LIMIT:g} MB")


def publish(folder: Path) -> None:
    """Measure what making everything costs: every vintage's tables, the newest report page."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", "from jiqun.cli import main; main()", "publish"]
    subprocess.run([*command, "-w", str(folder)], check=True, stdout=subprocess.DEVNULL)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = spent.ru_utime + spent.ru_stime - before.ru_utime - before.ru_stime
    row("jiqun publish", f"{time.perf_counter() - began:.0f} s")
    row("    of it processor time, and the most memory a process held",
        f"{processor:.0f} s, {spent.ru_maxrss / 1000:.0f} MB")  # fmt: skip


def views(server: Server) -> None:
    """Measure first views of cluster pages and of the lists, and what the workers hold after."""
    step = CLUSTERS // VIEWS
    spent = [costs(server, cluster(number)) for number in range(0, CLUSTERS, step)]
    timed(f"first views of {len(spent)} cluster pages, processor time", spent)
    numbers = range(1, CLUSTERS, step)
    for readers in (1, 4):
        with ThreadPoolExecutor(readers) as pool:
            took = list(pool.map(lambda n: server.ask(cluster(n))[0], numbers))
        timed(f"first views of {len(took)} cluster pages, {readers} at once", took, VIEW_LIMIT)
        numbers = range(2, CLUSTERS, step)
    row("memory a worker", megabytes(server), f"{MEMORY_LIMIT:g} MB")
    for path in (
        "/", "/indicators/", "/indicators/innovation/rd_intensity/", "/clusters/?tab=filed",
        "/clusters/?tab=filed&sort=-output_total", "/clusters/?tab=filed&q=bench-29", "/sectors/",
        "/regions/330000/", "/search/?q=bench-2999", "/compare/?c=bench-0001,bench-0002",
        "/figures/2022-v1/2022/cluster/bench-0005/rd_intensity/",
        "/api/v1/figures?level=cluster&size=1000", "/api/v1/figures?level=cluster&format=csv",
        "/api/v1/clusters?kind=filed", "/api/v1/figures/2022-v2/2021/nation/CN/rd_intensity",
    ):  # fmt: skip
        row(f"first view of {path}", f"{costs(server, path) * 1000:.0f} ms of processor time")
    row("memory a worker after all of these", megabytes(server), f"{MEMORY_LIMIT:g} MB")
    row("the most it ever was", megabytes(server, "VmHWM"))


def costs(server: Server, path: str) -> float:
    """Return the seconds of processor time that an answer takes."""
    before = server.processor()
    server.ask(path)
    after = server.processor()
    return sum(spent - before.get(thread, 0.0) for thread, spent in after.items())


def at_once(server: Server, ending: str) -> None:
    """Have twenty readers ask for a format nobody has made yet, and count who makes it."""
    seen: set[int] = set()
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            seen.update(filter(makes, server.below() - server.workers - seen))
            time.sleep(0.02)

    watching = threading.Thread(target=watch)
    watching.start()
    began = time.perf_counter()
    with ThreadPoolExecutor(READERS) as pool:
        bodies = list(
            pool.map(lambda _: server.ask(f"/reports/2022/report.{ending}")[1], range(20))
        )
    took = time.perf_counter() - began
    done.set()
    watching.join()
    row(f"{READERS} readers ask at once for report.{ending}", f"made by {len(seen)}", "1")
    row(
        "    all have it, all the same" if len(set(bodies)) == 1 else "    NOT THE SAME",
        f"{took:.1f} s",
    )


def makes(pid: int) -> bool:
    """Tell whether a process makes something published; what it starts itself does not count."""
    try:
        said = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return said[1:3] == [b"-m", b"jiqun.publications.making"]


def megabytes(server: Server, measure: str = "VmRSS") -> str:
    return " ".join(f"{held:.0f}" for held in server.megabytes(measure)) + " MB"


def timed(name: str, took: list[float], limit: float | None = None) -> None:
    ordered = sorted(second * 1000 for second in took)
    p95 = f"{ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)]:.0f} ms"
    middle = f"{statistics.median(ordered):.0f} / " if len(ordered) > 1 else ""
    row(name, middle + p95, f"p95 {limit:g} ms" if limit else "")


def row(name: str, said: str, limit: str = "") -> None:
    print(f"{name:68} {said:>20}  {limit}", flush=True)


def measure(folder: Path, *, made: bool) -> None:
    if not made:
        for name in PUBLISHED:
            shutil.rmtree(folder / name, ignore_errors=True)
        start(folder, "start, nothing made")
        publish(folder)
    start(folder, "start, all made")
    with Server(folder) as server:
        server.ask(cluster(0))
        views(server)
        for ending in ("xlsx", "docx"):
            for kept in folder.glob(f"publications/*/report.{ending}"):
                kept.unlink()
            at_once(server, ending)
        row("memory a worker at the end", megabytes(server), f"{MEMORY_LIMIT:g} MB")


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    said.add_argument("--workspace", type=Path)
    said.add_argument("--made", action="store_true", help="measure what is published already")
    given = said.parse_args()
    steps: list[Callable[[Path], None]] = []
    with tempfile.TemporaryDirectory() as place:
        folder = given.workspace or Path(place) / "nation"
        if not folder.exists():
            steps.append(made_up)
        for step in steps:
            step(folder)
        measure(folder, made=given.made)


if __name__ == "__main__":
    main()
