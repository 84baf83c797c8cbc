"""Join the words of a county that speak of one line: shared firms, a shared root."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from jiqun.discovery.makers import Makers
from jiqun.discovery.settings import settings
from jiqun.discovery.statistics import shrunken_quotient
from jiqun.registry.industries import classifier

if TYPE_CHECKING:
    from jiqun.discovery.makers import Ints

WORDS_LOOKED_AT = 160
"""Words of a county, best first, that may become or join a line."""
COMPARED = 4
"""A word joins a line if it shares firms with one of the line's first words."""


@dataclass
class Line:
    """Words of one line in one county, best first."""

    words: list[int]


@dataclass(frozen=True)
class CountyWords:
    """The words of one county that are over-represented there, best first.

    Parameters
    ----------
    number
        The county's number among the makers' counties.
    words
        Word numbers, at most ``WORDS_LOOKED_AT``.
    firms
        For each word, the county's makers that use it.
    makers
        How many makers the county has.
    looked_at
        How many words its makers use, over-represented or not.
    """

    number: int
    words: list[int]
    firms: list[frozenset[int]]
    makers: int
    looked_at: int


def county_words(makers: Makers) -> Iterator[CountyWords]:
    """Yield, for each county, the words more common there than in the whole register.

    Parameters
    ----------
    makers
        The makers and their words.
    """
    import numpy as np

    county = makers.county[makers.firm_of]
    order = np.argsort(county.astype(np.int16), kind="stable")
    ends = np.cumsum(np.bincount(county, minlength=len(makers.counties)))
    start = 0
    for number, end in enumerate(ends):
        yield _over_represented(makers, number, order[start:end])
        start = end


def _over_represented(makers: Makers, number: int, pairs: "Ints") -> CountyWords:
    """Choose the words of a county; ``pairs`` are its pairs of maker and word, by word."""
    import numpy as np

    wanted, size = settings(), int(makers.per_county[number])
    word, starts, counts = np.unique(makers.word_of[pairs], return_index=True, return_counts=True)
    quotient = shrunken_quotient(
        counts, size, makers.per_word[word], len(makers.rows), wanted.prior_firms
    )
    least = 2 if size < wanted.least_makers else wanted.least_firms - 1
    kept = np.flatnonzero((counts >= least) & (quotient >= wanted.least_quotient))
    score = counts[kept] * np.log(np.asarray(quotient)[kept])
    best = kept[np.lexsort((word[kept], -score))][:WORDS_LOOKED_AT]
    return CountyWords(
        number,
        word[best].tolist(),
        [
            frozenset(makers.firm_of[pairs[starts[at] : starts[at] + counts[at]]].tolist())
            for at in best
        ],
        size,
        int(word.size),
    )


def join_lines(makers: Makers, county: CountyWords, roots: frozenset[str]) -> list[Line]:
    """Join a county's words into lines.

    Parameters
    ----------
    makers
        The makers.
    county
        Its over-represented words.
    roots
        Single characters that hold words of one line together (鞋, 酒).

    Returns
    -------
    list of Line
        In order of their best words.
    """
    lines: list[Line] = []
    members: list[list[int]] = []
    seeds: dict[str, int] = {}
    for at, word in enumerate(county.words):
        text = makers.words[word]
        root = next((char for char in (text[-1], text[0]) if char in roots), "")
        joined = next(
            (number for number, line in enumerate(members) if _one_line(makers, county, line, at)),
            seeds.get(root, -1),
        )
        if joined < 0:
            joined = len(members)
            members.append([])
        members[joined].append(at)
        if root:
            seeds.setdefault(root, joined)
    for line in members:
        lines.append(Line([county.words[at] for at in line]))
    return lines


def _one_line(makers: Makers, county: CountyWords, line: list[int], at: int) -> bool:
    """Whether a word shares enough firms with one of a line's first words.

    In a county where every second firm makes plastic parts, sharing half one's firms with them
    says little: words of different industries must also meet more often than by chance.
    """
    wanted = settings()
    firms, code = county.firms[at], _code(makers.words[county.words[at]])
    for other in line[:COMPARED]:
        others, other_code = county.firms[other], _code(makers.words[county.words[other]])
        shared = len(others & firms)
        overlap = shared / min(len(firms), len(others))
        if overlap < wanted.overlap_within_group:
            continue
        lift = shared * county.makers / (len(firms) * len(others))
        if code and other_code and code[:3] == other_code[:3]:
            return True
        if code and other_code and code[:2] != other_code[:2]:
            if overlap >= wanted.overlap and lift >= wanted.lift_across_divisions:
                return True
        elif overlap >= wanted.overlap and lift >= wanted.lift:
            return True
    return False


@lru_cache(maxsize=200_000)
def _code(word: str) -> str:
    match = classifier().products.find(word)
    return match.code if match else ""


def coherent_roots(makers: Makers) -> frozenset[str]:
    """Find single characters that begin or end words of one division only.

    鞋 ends 皮鞋, 布鞋, 童鞋: all division 19. 机 ends words of six divisions and joins strangers.
    A character the lexicon knows nothing of is left out: nothing says its words belong together.

    Parameters
    ----------
    makers
        The makers and their words.
    """
    weights: dict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for number, word in enumerate(makers.words):
        match = classifier().products.find(word)
        if match is None:
            continue
        firms = float(makers.starts[number + 1] - makers.starts[number])
        for char in {word[-1], word[0]}:
            if char in match.word:
                weights[char][match.code[:2]] += firms
    return frozenset(
        char
        for char, divisions in weights.items()
        if len(divisions) >= 1
        and max(divisions.values()) >= settings().root_agreement * sum(divisions.values())
        and sum(divisions.values()) >= 10
    )
