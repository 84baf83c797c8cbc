"""Rates of one filing, taken apart beforehand, are what the evaluator reads."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction as Exact

from hypothesis import given, settings
from hypothesis import strategies as st

from jiqun.base.definitions import (
    Definition,
    Filed,
    Form,
    Fraction,
    Indicator,
    Term,
    every_indicator,
    glance,
    quotient,
    read,
)
from jiqun.base.quantities import Quantity, Status

RATES = [figure for figure in every_indicator().values() if figure.definition.form != "function"]
FIELDS = ("little_giants", "srdi_smes", "innovative_smes", "hightech_enterprises", "output_total")
numbers = st.decimals(0, 10**12 - 1, places=6, allow_nan=False)
said = st.one_of(
    numbers.map(Quantity.of),
    st.just(Quantity.of(Decimal(0))),
    st.sampled_from([Status.MISSING, Status.NOT_APPLICABLE]).map(Quantity.absent),
)
years = st.integers(2019, 2027)


@settings(deadline=None)
@given(st.sampled_from(RATES), st.data(), years)
def test_a_figure_of_the_catalogue_is_what_the_evaluator_reads(
    figure: Indicator, data: st.DataObject, year: int
) -> None:
    fields = st.sampled_from(figure.definition.fields or FIELDS)
    cells, before = (data.draw(st.dictionaries(fields, said)) for _ in range(2))
    filed = Filed({year: cells}, {year: before})
    assert quotient(figure, cells, year, before) == read(figure, filed, (year,)).point


terms = st.builds(
    Term,
    st.sampled_from(FIELDS[:4]),
    minus=st.booleans(),
    since=st.sampled_from([0, 2022]),
    until=st.sampled_from([2022, 9999]),
)
sums = st.lists(terms, min_size=1, max_size=4).map(tuple)


filed_cells = st.dictionaries(st.sampled_from(FIELDS), said)


@settings(deadline=None)
@given(st.sampled_from(["ratio_of_sums", "growth_of"]), sums, sums, st.booleans(), st.data(), years)
def test_a_made_up_rate_is_what_the_evaluator_reads(
    form: Form,
    above: tuple[Term, ...],
    below: tuple[Term, ...],
    zero: bool,
    data: st.DataObject,
    year: int,
) -> None:
    rate = next(figure for figure in RATES if figure.definition.form == "ratio_of_sums")
    definition = Definition(form, above, below if form == "ratio_of_sums" else ())
    figure = replace(rate, definition=definition, not_applicable_is_zero=zero)
    cells, before = data.draw(filed_cells), data.draw(filed_cells)
    filed = Filed({year: cells}, {year: before})
    assert quotient(figure, cells, year, before) == read(figure, filed, (year,)).point


@settings(deadline=None)
@given(numbers, numbers.filter(bool), numbers, numbers)
def test_a_quotient_lies_within_bounds_as_its_exact_value_does(
    above: Decimal, below: Decimal, low: Decimal, high: Decimal
) -> None:
    exact = Exact(above) / Exact(below)
    assert Fraction(above, below).within(low, high) == (Exact(low) <= exact <= Exact(high))
    assert Fraction(above, below).within(None, high) == (exact <= Exact(high))
    assert Fraction(above, below).within(low, None) == (Exact(low) <= exact)


@settings(deadline=None)
@given(st.sampled_from(RATES), st.data(), years)
def test_what_is_plausible_at_a_glance_is_so_exactly(
    figure: Indicator, data: st.DataObject, year: int
) -> None:
    at = glance(figure, year)
    if at is None:
        return
    cells = {name: data.draw(numbers) for name, _ in (*at.above, *at.below)}
    if at.within({name: float(number) for name, number in cells.items()}):
        exact = quotient(
            figure, {name: Quantity.of(number) for name, number in cells.items()}, year
        )
        assert exact is not None
        assert exact.within(*figure.plausible)


def test_a_share_of_exactly_all_is_asked_exactly() -> None:
    shares = [figure for figure in RATES if figure.plausible[1] == 1]
    looks = [look for figure in shares if (look := glance(figure, 2022))]
    [above, below] = next(
        [*look.above, *look.below] for look in looks if len(look.above) == len(look.below) == 1
    )
    look = next(look for look in looks if look.above == (above,) and look.below == (below,))
    assert not look.within({above[0]: below[1], below[0]: above[1]})
    assert look.within({above[0]: below[1] / 2, below[0]: above[1]})
    assert not look.within({above[0]: 1.0})
