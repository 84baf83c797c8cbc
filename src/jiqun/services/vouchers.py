"""Vouchers as a ledger: what each step moves between accounts, and what it may not move.

Money is never made nor lost: the lines of an entry add up to zero. It comes in from the budget of
a programme, stands in a voucher, is held for a request, and is due to a provider and then paid; or
goes back. Only the budget's own account, which says how much was put in, is below zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NOTHING = Decimal("0.00")
BUDGET, FREE, VOUCHER, HELD, DUE, PAID = "budget", "free", "voucher", "held", "due", "paid"
"""Kinds of accounts: put in, not issued, a voucher's, held for a request, due and paid."""
MAY_BE_BELOW = frozenset({BUDGET})
"""Accounts that may be below zero: the one that says what was put in."""


@dataclass(frozen=True, slots=True)
class Line:
    """What an entry adds to an account.

    Parameters
    ----------
    account
        A kind of account, and of a voucher's or provider's which.
    amount
        In yuan; negative where it is taken away.
    """

    account: tuple[str, str]
    amount: Decimal


Entry = tuple[Line, ...]


class Unbalanced(ValueError):
    """Lines that do not add up to zero, or leave an account below zero."""


def moved(source: tuple[str, str], target: tuple[str, str], amount: Decimal) -> Entry:
    """Return the lines that move an amount; none where there is nothing to move.

    Examples
    --------
    >>> [str(line.amount) for line in moved((FREE, ""), (VOUCHER, "7"), Decimal("500.00"))]
    ['-500.00', '500.00']
    >>> moved((FREE, ""), (VOUCHER, "7"), Decimal(0))
    ()
    """
    if amount < 0:
        raise Unbalanced(f"{amount} from {source}")
    return (Line(source, -amount), Line(target, amount)) if amount else ()


def covered(amount: Decimal, price: Decimal | None) -> Decimal:
    """Return how much of a price a voucher covers: never more than either.

    Examples
    --------
    >>> covered(Decimal("500"), Decimal("3000")), covered(Decimal("500"), Decimal("200"))
    (Decimal('500'), Decimal('200'))
    >>> covered(Decimal("500"), None)
    Decimal('0.00')
    """
    return NOTHING if price is None else min(amount, price)


def funded(amount: Decimal) -> Entry:
    """Return what putting money into a programme moves."""
    return moved((BUDGET, ""), (FREE, ""), amount)


def issued(voucher: str, amount: Decimal) -> Entry:
    """Return what issuing a voucher moves."""
    return moved((FREE, ""), (VOUCHER, voucher), amount)


def spent(voucher: str, amount: Decimal) -> Entry:
    """Return what spending a voucher moves: the whole of it is held until the request is over."""
    return moved((VOUCHER, voucher), (HELD, voucher), amount)


def refunded(voucher: str, amount: Decimal) -> Entry:
    """Return what giving a voucher back to its firm moves."""
    return moved((HELD, voucher), (VOUCHER, voucher), amount)


def settled(voucher: str, provider: str, amount: Decimal, price: Decimal | None) -> Entry:
    """Return what a served request moves: the price is due to the provider, the rest goes back.

    Examples
    --------
    >>> lines = settled("7", "91330106MA2800000X", Decimal("500.00"), Decimal("200.00"))
    >>> [(line.account[0], str(line.amount)) for line in lines]
    [('held', '-200.00'), ('due', '200.00'), ('held', '-300.00'), ('free', '300.00')]
    """
    due = covered(amount, price)
    back = moved((HELD, voucher), (FREE, ""), amount - due)
    return moved((HELD, voucher), (DUE, provider), due) + back


def paid(provider: str, amount: Decimal) -> Entry:
    """Return what paying a provider moves."""
    return moved((DUE, provider), (PAID, provider), amount)


def expired(voucher: str, amount: Decimal) -> Entry:
    """Return what the end of a voucher moves: what was not spent goes back."""
    return moved((VOUCHER, voucher), (FREE, ""), amount)


def over(until: date, today: date) -> bool:
    """Tell whether a voucher's last day is over; the day itself still counts.

    Examples
    --------
    >>> [over(date(2026, 6, 30), day) for day in (date(2026, 6, 30), date(2026, 7, 1))]
    [False, True]
    """
    return today > until


def balances(entries: Iterable[Entry]) -> Mapping[tuple[str, str], Decimal]:
    """Return what stands on each account after entries, one after the other.

    Raises
    ------
    Unbalanced
        Where an entry does not add up to zero, or leaves an account below zero.

    Examples
    --------
    >>> amount = Decimal(500)
    >>> found = balances([funded(Decimal(900)), issued("7", amount), spent("7", amount)])
    >>> {account[0]: str(amount) for account, amount in found.items()}
    {'budget': '-900', 'free': '400', 'voucher': '0', 'held': '500'}
    >>> balances([funded(Decimal(100)), issued("7", Decimal(500))])
    Traceback (most recent call last):
    ...
    jiqun.services.vouchers.Unbalanced: free is below zero
    """
    found: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for entry in entries:
        if sum((line.amount for line in entry), NOTHING):
            raise Unbalanced("the lines of an entry do not add up to zero")
        for line in entry:
            found[line.account] += line.amount
        for line in entry:
            if found[line.account] < 0 and line.account[0] not in MAY_BE_BELOW:
                raise Unbalanced(f"{line.account[0]} is below zero")
    return dict(found)
