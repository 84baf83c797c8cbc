"""Learn from the register itself which words name products, and find them in things and names.

A word is learned where enough firms write it as a thing of its own. That keeps place names out:
nobody writes "makes: Wenzhou". Longer things are cut into such words by the likeliest path.
"""

import math
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jiqun.base.codes import regions
from jiqun.discovery.line_words import is_no_line, is_phrase
from jiqun.discovery.settings import settings
from jiqun.registry.industries import classifier

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_NO_WORD = re.compile(r"[的等为由在与及和或]|^[性类限从第他它所]")
"""A phrase, or what is left of one, is no word."""
_UNKNOWN_CHARACTER = 3.0
"""How much less likely than a word seen once a character outside all words is, as a logarithm."""
_PLACE_END = re.compile(r"(?:省|市|区|县|自治县|自治州|自治区|地区|盟|旗)$")


@dataclass
class Vocabulary:
    """Words that name products.

    Parameters
    ----------
    counts
        Word to the number of firms that write it as a thing of its own.

    Examples
    --------
    >>> words = Vocabulary({"自行车": 9, "行车": 5, "电动自行车": 4, "车架": 6, "电动": 0})
    >>> words.terms("电动自行车车架")
    ('电动自行车', '车架')
    >>> words.terms("折叠自行车")
    ('自行车',)
    """

    counts: Mapping[str, int]

    def __post_init__(self) -> None:
        known = {word: count for word, count in self.counts.items() if count > 0}
        total = sum(known.values()) or 1
        self._likely = {word: math.log(count / total) for word, count in known.items()}
        self._unknown = math.log(1 / total) - _UNKNOWN_CHARACTER
        telling = frozenset(known) - _beginnings(known)
        self._telling = frozenset(word for word in telling if not is_no_line(word))
        lengths: defaultdict[str, set[int]] = defaultdict(set)
        for word in known:
            lengths[word[:2]].add(len(word))
        self._lengths = {start: tuple(sorted(sizes)) for start, sizes in lengths.items()}

    @classmethod
    def learn(cls, things: Mapping[str, int]) -> "Vocabulary":
        """Learn words from the things firms make.

        Parameters
        ----------
        things
            Thing, as firms write it, to the number of firms.
        """
        wanted = settings()
        return cls(
            {
                thing: count
                for thing, count in things.items()
                if count >= wanted.least_word_firms
                and len(thing) <= wanted.longest_word
                and len(_CHINESE.findall(thing)) >= 2
                and thing not in place_names()
                and not _NO_WORD.search(thing)
                and not is_phrase(thing)
            }
        )

    def terms(self, text: str) -> tuple[str, ...]:
        """Return the words in a thing, and those its neighbouring words make up together."""
        cuts = self._cuts(text)
        found = set()
        for start in cuts:
            for length in self._lengths.get(text[start : start + 2], ()):
                word = text[start : start + length]
                if start + length in cuts and word in self._telling:
                    found.add(word)
        return tuple(sorted(found))

    def _cuts(self, text: str) -> list[int]:
        """Cut a text on the likeliest path; return the places of the cuts, both ends included."""
        size = len(text)
        best = [0.0] + [-math.inf] * size
        back = [0] * (size + 1)
        for start in range(size):
            likely = best[start] + self._unknown
            if likely > best[start + 1]:
                best[start + 1], back[start + 1] = likely, start
            for length in self._lengths.get(text[start : start + 2], ()):
                word = self._likely.get(text[start : start + length])
                end = start + length
                if word is not None and end <= size and best[start] + word > best[end]:
                    best[end], back[end] = best[start] + word, start
        cuts = [size]
        while cuts[-1] > 0:
            cuts.append(back[cuts[-1]])
        return cuts[::-1]


def _beginnings(counts: Mapping[str, int]) -> set[str]:
    """Return words that mostly begin longer words: 控制 of 控制设备, 家用 of 家用电器.

    They say of what kind a product is, not which. One the lexicon knows as a product stays,
    however often it stands in front (汽车 of 汽车配件).
    """
    in_front: defaultdict[str, int] = defaultdict(int)
    at_the_end: defaultdict[str, int] = defaultdict(int)
    for word, count in counts.items():
        for length in range(2, len(word)):
            in_front[word[:length]] += count
            at_the_end[word[-length:]] += count
    most = settings().beginning_ratio
    return {
        word
        for word, count in counts.items()
        if in_front[word] >= most * (count + at_the_end[word])
        and classifier().products.find(word) is None
    }


@cache
def place_names() -> frozenset[str]:
    """Return all names of regions, in full and without what kind of region they are."""
    places = regions()
    named = [*places.counties, *places.provinces]
    parents = [places.get(county.parent_code) for county in places.counties]
    names = {region.name for region in [*named, *(parent for parent in parents if parent)]}
    return frozenset(names | {_PLACE_END.sub("", name) for name in names})
