"""A programme shown whole: its criteria with numbers and citations, its procedure, what is open."""

from dataclasses import asdict
from datetime import date
from typing import Any

from jiqun.base.canonical import decimal_text
from jiqun.base.language import Bilingual, Lang
from jiqun.base.own_catalogue import LOCAL
from jiqun.rules.checks import sources
from jiqun.rules.comparison import asks, life_in_words, newest
from jiqun.rules.numbers_text import citation, numbers_text, sources_text, used_parameters
from jiqun.rules.programmes import NATIONAL, Criterion, Dated, Parameter, Programme
from jiqun.rules.sentences import entered_words, start, word


def overview(programme: Programme) -> dict[str, Any]:
    """Return a programme in one row: what it is, since when, how much of it is known."""
    numbers = used_parameters(programme).values()
    known = [
        number for number in numbers if (dated := newest(number, None)) is not None and dated.known
    ]
    return {
        "id": programme.id,
        "title": asdict(programme.title),
        "kind": programme.kind,
        "region": programme.region,
        "extends": programme.extends,
        "policy": programme.policy,
        "entered": programme.entered.record() if programme.entered else None,
        "number": programme.basis.number,
        "from": programme.since.isoformat() if programme.since else None,
        "at_the_latest": programme.at_the_latest,
        "in_force": asdict(start(programme.since, at_the_latest=programme.at_the_latest)),
        "criteria": len(programme.criteria),
        "numbers": len(numbers),
        "numbers_known": len(known),
    }


def full(programme: Programme) -> dict[str, Any]:
    """Return a programme whole, what it extends merged in, each part with its origin."""
    cited = sorted(_cited(programme))
    return {
        **overview(programme),
        "authority": asdict(programme.authority),
        "basis": asdict(programme.basis),
        "until": programme.until.isoformat() if programme.until else None,
        "window_years": programme.window_years,
        "parameters": {
            name: _parameter(parameter) for name, parameter in used_parameters(programme).items()
        },
        "criteria": [_criterion(programme, criterion) for criterion in programme.criteria.values()],
        "life": programme.life,
        "known": asdict(programme.known) if programme.known else None,
        "sources": {key: sources()[key].zh for key in cited},
    }


def full_text(programme: Programme, lang: Lang) -> str:
    """Return a programme as text: heading, criteria by dimension, what is known of it."""
    basis = programme.basis
    head = [
        f"{programme.id} · {programme.title.in_(lang)}",
        f"{programme.authority.in_(lang)} · {basis.document} · {basis.number or '—'}",
        start(programme.since, at_the_latest=programme.at_the_latest).in_(lang),
        *([entered_words(programme.entered).in_(lang)] if programme.entered else []),
    ]
    dimension, colon = "", "：" if lang == "zh" else ": "
    lines = []
    for criterion in programme.criteria.values():
        if criterion.dimension != dimension:
            dimension = criterion.dimension
            lines.append(f"\n{word('dimensions', dimension).in_(lang)}")
        said = asks(programme, criterion).in_(lang)
        soft = f" ({word('asks', 'soft').in_(lang)})" if criterion.soft else ""
        where = _origin(programme, criterion).in_(lang)
        lines.append(f"  {criterion.id} · {criterion.title.in_(lang)}{colon}{said}{soft} [{where}]")
        if cited := citation(criterion, lang):
            lines.append(f"    {cited}")
    lines += [*numbers_text(programme, lang), ""]
    lines += [
        f"{word('life', part).in_(lang)}{colon}{said.in_(lang)}"
        for part, said in life_in_words(programme).items()
    ]
    known = [f"\n{programme.known.in_(lang)}"] if programme.known else []
    return "\n".join([*head, *lines, *known, *sources_text(_cited(programme), lang)])


def _origin(programme: Programme, criterion: Criterion) -> Bilingual:
    """Name who set a criterion: of its number if an installation entered that, else of its text."""
    parameters = [programme.parameters.get(leaf.threshold) for leaf in criterion.leaves()]
    own = any(parameter is not None and parameter.entered for parameter in parameters)
    name = LOCAL if own else criterion.origin
    return word("origins", name) if name in (NATIONAL, LOCAL) else Bilingual(name, name)


def _cited(programme: Programme) -> set[str]:
    found = set(programme.basis.source)
    for criterion in programme.criteria.values():
        found |= set(criterion.source)
    for parameter in programme.parameters.values():
        for value in parameter.values:
            found |= set(value.source)
    return found


def _parameter(parameter: Parameter) -> dict[str, Any]:
    title: Bilingual | None = parameter.title
    return {
        "title": asdict(title) if title else None,
        "unit": parameter.unit,
        "origin": parameter.origin,
        "entered": parameter.entered.record() if parameter.entered else None,
        "configured": bool(parameter.values),
        "relaxed_in": parameter.relaxed_in or None,
        "values": [_dated(dated) for dated in parameter.values],
        "note": asdict(parameter.note) if parameter.note else None,
    }


def _dated(one: Dated) -> dict[str, Any]:
    return {
        "since": None if one.since == date.min else one.since.isoformat(),
        "at_the_latest": one.at_the_latest,
        "value": None if one.value is None else decimal_text(one.value),
        "known": one.known,
        "article": one.article,
        "source": list(one.source),
        "confidence": one.confidence,
    }


def _criterion(programme: Programme, one: Criterion) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": one.id,
        "title": asdict(one.title),
        "test": one.test,
        "asks": asdict(asks(programme, one)),
        "origin": one.origin,
        "entered": one.entered.record() if one.entered else None,
    }
    if one.dimension:
        found |= {
            "dimension": one.dimension,
            "veto": one.veto,
            "soft": one.soft,
            "article": one.article,
            "source": list(one.source),
            "confidence": one.confidence,
            "note": asdict(one.note) if one.note else None,
        }
    if one.figure:
        found |= {"figure": one.figure, "window": one.window, "threshold": one.threshold or None}
    if one.parts:
        found["parts"] = [_criterion(programme, part) for part in one.parts]
    return found
