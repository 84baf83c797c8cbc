"""Move something, amend it, discuss it, follow it: one event each."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.governance.motions import read_motion
from jiqun.governance.statutes import MEETING
from jiqun.governance.wording import read_words
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.models import kept_definition, said_parties
from jiqun.web.casework.moving import begun, locked, move, read_reason
from jiqun.web.casework.telling import told as told_of
from jiqun.web.events.chain import Deed, record
from jiqun.web.governance.models import Body, Member, Motion, Remark
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party, route_of

MOST_OPEN = 20
"""Motions of one firm that wait for a decision; ours."""
MOST_REMARKS = 500
"""Remarks on one motion; ours."""
AT_MEETING = ("adopt_at_meeting", "reject_at_meeting")
DECIDES = ("decline", *AT_MEETING)
"""Steps that decide, beside a ballot."""
BY_A_REASON = ("withdraw", "decline", "admit", "carry_out", "give_up")
"""Steps that take a reason at most."""


def submit(body: Body, said: Mapping[str, str], doer: Doer) -> Motion:
    """Move something in a body, as a member firm.

    Raises
    ------
    Refused
        With everything wrong with it, or where the doer is no member firm.
    """
    member = membership(body, doer)
    if member is None or member.kind != "firm":
        raise Refused([Problem("governance.members_only")])
    moved, problems = read_motion(said)
    if errors_only(problems):
        raise Refused(problems)
    table, parties = workflow("motion"), _parties(body, doer)
    standing = opened(table, parties, doer.party)
    with transaction.atomic():
        waiting = Motion.objects.filter(proposer=member.code, decided_on=None)
        if waiting.exclude(state="withdrawn").count() >= MOST_OPEN:
            raise Refused([Problem("governance.enough", details={"most": MOST_OPEN})])
        row = Motion.objects.create(
            body=body,
            cluster=body.cluster,
            county=body.county,
            proposer=member.code,
            firm=member.name,
            is_sme=member.is_sme,
            title=moved.title,
            text=moved.text,
            definition=kept_definition(table),
            parties=said_parties(parties),
            state=standing.state,
            holder=standing.holder,
        )
        words = told_of(row, Motion.worded).sealed
        record(Deed("submit", row.subject, doer.person, doer.office, begun(row), words))
    return row


def amend(row: Motion, said: Mapping[str, str], doer: Doer) -> Motion:
    """Change a motion that is not voted on yet.

    Raises
    ------
    Refused
        With everything wrong with it, or where it is not the doer's.
    """
    moved, problems = read_motion(said)
    if errors_only(problems):
        raise Refused(problems)
    return move(row, "amend", doer, title=moved.title, text=moved.text)


def step(row: Motion, verb: str, reason: str, doer: Doer) -> Motion:
    """Admit, decline or withdraw a motion, decide it at a meeting, say what came of it.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks its reason; or where the statutes
        leave nothing to a meeting.
    """
    why = reason.strip()
    changes: dict[str, Any] = {"why": why} if why else {}
    changes |= {"decided_on": today()} if verb in DECIDES else {}
    changes |= {"admitted_at": timezone.now()} if verb == "admit" else {}
    with transaction.atomic():
        row = locked(row)
        ballot = row.ballots.first()
        if verb in AT_MEETING and ballot is not None and ballot.without != MEETING:
            raise Refused([Problem("governance.no_meeting")])
        return move(row, verb, doer, reason, **changes)


def report(row: Motion, text: str, doer: Doer) -> Motion:
    """Report what came of an adopted motion: everybody who sees it reads it.

    Raises
    ------
    Refused
        Where it is not the doer's, or nothing is said.
    """
    said = read_reason(text).strip()
    with transaction.atomic():
        row = move(row, "report", doer, said)
        name = row.body.name
        Remark.objects.create(motion=row, name=name, is_report=True, text=said, on=today())
    return row


def remark(row: Motion, said: Mapping[str, str], doer: Doer) -> Remark:
    """Say something of a motion that is discussed: as a member, or as the agency.

    Raises
    ------
    Refused
        Where it is not discussed, the doer is neither, or nothing is said.
    """
    problems: list[Problem] = []
    text = read_words(said, "remark", problems)
    if errors_only(problems):
        raise Refused(problems)
    with transaction.atomic():
        row = locked(row)
        name = _speaker(row, doer)
        if row.state != "discussing":
            raise Refused([Problem("governance.not_discussed")])
        if row.remarks.count() >= MOST_REMARKS:
            raise Refused([Problem("governance.said_enough", details={"most": MOST_REMARKS})])
        made = row.remarks.create(name=name, text=text, on=today())
        record(Deed("remark", row.subject, doer.person, doer.office, {}, {"text": text}))
    return made


def membership(body: Body, doer: Doer) -> Member | None:
    """Return a firm's membership of a body; None where it has none now."""
    if doer.reader.office is not Office.FIRM:
        return None
    return Member.objects.filter(body=body, code=doer.reader.credit_code, gone=None).first()


def _speaker(row: Motion, doer: Doer) -> str:
    """Return as whom somebody speaks."""
    if doer.reader.office is Office.AGENCY and row.cluster in doer.reader.clusters:
        return row.body.name
    member = membership(row.body, doer)
    if member is None:
        raise Refused([Problem("governance.members_only", Where(field="remark"))])
    return member.name


def _parties(body: Body, doer: Doer) -> dict[str, Party]:
    return {
        "proposer": doer.party,
        "agency": Party(Office.AGENCY, body.cluster),
        "county": Party(Office.COUNTY, body.county),
        "province": route_of([body.county], national=False).parties["province"],
    }
