"""Build the demonstration workspace through the same doors as real filings."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.readers import NATION
from jiqun.demo.world import generate, write_filings, write_roster
from jiqun.filings import import_files
from jiqun.filings.accept import Outcome
from jiqun.filings.rosters import RosterOutcome, import_rosters
from jiqun.reports import write_report
from jiqun.workspace import Workspace, release
from jiqun.workspace.vintages import vintage_snapshot

YEAR = 2022
NOTE = "演示数据 demonstration data"
MARK = "demonstration.json"


@dataclass(frozen=True, slots=True)
class Built:
    """What was built, and where."""

    filings: int
    firms: int
    vintage: str
    vintage_sha256: str
    page: Path


def build(folder: Path, seed: int = YEAR) -> Built:
    """Build the demonstration: filings and roster written, imported, released and reported.

    Parameters
    ----------
    folder
        A folder that does not exist, is empty, or holds an earlier demonstration (which is
        replaced).
    seed
        Of the generator.

    Raises
    ------
    Refused
        Where the folder holds anything else, or the generated filings do not pass the checks.
    """
    if (folder / MARK).is_file():
        shutil.rmtree(folder)
    workspace = Workspace.create(folder)
    (folder / MARK).write_text(json.dumps({"demonstration": True, "seed": seed}), encoding="utf-8")
    world = generate(seed=seed)
    inputs = folder / "inputs"
    write_filings(world, inputs / "filings")
    write_roster(world, inputs / "roster.csv")
    paths = sorted((inputs / "filings").rglob("*.json"))
    _accept(import_files(paths, workspace), inputs)
    _accept(import_rosters([inputs / "roster.csv"], workspace), inputs)
    made, _ = release(workspace, YEAR, NOTE)
    snapshot = vintage_snapshot(workspace, made.id)
    page = folder / "site" / "index.html"
    write_report(snapshot, YEAR, page, NATION)
    write_report(snapshot, YEAR, folder / "site" / "report.json", NATION)
    return Built(len(paths), len(world.roster), made.id, made.sha256, page)


def _accept(outcomes: Sequence[Outcome] | Sequence[RosterOutcome], inputs: Path) -> None:
    """Raise what was refused; the generator's own files must pass like any others."""
    refused = [problem for one in outcomes if one.refused for problem in one.problems]
    if refused:
        raise Refused([Problem("demo.not_accepted", Where(file=str(inputs))), *refused])
