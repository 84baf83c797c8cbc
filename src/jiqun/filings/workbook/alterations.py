"""What people did to a template: sheets, columns and rows gone, hidden, or called otherwise."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from jiqun.base.errors import Problem, Where, shown
from jiqun.base.forms import Field
from jiqun.base.units import symbol
from jiqun.clusters.roster_form import roster_form
from jiqun.filings.workbook.grid import Sheet
from jiqun.filings.workbook.layout import LISTED, REQUIRED_MARKS, Layout, plain
from jiqun.filings.workbook.package import column_letters
from jiqun.filings.workbook.styles import NO, YES
from jiqun.filings.workbook.tables import Table

FILLED_IN = ("value", "status", "note", "previous", "previous_status", "previous_note")
"""Columns of the figures that people fill in."""
OF_LIST = "roster"
_UNIT_IN_TITLE = re.compile(r"[(（](元|千元|百万元|亿元)[)）]")


def missing_sheets(
    tables: Mapping[str, Table | None], sheets: Iterable[Sheet], plan: Layout, where: Where
) -> Iterator[Problem]:
    """Yield the sheets of a template that are gone, or whose headings cannot be recognised.

    Parameters
    ----------
    tables
        By name, those found; renamed sheets are found by their keys or headings.
    sheets
        Every sheet of the workbook.
    plan
        The template's layout.
    where
        The file.
    """
    present = {sheet.name for sheet in sheets}
    for name, table in tables.items():
        if table is None:
            words = plan.said["sheets"][name]
            there = {words["zh"], words["en"]} & present
            code = "headings_lost" if there else "table_missing"
            if name == OF_LIST:
                code = f"roster_{code}"
            yield Problem(f"workbooks.{code}", where, _called(plan, name, present))


def _called(plan: Layout, name: str, present: Collection[str]) -> dict[str, str]:
    """Return what a sheet is called in the workbook in hand, whoever reads of it.

    One that is gone is called as in a template of the language the other sheets are in; only where
    they are in neither does each reader get the name of their own language.
    """
    words = plan.said["sheets"][name]
    for lang in ("zh", "en"):
        if any(sheet[lang] in present for sheet in plan.said["sheets"].values()):
            return {"sheet": words[lang], "sheet_en": words[lang]}
    return {"sheet": words["zh"], "sheet_en": words["en"]}


def emptied_list(table: Table, where: Where) -> Iterator[Problem]:
    """Yield that a sheet of firms lists none, where it did or where something else stands in it.

    A list that was never begun is no matter: it may be given, and need not.
    """
    above, below = table.sheet.rows[: table.row], table.sheet.rows[table.row :]
    filled = any(
        int(known[1])
        for row in above
        for said in row
        if isinstance(said, str) and (known := LISTED.fullmatch(said.strip()))
    )
    if filled or any(said != "" for row in below for said in row):
        details = {"sheet": table.sheet.name, "sheet_en": table.sheet.name}
        yield Problem("workbooks.roster_empty", where, details)


def missing_columns(table: Table, name: str, plan: Layout, where: Where) -> Iterator[Problem]:
    """Yield the columns of a table that are gone: what stood in them was not read."""
    wanted = FILLED_IN if name == "figures" else plan.roster_columns[:-2]
    for column in wanted:
        if column in table.columns:
            continue
        of_list = roster_form().columns.get(column) if name == OF_LIST else None
        code = "required_column_missing" if of_list and of_list.required else "column_missing"
        year = table.year or plan.form.first_year
        details = {
            "title": plan.heading(name, column, year, "zh"),
            "title_en": plan.heading(name, column, year, "en"),
            "sheet": table.sheet.name,
            "sheet_en": table.sheet.name,
        }
        yield Problem(f"workbooks.{code}", where, details)


def hidden_columns(table: Table, where: Where) -> Iterator[Problem]:
    """Yield hidden columns that hold something: it is read, though nobody sees it."""
    sheet = table.sheet
    read = {number for name, number in table.columns.items() if name not in ("id", "key", "check")}
    letters = [
        column_letters(number)
        for number in sorted(sheet.hidden_columns & read)
        if any(sheet.value(row, number) != "" for row in range(table.row + 1, len(sheet.rows) + 1))
    ]
    if letters:
        details = {"sheet": sheet.name, "sheet_en": sheet.name, "columns": "、".join(letters)}
        said = {**details, "columns_en": ", ".join(letters)}
        yield Problem("workbooks.hidden_columns", where, said)


def unit_changed(field: Field, unit: str, title: str) -> bool:
    """Tell whether a row speaks of another unit than the form's.

    Parameters
    ----------
    field
        The row's field.
    unit
        What stands in the column of units; empty where nothing does.
    title
        What stands in the column of titles.
    """
    if field.type == "money" and _UNIT_IN_TITLE.search(title):
        return True
    ours = (field.unit, symbol(field.unit).zh, symbol(field.unit).en, f"{YES}/{NO}")
    known = {plain(word) for word in ours if word}
    said = plain(unit)
    return bool(said) and not any(said == word or said.startswith(f"{word}(") for word in known)


def label_changed(field: Field, title: str, plan: Layout) -> bool:
    """Tell whether a row is called otherwise than any version of the template calls it."""
    said = plain(title).lstrip(REQUIRED_MARKS)
    return bool(said) and field not in plan.fields_titled.get(said, [])


def changed_words(field: Field, said: str) -> dict[str, str]:
    """Return what a message about a changed label or unit says."""
    unit = symbol(field.unit)
    return {
        "title": field.title.zh,
        "title_en": field.title.en,
        "unit": unit.zh or field.unit,
        "unit_en": unit.en or "number",
        "said": shown(said),
    }
