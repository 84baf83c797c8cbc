"""The catalogues that held one after the other: kept, so that a bad file never ends a good one."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jiqun import __version__
from jiqun.base.canonical import canonical_json
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.files import write_atomically
from jiqun.base.own_catalogue import hash_of
from jiqun.installation.folder import is_place

KEPT = ".catalog"
LIST = "states.json"
HASH = re.compile("[0-9a-f]{64}")
FORMAT = 1


@dataclass(frozen=True, slots=True)
class State:
    """A catalogue that held from a moment on.

    Parameters
    ----------
    number
        From 1.
    since
        When it began, UTC.
    written
        The hash of the folder it was read from, bad files among them.
    files
        The hash of each file in force, by place.
    program
        The version of the program it was found right with.
    undone
        Whether it came by going back to an earlier one.
    """

    number: int
    since: str
    written: str
    files: Mapping[str, str]
    program: str = __version__
    undone: bool = False


def states(workspace: Path) -> list[State]:
    """Return the catalogues that held in a workspace, oldest first.

    Raises
    ------
    Refused
        Where the list of them is damaged, or of a later format.
    """
    path = workspace / KEPT / LIST
    if not path.is_file():
        return []
    try:
        said = json.loads(path.read_bytes())
        if said["format"] > FORMAT:
            raise Refused([Problem("installation.later", Where(file=f"{KEPT}/{LIST}"))])
        return [_state(listed) for listed in said["states"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Refused([Problem("installation.damaged", Where(file=f"{KEPT}/{LIST}"))]) from None


def _state(listed: Mapping[str, Any]) -> State:
    """Read a state, believing nothing: undo writes where its places lead."""
    state = State(**listed)
    files = state.files.items() if isinstance(state.files, dict) else [("", "")]
    if not all(is_place(name) and HASH.fullmatch(sha256) for name, sha256 in files):
        raise ValueError
    return state


def contents(workspace: Path, state: State) -> dict[str, bytes]:
    """Return the files of a catalogue that held.

    Raises
    ------
    Refused
        Where one of them is gone, or is not what was kept.
    """
    found, problems = {}, []
    for name, sha256 in state.files.items():
        path = workspace / KEPT / sha256
        content = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(content).hexdigest() == sha256:
            found[name] = content
        else:
            where = Where(file=f"{KEPT}/{sha256}", field=name)
            problems.append(Problem("installation.damaged", where))
    if problems:
        raise Refused(problems)
    return found


def problems_of(workspace: Path) -> list[Problem]:
    """Return what is damaged of the catalogues that held."""
    try:
        held = states(workspace)
    except Refused as refused:
        return refused.problems
    found = []
    for state in held:
        try:
            contents(workspace, state)
        except Refused as refused:
            found += [fault for fault in refused.problems if fault not in found]
    return found


def keep(
    workspace: Path,
    files: Mapping[str, bytes],
    written: Mapping[str, bytes],
    *,
    undone: bool = False,
) -> State:
    """Write down that a catalogue holds from now on: its files first, then the list naming them."""
    before = states(workspace)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    for name, content in files.items():
        if not (workspace / KEPT / hashes[name]).is_file():
            write_atomically(workspace / KEPT / hashes[name], content)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    state = State(len(before) + 1, now, hash_of(written), hashes, undone=undone)
    listed = {"format": FORMAT, "states": [asdict(held) for held in (*before, state)]}
    write_atomically(workspace / KEPT / LIST, canonical_json(listed))
    return state
