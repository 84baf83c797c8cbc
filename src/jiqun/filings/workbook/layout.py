"""Where everything stands in a workbook: keys, headings, the fingerprint of form and layout.

Every column and every row of the profile carries a key (in a hidden row or column), so that a
workbook is understood by its keys whatever was renamed, moved or inserted; headings are the second
way, for workbooks whose hidden cells were lost.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from jiqun.base.canonical import content_hash
from jiqun.base.catalogue import read_entry
from jiqun.base.errors import Refused
from jiqun.base.files import catalogue_path
from jiqun.base.forms import Field, Form, form
from jiqun.base.language import Bilingual, Lang
from jiqun.clusters.roster_form import roster_form

KEY = re.compile(r"jq:([a-z_]+)\.([a-z_]+)")
FINGERPRINT = re.compile(r"jiqun-form:([a-z0-9.-]+):([A-Za-z0-9.]+):(\d+):([0-9a-f]{12})")
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
        asked = [[getattr(one, key) for key in FORM_TYPES_IN_HASH] for one in self._fields]
        digest = content_hash([asked, self.said["layout"]])[:12]
        return f"jiqun-form:{self.form.id}:{self.form.version}:{self.said['layout']}:{digest}"

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
        for one in self._fields:
            for title in {plain(one.title.zh), plain(one.title.en)}:
                found.setdefault(title, []).append(one)
        return found

    def column_headed(self, sheet: str, text: str) -> str | None:
        """Return the column a heading names, whatever year it says."""
        return self._headings[sheet].get(YEAR.sub("0", plain(text).lstrip(REQUIRED_MARKS)))


def _of_tier(column: str) -> str:
    """Return the catalogue's key for a column of the roster that is no field."""
    if column in ("more_tiers", "check"):
        return column
    return "tier_" + column.rpartition("_")[2]


@cache
def layout(name: str = "sme-cluster-annual") -> Layout:
    """Load the workbook of a form, once.

    Raises
    ------
    Refused
        With every fault of the file.

    Examples
    --------
    >>> layout().fingerprint.startswith("jiqun-form:sme-cluster-annual:2022:1:")
    True
    >>> layout().column_headed("figures", "2021年（上年）")
    'previous'
    """
    entry, problems = read_entry(catalogue_path("workbooks", f"{name}.yaml"), "workbook")
    if entry is None or problems:
        raise Refused(problems)
    return Layout(form(name), entry.content)


def plain(text: object) -> str:
    """Fold a text for comparing: one width, no spaces, lower case.

    Examples
    --------
    >>> plain(" ２０２２ 年")
    '2022年'
    """
    return "".join(unicodedata.normalize("NFKC", str(text)).split()).casefold()


def key(sheet: str, name: str) -> str:
    """Return the hidden key of a column or row."""
    return f"jq:{sheet}.{name}"
