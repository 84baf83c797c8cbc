"""Solutions and requests as their pages show them."""

from collections.abc import Iterable

from jiqun.base.language import Bilingual
from jiqun.base.names import industry_name
from jiqun.base.readers import Office, Reader
from jiqun.exchange.matching.facts import Offer
from jiqun.exchange.maturity.record import level_words
from jiqun.exchange.maturity.table import digital_table
from jiqun.exchange.solutions.fitting import MARKET, Wishes, change_said, fits
from jiqun.web.accounts.offices import party_of
from jiqun.web.casework.verbs import Verb, verbs_of, waits_for
from jiqun.web.exchange.fitted import Found, fitted
from jiqun.web.solutions.models import Request, Solution

MOST_FITTING = 10
"""Solutions that are told as fitting."""


def offer_of(row: Solution) -> Offer:
    """Return a solution as the matcher takes it; one for every industry states none."""
    return Offer(
        str(row.pk),
        MARKET,
        firm=row.provider,
        text=f"{row.name}\n{row.summary}",
        serves=tuple(row.industries) or None,
        county=row.county,
        price=row.price,
        terms=frozenset(row.scenes),
        effort=row.effort,
        certificates=frozenset(row.certificates) or None,
    )


def fitting(rows: Iterable[Solution], gaps: Iterable[str], wishes: Wishes, firm: str) -> Found:
    """Return solutions by how well they fit a firm's gaps."""
    by_id = {str(row.pk): row for row in rows}
    offers = [offer_of(row) for row in by_id.values()]
    return fitted(fits(gaps, wishes, offers, firm, MOST_FITTING), by_id)


def scene_titles(scenes: Iterable[str]) -> list[Bilingual]:
    """Return the names of scenes in both languages."""
    known = digital_table().scenes
    return [known[scene].title for scene in scenes if scene in known]


def industry_titles(codes: Iterable[str]) -> list[Bilingual]:
    """Return the names of industries in both languages."""
    return [industry_name(code) for code in codes]


class SeenRequest:
    """A request as one of its parties sees it."""

    def __init__(self, row: Request, reader: Reader) -> None:
        self.row, self.reader = row, reader

    @property
    def state(self) -> Bilingual:
        """Where it stands."""
        return self.row.standing.standing.title

    @property
    def is_asker(self) -> bool:
        """Whether the reader is the firm that asked: it alone sees its levels."""
        return self.reader.office is Office.FIRM and self.reader.credit_code == self.row.asker

    @property
    def waits(self) -> bool:
        """Whether it is the reader's turn."""
        return waits_for(self.row, party_of(self.reader))

    @property
    def scenes(self) -> list[Bilingual]:
        """What it is about."""
        return scene_titles(self.row.scenes)

    @property
    def levels(self) -> list[tuple[Bilingual, Bilingual]]:
        """The firm's level before, and after where that is known."""
        moments = (
            (Bilingual("提出需求时的等级", "Level when it asked"), self.row.before),
            (Bilingual("完成时的等级", "Level when it was finished"), self.row.after),
        )
        return [
            (
                title,
                Bilingual(
                    level_words(level["low"], level["high"], "zh"),
                    level_words(level["low"], level["high"], "en"),
                ),
            )
            for title, level in moments
            if level is not None
        ]

    @property
    def change(self) -> Bilingual:
        """What became of the firm's level."""
        return change_said(self.row.before, self.row.after)

    @property
    def verbs(self) -> list[Verb]:
        """What the reader may do with it."""
        return verbs_of(self.row, self.reader)
