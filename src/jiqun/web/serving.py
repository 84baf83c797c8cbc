"""Serve the site: granian's processes run the application, whitenoise the files.

A worker that dies is replaced; where workers die faster than they are replaced all are started
again, and only a site that cannot start at all is given up.
"""

import logging
import os
import socket
import threading
import time
from collections import deque
from pathlib import Path
from typing import Any

from jiqun.base.errors import Problem, Refused, Where
from jiqun.workspace import Workspace
from jiqun.workspace.orphans import sweep

WORKERS = 2
THREADS = 4
"""Threads of each worker that run Python; some of them may wait for something being made."""
WAITING = 1024
"""Connections that may wait."""
MOST_STARTS, WITHIN = 5, 120.0
"""A site started more often than this in so many seconds cannot start."""
REST = 1.0
"""Seconds before all workers are started again."""
READY = 3.0
"""Seconds the workers wait for the newest vintage's figures; then readers wait for them."""

_log = logging.getLogger("jiqun.web")


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
        Where the port is taken, or the installation's key cannot be kept.
    """
    Workspace.open(folder)
    _refuse_taken(address, port)
    prepare(folder, hosts)
    starts: deque[float] = deque(maxlen=MOST_STARTS)
    while not _ended(_server(address, port)):
        if len(starts) == MOST_STARTS and time.monotonic() - starts[0] < WITHIN:
            raise Refused([Problem("web.cannot_start")])
        starts.append(time.monotonic())
        _log.warning("workers died in quick succession; all are started again")


def _server(address: str, port: int) -> Any:
    from granian.constants import Interfaces
    from granian.server import Server

    return Server(
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
        respawn_failed_workers=True,
    )


def _application() -> Any:
    """Return the application. By name granian would look for it from the folder it runs in."""
    from jiqun.web.wsgi import application

    _finish(Path(os.environ["JIQUN_WORKSPACE"]))  # what the worker before this one was at
    return application


def _ended(server: Any) -> bool:
    """Run a server; tell whether it was asked to end, rather than left by its workers."""
    try:
        server.serve(target_loader=_application, wrap_loader=False)
    except SystemExit:
        if not server.interrupt_children:
            raise
    if not server.interrupt_signal:
        time.sleep(REST)  # an interrupt during the rest still reaches this server
    return bool(server.interrupt_signal)


def prepare(folder: Path, hosts: tuple[str, ...] = ()) -> None:
    """Set the environment the workers read, and begin to make what the public reads first.

    Parameters
    ----------
    folder
        The workspace.
    hosts
        Further host names.

    Raises
    ------
    Refused
        Where the installation's key can be neither read nor made.
    ImproperlyConfigured
        Where a route declares no right.
    """
    os.environ["JIQUN_WORKSPACE"] = str(folder.resolve())
    os.environ["JIQUN_HOSTS"] = ",".join(hosts)
    if not os.environ.get("JIQUN_SECRET_KEY"):
        _make_key(folder)
    sweep(folder)
    _refuse_unfit()
    _finish(folder)
    _begin_to_publish(folder)


def _begin_to_publish(folder: Path) -> None:
    """Make what the public reads beside the workers; begin with a head start, not a condition."""
    from jiqun.web.explore.publishing import keep_published
    from jiqun.web.explore.shelf import PUBLISHER, watched

    os.environ[PUBLISHER] = "beside the workers"
    watched(folder)  # what is wrong with the workspace is said here
    ready = threading.Event()
    threading.Thread(target=keep_published, args=(folder, ready), daemon=True).start()
    ready.wait(READY)


def _make_key(folder: Path) -> None:
    from jiqun.web.secret import secret_key

    try:
        secret_key(folder)
    except OSError as fault:
        problem = Problem("web.no_key", Where(file=str(folder)), details={"reason": str(fault)})
        raise Refused([problem]) from None


def _refuse_unfit() -> None:
    import django

    django.setup()
    from jiqun.web.databases import make_ready
    from jiqun.web.rights import refuse_undeclared

    refuse_undeclared()
    make_ready()


def _finish(folder: Path) -> None:
    """Finish the steps that a crash cut off; a site starts all the same where one cannot be."""
    from django.db import DatabaseError, connections

    from jiqun.web.closing import closing
    from jiqun.web.diagnosis import responding
    from jiqun.web.filing.accepting import INSTALLATION
    from jiqun.web.filing.finishing import finish

    try:
        workspace = Workspace.open(folder)
        finish(workspace, INSTALLATION)
        responding.finish(workspace, INSTALLATION)
        closing.finish(workspace, INSTALLATION)
    except (Refused, OSError, DatabaseError) as fault:
        _log.warning("steps that were cut off wait to be finished: %s", fault)
    connections.close_all()


def _refuse_taken(address: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            raise Refused([Problem("web.port_taken", details={"port": port})]) from None
