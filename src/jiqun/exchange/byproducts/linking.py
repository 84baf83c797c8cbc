"""Which by-products fit a want: what may not go there apart, the rest by what it earns.

The matcher of all markets says how well descriptions and places fit and why; the order is by profit
after treatment and transport where that is known, then by profit before transport, then as the
matcher orders them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiqun.base.language import Bilingual
from jiqun.base.units import symbol
from jiqun.exchange.byproducts.hazard import barred
from jiqun.exchange.byproducts.profit import Profit, profit, profit_said
from jiqun.exchange.matching.compared import kilometres
from jiqun.exchange.matching.facts import Need, Offer
from jiqun.exchange.matching.told import told_fits

MARKET = "byproducts"
OTHER_UNIT = Bilingual("计量单位不同", "counted in another unit")
NOTHING_LIKE = Bilingual("描述没有相同之处", "nothing in the descriptions is alike")
LEAST_LIKE = 0.05
"""How alike two descriptions are at least; ours."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a link, as the market lists it.

    Parameters
    ----------
    id, firm, text, county, unit
        Its name in the market, whose it is, what it is, where, and in what it is counted.
    price, treatment_cost
        Yuan a unit.
    hazard
        The class of what is offered.
    permitted
        The classes of the receiver's permit that an office checked.
    """

    id: str
    firm: str
    text: str
    county: str
    unit: str
    price: Decimal | None = None
    treatment_cost: Decimal | None = None
    hazard: str = "none"
    permitted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A by-product that fits a want: what it earns, how well it fits, and why."""

    id: str
    profit: Profit
    score: float
    coverage: float
    why: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class NoLink:
    """A by-product that does not fit, and why."""

    id: str
    why: tuple[Bilingual, ...]


def links(
    want: Side, offers: Sequence[Side], rate: Decimal | None, most: int, approval: str = ""
) -> tuple[list[Link], list[NoLink]]:
    """Return which by-products fit a want, the best first, and which do not.

    Parameters
    ----------
    want
        The want.
    offers
        By-products.
    rate
        Transport in yuan a unit and kilometre, as entered; None: not configured.
    most
        How many that fit are told.
    approval
        The number of an approved transfer over the border of a province.

    Examples
    --------
    >>> want = Side("1", "a", "脱硫石膏", "330106", "吨", Decimal(50))
    >>> offers = [Side("2", "b", "脱硫石膏", "330110", "吨", Decimal(10), Decimal(5)),
    ...           Side("3", "c", "脱硫石膏", "330110", "吨", Decimal(-10), Decimal(5)),
    ...           Side("4", "d", "脱硫石膏", "330110", "吨", Decimal(-10), Decimal(5), "HW08")]
    >>> fitting, out = links(want, offers, Decimal("0.5"), 5)
    >>> [link.id for link in fitting], [no.id for no in out]
    (['3', '2'], ['4'])
    """
    need = Need("want", MARKET, firm=want.firm, text=want.text, county=want.county)
    out = {offer.id: _barred(want, offer, approval) for offer in offers}
    allowed = {offer.id: offer for offer in offers if not out[offer.id]}
    found = told_fits(need, [_fact(offer) for offer in allowed.values()], len(allowed) or 1)
    km = _distances(want, list(allowed.values()))
    fitting = [
        _link(want, allowed[fit.id], km[fit.id], rate, fit.match.score, fit.match.coverage, fit.why)
        for fit in found.fitting
        if _alike(fit.match.fits)
    ]
    unlike = set(allowed) - {link.id for link in fitting} - {no.id for no in found.outside}
    outside = [
        *(NoLink(name, why) for name, why in out.items() if why),
        *(NoLink(no.id, no.why) for no in found.outside),
        *(NoLink(name, (NOTHING_LIKE,)) for name in allowed if name in unlike),
    ]
    fitting.sort(key=_order)
    return fitting[:most], outside


def _link(
    want: Side,
    offer: Side,
    km: float | None,
    rate: Decimal | None,
    score: float,
    coverage: float,
    why: tuple[Bilingual, ...],
) -> Link:
    earns = profit(want.price, offer.price, offer.treatment_cost, km, rate)
    said = profit_said(earns, symbol(offer.unit))
    return Link(offer.id, earns, score, coverage, (said, *why))


def _order(link: Link) -> tuple[bool, Decimal, bool, Decimal, float]:
    after, before = link.profit.after_all, link.profit.before_transport
    return (
        after is None,
        -(after or Decimal(0)),
        before is None,
        -(before or Decimal(0)),
        -link.score,
    )


def _barred(want: Side, offer: Side, approval: str) -> tuple[Bilingual, ...]:
    provinces = offer.county[:2], want.county[:2]
    why = barred(offer.hazard, want.permitted, provinces, approval)
    return (*why, OTHER_UNIT) if offer.unit != want.unit else why


def _fact(offer: Side) -> Offer:
    return Offer(offer.id, MARKET, firm=offer.firm, text=offer.text, county=offer.county)


def _distances(want: Side, offers: Sequence[Side]) -> Mapping[str, float | None]:
    """Return how far each by-product is between county centres; None where not known."""
    if not offers:
        return {}
    need = Need("want", MARKET, county=want.county)
    [row] = kilometres([need], [_fact(offer) for offer in offers]).tolist()
    return {
        offer.id: None if km != km else km  # noqa: PLR0124  # not a number is unlike itself
        for offer, km in zip(offers, row, strict=True)
    }


def _alike(fits: Sequence[object]) -> bool:
    """Tell whether descriptions are alike at all: a place near by is no fit of its own."""
    texts = [fit for fit in fits if getattr(fit, "part", "") == "text"]
    return any((getattr(fit, "fits", None) or 0) >= LEAST_LIKE for fit in texts)
