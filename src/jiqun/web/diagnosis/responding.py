"""Dismiss findings and record measures: into the workspace, and as events.

The workspace is written first, under the id of the event that is recorded next. What a crash cuts
off between the two is recorded when a site or a worker starts (:func:`finish`), from the line the
journal names.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from jiqun.base.errors import Problem, Refused, Where
from jiqun.diagnosis import recording
from jiqun.diagnosis.diagnose import Diagnosis
from jiqun.diagnosis.recording import Author
from jiqun.diagnosis.responding import read_dismissal, read_taken
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.events.chain import Deed, record
from jiqun.web.events.models import Event
from jiqun.workspace import Workspace
from jiqun.workspace.journal import EMPTY, RESPONSE, lines, read_entry, signed
from jiqun.workspace.responses import DISMISSED, ROOM, TAKEN, Response, ResponseStore

VERBS = {
    (DISMISSED, "new"): "dismiss_finding",
    (DISMISSED, "again"): "dismiss_finding",
    (DISMISSED, "gone"): "restore_finding",
    (TAKEN, "new"): "take_measure",
    (TAKEN, "again"): "amend_measure",
    (TAKEN, "gone"): "withdraw_measure",
}
TEXTS = ("what", "reason")
"""What somebody wrote in their own words: sealed in the log."""

_log = logging.getLogger("jiqun.web")


def dismiss(
    diagnosis: Diagnosis, finding: str, year: int, reason: str, workspace: Workspace, doer: Doer
) -> Response:
    """Dismiss a finding that is present, for the figures it rests on now.

    Raises
    ------
    Refused
        Where it is not present, is dismissed already, or no reason is given.
    """
    found = {said.finding.id: said for said in diagnosis.findings}
    present = {name: said for name, said in found.items() if said.verdict == "present"}
    place = Where(cluster=diagnosis.cluster, year=year, field="reason")
    if finding not in present:
        details = {"id": finding, "year": str(year)}
        raise Refused([Problem("responses.not_present", place, details)])
    said = read_dismissal(finding, year, reason, present[finding].filed, place)
    store, before = ResponseStore(workspace), present[finding].dismissed_before
    if before is not None and before.year == year:  # its figures were others: now for these
        return _written(lambda author: recording.amend(store, before.line, said, author), doer)
    cluster = diagnosis.cluster
    return _written(lambda author: recording.respond(store, cluster, DISMISSED, said, author), doer)


def take(cluster: str, written: Mapping[str, str], workspace: Workspace, doer: Doer) -> Response:
    """Record a measure that was taken.

    Raises
    ------
    Refused
        With everything that is wrong, or where it is recorded already.
    """
    said = read_taken(written, today(), Where(cluster=cluster))
    return _written(
        lambda author: recording.respond(ResponseStore(workspace), cluster, TAKEN, said, author),
        doer,
    )


def amend(
    before: Response, written: Mapping[str, str], workspace: Workspace, doer: Doer
) -> Response:
    """Let a measure taken say something else from now on.

    Raises
    ------
    Refused
        With everything that is wrong, or where somebody changed it since it was read.
    """
    said = read_taken(written, today(), Where(cluster=before.cluster))
    return _written(
        lambda author: recording.amend(ResponseStore(workspace), before, said, author), doer
    )


def withdraw(before: Response, workspace: Workspace, doer: Doer) -> Response:
    """Take back a dismissal, or withdraw a measure.

    Raises
    ------
    Refused
        Where somebody changed it since it was read.
    """
    store = ResponseStore(workspace)
    return _written(lambda author: recording.withdraw(store, before, author), doer)


def standing(cluster: str, number: int, workspace: Workspace, doer: Doer) -> Response:
    """Return what stands under a number, for who sees the cluster.

    Raises
    ------
    Refused
        Where nothing does.
    """
    del doer  # the view has looked the cluster up for them
    for line in ResponseStore(workspace).standing():
        if (line.cluster, line.about) == (cluster, number):
            return line
    details = {"number": str(number)}
    raise Refused([Problem("responses.no_such", Where(cluster=cluster), details)])


def finish(workspace: Workspace, doer: Doer) -> list[Response]:
    """Record the events of lines that the workspace holds and the log does not.

    Parameters
    ----------
    workspace
        The installation's.
    doer
        Who finishes: the installation; each line says itself who wrote it.

    Returns
    -------
    list of Response
        The lines whose event was recorded only now.
    """
    entries = {uid: entry for entry in _journaled(workspace, doer) if (uid := _uid(entry["event"]))}
    known = set(Event.objects.filter(verb__in=VERBS.values()).values_list("uid", flat=True))
    missing = {
        (entry["cluster"], entry["revision"]): (uid, entry["who"])
        for uid, entry in entries.items()
        if uid not in known
    }
    history = ResponseStore(workspace).history() if missing else ()
    left = [line for line in history if (line.cluster, line.number) in missing]
    for line in left:
        uid, who = missing[line.cluster, line.number]
        _logged(line, who if _uid(who) else "", uid)
        _log.warning("%s: an event that was cut off is recorded", _subject(line))
    return left


def _journaled(workspace: Workspace, doer: Doer) -> Iterator[Mapping[str, Any]]:
    """Yield the journal's entries of responses; whether the rest holds is for an audit to say."""
    del doer
    said = workspace.manifest()
    if ROOM not in said.get("rooms", {}):
        return
    for line in lines(workspace.folder, said.get("journal", EMPTY)):
        entry = read_entry(line.content)
        if entry and entry["kind"] == RESPONSE:
            yield entry


def _written(write: Callable[[Author], Response], doer: Doer) -> Response:
    uid = uuid4()
    author = Author(doer.office, today(), signed(doer.person or doer.office, str(uid)))
    line = write(author)
    _logged(line, doer.person, uid)
    return line


def _logged(line: Response, person: str, uid: UUID) -> None:
    """Record a line's event; where a worker that started meanwhile was quicker, all is well."""
    texts = {name: str(line.said[name]) for name in TEXTS if name in line.said}
    said = {name: value for name, value in line.said.items() if name not in TEXTS}
    said |= {"number": line.number, "about": line.about, "sha256": line.sha256}
    deed = Deed(_verb(line), _subject(line), person, line.office, said, texts, uid)
    try:
        with transaction.atomic():
            record(deed)
    except IntegrityError:
        if not Event.objects.filter(uid=uid).exists():
            raise


def _verb(line: Response) -> str:
    if not line.standing:
        return VERBS[line.kind, "gone"]
    return VERBS[line.kind, "new" if line.number == line.about else "again"]


def _subject(line: Response) -> str:
    return f"cluster:{line.cluster}"


def _uid(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


def response_problems(entries: Iterable[Mapping[str, Any]]) -> Iterable[Problem]:
    """Yield what the acceptance journal says of responses and the event log does not.

    Parameters
    ----------
    entries
        The journal's entries of responses; each names its event, or the command line.
    """
    events = {event.uid: event for event in Event.objects.filter(verb__in=VERBS.values())}
    for entry in entries:
        uid = _uid(entry["event"])
        if uid is None:
            continue
        place = Where(cluster=entry["cluster"])
        details = {"revision": entry["revision"], "event": str(uid)}
        event = events.get(uid)
        if event is None:
            yield Problem("events.not_logged", place, details)
        elif event.subject != f"cluster:{entry['cluster']}" or entry["sha256"] not in event.said:
            yield Problem("events.logged_otherwise", place, details)
