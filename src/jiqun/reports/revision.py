"""The revision note: what changed since the vintage before, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from jiqun.base.display import NO_NUMBER
from jiqun.base.forms import YEARLY, family
from jiqun.base.quantities import Status, choice_of
from jiqun.base.rule_reasons import reason_said
from jiqun.base.texts import printable
from jiqun.reports.model import RevisedCell, RevisedFigure, RevisedStatement, Revision
from jiqun.reports.sources import clusters, workspace_of
from jiqun.reports.tables import Table
from jiqun.reports.words import words
from jiqun.workspace import Snapshot
from jiqun.workspace.differences import differences
from jiqun.workspace.vintages import revision_reasons, vintage_snapshot, vintages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from jiqun.base.language import Lang
    from jiqun.indicators import Figure
    from jiqun.reports.model import Report

WITHHELD = "×"
"""A figure that changed by one cluster's cell tells by how much; so the note does not name it."""


def preceding(snapshot: Snapshot) -> Snapshot | None:
    """Return the vintage a vintage follows, or None where it is the first.

    Parameters
    ----------
    snapshot
        A vintage; its manifest beside it names the one before.
    """
    if not snapshot.vintage:
        return None
    workspace = workspace_of(snapshot)
    follows = {vintage.id: vintage.follows for vintage in vintages(workspace)}[snapshot.vintage]
    return vintage_snapshot(workspace, follows) if follows else None


def revision(before: Report, after: Report) -> Revision:
    """Return what changed between two reports of one year, and why.

    Parameters
    ----------
    before, after
        The two reports, as one reader may see them: confidential cells of other clusters are
        withheld.
    """
    notes = {vintage.id: vintage.note for vintage in vintages(workspace_of(after.snapshot))}
    cells = _cells(before, after)
    return Revision(
        older=before.vintage,
        newer=after.vintage,
        note=printable(notes[after.vintage]),
        cells=tuple(cells),
        figures=tuple(_figures(before, after, {cell.field for cell in cells})),
        statements=tuple(
            RevisedStatement(name, before.claims[name].text, claim.text)
            for name, claim in after.claims.items()
            if name in before.claims and before.claims[name].text.zh != claim.text.zh
        ),
        charts=tuple(
            chart
            for name, chart in after.charts.items()
            if name in before.charts and before.charts[name] != chart
        ),
    )


def _figures(before: Report, after: Report, fields: set[str]) -> Iterator[RevisedFigure]:
    """Yield the figures that differ, each with the changed fields it is made of."""
    for name, shown in after.figures.items():
        old = before.figures.get(name)
        if old is not None and _numbers(old.figure) != _numbers(shown.figure):
            made_of = (field for field in shown.entry.definition.fields if field in fields)
            yield RevisedFigure(old, shown, tuple(made_of))


def _numbers(figure: Figure) -> tuple[Decimal | None, Decimal | None, Decimal | None, int]:
    return figure.value, figure.numerator, figure.denominator, figure.reporting


def _cells(before: Report, after: Report) -> list[RevisedCell]:
    """Return the cells that differ, with the cluster's name and the filer's reason.

    Where less than the nation is covered, one that is not seen is left out: that it lies there
    would be told.
    """
    newer = after.snapshot
    known = {profile.cluster_id: profile for profile in clusters(newer, range(after.year + 1))}
    reasons = revision_reasons(workspace_of(newer), newer)
    found = []
    for row in differences(before.snapshot, newer):
        profile = known.get(row["cluster_id"])
        cell = RevisedCell(
            cluster=row["cluster_id"],
            name=printable(profile.name if profile else row["cluster_id"]),
            year=row["year"],
            period=row["period"],
            field=row["field"],
            title=family(YEARLY).fields[row["field"]].title,
            before=_said(row["before"]),
            after=_said(row["after"]),
            reason=reasons.get((row["cluster_id"], row["year"]), ""),
        )
        county = profile.county_code if profile else ""
        seen = after.edition.sees_cell(cell.field, cell.cluster, county)
        if after.coverage.national:
            found.append(cell if seen else _withheld(cell))
        elif seen and after.coverage.holds(cell.cluster):
            found.append(cell)
    return found


def _withheld(cell: RevisedCell) -> RevisedCell:
    """Return a cell of which only field and year are told."""
    return replace(
        cell, cluster=WITHHELD, name=WITHHELD, before=WITHHELD, after=WITHHELD, reason=WITHHELD
    )


class Answer(TypedDict):
    """A cell as two snapshots are compared by it."""

    value: str | None
    status: str
    reason: str


def _said(cell: Answer | None) -> str:
    if cell is None:
        return NO_NUMBER
    chosen = choice_of(cell["value"], cell["status"], cell["reason"])
    return chosen or (cell["status"] if cell["value"] is None else cell["value"])


def revision_sentences(found: Revision, lang: Lang) -> list[str]:
    """Return the note in sentences, made from its own counts."""
    said = words(lang)
    head = said.fill(
        "changed",
        newer=found.newer,
        older=found.older,
        cells=len(found.cells),
        figures=len(found.figures),
        statements=len(found.statements),
        charts=len(found.charts),
    )
    return [head, *([said.fill("release_note", note=found.note)] if found.note else [])]


def revision_tables(found: Revision, lang: Lang) -> list[Table]:
    """Return the note's tables: filed cells, figures, sentences; empty ones are left out."""
    tables = (_of_cells(found, lang), _of_figures(found, lang), _of_words(found, lang))
    return [table for table in tables if table.rows]


def _of_cells(found: Revision, lang: Lang) -> Table:
    rows = tuple(_cell_row(cell, lang) for cell in found.cells)
    header = _header(lang, "cluster", "year", "field", "before", "after", "reason")
    return Table(words(lang)["revised_cells"], "", header, rows, (1.6, 1, 2, 1.4, 1.4, 3))


def _of_figures(found: Revision, lang: Lang) -> Table:
    rows = tuple(_figure_row(figure, lang) for figure in found.figures)
    header = _header(lang, "figure", "before", "after", "cause")
    return Table(words(lang)["revised_figures"], "", header, rows, (3, 1.6, 1.6, 3))


def _of_words(found: Revision, lang: Lang) -> Table:
    said = words(lang)
    charts = said.listed(chart.title.in_(lang) for chart in found.charts)
    silent = said["not_said"]
    rows = tuple(
        (claim.before.in_(lang) or silent, claim.after.in_(lang) or silent)
        for claim in found.statements
    )
    note = said.fill("changed_charts", names=charts) if charts else ""
    return Table(said["revised_sentences"], note, _header(lang, "before", "after"), rows, (1, 1))


def _header(lang: Lang, *names: str) -> tuple[str, ...]:
    return tuple(words(lang)[name] for name in names)


def _cell_row(cell: RevisedCell, lang: Lang) -> tuple[str, ...]:
    year = str(cell.year)
    if cell.period == "previous":
        year = words(lang).fill("of_last_year", year=year)
    before, after = (_answer(cell.field, said, lang) for said in (cell.before, cell.after))
    return (
        cell.name,
        year,
        cell.title.in_(lang),
        before,
        after,
        reason_said(cell.reason).in_(lang),
    )


def _answer(field: str, said: str, lang: Lang) -> str:
    """Return what was filed in words: a number as it stands, a status or a choice by its name."""
    chosen = family(YEARLY).fields[field].choices.get(said)
    if chosen is not None:
        return chosen.in_(lang)
    return Status(said).words.in_(lang) if said in set(Status) else said


def _figure_row(figure: RevisedFigure, lang: Lang) -> tuple[str, ...]:
    """Print the numbers themselves: a bound would hide a small change."""
    titles = (family(YEARLY).fields[name].title.in_(lang) for name in figure.fields)
    before, after = figure.before.plain.in_(lang), figure.after.plain.in_(lang)
    return (figure.after.title.in_(lang), before, after, words(lang).listed(titles))
