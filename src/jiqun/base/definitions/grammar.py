"""The closed grammar of indicators, as plain data.

Every form comes down to linear forms over a cluster's cells: a numerator, a denominator and, for
shares of clusters, comparisons between two such sums. The engine adds them up over clusters; the
evaluator works them out on one cluster's filings.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from jiqun.base.distinct import distinct

Form = Literal[
    "sum",
    "count_of_clusters",
    "ratio_of_sums",
    "share_of_clusters",
    "growth_of",
    "compound_growth_of",
    "range_of_distinct_count",
    "per",
    "concentration_of",
    "weighted_sum",
    "function",
]
OF_ONE_CLUSTER: tuple[Form, ...] = ("compound_growth_of", "range_of_distinct_count")
"""Forms over one cluster's filings: nothing is added up over clusters."""
Comparison = Literal["at_least", "above", "at_most", "below", "equals"]
COMPARISONS: tuple[Comparison, ...] = ("at_least", "above", "at_most", "below", "equals")
LATEST_YEAR = 9999


@dataclass(frozen=True, slots=True)
class Term:
    """A field, with the dated factor it is multiplied by, added or subtracted.

    Parameters
    ----------
    field, factor, minus
        What is added, what it is multiplied by, whether it is taken away instead.
    since, until
        The data years the term is part of its sum in: a field whose meaning changed hands over to
        its successor.
    """

    field: str
    factor: str = ""
    minus: bool = False
    since: int = 0
    until: int = LATEST_YEAR


Terms = tuple[Term, ...]


def terms_in(terms: Terms, year: int) -> Terms:
    """Return the terms that are part of a sum in a data year.

    Examples
    --------
    >>> terms_in((Term("a", until=2025), Term("a_2026", since=2026)), 2026)[0].field
    'a_2026'
    """
    return tuple(term for term in terms if term.since <= year <= term.until)


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
        The linear forms; the denominator is empty where the form has none. Of a range of a distinct
        count the numerator is the counts.
    not_below, not_above
        Further bounds of a range of a distinct count.
    uncollected
        Whether more may be counted than the form asks for: the range has no upper bound.
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
    not_below: Terms = ()
    not_above: Terms = ()
    uncollected: bool = False

    @property
    def terms(self) -> Terms:
        """Every term, of every sum the definition is made of."""
        return tuple(term for terms in self.sums() for term in terms)

    @property
    def fields(self) -> list[str]:
        """Every field the definition reads, once, in order."""
        return distinct(term.field for term in self.terms)

    def sums(self) -> Iterator[Terms]:
        """Yield the sums of terms the definition is made of, in order."""
        sums = [self.numerator, self.denominator, self.not_below, self.not_above]
        for predicate in self.predicates:
            sums += [predicate.value, predicate.of]
        yield from (terms for terms in sums if terms)

    @property
    def divides(self) -> bool:
        """Whether the figure is one sum over another."""
        return self.form in ("ratio_of_sums", "per", "growth_of")

    @property
    def is_range(self) -> bool:
        """Whether complete filings may still only bound the figure."""
        return self.form == "range_of_distinct_count"

    @property
    def is_growth(self) -> bool:
        """Whether the figure compares a sum with an earlier one."""
        return self.form in ("growth_of", "compound_growth_of")

    @property
    def spans_years(self) -> bool:
        """Whether the figure runs from the first to the last of several years."""
        return self.form == "compound_growth_of"


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


def definition_of(said: dict[str, Any]) -> Definition:
    """Take a definition apart, as a catalogue file that follows its schema says it.

    Examples
    --------
    >>> definition_of({"growth_of": "output_total"}).numerator[0].field
    'output_total'
    """
    form: Form
    ((form, body),) = said.items()  # type: ignore[assignment]  # the schema closes the list
    return Definition(form, **_PARTS[form](body))


def _quotient(said: dict[str, Any]) -> dict[str, Any]:
    return {"numerator": _terms(said["numerator"]), "denominator": _terms(said["denominator"])}


def _counted(said: dict[str, Any]) -> dict[str, Any]:
    where = _predicates(said["where"]) if "where" in said else ()
    return {"predicates": where, "macro_region": said.get("macro_region", "")}


def _concentration(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "numerator": _terms(said["of"]),
        "measure": said["measure"],
        "top": said.get("top", 0),
    }


def _range(said: dict[str, Any]) -> dict[str, Any]:
    return {
        "numerator": _terms(said.get("counts", [])),
        "not_below": _terms(said.get("not_below", [])),
        "not_above": _terms(said.get("not_above", [])),
        "uncollected": said.get("uncollected", False),
    }


def _terms(said: str | list[Any]) -> Terms:
    if isinstance(said, str):
        return (Term(said),)
    return tuple(Term(term) if isinstance(term, str) else Term(**term) for term in said)


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


def _sum(said: str | list[Any]) -> dict[str, Any]:
    return {"numerator": _terms(said)}


_PARTS: dict[Form, Callable[[Any], dict[str, Any]]] = {
    "sum": _sum,
    "weighted_sum": _sum,
    "growth_of": _sum,
    "compound_growth_of": _sum,
    "ratio_of_sums": _quotient,
    "per": _quotient,
    "share_of_clusters": lambda said: {"predicates": _predicates(said)},
    "count_of_clusters": _counted,
    "concentration_of": _concentration,
    "range_of_distinct_count": _range,
    "function": lambda said: {"function": said},
}
"""What each form's body says, as settings of a :class:`Definition`."""
