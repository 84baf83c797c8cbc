"""Kinds of joint projects and of results: ``catalog/cooperation/kinds.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jiqun.base.catalogue import sound_entry
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import per_catalogue

FILE = ("cooperation", "kinds.yaml")
PATENT, STANDARD, PLATFORM, PRODUCT = "patent", "standard", "platform", "product"


@dataclass(frozen=True, slots=True)
class Kind:
    """What is undertaken together, and which results may be recorded of it."""

    id: str
    title: Bilingual
    about: Bilingual
    example: Bilingual
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """A result, and its levels: kinds of patents, who issues a standard."""

    id: str
    title: Bilingual
    levels: Mapping[str, Bilingual]


@dataclass(frozen=True)
class Cooperation:
    """The kinds of projects and of results, by name."""

    kinds: Mapping[str, Kind]
    results: Mapping[str, Result]


@per_catalogue
def cooperation() -> Cooperation:
    """Load the kinds of the catalogue, once.

    Raises
    ------
    Refused
        With every fault of the file.

    Examples
    --------
    >>> cooperation().kinds["standards"].results, cooperation().results["patent"].title.zh
    (('standard',), '专利')
    """
    entry = sound_entry(catalogue_path(*FILE), "cooperation")
    said = entry.content
    return Cooperation(
        {
            name: _kind(name, kind, entry.named(kind["title"], "kinds", name))
            for name, kind in said["kinds"].items()
        },
        {
            name: Result(
                name,
                Bilingual.of(result["title"]),
                {level: Bilingual.of(title) for level, title in result["levels"].items()},
            )
            for name, result in said["results"].items()
        },
    )


def kind_named(name: str) -> Kind:
    """Return a kind; one that the catalogue has no more by its name alone, with any result.

    Examples
    --------
    >>> kind_named("platform").title.en, kind_named("airship").title.zh
    ('Joint platform', 'airship')
    """
    title = Bilingual(name, name)
    known = cooperation()
    return known.kinds.get(name) or Kind(name, title, title, title, tuple(known.results))


def level_title(result: str, level: str) -> Bilingual:
    """Return what a level of a result is called."""
    known = cooperation().results.get(result)
    return (known.levels if known else {}).get(level, Bilingual(level, level))


def _kind(name: str, said: Mapping[str, Any], title: Bilingual) -> Kind:
    about, example = Bilingual.of(said["about"]), Bilingual.of(said["example"])
    return Kind(name, title, about, example, tuple(said["results"]))
