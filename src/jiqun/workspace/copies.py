"""A copy of a workspace of an earlier format, kept before this version first writes to it."""

import os
import shutil
import tempfile
from pathlib import Path

from jiqun.base.files import sync
from jiqun.base.lock import LOCK
from jiqun.workspace.private import leaves

BEFORE = "before-format-"
"""What the name of a copy begins with; the format that came after it follows."""
DERIVED = ("publications", "database")


def keep_copy(folder: Path, newer: int) -> Path:
    """Keep a workspace as it is, beside what is about to change in it.

    Files are linked, not copied, where the disk can: what is written later replaces a name and
    never changes a file, so that the copy stays as it was and takes no room.

    Parameters
    ----------
    folder
        The workspace; nobody else may write to it meanwhile.
    newer
        The format it is about to get.

    Returns
    -------
    Path
        The copy: a workspace of its own, which the earlier version opens.
    """
    kept = folder / f"{BEFORE}{newer}"
    if kept.is_dir():
        return kept
    staged = Path(tempfile.mkdtemp(dir=folder, prefix=f".{BEFORE}"))
    try:
        for path in sorted(folder.rglob("*")):
            within = path.relative_to(folder)
            if _belongs(within) and leaves(path, folder) and path.is_file():
                _link(path, staged / within)
        staged.chmod(folder.stat().st_mode & 0o777)
        staged.rename(kept)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    sync(folder)
    return kept


def _belongs(within: Path) -> bool:
    first = within.parts[0]
    return first not in DERIVED and not first.lstrip(".").startswith(BEFORE) and within.name != LOCK


def _link(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, target)
    except OSError:  # another disk, or one that has no links
        shutil.copy2(path, target)
