"""Nothing a test or a benchmark started outlives it, however it ends.

What is registered at exit does not happen in a process that is killed, by a limit of time for
instance. A small process of its own holds the other end of a pipe, and does it then.
"""

import subprocess
import sys

_WAITS = "import subprocess, sys; sys.stdin.buffer.read(); subprocess.run(sys.argv[1:])"
_STOPS = """
server=$(head -1 "$0/postmaster.pid" 2>/dev/null) || exit 0
grep -q -- "$0" "/proc/$server/cmdline" && kill -QUIT "$server" && sleep 2
rm -rf -- "$0"
"""
"""Stop a server of PostgreSQL at once, if it is the one of this folder, and remove what it held."""

_held: list[subprocess.Popen[bytes]] = []
"""A pipe that is forgotten is closed."""


def once_we_end(*words: str) -> subprocess.Popen[bytes]:
    """Run a command when this process has ended, or was killed.

    Parameters
    ----------
    words
        The command.

    Returns
    -------
    Popen
        Who waits; kill it where nothing is left to be done.
    """
    waiting = subprocess.Popen(  # noqa: S603  # words of ours
        [sys.executable, "-I", "-c", _WAITS, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _held.append(waiting)
    return waiting


def ends_with_us(folder: str) -> None:
    """Let the embedded server of a data folder end with this process."""
    once_we_end("sh", "-c", _STOPS, folder)
