"""Calls: drafted by who recognises, issued to everybody, moved on step by step."""

from django.db import IntegrityError, transaction

from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.rules import Programme, programmes
from jiqun.rules.procedures import procedure_of
from jiqun.rules.programmes import NATIONAL
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import kept, stepped, today
from jiqun.web.casework.models import kept_definition
from jiqun.web.casework.moving import begun, locked
from jiqun.web.events.chain import Deed, record
from jiqun.web.recognition.begun import written_down
from jiqun.web.recognition.models import CANCELLED, DRAFTED, OPEN, Call
from jiqun.web.recognition.terms import Terms, checked, terms_of
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party


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
    terms, table = checked(terms), workflow("call")
    standing = opened(table, {"authority": doer.party}, doer.party)
    call = Call(
        programme=programme.id,
        year=terms.year,
        notice=terms.notice,
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
            before = Call.objects.of(call.programme, call.year)
            call.number = max((other.number for other in before), default=0) + 1
            call.definition = kept_definition(workflow("call"))
            call.save()
            said = {**begun(call), **terms_of(call).said, "procedure": call.way.version}
            record(Deed("draft", call.subject, doer.person, doer.office, said))
    except IntegrityError:
        raise Refused([called_already(call.title)]) from None
    return call


def called_already(title: Bilingual) -> Problem:
    """Return the problem of a second call, while the first is not cancelled."""
    return Problem("recognition.called_already", details={"title": title.zh, "title_en": title.en})


def standing_call(programme: Programme, year: int) -> Call | None:
    """Return the call under a programme for a year that is not cancelled; None where none is."""
    return Call.objects.of(programme.id, year).exclude(state=CANCELLED).first()


def amend_call(call: Call, terms: Terms, version: str, doer: Doer) -> Call:
    """Amend a draft, by one event; the programme and its year stay.

    Parameters
    ----------
    call
        The draft.
    terms
        What it says from now on.
    version
        Of the terms that were looked at: where somebody amended them since, nothing is done.
    doer
        The call's authority.

    Raises
    ------
    Refused
        Where it is another's call or issued already, somebody amended it since, or a term cannot
        be kept.
    """
    terms = checked(terms)
    with transaction.atomic():
        call = locked(call)
        before = terms_of(call)
        if doer.party != issuer(call):
            raise Refused([Problem("recognition.not_your_call")])
        if call.state != DRAFTED:
            raise Refused([Problem("recognition.issued_already")])
        if before.version != version:
            raise Refused([Problem("recognition.terms_changed")])
        if terms.said != before.said:
            call.due, call.notice, call.quotas = terms.due, terms.notice, terms.quotas
            call.save(update_fields=["due", "notice", "quotas"])
            said = {"before": before.said, **terms.said}
            record(Deed("amend", call.subject, doer.person, doer.office, said))
    return call


def issuer(call: Call) -> Party:
    """Return whose call it is."""
    return Party(Office(call.office), call.of)
