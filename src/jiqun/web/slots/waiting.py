"""What waits for a firm or a county in the room of slots: answers, outcomes, disputes.

Named by number and state only: who books what of whom does not leave the site by mail.
"""

from collections.abc import Iterator

from django.utils import timezone

from jiqun.base.errors import Problem
from jiqun.base.readers import Office
from jiqun.exchange.slots.kinds import slot_kinds
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import moment_said
from jiqun.web.slots.models import Booking


def waiting_for(doer: Doer, family: str = "") -> Iterator[Problem]:
    """Yield what waits for somebody, in a family of kinds or in all, the first slot first."""
    rows = Booking.objects.for_reader(doer.reader)
    if family:
        rows = rows.filter(offer__kind__in=slot_kinds().of(family))
    if doer.reader.office is Office.COUNTY:
        for row in rows.filter(state="disputed"):
            yield Problem("slots.to_settle", details={"number": row.pk})
        return
    code = doer.reader.credit_code
    for row in rows.filter(state="pending", owner=code):
        details = {"number": row.pk, "starts": moment_said(row.starts)}
        yield Problem("slots.to_answer", details=details)
    for row in rows.filter(state="accepted", owner=code, ends__lt=timezone.now()):
        yield Problem("slots.to_record", details={"number": row.pk})
    for row in rows.filter(state__in=("used", "no_show"), renter=code):
        yield Problem("slots.to_confirm", details={"number": row.pk})
    for row in rows.filter(state="disputed"):
        mine = row.owner_says if row.owner == code else row.renter_says
        if not mine:
            yield Problem("slots.to_state", details={"number": row.pk})
    for row in rows.filter(state="freed", renter=code, ends__gt=timezone.now()):
        yield Problem("slots.was_freed", details={"number": row.pk})
