"""Read workflow files: every fault of every file at once, with file and line."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jiqun.base.catalogue import read_entry
from jiqun.base.errors import NotFound, Problem, Refused
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
    found: dict[str, Workflow] = {}
    problems: list[Problem] = []
    for path in paths:
        entry, faults = read_entry(path, "workflow")
        if entry is not None and not faults:
            defined = Workflow(path.stem, entry.content)
            # Names first: a graph with a state that does not exist has nothing else to say.
            faults = list(unknown_names(entry)) or list(unsound(defined, entry))
            if not faults:
                found[defined.id] = defined
        problems += faults
    return found, problems


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
    found, problems = read_workflows(sorted(catalogue_path("workflows").glob("*.yaml")))
    if problems:
        raise Refused(problems)
    return found


def workflow(id: str) -> Workflow:  # noqa: A002  # the field's word
    """Return a workflow of the catalogue by its id.

    Raises
    ------
    NotFound
        Where there is none; the message names those there are.
    """
    known = workflows()
    if id not in known:
        details = {"id": id, "known": ", ".join(known)}
        raise NotFound(Problem("workflow.no_workflow", details=details))
    return known[id]
