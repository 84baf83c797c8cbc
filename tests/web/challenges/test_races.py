"""Two at once with one challenge: one step counts, the other is told; on any database."""

import json
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from tests.web.challenges.sealed import KEY, POSED, PUBLISHING, Sealed, envelope
from tests.web.challenges.test_challenges import OTHER, OWNER, SOLVER, firms, past
from tests.web.challenges.test_panels import experts

from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.clocks import today
from jiqun.web.challenges.choosing import choose
from jiqun.web.challenges.fulfilling import contract, step
from jiqun.web.challenges.models import Challenge, Milestone, Proposal, Relay
from jiqun.web.challenges.opening import ask_share, open_proposals, send_share
from jiqun.web.challenges.panelling import convene
from jiqun.web.challenges.proposing import propose, withdraw
from jiqun.web.challenges.publishing import pose, publish
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event

__all__ = ["experts", "firms"]
SEALED = Sealed()
ROUNDS = 2
"""Times the same two meet: who is first differs."""
CONTRACT = {
    "reference": "HT-01", "signed": "2026-10-08", "price": "650000",
    "stages": "样机 | 2099-12-31 | 650000",
}  # fmt: skip
Deed = Callable[[], Any]


def of(office: Office, code: str) -> Doer:
    return Doer(reader_of_office(office, code), "")


FIRM, SECOND, POSER = (of(Office.FIRM, code) for code in (SOLVER, OTHER, OWNER))
COUNTY, PROVINCE = of(Office.COUNTY, "330106"), of(Office.PROVINCE, "330000")
AGENCY = of(Office.AGENCY, "one")


def raced(*deeds: Deed) -> list[str]:
    """Let each do its own at the same moment, and return what became of them, in order."""
    together, outcomes = Barrier(len(deeds)), list[str]()

    def met(deed: Deed) -> None:
        try:
            together.wait()
            deed()
            outcomes.append("done")
        except Refused as refused:
            outcomes.append(refused.problems[0].code)
        finally:
            connections.close_all()

    threads = [Thread(target=met, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def published() -> Challenge:
    row = pose({**POSED, "deadline": str(today())}, POSER)
    return publish(row, *PUBLISHING.values(), COUNTY)


def opened(**said: str) -> Challenge:
    """Return a challenge with two proposals that were opened."""
    row = pose({**POSED, "deadline": str(today()), **said}, POSER)
    row = publish(row, *PUBLISHING.values(), COUNTY)
    for firm in (FIRM, SECOND):
        propose(row, *SEALED.posted.values(), firm)
    return open_proposals(past(row), read(row), COUNTY)


def read(row: Challenge) -> str:
    """Return what a browser posts that opened everything."""
    return json.dumps([{"id": str(sent.pk), **SEALED.shown} for sent in row.proposals.all()])


def told(verb: str) -> int:
    kinds = ("challenge:", "proposal:", "proposal_review:")
    subjects = Event.objects.filter(verb=verb).values_list("subject", flat=True)
    return sum(subject.startswith(kinds) for subject in subjects)


pytestmark = [
    pytest.mark.usefixtures("office"),
    pytest.mark.parametrize("turn", range(ROUNDS)),
]


def test_two_browsers_of_a_firm_leave_one_proposal(turn: int) -> None:
    row = published()
    sealed = Sealed(), Sealed(price="1")
    found = raced(*(lambda sent=sent: propose(row, *sent.posted.values(), FIRM) for sent in sealed))
    assert found == ["done", "done"]
    kept = Proposal.objects.get()
    assert kept.times == 2
    assert kept.commitment in {sent.posted["commitment"] for sent in sealed}
    assert (told("propose"), told("replace")) == (1, 1)


def test_a_proposal_is_withdrawn_or_replaced_and_never_half(turn: int) -> None:
    row = published()
    sent = propose(row, *SEALED.posted.values(), FIRM)
    found = raced(lambda: withdraw(sent, FIRM), lambda: propose(row, *SEALED.posted.values(), FIRM))
    assert "done" in found
    kept = Proposal.objects.get()
    assert (kept.envelope is None) == (kept.state == "withdrawn")
    assert bool(kept.commitment) == (kept.state == "sealed")


def test_two_holders_who_send_leave_one_share(turn: int) -> None:
    row = published()
    propose(row, *SEALED.posted.values(), FIRM)
    relay = ask_share(past(row), KEY, COUNTY)
    shares = {"province": envelope(300), "custodian": envelope(300)}
    found = raced(
        lambda: send_share(relay, shares["province"], PROVINCE),
        lambda: send_share(relay, shares["custodian"], AGENCY),
    )
    assert found == ["done", "done"]
    kept = Relay.objects.get()
    assert kept.envelope == json.loads(shares[kept.by])
    assert told("send_share") == 2


def test_two_holders_who_open_open_once(turn: int) -> None:
    row = published()
    propose(row, *SEALED.posted.values(), FIRM)
    past(row)
    found = raced(
        lambda: open_proposals(row, read(row), COUNTY),
        lambda: open_proposals(row, read(row), AGENCY),
    )
    assert found.count("done") == 1
    assert told("open") == 1


def test_two_choices_choose_one(turn: int) -> None:
    row = opened()
    keys = [str(sent.pk) for sent in row.proposals.all()]
    found = raced(*(lambda key=key: choose(row, key, "合适", POSER) for key in keys))
    assert found.count("done") == 1
    assert row.proposals.filter(state="chosen").count() == 1
    assert told("choose") == 1


def test_a_milestone_is_accepted_or_returned(turn: int) -> None:
    row = opened()
    row = choose(row, str(row.proposals.get(solver=SOLVER).pk), "合适", POSER)
    contract(row, CONTRACT, POSER)
    Milestone.objects.update(state="delivered")
    stage = Milestone.objects.get()
    found = raced(
        lambda: step(stage, "accept", {}, POSER),
        lambda: step(stage, "return", {"reason": "未达标"}, POSER),
    )
    assert found == ["challenges.not_with_this_milestone", "done"]
    assert told("accept") + told("return") == 1


def test_two_records_of_the_contract_leave_one(turn: int) -> None:
    row = opened()
    row = choose(row, str(row.proposals.get(solver=SOLVER).pk), "合适", POSER)
    found = raced(lambda: contract(row, CONTRACT, POSER), lambda: contract(row, CONTRACT, POSER))
    assert found.count("done") == 1
    assert Milestone.objects.count() == 1
    assert told("contract") == 1


def test_a_panel_is_invited_once(experts: dict[str, Client], turn: int) -> None:
    row = opened(criteria="指标 | 100", experts="3")
    found = raced(lambda: convene(row, COUNTY), lambda: convene(row, COUNTY))
    assert found == ["challenges.nobody_to_invite", "done"]
    assert row.judgements.count() == 3
    assert told("invite") == 3
    assert verify().problems == []
