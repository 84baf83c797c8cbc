"""A run of discovery that is kept in the workspace, for those who look at it on the site."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from jiqun.base.canonical import canonical_json, content_hash
from jiqun.base.errors import NotFound, Problem, Refused, Where
from jiqun.base.files import write_atomically
from jiqun.discovery.candidates import Candidate
from jiqun.discovery.demonstration import mark_demonstration
from jiqun.discovery.dossier import Dossier, make_dossier
from jiqun.registry.store import RegistryStore

FILE = Path("discovery") / "run.json"
TUPLES = ("terms", "members", "neighbours", "recognised")


@dataclass(frozen=True, slots=True)
class Run:
    """Candidates as they were found.

    Parameters
    ----------
    register
        The hash of the register they were found in.
    candidates
        Those with a rank, the best first.
    """

    register: str
    candidates: tuple[Candidate, ...]


def keep(workspace: Path, found: list[Candidate]) -> Path:
    """Keep the ranked candidates of a run; the run before is replaced.

    Parameters
    ----------
    workspace
        The workspace's folder.
    found
        What discovery found in its register.
    """
    ranked = [asdict(candidate) for candidate in found if candidate.rank is not None]
    for candidate in ranked:
        candidate["members"] = list(map(int, candidate["members"]))
        del candidate["demo"]  # the workspace says that, not the run
    path = workspace / FILE
    said = {"format": 1, "register": _register(workspace), "candidates": ranked}
    write_atomically(path, canonical_json(said))
    return path


def kept_run(workspace: Path) -> Run | None:
    """Return the kept run, or None where there is none.

    Raises
    ------
    Refused
        Where the file is damaged.
    """
    path = workspace / FILE
    if not path.is_file():
        return None
    run = _read(path, path.stat().st_mtime_ns)
    return replace(run, candidates=tuple(mark_demonstration(run.candidates, workspace)))


def is_current(workspace: Path, run: Run) -> bool:
    """Tell whether the register is still the one the run was made over."""
    return run.register == _register(workspace)


def current_run(workspace: Path) -> Run | None:
    """Return the kept run where the register is still the one it was made over.

    Raises
    ------
    Refused
        Where the file is damaged.
    """
    run = kept_run(workspace)
    try:
        return run if run is not None and is_current(workspace, run) else None
    except NotFound:  # the register it was made over is gone
        return None


def current_hash(workspace: Path) -> str:
    """Name the run that is current by its content; empty where none is, or it is damaged.

    Parameters
    ----------
    workspace
        The workspace's folder.
    """
    try:
        if current_run(workspace) is None:
            return ""
        path = workspace / FILE
        return _digest(path, path.stat().st_mtime_ns)
    except (Refused, OSError):
        return ""


def kept_dossier(workspace: Path, run: Run, rank: int) -> Dossier:
    """Return the dossier of a candidate of a kept run.

    Raises
    ------
    NotFound
        Where no candidate has this rank.
    Refused
        Where the register has changed since: its rows are no longer those of the run.
    """
    if not is_current(workspace, run):
        raise Refused([Problem("discovery.register_changed", Where(file=str(workspace)))])
    return make_dossier(list(run.candidates), rank, RegistryStore(workspace).require())


@lru_cache(maxsize=2)
def _read(path: Path, changed: int) -> Run:
    del changed  # names the content, so that another is read anew
    try:
        said = json.loads(path.read_bytes())
        candidates = tuple(_candidate(written) for written in said["candidates"])
        return Run(said["register"], candidates)
    except (ValueError, KeyError, TypeError):
        raise Refused([Problem("discovery.damaged_run", Where(file=str(path)))]) from None


@lru_cache(maxsize=2)
def _digest(path: Path, changed: int) -> str:
    del changed
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _candidate(said: dict[str, Any]) -> Candidate:
    return Candidate(**{**said, **{name: tuple(said[name]) for name in TUPLES}})


def _register(workspace: Path) -> str:
    manifest = RegistryStore(workspace).manifest()
    if not manifest["batches"]:
        raise NotFound(Problem("registry.nothing_imported", Where(file=str(workspace))))
    return content_hash({name: manifest[name] for name in ("batches", "files", "edition")})
