"""Open an installation's database from outside a request: the command line, the demonstration."""

import os
from pathlib import Path

from jiqun.base.parts import need
from jiqun.web.presence import URL
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
    Refused
        Where the database cannot be opened, or a later version made it.
    """
    workspace = set_up(folder)
    from jiqun.web.databases import make_ready

    make_ready()
    return workspace


def look_into(folder: Path) -> Workspace:
    """Set Django up for a workspace that has a database, and change nothing in it.

    Parameters
    ----------
    folder
        The workspace.

    Raises
    ------
    NotFound
        Where the folder is no workspace.
    Refused
        Where the database cannot be opened, or another version made its tables.
    """
    workspace = set_up(folder)
    from jiqun.web.databases import refuse_earlier, refuse_later

    refuse_later()
    refuse_earlier()
    return workspace


def set_up(folder: Path) -> Workspace:
    """Set Django up for a workspace, and leave its database as it is, or is not.

    Parameters
    ----------
    folder
        The workspace.

    Raises
    ------
    NotFound
        Where the folder is no workspace.
    Refused
        Where what the site needs is not installed.
    """
    workspace = Workspace.open(folder)
    need("postgresql" if os.environ.get(URL, "").startswith("postgres") else "web")
    os.environ["JIQUN_WORKSPACE"] = str(folder.resolve())

    import django

    import jiqun.web  # noqa: F401  # names the settings

    django.setup()
    from jiqun.web.casework.row_policies import be_the_installation
    from jiqun.web.databases import point_at

    point_at(folder)
    be_the_installation(own=True)
    return workspace
