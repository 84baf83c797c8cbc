"""Forms as catalogue data: which fields a filing has, in which unit, and what must hold."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Literal

from jiqun.base.catalogue import Entry, read_entry
from jiqun.base.errors import Problem, Refused
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual

FieldType = Literal["count", "money", "quantity", "flag"]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    id: str
    title: Bilingual
    unit: str
    type: FieldType
    dimension: str
    optional: bool
    part_of: str
    exists_from: int
    confidential: bool
    note: str

    def exists_in(self, year: int) -> bool:
        """Tell whether what the field asks for existed in a data year."""
        return year >= self.exists_from


@dataclass(frozen=True)
class Form:
    """A version of a form.

    Parameters
    ----------
    id, version
        Its name.
    title, derived
        What it is called, and what to say beside it.
    first_year, last_year
        The data years it takes.
    fields
        By id, in the form's order.
    """

    id: str
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
        return tuple(one.id for one in self.fields.values() if not one.optional)

    @cached_property
    def flags(self) -> frozenset[str]:
        """Fields answered by yes or no."""
        return frozenset(one.id for one in self.fields.values() if one.type == "flag")

    @cached_property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a part and the whole it may not exceed."""
        return tuple((one.id, one.part_of) for one in self.fields.values() if one.part_of)


@cache
def form(name: str = "sme-cluster-annual") -> Form:
    """Load a form of the catalogue, once.

    Raises
    ------
    Refused
        With every fault of the file.

    Examples
    --------
    >>> form().fields["output_total"].unit, form().fields["innovative_smes"].exists_in(2021)
    ('万元', False)
    """
    entry, problems = read_entry(catalogue_path("forms", f"{name}.yaml"), "form")
    if entry is None or problems:
        raise Refused(problems)
    problems = [*_misnamed(entry), *_unknown_names(entry.content, entry)]
    if problems:
        raise Refused(problems)
    return _form(entry.content)


@cache
def forms() -> dict[str, Form]:
    """Load every form of the catalogue by name, once."""
    return {path.stem: form(path.stem) for path in sorted(catalogue_path("forms").glob("*.yaml"))}


def _misnamed(entry: Entry) -> list[Problem]:
    """Report a form whose id is not its file's name: path is name."""
    said = entry.content["id"]
    if said == entry.path.stem:
        return []
    details = {"path": entry.name, "id": said}
    return [Problem("catalogue.path_is_name", entry.where("id"), details)]


def _unknown_names(said: dict[str, Any], entry: Any) -> list[Problem]:
    """Report fields named in a check that the form does not have."""
    known = {one["id"] for one in said["fields"]}
    named = [(("fields", n), one.get("part_of")) for n, one in enumerate(said["fields"])]
    for n, one in enumerate(said.get("distinct_counts", [])):
        named += [(("distinct_counts", n), name) for name in (one["distinct"], *one["of"])]
    for n, one in enumerate(said.get("nesting", [])):
        named += [(("nesting", n), name) for name in (one["inner"], one["outer"])]
    return [
        Problem(
            "catalogue.unknown_name",
            entry.where(*place),
            {"name": name, "kind": "field", "place": entry.name},
        )
        for place, name in named
        if name and name not in known
    ]


def _form(said: dict[str, Any]) -> Form:
    jump = said["jumps"]["default"]
    return Form(
        id=said["id"],
        version=said["version"],
        title=Bilingual.of(said["title"]),
        derived=Bilingual.of(said["derived"]),
        first_year=said["years"]["from"],
        last_year=said["years"]["to"],
        dimensions={name: Bilingual.of(one) for name, one in said["dimensions"].items()},
        fields={one["id"]: _field(one) for one in said["fields"]},
        distinct_counts=tuple(
            (one["distinct"], tuple(one["of"])) for one in said.get("distinct_counts", [])
        ),
        nesting=tuple((one["inner"], one["outer"]) for one in said.get("nesting", [])),
        jump=(Decimal(jump["from"]), Decimal(jump["to"])),
    )


def _field(said: dict[str, Any]) -> Field:
    return Field(
        id=said["id"],
        title=Bilingual.of(said),
        unit=said["unit"],
        type=said["type"],
        dimension=said["dimension"],
        optional=said["optional"],
        part_of=said.get("part_of", ""),
        exists_from=said.get("exists_from", 0),
        confidential=said["type"] == "money" or said.get("confidential", False),
        note=said.get("note", ""),
    )
