"""Plans as tables: workbooks for people; CSV and Parquet for programs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jiqun.base.language import Bilingual, Lang
from jiqun.cli.exact_rows import exact, write_parquet
from jiqun.planning.crowding import Trend
from jiqun.planning.options import Road
from jiqun.planning.words import BASES, NO_FORECAST
from jiqun.reports.table_files import Column, Kind, TableFile, write_table

ROADS = {road.code: road.value for road in Road}
TRENDS = {trend.code: trend.value for trend in Trend}


def _column(name: str, zh: str, en: str, kind: Kind = "text", width: int = 12) -> Column:
    said = {"road": ROADS, "trend": TRENDS, "basis": BASES}.get(name)
    return Column(
        name, Bilingual(zh, en), kind, width, said=None if said is None else said.__getitem__
    )


OPTIONS = (
    _column("rank", "排名", "Rank", "year", 8),
    _column("county_code", "区划代码", "County code"),
    _column("county", "区县", "County"),
    _column("industry_code", "行业代码", "Industry code", width=10),
    _column("industry", "行业", "Industry", width=34),
    _column("road", "近远与繁简", "Near or far, complex or simple", width=18),
    _column("density", "关联度密度", "Relatedness density", "number"),
    _column("density_rank", "相近的名次", "Rank by nearness", "year"),
    _column("distance", "距离", "Distance", "number"),
    _column("complexity", "复杂度", "Complexity", "number"),
    _column("complexity_rank", "复杂度名次", "Rank by complexity", "year"),
    _column("gain", "带来的前景", "Outlook gain", "number"),
    _column("firms", "本县企业", "Firms in the county", "count"),
    _column("lq", "区位商（收缩后）", "Location quotient (shrunken)", "number"),
    _column("nearby", "邻近引力", "Pull of counties nearby", "number"),
    _column("because", "相关的已有产业", "What the county has beside it", width=50),
    _column("counties", "已有的县", "Counties that have it", "count"),
    _column("in_province", "其中本省", "Of the province", "count"),
    _column("industry_firms", "全部企业", "Firms in all", "count"),
    _column("firms_per_county", "已有的县企业中位数", "Median firms of those", "number"),
    _column("entries_before", "此前新设", "Entries before", "count"),
    _column("entries", "最近新设", "Entries of late", "count"),
    _column("trend", "新设趋势", "Trend of entries"),
    _column("nearest", "最近的县", "Nearest county"),
    _column("nearest_km", "相距公里", "Kilometres", "number"),
    _column("differentiation_low", "作主导的差异化指数（低）", "Index as lead, low", "number"),
    _column("differentiation_high", "作主导的差异化指数（高）", "Index as lead, high", "number"),
    _column("chains", "产业链", "Chains", width=16),
)
LEADS = (
    _column("province", "省份", "Province"),
    _column("county", "区县", "County"),
    _column("county_code", "区划代码", "County code"),
    _column("industry_code", "主导产业代码", "Lead industry, code"),
    _column("industry", "主导产业", "Lead industry", width=34),
    _column("basis", "依据", "Told by", width=22),
    _column("firms", "企业", "Firms", "count"),
    _column("look_alikes", "同类县", "Look-alikes", "count"),
    _column("in_province", "其中本省", "Of the province", "count"),
    _column("low", "差异化指数（低）", "Differentiation, low", "number"),
    _column("high", "差异化指数（高）", "Differentiation, high", "number"),
    _column("most_alike", "最相近的县", "Most alike"),
    _column("alike", "相近程度", "How alike", "number"),
)
TITLES = (
    Bilingual("可以发展的产业", "Industries to grow into"),
    Bilingual("主导产业与差异化", "Lead industries and differentiation"),
)
ABOUT = (Bilingual("说明", "Read this"), NO_FORECAST)
KINDS = {"count": "int64", "year": "int64", "number": "float64", "text": "string"}


def write_options(
    rows: Sequence[Mapping[str, Any]], about: Bilingual, path: Path, lang: Lang, *, demo: bool
) -> None:
    """Write the options of a county; ``about`` says what the register covers."""
    covered = (Bilingual("登记数据", "The register"), about)
    _write(
        TableFile(TITLES[0], OPTIONS, [exact(row) for row in rows], (covered, ABOUT), demo),
        rows,
        path,
        lang,
    )


def write_leads(rows: Sequence[Mapping[str, Any]], path: Path, lang: Lang, *, demo: bool) -> None:
    """Write the lead industries of all counties."""
    _write(
        TableFile(TITLES[1], LEADS, [exact(row) for row in rows], (ABOUT,), demo), rows, path, lang
    )


def _write(table: TableFile, rows: Sequence[Mapping[str, Any]], path: Path, lang: Lang) -> None:
    if path.suffix.lower() != ".parquet":
        write_table(table, path, lang)
        return
    write_parquet(rows, {column.name: KINDS[column.kind] for column in table.columns}, path)
