"""Build the demonstration workspace through the same doors as real filings."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.readers import NATION
from jiqun.clusters.roster_store import RosterStore
from jiqun.demo.register import write_register
from jiqun.demo.world import generate, write_filings, write_roster
from jiqun.discovery import discover
from jiqun.discovery.kept import keep
from jiqun.filings import import_files
from jiqun.filings.accept import Outcome
from jiqun.filings.rosters import RosterOutcome, import_rosters
from jiqun.registry import import_registers
from jiqun.reports import write_report
from jiqun.workspace import Workspace, release
from jiqun.workspace.checked import MEMORY as CHECKED
from jiqun.workspace.demonstration import MARK
from jiqun.workspace.vintages import vintage_snapshot, vintages

YEAR = 2022
NOTE = "演示数据"
PAGE = Path("site") / "index.html"
MADE_ANEW = (".lock", "publications/", "web/", "secrets/", "database/")
"""What the program puts into a workspace while it is looked at, and makes again where missing.

Of the database that holds only where nobody worked in it: see :mod:`jiqun.web.demonstration`."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was built, and where."""

    filings: int
    firms: int
    vintage: str
    vintage_sha256: str
    page: Path
    new: bool = True


def build(folder: Path, seed: int = YEAR, *, again: bool = False) -> Built:
    """Build the demonstration: filings and roster written, imported, released and reported.

    It is built beside its place and moved there whole. One that is there already is kept, with
    everything that was done in it since.

    Parameters
    ----------
    folder
        A folder that does not exist, is empty, or holds a demonstration.
    seed
        Of the generator.
    again
        Whether a demonstration that is there is built again.

    Raises
    ------
    Refused
        Where the folder holds anything else, or the demonstration that is to be built again holds
        something of the user's, or the generated filings do not pass the checks.
    """
    if (folder / MARK).is_file():
        if not again:
            return _read(folder)
        _refuse_yours(folder)
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused([Problem("workspace.not_empty", Where(file=str(folder)))])
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as place:
        made = Path(place) / "demonstration"
        built = _build(made, seed)
        if folder.exists():
            folder.rename(Path(place) / "before")
        made.rename(folder)
    return replace(built, page=folder / PAGE)


def _read(folder: Path) -> Built:
    """Say what a demonstration that is there holds."""
    workspace = Workspace.open(folder)
    newest = vintages(workspace)[-1]
    firms = sum(firms.firms for firms in RosterStore(workspace).known().values())
    filings = len(list(workspace.accepted()))
    return Built(filings, firms, newest.id, newest.sha256, folder / PAGE, new=False)


def _refuse_yours(folder: Path) -> None:
    """Refuse to take away what the program did not put there."""
    marked = json.loads((folder / MARK).read_bytes())
    ours = marked.get("files", {})
    yours = [name for name, content in _files(folder).items() if ours.get(name) != content]
    if yours or not ours:
        details = {"count": str(len(yours)), "first": (yours or ["-"])[0]}
        raise Refused([Problem("demo.holds_yours", Where(file=str(folder)), details)])


def _files(folder: Path) -> dict[str, str]:
    """Return the hash of every file, but for what is made anew from the others."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.name not in (MARK, CHECKED)
        and not path.relative_to(folder).as_posix().startswith(MADE_ANEW)
    }


def _build(folder: Path, seed: int) -> Built:
    """Build the demonstration in a folder that is not there."""
    workspace = Workspace.create(folder)
    world = generate(seed=seed)
    inputs = folder / "inputs"
    write_filings(world, inputs / "filings")
    write_roster(world, inputs / "roster.csv")
    write_register(world.roster, inputs / "register" / "firms.csv")
    paths = sorted((inputs / "filings").rglob("*.json"))
    _accept(import_files(paths, workspace), inputs)
    _accept(import_rosters([inputs / "roster.csv"], workspace), inputs)
    import_registers(folder, [inputs / "register"], workers=1)
    keep(folder, discover(folder))
    made, _ = release(workspace, YEAR, NOTE)
    snapshot = vintage_snapshot(workspace, made.id)
    page = folder / PAGE
    write_report(snapshot, YEAR, page, NATION)
    write_report(snapshot, YEAR, folder / "site" / "report.json", NATION)
    mark = {"demonstration": True, "seed": seed, "files": _files(folder)}
    (folder / MARK).write_text(json.dumps(mark, indent=1), encoding="utf-8")
    return Built(len(paths), len(world.roster), made.id, made.sha256, page)


def _accept(outcomes: Sequence[Outcome] | Sequence[RosterOutcome], inputs: Path) -> None:
    """Raise what was refused; the generator's own files must pass like any others."""
    refused = [problem for outcome in outcomes if outcome.refused for problem in outcome.problems]
    if refused:
        raise Refused([Problem("demo.not_accepted", Where(file=str(inputs))), *refused])
