"""One finding of one cluster as a sentence: its figures beside peers, or what it is told by."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jiqun.base.definitions import indicators
from jiqun.base.display import percent
from jiqun.base.language import Bilingual
from jiqun.diagnosis.comparison import comparison
from jiqun.diagnosis.grounds import bases
from jiqun.diagnosis.signals import CountBelow, leaves
from jiqun.diagnosis.words import AHEAD, fact_lines
from jiqun.reports.statements import Ground, both, filled, listed, stated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jiqun.diagnosis.findings import Finding
    from jiqun.diagnosis.telling import Evidence, Found
    from jiqun.reports.model import Statement


def finding_sentence(said: Found) -> Statement:
    """Say a finding with its evidence, and whether it was found the year before.

    Parameters
    ----------
    said
        A finding that is there.
    """
    text = _evidence(said)
    since = {"new": "own_new", "still": "own_still"}.get(said.change)
    if since is not None:
        later = both(lambda spoken: spoken[since])
        text = Bilingual(text.zh + later.zh, f"{text.en} {later.en}")
    test = Ground("own_test", f"{said.severity:.2f}", ">", "0")
    name, group = f"weak_{said.finding.id}", said.finding.group
    return stated(name, group, text, [test], figures=said.finding.figures, caution=scale_note())


def scale_note() -> Bilingual:
    """Say once what severity and confidence are."""
    return filled("scale_note", furthest=f"{comparison().furthest:g}")


def _evidence(said: Found) -> Bilingual:
    title = said.finding.title
    compared = [evidence for evidence in said.evidence if evidence.percentile is not None]
    if compared:
        dated = len(compared) > 1
        return filled("own_behind", title=title, measured=_joined(_all(compared, dated=dated)))
    if said.missed:
        return filled("own_missed", title=title, missed=listed(said.missed))
    facts = _facts(said)
    if said.finding.compares:
        return filled("own_beside", title=title, facts=facts)
    basis = basis_title(said.finding)
    if not facts.zh:
        return filled("own_found", title=title, basis=basis)
    return filled("own_found_with", title=title, basis=basis, facts=facts)


def _facts(said: Found) -> Bilingual:
    """Return what a finding rests on without its peers; of a count of nought the title says it."""
    if any(isinstance(leaf, CountBelow) for leaf in leaves(said.finding.signal)) and not any(
        evidence.value for evidence in said.evidence
    ):
        return Bilingual("", "")
    return both(lambda words: words["pause"].join(fact_lines(said, words.lang)))


def basis_title(finding: Finding) -> Bilingual:
    """Return by what a finding is told that compares with nobody."""
    return both(lambda words: words.listed(words[f"basis_{basis}"] for basis in bases(finding)))


def _all(compared: Iterable[Evidence], *, dated: bool) -> list[Bilingual]:
    """Return each figure beside its peers, with its year where there are several."""
    measured = [(evidence.year, _measured(evidence)) for evidence in compared]
    if not dated:
        return [text for _, text in measured]
    return [filled("own_in_year", year=year, measured=text) for year, text in measured]


def _joined(texts: Iterable[Bilingual]) -> Bilingual:
    every = list(texts)
    return both(lambda words: words["pause"].join(text.in_(words.lang) for text in every))


def _measured(compared: Evidence) -> Bilingual:
    entry = indicators()[compared.figure]

    def shown(value: Decimal | None) -> Bilingual:
        return Bilingual(entry.printed.cell(value, "zh"), entry.printed.cell(value, "en"))

    return filled(
        "own_place" if compared.peer_median is None else "own_measured",
        figure=entry.title,
        value=shown(compared.value),
        middle=shown(compared.peer_median),
        ahead=AHEAD[compared.ahead],
        share=share(compared.percentile),
        low=share(compared.percentile_low),
        high=share(compared.percentile_high),
    )


def share(number: float | None) -> str:
    """Print a share of peers, nought where there is none."""
    return percent(Decimal(str(number or 0)), 0)
