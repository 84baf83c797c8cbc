"""Which column a heading means, and its unit: every column says its own, and none is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from jiqun.base.errors import Problem, Where
from jiqun.base.own_catalogue import per_catalogue
from jiqun.exchange.grants.fields import Column, sharing

MACHINE, TIME = "machine", "time"
_OWN = {
    MACHINE: ("machine", "device", "equipment", "设备", "设备编号", "设备号", "机台", "机器"),
    TIME: ("time", "timestamp", "at", "datetime", "时间", "采集时间", "时刻", "日期"),
}
_WITH_UNIT = re.compile(r"(.+?)\s*[(\[【](.+)[)\]】]\s*")


@dataclass(frozen=True, slots=True)
class Meant:
    """A column a heading means, and what leads from its unit to the unit that is kept."""

    column: Column
    factor: Decimal


@dataclass
class Headings:
    """What the headings of a file mean.

    Parameters
    ----------
    own
        The headings of machine and time.
    meant
        By heading, the columns of values.
    unread
        Headings that mean nothing here: what stands under them is not read.
    problems
        Columns that lack, units that are not given or not known.
    """

    own: dict[str, str] = field(default_factory=dict)
    meant: dict[str, Meant] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, heading: str, place: Where) -> None:
        """Take in a heading."""
        plain = _folded(heading)
        for part, names in _OWN.items():
            if plain in names:
                self._own(part, heading, place)
                return
        found = _WITH_UNIT.fullmatch(plain)
        name, unit = (found[1], found[2].strip()) if found else (plain, "")
        column = _column_called(name)
        if column is None:
            self.unread.append(heading)
            return
        self._mean(heading, column, unit, place)

    def _own(self, part: str, heading: str, place: Where) -> None:
        if part in self.own:
            self.problems.append(Problem("grants.heading_twice", place, {"name": heading[:60]}))
        self.own.setdefault(part, heading)

    def _mean(self, heading: str, column: Column, unit: str, place: Where) -> None:
        if any(meant.column == column for meant in self.meant.values()):
            self.problems.append(Problem("grants.heading_twice", place, {"name": heading[:60]}))
            return
        factors = {_folded(known): factor for known, factor in column.units.items()}
        if not unit and set(factors.values()) == {Decimal(1)}:
            unit = next(iter(factors))  # in whichever of them, it is the same
        if unit not in factors:
            said = {"name": heading[:60], "units": ", ".join(column.units)}
            code = "grants.unit_unknown" if unit else "grants.unit_missing"
            self.problems.append(Problem(code, place, said))
            return
        self.meant[heading] = Meant(column, factors[unit])


def read_headings(headings: Iterable[str], place: Where) -> Headings:
    """Return what headings mean.

    Parameters
    ----------
    headings
        As they stand in the file.
    place
        Where, for messages.

    Examples
    --------
    >>> found = read_headings(["设备", "时间", "用电量（MWh）", "班组"], Where())
    >>> [(meant.column.id, meant.factor) for meant in found.meant.values()], found.unread
    ([('electricity', Decimal('1000'))], ['班组'])
    >>> [problem.code for problem in read_headings(["machine", "用电量"], Where()).problems]
    ['grants.unit_missing', 'grants.no_column']
    """
    found = Headings()
    for heading in headings:
        found.add(heading, place)
    for part, names in _OWN.items():
        if part not in found.own:
            said = {"name": names[0], "names": "、".join(names[3:5])}
            found.problems.append(Problem("grants.no_column", place, said))
    return found


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _column_called(name: str) -> Column | None:
    return _columns().get(name)


@per_catalogue
def _columns() -> dict[str, Column]:
    """Return the columns by what headings may call them."""
    return {
        _folded(known): column for column in sharing().columns.values() for known in column.names
    }
