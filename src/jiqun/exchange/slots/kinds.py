"""What can be offered by the slot, and to whom, as the catalogue has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiqun.base.catalogue import sound_entry
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import per_catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = ("slots", "kinds.yaml")


@dataclass(frozen=True, slots=True)
class Kind:
    """What can be offered, in words, with an example."""

    title: Bilingual
    example: Bilingual


@dataclass(frozen=True, slots=True)
class Kinds:
    """What can be offered, whom to, and how many minutes a slot may last."""

    kinds: Mapping[str, Kind]
    audiences: Mapping[str, Bilingual]
    lengths: tuple[int, ...]


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
    """
    said = sound_entry(catalogue_path(*FILE), "slots").content
    return Kinds(
        {
            name: Kind(Bilingual.of(kind["title"]), Bilingual.of(kind["example"]))
            for name, kind in said["kinds"].items()
        },
        {name: Bilingual.of(title) for name, title in said["audiences"].items()},
        tuple(said["lengths"]),
    )
