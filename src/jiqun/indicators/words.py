"""A definition in words, made from the catalogue entry itself, so that it cannot be behind it."""

from collections.abc import Callable, Sequence

from jiqun.base.canonical import decimal_text
from jiqun.base.codes import MACRO_REGIONS
from jiqun.base.definitions import (
    Definition,
    Form,
    Indicator,
    Predicate,
    Term,
    Terms,
    factors,
    filed_fields,
)
from jiqun.base.definitions.grammar import LATEST_YEAR
from jiqun.base.language import Bilingual, Lang

COMPARISON_WORDS = {
    "at_least": "≥",
    "above": ">",
    "at_most": "≤",
    "below": "<",
    "equals": "=",
}
LEVEL_WORDS = {
    "nation": Bilingual("全国", "nation"),
    "macro_region": Bilingual("区域", "macro-region"),
    "province": Bilingual("省份", "province"),
    "sector": Bilingual("行业", "sector"),
    "cluster": Bilingual("集群", "cluster"),
}
METHOD_WORDS = {
    "like_for_like": Bilingual(
        "同口径：只计两年都有数的", "like for like: only those with both years"
    ),
    "sum": Bilingual("合计", "sum"),
    "ratio_of_sums": Bilingual("合计相除", "ratio of sums"),
    "per": Bilingual("合计相除", "ratio of sums"),
    "share_of_clusters": Bilingual("集群占比", "share of clusters"),
    "count_of_clusters": Bilingual("集群计数", "count of clusters"),
    "concentration_of": Bilingual("集中度", "concentration"),
    "weighted_sum": Bilingual("加权合计", "weighted sum"),
    "function": Bilingual("专门函数", "named function"),
    "catalogue": Bilingual("目录计数", "counted in the catalogue"),
}
FOR_CRITERIA_ONLY = Bilingual(
    "只供认定标准使用：由单个集群的填报得出，不逐级汇总，也不进报告",
    "for criteria only: read from one cluster's filings, added up at no level, in no report",
)


def definition_words(definition: Definition, lang: Lang) -> str:
    """Say a definition in words.

    Examples
    --------
    >>> from jiqun.base.definitions import every_indicator, filed_fields
    >>> definition_words(every_indicator()["rd_intensity"].definition, "zh")
    '研发经费合计 ÷ 营业收入合计'
    >>> definition_words(every_indicator()["output_total"].definition, "en")
    'sum of total output of the cluster'
    """
    return _WORDS[definition.form](definition, lang)


def method_words(method: str) -> Bilingual:
    """Return how a figure was made, in words.

    Examples
    --------
    >>> method_words("ratio_of_sums").zh
    '合计相除'
    """
    return METHOD_WORDS.get(method, Bilingual(method, method))


def levels_words(entry: Indicator, lang: Lang) -> str:
    """Say where an indicator is computed.

    Examples
    --------
    >>> from jiqun.base.definitions import every_indicator
    >>> levels_words(every_indicator()["rd_intensity"], "en")
    'nation, macro-region, province, sector, cluster'
    >>> levels_words(every_indicator()["output_growth_per_year"], "zh")[:8]
    '只供认定标准使用'
    """
    if not entry.levels:
        return FOR_CRITERIA_ONLY.in_(lang)
    return _listed([LEVEL_WORDS[level].in_(lang) for level in entry.levels], lang)


def _added(one: Definition, lang: Lang) -> str:
    return _total(one.numerator, lang)


def _divided(one: Definition, lang: Lang) -> str:
    return f"{_total(one.numerator, lang)} ÷ {_total(one.denominator, lang)}"


def _grown(one: Definition, lang: Lang) -> str:
    above = _sum(one.numerator, lang)
    if lang == "zh":
        return f"本年{above}合计 ÷ 上年同口径{above}合计 − 1（只计两年都有数的集群）"
    return f"this year's sum of {above} ÷ last year's − 1, over clusters with both"


def _compounded(one: Definition, lang: Lang) -> str:
    above = _sum(one.numerator, lang)
    if lang == "zh":
        return (
            f"（末年{above} ÷ 首年{above}）开“末年 − 首年”次方 − 1："
            "首末年是标准所看年份的头尾，各取当年填报，不取下一年所报的上年数"
        )
    return (
        f"({above} of the last year ÷ {above} of the first) to the power of "
        "1 ÷ (last year − first) − 1: first and last of the years a criterion reads, each from its "
        "own filing, never from what the next one says of the year before"
    )


def _shared(one: Definition, lang: Lang) -> str:
    where = _predicates(one, lang)
    if lang == "zh":
        return f"满足“{where}”的集群数 ÷ 各项均已填报的集群数"
    return f"clusters where {where} ÷ clusters reporting every term"


def _counted(one: Definition, lang: Lang) -> str:
    where = _predicates(one, lang) if one.predicates else ""
    zh, en = MACRO_REGIONS.get(one.macro_region, ("", ""))
    if lang == "zh":
        condition = f"且满足“{where}”" if where else ""
        return f"{zh}已填报{condition}的集群数"
    return f"clusters that filed{f' in the {en}' if en else ''}{f' where {where}' if where else ''}"


def _concentrated(one: Definition, lang: Lang) -> str:
    above = _sum(one.numerator, lang)
    if one.measure == "top_share":
        zh = f"{above}最大的 {one.top} 个集群合计 ÷ 全部集群合计"
        return zh if lang == "zh" else f"the {one.top} largest clusters' share of {above}"
    zh = f"各集群{above}占比的平方和（赫芬达尔指数）"
    return zh if lang == "zh" else f"sum of squared shares of clusters in {above} (Herfindahl)"


def _ranged(one: Definition, lang: Lang) -> str:
    if not one.numerator:
        ceiling = _sum(one.not_above, lang)
        if lang == "zh":
            return f"{ceiling}中的一部分，表中不分列：只知在 0 与{ceiling}之间"
        return f"a part of {ceiling} that the form does not tell apart: between 0 and all of it"
    zh = f"去重计数，填报只定出范围：{_floor(one, lang)}；{_ceiling(one, lang)}"
    en = f"distinct count, of which filings give a range: {_floor(one, lang)}; "
    return zh if lang == "zh" else en + _ceiling(one, lang)


def _floor(one: Definition, lang: Lang) -> str:
    counts = _listed([_term(term, lang) for term in one.numerator], lang)
    further = _sum(one.not_below, lang)
    if lang == "zh":
        return f"不少于{counts}各数中最大的" + (f"，也不少于{further}" if further else "")
    return f"no fewer than the largest of {counts}" + (f", nor than {further}" if further else "")


def _ceiling(one: Definition, lang: Lang) -> str:
    if one.uncollected:
        zh, en = "上限不知：所计的有一部分表中未列", "no upper end: the form does not ask for all"
        return zh if lang == "zh" else en
    together, further = _sum(one.numerator, lang), _sum(one.not_above, lang)
    if lang == "zh":
        return f"不多于{together}合计" + (f"，也不多于{further}" if further else "")
    return f"no more than {together}" + (f", nor than {further}" if further else "")


def _named(one: Definition, lang: Lang) -> str:
    return f"专门函数 {one.function}" if lang == "zh" else f"the named function {one.function}"


def _total(terms: Terms, lang: Lang) -> str:
    return f"{_sum(terms, lang)}合计" if lang == "zh" else f"sum of {_sum(terms, lang)}"


def _sum(terms: Terms, lang: Lang) -> str:
    """Say a sum, in brackets where it has several terms; empty where it has none."""
    text = ""
    for term in terms:
        sign = "− " if term.minus else "+ " if text else ""
        text += f"{' ' if text else ''}{sign}{_term(term, lang)}"
    if len(terms) < 2:
        return text
    return f"（{text}）" if lang == "zh" else f"({text})"


def _term(term: Term, lang: Lang) -> str:
    name = filed_fields()[term.field].title.in_(lang) + _years(term, lang)
    return f"{name} × {factors()[term.factor].title.in_(lang)}" if term.factor else name


def _years(term: Term, lang: Lang) -> str:
    """Say in which data years a term is part of its sum; nothing where in all."""
    since, until = term.since, term.until
    if not since and until == LATEST_YEAR:
        return ""
    if not since:
        return f"（至 {until} 年）" if lang == "zh" else f" (until {until})"
    if until == LATEST_YEAR:
        return f"（{since} 年起）" if lang == "zh" else f" (from {since})"
    return f"（{since}—{until} 年）" if lang == "zh" else f" ({since} to {until})"


def _predicates(one: Definition, lang: Lang) -> str:
    gap = "，且" if lang == "zh" else " and "
    return gap.join(_predicate(predicate, lang) for predicate in one.predicates)


def _predicate(one: Predicate, lang: Lang) -> str:
    if _all_true(one):
        return ("、" if lang == "zh" else ", ").join(_term(term, lang) for term in one.value)
    bar = decimal_text(one.threshold)
    if one.of:
        bar = f"{decimal_text(one.threshold * 100)}% × {_sum(one.of, lang)}"
    return f"{_sum(one.value, lang)} {COMPARISON_WORDS[one.comparison]} {bar}"


def _all_true(one: Predicate) -> bool:
    """Tell whether a comparison asks that every one of some yes-or-no fields is yes."""
    flags = all(filed_fields()[term.field].type == "flag" for term in one.value)
    return flags and not one.of and one.comparison == "at_least" and one.threshold == len(one.value)


def _listed(names: Sequence[str], lang: Lang) -> str:
    return ("、" if lang == "zh" else ", ").join(names)


_WORDS: dict[Form, Callable[[Definition, Lang], str]] = {
    "sum": _added,
    "weighted_sum": _added,
    "ratio_of_sums": _divided,
    "per": _divided,
    "growth_of": _grown,
    "compound_growth_of": _compounded,
    "share_of_clusters": _shared,
    "count_of_clusters": _counted,
    "concentration_of": _concentrated,
    "range_of_distinct_count": _ranged,
    "function": _named,
}
