"""Links as other rooms take them: what happened in a year, and the deals a measure can name."""

from collections.abc import Collection, Iterator
from datetime import datetime
from decimal import Decimal

from jiqun.base.days import CHINA
from jiqun.exchange.byproducts.avoided import TONNES
from jiqun.exchange.byproducts.outcomes import Linked, Moved
from jiqun.web.byproducts.models import DEALT, FINISHED, MOVING, Deal
from jiqun.web.exchange.deals import Deal as Named


def linked_in(year: int) -> Iterator[Linked]:
    """Yield the links asked for in a year in China: told by nobody before they are counted."""
    first, after = (datetime(at, 1, 1, tzinfo=CHINA) for at in (year, year + 1))
    for row in Deal.objects.filter(opened__gte=first, opened__lt=after):
        yield Linked(
            row.giver,
            row.receiver,
            dealt=row.reached >= DEALT,
            finished=row.state == FINISHED,
        )


def moved_in(year: int) -> Iterator[Moved]:
    """Yield by link what was moved in a year, in tonnes, where nobody disputes it."""
    for row in Deal.objects.filter(state__in=MOVING, offer__unit=TONNES):
        own = [Decimal(amount) for day, amount in row.movements if day[:4] == str(year)]
        if own:
            tonnes, replaced = sum(own, Decimal(0)), row.replaced
            emission = None if replaced is None else replaced.avoided(tonnes)
            yield Moved(row.giver, row.receiver, tonnes, emission)


def links_among(numbers: Collection[int]) -> Iterator[Named]:
    """Yield the links of some numbers: between whom, and how far they came."""
    for row in Deal.objects.filter(pk__in=numbers):
        yield Named(row.pk, frozenset((row.giver, row.receiver)), row.reached)
