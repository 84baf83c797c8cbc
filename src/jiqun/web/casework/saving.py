"""Save cells: compare and set, cell by cell, so that of two people neither loses work."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import Drafted, Written
from jiqun.web.casework.moving import locked
from jiqun.web.casework.noting import Noted
from jiqun.web.events.chain import Deed, record

MOST = 400
"""Cells of one save: more than a form has."""
LONGEST_NAME = 64
"""Characters of a period or a field, at most."""
NOT_KEPT = re.compile("[\0\ud800-\udfff]")
"""What no database keeps; a browser cuts a character in half where it cuts a text."""


@dataclass(frozen=True, slots=True)
class Change:
    """What somebody wants a cell to say.

    Parameters
    ----------
    period, field
        Which cell.
    version
        The version that was seen: where another was saved since, nothing is overwritten.
    content
        ``said``, ``status``, ``reason``, ``note``: those that are there.
    confirmed
        Whether a value somebody else supplied is right.
    """

    period: str
    field: str
    version: int
    content: Mapping[str, str]
    confirmed: bool = True


@dataclass
class Saved:
    """What became of a save.

    Parameters
    ----------
    versions
        New versions, by cell.
    conflicts
        Cells that were changed by somebody since, as they stand.
    """

    versions: dict[str, int] = field(default_factory=dict)
    conflicts: dict[str, Written] = field(default_factory=dict)


def save(case: Drafted, changes: Sequence[Change], doer: Doer, source: str = "") -> Saved:
    """Save cells of a draft by one event.

    Parameters
    ----------
    case
        The case.
    changes
        What to change; a cell that was changed by somebody else since is left, and told.
    doer
        Who saves.
    source
        Where the values come from, other than from somebody's hand: then all are saved or none.

    Raises
    ------
    Refused
        Where a cell is not open to the doer now, or was changed since it was compared with its
        source: then nothing is saved.
    """
    saved = Saved()
    with transaction.atomic():
        case = locked(case)
        _refuse_closed(case, changes, doer)
        cells = _cells(case, changes)
        log = Noted(source)
        for change in changes:
            name = f"{change.period}.{change.field}"
            cell = cells[name]
            if cell.version != change.version:
                saved.conflicts[name] = cell
                continue
            was = {**cell.content, "confirmed": cell.confirmed}
            _set(cell, change, doer, source)
            now = {**cell.content, "confirmed": cell.confirmed}
            saved.versions[name] = cell.version
            if now != was:
                cell.version = saved.versions[name] = cell.version + 1
                log.note(cell, was, now)
        if source and saved.conflicts:
            details = {"fields": ", ".join(saved.conflicts)}
            raise Refused([Problem("casework.changed_since_compared", details=details)])
        _write(log.cells)
        if log.cells:
            by = (case.subject, doer.person, doer.office)
            record(Deed("save", *by, log.said, log.sealed))
    return saved


def read_changes(said: Any, kind: type[Written] = Written) -> list[Change]:
    """Read what a browser sends.

    Parameters
    ----------
    said
        What came with the request.
    kind
        The kind of cells, which knows how many characters each of their texts may have.

    Raises
    ------
    Refused
        Where it is not what this program's own pages send.
    """
    try:
        changes = [_change(cell, kind) for cell in said["cells"]]
    except (KeyError, TypeError, ValueError, OverflowError):
        raise Refused([Problem("casework.not_understood")]) from None
    if len(changes) > MOST or len({(c.period, c.field) for c in changes}) < len(changes):
        raise Refused([Problem("casework.not_understood")])
    return changes


def _change(said: Mapping[str, Any], kind: type[Written]) -> Change:
    longest = kind.longest_of(str(said["field"]))
    content = {name: _text(said[name], longest[name]) for name in Written.longest if name in said}
    return Change(
        _text(said["period"], LONGEST_NAME),
        _text(said["field"], LONGEST_NAME),
        int(said["version"]),
        content,
        bool(said.get("confirmed", True)),
    )


def _text(said: Any, longest: int) -> str:
    """Return a text that a database and a page can hold: no NUL, no half of a character."""
    if not isinstance(said, str) or len(said) > longest or NOT_KEPT.search(said):
        raise ValueError(said)
    return said


def _refuse_closed(case: Drafted, changes: Sequence[Change], doer: Doer) -> None:
    open_to = case.open_to(doer)
    closed = sorted({change.field for change in changes} - open_to)
    if closed:
        code = "casework.cells_closed" if open_to else "casework.closed"
        raise Refused([Problem(code, details={"fields": ", ".join(closed)})])


def _cells(case: Drafted, changes: Sequence[Change]) -> dict[str, Written]:
    names = {change.field for change in changes}
    found = {str(cell): cell for cell in case.cells.filter(field__in=names)}
    if unknown := [c.field for c in changes if f"{c.period}.{c.field}" not in found]:
        raise Refused([Problem("casework.cells_closed", details={"fields": ", ".join(unknown)})])
    return found


def _set(cell: Written, change: Change, doer: Doer, source: str) -> None:
    was = cell.content
    for name, text in change.content.items():
        setattr(cell, name, text.strip())
    if cell.content != was:
        cell.source, cell.person = source, doer.person
    cell.confirmed = change.confirmed


def _write(cells: Sequence[Written]) -> None:
    now = timezone.now()
    for cell in cells:
        cell.changed = now
    names = [*Written.longest, "source", "person", "confirmed", "version", "changed"]
    if cells:
        type(cells[0])._default_manager.bulk_update(cells, names)
