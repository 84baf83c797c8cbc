"""What several writers say in the same words: the edition, the method, the tables of documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiqun.reports.policies import documents, instruments

if TYPE_CHECKING:
    from jiqun.reports.model import Filed, Report
    from jiqun.reports.outline import Page

DEMO_MARK = "演示数据"
NOT_SEEN = "未见"
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it is printed.

    Parameters
    ----------
    title, note
        Above it; empty for the page's own.
    header, rows
        As printed.
    widths
        Relative widths of the columns.
    """

    title: str
    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """Something a reader must know, with its title."""

    title: str
    text: str


def edition(report: Report) -> list[str]:
    """Return the lines that say which edition this is, and of what."""
    lines = []
    if report.demo:
        lines.append("演示数据：集群和企业均为虚构，数字由程序生成，不代表任何真实集群。")
    who = {"public": "公开版", "nation": "内部版"}.get(report.audience, "地方版")
    lines.append(f"{who} · 版本 {report.vintage} · sha256 {report.sha256[:16]}")
    return lines


def method(report: Report) -> list[Method]:
    """Return what a reader must know: four of them, and of another catalogue where there is one."""
    other = report.catalogue.said
    return [
        Method("填报覆盖", _coverage(report.filed)),
        Method(
            "份额与增速",
            "份额由合计相除得到，不取各集群份额的平均；增速只计两年都有数的集群，"
            "上年数以本年所报的现行边界为准；金额为现价。",
        ),
        Method(
            "零、缺失与不适用",
            "三者分开：缺失和不适用的集群不进入该指标的分子和分母，覆盖数写明有几个集群进入。",
        ),
        Method("表格与口径", report.derived_form.zh),
        *([Method("指标目录", other.zh)] if other else []),
        *refused_files(report),
    ]


def refused_files(report: Report) -> list[Method]:
    """Say which files of the installation's catalogue are not in this report, if any."""
    files = list(dict.fromkeys(problem.where.file for problem in report.catalogue.refused))
    if not files:
        return []
    named = "、".join(files[:MOST_NAMED]) + ("等" if len(files) > MOST_NAMED else "")
    return [Method("本地目录", f"{named}有错，未生效，沿用上一次正确的内容。")]


def _coverage(filed: Filed) -> str:
    missing = "、".join(filed.not_filed[:6])
    late = f"未填报：{missing}。" if missing else "没有集群漏报。"
    return (
        f"已知集群 {filed.known} 个，本年填报 {filed.filed} 个；"
        f"新进入 {len(filed.entrants)} 个，退出 {len(filed.leavers)} 个。{late}"
    )


def tables_of(page: Page, report: Report) -> list[Table]:
    """Return the tables of a page of policy documents."""
    if page.layout == "instruments":
        return [_instruments(report.year)]
    return [_documents(report.year, report.coverage.province)]


def _instruments(year: int) -> Table:
    rows = tuple((one.title.zh, one.doc_no, one.issued, one.role.zh) for one in instruments(year))
    note = "据公开转载归纳，用语是我们的，以官方文本为准。"
    return Table("", note, ("文件", "文号", "印发", "作用"), rows, (4.2, 2.9, 1.3, 5.2))


def _documents(year: int, province: str) -> Table:
    rows = tuple(
        (
            one.place,
            one.title.zh,
            one.doc_no or NOT_SEEN,
            one.issued or NOT_SEEN,
            one.kind.zh,
            one.seen.zh,
        )
        for one in documents(year, province)
    )
    header = ("地区", "文件", "文号", "印发", "类型", "所见")
    note = "“未见”指我们没有看到，不是没有。"
    return Table("", note, header, rows, (1.7, 5.2, 2.5, 2.3, 1.1, 1.3))
