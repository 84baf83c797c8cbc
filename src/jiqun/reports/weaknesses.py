"""Part three of a report of several clusters: which weaknesses were found, and in how many."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from jiqun.base.display import percent
from jiqun.base.language import Bilingual
from jiqun.base.names import within_sentence
from jiqun.charts import FoundChart, Series
from jiqun.diagnosis.findings import DATA
from jiqun.diagnosis.fitting import STATES
from jiqun.diagnosis.grounds import Untold, untestable
from jiqun.diagnosis.signals import Duplicated
from jiqun.diagnosis.tallies import FEWEST_SAID
from jiqun.reports.chances import chance_case, chance_note
from jiqun.reports.statements import Ground, both, filled, listed, quoted, stated
from jiqun.reports.tables import Table
from jiqun.reports.words import words

if TYPE_CHECKING:
    from jiqun.base.language import Lang
    from jiqun.charts import Chart
    from jiqun.diagnosis.tallies import Tally
    from jiqun.reports.model import Statement
    from jiqun.reports.weighing import Chance, Weighed

MOST_SAID = 4
"""Findings of a group that are said in sentences; the table has all of them."""
OVERVIEW = "overview"
MOST_NAMED, MOST_DRAWN = 3, 10
"""Weaknesses of all groups that the overview names, and that it draws."""


def sentences(weighed: Weighed, group: str) -> list[Statement]:
    """Return what is said of a group of findings, the most frequent first.

    A finding is said where at least three clusters have it. Those far behind their peers are named
    together: in any group somebody is last, and how many are says nothing of the group.

    Parameters
    ----------
    weighed
        The diagnosis of several clusters.
    group
        A group of findings, or :data:`OVERVIEW`.
    """
    tallies = weighed.tallies
    if group == OVERVIEW:
        return _chance(weighed.chance) + _overview(tallies)
    shown = [tally for tally in of_group(tallies, group) if not tally.withheld]
    found = sorted((tally for tally in shown if _sayable(tally)), key=_most_first)
    counted = [tally for tally in found if not tally.finding.compares]
    behind = [tally for tally in found if tally.finding.compares]
    said = [_finding(tally) for tally in counted[:MOST_SAID]]
    return said + _behind(group, behind) + _unknown(group, shown, weighed.year)


def of_group(tallies: Sequence[Tally], group: str) -> list[Tally]:
    """Return the tallies of a group of findings."""
    return [tally for tally in tallies if tally.finding.group == group]


def _most_first(tally: Tally) -> tuple[int, str]:
    return -tally.present, tally.finding.id


def _sayable(tally: Tally) -> bool:
    return not tally.withheld and tally.present >= FEWEST_SAID


def most_found(tallies: Sequence[Tally]) -> list[Tally]:
    """Return the weaknesses found in most clusters by what they filed themselves."""
    weak = [tally for tally in tallies if tally.finding.group != DATA and _sayable(tally)]
    return sorted((tally for tally in weak if not tally.finding.compares), key=_most_first)


def _overview(tallies: Sequence[Tally]) -> list[Statement]:
    """Say which weaknesses are the most frequent."""
    most = most_found(tallies)[:MOST_NAMED]
    if not most:
        return _few(tallies)
    test = Ground("weak_test", str(most[-1].present), "≥", str(FEWEST_SAID))
    text = filled("weak_most", named=_named(most))
    return [stated("weak_most", OVERVIEW, text, [test])]


def _few(tallies: Sequence[Tally]) -> list[Statement]:
    """Say that no weakness is frequent, where the reader may be told of every one."""
    weak = [tally for tally in tallies if tally.finding.group != DATA]
    most = max((tally.present for tally in weak), default=0)
    if not weak or any(tally.withheld for tally in weak) or most >= FEWEST_SAID:
        return []
    test = Ground("weak_test_few", str(most), "<", str(FEWEST_SAID))
    text = filled("weak_few", fewest=FEWEST_SAID)
    return [stated("weak_few", OVERVIEW, text, [test])]


def _chance(chance: Chance | None) -> list[Statement]:
    """Say how often clusters are far behind, beside how often chance alone would have them be."""
    if chance is None:
        return []
    case = chance_case("behind_total", chance.found, chance.expected)
    text = filled(case.word, clusters=chance.clusters, **case.parts)
    return [
        stated(
            "behind_total", OVERVIEW, text, [case.test], wording=case.wording, caution=chance_note()
        )
    ]


def _named(tallies: Sequence[Tally]) -> Bilingual:
    return listed(
        filled("count_of", title=tally.finding.title, count=tally.present) for tally in tallies
    )


def _finding(tally: Tally) -> Statement:
    """Say a finding of what clusters filed themselves, and where it is frequent."""
    text = filled(
        "weak_counted",
        title=tally.finding.title,
        told=tally.told,
        present=tally.present,
        share=percent(Decimal(tally.present) / tally.told, 1),
    )
    test = Ground("weak_test", str(tally.present), "≥", str(FEWEST_SAID))
    if tally.groups and not isinstance(tally.finding.signal, Duplicated):
        text = _joined(text, _where(tally))
    return stated(f"weak_{tally.finding.id}", tally.finding.group, text, [test])


def _behind(group: str, behind: Sequence[Tally]) -> list[Statement]:
    """Name together the findings of clusters far behind their peers."""
    if not behind:
        return []
    test = Ground("weak_test", str(behind[-1].present), "≥", str(FEWEST_SAID))
    figures = tuple(figure for tally in behind for figure in tally.finding.figures)
    text = filled("weak_behind", named=_named(behind))
    note = both(lambda said: said["behind_note"])
    return [stated(f"behind_{group}", group, text, [test], figures=figures, caution=note)]


def _where(tally: Tally) -> Bilingual:
    """Say where a finding is clearly more frequent than elsewhere."""
    place = tally.groups[0]
    name = within_sentence(place.level, place.key)
    if place.level == "sector":
        name = filled("weak_sector", sector=name)
    return filled("weak_where", place=name, of=place.told, count=place.present)


def _joined(one: Bilingual, other: Bilingual) -> Bilingual:
    return Bilingual(one.zh + other.zh, f"{one.en} {other.en}")


def _unknown(group: str, shown: Sequence[Tally], year: int) -> list[Statement]:
    """Say what can be told of no cluster, and why."""
    test = Ground("weak_test_told", "0", "=", "0")
    by_reason: dict[Untold, list[Tally]] = {}
    for tally in shown:
        if tally.told == 0:
            reason = untestable(tally.finding, year) or "filing"
            by_reason.setdefault(reason, []).append(tally)
    return [
        stated(f"unknown_{group}_{reason}", group, _untold(reason, unknown), [test])
        for reason, unknown in by_reason.items()
    ]


def _untold(reason: Untold, unknown: Sequence[Tally]) -> Bilingual:
    titles = listed(quoted(tally.finding.title) for tally in unknown)
    return filled(f"unknown_{reason}", titles=titles)


def chart(tallies: Sequence[Tally], group: str, title: Bilingual) -> Chart | None:
    """Draw how many clusters have each finding of a group.

    Parameters
    ----------
    tallies
        Of all findings.
    group
        The group, or :data:`OVERVIEW` for what was found most in any.
    title
        Above it.

    Returns
    -------
    Chart or None
        None where there is nothing to draw.
    """
    shown = [t for t in of_group(tallies, group) if not t.withheld and t.told]
    if group == OVERVIEW:
        shown = most_found(tallies)[:MOST_DRAWN]
    if not shown:
        return None
    found = Series(
        both(lambda said: said["found"]),
        tuple(Decimal(tally.present) for tally in shown),
        tuple(_of(tally, "zh") for tally in shown),
        tuple(_of(tally, "en") for tally in shown),
    )
    return FoundChart(
        id=f"found_{group}",
        kind="found",
        title=title,
        unit=Bilingual("集群数", "clusters"),
        percent=False,
        categories=tuple(tally.finding.title for tally in shown),
        series=(found,),
        figures=(),
    )


def _of(tally: Tally, lang: Lang) -> str:
    if not tally.told:
        return STATES["cannot_tell"].in_(lang)
    return words(lang).fill("found_of", present=tally.present, told=tally.told)


def table(tallies: Sequence[Tally], group: str, lang: Lang) -> Table | None:
    """Return every finding of a group with its counts and what would refute it.

    Parameters
    ----------
    tallies
        Of all findings.
    group, lang
        The group, and the report's language.
    """
    shown = of_group(tallies, group)
    if not shown:
        return None
    said = words(lang)
    rows = tuple(
        (
            tally.finding.title.in_(lang),
            said["withheld"] if tally.withheld else _of(tally, lang),
            tally.finding.refuted_by.in_(lang),
        )
        for tally in shown
    )
    header = tuple(said[name] for name in ("finding", "found_in", "refuted_by"))
    return Table("", "", header, rows, (4.2, 1.6, 5.6))
