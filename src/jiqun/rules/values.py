"""Exact readings as decimal text: values, ranges and gaps in the unit of the number."""

from decimal import ROUND_HALF_EVEN, Context, Decimal

from jiqun.base.canonical import decimal_text
from jiqun.base.definitions import Fraction, Reading, decimal_value, read
from jiqun.base.units import conversion
from jiqun.rules.assessment import Assessment, Verdict
from jiqun.rules.logic import Answer
from jiqun.rules.rulings import Rule

DIGITS = Context(prec=28, rounding=ROUND_HALF_EVEN)
WIDE = Context(prec=60)
FAILED = (Answer.NOT_MET, Answer.DISCRETION)


def value_text(assessment: Assessment, verdict: Verdict) -> str | None:
    """Return what was compared, in the number's unit; of several years the deciding one.

    A range reads ``5..9``; where a year is missing there is no value.
    """
    reading = _deciding(assessment, verdict)
    return None if reading is None else reading_text(verdict.rule, reading)


def reading_text(rule: Rule, reading: Reading) -> str | None:
    """Return one reading as text, or None where nothing is known."""
    if reading.low is None and reading.high is None:
        return None
    ends = [
        "" if end is None else decimal_text(_value(rule, reading, end))
        for end in (reading.low, reading.high)
    ]
    return ends[0] if ends[0] == ends[1] else "..".join(ends)


def gap_text(assessment: Assessment, verdict: Verdict) -> str | None:
    """Return how far a failed comparison is from its number, in the number's unit."""
    rule, bar = verdict.rule, verdict.rule.bar
    if verdict.answer not in FAILED or bar is None or bar.value is None:
        return None
    reading = _deciding(assessment, verdict)
    if reading is None:
        return None
    end = reading.high if rule.operator in ("ge", "gt", "is_true") else reading.low
    if end is None:
        return None
    return decimal_text(abs(DIGITS.subtract(bar.value, _value(rule, reading, end))))


def readings_of(assessment: Assessment, verdict: Verdict) -> tuple[Reading, ...]:
    """Return what a verdict compared, or would compare if its number were known."""
    rule = verdict.rule
    if verdict.readings or rule.figure is None:
        return verdict.readings
    return tuple(read(rule.figure, assessment.facts, years) for years in rule.spans)


def _deciding(assessment: Assessment, verdict: Verdict) -> Reading | None:
    """Return the reading that decides: the worst year's, if no year is missing or one fails."""
    rule, readings = verdict.rule, readings_of(assessment, verdict)
    known = [reading for reading in readings if reading.low is not None or reading.high is not None]
    if not known or (len(known) < len(readings) and verdict.answer not in FAILED):
        return None
    worst = max if rule.operator in ("le", "lt") else min
    return known[0] if len(known) == 1 else worst(known, key=_order)


def _order(reading: Reading) -> Decimal:
    end = reading.low or reading.high
    return DIGITS.divide(end.numerator, end.denominator) if end else Decimal(0)


def _value(rule: Rule, reading: Reading, end: Fraction) -> Decimal:
    """Return an exact end as a decimal of 28 digits in the number's unit."""
    figure = rule.figure
    if figure is None:
        raise ValueError(f"{rule.id} compares no figure")
    value = decimal_value(end, reading.intervals)
    if rule.bar is None or rule.operator == "is_true":
        return DIGITS.plus(value)
    return DIGITS.plus(WIDE.multiply(value, conversion(figure.unit, rule.bar.unit)))
