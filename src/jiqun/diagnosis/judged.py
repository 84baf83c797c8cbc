"""A year's clusters judged by every finding: verdicts rest on every figure, whoever reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

from jiqun.diagnosis.board import Outside, board_of
from jiqun.diagnosis.chance import expected_by_chance
from jiqun.diagnosis.findings import findings
from jiqun.diagnosis.outcomes import Case, Outcome
from jiqun.diagnosis.peers import choose
from jiqun.diagnosis.verdicts import group_verdicts, outcome
from jiqun.disclosure import Compared

Chances: TypeAlias = Mapping[str, np.ndarray[tuple[int], np.dtype[np.float64]]]
"""By finding, how often chance alone would find it of each cluster."""


@dataclass(frozen=True)
class Judged:
    """A year's answers, and what their chances are."""

    case: Case
    outcomes: Mapping[str, Outcome]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each cluster stands on the board."""
        return {key: place for place, key in enumerate(self.case.board.keys)}

    def peers(self, place: int) -> tuple[str, ...]:
        """Return a cluster's peers, nearest first."""
        keys = self.case.board.keys
        return tuple(keys[peer] for peer in self.beside(place))

    def beside(self, place: int) -> list[int]:
        """Return where a cluster's peers stand on the board, nearest first."""
        found: list[int] = self.case.peers.places[place].tolist()
        return [peer for peer in found if peer >= 0]

    @classmethod
    def of(cls, compared: Compared, year: int, outside: Outside) -> Judged:
        """Judge the clusters of a year by every finding of the catalogue."""
        every = findings().values()
        figures = {asked for finding in every for asked in finding.asked_in(year)}
        fields = {name for finding in every for name in finding.fields}
        earlier = {cell for finding in every for cell in finding.earlier_in(year)}
        board = board_of(compared, year, figures, fields, earlier, outside)
        case = Case(board, choose(board))
        return cls(case, {entry.id: outcome(entry.signal, case) for entry in every})


@dataclass(frozen=True)
class JudgedYear:
    """A year's answers, those of the year before, and what chance makes.

    Parameters
    ----------
    now, before
        The answers; None where nobody filed for the year before.
    chances
        As of :data:`Chances`.
    names
        By cluster, its name and whether it is fictional.
    """

    now: Judged
    before: Judged | None
    chances: Chances
    names: Mapping[str, tuple[str, bool]]


def judged_year(compared: Compared, year: int, outside: Outside) -> JudgedYear:
    """Judge the clusters that filed for a year.

    Parameters
    ----------
    compared
        What may be compared; of its reader only which clusters there are matters here.
    year, outside
        The data year, and what is known of clusters beside their filings.
    """
    now = Judged.of(compared, year, outside)
    before = None
    if year - 1 in compared.snapshot.years():
        before = Judged.of(compared, year - 1, outside)
    names = {row.cluster_id: (row.name, row.demo) for row in compared.filed if row.year == year}
    return JudgedYear(now, before, _chances(now.case), names)


def _chances(case: Case) -> Chances:
    """Return by finding how often chance alone would find it of each cluster."""
    return {
        entry.id: expected_by_chance([group_verdicts(entry.signal, case)], case.members, seed)
        for seed, entry in enumerate(findings().values())
        if entry.compares
    }
