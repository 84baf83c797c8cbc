"""Bring a shipped catalogue file and an installation's own together, each part with its line.

The installation's file says only what differs: its keys take the place of the same keys, mappings
are gone into, and lists of things with an ``id`` are gone into by that id. Values that hold from a
day on take the place of the shipped ones from their first day on: what held before still did.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Place = tuple[str | int, ...]
Lines = Mapping[Place, int]
DATED = "values"
"""The key under which values stand that hold from a day on, in rules and factors."""


@dataclass(frozen=True)
class Merged:
    """A shipped file and what the installation says differently, brought together.

    Parameters
    ----------
    content
        The whole.
    own
        The places of it that the installation wrote, each with its line in the installation's file.
    lines
        The other places, with their lines in the shipped file.
    """

    content: Any
    own: dict[Place, int]
    lines: dict[Place, int]


def merged(shipped: Any, shipped_lines: Lines, own: Any, own_lines: Lines) -> Merged:
    """Bring a shipped file and an installation's together.

    Examples
    --------
    >>> ours, theirs = {"top": 5, "title": {"zh": "甲", "en": "A"}}, {"top": 9}
    >>> found = merged(ours, {("top",): 1, ("title",): 2}, theirs, {("top",): 1})
    >>> found.content["top"], found.content["title"]["zh"], found.own
    (9, '甲', {('top',): 1})
    >>> before, after = ({"values": [{"since": day}]} for day in ("2022-01-01", "2026-01-01"))
    >>> merged(before, {}, after, {}).content
    {'values': [{'since': '2022-01-01'}, {'since': '2026-01-01'}]}
    >>> merged({"fields": [{"id": "a", "unit": "家"}]}, {}, {"fields": [{"id": "b"}]}, {}).content
    {'fields': [{'id': 'a', 'unit': '家'}, {'id': 'b'}]}
    """
    found = Merged(None, {}, {})
    content = _joined(shipped, own, _At((), (), ()), _Texts(shipped_lines, own_lines, found))
    return Merged(content, found.own, found.lines)


@dataclass(frozen=True, slots=True)
class _At:
    """One thing's place in the whole, in the shipped file and in the installation's."""

    whole: Place
    shipped: Place
    own: Place

    def below(self, whole: str | int, shipped: str | int, own: str | int) -> "_At":
        return _At((*self.whole, whole), (*self.shipped, shipped), (*self.own, own))


@dataclass(frozen=True, slots=True)
class _Texts:
    shipped: Lines
    own: Lines
    found: Merged

    def take_shipped(self, at: _At) -> None:
        _move(self.shipped, at.shipped, at.whole, self.found.lines)

    def take_own(self, at: _At) -> None:
        _move(self.own, at.own, at.whole, self.found.own)


def _move(lines: Lines, place: Place, to: Place, into: dict[Place, int]) -> None:
    """Note the lines of a thing and all below it under its place in the whole."""
    depth = len(place)
    into.update({(*to, *at[depth:]): line for at, line in lines.items() if at[:depth] == place})


def _joined(shipped: Any, own: Any, at: _At, texts: _Texts) -> Any:
    if isinstance(shipped, dict) and isinstance(own, dict):
        return _joined_mappings(shipped, own, at, texts)
    if at.whole[-1:] == (DATED,) and own and _dated(shipped) and _dated(own):
        return _joined_days(shipped, own, at, texts)
    if _named(shipped) and _named(own):
        return _joined_lists(shipped, own, at, texts)
    texts.take_own(at)
    return own


def _joined_mappings(shipped: Any, own: Any, at: _At, texts: _Texts) -> dict[str, Any]:
    found = {}
    if at.shipped in texts.shipped:
        texts.found.lines[at.whole] = texts.shipped[at.shipped]
    for key in [*shipped, *(key for key in own if key not in shipped)]:
        below = at.below(key, key, key)
        if key not in own:
            texts.take_shipped(below)
            found[key] = shipped[key]
        elif key not in shipped:
            texts.take_own(below)
            found[key] = own[key]
        else:
            found[key] = _joined(shipped[key], own[key], below, texts)
    return found


def _dated(items: Any) -> bool:
    """Tell whether it is a list of things that each hold from a day on."""
    return isinstance(items, list) and all(
        isinstance(item, dict) and "since" in item for item in items
    )


def _joined_days(shipped: list[Any], own: list[Any], at: _At, texts: _Texts) -> list[Any]:
    """Return the shipped values from before the installation's first day, then its own."""
    first = min(map(_day, own))
    found = list[Any]()
    for number, item in enumerate(shipped):
        if _day(item) < first:
            texts.take_shipped(at.below(len(found), number, number))
            found.append(item)
    for number, item in enumerate(own):
        texts.take_own(at.below(len(found), number, number))
        found.append(item)
    return found


def _day(item: dict[str, Any]) -> str:
    """Return the day something holds from; one that was not seen comes before all."""
    return str(item["since"] or "")


def _named(items: Any) -> bool:
    """Tell whether it is a list of things that each have an id."""
    return isinstance(items, list) and all(
        isinstance(item, dict) and "id" in item for item in items
    )


def _joined_lists(shipped: Any, own: Any, at: _At, texts: _Texts) -> list[Any]:
    ours = {item["id"]: number for number, item in enumerate(shipped)}
    theirs = {item["id"]: number for number, item in enumerate(own)}
    found = []
    for number, name in enumerate(_order(list(ours), own)):
        below = at.below(number, ours.get(name, -1), theirs.get(name, -1))
        if name not in theirs:
            texts.take_shipped(below)
            found.append(shipped[ours[name]])
        elif name not in ours:
            texts.take_own(below)
            found.append(_placed(own[theirs[name]], ours))
        else:
            found.append(_joined(shipped[ours[name]], own[theirs[name]], below, texts))
    return found


def _placed(item: dict[str, Any], names: Mapping[Any, int]) -> dict[str, Any]:
    """Return a new thing without the word where it stands, once it stands there."""
    return {key: value for key, value in item.items() if key != "after" or value not in names}


def _order(names: list[Any], own: list[dict[str, Any]]) -> list[Any]:
    """Return the ids in the order of the whole: a new one stands ``after`` the one it names."""
    for item in own:
        if item["id"] not in names:
            after = item.get("after")
            names.insert(names.index(after) + 1 if after in names else len(names), item["id"])
    return names
