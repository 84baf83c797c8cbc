"""Back an installation up and restore it: workspace and database of one moment."""

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import rmtree
from typing import Any
from uuid import uuid4

from jiqun.base.errors import NotFound, Problem, Refused, Where, errors_only
from jiqun.base.files import make_folder
from jiqun.base.lock import locked
from jiqun.base.parts import need
from jiqun.base.rule_reasons import restored as because
from jiqun.filings.accept import Outcome, accept, check_entries
from jiqun.filings.refiling import refiled
from jiqun.web.presence import URL, has_database
from jiqun.workspace import Workspace, archives
from jiqun.workspace.archives import DATABASE, STAGED, WORKSPACE, Contents
from jiqun.workspace.batches import MANIFEST
from jiqun.workspace.journal import at_the_command_line

Progress = Callable[[Iterable[Any], str], Iterable[Any]]


def backup(folder: Path, file: Path, progress: Progress) -> Contents:
    """Write an archive of a workspace and its database, of one moment.

    Nobody writes to the workspace or adds files beside filings meanwhile; the database is read as
    it is at one moment, and sites go on.

    Parameters
    ----------
    folder
        The workspace.
    file
        The archive; nothing may stand there.
    progress
        Wraps an iteration to show how far it is.

    Returns
    -------
    Contents
        What it holds.

    Raises
    ------
    NotFound
        Where the folder is no workspace.
    Refused
        Where it holds links, or a later version made the workspace or the database.
    """
    Workspace.open(folder)
    make_folder(file.parent)
    with locked(folder), tempfile.TemporaryDirectory(dir=file.parent, prefix=".dump-") as dumped:
        if not has_database(folder):
            return _written(folder, file, {}, None, progress)
        from jiqun.web.opened import set_up

        set_up(folder)
        from jiqun.web.casework.contents import contents_held

        told = _faults_told("database.cannot_open", Where(file=str(folder)))
        with told, contents_held():  # no file beside a filing goes after its row was read
            said = _dumped(Path(dumped), progress)
            lines = {f"{DATABASE}/{path.name}": path for path in sorted(Path(dumped).iterdir())}
            return _written(folder, file, lines, said, progress)


def _written(
    folder: Path, file: Path, lines: dict[str, Path], said: Any, progress: Progress
) -> Contents:
    files = archives.files_of(folder) | lines
    files.pop(f"{WORKSPACE}/{file.name}" if file.parent == folder else "", None)
    return archives.write_archive(file, files, said, progress)


def _dumped(into: Path, progress: Progress) -> dict[str, Any]:
    from jiqun.web.dumps import dump

    return dump(into, progress)


def restore(file: Path, folder: Path, progress: Progress) -> Contents:
    """Restore an archive into an empty folder, all of it or nothing.

    The database goes where ``JIQUN_DATABASE_URL`` says, which must hold nothing yet, or else into
    the workspace; whichever engine it came from.

    Parameters
    ----------
    file
        The archive.
    folder
        Empty, or not there yet.
    progress
        Wraps an iteration to show how far it is.

    Returns
    -------
    Contents
        What was restored.

    Raises
    ------
    Refused
        Where the folder or the database holds something, the archive is damaged, or a later
        version made it. Nothing has been put in place then.
    """
    contents = archives.read_contents(file)
    if (folder / MANIFEST).exists():
        raise Refused([Problem("workspace.exists", Where(file=str(folder)))])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused([Problem("workspace.not_empty", Where(file=str(folder)))])
    there = folder.is_dir()
    make_folder(folder)
    try:
        with _unpacked(file, contents, folder, progress) as staged:
            Workspace.open(staged / WORKSPACE)
            if contents.database is None:
                archives.put_into(staged / WORKSPACE, folder, MANIFEST)
            else:
                with _faults_told("database.cannot_write", Where(file=str(file))):
                    _restore_with_database(contents.database, staged, folder, file, progress)
    except BaseException:
        if not there and not any(folder.iterdir()):
            folder.rmdir()
        raise
    return contents


def _restore_with_database(
    said: Any, staged: Path, folder: Path, file: Path, progress: Progress
) -> None:
    """Load the tables, and put the files in place before the rows are committed."""
    from jiqun.web.opened import set_up

    set_up(staged / WORKSPACE)
    from django.core.management import call_command
    from django.db import connection, transaction

    from jiqun.web import databases, dumps

    outside = bool(os.environ.get(URL))
    databases.make_folder_ready()
    dumps.refuse_unknown(said, Where(file=str(file)))
    dumps.refuse_used(Where(file="JIQUN_DATABASE_URL"))
    dumps.make_tables(said)
    with transaction.atomic():
        dumps.load(said, staged / DATABASE, progress)
        if outside:
            archives.put_into(staged / WORKSPACE, folder, MANIFEST)
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()
    if not outside:
        archives.put_into(staged / WORKSPACE, folder, MANIFEST)
    databases.point_at(folder)


@contextmanager
def _faults_told(code: str, place: Where) -> Iterator[None]:
    """Say in a sentence what the database could not do: a full disk, a server that went."""
    need("web")
    from django.db import DatabaseError
    from django.db.migrations.exceptions import MigrationSchemaMissing

    try:
        yield
    except (DatabaseError, MigrationSchemaMissing) as fault:
        details = {"reason": (str(fault).strip().splitlines() or [""])[0]}
        raise Refused([Problem(code, place, details)]) from None


@contextmanager
def _unpacked(file: Path, contents: Contents, folder: Path, progress: Progress) -> Iterator[Path]:
    """Lend an archive's verified contents, on the disk they are for."""
    staged = Path(tempfile.mkdtemp(dir=folder, prefix=STAGED))
    try:
        archives.unpack(file, contents, staged, progress)
        yield staged
    finally:
        rmtree(staged, ignore_errors=True)


@dataclass(frozen=True)
class Restored:
    """What became of a filing that was restored alone.

    Parameters
    ----------
    outcome
        As of a filing that was accepted; None where the workspace says the same already.
    made
        When the archive was made.
    """

    outcome: Outcome | None
    made: str


def restore_filing(
    file: Path, folder: Path, filing: tuple[str, int], reason: str, progress: Progress
) -> Restored:
    """Restore one filing into a workspace that goes on: a new revision, by a new event.

    Parameters
    ----------
    file
        The archive.
    folder
        The workspace.
    filing
        Cluster and year.
    reason
        Why; a sentence naming the backup where empty.
    progress
        Wraps an iteration to show how far it is.

    Raises
    ------
    NotFound
        Where the archive holds no such filing.
    Refused
        Where the archive is damaged, or the filing does not pass the checks of today.
    """
    workspace = Workspace.open(folder)
    contents = archives.read_contents(file)
    with _unpacked(file, contents, folder, progress) as staged:
        kept = Workspace.open(staged / WORKSPACE).accepted()
        if filing not in kept:
            details = {"filing": f"{filing[0]}/{filing[1]}"}
            raise NotFound(Problem("backup.no_filing", Where(file=str(file)), details))
        wanted = kept[filing]
    present = workspace.accepted().get(filing)
    if present is not None and present.content == wanted.content:
        return Restored(None, contents.made)
    said = reason or because(contents.made)
    (checked,) = check_entries([refiled(wanted, file.name, said)], workspace)
    if checked.refused:
        raise Refused(errors_only(checked.problems))
    by = at_the_command_line()
    if has_database(folder):
        by = replace(by, event=_recorded(folder, filing, wanted.sha256, said))
    (outcome,) = accept([refiled(wanted, file.name, said)], workspace, by)
    if outcome.refused:
        raise Refused(errors_only(outcome.problems))
    return Restored(outcome, contents.made)


def _recorded(folder: Path, filing: tuple[str, int], sha256: str, reason: str) -> str:
    """Record that a filing is being restored, and return the event's id."""
    from jiqun.web.opened import open_installation

    open_installation(folder)
    from jiqun.web.events.chain import Deed, record
    from jiqun.web.filing.accepting import INSTALLATION

    uid, subject = uuid4(), f"filing:{filing[0]}/{filing[1]}"
    said = {"restored": sha256}
    deed = Deed("restore", subject, "", INSTALLATION.office, said, {"reason": reason}, uid)
    record(deed)
    return str(uid)
