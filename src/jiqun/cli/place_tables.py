"""Places among peers as a table: CSV, workbook or Parquet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, get_args

from jiqun.base.definitions import every_indicator
from jiqun.base.language import Bilingual
from jiqun.cli.exact_rows import exact, write_parquet
from jiqun.diagnosis.comparison import comparison
from jiqun.diagnosis.places import WAYS, WHYS, Place, Why
from jiqun.diagnosis.records import place_record
from jiqun.indicators.figures import text
from jiqun.reports.table_files import Column, TableFile, write_table

if TYPE_CHECKING:
    from pathlib import Path

    from jiqun.base.language import Lang
    from jiqun.diagnosis.diagnose import Diagnosis

COUNTS = ("place_first", "place_last", "of", "widened")
SHARES = (
    "percentile",
    "percentile_low",
    "percentile_high",
    "methods_least",
    "methods_most",
)


def _why(said: str) -> Bilingual:
    return next(WHYS[why] for why in get_args(Why) if why == said)


def _step(said: str) -> Bilingual:
    return next(step.title for step in comparison().steps if step.id == said)


COLUMNS = (
    Column("cluster", Bilingual("编号", "Id"), width=14),
    Column("name", Bilingual("集群", "Cluster"), width=30),
    Column("figure", Bilingual("指标编号", "Indicator id"), width=28),
    Column("title", Bilingual("指标", "Indicator"), width=32),
    Column("year", Bilingual("年份", "Year"), "year", 8),
    Column("value", Bilingual("数值", "Value"), "number", 16),
    Column("place_first", Bilingual("位次", "Place"), "count", 8),
    Column("place_last", Bilingual("并列至", "Shared down to"), "count", 10),
    Column("of", Bilingual("共", "Of"), "count", 8),
    Column(
        "percentile", Bilingual("位次在其后的可比集群比例", "Share placed behind it"), "ratio", 14
    ),
    Column("percentile_low", Bilingual("区间下限", "Interval from"), "ratio", 12),
    Column("percentile_high", Bilingual("区间上限", "Interval to"), "ratio", 12),
    Column("methods_least", Bilingual("各种方法最低", "Least by any method"), "ratio", 14),
    Column("methods_most", Bilingual("各种方法最高", "Most by any method"), "ratio", 14),
    Column("peers_by", Bilingual("可比范围", "Compared with"), width=32, said=_step),
    Column("widened", Bilingual("放宽到第几步", "Widened to step"), "count", 12),
    Column("why", Bilingual("无法判断的原因", "Why it cannot be told"), width=40, said=_why),
)


def write_places(
    found: Sequence[Diagnosis], placed: Mapping[str, Sequence[Place]], path: Path, lang: Lang
) -> None:
    """Write places to a file, in the kind its ending names.

    Parameters
    ----------
    found
        Whose they are.
    placed
        By cluster, as of :func:`jiqun.diagnosis.places.places`.
    path
        ``.csv``, ``.xlsx`` or ``.parquet``.
    lang
        The language of titles.
    """
    titles = every_indicator()
    rows = [
        {
            "cluster": diagnosis.cluster,
            "name": diagnosis.name,
            **place_record(place),
            "title": titles[place.figure].title_of_one.in_(lang),
            "value": place.value,
            "demo": diagnosis.demo,
        }
        for diagnosis in found
        for place in placed.get(diagnosis.cluster, ())
    ]
    if path.suffix.lower() == ".parquet":
        write_parquet([{**row, "value": text(row["value"])} for row in rows], _kinds(), path)
        return
    demo = any(diagnosis.demo for diagnosis in found)
    title = Bilingual("在可比集群中的位次", "Places among comparable clusters")
    write_table(
        TableFile(title, COLUMNS, [exact(row) for row in rows], _about(), demo=demo), path, lang
    )


def _kinds() -> dict[str, str]:
    """Return the columns with the types they have in Parquet; a value is exact as text."""
    kinds = dict.fromkeys(("year", *COUNTS), "int32") | dict.fromkeys(SHARES, "float64")
    return {column.name: kinds.get(column.name, "string") for column in COLUMNS}


def _about() -> list[tuple[Bilingual, Bilingual]]:
    ways = Bilingual(
        "、".join(way.title.zh for way in WAYS), "; ".join(way.title.en for way in WAYS)
    )
    return [
        (
            Bilingual("位次", "Place"),
            Bilingual(
                "1 为最好；没有好坏方向的指标，数值最大的为 1。区间为精确二项区间（95%）。",
                "1 is the best, or the largest where an indicator has no better side. The interval "
                "is the exact binomial one of 95 %.",
            ),
        ),
        (Bilingual("各种方法", "Methods"), ways),
    ]
