"""Whether an SME was paid late: when what is owed was due, and what that rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from jiqun.base.errors import Problem, Where
from jiqun.base.language import Bilingual
from jiqun.base.numerals import NumeralFault, read_numeral
from jiqun.base.plurals import counted
from jiqun.governance.payments import DEBTORS, OTHER, Order, order_on
from jiqun.governance.wording import read_choice, read_date, read_number
from jiqun.workflow.calendars import Calendars

LONGEST_TERM = 3650
MOST_OWED = Decimal(10) ** 13
CENT = Decimal("0.01")
NOT_COVERED = Bilingual(
    "付款方不是机关、事业单位或大型企业，不在条例范围内，只看合同",
    "who owes is neither a public body nor a large firm: the orders do not cover it, the contract alone does",  # noqa: E501
)
NO_START = Bilingual(
    "付款期限从交付（或约定的检验验收期满）之日起算，这一天还不知道",
    "the days to pay run from delivery, or from the end of an agreed inspection: that day is not known",  # noqa: E501
)
NO_SIGNING = Bilingual(
    "合同签订日不知道：按前后两部条例算出来不一样",
    "when the contract was signed is not known, and two orders make a difference",
)
TWO_ORDERS = Bilingual(
    "合同签订早于交付时施行的条例：两种算法不一样，适用哪一种由受理机关认定",
    "the contract is older than the order in force on delivery, which makes a difference: which holds the office that hears it decides",  # noqa: E501
)
NO_ORDER = Bilingual("当时还没有条例", "there was no order at the time")
NO_NUMBER = Bilingual(
    "条例没有写天数，合同也没有约定", "the order sets no number of days, and the contract none"
)
CUSTOM = Bilingual(
    "约定的期限长于条例的天数：是否合理按行业规范和交易习惯认定，这里无法判断",
    "the contract agrees to more days than the order sets: whether that is reasonable goes by custom of the trade, which cannot be told here",  # noqa: E501
)
BY_CONTRACT = Bilingual(
    "合同约定了逾期利率：按约定计，但不得低于合同订立时一年期贷款市场报价利率",
    "the contract agrees to a rate of interest: it holds where it is not below the one-year loan prime rate of the day of signing",  # noqa: E501
)


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed, as far as it is known.

    Parameters
    ----------
    debtor
        Of :data:`~jiqun.governance.payments.DEBTORS`.
    signed, started
        When the contract was signed; when the days to pay began: on delivery, or at the end of an
        agreed inspection. None: not known.
    agreed
        Days to pay by the contract; None where it says nothing.
    amount
        Yuan; None where it is not said.
    own_rate
        Whether the contract agrees to a rate of interest of its own.
    """

    debtor: str
    signed: date | None = None
    started: date | None = None
    agreed: int | None = None
    amount: Decimal | None = None
    own_rate: bool = False


@dataclass(frozen=True)
class Found:
    """When it was due, and what follows; None is "cannot tell", with why.

    Parameters
    ----------
    order
        Whose limits were held against it.
    due
        The last day to pay.
    late
        Days since then; nought where it is not yet late.
    interest
        Yuan due for them by the order's own rate.
    why
        What the answer rests on, or why there is none.
    """

    order: Order | None = None
    due: date | None = None
    late: int | None = None
    interest: Decimal | None = None
    why: tuple[Bilingual, ...] = ()


def read_owed(said: Mapping[str, str]) -> tuple[Owed, list[Problem]]:
    """Read what a form says is owed, with everything wrong with it.

    Examples
    --------
    >>> owed, problems = read_owed({"debtor": "large_firm", "started": "2026-01-05"})
    >>> owed.started, owed.agreed, problems
    (datetime.date(2026, 1, 5), None, [])
    """
    problems: list[Problem] = []
    debtor = read_choice(said, "debtor", DEBTORS, problems)
    signed = read_date(said, "signed", problems, needed=False)
    started = read_date(said, "started", problems, needed=False)
    written = said.get("agreed", "").strip()
    agreed = read_number(said, "agreed", 0, LONGEST_TERM, problems) if written else None
    amount = _amount(said.get("amount", ""), problems)
    if signed and started and started < signed:
        problems.append(Problem("governance.started_before_signed", Where(field="started")))
    return Owed(debtor, signed, started, agreed, amount, bool(said.get("own_rate"))), problems


def found_late(owed: Owed, on: date, calendars: Calendars) -> Found:
    """Tell when what is owed was due, and how late it is on a day.

    Parameters
    ----------
    owed
        What is known of it.
    on
        The day asked about.
    calendars
        Working days by year: a last day that is a holiday moves to the next that is worked.

    Returns
    -------
    Found
        The answer; what cannot be told stays None.

    Notes
    -----
    Days are those of the calendar; the day of delivery is not counted (Civil Code, article 201),
    and a last day that is a holiday moves to the day after the holidays (article 203). 《民法典》

    Examples
    --------
    >>> from jiqun.workflow.calendars import calendars
    >>> owed = Owed("large_firm", date(2025, 12, 1), date(2026, 1, 5), amount=Decimal("100000"))
    >>> found = found_late(owed, date(2026, 3, 16), calendars())
    >>> found.due, found.late, found.interest
    (datetime.date(2026, 3, 6), 10, Decimal('500.00'))
    """
    if owed.debtor == OTHER:
        return Found(why=(NOT_COVERED,))
    if owed.started is None:
        return Found(why=(NO_START,))
    order = order_on(owed.started)
    if order is None:
        return Found(why=(NO_ORDER,))
    if doubt := _other_order(owed, order):
        return Found(order, why=(doubt,))
    days, why = _days(owed, order)
    if days is None:
        return Found(order, why=why)
    due, moved = _worked(owed.started + timedelta(days=days), calendars)
    late = max(0, (on - due).days)
    interest, by = _interest(owed, order, late)
    return Found(order, due, late, interest, (*why, *moved, *by))


def _amount(said: str, problems: list[Problem]) -> Decimal | None:
    if not said.strip():
        return None
    try:
        amount = read_numeral(said, "").value
    except NumeralFault:
        amount = None
    if amount is None or not 0 < amount < MOST_OWED or amount != amount.quantize(CENT):
        problems.append(Problem("governance.no_sum", Where(field="amount"), {"said": said[:40]}))
        return None
    return amount


def _other_order(owed: Owed, order: Order) -> Bilingual | None:
    """Return why an earlier order may hold instead, where it makes a difference."""
    signed, doubt = owed.signed, TWO_ORDERS
    if signed is None:
        signed, doubt = order.first - timedelta(days=1), NO_SIGNING
    earlier = order_on(signed)
    if earlier is order or (earlier is None and owed.signed is None):
        return None
    same = earlier is not None and _days(owed, earlier)[0] == _days(owed, order)[0]
    return None if same else doubt


def _days(owed: Owed, order: Order) -> tuple[int | None, tuple[Bilingual, ...]]:
    """Return the days to pay by an order and the contract, with what they rest on."""
    term = order.owes[owed.debtor]
    if owed.agreed is None:
        return term.days, (_by_order(term.days, order),) if term.days else (NO_NUMBER,)
    agreed = counted(owed.agreed, "day")
    if term.agreed_most is not None and owed.agreed > term.agreed_most:
        most = term.agreed_most
        return most, (
            Bilingual(
                f"合同约定 {owed.agreed} 天，条例规定最长不得超过 {most} 天",
                f"the contract agrees to {agreed}, the order allows {most} at most",
            ),
        )
    said = Bilingual(f"合同约定 {owed.agreed} 天", f"the contract agrees to {agreed}")
    longer = term.agreed_most is None and (term.days is None or owed.agreed > term.days)
    return owed.agreed, (said, CUSTOM) if longer else (said,)


def _by_order(days: int, order: Order) -> Bilingual:
    return Bilingual(
        f"合同没有约定，按{order.title.zh}：{days} 天",
        f"the contract says nothing; by {order.title.en}: {counted(days, 'day')}",
    )


def _worked(last: date, calendars: Calendars) -> tuple[date, tuple[Bilingual, ...]]:
    """Move a last day that is a holiday to the next that is worked, where that is known."""
    day = last
    while day.year in calendars:
        if calendars[day.year].kind(day)[0]:
            moved = Bilingual(f"{last} 不是工作日，顺延", f"{last} is not worked: it moves on")
            return day, (moved,) if day != last else ()
        day += timedelta(days=1)
    return last, (
        Bilingual(
            f"{day.year} 年的工作日历还没有录入：是否因放假顺延不清楚",
            f"there is no calendar of {day.year} yet: whether holidays move the day cannot be told",
        ),
    )


def _interest(owed: Owed, order: Order, late: int) -> tuple[Decimal | None, tuple[Bilingual, ...]]:
    if owed.own_rate:
        return None, (BY_CONTRACT,)
    if owed.amount is None:
        return None, ()
    interest = (owed.amount * order.daily_interest * late).quantize(CENT, ROUND_HALF_UP)
    share = order.daily_interest * 100
    return interest, (
        Bilingual(
            f"合同没有约定逾期利率：按每日 {share.normalize()}% 计",
            f"the contract agrees to no rate: {share.normalize()}% a day",
        ),
    )
