"""Who filled a filing in and who checked it: personal data, read gently and kept apart."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from jiqun.base.days import DayFault, read_day
from jiqun.base.errors import Problem, errors_only
from jiqun.base.texts import LONGEST_NAME, read_text
from jiqun.filings.raw import FILER, RawFiling

PARTS = ("filled_by", "checked_by", "phone", "filled_on")
PHONE = re.compile(r"\+?\(?[0-9][0-9 ()/-]*[0-9](?:(?:转|ext\.?|x|#)[0-9]{1,6})?", re.IGNORECASE)
FEWEST_DIGITS, MOST_DIGITS = 7, 24
"""Digits of a telephone: a landline without its area code; two numbers with area code."""


@dataclass(frozen=True, slots=True)
class Filer:
    """Who filled a filing in, who checked it, whom to call, and when it was filled in.

    Parameters
    ----------
    filled_by, checked_by
        Names.
    phone
        As written.
    filled_on
        The day, or None.
    """

    filled_by: str = ""
    checked_by: str = ""
    phone: str = ""
    filled_on: date | None = None

    def record(self) -> dict[str, str]:
        """Return what was said, for the place it is kept in."""
        day = self.filled_on.isoformat() if self.filled_on else ""
        said = {"filled_by": self.filled_by, "checked_by": self.checked_by, "phone": self.phone}
        return {name: value for name, value in {**said, "filled_on": day}.items() if value}


def read_filer(raw: RawFiling) -> Filer | None:
    """Read who filled a filing in; what looks wrong is a warning and refuses nothing.

    Parameters
    ----------
    raw
        The filing as it came from the file; warnings are added to it. They never quote what was
        written: a name or telephone has no place in a list of problems.

    Returns
    -------
    Filer or None
        None where nothing was said.
    """
    said = {name: raw.filer.get(name) for name in PARTS}
    day = _day(said["filled_on"], raw)
    phone = _text("phone", said["phone"], raw)
    if phone and not is_phone(phone):
        _note(raw, "phone", "phone")
    if day and isinstance(raw.year, int) and day.year < raw.year:
        _note(raw, "before_its_year", "filled_on", year=str(raw.year))
    filer = Filer(
        _text("filled_by", said["filled_by"], raw),
        _text("checked_by", said["checked_by"], raw),
        phone,
        day,
    )
    if filer.filled_by and filer.filled_by == filer.checked_by:
        _note(raw, "same_person", "checked_by")
    return filer if filer.record() else None


def is_phone(said: str) -> bool:
    """Tell whether a text may be a telephone number.

    Examples
    --------
    >>> is_phone("0571-8800 0000转12"), is_phone("13800000000"), is_phone("张三"), is_phone("123")
    (True, True, False, False)
    """
    digits = sum(character.isdigit() for character in said)
    return bool(PHONE.fullmatch(said)) and FEWEST_DIGITS <= digits <= MOST_DIGITS


def _text(name: str, said: Any, raw: RawFiling) -> str:
    if said is None or isinstance(said, Mapping | list):
        return ""
    if isinstance(said, float) and said.is_integer():
        said = int(said)
    text, problems = read_text(unicodedata.normalize("NFKC", str(said)), raw.where())
    if errors_only(problems) or len(text) > LONGEST_NAME:
        _note(raw, "unfit", name)
        return ""
    return text


def _day(said: Any, raw: RawFiling) -> date | None:
    if said is None or isinstance(said, Mapping | list | bool):
        return None
    if isinstance(said, datetime):
        return said.date()
    try:
        return said if isinstance(said, date) else read_day(said)
    except DayFault:
        _note(raw, "day", "filled_on")
        return None


def _note(raw: RawFiling, code: str, name: str, **details: str) -> None:
    place = raw.where(f"{FILER}/{name}")
    raw.problems.append(Problem(f"filer.{code}", place, details))
