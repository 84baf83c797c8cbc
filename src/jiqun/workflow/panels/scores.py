"""Scores by category on a published scheme, summed up over experts, exactly.

Means and medians are fractions, so that two applications with equal scores are equal and no
rounding makes a rank. An excluded expert's sheet is left out by whoever calls.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Literal, NamedTuple

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.language import Bilingual

Way = Literal["mean", "median"]
Ratio = tuple[int, int]
"""A score as whole numbers, above and below: a call has tens of thousands, and none is rounded."""


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the scheme of scores.

    Parameters
    ----------
    id, title
        Its name, and in words.
    weight
        What it counts of 100.
    out_of
        The highest score an expert may give; the lowest is 0.
    """

    id: str
    title: Bilingual
    weight: Decimal
    out_of: Decimal


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one expert gave one application, by category."""

    expert: str
    scores: Mapping[str, Decimal]

    def total(self, scheme: Sequence[Category]) -> Fraction:
        """Return the weighted total out of 100.

        Examples
        --------
        >>> scheme = [Category("a", Bilingual("甲", "A"), Decimal(60), Decimal(10)),
        ...           Category("b", Bilingual("乙", "B"), Decimal(40), Decimal(5))]
        >>> Sheet("e1", {"a": Decimal(5), "b": Decimal(4)}).total(scheme)
        Fraction(62, 1)
        """
        return Fraction(*_weighed(self, _weights(tuple(scheme))))


@dataclass(frozen=True, slots=True)
class Spread:
    """Several experts' scores of one thing.

    Parameters
    ----------
    count
        How many gave one.
    mean, median
        Of what they gave.
    disagreement
        From the lowest to the highest, as a share of the whole scale; None for a single score.
    """

    count: int
    mean: Fraction
    median: Fraction
    disagreement: Fraction | None

    def by(self, way: Way) -> Fraction:
        """Return the mean or the median."""
        return self.mean if way == "mean" else self.median


@dataclass(frozen=True, slots=True)
class Summary:
    """An application's scores over its experts: by category, and of the weighted totals."""

    categories: Mapping[str, Spread]
    total: Spread


def summary(sheets: Sequence[Sheet], scheme: Sequence[Category]) -> Summary | None:
    """Sum up what experts gave an application; None where nobody gave anything.

    The median of the total is that of the experts' totals, not a total of medians.

    Parameters
    ----------
    sheets
        Complete sheets, one an expert.
    scheme
        The published scheme.

    Examples
    --------
    >>> scheme = [Category("a", Bilingual("甲", "A"), Decimal(100), Decimal(10))]
    >>> found = summary([Sheet(str(n), {"a": Decimal(n)}) for n in (4, 7, 9)], scheme)
    >>> found.total.mean, found.total.median, found.total.disagreement
    (Fraction(200, 3), Fraction(70, 1), Fraction(1, 2))
    """
    if not sheets:
        return None
    weights = _weights(tuple(scheme))
    return Summary(
        {
            category.id: _spread(
                [sheet.scores[category.id].as_integer_ratio() for sheet in sheets],
                category.out_of.as_integer_ratio(),
            )
            for category in scheme
        },
        _spread([_weighed(sheet, weights) for sheet in sheets], (100, 1)),
    )


def sheet_faults(sheet: Sheet, scheme: Sequence[Category]) -> list[Problem]:
    """Return everything wrong with a sheet: categories left out or unknown, scores off the scale.

    Examples
    --------
    >>> scheme = [Category("a", Bilingual("甲", "A"), Decimal(100), Decimal(10))]
    >>> [fault.code for fault in sheet_faults(Sheet("e1", {"a": Decimal(11)}), scheme)]
    ['workflow.score_off_scale']
    """
    found = []
    for category in scheme:
        score = sheet.scores.get(category.id)
        words = {"name": category.title.zh, "name_en": category.title.en}
        where = Where(field=category.id)
        if score is None:
            found.append(Problem("workflow.score_missing", where, words))
        elif not (score.is_finite() and 0 <= score <= category.out_of):
            details = {**words, "value": score, "most": category.out_of}
            found.append(Problem("workflow.score_off_scale", where, details))
    known = {category.id for category in scheme}
    for name in sheet.scores.keys() - known:
        details = {"name": name, "known": ", ".join(sorted(known))}
        found.append(Problem("workflow.score_unknown", details=details))
    return found


def checked(sheet: Sheet, scheme: Sequence[Category]) -> Sheet:
    """Return a sheet that fits the scheme.

    Raises
    ------
    Refused
        With everything wrong with it.
    """
    if faults := sheet_faults(sheet, scheme):
        raise Refused(faults)
    return sheet


class _Weights(NamedTuple):
    """What a point of each category counts of the total, over one number for all."""

    points: tuple[tuple[str, int], ...]
    below: int


@lru_cache(maxsize=64)
def _weights(scheme: tuple[Category, ...]) -> _Weights:
    """Return a scheme's weights as whole numbers."""
    each = {
        category.id: Fraction(category.weight) / Fraction(category.out_of) for category in scheme
    }
    below = lcm(*(weight.denominator for weight in each.values()))
    return _Weights(tuple((name, int(weight * below)) for name, weight in each.items()), below)


def _weighed(sheet: Sheet, weights: _Weights) -> Ratio:
    """Return a sheet's total out of 100."""
    above, below = 0, 1
    for name, weight in weights.points:
        points, parts = sheet.scores[name].as_integer_ratio()
        above, below = above * parts + weight * points * below, below * parts
    return above, below * weights.below


def _spread(scores: Sequence[Ratio], scale: Ratio) -> Spread:
    """Return how scores lie, reckoned as whole numbers over what is below all of them."""
    below, count = lcm(*(parts for _, parts in scores)), len(scores)
    given = sorted(points * (below // parts) for points, parts in scores)
    middle = given[(count - 1) // 2] + given[count // 2]
    apart = Fraction((given[-1] - given[0]) * scale[1], below * scale[0]) if count > 1 else None
    mean, median = Fraction(sum(given), below * count), Fraction(middle, 2 * below)
    return Spread(count, mean, median, apart)
