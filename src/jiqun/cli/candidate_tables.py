"""Candidate clusters as a workbook for people; files for programs are discovery's own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from jiqun.base.language import Bilingual, Lang
from jiqun.cli.exact_rows import exact
from jiqun.reports.table_files import Column, Row, TableFile

if TYPE_CHECKING:
    from jiqun.discovery import Candidate

EVIDENCE = {
    "enough": Bilingual("依据充分", "enough"),
    "too_few_makers": Bilingual("本县生产企业太少", "too few makers in the county"),
    "not_significant": Bilingual("可能出于偶然", "may be chance"),
}
COLUMNS = (
    Column("rank", Bilingual("排名", "Rank"), "year", 8),
    Column("province", Bilingual("省份", "Province"), width=16),
    Column("county", Bilingual("区县", "County"), width=18),
    Column("county_code", Bilingual("区划代码", "County code"), width=12),
    Column("label", Bilingual("产品或行业", "Product or line"), width=18),
    Column("terms", Bilingual("产品词", "Words"), width=40),
    Column("industry", Bilingual("行业", "Industry"), width=30),
    Column("industry_code", Bilingual("行业代码", "Industry code"), width=10),
    Column("firms", Bilingual("企业数", "Firms"), "count", 10),
    Column("county_firms", Bilingual("全县生产企业", "Makers in the county"), "count", 12),
    Column("share", Bilingual("占比", "Share"), "ratio", 9),
    Column("lq", Bilingual("区位商", "Location quotient"), "number", 12),
    Column("score", Bilingual("得分", "Score"), "number", 12),
    Column("p_value", Bilingual("偶然出现的概率", "Chance of so many"), "tiny", 13),
    Column("p_adjusted", Bilingual("校正后的概率", "The same, adjusted"), "tiny", 13),
    Column("evidence", Bilingual("依据", "Evidence"), width=20, said=EVIDENCE.__getitem__),
    Column("neighbours", Bilingual("邻近同类区县", "Counties nearby with it"), width=30),
    Column("recognised", Bilingual("本县已认定的集群", "Recognised clusters"), width=40),
)
ABOUT = (
    (
        Bilingual("排名", "Rank"),
        Bilingual(
            "得分为企业数乘以区位商的对数；依据不充分的不排名，列在后面。",
            "The score is firms times the logarithm of the quotient; without enough evidence a "
            "candidate has no rank and stands below.",
        ),
    ),
    (
        Bilingual("区位商", "Location quotient"),
        Bilingual(
            "本县该类企业占比与全部登记数据中占比之比，企业少时向 1 收缩。",
            "The line's share of the county's makers over its share of all makers in the register, "
            "drawn towards 1 where there are few firms.",
        ),
    ),
    (
        Bilingual("概率", "Chances"),
        Bilingual(
            "企业随机分布时出现这么多或更多的概率；校正后的考虑了同时检验的全部区县和词语。",
            "The chance of so many or more if firms lay at random; adjusted for all counties and "
            "words looked at together.",
        ),
    ),
)
TITLE = Bilingual("候选集群", "Candidate clusters")


def candidate_table(found: "Sequence[Candidate]", lang: Lang) -> TableFile:
    """Return candidates as a workbook's table, with the reader's names of places and industries."""
    demo = any(candidate.demo for candidate in found)
    rows = [_row(candidate, lang) for candidate in found]
    return TableFile(TITLE, COLUMNS, rows, ABOUT, demo)


def _row(candidate: "Candidate", lang: Lang) -> Row:
    from jiqun.base.codes import regions
    from jiqun.base.names import industry_name, place_name, region_name
    from jiqun.discovery import row

    comma = "、" if lang == "zh" else ", "
    province = regions().province_of(candidate.county_code).code
    return exact(row(candidate)) | {
        "county": region_name(candidate.county_code).in_(lang),
        "province": region_name(province).in_(lang),
        "industry": industry_name(candidate.industry_code).in_(lang),
        "terms": "、".join(candidate.terms),
        "neighbours": comma.join(place_name(code).in_(lang) for code in candidate.neighbours),
        "recognised": "、".join(candidate.recognised),
    }
