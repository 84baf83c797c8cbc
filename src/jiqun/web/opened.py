"""Open an installation's database from outside a request: the command line, the demonstration."""

import os
from pathlib import Path

from jiqun.workspace import Workspace


def open_installation(folder: Path) -> Workspace:
    """Set Django up for a workspace, with the database's tables of this version.

    Parameters
    ----------
    folder
        The workspace.

    Raises
    ------
    NotFound
        Where the folder is no workspace.
    """
    workspace = Workspace.open(folder)
    os.environ["JIQUN_WORKSPACE"] = str(folder.resolve())

    import django

    import jiqun.web  # noqa: F401  # names the settings

    django.setup()
    from jiqun.web.databases import make_ready, point_at

    point_at(folder)
    make_ready()
    return workspace
