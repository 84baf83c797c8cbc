"""Read a file of machines' readings: everything wrong is told at once, with its line.

Zero, missing and not applicable are three things. A reading is of one machine at one time; said
twice alike it counts once, said twice otherwise it is refused. Values are kept as whole numbers of
ten-thousandths, so that sums are exact on every database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, DecimalException, InvalidOperation
from typing import Any

from jiqun.base.days import CHINA
from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.numerals import NumeralFault, read_numeral
from jiqun.base.texts import read_text
from jiqun.exchange.grants.fields import Field, sharing
from jiqun.exchange.grants.headings import MACHINE, TIME, Headings, read_headings
from jiqun.exchange.grants.moments import MomentFault, month_of, read_moment
from jiqun.exchange.grants.tables import Line, lines_of

SCALE = 10_000
LARGEST_VALUE = Decimal(10) ** 9
"""A single reading is below this: two hundred thousand of them still add up in 64 bits."""
MOST_LINES = 50_000
MOST_PROBLEMS = 500
LONGEST_MACHINE = 64
EARLIEST = datetime(2000, 1, 1, tzinfo=CHINA)
AHEAD = timedelta(days=1)
"""How far a machine's clock may be ahead of ours."""
REPORTED, MISSING, NOT_APPLICABLE = "reported", "missing", "not_applicable"
_MISSING = ("", "null", "nan", "缺失", "missing")
_NOT_APPLICABLE = ("不适用", "n/a", "not applicable", "not_applicable")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a machine says of a field at a time.

    Parameters
    ----------
    machine, at, field
        Which machine, when, of what.
    status
        ``reported``, ``missing`` or ``not_applicable``.
    value, base
        In ten-thousandths: the value, or what is above and below the line of a ratio.
    """

    machine: str
    at: datetime
    field: str
    status: str
    value: int | None = None
    base: int | None = None

    @property
    def month(self) -> str:
        """The month in China it counts for."""
        return month_of(self.at)


@dataclass
class Read:
    """What a file says.

    Parameters
    ----------
    readings
        Each machine, time and field once; none where there are errors.
    problems
        Errors, warnings and notes.
    lines
        How many lines of readings it has.
    """

    readings: list[Reading] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: int = 0


def read_readings(content: bytes, file: str, now: datetime) -> Read:
    r"""Read a file of readings.

    Parameters
    ----------
    content, file
        The file and its name.
    now
        The moment: what lies in the future is no reading.

    Examples
    --------
    >>> from jiqun.base.days import CHINA
    >>> now = datetime(2026, 2, 1, tzinfo=CHINA)
    >>> said = b"machine,time,good,produced\nM1,2026-01-05 8:00,97,100\nM1,2026-01-05 9:00,,100\n"
    >>> [(each.status, each.value) for each in read_readings(said, "a.csv", now).readings]
    [('reported', 970000), ('missing', None)]
    >>> found = read_readings(b"machine,time,good,produced\nM1,46027,7,5\n", "a.csv", now)
    >>> [problem.code for problem in found.problems], found.readings
    (['grants.no_moment', 'grants.part_above_whole'], [])
    """
    found = _Reader(file, now)
    try:
        for line in lines_of(content, file):
            if not found.take(line):
                break
    except Refused as refused:
        found.problems += refused.problems
    return found.finished()


class _Reader:
    """A file being read, line by line."""

    def __init__(self, file: str, now: datetime) -> None:
        self._file, self._now = file, now
        self._headings: Headings | None = None
        self._seen: dict[tuple[str, datetime, str], tuple[int, Reading]] = {}
        self._lines, self._alike, self._rounded = 0, 0, 0
        self._known: frozenset[str] = frozenset()
        self.problems: list[Problem] = []

    def take(self, line: Line) -> bool:
        """Take in a line; tell whether to go on."""
        self._lines += 1
        place = Where(file=self._file, line=line.number)
        if self._lines > MOST_LINES:
            self.problems.append(Problem("grants.too_many_lines", place, {"most": str(MOST_LINES)}))
            return False
        if line.fault:
            self.problems.append(line.fault)
        elif self._understood(line, place):
            self._add(line, place)
        if len(self.problems) >= MOST_PROBLEMS:
            said = {"count": str(MOST_PROBLEMS)}
            self.problems.append(Problem("inputs.more_problems", Where(file=self._file), said))
            return False
        return not (self._headings and self._headings.problems)

    def finished(self) -> Read:
        """Return what was read, with what is to be said of the whole."""
        place, notes = Where(file=self._file), list[Problem]()
        if self._headings and self._headings.unread:
            names = "、".join(name[:40] for name in self._headings.unread[:10])
            notes.append(Problem("grants.unread", place, {"names": names}))
        for code, count in (("alike", self._alike), ("rounded", self._rounded)):
            if count:
                notes.append(Problem(f"grants.{code}", place, {"count": count}))
        if not self._lines and not self.problems:
            self.problems.append(Problem("grants.no_lines", place))
        wrong = bool(errors_only(self.problems))
        readings = [] if wrong else [reading for _, reading in self._seen.values()]
        return Read(readings, [*self.problems, *notes], self._lines)

    def _understood(self, line: Line, place: Where) -> bool:
        """Tell whether the headings are good; a line of JSON may have keys the first had not."""
        if self._headings is None:
            self._headings = read_headings(line.cells, place)
            self._known = frozenset(line.cells)
            if not self._headings.problems and not _fields_of(self._headings):
                self._headings.problems.append(Problem("grants.no_field", place))
            self.problems += self._headings.problems
        elif new := [name for name in line.cells if name not in self._known]:
            before = len(self._headings.problems)
            for name in new:
                self._headings.add(name, place)
            self._known |= {*new}
            self.problems += self._headings.problems[before:]
        return not self._headings.problems

    def _add(self, line: Line, place: Where) -> None:
        headings = self._headings
        if headings is None:
            return
        machine = self._machine(line.cells.get(headings.own[MACHINE]), place)
        at = self._moment(line.cells.get(headings.own[TIME]), place)
        cells = {
            meant.column.id: self._cell(line.cells.get(heading), meant.factor, place, heading)
            for heading, meant in headings.meant.items()
        }
        for made in _fields_of(headings):
            above, below = cells[made.of], cells[made.over] if made.over else None
            reading = _reading(machine, at or self._now, made, above, below)
            if made.part_of_whole and (reading.value or 0) > (reading.base or 0):
                said = {"part": sharing().columns[made.of].title.zh,
                        "part_en": sharing().columns[made.of].title.en}  # fmt: skip
                self.problems.append(Problem("grants.part_above_whole", place, said))
            if machine and at is not None:
                self._keep(reading, place)

    def _keep(self, reading: Reading, place: Where) -> None:
        key = (reading.machine, reading.at, reading.field)
        before = self._seen.setdefault(key, (place.line or 0, reading))
        if before[0] == place.line:
            return
        if before[1] == reading:
            self._alike += 1
        else:
            said = {"machine": reading.machine, "line": str(before[0])}
            self.problems.append(Problem("grants.said_otherwise", place, said))

    def _machine(self, said: Any, place: Where) -> str:
        text = _text_of(said)
        if not text:
            self.problems.append(Problem("grants.no_machine", place))
            return ""
        name, problems = read_text(text, place, longest=LONGEST_MACHINE)
        self.problems += errors_only(problems)
        return name

    def _moment(self, said: Any, place: Where) -> datetime | None:
        text = _text_of(said)
        try:
            at = read_moment(text)
        except MomentFault:
            self.problems.append(Problem("grants.no_moment", place, {"said": text[:40]}))
            return None
        if at > self._now + AHEAD or at < EARLIEST:
            self.problems.append(Problem("grants.moment_out_of_range", place, {"said": text[:40]}))
            return None
        return at

    def _cell(self, said: Any, factor: Decimal, place: Where, heading: str) -> _Cell:
        if said is None or _text_of(said).casefold() in _MISSING:
            return _Cell(MISSING)
        if _text_of(said).casefold() in _NOT_APPLICABLE:
            return _Cell(NOT_APPLICABLE)
        details = {"said": _text_of(said)[:40], "name": heading[:40]}
        try:
            number = said if isinstance(said, Decimal) else read_numeral(_text_of(said), "").value
            if not 0 <= number * factor < LARGEST_VALUE:
                raise InvalidOperation  # as what is no number
            exact = number * factor * SCALE
            kept = exact.to_integral_value(ROUND_HALF_EVEN)
        except (NumeralFault, DecimalException):
            self.problems.append(Problem("grants.no_value", place, details))
            return _Cell(MISSING)
        self._rounded += kept != exact
        return _Cell(REPORTED, int(kept))


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell: its status, and its value in ten-thousandths."""

    status: str
    value: int | None = None


def _text_of(said: Any) -> str:
    """Return a cell as text; what is neither text nor number is named by its kind."""
    if isinstance(said, Decimal):
        return str(said)
    return said.strip() if isinstance(said, str) else f"<{type(said).__name__}>"


def _fields_of(headings: Headings) -> list[Field]:
    """Return the fields that can be made of the columns there are."""
    there = {meant.column.id for meant in headings.meant.values()}
    return [
        made
        for made in sharing().fields.values()
        if made.of in there and (not made.over or made.over in there)
    ]


def _reading(machine: str, at: datetime, made: Field, above: _Cell, below: _Cell | None) -> Reading:
    statuses = {cell.status for cell in (above, below) if cell is not None}
    if NOT_APPLICABLE in statuses:
        return Reading(machine, at, made.id, NOT_APPLICABLE)
    if MISSING in statuses:
        return Reading(machine, at, made.id, MISSING)
    return Reading(machine, at, made.id, REPORTED, above.value, below.value if below else None)


def tally(readings: Iterable[Reading]) -> Mapping[str, int]:
    """Return how many readings there are of each field.

    Examples
    --------
    >>> from datetime import UTC
    >>> moment = datetime(2026, 1, 1, tzinfo=UTC)
    >>> tally([Reading("M1", moment, "load", "missing")])
    {'load': 1}
    """
    return dict(Counter(reading.field for reading in readings))


def machines_of(readings: Iterable[Reading]) -> Iterator[str]:
    """Yield the machines of readings, each once, in order."""
    yield from sorted({reading.machine for reading in readings})
