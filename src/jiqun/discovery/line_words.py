"""Tell words that name a line of trade from those that do not: places, acts, rules, stutters.

What kinds there are stands in ``catalog/lexicon/no_lines.yaml``; what a product's or an
industry's name ends in, in ``catalog/lexicon/line_words.yaml``.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from jiqun.base.codes import industries
from jiqun.base.files import catalogue_path
from jiqun.base.yaml_files import read_yaml
from jiqun.discovery.settings import settings
from jiqun.registry.industries import classifier

_STUTTER = re.compile(r"(..+).*\1|(.)\2\2")
"""Two characters or more that come again (联络联络, 印刷品印刷), or one three times over."""
_REST = re.compile(r"^其[他它]|未列明")
"""Names of categories for what is left over name no industry by themselves."""


@dataclass(frozen=True)
class NoLines:
    """Words and phrases that name no line, whatever their kind.

    Parameters
    ----------
    words
        Words that are no line by themselves.
    begins, ends
        What phrases begin with, and end in.
    patterns
        What phrases contain.
    """

    words: frozenset[str]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    patterns: re.Pattern[str]

    @classmethod
    def of(cls, kinds: Iterable[dict[str, list[str]]]) -> "NoLines":
        """Join the words and phrases of all kinds.

        Examples
        --------
        >>> found = NoLines.of([{"words": ["城市"]}, {"begins": ["承接"], "ends": ["设计"]}])
        >>> "城市" in found.words, found.has_phrase("承接机械"), found.has_phrase("设计图")
        (True, True, False)
        """
        every = list(kinds)

        def joined(part: str) -> tuple[str, ...]:
            return tuple(word for kind in every for word in kind.get(part, ()))

        patterns = re.compile("|".join(joined("patterns")) or r"(?!)")
        return cls(frozenset(joined("words")), joined("begins"), joined("ends"), patterns)

    def has_phrase(self, word: str) -> bool:
        """Whether a word that is not of a kind itself begins, ends or goes like a phrase."""
        return word not in self.words and (
            word.startswith(self.begins)
            or word.endswith(self.ends)
            or self.patterns.search(word) is not None
        )


@dataclass(frozen=True)
class LineWords:
    """What the name of a product or an industry looks like.

    Parameters
    ----------
    heads
        Last characters of words for goods.
    endings, no_heads
        Longer endings that make a name of a line, and those that only look like a head.
    bare_heads, not_telling
        Heads that need a telling word before them, and words that are not telling.
    better_not_first, better_not_ending
        Words, and endings of words, that may count firms but are no label.
    """

    heads: frozenset[str]
    endings: tuple[str, ...]
    no_heads: tuple[str, ...]
    bare_heads: tuple[str, ...]
    not_telling: tuple[str, ...]
    better_not_first: frozenset[str]
    better_not_ending: tuple[str, ...]

    def is_headed(self, word: str) -> bool:
        """Whether a word ends as names of products and industries do."""
        known = classifier().products.ending(word)
        if (known is not None and len(known.word) > 1) or word.endswith(self.endings):
            return True
        return not word.endswith(self.no_heads) and (known is not None or word[-1] in self.heads)

    def is_bare(self, word: str) -> bool:
        """Whether a word is a general head after words that do not tell of what: 配套设备."""
        return bool(self._bare.fullmatch(word))

    @cached_property
    def _bare(self) -> re.Pattern[str]:
        heads = "|".join(self.bare_heads)
        return re.compile(f"(?:{'|'.join(self.not_telling)}|{heads})*(?:{heads})")


def is_stutter(word: str) -> bool:
    """Whether a word says a part of itself twice.

    Examples
    --------
    >>> is_stutter("联络联络联络"), is_stutter("印刷品印刷"), is_stutter("磨料磨具")
    (True, True, False)
    """
    return _STUTTER.search(word) is not None


def is_phrase(word: str) -> bool:
    """Whether a word is a phrase that should be read as its parts: an act, a rule, a stutter.

    Examples
    --------
    >>> is_phrase("承接机械"), is_phrase("模具设计"), is_phrase("污水处理"), is_phrase("模具")
    (True, True, False, False)
    """
    if word in classifier().products.codes:
        return False
    return no_lines().has_phrase(word) or is_stutter(word)


def is_no_line(word: str) -> bool:
    """Whether a word names no line of trade by itself.

    Examples
    --------
    >>> [is_no_line(word) for word in ("城市", "简单", "自用产品", "电子产品")]
    [True, True, True, False]
    """
    return word in no_lines().words or line_words().is_bare(word)


@cache
def names_line(word: str) -> bool:
    """Whether a word names a product or an industry, so that it can be a label.

    Examples
    --------
    >>> [names_line(word) for word in ("断路器", "印染", "注塑", "铁原", "重要工业产品")]
    [True, True, False, False, False]
    """
    wanted = line_words()
    if is_no_line(word) or is_phrase(word) or word in wanted.better_not_first:
        return False
    return not word.endswith(wanted.better_not_ending) and wanted.is_headed(word)


def line_name(words: Sequence[str], share: Callable[[int], float], industry: str) -> str:
    """Name a line by its first word that names one, or by its industry; "" where neither does.

    Parameters
    ----------
    words
        The line's words, most telling first.
    share
        Given a word's place, the share of the line's firms that use it.
    industry
        Code of the firms' industry in GB/T 4754.

    Examples
    --------
    >>> line_name(["注塑", "塑料制品"], [1.0, 0.4].__getitem__, "292")
    '塑料制品'
    >>> line_name(["注塑", "塑料制品"], [1.0, 0.1].__getitem__, "292")
    '塑料制品业'
    """
    least = settings().label_share
    for place, word in enumerate(words):
        if names_line(word) and (place == 0 or share(place) >= least):
            return word
    return industry_name(industry)


def industry_name(code: str) -> str:
    """Return the name of an industry, of the first one above that is not for what is left over."""
    known = industries()
    for length in range(len(code), 1, -1):
        found = known.get(code[:length])
        if found and not _REST.search(found.name):
            return found.name
    return ""


@cache
def no_lines() -> NoLines:
    """Load the kinds of words that name no line, once."""
    return NoLines.of(_loaded("no_lines.yaml").values())


@cache
def line_words() -> LineWords:
    """Load what names of lines look like, once."""
    loaded = _loaded("line_words.yaml")
    heads = frozenset("".join(loaded.pop("heads")))
    not_first = frozenset(loaded.pop("better_not_first"))
    rest = {name: tuple(words) for name, words in loaded.items()}
    return LineWords(heads=heads, better_not_first=not_first, **rest)


def _loaded(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml(catalogue_path("lexicon", name))
    return loaded
