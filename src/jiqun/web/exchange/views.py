"""Which markets there are, how often each leads to something, and what waits for the reader."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.clusters.size_classes import Size
from jiqun.exchange.matching.hit_rates import SIZE_UNKNOWN, MarketRate
from jiqun.exchange.matching.settings import matching
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.casework.clocks import today
from jiqun.web.exchange.markets import Market, markets
from jiqun.web.exchange.telling import told
from jiqun.web.rights import may_open, public

SIZES = {
    Size.LARGE: Bilingual("大型", "large"),
    Size.MEDIUM: Bilingual("中型", "medium"),
    Size.SMALL: Bilingual("小型", "small"),
    Size.MICRO: Bilingual("微型", "micro"),
    SIZE_UNKNOWN: Bilingual("未说明规模", "size not said"),
}
"""Size classes as pages call them, the largest first."""


@dataclass(frozen=True)
class Shown:
    """A market as its line shows it."""

    market: Market
    rate: MarketRate | None
    waiting: tuple[Problem, ...]
    open: bool
    """Whether the reader may open its page."""


@public
def index(request: HttpRequest) -> HttpResponse:
    """Show the markets, their hit rates by size of firm, and what waits for the reader."""
    # What the reader may open comes first: an expert would scroll past nine rooms to theirs.
    shown = sorted(
        (_shown(market, request) for market in markets()), key=lambda line: not line.open
    )
    context = {
        "markets": shown,
        "matching": matching(),
        "untold": [line.market for line in shown if line.rate is not None and not line.rate.all],
        "sizes": SIZES,
        "waiting": [problem for line in shown for problem in line.waiting],
    }
    return render(request, "exchange/index.html.j2", context)


def _shown(market: Market, request: HttpRequest) -> Shown:
    signed_in = reader_of(request).office is not Office.PUBLIC
    waiting = tuple(market.waiting_for(doer_of(request))) if signed_in else ()
    return Shown(market, told(market, today()), waiting, may_open(market.route, reader_of(request)))
