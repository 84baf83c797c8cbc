"""The report's outline: a catalogue file an expert edits."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from jiqun.base.catalogue import Entry, read_entry
from jiqun.base.definitions import indicators
from jiqun.base.errors import Problem, Refused
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a report: a dimension, its pictures and its figures in order."""

    id: str
    title: Bilingual
    pictures: tuple[str, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A report's outline."""

    hero: tuple[str, ...]
    bridges: tuple[str, ...]
    sections: tuple[Section, ...]


@cache
def outline(name: str = "development") -> Outline:
    """Load an outline, once.

    Raises
    ------
    Refused
        With every fault of the file, figures the catalogue does not know among them.

    Examples
    --------
    >>> outline().sections[0].title.zh
    '总体情况'
    """
    entry, problems = read_entry(catalogue_path("reports", f"{name}.yaml"), "report")
    if entry is not None and not problems:
        problems = _unknown(entry)
    if entry is None or problems:
        raise Refused(problems)
    said = entry.content
    return Outline(
        hero=tuple(said["hero"]),
        bridges=tuple(said["bridges"]),
        sections=tuple(_section(one) for one in said["sections"]),
    )


def _section(said: dict[str, Any]) -> Section:
    title = Bilingual.of(said["title"])
    return Section(said["id"], title, tuple(said["pictures"]), tuple(said["figures"]))


def _unknown(entry: Entry) -> list[Problem]:
    named = [(("hero",), name) for name in entry.content["hero"]]
    for number, section in enumerate(entry.content["sections"]):
        place = ("sections", number, "figures")
        named += [(place, name) for name in section["figures"]]  # type: ignore[misc]  # longer place
    return [
        Problem(
            "catalogue.unknown_name",
            entry.where(*place),
            {"name": name, "kind": "figure", "place": "catalog/indicators"},
        )
        for place, name in named
        if name not in indicators()
    ]
