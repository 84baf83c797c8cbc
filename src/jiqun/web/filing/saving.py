"""Save cells: compare and set, cell by cell, so that of two people neither loses work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.offices import Doer
from jiqun.web.events.chain import Deed, record
from jiqun.web.filing.models import PREVIOUS, VALUES, Case, Cell
from jiqun.web.filing.moving import writable

CONTENT = ("said", "status", "reason", "note")
LONGEST = {"said": 200, "status": 20, "reason": 1000, "note": 1000}
MOST = 400
"""Cells of one save: more than a form has."""


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
    conflicts: dict[str, Cell] = field(default_factory=dict)


def save(case: Case, changes: Sequence[Change], doer: Doer, source: str = "") -> Saved:
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
        locked = Case.objects.select_for_update().select_related("definition").get(pk=case.pk)
        _refuse_closed(locked, changes, doer)
        cells = _cells(locked, changes)
        before, after = {}, {}
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
                before[name], after[name] = _only(was, now), _only(now, was)
        if source and saved.conflicts:
            details = {"fields": ", ".join(saved.conflicts)}
            raise Refused([Problem("filing.changed_since_compared", details=details)])
        _write([cells[name] for name in after])
        if after:
            said = {"before": before, "after": after, **({"source": source} if source else {})}
            record(Deed("save", case.subject, doer.person, doer.office, said))
    return saved


def read_changes(said: Any) -> list[Change]:
    """Read what a browser sends.

    Raises
    ------
    Refused
        Where it is not what this program's own pages send.
    """
    try:
        changes = [_change(cell) for cell in said["cells"]]
    except (KeyError, TypeError, ValueError):
        raise Refused([Problem("filing.not_understood")]) from None
    if len(changes) > MOST or len({(c.period, c.field) for c in changes}) < len(changes):
        raise Refused([Problem("filing.not_understood")])
    return changes


def _change(said: Mapping[str, Any]) -> Change:
    content = {name: said[name] for name in CONTENT if name in said}
    if said["period"] not in (VALUES, PREVIOUS):
        raise ValueError(said["period"])
    for name, text in content.items():
        if not isinstance(text, str) or len(text) > LONGEST[name] or "\0" in text:
            raise ValueError(name)
    return Change(
        said["period"],
        str(said["field"]),
        int(said["version"]),
        content,
        bool(said.get("confirmed", True)),
    )


def _refuse_closed(case: Case, changes: Sequence[Change], doer: Doer) -> None:
    open_to = writable(case, doer)
    closed = sorted({change.field for change in changes} - open_to)
    if closed:
        code = "filing.cells_closed" if open_to else "filing.closed"
        raise Refused([Problem(code, details={"fields": ", ".join(closed)})])


def _cells(case: Case, changes: Sequence[Change]) -> dict[str, Cell]:
    names = {change.field for change in changes}
    found = {str(cell): cell for cell in case.cells.filter(field__in=names)}
    if unknown := [c.field for c in changes if f"{c.period}.{c.field}" not in found]:
        raise Refused([Problem("filing.cells_closed", details={"fields": ", ".join(unknown)})])
    return found


def _set(cell: Cell, change: Change, doer: Doer, source: str) -> None:
    was = cell.content
    for name, text in change.content.items():
        setattr(cell, name, text.strip())
    if cell.content != was:
        cell.source, cell.person = source, doer.person
    cell.confirmed = change.confirmed


def _write(cells: Sequence[Cell]) -> None:
    now = timezone.now()
    for cell in cells:
        cell.changed = now
    names = [*CONTENT, "source", "person", "confirmed", "version", "changed"]
    Cell.objects.bulk_update(cells, names)


def _only(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return what differs."""
    return {name: value for name, value in one.items() if other[name] != value}
