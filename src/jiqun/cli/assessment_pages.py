"""Assessments as a person reads them in a terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jiqun.base.language import Lang

if TYPE_CHECKING:
    from jiqun.rules import Assessment

SIGNS = {"met": "✓", "not_met": "✗", "cannot_tell": "?", "discretion": "~"}
MOST_NAMED = 20


def page(assessment: "Assessment", lang: Lang) -> str:
    """Return one assessment: the verdict, every criterion in a sentence, what would be enough."""
    from jiqun.rules.sentences import sentence, word

    ruling = assessment.ruling
    first, last = ruling.years[0], ruling.years[-1]
    known = word("answers", assessment.known_criteria).in_(lang)
    overall = word("answers", assessment.overall).in_(lang)
    lines = [
        f"{assessment.facts.cluster} · {ruling.programme.title.in_(lang)} · {ruling.on} "
        f"({first}—{last})",
        f"{word('pages', 'overall').in_(lang)}: {overall} · "
        f"{word('pages', 'known_criteria').in_(lang)}: {known}",
    ]
    for one in assessment.verdicts:
        title = one.rule.criterion.title.in_(lang)
        said = sentence(assessment, one).in_(lang)
        lines.append(f"  {SIGNS[one.answer]} {title} — {said}")
    return "\n".join([*lines, *_what_next(assessment, lang)])


def _what_next(assessment: "Assessment", lang: Lang) -> list[str]:
    """Return what cannot be mended, what would be enough, and what to ask for first."""
    from jiqun.rules.nearest import ask_first, nearest, out_of_reach
    from jiqun.rules.sentences import cell_name, word

    titles = {one.rule.id: one.rule.criterion.title.in_(lang) for one in assessment.verdicts}
    parts = {
        "out_of_reach": [titles[one] for one in out_of_reach(assessment)],
        "nearest": [
            f"{cell_name(f'{one.year}.{one.change}', lang)}: {one.was} → {one.to}"
            for one in nearest(assessment)
        ],
        "ask_first": [cell_name(one.fact, lang) for one in ask_first(assessment)],
    }
    return [
        line
        for name, said in parts.items()
        if said
        for line in (word("pages", name).in_(lang), *(f"  {one}" for one in said))
    ]


def listing(found: "Sequence[Assessment]", document: dict[str, Any], lang: Lang) -> str:
    """Return many assessments, one a line, and who enters or leaves under other numbers."""
    from jiqun.rules.sentences import word

    lines = [
        f"{one.facts.cluster} · {one.ruling.programme.id} · "
        f"{word('answers', one.overall).in_(lang)} · "
        f"{word('answers', one.known_criteria).in_(lang)}"
        for one in found
    ]
    for name, one in document.get("reforms", {}).items():
        lines.append(name)
        for part in ("enters", "leaves"):
            named = ", ".join(one[part][:MOST_NAMED]) + ("…" if len(one[part]) > MOST_NAMED else "")
            lines.append(
                f"  {word('pages', part).in_(lang)} {len(one[part])}: {named}".rstrip(": ")
            )
    return "\n".join(lines)
