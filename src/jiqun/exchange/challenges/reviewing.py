"""How proposals are judged: criteria stated beforehand, sheets of experts, and what comes of them.

The mean of the experts' totals orders the proposals; no public rule of challenges says another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Any

from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.base.numerals import NumeralFault, read_numeral
from jiqun.base.readers import PUBLIC
from jiqun.disclosure.firms import enough_firms
from jiqun.exchange.challenges.publishing import LONGEST_NAME
from jiqun.workflow.panels.scores import Category, Sheet, sheet_faults, summary

MOST_CRITERIA = 8
"""Of one challenge; ours."""
EXPERTS = range(3, 10)
"""How many experts a panel may have; ours."""
OUT_OF = Decimal(100)
FAULTS = {
    "workflow.score_missing": "challenges.score_missing",
    "workflow.score_off_scale": "challenges.score_off_scale",
}
"""What is said of a sheet's faults where it is one of several."""
Criterion = tuple[str, str]
"""What is looked at, and its weight as text."""
Sheets = Mapping[str, Mapping[str, Decimal]]
"""By proposal an expert's scores by criterion."""


def read_panel(
    said: Mapping[str, str], problems: list[Problem]
) -> tuple[tuple[Criterion, ...], int]:
    r"""Read how proposals will be judged: criteria with weights, how many experts; or by nobody.

    Parameters
    ----------
    said
        The form's fields ``criteria``, a criterion a line, and ``experts``.
    problems
        Where everything wrong is put.

    Examples
    --------
    >>> problems = []
    >>> read_panel({"criteria": "指标 | 60\n价格 | 40", "experts": "3"}, problems), problems
    (((('指标', '60'), ('价格', '40')), 3), [])
    >>> read_panel({"criteria": "", "experts": ""}, problems), problems
    (((), 0), [])
    >>> wrong = []
    >>> _ = read_panel({"criteria": "指标 | 60\n价格", "experts": "2"}, wrong)
    >>> [problem.code for problem in wrong]
    ['challenges.no_criterion', 'challenges.no_experts']
    """
    lines = [line for line in said.get("criteria", "").splitlines() if line.strip()]
    wanted = said.get("experts", "").strip()
    if not lines and wanted in ("", "0"):
        return (), 0
    found = [read for line in lines if (read := _criterion(line, problems))]
    number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < 3 else 0
    if number not in EXPERTS:
        details = {"least": EXPERTS[0], "most": EXPERTS[-1]}
        problems.append(Problem("challenges.no_experts", Where(field="experts"), details))
    titles = {title for title, _ in found}
    if not lines or len(lines) > MOST_CRITERIA or len(titles) != len(found):
        most = {"most": MOST_CRITERIA}
        problems.append(Problem("challenges.no_criteria", Where(field="criteria"), most))
    elif len(found) == len(lines) and sum(Decimal(weight) for _, weight in found) != 100:
        problems.append(Problem("challenges.weights_differ", Where(field="criteria")))
    return tuple(found), number


def _criterion(line: str, problems: list[Problem]) -> Criterion | None:
    title, _, said = line.replace("｜", "|").partition("|")
    try:
        weight = read_numeral(said, "分").value if said.strip() else None
    except NumeralFault:
        weight = None
    title = title.strip()
    if not title or len(title) > LONGEST_NAME or weight is None or not 0 < weight <= 100:
        details = {"said": line.strip()[:60]}
        problems.append(Problem("challenges.no_criterion", Where(field="criteria"), details))
        return None
    return title, f"{weight.normalize():f}"


def scheme_of(criteria: Iterable[Sequence[str]]) -> tuple[Category, ...]:
    """Return the scheme of scores that criteria make: each from 0 to 100.

    Examples
    --------
    >>> [(category.id, str(category.weight)) for category in scheme_of([("指标", "60")])]
    [('c1', '60')]
    """
    return tuple(
        Category(f"c{number}", Bilingual(title, title), Decimal(weight), OUT_OF)
        for number, (title, weight) in enumerate(criteria, 1)
    )


def faults_of(
    sheets: Sheets, proposals: Sequence[str], scheme: Sequence[Category]
) -> list[Problem]:
    """Return everything wrong with an expert's sheets: a score that is missing, one off the scale.

    Parameters
    ----------
    sheets
        By proposal.
    proposals
        Every proposal there is, in the order in which the expert sees them.
    scheme
        The criteria.
    """
    found = []
    for number, proposal in enumerate(proposals, 1):
        for fault in sheet_faults(Sheet("", sheets.get(proposal, {})), scheme):
            field = f"{number}-{fault.where.field}"
            said = {**fault.details, "number": number}
            found.append(Problem(FAULTS[fault.code], Where(field=field), said))
    return found


@dataclass(frozen=True, slots=True)
class Result:
    """What a panel gave a proposal.

    Parameters
    ----------
    rank
        Its place by the mean of the experts' totals; equal means share one.
    mean, median
        Of the totals, out of 100.
    disagreement
        From the lowest total to the highest; None for a single expert.
    categories
        The mean by criterion.
    """

    rank: int
    mean: Fraction
    median: Fraction
    disagreement: Fraction | None
    categories: Mapping[str, Fraction]

    @property
    def said(self) -> dict[str, Any]:
        """As it is kept: numbers to two decimals, which pages show."""
        apart = None if self.disagreement is None else shown(self.disagreement * 100)
        return {
            "rank": self.rank,
            "mean": shown(self.mean),
            "median": shown(self.median),
            "apart": apart,
            "criteria": {name: shown(mean) for name, mean in self.categories.items()},
        }


def results_of(given: Sequence[Sheets], scheme: Sequence[Category]) -> dict[str, Result]:
    """Return what a panel gave each proposal, with its place.

    Parameters
    ----------
    given
        Each expert's sheets, complete.
    scheme
        The criteria.

    Examples
    --------
    >>> scheme = scheme_of([("指标", "60"), ("价格", "40")])
    >>> given = [{"a": {"c1": Decimal(80), "c2": Decimal(60)},
    ...           "b": {"c1": Decimal(70), "c2": Decimal(75)}}]
    >>> found = results_of(given, scheme)
    >>> [(name, found[name].rank, found[name].said["mean"]) for name in "ab"]
    [('a', 1, '72.00'), ('b', 1, '72.00')]
    """
    proposals = dict.fromkeys(name for sheets in given for name in sheets)
    found = {}
    for proposal in proposals:
        sheets = [Sheet("", of[proposal]) for of in given if proposal in of]
        if (summed := summary(sheets, scheme)) is not None:
            found[proposal] = summed
    totals = [summed.total.mean for summed in found.values()]
    return {
        name: Result(
            1 + sum(total > summed.total.mean for total in totals),
            summed.total.mean,
            summed.total.median,
            summed.total.disagreement,
            {criterion: spread.mean for criterion, spread in summed.categories.items()},
        )
        for name, summed in found.items()
    }


def told_of_all(results: Mapping[str, Result]) -> dict[str, Any]:
    """Return what every solver is told of all proposals; nothing where too few are beside theirs.

    Whoever knows their own mean could take it out: three others must be left. The highest, the
    lowest and the median are one firm's or two firms', and with the mean give another's away.

    Examples
    --------
    >>> result = Result(1, Fraction(70), Fraction(70), None, {})
    >>> told_of_all(dict.fromkeys("abcd", result))
    {'count': 4, 'mean': '70.00'}
    >>> told_of_all(dict.fromkeys("abc", result))
    {}
    """
    means = [result.mean for result in results.values()]
    if not enough_firms(len(means) - 1, PUBLIC):
        return {}
    return {"count": len(means), "mean": shown(sum(means, Fraction()) / len(means))}


def shown(number: Fraction) -> str:
    """Return a number to two decimals.

    Examples
    --------
    >>> shown(Fraction(200, 3))
    '66.67'
    """
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return str(exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN))
