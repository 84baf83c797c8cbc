"""A close is sent back by an office above: mended and closed again, or stood by with a reason."""

from collections.abc import Iterator, Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.readers import Office, Reader
from jiqun.clusters import Profile
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import read_reason
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.closing.closing import Year, year_of
from jiqun.web.closing.models import Return
from jiqun.web.events.chain import Deed, record
from jiqun.web.filing.known import sees
from jiqun.workspace import Workspace

ABOVE = (Office.PREFECTURE, Office.PROVINCE, Office.NATION)
"""Offices that send back what a county closed."""
WAITING = 50
"""Years that are told one by one."""


def return_of(year: Year, reader: Reader) -> Return | None:
    """Return how the last close of a year was sent back; None where it was not."""
    rows = Return.objects.for_reader(reader)
    return rows.filter(sha256=year.known).first() if year.known else None


def send_back(
    workspace: Workspace, profile: Profile, year: int, said: Mapping[str, str], doer: Doer
) -> Return:
    """Send back what a year was closed as; it stays accepted until it is closed again.

    Parameters
    ----------
    workspace, profile, year
        Of a cluster the office covers.
    said
        ``known``, the hash of the close that was read, and the ``reason``.
    doer
        The city, the province or the nation.

    Raises
    ------
    Refused
        Where it is not the doer's, nothing is closed, it was closed again meanwhile or sent back
        already, or no reason is given.
    """
    now, reason = year_of(workspace, profile, year, doer.reader), read_reason(said["reason"])
    place, problems = Where(cluster=profile.id, year=year), list[Problem]()
    if doer.reader.office not in ABOVE or not sees(doer.reader, profile):
        problems.append(Problem("filing.cluster_elsewhere", place))
    elif not now.closed:
        problems.append(Problem("closing.not_closed", place))
    elif said["known"] != now.known:
        problems.append(Problem("closing.closed_meanwhile", place))
    if not reason.strip():
        problems.append(Problem("closing.return_without_reason", place))
    if problems:
        raise Refused(problems)
    try:
        with transaction.atomic():
            row = Return.objects.create(
                cluster=profile.id,
                year=year,
                county=profile.county_codes[0],
                sha256=now.known,
                office=doer.office,
                reason=reason.strip(),
                at=timezone.now(),
            )
            told, sealed = {"sha256": now.known}, {"reason": reason}
            record(Deed("return_year", now.subject, doer.person, doer.office, told, sealed))
    except IntegrityError:  # each close is sent back once: two offices at once are one too many
        raise Refused([Problem("closing.returned_already", place)]) from None
    if year_of(workspace, profile, year, doer.reader).known != row.sha256:
        # Closed again meanwhile: a close looks for what waits before this was written.
        row.waits = False
        row.save(update_fields=["waits"])
    return row


def follow(cluster: str, county: str, successor: str) -> None:
    """Let what was sent back of a cluster wait for the county that took its county's place."""
    with seen_whole():
        Return.objects.filter(cluster=cluster, county=county).update(county=successor)


def stand_by(year: Year, reason: str, doer: Doer) -> Return:
    """Say that a close that was sent back stays as it is, and why.

    Raises
    ------
    Refused
        Where it is not the doer's, nothing was sent back, it was answered already, or no reason
        is given.
    """
    place, reason = Where(cluster=year.profile.id, year=year.year), read_reason(reason)
    with transaction.atomic():
        rows = Return.objects.for_reader(doer.reader).select_for_update()
        row = rows.filter(sha256=year.known).first() if year.known else None
        problems = []
        if doer.reader.office is not Office.COUNTY:
            problems.append(Problem("filing.cluster_elsewhere", place))
        if row is None or not row.waits:
            problems.append(Problem("closing.nothing_to_answer", place))
        if not reason.strip():
            problems.append(Problem("closing.answer_without_reason", place))
        if problems or row is None:
            raise Refused(problems)
        row.waits, row.answer = False, reason.strip()
        row.save()
        told, sealed = {"sha256": row.sha256}, {"reason": reason}
        record(Deed("stand_by_year", row.subject, doer.person, doer.office, told, sealed))
    return row


def waiting_for(doer: Doer) -> Iterator[Problem]:
    """Yield the years that were sent back to a county."""
    if doer.reader.office is not Office.COUNTY:
        return
    for row in Return.objects.for_reader(doer.reader).filter(waits=True)[:WAITING]:
        place = Where(cluster=row.cluster, year=row.year)
        details = {"cluster": row.cluster, "year": str(row.year)}
        yield Problem("closing.sent_back", place, details)
