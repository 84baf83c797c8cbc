"""Serve the site: granian's processes run the application, whitenoise the files."""

import os
import secrets
import socket
from pathlib import Path

from jiqun.base.errors import Problem, Refused
from jiqun.workspace import Workspace

WORKERS = 2
THREADS = 4
"""Threads of each worker that run Python."""
WAITING = 1024
"""Connections that may wait."""


def serve(folder: Path, address: str, port: int, hosts: tuple[str, ...] = ()) -> None:
    """Serve a workspace's pages and API until interrupted.

    Parameters
    ----------
    folder
        The workspace.
    address, port
        Where to listen.
    hosts
        Host names readers use, besides this machine's own.

    Raises
    ------
    NotFound
        Where the folder is no workspace.
    Refused
        Where the port is taken.
    """
    Workspace.open(folder)
    _refuse_taken(address, port)
    prepare(folder, hosts)
    from granian.constants import Interfaces
    from granian.server import Server

    Server(
        "jiqun.web.wsgi:application",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        backlog=WAITING,
        log_enabled=True,
        log_level="warning",  # type: ignore[arg-type]  # granian's enum is of text
        websockets=False,
    ).serve()


def prepare(folder: Path, hosts: tuple[str, ...] = ()) -> None:
    """Set the environment the workers read, and compute the newest figures before they start.

    Parameters
    ----------
    folder
        The workspace.
    hosts
        Further host names.
    """
    os.environ["JIQUN_WORKSPACE"] = str(folder.resolve())
    os.environ["JIQUN_HOSTS"] = ",".join(hosts)
    os.environ.setdefault("JIQUN_SECRET_KEY", secrets.token_urlsafe(48))
    os.environ["JIQUN_WARM"] = "1"
    from jiqun.web.explore.shelf import open_shelf

    _ = open_shelf(folder).newest


def _refuse_taken(address: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            raise Refused([Problem("web.port_taken", details={"port": port})]) from None
