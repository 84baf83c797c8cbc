"""Files kept beside a filing: told by content, stored by hash, handed out to be saved only."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.files import write_atomically
from jiqun.base.inputs import read_input
from jiqun.base.lock import locked
from jiqun.base.texts import read_text
from jiqun.web.accounts.models import Person
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.events.chain import Deed, record
from jiqun.web.filing.models import Case, Evidence, EvidenceFiles, HandedOver
from jiqun.web.filing.questions import BY, may_ask
from jiqun.web.filing.scans import ending_of, problems_of_scan
from jiqun.web.filing.uploads import LARGEST_FILE, cleaned_name, too_large

FOLDER = "evidence"
SHA256 = re.compile(r"[0-9a-f]{64}")
MOST_FILES = 50
"""Files of one case."""


def shown_to(case: Case, doer: Doer) -> EvidenceFiles:
    """Return the files somebody sees: who fills in sees all, others those submitted, and their own.

    Parameters
    ----------
    case
        A case the doer sees.
    doer
        Who looks.
    """
    every = case.evidence.all()
    if case.shows_draft_to(doer.reader):
        return every
    submitted = case.submissions.first()
    return every.submitted_by(submitted.at if submitted else None)


def may_attach(case: Case, doer: Doer) -> bool:
    """Tell whether somebody may add a file: who fills in, or whose turn it is to review."""
    return bool(case.open_to(doer)) or may_ask(case, doer)


def may_remove(kept: Evidence, case: Case, doer: Doer) -> bool:
    """Tell whether somebody may remove a file: their office's own, until it is submitted."""
    submitted = case.submissions.first()
    gone_on = submitted is not None and kept.at <= submitted.at
    own = (kept.office, kept.of) == (doer.party.office, doer.party.of)
    return own and not gone_on and may_attach(case, doer) and not _copied(kept, case)


def _copied(kept: Evidence, case: Case) -> bool:
    """Tell whether those whom the case left read a file in their copy of it."""
    with seen_whole():
        copies = HandedOver.objects.filter(cluster=case.cluster, year=case.year)
        return copies.filter(at__gte=kept.at).exists()


def attach(
    case: Case, file: UploadedFile, doer: Doer, field: str = "", signer: str = ""
) -> Evidence:
    """Keep a file beside a case.

    Parameters
    ----------
    case
        The case.
    file
        A PDF, JPEG or PNG, told by its content.
    doer
        Who adds it.
    field
        The field it is about; empty for the whole case.
    signer
        Who signed it, where it is a scan under seal.

    Raises
    ------
    Refused
        Where it is of another kind or too large, the signer's name is none, there are too many, or
        the doer may add none now: everything wrong with it at once.
    """
    said, problems = read_text(signer, Where(field="signer"))
    name, content, faults = taken(file)
    problems += faults
    if field and not case.cells.filter(field=field).exists():
        problems.append(Problem("filing.no_such_cell", details={"cell": field}))
    if errors_only(problems):
        raise Refused(problems)
    kept = Evidence(
        case=case, field=field, name=name, size=len(content), signer=said,
        sha256=hashlib.sha256(content).hexdigest(), person=doer.person,
        office=doer.party.office, of=doer.party.of,
    )  # fmt: skip
    return _kept(kept, content, doer)


def taken(file: UploadedFile) -> tuple[str, bytes, list[Problem]]:
    """Return an upload's name with the ending of its content, the content, and its faults."""
    name, problems = cleaned_name(file.name or ""), list[Problem]()
    content = _content(file, name, problems)
    ending = ending_of(content)
    if content and not ending:
        problems.append(Problem("filing.evidence_kind", Where(file=name)))
    problems += problems_of_scan(content, ending, Where(file=name))
    return Path(name).stem + ending, content, problems


def _kept(kept: Evidence, content: bytes, doer: Doer) -> Evidence:
    """Write the content first: a row never names a file that is not there."""
    with contents_held(), transaction.atomic():
        case = Case.objects.select_for_update().select_related("definition").get(pk=kept.case_id)
        if not may_attach(case, doer):
            raise Refused([Problem("filing.evidence_closed")])
        if case.evidence.count() >= MOST_FILES:
            raise Refused([Problem("filing.evidence_enough", details={"most": MOST_FILES})])
        write_atomically(stored(kept.sha256), content)
        person = Person.objects.filter(uid=doer.person).first() if doer.person else None
        kept.by_name = person.called if person else ""
        kept.save()
        sealed = {"name": kept.name, "signer": kept.signer, BY: kept.by_name}
        sealed = {name: text for name, text in sealed.items() if text}
        record(Deed("attach", case.subject, doer.person, doer.office, _named(kept), sealed))
    return kept


def read(kept: Evidence) -> bytes:
    """Return a file's content as it was added.

    Raises
    ------
    Refused
        Where it is not there any more, or is not what was added.
    """
    return content_of(kept.sha256, kept.name)


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


def remove(kept: Evidence, doer: Doer) -> None:
    """Remove a file that the doer's own office added, before it is submitted.

    Raises
    ------
    Refused
        Where it is another's, or was submitted with the filing.
    """
    with contents_held():
        with transaction.atomic():
            _delete(kept, doer)
            with seen_whole():  # the same content may stand beside a case the doer does not see
                last = not is_kept(kept.sha256)
        if last:
            with suppress(FileNotFoundError):
                stored(kept.sha256).unlink()


def _delete(kept: Evidence, doer: Doer) -> None:
    case = Case.objects.select_for_update().select_related("definition").get(pk=kept.case_id)
    if not may_remove(kept, case, doer):
        raise Refused([Problem("filing.evidence_stays")])
    record(Deed("detach", case.subject, doer.person, doer.office, _named(kept)))
    kept.delete()


def is_kept(sha256: str) -> bool:
    """Tell whether a row of any room still names a content."""
    return any(rows.filter(sha256=sha256).exists() for rows in _keepers())


def _keepers() -> Iterator[QuerySet[Any]]:
    """Yield the rows of each room that keep a content under its hash."""
    for model in apps.get_models():
        if getattr(model, "keeps_content", False):
            yield model._default_manager.all()


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


def _content(file: UploadedFile, name: str, problems: list[Problem]) -> bytes:
    if large := too_large(file):
        problems += large
        return b""
    content: bytes = file.read()
    if not content:
        problems.append(Problem("filings.empty_file", Where(file=name)))
    return content


def _named(kept: Evidence) -> dict[str, object]:
    return {"file": kept.pk, "sha256": kept.sha256, "size": kept.size, "field": kept.field}
