"""Definitions in words come from the definition itself."""

from typing import Any, get_args

import pytest

from jiqun.base.definitions import Form, every_indicator, indicators
from jiqun.base.definitions.grammar import definition_of
from jiqun.indicators.words import definition_words, levels_words

FORMS: dict[str, tuple[Any, str, str]] = {
    "sum": (
        [{"field": "little_giants", "until": 2025}, {"field": "little_giants_2026", "since": 2026}],
        "（专精特新“小巨人”企业（至 2025 年）"
        " + 专精特新“小巨人”企业（2026 年办法）（2026 年起））合计",
        "sum of (specialised little giants (until 2025)"
        " + specialised little giants (measures of 2026) (from 2026))",
    ),
    "weighted_sum": (
        [{"field": "coal_used", "factor": "tce_raw_coal"}],
        "原煤消费量 × 原煤折标准煤系数合计",
        "sum of raw coal consumed × Standard-coal coefficient of raw coal",
    ),
    "ratio_of_sums": (
        {"numerator": "rd_spend_total", "denominator": "revenue_total"},
        "研发经费合计 ÷ 营业收入合计",
        "sum of R&D spending ÷ sum of revenue",
    ),
    "per": (
        {"numerator": "revenue_total", "denominator": "employment"},
        "营业收入合计 ÷ 从业人员合计",
        "sum of revenue ÷ sum of people employed",
    ),
    "growth_of": (
        "revenue_total",
        "本年营业收入合计 ÷ 上年同口径营业收入合计 − 1（只计两年都有数的集群）",
        "this year's sum of revenue ÷ last year's − 1, over clusters with both",
    ),
    "compound_growth_of": (
        "revenue_total",
        "（末年营业收入 ÷ 首年营业收入）开“末年 − 首年”次方 − 1："
        "首末年是标准所看年份的头尾，各取当年填报，不取下一年所报的上年数",
        "(revenue of the last year ÷ revenue of the first) to the power of"
        " 1 ÷ (last year − first) − 1: first and last of the years a criterion reads, each from"
        " its own filing, never from what the next one says of the year before",
    ),
    "share_of_clusters": (
        {"value": "water_reused", "of": "water_fresh", "above": "0.94"},
        "满足“工业重复用水量 > 94% × 工业取水量（新水）”的集群数 ÷ 各项均已填报的集群数",
        "clusters where water reused by industry > 94% × fresh water withdrawn by industry"
        " ÷ clusters reporting every term",
    ),
    "count_of_clusters": (
        {"macro_region": "east", "where": {"value": "output_total", "at_least": "1000000"}},
        "东部已填报且满足“集群总产值 ≥ 1000000”的集群数",
        "clusters that filed in the East where total output of the cluster ≥ 1000000",
    ),
    "concentration_of": (
        {"of": "revenue_total", "measure": "top_share", "top": 10},
        "营业收入最大的 10 个集群合计 ÷ 全部集群合计",
        "the 10 largest clusters' share of revenue",
    ),
    "range_of_distinct_count": (
        {
            "counts": ["little_giants", "hightech_enterprises"],
            "not_below": [{"field": "quality_smes"}, {"field": "single_champions", "minus": True}],
            "not_above": ["quality_smes", "hightech_enterprises"],
        },
        "去重计数，填报只定出范围：不少于专精特新“小巨人”企业、国家高新技术企业各数中最大的，"
        "也不少于（优质企业数（去重） − 制造业单项冠军）；"
        "不多于（专精特新“小巨人”企业 + 国家高新技术企业）合计，"
        "也不多于（优质企业数（去重） + 国家高新技术企业）",
        "distinct count, of which filings give a range: no fewer than the largest of specialised"
        " little giants, national high-tech enterprises, nor than (quality enterprises (distinct)"
        " − single champions of manufacturing); no more than (specialised little giants"
        " + national high-tech enterprises), nor than (quality enterprises (distinct)"
        " + national high-tech enterprises)",
    ),
    "function": ("concentration", "专门函数 concentration", "the named function concentration"),
}
"""Every form of the grammar: what a file says, and that in words."""


def words(said: dict[str, Any], lang: Any) -> str:
    return definition_words(definition_of(said), lang)


def test_every_form_of_the_grammar_is_here() -> None:
    assert set(FORMS) == set(get_args(Form))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_said_in_both_languages(form: str) -> None:
    body, zh, en = FORMS[form]
    assert (words({form: body}, "zh"), words({form: body}, "en")) == (zh, en)


@pytest.mark.parametrize("name", sorted(every_indicator()))
def test_every_indicator_can_be_said_in_both_languages(name: str) -> None:
    entry = every_indicator()[name]
    for lang in ("zh", "en"):
        said = definition_words(entry.definition, lang)
        assert len(said) > 4
        assert "_" not in said or entry.definition.form == "function"
        assert len(levels_words(entry, lang)) > 4
        assert said.count("(") == said.count(")")
        assert said.count("（") == said.count("）")


@pytest.mark.parametrize("name", sorted(every_indicator()))
def test_the_words_name_every_term_and_the_years_it_counts_in(name: str) -> None:
    from jiqun.base.definitions import filed_fields

    definition = every_indicator()[name].definition
    for lang in ("zh", "en"):
        said = definition_words(definition, lang)
        for term in definition.terms:
            assert filed_fields()[term.field].title.in_(lang) in said
            assert not term.since or str(term.since) in said
            assert term.until > 3000 or str(term.until) in said


def test_a_share_of_a_sum_is_said_as_a_percentage() -> None:
    said = definition_words(indicators()["water_reuse_above_94_cluster_share"].definition, "zh")
    assert "> 94%" in said


def test_a_part_the_form_does_not_tell_apart_is_said_so() -> None:
    said = {"range_of_distinct_count": {"not_above": "accidents_larger"}}
    assert words(said, "zh") == (
        "近三年较大及以上安全质量环境事故中的一部分，表中不分列："
        "只知在 0 与近三年较大及以上安全质量环境事故之间"
    )
    assert words(said, "en").endswith("that the form does not tell apart: between 0 and all of it")


def test_a_count_of_which_the_form_lacks_a_part_has_no_upper_end() -> None:
    said = {"range_of_distinct_count": {"counts": "single_champions", "uncollected": True}}
    assert words(said, "zh").endswith("上限不知：所计的有一部分表中未列")
    assert words(said, "en").endswith("no upper end: the form does not ask for all")


def test_a_term_of_some_years_says_which() -> None:
    terms = [{"field": "revenue_total", "since": 2023, "until": 2025}]
    assert words({"sum": terms}, "zh") == "营业收入（2023—2025 年）合计"
    assert words({"sum": terms}, "en") == "sum of revenue (2023 to 2025)"


def test_what_is_taken_away_first_says_so() -> None:
    terms = [{"field": "revenue_total", "minus": True}, "output_total"]
    assert words({"sum": terms}, "zh") == "（− 营业收入 + 集群总产值）合计"


def test_some_of_several_yes_or_no_fields_are_not_all_of_them() -> None:
    flags = ["rights_protection", "promotion_mechanism"]
    every = words({"share_of_clusters": {"all_true": flags}}, "en")
    some = words({"share_of_clusters": {"value": flags, "at_least": "1"}}, "en")
    assert "≥" not in every
    assert "≥ 1" in some


def test_what_only_criteria_read_says_so_instead_of_its_levels() -> None:
    only = [entry for entry in every_indicator().values() if not entry.levels]
    assert len(only) >= 7
    for entry in only:
        assert levels_words(entry, "zh").startswith("只供认定标准使用")
        assert levels_words(entry, "en").startswith("for criteria only")
    assert levels_words(indicators()["rd_intensity"], "zh") == "全国、区域、省份、行业、集群"
