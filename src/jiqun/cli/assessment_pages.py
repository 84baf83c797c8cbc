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
    from jiqun.rules.nearest import ask_first, nearest
    from jiqun.rules.sentences import cell_name, sentence, word

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
    changes = nearest(assessment)
    if changes:
        lines.append(word("pages", "nearest").in_(lang))
        for change in changes:
            name = cell_name(f"{change.year}.{change.change}", lang)
            lines.append(f"  {name}: {change.was} → {change.to}")
    asked = ask_first(assessment)
    if asked:
        lines.append(word("pages", "ask_first").in_(lang))
        lines += [f"  {cell_name(question.fact, lang)}" for question in asked]
    return "\n".join(lines)


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
