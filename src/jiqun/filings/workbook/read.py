"""Read a workbook as people return it: rightly, or refused with the place and the reason."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiqun.base.canonical import decimal_text
from jiqun.base.errors import Problem, Where, shown
from jiqun.base.forms import Field, family
from jiqun.base.quantities import FRACTION_DIGITS
from jiqun.base.units import symbol
from jiqun.clusters.roster import Roster
from jiqun.filings.raw import FILER, RawCell, RawFile, RawFiling
from jiqun.filings.workbook.alterations import (
    changed_words,
    emptied_list,
    hidden_columns,
    label_changed,
    missing_columns,
    missing_sheets,
    unit_changed,
)
from jiqun.filings.workbook.cell_texts import profile_of, text_of, year_of
from jiqun.filings.workbook.grid import Sheet, read_sheets
from jiqun.filings.workbook.layout import KEY, REQUIRED_MARKS, Layout, layout_said, plain
from jiqun.filings.workbook.roster_table import read_roster_table
from jiqun.filings.workbook.tables import SEARCHED_ROWS, Table, find_fingerprints, find_table

LOST = frozenset(
    f"workbooks.{code}"
    for code in ("table_missing", "headings_lost", "roster_table_missing", "roster_headings_lost")
)
"""A sheet that is gone keeps the others from nothing: they are read and judged."""
PERIODS = (("values", ""), ("previous", "previous_"))


def read_workbook(path: Path) -> RawFile:
    """Read a workbook made by ``filings template`` and filled in by people.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    RawFile
        One filing with its list of firms, or the problems that kept it from being read.
    """
    read = RawFile(path.name)
    sheets, read.problems = read_sheets(path)
    if not sheets:
        return read
    plan = _plan(sheets)
    tables, faults = _tables(sheets, plan, path.name)
    read.problems += faults
    if any(fault.code not in LOST for fault in faults) or not any(tables.values()):
        return read
    read.filings.append(_Reader(path.name, plan, tables).filing())
    return read


def is_of_filing(sheets: list[Sheet]) -> bool:
    """Whether a workbook is, or was, one made by ``filings template``."""
    plan = _plan(sheets)
    figures, _ = find_table(sheets, "figures", plan, "")
    return bool(find_fingerprints(sheets, plan)) or figures is not None


def roster_of_filing(file: str, sheets: list[Sheet]) -> tuple[list[Roster], list[Problem]]:
    """Read only the list of firms of a filing's workbook.

    Parameters
    ----------
    file
        Its name.
    sheets
        Its sheets; the profile says which cluster the firms are of.
    """
    plan = _plan(sheets)
    tables, faults = _tables(sheets, plan, file)
    if tables["roster"] is None:
        return [], [Problem("roster.not_a_roster", Where(file=file))]
    if faults:
        return [], faults
    raw = _Reader(file, plan, tables).filing()
    return ([raw.roster] if raw.roster else []), []


def _plan(sheets: list[Sheet]) -> Layout:
    """Return the layout of the version a workbook was made for."""
    return layout_said(
        said for sheet in sheets for row in sheet.rows[:SEARCHED_ROWS] for said in row
    )


def _tables(
    sheets: list[Sheet], plan: Layout, file: str
) -> tuple[dict[str, Table | None], list[Problem]]:
    """Find the three tables, or say why the workbook is not this form's present template."""
    tables: dict[str, Table | None] = {}
    faults: list[Problem] = []
    for name in ("profile", "figures", "roster"):
        tables[name], found = find_table(sheets, name, plan, file)
        faults += found
    return tables, faults or list(_template_faults(sheets, tables, plan, file))


def _template_faults(
    sheets: list[Sheet], tables: dict[str, Table | None], plan: Layout, file: str
) -> Iterator[Problem]:
    """Yield why a workbook is not this form's present template."""
    where, said = Where(file=file), sorted(find_fingerprints(sheets, plan))
    if not said and not any(tables.values()):
        yield Problem("workbooks.another_workbook", where)
    elif not said:
        yield Problem("workbooks.no_fingerprint", where)
    elif len(said) > 1:
        yield Problem("workbooks.two_templates", where, {"said": " ".join(said)})
    elif said[0] != plan.fingerprint:
        same = said[0].split(":")[1] == plan.form.family
        details = {"said": said[0], "wanted": plan.fingerprint}
        yield Problem(f"workbooks.{'old_template' if same else 'wrong_template'}", where, details)
    else:
        yield from missing_sheets(tables, sheets, plan, where)


class _Reader:
    """One workbook being read."""

    profile: Table
    figures: Table

    def __init__(self, file: str, plan: Layout, tables: Mapping[str, Table | None]) -> None:
        self.plan, self.tables = plan, tables
        self.raw = RawFiling(
            file, "", None, {}, form=plan.form.family, form_version=plan.form.version
        )

    def filing(self) -> RawFiling:
        """Read the tables that are there; what stood in one that is gone is not missed besides."""
        profile, figures, roster = (self.tables[name] for name in ("profile", "figures", "roster"))
        if profile is not None:
            self.profile = profile
            self._read_profile()
        else:
            self.raw.profile = None
            self.raw.unread.add("cluster")
        if figures is not None:
            self.figures = figures
            self._check_years()
            self._read_figures()
            self._check_year_before()
            self.raw.problems += missing_columns(figures, "figures", self.plan, self.raw.where())
        else:
            self.raw.unread |= self.plan.form.fields.keys()
        if roster is not None:
            self.raw.roster = read_roster_table(roster, self.raw, self.plan)
            if self.raw.roster is None:
                self.raw.problems += emptied_list(roster, self.raw.where())
        for table in (profile, figures, roster):
            if table is not None:
                self.raw.problems += hidden_columns(table, self.raw.where())
            if table is not None and table is not roster:
                self.raw.problems += table.sheet.notes(self.raw.file, table.row)
        return self.raw

    def _note(self, code: str, cell: str, field: str = "", **details: str) -> None:
        place = Where(self.raw.file, None, cell, self.raw.cluster_id, field=field)
        self.raw.problems.append(Problem(f"workbooks.{code}", place, details))

    # --- the profile ---

    def _read_profile(self) -> None:
        said: dict[str, Any] = {}
        sheet, column = self.profile.sheet, self.profile.columns["value"]
        for row in range(self.profile.row + 1, len(sheet.rows) + 1):
            name = self._profile_row(row)
            if name in self.plan.said[FILER]:
                self._read_filer(row, str(name))
                continue
            if name is None:
                continue
            field = name if name == "year" else f"cluster/{name}"
            self.raw.addresses[field] = sheet.cell(row, column)
            for code in sheet.refused(row, column):
                self._note(code, sheet.cell(row, column), field)
            said[name] = sheet.value(row, column)
        self.raw.year = year_of(said.pop("year", ""))
        self.raw.cluster_id = text_of(said.get("id", ""))
        self.raw.profile = profile_of(said)

    def _check_years(self) -> None:
        """Hold the years of the headings against the profile's; without a profile, take theirs."""
        headed, before = self.figures.year, self.figures.year_before
        if "cluster" in self.raw.unread:
            self.raw.year = headed
        year = self.raw.year
        if headed is not None and isinstance(year, int) and headed != year:
            years = {"year": str(year), "headed": str(headed)}
            self._note("year_mismatch", self.raw.addresses.get("year", ""), "year", **years)
            self.raw.unread.add("year")
        elif before is not None and isinstance(year, int) and before != year - 1:
            years = {"wanted": str(year - 1), "headed": str(before)}
            cell = self.figures.sheet.cell(self.figures.row, self.figures.columns["previous"])
            self._note("year_before_mismatch", cell, "year", **years)
            self.raw.unread_previous |= family(self.plan.form.family).fields.keys()

    def _check_year_before(self) -> None:
        """Say once that nothing is said of the year before, where there is room for it."""
        column, said = self.figures.columns.get("previous", 0), self.raw
        if column and not said.previous and not said.unread_previous:
            cell = self.figures.sheet.cell(self.figures.row, column)
            self._note("previous_empty", cell)

    def _profile_row(self, row: int) -> str | None:
        """Return which item of the profile a row holds, by its key or its label."""
        sheet, columns = self.profile.sheet, self.profile.columns
        items = {**self.plan.said["profile"], **self.plan.said[FILER]}
        keyed = KEY.fullmatch(str(sheet.value(row, columns.get("key", 0))).strip())
        if keyed:
            return keyed[2] if keyed[2] in items else None
        label = plain(sheet.value(row, columns["label"])).lstrip(REQUIRED_MARKS)
        for name, words in items.items():
            if label in (plain(words["zh"]), plain(words["en"])):
                return str(name)
        return None

    def _read_filer(self, row: int, name: str) -> None:
        """Read who filled this in; an error value or a formula is no name, and is passed over."""
        sheet, column = self.profile.sheet, self.profile.columns["value"]
        self.raw.addresses[f"{FILER}/{name}"] = sheet.cell(row, column)
        said = sheet.value(row, column)
        if said != "" and not [*sheet.refused(row, column)]:
            self.raw.filer[name] = said

    # --- the figures ---

    def _read_figures(self) -> None:
        found: dict[str, int] = {}
        twice: set[str] = set()
        for row in range(self.figures.row + 1, len(self.figures.sheet.rows) + 1):
            field = self._figure_row(row)
            if field is None:
                self._note_stray(row)
            elif field.id not in found:
                found[field.id] = row
            elif self._filled(row) and self._filled(found[field.id]):
                self.raw.problems.append(
                    Problem("filings.field_twice", self.raw.where(field.id, cell=self._at(row)))
                )
                twice.add(field.id)
            elif self._filled(row):
                found[field.id] = row
        self.raw.unread |= twice
        self.raw.unread_previous |= twice
        for name, field in self.plan.form.fields.items():
            if name not in found and name not in self.raw.unread:
                self._note_missing_row(field)
        for name, row in found.items():
            untold = name in twice or self._relabelled(self.plan.form.fields[name], row)
            for period, prefix in () if untold else PERIODS:
                self._read_figure(self.plan.form.fields[name], row, period, prefix)

    def _at(self, row: int) -> str:
        return self.figures.sheet.cell(row, self.figures.columns["value"])

    def _filled(self, row: int) -> bool:
        return any(self._said(row, name) != "" for name in ("value", "status", "previous"))

    def _said(self, row: int, column: str) -> Any:
        said = self.figures.sheet.value(row, self.figures.columns.get(column, 0))
        return said.strip() if isinstance(said, str) else said

    def _figure_row(self, row: int) -> Field | None:
        """Return which figure a row holds; a code and a title that disagree are refused."""
        fields = self.plan.form.fields
        code, title = str(self._said(row, "id")), plain(self._said(row, "title"))
        title = title.lstrip(REQUIRED_MARKS)
        titled = self.plan.fields_titled.get(title, [])
        field = fields.get(code)
        if field and titled and field not in titled:
            cell = self.figures.sheet.cell(row, self.figures.columns["title"])
            self._note("row_mismatch", cell, field.id, id=shown(code), title=shown(title))
            self.raw.unread |= {field.id, *(other.id for other in titled)}
            return None
        return field or (titled[0] if titled else None)

    def _note_missing_row(self, field: Field) -> None:
        """Say that a row of the form is gone; that its figure is not there is not said besides."""
        self.raw.unread.add(field.id)
        code = "optional_row_missing" if field.optional else "row_missing"
        details = {"title": field.title.zh, "title_en": field.title.en}
        self._note(code, "", field.id, **details)

    def _relabelled(self, field: Field, row: int) -> bool:
        """Note a row called otherwise; with another unit, what its numbers are cannot be told."""
        title, unit = str(self._said(row, "title")), str(self._said(row, "unit"))
        sheet, columns = self.figures.sheet, self.figures.columns
        if unit_changed(field, unit, title):
            cell = sheet.cell(row, columns.get("unit", columns["title"]))
            self._note("unit_changed", cell, field.id, **changed_words(field, unit or title))
            self.raw.unread.add(field.id)
            self.raw.unread_previous.add(field.id)
            return True
        if label_changed(field, title, self.plan):
            cell = sheet.cell(row, columns["title"])
            self._note("label_changed", cell, field.id, **changed_words(field, title))
        return False

    def _note_stray(self, row: int) -> None:
        """Say that a number in an inserted row is not read."""
        if self._said(row, "value") != "" and not isinstance(self._said(row, "value"), str):
            self._note("stray_row", self._at(row), value=shown(self._said(row, "value")))

    def _read_figure(self, field: Field, row: int, period: str, prefix: str) -> None:
        column = self.figures.columns.get(prefix.rstrip("_") or "value", 0)
        if not column:
            return
        sheet = self.figures.sheet
        cell = sheet.cell(row, column)
        (self.raw.addresses if period == "values" else self.raw.previous_addresses)[field.id] = cell
        status, note = (self._beside(row, f"{prefix}{name}", field) for name in ("status", "note"))
        said = self._figure(field, sheet.value(row, column), row, column)
        if self._covered(field, row, column) or self._nothing_but_refused(field, said, row, column):
            self._unread(period).add(field.id)
            return
        if said is None and not status and (field.optional or period == "previous"):
            if note:
                place = sheet.cell(row, self.figures.columns[f"{prefix}note"])
                self._note("remark_alone", place, field.id, title=field.title.zh,
                           title_en=field.title.en, value=shown(note))  # fmt: skip
            return
        cells = self.raw.values if period == "values" else self.raw.previous
        cells[field.id] = RawCell(said, status, note)
        if note and said is not None:
            self.raw.notes.setdefault(period, {})[field.id] = note

    def _unread(self, period: str) -> set[str]:
        return self.raw.unread if period == "values" else self.raw.unread_previous

    def _covered(self, field: Field, row: int, column: int) -> bool:
        """Note that a figure's cell is merged into that of another figure, and so has no value."""
        sheet = self.figures.sheet
        anchor = sheet.merged.get((row, column))
        columns = [self.figures.columns.get(name, 0) for name in ("value", "previous")]
        if anchor is None or (anchor[0] == row and anchor[1] not in columns):
            return False
        self._note("merged", sheet.cell(row, column), field.id, title=field.title.zh,
                   title_en=field.title.en, merged=sheet.cell(*anchor))  # fmt: skip
        return True

    def _nothing_but_refused(self, field: Field, said: Any, row: int, column: int) -> bool:
        """Whether a cell holds no number that can be told.

        It holds an error, a formula whose result was never stored, or a number shown otherwise
        than it is stored.
        """
        sheet = self.figures.sheet
        found = {*sheet.refused(row, column)}
        per_cent = field.unit != "%" and sheet.shows_per_cent(row, column)
        return (
            "error_value" in found
            or ("formula" in found and said is None)
            or (isinstance(said, int | Decimal) and (per_cent or sheet.shows_scaled(row, column)))
        )

    def _beside(self, row: int, column: str, field: Field) -> str:
        """Return what stands beside a figure: its status, or what was said of it."""
        sheet, number = self.figures.sheet, self.figures.columns.get(column, 0)
        for code in sheet.refused(row, number):
            self._note(code, sheet.cell(row, number), field.id)
        return text_of(sheet.value(row, number))

    def _figure(self, field: Field, said: Any, row: int, column: int) -> Any:
        """Return what a figure's cell says, as the other kinds of files would say it."""
        sheet = self.figures.sheet
        cell = sheet.cell(row, column)
        for code in sheet.refused(row, column):
            if code == "formula" and field.id in self.plan.stored_value_taken and said != "":
                self._note("stored_value", cell, field.id, value=shown(said))
            else:
                self._note(code, cell, field.id)
        if isinstance(said, str):
            return said.strip() or None
        if isinstance(said, date | datetime | time):
            return said.isoformat()
        if isinstance(said, bool) or field.type in ("flag", "choice"):
            return text_of(said)
        if isinstance(said, float | int):
            return self._number(field, float(said), row, column)
        return str(said)

    def _number(self, field: Field, said: float, row: int, column: int) -> int | Decimal:
        """Return a stored number in 15 digits, as the spreadsheet shows it."""
        cell, number = self.figures.sheet.cell(row, column), Decimal(f"{said:.15g}")
        unit = symbol(field.unit).en or "number"
        if self.figures.sheet.shows_per_cent(row, column):
            if field.unit == "%":
                number *= 100
                self._note("per_cent", cell, field.id, read=decimal_text(number))
            else:
                self._note("per_cent_refused", cell, field.id, unit=field.unit, unit_en=unit)
        elif self.figures.sheet.shows_scaled(row, column):
            self._note("scaled_refused", cell, field.id, value=shown(said),
                       unit=field.unit, unit_en=unit)  # fmt: skip
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and exponent < -FRACTION_DIGITS:
            number = round(number, FRACTION_DIGITS)
            self._note("rounded", cell, field.id, value=f"{said:.15g}", read=decimal_text(number))
        return int(number) if number == number.to_integral_value() else number
