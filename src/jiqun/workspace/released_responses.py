"""The responses of vintages: read, held against hash and history, and made again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jiqun.base.arrow import pa
from jiqun.base.errors import Problem, Refused, Where
from jiqun.workspace.frozen import FILE, hash_of, write_frozen
from jiqun.workspace.responses import Response, ResponseStore, frozen, frozen_lines
from jiqun.workspace.soundness import readable
from jiqun.workspace.store import Workspace
from jiqun.workspace.vintages import Vintage, vintage_files, vintages


def responses_in(workspace: Workspace, vintage: str) -> tuple[Response, ...]:
    """Return the measures taken and findings dismissed that a vintage keeps.

    Parameters
    ----------
    workspace, vintage
        Where, and its id.

    Raises
    ------
    Refused
        Where they are gone, or not those that were released.
    """
    known = {released.id: released for released in vintages(workspace)}
    return _read(workspace, known[vintage]) if vintage in known else ()


def frozen_problems(workspace: Workspace, vintage: Vintage) -> Iterator[Problem]:
    """Hold what a vintage keeps against its hash, and against the history it was made from."""
    if not vintage.frozen.sha256:
        return
    try:
        _read(workspace, vintage)
        made = _made_again(workspace, vintage)
    except Refused as refused:
        yield from refused.problems
        return
    if made is not None and hash_of(made) != vintage.frozen.sha256:
        yield Problem("workspace.vintage_not_filed", _where(workspace, vintage), {"id": vintage.id})


def rebuild_responses(workspace: Workspace, vintage: Vintage) -> tuple[list[Path], list[Problem]]:
    """Make a vintage's file of responses again from the history, where it is damaged.

    Returns
    -------
    list of Path
        The file, if it was made again.
    list of Problem
        What is wrong where it could not be.
    """
    found = list(frozen_problems(workspace, vintage))
    try:
        made = _made_again(workspace, vintage) if found else None
    except Refused:
        return [], found
    if made is None or hash_of(made) != vintage.frozen.sha256:
        return [], found
    return write_frozen(_file(workspace, vintage).parent, made), []


def _read(workspace: Workspace, vintage: Vintage) -> tuple[Response, ...]:
    if not vintage.frozen.sha256:
        return ()
    place = _where(workspace, vintage)
    try:
        content = _file(workspace, vintage).read_bytes()
    except OSError:
        raise Refused([Problem("workspace.part_missing", place)]) from None
    if hash_of(content) != vintage.frozen.sha256:
        raise Refused([Problem("workspace.vintage_changed", place, {"id": vintage.id})])
    return frozen_lines(content)


def _made_again(workspace: Workspace, vintage: Vintage) -> bytes | None:
    """Return the file's content by the history; None where the vintage cannot say whose it is."""
    headers = readable(vintage_files(workspace, vintage.id)[0])
    if not isinstance(headers, pa.Table) or "cluster_id" not in headers.column_names:
        return None
    clusters = set(headers.column("cluster_id").to_pylist())
    return frozen(ResponseStore(workspace).history()[: vintage.frozen.lines], clusters)


def _file(workspace: Workspace, vintage: Vintage) -> Path:
    return vintage_files(workspace, vintage.id)[0].parent / FILE


def _where(workspace: Workspace, vintage: Vintage) -> Where:
    return Where(file=str(_file(workspace, vintage)))
