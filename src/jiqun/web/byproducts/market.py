"""The market of by-products as the page of the exchange names it: what it is, what came of it."""

from collections.abc import Iterator

from jiqun.base.errors import Problem
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.exchange.byproducts.linking import MARKET
from jiqun.exchange.matching.hit_rates import Outcome
from jiqun.web.accounts.offices import Doer
from jiqun.web.byproducts.models import OPEN, Deal, Listing
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.casework.verbs import waits_for
from jiqun.web.exchange.markets import Market

WAITING = 50
"""Things that are told one by one; the letter counts the rest."""


def outcomes() -> list[Outcome]:
    """Return how far every link came that was answered or taken back: told only as shares."""
    with seen_whole():
        decided = Deal.objects.exclude(state="asked")
        rows = list(decided.values_list("pk", "receiver", "size", "reached"))
    return [Outcome(str(key), receiver, size, reached) for key, receiver, size, reached in rows]


def waiting_for(doer: Doer) -> Iterator[Problem]:
    """Yield what waits for an office: by-products to be checked, links to be answered."""
    reader = doer.reader
    if reader.office not in (Office.FIRM, Office.COUNTY):
        return
    listings = Listing.objects.for_reader(reader).select_related("definition")
    for row in listings.filter(state__in=("submitted", "returned"))[:WAITING]:
        if waits_for(row, doer.party):
            code = "listed_waits" if row.state == "submitted" else "returned_waits"
            yield Problem(f"byproducts.{code}", details={"number": str(row.pk)})
    deals = Deal.objects.for_reader(reader).select_related("definition")
    for deal in deals.filter(state__in=OPEN)[:WAITING]:
        if waits_for(deal, doer.party):
            state = deal.standing.standing.title
            said = {"number": str(deal.pk), "state": state.zh, "state_en": state.en}
            yield Problem("byproducts.deal_waits", details=said)


BYPRODUCTS = Market(
    MARKET,
    Bilingual("循环链接", "Circular links"),
    Bilingual(
        "一家的副产物，另一家的原料：按扣除处理和运输后的收益找，危险废物只给有许可的企业。",
        "One firm's by-product is another's material: found by what it earns after treatment and "
        "transport; hazardous waste goes to holders of a permit alone.",
    ),
    MARKET,
    outcomes,
    waiting_for,
)
