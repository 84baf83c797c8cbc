"""Who leads once the lead is gone: a partner reports it, the lead objects, its county decides."""

from typing import Any

from django.db import transaction

from jiqun.base.errors import Problem, Refused
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import locked, move
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.cooperation.models import AGREED, FALLEN, LEAD, Partner, Project
from jiqun.web.cooperation.outside import tell_outside

ANSWERS = ("still_here", "keep_lead", "hand_lead")
"""How a report that the lead is gone is answered: by the lead, or by its county."""


def claim(row: Project, reason: str, doer: Doer) -> Project:
    """Report that the lead is gone (dissolved, insolvent), and offer to lead.

    The project goes on meanwhile: nobody stops it by a report that is not so.

    Raises
    ------
    Refused
        Where it is not a partner's, somebody reported it already, or it lacks its reason.
    """
    with transaction.atomic():
        row = locked(row)
        code = doer.reader.credit_code
        if not row.partners.filter(code=code, state=AGREED).exists():
            raise Refused([Problem("cooperation.not_in")])
        if row.claimed_by:
            raise Refused([Problem("cooperation.claimed_already")])
        said: dict[str, Any] = {"claimed_by": code, "claim": reason.strip(), "claim_answer": ""}
        return move(row, "claim_lead", doer, reason, **said)


def answer(row: Project, verb: str, reason: str, doer: Doer) -> Project:
    """Answer such a report: the lead by saying that it is there, its county by what it found.

    Where the lead is handed over, the old one keeps its place beside what it recorded, the new
    one's county settles from now on, and the others agree anew.

    Raises
    ------
    Refused
        Where nothing is reported any more, it is not the doer's, or lacks its reason.
    """
    with transaction.atomic(), seen_whole():  # the county sees it no more once it has decided
        row = locked(row)
        if not row.claimed_by:
            raise Refused([Problem("cooperation.not_claimed")])
        said: dict[str, Any] = {"claimed_by": "", "claim_answer": reason.strip()}
        if verb != "hand_lead":
            return move(row, verb, doer, reason, **said)
        old = row.partners.get(slot=LEAD)
        new = row.partners.get(code=row.claimed_by, state=AGREED)
        led = _led_by(row, new, old)
        moved = move(row, verb, doer, reason, said={"parties": led["parties"]}, **said, **led)
        _exchanged(moved, new, old, reason.strip())
        tell_outside(moved)
        return moved


def _led_by(row: Project, new: Partner, old: Partner) -> dict[str, Any]:
    parties = {
        **row.parties,
        LEAD: [str(Office.FIRM), new.code],
        new.slot: [str(Office.FIRM), old.code],
        "county": [str(Office.COUNTY), new.county],
    }
    return {
        "parties": parties,
        "lead": new.code,
        "county": new.county,
        "version": row.version + 1,
    }


def _exchanged(row: Project, new: Partner, old: Partner, reason: str) -> None:
    old.slot, old.state, old.why = new.slot, FALLEN, reason
    old.save()
    new.slot, new.version = LEAD, row.version
    new.save()
