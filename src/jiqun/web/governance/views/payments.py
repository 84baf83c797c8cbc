"""Whether an SME was paid late: worked out for whoever asks, and kept nowhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.governance.late_payment import found_late, read_owed
from jiqun.governance.payments import DEBTORS, orders
from jiqun.web.casework.clocks import today
from jiqun.web.rights import public
from jiqun.workflow.calendars import calendars

ASKED = ("debtor", "signed", "started", "agreed", "amount", "own_rate")


@public.taking("GET", "HEAD", "POST")
def late(request: HttpRequest) -> HttpResponse:
    """Tell when something owed was due; what is typed is answered and forgotten."""
    said = {name: request.POST.get(name, "") for name in ASKED}
    context: dict[str, Any] = {"said": said, "debtors": DEBTORS, "orders": orders().values()}
    if request.method != "POST":
        return render(request, "governance/late_payment.html.j2", context)
    owed, problems = read_owed(said)
    context["problems"] = problems
    if not problems:
        context |= {"owed": owed, "on": today(), "found": found_late(owed, today(), calendars())}
    status = 422 if problems else 200
    return render(request, "governance/late_payment.html.j2", context, status=status)
