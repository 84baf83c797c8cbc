"""A case as it was on the day it went elsewhere: made once, and read by those it left."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jiqun.base.forms import Field, Form, form_for
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.web.accounts.offices import office_title
from jiqun.web.filing.drafts import contents_of
from jiqun.web.filing.models import (
    PREVIOUS,
    VALUES,
    WRITERS,
    Case,
    Cell,
    Evidence,
    HandedOver,
    Question,
    Remark,
)
from jiqun.web.filing.moving import draft_lines

EMPTY = Cell()
COPIED = (
    "definition", "parties", "state", "holder", "revision", "clocks", "asked", "reason",
    "cluster", "county", "province", "perimeter", "profile", "year", "form", "form_version",
)  # fmt: skip
"""Columns of a case that its copy has, too."""


def copy_of(case: Case, successor: str, why: str) -> HandedOver:
    """Return the copy of a case that goes over to another county; not stored yet."""
    said = {name: getattr(case, name) for name in COPIED}
    return HandedOver(**said, successor=successor, why=why, kept=_kept(case))


def _kept(case: Case) -> dict[str, Any]:
    submitted = case.submissions.first()
    seen = case.evidence.all().submitted_by(submitted.at if submitted else None)
    gone_on = set(seen.values_list("pk", flat=True))
    threads = case.questions.prefetch_related("remarks")
    return {
        "draft": {"cells": contents_of(case.cells.all()), "firms": draft_lines(case)},
        "submitted": {"cells": submitted.cells, "firms": submitted.firms} if submitted else None,
        "threads": [_thread(question) for question in threads],
        "files": [_file(kept) | {"gone_on": kept.pk in gone_on} for kept in case.evidence.all()],
    }


def _thread(question: Question) -> dict[str, Any]:
    remarks = [_remark(remark) for remark in question.remarks.all()]
    return {"period": question.period, "field": question.field, "remarks": remarks}


def _remark(remark: Remark) -> dict[str, str]:
    by = {"office": remark.office, "of": remark.of, "name": remark.name}
    return {**by, "text": remark.text, "when": remark.when}


def _file(kept: Evidence) -> dict[str, Any]:
    by = {"office": kept.office, "of": kept.of, "name": kept.name}
    return {**by, "sha256": kept.sha256, "size": kept.size, "when": kept.when}


@dataclass(frozen=True, slots=True)
class Said:
    """A field as a copy has it: the year's value and the year before's."""

    field: Field
    value: Cell
    previous: Cell


class Copied:
    """A copy as one reader sees it: the draft for who wrote it, what was submitted for others.

    Parameters
    ----------
    copy
        The copy.
    reader
        Who looks.
    """

    def __init__(self, copy: HandedOver, reader: Reader) -> None:
        self.copy = copy
        self.writes = reader.office in WRITERS

    @cached_property
    def form(self) -> Form:
        """The form it is filed on."""
        return form_for(self.copy.form, self.copy.year)

    @property
    def _seen(self) -> dict[str, Any]:
        kept = self.copy.kept["draft" if self.writes else "submitted"]
        return kept or {"cells": {VALUES: {}, PREVIOUS: {}}, "firms": None}

    @property
    def rows(self) -> list[Said]:
        """Its fields that say something, in the form's order."""
        cells = self._seen["cells"]
        found = [
            Said(field, _cell(cells, VALUES, name), _cell(cells, PREVIOUS, name))
            for name, field in self.form.fields.items()
        ]
        return [row for row in found if not (row.value.empty and row.previous.empty)]

    @property
    def firms(self) -> list[dict[str, str]]:
        """The lines of its own list of firms."""
        return self._seen["firms"] or []

    @property
    def threads(self) -> list[tuple[Bilingual, int, list[tuple[dict[str, str], Bilingual]]]]:
        """What was asked and answered: field, year, remarks with the office that said them."""
        return [
            (
                self.form.fields[thread["field"]].title,
                self.copy.year - (thread["period"] == PREVIOUS),
                [(remark, _by(remark)) for remark in thread["remarks"]],
            )
            for thread in self.copy.kept["threads"]
        ]

    @property
    def files(self) -> list[tuple[int, dict[str, Any], Bilingual]]:
        """The files the reader saw, numbered as they are handed out."""
        every = enumerate(self.copy.kept["files"], 1)
        return [
            (number, kept, _by(kept)) for number, kept in every if kept["gone_on"] or self.writes
        ]


def _cell(cells: dict[str, dict[str, Any]], period: str, name: str) -> Cell:
    said = cells[period].get(name)
    return Cell(period=period, field=name, **said) if said else EMPTY


def _by(said: dict[str, Any]) -> Bilingual:
    return office_title(Office(said["office"]), said["of"])
