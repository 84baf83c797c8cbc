"""Vouchers: issued from a budget, spent once by whoever comes first, given back, settled, over."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.challenges.test_races import of, raced

from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.web.casework.clocks import today
from jiqun.web.events.chain import verify
from jiqun.web.events.models import Event
from jiqun.web.services import vouching
from jiqun.web.services.models import Provider, ServiceRequest, Voucher, VoucherFund, VoucherLine
from jiqun.web.services.offering import offer
from jiqun.web.services.registering import register
from jiqun.web.services.registering import step as turn
from jiqun.web.services.requesting import ask, step
from jiqun.web.services.views.vouchers import standing_of

CODE = "91330110MA28000011"
COUNTY = of(Office.COUNTY, "330106")
PROVIDER, FIRM = (of(Office.FIRM, code) for code in ("91330106MA2800000X", CODE))
SAID = {"firm": "示例服务中心", "county": "330106"}
ASKED = {"firm": "甲公司", "county": "330110"}
WRITERS = 16

pytestmark = pytest.mark.usefixtures("office")


def fund(budget: str = "900") -> VoucherFund:
    said = {"name": "示例券", "budget": budget, "until": str(today())}
    return vouching.open_fund(said, ["consulting"], COUNTY)


def issued(row: VoucherFund, **said: str) -> Voucher:
    return vouching.issue(row, {"firm": CODE, "amount": "500", **said}, COUNTY)


def asked(voucher: Voucher, number: int = 0, **said: str) -> ServiceRequest:
    """Ask for a service of a provider that is registered for it, with a voucher."""
    body = Provider.objects.first() or turn(register(SAID, PROVIDER), "list", "", COUNTY)
    offered = {"kind": "consulting", "name": f"诊断{number}", "price": "300", **said}
    service = offer(body, offered, PROVIDER)
    return ask(service, {**ASKED, "voucher": str(voucher.pk)}, FIRM)


def stands(row: VoucherFund) -> dict[str, str]:
    """Return what stands on the accounts that hold something, and hold that all is there."""
    assert sum(VoucherLine.objects.values_list("amount", flat=True)) == 0
    return {kind: f"{balance:f}" for kind, balance in standing_of(row).items() if balance}


def test_a_voucher_is_held_and_then_due_to_the_provider_as_far_as_the_price_goes() -> None:
    row = fund()
    voucher = issued(row)
    request = asked(voucher)
    assert request.covers == 300
    assert stands(row) == {"budget": "900.00", "free": "400.00", "held": "500.00"}
    with pytest.raises(Refused) as refused:
        asked(voucher, 1)
    assert [problem.code for problem in refused.value.problems] == ["services.voucher_gone"]
    said = {"starts": f"{today()}T09:00", "grade": "5"}
    for verb, doer in (("appoint", PROVIDER), ("deliver", PROVIDER), ("rate", FIRM)):
        request = step(request, verb, said, doer)
    assert stands(row) == {"budget": "900.00", "free": "600.00", "due": "300.00"}
    verbs = list(Event.objects.filter(subject=voucher.subject).values_list("verb", flat=True))
    assert verbs == ["issue_voucher", "spend_voucher", "settle_voucher"]
    assert verify().problems == []


@pytest.mark.parametrize(
    "ends",
    [
        lambda row: step(row, "withdraw", {}, FIRM),
        lambda row: step(row, "refuse", {"reason": "满了"}, PROVIDER),
        lambda row: turn(row.body, "delist", "资质过期", COUNTY),
    ],
    ids=["withdrawn", "refused", "delisted"],
)
def test_a_voucher_comes_back_where_nothing_came_of_it_and_is_spent_anew(
    ends: Callable[[ServiceRequest], object],
) -> None:
    row = fund()
    voucher = issued(row)
    ends(asked(voucher))
    assert stands(row) == {"budget": "900.00", "free": "400.00", "voucher": "500.00"}
    voucher.refresh_from_db()
    assert voucher.state == Voucher.FREE


def test_what_is_not_allowed_is_refused_with_its_reason() -> None:
    row = fund()
    voucher = issued(row, key="one")
    assert issued(row, key="one") == voucher  # the same form twice
    assert issued(row, key="one", amount="0.50") != voucher  # gone back to, and filled in anew
    for said, code in (
        ({"amount": "400"}, "not_enough"),
        ({"amount": "0"}, "no_amount"),
        ({"firm": "913"}, "no_firm"),
    ):
        with pytest.raises(Refused) as refused:
            issued(row, **said)
        assert [problem.code for problem in refused.value.problems] == [f"services.{code}"]
    for said, code in (
        ({"kind": "finance"}, "voucher_other_kind"),
        ({"price": "0"}, "voucher_covers_nothing"),
    ):
        with pytest.raises(Refused) as refused:
            asked(voucher, **said)
        assert [problem.code for problem in refused.value.problems] == [f"services.{code}"]
    assert not ServiceRequest.objects.exists()
    with pytest.raises(Refused):
        vouching.issue(row, {"firm": CODE, "amount": "1"}, of(Office.COUNTY, "330110"))


@pytest.mark.parametrize("until", ["", "soon", "2026-02-30", "2026", "0001-01-01", "9999-12-31"])
def test_a_programme_whose_last_day_is_none_is_refused(until: str) -> None:
    with pytest.raises(Refused) as refused:
        vouching.open_fund({"name": "示例券", "budget": "9", "until": until}, ["policy"], COUNTY)
    assert [problem.code for problem in refused.value.problems] == ["services.no_last_day"]


@pytest.mark.parametrize("verb", ["withdraw", "delist"])
def test_programmes_and_requests_are_locked_before_the_log_so_that_nobody_waits_in_a_ring(
    verb: str,
) -> None:
    """Whoever issues a voucher locks its programme, and the end of the log last."""
    request = asked(issued(fund()))
    with CaptureQueriesContext(connection) as queries:
        if verb == "delist":
            turn(request.body, verb, "资质过期", COUNTY)
        else:
            step(request, verb, {}, FIRM)
    said = [query["sql"] for query in queries]
    first = {
        table: next(at for at, sql in enumerate(said) if f'FROM "{table}"' in sql)
        for table in ("services_servicerequest", "services_voucherfund", "events_head")
    }
    assert sorted(first, key=first.__getitem__) == list(first)


def test_a_voucher_ends_after_its_last_day() -> None:
    row = fund()
    voucher = issued(row)
    with pytest.raises(Refused):
        vouching.expire(row, COUNTY)
    tomorrow = today() + timedelta(days=1)
    with patch("jiqun.web.services.vouching.today", return_value=tomorrow):
        with pytest.raises(Refused) as refused:
            asked(voucher)
        assert [problem.code for problem in refused.value.problems] == ["services.voucher_over"]
        assert vouching.expire(row, COUNTY) == 1
    assert stands(row) == {"budget": "900.00", "free": "900.00"}


def test_sixteen_writers_spend_a_voucher_once() -> None:
    row = fund()
    voucher = issued(row)
    body = turn(register(SAID, PROVIDER), "list", "", COUNTY)
    offered = {"kind": "consulting", "name": "诊断", "price": "300"}
    services = [offer(body, offered, PROVIDER) for _ in range(WRITERS)]
    said = {**ASKED, "voucher": str(voucher.pk)}
    found = raced(*(lambda service=service: ask(service, said, FIRM) for service in services))
    assert found.count("done") == 1
    assert found.count("services.voucher_gone") == WRITERS - 1
    assert ServiceRequest.objects.count() == 1
    assert stands(row) == {"budget": "900.00", "free": "400.00", "held": "500.00"}


def test_sixteen_writers_issue_no_more_than_the_budget() -> None:
    row = fund("1000")
    found = raced(*[lambda: issued(row, amount="300")] * WRITERS)
    assert found.count("done") == 3
    assert stands(row) == {"budget": "1000.00", "free": "100.00", "voucher": "900.00"}
    assert verify().problems == []
