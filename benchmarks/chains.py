"""Real firms on every chain: how long placing and drawing take, and where recognised counties rank.

``python -m benchmarks.chains --folder DIR`` imports the registers of a folder and measures;
``--workspace DIR`` takes a workspace that holds them already. ``--sample DIR --seed N`` writes 50
placements of each chain with nothing but node, name and scope, to be read by somebody who does not
see why they were placed. Both hold rows of registers: they belong nowhere in the project.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jiqun.base.names import region_name
from jiqun.chains.chain import STAGES, Chain, Link, Node
from jiqun.chains.layout import lay_out
from jiqun.chains.loading import chains
from jiqun.chains.picture import ChainPicture
from jiqun.chains.placing import Placements, place
from jiqun.chains.ranks import Rank, ranks
from jiqun.clusters.recognised import recognised

LIMIT_SECONDS, LIMIT_MILLISECONDS = 30.0, 200.0
RUNS, DRAWN, READ, LARGEST = 3, 9, 50, 60
SHOWN = 220
"""Characters of a scope that are read."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--sample", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--runs", type=int, default=RUNS)
    asked = parser.parse_args()
    draw()
    with tempfile.TemporaryDirectory() as made:
        workspace = asked.workspace or imported(asked.folder, Path(made) / "w")
        placed = timed(workspace, asked.runs)
        rank(placed)
        if asked.sample:
            write_samples(placed, workspace, asked.sample, asked.seed)


def imported(folder: Path, workspace: Path) -> Path:
    """Import registers into a new workspace."""
    from jiqun.registry import import_registers
    from jiqun.workspace import Workspace

    Workspace.create(workspace)
    import_registers(workspace, sorted(folder.glob("*.csv.gz")))
    return workspace


def draw() -> None:
    """Print how long the largest layouts take: every chain's, and one of 60 nodes."""
    print("chain               nodes  layout ms  picture ms")
    for chain in [*chains().values(), largest()]:
        laid = [spent(lambda: lay_out(chain, "en")) for _ in range(DRAWN)]  # noqa: B023
        drawn = [spent(lambda: ChainPicture.of(chain).svg("en")) for _ in range(DRAWN)]  # noqa: B023
        times = [1000 * statistics.median(found) for found in (laid, drawn)]
        print(f"{chain.id:18} {len(chain.nodes):6} {times[0]:10.1f} {times[1]:11.1f}", flush=True)


def spent(work: object) -> float:
    """Return the processor's seconds a piece of work takes."""
    start = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - start


def largest() -> Chain:
    """Return a made-up chain of 60 nodes with 120 flows, drawn by lot."""
    dice = random.Random(LARGEST)  # noqa: S311 (a seed, not a secret)
    name = next(iter(chains().values())).title
    stages = list(STAGES)
    nodes = tuple(
        Node(f"n{at}", name, stages[at * len(stages) // LARGEST], False, (), (), (), ())
        for at in range(LARGEST)
    )
    flows: dict[tuple[str, str], None] = {}
    while len(flows) < 2 * LARGEST:
        start, end = sorted(dice.sample(range(LARGEST), 2))
        if nodes[start].stage != nodes[end].stage:
            flows[f"n{start}", f"n{end}"] = None
    links = tuple(Link(start, end, name) for start, end in flows)
    return Chain("made up", name, name, (), nodes, links)


def timed(workspace: Path, runs: int) -> Placements:
    """Place every firm on every chain, and print the medians of clock and processor."""
    walls, cpus = [], []
    for _ in range(runs):
        wall, cpu = time.perf_counter(), time.process_time()
        placed = place(workspace, list(chains().values()))
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    wall, cpu = statistics.median(walls), statistics.median(cpus)
    print(f"{placed.firms} firms, {placed.placed} of them on {len(placed.chains)} chains")
    print(f"clock {wall:.1f} s, processor {cpu:.1f} s; limit {LIMIT_SECONDS:.0f} s")
    return placed


@dataclass(frozen=True)
class Placed:
    """A recognised county's place in a chain, of all counties and of its province's."""

    chain: Chain
    rank: Rank
    of_all: tuple[int, int]
    of_province: tuple[int, int]


def standing(placed: Placements) -> Iterator[Placed]:
    """Yield where the counties of recognised clusters stand in the chain of their industry."""
    for chain in placed.chains:
        found = ranks(placed, chain)
        for county in sorted({recognised()[name].county_code for name in chain.clusters}):
            beside = [other for other in found if other.county[:2] == county[:2]]
            own = next((other for other in found if other.county == county), None)
            if own is not None:
                yield Placed(
                    chain,
                    own,
                    (found.index(own) + 1, len(found)),
                    (beside.index(own) + 1, len(beside)),
                )


def rank(placed: Placements) -> None:
    """Print the table of recognised counties."""
    print("| chain | county | of all | of its province | firms | links | makers | excess |")
    print("|---|---|---|---|---|---|---|---|")
    for row in standing(placed):
        own = row.rank
        cells = [
            row.chain.id,
            region_name(own.county).zh,
            "{} of {}".format(*row.of_all),
            "{} of {}".format(*row.of_province),
            own.firms,
            f"{own.links} of {len(row.chain.telling)}",
            own.makers,
            f"{own.excess:.1f}",
        ]
        print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def write_samples(placed: Placements, workspace: Path, folder: Path, seed: int) -> None:
    """Write a file a chain: a line a placement, nothing in it says why it was placed."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from jiqun.registry.store import RegistryStore

    enterprises = RegistryStore(workspace).require()
    every = pq.read_table(str(enterprises), columns=["row", "name", "scope"]).to_pylist()
    said = {firm["row"]: firm for firm in every}
    folder.mkdir(parents=True, exist_ok=True)
    for chain in placed.chains:
        rows = placed.table.filter(pc.equal(placed.table["chain"], chain.id))
        rows = rows.sort_by([("row", "ascending"), ("node", "ascending")])
        dice = random.Random(f"{seed} {chain.id}")  # noqa: S311
        taken = sorted(dice.sample(range(rows.num_rows), min(READ, rows.num_rows)))
        lines = []
        for number, row in enumerate(rows.take(taken).to_pylist(), 1):
            firm = said[row["row"]]
            title = chain.by_id[row["node"]].title.zh
            lines.append(f"{number}|{title}|{firm['name']}|{(firm['scope'] or '')[:SHOWN]}")
        (folder / f"{chain.id}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"written to {folder}", file=sys.stderr)


if __name__ == "__main__":
    main()
