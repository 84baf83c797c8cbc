"""Found a body, enact its statutes, enter members, let them go, record mandates: one event each."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from jiqun.base.canonical import canonical_text
from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.clusters import Profile
from jiqun.governance.members import Joining, read_mandate, read_member
from jiqun.governance.statutes import follows, read_statutes
from jiqun.governance.wording import read_date, read_name
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.moving import read_reason
from jiqun.web.events.chain import ERASE, Deed, erase_of, record
from jiqun.web.governance.models import Body, Mandate, Member, Statute

MOST_LINES = 20000
"""Members entered at once; ours."""
LINE = ("code", "name", "kind", "size", "since")


def found(profile: Profile, said: Mapping[str, str], doer: Doer) -> Body:
    """Found the body of a cluster that the doer serves.

    Raises
    ------
    Refused
        With everything wrong with it, or where the cluster has one.
    """
    _agency_of(profile.id, doer)
    problems: list[Problem] = []
    name, founded = read_name(said, "name", problems), read_date(said, "founded", problems)
    if founded is not None and founded > today():
        problems.append(Problem("governance.day_ahead", Where(field="founded")))
    if errors_only(problems) or founded is None:
        raise Refused(problems)
    county, known = profile.county_codes[0], {"name": name, "founded": founded}
    try:
        with transaction.atomic():
            row = Body.objects.create(cluster=profile.id, county=county, **known)
            told = {"cluster": row.cluster, "county": county, "founded": founded.isoformat()}
            record(Deed("found_body", row.subject, doer.person, doer.office, told, {"name": name}))
    except IntegrityError as fault:  # the constraint: a cluster has one
        raise Refused([Problem("governance.body_there")]) from fault
    return row


def enact(body: Body, said: Mapping[str, str], doer: Doer) -> Statute:
    """Enter statutes: those before stay as they were, for the days they were in force.

    Raises
    ------
    Refused
        With everything wrong with them, or where they would begin before others did.
    """
    _agency_of(body.cluster, doer)
    enacted, problems = read_statutes(said)
    with transaction.atomic():
        body = _locked(body)
        earlier = body.statutes.values_list("since", flat=True)
        follows(earlier, enacted.since, problems)
        if errors_only(problems) or enacted.since is None:
            raise Refused(problems)
        rules = enacted.rules
        row = body.statutes.create(
            text=enacted.text,
            document=enacted.document,
            since=enacted.since,
            quorum=rules.quorum,
            without=rules.without,
            majority=rules.majority,
        )
        told = {"since": enacted.since.isoformat(), "quorum": rules.quorum}
        told |= {"without": rules.without, "majority": rules.majority}
        words = {"text": row.text, "document": row.document}
        record(Deed("enact", body.subject, doer.person, doer.office, told, words))
    return row


def enter_members(body: Body, written: str, doer: Doer) -> int:
    """Enter members, a line each: code, name, kind, size, day, with upright strokes between.

    Returns
    -------
    int
        How many.

    Raises
    ------
    Refused
        With everything wrong with any line, each by its number: then none is entered.
    """
    _agency_of(body.cluster, doer)
    joining, problems = _lines(written)
    with transaction.atomic():
        body = _locked(body)
        there = set(body.members.there().values_list("code", flat=True))
        for number, member in joining.items():
            if member.code in there:
                where = Where(field="lines", line=number)
                problems.append(Problem("governance.member_there", where, {"code": member.code}))
            there.add(member.code)
        if errors_only(problems):
            raise Refused(problems)
        Member.objects.bulk_create(
            [
                _row(body, member, member.since)
                for member in joining.values()
                if member.since is not None  # a problem said so, and nobody came this far
            ],
            batch_size=500,
        )
        words = {"members": canonical_text([member.code for member in joining.values()])}
        told = {"count": len(joining)}
        record(Deed("enter_members", body.subject, doer.person, doer.office, told, words))
    return len(joining)


def release(member: Member, reason: str, doer: Doer) -> Member:
    """Record that a member left; a ballot that runs keeps it on its roll.

    Raises
    ------
    Refused
        Where it is gone already, or the reason is missing.
    """
    _agency_of(member.cluster, doer)
    why = read_reason(reason).strip()
    if not why:
        raise Refused([Problem("governance.text_missing", Where(field="reason"))])
    with transaction.atomic():
        member = Member.objects.select_for_update().get(pk=member.pk)
        if member.gone is not None:
            raise Refused([Problem("governance.member_gone")])
        member.gone, member.why = today(), why
        member.save(update_fields=["gone", "why"])
        sealed = {"reason": why}
        record(Deed("release_member", member.subject, doer.person, doer.office, {}, sealed))
    return member


def mandate(member: Member, said: Mapping[str, str], doer: Doer) -> Mandate:
    """Record who speaks for a member: the mandate before ends the day before.

    Raises
    ------
    Refused
        With everything wrong with it, or where it would begin before the last did.
    """
    _agency_of(member.cluster, doer)
    given, problems = read_mandate(said)
    with transaction.atomic():
        member = Member.objects.select_for_update().get(pk=member.pk)
        if member.gone is not None:
            raise Refused([Problem("governance.member_gone")])
        last = member.mandates.first()
        follows([last.since] if last else [], given.since, problems)
        if errors_only(problems) or given.since is None:
            raise Refused(problems)
        _end(last, given.since - timedelta(days=1))
        row = member.mandates.create(
            name=given.name,
            role=given.role,
            document=given.document,
            since=given.since,
            until=given.until,
        )
        told = {"since": given.since.isoformat()}
        told |= {"until": given.until.isoformat()} if given.until else {}
        words = {"name": row.name, "role": row.role, "document": row.document}
        record(Deed("give_mandate", member.subject, doer.person, doer.office, told, words))
    return row


def forget(member: Member, doer: Doer) -> Member:
    """Take the names of those whose mandates are over out of a member, and its names of the log.

    Raises
    ------
    Refused
        Where none of a mandate that is over is there.
    """
    _agency_of(member.cluster, doer)
    with transaction.atomic():
        member = Member.objects.select_for_update().get(pk=member.pk)
        if not member.to_be_forgotten().update(name=""):
            raise Refused([Problem("governance.nobody_to_forget")])
        gone = erase_of(member.subject, ("name",))
        record(Deed(ERASE, member.subject, doer.person, doer.office, {"texts": gone}))
    return member


def _end(last: Mandate | None, day: date) -> None:
    """Let a mandate end where it would reach into the next."""
    if last is not None and (last.until is None or last.until > day):
        last.until = day
        last.save(update_fields=["until"])


def _lines(written: str) -> tuple[dict[int, Joining], list[Problem]]:
    lines = [(number, line) for number, line in enumerate(written.splitlines(), 1) if line.strip()]
    problems: list[Problem] = []
    if not lines or len(lines) > MOST_LINES:
        problems.append(Problem("governance.no_lines", Where(field="lines"), {"most": MOST_LINES}))
        return {}, problems
    joining = {}
    for number, line in lines:
        parts = [part.strip() for part in line.replace("｜", "|").split("|")]
        said = dict(zip(LINE, parts, strict=False))
        joining[number], faults = read_member(said, today())
        problems += [_at(number, fault) for fault in faults]
    return joining, problems


def _at(number: int, fault: Problem) -> Problem:
    return Problem(fault.code, Where(field="lines", line=number), fault.details)


def _row(body: Body, member: Joining, since: date) -> Member:
    return Member(
        body=body,
        cluster=body.cluster,
        county=body.county,
        code=member.code,
        name=member.name,
        kind=member.kind,
        size=member.size,
        since=since,
    )


def _locked(body: Body) -> Body:
    return Body.objects.select_for_update().get(pk=body.pk)


def _agency_of(cluster: str, doer: Doer) -> None:
    """Refuse whoever is not the cluster's promotion agency."""
    if doer.reader.office is not Office.AGENCY or cluster not in doer.reader.clusters:
        raise Refused([Problem("governance.agency_only")])
