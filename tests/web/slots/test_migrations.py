"""Offers and bookings of before have one seat a slot, and come as far as their state says."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.web.recognition.test_migrations import migrated

BEFORE, AFTER = ("slots", "0001_initial"), ("slots", "0002_kinds_and_seats")
START = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def offered(models: Any) -> Any:
    return models.get_model("slots", "Offer").objects.create(
        credit_code="91330106MA2800000X", firm="甲机械", kind="machine", name="五轴加工中心",
        county="330106", audience="all", terms={}, opening={"minutes": 60},
    )  # fmt: skip


def booked(models: Any, offer: Any, number: int, state: str, hours: Decimal | None) -> Any:
    definition, _ = models.get_model("casework", "Definition").objects.get_or_create(
        version="v", workflow="booking", content={}
    )
    start = START.replace(day=number)
    booking = models.get_model("slots", "Booking").objects.create(
        offer=offer, owner=offer.credit_code, renter="91330110MA28000011", firm="乙公司",
        county="330106", starts=start, ends=start, asked_slots=[], terms={}, parties={},
        state=state, holder="owner", hours_used=hours, definition=definition,
    )  # fmt: skip
    models.get_model("slots", "Slot").objects.create(offer=offer, starts=start, booking=booking)


@pytest.mark.usefixtures("office")
def test_what_was_booked_before_keeps_its_slot_and_says_how_far_it_came() -> None:
    states = (
        ("pending", None, 0), ("freed", None, 0), ("accepted", None, 1), ("no_show", None, 1),
        ("used", None, 2), ("disputed", Decimal(1), 2), ("finished", Decimal(1), 3),
        ("finished", None, 1),
    )  # fmt: skip
    old = migrated(BEFORE)
    offer = offered(old)
    for number, (state, hours, _) in enumerate(states, 1):
        booked(old, offer, number, state, hours)
    new = migrated(AFTER)
    bookings = new.get_model("slots", "Booking").objects.order_by("starts")
    assert list(bookings.values_list("reached", flat=True)) == [far for *_, far in states]
    assert set(bookings.values_list("seats", "size", "people")) == {(1, "unknown", "")}
    slots = new.get_model("slots", "Slot").objects
    assert set(slots.values_list("seat", "of_seats")) == {(1, 1)}
    assert slots.count() == len(states)
    offers = new.get_model("slots", "Offer").objects
    assert list(offers.values_list("details", "seats")) == [({}, 1)]
