"""How often a market leads to something: accepted, agreed, finished; by the size of firms too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiqun.disclosure.firms import enough_firms, groups_told

if TYPE_CHECKING:
    from jiqun.base.readers import Reader

SIZE_UNKNOWN = "unknown"
STAGES = ("accepted", "dealt", "finished")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a request came.

    Parameters
    ----------
    market, firm
        The market, and the credit code of who asked.
    size
        The firm's size class; ``unknown`` where it is not said.
    reached
        How many of accepted, dealt and finished it reached: 0 to 3. A request that was withdrawn,
        refused or cancelled keeps what it reached before.
    """

    market: str
    firm: str
    size: str
    reached: int


@dataclass(frozen=True, slots=True)
class HitRate:
    """Shares of requests that came so far; None where they are withheld.

    Parameters
    ----------
    asked, firms
        Requests that were answered or are past answering, and the firms that made them; both None
        where withheld.
    shares
        By stage, 0 to 1.
    """

    asked: int | None
    firms: int | None
    shares: Mapping[str, float] | None

    @property
    def withheld(self) -> bool:
        """Whether there are requests, but of too few firms."""
        return self.shares is None and self.asked is None


NOBODY = HitRate(0, 0, None)
WITHHELD = HitRate(None, None, None)


@dataclass(frozen=True, slots=True)
class MarketRate:
    """The hit rate of a market, all firms together and by their size."""

    market: str
    all: HitRate
    by_size: Mapping[str, HitRate]


def hit_rates(
    outcomes: Iterable[Outcome], markets: Iterable[str], reader: Reader
) -> list[MarketRate]:
    """Return what each market led to, as far as a reader may be told.

    Parameters
    ----------
    outcomes
        Of requests that are not still waiting for their first answer.
    markets
        The markets that are told of, in their order; one without requests is told as such.
    reader
        Who reads.

    Examples
    --------
    >>> from jiqun.base.readers import PUBLIC
    >>> told = [Outcome("slots", str(firm), "small", firm % 4) for firm in range(8)]
    >>> rate = hit_rates(told, ["slots", "talent"], PUBLIC)
    >>> rate[0].all.shares
    {'accepted': 0.75, 'dealt': 0.5, 'finished': 0.25}
    >>> rate[1].all.asked, hit_rates(told[:2], ["slots"], PUBLIC)[0].all.withheld
    (0, True)
    """
    held: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        held[outcome.market].append(outcome)
    return [_of_market(market, held[market], reader) for market in markets]


def _of_market(market: str, outcomes: list[Outcome], reader: Reader) -> MarketRate:
    sizes = sorted({outcome.size for outcome in outcomes})
    by_size = {size: [told for told in outcomes if told.size == size] for size in sizes}
    told = groups_told({size: _firms(group) for size, group in by_size.items()}, reader)
    return MarketRate(
        market,
        _rate(outcomes, enough_firms(_firms(outcomes), reader)),
        {size: _rate(group, size in told) for size, group in by_size.items()},
    )


def _firms(outcomes: list[Outcome]) -> int:
    return len({outcome.firm for outcome in outcomes})


def _rate(outcomes: list[Outcome], told: bool) -> HitRate:
    if not outcomes:
        return NOBODY
    if not told:
        return WITHHELD
    shares = {
        stage: sum(outcome.reached > at for outcome in outcomes) / len(outcomes)
        for at, stage in enumerate(STAGES)
    }
    return HitRate(len(outcomes), _firms(outcomes), shares)
