"""Find the words of a lexicon in short texts: the longest at the end, or the longest anywhere."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field


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
        found, longest = "", least - 1
        for at in range(len(text) - 1):
            for length in self._first.get(text[at : at + 2], ()):
                if length < longest or length < least:
                    break
                if text[at : at + length] in self._words:
                    found, longest = text[at : at + length], length
                    break
        return found
