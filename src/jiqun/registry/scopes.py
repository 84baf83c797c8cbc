"""Read a business scope: what a firm makes, sells, grows and services, item by item.

A scope is a list of clauses; a verb stands before the things it governs ("生产、销售：阀门、水泵")
or after them ("阀门、水泵制造"). A thing without a verb of its own takes its neighbour's.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from jiqun.base.files import catalogue_path
from jiqun.base.yaml_files import read_yaml
from jiqun.registry.matching import AffixFinder

MAKING, GROWING, TRADING, SERVING, UNSAID = "making", "growing", "trading", "serving", ""
LONGEST_SCOPE = 2000
"""Characters of a scope that are read; the longest of 350,000 real ones has fewer."""
LONGEST_ITEM = 16
"""A longer piece is a sentence, not a product."""
CACHED_PIECES = 200_000


class Item(NamedTuple):
    """One thing a scope names, and what the firm does with it."""

    text: str
    activity: str


class _Piece(NamedTuple):
    """One piece between separators: verbs before the thing, the thing, verbs after it.

    Verbs are numbers, places in ``_BY_STRENGTH``: the stronger of two is the larger.
    """

    lead: int
    nouns: tuple[str, ...]
    tail: int


_BY_STRENGTH = (UNSAID, SERVING, TRADING, GROWING, MAKING)
_NO_VERB, _SERVES, _TRADES = 0, 1, 2
_MAKES = _BY_STRENGTH.index(MAKING)
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_OPEN = re.compile(r"[(\[【][^;。]*")
_BRACKETS = frozenset("([【")
_CLAUSES = re.compile(r"[;。!?\n]+")
_PIECES = re.compile(r"([:、,.·\s\-—/\\*〓※+~]+)")
_JUNK = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+|\d+(?:号|个|年|月|日|元|万|吨|度|台|套)?$|^\d+")
_EDGES = re.compile(r"^[^\u4e00-\u9fffA-Za-z0-9]+|[^\u4e00-\u9fffA-Za-z0-9]+$")
_LETTERS_ONLY = re.compile(r"[\u4e00-\u9fffA-Za-z]+")
_JOINTS = frozenset("和及与并兼或的之")
_ALONE = {"产": _MAKES, "制": _MAKES, "销": _TRADES, "购": _TRADES}
_ANDS = frozenset("及与或和")
"""One of these is in whatever the next pattern cuts at."""
_AND = re.compile(r"及其|以及|[及与或]|(?<![饱中调缓共随平祥谐])和(?![田谐平服])")


@dataclass
class ScopeReader:
    """Cuts scopes into items; pieces already seen are remembered.

    Parameters
    ----------
    verbs
        Verb to activity.
    no_verb
        Phrases that only look like verbs.
    notes
        Words of clauses about licences and limits.
    leading, trailing
        Qualifiers taken off a product's ends.
    made_by_word
        Endings of things that are made though no verb says so (包装装潢印刷).
    kept_whole
        Verbs of trade that belong to the thing's name (房屋租赁).

    Examples
    --------
    >>> read = scope_reader().items
    >>> read("生产、销售：阀门、水泵及配件;钢材销售。")
    [Item(text='阀门', activity='making'), Item(text='水泵', activity='making'),
     Item(text='配件', activity='making'), Item(text='钢材', activity='trading')]
    >>> read("农业生产资料、化肥零售;箱包、皮具制造、加工(依法须经批准的项目除外)")
    [Item(text='农业生产资料', activity='trading'), Item(text='化肥', activity='trading'),
     Item(text='箱包', activity='making'), Item(text='皮具', activity='making')]
    """

    verbs: dict[str, str]
    no_verb: tuple[str, ...]
    notes: tuple[str, ...]
    leading: tuple[str, ...]
    trailing: tuple[str, ...]
    made_by_word: tuple[str, ...]
    kept_whole: tuple[str, ...]
    _seen: dict[str, _Piece | None] = field(default_factory=dict, repr=False)
    _read: dict[tuple[str, int], tuple[tuple[Item, ...], int]] = field(
        default_factory=dict, repr=False
    )

    def __post_init__(self) -> None:
        self._strengths = {verb: _BY_STRENGTH.index(act) for verb, act in self.verbs.items()}
        self._verbs = AffixFinder.of(self.verbs)
        self._blocked = AffixFinder.of(self.no_verb)
        self._leads = AffixFinder.of(self.leading)
        self._trails = AffixFinder.of(self.trailing)
        self._notes = re.compile(_any(self.notes))

    def items(self, scope: str) -> list[Item]:
        """Return what a scope names, in its order, duplicates dropped."""
        found: dict[Item, None] = {}
        carried = _NO_VERB
        for clause in _CLAUSES.split(plain(scope[:LONGEST_SCOPE])):
            if not clause:
                continue
            key = (clause, carried)
            known = self._read.get(key)
            if known is None:
                if len(self._read) >= CACHED_PIECES:
                    self._read.clear()
                known = self._read[key] = self._clause(clause, carried)
            items, carried = known
            found.update(dict.fromkeys(items))
        return list(found)

    def _clause(self, clause: str, carried: int) -> tuple[tuple[Item, ...], int]:
        """Read one clause; ``carried`` is the verb of a list the clause before left open."""
        pieces, open_list = self._pieces(clause)
        if len(pieces) == 1:
            lead, _, tail = pieces[0]
            own = max(lead, tail)
            acts, style = [own or carried], (own if lead else _NO_VERB) or carried
        else:
            acts, style = _spread(pieces, carried)
        named = [
            (noun, _BY_STRENGTH[act])
            for (_, nouns, _), act in zip(pieces, acts, strict=True)
            for noun in nouns
        ]
        items = tuple(map(Item._make, named))
        return items, (style if open_list or (carried and style == carried) else _NO_VERB)

    def _pieces(self, clause: str) -> tuple[list[_Piece], bool]:
        """Cut a clause into pieces; return too whether a list begins in it that may go on."""
        parts = _PIECES.split(clause)
        colons = ":" in clause
        pieces: list[_Piece] = []
        seen, open_list = self._seen, False
        for number in range(0, len(parts), 2):
            text = parts[number]
            piece = seen[text] if text in seen else self._remembered(text)
            if piece is None:
                continue
            nouns = piece[1]
            colon = colons and number + 1 < len(parts) and ":" in parts[number + 1]
            if colon and not nouns:
                open_list = True
            if nouns and (not pieces or pieces[-1][1]):
                pieces.append(piece)
            else:
                _append(pieces, piece, leads=colon)
        return pieces, open_list

    def _remembered(self, text: str) -> _Piece | None:
        if len(self._seen) >= CACHED_PIECES:
            self._seen.clear()
        piece = self._seen[text] = self._cut(text)
        return piece

    def _cut(self, text: str) -> _Piece | None:
        if not _LETTERS_ONLY.fullmatch(text):
            text = _EDGES.sub("", text)
        if not text or self._notes.search(text):
            return None
        if text in _ALONE:
            return _Piece(_ALONE[text], (), _NO_VERB)
        start, lead = self._leading_verbs(text)
        end, tail = self._trailing_verbs(text, start)
        if not tail and text.endswith(self.made_by_word):
            tail = _MAKES
        if start < end < len(text) and self._is_service(text, max(lead, tail)):
            return _Piece(lead, (text[start:],), tail) if len(text) <= LONGEST_ITEM else None
        bare = text[start:end]
        parts = [bare] if _ANDS.isdisjoint(bare) else _AND.split(bare)
        nouns = tuple(noun for part in parts if 1 < len(noun := self._noun(part)) <= LONGEST_ITEM)
        return _Piece(lead, nouns, tail) if nouns or lead or tail else None

    def _is_service(self, text: str, verb: int) -> bool:
        """Whether the verb belongs to the name of what is done (汽车维修, 货运代理)."""
        return verb == _SERVES or (verb == _TRADES and text.endswith(self.kept_whole))

    def _leading_verbs(self, text: str) -> tuple[int, int]:
        """Return where the verbs at the front end, and the strongest of them."""
        at, strongest = 0, _NO_VERB
        while length := self._verbs.starting(text, at):
            if self._blocked.starting(text, at):
                break
            strongest = max(self._strengths[text[at : at + length]], strongest)
            at += length
            if text[at : at + 1] in _JOINTS and at < len(text):
                at += 1
        return at, strongest

    def _trailing_verbs(self, text: str, start: int) -> tuple[int, int]:
        """Return where the verbs at the end begin, and the strongest of them."""
        end, strongest = len(text), _NO_VERB
        while length := self._verbs.ending(text, end, start):
            if self._blocked.starting(text, end - length):
                break
            if self._blocked.ending(text, end) > length:
                break
            strongest = max(self._strengths[text[end - length : end]], strongest)
            end -= length
            if end > start and text[end - 1] in _JOINTS:
                end -= 1
        return end, strongest

    def _noun(self, text: str) -> str:
        if not _LETTERS_ONLY.fullmatch(text):
            text = _JUNK.sub("", text)
        at = 0
        while length := self._leads.starting(text, at):
            at += length
        end = len(text)
        while end > at and (length := self._trails.ending(text, end)):
            end -= length
        bare = text[at:end]
        return bare if len(bare) > 1 else text


def _append(pieces: list[_Piece], piece: _Piece, *, leads: bool) -> None:
    """Add a piece; verbs standing alone join the thing they belong to."""
    last = pieces[-1] if pieces else None
    if piece.nouns:
        if last and not last.nouns:
            pieces.pop()
            piece = piece._replace(lead=max(last.lead, piece.lead))
        pieces.append(piece)
    elif last is None or not last.nouns:
        lead = max(piece.lead, last.lead) if last else piece.lead
        if last:
            pieces.pop()
        pieces.append(_Piece(lead, (), _NO_VERB))
    elif leads or (last.lead and not last.tail):
        pieces.append(piece)
    else:
        pieces[-1] = last._replace(tail=max(last.tail, piece.lead))


def _spread(pieces: list[_Piece], carried: int) -> tuple[list[int], int]:
    """Give every piece an activity: its own verb's, else its neighbour's."""
    own = [lead if lead > tail else tail for lead, _, tail in pieces]
    first = next((number for number, act in enumerate(own) if act), None)
    if first is None:
        return [carried] * len(own), carried
    if all(own):
        return own, own[first] if pieces[first].lead else _NO_VERB
    leading = bool(pieces[first].lead)
    from_left, from_right = _filled(own), _filled(own[::-1])[::-1]
    before, after = (from_left, from_right) if leading else (from_right, from_left)
    spread = [earlier or other for earlier, other in zip(before, after, strict=True)]
    if leading:
        spread[:first] = [carried] * first
    return spread, own[first] if leading else _NO_VERB


def _filled(acts: list[int]) -> list[int]:
    filled, last = [], _NO_VERB
    for act in acts:
        last = act or last
        filled.append(last)
    return filled


def plain(text: str) -> str:
    """Write a text one way: half-width, without parentheses, whatever they say.

    Examples
    --------
    >>> plain("阀门（不含特种设备）；水泵ＡＢ")
    '阀门;水泵AB'
    """
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    if _BRACKETS.isdisjoint(text):
        return text
    while (shorter := _PARENTHESES.sub("", text)) != text:
        text = shorter
    return _OPEN.sub("", text)


@cache
def scope_reader() -> ScopeReader:
    """Load the reader with the catalogue's verbs, once."""
    words = _activities()
    verbs = {
        verb: activity
        for activity in (SERVING, TRADING, GROWING, MAKING)
        for verb in words[activity]
    }
    return ScopeReader(
        verbs,
        no_verb=tuple(words["no_verb"]),
        notes=tuple(words["notes"]),
        leading=tuple(words["leading"]),
        trailing=tuple(words["trailing"]),
        made_by_word=tuple(words["made_by_word"]),
        kept_whole=tuple(words["kept_whole"]),
    )


@cache
def _activities() -> dict[str, Any]:
    loaded: dict[str, Any] = read_yaml(catalogue_path("lexicon", "activities.yaml"))
    return loaded


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))) + ")"
