"""One cleaned enterprise from one row: code, place as named, what it makes, repairs."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from jiqun.base.codes import regions
from jiqun.base.days import DayFault, written_day
from jiqun.base.encodings import rare_as_2022
from jiqun.base.lists import NOTHING, may_be_no_firm, no_firm
from jiqun.base.numerals import NumeralFault, read_numeral
from jiqun.base.texts import UNFIT, UNSEEN
from jiqun.registry.addresses import gazetteer, prefecture_of
from jiqun.registry.credit_codes import CodeStatus, EnterpriseCode, read_code
from jiqun.registry.industries import classifier
from jiqun.registry.layout import Layout, Row
from jiqun.registry.localities import today_of
from jiqun.registry.names import read_name
from jiqun.registry.registers import Block
from jiqun.registry.scopes import MAKING, UNSAID, Item, scope_reader

_CONTROL = re.compile(rf"{UNFIT.pattern}|{UNSEEN.pattern}|[\r\u2028\u2029]")
_FORMULA = re.compile(r"^[=+\-@\t](?=[A-Za-z(\"'+\-=@\d])")
_LETTERS = "\u3400-\u9fff\U00020000-\U000323afA-Za-z"
_TWO_LETTERS = re.compile(rf"[{_LETTERS}].*?[{_LETTERS}]", re.DOTALL)
_WIDE = (("，", ","), ("；", ";"), ("：", ":"), ("（", "("), ("）", ")"))
"""Replaced before the text is normalised: what is normal already is not written anew."""
_LONG = frozenset({"name", "code", "scope", "address"})
_AROUND = ' \t\r\n"'
LONGEST_NAME = 120
MOST_PEOPLE = 10**9

Columns = dict[str, list[Any]]
Event = dict[str, Any]


def enterprises(layout: Layout, block: Block) -> tuple[Columns, list[Event]]:
    """Clean a block of a register.

    Work goes column by column rather than row by row: the same few functions over all rows are
    a third quicker than all functions over one row after another.

    Returns
    -------
    dict of str to list
        The rows kept, as columns of equal length named as in ``part_schema()``, without ``row``.
    list of dict
        What happened to rows: ``source, line, outcome (rejected, repaired, unread), reason,
        raw``.
    """
    rows: list[Row] = []
    kept: list[dict[str, str]] = []
    events: list[Event] = []
    for read in list(layout.rows(block)):
        row, cells = _cleaned(read)
        if row.rejected:
            events.append(_event(block, row, "rejected", row.rejected))
        else:
            rows.append(row)
            kept.append(cells)
    codes = [read_code(cells.get("code", "")) for cells in kept]
    days = [_day(cells.get("registered_on", ""), layout.epoch) for cells in kept]
    people = [_count(cells.get("employees", "")) for cells in kept]
    for field, found in (("registered_on", days), ("employees", people)):
        events += (
            _event(block, row, "unread", field)
            for row, value in zip(rows, found, strict=True)
            if value is UNREAD
        )
    for row, code in zip(rows, codes, strict=True):
        repairs = row.repairs
        if code.status is CodeStatus.REPAIRED:
            repairs = (*repairs, "code_letters")
        events.extend(_event(block, row, "repaired", repair) for repair in dict.fromkeys(repairs))
    columns: Columns = {"source": [block.source] * len(kept), "line": [row.line for row in rows]}
    columns |= {
        field: [cells.get(field, "") for cells in kept]
        for field in ("name", "kind", "capital", "scope", "address", "tier")
    }
    if unit := layout.capital_unit:
        columns["capital"] = [
            f"{amount}{unit}" if amount[-1:].isdigit() else amount for amount in columns["capital"]
        ]
    columns["registered_on"] = ["" if day is UNREAD else day for day in days]
    columns["employees"] = [None if count is UNREAD else count for count in people]
    columns |= _placed(kept, codes)
    columns |= _active(columns["name"], columns["scope"])
    return columns, events


def read_lexicons() -> None:
    """Load what every block needs; processes forked after this share it."""
    gazetteer()
    classifier()
    scope_reader()


def _event(block: Block, row: Row, outcome: str, reason: str) -> Event:
    raw = row.raw or "\t".join(row.cells.values())
    return {
        "source": block.source,
        "line": row.line,
        "outcome": outcome,
        "reason": reason,
        "raw": raw[:400],
    }


def _cleaned(row: Row) -> tuple[Row, dict[str, str]]:
    """Clean a row's cells; return it with what was repaired, or with why it is rejected."""
    if row.rejected:
        return row, {}
    repairs: list[str] = []
    cells = {}
    for field, text in row.cells.items():
        cells[field], cleaned = _cell(text) if field in _LONG else _short_cell(text)
        if cleaned:
            repairs.append("control_characters")
    name = cells["name"] = cells.get("name", "").replace(" ", "")
    if may_be_no_firm(name) and (reason := no_firm(name)):
        return row._replace(rejected=reason), {}
    if _FORMULA.match(name):
        return row._replace(rejected="formula"), {}
    if not name or len(name) > LONGEST_NAME or not _TWO_LETTERS.search(name):
        return row._replace(rejected="no_name"), {}
    return row._replace(repairs=(*row.repairs, *repairs)) if repairs else row, cells


def _placed(kept: list[dict[str, str]], codes: list[EnterpriseCode]) -> Columns:
    """Return what codes and addresses say of where the firms are."""
    near = [code.region or _city_code(cells) for code, cells in zip(codes, kept, strict=True)]
    stated = [
        _stated_county(
            cells.get("province", ""), cells.get("city", ""), cells["county"], code.region
        )
        if cells.get("county")
        else ""
        for cells, code in zip(kept, codes, strict=True)
    ]
    near = [county or code for county, code in zip(stated, near, strict=True)]
    read = gazetteer().read
    places = [
        read(cells.get("address") or cells.get("city", ""), code)
        for cells, code in zip(kept, near, strict=True)
    ]
    places = [
        place._replace(county=county, prefecture=prefecture_of(county), named_in_full=True)
        if county
        else place
        for place, county in zip(places, stated, strict=True)
    ]
    return {
        "code": [code.text for code in codes],
        "code_status": [code.status.value for code in codes],
        "region": [code.region for code in codes],
        "prefecture": [place.prefecture for place in places],
        "named_county": [place.county for place in places],
        "named_in_full": [place.named_in_full for place in places],
        "county_stated": [bool(county) for county in stated],
        "zone_county": [place.zone_county for place in places],
        "name_county": [
            "" if place.county else _county_in_name(cells["name"], code)
            for cells, place, code in zip(kept, places, near, strict=True)
        ],
        "town": [place.town for place in places],
        "place_words": [place.words for place in places],
    }


def _county_in_name(name: str, near: str) -> str:
    """Return the county a firm is named after, or ""."""
    place = gazetteer().read(name[:14], near)
    return place.county if place.named_in_full else ""


def _active(names: list[str], scopes: list[str]) -> Columns:
    """Return what the firms do: industries, and the things they make."""
    firms = [read_name(name) for name in names]
    things = list(map(scope_reader().items, scopes))
    verdicts = classifier().classify_all(firms, things, scopes)
    return {
        "core_name": [firm.core for firm in firms],
        "industry_code": [verdict.code for verdict in verdicts],
        "industry_confidence": [verdict.confidence for verdict in verdicts],
        "industry_words": ["|".join(verdict.words) for verdict in verdicts],
        "activity": [verdict.activity for verdict in verdicts],
        "side_codes": [verdict.side for verdict in verdicts],
        "made": [list(_made(firm.kind, items)) for firm, items in zip(firms, things, strict=True)],
    }


def _made(kind: str, items: list[Item]) -> Iterator[str]:
    """Yield the things made; what a factory names without a verb it makes."""
    said = [activity for _, activity in items]
    unsaid_is_made = kind == MAKING and (MAKING in said or not any(said))
    for text, activity in items:
        if activity == MAKING or (activity == UNSAID and unsaid_is_made):
            yield text


def _cell(text: str) -> tuple[str, bool]:
    """Clean a cell: nothing is "", letters and brackets are half-width.

    Returns
    -------
    str
        The text.
    bool
        Whether control characters were taken out.
    """
    bare = text.strip(_AROUND)
    if bare in NOTHING:
        return "", False
    if bare.isascii() and bare.isprintable():
        return bare, False
    odd = not bare.isprintable() and _CONTROL.search(bare) is not None
    if odd:
        bare = _CONTROL.sub("", bare)
    if not bare.isprintable():
        bare = rare_as_2022(bare)
    for wide, narrow in _WIDE:
        bare = bare.replace(wide, narrow)
    return unicodedata.normalize("NFKC", bare), odd


_short_cell = lru_cache(maxsize=50_000)(_cell)
"""Kinds, dates, amounts and cities come again and again; names, scopes and addresses do not."""


def _city_code(cells: dict[str, str]) -> str:
    """Return the code of the prefecture or province a row's own columns name."""
    text = cells.get("province", "") + cells.get("city", "")
    return gazetteer().read(text, "").prefecture if text else ""


@lru_cache(maxsize=4096)
def _stated_county(province: str, city: str, county: str, region: str) -> str:
    """Return the county a row's own column names, or its code; "" where that is no county."""
    if county[:6].isdigit():
        code = county[:6]
        return code if regions().county(code) else today_of(code)
    near = "" if province or city else region
    for text in (f"{province}{city}{county}", county):
        if found := gazetteer().read(text, near).county:
            return found
    return ""


UNREAD = object()
"""Stands for a cell that holds something, but not what its column should."""


def _day(text: str, epoch: date) -> Any:
    """Read a day, month or year as ISO 8601; UNREAD where the text is none."""
    try:
        return written_day(text, epoch) if text else ""
    except DayFault:
        return UNREAD


@lru_cache(maxsize=4096)
def _count(text: str) -> Any:
    """Read a number of people; None of an empty cell, UNREAD where the text is no such number."""
    if not text:
        return None
    try:
        number = read_numeral(text, "人").value
    except NumeralFault:
        return UNREAD
    whole = number >= 0 and number == number.to_integral_value()
    return int(number) if whole and number < MOST_PEOPLE else UNREAD
