"""Contents of files kept beside cases: told by content, stored once under their hash."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.files import write_atomically
from jiqun.base.inputs import read_input
from jiqun.base.lock import locked
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.casework.scans import ending_of, problems_of_scan
from jiqun.web.casework.uploads import LARGEST_FILE, cleaned_name, too_large

FOLDER = "evidence"
SHA256 = re.compile(r"[0-9a-f]{64}")


def taken(file: UploadedFile) -> tuple[str, bytes, list[Problem]]:
    """Return an upload's name with the ending of its content, the content, and its faults."""
    name, problems = cleaned_name(file.name or ""), list[Problem]()
    content = _content(file, name, problems)
    name, faults = judged(name, content)
    return name, content, problems + faults


def judged(name: str, content: bytes) -> tuple[str, list[Problem]]:
    """Return a file's name with the ending of its content, and why it is not kept.

    Parameters
    ----------
    name
        As :func:`jiqun.web.casework.uploads.cleaned_name` leaves it.
    content
        What is in it; of nothing nothing is said.
    """
    ending, problems = ending_of(content), list[Problem]()
    if content and not ending:
        problems.append(Problem("filing.evidence_kind", Where(file=name)))
    problems += problems_of_scan(content, ending, Where(file=name))
    return Path(name).stem + ending, problems


def keep_content(content: bytes) -> str:
    """Write a content under its hash, and return that: before the row that names it is written."""
    sha256 = hashlib.sha256(content).hexdigest()
    write_atomically(stored(sha256), content)
    return sha256


def content_of(sha256: str, name: str) -> bytes:
    """Return the content that is kept under a hash.

    Parameters
    ----------
    sha256
        The hash.
    name
        What the file is called, for messages.

    Raises
    ------
    Refused
        Where it is not there any more, or is not what was added.
    """
    content = read_input(stored(sha256), LARGEST_FILE)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refused([Problem("filing.evidence_changed", Where(file=name))])
    return content


def drop_content(sha256: str) -> None:
    """Remove a content that no row names any more; call it once the row's removal is committed."""
    with seen_whole():  # the same content may stand beside a case the doer does not see
        last = not is_kept(sha256)
    if last:
        with suppress(FileNotFoundError):
            stored(sha256).unlink()


def is_kept(sha256: str) -> bool:
    """Tell whether a row of any room still names a content."""
    return any(rows.filter(sha256=sha256).exists() for rows in _keepers())


def problems_of_kept() -> list[Problem]:
    """Return a problem for every file of any room whose content is gone or is another.

    Contents that no row names are noted: their upload was cut off before its row was there.
    They are told and never removed, for a site that was pointed at another database would take
    all of them for such.
    """
    found = []
    for rows in _keepers():
        for kept in rows.exclude(sha256="").iterator():
            if code := _fault_of(kept.sha256):
                cluster, year = kept.kept_for
                place = Where(file=f"{FOLDER}/{kept.sha256}", cluster=cluster, year=year)
                found.append(Problem(f"filing.{code}", place))
    return [*found, *_unnamed()]


@contextmanager
def contents_held() -> Iterator[None]:
    """Hold the folder of contents: none is removed while it is taken up anew, or backed up."""
    folder = Path(settings.WORKSPACE) / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    with locked(folder):
        yield


def stored(sha256: str) -> Path:
    """Return where a content is kept: in the workspace, for backups take it; under its hash."""
    return Path(settings.WORKSPACE) / FOLDER / sha256[:2] / sha256


def _keepers() -> Iterator[QuerySet[Any]]:
    """Yield the rows of each room that keep a content under its hash."""
    for model in apps.get_models():
        if getattr(model, "keeps_content", False):
            yield model._default_manager.all()


def _fault_of(sha256: str) -> str:
    """Return what is wrong with a content; empty where it is what was added."""
    try:
        same = hashlib.sha256(stored(sha256).read_bytes()).hexdigest() == sha256
    except OSError:
        return "evidence_gone"
    return "" if same else "evidence_changed"


def _unnamed() -> Iterator[Problem]:
    """Note the contents that no row names, while no file is added or removed."""
    folder = Path(settings.WORKSPACE) / FOLDER
    if not folder.is_dir():
        return
    with contents_held():
        named = {sha256 for rows in _keepers() for sha256 in rows.values_list("sha256", flat=True)}
        held = sorted(path for path in folder.glob("??/*") if SHA256.fullmatch(path.name))
    for path in held:
        if path.name not in named:
            yield Problem("filing.evidence_unnamed", Where(file=str(path)))


def _content(file: UploadedFile, name: str, problems: list[Problem]) -> bytes:
    if large := too_large(file):
        problems += large
        return b""
    content: bytes = file.read()
    if not content:
        problems.append(Problem("filings.empty_file", Where(file=name)))
    return content
