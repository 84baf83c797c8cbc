"""Assessments as a person reads them in a terminal."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jiqun.base.language import Lang
from jiqun.base.plurals import filled

if TYPE_CHECKING:
    from jiqun.rules import Assessment
    from jiqun.rules.assessment import Verdict

SIGNS = {"met": "✓", "not_met": "✗", "cannot_tell": "?", "discretion": "~"}
FAILED = "not_met"
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
    for verdict in assessment.verdicts:
        title = verdict.rule.criterion.title.in_(lang)
        said = sentence(assessment, verdict).in_(lang)
        lines.append(f"  {SIGNS[verdict.answer]} {title} — {said}")
    return "\n".join([*lines, *_what_next(assessment, lang)])


def _what_next(assessment: "Assessment", lang: Lang) -> list[str]:
    """Return what cannot be mended, what would be enough, and what to ask for first."""
    from jiqun.rules.nearest import ask_first, nearest, out_of_reach
    from jiqun.rules.sentences import cell_name, word

    titles = {
        verdict.rule.id: verdict.rule.criterion.title.in_(lang) for verdict in assessment.verdicts
    }
    parts = {
        "out_of_reach": [titles[criterion] for criterion in out_of_reach(assessment)],
        "nearest": [
            f"{cell_name(f'{change.year}.{change.change}', lang)}: {change.was} → {change.to}"
            for change in nearest(assessment)
        ],
        "ask_first": [cell_name(fact.fact, lang) for fact in ask_first(assessment)],
    }
    return [
        line
        for name, said in parts.items()
        if said
        for line in (word("pages", name).in_(lang), *(f"  {sentence}" for sentence in said))
    ]


def listing(found: "Sequence[Assessment]", document: dict[str, Any], lang: Lang) -> str:
    """Return many assessments, one a line with what it fails; what enters or leaves; a summary."""
    from jiqun.rules.sentences import word

    lines = [line for assessment in found for line in _line(assessment, lang)]
    for name, reform in document.get("reforms", {}).items():
        lines.append(name)
        for part in ("enters", "leaves"):
            more = "…" if len(reform[part]) > MOST_NAMED else ""
            named = ", ".join(reform[part][:MOST_NAMED]) + more
            said = f"  {word('pages', part).in_(lang)} {len(reform[part])}: {named}"
            lines.append(said.rstrip(": "))
    return "\n".join([*lines, *_summary(found, document["summary"], lang)])


def _line(assessment: "Assessment", lang: Lang) -> list[str]:
    """Return one assessment in a line, and in a second the criteria it fails, with the years."""
    from jiqun.rules.sentences import word

    overall = word("answers", assessment.overall).in_(lang)
    known = word("answers", assessment.known_criteria).in_(lang)
    name = f"{assessment.facts.cluster} · {assessment.ruling.programme.id}"
    said = [
        f"{name} · {word('pages', 'overall').in_(lang)} {overall} · "
        f"{word('pages', 'known_criteria').in_(lang)} {known}"
    ]
    failing = [_failing(verdict, lang) for verdict in assessment.hard if verdict.answer == FAILED]
    if failing:
        said.append(f"    {SIGNS[FAILED]} {('；' if lang == 'zh' else '; ').join(failing)}")
    return said


def _failing(verdict: "Verdict", lang: Lang) -> str:
    """Name a criterion that is not met, and the years in which it is not."""
    from jiqun.rules.assessment import failed_spans
    from jiqun.rules.sentences import span_text, word

    years = ("、" if lang == "zh" else ", ").join(span_text(span) for span in failed_spans(verdict))
    place = word("pages", "years").in_(lang).format(years=years) if years else ""
    return f"{verdict.rule.criterion.title.in_(lang)}{place}"


def _summary(
    found: "Sequence[Assessment]", counts: Mapping[str, Mapping[str, int]], lang: Lang
) -> list[str]:
    """Return the counts of both verdicts, and the criteria not met, most frequent first."""
    from jiqun.rules.sentences import word

    colon = "：" if lang == "zh" else ": "
    lines = ["", filled(word("pages", "summary").in_(lang), {"clusters": len(found)})]
    for part, by_answer in counts.items():
        said = [f"{word('answers', answer).in_(lang)} {n}" for answer, n in by_answer.items()]
        lines.append(f"  {word('pages', part).in_(lang)}{colon}{' · '.join(said)}")
    failing = Counter(
        verdict.rule.criterion.title.in_(lang)
        for assessment in found
        for verdict in assessment.hard
        if verdict.answer == FAILED
    )
    if failing:
        lines.append(word("pages", "failing").in_(lang))
        lines += [f"  {title}{colon}{count}" for title, count in failing.most_common()]
    return lines
