"""What a cluster promised in its application, held against what it filed for the year.

An application sets targets year by year in the units of the programme's criteria (亿元, %, 家); the
register keeps them with the recognition. Each is held against the filing of its own year.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiqun.base.definitions import decimal_value, every_indicator, read
from jiqun.base.language import Bilingual
from jiqun.base.numerals import NumeralFault, read_numeral
from jiqun.base.units import symbol
from jiqun.rules.facts import Facts
from jiqun.rules.logic import Answer

TARGET = "t"
"""Before the year, in the name of a target: ``t2027.output_total``."""
SCALED = "万亿元"
"""Not read here: a target is a plain number in its unit, so that nobody wonders which was meant."""
WINDOW = 3
"""Years of a compound growth: the year and the two before, as the criteria look at it."""
PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Promised:
    """A target of an application: a figure, its year, and the number in the figure's unit."""

    figure: str
    year: int
    wanted: Decimal


@dataclass(frozen=True, slots=True)
class Promise:
    """What became of a target.

    Parameters
    ----------
    promised
        The target.
    low, high
        What the year's filing shows at least and at most, in the target's unit; None where it
        does not.
    answer
        Met, not met or cannot tell.
    """

    promised: Promised
    low: Decimal | None
    high: Decimal | None
    answer: Answer


def target_unit(figure: str) -> Bilingual:
    """Return the unit a target is set in: shares and growth in per cent, as criteria say them.

    Examples
    --------
    >>> target_unit("output_total").zh, target_unit("output_sme_share").zh
    ('亿元', '%')
    """
    unit = every_indicator()[figure].unit
    return Bilingual("%", "%") if unit == "ratio" else symbol(unit)


def target_number(said: str) -> Decimal | None:
    """Return a target's plain number; None where it is none, or says a unit of its own.

    Examples
    --------
    >>> target_number("12.5%"), target_number("3亿元") is None
    (Decimal('12.5'), True)
    """
    try:
        return None if set(said) & set(SCALED) else read_numeral(said.rstrip("%％ "), "").value
    except NumeralFault:
        return None


def promised(targets: Mapping[str, str]) -> list[Promised]:
    """Return the targets a recognition keeps from its application, by year and name.

    Parameters
    ----------
    targets
        By name, as typed; what is no number of a known figure is passed over.

    Examples
    --------
    >>> promised({"t2027.output_total": "52.3"})
    [Promised(figure='output_total', year=2027, wanted=Decimal('52.3'))]
    """
    found = []
    for name, said in targets.items():
        period, _, figure = name.partition(".")
        year, wanted = period.removeprefix(TARGET), target_number(str(said))
        if year.isdecimal() and figure in every_indicator() and wanted is not None:
            found.append(Promised(figure, int(year), wanted))
    return sorted(found, key=lambda target: (target.figure, target.year))


def promises(targets: Iterable[Promised], facts: Facts, years: Sequence[int]) -> list[Promise]:
    """Hold targets against the filings of their years.

    Parameters
    ----------
    targets
        What was promised.
    facts
        The cluster's filings.
    years
        The data years looked at: a target of a later year is not due and left out.
    """
    return [_held(target, facts) for target in targets if target.year <= max(years)]


def _held(target: Promised, facts: Facts) -> Promise:
    entry = every_indicator()[target.figure]
    span = WINDOW if entry.definition.form == "compound_growth_of" else 1
    reading = read(entry, facts, range(target.year - span + 1, target.year + 1))
    scale = PERCENT if entry.unit == "ratio" else Decimal(1)
    low, high = (
        None if end is None else decimal_value(end, reading.intervals) * scale
        for end in (reading.low, reading.high)
    )
    if low is not None and low >= target.wanted:
        return Promise(target, low, high, Answer.MET)
    missed = high is not None and high < target.wanted
    return Promise(target, low, high, Answer.NOT_MET if missed else Answer.CANNOT_TELL)
