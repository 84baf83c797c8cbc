"""Part three of a report of one cluster: its findings, its place among its peers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from jiqun.base.definitions import indicators
from jiqun.base.language import Bilingual
from jiqun.charts import Series, StandingChart
from jiqun.diagnosis.comparison import comparison
from jiqun.diagnosis.grounds import REASONS, untold
from jiqun.reports.chances import chance_case, chance_note
from jiqun.reports.own_evidence import basis_title, finding_sentence, share
from jiqun.reports.statements import Ground, both, filled, listed, quoted, stated
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


def own_sentences(own: Diagnosis, group: str, year: int) -> list[Statement]:
    """Return what is said of a cluster in a group of findings, the gravest first.

    Parameters
    ----------
    own, year
        Its diagnosis, of which data year.
    group
        A group, :data:`EVERY` for each of them, or :data:`OVERVIEW` for what it was compared with.
    """
    if group == OVERVIEW:
        return [standing_sentence(own), *_alone(own), *_rest(own), *_untold(own, year)]
    return [finding_sentence(said) for said in present(own) if group in (EVERY, said.finding.group)]


def present(own: Diagnosis) -> list[Found]:
    """Return the weaknesses that are there and nobody dismissed, the gravest first."""
    found = [said for said in weaknesses(own) if said.verdict == "present"]
    return sorted((said for said in found if said.dismissed is None), key=_gravest_first)


def _gravest_first(said: Found) -> tuple[float, str]:
    return -said.severity * said.confidence, said.finding.id


def weaknesses(own: Diagnosis) -> list[Found]:
    """Return the findings of the cluster itself, not of what is known of it."""
    return [said for said in own.findings if said.finding.is_weakness]


def standing_sentence(own: Diagnosis) -> Statement:
    """Say what a cluster was compared with, how often it is far behind, and what chance makes.

    Parameters
    ----------
    own
        Its diagnosis.
    """
    fewest = comparison().fewest_peers
    if own.step is None:
        test = Ground("own_test_peers", str(len(own.peers)), "<", str(fewest))
        text = filled("own_few", fewest=fewest)
        return stated("own_total", OVERVIEW, text, [test], wording=3)
    case = chance_case("own_peers", own.by_peers, own.expected_by_chance)
    text = filled(case.word, peers=len(own.peers), step=own.step.title, **case.parts)
    tests = [Ground("own_test_peers", str(len(own.peers)), "≥", str(fewest)), case.test]
    return stated("own_total", OVERVIEW, text, tests, wording=case.wording, caution=chance_note())


def _alone(own: Diagnosis) -> list[Statement]:
    """Say how many weaknesses were found without comparing, and by what."""
    found = [said for said in present(own) if not said.finding.compares]
    if not found:
        return []
    counts = Counter(basis_title(said.finding) for said in found)
    named = listed(
        filled("own_alone_count", basis=basis, count=count) for basis, count in counts.most_common()
    )
    test = Ground("own_test", str(len(found)), "≥", "1")
    return [stated("own_alone", OVERVIEW, filled("own_alone", counts=named), [test])]


def own_chain(chain: Chain, firms: Mapping[str, int | None] | None) -> Statement:
    """Say what the chain of the lead industry has, and where it is drawn.

    Parameters
    ----------
    chain
        Which.
    firms
        How many firms of the cluster's counties stand on each link, None where nobody can tell;
        None altogether where no register was placed on it.
    """
    parts: dict[str, Part] = {
        "chain": chain.title,
        "nodes": len(chain.nodes),
        "core": len(chain.core),
    }
    if firms is None:
        named = listed(node.title for node in chain.core[:KEY_LINKS])
        text = filled("own_chain", named=named, id=chain.id, **parts)
    else:
        text = filled("own_chain_placed", counts=_held(chain, firms), id=chain.id, **parts)
    test = Ground("own_test_chain", str(len(chain.nodes)), "≥", "1")
    return stated("own_chain", OVERVIEW, text, [test])


def _held(chain: Chain, firms: Mapping[str, int | None]) -> Bilingual:
    """Return on how many key links there is no firm, one, several, and where nobody can tell."""
    counts = Counter(_state(firms.get(node.id)) for node in chain.core)
    states = ("chain_none", "chain_one", "chain_several", "chain_unknown")
    return listed(filled(state, count=counts[state]) for state in states if counts[state])


def _state(firms: int | None) -> str:
    if firms is None:
        return "chain_unknown"
    return ("chain_none", "chain_one", "chain_several")[min(firms, 2)]


def _rest(own: Diagnosis) -> list[Statement]:
    """Say where nothing was found, what an office dismissed, and what is gone."""
    every = weaknesses(own)
    said: list[Statement] = []
    tested = [found for found in every if found.verdict != "cannot_tell"]
    if tested and all(found.verdict == "absent" for found in tested):
        text = filled("own_none", count=len(tested))
        said.append(stated("own_none", OVERVIEW, text, [Ground("own_test", "0", "=", "0")]))
    dismissed = [found for found in every if found.dismissed is not None]
    gone = [found for found in every if found.change == "gone"]
    return said + _titled("own_dismissed", dismissed) + _titled("own_gone", gone)


def _untold(own: Diagnosis, year: int) -> list[Statement]:
    """Say what cannot be told, and why; that nobody is compared with is said already."""
    unknown = [found for found in weaknesses(own) if found.verdict == "cannot_tell"]
    if own.step is None:
        unknown = [found for found in unknown if not found.finding.compares]
    by_reason = {
        reason: [found for found in unknown if untold(found, year) == reason] for reason in REASONS
    }
    return [
        statement
        for reason, found in by_reason.items()
        for statement in _titled(f"unknown_{reason}", found)
    ]


def _titled(word: str, found: Sequence[Found]) -> list[Statement]:
    if not found:
        return []
    titles = listed(quoted(said.finding.title) for said in found)
    test = Ground("own_test_listed", str(len(found)), "≥", "1")
    return [stated(word, OVERVIEW, filled(word, titles=titles), [test])]


def _compared(said: Found) -> Evidence | None:
    """Return the newest evidence that is set beside peers."""
    found = [evidence for evidence in said.evidence if evidence.percentile is not None]
    return max(found, key=_year) if found else None


def _year(evidence: Evidence) -> int:
    return evidence.year


def _worst_first(evidence: Evidence) -> tuple[float, str]:
    return evidence.percentile or 0.0, evidence.figure


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
    values = tuple(Decimal(str(part or 0)) for part in shares)
    return Series(both(lambda said: said[word]), values, tuple(share(part) for part in shares))


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
