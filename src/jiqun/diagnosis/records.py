"""A diagnosis as JSON has it: decimals as text, words in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jiqun.base.language import Lang
from jiqun.diagnosis.comparison import comparison
from jiqun.diagnosis.diagnose import Diagnosis
from jiqun.diagnosis.places import Place
from jiqun.diagnosis.responding import Dismissal
from jiqun.diagnosis.telling import Evidence, Found
from jiqun.indicators.figures import text


def document(
    found: Sequence[Diagnosis],
    year: int,
    vintage: str,
    lang: Lang,
    placed: Mapping[str, Sequence[Place]] | None = None,
) -> dict[str, Any]:
    """Return diagnoses of a year as one document.

    Parameters
    ----------
    found
        The diagnoses.
    year, vintage
        Of which data year, of which vintage; empty for the latest accepted filings.
    lang
        The language of sentences.
    placed
        Places among peers by cluster; None where they are not asked for.
    """
    return {
        "year": year,
        "vintage": vintage or None,
        "demo": any(diagnosis.demo for diagnosis in found),
        "clusters": [
            record(diagnosis, lang) | _places(diagnosis.cluster, placed) for diagnosis in found
        ],
    }


def _places(cluster: str, placed: Mapping[str, Sequence[Place]] | None) -> dict[str, Any]:
    if placed is None:
        return {}
    return {"places": [place_record(place) for place in placed.get(cluster, ())]}


def place_record(place: Place) -> dict[str, Any]:
    """Return a place as files for programs have it.

    Parameters
    ----------
    place
        Of a cluster, in an indicator of a year.

    Examples
    --------
    >>> place_record(Place("rd_intensity", 2022, None, why="no_value"))["why"]
    'no_value'
    """
    steps = comparison().steps
    told = not place.why
    return {
        "figure": place.figure,
        "year": place.year,
        "value": text(place.value),
        "place_first": place.first if told else None,
        "place_last": place.last if told else None,
        "of": place.of if told else None,
        "percentile": place.share,
        "percentile_low": place.low,
        "percentile_high": place.high,
        "methods_least": place.least,
        "methods_most": place.most,
        "peers_by": steps[place.step - 1].id if place.step else None,
        "widened": place.step or None,
        "why": place.why or None,
    }


def record(diagnosis: Diagnosis, lang: Lang) -> dict[str, Any]:
    """Return a diagnosis; its changes since the year before are listed by their kind."""
    changes = ("new", "gone", "still", "cannot_tell")
    return {
        "cluster": diagnosis.cluster,
        "name": diagnosis.name,
        "demo": diagnosis.demo,
        "peers": list(diagnosis.peers),
        "peers_by": None if diagnosis.step is None else diagnosis.step.id,
        "findings": [_finding(found, lang) for found in diagnosis.findings],
        "found_by_peers": diagnosis.by_peers,
        "expected_by_chance": round(diagnosis.expected_by_chance, 2),
        "since_last_year": {
            change: [found.finding.id for found in diagnosis.findings if found.change == change]
            for change in changes
        },
        "measures": [measure.record(lang) for measure in diagnosis.measures],
        "taken": [taken.record(lang) for taken in diagnosis.taken],
    }


def _finding(found: Found, lang: Lang) -> dict[str, Any]:
    return {
        "id": found.finding.id,
        "group": found.finding.group,
        "title": found.finding.title.in_(lang),
        "verdict": found.verdict,
        "severity": found.severity,
        "confidence": found.confidence,
        "evidence": [_evidence(evidence) for evidence in found.evidence],
        "missed": [title.in_(lang) for title in found.missed],
        "refuted_by": found.finding.refuted_by.in_(lang),
        "change": found.change,
        "dismissed": _dismissal(found.dismissed),
        "dismissed_before": _dismissal(found.dismissed_before),
    }


def _dismissal(said: Dismissal | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {
        "author": said.line.office,
        "date": said.line.on,
        "reason": said.reason,
        "year": said.year,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "figure": evidence.figure,
        "year": evidence.year,
        "value": text(evidence.value),
        "peer_median": text(evidence.peer_median),
        "percentile": evidence.percentile,
        "percentile_interval": [evidence.percentile_low, evidence.percentile_high],
        "peers": evidence.peers,
    }
