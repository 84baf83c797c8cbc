"""What the columns of a list of firms mean: known by the form's words and by those of offices."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from jiqun.base.days import EPOCH_1900
from jiqun.base.errors import Problem, Where
from jiqun.base.lists import plain_heading, says_nothing
from jiqun.base.numerals import MONEY_BASE, MONEY_UNITS, MULTIPLIERS
from jiqun.clusters.roster_form import roster_form
from jiqun.clusters.roster_rows import Conventions, RawTier, tiers_said
from jiqun.registry.headings import HeadingMapping, bare_heading, fields_of

CLUSTER = "cluster_id"
MORE_TIERS = ("tiers", "more_tiers")
"""Columns of several titles with their days in one cell."""
ENDS = ("from", "until")
AROUND = ("province", "city")
"""Columns that tell counties of one name apart."""
_UNIT = re.compile(r"([百千万亿]*(?:元|人))(?:[)\],;，；]|$)")
_UNIT_ABOVE = re.compile(r"单位[:：]?([百千万亿]*元)")


@dataclass(frozen=True)
class FirmColumns:
    """Which column of a table holds what of a firm.

    Parameters
    ----------
    columns
        By key its number, from 0: columns of the roster, ``cluster_id``, ``province``, ``city``,
        ``tiers``, ``more_tiers``, and two a tier (``srdi_from``, ``srdi_until``).
    conventions
        What holds of all cells.
    """

    columns: Mapping[str, int]
    conventions: Conventions

    @cached_property
    def read(self) -> tuple[int, ...]:
        """The columns that are read."""
        return tuple(sorted(set(self.columns.values())))

    def cell(self, cells: Sequence[Any], name: str) -> Any:
        """Return a row's cell; an empty text where there is none."""
        at = self.columns.get(name, -1)
        return cells[at] if 0 <= at < len(cells) else ""

    def said(self, cells: Sequence[Any]) -> dict[str, Any]:
        """Return a row as the reader of rows takes it."""
        width = len(cells)
        raw: dict[str, Any] = {name: cells[at] if at < width else "" for name, at in self._fields}
        raw["tiers"] = list(self._titles(cells))
        return raw

    def around(self, cells: Sequence[Any]) -> list[Any]:
        """Return a row's province and prefecture, where there are columns of them."""
        return [cells[at] if at < len(cells) else "" for at in self._around]

    @cached_property
    def _around(self) -> list[int]:
        return [self.columns[name] for name in AROUND if name in self.columns]

    @cached_property
    def _fields(self) -> tuple[tuple[str, int], ...]:
        """The roster's columns, and where each is."""
        there = self.columns
        return tuple((name, there[name]) for name in roster_form().columns if name in there)

    @cached_property
    def _dated(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The tiers with columns of days of their own, and where these are; -1 is nowhere."""
        places = {
            tier: tuple(self.columns.get(f"{tier}_{end}", -1) for end in ENDS)
            for tier in roster_form().tiers
        }
        return tuple((tier, ends) for tier, ends in places.items() if max(ends) >= 0)

    def _titles(self, cells: Sequence[Any]) -> Iterator[RawTier]:
        width = len(cells)
        for tier, (first, last) in self._dated:
            since = cells[first] if 0 <= first < width else ""
            until = cells[last] if 0 <= last < width else ""
            if since == "" == until:
                continue
            if not (says_nothing(since) and says_nothing(until)):
                yield RawTier(tier, since, until, f"{tier}_from")
        for column in MORE_TIERS:
            said = self.cell(cells, column)
            if not says_nothing(said):
                yield from tiers_said(str(said))


def firm_columns(
    names: Sequence[str], above: Sequence[str] = (), epoch: date = EPOCH_1900
) -> FirmColumns:
    """Return the columns that headings name, and the units they state.

    Parameters
    ----------
    names
        The headings.
    above
        What stands above them: a title, the unit of all amounts.
    epoch
        Day nought of the table's dates.

    Examples
    --------
    >>> found = firm_columns(["序号", "*企业名称", "统一社会信用代码（必填）", "产值（亿元）"])
    >>> dict(found.columns), dict(found.conventions.powers)
    ({'credit_code': 2, 'name': 1, 'output': 3}, {'output': 4})
    """
    columns = fields_of(names, roster_mapping())
    return FirmColumns(columns, Conventions(epoch, powers_of(columns, names, above)))


def powers_of(
    columns: Mapping[str, int], names: Sequence[str], above: Sequence[str] = ()
) -> dict[str, int]:
    """Return by column the power of ten that the unit stated has over the column's own unit.

    Parameters
    ----------
    columns
        By key the column's number, from 0.
    names
        The headings; 产值（亿元） states a unit.
    above
        What stands above them; 单位：亿元 states that of amounts.
    """
    stated = _UNIT_ABOVE.search("".join("".join(above).split()))
    powers: dict[str, int] = {}
    for name in ("output", "employment"):
        at = columns.get(name, len(names))
        if at < len(names):
            own = _UNIT.search(plain_heading(names[at]))
            unit = own[1] if own else stated[1] if stated and name == "output" else ""
            if power := _power(unit):
                powers[name] = power
    return powers


def _power(unit: str) -> int:
    """Return the power of ten a unit has over 万元, or over one person."""
    if unit in MONEY_UNITS:
        return MONEY_UNITS[unit] - MONEY_BASE
    return MULTIPLIERS.get(unit.removesuffix("人"), 0)


def heading_faults(
    found: FirmColumns, names: Sequence[str], place: Where, *, cluster_given: bool
) -> Iterator[Problem]:
    """Yield what is wrong with headings: columns lacking, twice, or not known.

    Parameters
    ----------
    found
        What they mean.
    names
        The headings.
    place
        Where they stand.
    cluster_given
        Whether the cluster is known without a column.
    """
    titles = roster_form().columns
    needed = [name for name, column in titles.items() if column.required]
    needed += [] if cluster_given else [CLUSTER]
    twice = list(_twice(found, names, place))
    stray = [name for at, name in enumerate(names) if at not in found.read and _worth_a_word(name)]
    lacking = [name for name in needed if name not in found.columns]
    if lacking:
        yield Problem("roster.csv_header", place, _told(stray, lacking))
    elif stray and not twice:
        details = {"columns": "、".join(stray), "columns_en": ", ".join(stray)}
        yield Problem("roster.columns_passed_over", place, details)
    yield from twice


def _told(stray: Sequence[str], lacking: Sequence[str]) -> dict[str, str]:
    titles = {name: column.title.zh for name, column in roster_form().columns.items()}
    titles[CLUSTER] = roster_form().beside[CLUSTER][0]
    return {
        "stray": "、".join(stray) or "无",
        "stray_en": ", ".join(stray) or "none",
        "lacking": "、".join(f"{titles[name]}({name})" for name in lacking),
        "lacking_en": ", ".join(lacking),
    }


def _twice(found: FirmColumns, names: Sequence[str], place: Where) -> Iterator[Problem]:
    """Yield a column that has the heading of another one that is read: which counts, who knows."""
    bare = [bare_heading(plain_heading(name)) for name in names]
    for name, at in found.columns.items():
        same = [names[other] for other, said in enumerate(bare) if said and said == bare[at]]
        if len(same) > 1 and name != CLUSTER:
            details = {"headings": "、".join(same), "headings_en": ", ".join(same)}
            yield Problem("roster.heading_twice", place, details)


def _worth_a_word(name: str) -> bool:
    return bool(plain_heading(name)) and bare_heading(plain_heading(name)) not in _passed_over()


@cache
def _passed_over() -> frozenset[str]:
    return frozenset(plain_heading(word) for word in roster_form().passed_over)


@cache
def roster_mapping() -> HeadingMapping:
    """Return every word under which a column of a list of firms is known."""
    form = roster_form()
    words = {
        name: [name, column.title.zh, column.title.en, *column.also]
        for name, column in form.columns.items()
    }
    for tier, title in form.tiers.items():
        called = [title.zh, title.en, *form.tier_also[tier]]
        for end in ENDS:
            patterns = form.tier_headings[end]
            headed = [pattern.format(tier=word) for pattern in patterns for word in called]
            words[f"{tier}_{end}"] = [f"{tier}_{end}", *headed]
    words |= {name: [name, *also] for name, also in form.beside.items()}
    words["more_tiers"] = ["more_tiers", "其他称号时段", "further periods of tiers"]
    plain = {name: [plain_heading(word) for word in said] for name, said in words.items()}
    return HeadingMapping(words=plain)
