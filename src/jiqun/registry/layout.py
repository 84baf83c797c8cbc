"""Which column holds what, and how a row that does not fit its headings is put right."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.files import catalogue_path
from jiqun.base.yaml_files import read_yaml
from jiqun.registry.reading import MULTILINE, Block, Register, decode_line

FIELDS = (
    "name",
    "code",
    "registered_on",
    "kind",
    "capital",
    "scope",
    "province",
    "city",
    "address",
    "employees",
    "tier",
)
NOTHING = frozenset(
    {
        "",
        "N/A",
        "NA",
        "n/a",
        "NULL",
        "null",
        "None",
        "none",
        "-",
        "--",
        "—",
        "无",
        "暂无",
        "NaN",
        "nan",
        "\\N",
    }
)
_CODE = re.compile(r"[0-9A-Za-z]{18}|\d{15}")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_CAPITAL = re.compile(r"^[\d,.]*\d\s*\(?万?.{0,6}(?:元|币|万)\)?$")
_NAME_END = re.compile(r"(?:公司|厂|店|部|社|行|所|中心|场|院|站|处|局|会|馆|支行|户)(?:\(.*\))?$")
_PLACE = re.compile(r"[省市县区镇乡村路街号道幢楼室组]")


class Row(NamedTuple):
    """One record of a register, its cells by field, and what was repaired to get there."""

    line: int
    cells: Mapping[str, str]
    repairs: tuple[str, ...]
    raw: str = ""
    rejected: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a register: which field stands where.

    Parameters
    ----------
    columns
        Field to column number.
    width
        How many columns the headings have.
    delimiter
        What separates cells of a text register.
    """

    columns: Mapping[str, int]
    width: int
    delimiter: str
    header: tuple[str, ...]

    def rows(self, block: Block) -> Iterator[Row]:
        """Yield the block's records in order, repaired or rejected where they do not fit."""
        for line, length, start in block.oversized:
            text = f"{decode_line(start)[0]}… ({length} bytes)"
            yield Row(line, {}, (), text, "line_too_long")
        if isinstance(block.content, bytes):
            parsed = _parsed(block.content, block.first_line, self.delimiter, self.width)
        else:
            parsed = (
                (number, cells, ()) for number, cells in enumerate(block.content, block.first_line)
            )
        for line, cells, repairs in parsed:
            yield self._row(line, cells, repairs)

    def _row(self, line: int, cells: list[str], repairs: tuple[str, ...]) -> Row:
        if reason := self._empty(cells):
            return Row(line, {}, (), "", reason)
        if any("\ufffd" in cell for cell in cells):
            return self._damaged(line, cells, repairs)
        if len(cells) == self.width and self._fits(cells):
            found = {field: cells[at] for field, at in self.columns.items()}
            return Row(line, found, repairs)
        if "code" not in self.columns and len(cells) >= len(self.columns):
            found = {field: cells[at] for field, at in self.columns.items() if at < len(cells)}
            return Row(line, found, (*repairs, "columns_added"))
        found = by_content(cells)
        raw = self.delimiter.join(cells)[:1000] if self.delimiter else "\t".join(cells)[:1000]
        if not found.get("name"):
            return Row(line, {}, (), raw, "columns_unclear")
        repair = "columns_swapped" if len(cells) == self.width else "columns_shifted"
        return Row(line, found, (*repairs, repair), raw)

    def _empty(self, cells: list[str]) -> str:
        """Say why a row is no record, or ""."""
        if not any(cell not in NOTHING for cell in cells):
            return "blank"
        return "header_again" if [cell.strip() for cell in cells] == list(self.header) else ""

    def _damaged(self, line: int, cells: list[str], repairs: tuple[str, ...]) -> Row:
        """Keep a row of which some text was destroyed before it came to us, if its name was not."""
        raw = (self.delimiter or "\t").join(cells)[:1000]
        name = cells[self.columns["name"]] if self.columns["name"] < len(cells) else "\ufffd"
        if len(cells) != self.width or "\ufffd" in name or not self._fits(cells):
            return Row(line, {}, (), raw, "unreadable")
        found = {
            field: "" if "\ufffd" in cells[at] else cells[at] for field, at in self.columns.items()
        }
        return Row(line, found, (*repairs, "unreadable_cells"), raw)

    def _fits(self, cells: list[str]) -> bool:
        """Whether the code column holds a code, or nothing, or no other column does."""
        at = self.columns.get("code")
        if at is None or (len(cells[at]) == 18 and cells[at].isascii()) or cells[at] in NOTHING:
            return True
        return not any(_CODE.fullmatch(cell.strip()) for cell in cells)


def by_content(cells: list[str]) -> dict[str, str]:
    """Tell the fields of a row apart by what they look like.

    Examples
    --------
    >>> by_content(["甲乙阀门厂", "丙县丁镇1号", "91350100M000100Y43", "2002-07-22",
    ...             "阀门制造、销售", "N/A", "3", "000(万元)"])["capital"]
    '3,000(万元)'
    """
    rest = [cell.strip().strip('"') for cell in cells if cell.strip() not in NOTHING]
    found: dict[str, str] = {}
    rest = _joined_amounts(rest)
    for field, looks in (
        ("code", _CODE.fullmatch),
        ("registered_on", _date),
        ("capital", _capital),
    ):
        at = next((number for number, cell in enumerate(rest) if looks(cell)), None)
        if at is not None:
            found[field] = rest.pop(at)
    for field, names in (("province", _province_names()), ("city", _city_names())):
        at = next((number for number, cell in enumerate(rest) if cell in names), None)
        if at is not None:
            found[field] = rest.pop(at)
    at = next((number for number, cell in enumerate(rest) if _NAME_END.search(cell)), None)
    if at is None and rest and (found.get("code") or len(rest) > 1):
        at = 0
    if at is None or len(rest[at]) < 3:
        return {}
    found["name"] = rest.pop(at)
    places = sorted(rest, key=lambda cell: -len(_PLACE.findall(cell)) / (len(cell) + 4))
    if places and len(_PLACE.findall(places[0])) / len(places[0]) > 0.12:
        found["address"] = places[0]
        rest.remove(places[0])
    if rest:
        found["scope"] = max(rest, key=len)
    return found


def find_layout(register: Register, mapping: Mapping[str, str] | None = None) -> Layout:
    """Match a register's headings with the fields.

    Parameters
    ----------
    register
        The opened file.
    mapping
        Field to heading, from a mapping file; the catalogue's headings serve for the rest.

    Raises
    ------
    Refused
        Where the heading of a name is not found, or the mapping names a heading that is not
        there.
    """
    where = Where(file=register.source, line=1)
    header = [heading.strip().lstrip("\ufeff") for heading in register.header]
    known = _headings()
    columns: dict[str, int] = {}
    problems = []
    for field, heading in (mapping or {}).items():
        if heading in header:
            columns[field] = header.index(heading)
        else:
            details = {"heading": heading, "found": "、".join(header)}
            problems.append(Problem("registry.heading_missing", where, details))
    for field in FIELDS:
        at = next((header.index(name) for name in known[field] if name in header), None)
        if at is not None and at not in columns.values():
            columns.setdefault(field, at)
    if not problems and "name" not in columns:
        problems.append(Problem("registry.no_name_column", where, {"found": "、".join(header)}))
    if problems:
        raise Refused(problems)
    return Layout(columns, len(header), register.delimiter, tuple(header))


def read_mapping(path: Path) -> dict[str, str]:
    """Read a mapping file: ``columns: {field: heading}``.

    Raises
    ------
    Refused
        Where it is no such file; every fault is listed.
    """
    where = Where(file=path.name)
    try:
        loaded: Any = read_yaml(path)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as fault:
        raise Refused(
            [Problem("registry.mapping_unreadable", where, {"reason": str(fault)})]
        ) from fault
    columns = loaded.get("columns") if isinstance(loaded, dict) else None
    if not isinstance(columns, dict) or not columns:
        raise Refused([Problem("registry.mapping_unreadable", where, {"reason": "columns: {…}"})])
    problems = [
        Problem(
            "registry.mapping_unknown_field", where, {"field": field, "known": "、".join(FIELDS)}
        )
        for field in columns
        if field not in FIELDS
    ]
    if problems:
        raise Refused(problems)
    return {str(field): str(heading) for field, heading in columns.items()}


def _parsed(
    content: bytes, first: int, delimiter: str, width: int
) -> Iterator[tuple[int, list[str], tuple[str, ...]]]:
    """Cut lines into cells; a quoted field may run over some lines, a broken quote may not."""
    if not content:
        return
    texts: list[tuple[str, str]]
    try:
        texts = [(line, "") for line in content.decode("utf-8").split("\n")]
    except UnicodeDecodeError:
        texts = [decode_line(raw) for raw in content.split(b"\n")]
    if texts and not texts[-1][0]:
        texts.pop()
    at = 0
    while at < len(texts):
        text, repair = texts[at]
        text = text.rstrip("\r")
        if "\0" in text:
            text, repair = text.replace("\0", ""), repair or "control_characters"
        repairs = (repair,) if repair else ()
        if '"' not in text:
            yield first + at, text.split(delimiter), repairs
            at += 1
            continue
        cells, taken, broken = _quoted(
            [line for line, _ in texts[at : at + MULTILINE]], delimiter, width
        )
        yield first + at, cells, (*repairs, "broken_quotes") if broken else repairs
        at += taken


def _quoted(lines: list[str], delimiter: str, width: int) -> tuple[list[str], int, bool]:
    """Read a record with quotes; return its cells, the lines it took, and whether it was broken."""
    for taken in range(1, len(lines) + 1):
        text = "\n".join(lines[:taken]).rstrip("\r")
        if text.count('"') % 2:
            continue
        cells = next(csv.reader([text], delimiter=delimiter), [])
        if len(cells) == width:
            return [cell.replace("\n", " ") for cell in cells], taken, False
        break
    text = lines[0].rstrip("\r")
    return [cell.strip().strip('"') for cell in text.split(delimiter)], 1, True


def _joined_amounts(cells: list[str]) -> list[str]:
    """Join an amount whose thousands separator was taken for a cell's end."""
    joined: list[str] = []
    for cell in cells:
        if joined and re.match(r"^000?\b|^\d{3}(?:\.\d+)?\(", cell) and joined[-1].isdigit():
            joined[-1] = f"{joined[-1]},{cell}"
        else:
            joined.append(cell)
    return joined


def _date(cell: str) -> bool:
    return bool(_DATE.match(cell))


def _capital(cell: str) -> bool:
    return bool(_CAPITAL.match(cell))


@cache
def _headings() -> dict[str, list[str]]:
    text = catalogue_path("registry", "columns.yaml").read_text(encoding="utf-8")
    loaded: dict[str, list[str]] = yaml.safe_load(text)
    return loaded


@cache
def _province_names() -> frozenset[str]:
    ends = "(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$"
    names = {region.name for region in regions().provinces}
    return frozenset(names | {re.sub(ends, "", name) for name in names})


@cache
def _city_names() -> frozenset[str]:
    names = {
        parent.name
        for county in regions().counties
        if (parent := regions().get(county.parent_code)) is not None
    }
    return frozenset(names | {re.sub("(?:市|地区|盟|(?:.族)*自治州)$", "", name) for name in names})
