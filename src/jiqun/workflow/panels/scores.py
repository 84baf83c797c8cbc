"""Scores by category on a published scheme, summed up over experts, exactly.

Means and medians are fractions, so that two applications with equal scores are equal and no
rounding makes a rank. An excluded expert's sheet is left out by whoever calls.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Literal

from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual

Way = Literal["mean", "median"]


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
        return sum(
            (
                Fraction(category.weight)
                * Fraction(self.scores[category.id])
                / Fraction(category.out_of)
                for category in scheme
            ),
            Fraction(0),
        )


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
    return Summary(
        {
            category.id: _spread(
                [Fraction(sheet.scores[category.id]) for sheet in sheets],
                Fraction(category.out_of),
            )
            for category in scheme
        },
        _spread([sheet.total(scheme) for sheet in sheets], Fraction(100)),
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
        if score is None:
            found.append(Problem("workflow.score_missing", details=words))
        elif not (score.is_finite() and 0 <= score <= category.out_of):
            details = {**words, "value": score, "most": category.out_of}
            found.append(Problem("workflow.score_off_scale", details=details))
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


def _spread(scores: Iterable[Fraction], scale: Fraction) -> Spread:
    given = sorted(scores)
    apart = (given[-1] - given[0]) / scale if len(given) > 1 else None
    return Spread(len(given), sum(given, Fraction(0)) / len(given), median(given), apart)
