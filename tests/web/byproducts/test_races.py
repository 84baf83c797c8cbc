"""Two at once with one link: one step counts, the other is told; on any database."""

from typing import Any

import pytest
from tests.web.byproducts.test_byproducts import GIVER, OFFER, RECEIVER, WANT
from tests.web.challenges.test_races import of, raced

from jiqun.base.readers import Office
from jiqun.web.byproducts.linking import ask, step
from jiqun.web.byproducts.models import Deal, Listing
from jiqun.web.byproducts.saying import amend, say
from jiqun.web.byproducts.saying import step as look
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event

GIVES, TAKES = of(Office.FIRM, GIVER), of(Office.FIRM, RECEIVER)
CITED = {"replaces": "天然石膏", "factor": "32", "factor_year": "2023", "factor_source": "第 12 页"}
CARRIED = {"carrier": "王明", "body": "集群服务中心"}
OFFICE = of(Office.COUNTY, "330106")
Step = tuple[str, Any, dict[str, str]]

pytestmark = [pytest.mark.usefixtures("office"), pytest.mark.parametrize("turn", range(2))]


def listed() -> tuple[Listing, Listing]:
    offer = look(say(OFFER, GIVES), "list", "", OFFICE)
    want = say(WANT, TAKES)
    return offer, look(want, "list", "", of(Office.COUNTY, want.county))


def led(*steps: Step) -> Deal:
    row = ask(*listed(), {"size": "small"}, TAKES)
    for verb, doer, said in steps:
        row = step(row, verb, said, doer)
    return row


ACCEPT: Step = ("accept", GIVES, {})
CARRY: Step = ("carry", OFFICE, CARRIED)
DEAL: Step = ("deal", TAKES, {"price": "-20"})


def verbs(row: Deal) -> list[str]:
    found = Event.objects.filter(subject=row.subject).order_by("number")
    return list(found.values_list("verb", flat=True))


def test_two_browsers_ask_once_with_one_want(turn: int) -> None:
    offer, want = listed()
    found = raced(*[lambda: ask(offer, want, {"size": "small"}, TAKES)] * 2)
    assert sorted(found) == ["byproducts.asked_already", "done"]
    assert Deal.objects.count() == 1


def test_what_is_accepted_is_not_taken_back_at_once(turn: int) -> None:
    row = led()
    found = raced(lambda: step(row, "accept", {}, GIVES), lambda: step(row, "withdraw", {}, TAKES))
    assert found.count("done") == 1
    row.refresh_from_db()
    assert row.state == ("accepted" if verbs(row)[-1] == "accept" else "withdrawn")


def test_nothing_is_agreed_on_what_is_cancelled(turn: int) -> None:
    row = led(ACCEPT, CARRY)
    found = raced(
        lambda: step(row, "deal", {"price": "-20"}, TAKES),
        lambda: step(row, "cancel", {"reason": "停产"}, GIVES),
    )
    row.refresh_from_db()
    assert row.state == "cancelled"  # before it is agreed or after: either way it is over
    assert found.count("done") == len(verbs(row)) - 3


def test_both_sides_state_what_is_replaced_and_the_last_stands(turn: int) -> None:
    row = led(ACCEPT, CARRY, DEAL)
    other = {**CITED, "factor": "20"}
    found = raced(lambda: step(row, "cite", CITED, GIVES), lambda: step(row, "cite", other, TAKES))
    assert found == ["done", "done"]
    row.refresh_from_db()
    last = Event.objects.filter(subject=row.subject).order_by("number").last()
    assert last is not None
    assert row.factor == (32 if last.office == f"firm:{GIVER}" else 20)
    assert verify().problems == []


def test_two_amounts_at_once_are_both_moved(turn: int) -> None:
    row = led(ACCEPT, CARRY, DEAL)
    found = raced(*[lambda: step(row, "move", {"amount": "4.5"}, TAKES)] * 2)
    assert found == ["done", "done"]
    row.refresh_from_db()
    assert (len(row.movements), str(row.moved_amount)) == (2, "9.0000")


def test_an_offer_is_not_changed_under_a_link_that_is_asked(turn: int) -> None:
    offer, want = listed()
    found = raced(
        lambda: ask(offer, want, {"size": "small"}, TAKES),
        lambda: amend(offer, {**OFFER, "hazard": "HW08"}, GIVES),
    )
    assert found.count("done") == 1
    offer.refresh_from_db()
    assert (offer.hazard == "none") == Deal.objects.exists()


def test_a_finished_link_is_disputed_once(turn: int) -> None:
    row = led(ACCEPT, CARRY, DEAL, ("move", TAKES, {"amount": "1"}), ("finish", TAKES, {}))
    found = raced(
        lambda: step(row, "dispute", {"reason": "含水 40%"}, TAKES),
        lambda: step(row, "dispute", {"reason": "少付"}, GIVES),
    )
    assert found.count("done") == 1
    row.refresh_from_db()
    assert bool(row.receiver_says) != bool(row.giver_says)
