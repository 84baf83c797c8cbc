"""A verdict in a sentence, Chinese and English; the words stand in ``catalog/rules/words.yaml``."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from jiqun.base.canonical import decimal_text
from jiqun.base.definitions import Indicator, factors, filed_fields
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual, Lang
from jiqun.base.own_catalogue import MARK, Entered
from jiqun.base.plurals import is_one
from jiqun.base.units import amount as said
from jiqun.base.units import symbol, units
from jiqun.base.yaml_files import read_yaml
from jiqun.rules.assessment import Assessment, Judgement, Verdict, Why
from jiqun.rules.logic import Answer
from jiqun.rules.rulings import Bar, Rule
from jiqun.rules.values import WIDE, gap_text, value_text

HUNDREDTH = Decimal("0.01")


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    path = catalogue_path("rules", "words.yaml")
    loaded: dict[str, dict[str, dict[str, str]]] = read_yaml(path)
    return loaded


def entered_words(entered: Entered) -> Bilingual:
    """Say who entered something of an installation's own, when and on which document.

    Examples
    --------
    >>> entered_words(Entered("张三", date(2026, 3, 1), "某函〔2026〕1号")).zh
    '本地录入：张三，2026-03-01，依据《某函〔2026〕1号》'
    """
    said = word("entered", "said")
    return Bilingual(said.zh.format(**entered.record()), said.en.format(**entered.record()))


def word(kind: str, name: str) -> Bilingual:
    """Return one of the catalogue's words in both languages.

    Examples
    --------
    >>> word("answers", "not_met").in_("zh")
    '不符合'
    """
    return Bilingual.of(_words()[kind][name])


def article_words(article: str) -> Bilingual:
    """Return where in its document something stands; what we have no English for, as it is there.

    Examples
    --------
    >>> article_words("附件 一").en
    'annex, section 1'
    """
    known = _words()["articles"].get(article)
    return Bilingual.of(known) if known else Bilingual(article, article)


def start(day: date | None, *, at_the_latest: bool) -> Bilingual:
    """Say from when something is in force: the day, the day at the latest, or that it is not known.

    Examples
    --------
    >>> start(date(2023, 7, 10), at_the_latest=True).in_("zh")
    '不晚于 2023-07-10'
    >>> start(date(2022, 9, 13), at_the_latest=False).in_("en")
    'from 2022-09-13'
    """
    if day is None:
        return word("days", "not_known")
    said = word("days", "at_the_latest" if at_the_latest else "since")
    return Bilingual(said.zh.format(day=day), said.en.format(day=day))


def sentence(assessment: Assessment, verdict: Verdict) -> Bilingual:
    """Say in both languages why a verdict is what it is."""
    zh, en = _say(assessment, verdict, "zh"), _say(assessment, verdict, "en")
    if not verdict.rule.criterion.soft:
        return Bilingual(zh, en)
    soft = word("sentences", "soft")
    return Bilingual(zh + soft.zh, en + soft.en)


def _say(assessment: Assessment, verdict: Verdict, lang: Lang) -> str:
    if verdict.judgement is not None:
        return _judged(verdict.judgement, lang)
    if verdict.parts:
        return _parts(assessment, verdict, lang)
    if verdict.rule.figure is None:
        return word("sentences", "judgement").in_(lang)
    return _compared(assessment, verdict, verdict.rule.figure, lang)


def _judged(given: Judgement, lang: Lang) -> str:
    blank = word("sentences", "not_stated").in_(lang)
    said = word("sentences", "judged").in_(lang)
    return said.format(
        answer=word("answers", given.answer).in_(lang),
        author=given.author or blank,
        day=given.day or blank,
        evidence=given.evidence or blank,
    )


def _parts(assessment: Assessment, verdict: Verdict, lang: Lang) -> str:
    parts = [
        f"[{word('answers', part.answer).in_(lang)}] {_say(assessment, part, lang)}"
        for part in verdict.parts
    ]
    said = word("sentences", verdict.rule.criterion.test).in_(lang)
    return said.format(parts=("" if lang == "zh" else " ").join(parts))


def _compared(assessment: Assessment, verdict: Verdict, figure: Indicator, lang: Lang) -> str:
    value = value_text(assessment, verdict) or ""
    gap = gap_text(assessment, verdict) or ""
    bar = verdict.rule.bar
    said = word("sentences", _kind(verdict, value, gap)).in_(lang)
    name = figure.title_of_one.in_(lang)
    filled = said.format(
        figure=name[:1].upper() + name[1:],
        years=_years(verdict.rule, lang),
        value=value_words(verdict.rule, value, lang),
        bar=bar_words(verdict.rule, lang),
        gap=gap_words(gap, bar, lang),
        missing=("、" if lang == "zh" else ", ").join(
            cell_name(cell, lang) for cell in verdict.missing
        ),
        where=word("where", bar.relaxed_in).in_(lang) if bar and bar.relaxed_in else "",
    )
    if figure.definition.spans_years and value:
        filled += word("sentences", "growth").in_(lang)
    return filled


def _kind(verdict: Verdict, value: str, gap: str) -> str:
    """Choose the sentence."""
    if verdict.why_open is Why.NO_NUMBER:
        return "no_number_value" if value else "no_number"
    if verdict.answer is Answer.NOT_MET and not gap.strip("0"):
        return "just_not" if gap else "not_met"
    if verdict.answer is not Answer.CANNOT_TELL:
        return str(verdict.answer)
    if verdict.missing:
        return "cannot_tell"
    return "range" if value else "undefined"


def value_words(rule: Rule, text: str, lang: Lang) -> str:
    """Write what was compared, rounded for reading, but never onto the other side of the number.

    Parameters
    ----------
    rule
        The criterion on the day.
    text
        The value as :func:`jiqun.rules.values.value_text` gives it; of a range both ends.
    lang
        The language.
    """
    if rule.bar and rule.bar.unit == "flag":
        return word("flags", text or "0").in_(lang)
    if ".." in text:
        low, high = text.split("..")
        return _amount(f"{low}—{high}" if high else f"≥{low}", rule.bar, lang)
    if not text:
        return ""
    value, step = Decimal(text), HUNDREDTH
    rounded = value.quantize(step, context=WIDE)
    number = rule.bar.value if rule.bar else None
    while number is not None and _side(rounded, number) != _side(value, number):
        step = step.scaleb(-2)
        rounded = value.quantize(step, context=WIDE)
    return _amount(decimal_text(rounded), rule.bar, lang)


def _rounded(gap: str) -> str:
    """Round a gap for reading; one too small for two decimals keeps its digits."""
    if not gap:
        return ""
    rounded = Decimal(gap).quantize(HUNDREDTH, context=WIDE)
    return decimal_text(rounded) if rounded else gap


def _side(value: Decimal, number: Decimal) -> int:
    return (value > number) - (value < number)


def amount(number: str, unit: str, lang: Lang) -> str:
    """Write a number with its unit.

    Examples
    --------
    >>> amount("40", "亿元", "zh"), amount("40", "亿元", "en"), amount("70", "%", "en")
    ('40 亿元', 'CNY 4 billion', '70%')
    >>> amount("1", "家", "en"), amount("2", "家", "en")
    ('1 firm', '2 firms')
    """
    if unit == "%":
        return f"{number}%"
    if lang == "en" and (units()[unit].said_in != unit or is_one(number)):
        return said(Decimal(number), unit, lang)
    return f"{number} {symbol(unit).in_(lang)}".strip()


def gap_words(gap: str, bar: Bar | None, lang: Lang) -> str:
    """Write how far a value is from the number: between two percentages it is in points."""
    number = _rounded(gap)
    if number and bar is not None and bar.unit == "%":
        return word("sentences", "points").in_(lang).format(gap=number)
    return _amount(number, bar, lang)


def _amount(number: str, bar: Bar | None, lang: Lang) -> str:
    if not number or bar is None:
        return number
    return amount(number, bar.unit, lang)


def bar_words(rule: Rule, lang: Lang) -> str:
    """Write what a criterion asks, such as "at least CNY 4 billion"; nothing without a number."""
    if rule.bar is None or rule.bar.value is None:
        return ""
    threshold = _amount(decimal_text(rule.bar.value), rule.bar, lang)
    if rule.bar.entered:
        threshold += MARK.in_(lang)
    return word("operators", rule.operator).in_(lang).format(threshold=threshold)


def _years(rule: Rule, lang: Lang) -> str:
    first, last = rule.spans[0][0], rule.spans[-1][-1]
    if first == last:
        return str(last)
    if len(rule.spans) > 1:
        return f"{first}—{last} 逐年" if lang == "zh" else f"each year of {first}—{last}"
    return f"{first}—{last}"


def span_text(span: Sequence[int]) -> str:
    """Write a span of years: one year, or its first and last.

    Examples
    --------
    >>> span_text((2021,)), span_text((2020, 2021, 2022))
    ('2021', '2020—2022')
    """
    return str(span[0]) if span[0] == span[-1] else f"{span[0]}—{span[-1]}"


def cell_name(cell: str, lang: Lang) -> str:
    """Write a cell such as ``2020.output_total`` in words.

    Examples
    --------
    >>> cell_name("2020.output_total", "zh"), cell_name("2020.output_total", "en")
    ('2020 年集群总产值', 'total output of the cluster in 2020')
    """
    year, _, name = cell.partition(".")
    known = filed_fields() if name in filed_fields() else factors()
    title = known[name].title.in_(lang)
    return f"{year} 年{title}" if lang == "zh" else f"{title} in {year}"
