"""The installation's secret key: made once, kept in the workspace for its owner's eyes alone."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from jiqun.base.files import sync, write_atomically
from jiqun.workspace.private import SECRETS

NAME = "signing"
SHORTEST = 32
"""Characters; a file with fewer is no key of ours."""


def secret_key(folder: Path) -> str:
    """Return the key of a workspace, made the first time it is asked for.

    Of several processes that make it at once one wins, and all return its key. The folder it lies
    in tells git to leave it out, and no backup or export takes it.

    Parameters
    ----------
    folder
        The workspace.

    Raises
    ------
    OSError
        Where it cannot be read or written.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     first, again = secret_key(Path(folder)), secret_key(Path(folder))
    ...     first == again, oct((Path(folder) / SECRETS / NAME).stat().st_mode & 0o777)
    (True, '0o600')
    """
    path = folder / SECRETS / NAME
    if not path.is_file():
        _make(path)
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    key = path.read_text(encoding="ascii").strip()
    if len(key) < SHORTEST:
        raise OSError(f"{path} is no key: remove it, and a new one is made")
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    sync(path.parent.parent)
    write_atomically(path.parent / ".gitignore", b"*\n")
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w") as file:  # mkstemp's files are 0600 from the start
            file.write(secrets.token_urlsafe(48) + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):  # another process was first: its key holds
            os.link(temporary, path)
    finally:
        Path(temporary).unlink()
    sync(path.parent)
