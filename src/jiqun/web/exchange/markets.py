"""The markets there are: each room names its own when Django starts, so none knows the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.exchange.matching.hit_rates import Outcome
from jiqun.web.accounts.offices import Doer


def _nothing(_: Doer) -> Iterable[Problem]:
    return ()


@dataclass(frozen=True)
class Market:
    """A market, or another part of the exchange.

    Parameters
    ----------
    id
        Its name, as the matcher's catalogue has it.
    title, about
        In words.
    route
        The name of its first page.
    outcomes
        Returns how far its requests came; None where it is no market.
    waiting_for
        Yields what waits in it for somebody.
    chosen
        Whether somebody chooses which requests count: then each telling is held beside all before.
    """

    id: str
    title: Bilingual
    about: Bilingual
    route: str
    outcomes: Callable[[], Iterable[Outcome]] | None = None
    waiting_for: Callable[[Doer], Iterable[Problem]] = _nothing
    chosen: bool = False


_MARKETS: dict[str, Market] = {}


def register(market: Market) -> None:
    """Name a market; called by its room's app when it is ready."""
    _MARKETS[market.id] = market


def markets() -> list[Market]:
    """Return the markets there are, in the order the rooms are installed in."""
    return list(_MARKETS.values())
