"""Verdicts as programs read them: one JSON object an assessment, as the contract has it."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from jiqun.base.canonical import decimal_text
from jiqun.base.language import Lang
from jiqun.base.own_catalogue import Entered
from jiqun.rules.assessment import Assessment, Verdict, Why
from jiqun.rules.nearest import ask_first, nearest, out_of_reach
from jiqun.rules.rulings import Bar, Rule
from jiqun.rules.sentences import sentence, start
from jiqun.rules.values import gap_text, reading_text, readings_of, value_text


def record(assessment: Assessment, lang: Lang = "zh") -> dict[str, Any]:
    """Return an assessment as the JSON object of the contract.

    Parameters
    ----------
    assessment
        The verdicts.
    lang
        The language of ``why``; ``text`` always has both.
    """
    ruling = assessment.ruling
    found: dict[str, Any] = {
        "programme": ruling.programme.id,
        "on": ruling.on.isoformat(),
        "cluster": assessment.facts.cluster,
        "demo": assessment.facts.demo,
        "years": list(ruling.years),
        "overall": assessment.overall,
        "known_criteria": str(assessment.known_criteria),
        "open": [
            {"id": verdict.rule.id, "why": str(verdict.why_open)} for verdict in assessment.open
        ],
        "criteria": [verdict_record(assessment, verdict, lang) for verdict in assessment.verdicts],
        "nearest": [change.record() for change in nearest(assessment)],
        "ask_first": [
            {"fact": fact.fact, "criteria": list(fact.criteria)} for fact in ask_first(assessment)
        ],
    }
    if vetoed := out_of_reach(assessment):
        found["out_of_reach"] = vetoed
    if ruling.programme.since is None:
        found["open"].insert(0, {"id": "in_force_from", "why": str(Why.NO_NUMBER)})
    if not assessment.facts.lies_in(ruling.programme.region):
        found["outside_region"] = True
    if ruling.settings:
        found["set"] = {
            name: None if value is None else decimal_text(value) for name, value in ruling.settings
        }
    return found


def verdict_record(assessment: Assessment, verdict: Verdict, lang: Lang) -> dict[str, Any]:
    """Return one verdict as JSON; an any-of shows the part that decides it, and all its parts."""
    shown = verdict.deciding
    while shown.parts:
        shown = shown.deciding
    rule, why = shown.rule, sentence(assessment, verdict)
    found: dict[str, Any] = {
        "id": verdict.rule.id,
        "title": asdict(verdict.rule.criterion.title),
        "dimension": verdict.rule.criterion.dimension,
        "verdict": str(verdict.answer),
        "soft": verdict.rule.criterion.soft,
        "veto": verdict.rule.criterion.veto,
        "value": value_text(assessment, shown),
        **_bar_record(assessment, verdict.rule, rule),
        "missing": list(verdict.missing),
        "gap": gap_text(assessment, shown),
        "why": why.in_(lang),
        "text": asdict(why),
    }
    if len(rule.spans) > 1:
        found["values"] = {
            str(years[0]): reading_text(rule, reading)
            for years, reading in zip(rule.spans, readings_of(assessment, shown), strict=True)
        }
    if verdict.judgement is not None:
        found["judgement"] = {name: str(value) for name, value in asdict(verdict.judgement).items()}
    if verdict.parts:
        found["parts"] = [verdict_record(assessment, part, lang) for part in verdict.parts]
    return found


def _bar_record(assessment: Assessment, whole: Rule, rule: Rule) -> dict[str, Any]:
    """Return the number a figure is held against, with its citation and its first day."""
    bar = rule.bar
    since, at_the_latest = in_force_from(assessment, rule)
    entered = entered_for(rule)
    return {
        "operator": rule.operator,
        "threshold": _threshold(bar),
        "unit": bar.unit if bar else None,
        "basis": basis(assessment, whole),
        "source": list((bar.source if bar else ()) or whole.criterion.source),
        "in_force_from": since.isoformat() if since else None,
        "at_the_latest": at_the_latest,
        "in_force": asdict(start(since, at_the_latest=at_the_latest)),
        "origin": origin(rule),
        **({"entered": entered.record()} if entered else {}),
    }


def basis(assessment: Assessment, rule: Rule) -> str:
    """Cite the document and article a criterion's number, or else its text, stands in."""
    deciding = rule.leaves()[0]
    bar = deciding.bar
    entered = entered_for(deciding)
    if entered is not None:
        article = bar.article if bar else deciding.criterion.article
        return " ".join(part for part in (entered.document, article) if part)
    jurisdiction = origin(deciding)
    if jurisdiction not in assessment.ruling.programme.chain:
        jurisdiction = assessment.ruling.programme.jurisdiction
    document = assessment.ruling.programme.chain[jurisdiction]
    article = (bar.article if bar else "") or (
        rule.criterion.article if rule.criterion.origin == jurisdiction else ""
    )
    return " ".join(part for part in (document.number or document.document, article) if part)


def origin(rule: Rule) -> str:
    """Return the jurisdiction a criterion's number comes from; of its text where it has none."""
    bar = rule.bar
    if bar is not None and bar.value is not None:
        return bar.origin
    return rule.criterion.origin


def entered_for(rule: Rule) -> Entered | None:
    """Tell who entered a criterion's number, or its text where it has none; None: the package."""
    bar = rule.bar
    if bar is not None and bar.value is not None:
        return bar.entered
    return rule.criterion.entered


def in_force_from(assessment: Assessment, rule: Rule) -> tuple[date | None, bool]:
    """Return the day from which a criterion, with this number, is in force, None where not known.

    The second part tells that it may have been in force before: the day is one at the latest.
    """
    bar, programme = rule.bar, assessment.ruling.programme
    if bar is None or bar.since is None or bar.since == programme.since:
        own = bar is not None and bar.since is not None and bar.at_the_latest
        return programme.since, programme.at_the_latest or own
    return bar.since, bar.at_the_latest


def _threshold(bar: Bar | None) -> str | None:
    return None if bar is None or bar.value is None else decimal_text(bar.value)


def summary(assessments: Iterable[Assessment]) -> Mapping[str, Mapping[str, int]]:
    """Count assessments by their two verdicts."""
    counts: dict[str, dict[str, int]] = {
        "overall": {"eligible": 0, "not_eligible": 0, "cannot_tell": 0},
        "known_criteria": {"met": 0, "not_met": 0, "cannot_tell": 0},
    }
    for assessment in assessments:
        counts["overall"][assessment.overall] += 1
        counts["known_criteria"][str(assessment.known_criteria)] += 1
    return counts
