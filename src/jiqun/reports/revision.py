"""The revision note: what changed since the vintage before, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from jiqun.base.display import NO_NUMBER
from jiqun.base.forms import YEARLY, family
from jiqun.base.quantities import choice_of
from jiqun.base.texts import printable
from jiqun.reports.model import RevisedCell, RevisedFigure, RevisedStatement, Revision
from jiqun.reports.sources import clusters
from jiqun.reports.story import Table
from jiqun.workspace import Snapshot, Workspace
from jiqun.workspace.vintages import differences, revision_reasons, vintage_snapshot, vintages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

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
    workspace = _workspace(snapshot)
    follows = {vintage.id: vintage.follows for vintage in vintages(workspace)}[snapshot.vintage]
    return vintage_snapshot(workspace, follows) if follows else None


def _workspace(snapshot: Snapshot) -> Workspace:
    return Workspace.open(snapshot.header_files[0].parents[2])


def revision(before: Report, after: Report) -> Revision:
    """Return what changed between two reports of one year, and why.

    Parameters
    ----------
    before, after
        The two reports, as one reader may see them: confidential cells of other clusters are
        withheld.
    """
    notes = {vintage.id: vintage.note for vintage in vintages(_workspace(after.snapshot))}
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
    reasons = revision_reasons(_workspace(newer), newer)
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


def revision_sentences(found: Revision) -> list[str]:
    """Return the note in sentences, made from its own counts."""
    note = f"发布说明：{found.note}。" if found.note else ""
    head = (
        f"本版 {found.newer} 与前一版 {found.older} 相比，有 {len(found.cells)} 个填报数、"
        f"{len(found.figures)} 项指标、{len(found.statements)} 句表述和 "
        f"{len(found.charts)} 张图不同；其余与前一版逐字相同。"
    )
    return [head, *([note] if note else [])]


def revision_tables(found: Revision) -> list[Table]:
    """Return the note's tables: filed cells, figures, sentences; empty ones are left out."""
    return [
        table for table in (_of_cells(found), _of_figures(found), _of_words(found)) if table.rows
    ]


def _of_cells(found: Revision) -> Table:
    header = ("集群", "年度", "字段", "改前", "改后", "原因")
    rows = tuple(map(_cell_row, found.cells))
    return Table("修订的填报数", "", header, rows, (1.6, 1, 2, 1.4, 1.4, 3))


def _of_figures(found: Revision) -> Table:
    rows = tuple(map(_figure_row, found.figures))
    return Table("随之变动的指标", "", ("指标", "改前", "改后", "起因"), rows, (3, 1.6, 1.6, 3))


def _of_words(found: Revision) -> Table:
    charts = "、".join(chart.title.zh for chart in found.charts)
    rows = tuple(
        (claim.before.zh or "（不写）", claim.after.zh or "（不写）") for claim in found.statements
    )
    note = f"变动的图：{charts}。" if charts else ""
    return Table("随之变动的表述", note, ("改前", "改后"), rows, (1, 1))


def _cell_row(cell: RevisedCell) -> tuple[str, ...]:
    year = f"{cell.year}{'（上年数）' if cell.period == 'previous' else ''}"
    return (cell.name, year, cell.title.zh, cell.before, cell.after, cell.reason)


def _figure_row(figure: RevisedFigure) -> tuple[str, ...]:
    """Print the numbers themselves: a bound would hide a small change."""
    fields = "、".join(family(YEARLY).fields[name].title.zh for name in figure.fields)
    before, after = figure.before, figure.after
    return (after.title.zh, before.plain.zh, after.plain.zh, fields)
