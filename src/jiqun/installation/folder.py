"""The folder people write their catalogue in, read with care: it may hold anything."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import read_input
from jiqun.base.own_catalogue import KINDS, fits
from jiqun.base.yaml_files import LARGEST_YAML

FOLDER = "catalog"
MOST_FILES = 2000
ENDINGS = tuple({kind[kind.rindex(".") :] for kind in KINDS})


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in a catalogue folder.

    Parameters
    ----------
    files
        Content by place.
    problems
        What cannot be read, or has no place there.
    unread
        The places where something stands that could not be read; ``""`` is the folder itself.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def hides(self, name: str) -> bool:
        """Tell whether what people mean to say in a place could not be read."""
        parts = name.split("/")
        return any("/".join(parts[:depth]) in self.unread for depth in range(len(parts) + 1))


def written(workspace: Path) -> Written:
    """Return the files of a workspace's catalogue folder by their place, and what cannot be one.

    Parameters
    ----------
    workspace
        Its folder. Files whose name begins with a dot, and folders' own, are nobody's business.
    """
    root = workspace / FOLDER
    found = Written()
    for path in _entries(root):
        name = "" if path == root else path.relative_to(root).as_posix()
        where = Where(file=shown(workspace, name))
        if path.is_dir():  # a link, or a folder that has a file's name
            found.problems.append(Problem("installation.folder", where))
            found.unread.add(name)
        elif name and not is_place(name):
            details = {"kinds": ", ".join(KINDS)}
            found.problems.append(Problem("installation.no_place", where, details))
        elif len(found.files) == MOST_FILES:
            details = {"limit": str(MOST_FILES)}
            found.problems.append(Problem("installation.too_many", where, details))
            break
        else:
            _read(path, name, where, found)
    return found


def _read(path: Path, name: str, where: Where, found: Written) -> None:
    try:
        if not name:
            raise Refused([Problem("installation.no_folder", where)])
        found.files[name] = read_input(path, LARGEST_YAML)
    except Refused as refused:
        found.unread.add(name)
        found.problems.extend(
            Problem(fault.code, where, fault.details) for fault in refused.problems
        )


def is_place(name: str) -> bool:
    """Tell whether an installation may say something in a place of the catalogue.

    Examples
    --------
    >>> is_place("charts/own.yaml"), is_place("rules/../own.yaml"), is_place("messages/own.yaml")
    (True, False, False)
    """
    plain = not any(part.startswith(".") for part in name.split("/"))
    return plain and any(fits(name, kind) for kind in KINDS)


def shown(workspace: Path, name: str = "") -> str:
    """Write a place of the catalogue folder as its people know it.

    Examples
    --------
    >>> shown(Path("/srv/yunnan"), "charts/own.yaml")
    'yunnan/catalog/charts/own.yaml'
    """
    return "/".join(filter(None, (workspace.resolve().name, FOLDER, name)))


def _entries(root: Path) -> Iterator[Path]:
    """Yield the files below a folder, and the folders that are gone into by nobody.

    Links to folders are not followed: they could lead anywhere. A folder in the place of a file
    is no file.
    """
    if os.path.lexists(root) and not root.is_dir():
        yield root
    for folder, folders, names in os.walk(root):
        inner = [Path(folder, name) for name in sorted(folders) if not name.startswith(".")]
        closed = [path for path in inner if path.is_symlink() or path.suffix in ENDINGS]
        folders[:] = [path.name for path in inner if path not in closed]
        yield from closed
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))
