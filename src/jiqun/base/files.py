"""Where the catalogue lies, and how a file is replaced so that nobody sees half of it."""

import contextlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parent.parent / "catalog"


def catalogue_path(*parts: str) -> Path:
    """Return the path of a catalogue file or folder.

    Examples
    --------
    >>> catalogue_path("codes", "sectors.csv").is_file()
    True
    """
    return CATALOGUE.joinpath(*parts)


def refuse_existing(paths: Iterable[Path], *, force: bool) -> None:
    """Refuse to write where files are, all of them named; what a person made is not overwritten.

    Parameters
    ----------
    paths
        Where a command would write.
    force
        Whether the person said to overwrite.

    Raises
    ------
    Refused
        Where any of them is a file already.

    Examples
    --------
    >>> refuse_existing([catalogue_path("units.yaml")], force=True)
    """
    from jiqun.base.errors import Problem, Refused, Where  # that module reads messages by this one

    taken = [path for path in paths if path.is_file() and not force]
    if taken:
        raise Refused([Problem("files.exists", Where(file=str(path))) for path in taken])


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    Parameters
    ----------
    path
        The file; its folder is made if missing.
    content
        All bytes of it.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_atomically(Path(folder) / "a" / "b.txt", b"whole")
    ...     (Path(folder) / "a" / "b.txt").read_bytes()
    b'whole'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # A temporary file is its maker's alone; what is written here is as readable as any file.
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise
