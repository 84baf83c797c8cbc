"""What a form is: a family of dated versions, and what each of them asks.

A family is what people file year after year; a version is the form of some of its years. What a
field measures does not change between versions: where a meaning changes, the field has another id,
so that a break in a series is a break in the data.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal

from jiqun.base.language import Bilingual

FieldType = Literal["count", "money", "quantity", "flag", "choice"]
Sensitivity = Literal["open", "confidential"]
OPEN: Sensitivity = "open"
CONFIDENTIAL: Sensitivity = "confidential"
"""Whether a field's numbers may be shown of single clusters; who sees what is the gate's to say."""
YEARLY = "sme-cluster-annual"
"""The family of the yearly filing of a cluster."""


def raised(shipped: Sensitivity, *others: Sensitivity) -> Sensitivity:
    """Return a field's sensitivity with what others say of it: they may raise it, never lower it.

    Parameters
    ----------
    shipped
        As the form the platform ships says.
    others
        As further versions of the form, or entries of an installation's own catalogue, say.

    Examples
    --------
    >>> raised("open", "confidential"), raised("confidential", "open"), raised("open")
    ('confidential', 'confidential', 'open')
    """
    return CONFIDENTIAL if CONFIDENTIAL in (shipped, *others) else shipped


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; ``choices`` is the closed list of a field that is answered by a word."""

    id: str
    title: Bilingual
    unit: str
    type: FieldType
    dimension: str
    optional: bool
    part_of: str
    exists_from: int
    sensitivity: Sensitivity
    note: str
    choices: Mapping[str, Bilingual]

    def is_less_secret_than(self, other: "Field") -> bool:
        """Tell whether it would be shown where another field is not."""
        return raised(self.sensitivity, other.sensitivity) != self.sensitivity

    def exists_in(self, year: int) -> bool:
        """Tell whether what the field asks for existed in a data year."""
        return year >= self.exists_from


@dataclass(frozen=True)
class Form:
    """A version of a form.

    Parameters
    ----------
    family, version
        Its name.
    title, derived
        What it is called, and what to say beside it.
    first_year, last_year
        The data years it takes.
    fields
        By id, in the form's order.
    """

    family: str
    version: str
    title: Bilingual
    derived: Bilingual
    first_year: int
    last_year: int
    dimensions: dict[str, Bilingual]
    fields: dict[str, Field]
    distinct_counts: tuple[tuple[str, tuple[str, ...]], ...]
    nesting: tuple[tuple[str, str], ...]
    jump: tuple[Decimal, Decimal]

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Fields whose key must be there."""
        return tuple(field.id for field in self.fields.values() if not field.optional)

    @cached_property
    def flags(self) -> frozenset[str]:
        """Fields answered by yes or no."""
        return frozenset(field.id for field in self.fields.values() if field.type == "flag")

    @cached_property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a part and the whole it may not exceed."""
        return tuple((field.id, field.part_of) for field in self.fields.values() if field.part_of)


@dataclass(frozen=True)
class Family:
    """What is filed year after year: the versions of one form, earliest first.

    Parameters
    ----------
    id
        Its name.
    versions
        Their years follow on each other without gap or overlap.

    Examples
    --------
    >>> from jiqun.base.forms import YEARLY, family
    >>> yearly = family(YEARLY)
    >>> yearly.fields["output_total"].unit
    '万元'
    >>> yearly.exists("innovative_smes", 2021), yearly.exists("innovative_smes", 2022)
    (False, True)
    """

    id: str
    versions: tuple[Form, ...]

    @property
    def first_year(self) -> int:
        """The first data year any version takes."""
        return self.versions[0].first_year

    @property
    def last_year(self) -> int:
        """The last data year any version takes."""
        return self.versions[-1].last_year

    @cached_property
    def fields(self) -> dict[str, Field]:
        """The fields of every version, in the newest's words; confidential where any version is."""
        found: dict[str, Field] = {}
        for form in self.versions:
            for name, field in form.fields.items():
                before = found.get(name, field)
                found[name] = replace(
                    field,
                    sensitivity=raised(field.sensitivity, before.sensitivity),
                    choices={**before.choices, **field.choices},
                )
        return found

    def form_around(self, year: int) -> Form:
        """Return the version of a year; of a year outside all versions the nearest.

        The year before the first is one that filings still give figures of.
        """
        place = bisect_right([form.first_year for form in self.versions], year) - 1
        return self.versions[max(place, 0)]

    def exists(self, name: str, year: int) -> bool:
        """Tell whether a field is asked in a year, and what it asks for existed then."""
        field = self.form_around(year).fields.get(name)
        return field is not None and field.exists_in(year)

    def not_asked(self, year: int) -> frozenset[str]:
        """Return the fields of other versions, which the form of a year does not have."""
        return frozenset(self.fields.keys() - self.form_around(year).fields.keys())

    def absent(self, year: int) -> frozenset[str]:
        """Return the fields that did not exist in a year, asked or not."""
        return frozenset(name for name in self.fields if not self.exists(name, year))
