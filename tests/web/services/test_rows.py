"""Services and vouchers on PostgreSQL, each party on a connection that sees its own rows alone."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from tests.web.casework.test_row_policies import as_site, on_postgresql
from tests.web.challenges.test_races import of
from tests.web.services.test_vouchers import ASKED, CODE, COUNTY, FIRM, PROVIDER, SAID

from jiqun.base.readers import PUBLIC, Office
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.row_policies import seen_by, seen_whole
from jiqun.web.services import vouching
from jiqun.web.services.models import Provider, Service, ServiceRequest, Voucher, VoucherFund
from jiqun.web.services.offering import offer
from jiqun.web.services.registering import register
from jiqun.web.services.registering import step as turn
from jiqun.web.services.requesting import ask, step

__all__ = ["as_site", "on_postgresql"]

Made = TypeVar("Made")
STRANGER = of(Office.FIRM, "91410783MA28000027")
FIRMS_COUNTY = of(Office.COUNTY, ASKED["county"])


def by(doer: Doer, does: Callable[[], Made]) -> Made:
    with seen_by(doer.reader):
        return does()


def issued(row: VoucherFund, key: str) -> Voucher:
    said = {"firm": CODE, "amount": "500", "key": key}
    return by(COUNTY, lambda: vouching.issue(row, said, COUNTY))


def asked(service: Service, voucher: Voucher) -> ServiceRequest:
    said = {**ASKED, "voucher": str(voucher.pk)}
    return by(FIRM, lambda: ask(service, said, FIRM))


def states_of(kind: type[ServiceRequest | Voucher]) -> list[str]:
    return list(kind.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.usefixtures("as_site")
def test_services_and_vouchers_go_their_whole_way_and_strangers_see_neither() -> None:
    row = by(PROVIDER, lambda: register(SAID, PROVIDER))
    by(COUNTY, lambda: turn(row, "list", "", COUNTY))
    offered = {"kind": "consulting", "name": "诊断", "price": "300"}
    services = [by(PROVIDER, lambda: offer(row, offered, PROVIDER)) for _ in range(3)]
    said = {"name": "示例券", "budget": "2000", "until": str(today())}
    fund = by(COUNTY, lambda: vouching.open_fund(said, ["consulting"], COUNTY))
    vouchers = [issued(fund, key) for key in ("one", "one", "two", "three")]
    assert vouchers[0] == vouchers[1]
    rated, disputed, _ = map(asked, services, vouchers[1:])
    for doer, counts in ((STRANGER, (1, 0, 0)), (FIRM, (1, 3, 3)), (PROVIDER, (1, 3, 0))):
        with seen_by(doer.reader):
            kinds = (Provider, ServiceRequest, Voucher)
            assert tuple(kind.objects.count() for kind in kinds) == counts
    with seen_by(PUBLIC):
        assert not (VoucherFund.objects.exists() or ServiceRequest.objects.exists())
    steps = {"starts": f"{today()}T09:00", "grade": "5", "reason": "没有来"}
    for request, doer, verb in (
        (rated, PROVIDER, "appoint"),
        (rated, PROVIDER, "deliver"),
        (rated, FIRM, "rate"),
        (disputed, PROVIDER, "appoint"),
        (disputed, FIRM, "dispute"),
        (disputed, FIRMS_COUNTY, "annul"),
    ):
        by(doer, lambda r=request, d=doer, v=verb: step(r, v, steps, d))  # type: ignore[misc]
    by(COUNTY, lambda: turn(row, "delist", "资质过期", COUNTY))
    with seen_whole():
        assert states_of(ServiceRequest) == ["rated", "annulled", "lapsed"]
        assert states_of(Voucher) == ["settled", "free", "free"]
