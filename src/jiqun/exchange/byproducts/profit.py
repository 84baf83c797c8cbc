"""What a link earns: after treatment and transport, both sides together; unknown stays unknown."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jiqun.base.language import Bilingual

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Profit:
    """What a unit earns, in yuan.

    Parameters
    ----------
    before_transport
        What the receiver pays, less what the giver asks and what treatment costs; None where one
        of them is not known.
    transport
        Kilometres by the price a unit and kilometre; None where either is not known.
    """

    before_transport: Decimal | None
    transport: Decimal | None

    @property
    def after_all(self) -> Decimal | None:
        """What is left after transport; None where that is not known."""
        if self.before_transport is None or self.transport is None:
            return None
        return self.before_transport - self.transport


def profit(
    pays: Decimal | None,
    asks: Decimal | None,
    treatment: Decimal | None,
    km: float | None,
    rate: Decimal | None,
) -> Profit:
    """Return what a unit earns.

    Parameters
    ----------
    pays
        The most the receiver pays for a unit; below nought where it is paid for taking it.
    asks
        The least the giver asks for a unit; below nought where it pays to be rid of it.
    treatment
        What a unit costs to treat; nought where none is needed.
    km
        How far it is.
    rate
        What a unit and kilometre costs, in yuan: entered by who looks; None: not configured.

    Examples
    --------
    >>> profit(Decimal(120), Decimal(-30), Decimal(40), 50.0, Decimal("0.6")).after_all
    Decimal('80.00')
    >>> profit(Decimal(120), Decimal(-30), None, 50.0, Decimal("0.6")).after_all
    """
    known = None if pays is None or asks is None or treatment is None else pays - asks - treatment
    carried = None
    if km is not None and rate is not None:
        carried = (Decimal(repr(round(km, 3))) * rate).quantize(CENT)
    return Profit(known, carried)


def profit_said(found: Profit, unit: Bilingual) -> Bilingual:
    """Say what a unit earns, or what is not known of it.

    Examples
    --------
    >>> tonne = Bilingual("吨", "t")
    >>> profit_said(Profit(Decimal(110), Decimal(30)), tonne).en
    'after treatment and transport CNY 80.00 a t'
    >>> profit_said(Profit(Decimal(110), None), tonne).en
    'before transport CNY 110.00 a t; transport: price not configured or distance not known'
    >>> profit_said(Profit(None, None), tonne).en
    'cannot tell: a price or the cost of treatment is not said'
    """
    if found.before_transport is None:
        return Bilingual(
            "说不清：价格或处理成本没有说明",
            "cannot tell: a price or the cost of treatment is not said",
        )
    if found.after_all is None:
        said = _yuan(found.before_transport)
        return Bilingual(
            f"未计运输每{unit.zh} {said} 元；运价未配置或距离不明",
            f"before transport CNY {said} a {unit.en}; "
            "transport: price not configured or distance not known",
        )
    said = _yuan(found.after_all)
    return Bilingual(
        f"扣除处理和运输后每{unit.zh} {said} 元",
        f"after treatment and transport CNY {said} a {unit.en}",
    )


def _yuan(amount: Decimal) -> str:
    return f"{amount.quantize(CENT):,}"
