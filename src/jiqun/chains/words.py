"""Which nodes a thing, a name or a scope speaks of: the last word of a thing says what it is."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
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
        self._by_start: defaultdict[str, list[_Phrase]] = defaultdict(list)
        for phrase in _phrases(self.nodes):
            self._by_start[phrase.halves[0]].append(phrase)
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
        for phrase in self._begun_in(text):
            if phrase.node in found or not phrase.stands_in(text):
                continue
            if not any(word in text for word in self.nodes[phrase.node].excluded):
                found[phrase.node] = Heard(phrase.node, phrase.text)
        return tuple(found.values())

    @cached_property
    def any_phrase(self) -> str:
        """A pattern of RE2 for texts that may hold a phrase; empty where there are none."""
        return "|".join(map(re.escape, sorted(self._by_start)))

    def _begun_in(self, text: str) -> Iterator[_Phrase]:
        """Yield the phrases whose first half stands in a text."""
        for start, phrases in self._by_start.items():
            if start in text:
                yield from phrases

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


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase of a node: the parts that stand in a clause one after another."""

    node: int
    text: str
    halves: tuple[str, ...]
    pattern: re.Pattern[str]

    def stands_in(self, text: str) -> bool:
        """Tell whether its halves stand in a clause of the text, in their order."""
        return all(half in text for half in self.halves) and bool(self.pattern.search(text))


def _phrases(nodes: Sequence[Node]) -> Iterator[_Phrase]:
    for number, node in enumerate(nodes):
        for phrase in node.phrases:
            halves = tuple(phrase.split(BETWEEN))
            between = _between().join(map(re.escape, halves))
            yield _Phrase(number, phrase, halves, re.compile(between))


@cache
def _between() -> str:
    """Return the pattern of what may stand between two halves of a phrase.

    A list of things (起重机械、升降机、压力容器的安装) goes on over 、 for a while; behind a comma
    stand verbs only, which are short (起重机制造,安装,维修).
    """
    wanted = settings()
    stops = re.escape(wanted.clause_stops)
    listed = f"[^{stops},]{{0,{wanted.gap_characters}}}"
    verbs = f"(?:,[^{stops},]{{0,{wanted.verb_characters}}}){{0,{wanted.verbs_behind}}}"
    return listed + verbs
