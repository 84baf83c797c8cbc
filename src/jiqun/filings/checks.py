"""What must hold between the cells of one filing, and what is worth a second look."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from jiqun.base.canonical import decimal_text
from jiqun.base.definitions import Filed, Glance, Indicator, glance, indicators, quotient, read
from jiqun.base.errors import Problem, Where
from jiqun.base.forms import Form
from jiqun.base.own_catalogue import per_catalogue
from jiqun.base.quantities import Quantity, Status
from jiqun.base.units import symbol
from jiqun.filings.raw import RawFiling

Cells = Mapping[str, Quantity]


def cross_checks(filing: RawFiling, form: Form, cells: Cells, year: int) -> Iterator[Problem]:
    """Yield what is wrong between cells of one year.

    Parameters
    ----------
    filing
        For the places of the messages.
    form
        The form, with its parts, distinct counts and nestings.
    cells
        The cells read, by field.
    year
        The data year the cells are of.
    """
    yield from _parts(filing, form, cells)
    yield from _distinct_counts(filing, form, cells)
    yield from _nesting(filing, form, cells)
    yield from _existence(filing, form, cells, year)


def _parts(filing: RawFiling, form: Form, cells: Cells) -> Iterator[Problem]:
    for part, whole in form.parts:
        one, other = _value(cells, part), _value(cells, whole)
        if one is not None and other is not None and one > other:
            details = {
                "part": decimal_text(one),
                "whole": decimal_text(other),
                "whole_title": form.fields[whole].title.zh,
                "whole_title_en": form.fields[whole].title.en,
                "unit": form.fields[part].unit,
                **_titles(form, part),
            }
            yield Problem("filings.part_above_whole", _where(filing, part), details)


def _distinct_counts(filing: RawFiling, form: Form, cells: Cells) -> Iterator[Problem]:
    """Hold max <= distinct <= sum; not applicable counts nought, missing leaves the sum open."""
    for distinct, of in form.distinct_counts:
        counted = _value(cells, distinct)
        if counted is None:
            continue
        counts = [_count(cells, name) for name in of]
        known = [count for count in counts if count is not None]
        low = max(known, default=Decimal(0))
        high = sum(known, Decimal(0)) if len(known) == len(counts) else None
        if counted < low or (high is not None and counted > high):
            details = {
                "value": decimal_text(counted),
                "low": decimal_text(low),
                "high": decimal_text(high) if high is not None else "?",
                **_titles(form, distinct),
            }
            yield Problem("filings.distinct_count", _where(filing, distinct), details)


def _nesting(filing: RawFiling, form: Form, cells: Cells) -> Iterator[Problem]:
    for inner, outer in form.nesting:
        one, other = _value(cells, inner), _value(cells, outer)
        if one is not None and other is not None and one > other:
            details = {
                "inner": decimal_text(one),
                "outer": decimal_text(other),
                "outer_title": form.fields[outer].title.zh,
                "outer_title_en": form.fields[outer].title.en,
                **_titles(form, inner),
            }
            yield Problem("filings.tiers_not_nested", _where(filing, inner), details)


def _existence(filing: RawFiling, form: Form, cells: Cells, year: int) -> Iterator[Problem]:
    later = {field.id for field in form.fields.values() if not field.exists_in(year)}
    for name, cell in cells.items():
        if cell.value is not None:
            if name in later:
                since = {**_titles(form, name), "year": str(form.fields[name].exists_from)}
                yield Problem("filings.did_not_exist", _where(filing, name), since)
        elif (
            cell.status is Status.NOT_APPLICABLE
            and name not in later
            and not form.fields[name].optional
        ):
            place = _where(filing, name)
            yield Problem("filings.cannot_be_not_applicable", place, _titles(form, name))


def missing_declared(filing: RawFiling, form: Form, cells: Cells) -> Iterator[Problem]:
    """Yield a warning for each required figure declared missing; an error without a reason."""
    for name, cell in cells.items():
        if cell.status is not Status.MISSING or form.fields[name].optional:
            continue
        where = _where(filing, name)
        if cell.reason or not filing.reasons_possible:
            details = {**_titles(form, name), "reason": cell.reason or "-"}
            yield Problem("filings.required_missing", where, details)
        else:
            yield Problem("filings.missing_without_reason", where, _titles(form, name))


def jumps(filing: RawFiling, form: Form, cells: Cells, before: Cells) -> Iterator[Problem]:
    """Yield a warning where a figure moved far against the year before."""
    low, high = form.jump
    begun = _counting_what_begins(form, filing.year)
    for name, cell in cells.items():
        if name in form.flags or name in begun:
            continue
        old = before.get(name)
        if cell.value is None or old is None or not old.value:
            continue
        if not low * old.value <= cell.value <= high * old.value:
            ratio, ratio_en = _times(cell.value / old.value)
            details = {
                "before": decimal_text(old.value),
                "value": decimal_text(cell.value),
                "unit": form.fields[name].unit,
                "unit_en": symbol(form.fields[name].unit).en or "number",
                "ratio": ratio,
                "ratio_en": ratio_en,
                **_titles(form, name),
            }
            yield Problem("filings.jump", _where(filing, name), details)


def _times(ratio: Decimal) -> tuple[str, str]:
    """Say what part, or how many times, a figure is of the year before; a fall is a per cent."""
    if ratio >= 1:
        return f"{ratio:.2f} 倍", f"{ratio:.2f} times"
    percent = decimal_text(Decimal(f"{ratio * 100:.2g}"))
    return f"{percent}%", f"{percent}% of"


def _counting_what_begins(form: Form, year: int) -> set[str]:
    """Return distinct counts over something that exists from this year on: they must jump."""
    return {
        distinct
        for distinct, of in form.distinct_counts
        if any(form.fields[name].exists_from == year for name in of)
    }


def restatements(filing: RawFiling, form: Form, previous: Cells, filed: Cells) -> Iterator[Problem]:
    """Yield a note where the figure now given for last year differs from the one then filed."""
    for name, cell in previous.items():
        then = filed.get(name)
        if then is not None and then.value != cell.value and cell.value is not None:
            details = {
                "then": "?" if then.value is None else decimal_text(then.value),
                "now": decimal_text(cell.value),
                "unit": form.fields[name].unit,
                "unit_en": symbol(form.fields[name].unit).en or "number",
                **_titles(form, name),
            }
            yield Problem("filings.restated", _where(filing, name), details)


def implausible_rates(filing: RawFiling, cells: Cells, year: int) -> Iterator[Problem]:
    """Yield a warning for each rate outside the range its indicator calls plausible."""
    filed = Filed({year: cells})
    numbers = {name: float(cell.value) for name, cell in cells.items() if cell.value is not None}
    for rate, at_a_glance in _rates(year):
        if at_a_glance is not None and at_a_glance.within(numbers):
            continue
        low, high = rate.plausible
        known = quotient(rate, cells, year)
        if known is None or known.within(low, high):
            continue
        value = read(rate, filed, (year,)).value
        if value is None:
            continue
        if (low is not None and value < low) or (high is not None and value > high):
            details = {
                "title": rate.title.zh,
                "title_en": rate.title.en,
                "value": f"{value:.4f}",
                "low": "-" if low is None else str(low),
                "high": "-" if high is None else str(high),
            }
            place = filing.where(" / ".join(rate.definition.fields))
            yield Problem("filings.implausible_rate", place, details)


@per_catalogue
def _rates(year: int) -> list[tuple[Indicator, Glance | None]]:
    """Return the ratios of one filing that have a range, with what is looked at first."""
    return [
        (indicator, glance(indicator, year))
        for indicator in indicators().values()
        if indicator.definition.form == "ratio_of_sums" and indicator.plausible != (None, None)
    ]


def _where(filing: RawFiling, name: str) -> Where:
    raw = filing.values.get(name)
    return filing.where(name, raw.line if raw else None)


def _value(cells: Cells, name: str) -> Decimal | None:
    cell = cells.get(name)
    return cell.value if cell else None


def _count(cells: Cells, name: str) -> Decimal | None:
    cell = cells.get(name)
    if cell is None:
        return None
    return Decimal(0) if cell.status is Status.NOT_APPLICABLE else cell.value


def _titles(form: Form, name: str) -> dict[str, str]:
    title = form.fields[name].title
    return {"title": title.zh, "title_en": title.en}
