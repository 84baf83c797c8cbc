"""Write the workbook of a form: explained, locked where nothing is to be written, pre-filled."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from jiqun.base.codes import sectors
from jiqun.base.forms import YEARLY, Field, family
from jiqun.base.language import Bilingual, Lang
from jiqun.base.paper import COUNTED, Margin, in_margin, letters, set_up_print
from jiqun.base.quantities import Quantity, Status
from jiqun.base.units import symbol
from jiqun.clusters import Profile
from jiqun.clusters.profile import PROVINCE, RECOGNISED_BY
from jiqun.clusters.roster import Firm
from jiqun.clusters.roster_form import roster_form
from jiqun.filings.workbook.layout import (
    FIGURE_COLUMNS,
    PROFILE_COLUMNS,
    Layout,
    key,
    layout_for,
    listed,
)
from jiqun.filings.workbook.paper import height_of, keep_sections_whole, lock
from jiqun.filings.workbook.roster_sheet import write_roster_sheet
from jiqun.filings.workbook.styles import AS_TEXT, FORMATS, NO, YES, Looks, at, put_number, put_text

STATUS_WORDS = {
    Status.MISSING: "缺失",
    Status.NOT_APPLICABLE: "不适用",
    Status.ESTIMATED: "估计",
}
NAME_ROW, KEY_ROW, HEADING_ROW = 1, 4, 5
AUTHOR = "jiqun"
TITLE_COLUMN = 2
"""Titles stand in the first column that is shown."""
LOWEST_HEADING = 30.0
BOLD_TEXT = 0.85
"""How much of a bold text goes into a line of plain text."""
ROSTER_PAGES, NAMING_COLUMNS = 2, 2
"""Pages the list of firms runs over side by side; code and name of the firm stand on both."""
HELP_WIDTH = 118
BODY_TEXT, HINT_TEXT = 0.9, 1.1
"""How much of a text of eleven and of nine points goes into a line of ten-point text."""
PART_INDENT = 4
"""Characters by which a part stands in from its whole."""


@dataclass(frozen=True)
class Known:
    """What a template is pre-filled with; everything may be empty.

    Parameters
    ----------
    profile
        The cluster, or None.
    values, previous
        Cells by field.
    notes
        By ``values`` and ``previous``: the reason given beside a number, by field.
    firms
        The cluster's list of firms.
    counted
        Fields of ``values`` that were counted from the list of firms.
    unlisted
        Whether there is a list of firms, but none of the template's year.
    """

    profile: Profile | None = None
    values: Mapping[str, Quantity] = field(default_factory=dict)
    previous: Mapping[str, Quantity] = field(default_factory=dict)
    notes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    firms: Sequence[Firm] = ()
    counted: frozenset[str] = frozenset()
    unlisted: bool = False


def template(year: int, known: Known | None = None, lang: Lang = "zh") -> bytes:
    """Return the workbook for one year as the bytes of an XLSX file.

    Parameters
    ----------
    year
        The data year.
    known
        What to fill in beforehand.
    lang
        The language of headings, hints and help; the words to choose from stay Chinese.

    Raises
    ------
    Refused
        Where no form is for that year: what is filled in could never be accepted.

    Examples
    --------
    >>> template(2022)[:2]
    b'PK'
    """
    return _Writer(year, known or Known(), lang, layout_for(YEARLY, year)).bytes()


class _Writer:
    """One workbook being written."""

    def __init__(self, year: int, known: Known, lang: Lang, plan: Layout) -> None:
        self.year, self.known, self.lang, self.plan = year, known, lang, plan
        self.book = Workbook()
        self.book.remove(self.book.worksheets[0])
        self.looks = Looks(self.book, plan.said["colours"])

    def bytes(self) -> bytes:
        """Write every sheet."""
        self._profile_sheet(self._sheet("profile", PROFILE_COLUMNS))
        self._figures_sheet(self._sheet("figures", FIGURE_COLUMNS))
        columns = self.plan.roster_columns
        firms = self._sheet("roster", columns)
        known, first = self.known.firms, HEADING_ROW + 1
        put_text(at(firms, KEY_ROW, len(columns) + 1), listed(len(known)))
        if self.known.unlisted:
            said = self.plan.word("unlisted", self.lang).format(year=self.year)
            self._put(at(firms, NAME_ROW, 4), said, "small")
        write_roster_sheet(firms, known, columns, self.looks, first, self.lang)
        self._set_up_print(firms, HEADING_ROW, ROSTER_PAGES)
        firms.print_title_cols = letters(1, NAMING_COLUMNS)
        lock(firms)
        self._help_sheet(self.book.create_sheet(self.plan.sheet("help", self.lang)))
        self.book.active = 0
        self.book.properties.creator = AUTHOR
        content = io.BytesIO()
        self.book.save(content)
        return content.getvalue()

    # --- what every sheet has ---

    def _sheet(self, name: str, columns: Sequence[str]) -> Worksheet:
        """Make a sheet with its title, fingerprint, hidden keys, headings and print setup."""
        sheet: Worksheet = self.book.create_sheet(self.plan.sheet(name, self.lang))
        first = 1 if name == "roster" else TITLE_COLUMN
        self._head(sheet, first, len(columns))
        for number, column in enumerate(columns, start=1):
            put_text(at(sheet, KEY_ROW, number), key(name, column))
            cell = self.looks.stamp(at(sheet, HEADING_ROW, number), "heading")
            known = roster_form().columns.get(column) if name == "roster" else None
            mark = self._mark(required=known is not None and known.required)
            put_text(cell, mark + self.plan.heading(name, column, self.year, self.lang))
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = self.plan.width(name, column)
        sheet.row_dimensions[KEY_ROW].hidden = True
        sheet.row_dimensions[HEADING_ROW].height = self._heading_height(sheet, len(columns))
        self._set_up_print(sheet, HEADING_ROW)
        return sheet

    def _heading_height(self, sheet: Worksheet, count: int) -> float:
        """Return how high the row of headings is, so that the longest stands in it whole."""
        numbers = range(1, count + 1)
        texts = (str(at(sheet, HEADING_ROW, number).value) for number in numbers)
        wide = (sheet.column_dimensions[get_column_letter(number)].width for number in numbers)
        bold = (width * BOLD_TEXT for width in wide)
        return max(LOWEST_HEADING, height_of(zip(texts, bold, strict=True)))

    def _set_up_print(self, sheet: Worksheet, heading: int | None = None, across: int = 1) -> None:
        """Print whose form it is, its sheet and its pages, and the mark of a demonstration."""
        profile = self.known.profile
        mark = self.plan.word("demonstration_mark", self.lang) if profile and profile.demo else ""
        below = Margin(in_margin(self._name()), "&A", f"{mark}  {COUNTED}".strip())
        set_up_print(sheet, heading, below=below, across=across)

    def _head(self, sheet: Worksheet, first: int, last: int) -> None:
        """Write the title, what kind of form it is, and its fingerprint."""
        derived, look = self.plan.form.derived.in_(self.lang), "small"
        if self.known.profile and self.known.profile.demo:
            derived = f"{self.plan.word('demonstration', self.lang)} {derived}"
            look = "banner" if last > first else "notice"
            for number in range(first, last + 1):
                self.looks.stamp(at(sheet, 2, number), look)
        said = ((self._name(), "title"), (derived, look), (self.plan.fingerprint, "small"))
        for row, (text, written) in enumerate(said, start=NAME_ROW):
            self._put(at(sheet, row, first), text, written)
        sheet.row_dimensions[NAME_ROW].height = 30
        sheet.row_dimensions[2].height = 34 if look == "notice" else 18

    def _name(self) -> str:
        known = f"{self.known.profile.name} " if self.known.profile else ""
        return f"{known}{self.plan.form.title.in_(self.lang)}（{self.year}）"

    def _mark(self, *, required: bool) -> str:
        return self.plan.word("required", self.lang) + " " if required else ""

    def _put(self, cell: Cell, text: str, look: str, number_format: str = "General") -> None:
        put_text(self.looks.stamp(cell, look, number_format), text)

    def _choices(self, sheet: Worksheet, words: Sequence[str], cells: Sequence[str]) -> None:
        """Offer a closed list in cells."""
        rule = DataValidation("list", formula1=f'"{",".join(words)}"', allow_blank=True)
        rule.errorStyle = "stop"
        for cell in cells:
            rule.add(cell)
        sheet.add_data_validation(rule)

    # --- the profile ---

    def _profile_sheet(self, sheet: Worksheet) -> None:
        said = self._profile_texts()
        places = {}
        for row, (name, words) in enumerate(self.plan.said["profile"].items(), HEADING_ROW + 1):
            cell = self._item(sheet, row, key("profile", name), words, said.get(name, ""))
            if name == "year":
                self.looks.stamp(cell, "middle").value = self.year
            places[name] = cell.coordinate
        self._filer(sheet, HEADING_ROW + 1 + len(places))
        self._choices(sheet, [sector.name for sector in sectors().values()], [places["sector"]])
        self._choices(sheet, (YES, NO), [places["demo"]])
        recognisers = [words.zh for words in RECOGNISED_BY.values()]
        self._choices(sheet, recognisers, [places["recognised_by"]])
        sheet.column_dimensions["A"].hidden = True
        sheet.freeze_panes = at(sheet, HEADING_ROW + 1, 1)
        lock(sheet)

    def _item(
        self, sheet: Worksheet, row: int, code: str, words: Mapping[str, Any], said: str
    ) -> Cell:
        """Write an item of the profile, and return the cell it is filled in."""
        required = words.get("required", False)
        self._put(at(sheet, row, 1), code, "code")
        label = self._mark(required=required) + Bilingual.of(words).in_(self.lang)
        self._put(at(sheet, row, 2), label, "known")
        cell = at(sheet, row, 3)
        self._put(cell, said, "required_input" if required else "input", AS_TEXT)
        self._put(at(sheet, row, 4), Bilingual.of(words["hint"]).in_(self.lang), "hint")
        self._put(at(sheet, row, 5), "", "hint")
        sheet.row_dimensions[row].height = 24
        return cell

    def _filer(self, sheet: Worksheet, row: int) -> None:
        """Write the place of who fills in, who checks, the telephone and the day."""
        for column in range(1, len(PROFILE_COLUMNS) + 1):
            self.looks.stamp(at(sheet, row, column), "section")
        put_text(at(sheet, row, TITLE_COLUMN), self.plan.word("filer_heading", self.lang))
        sheet.row_dimensions[row].height = 20
        for below, (name, words) in enumerate(self.plan.said["filer"].items(), row + 1):
            self._item(sheet, below, key("filer", name), words, "")

    def _profile_texts(self) -> dict[str, str]:
        profile = self.known.profile
        if profile is None:
            return {"demo": NO}
        return {
            "id": profile.id,
            "name": profile.name,
            "county_codes": "、".join(profile.county_codes),
            "sector": sectors()[profile.sector].name,
            "industry": profile.industry,
            "operator": profile.operator,
            "recognised_by": RECOGNISED_BY[PROVINCE].zh if not profile.national else "",
            "demo": YES if profile.demo else NO,
        }

    # --- the figures ---

    def _figures_sheet(self, sheet: Worksheet) -> None:
        column = {name: number for number, name in enumerate(FIGURE_COLUMNS, start=1)}
        row = HEADING_ROW
        rows: dict[str, int] = {}
        sections: list[int] = []
        for dimension, title in self.plan.form.dimensions.items():
            asked = [
                field for field in self.plan.form.fields.values() if field.dimension == dimension
            ]
            if asked:
                row += 1
                sections.append(row)
                self._section(sheet, row, title.in_(self.lang))
            for question in asked:
                row += 1
                rows[question.id] = row
                self._figure(sheet, row, question, column)
        self._rules(sheet, rows, column)
        sheet.column_dimensions["A"].hidden = True
        sheet.freeze_panes = at(sheet, HEADING_ROW + 1, column["value"])
        keep_sections_whole(sheet, sections, HEADING_ROW)
        lock(sheet)

    def _section(self, sheet: Worksheet, row: int, title: str) -> None:
        for number in range(1, len(FIGURE_COLUMNS) + 1):
            self.looks.stamp(at(sheet, row, number), "section")
        put_text(at(sheet, row, 2), title)
        sheet.row_dimensions[row].height = 20

    def _figure(self, sheet: Worksheet, row: int, one: Field, column: dict[str, int]) -> None:
        mark = self._mark(required=not one.optional)
        self._put(at(sheet, row, column["id"]), one.id, "code")
        look = "part" if one.part_of else "known"
        self._put(at(sheet, row, column["title"]), mark + one.title.in_(self.lang), look)
        unit = f"{YES}/{NO}" if one.type == "flag" else symbol(one.unit).in_(self.lang)
        self._put(at(sheet, row, column["unit"]), unit, "middle")
        for period, prefix in (("values", ""), ("previous", "previous_")):
            cells = self._known_cells(period)
            notes = self.known.notes.get(period, {})
            value = at(sheet, row, column[prefix.rstrip("_") or "value"])
            status = at(sheet, row, column[f"{prefix}status"])
            note = at(sheet, row, column[f"{prefix}note"])
            required = period == "values" and not one.optional
            look = self._look(one, required=required)
            self.looks.stamp(value, look, FORMATS[one.type])
            self._cell(value, status, note, one, cells.get(one.id), notes.get(one.id, ""))
            if one.id in self._shut(period):
                for place in (value, status, note):
                    self.looks.stamp(place, "middle", AS_TEXT)
        if one.id in self.known.counted:
            said = Comment(self.plan.word("from_roster", self.lang), AUTHOR)
            at(sheet, row, column["value"]).comment = said
        hint, title = self.plan.definition(one, self.lang), mark + one.title.in_(self.lang)
        self._put(at(sheet, row, column["hint"]), hint, "hint")
        self._put(at(sheet, row, column["check"]), "", "hint")
        indented = self.plan.width("figures", "title") - (PART_INDENT if one.part_of else 0)
        wide = self.plan.width("figures", "hint") * HINT_TEXT
        sheet.row_dimensions[row].height = height_of([(title, indented), (hint, wide)])

    def _known_cells(self, period: str) -> Mapping[str, Quantity]:
        """Return what is known of a year; what did not exist in it is not applicable."""
        none = Quantity.absent(Status.NOT_APPLICABLE)
        known = self.known.values if period == "values" else self.known.previous
        return {**dict.fromkeys(self._shut(period), none), **known}

    def _shut(self, period: str) -> frozenset[str]:
        """Return the fields that have nothing to fill in: what they ask for did not exist."""
        every = family(self.plan.form.family)
        return every.absent(self.year) if period == "values" else every.not_asked(self.year - 1)

    def _cell(
        self, value: Cell, status: Cell, note: Cell, one: Field, said: Quantity | None, why: str
    ) -> None:
        """Write one figure: its value, its status and what was said of it."""
        if said is not None and said.choice:
            put_text(value, one.choices[said.choice].zh)
        elif said is not None and said.value is not None:
            put_number(value, said.value, flag=one.type == "flag")
        word = STATUS_WORDS.get(said.status, "") if said else ""
        self._put(status, word, "choice", AS_TEXT)
        reason = said.reason if said and not said.choice else ""
        self._put(note, why or reason, "input", AS_TEXT)

    @staticmethod
    def _look(one: Field, *, required: bool) -> str:
        look = "choice" if one.type in ("flag", "choice") else "number"
        return f"required_{look}" if required else look

    def _rules(self, sheet: Worksheet, rows: dict[str, int], column: dict[str, int]) -> None:
        """Check what is typed: lists strictly, numbers with a question that can be answered."""
        fields = self.plan.form.fields
        statuses: list[str] = []
        typed: dict[str, list[str]] = {kind: [] for kind in FORMATS}
        words: dict[str, list[str]] = {}
        for name, row in rows.items():
            for period in ("value", "previous"):
                place = at(sheet, row, column[period]).coordinate
                typed[fields[name].type].append(place)
                words[place] = [word.zh for word in fields[name].choices.values()]
            for period in ("status", "previous_status"):
                statuses.append(at(sheet, row, column[period]).coordinate)
        self._choices(sheet, (YES, NO), typed["flag"])
        for place in typed["choice"]:
            self._choices(sheet, words[place], [place])
        self._choices(sheet, tuple(STATUS_WORDS.values()), statuses)
        self._numbers(sheet, "whole", typed["count"])
        self._numbers(sheet, "decimal", typed["money"] + typed["quantity"])

    def _numbers(self, sheet: Worksheet, kind: Any, cells: Sequence[str]) -> None:
        rule = DataValidation(kind, operator="greaterThanOrEqual", formula1="0", allow_blank=True)
        rule.errorStyle = "warning"  # a text such as 1.2亿元 is understood, so it may be typed
        for cell in cells:
            rule.add(cell)
        sheet.add_data_validation(rule)

    # --- the help ---

    def _help_sheet(self, sheet: Worksheet) -> None:
        self._head(sheet, TITLE_COLUMN, TITLE_COLUMN)
        texts = [Bilingual.of(line).in_(self.lang) for line in self.plan.said["help"]]
        texts.insert(1, self.plan.word("required_meaning", self.lang))
        for row, text in enumerate(texts, start=HEADING_ROW):
            self._put(at(sheet, row, 2), text, "section" if row == HEADING_ROW else "text")
            sheet.row_dimensions[row].height = height_of([(text, HELP_WIDTH * BODY_TEXT)])
        sheet.column_dimensions["A"].width = 2
        sheet.column_dimensions["B"].width = HELP_WIDTH
        self._set_up_print(sheet)
        lock(sheet)
