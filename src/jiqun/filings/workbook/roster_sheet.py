"""The sheet of firms: one row a firm, two dates a tier."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from jiqun.base.language import Lang
from jiqun.clusters.roster import Firm, TierPeriod, tier_text
from jiqun.clusters.roster_form import roster_form
from jiqun.filings.workbook.styles import AS_TEXT, DATE, FORMATS, Looks, at, put_number, put_text

LAST_ROW = 100_000
"""Drop-downs and open cells reach down to this row; a list of firms has no more."""
BLANK_ROWS = 30
"""Ruled rows below the firms already known."""
LONGEST_PROMPT_TITLE = 32
"""A spreadsheet refuses a longer one."""


def write_roster_sheet(
    sheet: Worksheet,
    firms: Sequence[Firm],
    columns: Sequence[str],
    looks: Looks,
    first: int,
    lang: Lang,
) -> None:
    """Fill the sheet of firms.

    Parameters
    ----------
    sheet
        Its headings are there.
    firms
        What is known.
    columns
        The columns' keys.
    looks
        The workbook's looks.
    first
        The first row below the headings.
    lang
        The language of hints.
    """
    formats = [_number_format(column) for column in columns]
    for row, firm in enumerate(firms, start=first):
        said = _cells(firm)
        for number, (name, look) in enumerate(zip(columns, formats, strict=True), start=1):
            cell = looks.stamp(at(sheet, row, number), "input", look)
            value = said.get(name)
            if isinstance(value, str):
                put_text(cell, value)
            elif isinstance(value, Decimal):
                put_number(cell, value)
            elif value is not None:
                cell.value = value
    last = first + len(firms)
    for row in range(last, last + BLANK_ROWS):
        for number, look in enumerate(formats, start=1):
            looks.stamp(at(sheet, row, number), "input", look)
    _explain(sheet, columns, first, lang)
    for number, look in enumerate(formats, start=1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.number_format = look
        dimension.protection = Protection(locked=False)
    sheet.freeze_panes = at(sheet, first, 3)
    sheet.auto_filter.ref = f"A{first - 1}:{get_column_letter(len(columns))}{last + BLANK_ROWS - 1}"


def _explain(sheet: Worksheet, columns: Sequence[str], first: int, lang: Lang) -> None:
    """Show what a column wants when one of its cells is chosen, and offer the sizes."""
    words = ",".join(size.zh for size in roster_form().sizes.values())
    for name, column in roster_form().columns.items():
        rule = DataValidation(allow_blank=True, showInputMessage=True)
        if column.type == "size":
            rule.type, rule.formula1, rule.showErrorMessage = "list", f'"{words}"', True
        rule.promptTitle = column.title.in_(lang)[:LONGEST_PROMPT_TITLE]
        rule.prompt = column.hint.in_(lang)
        letter = get_column_letter(columns.index(name) + 1)
        rule.add(f"{letter}{first}:{letter}{LAST_ROW}")
        sheet.add_data_validation(rule)


def _number_format(column: str) -> str:
    known = roster_form().columns.get(column)
    if known is None:
        return DATE if column.endswith(("_from", "_until")) else AS_TEXT
    return {"date": DATE, **FORMATS}.get(known.type, AS_TEXT)


def _cells(firm: Firm) -> dict[str, Any]:
    """Return what each column says of a firm."""
    size = roster_form().sizes.get(firm.size)
    cells: dict[str, Any] = {
        "credit_code": firm.credit_code,
        "name": firm.name,
        "county_code": firm.county_code,
        "industry": firm.industry,
        "size": size.zh if size else None,
        "key_supplier": firm.key_supplier or None,
        "output": firm.output,
        "employment": firm.employment,
        "from": firm.since,
        "until": firm.until,
    }
    further: list[TierPeriod] = []
    for tier in firm.tiers:
        if f"{tier.tier}_from" in cells:
            further.append(tier)
            continue
        cells[f"{tier.tier}_from"] = tier.since
        cells[f"{tier.tier}_until"] = tier.until
    if further:
        cells["more_tiers"] = tier_text(further)
    return cells
