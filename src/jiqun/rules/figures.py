"""The named figures criteria compare, read from one cluster's own filings, exactly.

A reading is a range of exact fractions: usually one point, a wider range where the filing only
bounds the figure, open where a cell is missing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from jiqun.base.catalogue import Entry, read_entry
from jiqun.base.definitions import Term, Terms
from jiqun.base.errors import Problem, Refused
from jiqun.base.files import catalogue_path
from jiqun.base.forms import families
from jiqun.base.language import Bilingual
from jiqun.base.quantities import Status
from jiqun.base.units import units
from jiqun.rules.facts import Cells, Facts

Form = Literal["sum", "share_of", "growth_of", "distinct_of", "some_of"]
FORMS: tuple[Form, ...] = ("sum", "share_of", "growth_of", "distinct_of", "some_of")
EXACT = Context(prec=400)
"""Wide enough that no product of cells and thresholds is ever rounded."""
ONE, NOUGHT = Decimal(1), Decimal(0)


@dataclass(frozen=True, slots=True)
class Figure:
    """A named figure.

    Parameters
    ----------
    id, title, unit
        Its name, in words, and the unit its value has.
    form
        How it is made of fields; see ``catalog/schemas/rule_figures.json``.
    terms
        What is added up: the numerator, the counts.
    denominator
        Of ``share_of``.
    not_below, not_above
        Further bounds of ``distinct_of``.
    uncollected
        Whether ``distinct_of`` has no upper bound.
    not_applicable_is_zero
        Whether a not applicable cell counts nought.
    note
        What a reader should know.
    """

    id: str
    title: Bilingual
    unit: str
    form: Form
    terms: Terms
    denominator: Terms = ()
    not_below: Terms = ()
    not_above: Terms = ()
    uncollected: bool = False
    not_applicable_is_zero: bool = False
    note: str = ""
    fields: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        every = (*self.terms, *self.denominator, *self.not_below, *self.not_above)
        object.__setattr__(self, "fields", tuple(dict.fromkeys(one.field for one in every)))

    @property
    def is_range(self) -> bool:
        """Whether complete filings may still only bound it."""
        return self.form in ("distinct_of", "some_of")


class Fraction(NamedTuple):
    """An exact quotient; the denominator is above nought."""

    numerator: Decimal
    denominator: Decimal = ONE


FROM_NOUGHT = Fraction(NOUGHT)


class Reading(NamedTuple):
    """What one cluster's filings say of a figure.

    Parameters
    ----------
    low, high
        The bounds; None where there is none.
    missing
        The cells that are not known, as ``2020.output_total``.
    intervals
        Over how many years a growth factor runs; 0 where the reading is no growth factor.
    """

    low: Fraction | None
    high: Fraction | None
    missing: tuple[str, ...] = ()
    intervals: int = 0

    @property
    def point(self) -> Fraction | None:
        """The value, where it is one."""
        return self.low if self.low is not None and self.low == self.high else None


def read(figure: Figure, facts: Facts, years: Sequence[int]) -> Reading:
    """Read a figure: in a single year, or for growth from the first to the last of several.

    Parameters
    ----------
    figure
        What to read.
    facts
        The cluster's filings.
    years
        One year; for ``growth_of`` the whole window.

    Examples
    --------
    >>> from jiqun.base.quantities import Quantity
    >>> cells = {"output_total": Quantity.of(Decimal(500000))}
    >>> one = Facts("demo-001", "330106", {2022: cells})
    >>> read(figures()["output_total"], one, [2022]).point
    Fraction(numerator=Decimal('500000'), denominator=Decimal('1'))
    >>> read(figures()["output_growth_per_year"], one, [2020, 2021, 2022]).missing
    ('2020.output_total',)
    """
    if figure.form == "growth_of":
        return _growth(figure, facts, years[0], years[-1])
    cells = facts.years.get(years[0], {})
    if figure.form == "distinct_of":
        return _distinct(figure, cells, years[0])
    top = _total(figure, figure.terms, cells)
    bottom = _total(figure, figure.denominator, cells) if figure.denominator else ONE
    if top is None or bottom is None:
        return Reading(_at_least(figure, cells), None, _missing(figure, cells, years[0]))
    if bottom <= 0:
        return Reading(None, None)
    value = Fraction(top, bottom)
    return Reading(FROM_NOUGHT if figure.form == "some_of" else value, value)


@cache
def figures() -> dict[str, Figure]:
    """Load the figures of the catalogue, by name, once."""
    return read_figures(catalogue_path("rules", "figures.yaml"))


def read_figures(path: Path) -> dict[str, Figure]:
    """Read a file of figures.

    Raises
    ------
    Refused
        With every fault of the file.
    """
    entry, problems = read_entry(path, "rule_figures")
    if entry is None or problems:
        raise Refused(problems)
    problems = [
        Problem("rules.one_form", entry.where(name), {"known": ", ".join(FORMS)})
        for name, said in entry.content.items()
        if sum(form in said for form in FORMS) != 1
    ]
    if problems:
        raise Refused(problems)
    found = {name: _figure(name, said) for name, said in entry.content.items()}
    problems = [problem for one in found.values() for problem in _unknown_names(one, entry)]
    if problems:
        raise Refused(problems)
    return found


def _unknown_names(figure: Figure, entry: Entry) -> Iterator[Problem]:
    """Yield units nobody defined, and fields no form has."""
    filed = {name for one in families().values() for name in one.fields}
    if figure.unit not in units():
        details = {"name": figure.unit, "kind": "unit", "place": "catalog/units.yaml"}
        yield Problem("catalogue.unknown_name", entry.where(figure.id, "unit"), details)
    for name in figure.fields:
        if name not in filed:
            details = {"name": name, "kind": "field", "place": "catalog/forms"}
            yield Problem("catalogue.unknown_name", entry.where(figure.id, figure.form), details)


def _growth(figure: Figure, facts: Facts, first: int, last: int) -> Reading:
    filings = [facts.years.get(year, {}) for year in (first, last)]
    start, end = (_total(figure, figure.terms, cells) for cells in filings)
    if start is None or end is None:
        missing = [_missing(figure, *one) for one in zip(filings, (first, last), strict=True)]
        return Reading(None, None, missing[0] + missing[1], last - first)
    if start <= 0:
        return Reading(None, None, (), last - first)
    value = Fraction(end, start)
    return Reading(value, value, (), last - first)


def _distinct(figure: Figure, cells: Cells, year: int) -> Reading:
    missing = _missing(figure, cells, year)
    counts = [_total(figure, (term,), cells) for term in figure.terms]
    floor = _total(figure, figure.not_below, cells) if figure.not_below else None
    low = max([NOUGHT, *(one for one in (*counts, floor) if one is not None)])
    every = _total(figure, figure.terms, cells)
    ceiling = _total(figure, figure.not_above, cells) if figure.not_above else None
    tops = [one for one in (every, ceiling) if one is not None]
    if figure.uncollected or not tops:
        return Reading(Fraction(low), None, missing)
    if low > min(tops):
        return Reading(None, None, missing)
    return Reading(Fraction(low), Fraction(min(tops)), missing)


def _total(figure: Figure, terms: Terms, cells: Cells) -> Decimal | None:
    result = NOUGHT
    for term in terms:
        cell = cells.get(term.field)
        if cell is None:
            return None
        value = cell.value
        if value is None:
            if figure.not_applicable_is_zero and cell.status is Status.NOT_APPLICABLE:
                continue
            return None
        result = EXACT.subtract(result, value) if term.minus else EXACT.add(result, value)
    return result


def _at_least(figure: Figure, cells: Cells) -> Fraction | None:
    """Return what the known terms of a sum make: nothing filed is below nought."""
    known = [_total(figure, (term,), cells) for term in figure.terms]
    found = [one for one in known if one is not None]
    if figure.form != "sum" or not found or any(term.minus for term in figure.terms):
        return None
    return Fraction(sum(found, NOUGHT))


def _missing(figure: Figure, cells: Cells, year: int) -> tuple[str, ...]:
    return tuple(
        f"{year}.{name}"
        for name in figure.fields
        if (cell := cells.get(name)) is None
        or (
            cell.value is None
            and not (figure.not_applicable_is_zero and cell.status is Status.NOT_APPLICABLE)
        )
    )


def _figure(name: str, said: dict[str, Any]) -> Figure:
    form = next(one for one in FORMS if one in said)
    body = said[form]
    parts = body if isinstance(body, dict) else {}
    terms = parts.get("numerator") or parts.get("counts") or body
    return Figure(
        id=name,
        title=Bilingual.of(said["title"]),
        unit=said["unit"],
        form=form,
        terms=_terms(terms),
        denominator=_terms(parts.get("denominator", ())),
        not_below=_terms(parts.get("not_below", ())),
        not_above=_terms(parts.get("not_above", ())),
        uncollected=parts.get("uncollected", False),
        not_applicable_is_zero=said.get("not_applicable") == "zero",
        note=said.get("note", ""),
    )


def _terms(said: Sequence[Any]) -> Terms:
    return tuple(Term(one) if isinstance(one, str) else Term(**one) for one in said)
