"""How well a diagnosis tells planted weaknesses, what chance gives, and how long it takes.

Run from the project's folder::

    .venv/bin/python -m benchmarks.diagnosis            # everything
    .venv/bin/python -m benchmarks.diagnosis planted    # recall and false rate of every finding
    .venv/bin/python -m benchmarks.diagnosis chance     # found and expected where there is nothing
    .venv/bin/python -m benchmarks.diagnosis speed      # 100 and 3,000 clusters, by the command

``planted.py`` makes the clusters; they are filed, accepted and diagnosed as the nation's reader
sees them. Exits with 1 where a limit is missed.
"""

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from benchmarks.long_csv import TIMED
from benchmarks.planted import Nation, nation
from jiqun.base.readers import NATION
from jiqun.diagnosis.board import Links, Outside, Specialised
from jiqun.diagnosis.diagnose import Diagnosis, diagnose
from jiqun.diagnosis.findings import findings
from jiqun.filings import import_files
from jiqun.workspace import Workspace

CLUSTERS = 300
"""As many as the nation has recognised in three batches."""
YEARS = (2022, 2026)
"""A year of each form: the newer asks what the older does not."""
STRENGTHS = (1.0, 0.7, 0.5)
WORLDS = 6
NULL_WORLDS = 40
LEAST_RECALL, MOST_FALSE = 0.8, 0.1
RUNS = 5
SPEED_LIMITS = {100: 3.0, 3000: 30.0}
MEMORY_LIMIT = 2.0
"""Gigabytes."""


def filed(made: Nation, folder: Path) -> Workspace:
    """Accept a nation's filings into a workspace."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "filings.json"
    file.write_text(json.dumps(made.filings, ensure_ascii=False), encoding="utf-8")
    workspace = Workspace.create(folder / "w")
    outcomes = import_files([file], workspace)
    refused = [said for outcome in outcomes if outcome.refused for said in outcome.problems]
    if refused:
        sys.exit("\n".join(said.text("en") for said in refused if said.severity == "error"))
    return workspace


def diagnosed(made: Nation) -> list[Diagnosis]:
    """Return what is found of a nation's clusters."""
    links = {key: Links(*counts) for key, counts in made.links.items()}
    with tempfile.TemporaryDirectory() as name:
        snapshot = filed(made, Path(name)).latest()
        known = {key: Specialised(*said) for key, said in made.specialised.items()}
        outside = Outside(made.listed, links, known)
        return diagnose(snapshot, NATION, made.year, outside=outside)


# --- weaknesses that were planted ---


def told(clusters: int, year: int, strength: float, worlds: range) -> dict[str, Counter[str]]:
    """Count the answers to each finding of weak and of other clusters, over several nations."""
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for seed in worlds:
        made = nation(clusters, year, seed, strength)
        for cluster in diagnosed(made):
            for said in cluster.findings:
                kind = "weak" if cluster.cluster in made.weak[said.finding.id] else "other"
                counted[said.finding.id][kind] += 1
                counted[said.finding.id][f"{kind} {said.verdict}"] += 1
    return counted


def planted(clusters: int, year: int, worlds: range) -> bool:
    """Print a row for every finding; return whether all hold that can be planted in the year."""
    by_strength = {strength: told(clusters, year, strength, worlds) for strength in STRENGTHS}
    print(f"\n{len(worlds)} nations of {clusters} clusters from seed {worlds.start}, {year}\n")
    heads = ["planted", "recall", *(f"at {strength:g}" for strength in STRENGTHS[1:])]
    print(f"| finding | {' | '.join(heads)} | others | false rate | cannot tell |")
    print("|---" * (len(heads) + 4) + "|")
    held = [_row(name, by_strength) for name in findings()]  # every row, whatever the first says
    return all(held)


def _row(name: str, by_strength: dict[float, dict[str, Counter[str]]]) -> bool:
    counts = by_strength[STRENGTHS[0]][name]
    if not counts["weak"] or counts["other cannot_tell"] == counts["other"]:
        print(f"| {name} | cannot be told in this year |" + " |" * 6)
        return True
    recalls = [
        counted[name]["weak present"] / counted[name]["weak"] for counted in by_strength.values()
    ]
    false = counts["other present"] / counts["other"]
    unknown = (counts["weak cannot_tell"] + counts["other cannot_tell"]) / (
        counts["weak"] + counts["other"]
    )
    holds = recalls[0] >= LEAST_RECALL and false <= MOST_FALSE
    said = " | ".join(f"{recall:.2f}" for recall in recalls)
    mark = "" if holds else " **missed**"
    print(
        f"| {name}{mark} | {counts['weak']} | {said} | {counts['other']} | {false:.3f} "
        f"| {unknown:.3f} |"
    )
    return holds


# --- nothing but chance ---


def chance(worlds: range) -> bool:
    """Print what is found and what is expected where clusters differ by chance alone."""
    differences, found, expected = [], 0, 0.0
    for seed in worlds:
        made = nation(100, 2022, seed, share=0.0, sectors_apart=False)
        clusters = diagnosed(made)
        here = sum(cluster.by_peers for cluster in clusters)
        there = sum(cluster.expected_by_chance for cluster in clusters)
        differences.append(here - there)
        found, expected = found + here, expected + there
    number = len(worlds)
    error = statistics.stdev(differences) / math.sqrt(number)
    mean = statistics.mean(differences)
    holds = abs(mean) <= 2 * error
    print(
        f"\n{number} nations of 100 clusters that differ by chance alone: {found / number:.1f} "
        f"findings each, {expected / number:.1f} expected from 1,000 permutations; difference "
        f"{mean:+.2f}, standard error {error:.2f} ({mean / error:+.1f} of them): "
        f"{'within' if holds else 'NOT WITHIN'} two"
    )
    return holds


# --- how long it takes ---


def speed(runs: int) -> bool:
    """Print how long the command takes, and the most memory it holds."""
    print(
        "\n| clusters | seconds (median) | processor | limit | memory, GB |\n|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as name:
        held = [_timed(Path(name), clusters, runs) for clusters in SPEED_LIMITS]
    return all(held)


def _timed(folder: Path, clusters: int, runs: int) -> bool:
    here = folder / str(clusters)
    if clusters == 100:
        here.mkdir()
        _jiqun("demo", str(here / "w"), "--no-serve")
    else:
        filed(nation(clusters, 2022), here)
    words = ("diagnose", "-w", str(here / "w"), "--year", "2022", "--json")
    _jiqun(*words)  # compiled files, caches
    spent = [_jiqun(*words) for _ in range(runs)]
    seconds, processor = (
        statistics.median(run[kind] for run in spent) for kind in ("seconds", "processor")
    )
    peak, limit = max(run["peak"] for run in spent) / 1e9, SPEED_LIMITS[clusters]
    print(f"| {clusters:,} | {seconds:.2f} | {processor:.2f} | {limit:g} | {peak:.2f} |")
    return seconds <= limit and peak <= MEMORY_LIMIT


def _jiqun(*words: str) -> dict[str, float]:
    """Run the command in a process of its own; its seconds and memory."""
    command = [sys.executable, "-c", "from jiqun.cli import main; main()", *words]
    timed = [sys.executable, "-c", TIMED, *command]
    done = subprocess.run(timed, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    if found["code"]:
        sys.exit(f"jiqun {words[0]} ended with {found['code']}:\n{done.stderr[-2000:]}")
    return found


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("what", nargs="*", choices=["planted", "chance", "speed"])
    asked.add_argument("--worlds", type=int, default=0)
    asked.add_argument("--clusters", type=int, default=CLUSTERS, help="of a nation with weaknesses")
    asked.add_argument("--first", type=int, default=0, help="the first nation's seed")
    said = asked.parse_args()

    def seeds(usual: int) -> range:
        return range(said.first, said.first + (said.worlds or usual))

    what = said.what or ["planted", "chance", "speed"]
    held = []
    if "planted" in what:
        held += [planted(said.clusters, year, seeds(WORLDS)) for year in YEARS]
    if "chance" in what:
        held.append(chance(seeds(NULL_WORLDS)))
    if "speed" in what:
        held.append(speed(RUNS))
    return int(not all(held))


if __name__ == "__main__":
    sys.exit(main())
