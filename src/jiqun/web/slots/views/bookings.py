"""Bookings of a firm on either side, and the disputes a county settles."""

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.exchange.slots.kinds import Kind
from jiqun.exchange.slots.terms import due_on_cancelling, untimely
from jiqun.web.accounts.offices import party_of
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.verbs import Verb, verbs_of, waits_for
from jiqun.web.rights import firms, traders
from jiqun.web.slots.booking import forget_people, step
from jiqun.web.slots.models import Booking
from jiqun.web.slots.seen import ShownSlot

MOST_SHOWN = 200
NOT_BY_A_FORM = ("free",)
"""Steps that come of something else: a breakdown."""


@dataclass(frozen=True)
class TimedVerb(Verb):
    """A step as its page offers it, with why it comes too early or too late."""

    late: Problem | None


class SeenBooking:
    """A booking as one of its parties sees it."""

    def __init__(self, booking: Booking, reader: Reader) -> None:
        self.row, self.reader = booking, reader

    @property
    def state(self) -> Bilingual:
        """Where it stands."""
        return self.row.standing.standing.title

    @property
    def is_owner(self) -> bool:
        """Whether the reader is who offers."""
        return self.reader.credit_code == self.row.owner

    @property
    def waits(self) -> bool:
        """Whether it is the reader's turn."""
        return waits_for(self.row, party_of(self.reader))

    @property
    def slots(self) -> list[ShownSlot]:
        """Its slots, in China's time."""
        length = self.row.offer.length
        return [
            ShownSlot(start, start + length, "")
            for start in map(timezone.localtime, self.row.slots_asked)
        ]

    @property
    def kind(self) -> Kind:
        """What was booked."""
        return self.row.offer.sort

    @property
    def may_forget(self) -> bool:
        """Whether the reader may erase who came."""
        over = self.row.standing.standing.final
        return bool(self.row.people) and over and self.reader.office is Office.FIRM

    @property
    def due_if_cancelled(self) -> Decimal | None:
        """What is due if it is cancelled now."""
        row = self.row
        return due_on_cancelling(row.agreed, row.price, row.starts, timezone.now())

    @property
    def verbs(self) -> list[TimedVerb]:
        """What the reader may do with it."""
        return [
            TimedVerb(verb.name, verb.title, verb.needs_reason, self._untimely(verb.name))
            for verb in verbs_of(self.row, self.reader, NOT_BY_A_FORM)
        ]

    def _untimely(self, verb: str) -> Problem | None:
        late = untimely(verb, self.row.starts, timezone.now(), lot=self.kind.by_lot)
        starts = f"{timezone.localtime(self.row.starts):%Y-%m-%d %H:%M}"
        return Problem(late, details={"starts": starts}) if late else None


@traders
def listed(request: HttpRequest) -> HttpResponse:
    """List a firm's bookings on either side, what waits for it first; to a county its disputes."""
    reader = reader_of(request)
    rows = Booking.objects.for_reader(reader).select_related("offer", "definition")
    seen = [SeenBooking(row, reader) for row in rows.order_by("-starts")[:MOST_SHOWN]]
    seen.sort(key=lambda booking: not booking.waits)
    context = {
        "is_firm": reader.office is Office.FIRM,
        "ours": [booking for booking in seen if not booking.is_owner],
        "theirs": [booking for booking in seen if booking.is_owner],
    }
    return render(request, "slots/bookings.html.j2", context)


@traders
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """Show a booking."""
    return _page(request, _seen(request, number))


@traders.taking("POST")
def act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Take a step with a booking."""
    row = _seen(request, number)
    if verb not in row.standing.workflow.verbs or verb in NOT_BY_A_FORM:
        raise Http404
    said = {name: request.POST.get(name, "") for name in ("reason", "hours", "due")}
    try:
        step(row, verb, said, doer_of(request))
    except Refused as refused:
        return _page(request, _seen(request, number), refused.problems, verb)
    return HttpResponseRedirect(reverse("slot_booking", args=[row.pk]))


@firms.taking("POST")
def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Erase who came."""
    row = _seen(request, number)
    try:
        forget_people(row, doer_of(request))
    except Refused as refused:
        return _page(request, row, refused.problems)
    return HttpResponseRedirect(reverse("slot_booking", args=[row.pk]))


def _seen(request: HttpRequest, number: int) -> Booking:
    rows = Booking.objects.for_reader(reader_of(request)).select_related("offer", "definition")
    return get_object_or_404(rows, pk=number)


def _page(
    request: HttpRequest, row: Booking, problems: list[Problem] | None = None, tried: str = ""
) -> HttpResponse:
    context = {
        "booking": SeenBooking(row, reader_of(request)),
        "row": row,
        "problems": problems or [],
        "tried": tried,
        "typed": {name: request.POST.get(name, "") for name in ("reason", "hours", "due")},
    }
    return render(request, "slots/booking.html.j2", context, status=422 if problems else 200)
