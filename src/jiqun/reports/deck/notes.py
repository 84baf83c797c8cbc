"""The notes of a slide: where each of its numbers comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jiqun.base.canonical import decimal_text
from jiqun.indicators.words import definition_words

if TYPE_CHECKING:
    from jiqun.reports.model import Report


def notes(report: Report, figures: Sequence[str], title: str) -> str:
    """Return a slide's notes: vintage, then a line a figure.

    Parameters
    ----------
    report
        The report.
    figures
        Ids of the figures on the slide, in order.
    title
        The slide's title.
    """
    head = f"{title}\n版本 {report.vintage}，sha256 {report.sha256}"
    if report.demo:
        head += "\n演示数据：集群和企业均为虚构，数字由程序生成。"
    lines = [source_line(report, name) for name in figures]
    return "\n".join([head, *(["数据来源："] if lines else []), *lines])


def source_line(report: Report, name: str) -> str:
    """Return where one number comes from: sums, coverage, definition, document, id.

    Parameters
    ----------
    report
        The report.
    name
        A figure's id.
    """
    shown = report.figures[name]
    figure, entry, sums = shown.figure, shown.entry, ""
    if figure.numerator is not None and figure.denominator is not None:
        above, below = decimal_text(figure.numerator), decimal_text(figure.denominator)
        sums = f"；分子 {above}，分母 {below}"
    wider = "".join(f"；{other.name.zh} {other.display.zh}" for other in shown.beside)
    return (
        f"· {entry.title.zh} {shown.display.zh}{sums}{wider}；"
        f"覆盖 {figure.reporting}/{figure.expected} 个集群；"
        f"定义：{definition_words(entry.definition, 'zh')}；"
        f"出处：{entry.source['document']}；编号 {entry.id}"
    )
