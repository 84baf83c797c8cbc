"""Settle which catalogue holds in a workspace, try another, and go back to the one before."""

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from jiqun import __version__
from jiqun.base.errors import NotFound, Problem, Refused, Where
from jiqun.base.files import write_atomically
from jiqun.base.lock import locked
from jiqun.base.own_catalogue import OwnCatalogue, hash_of, install
from jiqun.installation.folder import FOLDER, Written, shown, written
from jiqun.installation.history import KEPT, State, contents, keep, states
from jiqun.workspace.batches import MANIFEST

UNDONE = f"{KEPT}/undone"
"""Where what an undo took out of the folder lies, if it never held."""


@dataclass(frozen=True)
class Settled:
    """What holds in a workspace, and what was written there that cannot."""

    own: OwnCatalogue
    problems: list[Problem]


def settle(workspace: Path) -> Settled:
    """Let a workspace's own catalogue hold in this process, and return what of it cannot.

    What people wrote is looked at when it changed. What is right takes effect and is kept; what is
    wrong is told, and the file last good in its place goes on, also after a restart. A folder that
    cannot be written to is read all the same.

    Parameters
    ----------
    workspace
        Its folder.

    Raises
    ------
    Refused
        Where what was kept is damaged.
    """
    settled = _settled(workspace, tell_known=False)
    install(replace(settled.own, refused=tuple(settled.problems)))
    return settled


def trial(workspace: Path) -> Settled:
    """Return what would hold in a workspace and everything wrong with the rest; keep nothing."""
    return _settled(workspace, tell_known=True)


def _settled(workspace: Path, *, tell_known: bool) -> Settled:
    catalogues = (workspace / FOLDER, workspace / KEPT)
    if not ((workspace / MANIFEST).is_file() and any(map(os.path.lexists, catalogues))):
        return Settled(OwnCatalogue(), [])
    found = written(workspace)
    held = states(workspace)
    last = held[-1] if held else State(0, "", "", {})
    kept = contents(workspace, last)
    place = shown(workspace)
    unread = {name: content for name, content in kept.items() if found.hides(name)}
    files = {**found.files, **unread}
    seen = last.program == __version__ and last.written == hash_of(files)
    if seen and files == kept and not tell_known:
        return Settled(OwnCatalogue(kept, place), found.problems)
    from jiqun.installation.together import good_part  # loads every room; needed on a change only

    good, faults = good_part(files, kept, place)
    if not tell_known and not (seen and good == kept):
        with contextlib.suppress(OSError), locked(workspace):
            keep(workspace, good, files)
    return Settled(OwnCatalogue(good, place), [*found.problems, *faults])


def undo(workspace: Path) -> State:
    """Undo the last change, in the folder too.

    Where the folder holds what is not in force, such as a bad file, that is what is undone: the
    folder is put back to what holds. Otherwise what held before holds again. What was written and
    never held is set aside first, in :data:`UNDONE`, for nobody should lose what they typed.

    Returns
    -------
    State
        The one that holds now.

    Raises
    ------
    NotFound
        Where none held before.
    Refused
        Where what was kept is damaged.
    """
    with locked(workspace):
        held = states(workspace)
        now = contents(workspace, held[-1]) if held else {}
        found = written(workspace)
        astray = bool(found.unread) or found.files != now
        files = now if astray else contents(workspace, _before(held))
        if files == now and not astray:
            raise NotFound(Problem("installation.nothing_to_undo", Where(file=shown(workspace))))
        _set_aside(workspace, found.files, now)
        _put_back(workspace / FOLDER, found, files)
        return keep(workspace, files, files, undone=not astray)


def _set_aside(workspace: Path, found: Mapping[str, bytes], now: Mapping[str, bytes]) -> None:
    for name in found:
        if found[name] != now.get(name):
            write_atomically(workspace / UNDONE / name, found[name])


def _put_back(folder: Path, found: Written, files: Mapping[str, bytes]) -> None:
    """Let a folder hold these files; what lies in a folder that has a file's name is kept."""
    gone = [folder / name for name in found.files.keys() - files.keys() | found.unread]
    kept = [path for path in gone if path.is_dir() and not path.is_symlink()]
    if kept:
        places = [Where(file=f"{FOLDER}/{path.relative_to(folder).as_posix()}") for path in kept]
        raise Refused([Problem("installation.folder", where) for where in places])
    for path in gone:
        path.unlink()
    for name, content in files.items():
        write_atomically(folder / name, content)


def _before(held: list[State]) -> State:
    """Return the state to go back to: what held before the last change that was not undone."""
    steps = list[State]()
    for state in held:
        if state.undone:
            steps.pop()
        elif not steps or steps[-1].files != state.files:
            steps.append(state)
    return steps[-2] if len(steps) > 1 else State(0, "", "", {})
