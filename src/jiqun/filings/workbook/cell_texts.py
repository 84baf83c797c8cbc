"""Cells as texts, and the items of a profile made of them."""

import re
import unicodedata
from datetime import date, datetime
from typing import Any

from jiqun.filings.workbook.styles import NO, YES

SEPARATORS = re.compile(r"[、，,;；/\s]+")


def text_of(said: Any) -> str:
    """Return a cell as text; a whole number without its decimal point.

    Examples
    --------
    >>> text_of(330106.0), text_of(" 示例集群 "), text_of(True)
    ('330106', '示例集群', '是')
    """
    if isinstance(said, bool):
        return YES if said else NO
    if isinstance(said, float) and said.is_integer():
        return str(int(said))
    if isinstance(said, date | datetime):
        return said.isoformat()
    return str(said).strip()


def year_of(said: Any) -> Any:
    """Return a year as a number; what is none stays as it is said."""
    text = unicodedata.normalize("NFKC", text_of(said)).removesuffix("年")
    return int(text) if re.fullmatch(r"\d{4}", text) else text


def profile_of(said: dict[str, Any]) -> dict[str, Any]:
    """Return the profile's items as the JSON files have them."""
    texts = {name: unicodedata.normalize("NFC", text_of(value)) for name, value in said.items()}
    codes = unicodedata.normalize("NFKC", texts.pop("county_codes", ""))
    demo = texts.pop("demo", "")
    return {
        **texts,
        "county_codes": [code for code in SEPARATORS.split(codes) if code],
        "demo": {YES: True, NO: False, "": False}.get(demo, demo),
    }
