"""The folder people write their catalogue in, read with care: it may hold anything."""

import os
from pathlib import Path

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import read_input
from jiqun.base.own_catalogue import KINDS, fits
from jiqun.base.yaml_files import LARGEST_YAML

FOLDER = "catalog"
MOST_FILES = 2000


def written(workspace: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the files of a workspace's catalogue folder by their place, and what cannot be one.

    Parameters
    ----------
    workspace
        Its folder. Files whose name begins with a dot, and folders' own, are nobody's business.
    """
    root = workspace / FOLDER
    found: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in _files(root):
        name = path.relative_to(root).as_posix()
        where = Where(file=shown(workspace, name))
        if not any(fits(name, kind) for kind in KINDS):
            details = {"kinds": ", ".join(KINDS)}
            problems.append(Problem("installation.no_place", where, details))
        elif len(found) == MOST_FILES:
            problems.append(Problem("installation.too_many", where, {"limit": str(MOST_FILES)}))
            break
        else:
            try:
                found[name] = read_input(path, LARGEST_YAML)
            except Refused as refused:
                problems += [Problem(one.code, where, one.details) for one in refused.problems]
    return found, problems


def shown(workspace: Path, name: str = "") -> str:
    """Write a place of the catalogue folder as its people know it.

    Examples
    --------
    >>> shown(Path("/srv/yunnan"), "charts/own.yaml")
    'yunnan/catalog/charts/own.yaml'
    """
    return "/".join(filter(None, (workspace.resolve().name, FOLDER, name)))


def _files(root: Path) -> list[Path]:
    """Return the files below a folder, links not followed: they could lead anywhere."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [Path(folder, name) for name in sorted(names) if not name.startswith(".")]
    return found
