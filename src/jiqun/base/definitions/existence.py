"""Whether a figure can be at all in a year: what it is made of must have existed."""

from functools import cache

from jiqun.base.definitions.entries import Indicator
from jiqun.base.definitions.grammar import terms_in
from jiqun.base.forms import existed


@cache  # an indicator is of one catalogue, as its fields are
def applies(figure: Indicator, year: int) -> bool:
    """Tell whether what a figure is made of existed in a data year.

    Where it did not, the figure is not applicable for every cluster; growth on the year before asks
    for that year too. Where what is not applicable counts nought, one part that existed is enough.

    Examples
    --------
    >>> from jiqun.base.definitions import indicators
    >>> [applies(indicators()["little_giants"], year) for year in (2025, 2026)]
    [True, False]
    """
    definition = figure.definition
    enough = any if figure.not_applicable_is_zero else all
    years = (year, year - 1) if definition.form == "growth_of" else (year,)
    return all(
        enough(existed(term.field, asked) for term in terms_in(terms, year))
        for terms in definition.sums()
        for asked in years
    )
