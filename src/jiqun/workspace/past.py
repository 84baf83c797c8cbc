"""What a workspace held on a past day, by its acceptance journal: what was accepted, and when.

Of what was there before there was a journal nobody knows the day: it was there when the journal
began, and of days before that the journal says nothing.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from jiqun.base.days import CHINA
from jiqun.workspace.documents import Submission
from jiqun.workspace.journal import FILING, ROSTER, lines, read_entry
from jiqun.workspace.store import Workspace

Entry = dict[str, Any]


def day_in_china(when: str) -> date | None:
    """Return the day in China of a journal's moment; None where it names none.

    Examples
    --------
    >>> day_in_china("2026-06-01T15:59:59Z"), day_in_china("2026-06-01T16:00:00Z")
    (datetime.date(2026, 6, 1), datetime.date(2026, 6, 2))
    >>> day_in_china("") is None
    True
    """
    if not when:
        return None
    moment = datetime.strptime(when, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return moment.astimezone(CHINA).date()


def entries(workspace: Workspace) -> Iterator[tuple[date | None, Entry]]:
    """Yield what was accepted, in order, each with its day; None for what was there before."""
    said = workspace.manifest().get("journal", {})
    for line in lines(workspace.folder, said) if said else ():
        entry = read_entry(line.content)
        if entry is not None:
            yield day_in_china(entry["when"]), entry


def accepted_on(workspace: Workspace, cluster: str, on: date) -> dict[int, Submission] | None:
    """Return a cluster's accepted filings by year as they were when a day ended in China.

    Parameters
    ----------
    workspace
        The workspace.
    cluster
        Its id.
    on
        The day.

    Returns
    -------
    dict of int to Submission, or None
        None where the journal does not reach back to that day, and something was there before it,
        or a document it names is there no more.
    """
    kept = _last(workspace, FILING, cluster, on)
    if kept is None:
        return None
    accepted, found = workspace.accepted(), dict[int, Submission]()
    for year, sha256 in kept.items():
        of_then = [own for own in accepted.history(cluster, year) if own.sha256 == sha256]
        if not of_then:
            return None
        found[year] = of_then[-1]
    return found


def roster_on(workspace: Workspace, cluster: str, on: date) -> str | None:
    """Return the hash of a cluster's list of firms as it was stored when a day ended in China.

    Returns
    -------
    str or None
        Empty where none was stored; None where the journal does not say.
    """
    kept = _last(workspace, ROSTER, cluster, on)
    return None if kept is None else kept.get(0, "")


def _last(workspace: Workspace, kind: str, cluster: str, on: date) -> dict[int, str] | None:
    """Return the hash accepted last by year, nought for what has none; None where not known."""
    found, before, first = dict[int, str](), False, None
    for day, entry in entries(workspace):
        first = first or day
        if (entry["kind"], entry["cluster"]) == (kind, cluster) and (day is None or day <= on):
            found[entry["year"] or 0] = entry["sha256"]
            before |= day is None
    return None if before and (first is None or on < first) else found
