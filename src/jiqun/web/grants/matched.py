"""What fits what, as its reader may see it: cards to who wants data, purposes to a firm."""

from dataclasses import dataclass

from django.db.models import QuerySet

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.exchange.grants.fitting import Card, fits, month_number, need_of, offer_of
from jiqun.exchange.matching.facts import Need, Offer
from jiqun.exchange.slots.offers import registered_in
from jiqun.web.accounts.offices import office_title
from jiqun.web.casework.clocks import today
from jiqun.web.casework.models import moment_said
from jiqun.web.exchange.fitted import Fitted, Found, fitted
from jiqun.web.grants.keeping import fields_kept, months_kept
from jiqun.web.grants.models import DataCard, Want

MOST_FITTING = 20
MOST_HELD = 100
"""Purposes that are held against a firm's data on one page, the last first."""


@dataclass(frozen=True)
class SeenWant:
    """A purpose that wants data, with how a firm's own data fit it; None to anybody else."""

    row: Want
    fit: Fitted | None = None

    @property
    def who(self) -> Bilingual:
        """Who asks, by its title and what it calls itself."""
        return who_wants(self.row)

    @property
    def until(self) -> str:
        """Until when, that moment not included."""
        return moment_said(self.row.until)


def who_wants(row: Want) -> Bilingual:
    """Return who asks: an office by its title, a firm or agency by what it calls itself too."""
    title = office_title(Office(row.by_office), row.by_of)
    return Bilingual(f"{row.name} {title.zh}".strip(), f"{row.name} {title.en}".strip())


def cards_for(row: Want, reader: Reader) -> Found:
    """Return the firms whose cards fit a purpose, the best first, and those that do not."""
    cards = {str(card.pk): card for card in _cards(reader)}
    offers = [offer_of(key, card.firm, card.said, today()) for key, card in cards.items()]
    return fitted(fits(_need(row), offers, MOST_FITTING), cards)


def open_wants(reader: Reader) -> list[SeenWant]:
    """Return the purposes that are open; to a firm those that its own data fit first.

    A firm's readings are held against them for the firm alone: nobody learns that it has them.
    """
    rows = [row for row in Want.objects.for_reader(reader)[:MOST_HELD] if row.is_open]
    own = own_offer(reader)
    if own is None:
        return [SeenWant(row) for row in rows]
    seen = [SeenWant(row, _fit(row, own)) for row in rows]
    return sorted(seen, key=lambda want: -(want.fit.score if want.fit else -1))


def own_fit(row: Want, reader: Reader) -> Fitted | None:
    """Return how a firm's own data fit a purpose; None to anybody else, or where they do not."""
    own = own_offer(reader)
    return _fit(row, own) if own else None


def own_offer(reader: Reader) -> Offer | None:
    """Return a firm's own data as the matcher takes them: its readings, and what its card says."""
    if reader.office is not Office.FIRM:
        return None
    code = reader.credit_code
    row = DataCard.objects.for_reader(reader).filter(firm=code).first()
    said = row.said if row else Card("", "", (), "", registered_in(code), "")
    kept = [field.id for field in fields_kept(code)]
    if not kept:
        return offer_of(code, code, said, today()) if said.fields else None
    months = frozenset(map(month_number, months_kept(code)))
    fields = tuple(dict.fromkeys((*said.fields, *kept)))
    card = Card(said.name, said.about, fields, said.industry, said.county, said.first_month)
    return offer_of(code, code, card, today(), months)


def _fit(row: Want, own: Offer) -> Fitted | None:
    found = fitted(fits(_need(row), [own], 1), {own.id: row})
    return found.fitting[0] if found.fitting else None


def _need(row: Want) -> Need:
    by = row.by_of if row.by_office == Office.FIRM else ""
    return need_of(str(row.pk), by, row.said, today())


def _cards(reader: Reader) -> QuerySet[DataCard]:
    return DataCard.objects.for_reader(reader).filter(shown=True)
