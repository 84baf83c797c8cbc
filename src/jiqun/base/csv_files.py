r"""The one door for CSV of ours: tables of the catalogue are read here, every file is written here.

A spreadsheet that opens a written file finds texts and numbers, no formula.

A text at which a spreadsheet would begin to calculate gets an apostrophe before it, as OWASP
advises ("CSV Injection", read 2026-11-28); a number stays a number. Our own readers take the
apostrophe off again, so that what is read back is what was written.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jiqun.base.files import catalogue_path
from jiqun.base.texts import printable

_LIVE = re.compile(r"[\s'\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")  # full-width ones run too
_LINE_END = re.compile("\r\n?")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?%?")
_SIGN_ALONE = re.compile(r"[+\-－]{1,3}")  # what tables print for "nothing"


def catalogue_rows(*parts: str) -> list[dict[str, str]]:
    """Return the rows of one of the catalogue's tables.

    Parameters
    ----------
    parts
        The path inside the catalogue.

    Examples
    --------
    >>> catalogue_rows("codes", "regions_en.csv")[0]
    {'code': '110000', 'en': 'Beijing'}
    """
    with catalogue_path(*parts).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def guarded(cell: Any) -> Any:
    """Return a cell no spreadsheet runs, its line ends all of one kind.

    Examples
    --------
    >>> [guarded(cell) for cell in ("=1+1", "-3.5", "-", "示例集群", -3.5, None)]
    ["'=1+1", '-3.5', '-', '示例集群', -3.5, None]
    """
    if not isinstance(cell, str) or (cell[:1].isalnum() and cell.isprintable()):
        return cell
    text = _LINE_END.sub("\n", printable(cell))
    return f"'{text}" if _runs(text) else text


def unguarded(cell: str) -> str:
    """Return what a cell said before :func:`guarded` saw it.

    Examples
    --------
    >>> unguarded(guarded("=1+1")), unguarded("'示例")
    ('=1+1', "'示例")
    """
    return cell[1:] if cell[:1] == "'" and _runs(cell[1:]) else cell


def csv_bytes(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    *,
    mark: bool = True,
    heading: bool = True,
    line_end: str = "\n",
) -> bytes:
    r"""Write rows as a CSV file in UTF-8.

    Parameters
    ----------
    rows
        By column; other keys are left out.
    columns
        In the order of the file.
    mark
        Whether a byte-order mark stands first, without which Excel misreads Chinese.
    heading
        Whether the columns' names do: not in what goes on from another part of the file.
    line_end
        Between rows.

    Examples
    --------
    >>> csv_bytes([{"name": "=2*3", "value": "-1.5"}], ("name", "value"), mark=False)
    b"name,value\n'=2*3,-1.5\n"
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=line_end)
    if heading:
        writer.writerow([guarded(name) for name in columns])
    for row in rows:
        writer.writerow([guarded(row.get(name)) for name in columns])
    return text.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _runs(text: str) -> bool:
    """Tell whether a spreadsheet would take a text for a formula."""
    return (
        _LIVE.match(text) is not None
        and _NUMBER.fullmatch(text) is None
        and _SIGN_ALONE.fullmatch(text) is None
    )
