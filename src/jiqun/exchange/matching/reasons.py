"""Why an offer fits a need: codes, and the words that the catalogue has for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual, Lang
from jiqun.base.plurals import filled
from jiqun.base.yaml_files import read_yaml
from jiqun.exchange.matching.compared import kilometres
from jiqun.exchange.matching.conditions import price_over
from jiqun.exchange.matching.descriptions import shared_phrase
from jiqun.exchange.matching.settings import matching

if TYPE_CHECKING:
    from jiqun.exchange.matching.facts import Need, Offer
    from jiqun.exchange.matching.matcher import Match, Outside

Names = Mapping[str, Bilingual]
UNNAMED: Names = {}
OWN_WORDS: Mapping[str, tuple[str, ...]] = {
    "data": (
        "terms", "time", "ask_terms", "ask_time", "fails_terms", "fails_time", "fails_own",
        *(f"industry_{level}" for level in ("class", "group", "division", "section", "none")),
    ),
}  # fmt: skip
"""Reasons that a market says in words of its own: data are not free at times, nor for scenes."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason: its code in ``catalog/words/matching.yaml``, and what it is filled with."""

    code: str
    details: Mapping[str, object] = field(default_factory=dict)

    def in_(self, lang: Lang) -> str:
        """Say it in one language."""
        return filled(reason_words()[self.code].in_(lang), self.details)

    @property
    def words(self) -> Bilingual:
        """What it says in both languages."""
        return Bilingual(self.in_("zh"), self.in_("en"))


@cache
def reason_words() -> dict[str, Bilingual]:
    """Return the words of every reason, read once.

    Examples
    --------
    >>> reason_words()["price"].en
    'the least price is within the budget'
    """
    loaded = read_yaml(catalogue_path("words", "matching.yaml"))
    return {code: Bilingual.of(words) for code, words in loaded.items()}


def reasons(match: Match, need: Need, names: Names = UNNAMED) -> list[Reason]:
    """Return why an offer fits, part by part, the weightiest first; then what is to be asked.

    Parameters
    ----------
    match
        As :func:`jiqun.exchange.matching.matcher.match` found it.
    need
        The need it was found for.
    names
        What the terms are called in both languages; a term that is not in it is told as it is.

    Examples
    --------
    >>> from jiqun.exchange.matching.facts import Need, Offer
    >>> from jiqun.exchange.matching.matcher import match
    >>> need = Need("n", "slots", text="刀具真空淬火", county="410783")
    >>> [[best]] = match([need], [Offer("a", "slots", text="真空淬火炉", county="410783")])
    >>> [reason.in_("en") for reason in reasons(best, need)][:2]
    ['both descriptions say "真空淬火"', 'in the same county']
    """
    known = [fit for fit in match.fits if fit.fits is not None]
    known.sort(key=lambda fit: (-fit.contribution, fit.part))
    found = [
        *(_SAID[fit.part](fit.fits or 0, match.offer, need, names) for fit in known),
        *_unstated(fit.part for fit in match.fits if fit.fits is None),
        *(Reason(f"ask_{condition}") for condition in match.unknown),
    ]
    return [_in_its_words(reason, need.market) for reason in found]


def why_out(outside: Outside) -> list[Reason]:
    """Return what an offer that is out fails."""
    market = outside.offer.market
    return [_in_its_words(Reason(f"fails_{condition}"), market) for condition in outside.fails]


def _in_its_words(reason: Reason, market: str) -> Reason:
    """Return a reason as its market says it, where it has words of its own."""
    own = f"{market}_{reason.code}"
    return Reason(own, reason.details) if own in reason_words() else reason


def _unstated(parts: Iterable[str]) -> Iterator[Reason]:
    """Yield one reason for all parts that a side does not state."""
    titles = [matching().parts[part] for part in parts]
    if titles:
        said = {"part": "、".join(title.zh for title in titles)}
        yield Reason("unknown", {**said, "part_en": ", ".join(title.en for title in titles)})


def _terms(_: float, offer: Offer, need: Need, names: Names) -> Reason:
    both = sorted((need.terms or frozenset()) & (offer.terms or frozenset()))
    titles = [names.get(term, Bilingual(term, term)) for term in both]
    details: dict[str, object] = {
        "met": len(both),
        "asked": len(need.terms or ()),
        "names": "、".join(title.zh for title in titles) or "—",
        "names_en": ", ".join(title.en for title in titles) or "—",
    }
    return Reason("terms", details)


def _text(_: float, offer: Offer, need: Need, __: Names) -> Reason:
    phrase = shared_phrase(need.text, offer.text)
    return Reason("text", {"phrase": phrase}) if phrase else Reason("text_none")


def _industry(fits: float, *_: object) -> Reason:
    levels = matching().industry_levels
    found = next((level for level in _levels() if fits and fits == levels[level]), "none")
    return Reason(f"industry_{found}")


def _levels() -> Iterable[str]:
    return ("class", "group", "division", "section")


def _place(_: float, offer: Offer, need: Need, __: Names) -> Reason:
    if offer.county == need.county:
        return Reason("place_same")
    return Reason("place", {"km": f"{kilometres([need], [offer])[0, 0]:.0f}"})


def _price(_: float, offer: Offer, need: Need, __: Names) -> Reason:
    over = price_over([need], [offer])[0][0, 0]
    return Reason("price_over", {"share": f"{100 * over:.0f}"}) if over > 0 else Reason("price")


def _time(fits: float, *_: object) -> Reason:
    return Reason("time", {"share": f"{100 * fits:.0f}"})


def _effort(fits: float, *_: object) -> Reason:
    return Reason("effort" if fits >= matching().effort_beyond[0] else "effort_over")


def _conditions(fits: float, *_: object) -> Reason:
    return Reason("conditions", {"share": f"{100 * fits:.0f}"})


_SAID: Mapping[str, Callable[[float, Offer, Need, Names], Reason]] = {
    "terms": _terms,
    "text": _text,
    "industry": _industry,
    "place": _place,
    "price": _price,
    "time": _time,
    "effort": _effort,
    "conditions": _conditions,
}


def every_code() -> Iterator[str]:
    """Yield every code a reason can have: the catalogue must have words for each, and no more."""
    conditions = sorted(
        {name for market in matching().markets.values() for name in market.conditions}
    )
    yield from ("terms", "text", "text_none", "place", "place_same", "price", "price_over")
    yield from ("time", "effort", "effort_over", "conditions", "unknown", "fails_own")
    yield from (f"industry_{level}" for level in (*_levels(), "none"))
    for condition in conditions:
        yield from (f"ask_{condition}", f"fails_{condition}")
    for market, codes in OWN_WORDS.items():
        yield from (f"{market}_{code}" for code in codes)
