"""Figures as a table in a file: JSON, CSV and Parquet for programs, a workbook for people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jiqun.base.canonical import decimal_text
from jiqun.base.definitions import indicators
from jiqun.base.distinct import distinct
from jiqun.base.files import write_atomically
from jiqun.base.language import Bilingual, Lang
from jiqun.base.names import level_name
from jiqun.base.quantities import Status
from jiqun.base.units import symbol
from jiqun.indicators import Figure
from jiqun.indicators.words import LEVEL_WORDS, definition_words, method_words
from jiqun.reports.table_files import (
    Column,
    Kind,
    Row,
    TableFile,
    refuse_ending,
    write_table,
)
from jiqun.workspace.questions import filed_headers

if TYPE_CHECKING:
    import pyarrow as pa

    from jiqun.workspace import Snapshot

COLUMNS = (
    "level",
    "key",
    "id",
    "indicator",
    "year",
    "value",
    "unit",
    "status",
    "numerator",
    "denominator",
    "previous",
    "reporting",
    "expected",
    "not_applicable",
    "method",
)


def unit_words(unit: str) -> Bilingual:
    """Return a unit as a workbook's cell says it: a ratio in a word, a bare count as nothing.

    Examples
    --------
    >>> unit_words("家").en, unit_words("ratio").zh, unit_words("个").en
    ('firms', '比率', '')
    """
    return RATIO if unit == "ratio" else symbol(unit)


RATIO = Bilingual("比率", "fraction")
LONG = (
    Column("level", Bilingual("层级", "Level"), width=12, said=LEVEL_WORDS.__getitem__),
    Column("key", Bilingual("编号", "Key"), width=14),
    Column("name", Bilingual("名称", "Name"), width=30),
    Column("id", Bilingual("指标编号", "Indicator"), width=30),
    Column("title", Bilingual("指标", "Title"), width=34),
    Column("indicator", Bilingual("目录位置", "In the catalogue"), width=36),
    Column("year", Bilingual("年份", "Year"), "year", 8),
    Column("value", Bilingual("数值", "Value"), "number", 18),
    Column("unit", Bilingual("单位", "Unit"), width=12, said=unit_words),
    Column("status", Bilingual("状态", "Status"), width=12, said=lambda code: Status(code).words),
    Column("numerator", Bilingual("分子", "Numerator"), "number", 18),
    Column("denominator", Bilingual("分母", "Denominator"), "number", 18),
    Column("previous", Bilingual("上年", "Year before"), "number", 18),
    Column("reporting", Bilingual("进入的集群", "Clusters in it"), "count", 12),
    Column("expected", Bilingual("填报的集群", "Clusters filing"), "count", 12),
    Column("not_applicable", Bilingual("不适用", "Not applicable"), "count", 12),
    Column("method", Bilingual("方法", "Method"), width=18, said=method_words),
    Column("vintage", Bilingual("发布版本", "Vintage"), width=12),
)
UNRELEASED = Bilingual("未发布：最新接收的填报", "not released: the latest accepted filings")


@dataclass(frozen=True, slots=True)
class Origin:
    """What figures in a file are of.

    Parameters
    ----------
    year
        The data year.
    vintage, sha256
        Empty for the latest accepted filings.
    demo
        Whether any filing is of the demonstration.
    clusters
        Names by id.
    made_up
        Ids of clusters of the demonstration.
    """

    year: int
    vintage: str = ""
    sha256: str = ""
    demo: bool = False
    clusters: Mapping[str, str] = field(default_factory=dict)
    made_up: Collection[str] = ()

    @classmethod
    def of(cls, snapshot: Snapshot, year: int) -> Origin:
        """Read it off the snapshot that was computed."""
        asked = {"columns": ("cluster_id", "name", "demo"), "years": [year]}
        filed = snapshot.rows(filed_headers, **asked)
        names = {row["cluster_id"]: row["name"] for row in filed}
        made_up = {row["cluster_id"] for row in filed if row["demo"]}
        demo = snapshot.is_demonstration()
        return cls(year, snapshot.vintage, snapshot.sha256, demo, names, made_up)

    def is_made_up(self, level: str, key: str) -> bool:
        """Tell whether a place's figures are of the demonstration: a cluster's own, else any."""
        return key in self.made_up if level == "cluster" else self.demo

    def name(self, level: str, key: str) -> Bilingual:
        """Return the name of the place a figure is of."""
        if level == "cluster":
            return Bilingual(self.clusters.get(key, key), self.clusters.get(key, key))
        return level_name(level, key)


def write_figures(
    figures: Sequence[Figure], path: Path, origin: Origin, lang: Lang, *, wide: bool = False
) -> None:
    """Write figures; numbers in CSV, JSON and Parquet are decimal text, to the last digit.

    Parameters
    ----------
    figures
        In the order to write.
    path
        Ending in .json, .csv, .xlsx or .parquet; wide in .json, .csv or .xlsx.
    origin
        What they are of.
    lang
        The language of names and titles.
    wide
        One row a place and one column an indicator, instead of one row a figure.

    Raises
    ------
    Refused
        Where the ending is none of these.
    """
    refuse_figures(path, wide=wide)
    if path.suffix.lower() == ".parquet":
        write_atomically(path, _parquet(figures, origin, lang))
        return
    table = wide_table(figures, origin, lang) if wide else long_table(figures, origin, lang)
    write_table(table, path, lang)


def refuse_figures(path: Path, *, wide: bool) -> None:
    """Refuse a file figures are not written to, before they are computed.

    Raises
    ------
    Refused
        Naming the kinds that are written.
    """
    refuse_ending(path, (".json", ".csv", ".xlsx", *(() if wide else (".parquet",))))


def long_table(figures: Iterable[Figure], origin: Origin, lang: Lang) -> TableFile:
    """Return one row a figure, with the names of place and indicator and the vintage."""
    rows = list(_rows(figures, origin, lang))
    return TableFile(_title(origin), LONG, rows, _about(origin), origin.demo)


def wide_table(figures: Sequence[Figure], origin: Origin, lang: Lang) -> TableFile:
    """Return one row a place and one column an indicator; no number is its status in words."""
    names = distinct(figure.id for figure in figures)
    columns = [*LONG[:3], *(_indicator_column(name) for name in names)]
    rows: dict[tuple[str, str], dict[str, str | Decimal | bool]] = {}
    for figure in figures:
        place = figure.level, figure.key
        if place not in rows:
            rows[place] = _place(figure, origin, lang)
        status = figure.status.words.in_(lang)
        rows[place][figure.id] = status if figure.value is None else figure.value
    about = _about(origin, names)
    return TableFile(_title(origin), columns, list(rows.values()), about, origin.demo)


def _indicator_column(name: str) -> Column:
    entry = indicators()[name]
    unit = symbol(entry.unit)
    note = Bilingual(*(f"{name} · {text}".removesuffix(" · ") for text in (unit.zh, unit.en)))
    kind: Kind = "ratio" if entry.unit == "ratio" else "number"
    return Column(name, entry.title, kind, 18, note)


def _place(figure: Figure, origin: Origin, lang: Lang) -> dict[str, str | Decimal | bool]:
    name = origin.name(figure.level, figure.key).in_(lang)
    demo = origin.is_made_up(figure.level, figure.key)
    return {"level": figure.level, "key": figure.key, "name": name, "demo": demo}


def _rows(figures: Iterable[Figure], origin: Origin, lang: Lang) -> Iterator[Row]:
    """Yield one row a figure; a name is looked up once, however many figures bear it."""
    title = cache(lambda name: indicators()[name].title.in_(lang))
    place = cache(lambda level, key: origin.name(level, key).in_(lang))
    for figure in figures:
        yield {
            **{name: getattr(figure, name) for name in COLUMNS},
            "status": str(figure.status),
            "name": place(figure.level, figure.key),
            "title": title(figure.id),
            "vintage": origin.vintage,
            "demo": origin.is_made_up(figure.level, figure.key),
        }


def _title(origin: Origin) -> Bilingual:
    shown = Bilingual(origin.vintage, origin.vintage) if origin.vintage else UNRELEASED
    return Bilingual(f"{origin.year}年指标 · {shown.zh}", f"Indicators {origin.year} · {shown.en}")


def _about(origin: Origin, names: Iterable[str] = ()) -> list[tuple[Bilingual, Bilingual]]:
    """Return a file's sheet of explanations."""
    statuses = Bilingual(
        "；".join(f"{status} {status.words.zh}" for status in Status),
        "; ".join(f"{status}: {status.words.en}" for status in Status),
    )
    about = [
        (Bilingual("年份", "Data year"), Bilingual(str(origin.year), str(origin.year))),
        (Bilingual("发布版本", "Vintage"), _version(origin)),
        (Bilingual("零与空", "Zero and empty"), ZERO_AND_EMPTY),
        (Bilingual("状态", "Statuses"), statuses),
    ]
    for name in distinct(names):
        entry = indicators()[name]
        words = Bilingual(*(definition_words(entry.definition, lang) for lang in ("zh", "en")))
        about.append((entry.title, words))
    return about


ZERO_AND_EMPTY = Bilingual(
    "零是填报的零；没有数的写明状态，不写成零。比率为小数，0.173 即 17.3%。",
    "Zero is a filed zero; where there is no number the status says why, and it is never written "
    "as zero. Ratios are fractions: 0.173 is 17.3%.",
)


def _version(origin: Origin) -> Bilingual:
    said = f"{origin.vintage} · sha256 {origin.sha256}"
    return Bilingual(said, said) if origin.vintage else UNRELEASED


def figure_schema() -> pa.Schema:
    """Return the columns of figures in a Parquet file: decimals are text, to the last digit."""
    import pyarrow as pa

    kinds = {
        "year": pa.int32(),
        "reporting": pa.int64(),
        "expected": pa.int64(),
        "not_applicable": pa.int64(),
    }
    return pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])


def _parquet(figures: Iterable[Figure], origin: Origin, lang: Lang) -> bytes:
    import pyarrow as pa

    from jiqun.workspace.spans import parquet_bytes

    schema = figure_schema()
    for name in ("name", "title", "vintage"):
        schema = schema.append(pa.field(name, pa.string()))
    schema = schema.append(pa.field("demo", pa.bool_()))
    rows = [{**row, **_texts(row)} for row in _rows(figures, origin, lang)]
    return parquet_bytes(pa.Table.from_pylist(rows, schema=schema))


def _texts(row: Row) -> dict[str, str]:
    return {name: decimal_text(cell) for name, cell in row.items() if isinstance(cell, Decimal)}
