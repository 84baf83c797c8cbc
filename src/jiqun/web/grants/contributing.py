"""A firm's contribution to its cluster's benchmark, and the benchmark as it is told at a moment."""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office, Reader
from jiqun.exchange.grants.benchmark import Edition, Told, next_edition
from jiqun.exchange.grants.fields import BENCHMARK, Field, field_named
from jiqun.exchange.grants.terms import read_terms
from jiqun.exchange.grants.values import Value
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.events.chain import Deed, record
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.filing.models import Case, FirmLine
from jiqun.web.grants.granting import READ, county_of, put_forward, step
from jiqun.web.grants.keeping import firm_of, year_of
from jiqun.web.grants.models import GRANTED, Benchmark, Grant

MONTHS = 12


def join(said: Mapping[str, str], doer: Doer) -> Grant:
    """Let a firm contribute a field to its cluster's benchmark for a time.

    Parameters
    ----------
    said
        ``cluster``, ``field``, ``until``; and ``county`` where the credit code names none.
    doer
        The firm.

    Raises
    ------
    Refused
        With everything wrong: then nothing is kept.
    """
    code, problems = firm_of(doer), list[Problem]()
    terms = read_terms({**said, "purpose": BENCHMARK}, timezone.now(), problems)
    cluster, county = said.get("cluster", ""), county_of(code, said, problems)
    if cluster not in clusters_of(code):
        problems.append(Problem("grants.no_cluster", Where(field="cluster")))
    if errors_only(problems):
        raise Refused(problems)
    columns = {
        "firm": code, "county": county, "field": terms.field, "purpose": BENCHMARK,
        "cluster": cluster, "since": terms.since, "until": terms.until,
    }  # fmt: skip
    with transaction.atomic():
        # The line forms here: of two who join at once the second sees the first.
        _edition(cluster, terms.field)
        if _in_force(cluster, terms.field).filter(firm=code).exists():
            raise Refused([Problem("grants.asked_already")])
        return step(put_forward(columns, {}, doer), "grant", {}, doer)


def told(cluster: str, field: Field, day: date) -> tuple[Told | None, int]:
    """Return a cluster's benchmark of a field at this moment, and the year it is of.

    Each contributing grant is looked at now: one that ended or was taken back takes its firm out.

    Parameters
    ----------
    cluster, field
        Which.
    day
        Today: the benchmark is of the last whole calendar year.
    """
    year = day.year - 1
    with seen_whole(), transaction.atomic():
        row = _edition(cluster, field.id)
        stands = row.told if row.told and row.told.get("year", year) == year else None
        earlier = row.earlier or ([row.counted] if row.counted else [])
        before = Edition(row.counted, Told.of(stands) if stands else None, tuple(earlier))
        grants = {grant.firm: grant for grant in _in_force(cluster, field.id)}
        values = {
            firm: value.value
            for firm in grants
            if (value := contribution(firm, field, year)) is not None and value.value is not None
        }
        after = next_edition(before, values, _seal(row, year), percent=field.part_of_whole)
        if after != before:
            row.counted, row.earlier = dict(after.counted), list(after.earlier)
            row.told = {**after.told.record(), "year": year} if after.told else None
            row.save()
        if after.counted != before.counted:
            for firm in sorted(values):
                _note(grants[firm])
    return after.told, year


def contribution(firm: str, field: Field, year: int) -> Value | None:
    """Return what a firm would contribute of a year; None where its months do not make one.

    A sum over some of the months is no year's; a mean or ratio stands for the months there are.
    """
    value, months = year_of(firm, field, year)
    if field.made == "sum" and months < MONTHS:
        return None
    return value if value.value is not None else None


def clusters_of(firm: str) -> list[str]:
    """Return the clusters in whose lists of firms a firm stands."""
    with seen_whole():
        lines = FirmLine.objects.filter(credit_code=firm)
        return sorted(set(lines.values_list("case__cluster", flat=True)))


@dataclass(frozen=True)
class Shown:
    """A benchmark as a reader sees it: what is told, and a firm's own value beside it."""

    cluster: str
    field: Field
    year: int
    told: Told | None
    own: Value | None = None


def shown_to(reader: Reader) -> list[Shown]:
    """Return the benchmarks a reader is told: a firm those it contributes to, an office its own.

    They are the same for everybody who is told them.
    """
    day = today()
    if reader.office is Office.FIRM:
        return [
            _shown_to_firm(reader.credit_code, cluster, field, day)
            for cluster, field in _contributed(reader.credit_code)
        ]
    found = []
    for cluster in _clusters_served(reader):
        with seen_whole():
            names = set(_in_force(cluster).values_list("field", flat=True))
            names |= set(Benchmark.objects.filter(cluster=cluster).values_list("field", flat=True))
        found += [
            Shown(cluster, field, day.year - 1, told(cluster, field, day)[0])
            for field in map(field_named, sorted(names))
        ]
    return found


def _shown_to_firm(firm: str, cluster: str, field: Field, day: date) -> Shown:
    """Return a benchmark as a firm sees it: one that has no value in it is told nothing of it."""
    own = contribution(firm, field, day.year - 1)
    return Shown(cluster, field, day.year - 1, told(cluster, field, day)[0] if own else None, own)


def _contributed(firm: str) -> list[tuple[str, Field]]:
    rows = _in_force().filter(firm=firm).values_list("cluster", "field")
    return [(cluster, field_named(name)) for cluster, name in sorted(set(rows))]


def _clusters_served(reader: Reader) -> list[str]:
    if reader.office is Office.AGENCY:
        return sorted(reader.clusters)
    if reader.office is not Office.COUNTY:
        return []
    return sorted(set(Case.objects.for_reader(reader).values_list("cluster", flat=True)))


def _in_force(cluster: str = "", field: str = "") -> QuerySet[Grant]:
    """Return the contributions that hold at this moment."""
    now = timezone.now()
    rows = Grant.objects.filter(
        purpose=BENCHMARK, state=GRANTED, since__lte=now, until__gt=now, revoked_at=None
    )
    rows = rows.filter(cluster=cluster) if cluster else rows
    return rows.filter(field=field) if field else rows


def _edition(cluster: str, field: str) -> Benchmark:
    """Return the row of a benchmark, which nobody else counts meanwhile."""
    with seen_whole():
        made = {"salt": secrets.token_hex(16)}
        Benchmark.objects.get_or_create(cluster=cluster, field=field, defaults=made)
        return Benchmark.objects.select_for_update().get(cluster=cluster, field=field)


def _seal(row: Benchmark, year: int) -> Callable[[str, Decimal], str]:
    """Return what seals a value of a year: another year's is another contribution."""

    def seal(firm: str, value: Decimal) -> str:
        return hashlib.sha256(f"{row.salt}:{year}:{firm}:{value}".encode()).hexdigest()

    return seal


def _note(grant: Grant) -> None:
    """Record that a firm's contribution was used."""
    said = {"form": "benchmark", "field": grant.field, "purpose": grant.purpose, "months": MONTHS}
    record(Deed(READ, grant.subject, "", INSTALLATION.office, said))
