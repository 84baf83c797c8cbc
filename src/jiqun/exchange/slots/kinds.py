"""What can be offered to others, by time or by lot, and what each kind says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from jiqun.base.catalogue import Entry, sound_entry
from jiqun.base.errors import Problem
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import per_catalogue

FILE = ("slots", "kinds.yaml")
FAMILIES = ("sharing", "talent", "openness")
"""The families there are; the catalogue has their words."""


@dataclass(frozen=True, slots=True)
class Family:
    """Kinds that make a market of their own.

    Parameters
    ----------
    id, market
        Its name, and how the matcher and the addresses call its market.
    title, about, lead
        In words: what it is called, what it is, and what one does in it.
    """

    id: str
    market: str
    title: Bilingual
    about: Bilingual
    lead: Bilingual


@dataclass(frozen=True, slots=True)
class Field:
    """Something a kind says of itself besides.

    Parameters
    ----------
    id, title
        Its key, and in words.
    type
        A text, a number or one of several choices.
    required
        Whether an offer must say it.
    unit
        What a number counts; None where the offer says so, or it is no number.
    least, most
        Bounds of a number.
    choices
        By name.
    example
        Of a text or number.
    """

    id: str
    title: Bilingual
    type: Literal["text", "number", "choice"]
    required: bool
    unit: Bilingual | None = None
    least: Decimal = Decimal()
    most: Decimal = Decimal()
    choices: Mapping[str, Bilingual] | None = None
    example: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Seats:
    """What several can have of one slot, what one is called, and how many there are at most."""

    title: Bilingual
    one: Bilingual
    most: int


@dataclass(frozen=True, slots=True)
class People:
    """Who comes, named by whoever books, and whether they must be named."""

    title: Bilingual
    required: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be offered.

    Parameters
    ----------
    id, family
        Its name, and the family it belongs to.
    title, example
        In words.
    texts
        Which longer texts an offer has.
    fields
        What it says besides.
    owner_pays
        Whether who offers pays the price, as for a post or an order.
    trials
        Whether there are trial orders.
    centre
        Whether it may be a shared centre, which reports how far it is used.
    seats, people
        None where one has a slot alone, and where nobody is named.
    day
        What the day of a lot is called; None where it is offered by time.
    """

    id: str
    family: str
    title: Bilingual
    example: Bilingual
    texts: tuple[str, ...] = ("about",)
    fields: tuple[Field, ...] = ()
    owner_pays: bool = False
    trials: bool = False
    centre: bool = False
    seats: Seats | None = None
    people: People | None = None
    day: Bilingual | None = None

    @property
    def by_lot(self) -> bool:
        """Whether it is offered by lot: one day, with a last day to ask."""
        return self.day is not None


@dataclass(frozen=True, slots=True)
class Kinds:
    """What can be offered, whom to, and how many minutes a slot may last."""

    families: Mapping[str, Family]
    kinds: Mapping[str, Kind]
    audiences: Mapping[str, Bilingual]
    lengths: tuple[int, ...]

    def of(self, family: str) -> dict[str, Kind]:
        """Return the kinds of a family.

        Examples
        --------
        >>> list(slot_kinds().of("openness"))
        ['bench', 'data', 'order']
        """
        return {name: kind for name, kind in self.kinds.items() if kind.family == family}


@per_catalogue
def slot_kinds() -> Kinds:
    """Load the kinds of the catalogue, once.

    Raises
    ------
    Refused
        With every fault of the file.

    Examples
    --------
    >>> slot_kinds().kinds["testing"].title.zh, slot_kinds().lengths[0]
    ('检测', 30)
    >>> [field.id for field in slot_kinds().kinds["expert_day"].fields]
    ['expertise', 'expert_title', 'languages', 'where']
    """
    entry = sound_entry(catalogue_path(*FILE), "slots", _unsound)
    said = entry.content
    fields = {name: _field(name, field, entry) for name, field in said["fields"].items()}
    return Kinds(
        {name: _family(name, family) for name, family in said["families"].items()},
        {name: _kind(name, kind, fields, entry) for name, kind in said["kinds"].items()},
        {name: Bilingual.of(title) for name, title in said["audiences"].items()},
        tuple(said["lengths"]),
    )


def kind_named(name: str) -> Kind:
    """Return a kind; one that the catalogue has no more by its name alone.

    Examples
    --------
    >>> kind_named("course").seats.title.en, kind_named("airship").title.zh
    ('seats', 'airship')
    """
    title = Bilingual(name, name)
    return slot_kinds().kinds.get(name) or Kind(name, FAMILIES[0], title, title)


def _family(name: str, said: Mapping[str, Any]) -> Family:
    title, about, lead = (Bilingual.of(said[part]) for part in ("title", "about", "lead"))
    return Family(name, said["market"], title, about, lead)


def _field(name: str, said: Mapping[str, Any], entry: Entry) -> Field:
    choices = said.get("choices")
    return Field(
        name,
        entry.named(said["title"], "fields", name),
        said["type"],
        said["required"],
        _words(said, "unit"),
        Decimal(str(said.get("least", 0))),
        Decimal(str(said.get("most", 0))),
        choices and {choice: Bilingual.of(title) for choice, title in choices.items()},
        _words(said, "example"),
    )


def _kind(name: str, said: Mapping[str, Any], fields: Mapping[str, Field], entry: Entry) -> Kind:
    seats, people = said.get("seats"), said.get("people")
    return Kind(
        name,
        said["family"],
        entry.named(said["title"], "kinds", name),
        Bilingual.of(said["example"]),
        tuple(said["texts"]),
        tuple(fields[field] for field in said.get("fields", ())),
        said.get("pays") == "owner",
        said.get("trials", False),
        said.get("centre", False),
        _seats(seats) if seats else None,
        People(Bilingual.of(people["title"]), people["required"]) if people else None,
        _words(said, "day"),
    )


def _seats(said: Mapping[str, Any]) -> Seats:
    return Seats(Bilingual.of(said["title"]), Bilingual.of(said["one"]), said["most"])


def _words(said: Mapping[str, Any], part: str) -> Bilingual | None:
    return Bilingual.of(said[part]) if part in said else None


def _unsound(entry: Entry) -> Iterator[Problem]:
    """Yield fields that are not declared or of no kind, and numbers with their bounds crossed."""
    yield from _undeclared(entry)
    for name, field in entry.content["fields"].items():
        if field["type"] == "number" and field["least"] > field["most"]:
            yield Problem("slots.bounds_upside_down", entry.where("fields", name))


def _undeclared(entry: Entry) -> Iterator[Problem]:
    named = set[str]()
    for name, kind in entry.content["kinds"].items():
        for field in kind.get("fields", ()):
            named.add(field)
            if field not in entry.content["fields"]:
                where = entry.where("kinds", name, "fields")
                yield Problem("slots.field_undeclared", where, {"field": field})
    for field in entry.content["fields"]:
        if field not in named:
            yield Problem("slots.field_unused", entry.where("fields", field), {"field": field})
