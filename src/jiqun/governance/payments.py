"""By when an SME must be paid: the orders on payments, ``catalog/payments/orders.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jiqun.base.catalogue import sound_entry
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import per_catalogue

FILE = ("payments", "orders.yaml")
PUBLIC_BODY, LARGE_FIRM, OTHER = "public_body", "large_firm", "other"
DEBTORS = {
    PUBLIC_BODY: Bilingual("机关、事业单位", "a public body"),
    LARGE_FIRM: Bilingual("大型企业", "a large firm"),
    OTHER: Bilingual("其他（如中小企业、个人）", "anybody else, such as another SME"),
}
"""Who may owe; the orders are about the first two."""


@dataclass(frozen=True, slots=True)
class Term:
    """Days to pay; None where the order sets no number.

    Parameters
    ----------
    days
        Where the contract says nothing.
    agreed_most
        What a contract may agree to at most.
    """

    days: int | None
    agreed_most: int | None


@dataclass(frozen=True)
class Order:
    """An order on payments, with the days it is in force."""

    id: str
    title: Bilingual
    document: str
    first: date
    last: date | None
    owes: Mapping[str, Term]
    daily_interest: Decimal
    grade: str
    confidence: Bilingual

    def in_force(self, on: date) -> bool:
        """Tell whether it is in force on a day."""
        return self.first <= on and (self.last is None or on <= self.last)


@per_catalogue
def orders() -> dict[str, Order]:
    """Load the orders of the catalogue, the earliest first.

    Raises
    ------
    Refused
        With every fault of the file.

    Examples
    --------
    >>> orders()["order_802"].owes["large_firm"]
    Term(days=60, agreed_most=None)
    """
    entry = sound_entry(catalogue_path(*FILE), "payments")
    said = entry.content["orders"]
    return {
        name: _order(name, order, entry.named(order["title"], "orders", name))
        for name, order in said.items()
    }


def order_on(day: date) -> Order | None:
    """Return the order in force on a day; None before there was one.

    Examples
    --------
    >>> order_on(date(2025, 5, 31)).id, order_on(date(2025, 6, 1)).id, order_on(date(2020, 8, 31))
    ('order_728', 'order_802', None)
    """
    return next((order for order in orders().values() if order.in_force(day)), None)


def _order(name: str, said: Mapping[str, Any], title: Bilingual) -> Order:
    last = said["in_force"]["until"]
    return Order(
        name,
        title,
        said["document"],
        date.fromisoformat(said["in_force"]["from"]),
        date.fromisoformat(last) if last else None,
        {debtor: Term(**term) for debtor, term in said["owes"].items()},
        Decimal(said["daily_interest"]),
        said["confidence"]["grade"],
        Bilingual.of(said["confidence"]),
    )
