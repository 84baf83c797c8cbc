"""Give a firm its industry of GB/T 4754-2017 from its name and its scope, with the words for it.

First what the firm does (makes, grows, sells, serves), then in which division, then as deep as
the words agree. Every word comes from ``catalog/lexicon``; an expert extends those files.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from jiqun.base.csv_files import catalogue_rows
from jiqun.registry.evidence import ACTIVITIES, Heard, Scales, Verdict
from jiqun.registry.matching import WordFinder
from jiqun.registry.names import FirmName
from jiqun.registry.scopes import GROWING, MAKING, SERVING, TRADING, UNSAID, Item

if TYPE_CHECKING:
    from jiqun.registry.evidence import Column

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
_GENERAL_ENDS = ("制造", "加工", "制品", "实业", "工业", "科技", "发展")
_SERVED = ("租赁", "出租", "代理")
_ACTIVITY = {activity: number for number, activity in enumerate(ACTIVITIES)}


@cache
def _weights() -> "Column":
    """Return the weight of a thing by its place in the scope and its activity."""
    import numpy as np

    return np.array(
        [
            [ACTIVITY_WEIGHT[activity] / (1 + FADING * place) for activity in ACTIVITIES]
            for place in range(THINGS_HEARD)
        ]
    )


class _Numbers(dict[Item, int]):
    """Numbers for things, in the order in which they come."""

    def __missing__(self, thing: Item) -> int:
        self[thing] = number = len(self)
        return number


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
        lexicons = (self.products, self.services, self.wholesale, self.retail)
        known = [pair for lexicon in lexicons for pair in lexicon.codes.items()]
        known += [(word, code) for word, (_, code, _) in self.names.items()]
        self._scales = Scales.of(*zip(*known, strict=True))
        self._words = {word: number for number, word in enumerate(self._scales.words)}
        self._codes = {code: number for number, code in enumerate(self._scales.codes)}

    def classify(self, firm: FirmName, items: Sequence[Item], scope: str = "") -> Verdict:
        """Judge one firm, as :meth:`classify_all` judges many."""
        return self.classify_all([firm], [items], [scope])[0]

    def classify_all(
        self, firms: Sequence[FirmName], things: Sequence[Sequence[Item]], scopes: Sequence[str]
    ) -> list[Verdict]:
        """Judge firms.

        Parameters
        ----------
        firms
            Their names, read.
        things
            Their scopes, read.
        scopes
            Their scopes as text: whether these say 零售 or 批发.
        """
        import numpy as np

        if not firms:
            return []
        cores = (firm.core for firm in firms)
        retail = np.array(list(map(_retails, cores, scopes)), dtype=np.bool_)
        heard, kinds = self._names_heard(firms, things)
        columns = zip(heard, self._things_heard(things, kinds, retail), strict=True)
        every = Heard(*map(np.concatenate, columns))
        # A firm's name is heard before its scope; a stable order keeps it so.
        return self._scales.verdicts(every.where(np.argsort(every.firm, kind="stable")), retail)

    def _names_heard(
        self, firms: Sequence[FirmName], things: Sequence[Sequence[Item]]
    ) -> "tuple[Heard, Column]":
        """Return what names say, and by firm the activity its name speaks for."""
        import numpy as np

        said: list[tuple[int, str, Match | None, float]] = []
        kinds = []
        for number, (firm, items) in enumerate(zip(firms, things, strict=True)):
            verbs = {activity for _, activity in items}
            # Where the scope has verbs and none is of making, a maker's name says little.
            kind, told = self._hear_name(firm, heard=MAKING in verbs or verbs <= {UNSAID})
            kinds.append(_ACTIVITY[kind])
            said += [(number, *spoken) for spoken in told]
        words, codes = self._numbers([match for _, _, match, _ in said])
        heard = Heard(
            np.array([number for number, _, _, _ in said], dtype=np.int64),
            np.array([_ACTIVITY[activity] for _, activity, _, _ in said], dtype=np.int64),
            words,
            codes,
            np.array([weight for _, _, _, weight in said], dtype=np.float64),
        )
        return heard, np.array(kinds)

    def _numbers(self, matches: Sequence[Match | None]) -> "tuple[Column, Column]":
        """Return the numbers of words and of codes; -1 where nothing matched."""
        import numpy as np

        words = [self._words[match.word] if match else -1 for match in matches]
        codes = [self._codes[match.code] if match else -1 for match in matches]
        return np.array(words, dtype=np.int64), np.array(codes, dtype=np.int64)

    def _things_heard(
        self, things: Sequence[Sequence[Item]], kinds: "Column", retail: "Column"
    ) -> Heard:
        """Return what the first things of scopes say; each thing is looked up once."""
        import numpy as np

        numbers = _Numbers()
        item = np.array([numbers[thing] for items in things for thing in items[:THINGS_HEARD]], int)
        sizes = np.array([min(len(items), THINGS_HEARD) for items in things])
        firm = np.repeat(np.arange(len(things)), sizes)
        place = np.arange(len(item)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        own = np.array([_ACTIVITY[activity] for _, activity in numbers], dtype=np.int64)[item]
        act = np.where(own == _ACTIVITY[UNSAID], kinds[firm], own)
        keys, inverse = np.unique(
            (item * len(ACTIVITIES) + act) * 2 + retail[firm], return_inverse=True
        )
        found = self._each_spoken([text for text, _ in numbers], keys.tolist())
        words, codes = self._numbers([verdict.match if verdict else None for verdict in found])
        activity = np.array(
            [_ACTIVITY[verdict.activity] if verdict else -1 for verdict in found], np.int64
        )
        factor = np.array([verdict.factor if verdict else 0.0 for verdict in found])
        weight = _weights()[place, own] * factor[inverse]
        heard = Heard(firm, activity[inverse], words[inverse], codes[inverse], weight)
        return heard.where(heard.activity >= 0)

    def _each_spoken(self, texts: Sequence[str], keys: Iterable[int]) -> "list[_Evidence | None]":
        """Return what things speak for, by the number of thing, activity, and retail or not."""
        kinds = len(ACTIVITIES)
        return [
            self._spoken(texts[key // (2 * kinds)], ACTIVITIES[key // 2 % kinds], bool(key % 2))
            for key in keys
        ]

    def _hear_name(
        self, firm: FirmName, *, heard: bool
    ) -> "tuple[str, list[tuple[str, Match | None, float]]]":
        """Return the activity a name speaks for, and all it says with its weight."""
        settled = self._settled(firm)
        kind = settled[0] if settled else firm.kind
        loud = 1.0 if heard or kind != MAKING else UNHEARD
        told: list[tuple[str, Match | None, float]] = []
        if settled:
            activity, match, says = settled
            told.append((activity, match, NAME_WEIGHTS[says] * loud))
        if kind:
            told.append((kind, None, KIND_WEIGHT * loud))
        if kind in (MAKING, UNSAID):
            told += self._hear_product(firm.core, loud if kind else loud / 2)
        return kind, told

    def _hear_product(self, core: str, loud: float) -> Iterator[tuple[str, Match, float]]:
        """Yield the product in a name: 某某阀门厂."""
        bare = core.removesuffix("总厂").removesuffix("厂")
        for end in _GENERAL_ENDS if bare.endswith(_GENERAL_ENDS) else ():
            bare = bare.removesuffix(end) if len(bare) > len(end) + 2 else bare
        match = self.products.ending(core)
        if match or (bare != core and (match := self.products.ending(bare))):
            yield MAKING, match, NAME_WEIGHT * loud
        elif match := self.products.find(bare[-8:]):
            yield MAKING, match, INNER_NAME_WEIGHT * loud

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


def _retails(core: str, scope: str) -> bool:
    if core.endswith(_RETAIL_NAMES):
        return True
    return "零售" in scope and "批发" not in scope and "批零" not in scope


@cache
def classifier() -> Classifier:
    """Load the classifier with the catalogue's words, once."""
    names = {
        word: (row["activity"], row["code"], row["weight"])
        for row in catalogue_rows("lexicon", "names.csv")
        for word in row["words"].split("|")
    }
    return Classifier(
        _lexicon(catalogue_rows("lexicon", "products.csv"), "code"),
        _lexicon(catalogue_rows("lexicon", "services.csv"), "code"),
        _lexicon(catalogue_rows("lexicon", "trade.csv"), "wholesale"),
        _lexicon(catalogue_rows("lexicon", "trade.csv"), "retail"),
        names,
    )


def _lexicon(rows: Iterable[Mapping[str, str]], column: str) -> Lexicon:
    return Lexicon(
        {word: row[column] for row in rows if row[column] for word in row["words"].split("|")}
    )
