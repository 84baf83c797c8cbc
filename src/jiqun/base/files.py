"""Where the catalogue lies, and how files are written: whole, lasting, under names of any kind."""

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.shipped import CATALOGUE

PLAIN = re.compile(r"[\w./+-]*", re.ASCII)
"""A path an engine takes for nothing but a path: no pattern, no partition, no quote."""


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
        Where any of them is a file already, or a device or a pipe: it would be replaced by a file.

    Examples
    --------
    >>> refuse_existing([catalogue_path("units.yaml")], force=True)
    """
    problems = []
    for path in paths:
        if path.is_file() and not force:
            problems.append(Problem("files.exists", Where(file=str(path))))
        elif path.exists() and not path.is_file() and not path.is_dir():
            problems.append(Problem("files.device", Where(file=str(path))))
    if problems:
        raise Refused(problems)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    When this returns the file outlasts a power cut: its bytes and the folder that names it are on
    the disk. What is written first is there first, so parts go before the manifest naming them.

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
    make_folder(path.parent)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            # A temporary file is its maker's alone; what is written here is as readable as any.
            os.fchmod(file.fileno(), 0o666 & ~_umask())
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
    sync(path.parent)


def put_in_place(temporary: Path, path: Path) -> None:
    """Make a file that something else wrote the file of a name, whole and lasting.

    Parameters
    ----------
    temporary
        The file as written, in the folder of ``path``.
    path
        Its name from here on.
    """
    sync(temporary)
    temporary.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """Bring a file's bytes, or the names in a folder, to the disk.

    Raises
    ------
    OSError
        Where the disk fails. A file system that syncs no folders is no fault.
    """
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno != errno.EINVAL:
            raise
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each so that it outlasts a power cut.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     make_folder(Path(folder) / "a" / "b")
    ...     (Path(folder) / "a" / "b").is_dir()
    True
    """
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    sync(folder.parent)


@contextlib.contextmanager
def plainly_named(folder: Path) -> Iterator[Path]:
    """Lend a folder a name that an engine cannot take for anything but a path.

    DuckDB reads ``key=value`` in a path as a partition, ``*``, ``?`` and ``[`` as patterns, and
    has no way to write them plainly. Where a name holds more than letters, digits and ``./+-_``
    the folder is reached through a link, which is gone afterwards.

    Parameters
    ----------
    folder
        A folder that is there.

    Yields
    ------
    Path
        The same folder under a plain name.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as above:
    ...     folder = Path(above) / "county=it's *"
    ...     folder.mkdir()
    ...     with plainly_named(folder) as plain:
    ...         plain.samefile(folder), bool(PLAIN.fullmatch(str(plain)))
    (True, True)
    """
    whole = folder.absolute()
    if PLAIN.fullmatch(str(whole)):
        yield whole
        return
    place = None if PLAIN.fullmatch(tempfile.gettempdir()) else "/tmp"  # noqa: S108  # a fresh folder in it
    with tempfile.TemporaryDirectory(prefix="jiqun-", dir=place) as above:
        link = Path(above) / "folder"
        link.symlink_to(whole, target_is_directory=True)
        yield link
