"""Where what people intend is kept: SQLite in the workspace, or PostgreSQL by one setting."""

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.files import put_in_place
from jiqun.web.presence import FILE, FOLDER, URL

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
    wanted = database_of(os.environ.get(URL, ""), workspace)
    if _where(connections.settings["default"]) != _where(wanted):
        connections.close_all()
        with suppress(AttributeError):  # this thread has not connected yet
            del connections["default"]
        connections.settings["default"] |= wanted
        settings.DATABASES["default"] |= wanted


def _where(said: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what tells one database from another: its name, on which server."""
    if said["ENGINE"].endswith("sqlite3"):
        return (said["NAME"],)
    return said["NAME"], said["HOST"], said["PORT"], said["OPTIONS"].get("host")


def make_ready() -> None:
    """Make the database's tables, or bring them to this version; Django is set up already.

    Raises
    ------
    Refused
        Where the database cannot be opened, or a later version made it.
    """
    from django.core.management import call_command
    from django.db import connections

    from jiqun.base.lock import locked

    make_folder_ready()
    name = connections.settings["default"]["NAME"]
    if isinstance(name, Path):
        with locked(name.parent):
            refuse_later()
            _keep_copy(name)
            call_command("migrate", verbosity=0, interactive=False)
    else:
        refuse_later()
        call_command("migrate", verbosity=0, interactive=False)


def _keep_copy(file: Path) -> None:
    """Keep a database of an earlier version as it is, before its tables are changed."""
    from django.db import connection

    found = migrations()
    missing = sorted(found.known - found.applied)
    if not found.applied or not missing:
        return
    kept = file.with_name(f"{file.stem}.before-{'-'.join(missing[0])}{file.suffix}")
    if kept.exists():
        return
    temporary = file.with_name(f".{kept.name}.tmp")
    connection.ensure_connection()
    with closing(sqlite3.connect(temporary)) as copy:
        connection.connection.backup(copy)
    temporary.chmod(0o600)
    put_in_place(temporary, kept)


def make_folder_ready() -> None:
    """Make the folder of a database that is a file, for its owner's eyes."""
    from django.db import connections

    name = connections.settings["default"]["NAME"]
    if isinstance(name, Path):
        name.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def refuse_later() -> None:
    """Refuse a database that this version does not know all of.

    Raises
    ------
    Refused
        Where it cannot be opened, or a later version has changed its tables.
    """
    found = migrations()
    if later := sorted(found.applied - found.known):
        details = {"migrations": ", ".join(".".join(name) for name in later[:5])}
        raise Refused([Problem("database.later_version", _place(), details)])


def refuse_earlier() -> None:
    """Refuse a database whose tables are not yet of this version.

    Raises
    ------
    Refused
        Naming what brings it to this version.
    """
    found = migrations()
    if found.known - found.applied:
        raise Refused([Problem("database.earlier_version", _place())])


@dataclass(frozen=True, slots=True)
class Migrations:
    """Changes of tables: those a database has seen, and those this version knows."""

    applied: frozenset[tuple[str, str]]
    known: frozenset[tuple[str, str]]


def migrations() -> Migrations:
    """Return which changes of tables the database has seen, and which this version knows.

    Raises
    ------
    Refused
        Where the database cannot be opened.
    """
    from django.db import DatabaseError, connection
    from django.db.migrations.loader import MigrationLoader

    try:
        loader = MigrationLoader(connection)
    except DatabaseError as fault:
        details = {"reason": str(fault).strip().splitlines()[0]}
        raise Refused([Problem("database.cannot_open", _place(), details)]) from None
    return Migrations(frozenset(loader.applied_migrations), frozenset(loader.disk_migrations))


@contextmanager
def _reading(connection: Any) -> Iterator[None]:
    """Let the next transaction begin as one that reads, not as one that will write."""
    usual, connection.transaction_mode = connection.transaction_mode, None
    try:
        yield
    finally:
        connection.transaction_mode = usual


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it was at one moment, whatever is written meanwhile."""
    from django.db import connection, transaction

    with ExitStack() as stack:
        if connection.vendor == "sqlite":  # who only reads takes no turn from those who write
            stack.enter_context(_reading(connection))
        stack.enter_context(transaction.atomic())
        if connection.vendor == "postgresql" and len(connection.savepoint_ids) == 0:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def unsound() -> list[Problem]:
    """Return what the database itself finds damaged."""
    from django.db import DatabaseError, connection

    try:
        with connection.cursor() as cursor:
            said = []
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA integrity_check(20)")
                said = [row[0] for row in cursor.fetchall() if row[0] != "ok"]
            connection.check_constraints()
    except DatabaseError as fault:
        said = [str(fault).strip().splitlines()[0]]
    return [Problem("database.unsound", _place(), {"reason": reason}) for reason in said]


def _place() -> Where:
    """Return where the database is, without its password."""
    from django.db import connections

    said = connections.settings["default"]
    name, host = said["NAME"], said.get("HOST")
    return Where(file=f"postgresql://{host}/{name}" if host else str(name))
