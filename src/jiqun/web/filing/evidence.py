"""Files kept beside a filing: told by content, stored by hash, handed out to be saved only."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.texts import read_text
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.contents import contents_held, drop_content, taken
from jiqun.web.casework.files import ATTACH, DETACH, named, put
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.events.chain import Deed, record
from jiqun.web.filing.models import Case, Evidence, EvidenceFiles, HandedOver
from jiqun.web.filing.questions import may_ask

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
    return _kept(Evidence(case=case, field=field, name=name, signer=said), content, doer)


def _kept(kept: Evidence, content: bytes, doer: Doer) -> Evidence:
    with contents_held(), transaction.atomic():
        case = Case.objects.select_for_update().select_related("definition").get(pk=kept.case_id)
        if not may_attach(case, doer):
            raise Refused([Problem("filing.evidence_closed")])
        if case.evidence.count() >= MOST_FILES:
            raise Refused([Problem("filing.evidence_enough", details={"most": MOST_FILES})])
        sealed = put(kept, content, doer) | ({"signer": kept.signer} if kept.signer else {})
        said = named(kept, kept.field)
        record(Deed(ATTACH, case.subject, doer.person, doer.office, said, sealed))
    return kept


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
        drop_content(kept.sha256)


def _delete(kept: Evidence, doer: Doer) -> None:
    case = Case.objects.select_for_update().select_related("definition").get(pk=kept.case_id)
    if not may_remove(kept, case, doer):
        raise Refused([Problem("filing.evidence_stays")])
    record(Deed(DETACH, case.subject, doer.person, doer.office, named(kept, kept.field)))
    kept.delete()
