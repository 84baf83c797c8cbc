"""The database's part of an audit: the event chain, and what it says of the workspace."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jiqun.base.errors import Problem, Refused
from jiqun.web.opened import look_into

COLUMNS = ("number", "uid", "at", "person", "office", "verb", "subject", "said", "before", "sha256")
"""What is exported of an event, besides its sealed texts."""


def audit_database(
    folder: Path,
    entries: Iterable[Mapping[str, Any]],
    responses: Iterable[Mapping[str, Any]] = (),
    *,
    deep: bool = False,
) -> tuple[dict[str, Any], list[Problem]]:
    """Check the event chain, and hold it against the acceptance journal.

    Parameters
    ----------
    folder
        A workspace that has a database.
    entries
        The journal's entries of filings.
    responses
        Its entries of measures taken and findings dismissed.
    deep
        Whether the database checks itself too.

    Returns
    -------
    dict
        How many events there are, how many sealed texts were erased, the last hash.
    list of Problem
        Everything that does not hold; also a database that cannot be opened, or is of another
        version.
    """
    try:
        look_into(folder)
    except Refused as refused:
        return {}, list(refused.problems)
    from jiqun.web.casework.contents import problems_of_kept
    from jiqun.web.databases import unsound
    from jiqun.web.diagnosis.responding import response_problems
    from jiqun.web.events.acceptances import acceptance_problems
    from jiqun.web.events.chain import verify
    from jiqun.web.filing.missing import missing_rows
    from jiqun.web.filing.models import Case
    from jiqun.web.recognition.missing import missing_exhibits

    damaged = unsound() if deep else []
    if damaged:
        return {}, damaged
    found = verify()
    underway = Case.objects.exclude(accepting=None).values_list("accepting", flat=True)
    problems = [*found.problems, *acceptance_problems(entries, list(filter(None, underway)))]
    problems += response_problems(responses)
    if deep:
        problems += [*missing_rows(), *missing_exhibits(), *problems_of_kept()]
    said = {"events": found.events, "erased": found.erased, "events_head": found.head}
    return said, problems


def exported_events(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield every event, oldest first, with its sealed texts and the salts that open them.

    Raises
    ------
    Refused
        Where the database cannot be opened, or another version made it.
    """
    look_into(folder)
    from jiqun.web.databases import one_moment
    from jiqun.web.events.models import Event

    with one_moment():
        events = Event.objects.order_by("number").prefetch_related("sealed")
        for event in events.iterator(chunk_size=1000):
            row = {name: getattr(event, name) for name in COLUMNS}
            row["uid"] = str(event.uid)
            row["sealed"] = {
                sealed.name: {"text": sealed.text, "salt": sealed.salt, "erased": sealed.erased}
                for sealed in event.sealed.all()
            }
            yield row
