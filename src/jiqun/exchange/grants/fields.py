"""Which fields can be granted and what for, and the columns they are read from, as data."""

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

FILE = ("grants", "fields.yaml")
BENCHMARK = "benchmark"
"""The purpose that nobody reads values for: they only enter the cluster's distribution."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file of readings.

    Parameters
    ----------
    id, title
        Its name, and in words.
    names
        What a heading may call it.
    units
        What a heading may say of its unit, with the factor to the unit that is kept.
    """

    id: str
    title: Bilingual
    names: tuple[str, ...]
    units: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Field:
    """What is granted.

    Parameters
    ----------
    id, title, unit, means
        Its name, and in words: what it is called, counted in, and how a month's value is made.
    made
        A month's sum, the mean of its readings, or a ratio of two sums.
    of, over
        The columns it is made of; over is empty but for a ratio.
    part_of_whole
        Whether what is above the line is part of what is below.
    """

    id: str
    title: Bilingual
    unit: Bilingual
    means: Bilingual
    made: Literal["sum", "mean", "ratio"]
    of: str
    over: str = ""
    part_of_whole: bool = False


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a field is granted for."""

    id: str
    title: Bilingual
    about: Bilingual


@dataclass(frozen=True, slots=True)
class Sharing:
    """The columns, fields and purposes there are."""

    document: str
    columns: Mapping[str, Column]
    fields: Mapping[str, Field]
    purposes: Mapping[str, Purpose]


@per_catalogue
def sharing() -> Sharing:
    """Load the fields of the catalogue, once.

    Raises
    ------
    Refused
        With every fault of the file.

    Examples
    --------
    >>> sharing().fields["yield"].made, sharing().columns["electricity"].units["MWh"]
    ('ratio', Decimal('1000'))
    """
    entry = sound_entry(catalogue_path(*FILE), "grants", _undeclared)
    said = entry.content
    return Sharing(
        said["document"],
        {name: _column(name, column, entry) for name, column in said["columns"].items()},
        {name: _field(name, field, entry) for name, field in said["fields"].items()},
        {
            name: Purpose(name, Bilingual.of(purpose["title"]), Bilingual.of(purpose["about"]))
            for name, purpose in said["purposes"].items()
        },
    )


def field_named(name: str) -> Field:
    """Return a field; one that the catalogue has no more by its name alone.

    Examples
    --------
    >>> field_named("delivery").title.zh, field_named("gone").title.zh
    ('按期交付率', 'gone')
    """
    title = Bilingual(name, name)
    return sharing().fields.get(name) or Field(name, title, title, title, "sum", "")


def purpose_named(name: str) -> Purpose:
    """Return a purpose; one that the catalogue has no more by its name alone.

    Examples
    --------
    >>> purpose_named("audit").title.en, purpose_named("gone").title.en
    ('energy audit', 'gone')
    """
    title = Bilingual(name, name)
    return sharing().purposes.get(name) or Purpose(name, title, title)


def _column(name: str, said: Mapping[str, Any], entry: Entry) -> Column:
    units = {unit: Decimal(factor) for unit, factor in said["units"].items()}
    return Column(name, entry.named(said["title"], "columns", name), tuple(said["names"]), units)


def _field(name: str, said: Mapping[str, Any], entry: Entry) -> Field:
    return Field(
        name,
        entry.named(said["title"], "fields", name),
        Bilingual.of(said["unit"]),
        Bilingual.of(said["means"]),
        said["made"],
        said["of"],
        said.get("over", ""),
        said.get("part_of_whole", False),
    )


def _undeclared(entry: Entry) -> Iterator[Problem]:
    """Yield fields made of columns that are not declared."""
    for name, field in entry.content["fields"].items():
        for part in ("of", "over"):
            if part in field and field[part] not in entry.content["columns"]:
                where = entry.where("fields", name, part)
                yield Problem("grants.column_undeclared", where, {"column": field[part]})
