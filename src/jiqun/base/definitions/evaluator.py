"""The plain evaluator: an indicator's value for one cluster, from its filings, in exact decimals.

It serves criteria of rules, the checks of a filing and whatever else asks for a figure of a single
cluster; over many clusters the engine computes the same. A reading is a range of exact fractions:
usually one point, a wider range where the filings only bound the figure, open where a cell is not
known.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import NamedTuple, Protocol

from jiqun.base.definitions.entries import Indicator
from jiqun.base.definitions.factors import factor_in_year
from jiqun.base.definitions.grammar import Predicate, Terms, holds, terms_in
from jiqun.base.definitions.measures import Scales, scales_of
from jiqun.base.definitions.readings import EXACT, NOUGHT, ONE, Fraction, Reading
from jiqun.base.forms import existed
from jiqun.base.quantities import Quantity, Status

Cells = Mapping[str, Quantity]
ABSENT = Quantity.absent(Status.NOT_APPLICABLE)
"""What stands for a field in a year in which it did not exist."""


class Filings(Protocol):
    """One cluster's filings, as far as a figure reads them."""

    @property
    def years(self) -> Mapping[int, Cells]:
        """Each year's own cells by field."""

    @property
    def previous(self) -> Mapping[int, Cells]:
        """By the year of the filing, the cells it gives for the year before."""

    @property
    def macro_region(self) -> str:
        """East, central or west."""


@dataclass(frozen=True, slots=True)
class Filed:
    """The plainest :class:`Filings`: cells by year, and what stands beside them."""

    years: Mapping[int, Cells]
    previous: Mapping[int, Cells] = field(default_factory=dict)
    macro_region: str = ""


def read(figure: Indicator, filings: Filings, years: Sequence[int]) -> Reading:
    """Read a figure of one cluster.

    Parameters
    ----------
    figure
        What to read.
    filings
        The cluster's filings. Growth on the year before takes the figure the filer gives for it, if
        any, else last year's own; compound growth takes each year's own.
    years
        The data year; for compound growth the whole window, ascending.

    Returns
    -------
    Reading
        A named function reads no filing: it is not applicable.

    Examples
    --------
    >>> from jiqun.base.definitions import every_indicator
    >>> known = Filed({2022: {"output_total": Quantity.of(Decimal(500000))}})
    >>> read(every_indicator()["output_total"], known, [2022]).value
    Decimal('50.0000')
    >>> read(every_indicator()["output_growth_per_year"], known, [2020, 2021, 2022]).missing
    ('2020.output_total',)
    """
    return _READERS[figure.definition.form](figure, filings, years)


@cache  # an indicator is of one catalogue, as its factors are
def scales(figure: Indicator) -> Scales:
    """Return what numerator and denominator are multiplied by to fit the indicator's unit."""
    return scales_of(figure.definition, figure.unit)


class _Sum(NamedTuple):
    """A linear form over cells: the total, None where a cell or factor is not known."""

    total: Decimal | None
    known: Decimal | None
    missing: tuple[str, ...] = ()
    not_applicable: bool = False
    estimated: bool = False


def _sum(figure: Indicator, terms: Terms, cells: Cells, year: int, back: int = 0) -> _Sum:
    """Add up the terms of a data year, over the cells of so many years before."""
    total, count, missing = NOUGHT, 0, []
    not_applicable = estimated = False
    for term in terms:
        if not term.since <= year <= term.until:
            continue
        cell = cells.get(term.field)
        if cell is None and not existed(term.field, year - back):
            cell = ABSENT
        if cell is not None and cell.value is not None:
            estimated = estimated or cell.status is Status.ESTIMATED
            factor = factor_in_year(term.factor, year - back) if term.factor else ONE
            if factor is None:
                missing.append(f"{year - back}.{term.factor}")
                continue
            add = EXACT.subtract if term.minus else EXACT.add
            total = add(total, EXACT.multiply(cell.value, factor) if term.factor else cell.value)
            count += 1
            continue
        if cell is not None and cell.status is Status.NOT_APPLICABLE:
            if figure.not_applicable_is_zero:
                count += 1
                continue
            not_applicable = True
        missing.append(f"{year - back}.{term.field}")
    known = total if count else None
    return _Sum(known if not missing else None, known, tuple(missing), not_applicable, estimated)


ONE_CLUSTER = _Sum(ONE, ONE)
NO_SUM = _Sum(None, None)


def _added(figure: Indicator, filings: Filings, years: Sequence[int]) -> Reading:
    """Read a sum, or a sum over another."""
    definition, year = figure.definition, years[0]
    cells = filings.years.get(year, {})
    top = _sum(figure, definition.numerator, cells, year)
    if definition.denominator:
        return _made(figure, top, _sum(figure, definition.denominator, cells, year))
    return _made(figure, top)


def _grown(figure: Indicator, filings: Filings, years: Sequence[int]) -> Reading:
    """Read this year's sum over last year's as given now, else as filed then."""
    year, terms = years[0], figure.definition.numerator
    before = _before(filings, year, (term.field for term in terms))
    top = _sum(figure, terms, filings.years.get(year, {}), year)
    return _made(figure, top, _sum(figure, terms, before, year, back=1), intervals=1)


def _before(filings: Filings, year: int, fields: Iterable[str]) -> Cells:
    given, filed = filings.previous.get(year, {}), filings.years.get(year - 1, {})
    cells = {}
    for name in fields:
        cell = given.get(name)
        if cell is None or cell.value is None:
            cell = filed.get(name)
        if cell is not None:
            cells[name] = cell
    return cells


def _compound(figure: Indicator, filings: Filings, years: Sequence[int]) -> Reading:
    """Read the last year's own sum over the first year's own."""
    first, last, terms = years[0], years[-1], figure.definition.numerator
    start = _sum(figure, terms, filings.years.get(first, {}), last, back=last - first)
    end = _sum(figure, terms, filings.years.get(last, {}), last)
    if start.total is not None and start.total <= 0:
        start = start._replace(total=NOUGHT)
    found = _made(figure, end, start, intervals=last - first)
    return found._replace(missing=start.missing + end.missing)


def _made(
    figure: Indicator, top: _Sum, bottom: _Sum | None = None, *, intervals: int = 0
) -> Reading:
    """Bring the two sides together in the figure's unit."""
    above, below = scales(figure)
    under = bottom or ONE_CLUSTER
    if top.total is None or under.total is None:
        none = top.not_applicable or under.not_applicable
        missing = tuple(dict.fromkeys(top.missing + under.missing))
        status = Status.NOT_APPLICABLE if none else Status.MISSING
        low = _at_least(figure, top, above)
        return Reading(low, None, status, missing=missing, intervals=intervals)
    numerator = EXACT.multiply(top.total, above)
    denominator = None if bottom is None else EXACT.multiply(bottom.total or NOUGHT, below)
    if denominator == 0:
        gone = Status.NOT_APPLICABLE
        return Reading(None, None, gone, numerator, denominator, (), intervals)
    value = Fraction(numerator, ONE if denominator is None else denominator)
    if value.denominator < 0:
        value = Fraction(EXACT.minus(value.numerator), EXACT.minus(value.denominator))
    status = Status.REPORTED
    if top.estimated or under.estimated:
        status = Status.ESTIMATED
    elif value.numerator == (value.denominator if intervals else 0):
        status = Status.ZERO
    return Reading(value, value, status, numerator, denominator, (), intervals)


def _at_least(figure: Indicator, top: _Sum, above: Decimal) -> Fraction | None:
    """Return what the known terms of a sum make: nothing filed is below nought."""
    definition = figure.definition
    plain = definition.form == "sum" and not any(term.minus for term in definition.numerator)
    if not plain or top.known is None:
        return None
    return Fraction(EXACT.multiply(top.known, above))


def _compared(figure: Indicator, filings: Filings, years: Sequence[int]) -> Reading:
    """Read whether every comparison holds: 1 or 0, of one cluster."""
    cells = filings.years.get(years[0], {})
    judged = [
        _holds(figure, predicate, cells, years[0]) for predicate in figure.definition.predicates
    ]
    whole = all(part.total is not None for part in judged)
    answer = Decimal(all(part.total for part in judged)) if whole else None
    top = _Sum(
        answer,
        None,
        tuple(dict.fromkeys(cell for part in judged for cell in part.missing)),
        any(part.not_applicable for part in judged),
        any(part.estimated for part in judged),
    )
    counted = figure.definition.form == "count_of_clusters"
    return _made(figure, top, None if counted else ONE_CLUSTER)


def _holds(figure: Indicator, predicate: Predicate, cells: Cells, year: int) -> _Sum:
    """Return 1 or 0 as a total: ``value > share x of`` is ``value - share x of > 0``, exactly."""
    value, of = _sum(figure, predicate.value, cells, year), ONE_CLUSTER
    if predicate.of:
        of = _sum(figure, predicate.of, cells, year)
    none = value.not_applicable or of.not_applicable or of.total == 0
    answer = None
    if value.total is not None and of.total:
        bar = EXACT.multiply(predicate.threshold, of.total)
        answer = Decimal(holds(predicate.comparison, value.total, bar))
    return _Sum(answer, None, value.missing + of.missing, none, value.estimated or of.estimated)


def _counted(figure: Indicator, filings: Filings, years: Sequence[int]) -> Reading:
    """Read whether the cluster is one of those counted."""
    if figure.definition.predicates:
        return _compared(figure, filings, years)
    region = figure.definition.macro_region
    return _made(figure, _Sum(Decimal(region in ("", filings.macro_region)), None))


def _concentrated(figure: Indicator, filings: Filings, years: Sequence[int]) -> Reading:
    """Read the concentration over one cluster: all of it, where there is anything."""
    cells = filings.years.get(years[0], {})
    all_of_it = _sum(figure, figure.definition.numerator, cells, years[0])
    if all_of_it.total is not None and figure.definition.measure == "herfindahl":
        squared = EXACT.multiply(all_of_it.total, all_of_it.total)
        all_of_it = all_of_it._replace(total=squared)
    return _made(figure, all_of_it, all_of_it)


def _distinct(figure: Indicator, filings: Filings, years: Sequence[int]) -> Reading:
    """Read the range a count of distinct firms lies in.

    At least the largest count, at most all counts together; further sums may bound it closer. A
    figure without counts is a part, of unknown size, of what it is not above.
    """
    definition, year, above = figure.definition, years[0], scales(figure)[0]
    cells = filings.years.get(year, {})
    counts, floor, ceiling = (
        _sum(figure, terms, cells, year) if terms else NO_SUM
        for terms in (definition.numerator, definition.not_below, definition.not_above)
    )
    each = [_sum(figure, (term,), cells, year) for term in terms_in(definition.numerator, year)]
    low = max([NOUGHT, *(part.total for part in (*each, floor) if part.total is not None)])
    tops = [part.total for part in (counts, ceiling) if part.total is not None]
    missing = tuple(dict.fromkeys(counts.missing + floor.missing + ceiling.missing))
    high = None if definition.uncollected or not tops else min(tops)
    if (high is not None and low > high) or not (each or tops):
        return Reading(None, None, Status.MISSING, missing=missing)
    low_end, high_end = (
        None if end is None else Fraction(EXACT.multiply(end, above)) for end in (low, high)
    )
    if high is None or low < high:
        return Reading(low_end, high_end, Status.MISSING, missing=missing)
    known = Status.ZERO if low == 0 else Status.REPORTED
    return Reading(low_end, high_end, known, low, None, missing)


def _function(_: Indicator, __: Filings, ___: Sequence[int]) -> Reading:
    return Reading(None, None, Status.NOT_APPLICABLE)


_READERS: dict[str, Callable[[Indicator, Filings, Sequence[int]], Reading]] = {
    "sum": _added,
    "weighted_sum": _added,
    "ratio_of_sums": _added,
    "per": _added,
    "growth_of": _grown,
    "compound_growth_of": _compound,
    "share_of_clusters": _compared,
    "count_of_clusters": _counted,
    "concentration_of": _concentrated,
    "range_of_distinct_count": _distinct,
    "function": _function,
}
