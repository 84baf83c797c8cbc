"""Find the row of headings among a register's first rows, and what each heading means."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.files import catalogue_path
from jiqun.base.lists import plain_heading
from jiqun.base.shipped import read_shipped
from jiqun.base.yaml_files import read_yaml

FIELDS = (
    "name",
    "code",
    "registered_on",
    "kind",
    "capital",
    "scope",
    "province",
    "city",
    "county",
    "address",
    "employees",
    "tier",
)

_YEAR_BEFORE = re.compile(r"^(?:19|20)\d\d年?(?:度|末|底)?(?=\D)")
_MONEY_BEHIND = re.compile(r"[(/:,](?:单位:?|人民币)*([百千万亿]*(?:元人民币|美元|元))\)?$")
_UNIT_BEHIND = re.compile(r"[/:,](?:单位:?)?(?:[百千万亿]*元|[百千万]*人|家|%)$")


@dataclass(frozen=True, slots=True)
class HeadingMapping:
    """What a mapping file says of a register's headings.

    Parameters
    ----------
    columns
        Field to heading; the catalogue's headings serve for the rest.
    heading_row
        The line or row the headings stand in; nought where it is to be found.
    words
        By field its known headings, as they are compared; empty for those of a register.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    heading_row: int = 0
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, said: "HeadingMapping | Mapping[str, str] | None") -> "HeadingMapping":
        """Return a mapping, also of columns alone, or of nothing."""
        return said if isinstance(said, HeadingMapping) else cls(dict(said or {}))


class Row(NamedTuple):
    """A record among the first rows: the line it begins and ends at, and its cells."""

    first: int
    last: int
    cells: Sequence[str]


class Headings(NamedTuple):
    """The headings found: where, in which words, how many of them are known, what stands above."""

    row: int
    rows_above: int
    names: list[str]
    known: int
    above: tuple[str, ...] = ()


def find_headings(rows: Sequence[Row], mapping: HeadingMapping) -> Headings | None:
    """Find the headings among the first rows: most known ones, a name's among them.

    Two rows of headings, a group above and its columns below, are joined.

    Examples
    --------
    >>> rows = [Row(1, 1, ["附件", ""]), Row(2, 2, ["企业名称", "情况"]), Row(3, 3, ["", "住所"])]
    >>> find_headings(rows, HeadingMapping()).names
    ['企业名称', '住所']
    """
    if mapping.heading_row:
        rows = [row for row in rows if row.last >= mapping.heading_row]
        return _headings_at(rows, 0, mapping, named=False) if rows else None
    found = (_headings_at(rows, at, mapping) for at in range(len(rows)))
    return max((headings for headings in found if headings), key=lambda h: h.known, default=None)


def _headings_at(
    rows: Sequence[Row], at: int, mapping: HeadingMapping, *, named: bool = True
) -> Headings | None:
    """Read a row as headings, with the one below where that has the names of its columns."""
    names = [cell.strip() for cell in rows[at].cells]
    fields = fields_of(names, mapping)
    if named and "name" not in fields:
        return None
    above = tuple(cell for row in rows[:at] for cell in row.cells if cell)
    single = Headings(rows[at].first, rows[at].last, names, len(fields), above)
    if at + 1 == len(rows):
        return single
    below = [cell.strip() for cell in rows[at + 1].cells]
    both = _joined(names, below, fields, mapping)
    if both is None:
        return single
    known = len(fields_of(both, mapping))
    return Headings(rows[at].first, rows[at + 1].last, both, known, above)


def _joined(
    above: list[str], below: list[str], fields: Mapping[str, int], mapping: HeadingMapping
) -> list[str] | None:
    """Join two rows of headings, or return None where the second holds a firm."""
    more = fields_of(below, mapping)
    name = fields.get("name", -1)
    if not more or len(below) != len(above) or (name >= 0 and below[name] not in ("", above[name])):
        return None
    names = []
    for number, (group, column) in enumerate(zip(above, below, strict=True)):
        if not column or number in fields.values():
            names.append(group)
        else:
            names.append(column if number in more.values() or not group else f"{group}{column}")
    return names if len(fields_of(names, mapping)) > len(fields) else None


def fields_of(names: Sequence[str], mapping: HeadingMapping) -> dict[str, int]:
    """Return the columns whose headings are known, by field.

    A heading is compared without spaces, width, stars and asides, and where it is not known so,
    without what stands in brackets.
    """
    plain = [plain_heading(name) for name in names]
    bare = [bare_heading(name) for name in plain]
    columns: dict[str, int] = {}
    for name, heading in mapping.columns.items():
        at = next((at for at, said in enumerate(plain) if said == plain_heading(heading)), None)
        if at is not None:
            columns[name] = at
    for field_name, known in (mapping.words or known_headings()).items():
        for words in (plain, bare):
            at = _first(words, known, set(columns.values()))
            if at is not None and field_name not in columns and field_name not in mapping.columns:
                columns[field_name] = at
    return columns


def bare_heading(plain: str) -> str:
    """Return a heading without what stands in brackets, and without a year before it.

    Examples
    --------
    >>> bare_heading("2022年末从业人员(人)"), bare_heading("产值/万元")
    ('从业人员', '产值')
    """
    return _YEAR_BEFORE.sub("", _UNIT_BEHIND.sub("", plain.partition("(")[0]))


def _first(words: list[str], known: Sequence[str], taken: set[int]) -> int | None:
    return next(
        (at for name in known for at, said in enumerate(words) if said == name and at not in taken),
        None,
    )


@cache
def heading_words() -> frozenset[str]:
    """Return the headings of the catalogue as they stand there: none of them is a firm."""
    loaded: dict[str, list[str]] = read_shipped("registry", "columns.yaml")
    return frozenset(word for words in loaded.values() for word in words)


def unit_of(heading: str) -> str:
    """Return the unit of money a heading states, or "".

    Examples
    --------
    >>> unit_of("注册资本（万元）"), unit_of("注册资金(单位：元)"), unit_of("注册资本")
    ('万元', '元', '')
    """
    found = _MONEY_BEHIND.search(plain_heading(heading))
    return found[1] if found else ""


@cache
def known_headings() -> dict[str, list[str]]:
    """Return by field the headings of the catalogue, as they are compared."""
    loaded: dict[str, list[str]] = read_yaml(catalogue_path("registry", "columns.yaml"))
    return {name: [plain_heading(word) for word in loaded[name]] for name in FIELDS}


def read_mapping(path: Path) -> HeadingMapping:
    """Read a mapping file: ``columns: {field: heading}``, ``heading_row: number``, or both.

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
    said = loaded if isinstance(loaded, dict) else {}
    columns, row = said.get("columns", {}), said.get("heading_row", 0)
    if not isinstance(columns, dict) or not (columns or row):
        raise Refused([Problem("registry.mapping_unreadable", where, {"reason": "columns: {…}"})])
    problems = list(_mapping_faults(said, columns, row, where))
    if problems:
        raise Refused(problems)
    return HeadingMapping({str(name): str(heading) for name, heading in columns.items()}, row)


def _mapping_faults(
    said: Mapping[str, Any], columns: Mapping[str, Any], row: object, where: Where
) -> list[Problem]:
    known = "、".join(FIELDS)
    problems = [
        Problem("registry.mapping_unknown_field", where, {"field": str(name), "known": known})
        for name in columns
        if name not in FIELDS
    ]
    problems += [
        Problem(
            "registry.mapping_unknown_field",
            where,
            {"field": str(key), "known": "columns、heading_row"},
        )
        for key in said
        if key not in ("columns", "heading_row")
    ]
    if isinstance(row, bool) or not isinstance(row, int) or row < 0:
        problems.append(Problem("registry.mapping_bad_row", where, {"value": str(row)}))
    return problems
