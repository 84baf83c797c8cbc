"""What a draft and another filing of the same cluster and year say differently, cell by cell."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jiqun.base.forms import Field, Form, family
from jiqun.base.quantities import Quantity
from jiqun.filings.raw import RawFiling
from jiqun.filings.read import read_filing
from jiqun.filings.workbook.template import Known
from jiqun.web.casework.filling import fill
from jiqun.web.filing.drafts import contents_of, raw_file
from jiqun.web.filing.models import PREVIOUS, VALUES, Case, Cell


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell of a draft, and what the other filing says there.

    Parameters
    ----------
    field
        The form's field.
    ours, theirs
        The draft's cell, and the same cell as the other filing has it.
    open
        Whether the draft's cell can be changed now by whoever looks.
    """

    field: Field
    ours: Cell
    theirs: Cell
    open: bool

    @property
    def by_hand(self) -> bool:
        """Whether somebody filled the draft's cell in themselves."""
        return not self.ours.empty and not self.ours.source

    @property
    def posted(self) -> str:
        """What a page sends where the other filing's cell is taken."""
        place = {"period": self.ours.period, "field": self.field.id, "version": self.ours.version}
        return json.dumps({**place, **self.theirs.content}, ensure_ascii=False)


def understood(raw: RawFiling) -> Known:
    """Return the cells of a filing that can be read; its problems are noted on it."""
    read = read_filing(raw)
    return Known(read.profile, read.values, read.previous, raw.notes)


def draft_known(case: Case, cells: Mapping[str, Cell]) -> Known:
    """Return what a draft says; a cell that cannot be read says nothing."""
    (raw,) = raw_file(case, contents_of(cells.values())).filings
    return understood(raw)


def differences(
    case: Case,
    form: Form,
    cells: Mapping[str, Cell],
    theirs: Known,
    writable: frozenset[str],
    *,
    blanks: bool = False,
) -> list[Difference]:
    """Compare a draft with another filing.

    Parameters
    ----------
    case, form
        The case and its form.
    cells
        The draft's.
    theirs
        The other filing.
    writable
        Fields that may be changed now.
    blanks
        Whether what the other filing leaves empty differs too; a workbook's empty cell says
        nothing, an accepted filing's says that there is no number.
    """
    ours = draft_known(case, cells)
    found = []
    for period, field, said, other in _pairs(case, form, ours, theirs):
        cell = cells.get(f"{period}.{field.id}")
        if cell is None or (other is None and (not blanks or cell.empty)):
            continue
        note = theirs.notes.get(period, {}).get(field.id, "")
        if said != other or (note and note != cell.note):
            proposed = Cell(case=case, period=period, field=field.id, note=note or cell.note)
            if other is not None:
                fill(proposed, other, flag=field.type == "flag")
            found.append(Difference(field, cell, proposed, field.id in writable))
    return found


Pair = tuple[str, Field, Quantity | None, Quantity | None]


def _pairs(case: Case, form: Form, ours: Known, theirs: Known) -> Iterator[Pair]:
    before = family(form.family).form_around(case.year - 1)
    for field in form.fields.values():
        yield VALUES, field, ours.values.get(field.id), theirs.values.get(field.id)
    for field in before.fields.values():
        yield PREVIOUS, field, ours.previous.get(field.id), theirs.previous.get(field.id)


def posted_cells(said: list[str]) -> dict[str, Any]:
    """Return what a page of differences sent, as a save reads it; what is no JSON is refused."""
    try:
        return {"cells": [json.loads(cell) for cell in said]}
    except (ValueError, RecursionError):
        return {}
