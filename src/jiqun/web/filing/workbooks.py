"""The workbook of a draft, and a file that somebody filled in elsewhere."""

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import UploadedFile

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.language import Lang
from jiqun.filings.accept import check_entries
from jiqun.filings.raw import RawFile, RawFiling
from jiqun.filings.read import read_file
from jiqun.filings.workbook.template import Known, template
from jiqun.web.casework.uploads import cleaned_name, too_large
from jiqun.web.filing.comparing import draft_known, understood
from jiqun.web.filing.describing import lines_of
from jiqun.web.filing.drafts import problems_of, roster_of
from jiqun.web.filing.models import Case
from jiqun.web.filing.opening import known_about
from jiqun.web.filing.seen import Seen
from jiqun.workspace import Workspace

_READING = threading.Lock()
"""One file of a worker is read at a time: what one can cost, ten at once cannot multiply."""


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What an uploaded file says of a case.

    Parameters
    ----------
    name
        The file's, cleaned.
    known
        The cells that could be read.
    problems
        Everything the checks of a file find in it, errors first.
    lines
        Its list of firms; None where it has none, or a row of it cannot be read.
    """

    name: str
    known: Known
    problems: list[Problem]
    lines: list[dict[str, str]] | None = None


def workbook_of(seen: Seen, workspace: Workspace, lang: Lang) -> bytes:
    """Return the workbook of a case's year, filled in with what the reader sees of it now."""
    case = seen.case
    said = draft_known(case, seen.cells)
    known = known_about(workspace, seen.profile, case.year, seen.doer)
    filled = replace(
        known,
        profile=seen.profile,
        values=said.values,
        previous=said.previous,
        notes=said.notes,
        counted=frozenset(),
    )
    if seen.firms is not None:
        firms = roster_of(seen.firms, case.cluster, "").firms
        filled = replace(filled, firms=firms, unlisted=False)
    return template(case.year, filled, lang)


def read_upload(seen: Seen, uploaded: UploadedFile, workspace: Workspace) -> Uploaded:
    """Read a file as ``jiqun filings check`` does; nothing is stored.

    Parameters
    ----------
    seen
        The case it is for, as who uploads sees it.
    uploaded
        The file, whatever it is.
    workspace
        What its figures are held against.

    Raises
    ------
    Refused
        Where it is too large, cannot be read, or holds no filing of this cluster and year.
    """
    name = cleaned_name(uploaded.name or "")
    if problems := too_large(uploaded):
        raise Refused(problems)
    with _READING, TemporaryDirectory(prefix="jiqun-") as folder:
        path = Path(folder) / name
        with path.open("wb") as file:
            for chunk in uploaded.chunks():
                file.write(chunk)
        read = read_file(path)
        raw = _of_case(seen.case, read)
        again = read_file(path).filings[read.filings.index(raw)]
        known, lines = understood(again), lines_of(again)
        (outcome,) = check_entries(
            [RawFile(name, [raw], read.problems)], workspace, released_peers=True
        )
    return Uploaded(name, known, problems_of(outcome), lines)


def _of_case(case: Case, read: RawFile) -> RawFiling:
    """Return the filing of a file that is of a case's cluster and year."""
    wanted = (case.cluster, case.year)
    found = [raw for raw in read.filings if (raw.cluster_id, raw.year) == wanted]
    if len(found) == 1:
        return found[0]
    others = [f"{raw.cluster_id}/{raw.year}" for raw in read.filings]
    if others:
        details = {"wanted": f"{case.cluster}/{case.year}", "found": ", ".join(others[:10])}
        details["count"] = str(len(found))
        raise Refused([Problem("filing.file_of_another", Where(file=read.file), details)])
    raise Refused(errors_only(read.problems) or [Problem("filing.no_filing_in_file")])
