"""Join the words of a county that speak of one line: shared firms, one word in another, one root."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiqun.discovery.makers import Makers
from jiqun.discovery.settings import settings
from jiqun.registry.industries import classifier

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

WORDS_LOOKED_AT = 160
"""Words of a county, best first, that may become or join a line."""
COMPARED = 4
"""A word joins a line if it shares firms with one of the line's first words."""


@dataclass
class Line:
    """Words of one line in one county, best first, and the county's makers that use any of them."""

    words: list[int]
    firms: "Ints"


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
    """

    words: list[int]
    scores: list[float]
    firms: list["Ints"]


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
    import numpy as np

    lines: list[Line] = []
    members: list[list[int]] = []
    seeds: defaultdict[str, int] = defaultdict(lambda: -1)
    for at, word in enumerate(county.words[:WORDS_LOOKED_AT]):
        text = makers.words[word]
        root = next((char for char in (text[-1], text[0]) if char in roots), "")
        joined = next(
            (n for n, line in enumerate(members) if _one_line(county, line, at)), seeds[root] if root else -1
        )
        if joined < 0:
            joined = len(members)
            members.append([])
        members[joined].append(at)
        if root and seeds[root] < 0:
            seeds[root] = joined
    for line in members:
        firms = np.unique(np.concatenate([county.firms[at] for at in line]))
        lines.append(Line([county.words[at] for at in line], firms))
    return lines


def _one_line(county: CountyWords, line: list[int], at: int) -> bool:
    """Whether a word shares half its firms with one of a line's first words."""
    return any(_overlap(county.firms[other], county.firms[at]) >= settings().overlap for other in line[:COMPARED])


def _overlap(one: "Ints", other: "Ints") -> float:
    import numpy as np

    shared = np.intersect1d(one, other, assume_unique=True).size
    return float(shared / min(one.size, other.size))


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
