"""Confirm at once every figure that was filled in from elsewhere, as the page showed it."""

from collections.abc import Iterable

from django.db import transaction

from jiqun.base.errors import Problem, Refused
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import Written
from jiqun.web.casework.saving import MOST, Change, save
from jiqun.web.posted import number_in
from jiqun.web.recognition.models import Application
from jiqun.web.recognition.seen import FigureRow, SeenApplication


def unconfirmed(seen: SeenApplication) -> list[FigureRow]:
    """Return the figures the reader has still to confirm, field by field."""
    rows = []
    for row in seen.figures:
        cells = [cell for cell in row.cells if not cell.confirmed and not cell.empty]
        if cells and row.name in seen.open:
            rows.append(FigureRow(row.name, row.field, cells))
    return rows


def confirm(application: Application, shown: Iterable[str], doer: Doer) -> int:
    """Confirm cells as they were shown, all by one event or none.

    Parameters
    ----------
    application
        The application.
    shown
        What was on the page: ``2023.output_total 4``, a cell with its version.
    doer
        Who confirms.

    Returns
    -------
    int
        How many were confirmed; whoever changed a cell meanwhile has confirmed what they wrote.

    Raises
    ------
    Refused
        Where a cell is not open to the doer now, or says something else than was shown.
    """
    changes = [_change(cell) for cell in shown]
    if not changes or len(changes) > MOST:
        raise Refused([Problem("casework.not_understood")])
    with transaction.atomic():
        saved = save(application, changes, doer)
        others = [cell for cell in saved.conflicts.values() if not cell.confirmed]
        if others:
            fields = "、".join(_titled(application, cell) for cell in others)
            raise Refused([Problem("recognition.says_otherwise", details={"fields": fields})])
    return len(saved.versions)


def _change(shown: str) -> Change:
    cell, _, version = shown.partition(" ")
    period, _, field = cell.partition(".")
    number = number_in(version)
    if number is None or not field:
        raise Refused([Problem("casework.not_understood")])
    return Change(period, field, number, {}, confirmed=True)


def _titled(application: Application, cell: Written) -> str:
    return f"{application.asked_of.figures[cell.field].title.zh} {cell.period}"
