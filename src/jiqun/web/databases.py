"""Where what people intend is kept: SQLite in the workspace, or PostgreSQL by one setting."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

FOLDER = "database"
FILE = "site.sqlite3"
WAITING = 20
"""Seconds a writer waits for another."""
SQLITE = {
    "timeout": WAITING,
    # A transaction that will write takes its turn when it begins: none fails halfway for another.
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def database_of(url: str, workspace: Path) -> dict[str, Any]:
    """Return Django's description of the database of an installation.

    Parameters
    ----------
    url
        ``postgresql://user:password@host:port/name?option=value``, ``sqlite:///path``, or empty
        for the file in the workspace.
    workspace
        The workspace.

    Raises
    ------
    ImproperlyConfigured
        Where the address is of another kind.

    Examples
    --------
    >>> database_of("", Path("w"))["NAME"]
    PosixPath('w/database/site.sqlite3')
    >>> found = database_of("postgresql://j:p%40ss@db:5433/jiqun?sslmode=require", Path("w"))
    >>> found["HOST"], found["PORT"], found["PASSWORD"], found["OPTIONS"]
    ('db', '5433', 'p@ss', {'sslmode': 'require'})
    """
    said = urlsplit(url)
    if said.scheme in ("", "sqlite"):
        name = Path(said.path) if said.path else workspace / FOLDER / FILE
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": dict(SQLITE)}
    if said.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(
            "JIQUN_DATABASE_URL: postgresql://user:password@host:port/name is wanted, "
            f"not {said.scheme}://…"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(said.path.lstrip("/")),
        "USER": unquote(said.username or ""),
        "PASSWORD": unquote(said.password or ""),
        "HOST": unquote(said.hostname or ""),
        "PORT": str(said.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(said.query)),
    }


def point_at(workspace: Path) -> None:
    """Let this process use another installation's database; Django is set up already."""
    from django.conf import settings
    from django.db import connections

    settings.WORKSPACE = workspace
    wanted = database_of(os.environ.get("JIQUN_DATABASE_URL", ""), workspace)
    if connections.settings["default"]["NAME"] != wanted["NAME"]:
        connections.close_all()
        with suppress(AttributeError):  # this thread has not connected yet
            del connections["default"]
        connections.settings["default"] |= wanted
        settings.DATABASES["default"] |= wanted


def make_ready() -> None:
    """Make the database's tables, or bring them to this version; Django is set up already."""
    from django.core.management import call_command
    from django.db import connections

    from jiqun.base.lock import locked

    name = connections.settings["default"]["NAME"]
    if isinstance(name, Path):
        name.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(name.parent):
            call_command("migrate", verbosity=0, interactive=False)
    else:
        call_command("migrate", verbosity=0, interactive=False)
