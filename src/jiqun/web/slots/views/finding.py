"""What can be booked in a family of kinds: what fits a need and why, all of it, and one's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.codes import regions
from jiqun.base.errors import Problem
from jiqun.base.readers import Office
from jiqun.exchange.matching.facts import Need
from jiqun.exchange.matching.told import told_fits
from jiqun.exchange.slots.kinds import Family, slot_kinds
from jiqun.exchange.slots.terms import read_money
from jiqun.web.admission import reader_of
from jiqun.web.exchange.fitted import Found, fitted
from jiqun.web.exchange.places import own_county
from jiqun.web.posted import day_in
from jiqun.web.rights import traders
from jiqun.web.slots.models import Offer
from jiqun.web.slots.seen import SeenOffer, nearest_first

MOST_SHOWN = 60
"""Offers on one page; of more the search narrows."""
MOST_FITTING = 10
"""Offers that are told as fitting."""
MOST_HELD = 500
"""Offers that are held against a need at most, the newest first."""
MOST_DAYS = 62
"""Days a need may name."""


@dataclass(frozen=True)
class Wish:
    """What somebody looks for, as the page's form says it."""

    kind: str
    text: str
    budget: Decimal | None
    days: tuple[date, ...]

    @property
    def is_said(self) -> bool:
        """Whether there is more than a kind to go by."""
        return bool(self.text or self.days) or self.budget is not None


@traders
def found(request: HttpRequest, market: str) -> HttpResponse:
    """Show what a firm may book, what fits its need and why; to a county what stands in it."""
    reader, place = reader_of(request), from_county(request)
    is_firm = reader.office is Office.FIRM
    family = next(each for each in slot_kinds().families.values() if each.market == market)
    kinds = slot_kinds().of(family.id)
    problems: list[Problem] = []
    wish = _wish(request, kinds, problems)
    offers = Offer.objects.open_to(reader) if is_firm else Offer.objects.for_reader(reader)
    rows = offers.filter(kind__in=[wish.kind] if wish.kind else kinds)
    seen = [SeenOffer(row, reader, place) for row in rows]
    own = Offer.objects.for_reader(reader).filter(credit_code=reader.credit_code, kind__in=kinds)
    listed = nearest_first(seen if is_firm else _worded(seen, rows, wish.text))
    context = {
        "is_firm": is_firm,
        "family": family,
        "found": _fitting(seen, family, wish, place) if is_firm and wish.is_said else None,
        "seen": listed[:MOST_SHOWN],
        "more": max(len(listed) - MOST_SHOWN, 0),
        "own": [SeenOffer(row, reader) for row in own] if is_firm else [],
        "kinds": kinds,
        "wish": wish,
        "typed": {name: request.GET.get(name, "") for name in ("budget", "first", "last")},
        "from_county": place,
        "counties": [region.code for region in regions().counties],
        "problems": problems,
    }
    return render(request, "slots/offers.html.j2", context)


def from_county(request: HttpRequest) -> str:
    """Return where a reader is: as said, else where the firm is registered, or the county's own."""
    said = request.GET.get("from", "")
    return said if regions().county(said) is not None else own_county(reader_of(request))


def _wish(request: HttpRequest, kinds: Iterable[str], problems: list[Problem]) -> Wish:
    asked = request.GET
    kind = asked.get("kind", "")
    budget, faults = read_money(asked.get("budget", ""), "budget")
    problems += faults
    first, last = (day_in(asked.get(name, ""), name, problems) for name in ("first", "last"))
    days: tuple[date, ...] = ()
    if first or last:
        start, end = first or last, last or first
        if start and end:
            count = min(max((end - start).days + 1, 0), MOST_DAYS)
            days = tuple(start + timedelta(days=number) for number in range(count))
    return Wish(kind if kind in kinds else "", asked.get("q", "").strip()[:200], budget, days)


def _fitting(seen: list[SeenOffer], family: Family, wish: Wish, place: str) -> Found:
    """Hold what is open to a firm against what it looks for."""
    need = Need(
        "need",
        family.market,
        kind=wish.kind,
        text=wish.text,
        county=place,
        budget=wish.budget,
        wanted=frozenset(day.toordinal() for day in wish.days) or None,
    )
    held = [offer for offer in seen if not offer.row.broken][:MOST_HELD]
    rows = {str(offer.row.pk): offer.row for offer in held}
    return fitted(told_fits(need, [offer.matched(wish.days) for offer in held], MOST_FITTING), rows)


def _worded(seen: list[SeenOffer], rows: QuerySet[Offer], words: str) -> list[SeenOffer]:
    """Return the offers in which every word stands; all of them where none does."""
    for word in words.split():
        at = Q(name__icontains=word) | Q(about__icontains=word) | Q(firm__icontains=word)
        rows = rows.filter(at | Q(details__icontains=word))
    with_words = set(rows.values_list("pk", flat=True))
    return [offer for offer in seen if offer.row.pk in with_words]
