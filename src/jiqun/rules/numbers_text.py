"""A programme's numbers as text: each with its dates, its place in the document, its source."""

from collections.abc import Iterator
from datetime import date

from jiqun.base.canonical import decimal_text
from jiqun.base.language import Lang
from jiqun.rules.checks import sources
from jiqun.rules.programmes import Criterion, Dated, Parameter, Programme
from jiqun.rules.sentences import amount, article_words, entered_words, start, word


def numbers_text(programme: Programme, lang: Lang) -> list[str]:
    """Return a programme's parameters, line by line: name, value, since when, where it stands.

    Parameters
    ----------
    programme
        Merged with what it extends.
    lang
        The reader's language.
    """
    lines = [f"\n{word('numbers', 'title').in_(lang)}"]
    for parameter in used_parameters(programme).values():
        lines.append(f"  {_name(programme, parameter, lang)}")
        if not parameter.values:
            lines.append(f"    {word('numbers', 'not_configured').in_(lang)}")
        lines += [f"    {_dated(dated, parameter, lang)}" for dated in parameter.values]
        if parameter.relaxed_in:
            where = word("where", parameter.relaxed_in).in_(lang)
            lines.append(f"    {word('numbers', 'relaxed').in_(lang).format(where=where)}")
        if parameter.entered:
            lines.append(f"    {entered_words(parameter.entered).in_(lang)}")
        if parameter.note:
            lines.append(f"    {parameter.note.in_(lang)}")
    return lines


def sources_text(cited: set[str], lang: Lang) -> list[str]:
    """Return where each key cited was read."""
    lines = [f"\n{word('numbers', 'sources').in_(lang)}"]
    return [*lines, *(f"  {key}: {sources()[key].in_(lang)}" for key in sorted(cited))]


def citation(criterion: Criterion, lang: Lang) -> str:
    """Return the article and the sources of a criterion's text; empty where it names neither."""
    return _place(criterion.article, criterion.source, lang)


def used_parameters(programme: Programme) -> dict[str, Parameter]:
    """Return the parameters some criterion is held against, by name."""
    used = {
        leaf.threshold for criterion in programme.criteria.values() for leaf in criterion.leaves()
    }
    return {name: found for name, found in programme.parameters.items() if name in used}


def _name(programme: Programme, parameter: Parameter, lang: Lang) -> str:
    """Return a parameter's id and title; of one without a title, what it is held against."""
    if parameter.title:
        return f"{parameter.id} · {parameter.title.in_(lang)}"
    titles = dict.fromkeys(_titles(programme, parameter.id, lang))
    return f"{parameter.id} · {' / '.join(titles)}"


def _titles(programme: Programme, name: str, lang: Lang) -> Iterator[str]:
    for criterion in programme.criteria.values():
        if any(leaf.threshold == name for leaf in criterion.leaves()):
            yield criterion.title.in_(lang)


def _dated(dated: Dated, parameter: Parameter, lang: Lang) -> str:
    since = None if dated.since == date.min else dated.since
    if not dated.known:
        value = word("asks", "no_number").in_(lang)
    elif dated.value is None:
        value = word("asks", "repealed").in_(lang)
    else:
        value = amount(decimal_text(dated.value), parameter.unit, lang)
    said = [value, start(since, at_the_latest=dated.at_the_latest).in_(lang)]
    confidence = word("confidence", dated.confidence).in_(lang) if dated.confidence else ""
    place = _place(dated.article, dated.source, lang)
    return " · ".join(part for part in (*said, place, confidence) if part)


def _place(article: str, keys: tuple[str, ...], lang: Lang) -> str:
    gap = "、" if lang == "zh" else ", "
    source = word("numbers", "source").in_(lang).format(keys=gap.join(keys)) if keys else ""
    return " · ".join(part for part in (article_words(article).in_(lang), source) if part)
