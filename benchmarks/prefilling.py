"""How much of a yearly form is filled in beforehand, by what, and how much of that is corrected.

Run from the project's folder, on any workspace (the demonstration where none is named)::

    .venv/bin/python -m benchmarks.prefilling [WORKSPACE]

Every accepted filing is opened again as if its year were only now to be filed: with the filings of
the years before it and the list of firms that is kept. Only cells of the year's own column count,
numbers and flags apart. What is merely carried over from an earlier year is shown, and never counts
as filled in beforehand. A cell is corrected where the filing that was accepted says another thing.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from jiqun.base.forms import YEARLY, Form, form_for
from jiqun.demo.build import build
from jiqun.filings.workbook.prefill import known_of
from jiqun.filings.workbook.template import Known
from jiqun.workspace import Accepted, Submission, Workspace
from jiqun.workspace.documents import quantity_of

ROSTER, CARRIED, REGISTER = "list of firms", "carried over (never counts)", "register"
SOURCES = (REGISTER, ROSTER, CARRIED)


@dataclass(frozen=True)
class Earlier(Workspace):
    """A workspace as it was before a cluster filed a year, with the list of firms that is kept."""

    filed: Accepted

    def accepted(self) -> Accepted:
        """Return what the cluster had filed for earlier years."""
        return self.filed


@dataclass
class Tally:
    """Cells of one year's own column.

    Parameters
    ----------
    filings, listed
        How many were opened again; how many of them have a list of firms.
    fillable
        Cells that are asked for, by kind: numbers or flags.
    filled, corrected
        By kind and source.
    """

    filings: int = 0
    listed: int = 0
    fillable: Counter[str] = field(default_factory=Counter)
    filled: Counter[tuple[str, str]] = field(default_factory=Counter)
    corrected: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, known: Known, final: Submission, form: Form) -> None:
        """Hold what would be filled in beforehand against what was accepted in the end."""
        self.filings += 1
        self.listed += bool(known.firms)
        for name, asked in form.fields.items():
            kind = "flags" if asked.type == "flag" else "numbers"
            self.fillable[kind] += 1
            if name not in known.values:
                continue
            source = ROSTER if name in known.counted else CARRIED
            said = final.document["values"].get(name)
            other = said is None or quantity_of(said) != known.values[name]
            self.filled[kind, source] += 1
            self.corrected[kind, source] += other

    def rows(self, year: int) -> Iterator[str]:
        """Yield the year's lines of the table."""
        for kind, every in sorted(self.fillable.items(), reverse=True):
            for source in SOURCES:
                filled, wrong = self.filled[kind, source], self.corrected[kind, source]
                share = f"{100 * filled / every:.1f} %"
                later = f"{100 * wrong / filled:.1f} %" if filled else "-"
                yield f"| {year} | {kind} | {every:,} | {source} | {filled:,} | {share} | {later} |"


def tallies(workspace: Workspace) -> dict[int, Tally]:
    """Open every accepted filing again that has one before it, and count, by year."""
    every, found = workspace.accepted(), dict[int, Tally]()
    for cluster, year in every:
        before = {
            (cluster, then): every[cluster, then] for then in every.years(cluster) if then < year
        }
        if not before:
            continue
        earlier = Earlier(workspace.folder, cast("Accepted", before))
        known = known_of(earlier, cluster, year)
        found.setdefault(year, Tally()).add(known, every[cluster, year], form_for(YEARLY, year))
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(name) / "demo"
        if not folder.exists():
            build(folder)
        found = tallies(Workspace.open(folder))
    print("| year | cells | asked for | filled in by | filled in | share | of these corrected |")
    print("|--:|---|--:|---|--:|--:|--:|")
    for year, tally in sorted(found.items()):
        print("\n".join(tally.rows(year)))
    for year, tally in sorted(found.items()):
        print(f"{year}: {tally.listed} of {tally.filings} filings have a kept list of firms")


if __name__ == "__main__":
    main()
