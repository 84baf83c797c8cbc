"""A procedure in words: what a programme has, how long, how it scores, what nobody entered yet."""

from collections.abc import Iterator

from jiqun.base.canonical import decimal_text
from jiqun.base.language import Bilingual, Lang
from jiqun.base.plurals import filled
from jiqun.rules.procedures import OPTIONS, AskedEvidence, Procedure
from jiqun.rules.sentences import word


def procedure_in_words(procedure: Procedure) -> Bilingual:
    """Say how applications become decisions, what is known first, then what is not configured.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> from jiqun.rules.procedures import procedure_of
    >>> said = procedure_in_words(procedure_of(programme("gansu/sme-cluster")))
    >>> said.en.split("; ")[:2]
    ['with check on site', 'public notice 5 working days']
    """
    return Bilingual("；".join(_parts(procedure, "zh")), "; ".join(_parts(procedure, "en")))


def _parts(procedure: Procedure, lang: Lang) -> Iterator[str]:
    for has, key in ((True, "with"), (False, "without")):
        named = [_name(option, lang) for option in OPTIONS if procedure.has(option) is has]
        if named:
            yield _said(key, lang, named)
    table = procedure.table("application")
    for deadline in table.deadlines.values():
        for slot, days in deadline.working_days.items():
            if days is not None and procedure.working_days(deadline.id, slot) is not None:
                yield _fill("days", lang, deadline.title.in_(lang), str(days))
    yield from _judging(procedure, lang)
    if missing := procedure.not_configured:
        yield _said("not_configured", lang, [_name(name, lang) for name in missing])


def _judging(procedure: Procedure, lang: Lang) -> Iterator[str]:
    """Yield what is scored, how ties are decided, by how many experts, and by what evidence."""
    if procedure.categories:
        weights = [
            f"{category.title.in_(lang)} {decimal_text(category.weight)}"
            for category in procedure.categories
        ]
        yield _said("scheme", lang, weights)
    if procedure.ties:
        yield _said(
            "order", lang, [_tie(procedure, key.kind, key.of, lang) for key in procedure.ties]
        )
    if procedure.experts_per_application:
        yield _fill("experts", lang, "", str(procedure.experts_per_application))
    if procedure.evidence:
        yield _said("evidence", lang, [_evidence(asked, lang) for asked in procedure.evidence])


def _evidence(asked: AskedEvidence, lang: Lang) -> str:
    title = asked.title.in_(lang)
    return title if asked.required else _fill("optional", lang, title, "")


def _name(part: str, lang: Lang) -> str:
    return word("procedure_parts", part).in_(lang)


def _said(key: str, lang: Lang, names: list[str]) -> str:
    return _fill(key, lang, ("、" if lang == "zh" else ", ").join(names), "")


def _fill(key: str, lang: Lang, name: str, number: str) -> str:
    return filled(word("procedure", key).in_(lang), {"name": name, "number": number})


def _tie(procedure: Procedure, kind: str, of: str, lang: Lang) -> str:
    titles = {category.id: category.title.in_(lang) for category in procedure.categories}
    name = titles.get(of) or (word("tie_facts", of).in_(lang) if of else "")
    return word("tie_keys", kind).in_(lang).format(name=name)
