"""What can be wrong with a rule file beyond its schema; all of it at once."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

from jiqun.base.catalogue import Entry, shipped_content
from jiqun.base.codes import regions
from jiqun.base.definitions import Indicator, every_indicator
from jiqun.base.errors import Problem
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.schema_faults import because, unknown_name
from jiqun.base.units import units
from jiqun.base.yaml_files import read_yaml
from jiqun.rules.life_checks import life_faults
from jiqun.rules.procedure_checks import procedure_faults
from jiqun.rules.programmes import COMPARING, NATIONAL, TESTS, Criterion, Parameter, Programme

Place = tuple[str | int, ...]
OF_MANY_CLUSTERS = ("count_of_clusters", "concentration_of", "function")
DAYS = ("since", "from", "until", "issued", "due")


@cache
def sources() -> dict[str, Bilingual]:
    """Return where the facts of the rules were read, by key: an address, or what it is in words."""
    loaded: dict[str, str | dict[str, str]] = read_yaml(catalogue_path("rules", "sources.yaml"))
    return {
        key: Bilingual(said, said) if isinstance(said, str) else Bilingual.of(said)
        for key, said in loaded.items()
    }


def check_entry(entry: Entry, *, well_formed: bool) -> list[Problem]:
    """Check what can be checked of a file by itself: dates, units, figures, sources, tests.

    Parameters
    ----------
    entry
        The file.
    well_formed
        Whether it follows its schema; the order of dates and the tests are only looked at then.
    """
    found = [*_dates(entry), *_names(entry)]
    if not well_formed:
        return found
    found += [*_overlaps(entry), *_tests(entry), *_numbers_without_units(entry)]
    return [*found, *life_faults(entry), *procedure_faults(entry)]


def check_merged(entry: Entry, own: Programme, parent: Programme | None) -> Iterator[Problem]:
    """Check what needs the extended programme too: parameters named, units, what is struck out.

    Parameters
    ----------
    entry
        The file.
    own
        What the file itself says.
    parent
        The programme it extends, merged, or None.
    """
    parameters: dict[str, Parameter] = {**(parent.parameters if parent else {}), **own.parameters}
    inherited = parent.criteria if parent else {}
    used = set()
    for name, criterion in {**inherited, **own.criteria}.items():
        for leaf in criterion.leaves():
            used.add(leaf.threshold)
            if leaf.test in COMPARING:
                at = ("criteria", name) if name in own.criteria else ("parameters", leaf.threshold)
                yield from _threshold(entry, leaf, at, parameters)
    for name in own.parameters:
        if name not in used:
            yield Problem("rules.unused_parameter", entry.where("parameters", name), {"name": name})
    for name, said in entry.content.get("criteria", {}).items():
        if said is None and name not in inherited:
            yield Problem("rules.nothing_to_strike", entry.where("criteria", name), {"name": name})


def _threshold(
    entry: Entry, leaf: Criterion, at: Place, parameters: Mapping[str, Parameter]
) -> Iterator[Problem]:
    parameter = parameters.get(leaf.threshold)
    if parameter is None:
        known = ", ".join(parameters) or "-"
        yield unknown_name(entry.where(*at), leaf.threshold, "parameter", known)
        return
    wanted, given = every_indicator()[leaf.figure].unit, parameter.unit
    if wanted not in units() or units()[wanted].dimension != units()[given].dimension:
        said = f"{leaf.figure}: {wanted}; {leaf.threshold}: {given}"
        yield because("catalogue.unit_mismatch", entry.where(*at), Bilingual(said, said))


def _numbers_without_units(entry: Entry) -> Iterator[Problem]:
    """Report numbers an installation amended without their unit, and units without their number."""
    for name, said in entry.content["parameters"].items():
        if entry.entered_at("parameters", name) is None:
            continue
        own = {key for key in ("unit", "values") if entry.entered_at("parameters", name, key)}
        if len(own) == 1:
            (given,) = own
            yield Problem("rules.number_and_unit", entry.where("parameters", name, given))
        elif own and (unit := _unit_before(entry, name)) not in ("", said["unit"]):
            details = {"unit": said["unit"], "before": unit}
            yield Problem("rules.another_unit", entry.where("parameters", name, "unit"), details)


def _unit_before(entry: Entry, name: str) -> str:
    """Return the unit of the shipped numbers that hold before the installation's; else nothing."""
    values = entry.content["parameters"][name]["values"]
    if all(entry.entered_at("parameters", name, "values", at) for at in range(len(values))):
        return ""
    unit: str = shipped_content(entry.path)["parameters"][name]["unit"]
    return unit


def _dates(entry: Entry) -> Iterator[Problem]:
    for place, text in _walk(entry.content):
        day = text
        if place[-1] == "month_day" and text is not None:
            day = f"2024-{text}"
        elif place[-1] not in DAYS:
            continue
        if isinstance(day, str) and not _is_day(day):
            yield Problem("rules.no_such_day", entry.where(*place), {"value": text})


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _overlaps(entry: Entry) -> Iterator[Problem]:
    """Report values, calls, batches and reports that claim the same time twice or out of order."""
    force = entry.content["in_force"]
    if force["from"] and force.get("until") and force["until"] < force["from"]:
        details = {"first": force["from"], "second": force["until"]}
        yield Problem("rules.overlap", entry.where("in_force", "until"), details)
    lists: list[tuple[Place, list[Any]]] = [
        (("parameters", name, "values"), [dated["since"] or "" for dated in said["values"]])
        for name, said in entry.content["parameters"].items()
    ]
    life = entry.content.get("life", {})
    lists += [
        (("life", part), [str(dated.get(key, "")) for dated in life.get(part, ())])
        for part, key in (
            ("calls", "year"),
            ("batches", "year"),
            ("reports", "batch"),
            ("reviews", "batch"),
        )
    ]
    for place, keys in lists:
        for number, (first, second) in enumerate(pairwise(keys), 1):
            if second <= first:
                details = {"first": first, "second": second}
                yield Problem("rules.overlap", entry.where(*place, number), details)


def _names(entry: Entry) -> Iterator[Problem]:
    region = entry.content.get("region", NATIONAL)
    if region != NATIONAL and (not isinstance(region, str) or regions().get(region) is None):
        yield _unknown(entry, ("region",), str(region), "region code", "catalog/codes/regions.csv")
    for place, said in _walk(entry.content):
        if place[-1] == "unit" and said not in units():
            yield _unknown(entry, place, said, "unit", "catalog/units.yaml")
        elif place[-1] == "figure" and said not in every_indicator():
            yield _unknown(entry, place, said, "indicator", "catalog/indicators")
            yield from every_indicator().faults_of(said)
        elif len(place) > 1 and place[-2] == "source" and said not in sources():
            yield _unknown(entry, place, said, "source", "catalog/rules/sources.yaml")


def _tests(entry: Entry) -> Iterator[Problem]:
    for name, said in entry.content.get("criteria", {}).items():
        if said is None:
            continue
        given = [test for test in TESTS if test in said]
        if len(given) != 1:
            details = {"known": ", ".join(TESTS)}
            yield Problem("rules.one_test", entry.where("criteria", name), details)
    for place, said in _walk(entry.content):
        if place[-1] == "window" and len(place) > 1:
            comparison = _at(entry.content, place[:-1])
            figure = every_indicator().get(comparison.get("figure", ""))
            if figure and not _fits(figure, said, place[-2]):
                details = {"window": said, "figure": figure.figure}
                yield Problem("rules.window_does_not_fit", entry.where(*place), details)


def _fits(figure: Indicator, window: str, test: str | int) -> bool:
    """Compound growth runs over the whole window, nothing else does; only firms are counted."""
    definition = figure.definition
    if definition.form in OF_MANY_CLUSTERS or (test == "count_at_least" and figure.unit != "家"):
        return False
    if (test == "is_true") != (definition.form == "share_of_clusters"):
        return False
    return definition.spans_years == (window == "span")


def _unknown(entry: Entry, at: Place, name: str, kind: str, place: str) -> Problem:
    return unknown_name(entry.where(*at), name, kind, place)


def _at(content: Any, place: Place) -> Any:
    for key in place:
        content = content[key]
    return content


def _walk(content: Any, at: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield every scalar of a file with its place."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _walk(value, (*at, key))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from _walk(value, (*at, number))
    else:
        yield at, content
