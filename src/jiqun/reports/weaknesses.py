"""Part three of a report of several clusters: which weaknesses were found, and in how many."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from jiqun.base.display import percent
from jiqun.base.language import Bilingual
from jiqun.base.names import level_name
from jiqun.charts import FoundChart, Series
from jiqun.diagnosis.findings import DATA
from jiqun.diagnosis.tallies import DEVIATIONS, beyond
from jiqun.disclosure.rule import FEWEST_CLUSTERS
from jiqun.reports.statements import Ground, both, filled, listed, stated
from jiqun.reports.tables import Table
from jiqun.reports.words import words

if TYPE_CHECKING:
    from jiqun.base.language import Lang
    from jiqun.charts import Chart
    from jiqun.diagnosis.tallies import Tally
    from jiqun.reports.model import Statement

MOST_SAID = 4
"""Findings of a group that are said in sentences; the table has all of them."""
OVERVIEW = "overview"
MOST_NAMED, MOST_DRAWN = 3, 10
"""Weaknesses of all groups that the overview names, and that it draws."""


def sentences(tallies: Sequence[Tally], group: str) -> list[Statement]:
    """Return what is said of a group of findings, the most frequent first.

    A finding is said where at least three clusters have it. Where chance makes as many, that is
    said with it, and it stands behind those where chance does not.

    Parameters
    ----------
    tallies
        Of all findings.
    group
        A group of findings, or :data:`OVERVIEW`.
    """
    if group == OVERVIEW:
        return _overview(tallies)
    shown = [tally for tally in of_group(tallies, group) if not tally.withheld]
    found = sorted((tally for tally in shown if _sayable(tally)), key=_most_first)
    clear = [tally for tally in found if tally.beyond_chance is not False]
    doubtful = [tally for tally in found if tally.beyond_chance is False]
    unknown = [tally for tally in shown if tally.told == 0]
    said = [_finding(tally) for tally in clear[:MOST_SAID]]
    return said + _doubtful(group, doubtful) + _unknown(group, unknown)


def of_group(tallies: Sequence[Tally], group: str) -> list[Tally]:
    """Return the tallies of a group of findings."""
    return [tally for tally in tallies if tally.finding.group == group]


def _most_first(tally: Tally) -> tuple[int, str]:
    return -tally.present, tally.finding.id


def _sayable(tally: Tally) -> bool:
    return not tally.withheld and tally.present >= FEWEST_CLUSTERS


def most_found(tallies: Sequence[Tally]) -> list[Tally]:
    """Return the weaknesses found in most clusters, as far as chance does not make as many."""
    weak = [tally for tally in tallies if tally.finding.group != DATA and _sayable(tally)]
    clear = [tally for tally in weak if tally.beyond_chance is not False]
    return sorted(clear, key=_most_first)


def _overview(tallies: Sequence[Tally]) -> list[Statement]:
    """Say how many weaknesses were found, how many chance makes, and which are frequent."""
    most = most_found(tallies)[:MOST_NAMED]
    said = [_total(tallies)] if _all_told(tallies) else []
    if most:
        named = listed(
            filled("count_of", title=tally.finding.title, count=tally.present) for tally in most
        )
        tests = [Ground("weak_test", str(most[-1].present), "≥", str(FEWEST_CLUSTERS))]
        said.append(stated("weak_most", OVERVIEW, filled("weak_most", named=named), tests))
    return said


def _compared(tallies: Sequence[Tally]) -> list[Tally]:
    return [t for t in tallies if t.finding.group != DATA and t.expected is not None]


def _all_told(tallies: Sequence[Tally]) -> bool:
    compared = _compared(tallies)
    return bool(compared) and not any(tally.withheld for tally in compared)


def _total(tallies: Sequence[Tally]) -> Statement:
    compared = _compared(tallies)
    found = sum(tally.present for tally in compared)
    expected = sum((tally.expected or 0.0) for tally in compared)
    test = _against_chance("weak_test_total", found, expected)
    word = "weak_total_more" if test.holds else "weak_total_chance"
    text = filled(word, found=found, expected=_rounded(expected))
    note = both(lambda said: said["chance_note"])
    return stated(
        "weak_total", OVERVIEW, text, [test], caution=note, wording=0 if test.holds else 1
    )


def _against_chance(word: str, found: int, expected: float) -> Ground:
    bound = f"{expected:.1f} + {DEVIATIONS} × √{expected:.1f}"
    return Ground(word, str(found), ">", bound, beyond(found, expected))


def _finding(tally: Tally) -> Statement:
    """Say a finding that chance does not explain, and where it is frequent."""
    text = filled(
        "weak_counted" if tally.expected is None else "weak_clear",
        title=tally.finding.title,
        told=tally.told,
        present=tally.present,
        expected=_rounded(tally.expected or 0.0),
        share=percent(Decimal(tally.present) / tally.told, 1),
    )
    tests = [Ground("weak_test", str(tally.present), "≥", str(FEWEST_CLUSTERS))]
    if tally.expected is not None:
        tests.append(_against_chance("weak_test_chance", tally.present, tally.expected))
    if tally.groups:
        text = _joined(text, _where(tally))
    name, group = f"weak_{tally.finding.id}", tally.finding.group
    return stated(name, group, text, tests, figures=tally.finding.figures)


def _doubtful(group: str, doubtful: Sequence[Tally]) -> list[Statement]:
    """Say together of which findings chance makes as many."""
    if not doubtful:
        return []
    named = listed(
        filled(
            "weak_chance_one",
            title=tally.finding.title,
            present=tally.present,
            expected=_rounded(tally.expected or 0.0),
        )
        for tally in doubtful
    )
    tests = [
        _against_chance("weak_test_chance", tally.present, tally.expected or 0.0)
        for tally in doubtful
    ]
    figures = tuple(figure for tally in doubtful for figure in tally.finding.figures)
    text = filled("weak_chance", named=named)
    return [stated(f"chance_{group}", group, text, tests, figures=figures, wording=1)]


def _where(tally: Tally) -> Bilingual:
    """Say where a finding is clearly more frequent than elsewhere."""
    place = tally.groups[0]
    name = level_name(place.level, place.key)
    if place.level == "sector":
        name = filled("weak_sector", sector=name)
    return filled("weak_where", place=name, of=place.told, count=place.present)


def _joined(one: Bilingual, other: Bilingual) -> Bilingual:
    return Bilingual(one.zh + other.zh, f"{one.en} {other.en}")


def _unknown(group: str, unknown: Sequence[Tally]) -> list[Statement]:
    if not unknown:
        return []
    titles = listed(tally.finding.title for tally in unknown)
    test = Ground("weak_test_told", "0", "=", "0")
    return [stated(f"unknown_{group}", group, filled("weak_unknown", titles=titles), [test])]


def chart(tallies: Sequence[Tally], group: str, title: Bilingual) -> Chart | None:
    """Draw how often each finding of a group was found, and how often chance would find it.

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
    compared = any(tally.expected is not None for tally in shown)
    series = (_chances(shown), found) if compared else (found,)
    return FoundChart(
        id=f"found_{group}",
        kind="found",
        title=title,
        unit=Bilingual("集群数", "clusters"),
        percent=False,
        categories=tuple(tally.finding.title for tally in shown),
        series=series,
        figures=(),
        note=both(lambda said: said["chance_note"]) if compared else None,
    )


def _chances(shown: Sequence[Tally]) -> Series:
    return Series(
        both(lambda said: said["by_chance"]),
        tuple(None if t.expected is None else Decimal(f"{t.expected:.1f}") for t in shown),
        tuple("—" if t.expected is None else f"{t.expected:.1f}" for t in shown),
    )


def _of(tally: Tally, lang: Lang) -> str:
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
            "—" if tally.expected is None or tally.withheld else _rounded(tally.expected),
            tally.finding.refuted_by.in_(lang),
        )
        for tally in shown
    )
    header = tuple(said[name] for name in ("finding", "found_in", "by_chance", "refuted_by"))
    return Table("", "", header, rows, (4.0, 1.6, 1.3, 5.2))


def _rounded(number: float) -> str:
    """Print an expected count: whole from ten on, with one decimal below."""
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}"
