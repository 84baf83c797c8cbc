"""One cleaned enterprise from one row: code, place as named, what it makes, repairs."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from jiqun.registry.addresses import gazetteer
from jiqun.registry.credit_codes import read_code
from jiqun.registry.industries import classifier
from jiqun.registry.layout import NOTHING, Layout, Row
from jiqun.registry.names import read_name
from jiqun.registry.reading import Block
from jiqun.registry.scopes import MAKING, UNSAID, Item, scope_reader

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_FORMULA = re.compile(r"^[=+\-@\t](?=[A-Za-z(\"'+\-=@\d])")
_LETTERS = re.compile(r"[\u3400-\u9fffA-Za-z]")
_DATE = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")
_AROUND = ' \t\r\n"'
LONGEST_NAME = 120


def enterprises(layout: Layout, block: Block) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Clean a block of a register.

    Returns
    -------
    list of dict
        The rows kept, one record each.
    list of dict
        What happened to rows: ``source, line, outcome (rejected, repaired), reason, raw``.
    """
    kept, events = [], []
    for row in layout.rows(block):
        reason, record, repairs = row.rejected, None, row.repairs
        if not reason:
            record, reason, more = _cleaned(row)
            repairs += more
        if reason:
            events.append(_event(block, row, "rejected", reason))
            continue
        if record is not None:
            record |= {"source": block.source, "line": row.line}
            kept.append(record)
        events.extend(_event(block, row, "repaired", repair) for repair in repairs)
    return kept, events


def _event(block: Block, row: Row, outcome: str, reason: str) -> dict[str, Any]:
    raw = row.raw or "\t".join(row.cells.values())
    return {
        "source": block.source,
        "line": row.line,
        "outcome": outcome,
        "reason": reason,
        "raw": raw[:400],
    }


def _cleaned(row: Row) -> tuple[dict[str, Any] | None, str, tuple[str, ...]]:
    """Return the record, or why there is none, and what was repaired."""
    repairs: list[str] = []
    cells = {field: _cell(text, repairs) for field, text in row.cells.items()}
    name = cells.get("name", "").replace(" ", "")
    if _FORMULA.match(name):
        return None, "formula", ()
    if not name or len(name) > LONGEST_NAME or len(_LETTERS.findall(name)) < 2:
        return None, "no_name", ()
    code = read_code(cells.get("code", ""))
    if code.status == "repaired":
        repairs.append("code_letters")
    address = cells.get("address", "")
    near = code.region or _city_code(cells)
    place = gazetteer().read(address or cells.get("city", ""), near)
    return (
        {
            "name": name,
            "code": code.text,
            "code_status": str(code.status),
            "region": code.region,
            "registered_on": _date(cells.get("registered_on", "")),
            "kind": cells.get("kind", ""),
            "capital": cells.get("capital", ""),
            "scope": cells.get("scope", ""),
            "address": address,
            "employees": _count(cells.get("employees", "")),
            "tier": cells.get("tier", ""),
            "prefecture": place.prefecture,
            "named_county": place.county,
            "named_in_full": place.named_in_full,
            "zone_county": place.zone_county,
            "name_county": "" if place.county else _county_in_name(name, near),
            "town": place.town,
            "place_words": list(place.words),
            **_activity(name, cells.get("scope", "")),
        },
        "",
        tuple(dict.fromkeys(repairs)),
    )


def _county_in_name(name: str, near: str) -> str:
    """Return the county a firm is named after, or ""."""
    place = gazetteer().read(name[:14], near)
    return place.county if place.named_in_full else ""


def _activity(name: str, scope: str) -> dict[str, Any]:
    """Return what the firm does: industry, and the things it makes."""
    firm = read_name(name)
    items = scope_reader().items(scope)
    verdict = classifier().classify(firm, items, scope)
    return {
        "core_name": firm.core,
        "industry_code": verdict.code,
        "industry_confidence": verdict.confidence,
        "industry_words": "|".join(verdict.words),
        "activity": verdict.activity,
        "side_codes": list(verdict.side),
        "made": list(_made(firm.kind, items)),
    }


def _made(kind: str, items: list[Item]) -> Iterator[str]:
    """Yield the things made; what a factory names without a verb it makes."""
    said = {item.activity for item in items}
    unsaid_is_made = kind == MAKING and (MAKING in said or said <= {UNSAID})
    for item in items:
        if item.activity == MAKING or (item.activity == UNSAID and unsaid_is_made):
            yield item.text


def _cell(text: str, repairs: list[str]) -> str:
    """Clean a cell: nothing is "", control characters go, letters and brackets are half-width."""
    bare = text.strip(_AROUND)
    if bare in NOTHING:
        return ""
    if bare.isascii() and bare.isprintable():
        return bare
    if not bare.isprintable() and _CONTROL.search(bare):
        repairs.append("control_characters")
        bare = _CONTROL.sub("", bare)
    return unicodedata.normalize("NFKC", bare)


def _city_code(cells: dict[str, str]) -> str:
    """Return the code of the prefecture or province a row's own columns name."""
    text = cells.get("province", "") + cells.get("city", "")
    return gazetteer().read(text, "").prefecture if text else ""


def _date(text: str) -> str:
    """Write a date as ISO 8601, or "" where it is none."""
    found = _DATE.search(text)
    if not found:
        return ""
    year, month, day = map(int, found.groups())
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _count(text: str) -> int | None:
    digits = text.replace(",", "").removesuffix("人")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else None
