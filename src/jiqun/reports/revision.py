"""The revision note: what changed since the vintage before, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jiqun.base.definitions import indicators
from jiqun.base.forms import YEARLY, family
from jiqun.base.quantities import choice_of
from jiqun.base.readers import Reader
from jiqun.base.texts import printable
from jiqun.disclosure import sees_cell
from jiqun.reports.sources import clusters
from jiqun.reports.story import Table
from jiqun.workspace import Snapshot, Workspace
from jiqun.workspace.vintages import (
    differences,
    revision_reasons,
    vintage_snapshot,
    vintages,
)

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


def revision(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    older: Snapshot,
    newer: Snapshot,
    reader: Reader,
) -> dict[str, Any]:
    """Return what changed between two reports of one year, and why.

    Parameters
    ----------
    before, after
        The two reports' contents.
    older, newer
        The vintages they were made from.
    reader
        Who reads: confidential cells of other clusters are withheld.

    Returns
    -------
    dict
        ``from``, ``to`` and ``note`` of the vintage; ``cells`` as filed before and after, each with
        the filer's reason; ``figures``, ``claims`` and ``charts`` that differ, a figure with the
        changed fields it is made of.
    """
    cells = _cells(older, newer, reader, int(after["year"]))
    fields = {one["field"] for one in cells}
    notes = {one.id: one.note for one in vintages(_workspace(newer))}
    return {
        "from": older.vintage,
        "to": newer.vintage,
        "note": printable(notes[newer.vintage]),
        "cells": cells,
        "figures": _figures(before, after, fields),
        "claims": [
            {"id": one["id"], "before": old["text"], "after": one["text"]}
            for old, one in _pairs(before["claims"], after["claims"])
            if old["text"] != one["text"]
        ],
        "charts": [
            {"id": one["id"], "title": one["title"]}
            for old, one in _pairs(before["charts"], after["charts"])
            if old != one
        ],
    }


def _pairs(
    before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return the entries of two lists side by side, by id."""
    old = {one["id"]: one for one in before}
    return [(old[one["id"]], one) for one in after if one["id"] in old]


def _figures(
    before: Mapping[str, Any], after: Mapping[str, Any], fields: set[str]
) -> list[dict[str, Any]]:
    return [
        {
            "id": one["id"],
            "title": one["title"],
            "before": old["value"],
            "after": one["value"],
            "display_before": _plain(old),
            "display_after": _plain(one),
            "fields": [name for name in _fields_of(one["id"]) if name in fields],
        }
        for old, one in _pairs(before["figures"], after["figures"])
        if (old["value"], old["numerator"], old["denominator"], old["reporting"])
        != (one["value"], one["numerator"], one["denominator"], one["reporting"])
    ]


def _plain(figure: Mapping[str, Any]) -> str:
    """Print the number itself: a bound would hide a small change."""
    from decimal import Decimal

    if figure["value"] is None:
        return "—"
    return indicators()[figure["id"]].printed.plain(Decimal(figure["value"]))


def _fields_of(figure: str) -> list[str]:
    return indicators()[figure].definition.fields


def _cells(older: Snapshot, newer: Snapshot, reader: Reader, year: int) -> list[dict[str, Any]]:
    """Return the cells that differ, with the cluster's name and the filer's reason.

    Of a cell the reader may not see only field and year are told.
    """
    known = {row["cluster_id"]: row for row in clusters(newer, range(year + 1))}
    reasons = revision_reasons(_workspace(newer), newer)
    found = []
    for row in differences(older, newer):
        cluster = known.get(row["cluster_id"], {})
        county = str(cluster.get("county_code", ""))
        seen = sees_cell(row["field"], row["cluster_id"], county, reader)
        title = family(YEARLY).fields[row["field"]].title
        told = {
            "cluster": row["cluster_id"],
            "name": printable(cluster.get("name", row["cluster_id"])),
            "before": _said(row["before"]),
            "after": _said(row["after"]),
            "reason": reasons.get((row["cluster_id"], row["year"]), ""),
        }
        found.append(
            {
                **(told if seen else dict.fromkeys(told, WITHHELD)),
                "year": row["year"],
                "period": row["period"],
                "field": row["field"],
                "title": {"zh": title.zh, "en": title.en},
            }
        )
    return found


def _said(cell: Mapping[str, Any] | None) -> str:
    if cell is None:
        return "—"
    chosen = choice_of(cell["value"], cell["status"], cell["reason"])
    return chosen or str(cell["value"] if cell["value"] is not None else cell["status"])


def revision_sentences(found: Mapping[str, Any]) -> list[str]:
    """Return the note in sentences, made from its own counts."""
    note = f"发布说明：{found['note']}。" if found["note"] else ""
    head = (
        f"本版 {found['to']} 与前一版 {found['from']} 相比，有 {len(found['cells'])} 个填报数、"
        f"{len(found['figures'])} 项指标、{len(found['claims'])} 句表述和 "
        f"{len(found['charts'])} 张图不同；其余与前一版逐字相同。"
    )
    return [head, *([note] if note else [])]


def revision_tables(found: Mapping[str, Any]) -> list[Table]:
    """Return the note's tables: filed cells, figures, sentences; empty ones are left out."""
    cells = tuple(map(_cell_row, found["cells"]))
    figures = tuple(map(_figure_row, found["figures"]))
    said = tuple(
        (claim["before"] or "（不写）", claim["after"] or "（不写）") for claim in found["claims"]
    )
    charts = "、".join(chart["title"]["zh"] for chart in found["charts"])
    tables = [
        Table(
            "修订的填报数",
            "",
            ("集群", "年度", "字段", "改前", "改后", "原因"),
            cells,
            (1.6, 1, 2, 1.4, 1.4, 3),
        ),
        Table("随之变动的指标", "", ("指标", "改前", "改后", "起因"), figures, (3, 1.6, 1.6, 3)),
        Table(
            "随之变动的表述",
            f"变动的图：{charts}。" if charts else "",
            ("改前", "改后"),
            said,
            (1, 1),
        ),
    ]
    return [table for table in tables if table.rows]


def _cell_row(cell: Mapping[str, Any]) -> tuple[str, ...]:
    year = f"{cell['year']}{'（上年数）' if cell['period'] == 'previous' else ''}"
    before, after, reason = cell["before"], cell["after"], cell["reason"]
    return (cell["name"], year, cell["title"]["zh"], before, after, reason)


def _figure_row(figure: Mapping[str, Any]) -> tuple[str, ...]:
    fields = "、".join(family(YEARLY).fields[name].title.zh for name in figure["fields"])
    return (figure["title"]["zh"], figure["display_before"], figure["display_after"], fields)
