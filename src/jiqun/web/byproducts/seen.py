"""By-products, wants and links as their pages show them."""

from collections.abc import Iterable
from decimal import Decimal

from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.exchange.byproducts.avoided import NOT_IN_TONNES, TONNES, emission_said
from jiqun.exchange.byproducts.hazard import class_title
from jiqun.exchange.byproducts.linking import Side, links
from jiqun.web.accounts.offices import party_of
from jiqun.web.byproducts.models import Deal, Listing
from jiqun.web.casework.verbs import Verb, verbs_of, waits_for
from jiqun.web.exchange.fitted import Fitted, Found

MOST_FITTING = 20


def side_of(row: Listing) -> Side:
    """Return a listing as the matcher takes it; what no office checked permits nothing."""
    return Side(
        str(row.pk),
        row.owner,
        f"{row.name}\n{row.quality}",
        row.county,
        row.unit,
        row.price,
        row.treatment_cost,
        row.hazard,
        row.permits_now,
    )


def fitting(want: Listing, offers: Iterable[Listing], rate: Decimal | None, approval: str) -> Found:
    """Return which by-products fit a want, the one that earns most first, and which do not."""
    by_id = {str(row.pk): row for row in offers}
    fit, out = links(
        side_of(want), [side_of(row) for row in by_id.values()], rate, MOST_FITTING, approval
    )
    return Found(
        tuple(
            Fitted(by_id[link.id], link.why, round(100 * link.score), round(100 * link.coverage))
            for link in fit
        ),
        tuple(Fitted(by_id[no.id], no.why) for no in out),
    )


class SeenDeal:
    """A link as one of its parties sees it."""

    def __init__(self, row: Deal, reader: Reader) -> None:
        self.row, self.reader = row, reader

    @property
    def state(self) -> Bilingual:
        """Where it stands."""
        return self.row.standing.standing.title

    @property
    def over(self) -> bool:
        """Whether it is over: what it stood on may say something else by now."""
        return self.row.standing.standing.final

    @property
    def is_receiver(self) -> bool:
        """Whether the reader is who asked."""
        return self.reader.office is Office.FIRM and self.reader.credit_code == self.row.receiver

    @property
    def waits(self) -> bool:
        """Whether it is the reader's turn."""
        return waits_for(self.row, party_of(self.reader))

    @property
    def hazard(self) -> Bilingual:
        """The class of what is moved."""
        return class_title(self.row.offer.hazard)

    @property
    def waste(self) -> Bilingual:
        """How much waste was avoided: what was moved, in tonnes."""
        if self.row.offer.unit != TONNES:
            return NOT_IN_TONNES
        said = f"{self.row.moved_amount.normalize():,f}"
        return Bilingual(f"{said} 吨", f"{said} t")

    @property
    def emission(self) -> Bilingual:
        """What emission was avoided, by the factor the parties state; else nobody can tell."""
        return emission_said(self.row.replaced, self.row.moved_amount, self.row.offer.unit)

    @property
    def verbs(self) -> list[Verb]:
        """What the reader may do with it."""
        return verbs_of(self.row, self.reader)

    @property
    def may_forget(self) -> bool:
        """Whether the reader may erase who carried it."""
        over = self.row.standing.standing.final
        return bool(self.row.carrier) and over and self.reader.office is Office.COUNTY
