"""What a booking costs, and what is due when it is cancelled or nobody comes: in DECIMAL yuan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jiqun.base.errors import Problem, Where
from jiqun.base.numerals import NumeralFault, read_numeral

YUAN = "元"
FEN = Decimal("0.01")
LARGEST_PRICE = Decimal(10) ** 8
"""Yuan a slot; ours."""
WHOLE = Decimal(100)
LONGEST_NOTICE = 24 * 90
"""Hours; ours."""
MOST_TRIALS = 20
"""Slots; ours."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an owner asks.

    Parameters
    ----------
    price
        Yuan a slot; nought is free, None is not stated: to be agreed.
    trial_slots
        How many slots a firm's one trial order may have; 0: there are none.
    trial_price
        Yuan a slot of a trial order; None is not stated.
    notice
        Hours before the first slot until which cancelling costs nothing.
    late
        Share of the price in % that is due when it is cancelled later.
    absent
        Share in % that is due when nobody comes.
    """

    price: Decimal | None
    trial_slots: int = 0
    trial_price: Decimal | None = None
    notice: int = 24
    late: Decimal = Decimal()
    absent: Decimal = Decimal()

    def record(self) -> dict[str, Any]:
        """Return them as plain data, as a booking keeps them: the inverse of :meth:`of`.

        Examples
        --------
        >>> terms = Terms(Decimal("120.50"), 2, None, 48, Decimal(30), Decimal(100))
        >>> Terms.of(terms.record()) == terms
        True
        """
        return {
            "price": _text(self.price),
            "trial_slots": self.trial_slots,
            "trial_price": _text(self.trial_price),
            "notice": self.notice,
            "late": str(self.late),
            "absent": str(self.absent),
        }

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Terms:
        """Return what :meth:`record` wrote."""
        return cls(
            _number(said["price"]),
            said["trial_slots"],
            _number(said["trial_price"]),
            said["notice"],
            Decimal(said["late"]),
            Decimal(said["absent"]),
        )


def cost(terms: Terms, slots: int, *, trial: bool) -> Decimal | None:
    """Return what slots, seats of slots or lots cost; None where the price is to be agreed.

    Examples
    --------
    >>> terms = Terms(Decimal("80.00"), trial_slots=2, trial_price=Decimal(0))
    >>> cost(terms, 3, trial=False), cost(terms, 2, trial=True)
    (Decimal('240.00'), Decimal('0'))
    """
    price = terms.trial_price if trial else terms.price
    return None if price is None else price * slots


def due_on_cancelling(
    terms: Terms, price: Decimal | None, starts: datetime, now: datetime
) -> Decimal | None:
    """Return what is due when a renter cancels; None where the price is not known and some is due.

    Examples
    --------
    >>> from jiqun.base.days import CHINA
    >>> terms = Terms(Decimal(100), notice=24, late=Decimal("33.3"))
    >>> starts = datetime(2026, 9, 2, 9, 0, tzinfo=CHINA)
    >>> [due_on_cancelling(terms, Decimal("100.05"), starts, starts - timedelta(hours=hours))
    ...  for hours in (24, 23)]
    [Decimal('0.00'), Decimal('33.32')]
    >>> due_on_cancelling(terms, None, starts, starts) is None
    True
    """
    late = now > starts - timedelta(hours=terms.notice)
    return share_of(price, terms.late if late else Decimal())


def due_for_absence(terms: Terms, price: Decimal | None) -> Decimal | None:
    """Return what is due when nobody comes."""
    return share_of(price, terms.absent)


def share_of(price: Decimal | None, percent: Decimal) -> Decimal | None:
    """Return a share of a price in whole fen, halves up; a share of 0 is 0 whatever the price.

    Examples
    --------
    >>> share_of(Decimal("0.05"), Decimal(50)), share_of(None, Decimal(0)), share_of(None, WHOLE)
    (Decimal('0.03'), Decimal('0.00'), None)
    """
    if percent == 0:
        return Decimal("0.00")
    return None if price is None else (price * percent / WHOLE).quantize(FEN, ROUND_HALF_UP)


def untimely(verb: str, starts: datetime, now: datetime, *, lot: bool = False) -> str:
    """Return the code of why a step's time has not come, or is over; empty where it is possible.

    Parameters
    ----------
    verb
        By the workflow of bookings.
    starts, now
        When the first slot begins, and the moment.
    lot
        Whether it is of an offer by lot, which may be delivered before its day.

    Examples
    --------
    >>> from jiqun.base.days import CHINA
    >>> starts = datetime(2026, 9, 2, 9, 0, tzinfo=CHINA)
    >>> untimely("cancel", starts, starts), untimely("record_use", starts, starts)
    ('slots.begun', '')
    >>> untimely("record_use", starts, starts - timedelta(hours=1))
    'slots.not_begun'
    """
    if verb in ("accept", "cancel", "call_off") and now >= starts:
        return "slots.begun"
    awaited = ("report_no_show",) if lot else ("record_use", "report_no_show")
    return "slots.not_begun" if verb in awaited and now < starts else ""


def read_terms(said: Mapping[str, str]) -> tuple[Terms, list[Problem]]:
    """Read what an owner asks, as a form says it.

    Parameters
    ----------
    said
        ``price``, ``trial_slots``, ``trial_price``, ``notice``, ``late``, ``absent``; what is left
        empty is not stated, or of the last three the usual.

    Examples
    --------
    >>> terms, problems = read_terms({"price": "120.5", "late": "30", "absent": "100"})
    >>> terms.price, terms.trial_price, terms.notice, problems
    (Decimal('120.50'), None, 24, [])
    >>> [problem.code for problem in read_terms({"price": "-1", "late": "101"})[1]]
    ['slots.no_price', 'slots.no_share']
    """
    problems: list[Problem] = []
    terms = Terms(
        _price(said, "price", problems),
        _count(said, "trial_slots", 0, MOST_TRIALS, problems),
        _price(said, "trial_price", problems),
        _count(said, "notice", 24, LONGEST_NOTICE, problems),
        _share(said, "late", problems),
        _share(said, "absent", problems),
    )
    return terms, problems


def said_terms(terms: Terms) -> dict[str, str]:
    """Return what a form shows of terms: the inverse of :func:`read_terms`."""
    return {name: "" if said is None else str(said) for name, said in terms.record().items()}


def read_money(written: str, field: str) -> tuple[Decimal | None, list[Problem]]:
    """Read an amount in yuan; None where nothing is written, or with a problem.

    Examples
    --------
    >>> read_money("1.2万元", "due")[0], read_money("", "due")
    (Decimal('12000.00'), (None, []))
    >>> read_money("1.005", "due")[1][0].code
    'slots.no_price'
    """
    problems: list[Problem] = []
    return _price({field: written}, field, problems), problems


def read_hours(written: str, most: Decimal) -> tuple[Decimal | None, list[Problem]]:
    """Read how many hours were used; None where nothing is written: not known, not nought.

    Parameters
    ----------
    written
        As somebody wrote it.
    most
        The hours that were booked.

    Examples
    --------
    >>> read_hours("7.5", Decimal(8))[0], read_hours("", Decimal(8)), len(read_hours("9", WHOLE)[1])
    (Decimal('7.5'), (None, []), 0)
    >>> read_hours("9", Decimal(8))[1][0].code
    'slots.no_hours_used'
    """
    if not written.strip():
        return None, []
    found = _numeral(written, "小时")
    if found is None or not 0 <= found <= most or found != found.quantize(FEN):
        details = {"said": written.strip(), "most": most}
        return None, [Problem("slots.no_hours_used", Where(field="hours"), details)]
    return found, []


def read_count(
    said: Mapping[str, str], field: str, most: int, code: str, problems: list[Problem]
) -> int:
    """Read how many: from 1; 1 where nothing is said, or with a problem.

    Examples
    --------
    >>> problems = []
    >>> [read_count({"seats": text}, "seats", 20, "slots.no_seats", problems)
    ...  for text in ("12", "", "0", "21", "two")]
    [12, 1, 1, 1, 1]
    >>> [problem.details["said"] for problem in problems]
    ['0', '21', 'two']
    """
    written = said.get(field, "").strip()
    if not written:
        return 1
    if written.isdecimal() and len(written) <= 6 and 1 <= int(written) <= most:
        return int(written)
    problems.append(Problem(code, Where(field=field), {"said": written[:40], "most": most}))
    return 1


def _price(said: Mapping[str, str], field: str, problems: list[Problem]) -> Decimal | None:
    written = said.get(field, "").strip()
    if not written:
        return None
    found = _numeral(written, YUAN)
    if found is None or not 0 <= found <= LARGEST_PRICE or found != found.quantize(FEN):
        problems.append(Problem("slots.no_price", Where(field=field), {"said": written}))
        return None
    return found.quantize(FEN)


def _share(said: Mapping[str, str], field: str, problems: list[Problem]) -> Decimal:
    written = said.get(field, "").strip()
    if not written:
        return Decimal()
    found = _numeral(written, "%")
    if found is None or not 0 <= found <= WHOLE or found != found.quantize(FEN):
        problems.append(Problem("slots.no_share", Where(field=field), {"said": written}))
        return Decimal()
    return found


def _count(
    said: Mapping[str, str], field: str, usual: int, most: int, problems: list[Problem]
) -> int:
    written = said.get(field, "").strip()
    if not written:
        return usual
    if not written.isdecimal() or len(written) > 6 or int(written) > most:
        details = {"said": written, "most": most}
        problems.append(Problem("slots.no_count", Where(field=field), details))
        return usual
    return int(written)


def _numeral(written: str, unit: str) -> Decimal | None:
    try:
        found = read_numeral(written, unit).value
    except NumeralFault:
        return None
    return found if found.is_finite() else None


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _number(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)
