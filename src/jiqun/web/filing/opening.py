"""Open a year for a cluster: everything known is filled in, each value saying who supplied it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.forms import YEARLY, Form, family, form_for
from jiqun.base.readers import Office
from jiqun.clusters import Profile
from jiqun.exchange.feeding import Suggestion
from jiqun.filings.workbook.prefill import known_of
from jiqun.filings.workbook.template import Known
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import kept, lengthened, stepped, today
from jiqun.web.casework.filling import fill
from jiqun.web.casework.handing import filed_by
from jiqun.web.casework.models import kept_definition, said_parties
from jiqun.web.casework.moving import begun
from jiqun.web.casework.noting import filled_in
from jiqun.web.events.chain import Deed, record
from jiqun.web.filing.feeding import EXCHANGE, suggested
from jiqun.web.filing.models import PREVIOUS, VALUES, Case, Cell
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party, route_of
from jiqun.workspace import Workspace

FILED, CARRIED, ROSTER = "filed", "carried", "roster"


@dataclass(frozen=True, slots=True)
class Opening:
    """What is asked for when a year is opened.

    Parameters
    ----------
    year
        The data year.
    working_days
        How long the county has; None leaves it not configured.
    submits
        The county that files, where the perimeter has several.
    """

    year: int
    working_days: int | None = None
    submits: str = ""


def open_case(profile: Profile, asked: Opening, workspace: Workspace, doer: Doer) -> Case:
    """Open a cluster's case.

    Raises
    ------
    Refused
        Where it is open already, the year has no form, the places have no route, or the doer may
        not open it.
    """
    form = form_for(YEARLY, asked.year)
    route = route_of(profile.county_codes, national=profile.national, submits=asked.submits)
    county = route.parties["county"].of
    profile = filed_by(profile, county)
    parties = {**route.parties, "agency": Party(Office.AGENCY, profile.id)}
    definition = workflow("filing")
    standing = opened(definition, parties, doer.party)
    known = known_about(workspace, profile, asked.year, doer)
    clocks = stepped({}, definition.opening, standing, today())
    if asked.working_days is not None:
        clocks["filing"] = lengthened(clocks["filing"], asked.working_days)
    before = workspace.accepted().get((profile.id, asked.year))
    case = Case(
        cluster=profile.id,
        year=asked.year,
        county=county,
        perimeter="".join(f" {code}" for code in profile.county_codes),
        province=route.parties["province"].of,
        profile=profile.record(),
        form=form.family,
        form_version=form.version,
        parties=said_parties(parties),
        state=standing.state,
        holder=standing.holder,
        clocks=kept(clocks),
        known_sha256=before.sha256 if before else "",
    )
    fed = suggested(workspace, profile, asked.year, doer)
    return _stored(case, _cells(case, form, known, fed), doer)


def _stored(case: Case, cells: list[Cell], doer: Doer) -> Case:
    definition = workflow("filing")
    try:
        with transaction.atomic():
            case.definition = kept_definition(definition)
            case.save()
            filled = filled_in(Cell.objects.bulk_create(cells))
            by = (case.subject, doer.person, doer.office)
            record(Deed("open", *by, {**begun(case), **filled.said}, filled.sealed))
    except IntegrityError:
        place = Where(cluster=case.cluster, year=case.year)
        raise Refused([Problem("filing.open_already", place)]) from None
    return case


def known_about(workspace: Workspace, profile: Profile, year: int, doer: Doer) -> Known:
    """Return what the workspace knows; nothing of a cluster that never filed, or is not seen."""
    if not doer.reader.sees_cluster(profile.id, profile.county_codes[0]):
        return Known(profile=profile)
    if not workspace.accepted().years(profile.id):
        return Known(profile=profile)
    return known_of(workspace, profile.id, year)


def _cells(case: Case, form: Form, known: Known, fed: Mapping[str, Suggestion]) -> list[Cell]:
    """Return a cell for every field and year asked, filled in where something is known.

    What only follows from the closed year of the exchange is filled in where nothing else is
    known, and waits to be confirmed.
    """
    before = family(form.family).form_around(case.year - 1)
    again = bool(case.known_sha256)
    cells = []
    for period, fields, said in (
        (VALUES, form.fields, known.values),
        (PREVIOUS, before.fields, known.previous),
    ):
        for name in fields:
            cell = Cell(case=case, period=period, field=name)
            if name in said:
                cell.source = _source(period, name, known, again=again)
                cell.confirmed = cell.source == FILED
                fill(cell, said[name], flag=fields[name].type == "flag")
            elif period == VALUES and name in fed:
                cell.said, cell.source, cell.confirmed = fed[name].said, EXCHANGE, False
            cells.append(cell)
    return cells


def _source(period: str, name: str, known: Known, *, again: bool) -> str:
    if name in known.counted and period == VALUES:
        return ROSTER
    return FILED if again or period == PREVIOUS else CARRIED
