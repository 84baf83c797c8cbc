"""Give a firm its industry of GB/T 4754-2017 from its name and its scope, with the words for it.

First what the firm does (makes, grows, sells, serves), then in which division, then as deep as
the words agree. Every word comes from ``catalog/lexicon``; an expert extends those files.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from jiqun.base.files import catalogue_path
from jiqun.registry.matching import WordFinder
from jiqun.registry.names import FirmName
from jiqun.registry.scopes import GROWING, MAKING, SERVING, TRADING, UNSAID, Item

NAME_WEIGHT = 2.2
"""A word that ends the name counts as much as the first two things of the scope."""
INNER_NAME_WEIGHT = 1.0
KIND_WEIGHT = 1.6
"""What the kind of unit in the name (厂, 商店, 支行) adds to its activity."""
NAME_WEIGHTS: Mapping[str, float] = {"sure": 6.0, "usual": NAME_WEIGHT, "weak": 0.8}
"""支行 or 加油站 settle a firm whatever its scope lists beside; 控股 or 建设 say little."""
UNHEARD = 0.1
"""What a maker's name keeps of its weight where the scope says only that things are sold or
serviced: 某某电气有限公司 that sells is a seller."""
ACTIVITY_WEIGHT: Mapping[str, float] = {
    MAKING: 2.0,
    GROWING: 1.6,
    SERVING: 0.9,
    TRADING: 0.6,
    UNSAID: 0.5,
}
"""A maker sells and services too, so making weighs more than selling the same thing."""
FADING = 0.25
"""How quickly things named later in a scope lose weight: 1 / (1 + FADING * place)."""
THINGS_HEARD = 20
"""Things of a scope that are weighed; later ones weigh next to nothing."""
AGREEMENT = 0.5
"""Share of a division's weight a deeper code needs to be given."""
SIDE_SHARE = 0.3
CACHED = 200_000
_RETAIL_NAMES = (
    "店",
    "门市部",
    "门市",
    "超市",
    "商场",
    "药房",
    "商行",
    "供销社",
    "合作社",
    "服务站",
    "大楼",
)
_SERVED = ("租赁", "出租", "代理")
_WEIGHTS = tuple(
    {activity: weight / (1 + FADING * place) for activity, weight in ACTIVITY_WEIGHT.items()}
    for place in range(THINGS_HEARD)
)


class Verdict(NamedTuple):
    """What a firm does, and why we say so.

    Parameters
    ----------
    code
        GB/T 4754-2017, two to four digits; empty where nothing was recognised.
    confidence
        0 to 1: the share of the weighed words that speak for this division and activity.
    words
        The words that decided, strongest first.
    activity
        making, growing, trading, serving, or "".
    side
        Divisions of side lines.
    """

    code: str
    confidence: float
    words: tuple[str, ...]
    activity: str
    side: tuple[str, ...]


class Match(NamedTuple):
    """A word of the lexicon found in a text."""

    word: str
    code: str


@dataclass
class Lexicon:
    """Words to codes; asked for the word that says what a text is about.

    That is its longest ending or, failing that, the longest word in it.

    Parameters
    ----------
    codes
        Word to code.
    """

    codes: Mapping[str, str]
    _seen: dict[str, Match | None] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self._finder = WordFinder(self.codes)

    def find(self, text: str) -> Match | None:
        """Return the deciding word of a text, or None."""
        if text not in self._seen:
            if len(self._seen) > CACHED:
                self._seen.clear()
            word = self._finder.ending(text) or self._finder.inside(text)
            self._seen[text] = Match(word, self.codes[word]) if word else None
        return self._seen[text]

    def ending(self, text: str) -> Match | None:
        """Return the longest word that ends the text, or None."""
        word = self._finder.ending(text)
        return Match(word, self.codes[word]) if word else None


class _Evidence(NamedTuple):
    """What one thing of a scope speaks for, and how much more or less than a plain thing."""

    activity: str
    match: Match | None
    factor: float


class _Heard:
    """What speaks for one activity: its weight, what each code weighs, and the words heard."""

    __slots__ = ("codes", "said", "weight")

    def __init__(self) -> None:
        self.weight = 0.0
        self.codes: dict[str, float] = {}
        self.said: list[tuple[Match, float]] = []


class _Tally(dict[str, _Heard]):
    """Activities with what speaks for them."""

    def add(self, activity: str, match: Match | None, weight: float) -> None:
        """Count one thing; a thing the lexicon does not know still speaks for its activity."""
        heard = self.get(activity)
        if heard is None:
            heard = self[activity] = _Heard()
        heard.weight += weight
        if match is not None:
            heard.codes[match.code] = heard.codes.get(match.code, 0.0) + weight
            heard.said.append((match, weight))


@dataclass
class Classifier:
    """The lexicons, and how a firm is judged by them.

    Parameters
    ----------
    products, services
        What is made (sections B, C, D) and grown or served (all others but trade).
    wholesale, retail
        What is sold to codes of divisions 51 and 52.
    names
        Endings of names that speak for an industry: word to activity, code, and how much
        the name alone says: sure, usual or weak.

    Examples
    --------
    >>> from jiqun.registry.names import read_name
    >>> from jiqun.registry.scopes import scope_reader
    >>> read, judge = scope_reader().items, classifier().classify
    >>> made = judge(read_name("甲县乙丙阀门厂"), read("阀门、水泵制造；钢材销售"))
    >>> made.code, made.activity, made.words, made.side
    ('344', 'making', ('阀门', '水泵'), ())
    >>> judge(read_name("甲县乙丙物资有限公司"), read("钢材、水泥销售")).code
    '516'
    """

    products: Lexicon
    services: Lexicon
    wholesale: Lexicon
    retail: Lexicon
    names: Mapping[str, tuple[str, str, str]]

    def __post_init__(self) -> None:
        self._evidence: dict[tuple[str, str, bool], _Evidence | None] = {}
        self._name_finder = WordFinder(self.names)
        self._sure_finder = WordFinder(
            [word for word, found in self.names.items() if found[2] == "sure"]
        )

    def classify(self, firm: FirmName, items: list[Item], scope: str = "") -> Verdict:
        """Judge a firm.

        Parameters
        ----------
        firm
            Its name, read.
        items
            Its scope, read.
        scope
            The scope as text: whether it says 零售 or 批发.
        """
        tally = _Tally()
        said = [activity for _, activity in items]
        kind = self._hear_name(tally, firm, heard=MAKING in said or not any(said))
        retail = _retails(firm.core, scope)
        for weights, (text, activity) in zip(_WEIGHTS, items, strict=False):
            if found := self._spoken(text, activity or kind, retail):
                tally.add(found.activity, found.match, weights[activity] * found.factor)
        return _verdict(tally, retail=retail)

    def _hear_name(self, tally: _Tally, firm: FirmName, *, heard: bool) -> str:
        """Count what the name says; return the activity it speaks for.

        ``heard`` is False where the scope has verbs and none is of making.
        """
        core = firm.core
        settled = self._settled(firm)
        kind = settled[0] if settled else firm.kind
        loud = 1.0 if heard or kind != MAKING else UNHEARD
        if settled:
            activity, match, says = settled
            tally.add(activity, match, NAME_WEIGHTS[says] * loud)
            tally.add(activity, None, KIND_WEIGHT * loud)
        elif kind:
            tally.add(kind, None, KIND_WEIGHT * loud)
        if kind in (MAKING, UNSAID):
            self._hear_product(tally, core, loud if kind else loud / 2)
        return kind

    def _hear_product(self, tally: _Tally, core: str, loud: float) -> None:
        """Count the product in a name: 某某阀门厂."""
        bare = core.removesuffix("总厂").removesuffix("厂")
        for end in ("制造", "加工", "制品", "实业", "工业", "科技", "发展"):
            bare = bare.removesuffix(end) if len(bare) > len(end) + 2 else bare
        if match := self.products.ending(core) or self.products.ending(bare):
            tally.add(MAKING, match, NAME_WEIGHT * loud)
        elif match := self.products.find(bare[-8:]):
            tally.add(MAKING, match, INNER_NAME_WEIGHT * loud)

    def _settled(self, firm: FirmName) -> tuple[str, Match, str] | None:
        """Return what a name speaks for: a sure word anywhere, its ending, a long word in it."""
        core = firm.core
        word = self._sure_finder.inside(core, least=3) or self._name_finder.ending(core)
        if not word and firm.kind != MAKING:
            word = self._name_finder.inside(core, least=3)
        if not word:
            return None
        activity, code, says = self.names[word]
        return activity, Match(word, code), says

    def _spoken(self, text: str, activity: str, retail: bool) -> _Evidence | None:
        """Return what a thing speaks for; things already heard are remembered."""
        key = (text, activity, retail)
        if key not in self._evidence:
            if len(self._evidence) >= CACHED:
                self._evidence.clear()
            self._evidence[key] = self._weighed(text, activity, retail=retail)
        return self._evidence[key]

    def _weighed(self, text: str, activity: str, *, retail: bool) -> _Evidence | None:
        sold = self.retail if retail else self.wholesale
        if activity == MAKING:
            return _Evidence(MAKING, self.products.find(text), 1.0)
        if activity == TRADING:
            served = self.services.ending(text) if text.endswith(_SERVED) else None
            if served:
                return _Evidence(SERVING, served, 1.5)
            return _Evidence(TRADING, sold.find(text), 1.0)
        if activity in (GROWING, SERVING):
            match = self.services.find(text)
            grown = match is not None and match.code < "06"
            fits = match is None or grown == (activity == GROWING)
            return _Evidence(GROWING if grown else SERVING, match, 1.0 if fits else 0.5)
        return self._unsaid(text, sold)

    def _unsaid(self, text: str, sold: Lexicon) -> _Evidence | None:
        """Judge a thing nobody says what is done with: a service by its word, else sold."""
        served = self.services.find(text)
        made = self.products.find(text)
        if served and (made is None or len(served.word) >= len(made.word)):
            return _Evidence(GROWING if served.code < "06" else SERVING, served, 1.0)
        match = sold.find(text)
        return _Evidence(TRADING, match, 1.0) if match else None


def _verdict(tally: _Tally, *, retail: bool) -> Verdict:
    if not tally:
        return Verdict("", 0.0, (), UNSAID, ())
    activity, heard = _loudest(tally)
    share = heard.weight / sum(other.weight for other in tally.values())
    if not heard.codes:
        fallback = ("52" if retail else "51") if activity == TRADING else ""
        return Verdict(fallback, round(0.3 * share, 2), (), activity, ())
    if len(heard.codes) == 1:
        (code, weight), agreed = next(iter(heard.codes.items())), 1.0
    else:
        divisions = _summed(heard.codes, 2)
        division = max(divisions, key=lambda code: (divisions[code], code))
        weight = divisions[division]
        code, agreed = _deepest(heard.codes, division, weight), weight / sum(divisions.values())
    return Verdict(
        code,
        round(share**0.5 * agreed, 2),
        _telling(heard.said, code[:2]),
        activity,
        _sides(tally, code[:2], weight),
    )


def _loudest(tally: _Tally) -> tuple[str, _Heard]:
    """Return the activity with most weight; one of which no code is known counts for less."""
    if len(tally) == 1:
        return next(iter(tally.items()))
    return max(
        tally.items(), key=lambda pair: (pair[1].weight * (1 if pair[1].codes else 0.6), pair[0])
    )


def _telling(said: list[tuple[Match, float]], division: str) -> tuple[str, ...]:
    """Return the words that spoke for a division, strongest first."""
    words: dict[str, tuple[str, float]] = {}
    for (word, code), weight in said:
        before = words.get(word)
        words[word] = (code, weight + (before[1] if before else 0.0))
    spoken = [(-weight, word) for word, (code, weight) in words.items() if code[:2] == division]
    return tuple(word for _, word in sorted(spoken)[:5])


def _sides(tally: _Tally, division: str, weight: float) -> tuple[str, ...]:
    """Return other divisions that weigh enough to be side lines, heaviest first."""
    others: dict[str, float] = {}
    for heard in tally.values():
        for code, value in heard.codes.items():
            if code[:2] != division:
                others[code[:2]] = others.get(code[:2], 0.0) + value
    heavy = [(-value, code) for code, value in others.items() if value >= SIDE_SHARE * weight]
    return tuple(code for _, code in sorted(heavy)[:3])


def _deepest(codes: Mapping[str, float], division: str, weight: float) -> str:
    """Go down from the division as long as most of the weight agrees."""
    code = division
    for length in (3, 4):
        deeper: dict[str, float] = {}
        for one, value in codes.items():
            if len(one) >= length and one.startswith(code):
                deeper[one[:length]] = deeper.get(one[:length], 0.0) + value
        if not deeper:
            break
        best = max(deeper, key=lambda one: (deeper[one], one))
        if deeper[best] < AGREEMENT * weight:
            break
        code = best
    return code


def _summed(codes: Mapping[str, float], length: int) -> dict[str, float]:
    summed: dict[str, float] = {}
    for code, value in codes.items():
        summed[code[:length]] = summed.get(code[:length], 0.0) + value
    return summed


def _retails(core: str, scope: str) -> bool:
    if core.endswith(_RETAIL_NAMES):
        return True
    return "零售" in scope and "批发" not in scope and "批零" not in scope


@cache
def classifier() -> Classifier:
    """Load the classifier with the catalogue's words, once."""
    names = {
        word: (row["activity"], row["code"], row["weight"])
        for row in _rows("names.csv")
        for word in row["words"].split("|")
    }
    return Classifier(
        _lexicon(_rows("products.csv"), "code"),
        _lexicon(_rows("services.csv"), "code"),
        _lexicon(_rows("trade.csv"), "wholesale"),
        _lexicon(_rows("trade.csv"), "retail"),
        names,
    )


def _lexicon(rows: Iterable[Mapping[str, str]], column: str) -> Lexicon:
    return Lexicon(
        {word: row[column] for row in rows if row[column] for word in row["words"].split("|")}
    )


def _rows(name: str) -> list[dict[str, str]]:
    with catalogue_path("lexicon", name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
