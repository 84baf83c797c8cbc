"""Apply: begin with everything known, hand in, and what a draft says as figures the rules read."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.clusters import Profile
from jiqun.rules.facts import Facts
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import kept, stepped, today
from jiqun.web.casework.models import kept_definition, said_parties
from jiqun.web.casework.moving import begun, locked, move
from jiqun.web.casework.noting import filled_in
from jiqun.web.events.chain import Deed, record
from jiqun.web.recognition.asked import ABOUT, DESCRIPTIONS, STATEMENT, TARGET
from jiqun.web.recognition.calling import issuer, open_calls
from jiqun.web.recognition.exhibits import handed_in_with, lacking
from jiqun.web.recognition.models import Answer, Application, Call, Handed
from jiqun.web.recognition.quotas import refuse_beyond
from jiqun.web.recognition.said_facts import facts_said
from jiqun.web.recognition.starting import first_answers
from jiqun.web.recognition.targets import target_faults
from jiqun.workflow.cases import opened
from jiqun.workflow.definitions import Workflow
from jiqun.workflow.routes import route_of
from jiqun.workspace import Workspace


def begin(
    call: Call,
    profile: Profile,
    workspace: Workspace,
    doer: Doer,
    candidate: Mapping[str, Any] | None = None,
    submits: str = "",
) -> Application:
    """Begin an application: figures of filings are filled in, to be confirmed.

    Parameters
    ----------
    call
        An open call.
    profile
        The cluster.
    workspace
        Where its filings are.
    doer
        Who: the county that applies.
    candidate
        The candidate of a discovery run it begins with.
    submits
        The county that applies, where the perimeter has several.

    Raises
    ------
    Refused
        Where the call is not open, the county is not the doer's, or there is one already.
    """
    if call not in open_calls(doer.reader):
        raise Refused([Problem("recognition.call_not_open")])
    codes, own = profile.county_codes, call.recommended_by
    route = route_of(codes, national=False, submits=submits, recommends=own)
    authority = issuer(call)
    parties = {**route.parties, "authority": authority}
    parties = {slot: party for slot, party in parties.items() if slot in SLOTS}
    table = call.way.table("application")
    standing = opened(table, parties, doer.party)
    application = Application(
        call=call,
        cluster=profile.id,
        county=parties["county"].of,
        province=parties["province"].of,
        perimeter="".join(f" {code}" for code in profile.county_codes),
        profile=profile.record(),
        candidate=dict(candidate or {}),
        parties=said_parties(parties),
        state=standing.state,
        holder=standing.holder,
        clocks=kept(stepped({}, table.opening, standing, today())),
    )
    return _stored(application, table, workspace, doer)


SLOTS = ("county", "prefecture", "province", "authority")


def _stored(
    application: Application, table: Workflow, workspace: Workspace, doer: Doer
) -> Application:
    try:
        with transaction.atomic():
            application.definition = kept_definition(table)
            application.save()
            known = filled_in(Answer.objects.bulk_create(_answers(application, workspace, doer)))
            said = {**begun(application), **known.said}
            said |= {"candidate": application.candidate} if application.candidate else {}
            by = (application.subject, doer.person, doer.office)
            record(Deed("begin", *by, said, known.sealed))
    except IntegrityError:
        raise Refused([Problem("recognition.applied_already")]) from None
    return application


def _answers(application: Application, workspace: Workspace, doer: Doer) -> list[Answer]:
    profile = Profile.of(application.profile)
    begun = (application.asked_of, profile, application.candidate)
    cells = list(first_answers(*begun, workspace, doer.reader).values())
    for answer in cells:
        answer.application = application
    return cells


def facts_of(application: Application, cells: Iterable[Answer]) -> tuple[Facts, list[Problem]]:
    """Read what an application says of each year as a file's cells are read.

    Returns
    -------
    Facts
        What could be read, for the rules.
    list of Problem
        What could not, each at its cell.
    """
    asked = application.asked_of
    own = [answer for answer in cells if answer.field in asked.figures]
    return facts_said(application.cluster, application.county, own)


def unanswered(application: Application, cells: Iterable[Answer]) -> list[Problem]:
    """Return a problem for each thing that is not said, or that nobody confirmed."""
    problems = []
    for answer in cells:
        place = Where(cluster=application.cluster, field=f"{answer.period}.{answer.field}")
        details = _titles(application, answer)
        if answer.empty and answer.period == ABOUT:
            continue
        if answer.empty:
            problems.append(Problem("recognition.not_answered", place, details))
        elif not answer.confirmed:
            problems.append(Problem("recognition.not_confirmed", place, details))
    return problems


def _titles(application: Application, answer: Answer) -> dict[str, str]:
    asked = application.asked_of
    title = (
        DESCRIPTIONS[answer.field]
        if answer.period == ABOUT
        else asked.statements[answer.field]
        if answer.period == STATEMENT
        else asked.targets[answer.field]
        if answer.period.startswith(TARGET)
        else asked.figures[answer.field].title
    )
    year = answer.period.lstrip(TARGET) if answer.period not in (STATEMENT, ABOUT) else ""
    return {"title": f"{year} {title.zh}".strip(), "title_en": f"{title.en} {year}".strip()}


def hand_in(application: Application, doer: Doer) -> Application:
    """Hand an application in: what it says now is kept, and the next office's turn begins.

    Raises
    ------
    Refused
        With everything that is not said, not confirmed, not enclosed or cannot be read; where
        somebody changed a cell meanwhile; or where the county's own quota is used up.
    """
    cells = list(application.cells.all())
    _, problems = facts_of(application, cells)
    targets = target_faults(application.asked_of, application.cluster, cells)
    problems = [*unanswered(application, cells), *errors_only(problems), *targets]
    problems += lacking(application)
    if problems:
        raise Refused(problems)
    versions = {answer.pk: answer.version for answer in cells}
    with transaction.atomic():
        call = locked(application.call)  # before the application, as whoever closes scores does
        application = locked(application)
        refuse_beyond(call, application, Office.COUNTY)
        if dict(application.cells.values_list("pk", "version")) != versions:
            raise Refused([Problem("filing.changed_meanwhile")])
        if gone := lacking(application):  # removed while the rest was looked through
            raise Refused(gone)
        handed = Handed.objects.create(
            application=application,
            number=application.handed.count() + 1,
            cells={str(answer): answer.content for answer in cells if not answer.empty},
            person=doer.person,
        )
        evidence = handed_in_with(application, handed.number)
        return move(application, "submit", doer, said={"evidence": evidence} if evidence else {})


def handed_cells(application: Application) -> list[Answer]:
    """Return the cells as they were last handed in; none before."""
    handed = application.handed.first()
    said: Mapping[str, Mapping[str, Any]] = handed.cells if handed else {}
    found = []
    for name, content in said.items():
        period, _, field = name.partition(".")
        found.append(Answer(application=application, period=period, field=field, **content))
    return found
