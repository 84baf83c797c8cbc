"""Temporary files whose writer was killed: nothing names them, nothing will."""

import contextlib
import re
import time
from pathlib import Path

OLD = 3600.0
"""Seconds since a temporary file was last written to; a writer at work is never that slow."""
TEMPORARY = re.compile(r"\..+\.[a-z0-9_]{8}(\.tmp)?")
"""A name as :func:`jiqun.base.files.write_atomically` gives it until the file is whole."""


def sweep(folder: Path, older_than: float = OLD) -> list[Path]:
    """Remove the orphaned temporary files of a workspace, and return what was removed.

    Parameters
    ----------
    folder
        The workspace; one that cannot be written to is left as it is.
    older_than
        Seconds since the last write.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for name in (".workspace.json.ab_12xyz", "workspace.json", ".web.lock"):
    ...         _ = (Path(folder) / name).write_text("half")
    ...     [path.name for path in sweep(Path(folder), older_than=-1)]
    ['.workspace.json.ab_12xyz']
    """
    limit = time.time() - older_than
    swept = []
    for path in sorted(folder.rglob(".*")):
        with contextlib.suppress(OSError):
            if TEMPORARY.fullmatch(path.name) and path.is_file() and path.stat().st_mtime < limit:
                path.unlink()
                swept.append(path)
    return swept
