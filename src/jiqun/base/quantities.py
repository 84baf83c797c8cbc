"""A value and its status: zero, missing and not applicable are three different things."""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from jiqun.base.language import Bilingual

INTEGER_DIGITS = 12
FRACTION_DIGITS = 6
"""A cell is DECIMAL(18, 6): up to 10^12 - 1 in its field's unit (for money, 10^16 yuan)."""

LARGEST = Decimal(10) ** INTEGER_DIGITS


class Status(StrEnum):
    """What is known of a value.

    ``reported`` and ``zero`` are numbers somebody filed; ``estimated`` is a number somebody
    estimated; ``missing`` exists but is not known; ``not_applicable`` does not exist;
    ``suppressed`` is known and withheld from this reader.
    """

    REPORTED = "reported"
    ZERO = "zero"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"
    ESTIMATED = "estimated"
    SUPPRESSED = "suppressed"

    @property
    def words(self) -> Bilingual:
        """The status as people read it.

        Examples
        --------
        >>> Status.MISSING.words.zh, Status.SUPPRESSED.words.en
        ('缺失', 'withheld')
        """
        return _WORDS[self]


_WORDS = {
    Status.REPORTED: Bilingual("已报", "reported"),
    Status.ZERO: Bilingual("零", "zero"),
    Status.MISSING: Bilingual("缺失", "missing"),
    Status.NOT_APPLICABLE: Bilingual("不适用", "not applicable"),
    Status.ESTIMATED: Bilingual("估计", "estimated"),
    Status.SUPPRESSED: Bilingual("不公开", "withheld"),
}

FILED_STATUSES = tuple(status for status in Status if status is not Status.SUPPRESSED)


class Quantity(NamedTuple):
    """A value with its status; flags are 1 and 0.

    A choice has no number, so that no sum can touch it: it is reported with its word in the place
    of a reason. A tuple, because a workspace reads millions of them.

    Examples
    --------
    >>> Quantity.of(Decimal("0.00"))
    Quantity(value=Decimal('0.00'), status=<Status.ZERO: 'zero'>, reason='')
    """

    value: Decimal | None
    status: Status
    reason: str = ""

    @classmethod
    def of(cls, value: Decimal, *, estimated: bool = False) -> "Quantity":
        """Take a number; a filed nought is ``zero``, not ``missing``."""
        if estimated:
            return cls(value, Status.ESTIMATED)
        return cls(value, Status.ZERO if value == 0 else Status.REPORTED)

    @classmethod
    def absent(cls, status: Status, reason: str = "") -> "Quantity":
        """Say that there is no number, and why."""
        return cls(None, status, reason)

    @classmethod
    def chosen(cls, word: str) -> "Quantity":
        """Take the id of a word chosen from a closed list.

        Examples
        --------
        >>> Quantity.chosen("output").value is None, Quantity.chosen("output").choice
        (True, 'output')
        """
        return cls(None, Status.REPORTED, word)

    @property
    def choice(self) -> str:
        """The id of the word chosen; empty where the cell is no choice."""
        return choice_of(self.value, self.status, self.reason)


def choice_of(value: object, status: str, reason: str | None) -> str:
    """Return the word chosen by a cell taken apart, or nothing where it is no choice."""
    return reason or "" if value is None and status == Status.REPORTED else ""
