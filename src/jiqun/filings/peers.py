"""Hold a filing against comparable clusters of the same year.

A figure is pointed out where it stands far from the median of the others, counted in their median
absolute deviation, on a logarithmic scale (half and double are equally far). The others never
include the cluster itself, so that one wrong figure cannot widen the range it is held against.

Who reads decides who the others are: a cluster the nation recognised is held against such clusters
alone; one that only a province recognised against these and its own province's, for nobody else is
shown a figure of those.
"""

import math
import statistics
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.filings.neighbours import Neighbours
from jiqun.filings.peer_rules import (
    NORMAL_MAD,
    NORMAL_MEAN_DEVIATION,
    Cells,
    Measure,
    peer_rules,
)
from jiqun.filings.raw import RawFiling
from jiqun.filings.read import ReadFiling

LARGE_GROUP = 50
"""In a group this large a cluster does not sway the median and deviation it is held against."""
COARSENESS = 0.006
"""The most, as a logarithm, by which three digits of a number differ from it."""
SAME_SECTOR = Bilingual("同行业其他", "other clusters of the sector")
ALL = Bilingual("其他", "other clusters")


def robust_score(value: float, others: Sequence[float], factors: Sequence[float] = ()) -> float:
    """Return how far a value stands from others, in their robust standard deviations.

    Parameters
    ----------
    value
        The value in question.
    others
        The values it is held against, without itself; two or more.
    factors
        Corrections of the median absolute deviation for 2, 3, … values.

    Returns
    -------
    float
        Infinity where the others are all equal and the value is not.

    Notes
    -----
    ``|value - median| / (1.4826 b_n MAD)``; where the MAD is nought, ``1.2533`` times the mean
    absolute deviation takes its place (Iglewicz and Hoaglin 1993).

    Examples
    --------
    >>> round(robust_score(9.0, [1.0, 2.0, 3.0, 4.0, 5.0]), 3)
    4.047
    """
    distance, scale = abs(value - statistics.median(others)), robust_scale(others, factors)
    return _score(distance, scale)


def robust_scale(others: Sequence[float], factors: Sequence[float] = ()) -> float:
    """Return the robust standard deviation of some values; parameters as of robust_score."""
    middle = statistics.median(others)
    apart = [abs(other_value - middle) for other_value in others]
    number = len(others)
    place = number - 2
    factor = factors[place] if place < len(factors) else number / (number - 0.8)
    scale = NORMAL_MAD * statistics.median(apart) * (factor if factors else 1.0)
    if scale == 0:
        scale = NORMAL_MEAN_DEVIATION * statistics.fmean(apart)
    return scale


def _score(distance: float, scale: float) -> float:
    if scale == 0:
        return math.inf if distance else 0.0
    return distance / scale


class Spread(NamedTuple):
    """Where the others lie, as logarithms of numbers of three digits, and their robust deviation.

    A filer sees what it is held against, and may ask as often as it likes: what is judged by is
    itself no more exact than what is said, so that no other cluster's figure can be closed in on.
    """

    lower: float
    median: float
    upper: float
    scale: float

    @classmethod
    def of(cls, others: Sequence[float], factors: Sequence[float]) -> "Spread":
        """Return the spread of five or more values."""
        # Quartiles, not extremes: the least and the most are single clusters' figures.
        quartiles = statistics.quantiles(others, n=4, method="inclusive")
        lower, median, upper = map(_coarse, quartiles)
        return cls(lower, median, upper, float(f"{robust_scale(others, factors):.2e}"))


def _coarse(log: float) -> float:
    """Return the logarithm of a number's first three digits.

    Examples
    --------
    >>> round(math.exp(_coarse(math.log(1234.5))), 6)
    1230.0
    """
    return math.log(float(f"{math.exp(log):.2e}"))


def check_among_peers(
    filings: Iterable[ReadFiling], neighbours: Neighbours, others: Neighbours
) -> None:
    """Note on filings the figures that stand far from those of comparable clusters.

    Parameters
    ----------
    filings
        Filings read and checked by themselves, refused ones too: whatever could be read of them is
        judged, so that nothing new comes up once their errors are mended.
    neighbours
        What their own clusters filed before.
    others
        What other clusters filed, as far as it may be told of.
    """
    rounds: dict[tuple[int, int], list[ReadFiling]] = defaultdict(list)
    seen: Counter[tuple[str, int]] = Counter()
    for filing in filings:
        if filing.dated and filing.stated.sector:
            # Two filings of one cluster and year are both refused, and each is judged by itself.
            rounds[filing.raw.year, seen[filing.key]].append(filing)
            seen[filing.key] += 1
    for (year, _), own in sorted(rounds.items()):
        _check_year(own, _values(year, own, neighbours, others))


class _Member(NamedTuple):
    """One cluster's measures of a year, as logarithms; None where unknown or nought.

    It ends at a province where only that one recognised it; else at none.
    """

    ends_at: str
    sector: str
    logs: list[float | None]


def _values(
    year: int, own: list[ReadFiling], neighbours: Neighbours, others: Neighbours
) -> dict[str, _Member]:
    """Return the measures of every cluster with a filing of the year."""
    filed = {field.raw.cluster_id: field for field in own}
    measures = peer_rules().measures
    levels = {name for measure in measures for name in measure.fields}
    growth = {name for measure in measures if measure.kind == "growth" for name in measure.fields}
    members = {}
    cells: Cells
    before: Cells
    for cluster in sorted({*others.clusters(year), *filed}):
        if own_filing := filed.get(cluster):
            sector, cells = own_filing.stated.sector, own_filing.values
            before = own_filing.year_before(neighbours.some(cluster, year - 1, growth))
            ends_at = neighbours.ends_at(cluster, year, own_filing.stated)
        elif sector := others.sector(cluster, year):
            cells = others.some(cluster, year, levels)
            before = others.previous(cluster, year, growth)
            ends_at = others.ends_at(cluster, year)
        else:
            continue
        logs = [measure.log(cells, year, before) for measure in measures]
        members[cluster] = _Member(ends_at, sector, logs)
    return members


def _check_year(own: list[ReadFiling], members: Mapping[str, _Member]) -> None:
    """Hold the year's filings against those whose figures their reviewers see."""
    filed = {filing.raw.cluster_id: filing for filing in own}
    for ends_at in sorted({members[cluster].ends_at for cluster in filed}):
        seen = {c: member for c, member in members.items() if member.ends_at in ("", ends_at)}
        _check_among(
            {c: filing for c, filing in filed.items() if members[c].ends_at == ends_at}, seen
        )


def _check_among(filed: Mapping[str, ReadFiling], members: Mapping[str, _Member]) -> None:
    """Hold filings against their sector, or against all where the sector is small."""
    for place, measure in enumerate(peer_rules().measures):
        every = _Group(
            ALL, {c: log for c, m in members.items() if (log := m.logs[place]) is not None}
        )
        sectors: dict[str, dict[str, float]] = defaultdict(dict)
        for cluster, log in every.logs.items():
            sectors[members[cluster].sector][cluster] = log
        rest = set(every.logs)
        for logs in sectors.values():
            if len(logs) > peer_rules().smallest_group:
                _note_far(measure, _Group(SAME_SECTOR, logs), filed, set(logs))
                rest -= logs.keys()
        if len(every.logs) > peer_rules().smallest_group:
            _note_far(measure, every, filed, rest)


class _Group:
    """Clusters held against each other in one measure."""

    def __init__(self, name: Bilingual, logs: Mapping[str, float]) -> None:
        self.name, self.logs = name, logs
        self.ordered = sorted(logs.values())

    def candidates(self, least: float) -> set[float]:
        """Return the values in the tails, at least so far from where a median can lie."""
        middle = len(self.ordered) // 2
        low, high = (
            self.ordered[max(middle - 2, 0)],
            self.ordered[min(middle + 1, len(self.ordered) - 1)],
        )
        first = bisect_right(self.ordered, high - least)
        last = bisect_left(self.ordered, low + least)
        return {*self.ordered[:first], *self.ordered[last:]}

    def others(self, value: float) -> list[float]:
        """Return the values a cluster is held against: all but its own."""
        if len(self.ordered) > LARGE_GROUP:
            return self.ordered
        place = bisect_left(self.ordered, value)
        return [*self.ordered[:place], *self.ordered[place + 1 :]]


def _note_far(
    measure: Measure, group: _Group, filed: Mapping[str, ReadFiling], held: set[str]
) -> None:
    rules = peer_rules()
    least = rules.least_ratio[measure.kind]
    far = group.candidates(least - COARSENESS)
    if not far:
        return
    for cluster in sorted(held & filed.keys()):
        value = group.logs[cluster]
        if value not in far:
            continue
        spread = Spread.of(group.others(value), rules.factors)
        distance = abs(value - spread.median)
        if distance >= least and _score(distance, spread.scale) > rules.cutoff:
            raw = filed[cluster].raw
            raw.problems.append(
                _problem(measure, raw, value, spread, group.name, len(group.logs) - 1)
            )


def _problem(
    measure: Measure,
    filing: RawFiling,
    value: float,
    spread: Spread,
    group: Bilingual,
    count: int,
) -> Problem:
    """Say what stands far from what, and the reason where one is given."""
    given = filing.notes.get("values", {})
    reason = next((given[name] for name in measure.fields if name in given), "")
    details = {
        "title": measure.title.zh,
        "title_en": measure.title.en,
        "ratio": f"{math.exp(value - spread.median):.2f}",
        "count": str(count),
        "group": group.zh,
        "group_en": group.en,
        "reason": reason,
    }
    numbers = {"value": value, "median": spread.median}
    numbers |= {"lower": spread.lower, "upper": spread.upper}
    for name, log in numbers.items():
        said = measure.show(math.exp(log))
        details |= {name: said.zh, f"{name}_en": said.en}
    code = f"peers.{measure.kind}_explained" if reason else f"peers.{measure.kind}"
    return Problem(code, filing.where(" / ".join(measure.fields)), details)
