"""Joint projects as their partners, and outsiders, see them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from jiqun.base.language import Bilingual
from jiqun.base.readers import Reader
from jiqun.exchange.cooperation.counting import may_be_same
from jiqun.exchange.cooperation.kinds import cooperation, kind_named, level_title
from jiqun.exchange.cooperation.numbers import CANNOT_TELL, SOUND, UNCHECKED
from jiqun.exchange.cooperation.records import MONEY, PEOPLE, ROLES, STEP, TITLES
from jiqun.exchange.matching.facts import Need, Offer
from jiqun.exchange.matching.told import told_fits
from jiqun.web.accounts.offices import party_of
from jiqun.web.casework.verbs import Verb, verb_of
from jiqun.web.cooperation.feeding import brought
from jiqun.web.cooperation.models import (
    AGREED,
    ASKING,
    CONFIRMED,
    DECLINED,
    FALLEN,
    INVITED,
    LEAD,
    LEFT,
    RECORDED,
    REJECTED,
    SLOTS,
    TAKEN_BACK,
    TURNED_DOWN,
    WITHDRAWN,
    Card,
    Entry,
    Notice,
    Partner,
    Project,
)
from jiqun.web.cooperation.outside import all_agreed
from jiqun.web.exchange.fitted import Found, fitted

MARKET = "cooperation"
MOST_FITTING = 10
STATES = {
    INVITED: Bilingual("已邀请，待同意", "invited, to agree"),
    AGREED: Bilingual("已同意", "agreed"),
    ASKING: Bilingual("申请加入", "asks to join"),
    LEFT: Bilingual("已退出", "left"),
    FALLEN: Bilingual("已不存在或不能履行", "fell away"),
    DECLINED: Bilingual("不参加", "declined"),
    TAKEN_BACK: Bilingual("邀请已收回", "invitation taken back"),
    TURNED_DOWN: Bilingual("未接受加入", "turned down"),
    WITHDRAWN: Bilingual("申请已撤回", "withdrew"),
}
"""States of partners in words."""
OLD = Bilingual("文本已改，待重新同意", "the text changed: to agree anew")
ENTRY_STATES = {
    RECORDED: Bilingual("待另一方确认", "to be confirmed by another"),
    CONFIRMED: Bilingual("已确认", "confirmed"),
    REJECTED: Bilingual("不予确认", "not confirmed"),
    WITHDRAWN: Bilingual("已撤回", "taken back"),
}
"""States of entries in words."""
CHECKS: dict[str, Bilingual] = {
    SOUND: Bilingual("号码校验位正确", "its check digit is right"),
    UNCHECKED: Bilingual("号码格式可识别，没有校验位", "its form is known; it has no check digit"),
    CANNOT_TELL: Bilingual("无法判断号码是否正确", "whether the number is right cannot be told"),
}
"""What can be told of a number."""
BY_A_BUTTON = (
    "post", "unpost", "decline", "begin", "leave", "finish", "end", "cancel", "dispute",
    "state_side", "settle", "claim_lead", "still_here", "keep_lead", "hand_lead",
)  # fmt: skip
"""Steps that take a reason at most."""


class SeenPartner:
    """A partner as the others see it."""

    def __init__(self, row: Partner, of: Project) -> None:
        self.row, self.of = row, of

    @property
    def state(self) -> Bilingual:
        """How it stands; that it is asked anew."""
        agreed = self.row.state == AGREED
        return OLD if agreed and self.row.version != self.of.version else STATES[self.row.state]

    @property
    def is_lead(self) -> bool:
        """Whether it leads."""
        return self.row.slot == LEAD


class SeenEntry:
    """Something recorded, as partners see it."""

    may_be: Collection[str] = ()
    """Numbers of the other sort under which the same patent may be recorded too."""

    def __init__(self, row: Entry, own: str, *, open_: bool, names: dict[str, str]) -> None:
        self.row, self.own, self.open, self.names = row, own, open_, names

    @property
    def title(self) -> Bilingual:
        """What kind of thing it is."""
        known = cooperation().results.get(self.row.kind)
        return TITLES.get(self.row.kind) or (
            known.title if known else Bilingual(self.row.kind, self.row.kind)
        )

    @property
    def state(self) -> Bilingual:
        """Whether another confirmed it."""
        return ENTRY_STATES[self.row.state]

    @property
    def level(self) -> Bilingual | None:
        """Of a result its level, of a standard the part in it too."""
        if not self.row.level:
            return None
        level, role = level_title(self.row.kind, self.row.level), ROLES.get(self.row.role)
        if role is None:
            return level
        return Bilingual(f"{level.zh}，{role.zh}", f"{level.en}, {role.en}")

    @property
    def check(self) -> Bilingual | None:
        """What can be told of its number."""
        return CHECKS.get(self.row.check_said)

    @property
    def owners(self) -> str:
        """Whose it is, by name."""
        return "、".join(self.names.get(code, code) for code in self.row.owners)

    @property
    def may_answer(self) -> bool:
        """Whether the reader may confirm it or not."""
        return self.open and self.row.state == RECORDED and self.row.by.code != self.own

    @property
    def may_take_back(self) -> bool:
        """Whether the reader recorded it, and nobody answered."""
        return self.open and self.row.state == RECORDED and self.row.by.code == self.own


class SeenProject:
    """A project as a partner, or the county of a dispute, sees it."""

    def __init__(self, row: Project, reader: Reader) -> None:
        self.row, self.reader = row, reader
        self.standing = row.standing

    @property
    def state(self) -> Bilingual:
        """Where it stands; that it ran before and is agreed anew."""
        if self.row.state == "proposed" and self.row.begun_at:
            return Bilingual("文本重新商议中", "its text is agreed anew")
        return self.standing.standing.title

    @property
    def kind(self) -> Bilingual:
        """What kind of project it is."""
        return kind_named(self.row.kind).title

    @cached_property
    def partners(self) -> list[SeenPartner]:
        """Everybody who takes part or did; who asks, to the lead; without who declined."""
        hidden = {DECLINED, TAKEN_BACK, TURNED_DOWN, WITHDRAWN}
        if not self.is_lead:
            hidden.add(ASKING)
        rows = Partner.objects.for_reader(self.reader).filter(project=self.row)
        return [SeenPartner(row, self.row) for row in rows.exclude(state__in=hidden)]

    @cached_property
    def own(self) -> Partner | None:
        """The reader's own place in it."""
        code = self.reader.credit_code
        return next((seen.row for seen in self.partners if code and seen.row.code == code), None)

    @property
    def is_lead(self) -> bool:
        """Whether the reader leads it."""
        return bool(self.reader.credit_code) and self.reader.credit_code == self.row.lead

    @property
    def all_agreed(self) -> bool:
        """Whether everybody agreed to the text as it is."""
        return all_agreed(self.row)

    @property
    def may_agree(self) -> bool:
        """Whether the reader is asked to agree to the text."""
        own = self.own
        asked = own is not None and own.is_in and own.version != self.row.version
        return asked and self.may("agree")

    @property
    def may_record(self) -> bool:
        """Whether the reader takes part, and the project runs or is finished."""
        return self.own is not None and self.own.state == AGREED and self.may("record")

    def may(self, verb: str) -> bool:
        """Tell whether the reader may take a step now."""
        return verb in self.standing.verbs_for(party_of(self.reader))

    @property
    def verbs(self) -> list[Verb]:
        """The steps that take a reason at most, that the reader may take now."""
        return [
            verb_of(self.standing, name)
            for name in self.standing.verbs_for(party_of(self.reader))
            if name in BY_A_BUTTON and self._makes_sense(name)
        ]

    def _makes_sense(self, name: str) -> bool:
        """Tell whether a step the workflow allows can do anything for the reader."""
        own = self.own
        took_part = own is not None and own.state == AGREED
        claimed = bool(self.row.claimed_by)
        return {
            "post": bool(self.row.need) and not self.row.posted,
            "unpost": self.row.posted,
            "decline": own is not None and own.state == INVITED,
            "leave": took_part,
            "claim_lead": took_part and not claimed,
            **dict.fromkeys(("still_here", "keep_lead", "hand_lead"), claimed),
            "begin": self.all_agreed and sum(seen.row.is_in for seen in self.partners) > 1,
        }.get(name, True)

    @cached_property
    def entries(self) -> list[SeenEntry]:
        """What was recorded, to who agreed: to who left or fell away, what was till then."""
        if self.own is None or self.own.state == INVITED:
            return []
        rows = Entry.objects.for_reader(self.reader).filter(project=self.row)
        if not self.own.is_in:
            rows = rows.filter(at__lte=self.own.at)
        names = {seen.row.code: seen.row.name for seen in self.partners}
        may, own = self.may_record, self.reader.credit_code
        every = rows.select_related("by", "confirmed_by")
        found = [SeenEntry(row, own, open_=may, names=names) for row in every]
        alike = may_be_same(brought(row) for row in every if row.state in (RECORDED, CONFIRMED))
        for entry in found:
            if entry.row.state in (RECORDED, CONFIRMED):
                entry.may_be = alike.get((entry.row.kind, entry.row.key), ())
        return found

    @property
    def money(self) -> list[tuple[int, str, Decimal, Decimal]]:
        """By year and partner what was promised and paid, of what is confirmed."""
        found: dict[tuple[int, str, int], list[Decimal]] = {}  # two partners may have one name
        for entry in self.entries:
            row = entry.row
            if row.kind in MONEY and row.state == CONFIRMED and row.amount is not None:
                sums = found.setdefault((row.year, row.by.name, row.by_id), [Decimal(), Decimal()])
                sums[MONEY.index(row.kind)] += row.amount
        return [(year, name, *sums) for (year, name, _), sums in sorted(found.items())]  # type: ignore[misc]

    @property
    def claimant(self) -> str:
        """Who reported that the lead is gone, and would lead; empty: nobody."""
        named = {seen.row.code: seen.row.name for seen in self.partners}
        return named.get(self.row.claimed_by, "")

    @property
    def sides(self) -> list[tuple[str, str]]:
        """What each side says of a dispute."""
        names = {seen.row.slot: seen.row.name for seen in self.partners}
        return [
            (names.get(slot, slot), self.row.says[slot]) for slot in SLOTS if slot in self.row.says
        ]

    @property
    def offered(self) -> dict[str, Bilingual]:
        """What may be recorded of it."""
        results = kind_named(self.row.kind).results
        known = cooperation().results
        return {**TITLES, **{name: known[name].title for name in results if name in known}}


def need_of(text: str, kind: str, industry: str, county: str, lead: str, number: object) -> Need:
    """Return what a project looks for as the matcher takes it."""
    terms = frozenset({kind})
    return Need(
        str(number), MARKET, firm=lead, text=text, industry=industry, county=county, terms=terms
    )


def offer_of(card: Card) -> Offer:
    """Return a card as the matcher takes it."""
    return Offer(
        str(card.pk),
        MARKET,
        firm=card.code,
        text=card.brings,
        serves=tuple(card.industries) or None,
        county=card.county,
        terms=frozenset(card.kinds),
    )


def fitting_cards(row: Project, cards: Iterable[Card]) -> Found:
    """Return whom a project might invite, the best first, each with its reasons."""
    taken = {of for _, of in row.parties.values()}
    by_id = {str(card.pk): card for card in cards if card.code not in taken}
    need = need_of(
        f"{row.title}\n{row.need or row.aim}",
        row.kind, row.industry, row.county, row.lead, row.pk,
    )  # fmt: skip
    names = {name: kind.title for name, kind in cooperation().kinds.items()}
    offers = [offer_of(card) for card in by_id.values()]
    return fitted(told_fits(need, offers, MOST_FITTING, names), by_id)


@dataclass(frozen=True)
class FittingNeed:
    """A need that fits a card, with why."""

    notice: Notice
    score: int
    why: tuple[Bilingual, ...]


def fitting_needs(card: Card, notices: Iterable[Notice]) -> list[FittingNeed]:
    """Return which needs fit a card, the best first, each with its reasons."""
    names = {name: kind.title for name, kind in cooperation().kinds.items()}
    found = []
    for notice in notices:
        text = f"{notice.title}\n{notice.text}"
        need = need_of(
            text, notice.kind, notice.industry, notice.county, notice.lead, notice.number
        )
        for fit in told_fits(need, [offer_of(card)], 1, names).fitting:
            found.append(FittingNeed(notice, round(100 * fit.match.score), fit.why))
    return sorted(found, key=lambda fit: (-fit.score, fit.notice.number))[:MOST_FITTING]


__all__ = ["MONEY", "PEOPLE", "STEP", "SeenProject", "fitting_cards", "fitting_needs"]
