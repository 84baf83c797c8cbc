"""A file of readings as lines of cells, one after the other: CSV, or a JSON object a line."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from jiqun.base.csv_files import unguarded
from jiqun.base.encodings import OtherEncoding, decoded
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import MEGABYTE
from jiqun.base.json_inputs import HALF, SURROGATE, half_a_character

LARGEST = 8 * MEGABYTE
"""Bytes of one file."""
LONGEST_CELL = 1000
_SEPARATORS = ",;\t|，；"
_SHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks begin."""

Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file.

    Parameters
    ----------
    number
        As an editor counts it.
    cells
        By heading: texts, and numbers where the file is JSON; None where the line says ``null``.
    fault
        Why it cannot be taken apart; then it has no cells.
    """

    number: int
    cells: Cells
    fault: Problem | None = None


def lines_of(content: bytes, file: str) -> Iterator[Line]:
    r"""Yield the lines of a file of readings, without its heading.

    Parameters
    ----------
    content
        The file's.
    file
        Its name, for messages.

    Raises
    ------
    Refused
        Where it is too large, a workbook, empty, or in an encoding that is not read.

    Examples
    --------
    >>> [line.cells for line in lines_of("设备;良品数\nM1;7\n".encode("gb18030"), "a.csv")]
    [{'设备': 'M1', '良品数': '7'}]
    >>> [line.cells for line in lines_of(b'{"machine": "M1", "good": 7.10}\n', "a.jsonl")]
    [{'machine': 'M1', 'good': Decimal('7.10')}]
    """
    text = _text(content, Where(file=file))
    if text.lstrip()[:1] in ("{", "["):
        return _json_lines(text, file)
    return _csv_lines(text, file)


def _text(content: bytes, place: Where) -> str:
    if len(content) > LARGEST:
        said = {"size": f"{len(content) / MEGABYTE:.0f}", "limit": str(LARGEST // MEGABYTE)}
        raise Refused([Problem("inputs.too_large", place, said)])
    if content.startswith(_SHEETS):
        raise Refused([Problem("grants.workbook", place)])
    try:
        text, _ = decoded(content)
    except OtherEncoding as fault:
        said = {"encoding": fault.name or "?"}
        raise Refused([Problem("grants.other_encoding", place, said)]) from fault
    if not text.strip():
        raise Refused([Problem("filings.empty_file", place)])
    return text


def _csv_lines(text: str, file: str) -> Iterator[Line]:
    stream, before = io.StringIO(text, newline=""), 0
    if text[:4].lower() == "sep=":  # what spreadsheets write to say what separates cells
        stream.readline()
        before = 1
    start = stream.tell()
    separator = _separator(stream.readline())
    stream.seek(start)
    rows = csv.reader(stream, delimiter=separator, strict=True)
    headings: list[str] = []
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if not headings:
                headings = _headings(row, Where(file=file, line=before + rows.line_num))
                continue
            yield _line(row, headings, Where(file=file, line=before + rows.line_num))
    except csv.Error as fault:
        at = Where(file=file, line=before + rows.line_num)
        yield Line(before + rows.line_num, {}, Problem("grants.no_csv", at, {"reason": str(fault)}))


def _separator(heading: str) -> str:
    return max(_SEPARATORS, key=heading.count)


def _headings(row: list[str], place: Where) -> list[str]:
    headings = [unguarded(cell).strip() for cell in row]
    twice = sorted(name for name, count in Counter(headings).items() if name and count > 1)
    if twice:
        raise Refused(
            [Problem("grants.heading_twice", place, {"name": name[:60]}) for name in twice[:20]]
        )
    return headings


def _line(row: list[str], headings: list[str], place: Where) -> Line:
    number = place.line or 0
    if any(cell.strip() for cell in row[len(headings) :]):
        said = {"cells": str(len(row)), "headings": str(len(headings))}
        return Line(number, {}, Problem("grants.more_cells", place, said))
    cells = {name: _plain(cell) for name, cell in zip(headings, row, strict=False) if name}
    return Line(number, cells)


def _plain(cell: str) -> str:
    """Return a cell without what spreadsheets put around a text: an apostrophe, or ="..."."""
    text = unguarded(cell.strip())
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text[: LONGEST_CELL + 1]


def _json_lines(text: str, file: str) -> Iterator[Line]:
    for number, raw in enumerate(io.StringIO(text, newline=None), start=1):
        if not raw.strip():
            continue
        place = Where(file=file, line=number)
        try:
            said = json.loads(
                raw,
                parse_float=_exact,
                parse_int=_exact,
                parse_constant=_no_number,
                object_pairs_hook=_once,
            )
        except (ValueError, RecursionError) as fault:
            reason = SURROGATE.sub("\ufffd", str(fault)[:100])
            yield Line(number, {}, Problem("grants.no_json", place, {"reason": reason}))
            continue
        if HALF.search(raw) and (half := half_a_character(said)):
            yield Line(number, {}, Problem("filings.half_a_character", place, {"place": half}))
            continue
        if not isinstance(said, dict):
            yield Line(number, {}, Problem("grants.no_object", place))
            continue
        yield Line(number, said)


def _exact(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation as fault:  # its power of ten is longer than any number has
        raise ValueError(digits[:40]) from fault


def _no_number(name: str) -> Any:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> Cells:
    found: Cells = {}
    for name, value in pairs:
        heading = name.strip()
        if heading in found:
            raise ValueError(f"{heading[:40]} stands twice")
        found[heading] = value
    return found
