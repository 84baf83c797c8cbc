"""Read ``catalog/forms/<family>/<version>.yaml``: whole, or what a version changes of another.

A version that extends another says only what differs: fields changed (the same id again), added
(``after`` one of the form, else at the end), put ``instead_of`` one whose meaning ended, and
``dropped``; any other key it writes takes the place of that key.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from jiqun.base.catalogue import Entry, read_entry
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.form_model import CONFIDENTIAL, OPEN, Family, Field, Form
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import catalogue_files
from jiqun.base.schema_faults import because, unknown_name

AGREED = ("unit", "type")
"""What a field is, in whichever version: where it changes, the field needs another id."""


@dataclass(frozen=True, slots=True)
class _Written:
    """A field as a file writes it, and where."""

    said: dict[str, Any]
    where: Where
    title: Bilingual


@dataclass(frozen=True)
class _Draft:
    """A version as its file and those it extends write it, not yet believed."""

    entry: Entry
    said: dict[str, Any]
    fields: dict[str, _Written]


def read_families() -> dict[str, Family]:
    """Read every family of the catalogue.

    Raises
    ------
    Refused
        With every fault of every file.
    """
    found, problems = {}, []
    asked: dict[str, str] = {}
    for name, paths in groupby(catalogue_files("forms/*/*.yaml"), lambda path: path.parent.name):
        versions, faults = _versions(list(paths))
        faults += _asked_elsewhere(name, versions, asked)
        problems += faults
        if versions and not faults:
            found[name] = Family(name, tuple(map(_form, versions)))
    if problems:
        raise Refused(problems)
    return found


def _asked_elsewhere(name: str, versions: list[_Draft], asked: dict[str, str]) -> list[Problem]:
    """Return fields that another family asks for: a field's name alone says of what form it is."""
    problems = []
    fields = {field: written for draft in versions for field, written in draft.fields.items()}
    for field, written in fields.items():
        other = asked.setdefault(field, name)
        if other != name:
            reason = Bilingual(f"{field} 在 {other} 中已有", f"{field} is a field of {other}")
            problems.append(because("catalogue.bad_value", written.where, reason))
    return problems


def _versions(paths: list[Path]) -> tuple[list[_Draft], list[Problem]]:
    """Read the versions of one family, the earliest first, and hold them against each other."""
    drafts: dict[str, _Draft] = {}
    problems: list[Problem] = []
    for path in paths:
        entry, faults = read_entry(path, "form")
        if entry is not None and not faults:
            draft, faults = _draft(entry, drafts)
            if draft is not None:
                faults += _faults(draft)
                drafts[path.stem] = draft
        problems += faults
    if problems:
        return [], problems
    versions = sorted(drafts.values(), key=lambda draft: draft.said["years"]["from"])
    return versions, [*_years_apart(versions), *_disagreements(versions)]


def _draft(entry: Entry, known: dict[str, _Draft]) -> tuple[_Draft | None, list[Problem]]:
    """Bring a version together with the one it extends."""
    said = entry.content
    own = [
        _Written(field, entry.where("fields", number), entry.named(field, "fields", number))
        for number, field in enumerate(said.get("fields", []))
    ]
    problems = _twice(own)
    if "extends" not in said:
        return _Draft(entry, said, {field.said["id"]: field for field in own}), problems
    base = known.get(said["extends"])
    if base is None:
        return None, [_unknown(entry.where("extends"), said["extends"], "version", known)]
    fields, faults = _extended(entry, base.fields, own)
    merged = {**base.said, **{key: value for key, value in said.items() if key != "fields"}}
    return _Draft(entry, merged, fields), problems + faults


def _extended(
    entry: Entry, base: dict[str, _Written], own: list[_Written]
) -> tuple[dict[str, _Written], list[Problem]]:
    """Return the fields of a version that extends another, in their order."""
    order, fields = list(base), dict(base)
    problems = []
    for number, name in enumerate(entry.content.get("dropped", [])):
        if name in order:
            order.remove(name)
        else:
            problems.append(_unknown(entry.where("dropped", number), name, "field", base))
    for field in own:
        name = field.said["id"]
        place = field.said.get("instead_of") or field.said.get("after")
        if place and place not in order:
            problems.append(_unknown(field.where, place, "field", base))
        elif place and "instead_of" in field.said:
            order[order.index(place)] = name
        elif name not in order:
            order.insert(order.index(place) + 1 if place else len(order), name)
        fields[name] = field
    return {name: fields[name] for name in order}, problems


def _twice(written: list[_Written]) -> list[Problem]:
    """Report a field written twice in one file: the second would silently replace the first."""
    seen: set[str] = set()
    problems = []
    for field in written:
        name = field.said["id"]
        if name in seen:
            problems.append(Problem("catalogue.key_twice", field.where, {"key": name}))
        seen.add(name)
    return problems


def _unknown(where: Where, name: str, kind: str, known: Any) -> Problem:
    return unknown_name(where, name, kind, ", ".join(known) or "-")


def _faults(draft: _Draft) -> list[Problem]:
    """Report what is wrong with a version by itself."""
    return [*_misnamed(draft.entry), *_unknown_names(draft)]


def _misnamed(entry: Entry) -> list[Problem]:
    """Report a form whose family and version are not its folder and file: path is name."""
    said = f"{entry.content['family']}/{entry.content['version']}"
    if said == f"{entry.path.parent.name}/{entry.path.stem}":
        return []
    details = {"path": entry.name, "id": said}
    return [Problem("catalogue.path_is_name", entry.where("version"), details)]


def _unknown_names(draft: _Draft) -> Iterator[Problem]:
    """Report fields and dimensions that the form does not have, wherever they are named."""
    entry, said = draft.entry, draft.said
    named = [(field.where, field.said.get("part_of")) for field in draft.fields.values()]
    for number, count in enumerate(said.get("distinct_counts", [])):
        where = entry.where("distinct_counts", number)
        named += [(where, name) for name in (count["distinct"], *count["of"])]
    for number, pair in enumerate(said.get("nesting", [])):
        where = entry.where("nesting", number)
        named += [(where, name) for name in (pair["inner"], pair["outer"])]
    for where, name in named:
        if name and name not in draft.fields:
            yield _unknown(where, name, "field", [entry.name])
    for written in draft.fields.values():
        if written.said["dimension"] not in said["dimensions"]:
            yield _unknown(
                written.where, written.said["dimension"], "dimension", said["dimensions"]
            )


def _years_apart(versions: list[_Draft]) -> Iterator[Problem]:
    """Report years that run backwards, and versions that leave years out or both take them."""
    for draft in versions:
        first, last = _years(draft)
        if last < first:
            reason = Bilingual(f"起年 {first} 晚于止年 {last}", f"years: {first} > {last}")
            yield because("catalogue.bad_value", draft.entry.where("years"), reason)
    for earlier, later in pairwise(versions):
        ends, begins = _years(earlier)[1], _years(later)[0]
        if begins != ends + 1:
            code = "overlap" if begins <= ends else "gap"
            details = {
                "version": later.said["version"],
                "earlier": earlier.said["version"],
                "ends": str(ends),
                "begins": str(begins),
            }
            yield Problem(f"catalogue.years_{code}", later.entry.where("years"), details)


def _years(draft: _Draft) -> tuple[int, int]:
    return draft.said["years"]["from"], draft.said["years"]["to"]


def _disagreements(versions: list[_Draft]) -> Iterator[Problem]:
    """Report a field that is another thing in another version."""
    first: dict[str, tuple[_Draft, _Written]] = {}
    for draft in versions:
        for name, field in draft.fields.items():
            before, then = first.setdefault(name, (draft, field))
            for key in AGREED:
                if then.said[key] != field.said[key]:
                    details = {
                        "field": name,
                        "key": key,
                        "then": str(then.said[key]),
                        "now": str(field.said[key]),
                        "earlier": before.said["version"],
                    }
                    yield Problem("catalogue.field_disagrees", field.where, details)


def _form(draft: _Draft) -> Form:
    said = draft.said
    jump = said["jumps"]["default"]
    return Form(
        family=said["family"],
        version=said["version"],
        title=Bilingual.of(said["title"]),
        derived=Bilingual.of(said["derived"]),
        first_year=said["years"]["from"],
        last_year=said["years"]["to"],
        dimensions={
            name: Bilingual.of(dimension) for name, dimension in said["dimensions"].items()
        },
        fields={name: _field(field) for name, field in draft.fields.items()},
        distinct_counts=tuple(
            (count["distinct"], tuple(count["of"])) for count in said.get("distinct_counts", [])
        ),
        nesting=tuple((pair["inner"], pair["outer"]) for pair in said.get("nesting", [])),
        jump=(Decimal(jump["from"]), Decimal(jump["to"])),
    )


def _field(written: _Written) -> Field:
    said = written.said
    return Field(
        id=said["id"],
        title=written.title,
        unit=said["unit"],
        type=said["type"],
        dimension=said["dimension"],
        optional=said["optional"],
        part_of=said.get("part_of", ""),
        exists_from=said.get("exists_from", 0),
        sensitivity=said.get("sensitivity", CONFIDENTIAL if said["type"] == "money" else OPEN),
        note=said.get("note", ""),
        choices={choice["id"]: Bilingual.of(choice) for choice in said.get("choices", [])},
    )
