"""A definition in words, made from the catalogue entry itself, so that it cannot be behind it."""

from jiqun.base.canonical import decimal_text
from jiqun.base.codes import MACRO_REGIONS
from jiqun.base.definitions import Definition, Predicate, Term, Terms, factors
from jiqun.base.forms import YEARLY, family
from jiqun.base.language import Lang

COMPARISON_WORDS = {
    "at_least": ("≥", "≥"),
    "above": (">", ">"),
    "at_most": ("≤", "≤"),
    "below": ("<", "<"),
    "equals": ("=", "="),
}


def definition_words(definition: Definition, lang: Lang) -> str:
    """Say a definition in words.

    Examples
    --------
    >>> from jiqun.base.definitions import indicators
    >>> definition_words(indicators()["rd_intensity"].definition, "zh")
    '研发经费合计 ÷ 营业收入合计'
    """
    return {"zh": _zh, "en": _en}[lang](definition)


def _zh(one: Definition) -> str:
    above, below = _sum(one.numerator, "zh"), _sum(one.denominator, "zh")
    return {
        "sum": lambda: f"{above}合计",
        "weighted_sum": lambda: f"{above}合计",
        "ratio_of_sums": lambda: f"{above}合计 ÷ {below}合计",
        "per": lambda: f"{above}合计 ÷ {below}合计",
        "growth_of": lambda: f"本年{above}合计 ÷ 上年同口径{above}合计 − 1（只计两年都有数的集群）",
        "share_of_clusters": lambda: (
            f"满足“{_predicates(one, 'zh')}”的集群数 ÷ 各项均已填报的集群数"
        ),
        "count_of_clusters": lambda: _counted(one, "zh"),
        "concentration_of": lambda: _concentration(one, above, "zh"),
        "function": lambda: f"专门函数 {one.function}",
    }[one.form]()


def _en(one: Definition) -> str:
    above, below = _sum(one.numerator, "en"), _sum(one.denominator, "en")
    return {
        "sum": lambda: f"sum of {above}",
        "weighted_sum": lambda: f"sum of {above}",
        "ratio_of_sums": lambda: f"sum of {above} ÷ sum of {below}",
        "per": lambda: f"sum of {above} ÷ sum of {below}",
        "growth_of": lambda: (
            f"this year's sum of {above} ÷ last year's − 1, over clusters with both"
        ),
        "share_of_clusters": lambda: (
            f"clusters where {_predicates(one, 'en')} ÷ clusters reporting every term"
        ),
        "count_of_clusters": lambda: _counted(one, "en"),
        "concentration_of": lambda: _concentration(one, above, "en"),
        "function": lambda: f"the named function {one.function}",
    }[one.form]()


def _sum(terms: Terms, lang: Lang) -> str:
    words = [_term(term, lang) for term in terms]
    text = words[0] if words else ""
    for term, word in zip(terms[1:], words[1:], strict=True):
        text += f" {'−' if term.minus else '+'} {word}"
    return f"（{text}）" if len(words) > 1 and lang == "zh" else text


def _term(term: Term, lang: Lang) -> str:
    name = family(YEARLY).fields[term.field].title.in_(lang)
    return f"{name} × {factors()[term.factor].title.in_(lang)}" if term.factor else name


def _predicates(one: Definition, lang: Lang) -> str:
    gap = "，且" if lang == "zh" else " and "
    return gap.join(_predicate(predicate, lang) for predicate in one.predicates)


def _predicate(one: Predicate, lang: Lang) -> str:
    names = [family(YEARLY).fields[term.field] for term in one.value]
    if all(field.type == "flag" for field in names):
        gap = "、" if lang == "zh" else ", "
        return gap.join(field.title.in_(lang) for field in names)
    sign = COMPARISON_WORDS[one.comparison][lang == "en"]
    bar = decimal_text(one.threshold)
    if one.of:
        bar = f"{decimal_text(one.threshold * 100)}% × {_sum(one.of, lang)}"
    return f"{_sum(one.value, lang)} {sign} {bar}"


def _counted(one: Definition, lang: Lang) -> str:
    where = _predicates(one, lang) if one.predicates else ""
    zh, en = MACRO_REGIONS.get(one.macro_region, ("", ""))
    if lang == "zh":
        condition = f"且满足“{where}”" if where else ""
        return f"{zh}已填报{condition}的集群数"
    return f"clusters that filed{f' in the {en}' if en else ''}{f' where {where}' if where else ''}"


def _concentration(one: Definition, above: str, lang: Lang) -> str:
    if one.measure == "top_share":
        zh = f"{above}最大的 {one.top} 个集群合计 ÷ 全部集群合计"
        return zh if lang == "zh" else f"the {one.top} largest clusters' share of {above}"
    zh = f"各集群{above}占比的平方和（赫芬达尔指数）"
    return zh if lang == "zh" else f"sum of squared shares of clusters in {above} (Herfindahl)"
