"""Read one cell: a number, a flag, or a statement that there is none."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jiqun.base.canonical import decimal_text
from jiqun.base.errors import Problem, Where, shown
from jiqun.base.flags import read_flag
from jiqun.base.forms import Field
from jiqun.base.numerals import Numeral, NumeralFault, bounded, read_numeral
from jiqun.base.quantities import FILED_STATUSES, FRACTION_DIGITS, INTEGER_DIGITS, Quantity, Status
from jiqun.base.texts import LONGEST_REASON, read_text
from jiqun.base.units import symbol
from jiqun.filings.raw import RawCell, RawFiling

PLAIN_FLAGS = {
    **dict.fromkeys(("true", True), Quantity.of(Decimal(1))),
    **dict.fromkeys(("false", False), Quantity.of(Decimal(0))),
}
WHOLE = re.compile(rf"[0-9]{{1,{INTEGER_DIGITS}}}")
PLAIN = re.compile(rf"[0-9]{{1,{INTEGER_DIGITS}}}(\.[0-9]{{1,{FRACTION_DIGITS}}})?")
"""Digits that any cell holds exactly: they need no bounds checked and no second look."""

PLAIN_TYPES = frozenset({str, int, bool})
ABSENT = (Status.MISSING, Status.NOT_APPLICABLE)
STATUSES = {str(status): status for status in FILED_STATUSES} | {
    "缺失": Status.MISSING,
    "不适用": Status.NOT_APPLICABLE,
    "估计": Status.ESTIMATED,
    "零": Status.ZERO,
}


def read_cell(raw: RawCell, field: Field, filing: RawFiling) -> Quantity | None:
    """Read a cell, noting on the filing what is wrong.

    Parameters
    ----------
    raw
        What the file says.
    field
        The form's field.
    filing
        The filing; problems are appended to it.

    Returns
    -------
    Quantity or None
        None where the cell cannot be read.
    """
    if (plain := _plain(raw, field)) is not None:
        return plain
    said, status, reason = unfolded(raw)
    try:
        known = _status(status)
        if known in ABSENT:
            return _absent(known, said, _reason(reason, filing.where(field.id, raw.line), filing))
        if field.type == "choice":
            return _chosen(said, known, field)
        numeral = _value(said, known, field)
    except NumeralFault as fault:
        details = {
            **_titles(field),
            "value": shown("" if said is None else said),
            "choices": "、".join(word.zh for word in field.choices.values()),
            "choices_en": ", ".join(f"{name} ({word.en})" for name, word in field.choices.items()),
        }
        if fault.code == "filings.unknown_status":
            details["value"] = shown(status)
        filing.problems.append(Problem(fault.code, filing.where(field.id, raw.line), details))
        return None
    if numeral.rewritten:
        details = {**_titles(field), "value": shown(said), "read": decimal_text(numeral.value)}
        place = filing.where(field.id, raw.line)
        filing.problems.append(Problem("filings.numeral_rewritten", place, details))
    return Quantity.of(numeral.value, estimated=known is Status.ESTIMATED)


def _plain(raw: RawCell, field: Field) -> Quantity | None:
    """Read what nearly every cell is, or None where more has to be understood."""
    said, status = raw.said, raw.status
    kind = type(said)
    if kind not in PLAIN_TYPES or field.type == "choice":
        return None
    if field.type == "flag":
        plain = PLAIN_FLAGS.get(said)
    elif kind is int or (kind is str and field.type == "count"):
        plain = _whole(said)
    else:
        plain = _digits(said) if kind is str else None
    agreed = plain is not None and status in ("", "reported", plain.status)
    return plain if agreed else None


def _digits(said: str) -> Quantity | None:
    return Quantity.of(Decimal(said)) if PLAIN.fullmatch(said) else None


@lru_cache(maxsize=10_000)
def _whole(said: str | int) -> Quantity | None:
    """Read a count; most are small, and the same ones come again and again."""
    return Quantity.of(Decimal(said)) if WHOLE.fullmatch(str(said)) else None


def unfolded(raw: RawCell) -> tuple[Any, str, str]:
    """Take ``{"status": ..., "value": ..., "reason": ...}`` apart."""
    if isinstance(raw.said, dict):
        said = raw.said
        return said.get("value"), str(said.get("status") or ""), str(said.get("reason") or "")
    return raw.said, raw.status, raw.reason


def _status(said: str) -> Status | None:
    if not said:
        return None
    known = STATUSES.get(said.strip())
    if known is None:
        raise NumeralFault("filings.unknown_status")
    return known


def _absent(status: Status, said: Any, reason: str) -> Quantity:
    if not _empty(said):
        raise NumeralFault("filings.value_beside_status")
    return Quantity.absent(status, reason)


def _reason(said: str, where: Where, filing: RawFiling) -> str:
    """Read why there is no number; what is wrong with the words is noted on the filing."""
    reason, problems = read_text(said, where, longest=LONGEST_REASON, lines=True)
    filing.problems += problems
    return reason


def _value(said: Any, known: Status | None, field: Field) -> Numeral:
    if _empty(said):
        if known is Status.ZERO:
            return Numeral(Decimal(0), rewritten=False)
        raise NumeralFault("filings.empty")
    numeral = _flag(said) if field.type == "flag" else _number(said, field)
    value = numeral.value
    if value < 0:
        raise NumeralFault("filings.negative")
    if field.type == "count" and value != value.to_integral_value():
        raise NumeralFault("filings.not_whole")
    if known is Status.ZERO and value != 0:
        raise NumeralFault("filings.value_beside_status")
    return numeral


def _chosen(said: Any, known: Status | None, field: Field) -> Quantity:
    """Read one of a closed list of words, by its id or in either language."""
    if _empty(said):
        raise NumeralFault("filings.empty")
    if known not in (None, Status.REPORTED):
        raise NumeralFault("filings.value_beside_status")
    text = str(said).strip().casefold()
    for name, word in field.choices.items():
        if text in (name, word.zh.casefold(), word.en.casefold()):
            return Quantity.chosen(name)
    raise NumeralFault("filings.not_a_choice")


def declared_absent(raw: RawCell) -> bool:
    """Tell whether a cell only says that its figure is not applicable."""
    said, status, _ = unfolded(raw)
    return _empty(said) and STATUSES.get(status.strip()) is Status.NOT_APPLICABLE


def _empty(said: Any) -> bool:
    return said is None or (isinstance(said, str) and not said.strip())


def _flag(said: Any) -> Numeral:
    answer = read_flag(str(said))
    if answer is None:
        raise NumeralFault("filings.not_a_flag")
    return Numeral(Decimal(answer), rewritten=False)


def _number(said: Any, field: Field) -> Numeral:
    if isinstance(said, str):
        return read_numeral(said, field.unit)
    if isinstance(said, bool) or not isinstance(said, int | Decimal) or not _finite(said):
        raise NumeralFault("filings.numeral_not_a_number")
    return Numeral(bounded(Decimal(said)), rewritten=False)


def _finite(said: int | Decimal) -> bool:
    return isinstance(said, int) or said.is_finite()


def _titles(field: Field) -> dict[str, str]:
    return {
        "title": field.title.zh,
        "title_en": field.title.en,
        "unit": field.unit,
        "unit_en": symbol(field.unit).en or "number",
    }
