"""Evidence of an application: added while the county writes, kept with what was handed in.

What was handed in is never removed: another file takes its place, and both are kept.
"""

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.contents import contents_held, drop_content, taken
from jiqun.web.casework.files import ATTACH, DETACH, REPLACE, named, put
from jiqun.web.casework.models import REGIONAL
from jiqun.web.casework.moving import locked
from jiqun.web.events.chain import Deed, record
from jiqun.web.recognition.exhibit_rows import Exhibit, Exhibits
from jiqun.web.recognition.headings import headings_of
from jiqun.web.recognition.models import Application

MOST_FILES = 50
"""Files of one application, without those that others took the place of."""


def shown_to(application: Application, doer: Doer) -> Exhibits:
    """Return the files somebody sees: who applies sees the draft's, others those handed in."""
    seen = application.exhibits.all().for_reader(doer.reader)
    return seen.drafted() if application.shows_draft_to(doer.reader) else seen.handed_in()


def earlier_shown_to(application: Application, doer: Doer) -> Exhibits:
    """Return the files somebody sees that were handed in, and whose place another has taken."""
    seen = application.exhibits.all().for_reader(doer.reader)
    now = shown_to(application, doer).values("pk")
    return seen.filter(since__isnull=False).exclude(pk__in=now)


def reads_evidence(application: Application, doer: Doer) -> bool:
    """Tell whether evidence of an application is somebody's to read: its path's, and experts'."""
    if doer.reader.office is Office.EXPERT:
        return True
    slots = application.standing.slots_of(doer.party)
    return doer.reader.office in REGIONAL and bool(slots)


def may_change(application: Application, doer: Doer) -> bool:
    """Tell whether somebody may add, remove or replace files now: the county that writes."""
    standing = application.standing
    writes = standing.slots_of(doer.party) & standing.standing.writers
    return doer.reader.office is Office.COUNTY and bool(writes)


def attach(application: Application, file: UploadedFile, heading: str, doer: Doer) -> Exhibit:
    """Keep a file beside an application.

    Parameters
    ----------
    application
        Its draft, or one that was sent back.
    file
        A PDF, JPEG or PNG, told by its content.
    heading
        Under which heading; empty for the whole application.
    doer
        The county that applies.

    Raises
    ------
    Refused
        Where it is of another kind or too large, there is no such heading, there are too many, or
        the doer may add none now: everything wrong with it at once.
    """
    name, content, problems = taken(file)
    if heading not in headings_of(application.call):
        problems.append(Problem("recognition.no_such_heading", details={"heading": heading[:60]}))
    if errors_only(problems):
        raise Refused(problems)
    with contents_held(), transaction.atomic():
        application = _writable(application, doer)
        if application.exhibits.all().drafted().count() >= MOST_FILES:
            raise Refused([Problem("recognition.evidence_enough", details={"most": MOST_FILES})])
        kept = Exhibit(application=application, heading=heading, name=name)
        sealed = put(kept, content, doer)
        by = (application.subject, doer.person, doer.office)
        record(Deed(ATTACH, *by, named(kept, heading), sealed))
    return kept


def replace(kept: Exhibit, file: UploadedFile, doer: Doer) -> Exhibit:
    """Let another file take the place of one that was handed in; both are kept.

    Parameters
    ----------
    kept
        A file that was handed in.
    file
        A PDF, JPEG or PNG, told by its content.
    doer
        The county that applies.

    Raises
    ------
    Refused
        As :func:`attach`, and where the file was not handed in, or another has its place already.
    """
    name, content, problems = taken(file)
    if errors_only(problems):
        raise Refused(problems)
    with contents_held(), transaction.atomic():
        application = _writable(kept.application, doer)
        before = application.exhibits.all().drafted().filter(pk=kept.pk).first()
        if before is None or before.since is None:
            raise Refused([Problem("recognition.evidence_not_replaced")])
        after = Exhibit(application=application, heading=before.heading, name=name, replaces=before)
        sealed = put(after, content, doer)
        said = {**named(after, after.heading), "replaces": before.pk}
        by = (application.subject, doer.person, doer.office)
        record(Deed(REPLACE, *by, said, sealed))
    return after


def remove(kept: Exhibit, doer: Doer) -> None:
    """Remove a file before it is handed in; what it would have taken the place of stands again.

    Raises
    ------
    Refused
        Where it was handed in, or the doer may remove none now.
    """
    with contents_held():
        with transaction.atomic():
            application = _writable(kept.application, doer)
            found = application.exhibits.filter(pk=kept.pk, since=None).first()
            if found is None:
                raise Refused([Problem("recognition.evidence_stays")])
            by = (application.subject, doer.person, doer.office)
            record(Deed(DETACH, *by, named(found, found.heading)))
            found.delete()
        drop_content(kept.sha256)


def lacking(application: Application) -> list[Problem]:
    """Return a problem for each heading that needs a file and has none."""
    there = set(application.exhibits.all().drafted().values_list("heading", flat=True))
    return [
        Problem(
            "recognition.evidence_lacking",
            Where(cluster=application.cluster, field=heading.key),
            {"title": heading.title.zh, "title_en": heading.title.en},
        )
        for heading in headings_of(application.call).values()
        if heading.required and heading.key not in there
    ]


def handed_in_with(application: Application, number: int) -> dict[str, str]:
    """Let a draft's files go on with a handing-in, and return their contents' hashes by row."""
    drafted = application.exhibits.all().drafted()
    said = _hashes(drafted)
    application.exhibits.filter(since=None).update(since=number)
    return said


def _hashes(exhibits: Iterable[Exhibit]) -> dict[str, str]:
    return {str(kept.pk): kept.sha256 for kept in exhibits}


def _writable(application: Application, doer: Doer) -> Application:
    """Return an application under lock, where the doer may change its files."""
    application = locked(application)
    if not may_change(application, doer):
        raise Refused([Problem("recognition.evidence_closed")])
    return application
