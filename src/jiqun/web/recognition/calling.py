"""Calls: drafted by who recognises, issued to everybody, moved on step by step."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.readers import Office, Reader
from jiqun.base.texts import read_text
from jiqun.rules import Programme, programmes
from jiqun.rules.life import call_of
from jiqun.rules.procedures import procedure_of
from jiqun.rules.programmes import NATIONAL
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import kept, stepped, today
from jiqun.web.casework.models import kept_definition
from jiqun.web.casework.moving import begun
from jiqun.web.events.chain import Deed, record
from jiqun.web.recognition.begun import written_down
from jiqun.web.recognition.models import OPEN, Call
from jiqun.web.recognition.quotas import LARGEST_QUOTA, known_quotas
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party


@dataclass(frozen=True, slots=True)
class Terms:
    """What a call says.

    Parameters
    ----------
    programme, year
        Under which programme, for which batch.
    due
        The last day to apply.
    notice
        The notice's number, or empty.
    quotas
        How many a recommender may name, by kind or region code; None is no limit.
    """

    programme: str
    year: int
    due: date
    notice: str
    quotas: dict[str, int | None]


def callable_by(doer: Doer) -> list[Programme]:
    """Return the programmes under which somebody may call: those of their own jurisdiction."""
    region = NATIONAL if doer.reader.office is Office.NATION else doer.party.of
    if doer.reader.office not in (Office.NATION, Office.PROVINCE):
        return []
    return [
        programme
        for programme in programmes().values()
        if programme.region == region and programme.kind == "recognition"
    ]


def open_calls(reader: Reader) -> list[Call]:
    """Return the calls a reader can apply to now: a county's, while they take applications."""
    if reader.office is not Office.COUNTY:
        return []
    issued = Call.objects.for_reader(reader).filter(state=OPEN, due__gte=today())
    return [call for call in issued if call.rules.region == NATIONAL or _lies_in(call, reader)]


def _lies_in(call: Call, reader: Reader) -> bool:
    """Tell whether a county lies where a call's programme is in force."""
    region = call.rules.region
    return any(code.startswith(region.rstrip("0")) for code in reader.within)


def known_terms(programme: Programme, year: int) -> dict[str, Any]:
    """Return what the catalogue knows of a year's call, to fill its form in."""
    known = call_of(programme, year)
    if known is None:
        return {"notice": "", "due": None, "quotas": known_quotas(programme, year)}
    return {"notice": known.notice or "", "due": known.due, "quotas": known_quotas(programme, year)}


def draft_call(terms: Terms, doer: Doer) -> Call:
    """Draft a call; nobody else sees it before it is issued.

    Raises
    ------
    Refused
        Where the programme is not the doer's to call under, there is a call already, or a quota
        is no number.
    """
    programme = next((own for own in callable_by(doer) if own.id == terms.programme), None)
    if programme is None:
        raise Refused([Problem("recognition.not_your_programme")])
    notice, problems = read_text(terms.notice, Where(field="notice"), longest=100)
    limits = [limit for limit in terms.quotas.values() if limit is not None]
    if any(not 0 <= limit <= LARGEST_QUOTA for limit in limits):
        problems.append(Problem("recognition.no_quota", details={"most": LARGEST_QUOTA}))
    if problems:
        raise Refused(problems)
    table = workflow("call")
    standing = opened(table, {"authority": doer.party}, doer.party)
    call = Call(
        programme=programme.id,
        year=terms.year,
        notice=notice,
        due=terms.due,
        quotas=terms.quotas,
        procedure=dict(procedure_of(programme).content),
        begun=written_down(programme),
        office=str(doer.party.office),
        of=doer.party.of,
        parties={"authority": [str(doer.party.office), doer.party.of]},
        state=standing.state,
        holder=standing.holder,
        clocks=kept(stepped({}, table.opening, standing, today())),
    )
    return _stored(call, doer)


def _stored(call: Call, doer: Doer) -> Call:
    try:
        with transaction.atomic():
            call.definition = kept_definition(workflow("call"))
            call.save()
            said = {**begun(call), "due": call.due.isoformat(), "quotas": call.quotas}
            said |= {"notice": call.notice, "procedure": call.way.version}
            record(Deed("draft", call.subject, doer.person, doer.office, said))
    except IntegrityError:
        details = {"programme": call.programme, "year": call.year}
        raise Refused([Problem("recognition.called_already", details=details)]) from None
    return call


def issuer(call: Call) -> Party:
    """Return whose call it is."""
    return Party(Office(call.office), call.of)
