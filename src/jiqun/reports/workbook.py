"""The report as a workbook: tidy tables, shares and growth as live formulas with their results.

A formula is written with the value it has, so that a preview that does not calculate shows it too.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from jiqun.base.definitions import indicators
from jiqun.base.texts import printable
from jiqun.charts import palette
from jiqun.indicators.words import definition_words
from jiqun.reports.outline import outline
from jiqun.reports.packages import settled
from jiqun.reports.policies import documents
from jiqun.reports.story import DEMO_MARK, NOT_SEEN, edition, method

if TYPE_CHECKING:
    from jiqun.reports.content import Report

LEVELS = {"macro_region": "分区域", "province": "分省", "sector": "分行业"}
HEAD = 2
"""The row of the headings; above it stands the mark."""
FORMULA = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*>)<f>([^<]*)</f><v ?/?>(?:</v>)?')


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula, with the value it has now."""

    text: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its name, headings with widths, and rows.

    Parameters
    ----------
    columns
        Heading and width of each.
    rows
        Cells: text, whole numbers, decimals, formulas or None.
    """

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: Sequence[Sequence[Any]]


def workbook(report: Report) -> bytes:
    """Return the report as an Excel file; the same report gives the same bytes.

    Parameters
    ----------
    report
        From :func:`jiqun.reports.content.compose`.
    """
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    results: dict[str, dict[str, Decimal]] = {}
    sheets = list(_sheets(report))
    for sheet in sheets:
        _write(made, sheet, _above(report, sheet.name))
        results[sheet.name] = _results(sheet)
    made.properties.title = f"{outline().title.zh}（{report.year}年度）"
    made.properties.creator = "Jiqun 集群"
    sink = io.BytesIO()
    made.save(sink)
    return settled(_with_results(sink.getvalue(), [results[one.name] for one in sheets]))


def _sheets(report: Report) -> Iterator[Sheet]:
    yield _about(report)
    yield Sheet(
        "指标",
        FIGURE_COLUMNS,
        [_figure_row(one, at) for at, one in _counted(report.content["figures"])],
    )
    for level, name in LEVELS.items():
        yield _level(report, level, name)
    yield _bridges(report)
    yield _claims(report)
    yield _charts(report)
    yield _documents(report)
    if report.content.get("revision") is not None:
        yield from _revision(report)


def _counted(rows: Sequence[Any]) -> list[tuple[int, Any]]:
    """Return rows with the number of the row they stand in."""
    return list(enumerate(rows, start=HEAD + 1))


FIGURE_COLUMNS = (
    ("编号", 34),
    ("维度", 16),
    ("指标", 36),
    ("数值", 16),
    ("单位", 14),
    ("报告印作", 16),
    ("分子", 18),
    ("分母", 18),
    ("上年", 16),
    ("与上年比", 12),
    ("口径提示", 40),
    ("进入的集群", 11),
    ("填报的集群", 11),
    ("不适用", 9),
    ("状态", 12),
    ("方法", 20),
    ("定义", 60),
    ("出处", 50),
)


def _figure_row(figure: dict[str, Any], row: int) -> list[Any]:
    entry = indicators()[figure["id"]]
    value, previous = _decimal(figure["value"]), _decimal(figure["previous"])
    return [
        figure["id"],
        figure["dimension"],
        figure["title"]["zh"],
        _value(figure, row, "G", "H"),
        figure["unit"],
        figure["display"],
        _decimal(figure["numerator"]),
        _decimal(figure["denominator"]),
        previous,
        _change(value, previous, figure["unit"], row),
        figure["caveat"]["zh"] if figure["caveat"] else "",
        figure["reporting"],
        figure["expected"],
        figure["not_applicable"],
        figure["status"],
        figure["method"],
        definition_words(entry.definition, "zh"),
        entry.source["document"],
    ]


def _value(figure: dict[str, Any], row: int, above: str, below: str) -> Any:
    """Return a figure's value: a formula where it is a quotient of its row, or one less one."""
    value, top, bottom = (_decimal(figure[key]) for key in ("value", "numerator", "denominator"))
    if value is None or top is None or not bottom:
        return value
    for text, made in (
        (f"{above}{row}/{below}{row}", top / bottom),
        (f"{above}{row}/{below}{row}-1", top / bottom - 1),
    ):
        if abs(made - value) <= abs(value) * Decimal("1e-18"):
            return Formula(text, value)
    return value


def _change(value: Decimal | None, previous: Decimal | None, unit: str, row: int) -> Any:
    """Return the change on last year: points of a ratio, a rate of everything else."""
    if value is None or previous is None:
        return None
    if unit == "ratio":
        return Formula(f"D{row}-I{row}", value - previous)
    return Formula(f"D{row}/I{row}-1", value / previous - 1) if previous else None


LEVEL_COLUMNS = (
    ("代码", 18),
    ("名称", 20),
    ("编号", 34),
    ("指标", 36),
    ("数值", 16),
    ("单位", 14),
    ("报告印作", 16),
    ("分子", 18),
    ("分母", 18),
    ("进入的集群", 11),
    ("填报的集群", 11),
    ("状态", 12),
)


def _level(report: Report, level: str, name: str) -> Sheet:
    table = report.tables[f"by_{level}"]
    names = {place["key"]: place["name"]["zh"] for place in table["keys"]}
    rows = [
        [
            one["key"],
            names[one["key"]],
            one["id"],
            indicators()[one["id"]].title.zh,
            _value(one, row, "H", "I"),
            one["unit"],
            one["display"],
            _decimal(one["numerator"]),
            _decimal(one["denominator"]),
            one["reporting"],
            one["expected"],
            one["status"],
        ]
        for row, one in _counted(table["figures"])
    ]
    return Sheet(name, LEVEL_COLUMNS, rows)


def _about(report: Report) -> Sheet:
    lines = [
        (outline().title.zh, f"{report.year} 年度"),
        *(("版本", one) for one in edition(report)),
    ]
    lines += method(report)
    lines += [
        (
            "公式",
            "“数值”一栏凡由分子和分母相除而得的，均为公式，可改动分子分母重算；"
            "“与上年比”对份额为百分点之差，对其余为增长率。",
        ),
        ("零与空", "空格表示没有数（缺失、不适用或不公开），见“状态”；零是填报的零。"),
    ]
    return Sheet("说明", (("项目", 24), ("内容", 110)), lines)


def _bridges(report: Report) -> Sheet:
    rows = [
        [
            table["field"],
            table["title"]["zh"],
            step["step"],
            _decimal(step["amount"]),
            table["unit"],
            step["clusters"],
        ]
        for name, table in report.tables.items()
        if name.startswith("bridge_")
        for step in table["steps"]
    ]
    columns = (("字段", 18), ("名称", 24), ("步骤", 14), ("金额", 20), ("单位", 10), ("集群数", 10))
    return Sheet("上年到本年", columns, rows)


def _claims(report: Report) -> Sheet:
    rows = [
        [
            one["id"],
            one["dimension"],
            "成立" if one["holds"] else "改用备选表述" if one["text"] else "不写",
            one["text"],
            one["why"],
            one["caution"]["zh"] if one["caution"] else "",
            " ".join(one["figures"]),
        ]
        for one in report.content["claims"]
    ]
    columns = (
        ("编号", 28),
        ("维度", 16),
        ("是否成立", 14),
        ("表述", 70),
        ("依据", 80),
        ("口径提示", 50),
        ("指标", 50),
    )
    return Sheet("判断", columns, rows)


def _charts(report: Report) -> Sheet:
    rows = [
        [one.id, one.title.zh, one.kind, *cell]
        for one in report.charts.values()
        for cell in one.marks()
    ]
    columns = (
        ("编号", 26),
        ("图", 34),
        ("类型", 12),
        ("类别", 20),
        ("系列", 20),
        ("数值", 18),
        ("印作", 18),
    )
    return Sheet("图表数据", columns, rows)


def _documents(report: Report) -> Sheet:
    rows = [
        [
            one.place,
            one.title.zh,
            one.doc_no or NOT_SEEN,
            one.issued or NOT_SEEN,
            one.kind.zh,
            one.seen.zh,
            " ".join(one.sources),
        ]
        for one in documents(report.year)
    ]
    columns = (
        ("地区", 18),
        ("文件", 50),
        ("文号", 28),
        ("印发", 28),
        ("类型", 12),
        ("所见", 14),
        ("来源", 60),
    )
    return Sheet("政策文件", columns, rows)


def _revision(report: Report) -> Iterator[Sheet]:
    from jiqun.reports.revision import revision_tables

    for table in revision_tables(report.content["revision"]):
        columns = tuple(
            (head, round(wide * 12)) for head, wide in zip(table.header, table.widths, strict=True)
        )
        yield Sheet(table.title[:31], columns, table.rows)


def _decimal(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)


def _above(report: Report, name: str) -> str:
    mark = f"{DEMO_MARK} · " if report.demo else ""
    return f"{mark}{outline().title.zh} {report.year} · 版本 {report.content['vintage']} · {name}"


def _write(made: Any, sheet: Sheet, above: str) -> None:
    """Write one sheet: the mark, the headings, the rows; frozen and filtered."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    page = made.create_sheet(sheet.name)
    page.freeze_panes = f"A{HEAD + 1}"
    last = get_column_letter(len(sheet.columns))
    page.auto_filter.ref = f"A{HEAD}:{last}{HEAD + len(sheet.rows)}"
    page.oddHeader.center.text = above
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for at, (_, width) in enumerate(sheet.columns, start=1):
        page.column_dimensions[get_column_letter(at)].width = width
    mark = WriteOnlyCell(page, above)
    mark.font = Font(bold=True, color=palette.WARM)
    page.append([mark])
    heads = [WriteOnlyCell(page, name) for name, _ in sheet.columns]
    for head in heads:
        head.font = Font(bold=True, color=palette.PAPER)
        head.fill = PatternFill("solid", fgColor=palette.NOW)
        head.alignment = Alignment(vertical="center")
    page.append(heads)
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])


def _cell(page: Any, value: Any) -> Any:
    """Return a cell; text never becomes a formula."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, Formula):
        return WriteOnlyCell(page, f"={value.text}")
    if not isinstance(value, str):
        return value
    text = printable(value)
    if text[:1] not in ("=", "+", "-", "@"):
        return text
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    return cell


def _results(sheet: Sheet) -> dict[str, Decimal]:
    """Return the value of every formula by its cell."""
    from openpyxl.utils import get_column_letter

    return {
        f"{get_column_letter(column)}{row}": value.value
        for row, cells in _counted(sheet.rows)
        for column, value in enumerate(cells, start=1)
        if isinstance(value, Formula)
    }


def _with_results(package: bytes, results: Sequence[dict[str, Decimal]]) -> bytes:
    """Write each formula's value beside it; sheets are numbered in their order."""
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as found, zipfile.ZipFile(sink, "w") as made:
        for name in found.namelist():
            content = found.read(name)
            if number := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):
                known = results[int(number[1]) - 1]
                content = FORMULA.sub(partial(_filled, known), content)
            made.writestr(name, content)
    return sink.getvalue()


def _filled(known: dict[str, Decimal], hit: re.Match[bytes]) -> bytes:
    value = known[hit[2].decode()]
    return hit[1] + b"<f>" + hit[3] + b"</f><v>" + f"{value:.17g}".encode() + b"</v>"
