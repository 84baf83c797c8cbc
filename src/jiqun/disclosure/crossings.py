"""Totals where two groupings meet: what may be shown beside the totals of rows and columns.

A single place's total could be had by subtracting its neighbours from a published row or column,
so further cells are withheld until no combination of what is shown rests on fewer than three
clusters. A shown cell shows its growth too: the clusters with both years are a sum of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from jiqun.disclosure.decisions import Decisions
from jiqun.disclosure.grounds import Sum
from jiqun.disclosure.rule import FEWEST_CLUSTERS
from jiqun.disclosure.subtraction import Group
from jiqun.disclosure.sums import ShownSums
from jiqun.indicators.crossings import Meeting


@dataclass(frozen=True, slots=True)
class Crossed:
    """The clusters behind a crossing's cells, and what the cells add up.

    Parameters
    ----------
    now, both
        By cell, the clusters with a figure this year, and those with both years.
    this_year, last_year
        What is added up in the two years.
    """

    now: Mapping[Meeting, Group]
    both: Mapping[Meeting, Group]
    this_year: Sum
    last_year: Sum

    def revealed(self, meeting: Meeting) -> dict[Sum, set[Group]]:
        """Return the sums that a shown cell shows."""
        return {
            self.this_year: {self.now[meeting], self.both[meeting]},
            self.last_year: {self.both[meeting]},
        }

    def size(self, meeting: Meeting) -> tuple[int, Meeting]:
        """Return what cells are ordered by: how many clusters have both years, then the keys."""
        return len(self.both[meeting]), meeting


def withheld_meetings(
    crossed: Crossed, sums: ShownSums, decisions: Decisions
) -> frozenset[Meeting]:
    """Return the cells of a crossing a reader may not see; what is shown joins the shown sums.

    Parameters
    ----------
    crossed
        The clusters behind it.
    sums
        The sums the reader sees already.
    decisions
        Of the same edition.
    """
    closed = {
        meeting
        for meeting in crossed.now
        if crossed.now[meeting] and _small(crossed, meeting, decisions)
    }
    closed |= _beside_withheld_totals(crossed, sums)
    shown = set(crossed.now) - closed
    while told := sums.told_with(_revealed(crossed, shown)):
        further = [
            meeting
            for meeting in shown
            if any(
                group in told.get(added, ())
                for added, groups in crossed.revealed(meeting).items()
                for group in groups
            )
        ]
        shown.remove(min(further or shown, key=crossed.size))
    sums.add(_revealed(crossed, shown))
    return frozenset(crossed.now.keys() - shown)


def beyond_own(
    withheld: frozenset[Meeting], now: Mapping[Meeting, Group], known: Group
) -> frozenset[Meeting]:
    """Return what an official may not see of a crossing: what the public may not, but its own.

    Parameters
    ----------
    withheld
        Cells the public may not see.
    now
        The clusters behind each cell.
    known
        The clusters the official sees in full.
    """
    return frozenset(meeting for meeting in withheld if not now[meeting] <= known)


def _small(crossed: Crossed, meeting: Meeting, decisions: Decisions) -> bool:
    return any(
        len(groups[meeting] - decisions.firmless) < FEWEST_CLUSTERS
        for groups in (crossed.now, crossed.both)
    )


def _beside_withheld_totals(crossed: Crossed, sums: ShownSums) -> set[Meeting]:
    """Return cells whose row or column is not shown: its quotient would give the total away."""
    lines: dict[tuple[int, str], Group] = defaultdict(frozenset)
    for meeting, group in crossed.now.items():
        for side, key in enumerate(meeting):
            lines[side, key] |= group
    shown = sums.groups(crossed.this_year)
    hidden = {line for line, group in lines.items() if group and group not in shown}
    return {
        meeting
        for meeting in crossed.now
        if any((side, key) in hidden for side, key in enumerate(meeting))
    }


def _revealed(crossed: Crossed, shown: set[Meeting]) -> dict[Sum, set[Group]]:
    found: dict[Sum, set[Group]] = defaultdict(set)
    for meeting in shown:
        for added, groups in crossed.revealed(meeting).items():
            found[added] |= {group for group in groups if group}
    return found
