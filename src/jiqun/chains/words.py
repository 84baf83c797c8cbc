"""Which nodes a thing, a name or a scope speaks of: the last word of a thing says what it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from jiqun.chains.chain import Chain, Node
from jiqun.chains.settings import settings

CACHED = 300_000
BETWEEN = "…"
"""In a phrase: some characters of the same clause."""


class Heard(NamedTuple):
    """A node a text speaks of, by its number among all nodes, and the word that says so."""

    node: int
    word: str


class Words:
    """The words of some chains.

    A Chinese name of a thing ends in what it is: 起重机轨道 is a rail. So only the longest known
    word at the end of a thing decides, once for each chain, and a thing that holds one of the
    node's excluded words stands nowhere in that chain.

    Parameters
    ----------
    chains
        Whose nodes are numbered one after another.

    Examples
    --------
    >>> from jiqun.chains.loading import chains
    >>> words = Words((chains()["cranes"],))
    >>> def named(found): return [(words.nodes[node].id, word) for node, word in found]
    >>> named(words.of_thing("双梁桥式起重机系列")), named(words.of_thing("起重机轨道"))
    ([('bridge_crane', '桥式起重机')], [('rail', '起重机轨道')])
    >>> named(words.of_thing("自行车")), named(words.of_name("甲县乙丙起重机械制造厂"))
    ([], [('bridge_crane', '起重机械')])
    >>> named(words.of_scope("起重机械的制造、安装;五金销售"))
    [('installation', '起重…安装')]
    """

    def __init__(self, chains: Sequence[Chain]) -> None:
        self.chains = tuple(chains)
        numbered = [(number, node) for number, chain in enumerate(chains) for node in chain.nodes]
        self.nodes: tuple[Node, ...] = tuple(node for _, node in numbered)
        self.owners: tuple[int, ...] = tuple(number for number, _ in numbered)
        terms: defaultdict[str, list[int]] = defaultdict(list)
        for number, node in enumerate(self.nodes):
            for term in node.terms:
                terms[term].append(number)
        self._terms = dict(terms)
        self._lengths = _lengths(terms)
        self._phrases = list(_phrases(self.nodes))
        self._seen: dict[str, tuple[Heard, ...]] = {}

    def of_thing(self, thing: str) -> tuple[Heard, ...]:
        """Return the nodes a thing stands for, at most one of each chain."""
        found = self._seen.get(thing)
        if found is None:
            if len(self._seen) >= CACHED:
                self._seen.clear()
            found = self._seen[thing] = self._ending(without(thing, settings().thing_tails))
        return found

    def of_name(self, core: str) -> tuple[Heard, ...]:
        """Return the nodes a maker's name stands for; ``core`` is the name without its form."""
        return self._ending(without(core, settings().name_tails))

    def of_scope(self, text: str) -> tuple[Heard, ...]:
        """Return the nodes whose phrases stand in a text, each with its first phrase."""
        found: dict[int, Heard] = {}
        for number, phrase, pattern in self._phrases:
            if number in found or not pattern.search(text):
                continue
            if not any(word in text for word in self.nodes[number].excluded):
                found[number] = Heard(number, phrase)
        return tuple(found.values())

    @cached_property
    def any_phrase(self) -> str:
        """A pattern of RE2 for texts that hold any of the phrases; empty where there are none."""
        halves = {phrase for _, phrase, _ in self._phrases}
        return "|".join(sorted(map(_pattern, halves)))

    def _ending(self, text: str) -> tuple[Heard, ...]:
        found: list[Heard] = []
        decided: set[int] = set()
        for length in self._lengths.get(text[-2:], ()):
            term = text[-length:]
            for number in self._terms.get(term, ()) if length <= len(text) else ():
                if self.owners[number] in decided:
                    continue
                decided.add(self.owners[number])
                if not any(word in text for word in self.nodes[number].excluded):
                    found.append(Heard(number, term))
        return tuple(found)


def without(text: str, tails: Iterable[str]) -> str:
    """Return a text without what says nothing at its end, however often it stands there.

    Examples
    --------
    >>> without("起重机制造厂", ("制造", "厂")), without("厂", ("厂",))
    ('起重机', '厂')
    """
    tail = _tail(text, tails)
    while tail:
        text = text[: -len(tail)]
        tail = _tail(text, tails)
    return text


def _tail(text: str, tails: Iterable[str]) -> str:
    return next((tail for tail in tails if text.endswith(tail) and len(text) > len(tail) + 1), "")


def _lengths(terms: Iterable[str]) -> dict[str, list[int]]:
    """Return the lengths of terms by their last two characters, longest first."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for term in terms:
        found[term[-2:]].add(len(term))
    return {end: sorted(sizes, reverse=True) for end, sizes in found.items()}


def _phrases(nodes: Sequence[Node]) -> Iterator[tuple[int, str, re.Pattern[str]]]:
    for number, node in enumerate(nodes):
        for phrase in node.phrases:
            yield number, phrase, re.compile(_pattern(phrase))


def _pattern(phrase: str) -> str:
    """Write a phrase as a pattern that stays within a clause."""
    wanted = settings()
    between = f"[^{re.escape(wanted.clause_stops)}]{{0,{wanted.gap_characters}}}"
    return between.join(map(re.escape, phrase.split(BETWEEN)))
