"""Hazard classes of waste, and where hazardous waste may go.

Hazardous waste goes only to who holds a permit that names its class, and over the border of a
province only with the transfer approved (固体废物污染环境防治法, articles 80 and 82, from memory).
What an offer does not say of its hazard is not taken for harmless.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from jiqun.base.catalogue import sound_entry
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import per_catalogue

NOT_HAZARDOUS, UNKNOWN = "none", "unknown"
_CLASS = re.compile(r"HW([0-9]{2})")
_CODE = re.compile(r"[0-9]{3}-[0-9]{3}-([0-9]{2})")
UNCLEAR = Bilingual(
    "没有说明是否危险废物，先问清楚",
    "whether it is hazardous is not said: ask first",
)
NO_PERMIT = Bilingual(
    "接收方没有核对过的、写明该类别且未到期的经营许可",
    "the receiver has no checked permit in force that names its class",
)
ACROSS = Bilingual(
    "危险废物跨省，须有转移批准",
    "hazardous waste across a province needs the transfer approved",
)


@dataclass(frozen=True)
class HazardList:
    """The classes there are, and the list's editions by the day they came into force."""

    classes: Mapping[str, Bilingual]
    editions: tuple[tuple[date, str], ...]

    def edition_on(self, on: date) -> str | None:
        """Return the title of the edition in force on a day; None before those that are known.

        Examples
        --------
        >>> hazard_list().edition_on(date(2025, 1, 1)), hazard_list().edition_on(date(2016, 1, 1))
        ('国家危险废物名录（2025 年版）', None)
        """
        known = [title for since, title in self.editions if since <= on]
        return known[-1] if known else None


@per_catalogue
def hazard_list() -> HazardList:
    """Load the classes, once.

    Raises
    ------
    Refused
        With every fault of the file.
    """
    path = catalogue_path("exchange", "hazard_classes.yaml")
    said = sound_entry(path, "hazard_classes").content
    editions = sorted((date.fromisoformat(row["since"]), row["title"]) for row in said["editions"])
    classes = {name: Bilingual.of(words) for name, words in said["classes"].items()}
    return HazardList(classes, tuple(editions))


def class_of(said: str) -> str | None:
    """Return the class that a text names by itself or by a waste code; None where it names none.

    Examples
    --------
    >>> class_of("HW08"), class_of("900-249-08"), class_of("none"), class_of("HW41")
    ('HW08', 'HW08', 'none', None)
    """
    text = said.strip()
    if text in (NOT_HAZARDOUS, UNKNOWN):
        return text
    found = _CLASS.fullmatch(text.upper()) or _CODE.fullmatch(text)
    name = f"HW{found[1]}" if found else ""
    return name if name in hazard_list().classes else None


def class_title(name: str) -> Bilingual:
    """Say a class, or that there is none, or that nobody said.

    Examples
    --------
    >>> class_title("HW08").en, class_title("none").en, class_title("unknown").en
    ('HW08 waste mineral oil', 'not hazardous', 'not said')
    """
    if name == NOT_HAZARDOUS:
        return Bilingual("不是危险废物", "not hazardous")
    known = hazard_list().classes.get(name)
    if known is None:
        return Bilingual("没有说明", "not said")
    return Bilingual(f"{name} {known.zh}", f"{name} {known.en}")


def permits(classes: Iterable[str], until: date | None, on: date) -> tuple[str, ...]:
    """Return what a permit allows on a day: nothing once it is over, or while its end is not said.

    Examples
    --------
    >>> permits(["HW08"], date(2027, 6, 30), date(2027, 6, 30))
    ('HW08',)
    >>> permits(["HW08"], date(2027, 6, 30), date(2027, 7, 1)), permits(["HW08"], None, date.min)
    ((), ())
    """
    return tuple(classes) if until is not None and on <= until else ()


def barred(
    hazard: str, permitted: Iterable[str], provinces: tuple[str, str], approval: str = ""
) -> tuple[Bilingual, ...]:
    """Return why waste may not go to a receiver; empty where it may.

    Parameters
    ----------
    hazard
        Its class, ``none`` or ``unknown``.
    permitted
        The classes of the receiver's permit that an office checked.
    provinces
        Where it is, and where it would go.
    approval
        The number of the transfer's approval.

    Examples
    --------
    >>> barred("none", (), ("33", "32")), [why.en for why in barred("unknown", (), ("33", "33"))]
    ((), ['whether it is hazardous is not said: ask first'])
    >>> barred("HW08", ["HW08"], ("33", "33")), len(barred("HW08", ["HW09"], ("33", "32")))
    ((), 2)
    """
    if hazard == NOT_HAZARDOUS:
        return ()
    if hazard == UNKNOWN:
        return (UNCLEAR,)
    why = [] if hazard in set(permitted) else [NO_PERMIT]
    if provinces[0] != provinces[1] and not approval.strip():
        why.append(ACROSS)
    return tuple(why)
