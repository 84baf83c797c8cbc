"""The sheets of the workbook: what stands in each, in types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from jiqun.base.definitions import indicators
from jiqun.base.names import level_name
from jiqun.base.units import symbol
from jiqun.charts.kinds.bridge import STEPS
from jiqun.indicators.words import definition_words, method_words
from jiqun.reports.outline import outline
from jiqun.reports.policies import documents
from jiqun.reports.printing import in_table
from jiqun.reports.revision import revision_tables
from jiqun.reports.story import edition, method

if TYPE_CHECKING:
    from jiqun.base.language import Lang
    from jiqun.indicators import Figure
    from jiqun.reports.model import LevelTable, Report, ReportedFigure, Revision, Statement
    from jiqun.reports.words import Words

Counted = TypeVar("Counted")
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
        Heading of each, and the width it has at most.
    rows
        Cells: text, whole numbers, decimals, formulas or None.
    naming
        The columns that say what a row is of, from the first to before the last: where a sheet
        prints on several pages side by side they stand on each.
    """

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: Sequence[Row]
    naming: tuple[int, int] = (0, 1)


def sheets(report: Report) -> Iterator[Sheet]:
    """Yield the sheets in order."""
    yield _about(report)
    yield _figures(report)
    for table in report.levels.values():
        yield _level(report, table)
    if report.bridges:
        yield _bridges(report)
    yield _claims(report)
    yield _charts(report)
    yield _documents(report)
    if report.revision is not None:
        yield from _revision(report.revision, report.lang)


def counted(rows: Sequence[Counted]) -> list[tuple[int, Counted]]:
    """Return rows with the number of the row they stand in."""
    return list(enumerate(rows, start=HEAD + 1))


def _sheet(
    said: Words, name: str, columns: Sequence[tuple[str, int]], rows: Sequence[Row]
) -> Sheet:
    """Return a sheet whose name and headings are fixed words."""
    named = tuple((said[column], width) for column, width in columns)
    return Sheet(said[f"sheet_{name}"], named, rows)


FIGURE_COLUMNS = (
    ("indicator_id", 30),
    ("dimension", 16),
    ("figure", 36),
    ("value", 16),
    ("unit", 14),
    ("printed_as", 16),
    ("numerator", 18),
    ("denominator", 18),
    ("last_year", 16),
    ("change", 12),
    ("caveat", 30),
    ("clusters_in", 11),
    ("clusters_filed", 11),
    ("not_applicable", 9),
    ("status", 12),
    ("method", 20),
    ("definition", 46),
    ("source", 36),
)


def _figures(report: Report) -> Sheet:
    """Return every figure; of less than the nation with the same figure of wider places beside."""
    wider = [level_name(*place).in_(report.lang) for place in report.coverage.yardsticks]
    rows = [
        [*_figure_row(report, shown, at), *_beside(shown, wider, report.lang)]
        for at, shown in counted(list(report.figures.values()))
    ]
    made = _sheet(report.words, "figures", FIGURE_COLUMNS, rows)
    columns = (*made.columns, *((name, 16) for name in wider))
    return replace(made, columns=columns, naming=(2, 3))


def _beside(shown: ReportedFigure, wider: Sequence[str], lang: Lang) -> Row:
    values = {other.name.in_(lang): other.figure.value for other in shown.beside}
    return [values.get(name) for name in wider]


def _figure_row(report: Report, shown: ReportedFigure, row: int) -> Row:
    figure, entry, lang = shown.figure, shown.entry, report.lang
    return [
        figure.id,
        _dimension(report, entry.dimension),
        entry.title.in_(lang),
        _value(figure, row, "G", "H"),
        _unit(report, figure),
        shown.display.in_(lang),
        figure.numerator,
        figure.denominator,
        figure.previous,
        _change(figure, row),
        shown.caveat.in_(lang) if shown.caveat else "",
        figure.reporting,
        figure.expected,
        figure.not_applicable,
        figure.status.words.in_(lang),
        method_words(figure.method).in_(lang),
        definition_words(entry.definition, lang),
        entry.document.in_(lang),
    ]


def _dimension(report: Report, dimension: str) -> str:
    titles = {page.group: page.title for page in outline().pages if page.group}
    titles |= {section.id: section.title for section in report.outline.sections}
    return titles[dimension].in_(report.lang) if dimension in titles else dimension


def _unit(report: Report, figure: Figure) -> str:
    """Return the unit of the number in the cell, which stands as it was divided."""
    if figure.unit == "ratio":
        return report.words["unit_ratio"]
    return symbol(figure.unit).in_(report.lang)


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
    ("code", 14),
    ("name", 14),
    ("indicator_id", 28),
    ("figure", 28),
    ("value", 14),
    ("unit", 10),
    ("printed_as", 14),
    ("numerator", 17),
    ("denominator", 17),
    ("clusters_in", 9),
    ("clusters_filed", 9),
    ("status", 12),
)


def _level(report: Report, table: LevelTable) -> Sheet:
    lang = report.lang
    names = {place.key: place.name.in_(lang) for place in table.places}
    rows = [
        [
            figure.key,
            names[figure.key],
            figure.id,
            indicators()[figure.id].title.in_(lang),
            _value(figure, row, "H", "I"),
            _unit(report, figure),
            in_table(figure, lang),
            figure.numerator,
            figure.denominator,
            figure.reporting,
            figure.expected,
            figure.status.words.in_(lang),
        ]
        for row, figure in counted(table.figures)
    ]
    return _sheet(report.words, table.level, LEVEL_COLUMNS, rows)


def _about(report: Report) -> Sheet:
    said = report.words
    lines = [
        (report.title.in_(report.lang), said.fill("of_year", year=report.year)),
        *([(said["issuer"], report.issued_by)] if report.issuer else []),
        *((said["edition"], line) for line in edition(report)),
        *((known.title, known.text) for known in method(report)),
        (said["formulas"], said["formulas_text"]),
        (said["zero_and_empty"], said["zero_and_empty_text"]),
    ]
    return _sheet(said, "about", (("item", 30), ("content", 110)), lines)


def _bridges(report: Report) -> Sheet:
    lang = report.lang
    rows = [
        [
            table.bridge.field,
            table.title.in_(lang),
            STEPS[step].in_(lang),
            amount,
            symbol(table.unit).in_(lang),
            clusters,
        ]
        for table in report.bridges.values()
        for step, amount, clusters in table.steps
    ]
    columns = (
        ("field", 18),
        ("name", 24),
        ("step", 14),
        ("amount", 20),
        ("unit", 10),
        ("cluster_count", 10),
    )
    return _sheet(report.words, "bridges", columns, rows)


def _claims(report: Report) -> Sheet:
    lang, said = report.lang, report.words
    rows = [
        [
            claim.id,
            _dimension(report, claim.dimension),
            said[_standing(claim)],
            claim.text.in_(lang),
            claim.why.in_(lang),
            claim.caution.in_(lang) if claim.caution else "",
            " ".join(claim.figures),
        ]
        for claim in report.claims.values()
    ]
    columns = (
        ("indicator_id", 28),
        ("dimension", 16),
        ("holds", 14),
        ("wording", 50),
        ("grounds", 50),
        ("caveat", 34),
        ("figure", 34),
    )
    return _sheet(said, "claims", columns, rows)


def _standing(claim: Statement) -> str:
    """Return the word for whether a claim holds."""
    if claim.holds:
        return "claim_holds"
    return "claim_otherwise" if claim.text.zh else "claim_not_said"


def _charts(report: Report) -> Sheet:
    lang = report.lang
    rows = [
        [chart.id, chart.title.in_(lang), report.words[f"kind_{chart.kind}"], *mark]
        for chart in report.charts.values()
        for mark in chart.marks(lang)
    ]
    columns = (
        ("indicator_id", 26),
        ("chart", 34),
        ("kind", 12),
        ("category", 20),
        ("series", 20),
        ("value", 18),
        ("printed_as", 18),
    )
    return _sheet(report.words, "charts", columns, rows)


def _documents(report: Report) -> Sheet:
    lang, not_seen = report.lang, report.words["not_seen"]
    rows = [
        [
            document.place.in_(lang),
            document.title.in_(lang),
            document.doc_no or not_seen,
            document.issued.in_(lang) if document.issued else not_seen,
            document.kind.in_(lang),
            document.seen.in_(lang),
            " ".join(source.in_(lang) for source in document.sources),
        ]
        for document in documents(report.year, report.coverage.province)
    ]
    columns = (
        ("place", 18),
        ("document", 40),
        ("doc_no", 28),
        ("issued", 28),
        ("kind", 12),
        ("seen", 14),
        ("origin", 44),
    )
    return _sheet(report.words, "documents", columns, rows)


def _revision(found: Revision, lang: Lang) -> Iterator[Sheet]:
    for table in revision_tables(found, lang):
        columns = tuple(
            (head, round(wide * 12)) for head, wide in zip(table.header, table.widths, strict=True)
        )
        yield Sheet(table.title[:31], columns, table.rows)
