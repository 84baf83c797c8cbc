"""What a measure's indicators did since it was taken, beside comparable clusters without one.

The year before it was taken is held against the year that is asked. A cluster's change stands
beside those of its matched peers: comparable (:mod:`jiqun.diagnosis.peers`), at about the same
level before, and without any measure that should move the indicator. The interval says how far
clusters differ by chance alone. It is no proof: who takes measures differs in more than these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from jiqun.base.canonical import decimal_text
from jiqun.base.definitions import every_indicator, indicators
from jiqun.base.language import Bilingual, Lang
from jiqun.diagnosis.board import Board
from jiqun.diagnosis.changes import RATIO, Between, Others, told_of
from jiqun.diagnosis.measures import Moved, measures
from jiqun.diagnosis.peers import nearest
from jiqun.diagnosis.responding import Taken
from jiqun.diagnosis.spread import Flags, Floats, spread
from jiqun.disclosure import Compared
from jiqun.disclosure.figures import to_digits
from jiqun.indicators.figures import text

LEVEL = 0.9
"""How often the interval holds what chance alone makes of a cluster's difference."""
DRAWS = 1000
FEWEST = 5
"""Of fewer matched peers nothing is said."""
AS_NEAR = 1.0
"""Matched peers lay so many robust standard deviations or fewer from the cluster before."""
Reading = Literal["as_hoped", "other_way", "no_difference", "cannot_tell"]
Why = Literal["", "not_yet", "no_figure", "few_peers", "few_hidden"]

NO_PROOF = Bilingual(
    "对照只说明两者变化不同，不证明是举措所致：采取举措的集群在其他方面也可能不同。",
    "The comparison shows that changes differ, and is no proof that the measure made them: "
    "clusters that take measures may differ in other ways.",
)
READINGS: Mapping[Reading, Bilingual] = {
    "as_hoped": Bilingual("变化比对照更合预期", "changed more as hoped than its peers"),
    "other_way": Bilingual("变化不如对照合预期", "changed less as hoped than its peers"),
    "no_difference": Bilingual("与对照没有明显差别", "no clear difference from its peers"),
    "cannot_tell": Bilingual("无法判断", "cannot tell"),
}
WHYS: Mapping[Why, Bilingual] = {
    "": Bilingual("", ""),
    "not_yet": Bilingual(
        "采取举措当年或以后的填报还没有", "no filing yet of the year it was taken or later"
    ),
    "no_figure": Bilingual(
        "前后两年缺少可比的数值", "no values to compare in the year before and now"
    ),
    "few_peers": Bilingual(
        f"条件相近而未采取同类举措的集群不足 {FEWEST} 个",
        f"fewer than {FEWEST} comparable clusters took no such measure",
    ),
    "few_hidden": Bilingual(
        "对照过少，说出来会泄露个别集群的数据",
        "the peers are so few that it would tell a single cluster's figures",
    ),
}


@dataclass(frozen=True, slots=True)
class Beside:
    """A change beside others' changes.

    Parameters
    ----------
    difference
        The change less the mean of the others'.
    low, high
        Where the difference lies, with a confidence of :data:`LEVEL`.
    """

    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Trace:
    """What one indicator did since a measure was taken.

    Parameters
    ----------
    moved
        Which, and which way it should go.
    since, year
        The year before the measure, and the year that is asked.
    before, now
        The cluster's own values.
    change
        From one to the other: in points of a ratio, else as a share of the value before.
    peers
        How many matched peers it stands beside.
    difference, low, high
        What the change is more than theirs, in the same way, and its interval; None where that
        cannot be told.
    reading, why
        What it comes to; why where nothing can be told.
    """

    moved: Moved
    since: int
    year: int
    before: Decimal | None = None
    now: Decimal | None = None
    change: Decimal | None = None
    peers: int = 0
    difference: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    reading: Reading = "cannot_tell"
    why: Why = ""

    @property
    def title(self) -> Bilingual:
        """The indicator's name."""
        return every_indicator()[self.moved.figure].title_of_one

    @property
    def unit(self) -> str:
        """The unit of its values."""
        return every_indicator()[self.moved.figure].unit

    def record(self) -> dict[str, Any]:
        """Return it as ``diagnose --json`` has it."""
        return {
            "figure": self.moved.figure,
            "direction": self.moved.direction,
            "years": [self.since, self.year],
            "values": [text(self.before), text(self.now)],
            "change": text(self.change),
            "peers": self.peers,
            "difference": text(self.difference),
            "interval": [text(self.low), text(self.high)],
            "level": LEVEL,
            "reading": self.reading,
            "why": self.why or None,
        }


@dataclass(frozen=True, slots=True)
class Followed:
    """A measure taken, and what its indicators did since."""

    taken: Taken
    traces: tuple[Trace, ...]

    @property
    def title(self) -> Bilingual:
        """The measure's name; its id where the catalogue knows it no more."""
        known = measures().get(self.taken.measure)
        return known.title if known else Bilingual(self.taken.measure, self.taken.measure)

    def record(self, lang: Lang) -> dict[str, Any]:
        """Return it as ``diagnose --json`` has it."""
        taken = self.taken
        return {
            "number": taken.line.about,
            "measure": taken.measure,
            "title": self.title.in_(lang),
            "for": taken.finding,
            "since": taken.since.isoformat(),
            "what": taken.what,
            "amount": None if taken.amount is None else decimal_text(taken.amount),
            "followed": [trace.record() for trace in self.traces],
            "warning": NO_PROOF.in_(lang),
        }


def follow(
    compared: Compared, cluster: str, year: int, taken: Iterable[Taken]
) -> Iterator[Followed]:
    """Follow the measures a cluster took by a data year.

    Parameters
    ----------
    compared
        What may be compared for a reader.
    cluster
        Whose measures.
    year
        The data year.
    taken
        The measures of every cluster: who took one is nobody's matched peer.
    """
    every = list(taken)
    for measure in every:
        if measure.line.cluster == cluster:
            entry = measures().get(measure.measure)
            moved = entry.moves if entry else ()
            traces = (_trace(compared, measure, figure, year, every) for figure in moved)
            told = (trace for trace in traces if compared.tells((trace.moved.figure,), (), cluster))
            yield Followed(measure, tuple(told))


def beside(change: float, others: Floats, seed: int = 0, wider: float = 1.0) -> Beside:
    """Hold a change against those of others.

    The interval is that of a prediction: how far one more of the others would lie from their mean,
    by a seeded bootstrap of the studentised difference; of few others it is never narrower than
    Student's, since so few know little of their own spread.

    Parameters
    ----------
    change
        The cluster's.
    others
        Five or more.
    seed
        Of the draws.
    wider
        By how many times they are further apart than these say, which may be means of blocks.

    Examples
    --------
    >>> found = beside(0.5, np.array([0.0, 0.1, -0.1, 0.05, -0.05, 0.02]))
    >>> round(found.difference, 3), bool(found.low > 0)
    (0.497, True)
    """
    from scipy.special import stdtrit

    count = len(others)
    draws = np.random.default_rng(seed)
    again = others[draws.integers(0, count, (DRAWS, count))]
    one_more = others[draws.integers(0, count, DRAWS)]
    deviation = again.std(axis=1, ddof=1)
    spread_out = deviation > 0
    one_off = np.sqrt(1 + 1 / count)
    apart = np.abs(one_more - again.mean(axis=1))[spread_out] / deviation[spread_out] / one_off
    drawn = float(np.quantile(apart, LEVEL)) if spread_out.any() else 0.0
    times = max(drawn, float(stdtrit(count - 1, (1 + LEVEL) / 2)))
    difference = change - float(others.mean())
    half = times * one_off * wider * float(others.std(ddof=1))
    return Beside(difference, difference - half, difference + half)


def _trace(
    compared: Compared, measure: Taken, moved: Moved, year: int, every: Sequence[Taken]
) -> Trace:
    figure, before = moved.figure, measure.since.year - 1
    if year <= before:
        return Trace(moved, before, year, why="not_yet")
    known = figure in indicators() and before in compared.snapshot.years()
    if not known:
        return Trace(moved, before, year, why="no_figure")
    between = Between(figure, before, year)
    board, levels, changes = between.moved(compared)
    cluster = measure.line.cluster
    if cluster not in board.keys:
        return Trace(moved, before, year, why="no_figure")
    place = board.keys.index(cluster)
    was, now = (board.series[figure, when].exact[place] for when in (before, year))
    ratio = every_indicator()[figure].unit == RATIO
    if was is None or now is None or not np.isfinite(changes[place]):
        return Trace(moved, before, year, was, now, why="no_figure")
    own = Trace(moved, before, year, was, now, now - was if ratio else now / was - 1)
    others = told_of(compared, between, board.keys, levels, changes)
    matched = _matched(board, place, others, _untouched(board, figure, year, every))
    return _beside(own, float(changes[place]), others, matched)


def _untouched(board: Board, figure: str, year: int, every: Iterable[Taken]) -> Flags:
    """Return who took no measure by a year that should move a figure."""
    moving = {
        measure.id
        for measure in measures().values()
        if figure in {moved.figure for moved in measure.moves}
    }
    touched = {
        taken.line.cluster
        for taken in every
        if taken.measure in moving and taken.since.year <= year
    }
    return np.array([key not in touched for key in board.keys], bool)


def _matched(board: Board, place: int, others: Others, among: Flags) -> list[int]:
    """Return the nearest of those that stood at about the same level before."""
    known = np.where(among & np.isfinite(others.changes), others.levels, np.nan)
    scale = float(spread(known[None, :], np.zeros(1, np.int64)).scale[0])
    near = np.abs(known - others.levels[place]) <= AS_NEAR * scale
    if not np.isfinite(board.size[place]):
        return []
    return [int(peer) for peer in nearest(board, place, near)]


def _beside(own: Trace, change: float, others: Others, matched: Sequence[int]) -> Trace:
    """Set a cluster's change beside its matched peers', as far as the reader may be told it."""
    if not np.isfinite(others.wider):
        return replace(own, why="few_hidden")
    if len(matched) < FEWEST:
        return replace(own, peers=len(matched), why="few_peers")
    found = beside(change, others.changes[list(matched)], wider=others.wider)
    ratio = every_indicator()[own.moved.figure].unit == RATIO
    said = [_said(number, ratio=ratio) for number in (found.difference, found.low, found.high)]
    difference, low, high = said if others.exact else map(to_digits, said)
    return replace(
        own,
        peers=len(matched),
        difference=difference,
        low=low,
        high=high,
        reading=_reading(found, own.moved.direction),
    )


def _reading(found: Beside, direction: str) -> Reading:
    if found.low <= 0 <= found.high:
        return "no_difference"
    return "as_hoped" if (found.low > 0) == (direction == "up") else "other_way"


def _said(change: float, *, ratio: bool) -> Decimal:
    """Return a change as it is told: in points, or as a share of the value before."""
    return Decimal(f"{change if ratio else np.expm1(change):.6g}")
