"""Join the words of a county that speak of one line: shared firms, a shared root."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from jiqun.discovery.makers import Makers
from jiqun.discovery.settings import settings
from jiqun.registry.industries import classifier

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
    words
        Word numbers.
    scores
        firms × log of the shrunken quotient.
    firms
        For each word, the county's makers that use it.
    makers
        All makers of the county.
    """

    words: list[int]
    scores: list[float]
    firms: list[frozenset[int]]
    makers: int


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
    for at, word in enumerate(county.words[:WORDS_LOOKED_AT]):
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
