"""Every verb of offers and bookings of slots, as a table of :mod:`benchmarks.steps`."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from benchmarks.draft_steps import CODES, code
from benchmarks.filers import doer_of
from benchmarks.steps import TEXT, WORDS, Step, Table
from jiqun.base.days import CHINA, today_in_china
from jiqun.base.readers import Office

OFFER, BOOKING = "/exchange/slots/{row.pk}/", "/exchange/slots/bookings/{row.pk}/{verb}/"
SAID = {
    "kind": "machine", "name": "五轴加工中心", "firm": "甲机械", "audience": "all", "price": "100",
    "late": "30", "absent": "50", "minutes": "60", "trial_slots": "1",
    **{f"open_{day}": "00:00-24:00" for day in range(7)},
}  # fmt: skip
POST = {
    **SAID, "kind": "post", "name": "模具评审", "of_field_of_work": "设计评审",
    "of_qualification": "高级工程师", "of_days_a_week": "1", "of_where": "remote",
}  # fmt: skip
"""An offer for which somebody is named."""
ASKS = {"firm": "乙公司", "purpose": TEXT}
Row = Callable[[Table, Any], Any]


def starts() -> list[str]:
    """Return two slots of the day after tomorrow, as a page sends them."""
    day = datetime.combine(today_in_china() + timedelta(days=2), time(), CHINA)
    return [(day + timedelta(hours=hour)).isoformat() for hour in (9, 10)]


def firms(case: Any) -> Any:
    """Return two firms of a county, who may act, and where they share."""
    owner, renter = (code(case.county, next(CODES)) for _ in range(2))
    parties = {"owner": ["firm", owner], "renter": ["firm", renter]}
    parties["county"] = ["county", case.county]
    found = SimpleNamespace(pk=owner, parties=parties, county=case.county, state="")
    found.subject = "offer:"
    return found


def doer(row: Any, slot: str) -> Any:
    """Return somebody of a party."""
    from jiqun.web.accounts.offices import reader_of_office

    office, of = row.parties[slot]
    return doer_of(reader_of_office(Office(office), of))


def nothing_yet(table: Table, case: Any) -> Any:
    """Put a firm that offers nothing."""
    del table
    return firms(case)


def offered(*steps: str, said: Mapping[str, str] = SAID) -> Row:
    """Put an offer, and take its owner's steps with it."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.slots.offering import offer
        from jiqun.web.slots.views.offers import STEPS

        del table
        both = firms(case)
        row = offer({**said, "county": case.county}, doer(both, "owner"))
        for verb in steps:
            STEPS[verb](row, TEXT, doer(both, "owner"))
        row.parties = both.parties  # type: ignore[attr-defined]  # whose sessions post
        return row

    return put


def booked(
    *steps: tuple[str, str], over: bool = False, said: Mapping[str, str] = SAID, people: str = ""
) -> Row:
    """Put a booking, and take steps with it; over: its slots have begun."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.slots.booking import book, step

        offer = offered(said=said)(table, case)
        row = book(offer, starts(), {**ASKS, "people": people}, doer(offer, "renter"))
        for verb, slot in steps:
            if over and verb != "accept":
                _begin(row)
            row = step(row, verb, WORDS, doer(row, slot))
        return _begin(row) if over else row

    return put


def _begin(row: Any) -> Any:
    row.starts -= timedelta(days=5)
    row.save()
    return row


def _offer_of(row: Any) -> Any:
    from jiqun.web.slots.models import Offer

    return Offer.objects.filter(credit_code=row.parties["owner"][1]).first()


def _booking_of(row: Any) -> Any:
    from jiqun.web.slots.models import Booking

    return Booking.objects.filter(renter=row.parties["renter"][1]).first()


def _offered_with_booking(table: Table, case: Any) -> Any:
    """Put an offer of which two slots are booked."""
    booking = booked()(table, case)
    booking.offer.parties = booking.parties
    return booking.offer


def _none_held(_table: Table, row: Any) -> Iterable[bool]:
    """Tell whether a booking holds no slot any more."""
    yield not row.slots.exists()


def _freed(table: Table, offer: Any) -> Iterable[bool]:
    yield offer.broken
    yield offer.slots.count() == 0
    yield from table.went_along("free", "freed", offer.bookings.all())


def _booked(table: Table, row: Any) -> Iterable[bool]:
    yield row.slots.count() == 2
    yield row.state == "pending"
    yield table.logged("book", row) == 1


ACCEPT = ("accept", "owner")
USE, ABSENT = ("record_use", "owner"), ("report_no_show", "owner")
DISPUTE = ("dispute", "renter")
WHERE = lambda row: {**SAID, "county": row.county}  # noqa: E731  # a line of the table


class SlotSteps(Table):
    """How firms offer, book, use, cancel, differ, and how a county settles."""

    STEPS = (
        Step("offer_slots", "owner", nothing_yet, "/exchange/slots/new/", said=WHERE,
             made=_offer_of),
        Step("amend_offer", "owner", offered(), f"{OFFER}amend/",
             said=lambda row: {**WHERE(row), "name": "改"}, kept={"name": "改"}),
        Step("close_offer", "owner", offered(), f"{OFFER}close/", kept={"open": False}),
        Step("reopen_offer", "owner", offered("close"), f"{OFFER}reopen/", kept={"open": True}),
        Step("break_down", "owner", _offered_with_booking, f"{OFFER}break/", signs=_freed,
             along=("booking:free",)),
        Step("mend", "owner", offered("break"), f"{OFFER}mend/", kept={"broken": False}),
        Step("", "renter", offered(), f"{OFFER}book/",
             said=lambda _row: {**ASKS, "slots": starts()}, made=_booking_of, signs=_booked,
             along=("booking:book",)),
        Step("accept", "owner", booked(), BOOKING, "accepted"),
        Step("refuse", "owner", booked(), BOOKING, "refused", kept={"answer": TEXT},
             signs=_none_held),
        Step("withdraw", "renter", booked(), BOOKING, "withdrawn", signs=_none_held),
        Step("cancel", "renter", booked(ACCEPT), BOOKING, "cancelled", signs=_none_held),
        Step("call_off", "owner", booked(ACCEPT), BOOKING, "called_off", kept={"answer": TEXT},
             signs=_none_held),
        Step("record_use", "owner", booked(ACCEPT, over=True), BOOKING, "used",
             kept={"outcome": TEXT}),
        Step("report_no_show", "owner", booked(ACCEPT, over=True), BOOKING, "no_show"),
        Step("confirm", "renter", booked(ACCEPT, USE, over=True), BOOKING, "finished"),
        Step("erase", "renter", booked(ACCEPT, USE, over=True, said=POST, people="张三"),
             "/exchange/slots/bookings/{row.pk}/forget/", kept={"people": ""}),
        Step("dispute", "renter", booked(ACCEPT, ABSENT, over=True), BOOKING, "disputed",
             kept={"renter_says": TEXT, "was_disputed": True}),
        Step("state_side", "owner", booked(ACCEPT, DISPUTE), BOOKING, kept={"owner_says": TEXT}),
        Step("settle", "county", booked(ACCEPT, DISPUTE), BOOKING, "settled",
             kept={"ruling": TEXT}),
    )  # fmt: skip


VERBS = {"slots": SlotSteps}
