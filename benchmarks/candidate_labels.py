"""Do candidates' labels name a product or an industry? A sample for reading, and its score.

The sample is fixed by a seed written here before any of its labels were seen: counties of the
register in the order of a hash of seed and code, the first five candidates of each, until there
are enough. Readers get a number and a label, nothing else, and answer 1 (names a product or an
industry) or 0.

``python -m benchmarks.candidate_labels draw --folder DIR -o sample.csv`` imports the register of a
folder and draws; ``… score readings.csv`` prints share and agreement of two readings.
"""

import argparse
import csv
import hashlib
import math
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

SEED = "candidate labels 2026-11-28"
SIZE, FIRST = 300, 5
TARGET = 0.97
READERS = ("reader_one", "reader_two")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["draw", "score"])
    parser.add_argument("readings", type=Path, nargs="?")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    if asked.what == "draw":
        with asked.output.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["number", "label"])
            writer.writerows(enumerate(drawn(asked.folder), start=1))
    else:
        with asked.readings.open(encoding="utf-8", newline="") as file:
            print(scored(list(csv.DictReader(file))))


def drawn(folder: Path) -> list[str]:
    """Return the sample's labels, of the register imported from a folder."""
    from jiqun.discovery import discover
    from jiqun.registry import import_registers
    from jiqun.workspace import Workspace

    with tempfile.TemporaryDirectory() as place:
        workspace = Path(place) / "register"
        Workspace.create(workspace)
        import_registers(workspace, [folder])
        return sample([(found.county_code, found.label) for found in discover(workspace)])


def sample(candidates: Sequence[tuple[str, str]]) -> list[str]:
    """Return the labels of the first candidates of counties in an order fixed by the seed.

    Parameters
    ----------
    candidates
        County code and label, best first.
    """
    by_county: dict[str, list[str]] = defaultdict(list)
    for county, label in candidates:
        if len(by_county[county]) < FIRST:
            by_county[county].append(label)
    counties = sorted(
        by_county, key=lambda code: hashlib.sha256(f"{SEED} {code}".encode()).hexdigest()
    )
    return [label for county in counties for label in by_county[county]][:SIZE]


def scored(rows: Sequence[dict[str, str]]) -> str:
    """Say how many labels name something, by each reader and by both, and how they agree."""
    count = len(rows)
    answers = [[row[reader] == "1" for row in rows] for reader in READERS]
    one, two = (sum(answer) / count for answer in answers)
    both = sum(first and second for first, second in zip(*answers, strict=True)) / count
    same = sum(first == second for first, second in zip(*answers, strict=True)) / count
    chance = one * two + (1 - one) * (1 - two)
    kappa = (same - chance) / (1 - chance) if chance < 1 else math.nan
    return (
        f"{count} labels: {one:.1%} by one reader, {two:.1%} by the other, {both:.1%} by both "
        f"(aim {TARGET:.0%}); agreement {same:.1%}, Cohen's kappa {kappa:.2f}"
    )


if __name__ == "__main__":
    main()
