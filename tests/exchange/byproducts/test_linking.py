"""Which by-products fit a want, in which order, and where hazardous waste may not go."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.exchange.byproducts.hazard import barred, class_of, hazard_list
from jiqun.exchange.byproducts.linking import Side, links
from jiqun.exchange.byproducts.profit import profit

WANT = Side("w", "a", "脱硫石膏", "330106", "吨", Decimal(50))
OFFER = Side("o", "b", "脱硫石膏", "330110", "吨", Decimal(10), Decimal(5))


def order(*offers: Side, rate: str | None = "0.5") -> list[str]:
    fitting, _ = links(WANT, offers, Decimal(rate) if rate else None, 10)
    return [link.id for link in fitting]


def test_the_order_is_by_profit_and_what_is_not_known_comes_last() -> None:
    cheap = replace(OFFER, id="cheap", price=Decimal(-20))
    far = replace(OFFER, id="far", county="410783")
    unsaid = replace(OFFER, id="unsaid", treatment_cost=None)
    assert order(unsaid, far, OFFER, cheap) == ["cheap", "o", "far", "unsaid"]
    assert order(unsaid, OFFER, cheap, rate=None)[0] == "cheap"


def test_a_loss_is_below_nought_and_stays_in_the_list() -> None:
    dear = replace(OFFER, id="dear", price=Decimal(500))
    fitting, _ = links(WANT, [dear], Decimal("0.5"), 10)
    after = fitting[0].profit.after_all
    assert after is not None
    assert after < -450


def test_nearness_alone_is_no_fit() -> None:
    other = replace(OFFER, id="other", text="木托盘")
    fitting, outside = links(WANT, [other], None, 10)
    assert fitting == []
    assert [no.id for no in outside] == ["other"]


def test_another_unit_and_one_s_own_are_out() -> None:
    _, outside = links(
        WANT, [replace(OFFER, unit="立方米"), replace(OFFER, id="own", firm="a")], None, 10
    )
    assert {no.id for no in outside} == {"o", "own"}


@pytest.mark.parametrize("name", ["HW41", "HW42", "HW43", "HW44", "HW00", "HW51", "hw", "08", ""])
def test_what_the_list_does_not_have_is_no_class(name: str) -> None:
    assert class_of(name) is None


def test_the_list_has_its_forty_six_classes() -> None:
    assert len(hazard_list().classes) == 46


hazards = st.sampled_from(["none", "unknown", *hazard_list().classes])
classes = st.lists(st.sampled_from(list(hazard_list().classes)), max_size=5)


@given(hazards, classes, st.booleans(), st.sampled_from(["", "  ", "批 1"]))
def test_hazardous_waste_never_goes_without_permit_and_approval(
    hazard: str, permitted: list[str], across: bool, approval: str
) -> None:
    why = barred(hazard, permitted, ("33", "32" if across else "33"), approval)
    if not why and hazard != "none":
        assert hazard in permitted
        assert not across or approval.strip()
    if hazard == "unknown":
        assert why


amounts = st.one_of(st.none(), st.decimals(-1000, 1000, places=2))


@given(amounts, amounts, amounts, st.one_of(st.none(), st.floats(0, 5000)), amounts)
def test_what_is_not_known_is_never_nought(
    pays: Decimal | None,
    asks: Decimal | None,
    treatment: Decimal | None,
    km: float | None,
    rate: Decimal | None,
) -> None:
    found = profit(pays, asks, treatment, km, rate)
    assert (found.after_all is None) == (None in (pays, asks, treatment, km, rate))
