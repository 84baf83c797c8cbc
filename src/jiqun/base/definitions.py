"""The closed grammar of indicators, as plain data; and its value for one cluster.

Every form of the grammar comes down to linear forms over a cluster's cells: a numerator, a
denominator and, for shares of clusters, comparisons between two such sums. The engine adds them up
over clusters; the checks of one filing evaluate them on its sixty cells.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from jiqun.base.catalogue import Entry, read_entry
from jiqun.base.display import Style
from jiqun.base.errors import Problem, Refused
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.periods import DatedValue, in_force
from jiqun.base.quantities import Quantity, Status

Form = Literal[
    "sum",
    "count_of_clusters",
    "ratio_of_sums",
    "share_of_clusters",
    "growth_of",
    "per",
    "concentration_of",
    "weighted_sum",
    "function",
]
Comparison = Literal["at_least", "above", "at_most", "below", "equals"]
COMPARISONS: tuple[Comparison, ...] = ("at_least", "above", "at_most", "below", "equals")
LEVELS = ("nation", "macro_region", "province", "sector", "cluster")


@dataclass(frozen=True, slots=True)
class Term:
    """A field, with the dated factor it is multiplied by, added or subtracted."""

    field: str
    factor: str = ""
    minus: bool = False


Terms = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A comparison of a sum with a number, or with a share of another sum."""

    value: Terms
    comparison: Comparison
    threshold: Decimal
    of: Terms = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """One form of the grammar, taken apart.

    Parameters
    ----------
    form
        Which one.
    numerator, denominator
        The linear forms; the denominator is empty where the form has none.
    predicates
        What must hold in a cluster that is counted; all of them.
    macro_region, measure, top, function
        The forms' own settings.
    """

    form: Form
    numerator: Terms = ()
    denominator: Terms = ()
    predicates: tuple[Predicate, ...] = ()
    macro_region: str = ""
    measure: str = ""
    top: int = 0
    function: str = ""

    @property
    def fields(self) -> list[str]:
        """Every field the definition reads, once, in order."""
        terms = [*self.numerator, *self.denominator]
        for predicate in self.predicates:
            terms += [*predicate.value, *predicate.of]
        return list(dict.fromkeys(term.field for term in terms))


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    """A catalogue entry: what is measured, why, and how it is printed."""

    id: str
    dimension: str
    figure: str
    title: Bilingual
    why: Bilingual
    missing: Bilingual
    definition: Definition
    printed: Style
    direction: str
    not_applicable_is_zero: bool
    plausible: tuple[Decimal | None, Decimal | None]
    levels: tuple[str, ...]
    published: bool
    tags: tuple[str, ...]
    source: Mapping[str, Any]

    @property
    def unit(self) -> str:
        """The unit the figure comes in."""
        return self.printed.unit


@dataclass(frozen=True, slots=True)
class Factor:
    """What one unit of a carrier is worth in another, by date."""

    id: str
    title: Bilingual
    unit_from: str
    unit_to: str
    values: tuple[DatedValue, ...]

    def in_year(self, year: int) -> Decimal | None:
        """Return the factor in force at the end of a data year, or None where unknown."""
        found = in_force(self.values, date(year, 12, 31))
        return found.value if found else None


@cache
def indicators() -> dict[str, Indicator]:
    """Load every indicator of the catalogue, by figure id, in the order of dimension and file.

    Raises
    ------
    Refused
        With every fault of every file.
    """
    found: dict[str, Indicator] = {}
    problems: list[Problem] = []
    for path in sorted(catalogue_path("indicators").glob("*/*.yaml")):
        entry, faults = read_entry(path, "indicator")
        problems += faults
        if entry is not None and not faults:
            one = _indicator(entry)
            found[one.figure] = one
    if problems:
        raise Refused(problems)
    return found


@cache
def factors() -> dict[str, Factor]:
    """Load every dated factor of the catalogue, by id."""
    found: dict[str, Factor] = {}
    problems: list[Problem] = []
    for path in sorted(catalogue_path("factors").glob("*.yaml")):
        entry, faults = read_entry(path, "factor")
        problems += faults
        if entry is not None and not faults:
            found[path.stem] = _factor(path.stem, entry.content)
    if problems:
        raise Refused(problems)
    return found


def total(
    terms: Terms, cells: Mapping[str, Quantity], year: int, *, not_applicable_is_zero: bool = False
) -> Decimal | None:
    """Return a linear form over one filing's cells, or None where a cell or factor is unknown.

    Parameters
    ----------
    terms
        The form.
    cells
        The filing's cells by field.
    year
        The data year, for dated factors.
    not_applicable_is_zero
        Whether a not applicable cell counts nought.

    Examples
    --------
    >>> cells = {"a": Quantity.of(Decimal(3)), "b": Quantity.absent(Status.NOT_APPLICABLE)}
    >>> total((Term("a"), Term("b")), cells, 2022, not_applicable_is_zero=True)
    Decimal('3')
    >>> total((Term("a"), Term("b")), cells, 2022) is None
    True
    """
    result = Decimal(0)
    for term in terms:
        cell = cells.get(term.field)
        if cell is None:
            return None
        value = cell.value
        if value is None:
            if cell.status is Status.NOT_APPLICABLE and not_applicable_is_zero:
                continue
            return None
        if term.factor:
            factor = factor_in_year(term.factor, year)
            if factor is None:
                return None
            value = value * factor
        result = result - value if term.minus else result + value
    return result


@cache
def factor_in_year(name: str, year: int) -> Decimal | None:
    """Return a dated factor of the catalogue as it was at the end of a data year, if known."""
    return factors()[name].in_year(year)


def holds(comparison: Comparison, value: Decimal, threshold: Decimal) -> bool:
    """Compare exactly.

    Examples
    --------
    >>> holds("at_least", Decimal("0.70"), Decimal("0.7")), holds("above", Decimal(1), Decimal(1))
    (True, False)
    """
    return {
        "at_least": value >= threshold,
        "above": value > threshold,
        "at_most": value <= threshold,
        "below": value < threshold,
        "equals": value == threshold,
    }[comparison]


def _indicator(entry: Entry) -> Indicator:
    said = entry.content
    dimension = entry.path.parent.name
    low, high = (_number(said["plausible"][end]) for end in ("from", "to"))
    definition = _definition(said["definition"])
    return Indicator(
        id=f"{dimension}/{entry.path.stem}",
        dimension=dimension,
        figure=said.get("figure", entry.path.stem),
        title=Bilingual.of(said["title"]),
        why=Bilingual.of(said["why"]),
        missing=Bilingual.of(said["missing"]),
        definition=definition,
        printed=_style(said["unit"], said["display"]),
        direction=said["direction"],
        not_applicable_is_zero=said.get("not_applicable") == "zero",
        plausible=(low, high),
        levels=tuple(said.get("levels", LEVELS)),
        published=said.get("published", False),
        tags=tuple(said.get("tags", ())),
        source=said["source"],
    )


def _style(unit: str, said: dict[str, Any]) -> Style:
    decimals = said.get("decimals", 1 if said["style"] == "percent" else 0)
    return Style(unit, said["style"], decimals, said.get("digits", 2))


def _definition(said: dict[str, Any]) -> Definition:
    form: Form
    ((form, body),) = said.items()  # type: ignore[assignment]  # the schema closes the list
    if form in ("ratio_of_sums", "per"):
        return Definition(form, _terms(body["numerator"]), _terms(body["denominator"]))
    if form in ("sum", "growth_of", "weighted_sum"):
        return Definition(form, _terms(body))
    if form == "share_of_clusters":
        return Definition(form, predicates=_predicates(body))
    if form == "count_of_clusters":
        where = _predicates(body["where"]) if "where" in body else ()
        return Definition(form, predicates=where, macro_region=body.get("macro_region", ""))
    if form == "concentration_of":
        return Definition(form, _terms(body["of"]), measure=body["measure"], top=body.get("top", 0))
    return Definition("function", function=body)


def _terms(said: str | list[Any]) -> Terms:
    if isinstance(said, str):
        return (Term(said),)
    return tuple(Term(one) if isinstance(one, str) else Term(**one) for one in said)


def _predicates(said: dict[str, Any]) -> tuple[Predicate, ...]:
    if flags := said.get("all_true"):
        return (Predicate(_terms(flags), "at_least", Decimal(len(flags))),)
    of = _terms(said["of"]) if "of" in said else ()
    value = _terms(said["value"])
    return tuple(
        Predicate(value, comparison, Decimal(said[comparison]), of)
        for comparison in COMPARISONS
        if comparison in said
    )


def _factor(name: str, said: dict[str, Any]) -> Factor:
    values = tuple(
        DatedValue(date.fromisoformat(one["since"]), _number(one["value"]), one["source"])
        for one in said["values"]
    )
    return Factor(name, Bilingual.of(said["title"]), said["from"], said["to"], values)


def _number(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)
