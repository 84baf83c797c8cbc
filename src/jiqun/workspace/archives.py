"""An archive of an installation: every file with its hash, and nothing put in place unverified.

A ZIP whose ``manifest.json`` lists every file with its size and hash. What the manifest does not
list is not read, what it lists is read to the listed size and no further, and files are written
under names of ours alone: no path in an archive leads out of the folder it is unpacked into.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from jiqun import __version__
from jiqun.base.canonical import canonical_json
from jiqun.base.errors import NotFound, Problem, Refused, Where
from jiqun.base.files import make_folder, put_in_place, sync
from jiqun.base.lock import LOCK
from jiqun.workspace.copies import BEFORE
from jiqun.workspace.orphans import TEMPORARY
from jiqun.workspace.private import SECRETS, leaves

KIND, FORMAT = "jiqun.backup", 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 256 << 20
"""Bytes: some million files."""
WORKSPACE, DATABASE = "workspace", "database"
"""The two folders of an archive."""
STAGED = ".restoring"
LEFT_OUT = ("publications", DATABASE)
"""Derived from vintages; dumped table by table instead."""
CHUNK = 1 << 20
DAMAGE = (BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
"""What reading a damaged ZIP raises, or one of a kind that is not read."""

Progress = Callable[[Iterable[Any], str], Iterable[Any]]


@dataclass(frozen=True)
class Contents:
    """What an archive says of itself.

    Parameters
    ----------
    made
        When, in UTC.
    files
        ``(bytes, sha256)`` by name inside the archive.
    database
        What is needed to load the tables; None where the installation had none.
    """

    made: str
    files: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    database: Mapping[str, Any] | None = None


def files_of(folder: Path) -> dict[str, Path]:
    """Return the files of a workspace that a backup takes, by their names in it.

    Raises
    ------
    Refused
        Where something is a link or a device: a backup without it would be no backup.
    """
    found: dict[str, Path] = {}
    problems = []
    for path in sorted(folder.rglob("*")):
        within = path.relative_to(folder)
        if within.parts[0] in LEFT_OUT or not leaves(path, folder) or _passing(within):
            continue
        name = f"{WORKSPACE}/{within.as_posix()}"
        if path.is_symlink() or not (path.is_file() or path.is_dir()) or not _printable(name):
            problems.append(Problem("backup.no_file", Where(file=str(path))))
        elif path.is_file():
            found[name] = path
    if problems:
        raise Refused(problems)
    return found


def write_archive(
    file: Path, files: Mapping[str, Path], database: Mapping[str, Any] | None, progress: Progress
) -> Contents:
    """Write an archive, whole or not at all, for its owner's eyes.

    Parameters
    ----------
    file
        Where to.
    files
        By their names inside the archive; nobody may write to them meanwhile.
    database
        What is needed to load the tables, if there are any.
    progress
        Wraps an iteration to show how far it is.

    Returns
    -------
    Contents
        What it holds.
    """
    made = datetime.now(UTC).isoformat(timespec="seconds")
    listed = {name: _measured(path) for name, path in progress(list(files.items()), "sha256")}
    said = {
        "kind": KIND,
        "format": FORMAT,
        "program": __version__,
        "made": made,
        "files": {name: list(measured) for name, measured in listed.items()},
        "database": database,
    }
    make_folder(file.parent)
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as stream, ZipFile(stream, "w", ZIP_DEFLATED) as archive:
            archive.writestr(_entry(MANIFEST), canonical_json(said))
            for name, path in progress(list(files.items()), "zip"):
                with path.open("rb") as source, archive.open(_entry(name), "w") as target:
                    shutil.copyfileobj(source, target, CHUNK)
        put_in_place(Path(temporary), file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Contents(made, listed, database)


def read_contents(file: Path) -> Contents:
    """Read what an archive says of itself.

    Raises
    ------
    NotFound
        Where there is no such file.
    Refused
        Where it is no archive of ours, damaged, of a later version, or names files that are not
        an archive's to name.
    """
    if not file.is_file():
        raise NotFound(Problem("backup.not_found", Where(file=str(file))))
    try:
        with ZipFile(file) as archive:
            content = _bounded(archive, MANIFEST, LARGEST_MANIFEST)
        said = json.loads(content)
    except (*DAMAGE, KeyError, RecursionError):
        raise Refused([Problem("backup.not_one", Where(file=str(file)))]) from None
    if not isinstance(said, dict) or said.get("kind") != KIND:
        raise Refused([Problem("backup.not_one", Where(file=str(file)))])
    if not isinstance(said.get("format"), int) or said["format"] > FORMAT:
        details = {"found": said.get("format"), "known": FORMAT}
        raise Refused([Problem("workspace.later_format", Where(file=str(file)), details)])
    try:
        files = {str(name): (int(size), str(sha)) for name, (size, sha) in said["files"].items()}
        contents = Contents(str(said["made"]), files, said["database"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refused([Problem("backup.not_one", Where(file=str(file)))]) from None
    _refuse_strange(contents, file)
    return contents


def unpack(file: Path, contents: Contents, folder: Path, progress: Progress) -> None:
    """Unpack an archive into an empty folder, and verify every hash.

    Raises
    ------
    Refused
        Where there is no room, or any file is missing, longer, shorter or other than listed: all
        of them named.
    """
    size = sum(size for size, _ in contents.files.values())
    if size > shutil.disk_usage(folder).free:
        raise Refused([Problem("backup.no_room", Where(file=str(file)), {"bytes": size})])
    problems = []
    try:
        with ZipFile(file) as archive:
            for name, listed in progress(list(contents.files.items()), "sha256"):
                if not _unpacked(archive, name, listed, folder / name):
                    problems.append(
                        Problem("backup.damaged", Where(file=str(file)), {"name": name})
                    )
    except DAMAGE:
        raise Refused([Problem("backup.not_one", Where(file=str(file)))]) from None
    if problems:
        raise Refused(problems)


def put_into(staged: Path, folder: Path, last: str) -> None:
    """Move what is staged in a folder into that folder, one name last of all, or nothing.

    Parameters
    ----------
    staged
        A folder on the same disk, verified.
    folder
        Where to; holds nothing else.
    last
        The name that makes it a workspace.
    """
    moved = list[str]()
    try:
        for name in sorted((path.name for path in staged.iterdir()), key=lambda name: name == last):
            (staged / name).rename(folder / name)
            moved.append(name)
        sync(folder)
    except BaseException:
        for name in reversed(moved):  # as far as the disk lets us
            with suppress(OSError):
                (folder / name).rename(staged / name)
        raise


def _passing(within: Path) -> bool:
    """Tell whether a file is a lock, a copy kept, or written by who has not finished."""
    if within.parts[0].startswith((STAGED, BEFORE)):
        return True
    return within.name == LOCK or bool(TEMPORARY.fullmatch(within.name))


def _printable(name: str) -> bool:
    return name.isprintable() and "\\" not in name


def _measured(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return path.stat().st_size, sha256


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _bounded(archive: ZipFile, name: str, most: int) -> bytes:
    """Read a member, and no more of it than is allowed."""
    with archive.open(name) as member:
        content = member.read(most + 1)
    if len(content) > most:
        raise ValueError(name)
    return content


def _refuse_strange(contents: Contents, file: Path) -> None:
    strange = [
        name
        for name, (size, _) in contents.files.items()
        if size < 0 or not _printable(name) or not _inside(PurePosixPath(name), name)
    ]
    if strange:
        place = Where(file=str(file))
        raise Refused([Problem("backup.strange_name", place, {"name": name}) for name in strange])


def _inside(path: PurePosixPath, name: str) -> bool:
    """Tell whether a name is of a file in one of an archive's two folders, plainly written."""
    plain = path.as_posix() == name and ".." not in path.parts and len(path.parts) > 1
    return plain and path.parts[0] in (WORKSPACE, DATABASE) and path.parts[1] != SECRETS


def _unpacked(archive: ZipFile, name: str, listed: tuple[int, str], target: Path) -> bool:
    """Write a member out; tell whether it is what was listed."""
    size, sha256 = listed
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    try:
        with archive.open(name) as member, target.open("xb") as file:
            for chunk in _chunks(member, size):
                digest.update(chunk)
                file.write(chunk)
            whole = file.tell() == size and not member.read(1)
            file.flush()
            os.fsync(file.fileno())
    except (*DAMAGE, KeyError):
        return False
    return whole and digest.hexdigest() == sha256


def _chunks(member: Any, size: int) -> Iterator[bytes]:
    while size > 0 and (chunk := member.read(min(CHUNK, size))):
        size -= len(chunk)
        yield chunk
