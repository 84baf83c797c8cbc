"""A cluster's place among its peers in every indicator of every year, and how it moves with method.

A place is the share of peers that are worse, equals counted half, with its exact interval. It is
worked out in several defensible ways; what is shown beside it is the span of what they give. Who
does not see every peer is told places by blocks (:mod:`jiqun.disclosure.blocks`): the cluster and
its peers each stand for their block, and those of the cluster's own block count as equals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

import numpy as np

from jiqun.base.definitions import Indicator, indicators
from jiqun.base.language import Bilingual
from jiqun.diagnosis.board import Board, Series, board_of, figure_series
from jiqun.diagnosis.comparison import comparison
from jiqun.diagnosis.outcomes import Shown
from jiqun.diagnosis.peers import Counted, Peers, Standing, choose, of_the_sector
from jiqun.diagnosis.spread import Flags, Floats, Integers
from jiqun.disclosure import Compared, StandIns

Why = Literal["", "not_asked", "no_value", "no_peers", "few_peers", "few_hidden"]
LEVEL = "cluster"
WHYS: Mapping[Why, Bilingual] = {
    "": Bilingual("", ""),
    "not_asked": Bilingual("当年不填报", "not asked in the year"),
    "no_value": Bilingual("本集群没有数值", "the cluster has no value"),
    "no_peers": Bilingual(
        "没有可比集群，或企业数未填报",
        "no comparable clusters, or its number of enterprises is not filed",
    ),
    "few_peers": Bilingual(
        "有数值的可比集群不足五个", "fewer than five comparable clusters have a value"
    ),
    "few_hidden": Bilingual(
        "说出位次会泄露个别集群的数据", "its place would tell a single cluster's figure"
    ),
}
"""Why no place can be told."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way to find a place, in words."""

    id: str
    title: Bilingual


WAYS = (
    Way("usual", Bilingual("通常方法", "as usual")),
    Way(
        "root_mean_square",
        Bilingual("距离改用均方根", "peers by the root mean square of the distances"),
    ),
    Way("nearest", Bilingual("只取最近的若干个", "the nearest peers only")),
    Way("sector", Bilingual("同行业全部集群", "everybody of the sector")),
    Way("strict", Bilingual("并列的都算在前", "equals counted as ahead")),
)
"""How a place is worked out; the first is the one that is shown, the others say how it moves."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cluster stands in an indicator of a year.

    Parameters
    ----------
    figure, year, value
        Which, and the cluster's own value; None where there is none.
    first, last, of
        The place it has, and the last it shares with equals; of so many, itself counted. Nought
        where it cannot be told.
    share, low, high
        The share of peers that are worse, and its exact interval of 95 %.
    least, most
        The least and the most that share is by any of :data:`WAYS`.
    step
        The step of widening its peers are of, counted from one; nought where there is none.
    why
        Why it cannot be told; empty where it can.
    """

    figure: str
    year: int
    value: Decimal | None
    first: int = 0
    last: int = 0
    of: int = 0
    share: float | None = None
    low: float | None = None
    high: float | None = None
    least: float | None = None
    most: float | None = None
    step: int = 0
    why: Why = ""


def placed() -> list[Indicator]:
    """Return the indicators of single clusters, in the catalogue's order.

    Examples
    --------
    >>> "rd_intensity" in {entry.figure for entry in placed()}
    True
    """
    return [entry for entry in indicators().values() if LEVEL in entry.levels]


def places(compared: Compared, cluster: str = "") -> dict[str, list[Place]]:
    """Return every cluster's places, as far as the reader may see its figures.

    Parameters
    ----------
    compared
        What may be compared for a reader; every year it holds is taken.
    cluster
        One cluster's id; all of them where empty.

    Returns
    -------
    dict
        By cluster, in the order of indicators and years.
    """
    by_year = {year: _Year.of(compared, year) for year in compared.snapshot.years()}
    found: dict[str, list[Place]] = {}
    for entry in placed():
        for chosen in by_year.values():
            for key, place in chosen.places(entry, cluster):
                found.setdefault(key, []).append(place)
    return found


@dataclass(frozen=True)
class _Year:
    """A year's clusters, and whom each way compares them with."""

    compared: Compared
    board: Board
    peers: Peers
    ways: Sequence[Integers]

    @classmethod
    def of(cls, compared: Compared, year: int) -> _Year:
        board = board_of(compared, year, [], [])
        usual = choose(board)
        others = (
            choose(board, power=2).places,
            usual.places[:, : comparison().wanted_peers],
            of_the_sector(board),
        )
        return cls(compared, board, usual, others)

    def places(self, entry: Indicator, cluster: str) -> Iterator[tuple[str, Place]]:
        """Yield the clusters' places in an indicator, as far as the reader sees its values."""
        board, tells = self.board, self.compared.tells
        seen = [
            (at, key)
            for at, key in enumerate(board.keys)
            if (not cluster or key == cluster) and tells((entry.figure,), (), key)
        ]
        if seen:  # the figures of everybody are worked out where anybody's place is told
            series = figure_series(self.compared, board.keys, entry.figure, board.year)
            told = _Told.of(self, entry, series)
            for at, key in seen:
                yield key, told.place(at)


@dataclass(frozen=True)
class _Told:
    """An indicator of a year as a reader may be told it."""

    year: _Year
    figure: str
    series: Series
    usual: Standing
    among: Counted
    spread: tuple[Floats, Floats]
    hidden: Flags

    @classmethod
    def of(cls, year: _Year, entry: Indicator, series: Series) -> _Told:
        stand_ins = year.compared.stand_ins(entry.figure, year.board.year)
        sign = -1.0 if entry.direction == "lower_is_better" else 1.0
        sides = _sides(year.board, series.values, sign, stand_ins)
        own, among = sides.counted(year.peers.places)
        usual = among.standing(own)
        shares = [
            usual.percentile,
            np.where(np.isfinite(usual.percentile), _share(among.worse, among.known), np.nan),
            *(found.share(stood) for stood, found in map(sides.counted, year.ways)),
        ]
        return cls(
            year,
            entry.figure,
            series,
            usual,
            among,
            (np.fmin.reduce(shares), np.fmax.reduce(shares)),
            _untold(year.peers.places, sides),
        )

    def place(self, at: int) -> Place:
        """Return one cluster's place."""
        year, step = self.year.board.year, int(self.year.peers.step[at]) + 1
        value, why = self.series.exact[at], self._why(at)
        if why:
            return Place(self.figure, year, value, step=step, why=why)
        peers = int(self.usual.peers[at])
        equal = int(self.among.equal[at])
        better = peers - int(self.among.worse[at]) - equal
        shares = (self.usual.percentile, self.usual.low, self.usual.high, *self.spread)
        share, low, high, least, most = (round(float(part[at]), 3) for part in shares)
        seats = (better + 1, better + 1 + equal, peers + 1)
        return Place(self.figure, year, value, *seats, share, low, high, least, most, step)

    def _why(self, at: int) -> Why:
        if self.series.exact[at] is None:
            return "no_value" if self.series.asked else "not_asked"
        if not self.year.peers.known[at]:
            return "no_peers"
        if self.hidden[at]:
            return "few_hidden"
        return "few_peers" if self.usual.peers[at] < comparison().fewest_peers else ""


def told_standing(compared: Compared, board: Board, shown: Shown, peers: Integers) -> Standing:
    """Return where clusters stand in what a finding rests on, as the reader may be told it.

    Parameters
    ----------
    compared, board
        What may be compared for the reader, and the clusters.
    shown
        The figure, of a year.
    peers
        One row a cluster, its peers' places on the board; -1 where there is none further.

    Returns
    -------
    Standing
        NaN where it would tell a single cluster's figure.
    """
    stand_ins = compared.stand_ins(shown.name, shown.year)
    sign = -1.0 if shown.lower_is_better else 1.0
    sides = _sides(board, shown.series.values, sign, stand_ins)
    own, among = sides.counted(peers)
    return among.standing(np.where(_untold(peers, sides), np.nan, own))


@dataclass(frozen=True)
class _Sides:
    """Values turned so that more is better: the clusters' own, those by blocks, who is hidden."""

    exact: Floats
    blocks: Floats
    hidden: Flags

    def counted(self, peers: Integers) -> tuple[Floats, Counted]:
        """Count who is worse among some: by blocks where one of these is hidden.

        Returns
        -------
        array
            What stands for each cluster itself.
        Counted
            Of those on its row.
        """
        there = peers >= 0
        blurs: Flags = np.any(self.hidden[peers] & there, axis=1)
        own = np.where(blurs, self.blocks, self.exact)
        values = np.where(blurs[:, None], self.blocks[peers], self.exact[peers])
        return own, Counted.of(own, np.where(there, values, np.nan))


def _sides(board: Board, values: Floats, sign: float, stand_ins: StandIns) -> _Sides:
    hidden = np.array([key in stand_ins.hidden for key in board.keys], bool)
    stood = np.array([float(stand_ins.values.get(key, "nan")) for key in board.keys], np.float64)
    # Who is in no block stands for itself where the reader sees it, and for nothing where not.
    blocks = np.where(np.isfinite(stood), stood, np.where(hidden, np.nan, values))
    return _Sides(sign * values, sign * blocks, hidden & np.isfinite(values))


def _untold(peers: Integers, sides: _Sides) -> Flags:
    """Tell of which clusters a hidden peer is in no block, so that nothing can be told."""
    missed = sides.hidden & ~np.isfinite(sides.blocks)
    found: Flags = np.any(missed[peers] & (peers >= 0), axis=1)
    return found


def _share(part: Integers, whole: Integers) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        share: Floats = part / whole
    return share
