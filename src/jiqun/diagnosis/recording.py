"""Write a response into a workspace: new, amended, withdrawn, never over somebody else's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jiqun.base.errors import Problem, Refused, Where
from jiqun.workspace.journal import Signature
from jiqun.workspace.responses import Kind, Response, ResponseStore, last_lines

SAME = {"taken": ("measure", "finding", "since"), "dismissed": ("finding", "year")}
"""What no two standing responses of a cluster share: the second would count one thing twice."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who responds.

    Parameters
    ----------
    office
        As the event log writes it: ``county:330106``; ``command line`` for who has no web.
    on
        The day, in China.
    by
        How the acceptance journal signs it.
    """

    office: str
    on: date
    by: Signature


def respond(
    store: ResponseStore, cluster: str, kind: Kind, said: Mapping[str, Any], author: Author
) -> Response:
    """Record a new response.

    Parameters
    ----------
    store, cluster
        Where, and whose.
    kind, said
        As :func:`jiqun.diagnosis.responding.read_taken` and ``read_dismissal`` return it.
    author
        Who says so.

    Raises
    ------
    Refused
        Where the same is recorded already.
    """
    line = Response(cluster, kind, said, author.office, author.on.isoformat())
    return _written(store, line, author, seen=0)


def amend(
    store: ResponseStore, before: Response, said: Mapping[str, Any], author: Author
) -> Response:
    """Record that a response is to say something else from now on.

    Raises
    ------
    Refused
        Where somebody changed it since it was read.
    """
    day = author.on.isoformat()
    line = Response(before.cluster, before.kind, said, author.office, day, about=before.about)
    return _written(store, line, author, seen=before.number)


def withdraw(store: ResponseStore, before: Response, author: Author) -> Response:
    """Record that a response stands no more; what it said stays in the history.

    Raises
    ------
    Refused
        Where somebody changed it since it was read.
    """
    day, about = author.on.isoformat(), before.about
    line = Response(before.cluster, before.kind, before.said, author.office, day, False, about)
    return _written(store, line, author, seen=before.number)


def write(
    store: ResponseStore, lines: Sequence[tuple[Response, int]], by: Signature
) -> list[Response]:
    """Write lines into the workspace, all of them or none.

    Parameters
    ----------
    store
        Where.
    lines
        Each with the number of the line its author had read about the same response; 0 for a new
        one.
    by
        Who brings them.

    Raises
    ------
    Refused
        Where one of them goes on from what is not the last word any more, or says a thing twice.
    """
    with store.workspace.writing() as batch:
        standing = last_lines(store.history())
        for line, seen in lines:
            own = [other for other in standing if other.cluster == line.cluster]
            _refuse_changed(own, line, seen)
            _refuse_twice(own, line)
        return store.put([line for line, _ in lines], batch, by)


def _written(store: ResponseStore, line: Response, author: Author, *, seen: int) -> Response:
    [made] = write(store, [(line, seen)], author.by)
    return made


def matter(response: Response) -> tuple[str, ...]:
    """Return what a response is about: whose, and what no other standing one may share.

    Examples
    --------
    >>> matter(Response("c1", "dismissed", {"finding": "cloud_behind", "year": 2022}, "", ""))
    ('c1', 'dismissed', 'cloud_behind', '2022')
    """
    named = (str(response.said.get(name, "")) for name in SAME[response.kind])
    return (response.cluster, response.kind, *named)


def _refuse_changed(standing: Sequence[Response], line: Response, seen: int) -> None:
    """Refuse to go on from a line that is not the last one about its response any more."""
    if seen and seen not in {other.number for other in standing}:
        raise Refused([Problem("responses.changed_meanwhile", Where(cluster=line.cluster))])


def _refuse_twice(standing: Sequence[Response], line: Response) -> None:
    for other in standing if line.standing else ():
        if matter(line) == matter(other) and other.about != line.about:
            code = f"responses.{line.kind}_already"
            raise Refused([Problem(code, Where(cluster=line.cluster), {"number": other.number})])
