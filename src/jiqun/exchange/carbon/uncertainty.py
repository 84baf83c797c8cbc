"""What is known of the doubt in a figure: combined by root sum of squares, no more than said.

IPCC 2006, volume 1, chapter 3: equation 3.1 for a product, 3.2 for a sum; both take the parts for
independent. Parts that state no uncertainty leave the rest a lower bound, which is said beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

PRECISION = 28


@dataclass(frozen=True, slots=True)
class Doubt:
    """Half the 95 % interval in percent.

    Parameters
    ----------
    percent
        Combined of the parts that state one; None where none does.
    whole
        Whether every part states one: else ``percent`` is the least it can be.
    """

    percent: Decimal | None
    whole: bool


def of_product(parts: Sequence[Decimal | None]) -> Doubt:
    """Return the doubt in a product (equation 3.1).

    Examples
    --------
    >>> of_product([Decimal(3), Decimal(4)])
    Doubt(percent=Decimal('5'), whole=True)
    >>> of_product([Decimal(3), None])
    Doubt(percent=Decimal('3'), whole=False)
    """
    stated = [part for part in parts if part is not None]
    return Doubt(_root(stated) if stated else None, len(stated) == len(parts))


def of_sum(parts: Sequence[tuple[Decimal, Doubt]]) -> Doubt:
    """Return the doubt in a sum of amounts (equation 3.2).

    Parameters
    ----------
    parts
        Each amount, none below nought, with its doubt.

    Examples
    --------
    >>> sure = Doubt(Decimal(10), True)
    >>> of_sum([(Decimal(30), sure), (Decimal(40), sure)]).percent.quantize(Decimal("0.01"))
    Decimal('7.14')
    """
    whole = all(doubt.whole for _, doubt in parts)
    total = sum((amount for amount, _ in parts), Decimal(0))
    stated = [amount * doubt.percent for amount, doubt in parts if doubt.percent is not None]
    if not stated or not total:
        return Doubt(None, whole)
    with localcontext(prec=PRECISION):
        return Doubt(_root(stated) / total, whole)


def _root(parts: Sequence[Decimal]) -> Decimal:
    with localcontext(prec=PRECISION):
        return sum((part * part for part in parts), Decimal(0)).sqrt()
