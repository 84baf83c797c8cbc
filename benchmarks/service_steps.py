"""How providers of services are listed, what they offer, what becomes of requests, as a table."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import count
from types import SimpleNamespace
from typing import Any

from tests.registry.made_up import code

from benchmarks.solution_steps import doer_of, with_sessions
from benchmarks.steps import TEXT, WORDS, Step, Table

CODES = count(6001)
SAID = {"firm": "示例服务中心", "summary": "做管理咨询"}
OFFERED = {"kind": "consulting", "name": "精益诊断", "price": "3000"}
ASKED = {"firm": "甲公司", "size": "small", "town": "甲镇", "purpose": TEXT}
ROOM = "/services/"
PROVIDER, REQUEST = ROOM + "providers/{row.pk}/{verb}/", ROOM + "requests/{row.pk}/{verb}/"


def nothing_yet(table: Table, case: Any) -> Any:
    """Put two firms and their county, with nobody registered yet."""
    own, other = (code(case.county, next(CODES)) for _ in range(2))
    county = ["county", case.county]
    parties = {
        "provider": ["firm", own], "firm": ["firm", other], "county": county, "registrar": county,
    }  # fmt: skip
    return with_sessions(table, own, case.county, parties)


def appointed_for() -> dict[str, str]:
    """Return what is said with an appointment of today."""
    return {**WORDS, "starts": f"{date.today()}T00:00", "place": "甲厂", "grade": "4"}


def registered(*steps: tuple[str, str]) -> Callable[[Table, Any], Any]:
    """Put a provider, and take steps with it."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.services.registering import register, step

        place = nothing_yet(table, case)
        row: Any = register({**SAID, "county": place.county}, doer_of(place.parties, "provider"))
        for verb, slot in steps:
            row = step(row, verb, TEXT, doer_of(place.parties, slot))
        row.everybody = place.parties
        return row

    return put


def offered(*, is_open: bool = True) -> Callable[[Table, Any], Any]:
    """Put a service of a listed provider."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.services.offering import offer, turn

        body = registered(LIST)(table, case)
        own = doer_of(body.everybody, "provider")
        row: Any = offer(body, OFFERED, own)
        if not is_open:
            row = turn(row, "close", own)
        row.everybody = body.everybody
        row.county, row.state = case.county, ""
        return row

    return put


def asked(*steps: tuple[str, str]) -> Callable[[Table, Any], Any]:
    """Put a request for a service, and take steps with it."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.services.requesting import ask, step

        service = offered()(table, case)
        row = ask(service, {**ASKED, "county": case.county}, doer_of(service.everybody, "firm"))
        for verb, slot in steps:
            row = step(row, verb, appointed_for(), doer_of(service.everybody, slot))
        return row

    return put


def funded(table: Table, case: Any) -> Any:
    """Put a programme of vouchers."""
    from jiqun.web.services.vouching import open_fund

    place = nothing_yet(table, case)
    row: Any = open_fund(_fund(place), [OFFERED["kind"]], doer_of(place.parties, "county"))
    row.everybody = place.parties
    return row


def over(table: Table, case: Any) -> Any:
    """Put a voucher whose last day is over, and which nobody spent."""
    from jiqun.web.services.vouching import issue

    fund = funded(table, case)
    said = _issued(fund)
    row: Any = issue(fund, said, doer_of(fund.everybody, "county"))
    type(row).objects.filter(pk=row.pk).update(until=date(2020, 1, 1))
    row.everybody = fund.everybody
    return row


def with_voucher(table: Table, case: Any) -> Any:
    """Put a service, and a voucher of the firm that is about to ask for it."""
    from jiqun.web.services.vouching import issue, open_fund

    row = offered()(table, case)
    county = doer_of(row.everybody, "county")
    fund: Any = open_fund(_fund(row), [OFFERED["kind"]], county)
    fund.everybody = row.everybody
    row.voucher = issue(fund, _issued(fund), county)
    return row


def spent(*steps: tuple[str, str]) -> Callable[[Table, Any], Any]:
    """Put a request for which a voucher is held, and take steps with it."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.services.requesting import ask, step

        service = with_voucher(table, case)
        row = ask(service, _asked_with(service), doer_of(service.everybody, "firm"))
        for verb, slot in steps:
            row = step(row, verb, appointed_for(), doer_of(service.everybody, slot))
        return row

    return put


def _fund(row: Any) -> dict[str, Any]:
    budget = {"budget": "900", "until": "2099-12-31", "kinds": OFFERED["kind"]}
    return {"name": f"券{row.pk}", **budget}


def _issued(row: Any) -> dict[str, str]:
    return {"firm": row.everybody["firm"][1], "amount": "500", "key": "one"}


def _asked_with(row: Any) -> dict[str, str]:
    return {**ASKED, "county": row.county, "voucher": str(row.voucher.pk)}


def _opened_as(row: Any) -> Any:
    from jiqun.web.services.models import VoucherFund

    return VoucherFund.objects.filter(name=f"券{row.pk}").first()


def _first_voucher(row: Any) -> Any:
    return row.vouchers.first()


def _held(_table: Table, row: Any) -> Iterable[bool]:
    yield [voucher.state for voucher in row.vouchers.all()] == ["held"]


def _settled(_table: Table, row: Any) -> Iterable[bool]:
    yield [voucher.state for voucher in row.vouchers.all()] == ["settled"]


def stranded(table: Table, case: Any) -> Any:
    """Put a request with an appointment whose provider is delisted."""
    from jiqun.web.services.registering import step

    row = asked(APPOINT)(table, case)
    step(row.body, "delist", TEXT, doer_of(row.body.parties, "county"))
    return type(row).objects.get(pk=row.pk)


def to_be_left(*steps: tuple[str, str]) -> Callable[[Table, Any], Any]:
    """Put a provider with an open request."""

    def put(table: Table, case: Any) -> Any:
        row = asked(*steps)(table, case)
        return type(row.body).objects.get(pk=row.body_id)

    return put


def _registered_by(row: Any) -> Any:
    from jiqun.web.services.models import Provider

    return Provider.objects.filter(code=row.parties["provider"][1]).first()


def _first(row: Any) -> Any:
    return row.services.first()


def _asked_of(row: Any) -> Any:
    return row.requests.first()


def _gone_along(verb: str, state: str) -> Callable[[Table, Any], Iterable[bool]]:
    def signs(table: Table, row: Any) -> Iterable[bool]:
        return table.went_along(verb, state, row.requests.all())

    return signs


def _everybody(row: Any) -> Any:
    return SimpleNamespace(parties=row.everybody)


LIST, APPOINT, DELIVER = ("list", "county"), ("appoint", "provider"), ("deliver", "provider")
DISPUTE = ("dispute", "firm")


class ServiceSteps(Table):
    """How providers are listed and offer, and what becomes of requests."""

    STEPS = (
        Step("register", "provider", nothing_yet, ROOM + "providers/new/", "submitted",
             said=lambda row: {**SAID, "county": row.county}, made=_registered_by),
        Step("list", "county", registered(), PROVIDER, "listed"),
        Step("return", "county", registered(), PROVIDER, "returned", kept={"answer": TEXT}),
        Step("amend", "provider", registered(("return", "county")), PROVIDER, "submitted",
             said=lambda row: {**SAID, "firm": "改", "county": row.county},
             kept={"name": "改", "answer": ""}),
        Step("delist", "county", to_be_left(APPOINT), PROVIDER, "delisted",
             signs=_gone_along("strand", "stranded"), along=("service_request:strand",)),
        Step("leave", "provider", to_be_left(), PROVIDER, "left",
             signs=_gone_along("lapse", "lapsed"), along=("service_request:lapse",)),
        Step("offer_service", "provider", registered(LIST), ROOM + "providers/{row.pk}/offer/",
             said=OFFERED, made=_first),
        Step("amend_service", "provider", offered(), ROOM + "{row.pk}/amend/",
             said={**OFFERED, "name": "改"}, kept={"name": "改"}, whose=_everybody),
        Step("close_service", "provider", offered(), ROOM + "{row.pk}/close/",
             kept={"open": False}, whose=_everybody),
        Step("open_service", "provider", offered(is_open=False), ROOM + "{row.pk}/open/",
             kept={"open": True}, whose=_everybody),
        Step("ask", "firm", offered(), ROOM + "{row.pk}/ask/", "asked",
             said=lambda row: {**ASKED, "county": row.county}, made=_asked_of, whose=_everybody),
        Step("appoint", "provider", asked(), REQUEST, "appointed",
             said=lambda _row: appointed_for(), kept={"reached": 1, "place": "甲厂"}),
        Step("refuse", "provider", asked(), REQUEST, "refused", kept={"answer": TEXT}),
        Step("withdraw", "firm", asked(), REQUEST, "withdrawn"),
        Step("deliver", "provider", asked(APPOINT), REQUEST, "delivered",
             kept={"reached": 2, "outcome": TEXT}),
        Step("rate", "firm", asked(APPOINT, DELIVER), REQUEST, "rated",
             said={**WORDS, "grade": "4"}, kept={"reached": 3, "grade": 4, "remark": TEXT}),
        Step("cancel", "firm", asked(APPOINT), REQUEST, "cancelled"),
        Step("go_on", "firm", stranded, REQUEST, "appointed"),
        Step("dispute", "firm", asked(APPOINT), REQUEST, "disputed",
             kept={"firm_says": TEXT, "was_disputed": True}),
        Step("state_side", "provider", asked(APPOINT, DISPUTE), REQUEST,
             kept={"provider_says": TEXT}),
        Step("settle", "county", asked(APPOINT, DISPUTE), REQUEST, "settled",
             kept={"ruling": TEXT}),
        Step("annul", "county", asked(APPOINT, DISPUTE), REQUEST, "annulled",
             kept={"ruling": TEXT}),
        Step("open_fund", "county", nothing_yet, ROOM + "vouchers/funds/", said=_fund,
             made=_opened_as),
        Step("issue_voucher", "county", funded, ROOM + "vouchers/funds/{row.pk}/issue/",
             said=_issued, made=_first_voucher, whose=_everybody),
        Step("expire_voucher", "county", over, ROOM + "vouchers/funds/{row.fund_id}/expire/",
             "expired", whose=_everybody),
        Step("ask", "firm", with_voucher, ROOM + "{row.pk}/ask/", "asked", said=_asked_with,
             made=_asked_of, whose=_everybody, signs=_held, along=("voucher:spend_voucher",)),
        Step("withdraw", "firm", spent(), REQUEST, "withdrawn", kept={"covers": None},
             along=("voucher:refund_voucher",)),
        Step("rate", "firm", spent(APPOINT, DELIVER), REQUEST, "rated",
             said={**WORDS, "grade": "4"}, signs=_settled, along=("voucher:settle_voucher",)),
    )  # fmt: skip


VERBS = {"services": ServiceSteps}
