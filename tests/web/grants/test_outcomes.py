"""What comes of grants: told of three firms at least, closed by year, and named by measures."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.utils import timezone

from jiqun.base.days import CHINA
from jiqun.base.readers import Office
from jiqun.exchange.grants.yearly import Granted
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.clocks import today
from jiqun.web.closing.gathering import happened, took_part
from jiqun.web.exchange.deals import deals_there_are, rate_of
from jiqun.web.exchange.telling import told
from jiqun.web.grants.contributing import join
from jiqun.web.grants.feeding import grants_among, outcomes
from jiqun.web.grants.granting import ask, read_by, step
from jiqun.web.grants.market import DATA
from jiqun.web.grants.models import Grant
from jiqun.workspace import Workspace

FIRMS = [f"91330106MA2800{number:04}" for number in range(4)]
BANKS = [f"91330110MA2800{number:04}" for number in range(4)]
YEAR = today().year


def firm(code: str) -> Doer:
    return Doer(reader_of_office(Office.FIRM, code))


def asked(code: str, bank: str, field: str = "electricity", **said: str) -> Grant:
    until = (today() + timedelta(days=30)).isoformat()
    wants = {"name": "某银行", "firm": code, "field": field, "purpose": "finance", "until": until}
    return ask({**wants, **said}, firm(bank))


def granted(code: str, bank: str, reads: int = 0) -> Grant:
    row = step(asked(code, bank), "grant", {"name": "甲公司"}, firm(code))
    for _ in range(reads):
        read_by(row, "json", firm(bank))
    return row


def reached(rows: Iterable[Grant]) -> list[int]:
    return [deal.reached for deal in grants_among([row.pk for row in rows])]


@pytest.fixture(autouse=True)
def _installation(office: Workspace) -> None:
    del office


def test_a_request_comes_as_far_as_granted_read_and_ended_in_peace() -> None:
    waits, unread, read, over, fought = (
        asked(FIRMS[0], BANKS[0], "load"),
        granted(FIRMS[0], BANKS[0]),
        granted(FIRMS[1], BANKS[1], reads=2),
        granted(FIRMS[2], BANKS[2], reads=1),
        granted(FIRMS[3], BANKS[3], reads=1),
    )
    step(over, "give_back", {}, firm(BANKS[2]))
    step(fought, "dispute", {"reason": "转给了第三方"}, firm(FIRMS[3]))
    far = {deal.number: deal.reached for deal in grants_among(range(1, 99))}
    assert [far[row.pk] for row in (waits, unread, read, over, fought)] == [0, 1, 2, 3, 2]
    assert str(waits.pk) not in {outcome.request for outcome in outcomes()}  # not answered yet


def test_the_hit_rate_is_told_once_three_firms_stand_behind_it() -> None:
    for place in range(2):
        granted(FIRMS[place], BANKS[place], reads=1)
    rate = told(DATA, today())
    assert rate is not None
    assert rate.all is None
    step(asked(FIRMS[2], BANKS[2]), "refuse", {"reason": "不便"}, firm(FIRMS[2]))
    rate = told(DATA, today() + timedelta(days=1))
    assert rate is not None
    assert rate.all is not None
    assert (rate.all.asked, round(rate.all.shares["accepted"], 2)) == (3, 0.67)
    assert rate.all.shares["finished"] == 0


def test_one_bank_that_asks_three_firms_tells_nothing_of_itself() -> None:
    for code in FIRMS[:3]:
        granted(code, BANKS[0])
    rate = told(DATA, today())
    assert rate is not None
    assert rate.all is None


def test_a_measure_of_diagnosis_names_grants_and_is_told_a_share_of_three_firms() -> None:
    rows = [granted(code, bank, reads=1) for code, bank in zip(FIRMS, BANKS, strict=True)]
    assert deals_there_are()["grant"].title.zh == "数据授权"
    numbers = [row.pk for row in rows]
    assert rate_of("one/1", {"grant": numbers[:2]}, FIRMS, today()) is None
    rate = rate_of("one/2", {"grant": numbers}, FIRMS, today())
    assert rate is not None
    assert (rate.asked, rate.shares["dealt"]) == (4, 1)
    assert rate_of("one/3", {"grant": numbers}, ["91330106MA28009999"], today()) is None


def test_a_contribution_to_a_benchmark_is_no_deal() -> None:
    row = contribution(FIRMS[0])
    assert not list(grants_among([row.pk]))
    assert not outcomes()


def test_a_year_counts_grants_that_held_in_it_and_their_uses() -> None:
    granted(FIRMS[0], BANKS[0], reads=3)
    taken = granted(FIRMS[1], BANKS[1])
    step(taken, "revoke", {"reason": "终止"}, firm(FIRMS[1]))
    asked(FIRMS[2], BANKS[2])
    contribution(FIRMS[3])
    found = sorted(happened(YEAR, FIRMS).grants, key=lambda grant: grant.firm)
    assert found == [
        Granted(FIRMS[0], 3), Granted(FIRMS[1]), Granted(FIRMS[3], contributes=True),
    ]  # fmt: skip
    assert {FIRMS[0], FIRMS[1], FIRMS[3]} <= took_part(YEAR)
    assert not happened(YEAR - 1, FIRMS).grants
    assert {BANKS[0], FIRMS[2]}.isdisjoint(took_part(YEAR))


def test_a_grant_that_was_taken_back_before_it_began_never_held() -> None:
    row = asked(FIRMS[0], BANKS[0], since=(today() + timedelta(days=9)).isoformat())
    row = step(row, "grant", {"name": "甲公司"}, firm(FIRMS[0]))
    row = step(row, "revoke", {}, firm(FIRMS[0]))
    assert row.granted_at is not None
    assert row.ended <= timezone.now().astimezone(CHINA)
    assert not happened(YEAR, FIRMS).grants


def contribution(code: str) -> Grant:
    """Let a firm join its cluster's benchmark."""
    from tests.web.people import the_case

    case = the_case()
    case.firms.create(number=case.firms.count() + 1, credit_code=code)
    until = (today() + timedelta(days=30)).isoformat()
    return join({"cluster": "one", "field": "yield", "until": until}, firm(code))
