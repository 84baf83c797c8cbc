"""Part three of a report of one cluster: its findings, its place among its peers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from jiqun.base.definitions import indicators
from jiqun.base.display import percent
from jiqun.base.language import Bilingual
from jiqun.charts import Series, StandingChart
from jiqun.diagnosis.chance import beyond
from jiqun.reports.statements import Ground, both, filled, listed, stated
from jiqun.reports.tables import Table
from jiqun.reports.words import words

if TYPE_CHECKING:
    from jiqun.base.language import Lang
    from jiqun.chains.chain import Chain
    from jiqun.charts import Chart
    from jiqun.diagnosis.diagnose import Diagnosis
    from jiqun.diagnosis.telling import Evidence, Found
    from jiqun.reports.model import Statement
    from jiqun.reports.statements import Part

OVERVIEW, EVERY = "overview", "every"
KEY_LINKS = 3
"""Key links of a chain that are named."""
MOST_DRAWN = 14
"""Figures in the picture of places; those it is worst at are drawn."""


def own_sentences(own: Diagnosis, group: str) -> list[Statement]:
    """Return what is said of a cluster in a group of findings, the gravest first.

    Parameters
    ----------
    own
        Its diagnosis.
    group
        A group, :data:`EVERY` for each of them, or :data:`OVERVIEW` for what it was compared with.
    """
    if group == OVERVIEW:
        return [_basis(own), *_rest(own)]
    return [_finding(said) for said in present(own) if group in (EVERY, said.finding.group)]


def present(own: Diagnosis) -> list[Found]:
    """Return the weaknesses that are there and nobody dismissed, the gravest first."""
    found = [said for said in weaknesses(own) if said.verdict == "present"]
    return sorted((said for said in found if said.dismissed is None), key=_gravest_first)


def _gravest_first(said: Found) -> tuple[float, str]:
    return -said.severity * said.confidence, said.finding.id


def weaknesses(own: Diagnosis) -> list[Found]:
    """Return the findings of the cluster itself, not of what is known of it."""
    return [said for said in own.findings if said.finding.is_weakness]


def _basis(own: Diagnosis) -> Statement:
    """Say what it was compared with, and what chance makes."""
    if own.step is None:
        test = Ground("own_test_peers", str(len(own.peers)), "<", "5")
        return stated("own_total", OVERVIEW, both(lambda said: said["own_few"]), [test], wording=1)
    expected = f"{own.expected_by_chance:.1f}"
    text = filled(
        "own_total",
        peers=len(own.peers),
        step=own.step.title,
        found=own.by_peers,
        expected=expected,
        own=sum(not said.finding.compares for said in present(own)),
    )
    more = beyond(own.by_peers, own.expected_by_chance)
    if own.by_peers and not more:
        within = both(lambda said: said["own_within_chance"])
        text = Bilingual(text.zh + within.zh, f"{text.en} {within.en}")
    tests = [
        Ground("own_test_peers", str(len(own.peers)), "≥", "5"),
        Ground("own_test_chance", str(own.by_peers), ">", f"{expected} + 2 × √{expected}", more),
    ]
    note = both(lambda said: said["chance_note"])
    return stated("own_total", OVERVIEW, text, tests, caution=note)


def own_chain(chain: Chain, *, placed: bool) -> Statement:
    """Say what the chain of the lead industry has, and where it is drawn.

    Parameters
    ----------
    chain
        Which.
    placed
        Whether the firms of a register are counted on it.
    """
    named = listed(node.title for node in chain.core[:KEY_LINKS])
    text = filled(
        "own_chain_placed" if placed else "own_chain",
        chain=chain.title,
        nodes=len(chain.nodes),
        core=len(chain.core),
        named=named,
        id=chain.id,
    )
    test = Ground("own_test_chain", str(len(chain.nodes)), "≥", "1")
    return stated("own_chain", OVERVIEW, text, [test])


def _rest(own: Diagnosis) -> list[Statement]:
    """Say what is gone, what nobody can tell, and where nothing was found."""
    every = weaknesses(own)
    said: list[Statement] = []
    tested = [found for found in every if found.verdict != "cannot_tell"]
    if tested and all(found.verdict == "absent" for found in tested):
        text = filled("own_none", count=len(tested))
        said.append(stated("own_none", OVERVIEW, text, [Ground("own_test", "0", "=", "0")]))
    for word, chosen in (
        ("own_dismissed", [found for found in every if found.dismissed is not None]),
        ("own_gone", [found for found in every if found.change == "gone"]),
        ("own_unknown", [found for found in every if found.verdict == "cannot_tell"]),
    ):
        if chosen:
            titles = listed(found.finding.title for found in chosen)
            test = Ground("own_test", str(len(chosen)), "≥", "1")
            said.append(stated(word, OVERVIEW, filled(word, titles=titles), [test]))
    return said


def _finding(said: Found) -> Statement:
    """Say a finding with its evidence, where it stands among peers, and since when."""
    compared = _compared(said)
    parts: dict[str, Part] = {
        "title": said.finding.title,
        "severity": f"{said.severity:.2f}",
        "confidence": f"{said.confidence:.2f}",
    }
    word = "own_beside" if said.finding.compares else "own_found"
    if compared is not None:
        word = "own_place" if compared.peer_median is None else "own_behind"
        parts |= _place(compared)
    text = filled(word, **parts)
    since = {"new": "own_new", "still": "own_still"}.get(said.change)
    if since is not None:
        later = both(lambda spoken: spoken[since])
        text = Bilingual(text.zh + later.zh, f"{text.en} {later.en}")
    test = Ground("own_test", f"{said.severity:.2f}", ">", "0")
    name, group = f"weak_{said.finding.id}", said.finding.group
    return stated(name, group, text, [test], figures=said.finding.figures)


def _compared(said: Found) -> Evidence | None:
    """Return the newest evidence that is set beside peers."""
    found = [evidence for evidence in said.evidence if evidence.percentile is not None]
    return max(found, key=_year) if found else None


def _year(evidence: Evidence) -> int:
    return evidence.year


def _worst_first(evidence: Evidence) -> tuple[float, str]:
    return evidence.percentile or 0.0, evidence.figure


def _place(compared: Evidence) -> dict[str, Part]:
    entry = indicators()[compared.figure]

    def shown(value: Decimal | None) -> Bilingual:
        return Bilingual(entry.printed.cell(value, "zh"), entry.printed.cell(value, "en"))

    return {
        "figure": entry.title,
        "value": shown(compared.value),
        "middle": shown(compared.peer_median),
        "share": _share(compared.percentile),
        "low": _share(compared.percentile_low),
        "high": _share(compared.percentile_high),
    }


def _share(number: float | None) -> str:
    return percent(Decimal(str(number or 0)), 0)


def standing_chart(own: Diagnosis) -> Chart | None:
    """Draw where a cluster stands among its peers, the figures it is worst at first.

    Parameters
    ----------
    own
        Its diagnosis.

    Returns
    -------
    Chart or None
        None where it was compared with nobody.
    """
    placed: dict[str, Evidence] = {}
    for said in weaknesses(own):
        compared = _compared(said)
        if compared is not None:
            placed.setdefault(compared.figure, compared)
    rows = sorted(placed.values(), key=_worst_first)[:MOST_DRAWN]
    if not rows:
        return None
    return StandingChart(
        id="place_among_peers",
        kind="standing",
        title=both(lambda said: said["standing_title"]),
        unit=Bilingual("", ""),
        percent=True,
        categories=tuple(indicators()[row.figure].title for row in rows),
        series=(
            _ends("standing_title", [row.percentile for row in rows]),
            _ends("standing_low", [row.percentile_low for row in rows]),
            _ends("standing_high", [row.percentile_high for row in rows]),
        ),
        figures=tuple(row.figure for row in rows),
        note=both(lambda said: said["standing_note"]),
    )


def _ends(word: str, shares: Sequence[float | None]) -> Series:
    values = tuple(Decimal(str(share or 0)) for share in shares)
    return Series(both(lambda said: said[word]), values, tuple(_share(share) for share in shares))


def own_table(own: Diagnosis, group: str, lang: Lang) -> Table | None:
    """Return a cluster's weaknesses of a group, with what would refute each.

    Parameters
    ----------
    own
        Its diagnosis.
    group
        A group, or :data:`EVERY` for all of them.
    lang
        The report's language.
    """
    found = [said for said in present(own) if group in (EVERY, said.finding.group)]
    if not found:
        return None
    spoken = words(lang)
    rows = tuple(
        (
            said.finding.title.in_(lang),
            f"{said.severity:.2f}",
            f"{said.confidence:.2f}",
            said.finding.refuted_by.in_(lang),
        )
        for said in found
    )
    header = tuple(spoken[name] for name in ("finding", "severity", "confidence", "refuted_by"))
    return Table("", "", header, rows, (4.0, 1.2, 1.2, 5.2))
