"""Close a year: what it came to becomes a submission, by the same door as filings.

Two stores and no transaction over both: the workspace is written to first, under the id of the
event that is recorded afterwards. What a crash cuts off between the two is recorded when a worker
starts (:func:`finish`), by what the acceptance journal says. Beforehand only what stands behind the
numbers is noted, under the same id, which says nothing until the event names the close.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.forms import family
from jiqun.base.readers import Office, Reader
from jiqun.clusters import Profile
from jiqun.clusters.roster_store import RosterStore
from jiqun.clusters.roster_ties import year_end
from jiqun.exchange.closing import OUTCOMES, Told, closed_file, told_next
from jiqun.exchange.outcomes import outcomes_of
from jiqun.filings.accept import accept
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.clocks import today
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.closing.behind import closes_of, dropped, named, noted
from jiqun.web.closing.gathering import firms_of, happened
from jiqun.web.closing.models import Return
from jiqun.web.events.chain import Deed, record
from jiqun.web.events.models import Event
from jiqun.web.filing.known import sees
from jiqun.workspace import Accepted, Submission, Workspace
from jiqun.workspace.journal import EMPTY, lines, read_entry, signed

VERB = "close_year"
_log = logging.getLogger("jiqun.web")


@dataclass(frozen=True)
class Year:
    """A cluster's year in the exchange.

    Parameters
    ----------
    profile
        The cluster, as it filed last.
    year
        Which.
    closed
        Every time it was closed, the first first.
    """

    profile: Profile
    year: int
    closed: tuple[Submission, ...] = ()

    @property
    def latest(self) -> Submission | None:
        """What it was closed as last; None where it is open."""
        return self.closed[-1] if self.closed else None

    @property
    def known(self) -> str:
        """The hash of that; empty where it is open."""
        return self.latest.sha256 if self.latest else ""

    @property
    def is_over(self) -> bool:
        """Whether its cut-off, the last of December, has passed."""
        return today() > year_end(self.year)

    @property
    def subject(self) -> str:
        """How the event log names it."""
        return f"closing:{self.profile.id}/{self.year}"


def years() -> range:
    """Return the years the form takes that have begun, the last first."""
    form = family(OUTCOMES)
    return range(min(form.last_year, today().year), form.first_year - 1, -1)


def year_of(workspace: Workspace, profile: Profile, year: int, reader: Reader) -> Year:
    """Return a cluster's year with what it was closed as, for who sees the cluster in full."""
    if not sees(reader, profile):
        return Year(profile, year)
    return Year(profile, year, tuple(workspace.accepted(OUTCOMES).history(profile.id, year)))


def told(workspace: Workspace, year: Year, reader: Reader) -> Told:
    """Return what a year would be closed with now, and what stands behind it.

    A page may say whether that is what it was closed with, and nothing more before it is closed.
    """
    firms = firms_of(workspace, year.profile, year.year, reader)
    counted = outcomes_of(firms, happened(year.year, firms))
    return told_next(counted, closes_of(year.closed), year.year)


def close(
    workspace: Workspace, profile: Profile, year: int, said: Mapping[str, str], doer: Doer
) -> Submission:
    """Close a year of a cluster, or close it again.

    Parameters
    ----------
    workspace
        Where it goes.
    profile, year
        Of a cluster its county sees.
    said
        ``known``, the hash of what it was closed as when the page was made; ``reason`` where it is
        closed again.
    doer
        The county.

    Raises
    ------
    Refused
        Where the year is not over, the cluster has no list, somebody closed it meanwhile, nothing
        has changed, or no reason is given for closing it again.
    """
    if (taken := _cut_off(workspace, profile, year, said.get("known", ""), doer)) is not None:
        return taken
    now = year_of(workspace, profile, year, doer.reader)
    reason = said.get("reason", "").strip()
    _refuse_early(now, workspace, said.get("known", ""), reason, doer)
    found = told(workspace, now, doer.reader)
    uid = uuid4()

    def unless(known: Accepted) -> None:
        stored = known.get((profile.id, year))
        if (stored.sha256 if stored else "") != now.known:
            raise Refused([Problem("closing.closed_meanwhile", _place(now))])

    file = closed_file(profile, year, found.cells, reason)
    by = signed(doer.person or doer.office, str(uid))
    noted(uid, found.behind)
    try:
        (outcome,) = accept([file], workspace, by, unless=unless)
        if outcome.refused:
            raise Refused(errors_only(outcome.problems))
        if not outcome.submissions:
            raise Refused([Problem("closing.unchanged", _place(now))])
    except Refused:
        dropped(uid)
        raise
    (submission,) = outcome.submissions
    _logged(submission, doer.person, doer.office, uid)
    return submission


def finish(workspace: Workspace, doer: Doer) -> list[Submission]:
    """Record the events of years the workspace holds closed and the log does not.

    Parameters
    ----------
    workspace
        The installation's.
    doer
        Who finishes: the installation; each document says itself whose county closed it.
    """
    entries = list(_journaled(workspace, doer))
    uids = {entry["event"] for entry in entries}
    known = set(map(str, Event.objects.filter(verb=VERB).values_list("uid", flat=True)))
    left = [entry for entry in entries if entry["event"] in uids - known]
    closed = workspace.accepted(OUTCOMES) if left else None
    done = []
    for entry in left:
        assert closed is not None  # noqa: S101  # something is left
        history = closed.history(entry["cluster"], entry["year"])
        submission = next(own for own in history if own.sha256 == entry["sha256"])
        county = reader_of_office(Office.COUNTY, submission.document["region"]["county_code"])
        person = entry["who"] if _uid(entry["who"]) else ""
        _logged(submission, person, Doer(county).office, UUID(entry["event"]))
        _log.warning("%s: an event that was cut off is recorded", _subject(submission))
        done.append(submission)
    return done


def _cut_off(
    workspace: Workspace, profile: Profile, year: int, known: str, doer: Doer
) -> Submission | None:
    """Finish a close whose event could not be recorded, where it is asked for once more."""
    if not sees(doer.reader, profile):
        return None
    finished = {submission.sha256 for submission in finish(workspace, doer)}
    closed = year_of(workspace, profile, year, doer.reader).closed
    if not closed or closed[-1].sha256 not in finished:
        return None
    before = closed[-2].sha256 if len(closed) > 1 else ""
    return closed[-1] if known == before else None


def _refuse_early(now: Year, workspace: Workspace, known: str, reason: str, doer: Doer) -> None:
    """Refuse what cannot be closed, everything that is wrong at once."""
    problems = []
    if not sees(doer.reader, now.profile):
        problems.append(Problem("filing.cluster_elsewhere", _place(now)))
    if not now.is_over:
        problems.append(Problem("closing.not_over", _place(now), {"year": str(now.year)}))
    if now.profile.id not in RosterStore(workspace).known():
        problems.append(Problem("closing.no_list", _place(now)))
    if known != now.known:
        problems.append(Problem("closing.closed_meanwhile", _place(now)))
    elif now.closed and not reason:
        problems.append(Problem("closing.reason_missing", _place(now)))
    if problems:
        raise Refused(problems)


def _journaled(workspace: Workspace, doer: Doer) -> Iterator[Mapping[str, Any]]:
    """Yield the journal's entries of closed years that name an event."""
    del doer  # whether the rest holds is for an audit to say
    said = workspace.manifest().get("journal", EMPTY)
    for line in lines(workspace.folder, said):
        entry = read_entry(line.content)
        if entry and entry["kind"] == OUTCOMES and _uid(entry["event"]):
            yield entry


def _logged(submission: Submission, person: str, office: str, uid: UUID) -> None:
    """Record a close; where a worker that started meanwhile was quicker, all is well."""
    said = {"sha256": submission.sha256, "revision": submission.revision}
    sealed = {"reason": submission.document["reason"]} if submission.document["reason"] else {}
    try:
        with transaction.atomic():
            record(Deed(VERB, _subject(submission), person, office, said, sealed, uid))
            named(uid, submission.sha256)
            _answered(submission)
    except IntegrityError:
        if not Event.objects.filter(uid=uid).exists():
            raise


def _answered(submission: Submission) -> None:
    """Note that a year is closed again: what was sent back of it waits no more."""
    with seen_whole():
        before = Return.objects.filter(cluster=submission.cluster_id, year=submission.year)
        before.exclude(sha256=submission.sha256).update(waits=False)


def _subject(submission: Submission) -> str:
    return f"closing:{submission.cluster_id}/{submission.year}"


def _place(year: Year) -> Where:
    return Where(cluster=year.profile.id, year=year.year)


def _uid(said: str) -> bool:
    try:
        UUID(said)
    except ValueError:
        return False
    return True
