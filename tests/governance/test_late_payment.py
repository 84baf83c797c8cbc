"""Whether a payment was late: by the orders' dated limits, and only where everything is known."""

from datetime import date
from decimal import Decimal

import pytest

from jiqun.governance.late_payment import (
    BY_CONTRACT,
    CUSTOM,
    NO_NUMBER,
    NO_ORDER,
    NO_SIGNING,
    NO_START,
    NOT_COVERED,
    TWO_ORDERS,
    Owed,
    found_late,
    read_owed,
)
from jiqun.workflow.calendars import calendars

ON = date(2026, 3, 20)


def due(owed: Owed) -> date | None:
    return found_late(owed, ON, calendars()).due


def test_public_bodies_have_thirty_days_and_large_firms_sixty_from_june_2025() -> None:
    """Order 802: 30 days by public bodies, 60 by large firms, in force from 2025-06-01."""
    signed, started = date(2025, 7, 1), date(2025, 9, 1)
    assert due(Owed("public_body", signed, started)) == date(2025, 10, 9)  # 10-01 is a holiday
    assert due(Owed("large_firm", signed, started)) == date(2025, 10, 31)


def test_before_june_2025_no_order_set_a_number_for_large_firms() -> None:
    owed = Owed("large_firm", date(2025, 1, 1), date(2025, 5, 31))
    assert found_late(owed, ON, calendars()).why == (NO_NUMBER,)
    assert due(Owed("public_body", date(2025, 1, 1), date(2025, 5, 6))) == date(2025, 6, 5)


def test_a_contract_allows_public_bodies_sixty_days_at_most() -> None:
    signed, started = date(2025, 7, 1), date(2025, 9, 1)
    assert due(Owed("public_body", signed, started, agreed=45)) == date(2025, 10, 16)
    assert due(Owed("public_body", signed, started, agreed=90)) == date(2025, 10, 31)


def test_more_days_agreed_with_a_large_firm_hold_and_whether_they_may_is_not_told() -> None:
    found = found_late(
        Owed("large_firm", date(2025, 7, 1), date(2025, 9, 1), agreed=90), ON, calendars()
    )
    assert (found.due, CUSTOM in found.why) == (date(2025, 12, 1), True)  # 11-30 is a Sunday


@pytest.mark.parametrize(
    ("owed", "why"),
    [
        (Owed("other", date(2025, 7, 1), date(2025, 9, 1)), NOT_COVERED),
        (Owed("large_firm", date(2025, 7, 1)), NO_START),
        (Owed("large_firm", None, date(2025, 9, 1)), NO_SIGNING),
        (Owed("large_firm", date(2025, 5, 1), date(2025, 9, 1)), TWO_ORDERS),
        (Owed("public_body", date(2019, 5, 1), date(2020, 8, 31)), NO_ORDER),
        (Owed("public_body", date(2019, 5, 1), date(2020, 9, 1)), TWO_ORDERS),
    ],
)
def test_what_is_not_known_is_not_told(owed: Owed, why: object) -> None:
    found = found_late(owed, ON, calendars())
    assert (found.due, found.late, found.interest, found.why) == (None, None, None, (why,))


def test_a_day_of_signing_that_makes_no_difference_is_not_asked_for() -> None:
    """Both orders give public bodies thirty days."""
    assert due(Owed("public_body", None, date(2025, 9, 1))) == date(2025, 10, 9)


def test_a_year_without_a_calendar_says_so() -> None:
    owed = Owed("large_firm", date(2025, 7, 1), date(2025, 11, 3))
    found = found_late(owed, ON, {2025: calendars()[2025]})
    assert found.due == date(2026, 1, 2)
    assert "2026" in found.why[-1].en
    assert due(owed) == date(2026, 1, 4)  # 1 to 3 January are a holiday, the 4th is worked


def test_interest_is_five_in_ten_thousand_a_day_and_never_by_a_rate_that_is_not_known() -> None:
    """Order 728, article 15: five in ten thousand a day where no rate is agreed."""
    owed = Owed("large_firm", date(2025, 7, 1), date(2025, 9, 1), amount=Decimal("123456.78"))
    found = found_late(owed, date(2025, 11, 10), calendars())
    assert (found.late, found.interest) == (10, Decimal("617.28"))
    agreed = Owed("large_firm", owed.signed, owed.started, amount=owed.amount, own_rate=True)
    found = found_late(agreed, date(2025, 11, 10), calendars())
    assert (found.late, found.interest, found.why[-1]) == (10, None, BY_CONTRACT)


def test_what_is_due_today_is_not_late() -> None:
    owed = Owed("large_firm", date(2025, 7, 1), date(2025, 9, 1), amount=Decimal(100))
    found = found_late(owed, date(2025, 10, 31), calendars())
    assert (found.late, found.interest) == (0, Decimal("0.00"))
    assert found_late(owed, date(2025, 11, 1), calendars()).late == 1


def test_everything_wrong_is_told_at_once() -> None:
    said = {"debtor": "ministry", "signed": "2026-05-01", "started": "2026-04-01", "agreed": "-1",
            "amount": "1.005"}  # fmt: skip
    _, problems = read_owed(said)
    assert [(problem.code, problem.where.field) for problem in problems] == [
        ("governance.no_choice", "debtor"),
        ("governance.no_number", "agreed"),
        ("governance.no_sum", "amount"),
        ("governance.started_before_signed", "started"),
    ]
