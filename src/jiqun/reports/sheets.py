"""The sheets of the workbook: what stands in each, in types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from jiqun.base.definitions import indicators
from jiqun.base.names import level_name
from jiqun.indicators.words import definition_words
from jiqun.reports.policies import documents
from jiqun.reports.printing import in_table
from jiqun.reports.revision import revision_tables
from jiqun.reports.story import NOT_SEEN, edition, method

if TYPE_CHECKING:
    from jiqun.indicators import Figure
    from jiqun.reports.model import LevelTable, Report, ReportedFigure, Revision

Counted = TypeVar("Counted")
LEVELS = {"macro_region": "分区域", "province": "分省", "sector": "分行业"}
HEAD = 2
"""The row of the headings; above it stands the mark."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula, with the value it has now."""

    text: str
    value: Decimal


Cell: TypeAlias = "str | int | Decimal | Formula | None"
Row: TypeAlias = "Sequence[Cell]"


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
    rows: Sequence[Row]


def sheets(report: Report) -> Iterator[Sheet]:
    """Yield the sheets in order."""
    yield _about(report)
    yield _figures(report)
    for level, table in report.levels.items():
        yield _level(table, LEVELS[level])
    if report.bridges:
        yield _bridges(report)
    yield _claims(report)
    yield _charts(report)
    yield _documents(report)
    if report.revision is not None:
        yield from _revision(report.revision)


def counted(rows: Sequence[Counted]) -> list[tuple[int, Counted]]:
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


def _figures(report: Report) -> Sheet:
    """Return every figure; of less than the nation with the same figure of wider places beside."""
    wider = [level_name(*place).zh for place in report.coverage.yardsticks]
    rows = [
        [*_figure_row(shown, at), *_beside(shown, wider)]
        for at, shown in counted(list(report.figures.values()))
    ]
    return Sheet("指标", (*FIGURE_COLUMNS, *((name, 16) for name in wider)), rows)


def _beside(shown: ReportedFigure, wider: Sequence[str]) -> Row:
    values = {other.name.zh: other.figure.value for other in shown.beside}
    return [values.get(name) for name in wider]


def _figure_row(shown: ReportedFigure, row: int) -> Row:
    figure, entry = shown.figure, shown.entry
    return [
        figure.id,
        entry.dimension,
        entry.title.zh,
        _value(figure, row, "G", "H"),
        figure.unit,
        shown.display.zh,
        figure.numerator,
        figure.denominator,
        figure.previous,
        _change(figure, row),
        shown.caveat.zh if shown.caveat else "",
        figure.reporting,
        figure.expected,
        figure.not_applicable,
        str(figure.status),
        figure.method,
        definition_words(entry.definition, "zh"),
        entry.source["document"],
    ]


def _value(figure: Figure, row: int, above: str, below: str) -> Cell:
    """Return a figure's value: a formula where it is a quotient of its row, or one less one."""
    value, top, bottom = figure.value, figure.numerator, figure.denominator
    if value is None or top is None or not bottom:
        return value
    for formula, made in (
        (f"{above}{row}/{below}{row}", top / bottom),
        (f"{above}{row}/{below}{row}-1", top / bottom - 1),
    ):
        if abs(made - value) <= abs(value) * Decimal("1e-18"):
            return Formula(formula, value)
    return value


def _change(figure: Figure, row: int) -> Cell:
    """Return the change on last year: points of a ratio, a rate of everything else."""
    value, previous = figure.value, figure.previous
    if value is None or previous is None:
        return None
    if figure.unit == "ratio":
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


def _level(table: LevelTable, name: str) -> Sheet:
    names = {place.key: place.name.zh for place in table.places}
    rows = [
        [
            figure.key,
            names[figure.key],
            figure.id,
            indicators()[figure.id].title.zh,
            _value(figure, row, "H", "I"),
            figure.unit,
            in_table(figure, "zh"),
            figure.numerator,
            figure.denominator,
            figure.reporting,
            figure.expected,
            str(figure.status),
        ]
        for row, figure in counted(table.figures)
    ]
    return Sheet(name, LEVEL_COLUMNS, rows)


def _about(report: Report) -> Sheet:
    lines = [
        (report.title.zh, f"{report.year} 年度"),
        *(("版本", one) for one in edition(report)),
    ]
    lines += [(known.title, known.text) for known in method(report)]
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
        [table.bridge.field, table.title.zh, name, amount, table.unit, clusters]
        for table in report.bridges.values()
        for name, amount, clusters in table.steps
    ]
    columns = (("字段", 18), ("名称", 24), ("步骤", 14), ("金额", 20), ("单位", 10), ("集群数", 10))
    return Sheet("上年到本年", columns, rows)


def _claims(report: Report) -> Sheet:
    rows = [
        [
            claim.id,
            claim.dimension,
            "成立" if claim.holds else "改用备选表述" if claim.text.zh else "不写",
            claim.text.zh,
            claim.why.zh,
            claim.caution.zh if claim.caution else "",
            " ".join(claim.figures),
        ]
        for claim in report.claims.values()
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
        [chart.id, chart.title.zh, chart.kind, *mark]
        for chart in report.charts.values()
        for mark in chart.marks()
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
            document.place,
            document.title.zh,
            document.doc_no or NOT_SEEN,
            document.issued or NOT_SEEN,
            document.kind.zh,
            document.seen.zh,
            " ".join(document.sources),
        ]
        for document in documents(report.year, report.coverage.province)
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


def _revision(found: Revision) -> Iterator[Sheet]:
    for table in revision_tables(found):
        columns = tuple(
            (head, round(wide * 12)) for head, wide in zip(table.header, table.widths, strict=True)
        )
        yield Sheet(table.title[:31], columns, table.rows)
