"""Whether a catalogue can be worked with: everything it touches is loaded under it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from jiqun.base.catalogue import Entry, own_entry
from jiqun.base.definitions import definition_faults
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.form_files import AGREED
from jiqun.base.forms import YEARLY, Field, families, family
from jiqun.base.own_catalogue import NONE, OwnCatalogue, catalogue_files, under
from jiqun.base.shipped import CATALOGUE
from jiqun.chains.loading import chains
from jiqun.charts.entries import chart_entries
from jiqun.diagnosis.comparison import comparison
from jiqun.diagnosis.findings import findings
from jiqun.diagnosis.measures import measures
from jiqun.exchange.cooperation.kinds import cooperation
from jiqun.exchange.grants.fields import sharing
from jiqun.exchange.matching.settings import matching
from jiqun.exchange.maturity.stages import standards
from jiqun.exchange.maturity.table import digital_table
from jiqun.exchange.slots.kinds import slot_kinds
from jiqun.filings.workbook.layout import layout
from jiqun.governance.payments import orders
from jiqun.planning.settings import settings as planning
from jiqun.reports.claims import claims
from jiqun.reports.issuers import issuers, logos
from jiqun.reports.outline import outline
from jiqun.reports.policies import documents, instruments, tasks
from jiqun.rules.loading import read_programmes
from jiqun.services.kinds import services
from jiqun.workflow.calendars import calendars

ANY_YEAR = 2022
"""The files are all read, whichever year is asked for."""


def _policies() -> object:
    return documents(ANY_YEAR), tasks(), instruments(ANY_YEAR)


_LOADERS: tuple[Callable[[], object], ...] = (
    calendars,
    _policies,
    chains,
    chart_entries,
    comparison,
    planning,
    findings,
    measures,
    digital_table,
    standards,
    slot_kinds,
    matching,
    cooperation,
    sharing,
    services,
    orders,
    claims,
    outline,
    logos,
    issuers,
)


def faults_under(own: OwnCatalogue) -> list[Problem]:
    """Return everything that is wrong once an installation's catalogue holds.

    Parameters
    ----------
    own
        The files to be tried.
    """
    with under(own):
        if found := _refused(families):
            return found  # whatever names a field would be wrong too, and only in consequence
        found = [*_lowered(own), *_workbooks(), *definition_faults()]
        found += read_programmes(catalogue_files("rules/*/*.yaml"))[1]
        for load in _LOADERS:
            found += _refused(load)
    return list({(fault.code, fault.where, str(fault.details)): fault for fault in found}.values())


def _refused(load: Callable[[], object]) -> list[Problem]:
    try:
        load()
    except Refused as refused:
        return refused.problems
    return []


def _workbooks() -> Iterator[Problem]:
    for form in family(YEARLY).versions:  # what else is filed is closed on the site, in no workbook
        yield from _refused(partial(layout, YEARLY, form.version))


def _lowered(own: OwnCatalogue) -> list[Problem]:
    """Report fields of the shipped forms that would become another thing, or less secret."""
    found: dict[tuple[str, str], Problem] = {}  # versions that extend a bad one say the same
    with under(NONE):
        shipped = {name: known.versions for name, known in families().items()}
    for name, known in families().items():
        before = {form.version: form.fields for form in shipped.get(name, ())}
        for form in known.versions:
            place = f"forms/{name}/{form.version}.yaml"
            for problem in _weakened(before.get(form.version, {}), form.fields):
                field = problem.details["field"]
                where = Where(f"{own.place}/{place}", _line_of(field, place, own), field=field)
                found.setdefault((problem.code, field), replace(problem, where=where))
    return list(found.values())


def _line_of(field: str, place: str, own: OwnCatalogue) -> int | None:
    """Return the line on which an installation's form speaks of a field."""
    if place not in own.files:
        return None
    entry = own_entry(CATALOGUE / place)
    for key in ("fields", "dropped"):
        for number, said in enumerate(entry.content.get(key, ())):
            if field == (said["id"] if isinstance(said, dict) else said):
                return entry.where(key, number).line
    return first_line(entry)


def first_line(entry: Entry) -> int:
    """Return where an installation's file begins to say something of its own."""
    return min((line for at, line in entry.own.items() if at), default=1)


def _weakened(before: Mapping[str, Field], now: Mapping[str, Field]) -> Iterator[Problem]:
    for name, field in before.items():
        if name not in now:
            yield Problem("installation.field_gone", details={"field": name})
            continue
        changed = [key for key in AGREED if getattr(field, key) != getattr(now[name], key)]
        if changed:
            details = {"field": name, "keys": ", ".join(changed)}
            yield Problem("installation.field_changed", details=details)
        if now[name].is_less_secret_than(field):
            yield Problem("installation.less_secret", details={"field": name})
