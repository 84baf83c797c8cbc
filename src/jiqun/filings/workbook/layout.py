"""Where everything stands in a workbook: keys, headings, the fingerprint of form and layout.

Every column and every row of the profile carries a key (in a hidden row or column), so that a
workbook is understood by its keys whatever was renamed, moved or inserted; headings are the second
way, for workbooks whose hidden cells were lost.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from jiqun.base.canonical import content_hash
from jiqun.base.catalogue import Entry, shown_path, sound_entry
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.files import catalogue_path
from jiqun.base.forms import YEARLY, Field, Form, families, family, form_for
from jiqun.base.language import Bilingual, Lang
from jiqun.base.own_catalogue import catalogue_files, per_catalogue
from jiqun.base.schema_faults import unknown_name
from jiqun.clusters.roster_form import roster_form

KEY = re.compile(r"jq:([a-z_]+)\.([a-z_]+)")
FINGERPRINT = re.compile(r"jiqun-form:([a-z0-9.-]+):([A-Za-z0-9.]+):(\d+):([0-9a-f]{12})")
LISTED = re.compile(r"jq:listed=(\d+)")
"""How many firms a template's list was filled with."""
YEAR = re.compile(r"(?:19|20)\d\d")
FIGURE_COLUMNS = (
    "id", "title", "unit", "value", "status", "note",
    "previous", "previous_status", "previous_note", "hint", "check",
)  # fmt: skip
PROFILE_COLUMNS = ("key", "label", "value", "hint", "check")
REQUIRED_MARKS = "●*"
"""What may stand before the title of something that must be filled in."""
FORM_TYPES_IN_HASH = ("id", "unit", "type")


@dataclass(frozen=True)
class Layout:
    """The workbook of one form, as ``catalog/workbooks`` describes it."""

    form: Form
    said: dict[str, Any]

    @cached_property
    def fingerprint(self) -> str:
        """What a workbook says of the form and layout it was made for."""
        asked = [[getattr(field, key) for key in FORM_TYPES_IN_HASH] for field in self._fields]
        digest = content_hash([asked, self.said["layout"]])[:12]
        return f"jiqun-form:{self.form.family}:{self.form.version}:{self.said['layout']}:{digest}"

    @property
    def _fields(self) -> list[Field]:
        return list(self.form.fields.values())

    @cached_property
    def roster_columns(self) -> tuple[str, ...]:
        """The roster's columns: its fields, two dates a tier, further periods, findings."""
        fields = list(roster_form().columns)
        dates = [f"{tier}_{end}" for tier in roster_form().tiers for end in ("from", "until")]
        return (*fields, *dates, "more_tiers", "check")

    @cached_property
    def stored_value_taken(self) -> frozenset[str]:
        """Fields in which a formula's stored value is taken."""
        return frozenset(self.said["formulas"]["stored_value_taken"])

    def definition(self, field: Field, lang: Lang) -> str:
        """Return what a field counts, its bounds, and the rule that defines it."""
        said = self.said["definitions"].get(field.id, {})
        parts = [said[lang]] if said else []
        if field.part_of:
            whole = self.form.fields[field.part_of].title.in_(lang)
            parts.append(self.word("part_of", lang).format(whole=whole))
        if field.exists_from:
            parts.append(self.word("exists_from", lang).format(year=field.exists_from))
        text = ("；" if lang == "zh" else "; ").join(parts)
        if "source" not in said:
            return text
        return text + self.word("source", lang).format(source=said["source"][lang])

    def sheet(self, name: str, lang: Lang) -> str:
        """Return a sheet's name."""
        return Bilingual.of(self.said["sheets"][name]).in_(lang)

    def word(self, name: str, lang: Lang) -> str:
        """Return a text of the workbook."""
        text: str = self.said["words"][name][lang]
        return text

    def heading(self, sheet: str, column: str, year: int, lang: Lang) -> str:
        """Return a column's heading."""
        if sheet == "roster":
            return self._roster_heading(column, lang)
        section = "profile_columns" if sheet == "profile" else sheet
        text: str = self.said[section][column][lang]
        return text.format(year=year, before=year - 1)

    def width(self, sheet: str, column: str) -> float:
        """Return a column's width in characters."""
        if sheet == "roster":
            known = roster_form().columns.get(column)
            width: float = known.width if known else self.said["roster"][_of_tier(column)]["width"]
            return width
        section = "profile_columns" if sheet == "profile" else sheet
        return float(self.said[section][column]["width"])

    def _roster_heading(self, column: str, lang: Lang) -> str:
        columns, tiers = roster_form().columns, roster_form().tiers
        if column in columns:
            title = columns[column].title.in_(lang)
            return f"{title}（{columns[column].unit}）" if columns[column].unit else title
        text: str = self.said["roster"][_of_tier(column)][lang]
        tier = tiers.get(column.rpartition("_")[0])
        return text.format(tier=tier.in_(lang)) if tier else text

    @cached_property
    def _headings(self) -> dict[str, dict[str, str]]:
        """By sheet, every heading in both languages (years as ``0000``) and its column."""
        columns = {
            "figures": FIGURE_COLUMNS,
            "profile": PROFILE_COLUMNS,
            "roster": self.roster_columns,
        }
        return {
            sheet: {
                plain(self.heading(sheet, column, 0, lang)).replace("-1", "0"): column
                for lang in ("zh", "en")
                for column in names
            }
            for sheet, names in columns.items()
        }

    @cached_property
    def fields_titled(self) -> dict[str, list[Field]]:
        """The figures by their titles in both languages, folded for comparing."""
        found: dict[str, list[Field]] = {}
        for field in self._fields:
            for title in {plain(field.title.zh), plain(field.title.en)}:
                found.setdefault(title, []).append(field)
        return found

    def column_headed(self, sheet: str, text: str) -> str | None:
        """Return the column a heading names, whatever year it says."""
        return self._headings[sheet].get(YEAR.sub("0", plain(text).lstrip(REQUIRED_MARKS)))


def _of_tier(column: str) -> str:
    """Return the catalogue's key for a column of the roster that is no field."""
    if column in ("more_tiers", "check"):
        return column
    return "tier_" + column.rpartition("_")[2]


def layout_for(name: str, year: int) -> Layout:
    """Return the workbook of a family's form in a data year.

    Raises
    ------
    Refused
        Where no form is for that year, or with every fault of the workbook's file.

    Examples
    --------
    >>> layout_for(YEARLY, 2022).fingerprint.startswith("jiqun-form:sme-cluster-annual:2022:1:")
    True
    >>> layout_for(YEARLY, 2022).column_headed("figures", "2021年（上年）")
    'previous'
    """
    return layout(name, form_for(name, year).version)


@per_catalogue
def layout(name: str, version: str) -> Layout:
    """Load the workbook of a version, once: ``catalog/workbooks/<family>/<version>.yaml``.

    A workbook that extends another says only what differs: its definitions are added to the
    other's, any other key takes the place of that key.

    Raises
    ------
    Refused
        With every fault of the file.
    """
    form = next(known for known in family(name).versions if known.version == version)
    path = catalogue_path("workbooks", name, f"{version}.yaml")
    if path not in catalogue_files(f"workbooks/{name}/*.yaml"):
        details = {"name": f"{name} {version}"}
        raise Refused([Problem("catalogue.no_workbook", Where(file=shown_path(path)), details)])
    said = sound_entry(path, "workbook", lambda entry: _unfitting(entry, form)).content
    if "extends" in said:
        base = layout(name, said["extends"]).said
        said = {
            **base,
            **said,
            "definitions": {**base["definitions"], **said.get("definitions", {})},
        }
    return Layout(form, said)


def _unfitting(entry: Entry, form: Form) -> Iterator[Problem]:
    """Report a file that is not its path's, and fields the form does not have."""
    said = entry.content
    id_ = f"{said['family']}/{said['version']}"
    if id_ != f"{form.family}/{form.version}":
        details = {"path": entry.name, "id": id_}
        yield Problem("catalogue.path_is_name", entry.where("version"), details)
    earlier = [
        version.version
        for version in family(form.family).versions
        if version.version < form.version
    ]
    if "extends" in said and said["extends"] not in earlier:
        known = ", ".join(earlier) or "-"
        yield unknown_name(entry.where("extends"), said["extends"], "version", known)
    taken = said.get("formulas", {}).get("stored_value_taken", [])
    places = [*(("definitions", name) for name in said.get("definitions", {})),
              *(("formulas", "stored_value_taken", name) for name in taken)]  # fmt: skip
    for *place, name in places:
        if name not in form.fields:
            known = f"{form.family} {form.version}"
            yield unknown_name(entry.where(*place, name), name, "field", known)


def layout_said(texts: Iterable[object]) -> Layout:
    """Return the layout whose fingerprint stands among a workbook's texts, else the newest.

    Parameters
    ----------
    texts
        What the workbook's first rows say.
    """
    known = {
        (family.id, form.version) for family in families().values() for form in family.versions
    }
    for text in texts:
        found = FINGERPRINT.search(text) if isinstance(text, str) else None
        if found and (found[1], found[2]) in known:
            return layout(found[1], found[2])
    return layout(YEARLY, family(YEARLY).versions[-1].version)


def plain(text: object) -> str:
    """Fold a text for comparing: one width, no spaces, lower case.

    Examples
    --------
    >>> plain(" ２０２２ 年")
    '2022年'
    """
    said = str(text)
    return _folded(said) if len(said) <= LONGEST_HEADING else _folded.__wrapped__(said)


@lru_cache(maxsize=8192)
def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


LONGEST_HEADING = 200
"""Longer texts are no headings that come again in every workbook, and are not kept."""


def listed(firms: int) -> str:
    """Return what a template says, out of sight, of how many firms it was filled with.

    Examples
    --------
    >>> listed(12)
    'jq:listed=12'
    """
    return f"jq:listed={firms}"


def key(sheet: str, name: str) -> str:
    """Return the hidden key of a column or row."""
    return f"jq:{sheet}.{name}"
