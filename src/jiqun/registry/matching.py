"""Find the words of a lexicon in short texts: the longest at the end, or the longest anywhere."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import add


@dataclass
class WordFinder:
    """A set of words, indexed by their first and last two characters.

    Parameters
    ----------
    words
        The words; one of a single character is found at the end of a text only.

    Examples
    --------
    >>> find = WordFinder(["阀门", "电动阀门", "泵"])
    >>> find.ending("高压电动阀门"), find.ending("水泵"), find.inside("阀门配件")
    ('电动阀门', '泵', '阀门')
    """

    words: Iterable[str]
    _first: dict[str, tuple[int, ...]] = field(init=False, repr=False)
    _last: dict[str, tuple[int, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._words = frozenset(self.words)
        first: defaultdict[str, set[int]] = defaultdict(set)
        last: defaultdict[str, set[int]] = defaultdict(set)
        for word in self._words:
            if len(word) > 1:
                first[word[:2]].add(len(word))
                last[word[-2:]].add(len(word))
        self._first = {key: tuple(sorted(sizes, reverse=True)) for key, sizes in first.items()}
        self._last = {key: tuple(sorted(sizes, reverse=True)) for key, sizes in last.items()}

    def ending(self, text: str) -> str:
        """Return the longest word that ends the text, or ""."""
        for length in self._last.get(text[-2:], ()):
            if length <= len(text) and text[-length:] in self._words:
                return text[-length:]
        return text[-1:] if text[-1:] in self._words else ""

    def inside(self, text: str, least: int = 2) -> str:
        """Return the longest word in the text, the last of equals, or ""."""
        found, longest, first = "", least - 1, self._first
        pairs = list(map(add, text, text[1:]))
        if first.keys().isdisjoint(pairs):  # most texts hold no word: quickly told
            return ""
        for at in [at for at, pair in enumerate(pairs) if pair in first]:
            for length in first[pairs[at]]:
                if length < longest or length < least:
                    break
                if text[at : at + length] in self._words:
                    found, longest = text[at : at + length], length
                    break
        return found


@dataclass(frozen=True, slots=True)
class AffixFinder:
    """A set of words that is asked which of them starts or ends at a place of a text.

    Examples
    --------
    >>> verbs = AffixFinder.of(["生产", "生产经营", "销售"])
    >>> verbs.starting("生产经营阀门", 0), verbs.ending("阀门销售", 4)
    (4, 2)
    """

    words: frozenset[str]
    by_first: Mapping[str, tuple[int, ...]]
    """First character to the lengths of the words that begin so, longest first."""
    by_last: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, words: Iterable[str]) -> "AffixFinder":
        """Index words by their first and last characters."""
        words = frozenset(words)
        return cls(words, lengths_by_character(words, 0), lengths_by_character(words, -1))

    def starting(self, text: str, at: int) -> int:
        """Return the length of the longest word that starts there, or 0."""
        for length in self.by_first.get(text[at : at + 1], ()):
            if text[at : at + length] in self.words:
                return length
        return 0

    def ending(self, text: str, end: int, start: int = 0) -> int:
        """Return the length of the longest word that ends there, not before ``start``, or 0."""
        for length in self.by_last.get(text[end - 1 : end], ()):
            if end - length >= start and text[end - length : end] in self.words:
                return length
        return 0


def lengths_by_character(words: Iterable[str], at: int) -> dict[str, tuple[int, ...]]:
    """Return the lengths of the words that have a character at a place, longest first."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for word in words:
        found[word[at]].add(len(word))
    return {char: tuple(sorted(sizes, reverse=True)) for char, sizes in found.items()}
