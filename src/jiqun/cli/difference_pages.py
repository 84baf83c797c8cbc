"""What changed between two vintages, as a person reads it and as a table."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from jiqun.base.flags import in_words
from jiqun.base.forms import YEARLY, Field, family
from jiqun.base.language import Bilingual, Lang
from jiqun.base.quantities import Status, choice_of
from jiqun.base.rule_reasons import reason_said
from jiqun.base.units import symbol

if TYPE_CHECKING:
    from jiqun.reports.table_files import Row, TableFile

Difference = Mapping[str, Any]
"""One of ``jiqun.workspace.differences.differences``, with ``name`` and ``why`` beside it."""
NOT_THERE = Bilingual("（无）", "(none)")
WHY = Bilingual("原因", "reason")
YEAR_BEFORE = Bilingual("上年数", "year before")


def line(difference: Difference, lang: Lang) -> str:
    """Return a changed cell in a line: cluster, year, field with its unit, before, after, why."""
    colon = "：" if lang == "zh" else ": "
    year = str(difference["year"])
    if difference["period"] == "previous":
        before = YEAR_BEFORE.in_(lang)
        year += f"（{before}）" if lang == "zh" else f" ({before})"
    name = difference["cluster_id"]
    if difference["name"] not in ("", name):
        name += f" {difference['name']}"
    change = f"{cell_text(difference, 'before', lang)} → {cell_text(difference, 'after', lang)}"
    said = f"{name} · {year} · {field_title(difference['field'], lang)}{colon}{change}"
    why = reason_said(difference["why"]).in_(lang)
    return f"{said} · {WHY.in_(lang)}{colon}{why}" if why else said


def cell_text(difference: Difference, side: str, lang: Lang) -> str:
    """Return one side of a changed cell in words."""
    cell = difference[side]
    if cell is None:
        return NOT_THERE.in_(lang)
    field = _field(difference["field"])
    if chosen := choice_of(cell["value"], cell["status"], cell.get("reason")):
        known = field.choices if field else {}
        return known[chosen].in_(lang) if chosen in known else chosen
    if cell["value"] is None:
        reason = f"（{cell['reason']}）" if cell.get("reason") else ""
        return Status(cell["status"]).words.in_(lang) + reason
    if field and field.type == "flag":
        return in_words(cell["value"] == "1").in_(lang)
    return str(cell["value"])


def field_title(field_id: str, lang: Lang) -> str:
    """Return a field's title with its unit, or its id where the forms do not know it."""
    field = _field(field_id)
    if field is None:
        return field_id
    title = field.title.in_(lang)
    if field.type in ("flag", "choice"):
        return title
    unit = symbol(field.unit).in_(lang)
    return f"{title}（{unit}）" if lang == "zh" else f"{title} ({unit})"


def _field(field_id: str) -> Field | None:
    return family(YEARLY).fields.get(field_id)


def difference_table(
    differences: Sequence[Difference], one: str, other: str, lang: Lang, *, demo: bool
) -> "TableFile":
    """Return the changed cells as a table, marked where filings are of the demonstration."""
    from jiqun.reports.table_files import Column, TableFile

    columns = (
        Column("cluster", Bilingual("集群", "Cluster"), width=14),
        Column("name", Bilingual("名称", "Name"), width=30),
        Column("year", Bilingual("年份", "Year"), "year", 8),
        Column("period", Bilingual("当年或上年", "Period"), width=12),
        Column("field", Bilingual("字段", "Field"), width=24),
        Column("title", Bilingual("字段名称", "Title"), width=34),
        Column("before", Bilingual(f"改前（{one}）", f"Before ({one})"), "number", 20),
        Column("after", Bilingual(f"改后（{other}）", f"After ({other})"), "number", 20),
        Column("why", Bilingual("原因", "Reason"), width=40),
    )
    rows = [_row(difference, lang) for difference in differences]
    title = Bilingual(f"{one} 与 {other} 的差别", f"What changed from {one} to {other}")
    return TableFile(title, columns, rows, demo=demo)


def _row(difference: Difference, lang: Lang) -> "Row":
    return {
        "cluster": difference["cluster_id"],
        **{name: difference[name] for name in ("name", "year", "period", "field")},
        "why": reason_said(difference["why"]).in_(lang),
        "title": field_title(difference["field"], lang),
        "before": _cell(difference, "before", lang),
        "after": _cell(difference, "after", lang),
    }


def _cell(difference: Difference, side: str, lang: Lang) -> str | Decimal:
    """Return one side of a changed cell: an amount as a number, anything else in words."""
    said = cell_text(difference, side, lang)
    field = _field(difference["field"])
    return Decimal(said) if field and field.unit and NUMBER.fullmatch(said) else said


NUMBER = re.compile(r"-?\d+(\.\d+)?")
