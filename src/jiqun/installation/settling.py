"""Settle which catalogue holds in a workspace, try another, and go back to the one before."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from jiqun import __version__
from jiqun.base.errors import NotFound, Problem, Where
from jiqun.base.files import write_atomically
from jiqun.base.lock import locked
from jiqun.base.own_catalogue import OwnCatalogue, hash_of, install
from jiqun.installation.folder import FOLDER, shown, written
from jiqun.installation.history import KEPT, State, contents, keep, states
from jiqun.workspace.batches import MANIFEST


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
    install(settled.own)
    return settled


def trial(workspace: Path) -> Settled:
    """Return what would hold in a workspace and everything wrong with the rest; keep nothing."""
    return _settled(workspace, tell_known=True)


def _settled(workspace: Path, *, tell_known: bool) -> Settled:
    catalogues = (workspace / FOLDER, workspace / KEPT)
    if not ((workspace / MANIFEST).is_file() and any(one.is_dir() for one in catalogues)):
        return Settled(OwnCatalogue(), [])
    files, problems = written(workspace)
    held = states(workspace)
    last = held[-1] if held else State(0, "", "", {})
    kept = contents(workspace, last)
    place = shown(workspace)
    seen = last.program == __version__ and last.written == hash_of(files)
    if seen and files == kept and not tell_known:
        return Settled(OwnCatalogue(kept, place), problems)
    from jiqun.installation.judging import good_part  # loads every room; needed on a change only

    good, found = good_part(files, kept, place)
    if not tell_known and not (seen and good == kept):
        with contextlib.suppress(OSError), locked(workspace):
            keep(workspace, good, files)
    return Settled(OwnCatalogue(good, place), [*problems, *found])


def undo(workspace: Path) -> State:
    """Undo the last change, in the folder too.

    Where the folder holds what is not in force, such as a bad file, that is what is undone: the
    folder is put back to what holds. Otherwise what held before holds again.

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
        found = written(workspace)[0]
        files = now if found != now else contents(workspace, _before(held))
        if files == found:
            raise NotFound(Problem("installation.nothing_to_undo", Where(file=shown(workspace))))
        for name in found.keys() - files.keys():
            (workspace / FOLDER / name).unlink()
        for name, content in files.items():
            write_atomically(workspace / FOLDER / name, content)
        return keep(workspace, files, files, undone=found == now)


def _before(held: list[State]) -> State:
    """Return the state to go back to: what held before the last change that was not undone."""
    steps = list[State]()
    for state in held:
        if state.undone:
            steps.pop()
        elif not steps or steps[-1].files != state.files:
            steps.append(state)
    return steps[-2] if len(steps) > 1 else State(0, "", "", {})
