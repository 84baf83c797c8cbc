"""Breaks in a series: where a figure of one year is not of the same thing as the year before's.

A break is data: a field that a form asks from a year on, or that another version no longer asks,
and a distinct count over such fields. Wherever a change, a growth or a rank crosses one, the caveat
stands beside it.
"""

from jiqun.base.definitions import Indicator, filed_fields, indicators
from jiqun.base.distinct import distinct
from jiqun.base.errors import Problem
from jiqun.base.forms import Family, families
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import per_catalogue
from jiqun.indicators.figures import Figure


@per_catalogue
def broken_fields(year: int) -> dict[str, tuple[str, ...]]:
    """Return the fields that do not go on into a year, with what begins or ends there.

    Parameters
    ----------
    year
        The later data year.

    Examples
    --------
    >>> broken_fields(2022)
    {'innovative_smes': ('innovative_smes',), 'quality_smes': ('innovative_smes',)}
    >>> broken_fields(2021)
    {}
    """
    found: dict[str, tuple[str, ...]] = {}
    for known in families().values():
        if known.first_year < year <= known.last_year:
            found |= _broken_in(known, year)
    return found


def _broken_in(known: Family, year: int) -> dict[str, tuple[str, ...]]:
    turned = {
        name: (name,)
        for name in known.fields
        if known.exists(name, year) != known.exists(name, year - 1)
    }
    counts = known.form_around(year).distinct_counts
    over = {
        distinct: tuple(name for name in of if name in turned)
        for distinct, of in counts
        if distinct not in turned
    }
    return turned | {distinct: names for distinct, names in over.items() if names}


def break_at(indicator: Indicator, year: int) -> tuple[str, ...]:
    """Return the fields because of which an indicator's series breaks before a year; empty: none.

    Examples
    --------
    >>> break_at(indicators()["quality_sme_share"], 2022)
    ('innovative_smes',)
    """
    broken = broken_fields(year)
    found = (name for used in indicator.definition.fields for name in broken.get(used, ()))
    return tuple(distinct(found))


def caveat(indicator: Indicator, year: int) -> Bilingual | None:
    """Say why an indicator's figure of a year is not to be compared with the year before's.

    Parameters
    ----------
    indicator
        The indicator.
    year
        The later data year.

    Examples
    --------
    >>> caveat(indicators()["rd_intensity"], 2022) is None
    True
    """
    names = break_at(indicator, year)
    if not names:
        return None
    fields = filed_fields()
    details = {
        "year": year,
        "names": "、".join(fields[name].title.zh for name in names),
        "names_en": ", ".join(fields[name].title.en for name in names),
    }
    said = Problem("indicators.series_break", details=details)
    return Bilingual(said.what("zh") + said.todo("zh"), f"{said.what('en')} {said.todo('en')}")


def caveat_of(figure: Figure) -> Bilingual | None:
    """Return the caveat of a figure that is a change, or stands beside the year before's.

    None where there is no value. A growth is a change itself; beside last year's growth it crosses
    two pairs of years.
    """
    indicator = indicators()[figure.id]
    if figure.value is None:
        return None
    if indicator.definition.form == "growth_of":
        return caveat(indicator, figure.year) or caveat(indicator, figure.year - 1)
    return None if figure.previous is None else caveat(indicator, figure.year)
