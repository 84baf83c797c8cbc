"""How a ranking moves with the method.

A ranking never stands alone: the same clusters are ranked by several defensible methods, and what
is shown is the span of the places they give.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from jiqun.base.definitions import Indicator
from jiqun.base.language import Bilingual
from jiqun.indicators import Figure
from jiqun.indicators.figures import quotient

Values = dict[str, Decimal]
"""A value a cluster id."""


@dataclass(frozen=True, slots=True)
class Method:
    """A way to rank: its name, what it does, and the values it ranks by."""

    id: str
    title: Bilingual
    note: Bilingual


@dataclass(frozen=True, slots=True)
class Ranked:
    """A cluster's places: one a method, None where it has no value there."""

    key: str
    places: tuple[int | None, ...]

    @property
    def best(self) -> int:
        """The best of them."""
        return min(place for place in self.places if place is not None)

    @property
    def worst(self) -> int:
        """The worst of them."""
        return max(place for place in self.places if place is not None)


METHODS = (
    Method(
        "value",
        Bilingual("本年数值", "this year"),
        Bilingual("按本年数值", "by this year's value"),
    ),
    Method(
        "pooled",
        Bilingual("多年合并", "years pooled"),
        Bilingual(
            "分子、分母各自跨年相加后再除（总量取年均）：一年的偶然波动影响较小",
            "numerators and denominators added over the years, then divided (totals: yearly mean): "
            "one odd year counts less",
        ),
    ),
    Method(
        "within_sector",
        Bilingual("减行业中位数", "less sector median"),
        Bilingual(
            "数值减去同行业集群的中位数：行业本身的差别不计入（同行业不足三个的不排）",
            "value less the median of its sector: what is the industry's own does not count (not "
            "ranked where the sector has fewer than three)",
        ),
    ),
    Method(
        "change",
        Bilingual("较上年变化", "change on year before"),
        Bilingual("本年数值减上年数值", "this year's value less last year's"),
    ),
)
FEWEST_IN_A_SECTOR = 3


def rankings(
    entry: Indicator,
    by_year: Mapping[int, Sequence[Figure]],
    year: int,
    sectors: Mapping[str, str],
) -> list[Ranked]:
    """Rank the clusters of a year by every method, best places of the first method first.

    Parameters
    ----------
    entry
        The indicator.
    by_year
        Cluster-level figures by data year, as the reader may see them.
    year
        The year ranked.
    sectors
        The sector of each cluster.

    Returns
    -------
    list of Ranked
        A cluster with a value this year each; what the reader may not see has no place.
    """
    now = _values(by_year.get(year, ()))
    ways: dict[str, Callable[[], Values]] = {
        "value": lambda: now,
        "pooled": lambda: {k: v for k, v in _pooled(by_year).items() if k in now},
        "within_sector": lambda: _within_sector(now, sectors),
        "change": lambda: _less(now, _values(by_year.get(year - 1, ()))),
    }
    lower = entry.direction == "lower_is_better"
    places = [_places(ways[method.id](), lower_is_better=lower) for method in METHODS]
    found = [Ranked(key, tuple(by_method.get(key) for by_method in places)) for key in now]
    return sorted(found, key=lambda ranked: (ranked.places[0] or 0, ranked.key))


def _places(values: Values, *, lower_is_better: bool) -> dict[str, int]:
    ordered = sorted(values.values(), reverse=not lower_is_better)
    first: dict[Decimal, int] = {}
    for number, value in enumerate(ordered, start=1):
        first.setdefault(value, number)
    return {key: first[value] for key, value in values.items()}


def _values(figures: Iterable[Figure]) -> Values:
    return {figure.key: figure.value for figure in figures if figure.value is not None}


def _pooled(by_year: Mapping[int, Sequence[Figure]]) -> Values:
    """Divide sums over the years; a total is divided by the years it was filed in."""
    filed: dict[str, list[Figure]] = defaultdict(list)
    for figures in by_year.values():
        for figure in figures:
            if figure.numerator is not None:
                filed[figure.key].append(figure)
    pooled = {key: _over_years(figures) for key, figures in filed.items()}
    return {key: value for key, value in pooled.items() if value is not None}


def _over_years(figures: Sequence[Figure]) -> Decimal | None:
    above = sum((figure.numerator or Decimal(0) for figure in figures), Decimal(0))
    below = sum((figure.denominator or Decimal(0) for figure in figures), Decimal(0))
    return quotient(above, below or Decimal(len(figures)))


def _within_sector(values: Values, sectors: Mapping[str, str]) -> Values:
    of_sector: dict[str, list[Decimal]] = defaultdict(list)
    for key, value in values.items():
        of_sector[sectors.get(key, "")].append(value)
    middles = {
        name: median(held) for name, held in of_sector.items() if len(held) >= FEWEST_IN_A_SECTOR
    }
    return {
        key: value - middles[sectors[key]]
        for key, value in values.items()
        if sectors.get(key, "") in middles
    }


def _less(now: Values, before: Values) -> Values:
    return {key: value - before[key] for key, value in now.items() if key in before}
