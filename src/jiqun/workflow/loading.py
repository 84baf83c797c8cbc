"""Read workflow files: every fault of every file at once, with file and line."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jiqun.base.catalogue import Entry, all_sound, sound_entries
from jiqun.base.errors import NotFound, Problem, Whole
from jiqun.base.files import catalogue_path
from jiqun.workflow.definitions import Workflow
from jiqun.workflow.names import unknown_names
from jiqun.workflow.soundness import unsound


def read_workflows(paths: Iterable[Path]) -> tuple[dict[str, Workflow], list[Problem]]:
    """Read workflow files.

    Parameters
    ----------
    paths
        The files; a file's name is its workflow's.

    Returns
    -------
    dict
        The workflows that are right, by id. A faulty file does not take the others with it.
    list of Problem
        Everything wrong with the others.
    """
    # Names first: a graph with a state that does not exist has nothing else to say.
    entries, problems = sound_entries(paths, "workflow", unknown_names, _unsound)
    return {entry.path.stem: _defined(entry) for entry in entries}, problems


def _defined(entry: Entry) -> Workflow:
    return Workflow(entry.path.stem, entry.content)


def _unsound(entry: Entry) -> Iterable[Problem]:
    return unsound(_defined(entry), entry)


@cache
def workflows() -> dict[str, Workflow]:
    """Load every workflow of the catalogue by id, once.

    Raises
    ------
    Refused
        With every fault of every file.

    Examples
    --------
    >>> workflows()["filing"].title.in_("en")
    'Yearly filing of a cluster'
    """
    return all_sound(read_workflows(sorted(catalogue_path("workflows").glob("*.yaml"))))


def workflow(id: str) -> Workflow:  # noqa: A002  # the field's word
    """Return a workflow of the catalogue by its id.

    Raises
    ------
    NotFound
        Where there is none; the message names those there are.
    """
    known = workflows()
    if id not in known:
        details = {"id": id, "known": Whole(", ".join(known))}
        raise NotFound(Problem("workflow.no_workflow", details=details))
    return known[id]
