"""Ask for a field, grant, narrow, take back, differ: each step one event, and each use one."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from jiqun.base.codes import regions
from jiqun.base.credit_codes import is_credit_code
from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office, Reader, own_quota
from jiqun.exchange.grants.deciding import why_not
from jiqun.exchange.grants.fields import BENCHMARK, field_named
from jiqun.exchange.grants.terms import narrowed, read_terms
from jiqun.exchange.grants.values import Value
from jiqun.exchange.wording import read_county, read_names, read_size, read_texts
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import opening_of
from jiqun.web.casework.moving import begun, locked, move
from jiqun.web.casework.telling import told as told_of
from jiqun.web.events.chain import Deed, record
from jiqun.web.grants.keeping import values_of
from jiqun.web.grants.models import ASKED, GRANTED, Grant
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party

READ = "read_data"
"""What the log calls a use."""


def ask(said: Mapping[str, str], doer: Doer) -> Grant:
    """Ask a firm for a field. Whether the firm has it, or an account at all, is not told.

    Parameters
    ----------
    said
        ``firm`` (its credit code), ``county``, ``field``, ``purpose``, ``since``, ``until``,
        ``first_month``, ``wish``, and ``name`` of who asks.
    doer
        Who asks.

    Raises
    ------
    Refused
        With everything wrong: then nothing is kept.
    """
    columns = _asked(said, doer)
    return put_forward(columns, {"reader": doer.party}, doer)


def put_forward(
    columns: Mapping[str, Any],
    readers: Mapping[str, Party],
    doer: Doer,
    reads: Reader | None = None,
) -> Grant:
    """Write a request that was read, with its event.

    Parameters
    ----------
    columns, readers
        What it asks for, and who reads; nobody for a benchmark.
    doer
        Who puts it forward.
    reads
        Who reads, where that is not the doer: an office settles no dispute of its own.

    Raises
    ------
    Refused
        Where one like it waits.
    """
    table = workflow("grant")
    arbiter = _arbiter(str(columns["county"]), reads or doer.reader)
    firm = Party(Office.FIRM, columns["firm"])
    parties = {"firm": firm, "arbiter": arbiter, **readers}
    standing = opened(table, parties, doer.party)
    reader = readers.get("reader")
    try:
        with transaction.atomic():
            row = Grant.objects.create(
                **columns,
                reader_office=str(reader.office) if reader else "",
                reader_of=reader.of if reader else "",
                arbiter=str(arbiter.office),
                **opening_of(table, parties, standing),
            )
            sealed = told_of(row, Grant.worded).sealed
            record(Deed("ask", row.subject, doer.person, doer.office, begun(row), sealed))
    except IntegrityError as fault:  # the constraint: one of a kind that waits
        raise Refused([Problem("grants.asked_already")]) from fault
    return row


def step(row: Grant, verb: str, said: Mapping[str, str], doer: Doer) -> Grant:
    """Take a step with a request or grant.

    Parameters
    ----------
    row
        As its reader sees it.
    verb
        By its workflow.
    said
        ``reason``, and of a grant or a narrowing ``name``, ``until`` and ``first_month``.
    doer
        Who.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks its reason.
    """
    with transaction.atomic():
        row = locked(row)
        return move(row, verb, doer, said.get("reason", ""), **_changes(row, verb, said, doer))


def read_by(row: Grant, form: str, doer: Doer, token: int | None = None) -> list[Value]:
    """Return what a grant lets its reader read now, and record the use.

    Whether it may be read is decided under the grant's lock, and once more when the values are
    there: nothing is handed out once the grant has ended or was taken back.

    Parameters
    ----------
    row
        As its reader sees it.
    form
        ``page``, ``json``, ``jsonl`` or ``csv``.
    doer
        Who reads.
    token
        The number of the token a program reads with; None where somebody is signed in.

    Raises
    ------
    Refused
        Where the grant does not hold at this moment, or is not the doer's.
    """
    with transaction.atomic():
        row = locked(row)
        if "reader" not in row.standing.slots_of(doer.party):
            raise Refused([Problem("grants.not_granted")])
        _refuse_ended(row)
        values = values_of(row.firm, field_named(row.field), row.first_month)
        said: dict[str, Any] = {
            "form": form, "field": row.field, "purpose": row.purpose, "months": len(values),
        }  # fmt: skip
        if token is not None:
            said["token"] = token
        record(Deed(READ, row.subject, doer.person, doer.office, said))
        _refuse_ended(row)
    return values


def _refuse_ended(row: Grant) -> None:
    if reason := why_not(row.decisive, timezone.now()):
        raise Refused([Problem(f"grants.{reason}")])


def _asked(said: Mapping[str, str], doer: Doer) -> dict[str, Any]:
    """Return the columns of a request, everything wrong with it told at once."""
    problems: list[Problem] = []
    code = said.get("firm", "").strip().upper()
    if not is_credit_code(code):
        written = said.get("firm", "").strip()[:40]
        fault, details = ("no_firm", {"said": written}) if written else ("firm_missing", {})
        problems.append(Problem(f"grants.{fault}", Where(field="firm"), details))
    elif code == doer.reader.credit_code:
        problems.append(Problem("grants.your_own", Where(field="firm")))
    terms = read_terms(said, timezone.now(), problems)
    if terms.purpose == BENCHMARK:
        problems.append(Problem("grants.benchmark_is_joined", Where(field="purpose")))
    county = county_of(code, said, problems)
    names = read_names(said, ("name",), problems) if names_itself(doer) else [""]
    texts = read_texts(said, ("wish",), problems) | {"size": read_size(said, problems)}
    if errors_only(problems):
        raise Refused(problems)
    columns: dict[str, Any] = {**texts, "firm": code, "county": county, "reader_name": names[0]}
    columns |= {"field": terms.field, "purpose": terms.purpose, "first_month": terms.first_month}
    columns |= {"since": terms.since, "until": terms.until}
    refuse_held(columns, doer.party)
    return columns


def county_of(code: str, said: Mapping[str, str], problems: list[Problem]) -> str:
    """Return the county a firm is registered in; where its code tells none, as who asks says.

    Who asks does not choose who settles.
    """
    if regions().county(code[2:8]) is not None:
        return code[2:8]
    return read_county(said, problems)


def names_itself(doer: Doer) -> bool:
    """Tell whether who asks says what it is called; an office's title says it."""
    return doer.reader.office in (Office.FIRM, Office.AGENCY)


def refuse_held(columns: Mapping[str, Any], party: Party) -> None:
    """Refuse what is asked for already, or granted until at least as late.

    Raises
    ------
    Refused
        Where it is.
    """
    same = Grant.objects.filter(
        firm=columns["firm"], field=columns["field"], purpose=columns["purpose"],
        reader_office=str(party.office), reader_of=party.of,
    )  # fmt: skip
    holds = Q(state=GRANTED, until__gte=columns["until"], since__lte=columns["since"])
    found = same.filter(Q(state=ASKED) | holds)
    if any(row.state == ASKED or not row.reader_changed for row in found):
        raise Refused([Problem("grants.asked_already")])


def _arbiter(county: str, reader: Reader) -> Party:
    """Return who settles disputes: the firm's county, or who is above it where it reads itself."""
    if reader.office is not Office.COUNTY or reader.within != (county,):
        return Party(Office.COUNTY, county)
    city = next((quota for quota in own_quota().values() if county.startswith(quota.prefix)), None)
    if city is not None:
        return Party(Office.PROVINCE, city.code)
    if regions().get(f"{county[:2]}0000") is None:
        raise Refused([Problem("grants.own_arbiter")])
    return Party(Office.PROVINCE, f"{county[:2]}0000")


def _changes(row: Grant, verb: str, said: Mapping[str, str], doer: Doer) -> dict[str, Any]:
    """Return the columns that a step changes besides where the grant stands."""
    text = said.get("reason", "").strip()
    if verb in ("grant", "narrow"):
        return _narrower(row, verb, said)
    ended = {"ended_at": row.ended_at or timezone.now()}
    if verb == "revoke":
        return {"revoked_at": timezone.now(), "answer": text or row.answer, **ended}
    if verb == "give_back":
        return ended
    if verb == "refuse":
        return {"answer": text}
    if verb in ("dispute", "state_side"):
        says = "firm_says" if doer.reader.credit_code == row.firm else "reader_says"
        return {says: text, "was_disputed": True, **ended}
    return {"ruling": text} if verb == "settle" else {}


def _narrower(row: Grant, verb: str, said: Mapping[str, str]) -> dict[str, Any]:
    problems: list[Problem] = []
    terms = narrowed(row.terms, said, timezone.now(), problems)
    names_itself = verb == "grant" and bool(row.reader_office)  # a benchmark names nobody
    names = read_names(said, ("name",), problems) if names_itself else [row.firm_name]
    if terms.until and terms.until <= timezone.now() and not problems:
        problems.append(Problem("grants.ends_before", Where(field="until")))
    if errors_only(problems):
        raise Refused(problems)
    changes: dict[str, Any] = {"until": terms.until, "first_month": terms.first_month}
    granted: dict[str, Any] = {"firm_name": names[0], "granted_at": timezone.now()}
    return changes | (granted if verb == "grant" else {})
