"""Problems as a table, one row a place, and counted for the last line of a check."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from jiqun.base.errors import Problem, Severity
from jiqun.base.language import Bilingual, Lang

if TYPE_CHECKING:
    from jiqun.reports.table_files import TableFile

WORDS = {
    Severity.ERROR: Bilingual("错误", "error"),
    Severity.WARNING: Bilingual("提醒", "warning"),
    Severity.NOTE: Bilingual("说明", "note"),
}
COUNTED = {
    Severity.ERROR: Bilingual("错误", "errors"),
    Severity.WARNING: Bilingual("提醒", "warnings"),
    Severity.NOTE: Bilingual("说明", "notes"),
}


def counted(problems: Iterable[Problem], lang: Lang) -> str:
    """Say how many problems of each severity there are, each place for itself.

    Examples
    --------
    >>> counted([Problem("reports.unknown_ending")] * 2, "en")
    'errors 2'
    """
    counts = Counter(problem.severity for found in problems for problem in found.each)
    said = [
        f"{words.in_(lang)} {counts[severity]}"
        for severity, words in COUNTED.items()
        if counts[severity]
    ]
    return ("，" if lang == "zh" else ", ").join(said)


def problem_table(problems: Iterable[Problem], lang: Lang) -> "TableFile":
    """Return problems as a table: errors first, one row a place."""
    from jiqun.reports.table_files import Column, TableFile

    columns = (
        Column("severity", Bilingual("轻重", "Severity"), width=9),
        Column("file", Bilingual("文件", "File"), width=30),
        Column("place", Bilingual("位置", "Place"), width=22),
        Column("cluster", Bilingual("集群", "Cluster"), width=14),
        Column("year", Bilingual("年份", "Year"), width=8),
        Column("field", Bilingual("字段", "Field"), width=24),
        Column("what", Bilingual("问题", "What"), width=70),
        Column("do", Bilingual("怎么办", "What to do"), width=50),
        Column("code", Bilingual("代码", "Code"), width=26),
    )
    rows = [_row(problem, lang) for problem in by_severity(problems)]
    return TableFile(Bilingual("检查发现的问题", "What the check found"), columns, rows)


def by_severity(problems: Iterable[Problem]) -> Sequence[Problem]:
    """Return each place's problem by itself, errors first."""
    order = list(WORDS)
    single = [problem for found in problems for problem in found.each]
    return sorted(single, key=lambda problem: order.index(problem.severity))


def _row(problem: Problem, lang: Lang) -> dict[str, str | int | None]:
    where = problem.where
    line = where.cell or (str(where.line) if where.line is not None else "")
    return {
        "severity": WORDS[problem.severity].in_(lang),
        "file": where.file,
        "place": line,
        "cluster": where.cluster,
        "year": where.year,
        "field": where.field,
        "what": problem.what(lang),
        "do": problem.todo(lang),
        "code": problem.code,
    }
