"""Large, medium, small or micro: the size class of an enterprise, by its industry and a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from jiqun.base.catalogue import sound_entry
from jiqun.base.codes import industries
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual

HUGE = Decimal("1e30")


class Size(StrEnum):
    """A size class."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"
    MICRO = "micro"


SIZES = (Size.MICRO, Size.SMALL, Size.MEDIUM, Size.LARGE)
Bounds = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class SizeIndustry:
    """One of the standard's industries with its bounds.

    Parameters
    ----------
    id, title
        Its name.
    codes
        GB/T 4754-2017 sections, divisions or groups it covers.
    sme_below
        Below either of these an enterprise is an SME.
    medium_from, small_from
        All of these must be reached to be of the class.
    """

    id: str
    title: Bilingual
    codes: tuple[str, ...]
    sme_below: Bounds
    medium_from: Bounds
    small_from: Bounds

    def size(self, figures: Mapping[str, Decimal]) -> Size:
        """Return the class of an enterprise whose every figure is known."""
        if all(figures[name] >= bound for name, bound in self.sme_below.items()):
            return Size.LARGE
        if all(figures[name] >= bound for name, bound in self.medium_from.items()):
            return Size.MEDIUM
        if all(figures[name] >= bound for name, bound in self.small_from.items()):
            return Size.SMALL
        return Size.MICRO


@dataclass(frozen=True, slots=True)
class Edition:
    """The standard from a day on."""

    since: date
    confidence: str
    industries: Mapping[str, SizeIndustry]


def size_class(
    industry: str,
    on: date,
    *,
    employees: Decimal | int | None = None,
    revenue: Decimal | int | None = None,
    assets: Decimal | int | None = None,
) -> Size | None:
    """Return the size class of an enterprise, or None where it cannot be told.

    Parameters
    ----------
    industry
        A GB/T 4754-2017 code of any depth (``3921``), or the id of one of the standard's
        industries (``industry``).
    on
        The day.
    employees
        In persons; None where not known.
    revenue, assets
        In 万元; None where not known.

    Examples
    --------
    >>> size_class("3921", date(2023, 1, 1), employees=1200, revenue=39999).value
    'medium'
    >>> size_class("3921", date(2023, 1, 1), employees=10).value
    'micro'
    >>> size_class("3921", date(2023, 1, 1), employees=500) is None
    True
    """
    possible = possible_sizes(industry, on, employees=employees, revenue=revenue, assets=assets)
    return possible[0] if len(possible) == 1 else None


def possible_sizes(
    industry: str,
    on: date,
    *,
    employees: Decimal | int | None = None,
    revenue: Decimal | int | None = None,
    assets: Decimal | int | None = None,
) -> tuple[Size, ...]:
    """Return every class an enterprise may be of, smallest first; a missing figure leaves several.

    Parameters
    ----------
    industry, on, employees, revenue, assets
        As in :func:`size_class`.

    Returns
    -------
    tuple of Size
        Empty where the standard does not cover the industry or the day.

    Examples
    --------
    >>> [size.value for size in possible_sizes("3921", date(2023, 1, 1), employees=500)]
    ['micro', 'small', 'medium']
    """
    found = size_industry(industry, on)
    if found is None:
        return ()
    given = {"employees": employees, "revenue": revenue, "assets": assets}
    low = {name: Decimal(0 if value is None else value) for name, value in given.items()}
    high = {name: HUGE if value is None else Decimal(value) for name, value in given.items()}
    least, most = SIZES.index(found.size(low)), SIZES.index(found.size(high))
    return SIZES[least : most + 1]


def is_sme(
    industry: str,
    on: date,
    *,
    employees: Decimal | int | None = None,
    revenue: Decimal | int | None = None,
    assets: Decimal | int | None = None,
) -> bool | None:
    """Tell whether an enterprise is an SME; None where it cannot be told.

    Either bound is enough, so one small figure decides even where the other is missing.

    Examples
    --------
    >>> is_sme("3921", date(2023, 1, 1), employees=999)
    True
    """
    possible = possible_sizes(industry, on, employees=employees, revenue=revenue, assets=assets)
    if not possible or (Size.LARGE in possible and len(possible) > 1):
        return None
    return possible != (Size.LARGE,)


def size_industry(industry: str, on: date) -> SizeIndustry | None:
    """Return the standard's industry a code falls into on a day, or None where it has none.

    Examples
    --------
    >>> size_industry("7020", date(2023, 1, 1)).id, size_industry("66", date(2023, 1, 1))
    ('property_management', None)
    """
    past = [edition for edition in editions() if edition.since <= on]
    if not past:
        return None
    rows = past[-1].industries
    if industry in rows:
        return rows[industry]
    known = industries().get(industry)
    prefixes = [industry[:length] for length in range(len(industry), 1, -1)]
    wanted = [*prefixes, known.section] if known else prefixes
    return next((row for code in wanted for row in rows.values() if code in row.codes), None)


@cache
def editions() -> tuple[Edition, ...]:
    """Load the standard's editions, oldest first, once.

    Raises
    ------
    Refused
        With every fault of the file.
    """
    path = catalogue_path("enterprises", "size_classes.yaml")
    said = sound_entry(path, "size_classes").content
    return tuple(
        Edition(
            date.fromisoformat(edition["since"]),
            edition["confidence"],
            {name: _industry(name, said) for name, said in edition["industries"].items()},
        )
        for edition in said["editions"]
    )


def _industry(name: str, said: Mapping[str, Any]) -> SizeIndustry:
    return SizeIndustry(
        name,
        Bilingual.of(said["title"]),
        tuple(said["codes"]),
        *(_bounds(said[part]) for part in ("sme_below", "medium_from", "small_from")),
    )


def _bounds(said: Mapping[str, str]) -> Bounds:
    return {name: Decimal(value) for name, value in said.items()}
