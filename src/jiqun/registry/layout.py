"""Which column holds what, and how a row that does not fit its headings is put right."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from jiqun.base.codes import regions
from jiqun.base.days import EPOCH_1900
from jiqun.base.encodings import UTF8
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.lists import NOTHING, may_be_no_firm, no_firm, place_alone
from jiqun.registry.headings import HeadingMapping, fields_of, heading_words, unit_of
from jiqun.registry.records import Records
from jiqun.registry.registers import Block, Register
from jiqun.registry.text_files import decode_line

SPREAD = ("province", "city", "county", "address")
"""Where a cell merged downwards belongs to all its rows: they are in one place."""
_CODE = re.compile(r"[0-9A-Za-z]{18}|\d{15}")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_CAPITAL = re.compile(r"^[\d,.]*\d\s*\(?万?.{0,6}(?:元|币|万)\)?$")
_NAME_END = re.compile(r"(?:公司|厂|店|部|社|行|所|中心|场|院|站|处|局|会|馆|支行|户)(?:\(.*\))?$")
_PLACE_ENDS = frozenset("省市区县旗镇乡道园)）")
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
    header
        The headings.
    encoding
        Of a text register; a line in another one is repaired.
    epoch
        Day nought of a workbook's dates.
    """

    columns: Mapping[str, int]
    width: int
    delimiter: str
    header: tuple[str, ...]
    encoding: str = UTF8
    epoch: date = EPOCH_1900

    @property
    def spread(self) -> tuple[int, ...]:
        """The columns in which a cell merged downwards belongs to each of its rows."""
        return tuple(self.columns[field] for field in SPREAD if field in self.columns)

    @property
    def capital_unit(self) -> str:
        """The unit the heading of capital states; a plain number below it is in that unit."""
        return unit_of(self.header[self.columns["capital"]]) if "capital" in self.columns else ""

    def rows(self, block: Block) -> Iterator[Row]:
        """Yield the block's records in order, repaired or rejected where they do not fit."""
        for line, length, start in block.oversized:
            text = f"{decode_line(start, self.encoding)[0]}… ({length} bytes)"
            yield Row(line, {}, (), text, "line_too_long")
        if isinstance(block.content, bytes):
            cut = Records(self.width, self.delimiter, self.encoding)
            for parsed in cut.of(block.content, block.first_line):
                if parsed.rejected:
                    raw = self._raw(parsed.cells)
                    yield Row(parsed.line, {}, (), raw, parsed.rejected)
                else:
                    yield self._row(parsed.line, parsed.cells, parsed.repairs)
        else:
            for line, cells in enumerate(block.content, block.first_line):
                yield self._row(line, cells, ())

    def _row(self, line: int, cells: list[str], repairs: tuple[str, ...]) -> Row:
        if reason := self._empty(cells):
            raw = "" if reason == "blank" else self._raw(cells)
            return Row(line, {}, (), raw, reason)
        if any("\ufffd" in cell for cell in cells):
            return self._damaged(line, cells, repairs)
        if len(cells) == self.width and self._fits(cells):
            found = {field: cells[at] for field, at in self.columns.items()}
            return Row(line, found, repairs)
        if "code" not in self.columns and len(cells) >= len(self.columns):
            found = {field: cells[at] for field, at in self.columns.items() if at < len(cells)}
            return Row(line, found, (*repairs, "columns_added"))
        found = by_content(cells)
        raw = self._raw(cells)
        if not found.get("name"):
            return Row(line, {}, (), raw, "columns_unclear")
        repair = "columns_swapped" if len(cells) == self.width else "columns_shifted"
        return Row(line, found, (*repairs, repair), raw)

    def _raw(self, cells: list[str]) -> str:
        return (self.delimiter or "\t").join(cells)[:1000]

    def _empty(self, cells: list[str]) -> str:
        """Say why a row is no record, or ""."""
        at = self.columns["name"]
        name = cells[at].strip() if at < len(cells) else ""
        if name in NOTHING:
            first = next((cell for cell in cells if cell not in NOTHING), None)
            return "blank" if first is None else no_firm(first)
        if may_be_no_firm(name) and (reason := no_firm(name)):
            return reason
        if name == self.header[at] or name in heading_words():
            return "header_again"
        alone = name[-1] in _PLACE_ENDS and sum(cell not in NOTHING for cell in cells) == 1
        return "section" if alone and len(cells) > 1 and place_alone(name) else ""

    def _damaged(self, line: int, cells: list[str], repairs: tuple[str, ...]) -> Row:
        """Keep a row of which some text was destroyed before it came to us, if its name was not."""
        raw = self._raw(cells)
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


def find_layout(register: Register, mapping: HeadingMapping | None = None) -> Layout:
    """Match a register's headings with the fields.

    Parameters
    ----------
    register
        The opened file.
    mapping
        What a mapping file says of its headings.

    Raises
    ------
    Refused
        Where the heading of a name is not found, or the mapping names a heading that is not
        there.
    """
    where = Where(file=register.source, line=register.heading_row)
    known = mapping or HeadingMapping()
    columns = fields_of(register.header, known)
    found = "、".join(filter(None, register.header))
    problems = [
        Problem("registry.heading_missing", where, {"heading": heading, "found": found})
        for field, heading in known.columns.items()
        if field not in columns
    ]
    if not problems and "name" not in columns:
        problems.append(Problem("registry.no_name_column", where, {"found": found}))
    if problems:
        raise Refused(problems)
    return Layout(
        columns, len(register.header), register.delimiter, tuple(register.header),
        register.encoding.name, register.epoch,
    )  # fmt: skip


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
