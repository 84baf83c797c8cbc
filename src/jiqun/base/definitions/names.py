"""What a schema cannot say of an indicator: that its names exist, and that its units fit."""

from collections.abc import Iterator
from typing import Any

from jiqun.base.catalogue import Entry
from jiqun.base.definitions.factors import factors
from jiqun.base.definitions.grammar import Definition
from jiqun.base.definitions.measures import filed_fields, known_unit, scales_of, unit_of
from jiqun.base.errors import Problem
from jiqun.base.parsing import Place
from jiqun.base.schema_faults import because, unknown_name
from jiqun.base.units import Misfit

SUMS = frozenset(
    {
        "sum", "weighted_sum", "growth_of", "compound_growth_of", "numerator", "denominator",
        "value", "of", "all_true", "counts", "not_below", "not_above",
    }
)  # fmt: skip
"""Keys of a definition under which fields are named."""
PLACES = {"field": "catalog/forms", "factor": "catalog/factors", "unit": "catalog/units.yaml"}


def unusable(entry: Entry, definition: Definition, unit: str) -> Iterator[Problem]:
    """Yield fields, factors and units nobody defined; else what is measured in the wrong unit.

    Parameters
    ----------
    entry
        A file that follows its schema.
    definition, unit
        What it says.
    """
    unknown = list(_unknown(entry, unit))
    yield from unknown
    if not unknown:
        yield from _misfits(entry, definition, unit)


def _unknown(entry: Entry, unit: str) -> Iterator[Problem]:
    for place, kind, name in _named(entry.content["definition"], ("definition",)):
        known = factors() if kind == "factor" else filed_fields()
        if name not in known:
            yield _problem(entry, place, kind, name)
    if not known_unit(unit):
        yield _problem(entry, ("unit",), "unit", unit)


def _problem(entry: Entry, place: Place, kind: str, name: str) -> Problem:
    return unknown_name(entry.where(*place), name, kind, PLACES[kind])


def _named(said: dict[str, Any], at: Place) -> Iterator[tuple[Place, str, str]]:
    """Yield the place, the kind and the name of every field and factor a definition names."""
    for key, body in said.items():
        if key not in SUMS:
            if isinstance(body, dict):
                yield from _named(body, (*at, key))
            continue
        if isinstance(body, str):
            yield (*at, key), "field", body
            continue
        for number, term in enumerate(body):
            place = (*at, key, number)
            if isinstance(term, str):
                yield place, "field", term
                continue
            for kind in ("field", "factor"):
                if kind in term:
                    yield (*place, kind), kind, term[kind]


def _misfits(entry: Entry, definition: Definition, unit: str) -> Iterator[Problem]:
    try:
        scales_of(definition, unit)
        for terms in definition.sums():
            if unit_of(terms) == "choice":
                raise Misfit("选项是文字，不能相加", "a choice is a word: nothing can be added up")
        for predicate in definition.predicates:
            if predicate.of:
                unit_of(predicate.value + predicate.of)
    except Misfit as misfit:
        yield because("catalogue.unit_mismatch", entry.where("unit"), misfit.reason)
