"""Assessments as a table: one row a cluster, programme and criterion."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from jiqun.base.language import Bilingual, Lang
from jiqun.reports.figure_files import unit_words
from jiqun.reports.table_files import Column, Row, TableFile

if TYPE_CHECKING:
    from jiqun.rules import Assessment


def _said(kind: str) -> Callable[[str], Bilingual]:
    """Return how the rules' words say a code."""

    def said(code: str) -> Bilingual:
        from jiqun.rules.sentences import word

        try:
            found = word(kind, code)
        except KeyError:
            return Bilingual(code, code)
        return Bilingual(*(found.in_(lang).format(threshold="").strip() for lang in LANGUAGES))

    return said


ANSWER = _said("answers")
COLUMNS = (
    Column("cluster", Bilingual("集群", "Cluster"), width=14),
    Column("name", Bilingual("名称", "Name"), width=30),
    Column("programme", Bilingual("认定办法", "Programme"), width=22),
    Column("on", Bilingual("评估日", "On"), width=12),
    Column("overall", Bilingual("总体", "Overall"), width=13, said=ANSWER),
    Column("known_criteria", Bilingual("已知数值的标准", "Known numbers"), width=14, said=ANSWER),
    Column("criterion", Bilingual("标准编号", "Criterion"), width=24),
    Column("title", Bilingual("标准", "Title"), width=34),
    Column("verdict", Bilingual("结论", "Verdict"), width=12, said=ANSWER),
    Column("failing_years", Bilingual("不符合的年份", "Failing years"), width=16),
    Column("value", Bilingual("数值", "Value"), "number", 14),
    Column("operator", Bilingual("比较", "Comparison"), width=10, said=_said("operators")),
    Column("threshold", Bilingual("规定", "Threshold"), "number", 12),
    Column("unit", Bilingual("单位", "Unit"), width=9, said=unit_words),
    Column("gap", Bilingual("相差", "Gap"), "number", 12),
    Column("missing", Bilingual("缺少", "Missing"), width=30),
    Column("why", Bilingual("说明", "Why"), width=60),
    Column("basis", Bilingual("依据", "Basis"), width=34),
    Column("in_force_from", Bilingual("施行日", "In force from"), width=12),
    Column("origin", Bilingual("出自", "Origin"), width=12, said=_said("origins")),
)


def names_of(workspace: Path, vintage: str) -> dict[str, str]:
    """Return clusters' latest names by id, of a vintage or of the latest accepted filings."""
    from jiqun.workspace import Workspace
    from jiqun.workspace.questions import filed_headers
    from jiqun.workspace.vintages import vintage_snapshot

    store = Workspace.open(workspace)
    snapshot = vintage_snapshot(store, vintage) if vintage else store.latest()
    filed = snapshot.rows(filed_headers, columns=("cluster_id", "year", "name"))
    return {
        header["cluster_id"]: header["name"]
        for header in sorted(filed, key=lambda header: header["year"])
    }


def assessment_table(
    assessments: "Sequence[Assessment]", names: Mapping[str, str], lang: Lang
) -> TableFile:
    """Return assessments as a table; ids in CSV and JSON, the reader's words in ``why``."""
    from jiqun.rules.records import record

    rows: list[Row] = []
    days: set[str] = set()
    for assessment in assessments:
        document = record(assessment, lang)
        days.add(document["on"])
        filer: dict[str, str | bool] = {
            "name": names.get(assessment.facts.cluster, ""),
            "demo": assessment.facts.demo,
        }
        rows += [{**row, **filer} for row in _rows(assessment, document, lang)]
    on = " ".join(sorted(days))
    title = Bilingual(f"认定标准对照 · {on}", f"Criteria · {on}")
    return TableFile(title, COLUMNS, rows, demo=are_made_up(assessments))


def are_made_up(assessments: "Iterable[Assessment]") -> bool:
    """Tell whether any of these assessments is of a cluster of the demonstration."""
    return any(assessment.facts.demo for assessment in assessments)


def _rows(assessment: "Assessment", document: dict[str, object], lang: Lang) -> Iterator[Row]:
    from jiqun.rules.assessment import failed_spans
    from jiqun.rules.records import verdict_record
    from jiqun.rules.sentences import span_text

    for verdict in assessment.verdicts:
        said = verdict_record(assessment, verdict, lang)
        yield {
            **{name: str(document[name]) for name in COLUMN_OF_WHOLE},
            **{column.name: said[column.name] for column in COLUMNS if column.name in said},
            **{name: _number(said[name]) for name in NUMBERS},
            "criterion": verdict.rule.id,
            "title": verdict.rule.criterion.title.in_(lang),
            "failing_years": " ".join(span_text(span) for span in failed_spans(verdict)),
            "missing": " ".join(verdict.missing),
        }


def _number(text: str | None) -> Decimal | str | None:
    """Return a number as one, a range (141—197) or nothing as it is."""
    try:
        return text and Decimal(text)
    except InvalidOperation:
        return text


NUMBERS = ("value", "threshold", "gap")
LANGUAGES: tuple[Lang, Lang] = ("zh", "en")
COLUMN_OF_WHOLE = ("cluster", "programme", "on", "overall", "known_criteria")
