"""Vouchers of a county's programmes: funded, issued, spent once, given back, settled, expired.

What stands where is decided under the accounts' locks, and the database holds it besides: no
account below zero, no entry twice under its key, one voucher a request.
"""

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from jiqun.base.credit_codes import is_credit_code
from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.exchange.solutions.offering import read_price
from jiqun.exchange.wording import read_names
from jiqun.services import vouchers as ledger
from jiqun.services.kinds import services
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.events.chain import Deed, record
from jiqun.web.posted import day_in
from jiqun.web.services.models import (
    ServiceRequest,
    Voucher,
    VoucherAccount,
    VoucherFund,
    VoucherLine,
    VoucherPosting,
)

LONGEST_NUMBER = 18
GIVES_BACK = ("refused", "withdrawn", "cancelled", "lapsed", "stranded", "annulled")
"""States of a request in which its voucher is the firm's again."""
IS_SERVED = ("rated", "settled")
"""States in which what it covers is due to the provider."""


def open_fund(said: Mapping[str, str], kinds: list[str], doer: Doer) -> VoucherFund:
    """Open a programme of vouchers, and put its budget in.

    Parameters
    ----------
    said
        ``name``, ``budget``, and ``until``: the last day its vouchers may be spent.
    kinds
        The kinds of services they are for.
    doer
        The county.

    Raises
    ------
    Refused
        With everything wrong: then nothing is kept.
    """
    if doer.reader.office is not Office.COUNTY:
        raise Refused([Problem("services.counties_only")])
    problems: list[Problem] = []
    [name] = read_names(said, ("name",), problems)
    budget = _money(said, "budget", problems)
    until = day_in(said.get("until", ""), "until")
    if until is None or until < today():
        problems.append(Problem("services.no_last_day", Where(field="until")))
    chosen = [kind for kind in services().kinds if kind in kinds]
    if not chosen:
        problems.append(Problem("services.no_kind", Where(field="kinds")))
    if until is None or errors_only(problems):
        raise Refused(problems)
    with transaction.atomic():
        fund = VoucherFund.objects.create(
            county=doer.party.of, name=name, kinds=chosen, until=until
        )
        post(fund, "fund", f"fund:{fund.pk}", ledger.funded(budget))
        about = {"budget": str(budget), "kinds": chosen, "until": str(until)}
        record(Deed("open_fund", fund.subject, doer.person, doer.office, about, {"name": name}))
    return fund


def issue(fund: VoucherFund, said: Mapping[str, str], doer: Doer) -> Voucher:
    """Issue a voucher to a firm; the same form sent twice issues one.

    Parameters
    ----------
    fund
        As its county sees it.
    said
        ``firm`` (a credit code), ``amount``, and ``key``: what makes the form one.
    doer
        The county.

    Raises
    ------
    Refused
        With everything wrong, or where less is left in the programme.
    """
    problems: list[Problem] = []
    code = said.get("firm", "").strip().upper()
    if not is_credit_code(code):
        problems.append(Problem("services.no_firm", Where(field="firm"), {"said": code[:40]}))
    amount = _money(said, "amount", problems)
    if ledger.over(fund.until, today()):
        problems.append(Problem("services.fund_over"))
    if errors_only(problems):
        raise Refused(problems)
    key = _key_of(fund, said.get("key", ""), code, amount)
    with transaction.atomic():
        fund = VoucherFund.objects.select_for_update().get(pk=fund.pk)
        _refuse_others(fund, doer)
        with seen_whole():  # a county sees its vouchers, and no entry of the ledger
            before = fund.vouchers.filter(voucherposting__key=key).first() if key else None
        if before is not None:
            return before
        voucher = Voucher.objects.create(
            fund=fund, asker=code, county=fund.county, amount=amount, until=fund.until
        )
        entry = ledger.issued(str(voucher.pk), amount)
        post(fund, "issue", key or f"issue:{voucher.pk}", entry, voucher)
        _tell("issue_voucher", voucher, doer, amount=str(amount))
    return voucher


def spend(number: str, row: ServiceRequest, doer: Doer) -> ServiceRequest:
    """Hold a firm's voucher for a request: once, and nobody else can then.

    Raises
    ------
    Refused
        Where it is not the firm's, is spent, is over, is for other kinds, or covers nothing.
    """
    at = Where(field="voucher")
    rows = Voucher.objects.select_for_update(of=("self",)).select_related("fund")
    known = number if number.isdecimal() and len(number) <= LONGEST_NUMBER else "0"
    voucher = rows.filter(asker=doer.reader.credit_code, pk=int(known)).first()
    if voucher is None or voucher.state != Voucher.FREE:
        raise Refused([Problem("services.voucher_gone", at)])
    if ledger.over(voucher.until, today()):
        raise Refused([Problem("services.voucher_over", at)])
    if row.kind not in voucher.fund.kinds:
        raise Refused([Problem("services.voucher_other_kind", at)])
    row.covers = ledger.covered(voucher.amount, row.price)
    if not row.covers:
        raise Refused([Problem("services.voucher_covers_nothing", at)])
    voucher.state, voucher.request = Voucher.HELD, row
    voucher.save()
    entry = ledger.spent(str(voucher.pk), voucher.amount)
    key = f"spend:{voucher.pk}:{row.pk}"
    post(voucher.fund, "spend", key, entry, voucher)
    _tell("spend_voucher", voucher, doer, request=row.subject, covers=str(row.covers))
    row.save()
    return row


def hold_programmes(requests: Iterable[ServiceRequest]) -> None:
    """Lock the programmes whose vouchers are held for requests, before a step with them is told.

    Whoever issues locks the programme first and the end of the log last: so does this, and nobody
    waits for somebody who waits for them.
    """
    with seen_whole():
        held = Voucher.objects.filter(request__in=[row.pk for row in requests]).values("fund")
        list(VoucherFund.objects.select_for_update().filter(pk__in=held).order_by("pk"))


def follow(row: ServiceRequest, doer: Doer) -> None:
    """Let the voucher of a request follow where it came to: back to its firm, or to the provider.

    Parameters
    ----------
    row
        The request, after a step with it.
    doer
        Who took the step.
    """
    if row.covers is None or row.state not in (*GIVES_BACK, *IS_SERVED):
        return
    with seen_whole():  # a provider or county has no part in a firm's voucher otherwise
        rows = Voucher.objects.select_for_update(of=("self",)).select_related("fund")
        voucher = rows.filter(request=row, state=Voucher.HELD).first()
        if voucher is None:
            return
        if row.state in GIVES_BACK:
            _give_back(voucher, row, doer)
        else:
            _settle(voucher, row, doer)


def _give_back(voucher: Voucher, row: ServiceRequest, doer: Doer) -> None:
    voucher.state, voucher.request = Voucher.FREE, None
    voucher.save()
    row.covers = None
    row.save()
    entry = ledger.refunded(str(voucher.pk), voucher.amount)
    post(voucher.fund, "refund", f"refund:{voucher.pk}:{row.pk}", entry, voucher)
    _tell("refund_voucher", voucher, doer, request=row.subject)


def _settle(voucher: Voucher, row: ServiceRequest, doer: Doer) -> None:
    voucher.state = Voucher.SETTLED
    voucher.save()
    entry = ledger.settled(str(voucher.pk), row.provider, voucher.amount, row.price)
    post(voucher.fund, "settle", f"settle:{voucher.pk}", entry, voucher)
    _tell("settle_voucher", voucher, doer, request=row.subject, due=str(row.covers))


def expire(fund: VoucherFund, doer: Doer) -> int:
    """Take back into the programme what vouchers hold whose last day is over; return how many.

    Raises
    ------
    Refused
        Where the programme is another county's, or no voucher is over.
    """
    with transaction.atomic():
        fund = VoucherFund.objects.select_for_update().get(pk=fund.pk)
        _refuse_others(fund, doer)
        rows = fund.vouchers.select_for_update().filter(state=Voucher.FREE, until__lt=today())
        found = list(rows.order_by("pk"))
        if not found:
            raise Refused([Problem("services.nothing_over")])
        for voucher in found:
            voucher.state = Voucher.EXPIRED
            voucher.save()
            entry = ledger.expired(str(voucher.pk), voucher.amount)
            post(fund, "expire", f"expire:{voucher.pk}", entry, voucher)
            _tell("expire_voucher", voucher, doer)
    return len(found)


def post(
    fund: VoucherFund, verb: str, key: str, entry: ledger.Entry, voucher: Voucher | None = None
) -> None:
    """Post an entry; its accounts are locked in one order, and none may end below zero.

    Raises
    ------
    Refused
        Where an account has less, or the entry is posted already.
    """
    try:
        with seen_whole(), transaction.atomic():
            posting = VoucherPosting.objects.create(fund=fund, verb=verb, key=key, voucher=voucher)
            for line in sorted(entry, key=lambda line: line.account):
                kind, of = line.account
                VoucherAccount.objects.get_or_create(fund=fund, kind=kind, of=of)
                accounts = fund.accounts.select_for_update()
                account = accounts.get(kind=kind, of=of)
                account.balance += line.amount
                account.save()
                VoucherLine.objects.create(posting=posting, account=account, amount=line.amount)
    except IntegrityError as fault:  # the constraints: below zero, or the same key
        raise Refused([Problem("services.not_enough")]) from fault


def _key_of(fund: VoucherFund, form: str, code: str, amount: Decimal) -> str:
    """Return the key of what a form issues: sent again with another firm or amount, it is another.

    Empty where the form has no key of its own.
    """
    said = hashlib.sha256(f"{fund}:{form}:{code}:{amount:.2f}".encode()).hexdigest()
    return f"issue:{said[:48]}" if form else ""


def _money(said: Mapping[str, str], field: str, problems: list[Problem]) -> Decimal:
    amount = read_price(said.get(field, ""), field, problems)
    if amount is None or amount <= 0:
        problems.append(Problem("services.no_amount", Where(field=field)))
        return ledger.NOTHING
    return amount


def _refuse_others(fund: VoucherFund, doer: Doer) -> None:
    if doer.reader.office is not Office.COUNTY or fund.county != doer.party.of:
        raise Refused([Problem("services.not_yours")])


def _tell(verb: str, voucher: Voucher, doer: Doer, **said: Any) -> None:
    about = {"fund": voucher.fund_id, **said}
    record(Deed(verb, voucher.subject, doer.person, doer.office, about))
