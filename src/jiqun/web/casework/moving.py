"""The step that moves a case: it asks the workflow, changes the row, and records one event."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.texts import LONGEST_REASON, read_text
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import Kept, clocks_of, kept, stepped, today, wordless
from jiqun.web.casework.models import Process
from jiqun.web.casework.telling import told as told_of
from jiqun.web.events.chain import Deed, record
from jiqun.workflow.cases import act

SEALED_SCAN = "sealed_scan"
Kind = TypeVar("Kind", bound=Process)


def move(
    case: Kind,
    verb: str,
    doer: Doer,
    reason: str = "",
    fields: Collection[str] = (),
    uid: UUID | None = None,
    said: Mapping[str, Any] | None = None,
    secret: Mapping[str, str] | None = None,
    **changes: Any,
) -> Kind:
    """Do something with a case, and record it.

    Parameters
    ----------
    case
        The case; read anew under lock, so that an old page cannot do what is done already.
    verb
        What, by the workflow.
    doer
        Who.
    reason
        Why; some steps need it.
    fields
        The fields a return asks about.
    uid
        The event's own, where the workspace's journal names it.
    said
        What the event says besides.
    secret
        Texts the event only commits to.
    changes
        Further columns of the row that change with the step; the event tells of those that the
        case's kind names.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks its reason.
    """
    reason = read_reason(reason)
    with transaction.atomic():
        case = locked(case)
        if case.underway not in (None, uid):
            raise Refused([Problem("casework.underway")])
        before = case.standing
        moved = act(before, verb, doer.party, reason, case.over(today()))
        if moved.step.evidence == SEALED_SCAN and not case.has_signed_scan:
            raise Refused([Problem("casework.scan_missing")])
        after = moved.case
        case.state, case.holder, case.revision = after.state, after.holder, after.revision
        ran = case.clocks
        case.clocks = kept(stepped(clocks_of(ran), moved.step, after, today()))
        case.moved = timezone.now()
        if after.standing.open_cells == "named":
            case.asked, case.reason = sorted(fields), reason
        for name, value in changes.items():
            setattr(case, name, value)
        case.save()
        columns = told_of(case, changes)
        told = {"from": before.state, **_stands(case, ran), **columns.said, **(said or {})}
        told |= {"fields": sorted(fields)} if fields else {}
        told |= {"parties": case.parties} if "parties" in changes else {}
        sealed = {**({"reason": reason} if reason else {}), **columns.sealed, **(secret or {})}
        by = (case.subject, doer.person, doer.office)
        record(Deed(verb, *by, told, sealed, uid or uuid4()))
    return case


def _stands(case: Process, ran: Kept) -> dict[str, Any]:
    """Return where a case stands after a step, and its clocks where they changed."""
    stands = {"to": case.state, "holder": case.holder, "revision": case.revision}
    return stands | ({"clocks": wordless(case.clocks)} if case.clocks != ran else {})


def begun(case: Process) -> dict[str, Any]:
    """Return what the event says by which a case begins: enough to tell its way from the log."""
    said = {"to": case.state, "holder": case.holder, "parties": case.parties}
    said |= {"clocks": wordless(case.clocks), "workflow": case.definition_id}
    return {**said, **told_of(case).said}


def locked(case: Kind) -> Kind:
    """Return a case anew, which nobody else changes while the transaction lasts."""
    rows = type(case)._default_manager.select_for_update(of=("self",))
    return rows.select_related("definition").get(pk=case.pk)


def read_reason(reason: str) -> str:
    """Read a reason as a text may be.

    Raises
    ------
    Refused
        Where it is too long or cannot be shown.
    """
    text, problems = read_text(reason, Where(field="reason"), longest=LONGEST_REASON, lines=True)
    if errors_only(problems):
        raise Refused(problems)
    return text
